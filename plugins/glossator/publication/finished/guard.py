"""A guard against silence: each note stands whole, seen and on its words wherever its source is published.

What should be there it knows from the project's files; what is there, from the pages as they were written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

from lxml import etree

from glossator.memory import Forgetful, Memory
from glossator.problems import Location, Problem
from glossator.project import Project
from glossator.project.sidecar import Annotation
from glossator.project.sources import Source
from glossator.project.versions import as_source
from glossator.publication.addresses import path_of
from glossator.publication.finished import copied
from glossator.publication.finished.pages import Element, FinishedPage, by_class, fragment, read
from glossator.publication.finished.seeing import CLOSED, Sight
from glossator.text.anchoring import PassageSelector, Selector, SourceSelector, TextQuoteSelector, first_and_last
from glossator.text.normalize import fold
from glossator.text.shortening import shortened


@dataclass(frozen=True)
class ExpectedNote:
    """A note that should stand on each page of its source."""

    annotation: Annotation
    selector: Selector
    """Where its words are: those of the note that it answers, where it has none of its own."""
    body: str
    """Its text."""
    page: str = ""
    """The file of the small page of its own, relative to the site; empty where it has none."""

    @property
    def id(self) -> str:
        """The annotation's id."""
        return self.annotation.id

    @property
    def title(self) -> str:
        """Its takeaway."""
        return self.annotation.front.title


@dataclass(frozen=True)
class ExpectedSource:
    """A source whose notes should stand on its pages."""

    slug: str
    path: str
    """Its file in the project."""
    page: str
    """The file of its page, relative to the site; empty where the site generator does not know it."""
    notes: Sequence[ExpectedNote]


def expected(
    project: Project,
    body: Callable[[Annotation], str],
    *,
    addresses: Mapping[str, str],
    unplaced: Collection[tuple[str, str]] = (),
    permalink: Callable[[str, str], str] | None = None,
    once: Callable[[str, Callable[[], ExpectedSource]], ExpectedSource] = lambda slug, make: make(),
) -> list[ExpectedSource]:
    """What should stand on the pages of a site: its sources that have notes.

    Args:
        project: what its files say.
        body: gives the HTML of a note's body.
        addresses: those of the sources' pages, relative to the site, by their slugs; some may be missing.
        unplaced: notes without a place, which other problems name: the slugs of their sources with their ids.
        permalink: gives the address of a note's own page, by that of its source's and the note's id; None where notes
            have none.
        once: is given the slug of a source and what makes its part of the answer, and may keep that.
    """

    def of_source(source: Source, every: Sequence[Annotation]) -> ExpectedSource:
        slug = source.slug
        annotations = [note for note in every if (slug, note.id) not in unplaced]
        by_id = {note.id: note for note in annotations}
        address = addresses.get(slug, "")
        notes = []
        for note in annotations:
            text = Sight(root).text(root) if (root := fragment(body(note))) is not None else ""
            own = permalink(address, note.id) if permalink and address and note.front.has_page else ""
            notes.append(ExpectedNote(note, _selector(note, by_id), text, unquote(own)))
        return ExpectedSource(slug, source.path, path_of(address) if address else "", notes)

    sources = [once(source.slug, partial(of_source, source, every)) for source, every in _editions(project)]
    return [source for source in sources if source.notes]


def _editions(project: Project) -> Iterator[tuple[Source, Sequence[Annotation]]]:
    """Each source, and each of its former versions whose text is kept, with the notes on it."""
    for slug, source in project.sources.items():
        sidecar = project.sidecars[slug]
        yield source, sidecar.annotations
        for version in sidecar.versions:
            if version.has_text:
                yield as_source(source, version), sidecar.of_version(version.number).annotations


def _selector(note: Annotation, by_id: Mapping[str, Annotation]) -> Selector:
    """Where the words of a note are, or of the one that it answers."""
    seen = set()
    while isinstance(note.selector, SourceSelector) and note.id not in seen:
        seen.add(note.id)
        note = by_id.get(note.front.replies_to or "", note)
    return note.selector


