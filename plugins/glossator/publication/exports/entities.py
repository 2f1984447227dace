"""The people, groups and places that sources name, as JSON: every name, what is said of them, and the passages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from glossator.edition.mentions import Mentions
from glossator.publication import Publication, Published
from glossator.records.model import FORMAT

ADDRESS: Final = "exports/entities.json"


def export(publication: Publication) -> Iterator[tuple[str, str]]:
    """One file, where any source has a register."""
    entries = [
        _entry(publication, published, mention)
        for published in publication.sources
        for mention in published.page.mentions
    ]
    if entries:
        yield ADDRESS, json.dumps({"format": FORMAT, "entities": entries}, ensure_ascii=False, indent=2) + "\n"


def _entry(publication: Publication, published: Published, mention: Mentions) -> dict[str, Any]:
    entity = mention.entity
    said = {
        "source": published.slug,
        "id": mention.id,
        "url": publication.url(published, mention.anchor),
        "label": entity.label,
        "names": list(entity.names),
        "kind": entity.kind.value,
        "about": entity.about,
        "side": entity.side,
        "died": entity.died.iso if entity.died else None,
        "as-of": entity.as_of.iso if entity.as_of else None,
        "references": list(entity.references),
        "passages": list(mention.passages),
        **entity.extensions,
    }
    return {name: value for name, value in said.items() if value is not None}
