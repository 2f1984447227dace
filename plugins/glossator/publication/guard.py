"""A guard against silence: a note that was read stands on its page, or the build says that it does not."""

from __future__ import annotations

import re
from collections.abc import Collection

from glossator.problems import Location, Problem
from glossator.project import Project
from glossator.publication import Published

_NOTE = re.compile(r'id="note-([^"]+)"')


def missing_notes(published: Published, page: str) -> list[Problem]:
    """The notes that were placed, but that a template or another plugin took off the finished page."""
    there = set(_NOTE.findall(page))
    return [
        note.annotation.problem(
            Location(note.path),
            "note-not-published",
            f"the note was placed, but is missing from the page of {published.path}",
            "look for a template or plugin that changes the page after glossator, or put glossator last in `plugins:`",
        )
        for note in published.notes
        if note.id not in there
    ]


def missing_pages(project: Project, published: Collection[str]) -> list[Problem]:
    """The sources with notes that are not among those published, which are given by their slugs."""
    return [
        Problem(
            Location(source.path),
            "note-not-published",
            f"no page was built for this source: {len(project.sidecars[slug].annotations)} notes are not shown",
            "look in mkdocs.yml for `exclude_docs` or `draft_docs`, or a plugin that leaves the page out",
            source=slug,
        )
        for slug, source in project.sources.items()
        if slug not in published and project.sidecars[slug].annotations
    ]
