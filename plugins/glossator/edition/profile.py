"""The profile of a source: who stands behind its claims, and what the evidence says of each passage.

Passages are counted, never weighed: a passage that rests on two kinds of origin counts with both, and one with two
statuses shows both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from glossator.edition.apparatus import Apparatus, Note
from glossator.edition.page import Page
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


def profile(page: Page) -> Profile:
    """The profile of a source."""
    return Profile(tuple(_shares(page)), tuple(assessments(page.apparatus)))


def _shares(page: Page) -> Iterable[Share]:
    resting: dict[Sourcing, set[int]] = {}
    for number, passage in page.ratings.items():
        for origin in passage.origins:
            resting.setdefault(page.origins[origin].sourcing, set()).add(number)
    rated = set().union(*resting.values()) if resting else set()
    for group in SourcingGroup:
        kinds = {kind: numbers for kind, numbers in resting.items() if kind.group is group}
        members = set().union(*kinds.values()) if kinds else set()
        if group is SourcingGroup.NOT_RATED:
            members = {passage.number for passage in page.text.passages} - rated
        if members:
            counts = ((kind, len(numbers)) for kind, numbers in kinds.items())
            yield Share(group, tuple(sorted(members)), tuple(sorted(counts, key=lambda pair: (-pair[1], pair[0]))))


def assessments(placed: Apparatus) -> Iterable[Assessment]:
    """What the notes say of each passage, in order."""
    statuses: dict[int, set[Status]] = {}
    notes: dict[int, int] = {}
    for note in placed.notes:
        for number in passages_of(note, placed.text):
            notes[number] = notes.get(number, 0) + 1
            if note.status:
                statuses.setdefault(number, set()).add(note.status)
    for number in (passage.number for passage in placed.text.passages):
        given = tuple(status for status in Status if status in statuses.get(number, ()))
        yield Assessment(number, given, notes.get(number, 0))


def passages_of(note: Note, text: TextMap) -> Iterable[int]:
    """The numbers of the passages that a note is about."""
    if note.span:
        yield from (passage.number for passage in text.touched(note.span))
