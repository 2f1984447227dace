"""What is shared of a source: the table of its claims, how to cite it, pages and pictures of notes."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import struct
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import browser as driver
import pytest
import sites
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser
from sites import Built

from glossator.files.reading import TextFile
from glossator.publication import pictures
from glossator.publication.claims import order
from glossator.records.csl import CSLItem
from glossator.records.model import Evidence, Reference
from glossator.references.bibliography import bibtex, to_biblatex

BASE = "https://notes.example.org/"
CLAIMS = {
    "annotations/bridge/b.md": """---
quote: six votes to three
kind: context
title: =1+1 is no formula
status: contested
certainty: moderate
evidence:
  - {cite: gazette-2031, relation: disputes}
  - {title: The tally, type: legislation, issued: 2031-03-04, relation: supports}
  - {title: A book, type: book, issued: 2029, relation: supports}
---
As [said](#p1).
"""
}
"""A note with evidence both ways."""


@pytest.fixture
def site(small: Path) -> Path:
    """The small site with such a note."""
    sites.write(small, CLAIMS)
    return small


def rows(built: Built, address: str = "sources/bridge/claims.csv") -> list[dict[str, str]]:
    """The claims of a source as a table."""
    text = (built.folder / address).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


# Claims


@pytest.mark.build
def test_the_table_has_a_row_for_each_claim(site: Path, built_small: Callable[..., Built]) -> None:
    """On the page, which the source's head leads to, as in the file; what is best follows the rule."""
    built = built_small()
    page = BeautifulSoup(built.page("sources/bridge/claims/"), "html5lib")
    table_rows = page.select(".gl-table tbody tr")
    assert [row.th.text for row in table_rows] == [row["note"] for row in rows(built)]  # type: ignore[union-attr]
    claim = next(row for row in rows(built) if row["id"] == "b")
    assert (claim["direction"], claim["status"], claim["in-short"]) == ("mixed", "contested", "'=1+1 is no formula")
    assert (claim["best-for"], claim["more-for"]) == ("The tally 2031", "1")
    assert claim["more-against"] == "0"
    source = BeautifulSoup(built.page("sources/bridge/"), "html5lib")
    assert source.select_one('.gl-head a[href="claims/"]')
    for link in page.select(".gl-table a"):
        address, _, fragment = str(link["href"]).partition("#")
        assert address == "../"
        assert source.find(id=fragment), fragment


@pytest.mark.build
def test_pages_that_are_files_lead_to_their_table(site: Path, built_small: Callable[..., Built]) -> None:
    """Without addresses that are folders it is `bridge/claims.html`."""
    built = built_small(use_directory_urls=False)
    assert 'href="bridge/claims.html"' in built.page("sources/bridge.html")
    assert 'href="../bridge.html#note-b"' in built.page("sources/bridge/claims.html")


@pytest.mark.build
def test_a_source_without_claims_has_no_table(small: Path, built_small: Callable[..., Built]) -> None:
    """Its head leads nowhere."""
    sites.write(
        small, {"annotations/bridge/good.md": "---\nquote: six votes to three\nkind: context\ntitle: T\n---\nB\n"}
    )
    built = built_small()
    assert not (built.folder / "sources/bridge/claims").exists()
    assert not (built.folder / "sources/bridge/claims.csv").exists()
    assert "claims/" not in built.page("sources/bridge/")


def test_the_best_evidence_is_primary_then_read_in_full_then_first_named() -> None:
    """In this order, whatever its date."""
    best_first = [
        {"checked": "full", "nature": "primary-document"},
        {"checked": "excerpt", "nature": "primary-document", "issued": "2031"},
        {"checked": "excerpt", "nature": "primary-document", "issued": "2029"},
        {"nature": "primary-document"},
        {"checked": "no", "nature": "primary-document", "issued": "1990"},
        {"checked": "excerpt", "nature": "scholarship"},
        {"checked": "full", "nature": "press", "issued": "2030"},
        {"checked": "full", "nature": "party", "issued": "1999"},
    ]
    pieces = [Evidence.model_validate({"title": "T", "relation": "supports", **fields}) for fields in best_first]
    apart = [*pieces[4:], *pieces[:4]]  # of those that are alike the first named stays first
    assert sorted(apart, key=lambda piece: order(piece, {})) == pieces


def test_the_table_is_sorted_and_searched(browser: Browser, addresses: dict[Path, str]) -> None:
    """By a click on a head, which says so; by words; nothing is wider than a phone."""
    with driver.opened(browser, f"{addresses[sites.FULL]}sources/bridge/claims/", 1440) as page:
        numbers = "[...document.querySelectorAll('.gl-table tbody tr')].map((row) => row.cells[0].innerText)"
        before = page.evaluate(numbers)
        head = page.get_by_role("columnheader", name="Note")
        page.get_by_role("button", name="Note").click()
        assert (head.get_attribute("aria-sort"), page.evaluate(numbers)) == ("descending", before[::-1])
        page.get_by_role("button", name="The evidence").click()
        assert head.get_attribute("aria-sort") is None
        page.get_by_label("Find").fill("GAZETTE")
        assert page.locator(".gl-table tbody tr:visible").count() == 1
        assert page.locator(".gl-find output").inner_text() == f"1 of {len(before)}"
    for width in (390, 320):
        with driver.opened(browser, f"{addresses[sites.FULL]}sources/bridge/claims/", width) as page:
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    with driver.opened(browser, f"{addresses[sites.FULL]}sources/bridge/claims/", 1440, scripts=False) as page:
        assert page.locator(".gl-table tbody tr:visible").count() == len(before)
        assert not page.locator(".gl-find").is_visible()


def test_a_search_does_not_find_the_table(builds: dict[Path, tuple[Path, object]]) -> None:
    """It would find every claim twice."""
    files = [*(builds[sites.FULL][0] / "pagefind").rglob("*.pf_fragment")]
    addresses = b"".join(gzip.decompress(path.read_bytes()) for path in files)
    assert b"at=sources/bridge/" in addresses
    assert b"claims" not in addresses


# Citing


@pytest.mark.build
def test_a_source_and_its_notes_can_be_cited(site: Path, built_small: Callable[..., Built]) -> None:
    """The page says how, and both files have the edition, the original and each note, which our own reader takes."""
    built = built_small(site_url=BASE)
    page = BeautifulSoup(built.page("sources/bridge/"), "html5lib")
    cite = page.select_one("section[aria-labelledby=cite]")
    assert cite
    assert {str(link["href"]) for link in cite.select("p a")} == {f"{BASE}sources/bridge/", "cite.bib", "cite.json"}
    records = json.loads((built.folder / "sources/bridge/cite.json").read_text(encoding="utf-8"))
    assert [record["id"] for record in records[:2]] == ["bridge", "original:bridge"]
    assert {"bridge:b", "bridge:good"} <= {record["id"] for record in records}
    file = built.folder / "sources/bridge/cite.bib"
    entries, problems = bibtex.read(TextFile(file, "cite.bib", file.read_text(encoding="utf-8")))
    assert problems == []
    read = {item["id"]: Reference.model_validate(item) for item, _ in entries}
    assert {key: (item.title, item.URL) for key, item in read.items()} == {
        record["id"]: (record.get("title"), record.get("URL")) for record in records
    }


words = st.text(st.characters(categories=("L", "N", "P", "S"), max_codepoint=0x2FFF), min_size=1, max_size=12).filter(
    lambda text: not re.search(r"[<>\"'`\-—–~^\\$“”‘’´]|\W{2}", text)
)
names = st.builds(
    lambda family, given: {"family": family, "given": given}, *[st.from_regex(r"\A[A-Z][a-z]{1,8}\Z")] * 2
)
items = st.fixed_dictionaries(
    {"type": st.sampled_from(["webpage", "article-journal", "article-newspaper", "book", "report", "chapter"])},
    optional={
        "title": st.lists(words, min_size=1, max_size=4).map(" ".join),
        "author": st.lists(st.one_of(names, words.map(lambda name: {"literal": name})), min_size=1, max_size=3),
        "container-title": st.lists(words, min_size=1, max_size=2).map(" ".join),
        "issued": st.dates().map(lambda day: {"date-parts": [[day.year, day.month, day.day]]}),
        "URL": st.just("https://example.org/a_b%20c#d~e"),
        "language": st.sampled_from(["en", "de", "ar"]),
    },
)


@given(items)
def test_what_is_written_as_biblatex_is_read_again(fields: dict[str, object]) -> None:
    """A reference comes back from our own reader as it was."""
    item = CSLItem.model_validate(fields)
    text = to_biblatex.write({"key": item})
    entries, problems = bibtex.read(TextFile(Path("a.bib"), "a.bib", text))
    assert problems == []
    ((again, _),) = entries
    assert CSLItem.model_validate({name: value for name, value in again.items() if name != "id"}) == item, text


# Pages and pictures of notes


@pytest.mark.build
def test_notes_have_no_pages_unless_a_site_asks(site: Path, built_small: Callable[..., Built]) -> None:
    """Neither pages nor pictures are made, and none is named."""
    built = built_small(site_url=BASE)
    assert not (built.folder / "sources/bridge/notes").exists()
    assert "og:image" not in built.page("sources/bridge/")


@pytest.mark.build
def test_a_claim_has_a_small_page_that_leads_to_it(
    site: Path, built_small: Callable[..., Built], browser: Browser
) -> None:
    """Previews read its tags; a reader with scripts lands at the note, one without is shown the way."""
    sites.configure(site, glossator={"permalinks": True, "pictures": True})
    built = built_small(site_url=BASE)
    address = "sources/bridge/notes/b/"
    page = BeautifulSoup(built.page(address), "html5lib")
    tags = {str(tag["property"]): str(tag["content"]) for tag in page.select("meta[property]")}
    assert tags["og:title"] == "=1+1 is no formula"
    assert tags["og:url"] == BASE + address
    assert tags["og:image"] == f"{BASE}{address}picture.png"
    assert "six votes to three" in tags["og:image:alt"]
    assert page.select_one("link[rel=canonical]")["href"] == f"{BASE}sources/bridge/"  # type: ignore[index]
    assert page.select_one('.gl-body a[href="../../#p1"]')
    assert page.select_one("#cite")
    (review,) = json.loads(str(page.select_one('script[type="application/ld+json"]').string))  # type: ignore[union-attr]
    assert review["url"] == f"{BASE}sources/bridge/#note-b"
    assert len(page.select(".Z3988")) == 1
    source = BeautifulSoup(built.page("sources/bridge/"), "html5lib")
    whole = json.loads((built.folder / "sources/bridge/schema-org.jsonld").read_text(encoding="utf-8"))
    assert json.loads(str(source.select_one('script[type="application/ld+json"]').string)) == whole[:1]  # type: ignore[union-attr]
    assert review in whole
    assert [link["href"] for link in source.select("#note-b .gl-meta a")][:2] == ["notes/b/", "notes/b/#cite"]
    with driver.served(built.folder) as served:
        with driver.opened(browser, served + address, 800) as card:
            card.wait_for_url(f"{served}sources/bridge/#note-b")
        with driver.opened(browser, served + address + "#cite", 800) as card:
            assert card.is_visible("#cite")
        with driver.opened(browser, served + address, 390, scripts=False) as card:
            assert card.get_by_role("heading", level=1).inner_text() == "=1+1 is no formula"
            assert card.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.build
def test_the_small_page_leads_to_each_piece_of_evidence(site: Path, built_small: Callable[..., Built]) -> None:
    """To its own address, else to that of its reference, else to where the reference stands beside the text."""
    evidence = """  - {cite: survey-2030, relation: background}
  - {cite: survey-2030, relation: background, URL: https://example.org/page-3, archive-url: https://example.org/kept}
  - {title: A case, relation: background, DOI: 10.1000/xyz}
"""
    note = CLAIMS["annotations/bridge/b.md"].replace("evidence:\n", f"evidence:\n{evidence}")
    sites.write(site, {"annotations/bridge/b.md": note})
    sites.configure(site, glossator={"permalinks": True})
    built = built_small(site_url=BASE)
    page = BeautifulSoup(built.page("sources/bridge/notes/b/"), "html5lib")
    links = [str(link["href"]) for link in page.select("article ul a")]
    assert links == [
        "https://example.org/survey",
        *("https://example.org/page-3", "https://example.org/kept"),
        "https://doi.org/10.1000/xyz",
        *("../../#r-gazette-2031", "../../#r-b-5", "../../#r-b-6"),
    ]
    source = BeautifulSoup(built.page("sources/bridge/"), "html5lib")
    assert all(source.find(id=link.partition("#")[2]) for link in links[4:])


@pytest.mark.build
def test_the_case_of_words_that_are_no_title_stays(site: Path, built_small: Callable[..., Built]) -> None:
    """Marked as Zotero marks them: in the entry, in the short citation and on the note's page, without the mark."""
    references = (site / "annotations/references.yml").read_text(encoding="utf-8")
    kept = 'Netherby Gazette <span class="nocase">(agency material)</span>'
    sites.write(site, {"annotations/references.yml": references.replace("Netherby Gazette", kept)})
    sites.configure(site, glossator={"permalinks": True})
    built = built_small(site_url=BASE)
    for address in ("sources/bridge/", "sources/bridge/notes/b/"):
        page = BeautifulSoup(built.page(address), "html5lib").get_text(" ")
        assert "Netherby Gazette (agency material)" in page
        assert "nocase" not in page
        assert "Material" not in page


@pytest.mark.build
def test_pictures_are_small_and_drawn_once(site: Path, built_small: Callable[..., Built]) -> None:
    """1200 × 630 pixels in at most 60 kB, from the cache the second time; letters that no font has leave it empty."""
    sites.configure(site, glossator={"permalinks": True, "pictures": True})
    text = (site / "docs/sources/bridge.md").read_text(encoding="utf-8")
    sites.write(
        site,
        {
            "docs/sources/bridge.md": re.sub(
                r"^(\s*title: ).*", "\\1 \U0001e900\U0001e901", text, count=1, flags=re.MULTILINE
            )
        },
    )
    built = built_small(site_url=BASE)
    drawn = [built.folder / "sources/bridge/picture.png", built.folder / "sources/bridge/notes/b/picture.png"]
    for path in drawn:
        png = path.read_bytes()
        assert struct.unpack(">II", png[16:24]) == (pictures.WIDTH, pictures.HEIGHT)
        assert len(png) <= 60_000
    before = [path.read_bytes() for path in drawn]
    with mock.patch("glossator.publication.drawing.Drawing.draw", side_effect=AssertionError("drawn again")):
        again = built_small(site_url=BASE)
    assert not again.failure
    assert [path.read_bytes() for path in drawn] == before


@pytest.mark.build
def test_without_the_extra_a_site_has_no_pictures(site: Path, built_small: Callable[..., Built]) -> None:
    """It is built all the same, and names none."""
    sites.configure(site, glossator={"pictures": True})
    with mock.patch("glossator.publication.pictures.available", return_value=False):
        built = built_small(site_url=BASE, strict=True)
    assert (built.failure, built.warnings) == ("", ())
    assert "og:image" not in built.page("sources/bridge/")


def test_a_link_to_chosen_words_leads_to_them(browser: Browser, addresses: dict[Path, str]) -> None:
    """Both a few words and a choice over several passages are on the screen when the link is opened."""
    script = sites.REPOSITORY / "plugins/glossator/edition/assets/acting/fragment.js"
    choose = """([first, last]) => {
        const passages = document.querySelectorAll(".gl-source p:not(:is(.gl-head, .gl-notes, .gl-end) *)");
        const range = new Range();
        range.setStart(passages[passages.length - first].firstChild, 0);
        range.setEndAfter(passages[passages.length - last].lastChild);
        const top = range.getBoundingClientRect().top + scrollY;
        return [fragment(range), top];
    }"""
    for ends in ([1, 1], [3, 1]):
        with driver.opened(browser, f"{addresses[sites.FULL]}sources/morning-boat/", 390) as page:
            page.add_script_tag(path=script)
            link, top = page.evaluate(choose, ends)
        assert "#:~:text=" in link
        with driver.opened(browser, link, 390) as page:
            assert page.evaluate("scrollY") <= top <= page.evaluate("scrollY + innerHeight")


CHOOSE = """(words) => {
    const walker = document.createTreeWalker(document.querySelector(".gl-text"), NodeFilter.SHOW_TEXT);
    while (!walker.currentNode.data?.includes(words)) walker.nextNode();
    const at = walker.currentNode.data.indexOf(words);
    getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
}"""


@pytest.mark.parametrize("width", [390, 1440])
def test_a_button_beside_chosen_words_copies_a_link_to_them(
    width: int, browser: Browser, addresses: dict[Path, str]
) -> None:
    """A button beside chosen words copies it, says so, and goes with the choice; whoever follows it sees the words."""
    address = f"{addresses[sites.FULL]}sources/bridge/"
    with driver.opened(browser, address, width) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.evaluate(CHOOSE, "thirty seats")
        page.click(".gl-chosen")
        page.wait_for_selector(".gl-chosen [role=status]")
        link = page.evaluate("navigator.clipboard.readText()")
        assert link == f"{address}#:~:text=thirty%20seats"
        page.evaluate("getSelection().removeAllRanges(), document.activeElement.blur()")
        page.wait_for_selector(".gl-chosen", state="detached")
    context = browser.new_context(viewport={"width": width, "height": 500})
    page = context.new_page()
    page.goto(link)
    page.evaluate(CHOOSE, "thirty seats")
    page.wait_for_function("scrollY > 0")
    box = page.evaluate("getSelection().getRangeAt(0).getBoundingClientRect().toJSON()")
    assert 0 <= box["top"] < box["bottom"] <= 500
    context.close()
