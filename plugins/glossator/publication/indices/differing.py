"""How two wordings differ, as runs of words to be shown: what stayed, as far as it helps to find one's way; what went
and what came.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from glossator.text.differences import WordChange, word_changes

AROUND = 6
"""Words that are shown on either side of a change."""


@dataclass(frozen=True)
class Run:
    """Words that belong together."""

    element: Literal["", "del", "ins"]
    """The HTML element that says what became of them; empty for what stayed."""
    text: str


def runs(before: str, after: str) -> list[Run]:
    """The way from one text to another; of what stayed, `…` stands for all that is not beside a change."""
    steps = word_changes(before, after)
    result: list[Run] = []
    for place, step in enumerate(steps):
        if isinstance(step, WordChange):
            result += _changed(step)
        elif len(steps) > 1:
            result.append(Run("", _cut(step, first=place == 0, last=place == len(steps) - 1)))
    return result


def of_lists(before: Sequence[str], after: Sequence[str]) -> list[Run]:
    """The parts that went, and those that came; parts that only changed their places have not changed."""
    gone = [Run("del", part) for part in before if part not in after]
    return [*gone, *(Run("ins", part) for part in after if part not in before)]


def _changed(change: WordChange) -> list[Run]:
    return [run for run in (Run("del", change.before), Run("ins", change.after)) if run.text]


def _cut(text: str, *, first: bool, last: bool) -> str:
    words = text.split()
    if len(words) <= AROUND * (1 if first or last else 2) + 1:
        return text
    ends = [] if last else words[-AROUND:]
    return " ".join([*([] if first else words[:AROUND]), "…", *ends])
