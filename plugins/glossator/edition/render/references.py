"""What notes rest on, and who stands behind them, as readers see it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from markupsafe import Markup, escape

from glossator.edition import direction, moments
from glossator.edition.apparatus import Note
from glossator.edition.page import Page
from glossator.edition.render import Renderer
from glossator.edition.words import Words
from glossator.edition.works import Work, Works
from glossator.records.csl import CSLDate, CSLItem
from glossator.records.model import Evidence, NoteFrontMatter, Reference
from glossator.records.vocabulary import Checked, Direction, Nature, Relation
from glossator.references import nature
from glossator.references.short import Short, short_citations
from glossator.references.style.markup import plain
from glossator.repository.provenance import Credits
from glossator.text.quoting import marked
from glossator.text.tags import without_tags


@dataclass(frozen=True)
class EvidenceLine:
    """A piece of evidence in one line; the whole of its reference stands at the end of the page."""

    relation: Relation
    direction: Direction
    short: Markup
    """Author and year."""
    link: str
    """The link to the whole reference; empty where there is none."""
    when: str
    """That it came later, or that its date is not exact; empty for what was known then."""
    locator: str
    quote: str
    """Between marks; empty where there is none."""
    url: str | None
    """An address in place of the reference's own."""
    archive_url: str | None
    read: str
    """How much of it the editors have read, where that is not what they have read of the reference."""
    caveat: str | None


@dataclass(frozen=True)
class ReferenceEntry:
    """A reference at the end of the page."""

    id: str
    entry: Markup
    """As the site's citation style writes it."""
    nature: Nature | None
    when: str
    """As above."""
    read: str
    """How much of it the editors have read; empty for what is said once of most."""
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Signed:
    """Who signs a note, in one line."""

    by: tuple[str, ...]
    """Who wrote and reviewed it, what helped, what they disclose; empty where that is what is said once of most."""
    date: str
    """When it was written or last changed."""
    ai: bool
    """Whether a language model helped, which is told at the end of the page."""


class References:
    """The references of one page: short beside the text, whole at its end."""

    def __init__(self, renderer: Renderer, page: Page) -> None:
        self._renderer, self._page = renderer, page
        self.works = Works(page, renderer.site.references)

    def line(self, note: Note, index: int) -> EvidenceLine:
        """A piece of a note's evidence, by its place from 0."""
        evidence, work = note.evidence[index], self.works.of(note, index)
        short = self._shorts[work.name] if work else None
        moment = moments.of_evidence(evidence, self._page.source.item, self._renderer.site.references)
        return EvidenceLine(
            relation=evidence.relation,
            direction=direction.of_relation(evidence.relation),
            short=Markup(short.html) if short else escape(f"@{evidence.cite}"),
            link=work.link if work else "",
            when=moments.told(moment, self._renderer.words),
            locator=_sentence(evidence.locator or ""),
            quote=marked(evidence.quote, self._renderer.words.language) if evidence.quote else "",
            url=evidence.URL if work and work.in_bibliography else None,
            archive_url=evidence.archive_url,
            read=self._read(evidence, work),
            caveat=evidence.caveat,
        )

    def entries(self) -> list[ReferenceEntry]:
        """All references of the page, in the order of the alphabet."""
        entries = [self._entry(work) for work in self.works.by_name.values()]
        return sorted(entries, key=lambda entry: without_tags(entry.entry).casefold().lstrip("“‘\"'([ "))

    def short(self, key: str) -> Markup:
        """A reference of the bibliography in short, as a link to its entry on the page."""
        if key not in self.works.by_name:
            return escape(f"@{key}")
        work = self.works.by_name[key]
        return Markup('<a href="{}">{}</a>').format(work.link, Markup(self._shorts[key].html))

    @cached_property
    def usual(self) -> str:
        """What is said of most of them, once: their nature, how much the editors have read, and from when to when."""
        nature_said = self._renderer.words(self._usual_nature.label) if self._usual_nature else ""
        return " · ".join(filter(None, (nature_said, self._usually_read)))

    @cached_property
    def _usual_nature(self) -> Nature | None:
        """The nature of more than half of the works; None where that says nothing."""
        usual = _usual(nature.of_item(work.item) for work in self.works.by_name.values())
        return None if usual is Nature.OTHER else usual

    @cached_property
    def _usually_read(self) -> str:
        items = [work.item for work in self.works.by_name.values()]
        usual = [item for item in items if isinstance(item, Reference | Evidence) and self._is_usual(item)]
        days = sorted({item.accessed.date_parts[0] for item in usual if item.accessed and item.accessed.date_parts})
        span = [list(day) for day in dict.fromkeys((days[0], days[-1]))] if days else []
        accessed = CSLDate.model_validate({"date-parts": span}) if span else None
        return self._said(usual[0].model_copy(update={"accessed": accessed})) if usual else ""

    def _is_usual(self, item: CSLItem) -> bool:
        """Whether it was read as most were."""
        return isinstance(item, Reference | Evidence) and item.checked is not None and item.checked is self._most

    @cached_property
    def _most(self) -> Checked | None:
        """How much the editors have read of more than half of the works."""
        read = [getattr(work.item, "checked", None) for work in self.works.by_name.values()]
        most = max(dict.fromkeys(read), key=read.count, default=None)
        return most if read.count(most) * 2 > len(read) else None

    @cached_property
    def usual_signature(self) -> tuple[str, ...]:
        """Who signs most of the notes, which is said once; empty where no signature is that of most."""
        return _usual(map(self._by, self._page.notes)) or ()

    @cached_property
    def usual_date(self) -> str:
        """When most of the notes were written or last changed, which is said once with who signs them."""
        return (_usual(map(self._dated, self._page.notes)) or "") if self.usual_signature else ""

    def signed(self, note: Note) -> Signed:
        """Who signs a note, and when."""
        by = self._by(note)
        usual = bool(by) and by == self.usual_signature
        date = self._dated(note)
        return Signed(
            by=() if usual else by,
            date="" if date == self.usual_date else date,
            ai=usual and bool(note.front.ai_assisted),
        )

    def _dated(self, note: Note) -> str:
        site = self._renderer.site
        return (_dates(site.credits(note.annotation), site.words) or [""])[-1]

    def _by(self, note: Note) -> tuple[str, ...]:
        site = self._renderer.site
        return tuple(_signers(note.front, site.credits(note.annotation), site.words))

    def linked(self, body: str, cited: tuple[str, ...]) -> Markup:
        """A note's body whose citations lead to the references of this page."""
        links = {_address(work.item): work.link for key in cited if (work := self.works.by_name.get(key))}

        def link(found: re.Match[str]) -> str:
            there = links.get(found["address"])
            return f'<a href="{there}">' if there else found[0]

        return Markup(_CITED.sub(link, body))

    @cached_property
    def _shorts(self) -> Mapping[str, Short]:
        words = self._renderer.words
        items = {name: work.item for name, work in self.works.by_name.items()}
        return short_citations(items, words, words.language, self._renderer.letters)

    def _entry(self, work: Work) -> ReferenceEntry:
        read = self._said(work.item)
        kind = nature.of_item(work.item)
        return ReferenceEntry(
            id=work.id,
            entry=_with_short_address(self._renderer.reference(work.item, work.key)),
            nature=None if kind is (self._usual_nature or Nature.OTHER) else kind,
            when=moments.told(moments.of_item(work.item, self._page.source.item), self._renderer.words),
            read="" if self._is_usual(work.item) else read,
            notes=tuple(work.notes),
        )

    def _read(self, evidence: Evidence, work: Work | None) -> str:
        """How much of a work was read for a note, and when, where that is not what is said of the work."""
        read = self._said(evidence)
        return "" if work and (work.item is evidence or self._said(work.item) == read) else read

    def _said(self, item: Reference | Evidence | CSLItem) -> str:
        words, checked = self._renderer.words, item.checked if isinstance(item, Reference | Evidence) else None
        accessed = words.date(item.accessed)
        return words.listed(
            [words(checked.label) if checked else "", accessed and words("accessed {date}", date=accessed)]
        )


