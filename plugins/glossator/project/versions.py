"""The former versions of a source: one file a version, in the folder `versions` beside its notes.

The present version is the source's own page, and its number is one more than the highest of these.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from glossator.files import front_matter, reading
from glossator.files.front_matter import Document
from glossator.files.reading import SOURCE_FILE_LIMIT
from glossator.problems import Location, Problem
from glossator.project.sources import Source
from glossator.records import schema
from glossator.records.model import VersionFacts
from glossator.text.textmap import TextMap

FOLDER: Final = "versions"
"""The folder of a source's former versions, beside its notes."""


@dataclass(frozen=True)
class Version:
    """A former version of a source as it is stored."""

    number: int
    """From 1, in the order of time."""
    front: VersionFacts
    document: Document

    @property
    def path(self) -> str:
        """Its file, relative to the project's root."""
        return self.document.file.name

    @property
    def body(self) -> str:
        """Its text in Markdown; empty where it may not be kept."""
        return self.document.body

    @property
    def has_text(self) -> bool:
        """Whether its text is kept."""
        return bool(self.body.strip())


def read(paths: Iterable[Path], root: Path) -> tuple[tuple[Version, ...], list[Problem]]:
    """Read the files of a folder of versions.

    Returns:
        the versions by their numbers, and every problem found.
    """
    versions: list[Version] = []
    problems: list[Problem] = []
    for path in paths:
        version, new = _read_version(path, root)
        versions += [version] if version else []
        problems += new
    versions.sort(key=lambda version: version.number)
    return tuple(versions), problems


def _read_version(path: Path, root: Path) -> tuple[Version | None, list[Problem]]:
    number = path.stem if path.suffix == ".md" else ""
    if not (number.isascii() and number.isdigit() and str(int(number)) == number and int(number)):
        name = reading.display_name(path, root)
        message = "this file is not read: a former version is named by its number"
        return None, [Problem(Location(name), "unexpected-file", message, "versions/1.md, versions/2.md, …")]
    file = reading.read_text(path, root, limit=SOURCE_FILE_LIMIT)
    if isinstance(file, Problem):
        return None, [file]
    document, problems = front_matter.split(file, example="captured: 2031-03-05")
    if document is None or problems:
        return None, problems
    front, problems = schema.check(VersionFacts, document.marked)
    return (Version(int(number), front, document) if front else None), problems


def present(versions: Sequence[Version]) -> int:
    """The number of the present version."""
    return max((version.number for version in versions), default=0) + 1


def as_source(source: Source, version: Version) -> Source:
    """A former version of a source as a source of its own, which it is for its notes and its page."""
    front = source.front.model_copy(update={"version": version.front, "checksum": None})
    return replace(
        source, slug=slug_of(source.slug, version.number), front=front, document=version.document, former=version.number
    )


def slug_of(slug: str, number: int) -> str:
    """The name of a former version in addresses, by that of its source."""
    return f"{slug}/{FOLDER}/{number}"


def fingerprints(text: TextMap) -> tuple[str, ...]:
    """Of each passage, by which it is known again where its words may not be kept."""
    passages = (text.text[passage.span.start : passage.span.end] for passage in text.passages)
    return tuple(hashlib.sha256(" ".join(words.split()).encode()).hexdigest()[:16] for words in passages)
