"""Ids: those that the program makes, and those that people choose."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
import sites
from hypothesis import given
from hypothesis import strategies as st
from identifier_cases import IDS, NO_IDS, TITLES

from glossator.editing import panel
from glossator.edition import assets
from glossator.records import identifiers


@pytest.mark.parametrize(("title", "id_"), TITLES.items(), ids=[id_ or "none" for id_ in TITLES.values()])
def test_an_id_is_made_of_a_title_in_any_script(title: str, id_: str) -> None:
    """The first words of a title, written with a–z and digits."""
    assert identifiers.made_of(title, words=identifiers.WORDS_OF_A_NOTE) == id_


@given(st.text(max_size=80))
def test_what_is_made_is_an_id_and_stays_one(title: str) -> None:
    """Whatever the title, the id made of it is short, in a–z and digits, and is accepted; made again it is the same."""
    identifier = identifiers.made_of(title)
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", identifier)
    assert len(identifier) <= identifiers.LONGEST + 2
    assert not identifier or not identifiers.fault(identifier)
    assert not identifier or identifiers.made_of(identifier) == identifier


@pytest.mark.parametrize("name", IDS)
def test_names_of_any_script_stay(name: str) -> None:
    """What a person named with letters or digits and single hyphens is an id as it is."""
    assert identifiers.fault(name) == ""


@pytest.mark.parametrize(("name", "says"), NO_IDS.items(), ids=map(ascii, NO_IDS))
def test_other_names_are_refused(name: str, says: str) -> None:
    """Any other name is none, and what is said of it comes with a right one."""
    assert says in identifiers.fault(name)
    assert identifiers.fault(identifiers.mended(name, "second-vote")) == ""


@given(st.text(max_size=20))
def test_a_wrong_name_is_mended(name: str) -> None:
    """The example for any wrong name is an id."""
    assert identifiers.fault(identifiers.mended(name, "second-vote")) == ""


def test_the_panel_has_the_tables_of_the_library() -> None:
    """The scripts with the panel’s letters are what the library gives today; `scripts/docs` writes them."""
    assert assets.letters_script() == panel.letters(on_demand=True)
    assert panel.letters(on_demand=False) in assets.panel_script()
    assert len(panel.letters(on_demand=False)) < 32_000, "every reader who suggests a note loads these"


def test_names_of_any_script_are_published(tmp_path: Path) -> None:
    """A source and a note named in other letters have their page, its files, and their addresses in every export."""
    root = sites.copy(sites.SMALL, tmp_path / "site")
    (root / "docs" / "sources" / "bridge.md").rename(root / "docs" / "sources" / "brücke.md")
    (root / "annotations" / "bridge").rename(root / "annotations" / "brücke")
    note = next((root / "annotations" / "brücke").glob("*.md"))
    note.rename(note.with_name("报告.md"))
    built = sites.build(root, to=tmp_path / "out", strict=True)
    assert (built.failure, built.warnings) == ("", ())
    assert 'id="note-报告"' in built.page("sources/brücke/")
    page = json.loads((built.folder / "sources" / "brücke" / "annotations.jsonld").read_text(encoding="utf-8"))
    assert page["items"][0]["id"].endswith("sources/br%C3%BCcke/#note-%E6%8A%A5%E5%91%8A")
    feed = (built.folder / "feed.xml").read_text(encoding="utf-8")
    assert "sources/br%C3%BCcke/#note-%E6%8A%A5%E5%91%8A" in feed


@pytest.mark.parametrize(
    ("name", "hint"),
    [("Bridge_2030", "such as bridge-2030.md"), ("Folder A/aux", "such as folder-a/aux-1.md")],
)
def test_a_source_needs_a_slug(tmp_path: Path, name: str, hint: str) -> None:
    """A source whose path cannot be a slug is a problem at its file, with a right name."""
    root = sites.copy(sites.SMALL, tmp_path / "site")
    path = root / "docs" / "sources" / f"{name}.md"
    path.parent.mkdir(exist_ok=True)
    (root / "docs" / "sources" / "bridge.md").rename(path)
    output = sites.run(root, "check").output
    assert f"docs/sources/{name}.md:1:1: bad-source-id" in output
    assert hint in output


def test_names_are_unique_without_regard_to_case(tmp_path: Path) -> None:
    """Two names that some disks hold for one cannot both be those of sources, nor of notes."""
    root = sites.copy(sites.SMALL, tmp_path / "site")
    folder = root / "annotations" / "bridge"
    text = next(folder.glob("*.md")).read_text(encoding="utf-8")
    (folder / "strasse.md").write_text(text, encoding="utf-8")
    (folder / "straße.md").write_text(text, encoding="utf-8")
    page = (root / "docs" / "sources" / "bridge.md").read_text(encoding="utf-8")
    for name in ("maß", "mass"):
        (root / "docs" / "sources" / f"{name}.md").write_text(page, encoding="utf-8")
    output = sites.run(root, "check").output
    assert "annotations/bridge/straße.md:1:1: bad-note-id" in output
    assert "docs/sources/maß.md:1:1: bad-source-id" in output


def test_every_letter_keeps_its_category() -> None:
    """No sign becomes letters: only letters, marks and numbers are written with a–z."""
    signs = [chr(number) for number in range(0x80, 0x3000) if unicodedata.category(chr(number))[0] in "PSZ"]
    assert {identifiers.made_of(sign) for sign in signs if unicodedata.normalize("NFKC", sign) == sign} == {""}
