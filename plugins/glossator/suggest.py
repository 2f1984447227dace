"""Proposals for a quote that is not found.  Only here is anything approximate, and only to propose.

The search is RapidFuzz's alignment of the quote with the page.  Its score orders; it never decides.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from glossator.anchoring import (
    Orphaned,
    Outcome,
    Proposal,
    Reason,
    Selector,
    TextQuoteSelector,
    anchor,
    first_and_last,
)
from glossator.normalize import cuts_a_word, fold
from glossator.textmap import Span, TextMap

CUTOFF = 55.0
"""Below this, two unrelated sentences of one language score as well."""
PROPOSALS = 3


def resolve(selector: Selector, text: TextMap) -> Outcome:
    """Find the one place of a page that a selector fits; where there is none, propose the most alike.

    Args:
        selector: what to look for.
        text: the page, from `read`.

    Returns:
        `Anchored` with the span in code points of `text.text`; `Ambiguous` with every candidate; or `Orphaned` with
        the reason and proposals, best first.
    """
    outcome = anchor(selector, text)
    return propose(outcome, selector, text) if isinstance(outcome, Orphaned) else outcome


def propose(orphan: Orphaned, selector: Selector, text: TextMap) -> Orphaned:
    """Add the places an editor might mean, best first.

    Args:
        orphan: what anchoring the selector gave.
        selector: the selector.
        text: the page.
    """
    if not isinstance(selector, TextQuoteSelector) or orphan.reason is Reason.NOTHING_TO_FIND or not text.text:
        return orphan
    found = {proposal.span: 100.0 for proposal in orphan.proposals}
    parts = first_and_last(selector.exact)
    spans = _range(parts, text) if parts else _alike(selector.exact, text)
    for span in [*found, *spans]:
        found[span] = _score(selector, text, span, parts)
    ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:PROPOSALS]
    scores = [score for _, score in ranked] + [0.0]
    proposals = tuple(
        Proposal(span, round(score, 1), round(score - scores[index + 1], 1))
        for index, (span, score) in enumerate(ranked)
        if score >= CUTOFF
    )
    return replace(orphan, proposals=proposals)


@dataclass(frozen=True)
class Change:
    """One stretch in which two texts differ, in whole words."""

    before: str
    after: str


def word_changes(before: str, after: str) -> list[Change | str]:
    """The way from one text to another: stretches that stay, as text, and changes, in order."""
    old, new = before.split(), after.split()
    steps: list[Change | str] = []
    for operation, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        same = operation == "equal"
        steps.append(" ".join(old[a:b]) if same else Change(" ".join(old[a:b]), " ".join(new[c:d])))
    return steps


def word_diff(before: str, after: str) -> str:
    """The same in one line: `the [-red-]{+blue+} house`."""
    return " ".join(step if isinstance(step, str) else _marked(step) for step in word_changes(before, after))


def _marked(change: Change) -> str:
    return (f"[-{change.before}-]" if change.before else "") + (f"{{+{change.after}+}}" if change.after else "")


def _alike(words: str, text: TextMap) -> Iterator[Span]:
    """Stretches of the page most like some words: the best, then the best of what lies before and after it."""
    quote, page = fold(words).text.strip(), text.folded
    stretches = [(0, len(page.text))]
    for _ in range(PROPOSALS + 1):
        best: tuple[float, int, int] | None = None
        for start, end in stretches:
            match = fuzz.partial_ratio_alignment(quote, page.text[start:end], score_cutoff=CUTOFF)
            if match and match.dest_start < match.dest_end and (best is None or match.score > best[0]):
                best = match.score, start + match.dest_start, start + match.dest_end
        if best is None:
            return
        _, start, end = best
        yield _whole_words(text, page.around(start, end))
        stretches = [
            part
            for low, high in stretches
            for part in (((low, start), (end, high)) if low <= start and end <= high else ((low, high),))
            if part[1] - part[0] >= len(quote) // 2
        ]


def _range(ends: tuple[str, str], text: TextMap) -> Iterator[Span]:
    firsts, lasts = (list(_alike(words, text)) for words in ends)
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
    """How alike a place is, with as much around it as was recorded."""
    found = text.text[span.start : span.end]
    if ends:
        found = found[: len(ends[0])] + " … " + found[-len(ends[1]) :]
    before = text.text[max(0, span.start - len(selector.prefix)) : span.start]
    after = text.text[span.end : span.end + len(selector.suffix)]
    recorded = fold(selector.prefix + selector.exact + selector.suffix).text
    return float(fuzz.ratio(recorded, fold(before + found + after).text))
