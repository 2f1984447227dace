"""Find the article in a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import trafilatura
from bs4.element import Tag

from glossator.imports.sources.web.elements import words_of

_CONTAINERS: Final = ("article", "[itemprop~=articleBody]", "main", "[role=main]")
_PASSAGES: Final = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "td", "th", "dd", "dt", "div", "pre")
# Fewer words are a teaser, when the page has five times as many.
_TEASER_WORDS = 25
_TEASER_SHARE = 0.2


def article(body: Tag, markup: str) -> Tag:
    """The element that holds the whole article: rather too much of the page than too little."""
    for selector in _CONTAINERS:
        matching = body.select(selector)
        ids = {id(element) for element in matching}
        outermost = [element for element in matching if not any(id(parent) in ids for parent in element.parents)]
        chosen = _largest(outermost)
        if chosen is not None and not _is_teaser(chosen, body):
            return chosen
    return _around_extracted(body, markup)


def _largest(candidates: Sequence[Tag]) -> Tag | None:
    """The element with most of the text, or the one around all if none has."""
    sizes = {id(element): len(words_of(element)) for element in candidates}
    largest = max(candidates, key=lambda element: sizes[id(element)], default=None)
    if largest is None or 2 * sizes[id(largest)] >= sum(sizes.values()):
        return largest
    return _common(candidates)


def _is_teaser(chosen: Tag, body: Tag) -> bool:
    own = len(words_of(chosen))
    return not own or (own < _TEASER_WORDS and own < _TEASER_SHARE * len(words_of(body)))


def _around_extracted(body: Tag, markup: str) -> Tag:
    """The smallest element around everything that trafilatura takes for the text."""
    extracted = _extracted(markup)
    passages = [element for element in body.find_all(_PASSAGES) if " ".join(words_of(element)) in extracted]
    common = _common(passages)
    # A single paragraph says nothing about what is around it.
    return body if common is None or common.name in _PASSAGES[:-2] else common


def _extracted(markup: str) -> frozenset[str]:
    text = trafilatura.extract(markup, include_comments=False, favor_recall=True, deduplicate=False) or ""
    return frozenset(" ".join(line.strip("-| ").split()) for line in text.splitlines() if line.strip("-| "))


def _common(elements: Iterable[Tag]) -> Tag | None:
    """The innermost element around all of the elements."""
    common: list[Tag] | None = None
    for element in elements:
        above = [*reversed(list(element.parents)), element]
        common = (
            above
            if common is None
            else [shared for shared, other in zip(common, above, strict=False) if shared is other]
        )
    return common[-1] if common else None
