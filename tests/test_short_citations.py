"""Short citations: what names a piece of evidence in a line; and what a reference is, as evidence."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
import sites
from bs4 import BeautifulSoup

from glossator.edition.words import Words
from glossator.records.csl import CSLItem, ItemType
from glossator.records.model import Evidence, Reference
from glossator.records.vocabulary import Nature
from glossator.references import nature
from glossator.references.citations import Citations
from glossator.references.short import Short, short, short_citations

HORTON, SALIM, THIRD = ({"family": name, "given": "A."} for name in ("Horton", "Salim", "Third"))


def item(**fields: Any) -> CSLItem:
    """A reference."""
    return CSLItem.model_validate({name.replace("_", "-"): value for name, value in fields.items()})


def cited(page: str = "en", /, **fields: Any) -> Short:
    """The short citation of a reference on a page in a language."""
    return short(item(**fields), Words(page), page)


@pytest.mark.parametrize(
    ("fields", "html"),
    [
        ({"author": [HORTON], "issued": "2024-08-31"}, "Horton 2024"),
        ({"author": [HORTON, SALIM], "issued": "2024"}, "Horton and Salim 2024"),
        ({"author": [HORTON, SALIM, THIRD], "issued": "2024"}, "Horton et al. 2024"),
        ({"editor": [SALIM], "issued": "2019/2021"}, "Salim 2019–2021"),
        ({"author": [{"literal": "US Central Command"}], "issued": "2023"}, "US Central Command 2023"),
        ({"author": [{"family": "Gogh", "non-dropping-particle": "van"}], "issued": "1888~"}, "van Gogh c. 1888"),
        ({"author": [{"family": "Beethoven", "dropping-particle": "van"}], "issued": "1802"}, "Beethoven 1802"),
        ({"container_title": "Rudaw", "title": "A phase", "issued": "2019"}, "<i>Rudaw</i> 2019"),
        ({"container_title": "Kurdistan 24", "title": "A raid"}, "<i>Kurdistan 24</i> n.d."),
        ({"publisher": "NATO", "title": "Summit", "issued": "2009"}, "NATO 2009"),
        ({"title": "A raid: what is known of it", "issued": "2019"}, "“A raid” 2019"),
        ({"title": "A raid", "type": "book", "issued": "2019"}, "<i>A raid</i> 2019"),
        ({"title": "The words of a very long title that would fill the line"}, "“The words of a very long title that…” n.d."),
        ({"author": [HORTON], "issued": "-0043"}, "Horton −44"),
        ({"author": [HORTON], "issued": {"literal": "forthcoming"}}, "Horton forthcoming"),
        ({"author": [HORTON], "issued": "2024", "year_suffix": "c"}, "Horton 2024c"),
        ({"author": [{"literal": "R & <D>"}], "issued": "2024"}, "R &amp; &lt;D&gt; 2024"),
        ({"container_title": "A <i>b</i> & c", "issued": "2024"}, "<i>A b &amp; c</i> 2024"),
    ],
)  # fmt: skip
def test_a_reference_goes_by_its_author_and_year(fields: dict[str, Any], html: str) -> None:
    """Else by what it appeared in, its publisher or its title; what strangers wrote is escaped."""
    assert cited(**fields).html == html


def test_the_words_are_the_pages_and_the_name_keeps_its_language() -> None:
    """“and” and “no date” are in the page's language; a title in another one says so."""
    assert cited("de", author=[HORTON, SALIM]).text == "Horton und Salim o. D."
    assert cited(container_title="رووداو", language="ku", issued="2019").html == '<i lang="ku">رووداو</i> 2019'
    assert cited(title="Ein Beschluss", language="de").html == '<span lang="de">“Ein Beschluss”</span> n.d.'
    assert cited(container_title="Rudaw", language="en-GB", issued="2019").html == "<i>Rudaw</i> 2019"


