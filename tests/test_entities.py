"""People, groups and places: found in the text, marked, listed, exported; and a card with scripts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import browser as driver
import pytest
import sites
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from glossator.edition.mentions import mentions
from glossator.records.model import Entity
from glossator.records.vocabulary import EntityKind
from glossator.text import splice
from glossator.text.splice import Highlight
from glossator.text.textmap import Span, read

REGISTER = """\
entities:
  council:
    label: Town Council of Netherby
    names: [town council, the council]
    kind: organisation
    about: It decides about bridges.
    side: Netherby
    as-of: 2031-03
    references: [gazette-2031]
  mayor:
    label: The mayor
    kind: person
    about: He called the bridge safe.
    died: 2033
    references: [survey-2030]
  bridge: {label: Mill Bridge, kind: place, about: It was closed to lorries., references: [gazette-2031]}
"""
PATH = "annotations/bridge/entities.yml"
INDEX = "---\nglossator: entities\n---\n# People\n"


def at(page: BeautifulSoup, id_: str) -> Tag:
    """The element of a page that has an id."""
    element = page.find(id=id_)
    assert isinstance(element, Tag)
    return element


def entity(*names: str) -> Entity:
    """Somebody with these names."""
    return Entity(
        label=names[0], names=names[1:], kind=EntityKind.PERSON, about="Somebody.", references=("survey-2030",)
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site with a register and its index."""
    folder = tmp_path_factory.mktemp("entities")
    root = sites.copy(sites.SMALL, folder / "site", {PATH: REGISTER, "docs/people.md": INDEX})
    made = sites.build(root, to=folder / "out")
    assert made.warnings == ()
    return made.folder


def test_a_name_is_a_whole_word_and_the_longest_counts() -> None:
    """No name is found inside another, or inside a word; scripts that part no words have no such edges."""
    text = read("<p>Bakr met Bakr al-Iraqi. Bakri left.</p><p>Bakr al-Iraqi stayed. 市長は来た。</p>")
    entities = {"long": entity("Bakr al-Iraqi"), "short": entity("Bakr"), "mayor": entity("市長")}
    found = {mention.id: mention for mention in mentions(entities, text)}
    assert [found[id_].passages for id_ in entities] == [(1, 2), (1,), (2,)]
    assert found["long"].first == Span(9, 22)


def test_a_name_that_cannot_be_a_link_leaves_the_mark_to_the_next() -> None:
    """Not where the edge of a note's mark cuts it, nor in a link, nor where a tag stands in it."""
    html = '<p>Ada Quill, <a href="#">Ada Quill</a>, Ada <i>Quill</i>, Ada Quill.</p>'
    text = read(html)
    cut = Highlight("cut", "open", Span(0, 3))
    [mention] = mentions({"ada": entity("Ada Quill")}, text, [cut])
    assert mention.first == Span(33, 42)
    insertions = [*splice.marks(text, [cut]), *splice.name(text, mention.first, start='<a href="#ada">')]
    whole = splice.insert(html, insertions)
    assert whole.endswith('<i>Quill</i>, <a href="#ada">Ada Quill</a>.</p>')
    assert splice.remove(whole, insertions) == html


@given(st.lists(st.sampled_from(["Ada", "Ada Quill", " ", ", ", "<b>Ada</b>", "Quill", "<a href='#'>Ada</a>"])))
def test_a_mark_changes_no_text(parts: list[str]) -> None:
    """Whatever stands around it, the text as read is the same with it and without."""
    html = f"<p>{''.join(parts)}</p>"
    text = read(html)
    for mention in mentions({"ada": entity("Ada Quill", "Ada"), "quill": entity("Quill")}, text):
        if mention.first:
            marked = splice.insert(html, splice.name(text, mention.first, start='<a href="#x">'))
            assert read(marked).text == text.text


def test_the_first_name_leads_to_the_entry_without_scripts(built: Path) -> None:
    """One link for each entry, on whatever name comes first, and the marks of notes stay whole."""
    page = BeautifulSoup((built / "sources/bridge/index.html").read_text(encoding="utf-8"), "html.parser")
    links = {link["href"]: link.get_text() for link in page.select("a.gl-entity")}
    assert links == {
        "#entity-council": "town council",
        "#entity-mayor": "The mayor",
        "#entity-bridge": "Mill Bridge",
    }
    entry = at(page, "entity-council").get_text(" ", strip=True)
    for said in ("town council · the council", "Side: Netherby.", "As of March 2031.", "Passages 1 3"):
        assert said in entry
    assert at(page, "entity-mayor").select_one('a[href="#r-survey-2030"]')
    assert at(page, "r-survey-2030")
    assert page.select("mark.gl-mark")[0].get_text() == "six votes to three"


def test_the_index_has_every_entry_with_its_passages(built: Path) -> None:
    """By kind, with the whole reference and a link to each passage."""
    page = BeautifulSoup((built / "people/index.html").read_text(encoding="utf-8"), "html.parser")
    assert [title.get_text() for title in page.select(".gl-group h2")] == ["Person", "Group or organisation", "Place"]
    council = at(page, "entity-council-bridge")
    assert [link["href"] for link in council.select(".gl-passages a")][1:] == [
        "../sources/bridge/#p1",
        "../sources/bridge/#p3",
    ]
    assert "lorries must go round" in council.get_text().lower()


def test_exports_have_all_names(built: Path) -> None:
    """As JSON, and for search engines under schema.org's types: by name in the page, whole beside it."""
    listed = json.loads((built / "exports/entities.json").read_text(encoding="utf-8"))["entities"]
    assert [entry["id"] for entry in listed] == ["council", "mayor", "bridge"]
    assert listed[0]["names"] == ["town council", "the council"]
    assert listed[1]["died"] == "2033"
    page = (built / "sources/bridge/index.html").read_text(encoding="utf-8")
    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])[0]["mentions"]
    assert [(node["@type"], node["name"]) for node in data] == [
        ("Organization", "Town Council of Netherby"),
        ("Person", "The mayor"),
        ("Place", "Mill Bridge"),
    ]
    beside = json.loads((built / "sources/bridge/schema-org.jsonld").read_text(encoding="utf-8"))
    assert beside[0]["mentions"][1]["deathDate"] == "2033"


def test_a_site_without_a_register_has_nothing_of_it(small: Path, tmp_path: Path) -> None:
    """No heading, no file, no field."""
    folder = sites.build(small, to=tmp_path / "out").folder
    assert not (folder / "exports/entities.json").exists()
    page = (folder / "sources/bridge/index.html").read_text(encoding="utf-8")
    assert "gl-entity" not in page
    assert "mentions" not in page


def test_a_name_opens_a_card_with_scripts(browser: Browser, addresses: dict[Path, str]) -> None:
    """It shows the entry, Escape closes it, and the focus is on the name again."""
    with driver.opened(browser, f"{addresses[sites.FULL]}sources/bridge/", 1000) as page:
        page.mouse.move(200, 200)
        page.wait_for_function("'act' in window.glossator")
        link = page.locator("a.gl-entity").first
        link.click()
        card = page.get_by_role("dialog", name="town council")
        assert "It decides about the bridge." in card.inner_text()
        assert "#entity" not in page.url
        page.keyboard.press("Escape")
        card.wait_for(state="detached")
        assert link.evaluate("link => link === document.activeElement")
