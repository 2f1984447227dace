"""Glossator: annotated primary sources, with every note on exactly the words it is about.

As a library::

    page = glossator.read("<p>Some <em>words</em>.</p>")
    glossator.anchor(glossator.TextQuoteSelector("words"), page)  # Anchored(span=Span(start=5, end=10))
    glossator.describe(page, glossator.Span(5, 10))  # TextQuoteSelector(exact='words')
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
    from glossator.text.resolving import resolve as anchor
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

_WHERE = {
    "anchor": ("resolving", "resolve"),
    **dict.fromkeys(("Heading", "Passage", "Span", "TextMap", "read"), ("textmap", "")),
}
"""The modules of what is not in `anchoring`, and its names there, where they are others."""


def __getattr__(name: str) -> Any:
    """What is asked for, loaded then: no command waits for what it does not use."""
    if name not in __all__:
        raise AttributeError(f"module `glossator` has no attribute `{name}`", name=name)
    module, own = _WHERE.get(name, ("anchoring", ""))
    return getattr(import_module(f"glossator.text.{module}"), own or name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
