"""The table (CSV) that the client of Hypothes.is exports, read as notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from glossator.files.reading import TextFile
from glossator.imports.notes import hypothesis, table
from glossator.imports.notes.incoming import Incoming
from glossator.problems import Location, Problem
from glossator.records.vocabulary import Kinds

COLUMNS: Final = ("created at", "author", "page url", "group", "type", "quote", "comment", "tags")
_TELLING: Final = frozenset(("page url", "quote", "comment"))
"""What no other table of notes has."""


def is_one(file: TextFile) -> bool:
    """Whether a file is such a table."""
    return _TELLING.issubset(table.header(file, COLUMNS))


def read(file: TextFile, kinds: Kinds) -> Iterator[Incoming | Problem | None]:
    """Every row as a note."""
    columns: list[str] = []
    for place, cells in table.rows(file, COLUMNS):
        if isinstance(cells, Problem):
            yield cells
        elif not columns:
            columns = [cell.strip().lower() for cell in cells]
        elif any(cells):
            yield _row(dict(zip(columns, cells, strict=False)), place, kinds)


def _row(row: dict[str, str], place: Location, kinds: Kinds) -> Incoming | Problem:
    cells = {name: row.get(name, "").strip() for name in COLUMNS}
    if cells["type"].lower() == "reply":
        message = "this is a reply, and the table does not say to what"
        return Problem(place, "unknown-note", message, "in the client of Hypothes.is: Export, as JSON")
    quoted: list[dict[str, Any]] = [{"selector": [{"type": "TextQuoteSelector", "exact": cells["quote"]}]}]
    annotation = {
        "created": re.sub(r"(?<=\d) (?=\d)", "T", cells["created at"]),
        "user": cells["author"],
        "uri": cells["page url"],
        "text": row.get("comment", ""),
        "tags": [tag.strip() for tag in cells["tags"].split(",") if tag.strip()],
        "target": quoted if cells["quote"] else [],
        "permissions": {"read": ["group:__world__" if cells["group"].lower() in ("", "public") else "a group"]},
    }
    return hypothesis.incoming(annotation, place, kinds)
