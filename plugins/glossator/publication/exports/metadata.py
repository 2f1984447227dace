"""What other programs read in the head of a source's page, and at each note: tags, links, ContextObjects.

Search engines and social networks read Open Graph; libraries read Dublin Core; Google Scholar reads Highwire's
`citation_*`.  Zotero reads all of them: `z:itemType` names the type exactly (from `citation_title` alone it would guess
a journal article), PRISM's `publicationName` the newspaper, Highwire the rest.  `dcterms:source` and
`dcterms:contributor` are left out on purpose: Zotero takes them for the newspaper and for an author.

A ContextObject in a span (COinS) lets Zotero save a note.  It prefers these to the tags: a page with several is offered
as a list to choose from.  So where notes have one, the works of the page need theirs, too, and theirs come first.  A
note with a page of its own has its ContextObject there, and none in the page of its source.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from urllib.parse import quote

from glossator.edition.apparatus import Note
from glossator.publication import Publication, Published, pictures
from glossator.publication.exports import addresses
from glossator.publication.exports.characters import clean
from glossator.publication.exports.works import Work, modified, note_as_work, page, works
from glossator.records.csl import CSLDate, Name

ATOM, CSL_JSON = "application/atom+xml", "application/vnd.citationstyles.csl+json"
FEED, DATA = "alternate feed", "alternate describedby"
"""With a second word, since Material takes what is `alternate` and no more for the site in another language."""
WEB_ANNOTATIONS = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'


def head(publication: Publication, published: Published) -> str:
    """The tags and links for the head of a source's page, as lines of HTML."""
    work = page(publication, published)
    lines = ['<link rel="schema.dcterms" href="http://purl.org/dc/terms/">']
    lines += [
        f'<meta property="{name}" content="{attribute(value)}">' for name, value in _open_graph(publication, published)
    ]
    lines += [
        f'<meta name="{name}" content="{attribute(value)}">'
        for name, value in (*_terms(published, work), *_cited(work), *_card(publication))
    ]
    lines += links(publication, published)
    return "\n".join(lines) + "\n"


def links(publication: Publication, published: Published) -> list[str]:
    """Links to the other forms of a source's page."""
    words = publication.words
    annotations = [(DATA, WEB_ANNOTATIONS, words("Notes"), addresses.beside(published, addresses.ANNOTATIONS))]
    if not published.notes:
        annotations.clear()
    return [
        f'<link rel="{rel}" type="{attribute(type_)}" title="{attribute(title)}"'
        f' href="{attribute(addresses.link(publication, to, seen_from=published.address))}">'
        for rel, type_, title, to in (
            (FEED, ATOM, published.title, addresses.beside(published, addresses.FEED)),
            (FEED, ATOM, publication.name, addresses.FEED),
            (FEED, ATOM, words("Corrections"), addresses.CORRECTIONS),
            *annotations,
            (DATA, CSL_JSON, words("References"), addresses.REFERENCES),
            (DATA, "application/ld+json", "schema.org", addresses.beside(published, addresses.SCHEMA_ORG)),
        )
    ]


def context_objects(publication: Publication, published: Published) -> str:
    """The ContextObjects of a page and of its notes, as HTML that shows nothing, to stand behind the text."""
    objects = coins_of_source(publication, published)
    here = (note for note in published.notes if not (publication.permalinks and note.front.has_page))
    objects += [coins(publication, published, note) for note in here]
    return f'\n<div class="gl-coins" hidden>\n{"".join(map(span, objects))}</div>\n'


def span(context_object: str) -> str:
    """A ContextObject as HTML."""
    return f'<span class="Z3988" title="{escape(context_object)}"></span>\n'


def coins(publication: Publication, published: Published, note: Note) -> str:
    """A note's ContextObject (ANSI/NISO Z39.88-2004); `span` makes HTML of it."""
    return _context_object(note_as_work(publication, published, note))


def coins_of_source(publication: Publication, published: Published) -> list[str]:
    """The ContextObjects of the page as it is cited and, where that is another work, of the original."""
    return [_context_object(work) for work in works(publication, published)]


def attribute(text: str) -> str:
    """A text as the value of an attribute, in one line."""
    return escape(" ".join(clean(text).split()))


