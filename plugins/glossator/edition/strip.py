"""The strip of a source: which way the evidence points in each passage, as a table of dots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from glossator.edition import direction
from glossator.edition.apparatus import Apparatus
from glossator.edition.profile import passages_of
from glossator.records.vocabulary import Direction

COLUMNS = 48
"""Of the widest strip that a phone has room for; in longer texts a column is for several passages."""
EVERY = 5
"""Columns between numbers where there is no room for all."""
WIDEST = 3
"""Notes from which on a dot grows no wider."""


@dataclass(frozen=True)
class Cell:
    """The notes of a column that point one way."""

    direction: Direction
    notes: int
    """0 to `WIDEST`."""


@dataclass(frozen=True)
class Column:
    """A passage, or several that follow each other."""

    passages: tuple[int, ...]
    cells: tuple[Cell, ...]
    """One for each direction, in their order."""
    numbered: bool
    """Whether its number is shown where there is little room."""

    @property
    def first(self) -> int:
        """The number that stands above it."""
        return self.passages[0]


@dataclass(frozen=True)
class Row:
    """A direction, and how many notes point that way."""

    direction: Direction
    count: int


@dataclass(frozen=True)
class Strip:
    """The whole table."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def strip(placed: Apparatus) -> Strip | None:
    """The strip of a source; None where no note assesses anything."""
    pointing = [(direction.of_note(note.front), note) for note in placed.notes if direction.assesses(note.front)]
    numbers = [passage.number for passage in placed.text.passages]
    if not pointing or not numbers:
        return None
    at: dict[tuple[int, Direction], int] = {}
    for way, note in pointing:
        for number in passages_of(note, placed.text):
            at[number, way] = at.get((number, way), 0) + 1
    several = -(-len(numbers) // COLUMNS)
    columns = (
        _column(tuple(numbers[start : start + several]), at, index == 0 or (index + 1) % EVERY == 0)
        for index, start in enumerate(range(0, len(numbers), several))
    )
    counts = [way for way, _ in pointing]
    return Strip(tuple(columns), tuple(Row(way, counts.count(way)) for way in Direction))


def _column(passages: tuple[int, ...], at: dict[tuple[int, Direction], int], numbered: bool) -> Column:
    return Column(passages, tuple(_cells(passages, at)), numbered)


def _cells(passages: Sequence[int], at: dict[tuple[int, Direction], int]) -> Iterable[Cell]:
    for way in Direction:
        yield Cell(way, min(sum(at.get((number, way), 0) for number in passages), WIDEST))
