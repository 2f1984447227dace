"""Folding: what typography changes and readers do not see, made equal for matching, with the way back.

The page itself is never altered.  Folding covers composed and decomposed characters (Unicode NFC), runs of white
space and no-break spaces, soft hyphens and zero-width characters, curly and straight quotation marks, dashes, the
ellipsis sign, and ligatures.  It does not touch case, accents or vowel marks: they can change what a sentence says.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

_SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_DOUBLE_QUOTES = "“”„‟«»″〝〞〟＂״"
_SINGLE_QUOTES = "‘’‚‛‹›′`´ʹʼʻ＇׳"
_DASHES = "‐‑‒–—―−⁃﹘﹣－־"
_INVISIBLE = "\xad\u034f\u061c\u180e\u200b-\u200f\u2060\ufeff\ufe00-\ufe0f"
_LIGATURES = "\ufb00-\ufb06\ufb13-\ufb17\ufb4f"


def _expand(ranges: str) -> Iterator[str]:
    for match in re.finditer(r"(.)-(.)|(.)", ranges, re.DOTALL):
        first, last, single = match.groups()
        yield from [single] if single else map(chr, range(ord(first), ord(last) + 1))


_ONE_TO_ONE = (
    dict.fromkeys(_expand(_SPACES), " ")
    | dict.fromkeys(_DOUBLE_QUOTES, '"')
    | dict.fromkeys(_SINGLE_QUOTES, "'")
    | dict.fromkeys(_DASHES, "-")
)
_UNEVEN = re.compile(f"[{_SPACES}{_DOUBLE_QUOTES}{_SINGLE_QUOTES}{_DASHES}]")
# Several spaces or invisible signs; or one sign that is no space.  Beginning with a set makes the search three times
# as fast as an alternative would.
_CHANGES_LENGTH = re.compile(f"[ {_INVISIBLE}…{_LIGATURES}](?:(?<=[ {_INVISIBLE}])[ {_INVISIBLE}]+|(?<! ))")
_UNSEEN = frozenset(_expand(_INVISIBLE))
_VISIBLE = re.compile(f"[^\\s{_INVISIBLE}]")
_BLANK = re.compile(r"\s")


def is_blank(text: str) -> bool:
    """Whether a reader sees nothing of a text but space."""
    return leading_blank(text) == len(text)


def leading_blank(text: str) -> int:
    """How many code points at the start of a text show nothing but space."""
    seen = _VISIBLE.search(text)
    return seen.start() if seen else len(text)


@dataclass(frozen=True)
class Folded:
    """A folded text and the way back.

    The text is a row of pieces.  In most of them one code point stands for one; a piece that was drawn together, spelt
    out or composed can only be taken whole; what folding removed lies between pieces.
    """

    text: str
    """The folded text."""
    starts: tuple[int, ...]
    """Where each piece begins in the folded text."""
    origins: tuple[tuple[int, int], ...]
    """Which half-open range of the original each piece stands for."""
    whole: tuple[bool, ...]
    """Whether each piece can only be taken whole.  Equal lengths would not tell: `か`, two marks → `が`, two marks."""
    length: int
    """The length of the original."""

    def original(self, start: int, end: int) -> tuple[int, int] | None:
        """The range of the original for a range of the folded text; None if it would cut a piece that is whole."""
        if start >= end:
            return None
        first, last = bisect_right(self.starts, start) - 1, bisect_right(self.starts, end - 1) - 1
        (first_start, _), (last_start, last_end) = self.origins[first], self.origins[last]
        into, taken = start - self.starts[first], end - self.starts[last]
        if (into and self.whole[first]) or (taken != self._length(last) and self.whole[last]):
            return None
        return first_start + into, (last_end if taken == self._length(last) else last_start + taken)

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The same, taking what it would cut, with what folding removed or drew together on either side."""
        first, last = bisect_right(self.starts, start) - 1, bisect_right(self.starts, end - 1) - 1
        exact = self.original(start, end) or (self.origins[first][0], self.origins[last][1])
        low, high = exact
        if start == self.starts[first]:
            low = self.origins[first - 1][0 if self.whole[first - 1] else 1] if first else 0
        if end == self.starts[last] + self._length(last):
            following = last + 1
            if following < len(self.origins):
                high = self.origins[following][1 if self.whole[following] else 0]
            else:
                high = self.length
        return low, high

    def _length(self, piece: int) -> int:
        following = self.starts[piece + 1] if piece + 1 < len(self.starts) else len(self.text)
        return following - self.starts[piece]


def fold(text: str) -> Folded:
    """Fold a text for matching.  Offsets are Unicode code points."""
    even = _evened(text)
    parts: list[str] = []
    starts: list[int] = []
    origins: list[tuple[int, int]] = []
    wholes: list[bool] = []
    length = done = 0

    def keep(part: str, start: int, end: int, *, whole: bool) -> None:
        nonlocal length
        if part:
            parts.append(part)
            starts.append(length)
            origins.append((start, end))
            wholes.append(whole)
            length += len(part)

    for start, end, new in _changes(even):
        keep(even[done:start], done, start, whole=False)
        keep(new, start, end, whole=True)
        done = end
    keep(even[done:], done, len(even), whole=False)
    return Folded("".join(parts), tuple(starts), tuple(origins), tuple(wholes), len(text))


def verbatim(text: str) -> Folded:
    """A text as its own folding, to look for words that are there to the letter: a note has blanks for line ends."""
    return Folded(_BLANK.sub(" ", text), (0,), ((0, len(text)),), (False,), len(text))


