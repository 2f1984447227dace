"""From a selector to a span, or to the reason why not; and back from a span to a selector.

A build has an editor at the keyboard, so nothing is guessed here: the words are found exactly once (after folding), or
it is said that they are not.  The selectors are those of the W3C Web Annotation Data Model.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import assert_never

from glossator.text.normalize import Folded, cuts_a_word, fold, is_blank, verbatim
from glossator.text.textmap import Passage, Span, TextMap

AGREEMENT = 4
"""Code points of recorded context that must agree, on one side at least, for the only hit to be believed.  Fewer agree
by chance: a space, a full stop and the end of a common word."""
HIT_LIMIT = 1_000
"""More places than this tell nobody anything.  Every place counts all the same: one out of sight could be the right
one, so where they cannot all be looked at, the quote is ambiguous."""


@dataclass(frozen=True)
class TextQuoteSelector:
    """Words, with the words around them where they are needed to tell one place from another."""

    exact: str
    """The quote; `first words … last words` spans everything between."""
    prefix: str = ""
    """Text just before it."""
    suffix: str = ""
    """Text just after it."""
    passage: int | None = None
    """The number of the passage it begins in."""


@dataclass(frozen=True)
class PassageSelector:
    """A whole passage: the W3C's FragmentSelector, `p2`."""

    number: int


@dataclass(frozen=True)
class SourceSelector:
    """The whole source."""


Selector = TextQuoteSelector | PassageSelector | SourceSelector


@dataclass(frozen=True)
class Anchored:
    """The selector fits one place."""

    span: Span


@dataclass(frozen=True)
class Ambiguous:
    """The selector fits several places."""

    candidates: tuple[Span, ...]
    """At most `HIT_LIMIT`, in reading order."""


class Reason(StrEnum):
    """Why a selector fits no place."""

    NOT_FOUND = "not-found"
    OTHER_CONTEXT = "other-context"
    """Found once, but with other words than recorded on both sides: a look-alike, or the sentence was moved."""
    NO_SUCH_PASSAGE = "no-such-passage"
    NOTHING_TO_FIND = "nothing-to-find"


@dataclass(frozen=True)
class Proposal:
    """A place that an editor might mean."""

    span: Span
    score: float
    """How alike it is, 0 to 100.  It cannot judge: another team's name or another year scores above 95."""
    lead: float
    """The score's distance from the next proposal's, at least 0."""


@dataclass(frozen=True)
class Orphaned:
    """The selector fits no place."""

    reason: Reason
    proposals: tuple[Proposal, ...] = ()
    """Best first."""


Outcome = Anchored | Ambiguous | Orphaned


def anchor(selector: Selector, text: TextMap) -> Outcome:
    """Find the one place that a selector fits.

    Args:
        selector: what to look for.
        text: the page.

    Returns:
        the place; or all of several; or why there is none, without proposals (`suggest.propose` adds them).
    """
    match selector:
        case SourceSelector():
            return Anchored(Span(0, len(text.text)))
        case PassageSelector(number):
            passage = _passage(text, number)
            return Anchored(passage.span) if passage else Orphaned(Reason.NO_SUCH_PASSAGE)
        case TextQuoteSelector():
            return _anchor_quote(selector, text)
        case _:
            assert_never(selector)


def describe(text: TextMap, span: Span, fitting: Selector | None = None) -> TextQuoteSelector:
    """The selector that fits a span and nothing else: its words, with as much around them as makes them unique.

    Args:
        text: the page.
        span: code points of `text.text`; must hold at least one.
        fitting: a selector that fits the span.  Where it holds just the words, they need not be looked for again.

    Raises:
        ValueError: the span is empty or lies outside of the text.
    """
    if not 0 <= span.start < span.end <= len(text.text):
        raise ValueError(f"{span} is no part of a text of {len(text.text)} code points")
    exact = text.text[span.start : span.end]
    if fitting == (bare := TextQuoteSelector(exact)):
        return bare
    width, longest = 0, max(span.start, len(text.text) - span.end)
    often = text.text.count(exact) > _OFTEN
    while True:
        prefix, suffix = context(text.text, span, width)
        selector = TextQuoteSelector(exact, prefix, suffix)
        # Where the words come again very often, every place of them would be looked at for each width in vain.
        in_vain = often and width <= longest and _comes_again(prefix + exact + suffix, text.text)
        if not in_vain and anchor(selector, text) == Anchored(span):
            return selector
        if width > longest:
            raise ValueError(f"{span} cannot be told from other places by its words")
        width = max(12, width * 2)


