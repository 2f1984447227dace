"""Lists in plain text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

ENTRY: Final = re.compile(r"(?P<indent>\s*)(?P<marker>[-*+•‣▪]|\d{1,9}[.)])\s+(?P<text>\S.*)$")
"""The first line of an entry."""

# Markdown takes four columns for each.
_DEEPEST = 10


@dataclass(frozen=True)
class Entry:
    """One entry of a list."""

    marker: str
    """As it stands in the text: `-`, `1.`, `2)`."""
    text: str
    nested: tuple[Listing, ...] = ()


@dataclass(frozen=True)
class Listing:
    """Entries of one kind, one after the other."""

    entries: tuple[Entry, ...]

    @property
    def kind(self) -> str:
        """`1` for a numbered list, else the bullet."""
        return "1" if self.entries[0].marker[0].isdigit() else self.entries[0].marker


def listings(lines: Sequence[str], *, depth: int = 0) -> Iterator[Listing]:
    """Read lines of which the first begins an entry, as lists of one kind each; `depth` counts the lists around."""
    first = ENTRY.match(lines[0])
    outermost = len(first["indent"]) + 1 if first else 0
    found = [(at, ENTRY.match(line)) for at, line in enumerate(lines)]
    starts = [at for at, entry in found if entry and len(entry["indent"]) <= outermost]
    entries = [_entry(lines[start:end], depth) for start, end in itertools.pairwise([*starts, len(lines)])]
    for _, alike in itertools.groupby(entries, key=lambda entry: Listing((entry,)).kind):
        yield Listing(tuple(alike))


def is_certain(listing: Listing) -> bool:
    """Whether it is more than a line that begins like an entry.

    A number that Markdown would change, or the star of a footnote, must stay as it stands.
    """
    if listing.kind == "1":
        numbers = [int(entry.marker[:-1]) for entry in listing.entries]
        return len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))
    return listing.kind != "*" or len(listing.entries) > 1


def _entry(lines: Sequence[str], depth: int) -> Entry:
    below = (at for at in range(1, len(lines)) if ENTRY.match(lines[at]))
    nested = next(below, len(lines)) if depth < _DEEPEST else len(lines)
    found = ENTRY.match(lines[0])
    marker, first = (found["marker"], found["text"]) if found else ("-", lines[0])
    text = " ".join(line.strip() for line in (first, *lines[1:nested]))
    return Entry(marker, text, tuple(listings(lines[nested:], depth=depth + 1)) if nested < len(lines) else ())
