"""What the notes of every page need to know of the site."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from glossator.edition.bodies import Body
from glossator.edition.overrides import Overrides
from glossator.edition.texts import TextRenderer
from glossator.edition.words import Words
from glossator.project.lead import Lead
from glossator.project.sidecar import Annotation
from glossator.records.model import Reference
from glossator.records.vocabulary import Kinds
from glossator.references.bibliography import Bibliography
from glossator.references.citations import Citations
from glossator.repository.forge import Forge
from glossator.repository.provenance import Credits, History, credited, credited_by_git

IMPRINT: Final = ("name", "address", "contact")
"""What whoever operates a site says of themselves."""
WAYS: Final = ("file", "issue", "mail", "copy")
"""How a reader sends a note that was written on the page: as a new file in the repository, by an issue, by mail, or by
what they themselves make of a copy."""
_MAIL = re.compile(r"[^@\s<>\"'?&#]+@[^@\s<>\"'?&#]+\.[^@\s<>\"'?&#]+")


@dataclass(frozen=True)
class Site:
    """What the notes of every page need to know of the site.  The adapter makes one for each build."""

    kinds: Kinds
    bibliography: Bibliography
    render_body: Callable[[str], Body]
    """Markdown as the site writes it, to sanitised HTML."""
    render_text: Callable[[str], str] = field(default_factory=lambda: TextRenderer().render)
    """The same of a text of a source that the site generator does not render."""
    citations: Citations | None = None
    """Formats references; default: of this bibliography, in the first style."""
    words: Words = field(default_factory=Words)
    """The words of the page around the text, in the language of the notes."""
    overrides: Overrides = field(default_factory=Overrides)
    """The site's own templates, which go before ours."""
    edit_url: Callable[[str], str | None] = lambda path: None
    """The address at which a file of the project can be edited."""
    forge: Forge | None = None
    """Where the project's files are kept, if that is known."""
    notes: str = "annotations"
    """The folder of the notes, from the project's."""
    ways: Sequence[str] = ()
    """How readers may send notes, some of `WAYS`, the best first; none where the page takes no notes."""
    history: History = field(default_factory=History)
    """What git knows of the project's files."""

    imprint: Mapping[str, str] = field(default_factory=dict)
    """Who operates the site; keys are those of `IMPRINT`."""

    @property
    def open_ways(self) -> tuple[str, ...]:
        """The ways that lead somewhere on this site."""
        leads = {"file": self.forge, "issue": self.forge, "mail": self.mail, "copy": True}
        return tuple(way for way in self.ways if leads[way])

    @property
    def mail(self) -> str:
        """The mail address for replies; empty where the contact is none."""
        contact = self.imprint.get("contact", "").removeprefix("mailto:")
        return contact if _MAIL.fullmatch(contact) else ""

    @property
    def references(self) -> Mapping[str, Reference]:
        """The references of the bibliography, by their keys."""
        return self.bibliography.references

    def credits_of(self, lead: Lead) -> Credits:
        """Who wrote a lead, and when, as git knows it."""
        by_git = credited_by_git(self.history.changes.get(lead.path, ()))
        return replace(by_git, authors=lead.front.authors) if lead.front.authors else by_git

    def credits(self, annotation: Annotation) -> Credits:
        """Who stands behind a note, and since when."""
        changes = self.history.changes
        return credited(annotation.front, changes.get(annotation.path, ()))
