"""The page of a source: the text, the notes in their places, and all that stands beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from glossator.edition.apparatus import Apparatus, Note
from glossator.edition.bodies import Body
from glossator.edition.leads import LeadPart
from glossator.project.registers import cited
from glossator.project.sidecar import Sidecar
from glossator.project.sources import Source
from glossator.records.model import Chart, Origin, PassageSourcing, SourcingFile
from glossator.text.textmap import TextMap

if TYPE_CHECKING:
    from glossator.edition.mentions import Mentions


@dataclass(frozen=True)
class VersionLink:
    """A former version of a source, as the head of its page leads to it."""

    number: int
    name: str
    """What it is called; empty where it has no name."""
    captured: str
    """When its text was taken, as readers read a date; empty where that is not known."""
    url: str
    """The address of its page, as the source's page links to it; empty where it has none."""
    notes: int
    """How many notes stand on it."""
    silent: bool = False
    """Whether the text changed after it and the publisher's date did not."""
    parallel: str = ""
    """The address of the page that shows it beside the present one, likewise; empty where there is none."""


@dataclass(frozen=True)
class Page:
    """A source with its notes placed: what every part of its page is made from."""

    source: Source
    sidecar: Sidecar
    """Its notes as they are stored, and its ratings."""
    apparatus: Apparatus
    """Its notes in their places."""
    bodies: Mapping[str, Body]
    """The rendered body of every note, by its id."""
    lead: Sequence[LeadPart] = ()
    """What is told before the text; empty where nothing is."""
    mentions: Sequence[Mentions] = ()
    """Whom it names, in the order of the register."""
    method: str = ""
    """The address of the page that explains the words; empty where there is none."""
    claims_url: str = ""
    """The address of the table of its claims; empty where there is none."""
    timeline_url: str = ""
    """That of its timeline, likewise."""
    parallel_url: str = ""
    """That of the page that shows it beside the text of which it is a translation, likewise."""
    permalinks: str = ""
    """The address of the folder of its notes' own pages; empty where they have none."""

    versions: Sequence[VersionLink] = ()
    """Its former versions, the first one first."""
    title_outside: bool = False
    """Whether the site shows the title elsewhere on the page."""

    @property
    def text(self) -> TextMap:
        """The page as it is read."""
        return self.apparatus.text

    @property
    def finished(self) -> Page:
        """The same for when its HTML is made: without what only the making of that needs."""
        return replace(self, apparatus=replace(self.apparatus, text=self.text.without_html))

    def permalink(self, note: Note) -> str:
        """The address of a note's own page, as this page links to it; empty where it has none."""
        return f"{self.permalinks}{quote(note.id)}/" if self.permalinks and note.front.has_page else ""

    def charts(self, passage: int) -> Sequence[tuple[str, Chart]]:
        """The charts beside a passage, with their ids."""
        return [(id_, chart) for id_, chart in self.sidecar.charts.charts.items() if chart.passage == passage]

    @property
    def cited_beside(self) -> Sequence[str]:
        """The keys of the references on which its register and its charts rest."""
        sidecar = self.sidecar
        return [key for key, _ in cited(sidecar.entities, sidecar.entity_marks, sidecar.charts, sidecar.chart_marks)]

    @property
    def notes(self) -> Sequence[Note]:
        """The notes that have a place, in the order of their numbers."""
        return self.apparatus.notes

    @property
    def language(self) -> str:
        """The language of the text, a BCP 47 tag; empty where nobody says it."""
        return self.source.language

    @property
    def sourcing(self) -> SourcingFile:
        """Who stands behind the text."""
        return self.sidecar.sourcing

    @property
    def ratings(self) -> Mapping[int, PassageSourcing]:
        """What passages rest on, by their numbers."""
        return self.sourcing.passages

    @property
    def origins(self) -> Mapping[str, Origin]:
        """Who stands behind them, by id."""
        return self.sourcing.origins