def verify(folder: Path, sources: Sequence[ExpectedSource]) -> list[Problem]:
    """Every problem of what should stand on the pages of a site, which are read from its folder.

    Raises:
        OSError: a page cannot be read.
    """
    guard = Guard(sources)
    for page in read(folder):
        guard.look(page)
    return guard.problems()


class Guard:
    """Looks at the pages of a site one after another."""

    def __init__(self, sources: Iterable[ExpectedSource], memory: Memory | None = None) -> None:
        """`sources` may name one several times, with a page in each of the site's languages."""
        self._memory = memory or Forgetful()
        everywhere = list(sources)
        self._sources = {source.slug: source for source in reversed(everywhere)}
        self._at = {source.page: source for source in everywhere if source.page}
        self._own = {note.page: note for source in everywhere for note in source.notes if note.page}
        self._unseen = dict(self._sources)
        """The sources of which no page was found yet."""
        self._problems: list[Problem] = []

    def look(self, page: FinishedPage) -> None:
        """See what of the sources stands on a page."""
        if note := self._own.pop(page.path, None):
            key = (page.digest if self._memory.keeps else "", note)
            self._problems += self._memory.keep(("own page", page.path), key, lambda: list(_own_page(note, page)))
        there = self._at.pop(page.path, None)
        if there is None and b"gl-source" not in page.html and b"gl-note" not in page.html:
            return
        key = self._depends(page, there) if self._memory.keeps else ()
        found, problems = self._memory.keep(("page", page.path), key, lambda: self._look(page, there))
        for slug in found:
            self._unseen.pop(slug, None)
        self._problems += problems

    def _depends(self, page: FinishedPage, there: ExpectedSource | None) -> tuple[Any, ...]:
        """All that what is found on a page depends on."""
        named, has_notes = self._memory.keep(("named", page.path), (page.digest,), lambda: _named(page))
        sources = tuple(self._sources.get(slug) for slug in named)
        unknown = there is None and has_notes and not any(sources)
        return page.digest, there, sources, tuple(self._sources.values()) if unknown else ()

    def _look(self, page: FinishedPage, there: ExpectedSource | None) -> tuple[list[str], list[Problem]]:
        """The slugs of the sources on a page, and what is wrong with their notes."""
        found = list(self._renditions(page, there))
        problems: list[Problem] = []
        for source, element in found:
            rendition = Rendition(source, page, element, page.root if len(found) == 1 else element)
            problems += rendition.problems()
        return [source.slug for source, _ in found], problems

    def problems(self) -> list[Problem]:
        """All that is wrong with the pages that were looked at, and the pages that were not among them."""
        absent = {source.slug: source for source in self._at.values()} | self._unseen
        return [
            *self._problems,
            *(_absent(source) for source in absent.values()),
            *(
                _problem(note, "note-not-published", f"its own page {page} is missing")
                for page, note in self._own.items()
            ),
        ]

    def _renditions(self, page: FinishedPage, there: ExpectedSource | None) -> Iterator[tuple[ExpectedSource, Element]]:
        """The sources on a page, each with the element that holds it."""
        slugs = set()
        for element in by_class(page.root, name="gl-source") if page.root is not None else ():
            if source := self._sources.get(element.get("data-source", "")):
                slugs.add(source.slug)
                yield there if there and there.slug == source.slug else source, element
        if there is not None and there.slug not in slugs:
            yield there, page.root
        elif not slugs and (source := self._most_alike(page)):
            yield source, page.root

    def _most_alike(self, page: FinishedPage) -> ExpectedSource | None:
        """The source most of whose notes stand on a page that does not say whose they are."""
        ids = {note.get("id", "").rpartition("note-")[2] for note in by_class(page.root, name="gl-note")}
        common = {slug: len(ids & {note.id for note in source.notes}) for slug, source in self._sources.items()}
        slug = max(common, key=lambda slug: common[slug], default="")
        return self._sources[slug] if common.get(slug) else None


