"""A line of plain text as Markdown, or as words only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from glossator.importing.escaping import delimiter, escaped
from glossator.importing.inline_text import BareLink, Emphasis, Inline, Link, Words, own_words, parsed, words_in
from glossator.importing.links import destination


def as_markdown(text: str) -> str:
    """Return the Markdown of a line of plain text.

    What a reader would take for emphasis or an address becomes it; every other mark stays a mark to be read.
    """
    return _markdown(parsed(text)).strip()


def as_words(text: str) -> str:
    """Return a line of plain text without its marks, for a title."""
    return " ".join(words_in(parsed(text)).split())


def _markdown(inlines: Sequence[Inline], within: str = "") -> str:
    parts = ""
    for at, inline in enumerate(inlines):
        following = inlines[at + 1] if at + 1 < len(inlines) else None
        match inline:
            case Words(text):
                parts += escaped(text, at_line_start=not parts, before_link=isinstance(following, Link))
            case BareLink(url):
                parts += f"<{url}>"
            case Link(url, inside):
                parts += f"[{_markdown(inside, within)}]({destination(url)})"
            case Emphasis():
                parts += _emphasis(inline, parts, following, within)
            case _:
                assert_never(inline)
    return parts


def _emphasis(emphasis: Emphasis, before: str, following: Inline | None, within: str) -> str:
    text = words_in(emphasis.inside)
    after = own_words(following)[:1] if following else ""
    after += "*" if isinstance(following, Emphasis) else ""
    first, last = (isinstance(emphasis.inside[at], Words) for at in (0, -1))
    edges = f"{'' if first else '*'}{text}{'' if last else '*'}"
    mark = delimiter(edges, before=before[-1:], after=after, within=within)
    inside = _markdown(emphasis.inside, within + mark)
    if not mark:
        return inside
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{lead}{mark * emphasis.weight}{inside.strip()}{mark * emphasis.weight}{trail}"
