"""Two texts side by side: passages beside each other, what differs in words, and the notes of both in their cells."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import browser as driver
import pytest
import sites
from axe_playwright_python.base import AXE_SCRIPT
from bs4 import BeautifulSoup
from bs4.element import Tag
from playwright.sync_api import Browser
from test_accessibility import MATERIAL, PHONE, SCHEMES, WIDE, violations
from test_translations import GERMAN, PAGE, build

from glossator.text import aligning
from glossator.text.textmap import read

FORMER = """---
title: The draft
captured: 2031-03-05
held-by: The town <archive>
---

The town council met on Monday to decide about the Mill Bridge.

A first draft had a passage here that nobody kept, of ferries and of tolls.

The surveyor said that the bridge would stand for two more years. The mayor said that the bridge was safe.
"""
NOTES = {
    "draft": "version: 1\nquote: two more years\nkind: context\ntitle: Two years <i>then</i>",
    "draft-whole": "version: 1\nkind: source-quality\ntitle: The draft as a whole",
    "gone": "version: 1\nquote: ferries\nkind: context\ntitle: Of ferries",
    "now": "quote: ten more years\nkind: context\ntitle: Ten years now",
}
BOTH = "sources/bridge/versions/1/parallel/"


@pytest.fixture
def two(small: Path) -> Path:
    """A small site whose source has a former version, with notes on both."""
    notes = {f"annotations/bridge/{id_}.md": f"---\n{front}\n---\nText.\n" for id_, front in NOTES.items()}
    sites.write(small, {"annotations/bridge/versions/1.md": FORMER, **notes})
    return small


def rows(page: str) -> list[list[Tag]]:
    """The cells of the table."""
    return [row.select("td") for row in BeautifulSoup(page, "html5lib").select(".gl-versions tbody tr")]


def row_of(page: str, words: str) -> list[Tag]:
    """The row in which words stand."""
    return next(cells for cells in rows(page) if any(words in " ".join(cell.get_text().split()) for cell in cells))


def links(cell: Tag) -> Sequence[str]:
    """Where the notes of a cell lead, each once."""
    return list(dict.fromkeys(str(link["href"]) for link in cell.select("li a")))


def test_a_former_version_stands_beside_the_present_one_with_the_notes_of_both(two: Path, tmp_path: Path) -> None:
    """Each note is in the cell of its passage, and leads to the page on which it stands; words that differ are marked."""
    built = sites.build(two, to=tmp_path / "out", strict=True)
    assert (built.failure, built.warnings) == ("", ())
    page = built.page(BOTH)
    before, after = row_of(page, "two more years")
    assert [changed.get_text() for changed in before.select("del")] == ["two"]
    assert [changed.get_text() for changed in after.select("ins")] == ["ten"]
    assert links(before) == ["../#note-draft"]
    assert "../../../#note-now" in links(after)
    assert "Two years <i>then</i>" in before.get_text(), "titles are text"
    assert "held by: The town <archive>" in BeautifulSoup(page, "html5lib").select("th")[0].get_text()
    whole = row_of(page, "The draft as a whole")
    assert links(whole[0]) == ["../#note-draft-whole"]
    assert "0 notes" in whole[1].get_text()


def test_a_passage_that_one_side_lacks_is_said_to_be_lacking(two: Path, tmp_path: Path) -> None:
    """An empty cell would leave readers to guess; the note on what is gone stays beside it."""
    page = sites.build(two, to=tmp_path / "out", strict=True).page(BOTH)
    before, after = row_of(page, "nobody kept")
    assert links(before) == ["../#note-gone"]
    assert " ".join(after.get_text().split()).endswith("not in this text")


def test_the_heads_lead_there_and_no_note_is_counted_twice(two: Path, tmp_path: Path) -> None:
    """The page has no note's id of its own, so links, the guard, exports and counts know each note once."""
    built = sites.build(two, to=tmp_path / "out", strict=True)
    assert 'href="versions/1/parallel/"' in built.page("sources/bridge/")
    assert 'href="parallel/"' in built.page("sources/bridge/versions/1/")
    assert 'id="note-' not in built.page(BOTH)
    assert built.counts()["notes"] == len(NOTES) + 1
    assert sites.run(two, "verify", str(built.folder)).status == 0
    assert "parallel" not in built.page("exports/notes.csv")


def test_a_version_whose_text_is_not_kept_stands_beside_nothing(small: Path, tmp_path: Path) -> None:
    """There would be one text on the page."""
    sites.write(small, {"annotations/bridge/versions/1.md": f"---\nhash: sha256:{'0' * 64}\n---\n"})
    built = sites.build(small, to=tmp_path / "out", strict=True)
    assert not (built.folder / "sources/bridge/versions/1/parallel").exists()
    assert "parallel/" not in built.page("sources/bridge/") + built.page("sources/bridge/versions/1/")


def test_a_page_of_ones_own_at_that_address_is_a_problem_and_stays(two: Path, tmp_path: Path) -> None:
    """Every address has one owner."""
    own = "# My own\n\nMine.\n"
    sites.write(two, {"docs/sources/bridge/versions/1/parallel.md": own})
    built = sites.build(two, to=tmp_path / "out")
    assert any("address-taken" in warning for warning in built.warnings)
    assert "My own" in built.page(BOTH)


