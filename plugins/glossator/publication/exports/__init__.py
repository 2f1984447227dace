"""What other programs get of the site: files beside the pages, and data in the head of a source's page."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

from pydantic_core import to_json

from glossator.doors import BrokenExtension, with_extensions
from glossator.publication import Publication, Published
from glossator.publication.exports import (
    addresses,
    citations,
    claims_csv,
    feed,
    metadata,
    notes_csv,
    references,
    schema_org,
    web_annotation,
)

Files: TypeAlias = Iterable[tuple[str, str | bytes]]
"""Addresses, relative to the site, each with what its file holds."""
Exporter: TypeAlias = Callable[[Publication], Files]

GROUP: Final = "glossator.exports"
"""The entry points by which other packages add exporters."""


def head(publication: Publication, published: Published) -> str:
    """What stands in the head of a source's page, as lines of HTML."""
    data = schema_org.linked_data(publication, published)
    return f'{metadata.head(publication, published)}<script type="application/ld+json">{data}</script>\n'


def files(publication: Publication) -> Iterator[tuple[str, str | bytes]]:
    """Every file beside the pages: its address, relative to the site, and what it holds.

    Raises:
        BrokenExtension: a package adds an exporter that cannot be loaded, or whose file is there already.
    """
    written: dict[str, str] = {}
    for name, export in with_extensions(GROUP, EXPORTS).items():
        for address, content in export(publication):
            if address in written:
                raise BrokenExtension(f"the exporters `{written[address]}` and `{name}` both write {address}")
            if address.startswith(("/", "../")) or "/../" in address:
                raise BrokenExtension(f"the exporter `{name}` writes {address}, which is no address in the site")
            written[address] = name
            yield address, content


def _references(publication: Publication) -> Files:
    yield addresses.REFERENCES, references.references(publication)


def _feeds(publication: Publication) -> Files:
    # What nothing dates gets one moment that does not change from build to build.
    undated = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), tz=UTC)
    yield addresses.FEED, feed.site_feed(publication, undated=undated)
    yield addresses.CORRECTIONS, feed.corrections_feed(publication, publication.changes, undated=undated)
    for published in publication.sources:
        yield addresses.beside(published, addresses.FEED), feed.source_feed(publication, published, undated=undated)


def _csv(publication: Publication) -> Files:
    yield addresses.NOTES, notes_csv.write(publication)


def _citations(publication: Publication) -> Files:
    for published in publication.sources:
        yield addresses.beside(published, addresses.CITE_BIB), citations.as_biblatex(publication, published)
        yield addresses.beside(published, addresses.CITE_JSON), citations.as_json(publication, published)


def _claims(publication: Publication) -> Files:
    for published in publication.sources:
        if published.has_claims:
            yield addresses.beside(published, addresses.CLAIMS), claims_csv.write(publication, published)


def _web_annotations(publication: Publication) -> Files:
    yield addresses.COLLECTION, _json(web_annotation.collection(publication))
    for published in publication.sources:
        if published.notes:  # the W3C's pages hold at least one
            yield addresses.beside(published, addresses.ANNOTATIONS), _json(web_annotation.page(publication, published))


EXPORTS: Mapping[str, Exporter] = {
    "references": _references,
    "feeds": _feeds,
    "csv": _csv,
    "citations": _citations,
    "claims": _claims,
    "web-annotations": _web_annotations,
}
"""What writes files beside the pages, by name."""


def _json(value: Any) -> str:
    """A value as JSON.  Python's own `json` writes indented text step by step, five times as slowly."""
    return to_json(value, indent=1).decode()
