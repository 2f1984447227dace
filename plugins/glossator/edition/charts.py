"""The geometry of the charts of sources and indices; what they look like is the template's and the style sheet's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from glossator.edition.profile import Assessment, Profile
from glossator.records.vocabulary import Status

WIDTH = 400
"""Of the bar, in units of its picture."""
CELL = 20
"""Side of a cell of the strip, in the same units: a sign of its size can be read in the margin."""
ROWS = (12, 24)
"""Cells in a row of the strip: few enough that each of several signs can be read; more in a long text."""
LONG = 60
"""Passages of a long text."""
GAP = 1
SIGN = 13
"""The most that a sign is high."""


@dataclass(frozen=True)
class Figure:
    """How often a word of the vocabulary occurs, in the language of the site."""

    scheme: str
    """The vocabulary whose colours it has: `group`, `status` or `relation`."""
    value: str
    sign: str
    label: str
    said: str
    """What it means, and more that there is to say of it."""
    count: int
    counted: str
    """The count with its noun."""


@dataclass(frozen=True)
class Bar:
    """A part of a bar."""

    figure: Figure
    x: float
    width: float


@dataclass(frozen=True)
class Part:
    """A cell of the strip, or one status of several in a cell."""

    status: str
    """A status; `none` where notes give none; `empty` where there are no notes."""
    sign: str
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        """Where the sign stands."""
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def size(self) -> float:
        """The sign's height: what fits."""
        return min(self.height * 0.9, SIGN)


@dataclass(frozen=True)
class Cell:
    """A passage in the strip."""

    passage: int
    statuses: tuple[Status, ...]
    notes: int
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Strip:
    """All passages, in rows."""

    width: int
    height: int
    cells: tuple[Cell, ...]


def bars(figures: Sequence[Figure]) -> list[Bar]:
    """The parts of a bar, as wide as their shares."""
    total = sum(figure.count for figure in figures)
    parts: list[Bar] = []
    x = 0.0
    for figure in figures:
        width = WIDTH * figure.count / total
        parts.append(Bar(figure, round(x, 2), round(max(width - GAP, 0.5), 2)))
        x += width
    return parts


def strip(profile: Profile) -> Strip:
    """One cell for each passage, parted where notes differ."""
    count = len(profile.assessments)
    row = ROWS[count > LONG]
    cells = tuple(_cell(divmod(index, row), passage) for index, passage in enumerate(profile.assessments))
    return Strip(row * CELL, -(-count // row) * CELL, cells)


def assessed(profile: Profile) -> list[tuple[Status, int]]:
    """How many passages each status is given to, in the order of the vocabulary."""
    counts = Counter(status for passage in profile.assessments for status in passage.statuses)
    return [(status, counts[status]) for status in Status if counts[status]]


def _cell(position: tuple[int, int], passage: Assessment) -> Cell:
    row, column = position
    signs = [(status.value, status.sign) for status in passage.statuses] or [("none" if passage.notes else "empty", "")]
    beside = _side_by_side(len(signs))
    bands = [signs[start : start + beside] for start in range(0, len(signs), beside)]
    height = (CELL - GAP) / len(bands)
    parts = tuple(
        _part(sign, column * CELL, row * CELL + number * height, index, len(band), height)
        for number, band in enumerate(bands)
        for index, sign in enumerate(band)
    )
    return Cell(passage.passage, passage.statuses, passage.notes, parts)


def _side_by_side(count: int) -> int:
    """How many of a cell's statuses stand beside each other."""
    return 1 if count <= 2 else 2 if count <= 4 else 3


def _part(sign: tuple[str, str], left: int, top: float, index: int, beside: int, height: float) -> Part:
    width = (CELL - GAP) / beside
    return Part(*sign, round(left + index * width, 2), round(top, 2), round(width, 2), round(height, 2))
