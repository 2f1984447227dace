"""The index of people, groups and places: who each is, and every passage of every source that names them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from glossator.edition.facets import of_names, of_terms, value_of, worth_telling
from glossator.edition.mentions import Mentions
from glossator.edition.render.people import standing
from glossator.publication import Publication, Published
from glossator.publication.indices.page import IndexPage, starts
from glossator.records.vocabulary import EntityKind


@dataclass(frozen=True)
class _Named:
    mention: Mentions
    published: Published

    @property
    def sorted_by(self) -> tuple[str, str]:
        return self.mention.entity.label.casefold(), self.published.slug


def entities_page(page: IndexPage) -> str:
    """A page of the index."""
    order, words = list(EntityKind), page.words
    publication = page.publication
    entries = publication.whole("entities", lambda: _every(publication))
    counted = page.counted(entries)
    facets = worth_telling(
        of_terms("kind", "Kind", order, Counter(entry.mention.entity.kind for entry in counted)),
        of_names("source", "Source", (entry.published.title for entry in counted)),
    )
    first = publication.whole("starts of entities", lambda: starts(entry.mention.entity.kind for entry in entries))
    groups = [(kind, [entry for entry in page.part(entries) if entry.mention.entity.kind is kind]) for kind in order]
    return page.filled(
        "entities-index",
        len(entries),
        facets=facets,
        groups=[
            (kind, f"entities-{kind}" if page.begins(first[kind]) else "", [_entry(page, entry) for entry in members])
            for kind, members in groups
            if members
        ],
        jumps=page.jumps([(words(kind.several), f"entities-{kind}", first[kind]) for kind in order if kind in first]),
    )


def _every(publication: Publication) -> list[_Named]:
    order = list(EntityKind)
    entries = [_Named(mention, published) for published in publication.sources for mention in published.page.mentions]
    return sorted(entries, key=lambda entry: (order.index(entry.mention.entity.kind), entry.sorted_by))


def _entry(page: IndexPage, named: _Named) -> dict[str, Any]:
    mention, published = named.mention, named.published
    references = page.publication.references
    return {
        "id": f"{mention.anchor}-{published.slug.replace('/', '-')}",
        "entity": mention.entity,
        "standing": standing(mention.entity, page.words),
        "references": [
            page.renderer.reference(references[key], key) if key in references else f"@{key}"
            for key in mention.entity.references
        ],
        "source": published.title,
        "source_value": value_of(published.title),
        "url": page.relative(f"{published.address}#{mention.anchor}"),
        "passages": [(number, page.relative(f"{published.address}#p{number}")) for number in mention.passages],
    }
