"""Other ways to read a page, each with its way back: as it is copied, and without what is no sentence of it.

What a reader copies, or another program records, has footnotes' numbers and the readings of ruby in it, or lacks the
space between blocks, at `<br>`, and where lines of Chinese or Japanese were wrapped.  A reading is searched where the
page as read has no place for a quote; what is found in it stands there to the letter, with nothing guessed.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product
from operator import itemgetter
from typing import NamedTuple, Protocol

from glossator.text.elements import Aside
from glossator.text.normalize import Folded, fold, needs_no_space

_NUMBER = re.compile(r"\s*[\[(]?(?:\d{1,3}|[*†‡§¶]{1,3})[\])]?\s*")
_LETTERS = re.compile(r"[^\W\d_]{4}|[.,;:!?…'\"’”»)\]。、！？」』]")


MOST = 1_000
"""Places at which words may stand in a reading; where there are more, none is told from the others by a space."""


class Beside(NamedTuple):
    """What stands beside the words of the page and is none of them, but is copied with them."""

    offset: int
    """Offset in the text before which it stands."""
    kind: Aside
    text: str


class Raised(NamedTuple):
    """Words of the page that stand raised, or are a link to a place of the same page: half-open in the text."""

    start: int
    end: int
    raised: bool
    """Whether they are raised; else they are a link."""


def numbers(text: str, several: Sequence[Raised]) -> list[tuple[int, int]]:
    """The numbers of notes among the words of a page: raised, and a link, or behind a word or a sentence.

    A unit or a formula has short words before what is raised: `m²`, `10⁶`.

    Args:
        text: the page’s text.
        several: what is raised in it, and its links.

    Returns:
        where each begins and ends.
    """
    links = [other for other in several if not other.raised]
    return [
        (raised.start, raised.end)
        for raised in several
        if raised.raised
        and _NUMBER.fullmatch(text, raised.start, raised.end)
        and (
            any(link.start <= raised.end and raised.start <= link.end for link in links)
            or any(_LETTERS.fullmatch(text, max(0, raised.start - width), raised.start) for width in (1, 4))
        )
    ]


class Searched(Protocol):
    """A page in a form in which words are looked for."""

    @property
    def text(self) -> str:
        """What is searched."""
        ...

    def fold(self, words: str) -> str:
        """Words in the same form."""
        ...

    def find(self, words: str) -> Iterator[tuple[int, int]]:
        """Where words stand: ranges of `text`, in order."""
        ...

    def original(self, start: int, end: int) -> tuple[int, int] | None:
        """The range of the page’s text for a range of `text`; None where there is none."""
        ...

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The same, taking what it would cut."""
        ...