def test_apply_makes_the_same_page_for_any_generator(two: Path, tmp_path: Path) -> None:
    """What MkDocs builds without the plugin gets it, too."""
    with_plugin = sites.build(two, to=tmp_path / "with", strict=True)
    sites.build(two, to=tmp_path / "without", plugins=[])
    done = sites.run(two, "apply", str(tmp_path / "without"))
    assert done.status == 0, done.output + done.errors
    tables = [
        BeautifulSoup(site.page(BOTH), "html5lib").select_one(".gl-versions")
        for site in (with_plugin, sites.Built(tmp_path / "without", (), ""))
    ]
    assert tables[0] is not None
    assert str(tables[0]) == str(tables[1])
    assert sites.run(two, "verify", str(tmp_path / "without")).status == 0


def test_passages_of_a_translation_stand_beside_those_of_their_number() -> None:
    """Whatever their words; headings stand beside those before the same passage, and what one side lacks is empty."""
    before = read("<h1>A</h1><p>One.</p><h2>B</h2><h2>C</h2><p>Two.</p><p>Three.</p>")
    after = read("<h1>Ä</h1><p>Eins.</p><h2>B</h2><p>Zwei.</p><h2>Ende</h2>")
    said = [
        tuple(
            aligning.words_of(text, place) if place else "" for text, place in zip((before, after), pair, strict=True)
        )
        for pair in aligning.by_number(before, after)
    ]
    assert said == [
        ("A", "Ä"),
        ("One.", "Eins."),
        ("B", "B"),
        ("C", ""),
        ("Two.", "Zwei."),
        ("", "Ende"),
        ("Three.", ""),
    ]


@pytest.mark.long
@pytest.mark.parametrize("structure", ["suffix", "folder"])
def test_a_translation_stands_beside_its_original(structure: str, tmp_path: Path) -> None:
    """Each cell says its language, and notes that are not translated say theirs; the head of the translation leads there.

    A former version of the original is compared with the original, and not with the translation.
    """
    files: dict[str, str | bytes | None] = {
        "docs/sources/bridge.de.md" if structure == "suffix" else "docs/de/sources/bridge.md": PAGE,
        "annotations/bridge/good.de.md": GERMAN.replace("---\n", "---\nquote: Drei Mitglieder\n", 1),
        "annotations/bridge/versions/1.md": FORMER,
    }
    if structure == "folder":
        files["docs/de/index.md"] = "# Willkommen\n"
    site = build(tmp_path / "site", files, structure=structure)
    assert 'href="parallel/"' in (site / "de/sources/bridge/index.html").read_text(encoding="utf-8")
    page = (site / "de/sources/bridge/parallel/index.html").read_text(encoding="utf-8")
    heads = [head.get_text() for head in BeautifulSoup(page, "html5lib").select(".gl-versions th")]
    assert [head.partition(" ")[0] for head in heads] == ["Englisch", "Deutsch"]
    before, after = row_of(page, "Drei Mitglieder")
    assert [cell.select("div")[0].get("lang") for cell in (before, after)] == ["en", "de"]
    assert not before.select("del, ins")
    assert links(before) == ["../../../../sources/bridge/#note-other"]
    assert set(links(after)) == {"../#note-good", "../#note-other"}
    languages = {str(link["href"]): link.get("lang") for cell in (before, after) for link in cell.select("li a[dir]")}
    assert list(languages.values()).count("en") == 2, "the note without a translation, in both texts"
    assert languages["../#note-good"] is None
    assert 'id="note-' not in page
    assert "versions.css" in page
    assert (site / "assets/glossator/versions.css").is_file()
    former = (site / "de/sources/bridge/versions/1/index.html").read_text(encoding="utf-8")
    assert "<ins>ten</ins>" in former, "English is compared with English"
    assert not (site / "sources/bridge/parallel").exists()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_axe_finds_nothing_and_on_a_phone_one_stands_below_the_other(
    width: int, scheme: str, two: Path, tmp_path: Path, browser: Browser
) -> None:
    """In cells that name their text, in light and dark, and no wider than the window."""
    theme = {"name": "material", "font": False, "palette": {"scheme": scheme}}
    built = sites.build(two, to=tmp_path / "out", theme=theme, strict=True)
    with driver.opened(browser, f"{built.folder.as_uri()}/{BOTH}index.html", width) as page:
        page.evaluate(AXE_SCRIPT)
        assert page.get_attribute("body", "data-md-color-scheme") == scheme
        assert violations(page, SCHEMES[scheme], MATERIAL) == []
        table = page.locator(".gl-versions").bounding_box()
        assert table
        assert table["x"] + table["width"] <= width
        cells = page.locator(".gl-versions tbody tr").last.locator("td")
        first, second = (cells.nth(index).bounding_box() for index in (0, 1))
        assert first
        assert second
        is_below = second["y"] >= first["y"] + first["height"]
        assert is_below == (width == PHONE)
        assert cells.nth(0).locator(".gl-which").is_visible() == (width == PHONE)
