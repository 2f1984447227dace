"""Texts made short for messages and lists, on one line."""

from __future__ import annotations


def shortened(text: str, limit: int) -> str:
    """A text with at most `limit` code points; where it is longer, `…` stands for its end."""
    text = " ".join(text.split())
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def without_middle(text: str, first: int, last: int) -> str:
    """A text whose ends say enough: where it is longer than both, `…` stands between them.

    Args:
        text: the text.
        first: code points that stay of its beginning.
        last: code points that stay of its end.
    """
    text = " ".join(text.split())
    return text if len(text) <= first + last + 10 else f"{text[:first].rstrip()} … {text[-last:].lstrip()}"