def _changes(text: str) -> Iterator[tuple[int, int, str]]:
    """Every stretch whose length folding changes, in order: start, end, what it becomes."""
    simple = ((match.start(), match.end(), _shortened(match[0])) for match in _CHANGES_LENGTH.finditer(text))
    if text.isascii() or (not _has_tower(text) and unicodedata.is_normalized("NFC", _shorten(text))):
        yield from simple
        return
    done = 0
    # A character with its marks goes before what it holds: a ligature, an invisible sign between base and mark.
    for start, end, new in sorted([*_decomposed(text), *simple], key=lambda change: (change[0], -change[1])):
        if start >= done:
            yield start, end, new
            done = end


_TALLEST = 32
"""Marks on one character that are put in order, as in Unicode’s Stream-Safe Text Format (UAX 15).  Nobody writes more,
and the time to sort them grows with the square of their number."""
_PERHAPS_A_TOWER = re.compile("[\u0300-\U0010ffff]{32}")


def _has_tower(text: str) -> bool:
    if not _PERHAPS_A_TOWER.search(text):  # which says no of most texts, ten times as fast
        return False
    runs = groupby(map(unicodedata.combining, text), key=bool)
    return any(marks and sum(1 for _ in run) > _TALLEST for marks, run in runs)


def _evened(text: str) -> str:
    # `str.translate` fails and recovers at each character that its table has not: ten times as slow.
    return _UNEVEN.sub(lambda match: _ONE_TO_ONE[match[0]], text)


def _shorten(text: str) -> str:
    return _CHANGES_LENGTH.sub(lambda match: _shortened(match[0]), text)


def _shortened(characters: str) -> str:
    if characters == "…":
        return "..."
    if " " in characters:
        return " "
    return (
        unicodedata.normalize("NFKC", characters) if len(characters) == 1 and "\ufb00" <= characters <= "\ufb4f" else ""
    )


def _decomposed(text: str) -> Iterator[tuple[int, int, str]]:
    """The stretches that NFC changes: a base with its marks, each as short as composition allows."""
    start = end = 0
    seen = ""
    for index in range(len(text) + 1):
        character = text[index : index + 1]
        if character in _UNSEEN:
            continue
        if seen and character and _joins(seen, character):
            seen += character
        else:
            even = _shorten(seen)
            composed = unicodedata.normalize("NFC", even)
            if composed != even:
                yield start, end, _shorten(_evened(composed))
            start, seen = index, character
        end = index + 1


def _joins(before: str, character: str) -> bool:
    """Whether NFC may combine or reorder a character with what stands before it."""
    if character.isascii() or before == " " or len(before) > _TALLEST:
        return False
    # Three Tibetan vowel signs are no marks by their class, but decompose into marks.
    if unicodedata.combining(unicodedata.normalize("NFD", character)[0]):
        return True
    apart = unicodedata.normalize("NFC", before) + unicodedata.normalize("NFC", character)
    return unicodedata.normalize("NFC", before + character) != apart


_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\u1b00-\u1b7f\u3005-\u3007"
    "\u3040-\u30ff\u3100-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua980-\ua9ff\uaa00-\uaa7f\uaa80-\uaadf"
    "\uf900-\ufaff\uff66-\uff9f\U000116d0-\U000116ff\U0001b000-\U0001b16f\U00020000-\U000323af]"
)
"""Letters of scripts that put no space between words: Thai, Lao, Tibetan, Burmese with its extensions, Khmer, Tai Le,
New Tai Lue, Tai Tham, Tai Viet, Balinese, Javanese, Cham, Yi, Chinese, Japanese."""
_WIDE_SIGNS = re.compile("[\u3000-\u303f\uff01-\uff65]")


def needs_no_space(character: str) -> bool:
    """Whether a space beside a character is none of the writing’s, but of a line that was wrapped."""
    return bool(_UNSPACED.match(character) or _WIDE_SIGNS.match(character))


RULES = {
    "spaces": _SPACES,
    "double_quotes": _DOUBLE_QUOTES,
    "single_quotes": _SINGLE_QUOTES,
    "dashes": _DASHES,
    "invisible": _INVISIBLE,
    "unspaced": _UNSPACED.pattern[1:-1],
}
"""Sets of characters, each as it stands between the brackets of a regular expression, for the panel's scripts."""


def cuts_a_word(text: str, offset: int) -> bool:
    """Whether an edge at this offset lies inside a word, a number or a character with its marks.

    `500` inside `1,500` is inside a number.  In scripts without spaces between words every edge between characters
    can be the edge of a word.
    """
    if not 0 < offset < len(text):
        return False
    before, after = text[offset - 1], text[offset]
    if unicodedata.category(after)[0] == "M":
        return not before.isspace()
    if before.isalnum() or unicodedata.category(before)[0] == "M":
        if after.isalnum():
            return not (_UNSPACED.match(before) or _UNSPACED.match(after))
        return after in ".," and before.isdigit() and text[offset + 1 : offset + 2].isdigit()
    return before in ".," and after.isdigit() and offset >= 2 and text[offset - 2].isdigit()


def without_capitals(words: str, text: str) -> Iterator[tuple[int, int]]:
    """Where words stand in a text whatever their capitals; nowhere if a letter of the text is longer when small."""
    small, wanted = text.lower(), words.lower()
    if not wanted or len(small) != len(text):
        return
    start = small.find(wanted)
    while start >= 0:
        yield start, start + len(wanted)
        start = small.find(wanted, start + 1)
