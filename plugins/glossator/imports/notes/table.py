"""Our own table of notes (`exports/notes.csv`), read back, also from a spreadsheet that has saved it."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from glossator.files.reading import TextFile
from glossator.imports.notes.incoming import Incoming, of_file
from glossator.problems import Location, Problem, Severity
from glossator.publication.exports.notes_csv import COLUMNS, INFORMATION, LISTS, unguarded
from glossator.records.model import BODY_LIMIT
from glossator.records.schema import nearest
from glossator.text.shortening import shortened

_EXAMPLE = "title,kind,quote,body"
_NEEDED = frozenset({"title", "kind"})
_CELL_LIMIT = 16 * BODY_LIMIT
"""Code points: more than any field of a note may have, evidence included."""


def read(file: TextFile, slug: str) -> Iterator[Incoming | Problem | None]:
    """Every row as a note; None for a row of another source."""
    columns: list[str] = []
    for place, cells in rows(file, COLUMNS):
        if isinstance(cells, Problem):
            yield cells
        elif not columns:
            columns = [_column(cell) for cell in cells]
            if not COLUMNS.keys() & columns:
                message = "this is neither JSON nor a table of notes"
                yield Problem(place, "annotation-syntax", message, f"a table begins with its columns: {_EXAMPLE}")
                return
            yield from _wrong(columns, place)
            # No row can be a note then, and each would say so again.
            if not _NEEDED.issubset(columns):
                return
        elif any(cells):
            if lost := [cell for cell in cells[len(columns) :] if cell.strip()]:
                message = "left out: what stands behind the last column: " + "; ".join(
                    shortened(cell, 60) for cell in lost
                )
                hint = "put a text with the delimiter in it into quotation marks"
                yield Problem(place, "annotation-lost", message, hint, "warning")
            yield _row(dict(zip(columns, cells, strict=False)), place, slug)


def header(file: TextFile, columns: Iterable[str]) -> list[str]:
    """The names of a table's columns, of which some may be among `columns`."""
    lines, start, delimiter = _parted(file, columns)
    return _columns(lines[start:], delimiter)


def rows(file: TextFile, columns: Iterable[str]) -> Iterator[tuple[Location, list[str] | Problem]]:
    """The cells of each row and where it begins, the names of the columns first."""
    csv.field_size_limit(_CELL_LIMIT)
    return _rows(file.name, *_parted(file, columns))


def _parted(file: TextFile, columns: Iterable[str]) -> tuple[list[str], int, str]:
    """The lines of a table, the number of those above it, and what divides its cells."""
    lines, wanted = file.text.split("\n"), set(columns)
    # What Excel writes and reads to know the delimiter.
    start = 1 if re.fullmatch("sep=.", lines[0]) else 0
    # Spreadsheets of some languages write semicolons.
    return lines, start, max(",;\t", key=lambda sign: len(wanted & set(_columns(lines[start:], sign))))


def _columns(lines: list[str], delimiter: str) -> list[str]:
    try:
        return [_column(cell) for cell in next(csv.reader(lines[:1], delimiter=delimiter), [])]
    except csv.Error:
        return []


def _column(cell: str) -> str:
    name = cell.strip()
    return name if name.startswith("x-") else name.lower()


def _rows(name: str, lines: list[str], start: int, delimiter: str) -> Iterator[tuple[Location, list[str] | Problem]]:
    """The cells of each row and where it begins; a row that cannot be read hides none of those behind it."""
    rows = csv.reader((f"{line}\n" for line in lines[start:]), delimiter=delimiter, strict=True)
    while True:
        place = Location(name, start + rows.line_num + 1)
        try:
            yield place, next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield place, Problem(place, "annotation-syntax", f"the CSV cannot be read: {error}", _EXAMPLE)


def _wrong(columns: list[str], place: Location) -> Iterator[Problem]:
    for column in dict.fromkeys(columns):
        if column not in COLUMNS and not column.startswith("x-"):
            guess = nearest(column, COLUMNS)
            hint = f"did you mean `{guess}`?" if guess else "the columns are: " + ", ".join(COLUMNS)
            # A column that somebody added for themselves is no mistake.
            severity: Severity = "error" if guess else "warning"
            yield Problem(place, "unknown-key", f"there is no column `{column}`", hint, severity)
        elif columns.count(column) > 1:
            message = f"the column `{column}` stands here several times; the last counts"
            yield Problem(place, "duplicate-key", message, "keep one of them")
    for column in sorted(_NEEDED.difference(columns)):
        yield Problem(place, "missing-key", f"the column `{column}` is missing", _EXAMPLE)


def _row(row: dict[str, str], place: Location, slug: str) -> Incoming | Problem | None:
    cells = {
        name: unguarded(cell)
        for name, cell in row.items()
        if (name in COLUMNS and name not in INFORMATION) or name.startswith("x-")
    }
    if cells.get("source", slug) not in ("", slug):
        return None
    fields: dict[str, Any] = {name: cell.strip() for name, cell in cells.items() if cell.strip()}
    fields["body"] = cells.get("body", "")  # the indentation of its first line may make it code
    for name in LISTS:
        if name in fields:
            fields[name] = [line.strip() for line in fields[name].split("\n") if line.strip()]
    extensions = [name for name in fields if name.startswith("x-")]
    for name in ("evidence", "created", "modified", *extensions):
        if str(fields.get(name, "")).startswith(("[", "{", '"') if name in extensions else ("[", "{")):
            try:
                fields[name] = json.loads(fields[name])
            except (ValueError, RecursionError) as error:
                hint = '[{"cite": "survey-2030", "relation": "disputes"}]'
                return Problem(place, "annotation-syntax", f"the JSON in `{name}` cannot be read: {error}", hint)
    return of_file(place, fields, name=cells.get("id", ""))
