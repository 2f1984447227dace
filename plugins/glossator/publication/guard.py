"""A guard against silence: a note that was read stands on its page, or the build says that it does not."""

from __future__ import annotations

import re
from collections.abc import Mapping

from glossator.edition import Edition
from glossator.problems import Location, Problem
from glossator.project import Project

_NOTE = re.compile(r'id="note-([^"]+)"')


def missing_notes(edition: Edition, page: str) -> list[Problem]:
    """The notes that were placed, but that a template or another plugin took off the finished page."""
    found = set(_NOTE.findall(page))
    return [
        note.annotation.problem(
            Location(note.annotation.path),
            "note-not-published",
            f"the note was placed, but is missing from the page of {edition.source.path}",
            "look for a template or plugin that changes the page after glossator, or put glossator last in `plugins:`",
        )
        for note in edition.apparatus.notes
        if note.id not in found
    ]


def missing_pages(project: Project, editions: Mapping[str, Edition]) -> list[Problem]:
    """The sources with notes that no page was built for."""
    return [
        Problem(
            Location(source.path),
            "note-not-published",
            f"no page was built for this source: {len(project.sidecars[slug].annotations)} notes are not shown",
            "look in mkdocs.yml for `exclude_docs` or `draft_docs`, or a plugin that leaves the page out",
            source=slug,
        )
        for slug, source in project.sources.items()
        if slug not in editions and project.sidecars[slug].annotations
    ]
