"""What other programs get of the site: files beside the pages, and data in the head of a source's page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from pydantic_core import to_json

from glossator.publication import Publication, Published
from glossator.publication.exports import addresses, feed, metadata, notes_csv, references, schema_org, web_annotation


def head(publication: Publication, published: Published) -> str:
    """What stands in the head of a source's page, as lines of HTML."""
    data = schema_org.linked_data(publication, published)
    return f'{metadata.head(publication, published)}<script type="application/ld+json">{data}</script>\n'


def files(publication: Publication) -> Iterator[tuple[str, str]]:
    """Every file beside the pages: its address, relative to the site, and its text."""
    # What nothing dates gets one moment that does not change from build to build.
    undated = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), tz=UTC)
    yield addresses.REFERENCES, references.references(publication)
    yield addresses.FEED, feed.site_feed(publication, undated=undated)
    yield addresses.CORRECTIONS, feed.corrections_feed(publication, publication.changes, undated=undated)
    yield addresses.NOTES, notes_csv.write(publication)
    yield addresses.COLLECTION, _json(web_annotation.collection(publication))
    for published in publication.sources:
        yield addresses.beside(published, addresses.FEED), feed.source_feed(publication, published, undated=undated)
        if published.notes:  # the W3C's pages hold at least one
            yield addresses.beside(published, addresses.ANNOTATIONS), _json(web_annotation.page(publication, published))


def _json(value: Any) -> str:
    """A value as JSON.  Python's own `json` writes indented text step by step, five times as slowly."""
    return to_json(value, indent=1).decode()
