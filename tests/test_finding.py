"""A reference is found by what a person remembers of it."""

from __future__ import annotations

import pytest

from glossator.records import schema
from glossator.records.csl import CSLItem
from glossator.references import finding

REFERENCES = {
    "stevens-2031": {"title": "A letter", "author": [{"family": "Stevens", "given": "Ada"}], "issued": "2031"},
    "seven-2030": {"title": "Seven bridges", "issued": "2030"},
    "report-1999": {"title": "What the Evening Post wrote", "issued": "1999"},
    "eve-1900": {"title": "Nothing of it", "issued": "1900"},
    "letter-2029": {"title": "Letter to Eve", "issued": "2029"},
}


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("eve", ["eve-1900", "letter-2029", "report-1999", "stevens-2031", "seven-2030"]),
        ("letter", ["letter-2029", "stevens-2031"]),
        ("letter eve", ["letter-2029", "stevens-2031"]),
        ("ÉVENING", ["report-1999"]),
        ("", []),
    ],
)
def test_what_begins_so_comes_first(words: str, keys: list[str]) -> None:
    """First the key that begins so, then beginnings of words, then what stands within one; of equals the newest."""
    references = {key: CSLItem.model_validate(fields) for key, fields in REFERENCES.items()}
    assert finding.matching(words, references) == keys


def test_the_beginning_of_a_word_says_which_is_meant() -> None:
    """Where no word is like another, and only one begins so."""
    words = ("gettysburg-address", "reviving-isis", "reviving-hopes")
    assert [schema.nearest(word, words) for word in ("gettys", "revi", "ge", "getysburg-adress")] == [
        *("gettysburg-address", "", "", "gettysburg-address"),
    ]
