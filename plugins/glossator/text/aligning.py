"""Two versions of a text side by side: which passage of the one is which of the other, and how their words differ.

Passages that are alike stand for each other in their order.  Those between are paired by likeness, and a passage that
stands elsewhere word for word was moved.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from glossator.text.differences import WordChange, opcodes, word_changes
from glossator.text.places import Heading, Passage, Place, Span
from glossator.text.suggest import likeness
from glossator.text.textmap import TextMap

ALIKE = 50.0
"""From which likeness on two passages are one that was changed, from 0 to 100."""
PAIRED_LIMIT = 40_000
"""More pairs of changed passages than this are not compared with each other: they count as gone and as new."""

Indices = tuple[int | None, int | None]


@dataclass(frozen=True)
class Pair:
    """A passage or heading of one text and what stands for it in the other; one of the two may have none."""

    before: Passage | Heading | None
    after: Passage | Heading | None
    steps: tuple[WordChange | str, ...]
    """The way from the words of the one to those of the other."""
    moved: bool = False
    """Whether it stands elsewhere among its neighbours, word for word."""

    @property
    def differs(self) -> bool:
        """Whether any word is another."""
        return any(isinstance(step, WordChange) for step in self.steps)

    @property
    def added(self) -> int:
        """How many words are new."""
        return sum(len(step.after.split()) for step in self.steps if isinstance(step, WordChange))

    @property
    def removed(self) -> int:
        """How many words are gone."""
        return sum(len(step.before.split()) for step in self.steps if isinstance(step, WordChange))


def words_of(text: TextMap, place: Place) -> str:
    """The words of a passage on one line."""
    return " ".join(text.text[place.span.start : place.span.end].split())


def pairs(before: TextMap, after: TextMap) -> list[Pair]:
    """The passages and headings of two texts, each once, in the order of the second; what is gone is where it was."""
    old = [words_of(before, place) for place in before.places]
    new = [words_of(after, place) for place in after.places]
    matched = _in_order(old, new)
    moved = _moved(old, new, matched)
    origins = {b: a for a, b in moved.items()}
    aligned: list[Pair] = []
    for a, b in matched:
        if a in moved:
            continue
        origin = origins.get(b) if a is None and b is not None else a
        steps = word_changes("" if origin is None else old[origin], "" if b is None else new[b])
        aligned.append(
            Pair(
                None if origin is None else before.places[origin],
                None if b is None else after.places[b],
                tuple(steps),
                moved=origin != a,
            )
        )
    return aligned


def by_number(before: TextMap, after: TextMap) -> list[tuple[Passage | Heading | None, Passage | Heading | None]]:
    """The passages and headings of a text and of its translation, each once, in their order.

    Passages of one number are each other's, and so are headings before one passage: a note of which the translation
    quotes no words stands on the passage of its number, too.
    """
    aligned: list[tuple[Passage | Heading | None, Passage | Heading | None]] = []
    for one, other in zip_longest(_parts(before), _parts(after), fillvalue=(None, ())):
        aligned += [*zip_longest(one[1], other[1])]
        aligned += [(one[0], other[0])] if one[0] or other[0] else []
    return aligned


def _parts(text: TextMap) -> list[tuple[Passage | None, Sequence[Heading]]]:
    """Each passage with the headings before it; behind the last there may be headings alone."""
    parts: list[tuple[Passage | None, Sequence[Heading]]] = []
    headings: list[Heading] = []
    for place in text.places:
        if isinstance(place, Heading):
            headings.append(place)
        else:
            parts.append((place, headings))
            headings = []
    return [*parts, (None, headings)]


def _in_order(old: Sequence[str], new: Sequence[str]) -> list[Indices]:
    """Indices of passages that stand for each other, none of which crosses another."""
    matched: list[Indices] = []
    for operation, a, b, c, d in opcodes(old, new):
        if operation == "equal":
            matched += zip(range(a, b), range(c, d), strict=True)
        else:
            matched += _between(old, new, range(a, b), range(c, d))
    return matched


def _between(old: Sequence[str], new: Sequence[str], olds: range, news: range) -> Iterator[Indices]:
    """Pair what is alike among passages none of which is the same, the best pairs first, none of which cross."""
    chosen: list[tuple[int, int]] = []
    if len(olds) * len(news) <= PAIRED_LIMIT:
        scored = sorted((-likeness(old[a], new[b]), a, b) for a in olds for b in news)
        for score, a, b in scored:
            if -score >= ALIKE and all((a < c and b < d) or (a > c and b > d) for c, d in chosen):
                chosen.append((a, b))
    low, high = olds.start, news.start
    for a, b in [*sorted(chosen), (olds.stop, news.stop)]:
        yield from ((index, None) for index in range(low, a))
        yield from ((None, index) for index in range(high, b))
        if a < olds.stop:
            yield a, b
        low, high = a + 1, b + 1


def _moved(old: Sequence[str], new: Sequence[str], matched: Sequence[Indices]) -> dict[int, int]:
    """Passages that lost their place and stand at another, word for word, and there alone."""
    before, after = Counter(old), Counter(new)
    come = {new[b]: b for a, b in matched if b is not None and a is None and after[new[b]] == 1}
    gone = [a for a, b in matched if a is not None and b is None and before[old[a]] == 1]
    return {a: come[old[a]] for a in gone if old[a] in come}


_WORD = re.compile(r"\S+")


def carried(span: Span, before: TextMap, after: TextMap, aligned: Sequence[Pair]) -> Span | None:
    """Where the words of a span stand in the other text, none of them changed; None where any is gone or another.

    Their place is told by the words around them, and not by looking for them: the same words elsewhere are others.
    """
    by_place = {pair.before: pair for pair in aligned if pair.before is not None}
    first = by_place.get(before.place_at(span.start))
    last = by_place.get(before.place_at(span.end - 1))
    if not (first and last and first.after and last.after):
        return None
    start = _carried(span.start, before, after, first)
    end = _carried(span.end - 1, before, after, last)
    if start is None or end is None or end < start:
        return None
    same = before.text[span.start : span.end].split() == after.text[start : end + 1].split()
    return Span(start, end + 1) if same else None


def _carried(offset: int, before: TextMap, after: TextMap, pair: Pair) -> int | None:
    """Where a character stands in the other text, where its word was kept."""
    if pair.before is None or pair.after is None:
        return None
    old, new = (
        [
            (place.span.start + word.start(), word[0])
            for word in _WORD.finditer(text.text[place.span.start : place.span.end])
        ]
        for text, place in ((before, pair.before), (after, pair.after))
    )
    for operation, a, b, c, d in opcodes([word for _, word in old], [word for _, word in new]):
        for (was, word), (now, _) in zip(old[a:b], new[c:d], strict=True) if operation == "equal" else ():
            if was <= offset < was + len(word):
                return now + offset - was
    return None
