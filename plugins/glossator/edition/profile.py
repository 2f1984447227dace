"""The profile of a source: who stands behind its claims, and what the evidence says of each passage.

Passages are counted, never weighed: a passage that rests on two kinds of origin counts with both, and one with two
statuses shows both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from glossator.edition.apparatus import Apparatus, Note
from glossator.project.sidecar import Sidecar
from glossator.records.vocabulary import Sourcing, SourcingGroup, Status
from glossator.text.textmap import TextMap


@dataclass(frozen=True)
class Share:
    """How many passages rest on origins of one group."""

    group: SourcingGroup
    passages: tuple[int, ...]
    """Their numbers."""
    kinds: tuple[tuple[Sourcing, int], ...]
    """The kinds of origin in the group, each with its number of passages, most first."""


@dataclass(frozen=True)
class Assessment:
    """What the notes say of one passage."""

    passage: int
    statuses: tuple[Status, ...]
    """Each status that a note gives it, once, in the order of the vocabulary."""
    notes: int
    """How many notes are about words of it."""


@dataclass(frozen=True)
class Profile:
    """The figures behind the charts of one source."""

    shares: tuple[Share, ...]
    """In the order of `SourcingGroup`, those without passages left out."""
    assessments: tuple[Assessment, ...]
    """One for each passage, in order."""


def profile(placed: Apparatus, sidecar: Sidecar) -> Profile:
    """The profile of a source.

    Args:
        placed: its notes.
        sidecar: its ratings.
    """
    numbers = [passage.number for passage in placed.text.passages]
    return Profile(tuple(_shares(numbers, sidecar)), tuple(assessments(placed)))


def _shares(numbers: list[int], sidecar: Sidecar) -> Iterable[Share]:
    resting: dict[Sourcing, set[int]] = {}
    for number, passage in sidecar.sourcing.passages.items():
        for origin in passage.origins:
            resting.setdefault(sidecar.sourcing.origins[origin].sourcing, set()).add(number)
    rated = set().union(*resting.values()) if resting else set()
    for group in SourcingGroup:
        kinds = {kind: found for kind, found in resting.items() if kind.group is group}
        members = set().union(*kinds.values()) if kinds else set()
        if group is SourcingGroup.NOT_RATED:
            members = set(numbers) - rated
        if members:
            counted = sorted(
                ((kind, len(found)) for kind, found in kinds.items()), key=lambda pair: (-pair[1], pair[0])
            )
            yield Share(group, tuple(sorted(members)), tuple(counted))


def assessments(placed: Apparatus) -> Iterable[Assessment]:
    """What the notes say of each passage, in order."""
    statuses: dict[int, set[Status]] = {}
    notes: dict[int, int] = {}
    for note in placed.notes:
        for number in passages_of(note, placed.text):
            notes[number] = notes.get(number, 0) + 1
            if note.annotation.front.status:
                statuses.setdefault(number, set()).add(note.annotation.front.status)
    for number in (passage.number for passage in placed.text.passages):
        found = statuses.get(number)
        given = tuple(status for status in Status if status in found) if found else ()
        yield Assessment(number, given, notes.get(number, 0))


def passages_of(note: Note, text: TextMap) -> Iterable[int]:
    """The numbers of the passages that a note is about."""
    if note.span and note.passage:
        yield from range(text.passage_at(note.span.start).number, note.passage.number + 1)
