"""Emphases, links and other marks inside a line: leave those that Markdown can show where they stand."""

from __future__ import annotations

from typing import Final

from bs4.element import NavigableString, Tag

from glossator.imports.sources.escaping import delimiter
from glossator.imports.sources.web.elements import EMPHASES, MARKED

_AS_HTML: Final = ("sup", "sub", "del", "ins")


def writable_marks(content: Tag) -> None:
    """Unwrap every mark that would be read otherwise; keep in `data-mark` how an emphasis is written."""
    _outermost_only(content)
    content.smooth()
    _join_neighbours(content)
    # From left to right and from outside in: what a mark can be depends on those before it.
    for element in content.find_all(MARKED):
        if _is_joined(element):
            continue
        if not _is_writable(element):
            element.unwrap()


def _outermost_only(content: Tag) -> None:
    """Take marks of one kind out of each other, and those without words away."""
    for element in content.find_all(MARKED):
        if element.find_parent(element.name) or not element.get_text().strip():
            element.unwrap()


def _join_neighbours(content: Tag) -> None:
    for element in content.find_all(MARKED):
        before = element.previous_sibling
        if element.name != "a" and isinstance(before, Tag) and before.name == element.name:
            before.extend(list(element.contents))
            element.decompose()


def _is_joined(element: Tag) -> bool:
    """Join code that touches other code, because something between them was unwrapped."""
    before = element.previous_sibling
    if element.name != "code" or not isinstance(before, Tag) or before.name != "code":
        return False
    before.append(element.get_text())
    element.decompose()
    return True


def _is_writable(element: Tag) -> bool:
    text = element.get_text()
    # No mark reaches beyond its paragraph.
    if not text.strip() or _ends_paragraph(element):
        return False
    if element.name in EMPHASES:
        element["data-mark"] = _delimiter(element) * EMPHASES[element.name]
        return bool(element["data-mark"]) and any(map(str.isalnum, text))
    return True


def _ends_paragraph(element: Tag) -> bool:
    """Whether two line breaks follow each other, which end a paragraph."""
    broken = False
    for node in element.descendants:
        if isinstance(node, Tag) and node.name == "br":
            if broken:
                return True
            broken = True
        elif isinstance(node, NavigableString) and node.strip():
            broken = False
    return False


def _delimiter(element: Tag) -> str:
    before, after = _edge(element.previous_sibling, -1), _edge(element.next_sibling, 0)
    within = "".join(str(parent.get("data-mark", "")) for parent in element.find_parents(list(EMPHASES)))
    return delimiter(_edges(element), before=before, after=after, within=within)


def _edges(element: Tag) -> str:
    """The text of an element, with a mark where it begins or ends with one of its own."""
    text = element.get_text()
    first, last = element.contents[0], element.contents[-1]
    lead = "*" if isinstance(first, Tag) and not text[:1].isspace() else ""
    return f"{lead}{text}{'*' if isinstance(last, Tag) and not text[-1:].isspace() else ''}"


def _edge(neighbour: object, at: int) -> str:
    """The characters that a neighbour may show where it touches, at its end (-1) or at its beginning (0)."""
    if not isinstance(neighbour, Tag):
        return str(neighbour or "")[at:][:1]
    # What comes later is not decided yet, and may be left without a mark.
    undecided = neighbour.get_text()[:1] if at == 0 else ""
    if neighbour.name in EMPHASES:
        return str(neighbour.get("data-mark") or f"*{undecided}")
    return f"<{undecided}" if neighbour.name in _AS_HTML else " "
