"""A page of an index: what it is made of, and what the pages of all indices have."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, TypeVar

from glossator.edition import charts
from glossator.edition.charts import Figure
from glossator.edition.facets import Facet
from glossator.edition.render import Renderer
from glossator.edition.words import Words
from glossator.publication import Publication, Published
from glossator.publication.addresses import beside, relative
from glossator.publication.arranging import Arrangement
from glossator.records.vocabulary import Term

STYLESHEET = "assets/glossator/indices.css"
"""What these pages need beside what all pages have."""

PAGE = 200
"""Entries on a page."""

JOINED = 10
"""Pages of which an index is filtered as a whole, its reader's browser joining them: one of more is page by page."""
MANY = 100
"""Ways to the parts of an index that a page has: of more it has those to its own parts."""
AROUND = 3
"""Pages before and after a page to which it leads, where not to all."""
STEPS = 4
"""Into so many equal steps it leads besides, then."""

FEW = 20
"""Entries that can be looked through at a glance: more have a box to find words in."""

Entry = TypeVar("Entry")
Part = TypeVar("Part", bound=Hashable)


@dataclass(frozen=True)
class IndexPage:
    """A page that is being made."""

    publication: Publication
    """All that is published."""
    renderer: Renderer
    """Fills in the templates."""
    first: str
    """The address of the index's first page, relative to the site."""
    number: int = 1
    """Which of the index's pages."""
    arrangement: Arrangement = field(default_factory=Arrangement)
    """How the page wants its library."""
    note: str = ""
    """The note that the page asks for, as `slug/id`, where it asks for one."""
    most: int | None = None
    """How many entries a page of this index has at most; `PAGE` where nothing is said."""

    @property
    def address(self) -> str:
        """The page's own address, relative to the site."""
        return numbered(self.first, self.number)

    def relative(self, address: str) -> str:
        """The address of a place of the site, as it is to be written in this page."""
        return relative(address, seen_from=self.address)

    def styled(self, html: str) -> str:
        """The HTML of an index behind its style sheet: pages of sources, which are read most, do not load it."""
        return f'<link rel="stylesheet" href="{escape(self.relative(STYLESHEET))}">\n{html}'

    @property
    def words(self) -> Words:
        """The words of the site's language."""
        return self.publication.words

    def published(self, slug: str) -> Published | None:
        """The source of a name, where it is published."""
        return self.publication.by_slug.get(slug)

    @property
    def size(self) -> int:
        """How many entries a page has at most."""
        return PAGE if self.most is None else self.most

    def part(self, every: Sequence[Entry]) -> Sequence[Entry]:
        """What of all entries stands on this page."""
        return every[(self.number - 1) * self.size : self.number * self.size]

    def counted(self, every: Sequence[Entry]) -> Sequence[Entry]:
        """What of all entries the filters count: all where the pages are joined, else those of this page."""
        return every if pages(len(every), self.most) <= JOINED else self.part(every)

    def jumps(self, starts: Sequence[tuple[str, str, int]]) -> list[tuple[str, str]]:
        """The ways to the parts of an index, of all its pages; none where there is but one part.

        Args:
            starts: of each part its name, its id, and the place of its first entry among all, in order.
        """
        if len(starts) > MANY:
            edges = ((self.number - 1) * self.size, self.number * self.size)
            first, last = (bisect_left(starts, edge, key=lambda start: start[2]) for edge in edges)
            starts = starts[first:last]
        return [(name, self.way_to(place, id_)) for name, id_, place in starts if len(starts) > 1]

    def way_to(self, place: int, id_: str) -> str:
        """The address of something on a page of this index.

        Args:
            place: that of its entry among all.
            id_: its id.
        """
        number = place // self.size + 1
        return f"{'' if number == self.number else self._way_to(number)}#{id_}"

    def begins(self, place: int) -> bool:
        """Whether the entry of a place among all is on this page: a part that goes on over pages has its id once."""
        return place // self.size + 1 == self.number

    def filled(
        self,
        template: str,
        total: int,
        *,
        facets: Sequence[Facet],
        figures: Sequence[Figure] = (),
        different: int | None = None,
        **values: Any,
    ) -> str:
        """The page's HTML.

        Args:
            template: the name of its template.
            total: how many entries there are, those of the other pages included.
            facets: of the entries that are `counted`.
            figures: what its chart shows.
            different: how many of the `counted` entries are not the same thing in another place; default: all.
            values: the rest of what the template asks for.
        """
        indices, last = self.publication.indices, pages(total, self.most)
        number = len(self.counted(range(total))) if different is None else different
        return self.renderer.fill(
            template,
            tools=self._tools(facets, number, is_joined=last <= JOINED),
            figures=figures,
            bars=charts.bars(figures),
            # With scripts the first filter is the chart's legend, where it counts the same entries.
            told=bool(facets and last <= JOINED)
            and [figure.value for figure in figures] == [choice.value for choice in facets[0].choices],
            method=self.relative(indices["method"]) if "method" in indices else "",
            number=self.number,
            turning=[(number, self._way_to(number) if number else "") for number in turning(self.number, last)],
            is_joined=last <= JOINED,
            **values,
        )

    def _tools(self, facets: Sequence[Facet], total: int, *, is_joined: bool) -> str:
        if not facets and total <= FEW:
            return ""
        return self.renderer.fill("tools", facets=facets, total=total, find=total > FEW, is_joined=is_joined)

    def _way_to(self, number: int) -> str:
        return self.relative(numbered(self.first, number))


def numbered(first: str, number: int) -> str:
    """The address of a page of an index by that of its first: they lie beside it, as `2/`, `3/` …, or as `2.html`."""
    if number == 1:
        return first
    return beside(first, str(number))


def pages(entries: int, most: int | None = None) -> int:
    """How many pages so many entries take, of which each has at most so many; `PAGE` where nothing is said."""
    return max(1, -(-entries // (PAGE if most is None else most)))


def turning(number: int, last: int) -> list[int]:
    """The pages to which one of several leads: all of a few, else those around it and some in between.

    Args:
        number: the page.
        last: how many there are.

    Returns:
        their numbers, with 0 where some are left out.
    """
    if last == 1:
        return []
    near = range(number - AROUND, number + AROUND + 1)
    far = range(0, last, max(1, last // STEPS)) if last > JOINED else range(last)
    shown: list[int] = []
    for each in sorted({1, last, *near, *far} & set(range(1, last + 1))):
        if shown and each - shown[-1] > 1:
            shown.append(0)
        shown.append(each)
    return shown


def starts(parts: Iterable[Part]) -> dict[Part, int]:
    """The place of the first entry of each part of an index.

    Args:
        parts: to which part each of all entries belongs, in their order.
    """
    first: dict[Part, int] = {}
    for place, part in enumerate(parts):
        first.setdefault(part, place)
    return first


def counts(terms: Iterable[Term], given: Iterable[Term | None]) -> list[tuple[Term, int]]:
    """How often each word of a vocabulary occurs, in its order."""
    counted = Counter(given)
    return [(term, counted[term]) for term in terms if counted[term]]
