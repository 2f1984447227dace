"""Plain text as blocks: what the usual conventions say is a heading, a list, a quotation or a paragraph."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
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
# A longer line above dashes is a paragraph above a rule.
_LONGEST_UNDERLINED = 20


def blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of plain text whose lines end with `\\n`."""
    lines = [line.expandtabs(4).rstrip() for line in text.split("\n")]
    groups = (tuple(group) for filled, group in itertools.groupby(lines, key=lambda line: bool(line.strip())) if filled)
    return tuple(_settled(list(itertools.chain.from_iterable(map(_group, groups)))))


def _group(lines: Sequence[str]) -> Iterator[Block]:
    """Read lines that no empty line divides."""
    start = 0
    for at, line in enumerate(lines):
        if at < start:
            continue
        if _QUOTED.match(line) and all(map(_QUOTED.match, lines[at:])):
            yield from _paragraph(lines[start:at])
            yield Quotation(blocks("\n".join(_QUOTED.sub("", quoted, count=1) for quoted in lines[at:])))
            return
        if ENTRY.match(line) and not _RULE.match(line) and (at == start or lines[at - 1].endswith(":")):
            yield from _paragraph(lines[start:at])
            yield from listings(lines[at:])
            return
        heading = _ATX.match(line)
        if heading:
            yield from _paragraph(lines[start:at])
            yield Heading(len(heading[1]), re.sub(r"\s+#+$", "", heading[2]).strip())
            start = at + 1
        elif rule := _RULE.match(line):
            yield from _above_rule(lines[start:at], rule[1] or "")
            start = at + 1
    yield from _paragraph(lines[start:])


def _above_rule(lines: Sequence[str], mark: str) -> Iterator[Block]:
    if len(lines) == 1 and mark in _UNDERLINE and word_count(lines[0]) <= _LONGEST_UNDERLINED:
        yield Heading(_UNDERLINE[mark], lines[0].strip())
        return
    yield from _paragraph(lines)
    yield Rule()


def _paragraph(lines: Sequence[str]) -> Iterator[Block]:
    if lines:
        yield Paragraph(tuple(line.strip() for line in lines))


def _settled(found: list[Block]) -> Iterator[Block]:
    """Join lists with empty lines between their entries, and turn into paragraphs what only looked like a list."""
    joined: list[Block] = []
    for block in found:
        before = joined[-1] if joined else None
        if isinstance(block, Listing) and isinstance(before, Listing) and before.kind == block.kind:
            joined[-1] = Listing(before.entries + block.entries)
        else:
            joined.append(block)
    for block in joined:
        yield from _paragraphs(block) if isinstance(block, Listing) and not is_certain(block) else (block,)


def _paragraphs(listing: Listing) -> Iterator[Block]:
    for entry in listing.entries:
        yield Paragraph((f"{entry.marker} {entry.text}",))
        yield from entry.nested
