"""The words that a note is about, as the note itself shows them."""

from __future__ import annotations

LONGEST, FIRST, LAST = 28, 14, 8
"""In words: what is quoted whole, and what is left of longer quotations at either end."""

_NESTED = str.maketrans("“”", "‘’")
"""Quotation marks inside of quotation marks."""


def quoted(words: str) -> str:
    """A quotation short enough to be read in passing, for between quotation marks.

    Args:
        words: as the source has them.
    """
    parts = words.split()
    if len(parts) > LONGEST:
        parts = [*parts[:FIRST], "…", *parts[-LAST:]]
    return " ".join(parts).translate(_NESTED)
