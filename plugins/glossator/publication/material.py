"""What the files of a site give to work with, before anything is made of it: all that a check needs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from glossator.edition.render import Renderer
from glossator.edition.titling import titled
from glossator.memory import Forgetful, Memory
from glossator.problems import Problem
from glossator.project import Project, translating
from glossator.project.publishing import Selection, selection
from glossator.project.sidecar import Sidecar
from glossator.publication import strangers
from glossator.publication.settings import Settings, read_project, renderer_of
from glossator.records.model import EntitiesFile

if TYPE_CHECKING:
    from glossator.publication import Published


@dataclass(frozen=True)
class Material:
    """A project as it was read, and what makes HTML of it."""

    settings: Settings
    selection: Selection
    """What of the project is published."""
    project: Project
    """That, with its notes in the language of the site."""
    renderer: Renderer
    look: object = None
    """What stands for all that the renderer knows but what git says of files."""
    drafts: bool = False
    """Whether what is not published yet is among it."""
    problems: Sequence[Problem] = ()
    """Why settings cannot be kept to."""

    def text(self, slug: str, html: str, *, title_outside: bool = False) -> tuple[str, list[Problem]]:
        """A source's page with its title, without what a source may not hold, and what was left out.

        Args:
            slug: its name, a key of `project.sources`.
            html: the page as the site generator rendered its Markdown.
            title_outside: whether the site shows the title elsewhere, so that the text is given none.
        """
        source, text, problems = self.project.sources[slug], html, list[Problem]()
        if not self.settings.raw_html:
            text, problems = strangers.text_of(source, html, self.project.sidecars[slug])
        return (text if title_outside else titled(source, text)), problems


def read(
    settings: Settings,
    *,
    only: Collection[str] | None = None,
    drafts: bool = False,
    originals: Mapping[str, Published] | None = None,
    memory: Memory | None = None,
) -> Material:
    """Read a project.

    Args:
        settings: what the site generator says of the site.
        only: the slugs of the sources to read; default: all.
        drafts: whether what is not published yet is read like the rest.
        originals: for a site in several languages, its sources in the language of the notes; default: none are there.
        memory: what the builds of a preview keep for one another; default: nothing is kept.
    """
    selected = selection(read_project(settings, only=only, memory=memory), settings.today, drafts=drafts, memory=memory)
    project = _in_language(selected.project, settings, originals or {}, memory or Forgetful())
    renderer, look, problems = renderer_of(project, settings, memory)
    return Material(settings, selected, project, renderer, look, drafts, problems)


def _in_language(project: Project, settings: Settings, originals: Mapping[str, Published], memory: Memory) -> Project:
    """A project with its notes in the language of the site, as far as they are translated.

    Where a source is a translation, notes that quote no words of it stand on the passage of the original's.
    """
    language = settings.language
    if not settings.naming.translated or not settings.original:
        return project
    sidecars = {}
    for slug, sidecar in project.sidecars.items():
        source, original, places = project.sources[slug], originals.get(slug), None
        if original and source.is_translation:
            places = tuple((note.id, note.passage.number if note.passage else None) for note in original.notes)
        sidecars[slug] = memory.recall(
            ("in language", language, slug),
            (sidecar, settings.original, places),
            partial(_sidecar_in_language, sidecar, language, settings.original, places),
        )
    return replace(project, sidecars=sidecars)


def _sidecar_in_language(
    sidecar: Sidecar, language: str, original: str, places: tuple[tuple[str, int | None], ...] | None
) -> Sidecar:
    if places is not None:
        # Names stand otherwise in another language.
        sidecar = replace(sidecar, entities=EntitiesFile(), entity_marks=None)
    return translating.translated(sidecar, language, original, None if places is None else dict(places))
