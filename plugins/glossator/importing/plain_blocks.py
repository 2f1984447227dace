"""Plain text as blocks: what the usual conventions say is a heading, a list, a quotation or a paragraph."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from glossator.importing.headings import word_count
from glossator.importing.plain_lists import ENTRY, Listing, is_certain, listings


@dataclass(frozen=True)
class Heading:
    """A line that is marked as a heading."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Lines without an empty one between them."""

    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines joined: where a line ends says nothing in hard-wrapped text."""
        return " ".join(self.lines)


@dataclass(frozen=True)
class Rule:
    """A line of stars or dashes that divides the text."""


@dataclass(frozen=True)
class Quotation:
    """Lines behind `>`."""

    blocks: tuple[Block, ...]


Block: TypeAlias = Heading | Paragraph | Rule | Quotation | Listing

_ATX: Final = re.compile(r"\s{0,3}(#{1,6})\s+(\S.*)$")
_RULE: Final = re.compile(r"\s*(?:(?:([-*_=~#])\s*)(?:\1\s*){2,}|\*|⁂|•(?:\s*•)*)\s*$")
_UNDERLINE: Final = {"=": 1, "-": 2}
_QUOTED: Final = re.compile(r"\s{0,3}>\s?")
# Replies to replies in letters; more is an attack.
_DEEPEST_QUOTATION = 10
# A longer line above dashes is a paragraph above a rule.
_LONGEST_UNDERLINED = 20


def blocks(text: str, *, depth: int = 0) -> tuple[Block, ...]:
    """Return the blocks of plain text whose lines end with `\\n`; `depth` is the number of quotations around it."""
    lines = [line.expandtabs(4).rstrip() for line in text.split("\n")]
    groups = (tuple(group) for filled, group in itertools.groupby(lines, key=lambda line: bool(line.strip())) if filled)
    return tuple(_settled(block for group in groups for block in _group(group, depth)))


def _group(lines: Sequence[str], depth: int) -> Iterator[Block]:
    """Read lines that no empty line divides."""
    quoted = _quoted_from(lines) if depth < _DEEPEST_QUOTATION else len(lines)
    start = 0
    for at, line in enumerate(lines[:quoted]):
        if ENTRY.match(line) and not _RULE.match(line) and (at == start or lines[at - 1].endswith(":")):
            yield from _paragraph(lines[start:at])
            yield from listings(lines[at:])
            return
        if heading := _ATX.match(line):
            yield from _paragraph(lines[start:at])
            yield Heading(len(heading[1]), re.sub(r"\s+#+$", "", heading[2]).strip())
            start = at + 1
        elif rule := _RULE.match(line):
            yield from _above_rule(lines[start:at], rule[1] or "")
            start = at + 1
    yield from _paragraph(lines[start:quoted])
    if quoted < len(lines):
        inside = "\n".join(_QUOTED.sub("", line, count=1) for line in lines[quoted:])
        yield Quotation(blocks(inside, depth=depth + 1))


def _quoted_from(lines: Sequence[str]) -> int:
    """Return the line from which all lines are quoted."""
    unquoted = (at for at in range(len(lines), 0, -1) if not _QUOTED.match(lines[at - 1]))
    return next(unquoted, 0)


def _above_rule(lines: Sequence[str], mark: str) -> Iterator[Block]:
    if len(lines) == 1 and mark in _UNDERLINE and word_count(lines[0]) <= _LONGEST_UNDERLINED:
        yield Heading(_UNDERLINE[mark], lines[0].strip())
        return
    yield from _paragraph(lines)
    yield Rule()


def _paragraph(lines: Sequence[str]) -> Iterator[Block]:
    if lines:
        yield Paragraph(tuple(line.strip() for line in lines))


def _settled(found: Iterable[Block]) -> Iterator[Block]:
    """Join lists with empty lines between their entries, and turn into paragraphs what only looked like a list."""
    for kind, alike in itertools.groupby(found, key=lambda block: block.kind if isinstance(block, Listing) else ""):
        if not kind:
            yield from alike
            continue
        listing = Listing(tuple(entry for block in alike if isinstance(block, Listing) for entry in block.entries))
        yield from (listing,) if is_certain(listing) else _paragraphs(listing)


def _paragraphs(listing: Listing) -> Iterator[Block]:
    for entry in listing.entries:
        yield Paragraph((f"{entry.marker} {entry.text}",))
        yield from entry.nested
