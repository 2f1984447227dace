"""The lead of a source: what one will learn, before the text."""

from __future__ import annotations

from collections.abc import Mapping

from glossator.edition.words import Words
from glossator.records.vocabulary import Direction


def headings(words: Words) -> Mapping[str, Direction]:
    """The headings of a lead that have a direction, in English and in the site's language, in small letters."""
    said = {
        Direction.FOR: ("What holds", words("What holds")),
        Direction.AGAINST: ("What does not", words("What does not")),
        Direction.OPEN: ("What nobody outside can check", words("What nobody outside can check")),
    }
    return {text.casefold(): direction for direction, texts in said.items() for text in texts}
