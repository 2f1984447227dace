"""What a reviewer of a note has to weigh: how readers see it, whom it concerns, what else is said of its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from html import unescape
from itertools import combinations
from typing import Final

from glossator.edition.apparatus import Apparatus, Note
from glossator.edition.direction import assesses, of_note
from glossator.records.model import Evidence
from glossator.text.tags import without_tags
from glossator.text.textmap import Span

CHECKLIST: Final = (
    "The quotation is exact, and no longer than it has to be.",
    "The evidence bears on these words, and says what the note says it says.",
    "The status and its certainty say no more than the evidence does; nothing found is not “false”.",
    "It is about the statement: not about what somebody thinks, intends or is.",
    "Others can look the evidence up: page or paragraph, address, a lasting copy.",
    "Interests, and help by a language model, are said at its foot.",
)
"""What the charter asks of a note, as questions to whoever reviews it."""
OF_PERSONS: Final = "Each allegation about a living person rests on the reference named, which says so in these words."
"""What it asks besides where a living person is concerned."""

_LINK = re.compile(r'<a\b[^>]*\bhref="(?P<address>[^"#][^"]*)"[^>]*>(?P<words>.*?)</a>', re.DOTALL)
_ITEM = re.compile(r"<li\b[^>]*>")
_END = re.compile(r"</(?:p|li|blockquote|tr|h\d|pre|dt|dd)>|<br\b[^>]*>")


def paragraphs(html: str) -> list[str]:
    """A note's text as readers see it, paragraph by paragraph; behind a link stands where it leads."""
    linked = _LINK.sub(lambda link: f"{link['words']} ({link['address']})", html)
    parted = _END.sub("\0", _ITEM.sub("• ", linked))
    lines = (" ".join(unescape(without_tags(part)).split()) for part in parted.split("\0"))
    return [line for line in lines if line.strip("• ")]


def grounds(note: Note) -> list[Evidence]:
    """The references on which an allegation rests: those that a reader can look up."""
    return [piece for piece in note.evidence if piece.cite or piece.URL or piece.DOI]


@dataclass(frozen=True)
class Differing:
    """Notes that say different things of the same words."""

    span: Span
    """The words that they have in common."""
    notes: Sequence[Note]
    """In the order of their numbers."""


def differing(placed: Apparatus, proposed: AbstractSet[str]) -> Iterator[Differing]:
    """The notes of a source that answer the same words differently, where any of them is proposed.

    Args:
        placed: the source's notes in their places.
        proposed: the ids of the notes that are proposed.
    """
    saying = [note for note in placed.notes if note.span and assesses(note.front) and not note.replies_to]
    for first, second in combinations(saying, 2):
        common = _common(first, second)
        if common and proposed & {first.id, second.id} and _differ(first, second):
            yield Differing(common, (first, second))


def _differ(first: Note, second: Note) -> bool:
    return first.status != second.status or of_note(first.front) is not of_note(second.front)


def _common(first: Note, second: Note) -> Span | None:
    if first.span is None or second.span is None:
        return None
    start, end = max(first.span.start, second.span.start), min(first.span.end, second.span.end)
    return Span(start, end) if start < end else None
