"""Which characters of a file go into a source."""

from __future__ import annotations

from typing import Final

_DROPPED: Final = (
    *range(0x09),  # C0 without tab, line feed and carriage return
    *range(0x0E, 0x20),
    *range(0x7F, 0x85),  # DEL and C1 without next line
    *range(0x86, 0xA0),
    *range(0x202A, 0x202F),  # embeddings and overrides of the writing direction
    *range(0x2066, 0x206A),  # isolates
    *range(0xE0000, 0xE0080),  # tag characters
)
# What other programs use to end a line or a page; dropped, they would join two words.
_LINE_ENDS: Final = "\v\f\x85\u2028\u2029"

_TABLE: Final[dict[int, str | None]] = dict.fromkeys(_DROPPED) | dict.fromkeys(map(ord, _LINE_ENDS), "\n")


def cleaned(text: str) -> str:
    r"""Return `text` without the characters that the site refuses: they make text read differently from what it is.

    Dropped are the C0 and C1 controls, the bidirectional controls U+202A-202E and U+2066-2069 and the tag characters.
    Vertical tab, form feed, next line and Unicode's line and paragraph separators become `\n`.  No-break space, ZWJ,
    ZWNJ, LRM and RLM stay.
    """
    return text.translate(_TABLE)
