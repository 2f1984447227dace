"""The index of all origins: how many passages rest on whom, the unnamed first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from glossator.edition.charts import Figure
from glossator.edition.facets import of_names, of_terms, value_of, worth_telling
from glossator.edition.profile import profile
from glossator.edition.render.terms import behind
from glossator.publication import Publication, Published
from glossator.publication.indices.page import IndexPage, starts
from glossator.records.model import Origin, PassageSourcing
from glossator.records.vocabulary import Reliability, Sourcing, SourcingGroup


@dataclass(frozen=True)
class _RatedOrigin:
    id: str
    origin: Origin
    passages: list[tuple[PassageSourcing, int]]
    """What rests on it, each with the number of its passage."""
    source: str
    address: str
    """That of the page of its source, relative to the site."""

    @property
    def group(self) -> SourcingGroup:
        return self.origin.sourcing.group


def origins_page(page: IndexPage) -> str:
    """A page of the index."""
    order = list(SourcingGroup)
    publication = page.publication
    entries = publication.whole("origins", lambda: _every(publication))
    here, counted = page.part(entries), page.counted(entries)
    facets = worth_telling(
        of_terms("sourcing", "Resting on", order, Counter(entry.group for entry in counted), scheme="group"),
        of_terms("kind", "Kind of origin", Sourcing, Counter(entry.origin.sourcing for entry in counted)),
        of_terms("reliability", "Reliability", Reliability, Counter(entry.origin.reliability for entry in counted)),
        of_names("source", "Source", (entry.source for entry in counted)),
    )
    first = publication.whole("starts of origins", lambda: starts(entry.group for entry in entries))
    groups = [(group, [entry for entry in here if entry.group is group]) for group in order]
    words = page.words
    return page.filled(
        "origins-index",
        len(entries),
        facets=facets,
        figures=publication.whole("figures of origins", lambda: _figures(publication)),
        groups=[
            (group, f"group-{group}" if page.begins(first[group]) else "", [_entry(page, each) for each in members])
            for group, members in groups
            if members
        ],
        jumps=page.jumps([(words(group.label), f"group-{group}", first[group]) for group in order if group in first]),
    )


def _every(publication: Publication) -> list[_RatedOrigin]:
    order = list(SourcingGroup)
    entries = [entry for published in publication.sources for entry in _entries(published)]
    return sorted(entries, key=lambda entry: (order.index(entry.group), -len(entry.passages)))


def _entries(published: Published) -> list[_RatedOrigin]:
    there = {passage.number for passage in published.text.passages}
    sourcing = published.sidecar.sourcing
    rated = sorted(sourcing.passages.items())
    return [
        _RatedOrigin(
            id=f"origin-{published.slug.replace('/', '-')}-{id_}",
            origin=origin,
            passages=[(resting, number) for number, resting in rated if id_ in resting.origins and number in there],
            source=published.title,
            address=published.address,
        )
        for id_, origin in sourcing.origins.items()
    ]


def _entry(page: IndexPage, rated: _RatedOrigin) -> dict[str, Any]:
    return {
        "id": rated.id,
        "origin": rated.origin,
        "source": rated.source,
        "source_value": value_of(rated.source),
        "url": page.relative(rated.address),
        "passages": [
            (resting, page.relative(f"{rated.address}#p{number}"), number) for resting, number in rated.passages
        ],
    }


def _figures(publication: Publication) -> list[Figure]:
    """Passages by what they rest on, of all sources that somebody has begun to rate."""
    resting: Counter[SourcingGroup] = Counter()
    for published in publication.sources:
        if published.sidecar.sourcing.passages:
            shares = profile(published.page).shares
            resting.update({share.group: len(share.passages) for share in shares})
    return [behind(publication.words, group, resting[group]) for group in SourcingGroup if resting[group]]
