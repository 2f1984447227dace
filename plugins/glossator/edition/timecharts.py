"""The geometry of charts of figures over time: each series by itself, all on one scale."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from glossator.records.csl import CSLDate
from glossator.records.model import Chart, ChartSeries, ChartValue

WIDTH: Final = 400
"""Of a picture, in its own units."""
HEIGHT: Final = 40
"""Of the highest bar."""
TOP: Final = 22
"""Room above it for its figure and for the numbers of the days."""
AXIS: Final = 14
"""Room below for the years."""
NARROWEST: Final = 3
"""Of a bar: thinner ones could not be seen."""
DIGIT: Final = 5.6
"""The width of a digit of a figure."""
BESIDE: Final = 8
"""Between the numbers of two days."""
MONTH: Final = 30.4375
"""Days."""
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Column:
    """A figure as a bar."""

    value: ChartValue
    x: float
    width: float
    height: float
    labelled: bool
    """Whether there is room for its figure."""

    @property
    def y(self) -> float:
        """Its upper edge."""
        return round(TOP + HEIGHT - self.height, 1)

    @property
    def middle(self) -> float:
        """Where its figure stands."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Panel:
    """One series."""

    series: ChartSeries
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class TimeChart:
    """All of a chart."""

    panels: tuple[Panel, ...]
    years: tuple[tuple[int, float], ...]
    """Each year, and where it begins."""
    events: tuple[tuple[float, float], ...]
    """Where each day stands, in the order of the chart, and where its number has room."""


def bounds(period: CSLDate) -> tuple[date, date]:
    """The first day of a period, and the day after its last."""
    parts = period.date_parts
    return _first(parts[0]), _after(parts[-1])


def per_month(value: ChartValue) -> float:
    """A figure as an average for each month, in which all periods can be compared."""
    if value.per:
        return value.value / _MONTHS[value.per]
    begin, end = bounds(value.period)
    return value.value / ((end - begin).days / MONTH)


def laid_out(chart: Chart) -> TimeChart:
    """A chart's geometry."""
    values = [value for series in chart.series for value in series.values]
    days = [day for value in values for day in bounds(value.period)]
    days += [bounds(event.date)[0] for event in chart.events]
    first, last = min(days).year, (max(days) - timedelta(days=1)).year
    begin, whole = date(first, 1, 1), (date(last + 1, 1, 1) - date(first, 1, 1)).days

    def across(day: date) -> float:
        return round(WIDTH * (day - begin).days / whole, 1)

    highest = max(map(per_month, values)) or 1
    panels = tuple(Panel(series, tuple(_columns(series.values, across, highest))) for series in chart.series)
    every = -(-(last - first + 1) // 12)
    years = tuple((year, across(date(year, 1, 1))) for year in range(first, last + 1, every))
    return TimeChart(panels, years, tuple(_numbered([across(bounds(event.date)[0]) for event in chart.events])))


def _numbered(days: Sequence[float]) -> Iterator[tuple[float, float]]:
    """Days with the places of their numbers, none on another."""
    taken: list[float] = []
    for day in days:
        place = day
        while any(abs(place - other) < BESIDE for other in taken):
            place += 1
        taken.append(place)
        yield day, round(place, 1)


def _columns(values: Sequence[ChartValue], across: Callable[[date], float], highest: float) -> Iterator[Column]:
    placed: list[tuple[float, float, float]] = []
    for value in values:
        begin, end = map(across, bounds(value.period))
        width = round(max(end - begin - 1, NARROWEST), 1)
        height = round(HEIGHT * per_month(value) / highest, 1)
        middle, half = begin + width / 2, DIGIT * (len(f"{value.value:,.12g}") + 0.5) / 2
        box = (middle - half, middle + half, height)
        free = all(box[1] < left or right < box[0] or abs(other - height) > 9 for left, right, other in placed)
        placed += [box] if free else []
        yield Column(value, begin, width, height, free)


def _first(part: Sequence[int]) -> date:
    year, month, day = (*part, 1, 1, 1)[:3]
    return date(max(year, 1), _month(month), day)


def _after(part: Sequence[int]) -> date:
    year, month, day = (*part, 0, 0)[:3]
    if not month:
        return date(max(year, 1) + 1, 1, 1)
    month = _month(month) + (2 if month > 12 else 0)
    last = day or calendar.monthrange(max(year, 1), month)[1]
    return date(max(year, 1), month, last) + timedelta(days=1)


def _month(month: int) -> int:
    """A month, or the first of a season of CSL, which numbers them from 13: spring begins in March."""
    return month if month <= 12 else (3, 6, 9, 10)[(month - 13) % 4]
