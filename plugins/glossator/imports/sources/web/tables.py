"""Tables of figures stay tables; tables that only lay out a page become its blocks."""

from __future__ import annotations

from bs4.element import Tag

from glossator.imports.sources.web.elements import HEADINGS, flattened

_GROUPS = ("thead", "tbody", "tfoot")
_INSIDE = {"table": (*_GROUPS, "tr", "caption"), **dict.fromkeys(_GROUPS, ("tr",)), "tr": ("td", "th")}
_NOT_IN_CELLS = ("table", "pre", "blockquote", *HEADINGS)
# What a page states beyond this is a mistake or an attack.
_WIDEST_SPAN = 100


def tidy_tables(content: Tag) -> None:
    """Leave only tables that Markdown can write: rows of cells that hold a line each."""
    # The inner tables first: what is left of them decides about the outer ones.
    for table in reversed(content.find_all("table")):
        if _is_table(table):
            _tidy(table)
        else:
            _as_blocks(table)
    for stray in content.find_all((*_GROUPS, "tr", "td", "th", "caption")):
        if stray.find_parent("table") is None:
            stray.name = "div"


def grid(table: Tag) -> list[list[Tag | None]]:
    """The rows of a tidy table, each of the same length, None where a cell reaches in from another place."""
    rows: list[list[Tag | None]] = []
    below: dict[int, int] = {}
    for row in table.find_all("tr"):
        cells: list[Tag | None] = []
        for cell in row.find_all(("td", "th"), recursive=False):
            _skip(cells, below)
            width = _span(cell, "colspan")
            below.update({len(cells) + at: _span(cell, "rowspan") for at in range(width) if _span(cell, "rowspan") > 1})
            cells += [cell, *[None] * (width - 1)]
        _skip(cells, below)
        rows.append(cells)
        below = {column: left - 1 for column, left in below.items() if left > 1}
    widest = max(map(len, rows), default=0)
    return [[*cells, *[None] * (widest - len(cells))] for cells in rows]


def has_head(table: Tag) -> bool:
    """Whether the first row names the columns."""
    first = table.find("tr")
    if first is None:
        return False
    cells = first.find_all(("td", "th"), recursive=False)
    return all(cell.name == "th" for cell in cells) or (first.parent is not None and first.parent.name == "thead")


def _is_table(table: Tag) -> bool:
    if str(table.get("role") or "").lower() in ("presentation", "none") or table.find(_NOT_IN_CELLS):
        return False
    # A cell or a caption that was never closed holds the rows below it; a caption below rows is none.  The table itself
    # may stand in a cell of another.
    if not table.get_text().strip() or table.select_one(
        ":scope caption tr, :scope tr tr, :scope :not(caption) ~ caption"
    ):
        return False
    rows = grid(table)
    return len(rows) > 1 and len(rows[0]) > 1 and not _has_stray(table)


def _has_stray(table: Tag) -> bool:
    """Whether anything stands outside the cells."""
    return any(
        child.name not in _INSIDE[part.name] if isinstance(child, Tag) else bool(str(child).strip())
        for part in [table, *table.find_all((*_GROUPS, "tr"))]
        for child in part.children
    )


def _tidy(table: Tag) -> None:
    for caption in table.find_all("caption"):
        caption.name = "p"
        table.insert_before(caption.extract())
    for cell in table.find_all(("td", "th")):
        flattened(cell)


def _as_blocks(table: Tag) -> None:
    for part in table.find_all((*_GROUPS, "tr", "td", "th", "caption")):
        if part.find_parent("table") is table:  # and not of a table within
            part.name = "div"
    table.name = "div"


def _skip(cells: list[Tag | None], below: dict[int, int]) -> None:
    while below.get(len(cells), 0) > 0:
        cells.append(None)


def _span(cell: Tag, attribute: str) -> int:
    stated = str(cell.get(attribute) or "")
    return min(max(int(stated), 1), _WIDEST_SPAN) if stated.isascii() and stated.isdigit() else 1
