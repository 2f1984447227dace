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
class _RatedOrigin:
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
    entries = [entry for published in page.publication.sources for entry in _entries(page, published)]
    entries.sort(key=lambda entry: (order.index(entry.group), -len(entry.passages)))
    here = page.part(entries)
    facets = worth_telling(
        of_terms("sourcing", "Resting on", order, Counter(entry.group for entry in entries), scheme="group"),
        of_terms("kind", "Kind of origin", Sourcing, Counter(entry.origin.sourcing for entry in entries)),
        of_terms("reliability", "Reliability", Reliability, Counter(entry.origin.reliability for entry in entries)),
        of_names("source", "Source", (entry.source for entry in entries)),
    )
    first = {group: place for place, group in reversed(list(enumerate(entry.group for entry in entries)))}
    groups = [(group, [entry for entry in here if entry.group is group]) for group in order]
    words = page.words
    return page.filled(
        "origins-index",
        len(entries),
        facets=facets,
        figures=_figures(page),
        groups=[
            (group, f"group-{group}" if page.begins(first[group]) else "", members)
            for group, members in groups
            if members
        ],
        jumps=page.jumps([(words(group.label), f"group-{group}", first[group]) for group in order if group in first]),
    )


def _entries(page: IndexPage, published: Published) -> list[_RatedOrigin]:
    there = {passage.number for passage in published.text.passages}
    sourcing = published.sidecar.sourcing
    rated = sorted(sourcing.passages.items())
    return [
        _RatedOrigin(
            id=f"origin-{published.slug.replace('/', '-')}-{id_}",
            origin=origin,
            passages=[
                (resting, page.relative(f"{published.address}#p{number}"), number)
                for number, resting in rated
                if id_ in resting.origins and number in there
            ],
            source=published.title,
            url=page.relative(published.address),
        )
        for id_, origin in sourcing.origins.items()
    ]


def _figures(page: IndexPage) -> list[Figure]:
    """Passages by what they rest on, of all sources that somebody has begun to rate."""
    resting: Counter[SourcingGroup] = Counter()
    for published in page.publication.sources:
        if published.sidecar.sourcing.passages:
            shares = profile(published.edition.page).shares
            resting.update({share.group: len(share.passages) for share in shares})
    return [behind(page.renderer.words, group, resting[group]) for group in SourcingGroup if resting[group]]
