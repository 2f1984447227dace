"""Where the exports lie, relative to the site."""

from __future__ import annotations

import re
from html import escape

from glossator.publication import Publication, Published
from glossator.publication.addresses import relative

FEED = "feed.xml"
"""New and changed notes of the whole site."""
CORRECTIONS = "corrections.xml"
"""Changes of notes that were published before."""
REFERENCES = "exports/references.json"
"""The bibliography as CSL-JSON."""
ANNOTATIONS = "annotations.jsonld"
"""The notes of one source as Web Annotations, beside its page."""
COLLECTION = "exports/annotations.jsonld"
"""The way to the Web Annotations of all sources."""
NOTES = "exports/notes.csv"
"""All notes as a table."""
CITE_BIB, CITE_JSON = "cite.bib", "cite.json"
"""What is cited of one source, beside its page: as BibLaTeX and as CSL-JSON."""
SCHEMA_ORG = "schema-org.jsonld"
"""What search engines read of one source, beside its page."""
CLAIMS = "claims.csv"
"""The claims of one source as a table, beside its page."""


def beside(published: Published, name: str) -> str:
    """The address of a file of one source: in the folder of its page, or in one named after it."""
    return in_folder(published.address, name)


def in_folder(page: str, name: str) -> str:
    """The address of a file by that of the page that it belongs to: in its folder, or in one named after it."""
    address = page.removesuffix("index.html")
    return f"{address.removesuffix('.html')}/{name}" if address.endswith(".html") else f"{address}{name}"


def with_whole_links(publication: Publication, published: Published, html: str) -> str:
    """A note's HTML for readers elsewhere: its links to passages lead to the page, where the site's address is known.

    A body that is sanitised has no other relative links.
    """
    return with_links_to(publication.url(published), html) if publication.base else html


def with_links_to(page: str, html: str) -> str:
    """A note's HTML for another page: its links to passages lead to the page of this address."""
    return _TO_A_PASSAGE.sub(lambda link: f"{link[0]}{escape(page)}", html)


_TO_A_PASSAGE = re.compile(r'<a\b[^<>]*\bhref="(?=#)')


def link(publication: Publication, address: str, *, seen_from: str) -> str:
    """An address as a link: absolute where the site's own address is known, else the way from a page or file of it.

    Args:
        publication: the site.
        address: where it leads, relative to the site.
        seen_from: the address of the page or file in which the link stands.
    """
    if publication.base:
        return f"{publication.base}{address}"
    return relative(address, seen_from=seen_from)
