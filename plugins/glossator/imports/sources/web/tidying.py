"""Reduce a page's markup to what Markdown can say, without losing a word that a reader sees.

Afterwards there are only elements of `elements.KEPT`, inline elements hold no blocks, and every emphasis and link
can be written: whatever Markdown cannot write has become its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from glossator.files.reading import cleaned
from glossator.imports.sources.web.anchors import drop_dead_links, keep_targets
from glossator.imports.sources.web.elements import (
    BLOCKS,
    HEADINGS,
    KEPT,
    MARKED,
    RENAMED,
    flattened,
    is_block,
    words_of,
)
from glossator.imports.sources.web.lists import tidy_lists
from glossator.imports.sources.web.marks import writable_marks
from glossator.imports.sources.web.tables import tidy_tables

_UNSEEN: Final = "script, style, noscript, svg, iframe, head, template:not([shadowmode], [shadowrootmode])"
# What wikis put beside headings and titles for those who write there, or who see no screen.
_HELPS: Final = ".mw-editsection, .editsection, .mw-jump-link"
_NOISE: Final = (
    "nav, form, button, [role~=navigation i], [role~=complementary i], [role~=banner i], [role~=contentinfo i]"
)
_HIDDEN: Final = "[hidden], [aria-hidden=true i], dialog:not([open])"
# Where nothing else is there to be seen, it is seen.
_ALL = 0.9
# Words of what is said beside a field of a form.
_LONGEST_LABEL = 40
_INVISIBLE: Final = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


def tidied(article: Tag, *, base: str, url: str) -> Tag:
    """The article in a new element, taken out of its page.

    Relative links are resolved against `base`; `url` is the page's own address, "" if unknown.
    """
    content = Tag(name="div")
    content.extend(list(article.contents) if isinstance(article, BeautifulSoup) else [article.extract()])
    without_noise(content)
    _figures_as_text(content)
    _rename(content)
    _verbatim(content)
    keep_targets(content, base=base, url=url)
    tidy_tables(content)
    _blocks_out_of_inlines(content)
    tidy_lists(content)
    _without_idle_breaks(content)
    writable_marks(content)
    drop_dead_links(content)
    content.smooth()
    return content


def without_noise(content: Tag, is_known: Callable[[Tag], bool] = lambda _: False) -> None:
    """Take out what readers of a page do not see, or do not read as a part of it.

    Args:
        content: the page, or a part of it.
        is_known: whether an element is known to be text, though it is hidden, a form, or for browsers without scripts.
    """
    _without_scripts(content, is_known)
    for text in content.find_all(string=lambda text: isinstance(text, PreformattedString)):  # comments and their kin
        text.extract()
    for element in content.select(_UNSEEN):
        if not element.decomposed:
            element.decompose()
    for element in content.select(_HELPS):
        element.decompose()
    for link in content.select(", ".join(f"{heading} a[href]" for heading in HEADINGS)):
        # The sign by which readers copy the address of a heading.
        leads_here = "#" in str(link["href"])
        if leads_here and not any(map(str.isalnum, link.get_text())) and link.find("img") is None:
            link.decompose()
    _without_asides(content, is_known)
    for text in content.find_all(string=True):
        if (clean := cleaned(text)) != text:
            text.replace_with(NavigableString(clean))


def _without_scripts(content: Tag, is_known: Callable[[Tag], bool]) -> None:
    """Show what browsers without scripts show, where it is the text."""
    size = len(words_of(content))
    for element in content.select("noscript"):
        # Some never end, and hold the whole page.
        if len(words_of(element)) > _ALL * size or is_known(element):
            element.name = "div"


def _without_asides(content: Tag, is_known: Callable[[Tag], bool]) -> None:
    size = len(words_of(content))
    # Some sites wrap the whole page in a form, never close their menu or banner, or hide it until scripts have run.
    wholes = [(element, 0.5) for element in content.select(_NOISE)]
    wholes += [(element, _ALL) for element in [*content.select(_HIDDEN), *content.find_all(style=_INVISIBLE)]]
    for element, most in wholes:
        if element.decomposed:
            continue
        if len(words_of(element)) > most * size or _is_text(element) or is_known(element):
            element.name = "div" if is_block(element) else element.name
            for mark in ("hidden", "aria-hidden", "style", "role"):
                del element[mark]
        else:
            element.decompose()


def _is_text(form: Tag) -> bool:
    """Whether a form is none, but a text with a button."""
    return form.name == "form" and any(len(words_of(passage)) > _LONGEST_LABEL for passage in form.find_all("p"))


def _figures_as_text(content: Tag) -> None:
    """Replace every picture by its text alternative, unless the caption says the same: no picture is imported."""
    for picture in content.find_all(("img", "area")):
        words = " ".join(cleaned(str(picture.get("alt") or "")).split())
        figure = picture.find_parent("figure")
        caption = figure.find("figcaption") if figure else None
        if not words or (isinstance(caption, Tag) and words in " ".join(words_of(caption))):
            picture.replace_with(" ")
        else:
            picture.replace_with(f" {words} ")


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
            if place := element.get("id"):  # a link may lead here
                element.name, element.attrs = "a", {"id": place}
            else:
                element.unwrap()


def _without_idle_breaks(content: Tag) -> None:
    """Take out line breaks at the beginning or the end of a block, which show nothing there."""
    for line_break in content.find_all("br"):
        if line_break.find_parent("pre") is None and (_is_edge(line_break, -1) or _is_edge(line_break, 1)):
            line_break.extract()


def _is_edge(node: Tag, step: int) -> bool:
    """Whether its line has no words on one side of it: before (-1) or behind (1)."""
    while True:
        beside = node.previous_sibling if step < 0 else node.next_sibling
        while isinstance(beside, NavigableString) and not beside.strip():
            beside = beside.previous_sibling if step < 0 else beside.next_sibling
        if beside is not None:
            return isinstance(beside, Tag) and is_block(beside)
        parent = node.parent
        if parent is None or parent.parent is None or is_block(parent):
            return True
        node = parent


def _verbatim(content: Tag) -> None:
    """Leave nothing but characters in code."""
    for element in content.find_all(("pre", "code")):
        if element.parent is None or element.find_parent(("pre", "code")):
            continue
        for inner in element.find_all(lambda tag: tag.name == "br" or is_block(tag)):
            inner.insert_before("\n")
            if inner.name != "br":
                inner.insert_after("\n")
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
    for element in content.find_all(HEADINGS):
        flattened(element)
    for element in content.find_all(MARKED):
        if element.find(is_block):
            element.unwrap()
    for element in content.find_all("p"):
        if element.find(is_block):
            element.name = "div"
