"""The references of a source's page: every work that its notes, its register and its charts cite, once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote

from glossator.edition.apparatus import Note
from glossator.edition.page import Page
from glossator.records.csl import CSLItem
from glossator.records.model import Evidence, Reference


@dataclass
class Work:
    """A work that is cited."""

    name: str
    """Its key in the bibliography; for one that is described in a note, that note's id and its number there."""
    item: CSLItem
    in_bibliography: bool
    notes: list[Note] = field(default_factory=list)
    """Those that cite it, in their order."""

    @property
    def id(self) -> str:
        """The id of its place at the end of the page."""
        return f"r-{self.name}"

    @property
    def link(self) -> str:
        """The link to it from the same page."""
        return link_of(self.name)

    @property
    def key(self) -> str:
        """Its key in the bibliography; empty where it is described in a note."""
        return self.name if self.in_bibliography else ""


@dataclass(frozen=True)
class Works:
    """All works of one page."""

    page: Page
    references: Mapping[str, Reference]
    """The bibliography of the site."""

    @cached_property
    def by_name(self) -> Mapping[str, Work]:
        """The works by their names, in the order in which notes cite them."""
        works: dict[str, Work] = {}
        for note in self.page.notes:
            for name, item in self._cited(note):
                work = works.setdefault(name, Work(name, item, name in self.references))
                if note not in work.notes:
                    work.notes.append(note)
        for key in self.page.cited_beside:
            if key in self.references:
                works.setdefault(key, Work(key, self.references[key], True))
        return works

    def of(self, note: Note, index: int) -> Work | None:
        """The work of a piece of evidence; None where nobody says what it is.

        Args:
            note: the note.
            index: the place of the evidence in it, from 0.
        """
        return self.by_name.get(name_of(note, index, note.evidence[index]))

    def _cited(self, note: Note) -> Iterator[tuple[str, CSLItem]]:
        for index, evidence in enumerate(note.evidence):
            name = name_of(note, index, evidence)
            if name in self.references:
                yield name, self.references[name]
            elif evidence.title:
                yield name, evidence
        for key in self.page.bodies[note.id].cited:
            if key in self.references:
                yield key, self.references[key]


def name_of(note: Note, index: int, evidence: Evidence) -> str:
    """The name of the work of a piece of evidence, by its place from 0; see `Work.name`."""
    return evidence.cite or f"{note.id}-{index + 1}"


def link_of(name: str) -> str:
    """The link to the work of a name at the end of its page."""
    return f"#r-{quote(name)}"
