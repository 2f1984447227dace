"""Write tidied HTML as Markdown that Python-Markdown reads as the same."""

from __future__ import annotations

import re
from typing import Final

from bs4.element import NavigableString, Tag
from markdownify import MarkdownConverter

from glossator.imports.sources.escaping import LIST_DIVIDER, escaped
from glossator.imports.sources.links import destination
from glossator.imports.sources.web.elements import LISTS, is_block
from glossator.imports.sources.web.tables import grid, has_head

# The snippets extension would read a file of the site here, in code too.
_SNIPPET: Final = "-8<-"
_CODE_OR_GAP: Final = re.compile(r"(?P<fence>`{3,})\n.*?\n\s*(?P=fence)(?!`)|\n{3,}", re.DOTALL)


def as_markdown(content: Tag) -> str:
    """The Markdown of what `tidying.tidied` returned; it ends with a newline."""
    text = str(_Converter().convert_soup(content))
    text = re.sub(r"(?m)^ +$", "", text)
    # One empty line says as much as three, except in code.
    return _CODE_OR_GAP.sub(lambda match: match[0] if match["fence"] else "\n\n", text).strip() + "\n"


class _Converter(MarkdownConverter):
    """markdownify with Python-Markdown's indentation, and with nothing left to be read as a mark."""

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        before, after = el.previous_sibling, el.next_sibling
        text = escaped(
            re.sub(r"[ \t\r\n]+", " ", str(el)),
            at_line_start=before is None or _ends_line(before),
            before_link=isinstance(after, Tag) and after.name == "a",
        )
        inside_block = isinstance(el.parent, Tag) and is_block(el.parent)
        if _ends_line(before) or (before is None and inside_block):
            text = text.lstrip(" ")
        return text.rstrip(" ") if _breaks_line(after) or (after is None and inside_block) else text

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        lead, inside, trail = _parted(text)
        return f"{lead}[{inside}]({destination(str(el['href']))}){trail}"

    def convert_em(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return _surrounded(text, str(el["data-mark"]))

    convert_strong = convert_em

    def convert_html(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        # Markdown itself has no signs for these, and who knows which extensions the site has.
        lead, inside, trail = _parted(text)
        return f"{lead}<{el.name}>{inside}</{el.name}>{trail}" if inside else text

    convert_del = convert_ins = convert_sup = convert_sub = convert_ruby = convert_rt = convert_rp = convert_html

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        code = el.get_text()
        lead, inside, trail = _parted(code)
        # Python-Markdown splits table rows before it looks for code.
        in_cell = el.find_parent(("td", "th")) is not None
        if _SNIPPET in code or "`" in code or (in_cell and re.search(r"[\\|]", code)):
            return escaped(code)
        return f"{lead}`{inside}`{trail}"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        code = re.sub(r"\r\n?", "\n", el.get_text()).strip("\n")
        if _SNIPPET in code:
            return "\n\n" + "  \n".join(escaped(line.strip()) for line in code.split("\n") if line.strip()) + "\n\n"
        fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", code)), 0)
        return f"\n\n{fence}\n{code}\n{fence}\n\n"

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        text = text.strip(" \n")
        return f"\n\n{_anchor(el)}{text}\n\n" if text else "\n\n"

    def convert_div(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return "\n\n" + text.strip(" \n") + "\n\n"

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:
        text = _on_one_line(text)
        # The title is the page's only heading of the first level.
        return f"\n\n{'#' * max(2, n)} {_anchor(el)}{text}\n\n" if text else "\n\n"

    def convert_blockquote(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        lines = text.strip(" \n").split("\n")
        quoted = "\n".join(f"> {line}" if line.strip() else ">" for line in lines)
        return f"\n\n{quoted}\n\n" if lines != [""] else "\n\n"

    def convert_list(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        text = text.strip("\n")
        # Right below its entry's words, and with nothing below itself, a list needs no empty line.
        right_below = (
            el.parent is not None and el.parent.name == "li" and not any(map(_breaks_line, el.previous_siblings))
        )
        if not text or (right_below and not any(str(node).strip() for node in el.next_siblings)):
            return f"\n{text}\n"
        return f"\n\n{LIST_DIVIDER}\n\n{text}\n\n" if _follows_list(el) else f"\n\n{text}\n\n"

    convert_ul = convert_ol = convert_list

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        text = text.strip(" \n")
        if not text:
            return "\n"
        marker = f"{el['data-number']}. " if "data-number" in el.attrs else "- "
        lines = re.sub(r"\n(?=[^\n])", "\n    ", ("" if el.find(is_block) else _anchor(el)) + text)
        # An entry of several blocks stands between empty lines, or the next would become a part of its last block.
        apart = "\n\n" if re.search(r"\n\s*\n", text) else "\n"
        return f"{apart}{marker}{lines}{apart}"

    def convert_dl(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        parts = el.find_all(("dt", "dd"), recursive=False)
        return "\n\n<dl>\n" + "".join(f"<{part.name}>{_html(part)}</{part.name}>\n" for part in parts) + "</dl>\n\n"

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        rows = [[str(self.convert_soup(cell)) if cell else "" for cell in cells] for cells in grid(el)]
        head, body = (rows[0], rows[1:]) if has_head(el) else ([""] * len(rows[0]), rows)
        written = [head, ["---"] * len(head), *body]
        return "\n\n" + "\n".join(f"| {' | '.join(cells)} |" for cells in written) + "\n\n"

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return _on_one_line(text)

    convert_th = convert_td


def _anchor(element: Tag) -> str:
    return f'<span id="{element["data-anchor"]}"></span>' if "data-anchor" in element.attrs else ""


def _html(element: Tag) -> str:
    """The inside of an element, all on one line: in a block of HTML, Markdown is not read."""
    for inner in element.find_all(True):
        inner.attrs = {name: value for name, value in inner.attrs.items() if name == "href"}
    # A template of the site would read its marks here, too.
    return _on_one_line(element.decode_contents()).replace("{", "&#123;")


def _on_one_line(text: str) -> str:
    return re.sub(r"[ \n]+", " ", text).strip(" ")


def _surrounded(text: str, mark: str) -> str:
    """Put a mark on both sides of the words, and leave white space outside."""
    lead, inside, trail = _parted(text)
    return f"{lead}{mark}{inside}{mark}{trail}" if inside else text


def _parted(text: str) -> tuple[str, str, str]:
    inside = text.strip()
    lead, _, trail = text.partition(inside) if inside else (text, "", "")
    return lead, inside, trail


def _breaks_line(node: object) -> bool:
    return isinstance(node, Tag) and (node.name in ("br", "hr") or is_block(node))


def _ends_line(node: object) -> bool:
    """Whether what follows begins a line: behind a line break, and behind an emphasis that ends with one."""
    if not isinstance(node, Tag) or _breaks_line(node):
        return isinstance(node, Tag)
    return _ends_line(next((child for child in reversed(node.contents) if str(child).strip()), None))


def _follows_list(listing: Tag) -> bool:
    """Whether nothing stands between this list and another, which Markdown would then read as one."""
    words = listing.find_previous(string=lambda text: bool(text and text.strip()))
    if words is None or listing.find_parent(("blockquote", "dd")):
        return False
    return words.find_parent(LISTS) is not None