def test_citations_of_one_page_can_be_told_apart() -> None:
    """Works of one name and year have letters in the order of their titles; undated ones after a hyphen."""
    rudaw = {"container_title": "Rudaw", "issued": "2019"}
    items = {
        "z": item(**rudaw, title="A first raid"),
        "a": item(**rudaw, title="Second raid"),
        "other": item(**{**rudaw, "issued": "2020"}, title="Third raid"),
        "x": item(author=[HORTON], title="B"),
        "y": item(author=[HORTON], title="A"),
    }
    texts = {key: citation.text for key, citation in short_citations(items, Words()).items()}
    assert texts == {
        "z": "Rudaw 2019a", "a": "Rudaw 2019b", "other": "Rudaw 2020", "x": "Horton n.d.-b", "y": "Horton n.d.-a",
    }  # fmt: skip


def test_letters_agree_with_the_citations_in_the_text() -> None:
    """A letter that the site's citations give is kept, and those described in place get what is left."""
    works = {"b": "B report", "a": "A report"}
    references = {
        key: Reference.model_validate({"id": key, "title": title, "author": [HORTON], "issued": "2024"})
        for key, title in works.items()
    }
    letters = Citations(references).letters()
    assert letters == {"a": "a", "b": "b"}
    page = {"b": references["b"], "in place": item(title="0", author=[HORTON], issued="2024")}
    texts = [citation.text for citation in short_citations(page, Words(), "en", letters).values()]
    assert texts == ["Horton 2024b", "Horton 2024a"]
    alone = short_citations({"b": references["b"]}, Words(), "en", letters)
    assert alone["b"].text == "Horton 2024b"


# Nature


def test_the_type_gives_the_nature_where_nobody_says_it() -> None:
    """Each type stands in one row at most, with a reason; a word of the file goes before it."""
    types = [type_ for default in nature.DEFAULTS for type_ in default.types]
    assert len(types) == len(set(types))
    assert set(types) <= set(get_args(ItemType))
    assert all(default.reason.endswith(".") for default in nature.DEFAULTS)
    assert nature.of_item(item(type="article-newspaper")) is Nature.PRESS
    assert nature.of_item(item(type="webpage")) is Nature.OTHER
    reference = Reference.model_validate({"id": "r", "type": "webpage", "title": "R", "nature": "party"})
    assert nature.of_item(reference) is Nature.PARTY


def test_a_piece_of_evidence_can_say_what_it_is_here() -> None:
    """Its own word goes before the bibliography's, and that before the type."""
    reference = Reference.model_validate({"id": "r", "type": "report", "title": "R"})
    plain = Evidence.model_validate({"cite": "r", "relation": "supports"})
    said = Evidence.model_validate({"cite": "r", "relation": "supports", "nature": "press"})
    assert nature.of_evidence(plain, {"r": reference}) is Nature.INSTITUTIONAL_REPORT
    assert nature.of_evidence(said, {"r": reference}) is Nature.PRESS
    assert nature.of_evidence(plain, {}) is Nature.OTHER


def test_our_own_export_gives_the_nature_back() -> None:
    """Under `custom`, where CSL-JSON has room for it."""
    record = {"id": "r", "title": "R", "custom": {"nature": "scholarship", "checked": "no"}}
    reference = Reference.model_validate(record)
    assert (reference.nature, reference.checked) == ("scholarship", "no")


def test_the_index_of_evidence_is_filtered_by_nature(small: Path, built_small: Callable[..., sites.Built]) -> None:
    """Each reference has one, by its own word or by its type, and the filter counts them."""
    evidence = "evidence:\n  - {title: A letter, type: personal_communication, relation: supports}\n"
    evidence += "  - {title: Our answer, nature: party, relation: disputes}\n"
    sites.write(
        small,
        {
            "docs/evidence.md": "---\nglossator: evidence\n---\n# Evidence\n",
            "annotations/bridge/more.md": f"---\ntitle: More\nkind: context\npassage: 1\n{evidence}---\n",
        },
    )
    page = BeautifulSoup(built_small(strict=True).page("evidence/"), "html5lib")
    natures = {str(entry["data-nature"]) for entry in page.select(".gl-entry")}
    assert {"primary-document", "party"} < natures
    assert page.find(string=re.compile("Primary document"))
