"""What other programs get of the site: files beside the pages, and data in the head of a source's page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime

from glossator.exports import addresses, feed, metadata, references, schema_org
from glossator.publication import Publication, Published


def head(publication: Publication, source: Published) -> str:
    """What stands in the head of a source's page, as lines of HTML."""
    data = schema_org.linked_data(publication, source)
    return f'{metadata.head(publication, source)}<script type="application/ld+json">{data}</script>\n'


def files(publication: Publication) -> Iterator[tuple[str, str]]:
    """Every file beside the pages: its address, relative to the site, and its text."""
    # What nothing dates gets one moment that does not change from build to build.
    undated = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), tz=UTC)
    yield addresses.REFERENCES, references.references(publication)
    yield addresses.FEED, feed.site_feed(publication, undated=undated)
    yield addresses.CORRECTIONS, feed.corrections_feed(publication, publication.changes, undated=undated)
    for source in publication.sources:
        yield addresses.beside(source, addresses.FEED), feed.source_feed(publication, source, undated=undated)
