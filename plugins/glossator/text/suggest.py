"""Proposals for a quote that is not found.  Only here is anything approximate, and only to propose.

The search is RapidFuzz's alignment of the quote with the page.  Its score orders; it never decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from rapidfuzz import fuzz

from glossator.text.anchoring import (
    AGREEMENT,
    Orphaned,
    Proposal,
    Reason,
    Selector,
    TextQuoteSelector,
    first_and_last,
)
from glossator.text.normalize import cuts_a_word, fold
from glossator.text.textmap import Span, TextMap

CUTOFF = 55.0
"""Below this, two unrelated sentences of one language score as well."""
PROPOSALS = 3
EDGES = 48
"""Edges of words tried on either side of a proposal's: a word has two, and more than a sentence is seldom put in."""
LONGEST_ALIGNED = 400
"""Code points of a quote: the time grows with the square of them, for every code point of the page."""
END = 120
"""Code points of either end of a longer quote, by which it is looked for."""
ROUNDS = 8
"""How often a proposal's edges are fitted to each other: they seldom move after the second time."""
EDGE_WEIGHT = 2.0
"""Points of likeness for each code point at an edge that agrees with the quote's own edge or with its context: an edit
close to an edge must not take the edge with it."""


def propose(orphan: Orphaned, selector: Selector, text: TextMap) -> Orphaned:
    """Add the places an editor might mean, best first.

    Args:
        orphan: what anchoring the selector gave.
        selector: the selector.
        text: the page.
    """
    if not isinstance(selector, TextQuoteSelector) or orphan.reason is Reason.NOTHING_TO_FIND or not text.text:
        return orphan
    hits = [proposal.span for proposal in orphan.proposals]
    parts = first_and_last(selector.exact) or _long(selector.exact)
    if parts:
        spans = _range(parts, text, selector)
    else:
        spans = _alike(selector.exact, text, prefix=selector.prefix, suffix=selector.suffix)
    others = [span for span in spans if not any(span.start < hit.end and hit.start < span.end for hit in hits)]
    proposals = ranked([*hits, *others], selector, text)[:PROPOSALS]
    return replace(
        orphan, proposals=tuple(proposal for proposal in proposals if proposal.score >= CUTOFF or proposal.span in hits)
    )


def _long(quote: str) -> tuple[str, str] | None:
    """The two ends of a quote that is so long that to align all of it would take too long; None for any other."""
    return (quote[:END].rpartition(" ")[0] or quote[:END], quote[-END:]) if len(quote) > LONGEST_ALIGNED else None


def likeness(words: str, others: str) -> float:
    """How alike two texts are, from 0 to 100."""
    return fuzz.ratio(words, others)


def ranked(spans: Iterable[Span], selector: TextQuoteSelector, text: TextMap) -> list[Proposal]:
    """Places in the order of how alike they are to what a selector records, the best first."""
    parts = first_and_last(selector.exact)
    scored = {span: _score(selector, text, span, parts) for span in spans}
    best = sorted(scored.items(), key=lambda pair: (-pair[1], pair[0]))
    scores = [score for _, score in best] + [0.0]
    return [
        Proposal(span, round(score, 1), round(score - scores[index + 1], 1)) for index, (span, score) in enumerate(best)
    ]


