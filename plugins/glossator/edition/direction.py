"""Which way the evidence on a note's words points: for them, against them, both ways, or no way.

A status says it, being what the evidence comes to, and each says always the same: *unsupported* means that nothing
bears the words out, which leaves them open, and not that they are false.  Where there is no status, the evidence listed
decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from glossator.records.model import NoteFrontMatter
from glossator.records.vocabulary import Direction, Relation, Status

_OF_RELATIONS: Mapping[Relation, Direction] = {
    Relation.SUPPORTS: Direction.FOR,
    Relation.CONFIRMS: Direction.FOR,
    Relation.DISPUTES: Direction.AGAINST,
    Relation.REFUTES: Direction.AGAINST,
    Relation.CORRECTS: Direction.AGAINST,
    Relation.QUALIFIES: Direction.MIXED,
    Relation.UPDATES: Direction.OPEN,
    Relation.BACKGROUND: Direction.OPEN,
}

OF_STATUSES: Mapping[Status, Direction] = {
    Status.CORROBORATED: Direction.FOR,
    Status.PARTLY_CORROBORATED: Direction.MIXED,
    Status.CONTESTED: Direction.MIXED,
    Status.LACKS_CONTEXT: Direction.MIXED,
    Status.CONTRADICTED: Direction.AGAINST,
    Status.UNSUPPORTED: Direction.OPEN,
    Status.UNVERIFIABLE: Direction.OPEN,
}


def of_relation(relation: Relation) -> Direction:
    """Which way a piece of evidence points."""
    return _OF_RELATIONS[relation]


def tally(front: NoteFrontMatter) -> Counter[Direction]:
    """How many pieces of a note's evidence point each way."""
    return Counter(of_relation(evidence.relation) for evidence in front.evidence)


def of_note(front: NoteFrontMatter) -> Direction:
    """Which way the evidence on a note's words points."""
    return OF_STATUSES[front.status] if front.status else _common(tally(front).keys() - {Direction.OPEN})


def of_notes(fronts: Iterable[NoteFrontMatter]) -> Direction:
    """The direction of words that several notes are about: the common one, else mixed.

    A note that assesses nothing and lists no evidence for or against anything has no part in it.
    """
    return _common(of_note(front) for front in fronts if assesses(front))


def of_words(front: NoteFrontMatter) -> str:
    """Which way a note points its words; empty for one that says nothing of them."""
    return of_note(front).value if assesses(front) else ""


def assesses(front: NoteFrontMatter) -> bool:
    """Whether a note says anything of its words: by a status, or by evidence for or against them."""
    return front.status is not None or of_note(front) is not Direction.OPEN


def _common(directions: Iterable[Direction]) -> Direction:
    several = set(directions)
    return next(iter(several), Direction.OPEN) if len(several) < 2 else Direction.MIXED
