"""The whole site as its indices, exports and feeds see it: every edition, placed, in one order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from glossator.edition import Edition
from glossator.edition.apparatus import Note
from glossator.edition.site import Site
from glossator.project.sidecar import Sidecar
from glossator.records.vocabulary import NOTE_FIELDS, Certainty, Status, Term
from glossator.repository.changes import FieldChange, NoteChange
from glossator.repository.provenance import Credits, History


@dataclass(frozen=True, eq=False)
class Published:
    """A source as it is published."""

    edition: Edition
    sidecar: Sidecar
    address: str
    """The page's address relative to the site, such as `sources/reviving-isis/`."""


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
    _credits: dict[str, Credits] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Those asked for already, by the notes' paths: every index and export asks for them again."""

    @property
    def history(self) -> History:
        """What git knows of the project's files."""
        return self.site.history

    @cached_property
    def by_slug(self) -> Mapping[str, Published]:
        """The sources by their slugs."""
        return {one.edition.source.slug: one for one in self.sources}

    @cached_property
    def with_notes(self) -> Mapping[Published, int]:
        """The sources that have notes, each with the number of notes before its own."""
        full = [one for one in self.sources if one.edition.apparatus.notes]
        return dict(zip(full, accumulate((len(one.edition.apparatus.notes) for one in full), initial=0), strict=False))

    @cached_property
    def number_of_notes(self) -> int:
        """How many notes the site has."""
        return sum(len(one.edition.apparatus.notes) for one in self.sources)

    def url(self, source: Published, fragment: str = "") -> str:
        """The address of a source's page, or of a place in it: absolute where the site's own is known."""
        return f"{self.base}{source.address}{'#' if fragment else ''}{fragment}"

    def said(self, change: FieldChange) -> tuple[str, str, str]:
        """A changed field, what it said before and what it says now, as readers know them."""
        words = self.site.words
        labels: dict[str, str] = {}
        if change.field in ("status", "certainty"):
            terms: type[Term] = Status if change.field == "status" else Certainty
            labels = {term.value: words(term.label) for term in terms}
        elif change.field == "kind":
            labels = {kind.id: words(kind.label) for kind in self.site.kinds.values()}
        before, after = (labels.get(value, value) for value in (change.before, change.after))
        return words(NOTE_FIELDS[change.field]), before, after

    def credits(self, note: Note) -> Credits:
        """Who stands behind a note, and since when."""
        path = note.annotation.path
        if path not in self._credits:
            self._credits[path] = self.site.credits(note.annotation)
        return self._credits[path]