@dataclass(frozen=True)
class Plain:
    """The page as read, in one folding."""

    page: Folded
    folding: Callable[[str], Folded]

    @property
    def text(self) -> str:
        """What is searched."""
        return self.page.text

    def fold(self, words: str) -> str:
        """Words in the same form."""
        return self.folding(words).text

    def find(self, words: str) -> Iterator[tuple[int, int]]:
        """Where words stand."""
        folded = self.fold(words)
        start = self.page.text.find(folded) if folded else -1
        while start >= 0:
            yield start, start + len(folded)
            start = self.page.text.find(folded, start + 1)

    def original(self, start: int, end: int) -> tuple[int, int] | None:
        """The range of the page’s text for a range of `text`; None if it would cut what is whole."""
        return self.page.original(start, end)

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The same, taking what it would cut."""
        return self.page.around(start, end)


@dataclass(frozen=True)
class Reading:
    """A page read in another way, folded and without any space; searched like a `Folded`."""

    raw: str
    """The page read in this way."""
    origins: Sequence[int]
    """For each code point of it the one of the page’s text; -1 where the page’s text has none."""
    virtual: Collection[int]
    """Offsets in the page’s text of spaces of which there is none in the HTML."""

    @cached_property
    def _folded(self) -> Folded:
        return fold(self.raw)

    @cached_property
    def _kept(self) -> Sequence[int]:
        return [index for index, character in enumerate(self._folded.text) if character != " "]

    @cached_property
    def text(self) -> str:
        """What is searched."""
        return self._folded.text.replace(" ", "")

    def fold(self, words: str) -> str:
        """Words in the same form."""
        return fold(words).text.replace(" ", "")

    def find(self, words: str) -> Iterator[tuple[int, int]]:
        """Where words stand, with spaces only where the page or the writing lets them be or not be."""
        folded = fold(words).text
        bare, gaps = folded.replace(" ", ""), _gaps(folded)
        starts = list(islice(_starts(bare, self.text), MOST + 1))
        if len(starts) <= MOST:
            yield from ((start, start + len(bare)) for start in starts if self._parts_alike(start, gaps))

    def original(self, start: int, end: int) -> tuple[int, int] | None:
        """The range of the page’s text for a range of what is searched; None where the page has no word of it."""
        if start >= end or (here := self._folded.original(self._kept[start], self._kept[end - 1] + 1)) is None:
            return None
        return self._in_page(*here)

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The same, taking what it would cut."""
        here = self._folded.around(self._kept[start], self._kept[end - 1] + 1)
        return self._in_page(*here) or (0, 0)

    def _in_page(self, start: int, end: int) -> tuple[int, int] | None:
        real = [origin for origin in self.origins[start:end] if origin >= 0]
        return (real[0], real[-1] + 1) if real else None

    @cached_property
    def _gaps(self) -> bytes:
        return _gaps(self._folded.text)

    def _parts_alike(self, start: int, gaps: bytes) -> bool:
        """Whether spaces stand where words have them, but for those that may be or not be.

        Space at an edge of the words is looked for; where they have none there, anything may stand beside them.
        """
        length = len(gaps) - 1
        if self._gaps[start + 1 : start + length] == gaps[1:length] and not gaps[0] and not gaps[length]:
            return True
        inner = all(
            self._gaps[start + index] == gaps[index] or self._may_differ(start + index, bool(gaps[index]))
            for index in range(1, length)
        )
        edges = [start + index for index in (0, length) if gaps[index]]
        return inner and all(
            0 < edge < len(self._kept) and (self._gaps[edge] or self._may_differ(edge, True)) for edge in edges
        )

    def _may_differ(self, index: int, in_quote: bool) -> bool:
        """Whether a quote may have a space before a code point where the page has none, or none where it has one."""
        before, here = self._kept[index - 1], self._kept[index]
        text = self._folded.text
        if needs_no_space(text[before]) and needs_no_space(text[here]):
            return True
        low, high = self._folded.around(before, here + 1)
        between = range(max(0, low), min(high, len(self.raw)))
        if in_quote:
            return any(self.origins[offset] < 0 for offset in between)
        return any(self.raw[offset] == "\n" or self.origins[offset] in self.virtual for offset in between)


def _starts(words: str, text: str) -> Iterator[int]:
    start = text.find(words) if words else -1
    while start >= 0:
        yield start
        start = text.find(words, start + 1)


def _gaps(text: str) -> bytes:
    """For each code point of a text without its spaces, and for its end, whether there is space before it."""
    gaps = bytearray()
    space = False
    for character in text:
        if character == " ":
            space = True
        else:
            gaps.append(space)
            space = False
    gaps.append(space)
    return bytes(gaps)


def of(
    text: str,
    headings: Collection[tuple[int, int]],
    beside: Sequence[Beside],
    numbers: Collection[tuple[int, int]],
    virtual: Collection[int],
) -> Iterator[Reading]:
    """Every other way to read a page, the plainest first.

    Args:
        text: the page’s text.
        headings: where its headings begin and end, without which it was quoted before they were places.
        beside: what stands beside its words.
        numbers: where the numbers of notes among its words begin and end.
        virtual: offsets of its spaces of which there is none in the HTML.
    """
    if headings:
        yield _reading(text, (), headings, virtual)
    for without in [(), numbers] if numbers else [()]:
        for kinds in product(*_choices({aside.kind for aside in beside})):
            present = {kind for several in kinds for kind in several}
            yield _reading(text, [aside for aside in beside if aside.kind in present], without, virtual)


def _choices(present: Collection[Aside]) -> Iterator[Sequence[tuple[Aside, ...]]]:
    """What is copied and what not: each kind by itself, but brackets only with what stands in them."""
    for kind in (Aside.NUMBER, Aside.FORMULA):
        if kind in present:
            yield (), (kind,)
    if Aside.READING in present:
        yield (), (Aside.READING,), *([(Aside.READING, Aside.BRACKET)] if Aside.BRACKET in present else [])


def _reading(
    text: str, beside: Iterable[Beside], without: Iterable[tuple[int, int]], virtual: Collection[int]
) -> Reading:
    parts: list[str] = []
    origins = array("q")
    done = 0
    added = [(aside.offset, aside.offset, aside.text) for aside in beside]
    for start, end, words in sorted([*added, *((start, end, "") for start, end in without)], key=itemgetter(0)):
        if start >= done:
            parts += text[done:start], words
            origins.extend(range(done, start))
            origins.extend([-1] * len(words))
            done = end
    parts.append(text[done:])
    origins.extend(range(done, len(text)))
    return Reading("".join(parts), origins, virtual)
