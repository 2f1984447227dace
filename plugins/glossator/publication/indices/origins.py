"""The index of all origins: how many passages rest on whom, the unnamed first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from glossator.edition.charts import Figure
from glossator.edition.facets import of_names, of_terms, value_of, worth_telling
from glossator.edition.profile import profile
from glossator.edition.render.terms import behind
from glossator.publication import Published
from glossator.publication.indices.page import IndexPage
from glossator.records.model import Origin, PassageSourcing
from glossator.records.vocabulary import Reliability, Sourcing, SourcingGroup


@dataclass(frozen=True)
class _Entry:
    id: str
    origin: Origin
    passages: list[tuple[PassageSourcing, str, int]]
    """What rests on it, with its address and its number."""
    source: str
    url: str

    @property
    def group(self) -> SourcingGroup:
        return self.origin.sourcing.group

    @property
    def source_value(self) -> str:
        return value_of(self.source)


def origins_page(page: IndexPage) -> str:
    """A page of the index."""
    order = list(SourcingGroup)
    found = [entry for one in page.publication.sources for entry in _entries(page, one)]
    found.sort(key=lambda one: (order.index(one.group), -len(one.passages)))
    here = page.part(found)
    facets = worth_telling(
        of_terms("sourcing", "Resting on", order, Counter(one.group for one in found), scheme="group"),
        of_terms("kind", "Kind of origin", Sourcing, Counter(one.origin.sourcing for one in found)),
        of_terms("reliability", "Reliability", Reliability, Counter(one.origin.reliability for one in found)),
        of_names("source", "Source", (one.source for one in found)),
    )
    groups = [(group, [one for one in here if one.group is group]) for group in order]
    shown = [(group, entries) for group, entries in groups if entries]
    return page.filled("origins-index", len(found), facets=facets, figures=_figures(page), groups=shown)


def _entries(page: IndexPage, one: Published) -> list[_Entry]:
    there = {passage.number for passage in one.edition.apparatus.text.passages}
    source, rated = one.edition.source, sorted(one.sidecar.sourcing.passages.items())
    return [
        _Entry(
            id=f"origin-{source.slug.replace('/', '-')}-{id_}",
            origin=origin,
            passages=[
                (resting, page.relative(f"{one.address}#p{number}"), number)
                for number, resting in rated
                if id_ in resting.origins and number in there
            ],
            source=source.title,
            url=page.relative(one.address),
        )
        for id_, origin in one.sidecar.sourcing.origins.items()
    ]


def _figures(page: IndexPage) -> list[Figure]:
    """Passages by what they rest on, of all sources that somebody has begun to rate."""
    resting: Counter[SourcingGroup] = Counter()
    for one in page.publication.sources:
        if one.sidecar.sourcing.passages:
            shares = profile(one.edition.page).shares
            resting.update({share.group: len(share.passages) for share in shares})
    return [behind(page.renderer.words, group, resting[group]) for group in SourcingGroup if resting[group]]
