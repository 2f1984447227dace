"""Ids of notes, sources, kinds and origins: those that this program makes, and those that a person named.

What is made of a title has only letters a–z, digits and single hyphens, whatever the script of the title.  What a
person named stays as it is where every file system, address and style sheet can keep it: letters or digits of any
script.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from anyascii import anyascii

LONGEST = 60
"""Characters of an id that is made: a headline is recognised, and an address and a file's name have room."""
WORDS_OF_A_NOTE = 6
"""Words of a note's title that become its id."""

EXPECTED = "letters of any script in lower case, digits and single hyphens are expected"

_REFUSED = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")
"""Names of devices: Windows makes no such file, whatever its extension, and checks out no repository that has it."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:[-_][A-Z]{2})?")
_APOSTROPHES = "'’ʼ"
_IDEOGRAPHS = range(0x3400, 0xA000), range(0xF900, 0xFB00)
"""Each is a word of its own: Chinese has no spaces."""
_ON_DEMAND = (
    *(range(0x3400, 0xA000), range(0xA000, 0xA4D0), range(0xAC00, 0xD7B0)),
    *(range(0xF900, 0xFB00), range(0x10000, 0x20000)),
)
"""With the syllables of Yi and Hangul and the scripts of antiquity: nine tenths of all characters."""
_ALWAYS = range(0x80, 0x3400), range(0xA4D0, 0xAC00), range(0xD7B0, 0xF900), range(0xFB00, 0x10000)
_TRANSLITERATED = 0x20000
"""From here on there are only ideographs that no title of today has; they part words like a sign."""


def is_language(ending: str) -> bool:
    """Whether the ending of a file's name says a language: `fr`, `pt-BR`, `zh-Hant`."""
    return bool(_LANGUAGE.fullmatch(ending))


def made_of(title: str, *, words: int | None = None) -> str:
    """An id made of a title; empty where the title has no letter and no digit.

    Args:
        title: in any script; it is transliterated letter by letter.
        words: how many of its first words; default: as many as have room.
    """
    letters = "".join(map(_transliterated, unicodedata.normalize("NFKC", title)))
    identifier = "-".join(letters.split()[:words])
    if len(identifier) > LONGEST:
        identifier = identifier[: LONGEST + 1].rpartition("-")[0] or identifier[:LONGEST]
    return f"{identifier}-1" if _REFUSED.fullmatch(identifier) else identifier


def _transliterated(character: str) -> str:
    """A character as small letters a–z and digits; a space for what parts words."""
    category = unicodedata.category(character)
    if category[0] not in "LMN" or ord(character) >= _TRANSLITERATED:
        # Joiners and hyphens that are not seen stand inside words.
        return "" if category == "Cf" or character in _APOSTROPHES else " "
    letters = anyascii(character).lower()
    if not letters.isalnum():
        letters = _SIGNS.sub("", letters)
    return f" {letters} " if any(ord(character) in numbers for numbers in _IDEOGRAPHS) else letters


_SIGNS = re.compile("[^a-z0-9]")


def table(*, on_demand: bool) -> list[list[int | str]]:
    """What characters become, for the panel: a first code point, and for it and those that follow it the letters.

    The letters stand between spaces, `-` for those that become nothing.

    Args:
        on_demand: those that the panel loads when a title has one, and not those that it always has.
    """
    runs: list[tuple[int, list[str]]] = []
    for number in chain(*(_ON_DEMAND if on_demand else _ALWAYS)):
        letters = _transliterated(chr(number)).strip()
        if not letters:
            continue
        if not runs or number > runs[-1][0] + len(runs[-1][1]) + _GAP:
            runs.append((number, []))
        first, run = runs[-1]
        run += ["-"] * (number - first - len(run)) + [letters]
    return [[first, " ".join(run)] for first, run in runs]


_GAP = 4
"""A gap of so many costs no more than to begin anew."""


def of_panel() -> dict[str, Any]:
    """The rules by which `made_of` makes a note's id, for the panel; the ranges as their first and last code points."""
    return {
        "onDemand": [[numbers.start, numbers.stop - 1] for numbers in _ON_DEMAND],
        "ideographs": [[numbers.start, numbers.stop - 1] for numbers in _IDEOGRAPHS],
        "apostrophes": _APOSTROPHES,
        "refused": _REFUSED.pattern,
        "longest": LONGEST,
        "words": WORDS_OF_A_NOTE,
    }


def fault(name: str) -> str:
    """What keeps a name that a person chose from being an id, in words that follow it; empty where nothing does."""
    if _REFUSED.fullmatch(name):
        return "is the name of a device, which Windows makes no file of: another one is expected"
    if unicodedata.normalize("NFC", name) != name:
        return "is written with its accents apart (Unicode’s NFD): the same letters in NFC are expected"
    well_formed = name == name.lower() and all(map(_is_word, name.split("-")))
    return "" if well_formed else f"is no id: {EXPECTED}"


def fault_of_path(name: str) -> str:
    """The same for a name of several ids with slashes between them, as sources in folders have."""
    return next(filter(None, map(fault, name.split("/"))), "")


def fault_of_file(path: str) -> str:
    """What keeps a file's path from being kept by every system as it is, in words that follow it; else empty.

    Args:
        path: from any folder, with forward slashes.
    """
    for name in path.split("/"):
        if _DEVICE.match(name):
            return "is the name of a device, which Windows makes no file of: another one is expected"
        if name.endswith((".", " ")) or name.startswith(" ") or name.partition(".")[0].endswith(" "):
            return "begins or ends with a space or a dot, which Windows drops: another one is expected"
        if _UNWRITABLE.search(name):
            return "has a sign that Windows cannot write, or markup: letters, digits, `-`, `_` and `.` are expected"
        if any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") for character in name):
            return "has an invisible sign, and reads differently from what it is: letters and digits are expected"
    return ""


_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])[ ]*(?:\.|\Z)", re.IGNORECASE)
_UNWRITABLE = re.compile(r'[<>:"|?*\\]')


def _is_word(text: str) -> bool:
    categories = [unicodedata.category(character) for character in text]
    return (
        bool(categories)
        and all(category[0] in "LM" or category == "Nd" for category in categories)
        and categories[0][0] != "M"
    )


def mended(name: str, otherwise: str) -> str:
    """A right id like a wrong one, for hints; `otherwise` where there is none."""
    lower = unicodedata.normalize("NFC", name.lower())
    letters = "".join(character if unicodedata.category(character)[0] in "LMN" else " " for character in lower)
    for candidate in ("-".join(letters.split()), made_of(name)):
        if candidate and not fault(candidate):
            return candidate
    return otherwise


def alike(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Names that differ from one before them only in case, as `strasse` from `straße`: some disks keep only one."""
    first: dict[str, str] = {}
    for name in names:
        folded = unicodedata.normalize("NFC", name.casefold())
        if first.setdefault(folded, name) != name:
            yield name, first[folded]