def _named(page: FinishedPage) -> tuple[tuple[str, ...], bool]:
    """The slugs of the sources that a page says it holds, and whether notes stand on it."""
    if page.root is None:
        return (), False
    sources = by_class(page.root, name="gl-source")
    return tuple(source.get("data-source", "") for source in sources), bool(by_class(page.root, name="gl-note"))


_PARTS = etree.XPath(
    "descendant::*[self::mark[@data-notes] or @role='doc-noteref' or self::aside"
    " or contains(@class, 'gl-note') or contains(@class, 'gl-number') or contains(@class, 'gl-heading')]"
)
_IDS = etree.XPath("descendant-or-self::*/@id", smart_strings=False)


@dataclass(eq=False)
class Rendition:
    """A source as it stands on a page: its own, one for printing, one in another language."""

    source: ExpectedSource
    page: FinishedPage
    element: Element
    """What holds it."""
    owner: Element
    """What holds all ids that must not stand twice."""
    _notes: dict[str, Element] = field(default_factory=dict)
    _marks: dict[str, list[tuple[Element, str]]] = field(default_factory=dict)
    """By the ids of notes: marks, each with the id of the passage or heading in which it stands."""
    _markers: list[Element] = field(default_factory=list)

    def problems(self) -> Iterator[Problem]:
        """What is wrong with its notes."""
        if self.element is None:
            for note in self.source.notes:
                yield self._problem(note, "note-not-published", "the note is missing: there is nothing on the page")
            return
        self._sight = Sight(self.page.root)
        self._gather()
        for note in self.source.notes:
            element = self._element(note)
            if element is None:
                yield self._missing(note)
                continue
            if reason := self._sight.hidden_by(element):
                yield self._problem(note, "note-hidden", f"the note is hidden by {reason}, and should be seen")
                continue
            yield from self._place(note, element)
            yield from self._words(note, element)
            yield from self._on_its_words(note)
            yield from self._marker(note, element)
        yield from self._doubled()

    def _gather(self) -> None:
        place = ""
        for part in _PARTS(self.element):
            if own := _place_of(part):
                place = own
            elif part.tag == "mark":
                for id_ in part.get("data-notes", "").split():
                    self._marks.setdefault(id_, []).append((part, place))
            elif part.get("role") == "doc-noteref":
                self._markers.append(part)
            elif part.get("id"):
                self._notes.setdefault(part.get("id"), part)

    def _element(self, note: ExpectedNote) -> Element:
        """A note's element; a page of several sources may put something before its id."""
        own = self._notes.get(f"note-{note.id}")
        if own is not None:
            return own
        ending = f"-note-{note.id}"
        return next((element for id_, element in self._notes.items() if id_.endswith(ending)), None)

    def _missing(self, note: ExpectedNote) -> Problem:
        elsewhere = f"note-{note.id}" in _IDS(self.page.root)
        if elsewhere and self.element is not self.page.root:
            return self._problem(note, "note-moved", "the note stands outside of its source, and should stand in it")
        return self._problem(note, "note-not-published", "the note is missing, and should stand there")

    def _place(self, note: ExpectedNote, element: Element) -> Iterator[Problem]:
        """Whether a note stands behind the passage in which its words end."""
        marks = self._marks.get(note.id)
        group = element.getparent()
        while group is not None and "gl-notes" not in group.get("class", "").split():
            group = group.getparent()
        if group is None:
            yield self._problem(note, "note-moved", "the note stands apart from the notes of its passage")
        elif marks and not self._stands_behind(group, marks[-1][1]):
            message = f"the note stands elsewhere than behind {_called(marks[-1][1])}, in which its words end"
            yield self._problem(note, "note-moved", message)

    def _stands_behind(self, group: Element, place: str) -> bool:
        if place not in (f"p{group.get('data-passage')}", f"h{group.get('data-heading')}"):
            return False
        around = group
        while around is not None and around is not self.owner:
            for before in around.itersiblings(preceding=True):
                parts = [before, *before.iterdescendants()] if isinstance(before.tag, str) else []
                places = [own for part in parts if (own := _place_of(part))]
                if places and "gl-notes" not in before.get("class", "").split():
                    return place in places
            around = around.getparent()
        return False

    def _words(self, note: ExpectedNote, element: Element) -> Iterator[Problem]:
        """Whether title and body of a note are whole."""
        for name, text, own in (("title", note.title, "gl-title"), ("text", note.body, "gl-body")):
            here = self._seen(element, own)
            if _bare(here) != _bare(text) and (by_class(element, name=own) or _bare(text) not in _bare(here)):
                yield self._problem(note, "note-altered", f"its {name} {_differing(here, text)}")

    def _seen(self, element: Element, name: str) -> str:
        """What readers see of the part of a note that has a class; of the note, where none has it."""
        parts = by_class(element, name=name)[:1] or [element]
        return "".join(self._sight.text(part) for part in parts if not self._sight.hidden_by(part))

    def _on_its_words(self, note: ExpectedNote) -> Iterator[Problem]:
        """Whether a note's marks are on its words."""
        marks = self._marks.get(note.id, [])
        if isinstance(note.selector, SourceSelector):
            return
        if not marks:
            yield self._problem(note, "mark-altered", "no words are marked as the note’s")
        elif reason := next(filter(None, (self._hides(mark) for mark, _ in marks)), ""):
            yield self._problem(note, "mark-altered", f"its marked words are hidden by {reason}")
        elif fault := _fault(note.selector, [mark for mark, _ in marks], marks[0][1]):
            yield self._problem(note, "mark-altered", fault)

    def _marker(self, note: ExpectedNote, element: Element) -> Iterator[Problem]:
        """Whether a note's marker is seen and leads to it."""
        markers = [marker for marker in self._markers if _is_of(marker, note.id)]
        if not markers and not isinstance(note.selector, SourceSelector):
            yield self._problem(note, "marker-dead", "its marker is missing from the text")
        for marker in markers:
            href, own = marker.get("href", ""), element.get("id")
            if reason := self._hides(marker):
                yield self._problem(note, "marker-dead", f"its marker is hidden by {reason}")
            elif not self._leads(href, own):
                yield self._problem(note, "marker-dead", f"its marker leads to `{href}`, and should lead to `#{own}`")

    def _hides(self, element: Element) -> str:
        """What hides words of the source, or a marker; the source's author may have put them into what readers open."""
        reason = self._sight.hidden_by(element)
        return "" if reason == CLOSED else reason

    def _leads(self, href: str, id_: str) -> bool:
        address, fragment_ = urldefrag(href)
        # Some site generators write the page's own address before it; the site may lie in a folder of its server.
        path = path_of(urlsplit(urljoin(f"/{quote(self.page.path)}", address)).path)
        if not path.endswith(f"/{self.page.path}"):
            return False
        # A page of all pages may name the page in links, and only in the ids of headings: on paper nothing is lost.
        elsewhere = self.page.path != self.source.page
        return unquote(fragment_) == id_ or (elsewhere and unquote(fragment_).endswith(f"-{id_}"))

    def _doubled(self) -> Iterator[Problem]:
        """The ids of ours that stand several times: links to them lead to the first."""
        counts = Counter(_IDS(self.owner))
        for note in self.source.notes:
            for id_ in (f"note-{note.id}", f"ref-{note.id}"):
                if counts[id_] > 1:
                    message = f"`id={id_}` stands {counts[id_]} times, and should stand once"
                    yield self._problem(note, "duplicate-id", message)

    def _problem(self, note: ExpectedNote, code: str, message: str) -> Problem:
        return _problem(note, code, f"on the page {self.page.path}, {message}")