_OFTEN = 64


def _comes_again(words: str, text: str) -> bool:
    return text.find(words, text.find(words) + 1) >= 0


def context(text: str, span: Span, width: int) -> tuple[str, str]:
    """Some `width` code points on either side of a span, from and to the edge of a word where one is near."""
    if not width:
        return "", ""
    near = 12
    start, end = max(0, span.start - width), min(len(text), span.end + width)
    while start and not text[start - 1].isspace() and span.start - start < width + near:
        start -= 1
    while end < len(text) and not text[end].isspace() and end - span.end < width + near:
        end += 1
    return text[start : span.start], text[span.end : end]


_JOINT = 16
"""The most spaces that may stand between a quote and its recorded context: recorded text is trimmed, pages are not."""


@dataclass(frozen=True)
class _Around:
    """What stands beside a quote, against what was recorded; it is compared only as far as somebody asks."""

    page: str
    start: int
    end: int
    prefix: str
    suffix: str

    @property
    def is_whole(self) -> bool:
        """Whether all the recorded context is there."""
        start = self.start
        while start and self.start - start < _JOINT and self.page[start - 1].isspace():
            start -= 1
        end = self.end
        while end < len(self.page) and end - self.end < _JOINT and self.page[end].isspace():
            end += 1
        return self.page.endswith(self.prefix, 0, start) and self.page.startswith(self.suffix, end)

    @property
    def before(self) -> int:
        """Code points in common with the recorded prefix, counted from the quote."""
        return common_end(self.page[max(0, self.start - len(self.prefix) - _JOINT) : self.start].rstrip(), self.prefix)

    @property
    def after(self) -> int:
        """The same for the suffix."""
        return common_start(self.page[self.end : self.end + len(self.suffix) + _JOINT].lstrip(), self.suffix)


@dataclass(frozen=True)
class _Hit:
    span: Span
    around: _Around
    """What stands beside it."""
    fits: bool
    """Whether all the recorded context is there."""


def _anchor_quote(selector: TextQuoteSelector, text: TextMap) -> Outcome:
    passage = None
    if selector.passage is not None:
        passage = _passage(text, selector.passage)
        if passage is None:
            return Orphaned(Reason.NO_SUCH_PASSAGE)
    if is_blank(selector.exact) and not selector.prefix and not selector.suffix:
        return Orphaned(Reason.NOTHING_TO_FIND)
    folded = _search(selector, text, text.folded, fold, passage)
    fitting = [hit for hit in folded if hit.fits]
    if not fitting:
        # Words that are there to the letter, context included, count even where they cut what folding takes as one.
        fitting = [hit for hit in _search(selector, text, text.verbatim, verbatim, passage) if hit.fits]
    if len(fitting) == 1:
        return Anchored(fitting[0].span)
    if len(fitting) > 1 or len(folded) > 1:
        return Ambiguous(tuple(hit.span for hit in fitting or folded)[:HIT_LIMIT])
    if not folded:
        return Orphaned(Reason.NOT_FOUND)
    (hit,) = folded
    recorded = selector.prefix and selector.suffix
    if recorded and not (_agrees(hit.around.before, selector.prefix) or _agrees(hit.around.after, selector.suffix)):
        return Orphaned(Reason.OTHER_CONTEXT, (Proposal(hit.span, 100.0, 100.0),))
    return Anchored(hit.span)


def _agrees(common: int, recorded: str) -> bool:
    return common >= min(AGREEMENT, len(fold(recorded).text.strip()))


def _passage(text: TextMap, number: int) -> Passage | None:
    return text.passages[number - 1] if 1 <= number <= len(text.passages) else None


def _search(
    selector: TextQuoteSelector,
    text: TextMap,
    page: Folded,
    folding: Callable[[str], Folded],
    passage: Passage | None,
) -> list[_Hit]:
    """Every place where the quote stands, in one folding of page and quote."""
    prefix, suffix = folding(selector.prefix).text.strip(), folding(selector.suffix).text.strip()
    places, complete = _places(selector.exact, page, folding, passage)
    hits = []
    for start, end in places:
        original = page.original(start, end)
        if original is None:
            continue
        span = _to_the_letter(text.text, selector, Span(*original), page.around(start, end))
        around = _Around(page.text, start, end, prefix, suffix)
        if _edges_hold(text.text, span, around, selector):
            hits.append(_Hit(span, around, complete and around.is_whole))
    return hits if passage is None else _beginning_in(passage, hits)


