"""All that a project's files say: its sources, the notes beside them, its bibliography."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from glossator.files import reading
from glossator.memory import Forgetful, Memory
from glossator.problems import Location, Problem
from glossator.project import folders, sidecar, sources
from glossator.project.folders import Folder
from glossator.project.naming import Naming
from glossator.project.sidecar import Sidecar
from glossator.project.sources import Source
from glossator.records.schema import nearest
from glossator.records.vocabulary import Kinds
from glossator.references import bibliography
from glossator.references.bibliography import Bibliography
from glossator.references.bibliography.examples import with_own_keys

NOTES = "annotations"
"""Where notes are, unless a project says otherwise.

It may be missing: a project begins without, and Git keeps no empty folder.  Another one was named: it has to be there.
"""


@dataclass(frozen=True)
class Layout:
    """Where a project keeps its files; every path absolute, and inside `root`."""

    root: Path
    """The folder by which problems name files."""
    annotations: Path
    sources: Path
    bibliography: tuple[Path, ...] = ()
    naming: Naming = field(default_factory=Naming)


@dataclass(frozen=True)
class Project:
    """What was read."""

    layout: Layout
    kinds: Kinds
    sources: Mapping[str, Source]
    """By slug."""
    sidecars: Mapping[str, Sidecar]
    """By slug; every source has one, though it may be empty."""
    bibliography: Bibliography
    folders: Mapping[str, Folder] = field(default_factory=dict)
    """The folders that the sources lie in, by their paths in the folder of the sources."""
    problems: tuple[Problem, ...] = field(default=())
    """What concerns no source that can be shown: its own problems are in its sidecar."""

    def all_problems(self) -> list[Problem]:
        """Every problem found while reading."""
        return sorted([*self.problems, *(problem for beside in self.sidecars.values() for problem in beside.problems)])


def read(layout: Layout, kinds: Kinds, *, only: Collection[str] | None = None, memory: Memory | None = None) -> Project:
    """Read a project.  What cannot be read is a problem; the rest stands.

    Args:
        layout: where its files are.
        kinds: the site's kinds of notes.
        only: the slugs of the sources to read, with their notes; default: all.
        memory: keeps what was read from files that are the same; default: nothing is kept.
    """
    missing = {path: problem for path in _paths(layout) if (problem := _missing(path, layout))}
    problems = list(missing.values())
    if layout.annotations in missing or layout.sources in missing:
        return Project(layout, kinds, {}, {}, Bibliography(), problems=tuple(problems))
    by_slug, source_problems = sources.read(layout.sources, layout.root, layout.naming, only=only, memory=memory)
    listed = [path for path in layout.bibliography if path not in missing]
    memory = memory or Forgetful()
    references, reference_problems = memory.read(
        "bibliography", bibliography.files(listed), (layout.root,), partial(bibliography.read, listed, layout.root)
    )
    sidecars = sidecar.read(
        layout.annotations, layout.root, kinds=list(kinds), ignore=layout.bibliography, only=only, memory=memory
    )
    problems += [*source_problems, *reference_problems]
    broken = {problem.source for problem in source_problems}
    for slug, beside in sidecars.items():
        if slug in by_slug:
            continue
        problems += beside.problems
        # Of a source that cannot be read it is already said why.
        if slug and slug not in broken and (beside.annotations or beside.has_files or beside.problems):
            problems.append(_without_source(slug, layout, by_slug))
    beside_sources = {
        slug: sidecars.get(slug) or memory.recall(("no notes", slug), (), partial(Sidecar, slug)) for slug in by_slug
    }
    problems = with_own_keys(sorted(set(problems)), references)
    above = folders.read(layout.sources, layout.root, layout.naming, by_slug)
    return Project(layout, kinds, by_slug, beside_sources, references, above, tuple(problems))


def _paths(layout: Layout) -> list[Path]:
    return [layout.annotations, layout.sources, *layout.bibliography]


def _missing(path: Path, layout: Layout) -> Problem | None:
    problem = reading.outside(path, layout.root)
    if problem is None and not path.exists() and path != layout.root / NOTES:
        name = reading.display_name(path, layout.root)
        return Problem(Location(name), "unreadable-file", "there is no such file or folder", f"create it: {name}")
    return problem


def _without_source(slug: str, layout: Layout, by_slug: Mapping[str, Source]) -> Problem:
    name = reading.display_name(layout.annotations / slug, layout.root)
    page = reading.display_name(layout.sources / f"{slug}.md", layout.root)
    guess = nearest(slug, list(by_slug))
    hint = f"add the page {page} with `source:` in its front matter" + (f"\nor did you mean {guess}/?" if guess else "")
    message = f"there are notes here, but {page} is no source"
    return Problem(Location(name), "source-missing", message, hint, source=slug)
