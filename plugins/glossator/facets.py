"""What a page's notes can be filtered by, with counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from glossator.apparatus import Apparatus, Note
from glossator.sidecar import Sidecar
from glossator.vocabulary import Kinds, SourcingGroup, Status


@dataclass(frozen=True)
class Choice:
    """A value to filter by."""

    value: str
    label: str
    meaning: str
    count: int
    """Notes that have it."""


@dataclass(frozen=True)
class Facet:
    """A field to filter by; in the address its choices stand as `?name=value`."""

    name: str
    label: str
    choices: tuple[Choice, ...]


def facets(placed: Apparatus, sidecar: Sidecar, kinds: Kinds) -> list[Facet]:
    """The facets of a page's notes; those with fewer than two choices tell nothing and are left out."""
    fronts = [note.annotation.front for note in placed.notes]
    by_kind = Counter(front.kind for front in fronts)
    by_status = Counter(front.status for front in fronts if front.status)
    by_sourcing = Counter(group for note in placed.notes for group in sourcing(note, sidecar))
    found = [
        Facet(
            "kind",
            "Kind",
            tuple(Choice(k.id, k.label, k.meaning, by_kind[k.id]) for k in kinds.values() if by_kind[k.id]),
        ),
        Facet("status", "Assessment", tuple(_choices(Status, by_status))),
        Facet("sourcing", "Resting on", tuple(_choices(SourcingGroup, by_sourcing))),
    ]
    return [facet for facet in found if len(facet.choices) > 1]


def sourcing(note: Note, sidecar: Sidecar) -> list[SourcingGroup]:
    """What the passage of a note rests on, in groups."""
    passage = sidecar.sourcing.passages.get(note.passage.number) if note.passage else None
    origins = [sidecar.sourcing.origins[origin].sourcing for origin in passage.origins] if passage else []
    return [group for group in SourcingGroup if any(origin.group is group for origin in origins)]


def _choices(
    terms: Iterable[Status] | Iterable[SourcingGroup], counts: Counter[Status] | Counter[SourcingGroup]
) -> Iterable[Choice]:
    for term in terms:
        if counts[term]:  # type: ignore[index]  # terms and counts are of one vocabulary
            yield Choice(term.value, term.label, term.meaning, counts[term])  # type: ignore[index]