def _places(
    exact: str, page: Folded, folding: Callable[[str], Folded], passage: Passage | None
) -> tuple[list[tuple[int, int]], bool]:
    """Where a quote stands in a folded page; where it stands nowhere as it is, all from its first to its last words.

    Returns:
        the places, and whether they are all: of `first … last` there may be as many as pairs of words on the page.
    """
    places = list(_find(folding(exact).text, page.text))
    if places or not (ends := first_and_last(exact)):
        return places, True
    firsts, lasts = (
        [edges for edges in _find(folding(words).text, page.text) if not _cuts(page.text, *edges)] for words in ends
    )
    inside = []
    if passage is not None:
        firsts = [edges for edges in firsts if passage.span.start <= _origin(page, edges).start < passage.span.end]
        inside = [edges for edges in lasts if _origin(page, edges).end <= passage.span.end]
    places = _pairs(firsts, inside) or _pairs(firsts, lasts)
    return places, len(places) <= HIT_LIMIT


def _pairs(firsts: list[tuple[int, int]], lasts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    pairs = (
        (first[0], lasts[index][1]) for first in firsts for index in range(bisect_left(lasts, (first[1],)), len(lasts))
    )
    return list(islice(pairs, HIT_LIMIT + 1))


def _origin(page: Folded, edges: tuple[int, int]) -> Span:
    return Span(*(page.original(*edges) or page.around(*edges)))


def _find(words: str, text: str) -> Iterator[tuple[int, int]]:
    start = text.find(words) if words else -1
    while start >= 0:
        yield start, start + len(words)
        start = text.find(words, start + 1)


def _cuts(text: str, start: int, end: int) -> bool:
    return cuts_a_word(text, start) or cuts_a_word(text, end)


_GAP = re.compile(r"\s(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s")


def first_and_last(quote: str) -> tuple[str, str] | None:
    """The two ends of a quote of the form `first words … last words`; None for any other."""
    parts = [part.strip() for part in _GAP.split(quote.strip())]
    return (parts[0], parts[1]) if len(parts) == 2 and all(parts) else None


def _to_the_letter(text: str, selector: TextQuoteSelector, span: Span, around: tuple[int, int]) -> Span:
    """A hit with just those of the invisible characters and spaces at its edges that the quote has too."""
    exact = selector.exact
    if text.startswith(exact, span.start) and len(exact) == len(span):
        return span
    literal = [Span(*edges) for edges in _find(exact, text[around[0] : around[1]])]
    literal = [Span(candidate.start + around[0], candidate.end + around[0]) for candidate in literal]
    literal = [candidate for candidate in literal if _differ_in_nothing_seen(text, candidate, span)]
    in_context = [candidate for candidate in literal if _has_context(text, selector, candidate)]
    return next(iter(in_context or literal), span)


def _differ_in_nothing_seen(text: str, span: Span, other: Span) -> bool:
    edges = (span.start, other.start), (span.end, other.end)
    return all(is_blank(text[min(edge) : max(edge)]) for edge in edges)


def _has_context(text: str, selector: TextQuoteSelector, span: Span) -> bool:
    """Whether the recorded context stands there to the letter."""
    return text.endswith(selector.prefix, 0, span.start) and text.startswith(selector.suffix, span.end)


def _edges_hold(text: str, span: Span, around: _Around, selector: TextQuoteSelector) -> bool:
    """Whether neither edge cuts a word, unless the recorded context has the rest of it, or agrees as far as it goes."""
    if cuts_a_word(text, span.start):
        most = len(around.prefix) if selector.prefix[-1:].strip() else 0
        edges = range(span.start, max(-1, span.start - most), -1)
        rest = next((number for number, edge in enumerate(edges) if not cuts_a_word(text, edge)), most)
        if not rest or around.before < rest:
            return False
    if cuts_a_word(text, span.end):
        most = len(around.suffix) if selector.suffix[:1].strip() else 0
        edges = range(span.end, min(len(text) + 1, span.end + most))
        rest = next((number for number, edge in enumerate(edges) if not cuts_a_word(text, edge)), most)
        if not rest or around.after < rest:
            return False
    return True


def _beginning_in(passage: Passage, hits: list[_Hit]) -> list[_Hit]:
    inside = [hit for hit in hits if hit.span in passage.span]
    return inside or [hit for hit in hits if passage.span.start <= hit.span.start < passage.span.end]


def common_start(text: str, other: str) -> int:
    """How many code points two texts have in common, from their start."""
    return next(
        (index for index, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), min(len(text), len(other))
    )


def common_end(text: str, other: str) -> int:
    """The same, from their end."""
    return common_start(text[::-1], other[::-1])
