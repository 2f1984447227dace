"""The marks inside a paragraph of plain text, read and written: emphasis, links, left-over tags and escapes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, assert_never

from glossator.imports.sources.escaping import delimiter, escaped
from glossator.imports.sources.links import address, destination


@dataclass(frozen=True)
class PlainText:
    """Text without marks."""

    text: str


@dataclass(frozen=True)
class Emphasis:
    """Words between stars or underscores, or in a tag that says the same."""

    weight: int
    """1 emphasis, 2 strong, 3 both."""
    inside: tuple[Inline, ...]


@dataclass(frozen=True)
class Link:
    """A link with a text of its own."""

    url: str
    inside: tuple[Inline, ...]


@dataclass(frozen=True)
class BareLink:
    """An address that stands in the text as it is."""

    url: str


Inline: TypeAlias = PlainText | Emphasis | Link | BareLink

_WEIGHTS: Final = {"i": 1, "em": 1, "b": 2, "strong": 2}
# Each alternative stops at the next mark of its own kind, so reading takes no more than a few passes over the text.
_MARK: Final = re.compile(
    r"""
      <(?P<tag>a|b|big|em|font|i|ins|mark|small|span|strong|sub|sup|u)\b(?P<attributes>[^<>]*)>
        (?P<tagged>(?:(?!</?(?P=tag)\b).)*) </(?P=tag)\s*>
    | <br\s*/?> (?P<break>)
    | \b(?P<url>https?://[^\s<>"'“”‘’\\`\[\]{}|^*]+)
    | (?<![\w*\\]) (?P<stars>\*{1,3}) (?![\s*]) (?P<starred>(?:\\.|[^*\\])+?) (?<![\s*]) (?P=stars) (?![\w*])
    | (?<![\w_\\]) (?P<lines>_{1,3}) (?![\s_]) (?P<lined>(?:\\.|[^_\\]|(?<=\w)_(?=\w))+?)
        (?<![\s_]) (?P=lines) (?![\w_])
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_PUNCTUATION: Final = ".,;:!?_~"
_HREF: Final = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


def as_markdown(text: str) -> str:
    """The Markdown of a line of plain text.

    What a reader would take for emphasis or an address becomes it; every other mark stays a mark to be read.
    """
    return _markdown(_parsed(text)).strip()


def as_words(text: str) -> str:
    """A line of plain text without its marks, for a title."""
    return " ".join(_words_in(_parsed(text)).split())


def _markdown(inlines: Sequence[Inline], within: str = "") -> str:
    parts = ""
    for at, inline in enumerate(inlines):
        following = inlines[at + 1] if at + 1 < len(inlines) else None
        match inline:
            case PlainText(text):
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
    text = _words_in(emphasis.inside)
    after = _own_words(following)[:1] if following else ""
    after += "*" if isinstance(following, Emphasis) else ""
    first, last = (isinstance(emphasis.inside[at], PlainText) for at in (0, -1))
    edges = f"{'' if first else '*'}{text}{'' if last else '*'}"
    mark = delimiter(edges, before=before[-1:], after=after, within=within)
    inside = _markdown(emphasis.inside, within + mark)
    if not mark:
        return inside
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{lead}{mark * emphasis.weight}{inside.strip()}{mark * emphasis.weight}{trail}"


def _parsed(text: str) -> tuple[Inline, ...]:
    """A line of text as words and marks."""
    return tuple(_merged(_inlines(text)))


def _words_in(inlines: Sequence[Inline]) -> str:
    """The words without the marks."""
    return "".join(_own_words(inline) for inline in inlines)


def _own_words(inline: Inline) -> str:
    """The words of one part."""
    match inline:
        case PlainText(text) | BareLink(text):
            return text
        case Emphasis(_, inside) | Link(_, inside):
            return _words_in(inside)
        case _:
            assert_never(inline)


def _merged(inlines: Iterator[Inline]) -> Iterator[Inline]:
    """Join neighbouring words, because what must be escaped depends on the characters around it."""
    words = ""
    for inline in inlines:
        if isinstance(inline, PlainText):
            words += inline.text
            continue
        if words:
            yield PlainText(words)
        words = ""
        yield inline
    if words:
        yield PlainText(words)


def _inlines(text: str) -> Iterator[Inline]:
    done = at = 0
    while mark := _MARK.search(text, at):
        parsed, end = _inline(mark)
        if parsed is None:
            at = end
            continue
        yield PlainText(text[done : mark.start()])
        yield from parsed
        done = at = end
    yield PlainText(text[done:])


def _inline(mark: re.Match[str]) -> tuple[tuple[Inline, ...] | None, int]:
    """What a mark means, None if it is only characters, and from where to read on."""
    if mark["break"] is not None:
        return (PlainText(" "),), mark.end()
    if mark["url"]:
        url = _without_punctuation(mark["url"])
        return ((BareLink(url),) if address(url) else None), mark.start() + len(url)
    if mark["tag"]:
        return _tag(mark["tag"].lower(), mark["attributes"], _parsed(mark["tagged"])), mark.end()
    inside, weight = mark["starred"] or mark["lined"], len(mark["stars"] or mark["lines"])
    if not any(map(str.isalnum, inside)):
        return None, mark.start() + 1
    return (Emphasis(weight, _parsed(inside)),), mark.end()


def _tag(tag: str, attributes: str, inside: tuple[Inline, ...]) -> tuple[Inline, ...]:
    if tag in _WEIGHTS and any(map(str.isalnum, _words_in(inside))):
        return (Emphasis(_WEIGHTS[tag], inside),)
    href = _HREF.search(attributes)
    url = address(next(filter(None, href.groups()), "")) if href and tag == "a" else ""
    # Markdown knows no link within a link.
    if url and _words_in(inside).strip() and not any(isinstance(inline, Link | BareLink) for inline in inside):
        return (Link(url, inside),)
    return inside


def _without_punctuation(url: str) -> str:
    """The address without the punctuation of the sentence around it."""
    end, unopened = len(url), url.count(")") - url.count("(")
    while url[end - 1] in _PUNCTUATION or (url[end - 1] == ")" and unopened > 0):
        unopened -= url[end - 1] == ")"
        end -= 1
    return url[:end]
