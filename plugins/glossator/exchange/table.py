"""Our own table of notes (`exports/notes.csv`), read back, also from a spreadsheet that has saved it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any

from glossator.errors import Location, Problem
from glossator.exchange.incoming import Incoming, of_file
from glossator.exports.notes_csv import COLUMNS, INFORMATION, LISTS, unguarded
from glossator.files import TextFile
from glossator.model import BODY_LIMIT
from glossator.schema import nearest

_EXAMPLE = "title,kind,quote,body"
_CELL_LIMIT = 16 * BODY_LIMIT
"""Code points: more than any field of a note may have, evidence included."""


def read(file: TextFile, slug: str) -> Iterator[Incoming | Problem | None]:
    """Every row as a note; None for a row of another source."""
    csv.field_size_limit(_CELL_LIMIT)
    # Spreadsheets of some languages write semicolons.
    first = file.text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(file.text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    columns: list[str] = []
    line = 1
    try:
        for cells in rows:
            if not columns:
                columns = [cell.strip() for cell in cells]
                yield from _unknown(columns, file.name)
            elif any(cells):
                yield _row(dict(zip(columns, cells, strict=False)), Location(file.name, line), slug)
            line = rows.line_num + 1
    except csv.Error as error:
        yield Problem(Location(file.name, line), "annotation-syntax", f"the CSV cannot be read: {error}", _EXAMPLE)


def _unknown(columns: list[str], name: str) -> Iterator[Problem]:
    for column in columns:
        if column not in COLUMNS:
            guess = nearest(column, COLUMNS)
            hint = f"did you mean `{guess}`?" if guess else "the columns are: " + ", ".join(COLUMNS)
            yield Problem(Location(name), "unknown-key", f"there is no column `{column}`", hint)
    for column in ("title", "kind"):
        if column not in columns:
            yield Problem(Location(name), "missing-key", f"the column `{column}` is missing", _EXAMPLE)


def _row(row: dict[str, str], place: Location, slug: str) -> Incoming | Problem | None:
    cells = {name: unguarded(cell) for name, cell in row.items() if name in COLUMNS and name not in INFORMATION}
    if cells.get("source", slug) not in ("", slug):
        return None
    fields: dict[str, Any] = {name: cell for name, cell in cells.items() if cell.strip() or name == "body"}
    for name in LISTS:
        if name in fields:
            fields[name] = [one.strip() for one in fields[name].split("\n") if one.strip()]
    for name in ("evidence", "created", "modified"):
        if str(fields.get(name, "")).startswith(("[", "{")):
            try:
                fields[name] = json.loads(fields[name])
            except (ValueError, RecursionError) as error:
                hint = '[{"cite": "survey-2030", "relation": "disputes"}]'
                return Problem(place, "annotation-syntax", f"the JSON in `{name}` cannot be read: {error}", hint)
    return of_file(place, fields, name=cells.get("id", ""))
