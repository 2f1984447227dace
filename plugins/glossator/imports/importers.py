"""Readers of files that other packages add: of sources, of notes, or of both."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from glossator.doors import extensions
from glossator.imports.notes.incoming import Incoming
from glossator.imports.sources.record import Imported
from glossator.problems import Problem
from glossator.records.vocabulary import Kinds

GROUP: Final = "glossator.imports"
"""The entry points: each is a function without arguments that gives an `Importer`."""


@dataclass(frozen=True)
class Importer:
    """What reads one kind of file."""

    extensions: tuple[str, ...]
    """How the names of such files end, in small letters, such as `.docx`."""
    source: Callable[[bytes, Path], Imported] | None = None
    """Makes a source of a file's content and path; may raise `ImportFailure`."""
    notes: Callable[[bytes, str, Kinds], Iterable[Incoming | Problem]] | None = None
    """Makes notes of a file's content, of its name for problems, and of the site's kinds."""


def of_sources() -> dict[str, Callable[[bytes, Path], Imported]]:
    """What other packages add for sources, by the extension of a file.

    Raises:
        BrokenExtension: what a package adds cannot be loaded.
    """
    return {end: importer.source for importer in _importers() if importer.source for end in importer.extensions}


def of_notes() -> dict[str, Callable[[bytes, str, Kinds], Iterable[Incoming | Problem]]]:
    """What other packages add for notes, by the extension of a file.

    Raises:
        BrokenExtension: what a package adds cannot be loaded.
    """
    return {end: importer.notes for importer in _importers() if importer.notes for end in importer.extensions}


def _importers() -> list[Importer]:
    return [importer() for importer in extensions(GROUP).values()]
