"""Which references confirm a statement independently; what is said of the others stands in `bad_input/`."""

from __future__ import annotations

from typing import Any

import pytest

from glossator.edition.judgement import confirmed
from glossator.records.csl import CSLItem

MINUTES = CSLItem.model_validate({"type": "report", "author": [{"literal": "Town council of Netherby"}]})
QUILL, MOSS = {"family": "Quill", "given": "Ada"}, {"literal": "Ben Moss"}

INDEPENDENT: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "other authors": ({"author": [QUILL]}, {"author": [MOSS]}),
    "an author and a paper": ({"author": [QUILL]}, {"container-title": "Gazette"}),
    "two books of one press": (
        {"type": "book", "author": [QUILL], "publisher": "Netherby Press"},
        {"type": "book", "author": [MOSS], "publisher": "Netherby Press"},
    ),
    "other hosts, where nobody is named": ({"URL": "https://a.example/1"}, {"URL": "https://b.example/1"}),
    "one archive, where somebody is named": (
        {"author": [QUILL], "URL": "https://archive.example/1"},
        {"author": [MOSS], "URL": "https://archive.example/2"},
    ),
}
DEPENDENT: dict[str, tuple[dict[str, Any], ...]] = {
    "none": (),
    "one": ({"author": [QUILL]},),
    "one author in two papers": (
        {"author": [QUILL], "container-title": "Gazette"},
        {"author": [{"literal": "ada  QUILL"}], "container-title": "Courier"},
    ),
    "two authors of one paper": (
        {"author": [QUILL], "container-title": "Gazette"},
        {"author": [MOSS], "container-title": "gazette"},
    ),
    "an agency and its own text in a paper": ({"author": [{"literal": "AFP"}], "container-title": "Gazette"},
                                              {"publisher": "AFP"}),
    "an editor and an author who are one": ({"type": "book", "editor": [QUILL]}, {"type": "thesis", "author": [QUILL]}),
    "one press, where no author is named": (
        {"type": "book", "publisher": "Netherby Press"},
        {"type": "book", "publisher": "Netherby Press"},
    ),
    "one host, where nobody is named": ({"URL": "https://www.a.example/1"}, {"URL": "https://a.example/2"}),
    "one of which nothing is known": ({"author": [QUILL]}, {"title": "A letter"}),
    "one that is the source’s own": ({"author": [QUILL]}, {"publisher": "Town Council of Netherby"}),
}  # fmt: skip


@pytest.mark.parametrize("references", INDEPENDENT.values(), ids=INDEPENDENT)
def test_two_references_that_nobody_made_both_of_confirm(references: tuple[dict[str, Any], ...]) -> None:
    """Makers are authors, editors, publishers and papers; a third reference of one of them changes nothing."""
    items = [CSLItem.model_validate(reference) for reference in references]
    assert confirmed(items, MINUTES)
    assert confirmed([items[0], *reversed(items)], MINUTES)


@pytest.mark.parametrize("references", DEPENDENT.values(), ids=DEPENDENT)
def test_references_of_one_maker_do_not_confirm(references: tuple[dict[str, Any], ...]) -> None:
    """However often somebody says a thing, it is one voice."""
    assert not confirmed([CSLItem.model_validate(reference) for reference in references * 2], MINUTES)
