"""How two versions of a text differ, in lines for a terminal."""

from __future__ import annotations

from typing import Final

from glossator.reports.lines import line
from glossator.text import aligning
from glossator.text.differences import WordChange, marked
from glossator.text.shortening import shortened
from glossator.text.textmap import TextMap

_AROUND: Final = 60
"""Code points of what stays that are shown beside a change."""


def differences(before: TextMap, after: TextMap) -> list[str]:
    """A line that counts what differs, and one for each passage that does."""
    pairs = [pair for pair in aligning.pairs(before, after) if pair.differs or pair.moved]
    added, removed = sum(pair.added for pair in pairs), sum(pair.removed for pair in pairs)
    differing = "1 passage differs" if len(pairs) == 1 else f"{len(pairs)} passages differ"
    told = [f"{differing}: {added} {'word' if added == 1 else 'words'} added, {removed} removed"]
    for pair in pairs:
        was, now = (place.id if place else "–" for place in (pair.before, pair.after))
        steps = " ".join(_shown(step) for step in pair.steps)
        told.append(f"  {was} → {now}  {'moved' if pair.moved else line(steps)}")
    return told


def _shown(step: WordChange | str) -> str:
    return marked(step) if isinstance(step, WordChange) else shortened(step, _AROUND)