def _problem(note: ExpectedNote, code: str, message: str) -> Problem:
    return note.annotation.problem(Location(note.annotation.path), code, message, _HINT)


_HINT = "look for a template, plugin or hook that changes pages after glossator, and build the site again"


def _absent(source: ExpectedSource) -> Problem:
    page = f" {source.page}" if source.page else ""
    return Problem(
        Location(source.path),
        "note-not-published",
        f"there is no page{page} of this source: {len(source.notes)} notes are not shown",
        "look in mkdocs.yml for `exclude_docs` or `draft_docs`, or a plugin that leaves the page out",
        source=source.slug,
    )


def _own_page(note: ExpectedNote, page: FinishedPage) -> Iterator[Problem]:
    """What is wrong with a note's own page."""
    sight = None if page.root is None else Sight(page.root)
    for name, text, path in (("title", note.title, ".//h1"), ("text", note.body, ".//*[@class='gl-body']")):
        part = None if page.root is None else page.root.find(path)
        here = sight.text(part) if sight and part is not None and not sight.hidden_by(part) else ""
        if _bare(here) != _bare(text):
            yield _problem(note, "note-altered", f"on its own page {page.path}, its {name} {_differing(here, text)}")


def _is_of(marker: Element, note: str) -> bool:
    id_ = marker.get("id", "")
    return bool(id_ == f"ref-{note}" or id_.endswith(f"-ref-{note}"))


