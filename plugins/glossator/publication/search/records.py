"""What the engine is given: small pages, each with all that is found together and shares its facets.

A record is a note with the words it stands on and its evidence, an origin, a page of the site, or passages of a source
that follow one another and rest on the same.  Each part of it that leads to a place of its own, a *hit*, is an element
with the id of that place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final
from urllib.parse import quote

from glossator.edition import direction
from glossator.edition.apparatus import Note
from glossator.edition.facets import value_of
from glossator.edition.render import Renderer
from glossator.edition.words import Words
from glossator.publication import Published
from glossator.records.model import Evidence, Origin
from glossator.records.vocabulary import Reliability, SourcingGroup, Term
from glossator.text.places import Heading
from glossator.text.tags import without_tags

_ADDRESS = re.compile(r"https?://\S+ ?")
"""Nobody looks for these, and they are much to show."""

Facets = Mapping[str, Sequence[str]]
"""Values by the names of facets."""

LONGEST: Final = 6_000
"""Code points of passages in a record: readers download a whole record to see a few of its words."""
HEAVIEST: Final = 10.0
"""The greatest weight that the engine gives a word."""


@dataclass(frozen=True)
class Hit:
    """Words that lead to a place."""

    id: str
    """Of the element of the page; `words-<note>` for the words that a note stands on, which lead to the note."""
    html: str
    """The words."""
    element: str = "p"


@dataclass(frozen=True)
class Record:
    """What is found together."""

    address: str
    """Of the page, relative to the site."""
    title: str
    language: str
    """A BCP 47 tag; words are found by the rules of its language."""
    body: str
    """HTML."""
    facets: Mapping[str, Sequence[str]]
    """The values by which it is found, by the names of the facets; a value is an id, a space and its label."""
    kept: Mapping[str, str] = field(default_factory=dict)
    """What is shown and not searched, by its name."""
    weight: float = 1
    """How much its words count, beside 1."""

    @property
    def html(self) -> str:
        """The page that the engine reads.

        What is kept stands in ids of empty elements: in whatever else the engine keeps, it reads words.
        """
        filters = "".join(
            f'<meta data-pagefind-filter="{name}[content]" content="{escape(value)}">'
            for name, values in self.facets.items()
            for value in values
        )
        kept = {"at": self.address} | {name: quote(value) for name, value in self.kept.items() if value}
        ids = "".join(f'<i id="{name}={escape(value)}"></i>' for name, value in kept.items())
        title = f"<title>{escape(self.title)}</title>" if self.title else ""
        return (
            f'<!doctype html><html lang="{escape(primary(self.language))}"><head><meta charset="utf-8">{title}{filters}'
            f'</head><body data-pagefind-body data-pagefind-weight="{self.weight:g}">{ids}{self.body}</body></html>'
        )


def primary(language: str) -> str:
    """The language of a tag, without script and place: each has an index of its own."""
    return language.partition("-")[0].lower()


def facets(words: Words) -> list[tuple[str, str]]:
    """The facets that have few values, and what they are called; that of the sources is another."""
    return [
        ("what", words("Kind of result")),
        ("kind", words("Kind")),
        ("status", words("Assessment")),
        ("sourcing", words("Resting on")),
        ("reliability", words("Reliability")),
        ("language", words("Language of the text")),
        ("series", words("Series")),
    ]


def of_page(address: str, title: str, html: str, words: Words, *, weight: float = 1) -> Record:
    """The record of a page that is no source.

    Args:
        address: relative to the site.
        title: its title.
        html: its content.
        words: those of the site.
        weight: how much its words count, beside 1.
    """
    values = {"what": [f"page {words('Pages')}"]}
    return Record(address, title, words.language, html, values, weight=min(max(weight, 0), HEAVIEST))


def of_source(published: Published, renderer: Renderer, *, several: bool = False) -> Iterator[Record]:
    """The records of a source; of its former versions the notes alone, since their texts are nearly the same.

    Args:
        published: the source with its notes.
        renderer: for the words of the site and the style of its references.
        several: whether the sources of the site are in several languages, so that one can be chosen.
    """
    source = _Source(published, renderer, several=several)
    yield from source.texts()
    for note in published.notes:
        yield from source.note(note)
    yield from source.origins()
    for former in published.former:
        version = _Source(former, renderer, several=several, among=published)
        for note in former.notes:
            yield from version.note(note)


class _Source:
    """A source that is made into records."""

    def __init__(
        self, published: Published, renderer: Renderer, *, several: bool, among: Published | None = None
    ) -> None:
        """`among` is the source with which a former version is counted."""
        self._published, self._renderer = published, renderer
        self._words = renderer.words
        self._language = published.language or self._words.language
        source = among or published
        self._every = {"source": [f"{source.slug} {source.title}"]}
        if several:
            code = primary(self._language)
            self._every["language"] = [f"{code} {self._words.locale.languages.get(code, code)}"]
        if series := source.item.collection_title:
            self._every["series"] = [f"{value_of(series)} {series}"]

    def texts(self) -> Iterator[Record]:
        """Its passages and headings: those in one record that follow one another and rest on the same."""
        published = self._published
        title, run, waiting, rests = published.title, list[Hit](), list[Hit](), self._resting(None)
        for place in published.text.places:
            said = published.words_of(place.span)
            if isinstance(place, Heading):
                waiting += [Hit(place.id, escape(said), "h2")] if said != published.title else []
                continue
            now = self._resting(place.number)
            if run and (now != rests or sum(len(hit.html) for hit in run) > LONGEST):
                yield self._text(title, run, rests)
                title, run = "", []
            run, waiting, rests = [*run, *waiting, Hit(place.id, escape(said))], [], now
        yield self._text(title, [*run, *waiting], rests)

    def _text(self, title: str, hits: Sequence[Hit], resting: Facets) -> Record:
        what, kept = f"text {self._words('Passages')}", {"title": self._published.title, "lang": self._language}
        return self._record(what, title, self._language, hits, resting, kept)

    def note(self, note: Note) -> Iterator[Record]:
        """A note; where it and its source have different languages, the words that it stands on are apart."""
        published, words = self._published, self._words
        own = [Hit(f"note-{note.id}", published.body(note), "div")]
        stood = [] if note.span is None or note.whole_passage else [published.words_of(note.span)]
        on = [Hit(f"words-{note.id}", escape(each)) for each in stood]
        evidence = [
            Hit(f"e-{note.id}-{index}", " ".join(filter(None, self._evidence(piece))))
            for index, piece in enumerate(note.evidence, 1)
        ]
        number = note.passage.number if note.passage else None
        values = {**self._resting(number), "kind": [f"{note.kind} {words(self._renderer.site.kinds[note.kind].label)}"]}
        if note.status:
            values["status"] = [_value(note.status, words)]
        kept = {
            "title": note.title,
            "from": published.title,
            "dir": direction.of_note(note.front),
            "sign": note.status.sign if note.status else "",
            "withdrawn": "yes" if note.front.withdrawn else "",
        }
        apart = primary(self._language) != primary(words.language)
        what, hits = f"note {words('Notes')}", [*own, *([] if apart else on), *evidence]
        yield self._record(what, note.title, words.language, hits, values, kept)
        if apart and on:
            yield self._record(what, "", self._language, on, values, kept)

    def _evidence(self, piece: Evidence) -> Iterator[str]:
        key = piece.cite or ""
        item = self._renderer.site.bibliography.references.get(key) or piece
        yield _ADDRESS.sub("", without_tags(self._renderer.reference(item, key)))
        yield escape(piece.quote or "")
        yield escape(piece.caveat or "")

    def origins(self) -> Iterator[Record]:
        """What its passages rest on, each where it is named first."""
        sidecar, words = self._published.sidecar, self._words
        there, what = {passage.number for passage in self._published.text.passages}, f"origin {words('Origins')}"
        for id_, number in sidecar.first.items():
            if number in there:
                origin = sidecar.sourcing.origins[id_]
                said = ". ".join(filter(None, (words(origin.sourcing.label), origin.reason)))
                hit = Hit(f"origin-{id_}", escape(said))
                kept = {"title": origin.label, "from": self._published.title}
                yield self._record(what, origin.label, words.language, [hit], self._rated([origin]), kept)

    def _record(
        self, what: str, title: str, language: str, hits: Iterable[Hit], values: Facets, kept: Mapping[str, str]
    ) -> Record:
        body = "".join(f'<{hit.element} id="{hit.id}">{hit.html}</{hit.element}>' for hit in hits if hit.html)
        every = {"what": [what], **self._every, **values}
        return Record(self._published.address, title, language, body, every, kept)

    def _resting(self, number: int | None) -> Facets:
        """What a passage rests on."""
        sourcing = self._published.sidecar.sourcing
        rated = sourcing.passages.get(number) if number is not None else None
        return self._rated([sourcing.origins[id_] for id_ in rated.origins] if rated else [])

    def _rated(self, origins: Sequence[Origin]) -> Facets:
        groups, letters = {each.sourcing.group for each in origins}, {each.reliability for each in origins}
        terms: dict[str, list[Term]] = {
            "sourcing": [group for group in SourcingGroup if group in groups],
            "reliability": [letter for letter in Reliability if letter in letters],
        }
        return {name: [_value(term, self._words) for term in each] for name, each in terms.items() if each}


def _value(term: Term, words: Words) -> str:
    """A term as the value of a facet."""
    return f"{term.value} {words(term.label)}"
