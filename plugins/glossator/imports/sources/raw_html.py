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
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_DECLARATION = re.compile(r"<[!?][^>]*>")
_MARKUP = re.compile(r"<(?=[a-zA-Z/!?])")
_DESTINATION = re.compile(
    r"(?P<before>\]\(\s*<?|^[ \t>]*\[[^\]\n]+\]:[ \t]*<?)(?P<address>[^\s()>]*(?:\([^\s()>]*\)[^\s()>]*)*)",
    re.MULTILINE,
)
_ATTRIBUTE_LIST = re.compile(r"\{[^{}\n]*+\}")
_ATTRIBUTE_NAME = re.compile(r"(?<![\w:.-])(?:(?![a-zA-Z_:])[\w.-])*+([a-zA-Z_:][\w:.-]*+)\s*+=")
_SPECIAL_LINE = re.compile(r"^(?P<before>[ \t>]*(?:;*-+8)?)(?P<sign><(?=-)|/(?=//))", re.MULTILINE)
_PICTURE = re.compile(r"(?P<texts>!\[[^\]\n]*+)(?P<address>\]\(\s*<?(?:[a-zA-Z][\w+.-]*:|//))?")
_SCHEME = re.compile(r"[^/?#:]*:")
_GOOD: Final = ("http:", "https:", "mailto:", "tel:", "ftp:", "doi:", "urn:")


def without_raw_html(text: str) -> tuple[str, tuple[str, ...]]:
    """A Markdown text without what a source may not hold, and what was left out of it, each once."""
    removed: dict[str, None] = {}
    parts, end, before = [], 0, _Before(text)
    for code in _CODE.finditer(text):
        if before.is_text(code):
            continue
        parts += [_harmless(text[end : code.start()], removed), code[0]]
        end = code.end()
    return "".join([*parts, _harmless(text[end:], removed)]), tuple(removed)


class _Before:
    """What stands before the pieces of code of a text, each looked at once: they are asked for in their order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._seen = self._read = 0
        """Up to where paragraphs are known, and lines."""
        self._in_html = bool(_BEGINS_WITH_HTML.match(text))
        """Whether the paragraph there begins with HTML."""
        self._left = 0
        """Where the last line there begins that is neither empty nor indented; 0 for none."""

    def is_text(self, code: re.Match[str]) -> bool:
        """Whether what looks like code is none: in a block of HTML, or indented as part of what is before."""
        begins = self._text.rfind("\n\n", self._seen, code.start())
        self._seen = max(code.start() - 1, 0)
        if begins >= 0:
            self._in_html = bool(_BEGINS_WITH_HTML.match(self._text, begins))
        if not code["indented"]:
            return self._in_html
        self._left, self._read = self._line_to_the_left(code.start()), code.start()
        return bool(_BELONGS.match(self._text, self._left))

    def _line_to_the_left(self, end: int) -> int:
        while end > self._read:
            start = self._text.rfind("\n", 0, end - 1) + 1
            if self._text[start:end].strip() and not self._text[start].isspace():
                return start
            end = start
        return self._left


_BELONGS = re.compile(r"[-*+:>]|\d+[.)]|\[\^|!!!|\?\?\?|===|///|<")
_BEGINS_WITH_HTML = re.compile(r"[\n\t >]*+<")


def _harmless(text: str, removed: dict[str, None]) -> str:
    text = "".join(_without_tags(text, removed))
    for pattern, exchange in (
        (_SPECIAL_LINE, _special),
        (_PICTURE, _picture),
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
    # Behind these nothing ends: looking for an end there, from each beginning, would be looking through all the text.
    last_comment, last_angle = text.rfind("-->") - len("<!--"), text.rfind(">")
    unclosed: set[str] = set()
    while begin := _MARKUP.search(text, end):
        start = begin.start()
        yield text[end:start]
        if automatic := _AUTOMATIC.match(text, start):
            yield automatic[0]
            end = automatic.end()
        elif (start <= last_comment and (comment := _COMMENT.match(text, start))) or (
            start < last_angle and (comment := _DECLARATION.match(text, start))
        ):
            end = comment.end()
        elif tag := _TAG.match(text, start):
            yield _tag(tag, removed)
            end = _end(tag, text, unclosed)
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


def _end(match: re.Match[str], text: str, unclosed: set[str]) -> int:
    """Where a tag ends, and all that goes with it; `unclosed` keeps what no tag closes further on."""
    tag = match["tag"].lower()
    if match["end"] or tag not in markup.WITH_CONTENT or tag in unclosed:
        return match.end()
    closing = _CLOSING[tag].search(text, match.end())
    if not closing:
        unclosed.add(tag)
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


def _picture(match: re.Match[str], removed: dict[str, None]) -> str:
    if not match["address"]:
        return match[0]
    removed["a picture of another host"] = None
    return match["texts"].replace("![", "[") + match["address"]


def _destination(match: re.Match[str], removed: dict[str, None]) -> str:
    address = re.sub(r"[\x00-\x20\\]", "", unescape(match["address"]))
    if not _SCHEME.match(address) or address.lower().startswith(_GOOD):
        return match[0]
    removed[f"the address `{address[:60]}`"] = None
    return f"{match['before']}#"


def _attribute_list(match: re.Match[str], removed: dict[str, None]) -> str:
    names = [name.lower() for name in _ATTRIBUTE_NAME.findall(match[0])]
    bad = [name for name in names if not markup.everywhere(name)]
    removed.update({f"`{name}`": None for name in bad})
    return "" if bad else match[0]