def _alike(words: str, text: TextMap, *, prefix: str = "", suffix: str = "") -> Iterator[Span]:
    """Stretches of the page most like some words: the best, then the best of what lies before and after it."""
    quote, page = fold(words).text.strip(), text.folded
    context = fold(prefix).text.strip(), fold(suffix).text.strip()
    places: list[tuple[float, int, int, int, int]] = []
    unread = [(0, len(page.text))]
    for _ in range(PROPOSALS + 1):
        for low, high in unread:
            match = fuzz.partial_ratio_alignment(quote, page.text[low:high], score_cutoff=CUTOFF)
            if match and match.dest_start < match.dest_end:
                places.append((match.score, -low - match.dest_start, low + match.dest_end, low, high))
        if not places:
            return
        best = max(places)
        places.remove(best)
        low, high = best[3:]
        start, end = _fitted(quote, page.text, (-best[1], best[2]), within=(low, high), context=context)
        yield _whole_words(text, page.around(start, end))
        unread = [part for part in ((low, start), (end, high)) if part[1] - part[0] >= max(1, len(quote) // 2)]


def _fitted(
    quote: str, page: str, stretch: tuple[int, int], *, within: tuple[int, int], context: tuple[str, str]
) -> tuple[int, int]:
    """The whole words about a stretch that are most like a quote.

    The alignment's stretch has the quote's length; what was put in or taken out pushed its edges off.
    """

    first, last, prefix, suffix = quote[:AGREEMENT], quote[-AGREEMENT:], context[0][-AGREEMENT:], context[1][:AGREEMENT]

    def likeness(low: int, high: int) -> float:
        ahead, after = page[max(0, low - 2 * AGREEMENT) : low].rstrip(), page[high : high + 2 * AGREEMENT].lstrip()
        own = _common_start(first, page[low:high]) + _common_end(last, page[max(low, high - AGREEMENT) : high])
        around = _common_end(prefix, ahead) + _common_start(suffix, after)
        return fuzz.ratio(quote, page[low:high]) + EDGE_WEIGHT * (own + around)

    start, end = stretch
    for _ in range(ROUNDS):
        before = start, end
        starts = [low for low in _edges(page, start, within) if low < end]
        start = max(starts, key=lambda low: likeness(low, end), default=start)
        ends = [high for high in _edges(page, end, within) if start < high]
        end = max(ends, key=lambda high: likeness(start, high), default=end)
        if (start, end) == before:
            break
    return start, end


def _edges(text: str, near: int, within: tuple[int, int]) -> Iterator[int]:
    """The edges of words nearest to an offset, the nearest first, on either side as many as `EDGES`."""
    low, high = within
    for offsets in (range(near, high + 1), range(near - 1, low - 1, -1)):
        yield from islice((offset for offset in offsets if not cuts_a_word(text, offset)), EDGES)


def _range(ends: tuple[str, str], text: TextMap, selector: TextQuoteSelector) -> Iterator[Span]:
    firsts = list(_alike(ends[0], text, prefix=selector.prefix))
    lasts = list(_alike(ends[1], text, suffix=selector.suffix))
    yield from (Span(first.start, last.end) for first in firsts for last in lasts if first.end <= last.start)


def _whole_words(text: TextMap, around: tuple[int, int]) -> Span:
    start, end = around
    while start < end and text.text[start].isspace():
        start += 1
    while start < end and text.text[end - 1].isspace():
        end -= 1
    while cuts_a_word(text.text, start):
        start -= 1
    while cuts_a_word(text.text, end):
        end += 1
    return Span(start, end)


def _score(selector: TextQuoteSelector, text: TextMap, span: Span, ends: tuple[str, str] | None) -> float:
    """How alike a place is: by its words, and with as much around them as was recorded.

    The mean of the two: context tells an edited sentence from a look-alike, but what was moved has lost its own.
    """
    words = text.text[span.start : span.end]
    if ends:
        words = words[: len(ends[0])] + " … " + words[-len(ends[1]) :]
    before = text.text[max(0, span.start - len(selector.prefix)) : span.start]
    after = text.text[span.end : span.end + len(selector.suffix)]
    recorded = fold(selector.prefix + selector.exact + selector.suffix).text
    by_words = fuzz.ratio(fold(selector.exact).text, fold(words).text)
    return (by_words + fuzz.ratio(recorded, fold(before + words + after).text)) / 2


def _common_start(text: str, other: str) -> int:
    """How many code points two texts have in common, from their start."""
    return next(
        (index for index, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), min(len(text), len(other))
    )


def _common_end(text: str, other: str) -> int:
    """The same, from their end."""
    return _common_start(text[::-1], other[::-1])
