"""From a selector to a span, or to the reason why not; and back from a span to a selector.

A build has an editor at the keyboard, so nothing is guessed here: the words are found exactly once (after folding), or
it is said that they are not.  The selectors are those of the W3C Web Annotation Data Model.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import assert_never

from glossator.text.elements import Aside
from glossator.text.normalize import fold, is_blank, verbatim
from glossator.text.readings import Plain, Searched
from glossator.text.textmap import Passage, Span, TextMap

AGREEMENT = 4
"""Code points of recorded context that must agree, on one side at least, for the only hit to be believed.  Fewer agree
by chance: a space, a full stop and the end of a common word."""
HIT_LIMIT = 1_000
"""More places than this tell nobody anything.  Every place counts all the same: one out of sight could be the right
one, so where they cannot all be looked at, the quote is ambiguous."""

MOST_CUTS = 5
"""Words that are named of those in which a quote stands as a part."""


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class PassageSelector:
    """A whole passage: the W3C's FragmentSelector, `p2`."""

    number: int


@dataclass(frozen=True, slots=True)
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
    INSIDE_A_WORD = "inside-a-word"
    """Found, but an edge of it cuts a word or a number, and the rest of that is not recorded beside it."""
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


def anchor(selector: Selector, text: TextMap, markers: Collection[int] = ()) -> Outcome:
    """Find the one place that a selector fits.

    Args:
        selector: what to look for.
        text: the page.
        markers: offsets in the text behind which notes have their numbers, which a quote may have been copied with.

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
            return _anchor_quote(selector, text, markers)
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
        return self.page.endswith(self.prefix, 0, start) and _begins(self.page, self.suffix, end)

    def ends_with(self, count: int) -> bool:
        """Whether so many code points before the quote are those at the end of the recorded prefix."""
        low, end = max(0, self.start - len(self.prefix) - _JOINT), self.start
        while end > low and self.page[end - 1].isspace():
            end -= 1
        wanted = self.prefix[len(self.prefix) - count :]
        return count <= len(self.prefix) and self.page.endswith(wanted, low, end)

    def begins_with(self, count: int) -> bool:
        """The same of the suffix, behind the quote."""
        start, high = self.end, min(len(self.page), self.end + len(self.suffix) + _JOINT)
        while start < high and self.page[start].isspace():
            start += 1
        return count <= len(self.suffix) and self.page.startswith(self.suffix[:count], start, high)


def _begins(page: str, suffix: str, start: int) -> bool:
    """Whether a page goes on with a suffix, of which the last character may lack marks: it was cut after so many."""
    if page.startswith(suffix, start):
        return True
    last = start + len(suffix) - 1
    if not suffix or last >= len(page) or not page.startswith(suffix[:-1], start):
        return False
    cut, whole = (unicodedata.normalize("NFD", sign) for sign in (suffix[-1], page[last]))
    return cut[0] == whole[0] and set(cut[1:]) < set(whole[1:])


@dataclass(frozen=True)
class _Hit:
    span: Span
    around: _Around
    """What stands beside it."""
    fits: bool
    """Whether all the recorded context is there."""


def _anchor_quote(selector: TextQuoteSelector, text: TextMap, markers: Collection[int]) -> Outcome:
    passage = None
    if selector.passage is not None:
        passage = _passage(text, selector.passage)
        if passage is None:
            return Orphaned(Reason.NO_SUCH_PASSAGE)
    if is_blank(selector.exact) and not selector.prefix and not selector.suffix:
        return Orphaned(Reason.NOTHING_TO_FIND)
    cuts: list[Span] = []
    hits = _search(selector, text, Plain(text.folded, fold), passage, cuts)
    fitting = [hit for hit in hits if hit.fits]
    if not fitting:
        # Words that are there to the letter, context included, count even where they cut what folding takes as one.
        literal = _search(selector, text, Plain(text.verbatim, verbatim), passage, cuts)
        fitting = [hit for hit in literal if hit.fits]
    if not fitting and len(hits) <= HIT_LIMIT and not (hits and not selector.prefix and not selector.suffix):
        others = _distinct(hit for page in text.readings for hit in _search(selector, text, page, passage, []))
        fitting, hits = [hit for hit in others if hit.fits], hits or others
    if not hits and (without := _without_markers(selector, text, passage, markers)):
        hits = fitting = without
    return _decided(selector, text, hits, fitting, cuts)


def _decided(
    selector: TextQuoteSelector, text: TextMap, hits: Sequence[_Hit], fitting: Sequence[_Hit], cuts: Sequence[Span]
) -> Outcome:
    if len(fitting) == 1:
        return Anchored(fitting[0].span)
    if len(fitting) > 1 or len(hits) > 1:
        return Ambiguous(tuple(hit.span for hit in fitting or hits)[:HIT_LIMIT])
    if hits:
        (hit,) = hits
        if _is_elsewhere(hit, selector, text):
            return Orphaned(Reason.OTHER_CONTEXT, (Proposal(hit.span, 100.0, 100.0),))
        return Anchored(hit.span)
    if cuts:
        spans = sorted(set(cuts))[:MOST_CUTS]
        return Orphaned(Reason.INSIDE_A_WORD, tuple(Proposal(span, 100.0, 0.0) for span in spans))
    return Orphaned(Reason.NOT_FOUND)


def _distinct(hits: Iterable[_Hit]) -> list[_Hit]:
    """Hits in reading order, of those on the same words one, which fits if any does."""
    by_span: dict[Span, _Hit] = {}
    for hit in hits:
        if hit.span not in by_span or hit.fits:
            by_span[hit.span] = hit
    return [by_span[span] for span in sorted(by_span)]


def _is_elsewhere(hit: _Hit, selector: TextQuoteSelector, text: TextMap) -> bool:
    """Whether neither side of the only hit is as it was recorded; nothing is where a text begins or ends."""
    if not selector.prefix and not selector.suffix:
        return False
    before, after = text.text[: hit.span.start].strip(), text.text[hit.span.end :].strip()
    return not (
        (hit.around.ends_with(_enough(selector.prefix)) if selector.prefix else not before)
        or (hit.around.begins_with(_enough(selector.suffix)) if selector.suffix else not after)
    )


_ANY_MARKER = re.compile(r"(?<=[^\W\d_]|[.,;:!?…'\"’”»)\]。、！？」』])\d{1,3}(?=\s|[.,;:!?…'\"’”»)\]。、！？」』]|\Z)")
"""What may be the number of a note: behind a word or a sentence."""
_MARKER = re.compile(
    r"(?:(?<=[^\W\d_]{4})|(?<=[.,;:!?…'\"’”»)\]。、！？」』]))\d{1,3}(?=\s|[.,;:!?…'\"’”»)\]。、！？」』]|\Z)"
)
"""What may be the number of a note: behind a word or a sentence, and no part of either."""


def _without_markers(
    selector: TextQuoteSelector, text: TextMap, passage: Passage | None, markers: Collection[int]
) -> list[_Hit]:
    """The hits of a quote without the numbers of notes in it: its own at its end, others where they have theirs."""
    exact, pattern = selector.exact.rstrip(), _ANY_MARKER if markers else _MARKER
    groups = list(pattern.finditer(exact))
    if not groups:
        return []
    own = next((group.end() for group in _MARKER.finditer(exact) if group.end() == len(exact)), 0)
    before = {group: pattern.sub("", exact[: group.start()]) for group in groups if group.end() != own}
    footnotes = {(aside.offset, aside.text.strip()) for aside in text.beside if aside.kind is Aside.NUMBER}

    def stands(page: Searched, hit: _Hit, number: str, words: str) -> bool:
        """Whether a number that the quote has stands there on the page."""
        origin = page.original(hit.around.start, hit.around.start + len(page.fold(words)))
        return origin is not None and (origin[1] in markers or (origin[1], number) in footnotes)

    bare = replace(selector, exact=pattern.sub("", exact))
    pages: list[Searched] = [Plain(text.folded, fold), *text.readings]
    return _distinct(
        hit
        for page in pages
        for hit in _search(bare, text, page, passage, [])
        if hit.fits and all(stands(page, hit, group[0], words) for group, words in before.items())
    )


def _enough(recorded: str) -> int:
    """How many code points of a recorded context have to be there."""
    return min(AGREEMENT, len(fold(recorded).text.strip()))


def _passage(text: TextMap, number: int) -> Passage | None:
    return text.passages[number - 1] if 1 <= number <= len(text.passages) else None


def _search(
    selector: TextQuoteSelector, text: TextMap, page: Searched, passage: Passage | None, cuts: list[Span]
) -> list[_Hit]:
    """Every place where the quote stands, in one form of page and quote; where it cuts a word goes to `cuts`."""
    prefix, suffix = _uncut(page.fold(selector.prefix).strip(), page.text), page.fold(selector.suffix).strip()
    places, complete = _places(selector.exact, page, text, passage)
    hits = []
    for start, end in places:
        original = page.original(start, end)
        if original is None:
            continue
        span = _to_the_letter(text.text, selector, Span(*original), page.around(start, end))
        around = _Around(page.text, start, end, prefix, suffix)
        if _edges_hold(text, span, around, selector):
            hits.append(_Hit(span, around, complete and around.is_whole))
        elif not _parts_marks(text.text, span) and (passage is None or span in passage.span):
            cuts.append(span)
    return hits if passage is None else _beginning_in(passage, hits)


def _uncut(prefix: str, page: str) -> str:
    """A prefix without the marks of a letter that it lacks, where the page does not begin so: it was cut inside."""
    while prefix and unicodedata.category(prefix[0])[0] == "M" and not page.startswith(prefix):
        prefix = prefix[1:]
    return prefix


def _parts_marks(text: str, span: Span) -> bool:
    """Whether an edge lies between a letter and its marks."""
    edges = (text[span.start : span.start + 1], text[span.end : span.end + 1])
    return any(edge and unicodedata.category(edge)[0] == "M" for edge in edges)


def _places(exact: str, page: Searched, text: TextMap, passage: Passage | None) -> tuple[list[tuple[int, int]], bool]:
    """Where a quote stands in a folded page; where it stands nowhere as it is, all from its first to its last words.

    Returns:
        the places, and whether they are all: of `first … last` there may be as many as pairs of words on the page.
    """
    places = list(page.find(exact))
    if places or not (ends := first_and_last(exact)):
        return places, True
    firsts, lasts = ([edges for edges in page.find(words) if not _cuts(text, _origin(page, edges))] for words in ends)
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


def _origin(page: Searched, edges: tuple[int, int]) -> Span:
    return Span(*(page.original(*edges) or page.around(*edges)))


def _find(words: str, text: str) -> Iterator[tuple[int, int]]:
    start = text.find(words) if words else -1
    while start >= 0:
        yield start, start + len(words)
        start = text.find(words, start + 1)


def _cuts(text: TextMap, span: Span) -> bool:
    return text.cuts_a_word(span.start) or text.cuts_a_word(span.end)


_GAP = re.compile(r"\s(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s")


def first_and_last(quote: str) -> tuple[str, str] | None:
    """The two ends of a quote of the form `first words … last words`; None for any other."""
    parts = [part.strip() for part in _GAP.split(quote.strip())]
    return (parts[0], parts[1]) if len(parts) == 2 and all(parts) else None


def _to_the_letter(text: str, selector: TextQuoteSelector, span: Span, around: tuple[int, int]) -> Span:
    """A hit with just those of the invisible characters and spaces at its edges that the quote has too."""
    exact = _in_one_line(selector.exact)
    if _in_one_line(text[span.start : span.end]) == exact:
        return span
    literal = [Span(*edges) for edges in _find(exact, _in_one_line(text[around[0] : around[1]]))]
    literal = [Span(candidate.start + around[0], candidate.end + around[0]) for candidate in literal]
    literal = [candidate for candidate in literal if _differ_in_nothing_seen(text, candidate, span)]
    in_context = [candidate for candidate in literal if _has_context(text, selector, candidate)]
    return next(iter(in_context or literal), span)


def _in_one_line(text: str) -> str:
    """The same with blanks for line ends, which a quote may have in their place; no offset changes."""
    return text.replace("\n", " ")


def _differ_in_nothing_seen(text: str, span: Span, other: Span) -> bool:
    edges = (span.start, other.start), (span.end, other.end)
    return all(is_blank(text[min(edge) : max(edge)]) for edge in edges)


def _has_context(text: str, selector: TextQuoteSelector, span: Span) -> bool:
    """Whether the recorded context stands there to the letter."""
    return text.endswith(selector.prefix, 0, span.start) and text.startswith(selector.suffix, span.end)


def _edges_hold(text: TextMap, span: Span, around: _Around, selector: TextQuoteSelector) -> bool:
    """Whether neither edge cuts a word, unless the recorded context has the rest of it, or agrees as far as it goes."""
    if text.cuts_a_word(span.start):
        most = len(around.prefix) if selector.prefix[-1:].strip() else 0
        edges = range(span.start, max(-1, span.start - most), -1)
        rest = next((number for number, edge in enumerate(edges) if not text.cuts_a_word(edge)), most)
        if not rest or not around.ends_with(rest):
            return False
    if text.cuts_a_word(span.end):
        most = len(around.suffix) if selector.suffix[:1].strip() else 0
        edges = range(span.end, min(len(text.text) + 1, span.end + most))
        rest = next((number for number, edge in enumerate(edges) if not text.cuts_a_word(edge)), most)
        if not rest or not around.begins_with(rest):
            return False
    return True


def rest_of_word(text: TextMap, span: Span) -> tuple[str, str]:
    """What stands before and behind a span of the words that its edges cut."""
    start, end = span.start, span.end
    while text.cuts_a_word(start):
        start -= 1
    while text.cuts_a_word(end):
        end += 1
    return text.text[start : span.start], text.text[span.end : end]


def _beginning_in(passage: Passage, hits: list[_Hit]) -> list[_Hit]:
    inside = [hit for hit in hits if hit.span in passage.span]
    return inside or [hit for hit in hits if passage.span.start <= hit.span.start < passage.span.end]
