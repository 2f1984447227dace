"""Glossator: annotated primary sources, with every note on exactly the words it is about.

As a library::

    page = glossator.read("<p>Some <em>words</em>.</p>")
    glossator.anchor(glossator.TextQuoteSelector("words"), page)  # Anchored(span=Span(start=5, end=10))
    glossator.describe(page, glossator.Span(5, 10))  # TextQuoteSelector(exact='words')
"""

from glossator.text.anchoring import (
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
from glossator.text.suggest import resolve as anchor
from glossator.text.textmap import Heading, Passage, Span, TextMap, read

__all__ = [
    "Ambiguous",
    "Anchored",
    "Heading",
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
