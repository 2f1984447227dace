"""Atom feeds (RFC 4287): the newest notes of the site and of each source, changes of sources, and corrections alone.

A feed is made from what is published and from nothing else: no clock, no random id.  The id of a note is its address,
so that a changed note is the same entry again, updated.  A correction is a change of a note after its first
publication; each is an entry of its own, which never changes.
"""

from __future__ import annotations

import os
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from heapq import nsmallest
from html import escape
from operator import itemgetter
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from glossator.edition.apparatus import Note
from glossator.edition.words import direction
from glossator.publication import Publication, Published, edits
from glossator.publication.exports import addresses
from glossator.publication.exports.addresses import link
from glossator.publication.exports.characters import clean
from glossator.publication.exports.works import describe, quoted
from glossator.records.csl import CSLDate
from glossator.records.dates import later
from glossator.repository.changes import NoteChange

LIMIT = 100
"""Entries of a feed, the newest: readers ask for a feed every hour, and every time get the whole of it."""
UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
"""The date of what has none, unless the adapter knows a better one, such as `SOURCE_DATE_EPOCH`."""


@dataclass(frozen=True)
class Channel:
    """What a feed says of itself."""

    title: str
    subtitle: str
    address: str
    """Where the feed is, relative to the site."""
    page: str = ""
    """The page whose news it tells, relative to the site."""


@dataclass(frozen=True)
class Entry:
    """A note, or one correction of it."""

    id: str
    title: str
    address: str
    """Where the note stands, relative to the site."""
    page: str
    """The address of the source's page, from which `#p2` leads to a passage."""
    authors: tuple[str, ...]
    published: datetime
    updated: datetime
    html: str
    categories: tuple[tuple[str, str], ...] = ()
    """Terms with their labels: the note's kind and its status."""


def export(publication: Publication) -> Iterator[tuple[str, str]]:
    """The feeds of the site and of each source, and that of the corrections."""
    undated = _undated()
    yield addresses.FEED, site_feed(publication, undated=undated)
    yield addresses.CORRECTIONS, corrections_feed(publication, publication.changes, undated=undated)
    for published in publication.sources:
        yield addresses.beside(published, addresses.FEED), _own(publication, published, undated)


def prepare(publication: Publication, published: Published) -> None:
    """Make the feed of one source."""
    _own(publication, published, _undated())


def _own(publication: Publication, published: Published, undated: datetime) -> str:
    make = partial(source_feed, publication, published, undated=undated)
    return publication.once("feed", published, make, undated.timestamp())


def _undated() -> datetime:
    """What nothing dates gets one moment that does not change from build to build."""
    return datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), tz=UTC)


def site_feed(publication: Publication, *, undated: datetime = UNDATED) -> str:
    """New and changed notes of the whole site, at `addresses.FEED`."""
    entries = [*_newest(publication, publication.editions, undated), *_edits(publication, publication.sources)]
    channel = Channel(publication.name, publication.description, addresses.FEED)
    return _feed(publication, channel, entries, undated)


def source_feed(publication: Publication, published: Published, *, undated: datetime = UNDATED) -> str:
    """New and changed notes of one source, at `addresses.beside(published, addresses.FEED)`."""
    title = f"{published.title} · {publication.name}"
    address = addresses.beside(published, addresses.FEED)
    entries = [*_newest(publication, [published, *published.former], undated), *_edits(publication, [published])]
    channel = Channel(title, describe(publication, published), address, published.address)
    return _feed(publication, channel, entries, undated)


def corrections_feed(
    publication: Publication, changes: Iterable[NoteChange] = (), *, undated: datetime = UNDATED
) -> str:
    """What was corrected in notes after their first publication, or withdrawn, at `addresses.CORRECTIONS`.

    Args:
        publication: the site.
        changes: what git knows of it, from `changes.read`.
        undated: the date of a feed without entries.
    """
    words = publication.words
    title = f"{words('Corrections')} · {publication.name}"
    corrected = (_correction(publication, change, undated) for change in changes if _is_correction(publication, change))
    entries = [*corrected, *_declared(publication, undated)]
    subtitle = words("What was corrected in notes after their first publication, and why.")
    return _feed(publication, Channel(title, subtitle, addresses.CORRECTIONS), entries, undated)


def _is_correction(publication: Publication, change: NoteChange) -> bool:
    return change.what in CORRECTIONS and not publication.is_rewording(change)


