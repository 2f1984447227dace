"""Bodies of foreign notes that hold what a note may not: the same words, with marks that it may have."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from glossator.files.markup import TAGS
from glossator.imports.notes.bodies_to_markdown import from_text
from glossator.imports.notes.incoming import Notices
from glossator.imports.sources.links import address

_FENCE: Final = re.compile(
    r"^ {0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}(?P=fence)[^\n]*$|\Z)", re.MULTILINE | re.DOTALL
)
_HEADING: Final = re.compile(r"^ {0,3}#{1,6}[ \t]*(?P<words>\S[^\n]*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_UNDERLINED: Final = re.compile(r"^ {0,3}(?P<words>\S[^\n]*?)[ \t]*\n {0,3}(?:=+|-{2,})[ \t]*$", re.MULTILINE)
_IN_BRACKETS: Final = r"\((?P<address>[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*|<[^<>\n]*>)(?:[ \t]+[\"'(][^\n]*?[\"')])?\)"
_LINKED_PICTURE: Final = re.compile(rf"\[!\[(?P<words>[^\[\]\n]*)\]\([^()\n]*\)\]{_IN_BRACKETS}")
_PICTURE: Final = re.compile(rf"!\[(?P<words>[^\[\]\n]*)\]{_IN_BRACKETS}")
_NAMED_PICTURE: Final = re.compile(r"!(?=\[[^\[\]\n]*\](?:\[[^\[\]\n]*\]|(?![(\[])))")
_LINK: Final = re.compile(rf"(?<!!)\[(?P<words>(?:[^\[\]\n]|\[[^\[\]\n]*\])*)\]{_IN_BRACKETS}")
_TAG: Final = re.compile(r"<(?=/?(?P<tag>[a-zA-Z][\w:.-]*)|[!?])(?!(?:https?|mailto):)(?![^<>\s]+@)")
_CITED: Final = re.compile(r"@(?=[^\[\]\n]*\])")


def writable(markdown: str, accepts: Callable[[str], bool], notices: Notices) -> str:
    """A body that `accepts` takes: as it is, else with marks that a note may have, else its characters one by one."""
    if accepts(markdown):
        return markdown
    mended, changes = markdown, []
    for what, change in _CHANGES:
        before, mended = mended, _outside_code(change, mended)
        if mended != before:
            changes.append(what)
        if accepts(mended):
            break
    else:
        mended, changes = from_text(markdown), ["its marks, which a note cannot have: they stand as they were written"]
    for what in changes:
        notices.lost(what)
    return mended


def _outside_code(change: Callable[[str], str], text: str) -> str:
    parts, end = [], 0
    for fence in _FENCE.finditer(text):
        parts += [change(text[end : fence.start()]), fence[0]]
        end = fence.end()
    return "".join([*parts, change(text[end:])])


def _headings_as_words(text: str) -> str:
    for heading in (_HEADING, _UNDERLINED):
        text = heading.sub(lambda match: f"\n**{match['words'].replace('**', '')}**\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")


def _pictures_as_links(text: str) -> str:
    text = _LINKED_PICTURE.sub(lambda match: _link(match["words"], match["address"]), text)
    return _NAMED_PICTURE.sub("", _PICTURE.sub(lambda match: _link(match["words"], match["address"]), text))


def _link(words: str, destination: str) -> str:
    url = address(destination.strip("<>"))
    if not url:
        return words
    return f"[{words}]({destination})" if words.strip() else f"<{url}>"


def _links_that_lead(text: str) -> str:
    def led(match: re.Match[str]) -> str:
        leads = match["address"].startswith("#") or address(match["address"].strip("<>"))
        return match[0] if leads else match["words"]

    return _LINK.sub(led, text)


def _tags_as_characters(text: str) -> str:
    return _TAG.sub(lambda match: match[0] if (match["tag"] or "").lower() in TAGS else "&lt;", text)


def _keys_as_characters(text: str) -> str:
    return _CITED.sub("&#64;", text)


_CHANGES: Final[tuple[tuple[str, Callable[[str], str]], ...]] = (
    ("the size of its headings, which are strong words now", _headings_as_words),
    ("its pictures, which are links now", _pictures_as_links),
    ("addresses that a note cannot link to", _links_that_lead),
    ("HTML that a note may not hold: it stands as it was written", _tags_as_characters),
    ("references of which the bibliography knows nothing: they stand as they were written", _keys_as_characters),
)
"""What is changed in a body, with what is said of it, one after the other until it is as a note may be."""