def _open_graph(publication: Publication, published: Published) -> Iterator[tuple[str, str]]:
    work, changed = page(publication, published), modified(publication, published)
    yield "og:type", "article"
    yield "og:title", work.title
    if publication.base:
        yield "og:url", work.url
    yield "og:site_name", publication.name
    yield "og:description", work.description
    if work.language:
        yield "og:locale", work.language.replace("-", "_")
    if work.date and work.date.iso:
        yield "article:published_time", work.date.iso
    if changed and changed.iso:
        yield "article:modified_time", changed.iso
    if picture := pictures.of_source(publication, published):
        yield from pictures.tags(publication, picture)


def _card(publication: Publication) -> Iterator[tuple[str, str]]:
    """How a network that was Twitter shows a link; it takes the rest from Open Graph."""
    if publication.pictures and publication.base:
        yield "twitter:card", "summary_large_image"


def _terms(published: Published, work: Work) -> Iterator[tuple[str, str]]:
    """Dublin Core."""
    front = published.front
    yield "dcterms.title", work.title
    for name in work.authors:
        yield "dcterms.creator", _inverted(name)
    if work.date and work.date.iso:
        yield "dcterms.issued", work.date.iso
    if work.language:
        yield "dcterms.language", work.language
    if front.rights:
        yield "dcterms.rights", front.rights
    if front.licence:
        yield "dcterms.license", front.licence
    if front.source.URL:
        # "a version, edition, or adaptation": true of a full text and of a restatement.
        yield "dcterms.isVersionOf", front.source.URL


def _cited(work: Work) -> Iterator[tuple[str, str]]:
    """What Google Scholar and Zotero read."""
    yield "z:itemType", work.type
    yield "citation_title", work.title
    for name in work.authors:
        yield "citation_author", _inverted(name)
    if work.date and work.date.iso:
        yield "citation_publication_date", work.date.iso.replace("-", "/")
    if work.url.startswith("http"):
        yield "citation_public_url", work.url
    if work.language:
        yield "citation_language", work.language
    if work.container:
        yield "prism.publicationName", work.container
    item = work.item
    if item is None:
        return
    first, _, last = (item.page or "").replace("–", "-").partition("-")
    fields = (
        ("citation_journal_title", work.container if item.type == "article-journal" else None),
        ("citation_book_title", work.container if item.type == "chapter" else None),
        ("citation_technical_report_institution", item.publisher if item.type == "report" else None),
        ("citation_technical_report_number", item.number if item.type == "report" else None),
        ("citation_dissertation_institution", item.publisher if item.type == "thesis" else None),
        ("citation_publisher", item.publisher),
        ("citation_volume", item.volume),
        ("citation_issue", item.issue),
        ("citation_firstpage", first),
        ("citation_lastpage", last),
        ("citation_doi", item.DOI),
        ("citation_isbn", item.ISBN),
        ("citation_issn", item.ISSN),
    )
    yield from ((name, value) for name, value in fields if value)


def _inverted(name: Name) -> str:
    """`Beethoven, Ludwig van`, by which programs know the family name; who has one name only keeps it whole."""
    if name.literal or not name.family:
        return str(name)
    family = " ".join(part for part in (name.non_dropping_particle, name.family) if part)
    given = " ".join(part for part in (name.given, name.dropping_particle) if part)
    return ", ".join(part for part in (family, given, name.suffix) if part)


def _context_object(work: Work) -> str:
    fields = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft.title", work.title),
        # Zotero keeps `aucorp` whole; of any other name it takes the last word for the family's.
        *(("rft.aucorp" if name.literal else "rft.au", _inverted(name)) for name in work.authors),
        ("rft.date", _iso(work.date)),
        ("rft.source", work.container),
        ("rft.publisher", (work.item.publisher if work.item else None) or ""),
        ("rft.description", work.description),
        ("rft.language", work.language),
        ("rft.rights", work.rights),
        ("rft_id", work.url if work.url.startswith("http") else ""),
        # Last: to Zotero `rft.title` before it is the title, and behind a journal article's the journal's.
        ("rft.type", work.type),
    ]
    return "&".join(f"{name}={quote(clean(value), safe='')}" for name, value in fields if value)


def _iso(date: CSLDate | None) -> str:
    return date.iso if date else ""