CORRECTIONS = frozenset(("corrected", "removed", "restored"))
"""Changes of a note that its readers need to know of."""


def _newest(publication: Publication, sources: Iterable[Published], undated: datetime) -> list[Entry]:
    """The entries of the newest notes; to make one of every note would cost as much as all sources' feeds."""
    every = (
        (order, published, note)
        for published in sources
        for order, note in publication.once(
            "ordered",
            published,
            lambda published=published: _ordered(publication, published, undated),  # type: ignore[misc]  # of this turn
            undated.timestamp(),
        )
    )
    newest = nsmallest(LIMIT, every, key=itemgetter(0))
    return [_entry(publication, published, note, undated) for _, published, note in newest]


def _ordered(publication: Publication, published: Published, undated: datetime) -> list[tuple[tuple[float, str], Note]]:
    """The newest notes of a source, each with its place among those of the site."""
    every = (
        (_order(_dates(publication, note, undated)[1], _address(published, note)), note) for note in published.notes
    )
    return nsmallest(LIMIT, every, key=itemgetter(0))


def _order(updated: datetime, address: str) -> tuple[float, str]:
    return -updated.timestamp(), address


def _address(published: Published, note: Note) -> str:
    return f"{published.address}#note-{quote(note.id)}"


def _dates(publication: Publication, note: Note, undated: datetime) -> tuple[datetime, datetime]:
    """When a note was published, and updated."""
    front = note.front
    changes = publication.changes_of(note.path)
    begun = bool(changes) and changes[-1].what == "added"  # a shallow clone does not go back to the first
    created = _moment(front.created) or (changes[-1].when if begun else None)
    changed = _moment(front.modified) or (changes[0].when if changes else None)
    updated = changed or created or undated
    if publish := _moment(front.publish):  # what waited for its day is new on that day
        created, updated = max(created or publish, publish), max(updated, publish)
    return min(created or updated, updated), updated


def _edits(publication: Publication, sources: Iterable[Published]) -> Iterator[Entry]:
    """The changes of sources by their publishers, from the day on which the new text was taken."""
    words = publication.words
    for published in sources:
        for edit in edits.of(published):
            taken = _moment(edit.after.captured)
            if taken is None:
                continue
            silent = words("Silent edit: the text changed after it, the publisher’s date did not.")
            said = [edit.counted(words), silent if edit.is_silent else ""]
            yield Entry(
                id=_unique(publication, f"{published.slug}@version-{edit.number}"),
                title=words("Version {number} of “{title}”", number=edit.number, title=published.title),
                address=edit.address,
                page=published.address,
                authors=(),
                published=taken,
                updated=taken,
                html="".join(f"<p>{escape(each)}</p>" for each in said if each),
            )


def _entry(publication: Publication, published: Published, note: Note, undated: datetime) -> Entry:
    front, words = note.front, publication.words
    begun, updated = _dates(publication, note, undated)
    kind = publication.kinds[front.kind]
    address = _address(published, note)
    return Entry(
        id=_id(publication, address),
        title=front.title,
        address=address,
        page=published.address,
        authors=publication.credits(note).authors,
        published=begun,
        updated=updated,
        html=_html(publication, published, note),
        categories=(
            (kind.id, words(kind.label)),
            *(((front.status.value, words(front.status.label)),) if front.status else ()),
        ),
    )


def _correction(publication: Publication, noted: NoteChange, undated: datetime) -> Entry:
    """A correction that git knows; of a removed note nothing is left to show but its title."""
    words, change = publication.words, noted.change
    published, there = publication.by_slug.get(noted.source), publication.place_of(noted.source, noted.note)
    now = _entry(publication, *there, undated) if there else None
    title = noted.title or noted.note
    html = [f"<p><strong>{escape(change.subject)}</strong></p>"] if change.subject else []
    said = [_field_change(*publication.said(field)) for field in noted.corrections]
    html += [f"<ul>{''.join(said)}</ul>"] if said else []
    page = there[0].address if there else published.address if published else ""
    return Entry(
        # By its content, not by its file's name, which is the present one and may change.
        id=_unique(publication, f"{change.before}>{change.after}@{change.commit}"),
        title=f"{words('Withdrawn')}: {title}" if noted.what == "removed" else title,
        address=now.address if now else page,
        page=page,
        authors=tuple(name for name in (change.author, *change.co_authors) if name),
        published=change.when,
        updated=change.when,
        html="".join([*html, now.html if now else ""]),
        categories=now.categories if now else (),
    )


