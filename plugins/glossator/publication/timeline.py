"""What is dated about a source, in one order: itself, its versions, what its notes rest on, they and their changes.

What could be known when the source was published stands apart from what came since, by the rule of `edition.moments`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Day
from html import escape
from typing import Final

from glossator.edition import moments
from glossator.edition.timecharts import bounds
from glossator.edition.works import Works
from glossator.project.versions import steps
from glossator.publication import Publication, Published
from glossator.publication.claims import shorts_of
from glossator.records.csl import CSLDate
from glossator.records.vocabulary import Moment

LEAST: Final = 5
"""Dated things from which on a source has a timeline."""
WIDTH: Final = 800
"""Of the picture, in its own units."""
BIN: Final = 8
"""The room of a dot."""
HIGHEST: Final = 12
"""Dots on one another; what is more is told by the table."""


@dataclass(frozen=True)
class Event:
    """Something with a date."""

    date: CSLDate
    kind: str
    """`source`, `version`, `evidence`, `notes` or `correction`."""
    html: str
    """What it is, as HTML."""
    fragment: str = ""
    """Its place, relative to the source's page."""
    moment: Moment | None = None
    """Of evidence: whether it could be known when the source was published."""

    @property
    def day(self) -> Day:
        """Its first day, by which it is ordered."""
        return bounds(self.date)[0]


@dataclass(frozen=True)
class Dot:
    """A piece of evidence in the picture."""

    x: float
    y: float
    moment: Moment | None


@dataclass(frozen=True)
class Picture:
    """The evidence on the line of time."""

    dots: Sequence[Dot]
    height: int
    """Of the room for dots."""
    years: Sequence[tuple[int, float]]
    """Some years, and where they begin."""
    source: float | None
    """Where the source stands; None where nobody knows its date."""
    versions: Sequence[float]
    """Where its versions stand."""


def events(publication: Publication, published: Published) -> list[Event]:
    """All that is dated about a source, the oldest first; what is dated alike stays in the order of its kinds."""
    every = [
        *_source(publication, published),
        *_versions(publication, published),
        *_evidence(publication, published),
        *_notes(publication, published),
        *_corrections(publication, published),
    ]
    return sorted((event for event in every if event.date.date_parts), key=lambda event: event.day)


def _source(publication: Publication, published: Published) -> Iterator[Event]:
    words = publication.words
    if published.item.issued:
        yield Event(published.item.issued, "source", words("The source is published"))
    if published.front.published:
        yield Event(published.front.published, "source", words("It is published here"))


def _versions(publication: Publication, published: Published) -> Iterator[Event]:
    words, front = publication.words, published.front.version
    addresses = {former.page.source.former: former.address for former in published.former}
    facts = [(step.version.number, step.version.front) for step in steps(published.sidecar.versions, front)]
    if not facts:
        return
    for number, known in [*facts, *([(published.sidecar.present, front)] if front else [])]:
        name = words("Version {number}", number=number)
        said = words.listed([name, known.title or ""])
        there = addresses.get(number, "").removeprefix(published.address)
        if known.date:
            yield Event(known.date, "version", escape(said), there)
        if known.captured:
            yield Event(known.captured, "version", escape(words.labelled(words("captured"), said)), there)


def _evidence(publication: Publication, published: Published) -> Iterator[Event]:
    shorts = shorts_of(publication, published)
    for name, work in Works(published.page, publication.references).by_name.items():
        if work.item.issued:
            moment = moments.of_item(work.item, published.item)
            yield Event(work.item.issued, "evidence", shorts[name].html, work.link, moment)


def _notes(publication: Publication, published: Published) -> Iterator[Event]:
    days = Counter(
        created
        for edition in (published, *published.former)
        for note in edition.notes
        if (created := publication.credits(note).created)
    )
    for day, count in days.items():
        yield Event(day, "notes", publication.words.counted(count, "{} note written", "{} notes written"))


def _corrections(publication: Publication, published: Published) -> Iterator[Event]:
    for change in publication.changes:
        if change.source == published.slug and change.what == "corrected" and not publication.is_rewording(change):
            day = CSLDate.of_day(change.change.when.date())
            said = publication.words.labelled(publication.words("Corrected"), change.title or change.note)
            yield Event(day, "correction", escape(said), f"#note-{change.note}")


def picture(every: Sequence[Event]) -> Picture:
    """The geometry of the evidence among the dates of the source and its versions."""
    shown = [event for event in every if event.kind in ("source", "version", "evidence")]
    first, last = shown[0].day, max(bounds(event.date)[1] for event in shown)
    begin, end = Day(first.year, 1, 1), Day(min(last.year + 1, Day.max.year), 1, 1)

    def across(day: Day) -> float:
        return round((WIDTH - 2 * BIN) * (day - begin).days / max((end - begin).days, 1) + BIN, 1)

    dots, heights = [], Counter[int]()
    for event in shown:
        if event.kind != "evidence":
            continue
        start, after = bounds(event.date)
        column = int(across(start + (after - start) / 2) // BIN)
        heights[column] += 1
        if heights[column] <= HIGHEST:
            dots.append((column * BIN + BIN / 2, heights[column], event.moment))
    height = BIN * max((level for _, level, _ in dots), default=1)
    every_years = -(-(end.year - begin.year) // 12)
    years = [(year, across(Day(year, 1, 1))) for year in range(begin.year, end.year, every_years)]
    source = next((across(event.day) for event in shown if event.kind == "source"), None)
    versions = sorted({across(event.day) for event in shown if event.kind == "version"})
    placed = [Dot(x, height - BIN * level + BIN / 2, moment) for x, level, moment in dots]
    return Picture(placed, height, years, source, versions)
