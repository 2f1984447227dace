"""The whole site as its indices, exports and feeds see it: every edition, placed, in one order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from glossator.edition.apparatus import Apparatus, Note
from glossator.edition.leads import LeadPart
from glossator.edition.page import Page
from glossator.edition.site import Site
from glossator.edition.words import Words
from glossator.memory import Forgetful, Memory
from glossator.problems import Problem
from glossator.project.sidecar import Sidecar
from glossator.publication.arranging import Arrangement
from glossator.records.csl import CSLItem
from glossator.records.model import Reference, SourceFrontMatter
from glossator.records.vocabulary import NOTE_FIELDS, Certainty, Kinds, Status, Term
from glossator.repository.forge import Forge
from glossator.repository.provenance import Change, Credits, History
from glossator.text.textmap import Span, TextMap

if TYPE_CHECKING:
    from glossator.repository.changes import FieldChange, NoteChange

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Published:
    """A source as it is published."""

    page: Page
    """The source, its notes and all that stands beside them."""
    sidecar: Sidecar
    address: str
    """The page's address relative to the site, such as `sources/reviving-isis/`."""
    problems: tuple[Problem, ...] = ()
    """Every problem of its notes, those that kept a file from being read included."""
    former: tuple[Published, ...] = ()
    """Its former versions whose texts are kept, the first one first."""
    headings: tuple[tuple[int, str], ...] = ()
    """The HTML of its headings, each with its place on the page; none for a former version."""
    name: str = ""
    """What a former version is called; empty for a source."""
    html: str = ""
    """A former version with its notes in place; empty for a source, whose page the build keeps."""

    @property
    def slug(self) -> str:
        """Its name in addresses."""
        return self.page.source.slug

    @property
    def path(self) -> str:
        """Its file, relative to the project's root."""
        return self.page.source.path

    @property
    def title(self) -> str:
        """What it is called among others."""
        return self.name or self.page.source.title

    @property
    def date(self) -> str:
        """When it was published, in ISO 8601; empty where that is not known."""
        return self.page.source.date

    @property
    def front(self) -> SourceFrontMatter:
        """Its front matter."""
        return self.page.source.front

    @property
    def item(self) -> CSLItem:
        """The work that it is, as it is cited."""
        return self.front.source

    @property
    def language(self) -> str:
        """The language of its text, a BCP 47 tag; empty where it is not known."""
        return self.item.language or ""

    @property
    def tags(self) -> Sequence[str]:
        """What its page is tagged with."""
        return self.page.source.tags

    @property
    def apparatus(self) -> Apparatus:
        """Its notes in their places."""
        return self.page.apparatus

    @property
    def lead(self) -> Sequence[LeadPart]:
        """What a reader learns of it first, in parts; none where it has no lead."""
        return self.page.lead

    @property
    def notes(self) -> Sequence[Note]:
        """Its notes that have a place, in the order of their numbers."""
        return self.apparatus.notes

    @property
    def text(self) -> TextMap:
        """Its text as readers see it."""
        return self.apparatus.text

    def words_of(self, span: Span) -> str:
        """Words of its text."""
        return self.text.text[span.start : span.end]

    def body(self, note: Note) -> str:
        """The HTML of a note of it."""
        return self.page.bodies[note.id].html

    @property
    def has_claims(self) -> bool:
        """Whether any of its notes says something of its words."""
        return any(note.is_claim for note in self.notes)

    def note(self, id_: str) -> Note | None:
        """Its note of this id, where it has one."""
        return next((note for note in self.notes if note.id == id_), None)


@dataclass(frozen=True)
class FolderPage:
    """A folder of sources, as the library tells of it."""

    title: str
    introduction: str = ""
    """How its page begins, without markup; empty where it has none."""
    address: str = ""
    """The address of its page, relative to the site; empty where it has none."""


