"""Plain text as blocks: what the usual conventions say is a heading, a list, a quotation or a paragraph."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from glossator.imports.sources.headings import word_count


@dataclass(frozen=True)
class Heading:
    """A line that is marked as a heading."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Lines without an empty one between them."""

    lines: tuple[str, ...]
    indents: tuple[int, ...] = ()
    """How many columns each line is further right than the leftmost; empty for none."""

    @property
    def is_verse(self) -> bool:
        """Whether the lines end on purpose: all begin with a capital, and nearly all could have gone on."""
        if len(self.lines) < _SHORTEST_VERSE or not all(map(_begins_large, self.lines)):
            return False
        width = max(_NARROWEST, *map(len, self.lines))
        ended = sum(
            len(line) + 1 + len(following.split()[0]) <= width for line, following in itertools.pairwise(self.lines)
        )
        return ended >= _ENDED * (len(self.lines) - 1)

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


@dataclass(frozen=True)
class ListEntry:
    """One entry of a list."""

    marker: str
    """As it stands in the text: `-`, `1.`, `2)`."""
    text: str
    nested: tuple[Listing, ...] = ()


@dataclass(frozen=True)
class Listing:
    """Entries of one kind, one after the other."""

    entries: tuple[ListEntry, ...]

    @property
    def kind(self) -> str:
        """`1` for a numbered list, else the bullet."""
        return "1" if self.entries[0].marker[0].isdigit() else self.entries[0].marker


Block: TypeAlias = Heading | Paragraph | Rule | Quotation | Listing

_ATX: Final = re.compile(r"\s{0,3}(#{1,6})\s+(\S.*)$")
_RULES: Final = "-*_=~#"
_UNDERLINE: Final = {"=": 1, "-": 2}
_QUOTED: Final = re.compile(r"\s{0,3}>\s?")
_ENTRY: Final = re.compile(r"(?P<indent>\s*)(?P<marker>[-*+•‣▪]|\d{1,9}[.)])\s+(?P<text>\S.*)$")
# A line that ends before this column could have gone on, whatever the width of the page.
_NARROWEST = 60
_SHORTEST_VERSE = 3
_ENDED = 0.8
# “(a)”, “(iv)”, “(12)”: a clause of a law.
_CLAUSE: Final = re.compile(r"\s*\((?:\d{1,3}[A-Z]?|[a-z]{1,2}|[ivxl]{1,6}|[A-Z])\)\s+\S")
# “Q.”, “THE COURT:”: who speaks.
_SPEAKER: Final = re.compile(r"\s*(?:[QA]\.?\s{1,8}[^\W\d_]|[A-Z][A-Z.'’ -]{1,30}:\s)")
# Markdown takes four columns for each list within a list.
_DEEPEST_LIST = 10
# Replies to replies in letters; more is an attack.
_DEEPEST_QUOTATION = 10
# A longer line above dashes is a paragraph above a rule.
_LONGEST_UNDERLINED = 20


def blocks(text: str, *, depth: int = 0) -> tuple[Block, ...]:
    """The blocks of plain text whose lines end with `\\n`; `depth` is the number of quotations around it."""
    lines = [line.expandtabs(4).rstrip() for line in text.split("\n")]
    groups = (tuple(group) for filled, group in itertools.groupby(lines, key=lambda line: bool(line.strip())) if filled)
    return tuple(_settled(block for group in groups for block in _group(group, depth)))


def is_certain(listing: Listing) -> bool:
    """Whether it is more than a line that begins like an entry.

    A number that Markdown would change, or the star of a footnote, must stay as it stands.
    """
    if listing.kind == "1":
        numbers = [int(entry.marker[:-1]) for entry in listing.entries]
        return len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))
    return listing.kind != "*" or len(listing.entries) > 1


def _group(lines: Sequence[str], depth: int) -> Iterator[Block]:
    """Read lines that no empty line divides."""
    quoted = _quoted_from(lines) if depth < _DEEPEST_QUOTATION else len(lines)
    start = 0
    for at, line in enumerate(lines[:quoted]):
        if _ENTRY.match(line) and _rule(line) is None and (at == start or lines[at - 1].endswith(":")):
            yield from _paragraph(lines[start:at])
            yield from _listings(lines[at:])
            return
        if heading := _ATX.match(line):
            yield from _paragraph(lines[start:at])
            yield Heading(len(heading[1]), _without_closing(heading[2]))
            start = at + 1
        elif (mark := _rule(line)) is not None:
            yield from _above_rule(lines[start:at], mark)
            start = at + 1
    yield from _paragraph(lines[start:quoted])
    if quoted < len(lines):
        inside = "\n".join(_QUOTED.sub("", line, count=1) for line in lines[quoted:])
        yield Quotation(blocks(inside, depth=depth + 1))


