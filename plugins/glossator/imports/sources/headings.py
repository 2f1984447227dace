"""Tell a heading in plain text from a short paragraph."""

from __future__ import annotations

import re
from typing import Final

LONGEST_HEADING: Final = 12
"""Words.  Longer lines without a full stop are more often sentences cut short."""

# Words that a headline leaves in lower case.
_MINOR: Final = frozenset(
    "a an and as at but by de der die das du el en et for from if in into is la le les nor of off on onto or over per"
    " than the to und up upon van via von vs with without y".split()
)
_WORD: Final = re.compile(r"\w+(?:['’.-]\w+)*")


def looks_like_heading(line: str) -> bool:
    """Whether a line of its own, in Title Case or ALL CAPS and without a full stop, may be a heading.

    When in doubt it is not: an editor finds a missing heading more easily than a passage taken for one.
    """
    stripped = line.strip()
    ends_like_one = bool(stripped) and (stripped[-1].isalnum() or stripped[-1] in ")]")
    # "Photographs by: The Gazette" is a credit.
    credit = any(match[1].lower() in _MINOR for match in re.finditer(r"\b(\w+):", stripped))
    # Long numbers are telephones and ISBNs.
    marked = bool(re.search(r"[*_<>\\|@]|https?://|www\.|\d{5}", stripped))
    short = 1 <= word_count(stripped) <= LONGEST_HEADING
    return ends_like_one and short and not credit and not marked and is_title_case(stripped)


def is_title_case(line: str) -> bool:
    """Whether every word but the small ones begins with a capital, the first and the last too."""
    words = _WORD.findall(line)
    if len(line.strip()) < 3 or not any(word[0].isupper() for word in words):
        return False
    inner = range(1, len(words) - 1)
    # Scripts without capitals have no title case.
    capital = (not word[0].isalpha() or word[0].isupper() for word in words)
    return all(good or (at in inner and words[at] in _MINOR) for at, good in enumerate(capital))


def word_count(text: str) -> int:
    """The number of words, as spaces divide them."""
    return len(text.split())
