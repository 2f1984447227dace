"""What stands at the end of a source's page, and on a note's own page: how to cite it."""

from __future__ import annotations

from collections.abc import Sequence

from glossator.edition.apparatus import Note
from glossator.edition.render import Renderer
from glossator.edition.words import apart
from glossator.publication import Publication, Published
from glossator.publication.addresses import relative
from glossator.publication.exports import addresses, citations, works


def of_source(publication: Publication, published: Published, renderer: Renderer) -> str:
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
        following=_following(publication, published),
    )


def _following(publication: Publication, published: Published) -> Published | None:
    """What to read after a source: the next older one, after the oldest the newest; None where there is but one."""
    sources = publication.sources
    index = [source.slug for source in sources].index(published.slug)
    return sources[(index + 1) % len(sources)] if len(sources) > 1 else None


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
    following: Published | None = None,
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
