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
    credit = any(match[1].lower() in _MINOR for match in re.finditer(r"(\w+):", stripped))
    # Long numbers are telephones and ISBNs.
    marked = bool(re.search(r"[*_<>\\|@]|https?://|www\.|\d{5}", stripped))
    short = 1 <= word_count(stripped) <= LONGEST_HEADING
    return ends_like_one and short and not credit and not marked and is_title_case(stripped)


def is_title_case(line: str) -> bool:
    """Whether every word but the small ones begins with a capital, the first and the last too."""
    words = [word for word in _WORD.findall(line) if word[0].isalpha()]
    if not words or len(line.strip()) < 3:
        return False
    return all(word[0].isupper() or (0 < at < len(words) - 1 and word in _MINOR) for at, word in enumerate(words))


def word_count(text: str) -> int:
    """Return the number of words, as spaces divide them."""
    return len(text.split())
