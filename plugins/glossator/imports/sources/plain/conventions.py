"""What plain texts of one kind have beside their words: the frame of Project Gutenberg, the line numbers of a court."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Final

_START: Final = re.compile(r"(?mi)^\*\*\* ?START OF TH(?:E|IS) PROJECT GUTENBERG EBOOK.*$")
_END: Final = re.compile(
    r"(?mi)^(?:\*\*\* ?END OF TH(?:E|IS) PROJECT GUTENBERG EBOOK|End of (?:the )?Project Gutenberg).*$"
)
_FACT: Final = re.compile(r"(?m)^(Title|Author): +(\S.*)$")
_NUMBERED: Final = re.compile(r" {0,6}(\d{1,3})(?: {2,}(?P<text>\S.*)|\.? *)$")
# A table of figures is shorter, and its numbers do not count.
_FEWEST_LINES: Final = 5


@dataclass(frozen=True)
class Bare:
    """A text without what its kind has around the words."""

    text: str
    title: str = ""
    """As the frame states it."""
    author: str = ""
    losses: tuple[str, ...] = ()
    """What was left out, in sentences."""


def bare(text: str) -> Bare:
    """The words of a text whose lines end with `\\n`."""
    framed = _without_frame(text)
    numbered = _without_numbers(framed.text)
    return Bare(numbered.text, framed.title, framed.author, framed.losses + numbered.losses)


def _without_frame(text: str) -> Bare:
    start = _START.search(text)
    if not start:
        return Bare(text)
    end = _END.search(text, start.end())
    facts = dict(reversed(_FACT.findall(text[: start.start()])))
    loss = "the header and the licence of Project Gutenberg are left out; say where the text is from with `publisher:`"
    inside = text[start.end() : end.start() if end else len(text)]
    return Bare(inside.strip("\n"), facts.get("Title", "").strip(), facts.get("Author", "").strip(), (loss,))


def _without_numbers(text: str) -> Bare:
    """Without the numbers of lines, where lines count from one, anew on each page."""
    lines = text.split("\n")
    matches = [_NUMBERED.match(line) for line in lines]
    counted = [(at, int(match[1])) for at, match in enumerate(matches) if match]
    follows = sum(number == before + 1 or number == 1 for (_, before), (_, number) in itertools.pairwise(counted))
    spoken = sum(bool(line.strip()) for line in lines)
    if len(counted) < _FEWEST_LINES or follows < len(counted) - 1 or 2 * len(counted) < spoken:
        return Bare(text)
    for (at, _), match in zip(counted, filter(None, matches), strict=True):
        # The column stays, by which speakers stand out.
        lines[at] = " " * match.start("text") + match["text"] if match["text"] else ""
    return Bare("\n".join(lines), losses=(f"the numbers of {len(counted)} lines are left out",))
