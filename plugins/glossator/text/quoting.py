"""The words that a note is about, as the note itself shows them: short, and between the marks of their language.

Marks inside of marks alternate, and words that are quoted already as they stand get no second pair around them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

LONGEST, FIRST, LAST = 28, 14, 8
"""In words: what is quoted whole, and what is left of longer quotations at either end."""

Marks = tuple[tuple[str, str], tuple[str, str]]
"""Outer and inner, each of them before and after."""

ENGLISH: Marks = (("“", "”"), ("‘", "’"))
_GERMAN: Marks = (("„", "“"), ("‚", "‘"))
_GUILLEMETS: Marks = (("«", "»"), ("“", "”"))
_POLISH: Marks = (("„", "”"), ("«", "»"))
_NORDIC: Marks = (("”", "”"), ("’", "’"))
MARKS: Mapping[str, Marks] = {
    **dict.fromkeys(("bg", "cs", "de", "hr", "is", "lt", "sk", "sl", "sr"), _GERMAN),
    **dict.fromkeys(("ar", "ca", "el", "es", "fa", "it", "pt"), _GUILLEMETS),
    **dict.fromkeys(("hu", "pl", "ro"), _POLISH),
    **dict.fromkeys(("fi", "he", "sv"), _NORDIC),
    **dict.fromkeys(("ru", "uk"), (("«", "»"), ("„", "“"))),
    "fr": (("«\u202f", "\u202f»"), ("“", "”")),
    "ja": (("「", "」"), ("『", "』")),
    "nl": (("‘", "’"), ("“", "”")),
}
"""By the first part of the language's tag; of all others those of English (CLDR, and French with its narrow spaces)."""

_SPACES = " \u00a0\u202f"
_BEFORE = frozenset(" \u00a0\u202f\n\t([{/—–-…")
"""After what a mark opens, beside the beginning and other marks."""
_DOUBLE, _SINGLE = '“”„‟"«»', "‘’‚‛'‹›"
_CORNERS = {"「": "」", "『": "』"}
_NEVER_OPEN = "’"
"""It begins no quotation, but ’tis and ’90s."""


@dataclass(frozen=True)
class _Pair:
    start: int
    end: int
    """Where its two marks stand."""


def brief(words: str) -> str:
    """Words short enough to be read in passing, in one line; their own marks are as the source has them."""
    parts = words.split()
    if len(parts) > LONGEST:
        parts = [*parts[:FIRST], "…", *parts[-LAST:]]
    return " ".join(parts)


def quoted(words: str, language: str = "") -> str:
    """A quotation short enough to be read in passing, between marks."""
    return marked(brief(words), language)


def marked(words: str, language: str = "") -> str:
    """Words between the quotation marks of a language.

    Args:
        words: as the source has them.
        language: a BCP 47 tag; where it is empty or not known, the marks are those of English.
    """
    before, after = _of(language)[0]
    return f"{before}{within(words, language)}{after}"


def within(words: str, language: str = "") -> str:
    """Words to stand between marks that are there already: a pair around all of them goes, the others alternate."""
    if _ALL.isdisjoint(words):
        return words
    start, end, marks, replaced = 0, len(words), _of(language), list(words)
    open_: list[_Pair] = []
    for pair in _pairs(words):
        if (pair.start, pair.end) == (start, end - 1):
            start, end = _stripped(words, start + 1, end - 1)
            continue
        while open_ and open_[-1].end < pair.start:
            open_.pop()
        replaced[pair.start], replaced[pair.end] = marks[(len(open_) + 1) % 2]
        open_.append(pair)
        for place in (pair.start + 1, pair.end - 1):  # the spaces of French marks, which bring their own
            if words[place] in _SPACES:
                replaced[place] = ""
    return "".join(replaced[start:end])


def _stripped(words: str, start: int, end: int) -> tuple[int, int]:
    """The edges of a part of some words without the spaces in it."""
    while start < end and words[start] in _SPACES:
        start += 1
    while start < end and words[end - 1] in _SPACES:
        end -= 1
    return start, end


def _of(language: str) -> Marks:
    return MARKS.get(language.split("-")[0].lower(), ENGLISH)


def _pairs(words: str) -> list[_Pair]:
    """Marks that belong together; one whose other half is not there stays what it is."""
    pairs: list[_Pair] = []
    waiting: list[int] = []
    alike: dict[str, list[int]] = {}
    for place in _marks(words):
        before = alike.get(_form(words[place]))
        if before and words[place] not in _CORNERS and _closes(words, place):
            opened = before[-1]
            while waiting and waiting[-1] >= opened:
                alike[_form(words[waiting.pop()])].pop()
            pairs.append(_Pair(opened, place))
        elif _opens(words, place):
            waiting.append(place)
            alike.setdefault(_form(words[place]), []).append(place)
    return sorted(pairs, key=lambda pair: pair.start)


def _marks(words: str) -> Iterator[int]:
    return (place for place, letter in enumerate(words) if letter in _ALL)


_ALL = frozenset(_DOUBLE + _SINGLE + "".join(_CORNERS) + "".join(_CORNERS.values()))


def _form(mark: str) -> str:
    """What a mark and the one that closes it have in common; in texts, the marks of one form stand for each other."""
    if mark in _CORNERS or mark in _CORNERS.values():
        return _CORNERS.get(mark, mark)
    return ("«" if mark in _DOUBLE else "‹") if mark in "«»‹›" else ("“" if mark in _DOUBLE else "‘")


def _opens(words: str, place: int) -> bool:
    mark, before, after = words[place], words[place - 1 : place] if place else "", words[place + 1 : place + 2]
    if mark in _CORNERS or mark in "„‚":
        return True
    if mark in _NEVER_OPEN or mark in _CORNERS.values():
        return False
    begins = not before or before in _BEFORE or before in _ALL or _unparted(before)
    return begins and bool(after) and (mark in "«‹" or after not in _SPACES)


def _closes(words: str, place: int) -> bool:
    before, after = words[place - 1 : place], words[place + 1 : place + 2]
    goes_on = after.isalnum() and not _unparted(after)
    return words[place] not in "„‚" and not goes_on and (words[place] in "»›" or before not in _SPACES)


def _unparted(letter: str) -> bool:
    """Whether it is of a script that does not part words, such as Chinese."""
    return letter >= "\u2e80"