def _place_of(element: Element) -> str:
    """The id of the passage or heading that an element of ours begins; empty for any other."""
    if not isinstance(element.tag, str):
        return ""
    classes = element.get("class", "").split()
    if "gl-heading" in classes:
        return str(element.get("id", ""))
    number = (element.text or "").strip() if "gl-number" in classes else ""
    return f"p{number}" if number.isdecimal() else ""


def _called(place: str) -> str:
    return f"passage {place[1:]}" if place.startswith("p") else f"the heading {place}"


def _fault(selector: Selector, marks: Sequence[Element], place: str) -> str:
    """What is wrong with marked words, which are given with the place of the first."""
    words = "".join(map(_text_of, marks))
    wanted = selector.number if isinstance(selector, PassageSelector) else getattr(selector, "passage", None)
    if wanted is not None and place != f"p{wanted}":
        return f"its marks begin in {_called(place)}, and should in passage {wanted}"
    if not isinstance(selector, TextQuoteSelector):
        return "" if _bare(words) else "its marks are empty"
    marked, quote = _folded(words), _folded(selector.exact)
    first, last = map(_folded, first_and_last(selector.exact) or (quote, quote))
    if marked == quote or (first_and_last(selector.exact) and marked.startswith(first) and marked.endswith(last)):
        return ""
    if copied.is_copied(marks, quote if first == quote else (first, last), _folded):
        return ""
    return f"its marked text {_differing(words, selector.exact)}"


def _folded(text: str) -> str:
    return _bare(fold(text).text)


def _bare(text: str) -> str:
    """A text without spaces: those between blocks are not the same in every rendition."""
    return "".join(text.split())


def _differing(here: str, wanted: str) -> str:
    """How two texts differ, from a little before the word with which they begin to."""
    there, words = here.split(), wanted.split()
    if not there:
        return f"is empty, and should be `{shortened(wanted, _SHOWN)}`"
    same = next((i for i, (a, b) in enumerate(zip(there, words, strict=False)) if a != b), min(len(there), len(words)))
    start = max(0, same - 3)
    has, wants = (shortened(" ".join(text[start:]), _SHOWN) for text in (there, words))
    return f"reads `{has}`, and should read `{wants}`"


_SHOWN = 60
"""Code points of a text that tell which place is meant."""


def _text_of(mark: Element) -> str:
    return "".join(mark.itertext())
