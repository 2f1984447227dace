"""The one place of a page that a selector fits, or what could be meant."""

from __future__ import annotations

from collections.abc import Collection

from glossator.text.anchoring import Orphaned, Outcome, Selector, anchor
from glossator.text.textmap import TextMap


def resolve(selector: Selector, text: TextMap, markers: Collection[int] = ()) -> Outcome:
    """Find the one place of a page that a selector fits; where there is none, propose the most alike.

    Args:
        selector: what to look for.
        text: the page, from `read`.
        markers: offsets in the text behind which notes have their numbers, which a quote may have been copied with.

    Returns:
        `Anchored` with the span in code points of `text.text`; `Ambiguous` with every candidate; or `Orphaned` with
        the reason and proposals, best first.
    """
    outcome = anchor(selector, text, markers)
    if not isinstance(outcome, Orphaned):
        return outcome
    from glossator.text.suggest import propose  # with RapidFuzz, for which most pages have no use

    return propose(outcome, selector, text)
