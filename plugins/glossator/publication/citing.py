"""What stands at the end of a source's page, and on a note's own page: how to cite it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from glossator.edition.apparatus import Note
from glossator.edition.render import Renderer
from glossator.edition.words import apart
from glossator.publication import Publication, Published
from glossator.publication.addresses import relative
from glossator.publication.exports import addresses, citations, works


@dataclass(frozen=True)
class Following:
    """What to read after a source."""

    title: str
    language: str
    """Of its text, a BCP 47 tag; empty where nobody says it."""
    address: str
    """That of its page, relative to the site."""


def of_source(
    publication: Publication, published: Published, renderer: Renderer, following: Following | None = None
) -> str:
    """How to cite our edition of a source and, where that is another work, the original."""
    words = publication.words
    said = [(words("This edition"), renderer.reference(citations.edition(publication, published)))]
    if len(works.works(publication, published)) > 1:
        said.append((words("The original"), renderer.reference(citations.original(published))))
    first = next(iter(published.notes), None)
    return _filled(
        publication,
        published,
        renderer,
        said,
        address=publication.url(published),
        seen_from=published.address,
        key=citations.key_of(published, first) if first else "",
        following=following,
    )


def of_note(publication: Publication, published: Published, note: Note, renderer: Renderer, *, seen_from: str) -> str:
    """How to cite a note.

    Args:
        publication: the site.
        published: the note's source.
        note: the note.
        renderer: writes it in the site's style.
        seen_from: the address of the page in which that stands, relative to the site.
    """
    said = [(publication.words("This note"), renderer.reference(citations.of_note(publication, published, note)))]
    address = publication.url(published, f"note-{note.id}")
    key = citations.key_of(published, note)
    return _filled(publication, published, renderer, said, address=address, seen_from=seen_from, key=key)


def _filled(
    publication: Publication,
    published: Published,
    renderer: Renderer,
    said: Sequence[tuple[str, str]],
    *,
    address: str,
    seen_from: str,
    key: str,
    following: Following | None = None,
) -> str:
    library = publication.indices.get("library")
    return renderer.fill(
        "cite",
        citations=said,
        address=address if publication.base else "",
        bib=relative(addresses.beside(published, addresses.CITE_BIB), seen_from=seen_from),
        json=relative(addresses.beside(published, addresses.CITE_JSON), seen_from=seen_from),
        keys=key,
        following=following,
        apart=apart(following.language, publication.words.language) if following else "",
        next=relative(following.address, seen_from=seen_from) if following else "",
        library=relative(library, seen_from=seen_from) if library and following else "",
    )
