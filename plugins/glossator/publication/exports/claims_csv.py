"""The claims of a source as a table: CSV (RFC 4180) that a spreadsheet may open."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from functools import partial

from glossator.publication import Publication, Published
from glossator.publication.claims import INK, Claim, claims
from glossator.publication.exports import addresses
from glossator.publication.exports.notes_csv import guarded
from glossator.records.vocabulary import Direction

COLUMNS: Mapping[str, str] = {
    "note": "The note’s number on its page.",
    "id": "The note’s id, unique in its source.",
    "url": "The note’s address.",
    "passage": "The number of the passage in which the words end; empty for a heading and for the whole source.",
    "words": "The words of the source; empty for a whole passage and for the whole source.",
    "said-by": "Who stands behind the passage: the names of its origins, one a line, each with its sign.",
    "direction": "What the evidence says: `for`, `mixed`, `against` or `open`.",
    "status": "The note’s status, if it gives one.",
    "certainty": "Its certainty, if it is said.",
    "in-short": "The note’s title.",
    "best-for": "The best evidence for the words, as a short citation.",
    "more-for": "How many other pieces of evidence point the same way.",
    "best-against": "The best evidence against the words.",
    "more-against": "How many other pieces of evidence point the same way.",
}
"""Every column with its meaning, in their order."""


def export(publication: Publication) -> Iterator[tuple[str, str]]:
    """A file for each source that has claims."""
    for published in publication.sources:
        if published.has_claims:
            yield addresses.beside(published, addresses.CLAIMS), _table(publication, published)


def prepare(publication: Publication, published: Published) -> None:
    """Make the file of one source."""
    if published.has_claims:
        _table(publication, published)


def _table(publication: Publication, published: Published) -> str:
    return publication.once("claims.csv", published, partial(write, publication, published))


def write(publication: Publication, published: Published) -> str:
    """The claims of a source in the order of its notes; lines end in CR LF.

    A byte order mark stands first: without it Excel takes UTF-8 for the letters of another time.
    """
    out = io.StringIO()
    out.write("\ufeff")
    table = csv.DictWriter(out, COLUMNS, restval="", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writeheader()
    for claim in claims(publication, published):
        table.writerow({name: guarded(cell) for name, cell in row(publication, published, claim).items()})
    return out.getvalue()


def row(publication: Publication, published: Published, claim: Claim) -> dict[str, str]:
    """A claim's cells by their columns, those left out that are empty."""
    note = claim.note
    cells = {
        "note": str(note.number),
        "id": note.id,
        "url": publication.url(published, f"note-{note.id}"),
        "passage": str(note.passage.number) if note.passage else "",
        "words": claim.words,
        "said-by": "\n".join(f"{INK[origin.sourcing.group]} {origin.label}" for origin in claim.origins),
        "direction": claim.direction.value,
        "status": note.status.value if note.status else "",
        "certainty": note.certainty.value if note.certainty else "",
        "in-short": note.title,
    }
    for way in (Direction.FOR, Direction.AGAINST):
        if best := claim.best.get(way):
            cells |= {f"best-{way.value}": best.short.text, f"more-{way.value}": str(best.more)}
    return cells
