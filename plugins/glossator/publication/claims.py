"""The claims of a source: what is said, who says so, what the evidence says of it, and the best of it either way.

What is *best* is no judgement of a single note but one rule for all: what records the matter itself goes before what
tells of it; of these, what the editors have read in full before what they have read in part; of these, what the note
names first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from glossator.edition import direction
from glossator.edition.apparatus import Note
from glossator.edition.works import Works, name_of
from glossator.publication import Publication, Published
from glossator.records.model import Evidence, Origin, Reference
from glossator.records.vocabulary import Checked, Direction, Nature, SourcingGroup
from glossator.references import nature
from glossator.references.short import Short, short_citations

READ: Sequence[Checked | None] = (Checked.FULL, Checked.EXCERPT, None, Checked.NO)
"""How much of a reference the editors have read, the best first; None: nobody says."""
NATURES: Sequence[Nature] = (
    Nature.PRIMARY_DOCUMENT,
    Nature.INSTITUTIONAL_REPORT,
    Nature.SCHOLARSHIP,
    Nature.REFERENCE_WORK,
    Nature.PRESS,
    Nature.PARTY,
    Nature.OTHER,
)
"""What evidence is, the best first."""
INK: Mapping[SourcingGroup, str] = {
    SourcingGroup.NAMED: "■",
    SourcingGroup.PUBLISHED: "●",
    SourcingGroup.AUTHOR: "◪",
    SourcingGroup.UNNAMED: "□",
    SourcingGroup.NOT_RATED: "·",
}
"""The sign of who stands behind words: the more ink, the better they can be asked."""


@dataclass(frozen=True)
class Best:
    """The best piece of evidence that points one way."""

    short: Short
    """Its short citation, the same as on the source's page."""
    fragment: str
    """Its place on the source's page, to stand after `#`."""
    more: int
    """How many other pieces of the note point the same way."""

    @property
    def text(self) -> str:
        """`Rudaw 2019 (+2)`."""
        return f"{self.short.text} (+{self.more})" if self.more else self.short.text


@dataclass(frozen=True)
class Claim:
    """What a note says of the words that it is about."""

    note: Note
    words: str
    """Those of the source, on one line; empty for a whole passage and for the whole source."""
    origins: Sequence[Origin]
    """Who stands behind their passage."""
    direction: Direction
    best: Mapping[Direction, Best]
    """The best evidence for the words and against them, where there is any."""

    @property
    def assessed(self) -> bool:
        """Whether the note says anything of what the words are worth."""
        return direction.assesses(self.note.front)

    @property
    def place(self) -> int:
        """Where its words begin; before the text for the whole source."""
        return self.note.span.start if self.note.span else -1

    @property
    def ink(self) -> Sequence[SourcingGroup]:
        """The groups of the origins, each once."""
        groups = {origin.sourcing.group for origin in self.origins}
        return [group for group in SourcingGroup if group in groups]


def claims(publication: Publication, published: Published) -> list[Claim]:
    """The claims of a source, in the order of its notes."""
    notes = [note for note in published.notes if note.is_claim]
    shorts = shorts_of(publication, published) if notes else {}
    return [_claim(publication, published, note, shorts) for note in notes]


def tally(rows: Sequence[Claim]) -> Counter[Direction]:
    """How many claims there are of each direction; those that are not assessed have none."""
    return Counter(claim.direction for claim in rows if claim.assessed)


def order(evidence: Evidence, references: Mapping[str, Reference]) -> tuple[int, int]:
    """The place of a piece of evidence by the rule above: the lowest is the best."""
    reference = references.get(evidence.cite or "")
    checked = evidence.checked or (reference.checked if reference else None)
    return NATURES.index(nature.of_evidence(evidence, references)), READ.index(checked)


def _claim(publication: Publication, published: Published, note: Note, shorts: Mapping[str, Short]) -> Claim:
    rated = published.sidecar.sourcing
    passage = rated.passages.get(note.passage.number) if note.passage else None
    whole = note.whole_passage or note.span is None
    best = {way: _best(publication, note, way, shorts) for way in (Direction.FOR, Direction.AGAINST)}
    return Claim(
        note,
        "" if whole or note.span is None else " ".join(published.words_of(note.span).split()),
        [rated.origins[origin] for origin in passage.origins] if passage else [],
        direction.of_note(note.front),
        {way: piece for way, piece in best.items() if piece},
    )


def _best(publication: Publication, note: Note, way: Direction, shorts: Mapping[str, Short]) -> Best | None:
    pointing = [index for index, piece in enumerate(note.evidence) if direction.of_relation(piece.relation) is way]
    if not pointing:
        return None
    # `min` keeps the first of those that are equal: the order in which the note lists them.
    first = min(pointing, key=lambda index: order(note.evidence[index], publication.references))
    return Best(short_of(note, first, shorts), quote(f"e-{note.id}-{first + 1}"), len(pointing) - 1)


def short_of(note: Note, index: int, shorts: Mapping[str, Short]) -> Short:
    """The short citation of a piece of a note's evidence, by its place from 0."""
    name = name_of(note, index, note.evidence[index])
    return shorts.get(name) or Short(f"@{name}", "")


def shorts_of(publication: Publication, published: Published) -> Mapping[str, Short]:
    """The short citations of all works that the notes of a source cite, by the names of `edition.works`."""
    works = Works(published.page, publication.references).by_name
    letters = publication.site.citations.letters() if publication.site.citations else {}
    items = {name: work.item for name, work in works.items()}
    return short_citations(items, publication.words, publication.words.language, letters)
