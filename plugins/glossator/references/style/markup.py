"""The markup that CSL-JSON allows in titles: hidden from whatever formats them, shown as HTML, or left out."""

from __future__ import annotations

import re
from html import escape

from glossator.references.style.text_case import PROTECTED

# citeproc-py escapes only some of what it is given, and reads `&` in numbers as a separator.  So these characters go
# through it as private ones.
_HIDDEN: dict[str, str | int | None] = {"&": "\ue0f0", "<": "\ue0f1", ">": "\ue0f2"}
_ESCAPES = str.maketrans({str(hidden): escape(character) for character, hidden in _HIDDEN.items()})
_TAGS = ("i", "b", "sub", "sup")
_MARKUP = {
    **{f"<{tag}>": chr(0xE0E0 + 2 * index) for index, tag in enumerate(_TAGS)},
    **{f"</{tag}>": chr(0xE0E1 + 2 * index) for index, tag in enumerate(_TAGS)},
}
"""The markup that CSL-JSON allows in titles, as Zotero writes it."""
_SHOWN = str.maketrans({hidden: markup for markup, hidden in _MARKUP.items()} | dict.fromkeys(PROTECTED, ""))
_NOCASE = re.compile(r'<span class="nocase">([^<]*+(?:<(?!span class="nocase">|/span>)[^<]*+)*+)</span>')
_SMALL_CAPITALS = re.compile(
    r'<span style="font-variant: ?small-caps;?">([^<]*+(?:<(?!span style="font-variant:|/span>)[^<]*+)*+)</span>'
)
QUOTATION = ("\ue0f3", "\ue0f4")
"""Private-use characters for typewriter quotation marks, until it is known whether they stand in others."""
_PRIVATE = re.compile("[\ue000-\uf8ff]")


def hide(text: str) -> str:
    """A text in which nothing is markup; what CSL-JSON allows in titles stays, as private characters."""
    text = _PRIVATE.sub("", " ".join(text.split()))
    text = _SMALL_CAPITALS.sub(r"\1", _NOCASE.sub(rf"{PROTECTED[0]}\1{PROTECTED[1]}", text))
    for tag in _TAGS:
        opened, closed = f"<{tag}>", f"</{tag}>"
        if text.count(opened) == text.count(closed):
            text = text.replace(opened, _MARKUP[opened]).replace(closed, _MARKUP[closed])
    return text.translate(str.maketrans(_HIDDEN))


def show(formatted: str, quotation: tuple[str, str]) -> str:
    """The HTML of what a style made of hidden text.

    Args:
        formatted: the text.
        quotation: the marks around a quotation that is not in another one.
    """
    marks = str.maketrans(dict(zip(QUOTATION, quotation, strict=True)))
    return formatted.translate(_ESCAPES).translate(_SHOWN).translate(marks)


def plain(text: str) -> str:
    """A title without its markup."""
    visible = hide(text).translate({ord(str(hidden)): character for character, hidden in _HIDDEN.items()})
    return _PRIVATE.sub("", visible)
