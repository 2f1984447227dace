"""The lead of a source, `lead.md`: what a reader will learn from its notes, told before the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from glossator.files import front_matter
from glossator.files.front_matter import Document
from glossator.files.reading import TextFile
from glossator.problems import Location, Problem
from glossator.records import schema
from glossator.records.model import LEAD, LEAD_LIMIT, LeadFrontMatter, NoteFrontMatter

FILE = f"{LEAD}.md"
SECTIONS = 3
"""At most: they stand side by side, in columns that can be read."""

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")


@dataclass(frozen=True)
class Section:
    """A part of a lead."""

    title: str
    """Its heading; empty for what stands before the first one."""
    text: str
    """Markdown."""
    offset: int = 0
    """The code point of the lead's body at which it begins, with its heading."""


@dataclass(frozen=True)
class Lead:
    """A lead as it is stored."""

    source: str
    """The slug of its source."""
    front: LeadFrontMatter
    document: Document = field(repr=False)

    @property
    def body(self) -> str:
        """All of it, in Markdown."""
        return self.document.body

    @property
    def path(self) -> str:
        """Its file, relative to the project's root."""
        return self.document.file.name

    @property
    def sections(self) -> tuple[Section, ...]:
        """Its parts, those without a word left out."""
        return tuple(part for part in sections(self.body) if part.title or part.text.strip())

    def problem(self, location: Location, code: str, message: str, hint: str = "") -> Problem:
        """A problem of this lead."""
        return Problem(location, code, message, hint, source=self.source, note=LEAD)


def sections(body: str) -> Iterator[Section]:
    """A text parted at its headings of the second level, those in blocks of code left alone."""
    title, begin, offset, fence = "", 0, 0, ""
    text: list[str] = []
    for line in body.splitlines(keepends=True):
        fence = _fenced(line, fence)
        heading = None if fence else _heading(line)
        if heading is not None:
            yield Section(title, "".join(text), begin)
            title, begin, text = heading, offset, []
        else:
            text.append(line)
        offset += len(line)
    yield Section(title, "".join(text), begin)


def _heading(line: str) -> str | None:
    """The words of a heading of the second level; None for another line."""
    if not line.startswith(("## ", "##\t")):
        return None
    return line[2:].strip(" \t\r\n").rstrip("#").rstrip(" \t")


def _fenced(line: str, fence: str) -> str:
    """What ends the block of code in which the text after this line stands; empty outside of one."""
    mark = _FENCE.match(line)
    if not fence:
        return mark[1] if mark else ""
    return "" if mark and mark[1].startswith(fence) and not line.strip(" \r\n" + fence[0]) else fence


def parse(file: TextFile, slug: str) -> tuple[Lead | None, list[Problem]]:
    """Read a lead from its text; its front matter may be left out.

    Returns:
        the lead, None where anything is wrong with it; and every problem found.
    """
    document, problems = front_matter.optional(file, example="format: 1")
    if document is None or problems:
        return None, problems
    if isinstance(document.marked.value, Mapping) and (keys := _NOTES_OWN & document.marked.value.keys()):
        return None, [_is_a_note(document, min(keys))]
    front, problems = schema.check(LeadFrontMatter, document.marked)
    problems += _too_long(document)
    lead = Lead(slug, front, document) if front and not problems else None
    return lead, problems


_NOTES_OWN = frozenset(NoteFrontMatter.model_fields) - frozenset(LeadFrontMatter.model_fields)


def _is_a_note(document: Document, key: str) -> Problem:
    message = f"`{LEAD}` cannot be a note’s id: {FILE} is the lead of the source, and `{key}` is a key of notes"
    return Problem(document.marked.key_at(key), "bad-note-id", message, "give the note’s file another name")


def _too_long(document: Document) -> Iterator[Problem]:
    length = len(document.body.strip())
    if length > LEAD_LIMIT:
        message = f"the lead has {length:,} characters; at most {LEAD_LIMIT:,} are expected"
        place = Location(document.file.name, document.body_line)
        yield Problem(place, "too-long", message, "keep what counts most, and link the notes that say the rest")
    headed = [part for part in sections(document.body) if part.title]
    if len(headed) > SECTIONS:
        message = f"the lead has {len(headed)} sections; at most {SECTIONS} are expected"
        place = document.in_body(headed[SECTIONS].offset)
        yield Problem(place, "too-long", message, "## What holds\n## What does not\n## What nobody outside can check")
