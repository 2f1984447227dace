"""The site's notes as a table: CSV (RFC 4180), one row a note, that a spreadsheet may open and `import-notes` reads."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from glossator.edition.apparatus import Note
from glossator.publication import Publication, Published
from glossator.publication.exports import addresses, translated
from glossator.publication.exports.stored import stored
from glossator.records.csl import Text
from glossator.records.describing import meanings
from glossator.records.model import NoteFrontMatter

_MEANINGS = meanings(NoteFrontMatter)
LISTS = tuple(
    field.alias or name for name, field in NoteFrontMatter.model_fields.items() if field.annotation == tuple[Text, ...]
)
"""Fields with one value a line."""
COLUMNS: Mapping[str, str] = {
    "source": "The slug of the source.",
    "id": "The note’s id, unique in its source.",
    "url": "The note’s address.  Not imported.",
    "number": "The note’s number on its page.  Not imported.",
    "stands-in": "The number of the passage in which its words end; empty for a heading and the whole.  Not imported.",
    **_MEANINGS,
    "evidence": f"{_MEANINGS['evidence']}  A JSON list, each piece with the fields of the format.",
    **{name: f"{_MEANINGS[name]}  One name a line." for name in LISTS},
    "body": "The note itself, in Markdown.",
    "translations": "A JSON object: by language each translation’s fields, on a site in several.  Not imported.",
}
"""Every column with its meaning, in their order."""
INFORMATION = frozenset(("url", "number", "stands-in", "translations"))
"""Columns that tell what the site made of a note, and what stands in files of its own."""

_FORMULA = "=+\\-@\t\r\n＝＋－＠"
"""What makes a spreadsheet take the rest of a cell for a formula (OWASP, CSV injection)."""
_DANGEROUS = re.compile(f"'*[{_FORMULA}]")
_GUARDED = re.compile(f"'+[{_FORMULA}]")


def export(publication: Publication) -> Iterator[tuple[str, str]]:
    """The file of the table."""
    yield addresses.NOTES, write(publication)


def write(publication: Publication) -> str:
    """All notes, source by source, in the order of their numbers; lines end in CR LF.

    `x-…` keys of notes have columns of their own behind the others.

    A byte order mark stands first: without it Excel takes UTF-8 for the letters of another time.
    """
    out = io.StringIO()
    out.write("\ufeff")
    every = [(published, _rows_of(publication, published)) for published in publication.editions]
    extensions = tuple(sorted({name for _, rows in every for cells in rows for name in cells if name.startswith("x-")}))
    _table(out, extensions).writeheader()
    for published, rows in every:
        out.write(publication.once("notes.csv", published, partial(_written, rows, extensions), extensions))
    return out.getvalue()


def prepare(publication: Publication, published: Published) -> None:
    """Make the rows of one source."""
    for edition in (published, *published.former):
        _rows_of(publication, edition)


def _rows_of(publication: Publication, published: Published) -> list[dict[str, str]]:
    return publication.once("rows", published, partial(_rows, publication, published))


def _table(out: io.StringIO, extensions: Sequence[str]) -> csv.DictWriter[str]:
    columns = [*COLUMNS, *extensions]
    return csv.DictWriter(out, columns, restval="", quoting=csv.QUOTE_ALL, lineterminator="\r\n")


def _rows(publication: Publication, published: Published) -> list[dict[str, str]]:
    return [
        {name: guarded(cell) for name, cell in row(publication, published, note).items()} for note in published.notes
    ]


def _written(rows: Sequence[dict[str, str]], extensions: Sequence[str]) -> str:
    out = io.StringIO()
    _table(out, extensions).writerows(rows)
    return out.getvalue()


def row(publication: Publication, published: Published, note: Note) -> dict[str, str]:
    """A note's cells by their columns, those left out that are empty."""
    fields = stored(publication, published, note)
    fields["url"] = publication.url(published, f"note-{note.id}")
    fields["number"] = note.number
    fields["stands-in"] = note.passage.number if note.passage else ""
    if there := translated.translations(publication, published, note):
        fields["translations"] = {translated.tag(each): translated.fields(each) for each in there}
    return {name: _cell(name, value) for name, value in fields.items()}


def _cell(name: str, value: Any) -> str:
    if name in LISTS:
        return "\n".join(" ".join(str(entry).split("\n")) for entry in value)
    if isinstance(value, list | dict) or (name.startswith("x-") and not _stays_as_it_is(value)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _stays_as_it_is(text: str) -> bool:
    """Whether a cell of a column of the site's own is read back as the same text; otherwise it is written as JSON."""
    return bool(text) and text == text.strip() and text[0] not in '[{"' and "\r" not in text


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe before what could be one."""
    return f"'{cell}" if _DANGEROUS.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell that `guarded` was given."""
    return cell[1:] if _GUARDED.match(cell) else cell
