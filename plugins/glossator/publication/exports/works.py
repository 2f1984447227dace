"""The works that a reader of a page may want to cite: our edition, the original it is made from, one note.

What is described as *the page* depends on whose words stand on it.  With `text: full` they are the original's, read in
our edition: it is cited as the original, with the address at which it was read.  Excerpts and restatements are a work
of this site.  Whoever cites them under the original's name would lay words in its mouth that it never printed, so they
are a web page of the site without the original's author and date, and the original is a work beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from glossator.edition.apparatus import Note
from glossator.edition.render.references import byline
from glossator.publication import Publication, Published
from glossator.publication.exports.characters import clean
from glossator.records.csl import CSLDate, CSLItem, Name
from glossator.records.vocabulary import Terms
from glossator.references.style.markup import plain
from glossator.text.quoting import marked


@dataclass(frozen=True)
class Work:
    """What is needed to cite something."""

    type: str
    """Zotero's type of item."""
    title: str
    authors: tuple[Name, ...] = ()
    """Of whom it is not known which part of the name is the family's, the whole name is the given one."""
    date: CSLDate | None = None
    container: str = ""
    """The newspaper, journal, site or book it appeared in."""
    url: str = ""
    language: str = ""
    rights: str = ""
    description: str = ""
    item: CSLItem | None = None
    """All that is known of the original, where this is the original."""


def page(publication: Publication, published: Published) -> Work:
    """A source's page as it is cited."""
    front = published.front
    url, description = publication.url(published), describe(publication, published)
    if front.text is Terms.FULL:
        return _original(published, url=url, description=description)
    words = publication.words
    return Work(
        type="webpage",
        title=f"{published.title} ({words(front.text.label)})",
        date=first_published(publication, published),
        container=publication.name,
        url=url,
        language=front.source.language or "",
        rights=front.rights or "",
        description=description,
    )


def works(publication: Publication, published: Published) -> list[Work]:
    """What a source's page holds beside its notes: the page as it is cited, and the original where that is another."""
    full = published.front.text is Terms.FULL
    return [page(publication, published), *(() if full else (_original(published),))]


def note_as_work(publication: Publication, published: Published, note: Note) -> Work:
    """A note: a short signed text of this site."""
    front, words, credits_ = note.front, publication.words, publication.credits(note)
    written = [clean(name) for name in credits_.authors]
    said = [marked(quoted(published, note), published.language)] if note.span else []
    said += [words(front.status.label)] if front.status else []
    said += [words(front.certainty.label)] if front.certainty else []
    return Work(
        type="webpage",
        title=front.title,
        authors=tuple(Name(given=name) for name in written if name.strip()) or (Name(literal=publication.name),),
        date=credits_.modified or credits_.created,
        container=publication.name,
        url=publication.url(published, f"note-{note.id}"),
        language=words.language,
        description=" · ".join([*said, published.title]),
    )


def quoted(published: Published, note: Note) -> str:
    """The words of the page that a note is about, in one line; empty for a note on the whole source."""
    return " ".join(published.words_of(note.span).split()) if note.span else ""


def describe(publication: Publication, published: Published) -> str:
    """A source in one line: on what terms it is here, how many notes, whose it is."""
    front, words = published.front, publication.words
    count = words.counted(len(published.notes), "{} note", "{} notes")
    parts = (words(front.text.label), count, byline(front.source, words))
    return " · ".join(part for part in parts if part)


def first_published(publication: Publication, published: Published) -> CSLDate | None:
    """When a source's page was first published here: what its front matter says, else as far as git knows."""
    if published.front.published:
        return published.front.published
    changes = publication.changes_of(published.path)
    begun = bool(changes) and changes[-1].what == "added"  # a shallow clone does not go back to the first
    return CSLDate.of_day(changes[-1].when.date()) if begun else None


def modified(publication: Publication, published: Published) -> CSLDate | None:
    """When a source's page, its lead or one of its notes last changed, as far as is known."""
    changes = publication.changes_of(published.path)
    credited = [publication.credits(note) for note in published.notes]
    if published.sidecar.lead:
        credited.append(publication.site.credits_of(published.sidecar.lead))
    dates = [credits_.modified or credits_.created for credits_ in credited]
    dates += [CSLDate.of_day(changes[0].when.date())] if changes else []
    return max((date for date in dates if date), key=lambda date: date.iso, default=None)


def _original(published: Published, *, url: str = "", description: str = "") -> Work:
    front = published.front
    item = front.source
    return Work(
        type=_ZOTERO_TYPES.get(item.type, "document"),
        title=item.title or published.title,
        authors=item.author,
        date=item.issued,
        container=plain(item.container_title or ""),
        url=url or item.URL or "",
        language=item.language or "",
        rights=front.rights or front.licence or "",
        description=description,
        item=item,
    )


_ZOTERO_TYPES: Mapping[str, str] = {
    "article": "preprint",
    "article-journal": "journalArticle",
    "article-magazine": "magazineArticle",
    "article-newspaper": "newspaperArticle",
    "bill": "bill",
    "book": "book",
    "broadcast": "tvBroadcast",
    "chapter": "bookSection",
    "dataset": "dataset",
    "entry-dictionary": "dictionaryEntry",
    "entry-encyclopedia": "encyclopediaArticle",
    "graphic": "artwork",
    "hearing": "hearing",
    "interview": "interview",
    "legal_case": "case",
    "legislation": "statute",
    "manuscript": "manuscript",
    "map": "map",
    "motion_picture": "film",
    "paper-conference": "conferencePaper",
    "patent": "patent",
    "personal_communication": "letter",
    "post": "forumPost",
    "post-weblog": "blogPost",
    "regulation": "statute",
    "report": "report",
    "software": "computerProgram",
    "song": "audioRecording",
    "speech": "presentation",
    "standard": "standard",
    "thesis": "thesis",
    "webpage": "webpage",
}
"""CSL's types that Zotero has, under its names; the others are saved as documents."""
