"""A small page of its own for each note that says something of its words: for previews of links, and for citing.

It is a plain file and no page of the site generator's, so that thousands cost little, searches do not find each note
twice, and the theme has no part in it.  Readers with scripts are led on to the note in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final
from urllib.parse import quote

from glossator.edition import assessing, direction
from glossator.edition.apparatus import Note
from glossator.edition.render import Renderer
from glossator.edition.render.references import byline
from glossator.edition.words import apart, language_attributes
from glossator.edition.works import link_of, name_of
from glossator.publication import Publication, Published, citing, pictures
from glossator.publication.addresses import relative
from glossator.publication.claims import short_of, shorts_of
from glossator.publication.exports import addresses, metadata, schema_org
from glossator.publication.exports.characters import clean
from glossator.publication.exports.works import note_as_work
from glossator.references.short import Short
from glossator.text.quoting import brief

STYLESHEET: Final = "assets/glossator/note.css"
"""What these pages need beside the style sheet of every page."""


def files(publication: Publication, renderer: Renderer, everywhere: str) -> Iterator[tuple[str, str]]:
    """The pages by their addresses, relative to the site.

    Args:
        publication: the site.
        renderer: fills in the template.
        everywhere: the address of the style sheet that every page needs.
    """
    for published in publication.editions:
        yield from of_source(publication, renderer, everywhere, published)


def of_source(
    publication: Publication, renderer: Renderer, everywhere: str, published: Published
) -> Sequence[tuple[str, str]]:
    """The pages of one source, or of one of its former versions."""
    return publication.once("permalinks", published, partial(_made, publication, renderer, everywhere, published))


def _made(
    publication: Publication, renderer: Renderer, everywhere: str, published: Published
) -> Sequence[tuple[str, str]]:
    made: list[tuple[str, str]] = []
    notes = [note for note in published.notes if note.front.has_page]
    shorts = shorts_of(publication, published) if notes else {}
    reviews = schema_org.of_notes(publication, published, folder_of(published.address))
    for note in notes:
        data = reviews.get(note.id, "")
        page = _page(publication, published, note, renderer, shorts, everywhere, data)
        made.append((address_of(published, note), page))
    return made


def folder_of(published_address: str) -> str:
    """The address of the folder of a source's permalinks, by that of its page."""
    return addresses.in_folder(published_address, "notes/")


def address_of(published: Published, note: Note) -> str:
    """The address of the file of a note's page, relative to the site."""
    return file_of(published.address, note.id)


def file_of(published_address: str, note: str) -> str:
    """The address of the file of a note's page, by that of its source's page and the note's id."""
    return f"{folder_of(published_address)}{quote(note)}/index.html"


def _page(
    publication: Publication,
    published: Published,
    note: Note,
    renderer: Renderer,
    shorts: Mapping[str, Short],
    everywhere: str,
    data: str,
) -> str:
    words, here = publication.words, address_of(published, note)
    work = note_as_work(publication, published, note)
    source = relative(published.address, seen_from=here)
    picture = pictures.of_note(publication, published, note)
    return renderer.fill(
        "permalink",
        page_language=language_attributes(words.language),
        apart=apart(published.language, words.language),
        title=clean(note.title),
        withdrawn=note.front.withdrawn is not None,
        site=clean(publication.name),
        canonical=publication.url(published) if publication.base else source,
        tags=list(_tags(publication, published, note, clean(work.description))),
        description=clean(work.description),
        card="summary_large_image" if picture else "summary",
        stylesheets=[relative(sheet, seen_from=here) for sheet in (everywhere, STYLESHEET)],
        there=f"{source}#note-{quote(note.id)}",
        source=source,
        source_title=published.title,
        byline=byline(published.item, words),
        quote=brief(published.words_of(note.span)) if note.span and not note.whole_passage else "",
        assessment=assessing.sentence(note.front, words),
        direction=direction.of_note(note.front),
        body=addresses.with_links_to(source, published.body(note)),
        evidence=[
            (piece, short_of(note, index, shorts).html, _there(publication, note, index, source, shorts))
            for index, piece in enumerate(note.evidence)
        ],
        cite=citing.of_note(publication, published, note, renderer, seen_from=here),
        linked_data=data,
        context_object=metadata.span(metadata.coins(publication, published, note)),
    )


def _there(publication: Publication, note: Note, index: int, source: str, shorts: Mapping[str, Short]) -> str:
    """Where a piece of evidence is to be read; else where its reference stands, on the page of the source."""
    piece = note.evidence[index]
    item = publication.references.get(piece.cite or "") or piece
    if address := piece.URL or item.URL or item.doi_address:
        return address
    name = name_of(note, index, piece)
    return f"{source}{link_of(name)}" if name in shorts else ""


def _tags(publication: Publication, published: Published, note: Note, description: str) -> Iterator[tuple[str, str]]:
    """Open Graph, by which a link to the page is shown elsewhere."""
    yield "og:type", "article"
    yield "og:title", clean(note.title)
    if publication.base:
        yield "og:url", publication.base + address_of(published, note).removesuffix("index.html")
    yield "og:site_name", clean(publication.name)
    yield "og:description", description
    if picture := pictures.of_note(publication, published, note):
        yield from pictures.tags(publication, picture)
