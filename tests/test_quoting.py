"""How words of a source are quoted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.text.quoting import FIRST, LAST, LONGEST, brief, marked, quoted, within

CASES = [
    ("en", "six votes", "“six votes”"),
    ("en", "“being revived”", "“being revived”"),
    ("en", "a “spike” in “operations”", "“a ‘spike’ in ‘operations’”"),
    ("en", "“a” and “b”", "“‘a’ and ‘b’”"),
    ("en", "10,000 “simply ‘disappeared’”", "“10,000 ‘simply “disappeared”’”"),
    ("en", '"typed" words', "“‘typed’ words”"),
    ("en", "the “fighters’ homes” burnt", "“the ‘fighters’ homes’ burnt”"),
    ("en", "’tis the fighters’ home", "“’tis the fighters’ home”"),
    ("en", "simply “disappeared", "“simply “disappeared”"),
    ("en-GB", "he said “yes.”", "“he said ‘yes.’”"),
    ("", "six votes", "“six votes”"),
    ("de-AT", "das „Wort“ gilt", "„das ‚Wort‘ gilt“"),
    ("de", "»das ‚Wort‘ gilt«", "„das ‚Wort‘ gilt“"),
    ("fr", "il dit « mot » ici", "«\u202fil dit “mot” ici\u202f»"),
    ("ar", "قال «كلمة» هنا", "«قال “كلمة” هنا»"),
    ("sv", "ett ”ord” till", "”ett ’ord’ till”"),
    ("ja", "「語」です", "「『語』です」"),
    ("zh", "他说“好”了", "“他说‘好’了”"),
]


@pytest.mark.parametrize(("language", "words", "quotation"), CASES)
def test_marks_are_those_of_the_language_and_alternate(language: str, words: str, quotation: str) -> None:
    """What is quoted already as it stands gets no second pair; a mark without its other half stays as it is."""
    assert marked(words, language) == quotation


@given(st.text("ab ’“”‘’«»„\"'", max_size=20), st.sampled_from(["en", "de", "fr", "he", "nl", "ja"]))
def test_only_marks_change(words: str, language: str) -> None:
    """Letters and their order stay, whatever marks are between them."""

    def letters(text: str) -> list[str]:
        return [letter for letter in text if letter.isalpha()]

    assert letters(marked(words, language)) == letters(words)


@given(st.from_regex(r"\A[ab]+( [ab]+)*\Z"), st.sampled_from(["en", "de", "fr", "he", "nl", "ja"]))
def test_quoted_words_are_quoted_once(words: str, language: str) -> None:
    """To quote a quotation changes nothing more."""
    once = marked(words, language)
    assert marked(once, language) == once
    assert within(once, language) == words


def test_marks_around_marks_by_the_thousand_all_go() -> None:
    """However many pairs there are around all of the words, one is left, and its spaces go with them."""
    assert within("« " * 3_000 + "a" + " »" * 3_000) == "a"


def test_long_quotations_lose_their_middle() -> None:
    """In words: 14 at the beginning and 8 at the end are left."""
    words = [f"w{number}" for number in range(LONGEST + 1)]
    assert brief(" ".join(words)).split() == [*words[:FIRST], "…", *words[-LAST:]]
    assert quoted(" ".join(words[1:])) == f"“{' '.join(words[1:])}”"
