"""What of a project a command is asked about: sources by their names, or files and folders by their paths."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from glossator.files import reading
from glossator.problems import Problem
from glossator.project import Layout


@dataclass(frozen=True)
class Scope:
    """What is asked about; without `slugs`, everything."""

    slugs: frozenset[str] | None = None
    """The sources that have to be read."""
    named: tuple[str, ...] = ()
    """Those that were called by their names, and have to exist."""
    notes: frozenset[str] = frozenset()
    """Single files, by the names that problems call them, of sources that are not asked about as a whole."""
    whole: frozenset[str] = frozenset()
    """The sources that are asked about as a whole."""

    def includes(self, problem: Problem) -> bool:
        """Whether a problem concerns what is asked about."""
        return self.slugs is None or problem.source in self.whole or problem.location.path in self.notes


def of(asked: Iterable[str], layout: Layout) -> Scope:
    """What a person means who names sources and paths.

    The page of a source stands for all its notes, since they may lose their place when it changes.  The bibliography,
    and any file that is neither page nor note, stand for everything: which notes rest on them is known only then.

    Args:
        asked: slugs, and paths from the working folder; none at all means everything.
        layout: where the project keeps its files.
    """
    named: list[str] = []
    notes: dict[str, str] = {}
    whole: set[str] = set()
    for name in asked:
        path = _absolute(name)
        if layout.naming.file(layout.sources, name).is_file() or not path.exists():
            named.append(name)
        elif path.is_relative_to(layout.sources) and path.suffix in layout.naming.endings:
            whole.add(layout.naming.slug(path.relative_to(layout.sources)))
        elif path.is_dir() and (slugs := list(_slugs(path, layout))):
            whole.update(slugs)
        elif _is_beside_a_source(path, layout):
            notes[reading.display_name(path, layout.root)] = path.parent.relative_to(layout.annotations).as_posix()
        else:
            return Scope()
    if not (named or notes or whole):
        return Scope()
    whole.update(named)
    return Scope(frozenset({*whole, *notes.values()}), tuple(named), frozenset(notes), frozenset(whole))


def _absolute(path: str) -> Path:
    """A path as `Layout` has it: links on the way to its folder followed, but not the last step."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100  # `resolve` would follow the last step, too
    return absolute.parent.resolve() / absolute.name


def _slugs(folder: Path, layout: Layout) -> Iterator[str]:
    """The sources whose pages or notes lie in a folder; none for a folder that holds more than one of the two."""
    if folder.is_relative_to(layout.annotations) and folder != layout.annotations:
        below = (Path(base) for base, _, _ in os.walk(folder))
        yield from (path.relative_to(layout.annotations).as_posix() for path in below)
    elif folder.is_relative_to(layout.sources) and folder != layout.sources:
        pages = (path for ending in layout.naming.endings for path in folder.rglob(f"*{ending}"))
        yield from (layout.naming.slug(path.relative_to(layout.sources)) for path in pages)


def _is_beside_a_source(path: Path, layout: Layout) -> bool:
    inside = path.parent.is_relative_to(layout.annotations) and path.parent != layout.annotations
    return inside and not any(path == file or path.is_relative_to(file) for file in layout.bibliography)
