"""Two texts side by side, as the rows of a table: in each cell a passage, which words of it differ, and its notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from glossator.edition.apparatus import Note
from glossator.publication import Published
from glossator.publication.indices.page import IndexPage
from glossator.records.model import VersionFacts
from glossator.records.vocabulary import Kind
from glossator.text import aligning
from glossator.text.aligning import Pair
from glossator.text.differences import WordChange
from glossator.text.places import Heading, Passage
from glossator.text.textmap import TextMap


@dataclass(frozen=True)
class Stretch:
    """Words of a passage."""

    text: str
    changed: bool


@dataclass(frozen=True)
class Beside:
    """A note, as the cell of its passage leads to it."""

    note: Note
    kind: Kind
    url: str
    """Its place on the page on which it stands."""
    language: str
    """That of its title, a BCP 47 tag; empty where it is the page's."""


@dataclass(frozen=True)
class Side:
    """A passage in one of the two texts."""

    url: str = ""
    """Its address; empty where the text has none in this row."""
    label: str = ""
    """What it is called; empty for a heading."""
    stretches: Sequence[Stretch] = ()
    notes: Sequence[Beside] = ()


@dataclass(frozen=True)
class Row:
    """A passage of the two texts."""

    sides: tuple[Side, Side]
    moved: bool = False


@dataclass(frozen=True)
class Column:
    """One of the two texts, as the head of its column tells of it."""

    name: str
    """What it is called beside the other: `Version 1`, `German`."""
    title: str
    """Its own name; empty where it has none."""
    captured: str
    """When it was taken, as readers read a date; empty where that is not known."""
    held_by: str
    """Who owns it; empty where nobody says so."""
    url: str
    """The address of its page."""
    language: str
    """The language of its text, a BCP 47 tag; empty where it is not known."""
    whole: Sequence[Beside]
    """The notes on the whole of it."""


class Text:
    """One of the two texts with its notes, as the page leads to it."""

    def __init__(self, page: IndexPage, published: Published, written: str) -> None:
        """`written` is the language of notes that are not translated; empty where it is the page's."""
        self._words, self._published = page.words, published
        self._url = page.relative(published.address)
        self._notes: dict[str, list[Beside]] = {}
        as_written = written if page.published(published.slug) is not published else ""
        for note in published.notes:
            kind, url = page.publication.kinds[note.kind], f"{self._url}#note-{note.id}"
            beside = Beside(note, kind, url, note.annotation.language or as_written)
            self._notes.setdefault(note.place.id if note.place else "", []).append(beside)

    def column(self, name: str) -> Column:
        """The head of its column."""
        words, facts = self._words, self._published.front.version or VersionFacts()
        captured, held_by, whole = words.date(facts.captured), facts.held_by or "", self._notes.get("", ())
        return Column(name, facts.title or "", captured, held_by, self._url, self._published.language, whole)

    def side(self, place: Passage | Heading | None, stretches: Sequence[Stretch]) -> Side:
        """Its cell in a row."""
        if place is None:
            return Side()
        label = self._words("Passage {number}", number=place.number) if isinstance(place, Passage) else ""
        return Side(f"{self._url}#{place.id}", label, stretches, self._notes.get(place.id, ()))


def of_versions(
    page: IndexPage, before: Published, after: Published, aligned: Iterable[Pair], written: str
) -> list[Row]:
    """The rows of two versions of a text, with the words that differ."""
    one, other = Text(page, before, written), Text(page, after, written)
    return [
        Row(
            (one.side(pair.before, _changed(pair, later=False)), other.side(pair.after, _changed(pair, later=True))),
            pair.moved,
        )
        for pair in aligned
    ]


def of_languages(page: IndexPage, before: Published, after: Published, written: str) -> list[Row]:
    """The rows of a text and its translation: passages of one number are each other's."""
    one, other = Text(page, before, written), Text(page, after, written)
    return [
        Row((one.side(place, _whole(before.text, place)), other.side(beside, _whole(after.text, beside))))
        for place, beside in aligning.by_number(before.text, after.text)
    ]


def _changed(pair: Pair, *, later: bool) -> list[Stretch]:
    changed = (step.after if later else step.before for step in pair.steps if isinstance(step, WordChange))
    return [
        Stretch(next(changed), changed=True) if isinstance(step, WordChange) else Stretch(step, changed=False)
        for step in pair.steps
    ]


def _whole(text: TextMap, place: Passage | Heading | None) -> list[Stretch]:
    return [Stretch(aligning.words_of(text, place), changed=False)] if place else []
