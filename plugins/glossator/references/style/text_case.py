"""CSL's text cases, which leave marked-up and protected words alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from glossator.text.tags import TAG

PROTECTED = ("\ue0d0", "\ue0d1")
"""Private-use characters around words whose case stays: `<span class="nocase">` in a Zotero title."""

_TOKEN = re.compile(
    rf"{TAG}|&\w{{1,40}};|{PROTECTED[0]}[^{PROTECTED[1]}]*(?:{PROTECTED[1]}|\Z)"
    # An address such as example.org is no word, and the stop of an abbreviation ends no sentence.
    r"|(?P<address>(?<![\w-])\w[\w-]*+(?:\.\w[\w-]*+)+)|(?P<word>[^\W_]+(?:[’'-][^\W_]+)*)|(?P<end>[:?!]|(?<=\w{4})\.(?=\s))"
)
# CSL 1.0.2, "Title Case Conversion"; and as in citeproc-js the "v." of court cases, and what stands in names.
_STOP_WORDS = frozenset(
    "a an and as at but by down for from in into nor of on onto or over so the till to up via with yet"
    " v vs de van von".split()
)
# The Arabic article, as it is assimilated: al-Assad, Deir ez-Zor, ash-Sharq.
_ARTICLES = frozenset("ad adh al an ar as ash at az ed el en er es esh et ez ud ul ur".split())


def in_case(text: str, case: str, *, english: bool) -> str:
    """A text in one of CSL's cases.

    Args:
        text: the text, perhaps with HTML tags.
        case: the value of `text-case`.
        english: whether it is English: no other language capitalises the words of titles.
    """
    match case:
        case "lowercase":
            return _each(text, str.lower)
        case "uppercase":
            return _each(text, str.upper)
        case "capitalize-first":
            return _first(text)
        case "capitalize-all":
            return _each(text, _capital)
        case "sentence":
            return _first(_each(text, str.lower) if text.isupper() else text)
        case "title" if english:
            return _title(text)
    return text


def _capital(word: str) -> str:
    return word[0].upper() + word[1:]


def _each(text: str, change: Callable[[str], str]) -> str:
    return _TOKEN.sub(lambda token: change(token[0]) if token["word"] else token[0], text)


def _first(text: str) -> str:
    for token in _TOKEN.finditer(text):
        if token["word"]:
            return text[: token.start()] + _capital(token[0]) + text[token.end() :]
        if token[0].startswith(PROTECTED[0]):
            break
    return text


def _title(text: str) -> str:
    tokens = [token for token in _TOKEN.finditer(text) if token["word"] or token["end"] or token["address"]]
    words = [token for token in tokens if not token["end"]]
    starts = {words[0].start(), words[-1].start()} if words else set()
    starts |= {after.start() for before, after in pairwise(tokens) if before["end"]}

    def change(token: re.Match[str]) -> str:
        if not token["word"]:
            return token[0]
        parts = token[0].split("-")
        bound = token.start() in starts
        return "-".join(
            part if _stays(part, parts[index + 1 : index + 2], bound=bound and not index) else _capital(part)
            for index, part in enumerate(parts)
        )

    return _TOKEN.sub(change, text)


def _stays(part: str, after: list[str], *, bound: bool) -> bool:
    """Whether a part of a word keeps its case: it has capitals, or is small, unless it is `bound` to be large."""
    if not part.islower():
        return True
    if part in _ARTICLES and after and not after[0].islower():
        return True
    return part in _STOP_WORDS and not bound
