"""Glossator: annotated primary sources, with every note on exactly the words it is about.

As a library::

    page = glossator.read("<p>Some <em>words</em>.</p>")
    glossator.anchor(glossator.TextQuoteSelector("words"), page)  # Anchored(span=Span(start=5, end=10))
    glossator.describe(page, glossator.Span(5, 10))  # TextQuoteSelector(exact='words')
"""

from glossator.anchoring import (
    Ambiguous,
    Anchored,
    Orphaned,
    Outcome,
    PassageSelector,
    Proposal,
    Reason,
    Selector,
    SourceSelector,
    TextQuoteSelector,
    describe,
)
from glossator.anchoring import anchor as _anchor
from glossator.textmap import Passage, Span, TextMap, read

__all__ = [
    "Ambiguous",
    "Anchored",
    "Orphaned",
    "Outcome",
    "Passage",
    "PassageSelector",
    "Proposal",
    "Reason",
    "Selector",
    "SourceSelector",
    "Span",
    "TextMap",
    "TextQuoteSelector",
    "anchor",
    "describe",
    "read",
]


def anchor(selector: Selector, text: TextMap) -> Outcome:
    """Find the one place of a page that a selector fits; where there is none, propose the most alike.

    Args:
        selector: what to look for.
        text: the page, from `read`.

    Returns:
        `Anchored` with the span in code points of `text.text`; `Ambiguous` with every candidate; or `Orphaned` with
        the reason and proposals, best first.
    """
    from glossator.suggest import propose  # RapidFuzz is loaded only when something is not found

    outcome = _anchor(selector, text)
    return propose(outcome, selector, text) if isinstance(outcome, Orphaned) else outcome
