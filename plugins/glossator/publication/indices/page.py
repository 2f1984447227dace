"""A page of an index: what it is made of, and what the pages of all indices have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from glossator.edition import charts
from glossator.edition.charts import Figure
from glossator.edition.facets import Facet
from glossator.edition.render import Renderer
from glossator.publication import Publication
from glossator.records.vocabulary import Term

PAGE = 200
"""Entries on a page."""

Entry = TypeVar("Entry")


@dataclass(frozen=True)
class IndexPage:
    """A page that is being made."""

    publication: Publication
    """All that is published."""
    renderer: Renderer
    """Fills in the templates."""
    relative: Callable[[str], str]
    """The address of a place of the site, as it is to be written in this page."""
    number: int = 1
    """Which of the index's pages."""

    def part(self, every: Sequence[Entry]) -> Sequence[Entry]:
        """What of all entries stands on this page."""
        return every[(self.number - 1) * PAGE : self.number * PAGE]

    def filled(
        self, template: str, total: int, *, facets: Sequence[Facet], figures: Sequence[Figure] = (), **values: Any
    ) -> str:
        """The page's HTML.

        Args:
            template: the name of its template.
            total: how many entries there are, those of the other pages included.
            facets: of all these entries.
            figures: what its chart shows.
            values: the rest of what the template asks for.
        """
        known, last = self.publication.indices, pages(total)
        return self.renderer.fill(
            template,
            tools=self.renderer.fill("tools", facets=facets, total=total, steps=False) if facets else "",
            figures=figures,
            bars=charts.bars(figures),
            # With scripts the first filter is the chart's legend.
            told=bool(facets) and [one.value for one in figures] == [one.value for one in facets[0].choices],
            method=self.relative(known["method"]) if "method" in known else "",
            number=self.number,
            turning=[(one, self._beside(one)) for one in range(1, last + 1)] if last > 1 else [],
            **values,
        )

    def _beside(self, number: int) -> str:
        """The way to another page: they lie beside the first, as `2/`, `3/` …"""
        up = "" if self.number == 1 else "../"
        return f"{up}{'' if number == 1 else f'{number}/'}" or "./"


def pages(entries: int) -> int:
    """How many pages so many entries take."""
    return max(1, -(-entries // PAGE))


def counts(terms: Iterable[Term], found: Iterable[Term | None]) -> list[tuple[Term, int]]:
    """How often each word of a vocabulary occurs, in its order."""
    counted = Counter(found)
    return [(term, counted[term]) for term in terms if counted[term]]
