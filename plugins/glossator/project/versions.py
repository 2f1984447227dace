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
from glossator.records.csl import CSLDate
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


@dataclass(frozen=True)
class Step:
    """A former version, and what took its place."""

    version: Version
    after: VersionFacts
    """What is known of the version that came after it."""

    @property
    def is_edit(self) -> bool:
        """Whether the one became the other.

        Copies of a text that lie at several places, such as manuscripts of one month, are no edits of each other.
        """
        before = self.version.front
        return not (before.url and self.after.url and before.url != self.after.url)

    @property
    def is_silent(self) -> bool:
        """Whether the text at one address changed, and the publisher's date did not."""
        before, after = self.version.front.date, self.after.date
        return self.is_edit and before is not None and after is not None and before.iso == after.iso


def steps(former: Sequence[Version], present: VersionFacts | None) -> list[Step]:
    """The former versions of a source, each with what came after it; the last of them became the present one."""
    known = [*(version.front for version in former), present or VersionFacts()]
    return [Step(version, after) for version, after in zip(former, known[1:], strict=True)]


def written_for(former: Sequence[Version], present: VersionFacts | None, written: CSLDate | None) -> int | None:
    """The number of the former version that was the present one on the day on which a note was written.

    None for a note that was written for the present one, and where the days are not known.
    """
    taken = [version.front.captured for version in former] + [present.captured if present else None]
    days, day = [each for each in map(_day, taken) if each], _day(written)
    if not former or day is None or len(days) < len(taken):
        return None
    number = sum(each <= day for each in days)
    return max(number, 1) if number < len(days) else None


def _day(date: CSLDate | None) -> str | None:
    """A date that is known to the day, in ISO 8601."""
    return date.iso if date and date.date_parts and len(date.date_parts[0]) == 3 else None


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