_Value = TypeVar("_Value")
_TAG = re.compile(r"<[^>]*>")
_CITED = re.compile(r'<a href="(?P<address>[^"]*)"(?: title="[^"]*")?>')


def _usual(values: Iterable[_Value]) -> _Value | None:
    """What more than one of them are, and more than half; None where nothing is."""
    counts = Counter(values)
    return next((value for value, count in counts.most_common(1) if count > 1 and count * 2 > counts.total()), None)


def _address(item: CSLItem) -> str:
    return escape(item.URL or (f"https://doi.org/{item.DOI}" if item.DOI else ""))


def _sentence(locator: str) -> str:
    """A place in a work with a capital letter and a full stop."""
    return f"{locator[0].upper()}{locator[1:].rstrip('.')}." if locator else ""


def byline(item: CSLItem, words: Words) -> str:
    """Author, publication and date of a source, in one line."""
    return words.listed([*map(str, item.author), plain(item.container_title or ""), words.date(item.issued)])


_SAME = re.compile(
    r'(?P<start><a href="https?://(?:www\.)?(?P<host>[^"/?#]+)(?P<rest>[^"]*)"[^>]*>)(?P<text>[^<]*)</a>'
)


def _with_short_address(entry: Markup) -> Markup:
    """A reference whose address is a link named after its host; paper has the whole of it from the style sheet."""

    def short(link: re.Match[str]) -> str:
        return f"{link['start']}{link['host']}</a>" if link["text"].endswith(link["host"] + link["rest"]) else link[0]

    return Markup(_SAME.sub(short, entry))


def signature(front: NoteFrontMatter, credits_: Credits, words: Words) -> list[str]:
    """Who wrote and reviewed a note, what they disclose, and when."""
    return [*_signers(front, credits_, words), *_dates(credits_, words)]


def _dates(credits_: Credits, words: Words) -> list[str]:
    created, changed = words.date(credits_.created), words.date(credits_.modified)
    parts = (
        created and words("written {date}", date=created),
        changed and changed != created and words("changed {date}", date=changed),
    )
    return [part for part in parts if part]


def _signers(front: NoteFrontMatter, credits_: Credits, words: Words) -> list[str]:
    parts = (
        words.listed(credits_.authors),
        credits_.reviewers and words("reviewed by {names}", names=words.listed(credits_.reviewers)),
        front.ai_assisted and words.labelled(words("AI"), front.ai_assisted),
        front.interest and words.labelled(words("Interest"), front.interest),
    )
    return [part for part in parts if part]