def _field_change(label: str, before: str, after: str) -> str:
    old = f" <del>{escape(before)}</del>" if before else ""
    new = f" <ins>{escape(after)}</ins>" if after else ""
    return f"<li>{escape(label)}{old}{new}</li>"


def _declared(publication: Publication, undated: datetime) -> Iterator[Entry]:
    """The corrections of notes that git knows nothing of: their front matter says when they were changed last."""
    for published in publication.editions:
        for note in published.notes:
            front = note.front
            created, modified = (
                (front.created.iso if front.created else ""),
                (front.modified.iso if front.modified else ""),
            )
            reworded = later(published.front.published, front.modified)
            if modified > created and not reworded and note.path not in publication.history.changes:
                entry = _entry(publication, published, note, undated)
                id_ = _unique(publication, f"{note.path}@{modified}")
                yield replace(entry, id=id_, published=entry.updated)


def _html(publication: Publication, published: Published, note: Note) -> str:
    """A note as a reader of feeds sees it; its body is sanitised already."""
    front, words = note.front, publication.words
    parts = []
    if note.span:
        language = published.language
        attributes = f' lang="{escape(language)}" dir="{direction(language)}"' if language else ""
        parts.append(f"<blockquote{attributes}>{escape(quoted(published, note))}</blockquote>")
    if front.status:
        certainty = f", {escape(words(front.certainty.label))}" if front.certainty else ""
        parts.append(f"<p><strong>{escape(words(front.status.label))}</strong>{certainty}</p>")
    body = addresses.with_whole_links(publication, published, published.body(note))
    return "".join([*parts, body])


def _feed(publication: Publication, channel: Channel, entries: Iterable[Entry], undated: datetime) -> str:
    address = channel.address
    newest = sorted(entries, key=lambda entry: (*_order(entry.updated, entry.address), entry.id))[:LIMIT]
    language = publication.words.language
    feed = etree.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": language})
    _add(feed, "id", _id(publication, address))
    _add(feed, "title", channel.title)
    if channel.subtitle:
        _add(feed, "subtitle", channel.subtitle)
    _add(feed, "updated", _rfc3339(newest[0].updated if newest else undated))
    etree.SubElement(
        feed, "link", rel="self", type="application/atom+xml", href=link(publication, address, seen_from=address)
    )
    etree.SubElement(
        feed, "link", rel="alternate", type="text/html", href=link(publication, channel.page, seen_from=address)
    )
    _add(etree.SubElement(feed, "author"), "name", publication.name)
    for entry in newest:
        _add_entry(publication, feed, entry, address)
    etree.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + etree.tostring(feed, encoding="unicode") + "\n"


def _add_entry(publication: Publication, feed: etree.Element, entry: Entry, address: str) -> None:
    here = link(publication, entry.address, seen_from=address)
    element = etree.SubElement(feed, "entry")
    _add(element, "id", entry.id)
    _add(element, "title", entry.title)
    etree.SubElement(element, "link", rel="alternate", type="text/html", href=here)
    _add(element, "published", _rfc3339(entry.published))
    _add(element, "updated", _rfc3339(entry.updated))
    for name in entry.authors:
        _add(etree.SubElement(element, "author"), "name", name)
    for term, label in entry.categories:
        etree.SubElement(element, "category", term=term, label=clean(label))
    content = _add(element, "content", entry.html)
    content.set("type", "html")
    content.set("xml:base", link(publication, entry.page, seen_from=address))


def _add(parent: etree.Element, tag: str, text: str) -> etree.Element:
    element = etree.SubElement(parent, tag)
    element.text = clean(text)
    return element


def _id(publication: Publication, address: str) -> str:
    """A site without an address of its own has ids made of its name: an id cannot be relative."""
    return f"{publication.base}{address}" if publication.base else _unique(publication, address)


def _unique(publication: Publication, name: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{publication.base or publication.name}/{name}')}"


def _moment(date: CSLDate | None) -> datetime | None:
    """The beginning of a day, month or year in UTC; None where only words are known, or a season."""
    if date is None or not date.date_parts:
        return None
    year, month, day = (*date.date_parts[0], 1, 1)[:3]
    return datetime(year, month, day, tzinfo=UTC) if 1 <= month <= 12 and 1 <= year <= 9999 else None


def _rfc3339(when: datetime) -> str:
    return when.isoformat(timespec="seconds").replace("+00:00", "Z")
