"""Reduce a page's markup to what Markdown can say, without losing a word that a reader sees.

Afterwards there are only the elements in `web_elements`, inline elements hold no blocks, and every emphasis and link that
is left can be written: whatever Markdown cannot write has become its words.
"""

from __future__ import annotations

import re
from typing import Final

from bs4 import NavigableString, Tag
from bs4.element import PreformattedString

from glossator.importing.characters import cleaned
from glossator.importing.escaping import delimiter
from glossator.importing.web_anchors import drop_dead_links, keep_targets
from glossator.importing.web_content import words_of
from glossator.importing.web_elements import BLOCKS, EMPHASES, KEPT, MARKED, RENAMED, flattened, is_block
from glossator.importing.web_figures import figures_as_text
from glossator.importing.web_lists import tidy_lists
from glossator.importing.web_tables import tidy_tables

_NOISE: Final = (
    "script, style, noscript, nav, form, button, svg, iframe, head, [hidden], [aria-hidden=true i], dialog:not([open]),"
    " template:not([shadowmode], [shadowrootmode]),"
    " [role~=navigation i], [role~=complementary i], [role~=banner i], [role~=contentinfo i]"
)
_INVISIBLE: Final = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_SUPERSCRIPT: Final = re.compile(r"[^\s^~]+")


def tidied(content: Tag, *, base: str, url: str) -> Tag:
    """Return `content`, changed in place; relative links are resolved against `base`, `url` is the page's own address."""
    _drop_noise(content)
    figures_as_text(content)
    _rename(content)
    _verbatim(content)
    keep_targets(content, base=base, url=url)
    tidy_tables(content)
    _blocks_out_of_inlines(content)
    tidy_lists(content)
    _join_neighbours(content)
    _writable_only(content)
    drop_dead_links(content)
    content.smooth()
    return content


def _drop_noise(content: Tag) -> None:
    for text in content.find_all(string=lambda text: isinstance(text, PreformattedString)):  # comments and their kin
        text.extract()
    size = len(words_of(content))
    for element in content.select(_NOISE):
        # Some sites wrap the whole page in a form.
        if element.name == "form" and 2 * len(words_of(element)) > size:
            element.name = "div"
        elif not element.decomposed:
            element.decompose()
    for element in content.find_all(style=_INVISIBLE):
        element.decompose()
    for text in content.find_all(string=True):
        text.replace_with(NavigableString(cleaned(text)))


def _rename(content: Tag) -> None:
    for element in content.find_all(True):
        if element.name in RENAMED:
            element.name = RENAMED[element.name]
        elif element.name in BLOCKS and element.name not in KEPT:
            element.name = "div"
        elif element.name not in KEPT:
            if element.name == "q":  # browsers show quotation marks
                element.insert(0, "“")
                element.append("”")
            element.unwrap()


def _verbatim(content: Tag) -> None:
    """Leave nothing but characters in code."""
    for element in content.find_all(("pre", "code")):
        if element.parent is None or element.find_parent(("pre", "code")):
            continue
        for line_break in element.find_all("br"):
            line_break.replace_with("\n")
        text = element.get_text()
        if element.name == "code":
            text = re.sub(r"[ \t\r\n]+", " ", text)
        if text.strip():
            element.string = text
        elif element.name == "code":
            element.unwrap()
        else:
            element.name = "div"


def _blocks_out_of_inlines(content: Tag) -> None:
    for element in content.find_all(("h1", "h2", "h3", "h4", "h5", "h6")):
        flattened(element)
    for element in content.find_all(MARKED):
        # Two line breaks end a paragraph, and no mark reaches beyond a paragraph.
        if element.find(is_block) or _ends_paragraph(element):
            element.unwrap()
    for element in content.find_all("p"):
        if element.find(is_block):
            element.name = "div"


def _ends_paragraph(element: Tag) -> bool:
    """Whether two line breaks follow each other."""
    broken = False
    for node in element.descendants:
        if isinstance(node, Tag) and node.name == "br":
            if broken:
                return True
            broken = True
        elif isinstance(node, NavigableString) and node.strip():
            broken = False
    return False


def _join_neighbours(content: Tag) -> None:
    """Join emphases of one kind that touch each other, and take them out of each other."""
    for element in content.find_all(MARKED):
        nested = element.name != "a" and element.find_parent(element.name)
        if nested or not element.get_text().strip():
            element.unwrap()
    content.smooth()
    for element in content.find_all(MARKED):
        before = element.previous_sibling
        if element.name != "a" and isinstance(before, Tag) and before.name == element.name:
            before.extend(list(element.contents))
            element.decompose()


def _writable_only(content: Tag) -> None:
    """Unwrap what Markdown could not show here, from outside in; keep in `data-mark` how the rest is written."""
    for element in content.find_all(MARKED):
        text = element.get_text()
        writable = bool(text.strip())
        if element.name in EMPHASES:
            element["data-mark"] = _delimiter(element) * EMPHASES[element.name]
            writable = bool(element["data-mark"]) and any(map(str.isalnum, text))
        elif element.name in ("sup", "sub", "del"):
            writable = writable and _is_plain(element, text)
        elif element.name == "code" and isinstance(before := element.previous_sibling, Tag) and before.name == "code":
            # They touch because something between them was unwrapped.
            before.append(text)
            element.decompose()
            continue
        if not writable:
            element.unwrap()


def _is_plain(element: Tag, text: str) -> bool:
    """Whether a mark of one or two signs can be told from those beside it."""
    beside = [one for one in (element.previous_sibling, element.next_sibling) if isinstance(one, Tag)]
    if any(one.name in ("sup", "sub", "del") for one in beside) or element.find_parent(("sup", "sub", "del")):
        return False
    if element.name == "del":
        return not element.find(("sup", "sub"))
    return bool(_SUPERSCRIPT.fullmatch(text)) and not element.find(lambda tag: tag.name != "a")


def _delimiter(element: Tag) -> str:
    before, after = _edge(element.previous_sibling, -1), _edge(element.next_sibling, 0)
    within = "".join(str(parent.get("data-mark", "")) for parent in element.find_parents(list(EMPHASES)))
    return delimiter(_edges(element), before=before, after=after, within=within)


def _edges(element: Tag) -> str:
    """Return the text of an element, with a mark where it begins or ends with one of its own."""
    text = element.get_text()
    first, last = element.contents[0], element.contents[-1]
    lead = "*" if isinstance(first, Tag) and not text[:1].isspace() else ""
    return f"{lead}{text}{'*' if isinstance(last, Tag) and not text[-1:].isspace() else ''}"


def _edge(neighbour: object, at: int) -> str:
    """Return the character that a neighbour shows at its end or beginning."""
    if isinstance(neighbour, Tag):
        if neighbour.name in EMPHASES:
            # What comes later is not decided yet, and may be left without a mark.
            return str(neighbour.get("data-mark") or f"*{neighbour.get_text()[:1]}")
        return ")" if neighbour.name in MARKED else " "
    text = str(neighbour or "")
    return text[at] if text else ""
