"""Markdown of other people without the HTML, addresses and marks that a source may not hold.

What stands in code is left as it is: it is shown, and the site's own policy looks at every page again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from html.parser import HTMLParser
from typing import Final

from glossator.files import markup

_CODE = re.compile(
    r"^[ ]{0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n(?:.*?\n)?[ ]{0,3}(?P=fence)[^\n]*$"
    r"|(?:\A|(?<=\n\n))(?P<indented>(?:[ ]{4}|\t)[^\n]*(?:\n|\Z)(?:(?:[ ]{4}|\t)[^\n]*(?:\n|\Z)|\n++(?=[ ]{4}|\t))*)"
    r"|(?<!`)(?P<ticks>`+)(?!`)[^\n]*?(?<!`)(?P=ticks)(?!`)",
    re.MULTILINE | re.DOTALL,
)
_NAME = r"[a-zA-Z_:][\w:.-]*"
_VALUE = r"""(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=`]+)"""
_TAG = re.compile(
    rf"<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9-]*)(?P<attributes>(?:\s+{_NAME}(?:\s*=\s*{_VALUE})?)*)\s*/?>"
)
_AUTOMATIC = re.compile(r"<(?:(?:https?|ftp)://[^\s<>\"']+|(?:mailto:)?[\w.+-]+@[\w.-]+)>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->|<[!?][^>]*>", re.DOTALL)
_MARKUP = re.compile(r"<(?=[a-zA-Z/!?])")
_DESTINATION = re.compile(
    r"(?P<before>\]\(\s*<?|^[ \t>]*\[[^\]\n]+\]:[ \t]*<?)(?P<address>[^\s()>]*(?:\([^\s()>]*\)[^\s()>]*)*)",
    re.MULTILINE,
)
_ATTRIBUTE_LIST = re.compile(r"\{:?[^{}\n]*=[^{}\n]*\}")
_SPECIAL_LINE = re.compile(r"^(?P<before>[ \t>]*(?:;*-+8)?)(?P<sign><(?=-)|/(?=//))", re.MULTILINE)
_PICTURE = re.compile(r"!(?=\[[^\]\n]*\]\(\s*<?(?:[a-zA-Z][\w+.-]*:|//))")
_SCHEME = re.compile(r"[^/?#:]*:")
_GOOD: Final = ("http:", "https:", "mailto:", "tel:", "ftp:", "doi:", "urn:")


def without_raw_html(text: str) -> tuple[str, tuple[str, ...]]:
    """A Markdown text without what a source may not hold, and what was left out of it, each once."""
    removed: dict[str, None] = {}
    parts, end, paragraph, seen = [], 0, 0, 0
    for code in _CODE.finditer(text):
        begins = text.rfind("\n\n", seen, code.start())
        paragraph, seen = paragraph if begins < 0 else begins, max(code.start() - 1, 0)
        if _is_text(code, text, paragraph):
            continue
        parts += [_harmless(text[end : code.start()], removed), code[0]]
        end = code.end()
    return "".join([*parts, _harmless(text[end:], removed)]), tuple(removed)


def _is_text(code: re.Match[str], text: str, paragraph: int) -> bool:
    """Whether what looks like code is none: in a block of HTML, or indented since it belongs to what is before it."""
    if code["indented"]:
        return bool(_BELONGS.match(text, _line_to_the_left(text, code.start())))
    return bool(_BEGINS_WITH_HTML.match(text, paragraph))


_BELONGS = re.compile(r"[-*+:>]|\d+[.)]|\[\^|!!!|\?\?\?|===|///|<")
_BEGINS_WITH_HTML = re.compile(r"[\n\t >]*<")


def _line_to_the_left(text: str, end: int) -> int:
    """Where the last line before `end` begins that is neither empty nor indented; 0 for none."""
    while end > 0:
        start = text.rfind("\n", 0, end - 1) + 1
        if text[start:end].strip() and not text[start].isspace():
            return start
        end = start
    return 0


def _harmless(text: str, removed: dict[str, None]) -> str:
    text = "".join(_without_tags(text, removed))
    for pattern, exchange in (
        (_SPECIAL_LINE, _special),
        (_PICTURE, lambda _, removed: removed.setdefault("a picture of another host")),
        (_DESTINATION, _destination),
        (_ATTRIBUTE_LIST, _attribute_list),
    ):
        text = _exchanged(pattern, exchange, text, removed)
    return text


def _exchanged(
    pattern: re.Pattern[str],
    exchange: Callable[[re.Match[str], dict[str, None]], str | None],
    text: str,
    removed: dict[str, None],
) -> str:
    return pattern.sub(lambda match: exchange(match, removed) or "", text)


def _without_tags(text: str, removed: dict[str, None]) -> Iterator[str]:
    end = 0
    while begin := _MARKUP.search(text, end):
        start = begin.start()
        yield text[end:start]
        if automatic := _AUTOMATIC.match(text, start):
            yield automatic[0]
            end = automatic.end()
        elif comment := _COMMENT.match(text, start):
            end = comment.end()
        elif tag := _TAG.match(text, start):
            yield _tag(tag, removed)
            end = _end(tag, text)
        else:
            yield "&lt;"
            end = start + 1
    yield text[end:]


def _tag(match: re.Match[str], removed: dict[str, None]) -> str:
    tag = match["tag"].lower()
    if tag not in markup.SOURCE_TAGS:
        removed[f"<{tag}>"] = None
        return ""
    if match["end"]:
        return f"</{tag}>"
    parser = _OneTag()
    parser.feed(match[0])
    attributes, refused = markup.attributes_of(tag, parser.attributes)
    removed.update(dict.fromkeys(refused))
    return f"<{tag}{attributes}>"


_CLOSING = {tag: re.compile(rf"</{tag}\s*>", re.IGNORECASE) for tag in sorted(markup.WITH_CONTENT)}


def _end(match: re.Match[str], text: str) -> int:
    """Where a tag ends, and all that goes with it."""
    tag = match["tag"].lower()
    if match["end"] or tag not in markup.WITH_CONTENT:
        return match.end()
    closing = _CLOSING[tag].search(text, match.end())
    return closing.end() if closing else match.end()


class _OneTag(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.attributes: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes = {name: value or "" for name, value in attrs}


def _special(match: re.Match[str], removed: dict[str, None]) -> str:
    removed["a line that reads other files or makes elements"] = None
    return match["before"] + {"<": "&lt;", "/": "&#47;"}[match["sign"]]


def _destination(match: re.Match[str], removed: dict[str, None]) -> str:
    address = re.sub(r"[\x00-\x20\\]", "", unescape(match["address"]))
    if not _SCHEME.match(address) or address.lower().startswith(_GOOD):
        return match[0]
    removed[f"the address `{address[:60]}`"] = None
    return f"{match['before']}#"


def _attribute_list(match: re.Match[str], removed: dict[str, None]) -> str:
    names = [name.lower() for name in re.findall(rf"({_NAME})\s*=", match[0])]
    bad = [name for name in names if not markup.everywhere(name)]
    removed.update({f"`{name}`": None for name in bad})
    return "" if bad else match[0]