@dataclass(frozen=True)
class Publication:
    """Everything that is published."""

    name: str
    """The site's name."""
    base: str
    """The site's own address, ending in `/`; empty where `site_url` is not set, and then every address is relative."""
    description: str
    sources: tuple[Published, ...]
    """Newest first."""
    site: Site
    """Kinds, bibliography and words."""
    changes: tuple[NoteChange, ...] = ()
    """What changed in the notes, newest first."""
    older: bool = False
    """Whether there are older changes that are not among these."""
    indices: Mapping[str, str] = field(default_factory=dict)
    """The address of each index that the site has, by its name, relative to the site."""
    permalinks: bool = False
    """Whether notes that say something of their words have pages of their own."""
    translates: bool = False
    """Whether the site has several languages, so that readers see the translations of notes."""
    pictures: bool = False
    """Whether sources, and such pages, have pictures for links to them."""
    folders: Mapping[str, FolderPage] = field(default_factory=dict)
    """The folders of sources, by their paths."""
    libraries: Mapping[str, Arrangement] = field(default_factory=dict)
    """How the libraries of the site are arranged, by their addresses."""
    frame: object = field(default_factory=object, repr=False, compare=False)
    """Stands for all that pages of sources show of it besides themselves: the same object as long as that is."""
    memory: Memory = field(default_factory=Forgetful, repr=False, compare=False)
    """What a preview keeps."""
    _credits: dict[str, Credits] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Those asked for already, by the notes' paths: every index and export asks for them again."""

    _whole: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What was made of all of it already, by its name."""

    @property
    def words(self) -> Words:
        """The words of the site's language."""
        return self.site.words

    @property
    def kinds(self) -> Kinds:
        """The site's kinds of notes."""
        return self.site.kinds

    @property
    def references(self) -> Mapping[str, Reference]:
        """The bibliography, by citation keys."""
        return self.site.bibliography.references

    @property
    def forge(self) -> Forge | None:
        """Where the project's files are kept, if that is known."""
        return self.site.forge

    @property
    def history(self) -> History:
        """What git knows of the project's files."""
        return self.site.history

    @cached_property
    def editions(self) -> Sequence[Published]:
        """All that notes stand on: each source, and behind it its former versions."""
        return [edition for published in self.sources for edition in (published, *published.former)]

    @cached_property
    def by_slug(self) -> Mapping[str, Published]:
        """The sources by their slugs."""
        return {published.slug: published for published in self.sources}

    @cached_property
    def with_notes(self) -> Mapping[Published, int]:
        """The sources and former versions that have notes, each with the number of notes before its own."""
        full = [published for published in self.editions if published.notes]
        return dict(zip(full, accumulate((len(published.notes) for published in full), initial=0), strict=False))

    @cached_property
    def neighbours(self) -> Mapping[Published, tuple[Published | None, Published | None]]:
        """The sources that have notes, each with the one before it and the one after it among these."""
        full = list(self.with_notes)
        return dict(zip(full, zip([None, *full], [*full[1:], None], strict=False), strict=True))

    @cached_property
    def number_of_notes(self) -> int:
        """How many notes the site has."""
        return sum(len(published.notes) for published in self.editions)

    def place_of(self, slug: str, id_: str) -> tuple[Published, Note] | None:
        """A note of a source with the page on which it stands: the source's, or a former version's."""
        source = self.by_slug.get(slug)
        for published in (source, *source.former) if source else ():
            if note := published.note(id_):
                return published, note
        return None

    def once(self, name: str, published: Published, make: Callable[[], T], *also: Any) -> T:
        """What is made of one source, and of what holds for the whole site; a preview makes it again if these change.

        Args:
            name: what it is.
            published: the only source that it depends on.
            make: makes it.
            also: texts, numbers and records that it depends on besides.
        """
        return self.memory.keep((name, self.words.language, published.slug), (published, self.frame, *also), make)

    def whole(self, name: str, make: Callable[[], T]) -> T:
        """What is made of all that is published, and used again by each page of an index.

        Args:
            name: what it is.
            make: makes it of this publication alone.
        """
        if name not in self._whole:
            self._whole[name] = make()
        result: T = self._whole[name]
        return result

    def url(self, published: Published, fragment: str = "") -> str:
        """The address of a source's page, or of a place in it: absolute where the site's own is known."""
        return f"{self.base}{published.address}{'#' if fragment else ''}{quote(fragment)}"

    def is_rewording(self, change: NoteChange) -> bool:
        """Whether a change was made before the source was published here, which its front matter says."""
        published = self.by_slug.get(change.source)
        return published is not None and change.before(published.front.published)

    def said(self, change: FieldChange) -> tuple[str, str, str]:
        """A changed field, what it said before and what it says now, as readers know them."""
        words = self.words
        labels: dict[str, str] = {}
        if change.field in ("status", "certainty"):
            terms: type[Term] = Status if change.field == "status" else Certainty
            labels = {term.value: words(term.label) for term in terms}
        elif change.field == "kind":
            labels = {kind.id: words(kind.label) for kind in self.kinds.values()}
        before, after = (labels.get(value, value) for value in (change.before, change.after))
        return words(NOTE_FIELDS[change.field]), before, after

    def changes_of(self, path: str) -> Sequence[Change]:
        """What git knows of a file of the project, newest first."""
        return self.history.changes.get(path, ())

    def credits(self, note: Note) -> Credits:
        """Who stands behind a note, and since when."""
        path = note.path
        if path not in self._credits:
            self._credits[path] = self.site.credits(note.annotation)
        return self._credits[path]