def _without_closing(heading: str) -> str:
    """A heading without the number signs that close it."""
    words = heading.rstrip("#")
    return words.strip() if words[-1:].isspace() else heading.strip()


def _rule(line: str) -> str | None:
    """The sign that a rule is made of, empty for an ornament; None for a line that is no rule."""
    signs = "".join(line.split())
    if len(signs) >= 3 and signs[0] in _RULES and not signs.strip(signs[0]):
        return signs[0]
    return "" if signs in ("*", "⁂") or (signs and not signs.strip("•")) else None


def _quoted_from(lines: Sequence[str]) -> int:
    """The line from which all lines are quoted."""
    unquoted = (at for at in range(len(lines), 0, -1) if not _QUOTED.match(lines[at - 1]))
    return next(unquoted, 0)


def _above_rule(lines: Sequence[str], mark: str) -> Iterator[Block]:
    if len(lines) == 1 and mark in _UNDERLINE and word_count(lines[0]) <= _LONGEST_UNDERLINED:
        yield Heading(_UNDERLINE[mark], lines[0].strip())
        return
    yield from _paragraph(lines)
    yield Rule()


def _paragraph(lines: Sequence[str]) -> Iterator[Block]:
    """Lines as paragraphs: one, or as many as there are clauses or speeches."""
    for part in _parts(lines):
        indents = [len(line) - len(line.lstrip()) for line in part]
        least = min(indents)
        further = tuple(indent - least for indent in indents)
        yield Paragraph(tuple(line.strip() for line in part), further if any(further) else ())


def _begins_large(line: str) -> bool:
    """Whether the first letter is a capital: scripts without capitals have prose and verse alike."""
    return next(filter(str.isalpha, line), "").isupper()


def _parts(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    for pattern in (_CLAUSE, _SPEAKER):
        starts = [at for at, line in enumerate(lines) if pattern.match(line)]
        # One alone stands at the beginning of a line by chance.
        if len(starts) > 1:
            edges = sorted({0, *starts, len(lines)})
            yield from (lines[start:end] for start, end in itertools.pairwise(edges))
            return
    if lines:
        yield lines


def _settled(blocks: Iterable[Block]) -> Iterator[Block]:
    """Join lists with empty lines between their entries, and turn into paragraphs what only looked like a list."""
    for kind, alike in itertools.groupby(blocks, key=lambda block: block.kind if isinstance(block, Listing) else ""):
        if not kind:
            yield from alike
            continue
        listing = Listing(tuple(entry for block in alike if isinstance(block, Listing) for entry in block.entries))
        yield from (listing,) if is_certain(listing) else _paragraphs(listing)


def _paragraphs(listing: Listing) -> Iterator[Block]:
    for entry in listing.entries:
        yield Paragraph((f"{entry.marker} {entry.text}",))
        yield from entry.nested


def _listings(lines: Sequence[str], *, depth: int = 0) -> Iterator[Listing]:
    """Read lines of which the first begins an entry, as lists of one kind each; `depth` counts the lists around."""
    first = _ENTRY.match(lines[0])
    outermost = len(first["indent"]) + 1 if first else 0
    matches = [(at, _ENTRY.match(line)) for at, line in enumerate(lines)]
    starts = [at for at, entry in matches if entry and len(entry["indent"]) <= outermost]
    entries = [_entry(lines[start:end], depth) for start, end in itertools.pairwise([*starts, len(lines)])]
    for _, alike in itertools.groupby(entries, key=lambda entry: Listing((entry,)).kind):
        yield Listing(tuple(alike))


def _entry(lines: Sequence[str], depth: int) -> ListEntry:
    below = (at for at in range(1, len(lines)) if _ENTRY.match(lines[at]))
    nested = next(below, len(lines)) if depth < _DEEPEST_LIST else len(lines)
    match = _ENTRY.match(lines[0])
    marker, first = (match["marker"], match["text"]) if match else ("-", lines[0])
    text = " ".join(line.strip() for line in (first, *lines[1:nested]))
    return ListEntry(marker, text, tuple(_listings(lines[nested:], depth=depth + 1)) if nested < len(lines) else ())
