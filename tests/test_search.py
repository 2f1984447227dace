"""The search: what is found, where it leads, what is chosen by, what is loaded for it, and where a theme keeps its own."""

from __future__ import annotations

import gzip
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import browser as driver
import pytest
import sites
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from glossator.publication.search import engine, records

WIDE, PHONE = 1440, 390

GERMAN = """---
title: Grundgesetz, Artikel 1
source: {type: legislation, title: "Grundgesetz, Artikel 1", issued: 1949, language: de, collection-title: Constitutions in Force}
text: full
licence: CC0-1.0
---

Die Würde des Menschen ist unantastbar. Sie zu achten und zu schützen ist Verpflichtung aller staatlichen Gewalt.

Das Deutsche Volk bekennt sich darum zu unverletzlichen und unveräußerlichen Menschenrechten.

Die nachfolgenden Grundrechte binden Gesetzgebung, vollziehende Gewalt und Rechtsprechung als unmittelbar geltendes Recht.
"""
JAPANESE = """---
title: 日本国憲法、第九条
source: {type: legislation, title: 日本国憲法、第九条, issued: 1946, language: ja, collection-title: Constitutions in Force}
text: full
licence: CC0-1.0
---

日本国民は、正義と秩序を基調とする国際平和を誠実に希求し、国権の発動たる戦争と、武力による威嚇又は武力の行使は、国際紛争を解決する手段としては、永久にこれを放棄する。

前項の目的を達するため、陸海空軍その他の戦力は、これを保持しない。国の交戦権は、これを認めない。
"""
NOTE = """---
quote: unverletzlichen und unveräußerlichen Menschenrechten
kind: wording
title: Rights that nobody can give away
---
What is inalienable cannot be renounced either, the people’s own rights least of all.
"""
FILES: dict[str, str | bytes | None] = {
    "docs/sources/article.md": GERMAN,
    "docs/sources/kenpo.md": JAPANESE,
    "annotations/article/rights.md": NOTE,
    "docs/notes/index.md": "---\nglossator: notes\n---\n# Notes\n",
}

CARDS = ".gl-search-results > li"
TITLES = f"{CARDS} > h3 > a"
SAID = ".gl-search output"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> sites.Built:
    """The full site with texts in German and Japanese."""
    folder = tmp_path_factory.mktemp("search")
    site = sites.build(sites.copy(sites.FULL, folder / "site", FILES), to=folder / "out", strict=True)
    assert (site.failure, site.warnings) == ("", ())
    return site


@pytest.fixture(scope="module")
def address(built: sites.Built) -> Iterator[str]:
    """Where that is served."""
    with driver.served(built.folder) as served:
        yield served


@pytest.fixture
def material(small: Path) -> Path:
    """A copy of the small site with Material and its search."""
    options = {"bibliography": ["annotations/references.yml"]}
    sites.configure(small, theme={"name": "material", "font": False}, plugins=["search", {"glossator": options}])
    return small


@pytest.fixture
def about(browser: Browser, address: str) -> Iterator[Page]:
    """A page that is no source."""
    with driver.opened(browser, f"{address}about/", WIDE) as page:
        yield page


def look_for(page: Page, words: str) -> list[str]:
    """Open the search if it is closed, look for words, and give the titles of what is found when all is there."""
    if not page.locator(".gl-search[open]").count():
        page.click("[data-gl-search]")
        page.wait_for_selector(".gl-search[open]")
    page.fill(".gl-search input[type=search]", words)
    wait(page)
    return page.locator(TITLES).all_inner_texts()


def wait(page: Page) -> None:
    """Wait until all that was asked for is there."""
    page.wait_for_selector(".gl-search-results[aria-busy=false]", state="attached")
    driver.settle(page)


def card(page: Page, title: str) -> str:
    """All that is said of a record that was found."""
    return page.locator(CARDS, has=page.get_by_role("link", name=title)).first.inner_text()


def choose(page: Page, facet: str, value: str) -> int:
    """Choose a value of a facet; how many it said it has."""
    label = page.locator(f"[data-facet={facet}] label", has=page.locator(f"input[value={value}]"))
    count = int(label.locator(".gl-tally").inner_text())
    label.locator("input").check()
    page.wait_for_function("(name) => location.search.includes(`search-${name}=`)", arg=facet)
    wait(page)
    return count


# What is loaded


@pytest.mark.parametrize("path", ["", "about/", "sources/bridge/", "404.html"])
def test_nothing_of_an_index_is_loaded_before_it_is_opened(path: str, browser: Browser, address: str) -> None:
    """Neither the index nor what finds in it, nor the theme's; both come when somebody types."""
    with driver.opened(browser, "about:blank", WIDE) as page:
        loaded: list[str] = []
        page.on("request", lambda request: loaded.append(urlsplit(request.url).path))
        page.goto(address + path, wait_until="networkidle")
        assert [name for name in loaded if "search" in name or "pagefind" in name] == []
        assert "/assets/glossator/opening.js" in loaded
        driver.settle(page)  # a window that shows nothing yet gets no keys
        page.keyboard.press("/")
        page.wait_for_selector(".gl-search[open]")
        assert [name for name in loaded if "pagefind" in name] == []
        assert look_for(page, "Fielding")
        assert [name for name in loaded if name.endswith(".pf_fragment")]
        assert [name for name in loaded if name.endswith("search_index.json")] == []


def test_words_of_one_script_load_no_index_of_another(about: Page) -> None:
    """English words ask the languages written in the same letters; Chinese ones Chinese and Japanese, and the site's own."""
    loaded: list[str] = []
    about.on("request", lambda request: loaded.append(urlsplit(request.url).path))
    look_for(about, "council")
    assert {name.split(".")[1][:2] for name in loaded if name.endswith(".pf_meta")} == {"en", "de"}
    loaded.clear()
    look_for(about, "座位")
    assert {name.split(".")[1][:2] for name in loaded if name.endswith(".pf_meta")} == {"zh", "ja"}


# What is found, and where it leads

FOUND = {
    # what is looked for: the title of what is found, what it says it is, where a link of it leads
    "a passage": ("grandfather", "The vote on the Mill Bridge", ["Text", "Passage 5"], "sources/bridge/#p5"),
    "a note by its title": ("traders guild", "A phrase of the traders’ guild", ["Note", "Wording"], "#note-heart"),
    "a note by its text": ("inalienable", "Rights that nobody can give away", ["Note"], "#note-rights"),
    "a note by its words": (
        "grandfather",
        "A saying that others have too",
        ["Note", "On the words"],
        "#note-quotation",
    ),
    "a note by words in another language": (
        "unveräußerlichen",
        "Rights that nobody can give away",
        ["Note", "On the words", "Grundgesetz"],
        "#note-rights",
    ),
    "evidence": (
        "plan second floor",
        "The plan of the floor shows thirty-six",
        ["Contested", "Evidence"],
        "#e-seats-1",
    ),
    "a page": ("page that is no source", "About", ["Page"], "about/"),
    "German by how a word begins": ("Grundrecht", "Grundgesetz, Artikel 1", ["Grundrechte"], "#p3"),
    "German without its dots": ("wurde", "Grundgesetz, Artikel 1", ["Die Würde"], "#p1"),
    "German in another form": ("Mensch", "Grundgesetz, Artikel 1", ["Menschen"], "#p1"),
    "Japanese": ("戦争", "日本国憲法、第九条", ["戦争"], "#p1"),
    "Chinese": ("座位", "新的阅览室", ["四十个座位"], "#p2"),
    "Arabic": ("المدينة", "سوق المدينة", ["مجلس المدينة"], "#p1"),
    "Arabic without its article": ("مدينة", "سوق المدينة", ["المدينة"], "#p1"),
    "Hebrew": ("התלמידים", "עצי הלימון", ["התלמידים"], "#p1"),
    "Thai": ("นักเรียน", "เรือเที่ยวเช้า", ["นักเรียน"], "#p2"),
}


@pytest.mark.parametrize(("words", "title", "says", "leads"), FOUND.values(), ids=list(FOUND))
def test_it_is_found_and_says_what_it_is(words: str, title: str, says: list[str], leads: str, about: Page) -> None:
    """With the words in their context, and a link to its place."""
    assert title in look_for(about, words)
    for each in says:
        assert each in card(about, title)
    found = about.locator(CARDS, has=about.get_by_role("link", name=title))
    links = found.locator("a").evaluate_all("(links) => links.map((link) => decodeURIComponent(link.href))")
    assert any(link.endswith(leads) for link in links), links


def test_origins_say_what_kind_they_are_of(about: Page, built: sites.Built) -> None:
    """An origin is a hit of its own, which leads to where it stands first."""
    look_for(about, "surveyor")
    origin = about.locator(CARDS, has=about.locator(".gl-search-about", has_text="Origin")).first
    href = origin.locator("h3 a").get_attribute("href") or ""
    assert f'id="{urlsplit(href).fragment}"' in built.page("sources/bridge/")


@pytest.mark.parametrize("path", ["about/", "sources/market/", "sources/market/#note-heart"])
def test_a_note_opens_in_its_place(path: str, browser: Browser, address: str) -> None:
    """From another page, from its own, and where the address is that of the note already."""
    with driver.opened(browser, address + path, WIDE) as page:
        if "#" in path:
            page.click("#note-heart summary")  # closed again
        look_for(page, "traders")
        page.click(TITLES)
        page.wait_for_selector("#note-heart details[open]")
        assert page.locator(".gl-search[open]").count() == 0
        assert page.url == f"{address}sources/market/#note-heart"
        page.wait_for_function("document.activeElement.closest('#note-heart')")


def test_going_back_shows_the_results_again(about: Page) -> None:
    """A reader who looks at one result after another need not type again."""
    look_for(about, "grandfather")
    about.click(f"{CARDS} a[href$='#p5']")
    about.wait_for_url("**/sources/bridge/#p5")
    about.go_back()
    about.wait_for_selector(CARDS)
    assert about.input_value(".gl-search input[type=search]") == "grandfather"


def test_what_is_not_there_is_said(about: Page) -> None:
    """And how words are found."""
    assert look_for(about, "qqqqzzzz") == []
    assert "Nothing was found" in about.inner_text(SAID)


# Facets


def test_facets_have_counts_that_hold(about: Page) -> None:
    """Choosing a value leaves as many as it said; a second facet cuts further; the other values keep their counts."""
    everything = len(look_for(about, "the"))
    assert everything
    notes = choose(about, "what", "note")
    assert about.inner_text(SAID) == f"Results: {notes}"
    others = about.inner_text("[data-facet=what]")
    assert "Passages" in others
    wordings = choose(about, "kind", "wording")
    assert about.inner_text(SAID) == f"Results: {wordings}"
    assert wordings < notes
    about.wait_for_function("(n) => document.querySelectorAll('.gl-search-results > li').length === n", arg=wordings)
    kinds = about.locator(f"{CARDS} .gl-search-about").all_inner_texts()
    assert all("Note" in kind and "Wording" in kind for kind in kinds)
    about.click("[data-do=clear]")
    about.wait_for_function("!location.search.includes('search-')")


def test_the_address_keeps_what_is_asked(about: Page, browser: Browser) -> None:
    """Whoever opens it sees the same; closing takes it out of the address."""
    look_for(about, "the")
    count = choose(about, "language", "he")
    asked = parse_qs(urlsplit(about.url).query)
    assert asked == {"search": ["the"], "search-language": ["he"]}
    with driver.opened(browser, about.url, WIDE) as other:
        other.wait_for_selector(CARDS)
        assert other.inner_text(SAID) == f"Results: {count}"
        other.wait_for_selector("[data-facet=language] input[value=he]:checked")
        other.keyboard.press("Escape")
        other.wait_for_function("location.search === ''")


def test_a_series_holds_its_sources_in_every_language(about: Page) -> None:
    """What a source says it appeared in is a facet, and is kept in the address like the others."""
    look_for(about, "the")
    count = choose(about, "series", "constitutions-in-force")
    assert about.inner_text(SAID) == f"Results: {count}"
    assert about.inner_text("[data-facet=series] label span >> nth=0") == "Constitutions in Force"
    for words, source in (("Menschenrechten", "Grundgesetz"), ("戦争", "日本国憲法")):
        look_for(about, words)
        assert parse_qs(urlsplit(about.url).query)["search-series"] == ["constitutions-in-force"]
        assert source in about.locator(CARDS).first.inner_text()


def test_sources_are_counted_when_somebody_asks(about: Page) -> None:
    """The titles of all sources are much to load."""
    look_for(about, "the")
    assert about.locator("[data-facet=source] input").count() == 0
    about.click("[data-facet=source] summary")
    about.wait_for_selector("[data-facet=source] input[value=bridge]")
    count = choose(about, "source", "bridge")
    assert about.inner_text(SAID) == f"Results: {count}"


def test_passages_are_chosen_by_what_they_rest_on(about: Page) -> None:
    """Those that stand beside one another and rest on something else are other results."""
    look_for(about, "the")
    assert about.locator("[data-facet=reliability] input").count() > 0
    group = about.locator("[data-facet=sourcing] input").first.get_attribute("value")
    count = choose(about, "sourcing", str(group))
    assert about.inner_text(SAID) == f"Results: {count}"


# By keyboard


def test_it_is_used_by_keyboard(about: Page) -> None:
    """`/` opens it, arrows go through the results, Enter follows, Escape gives the focus back."""
    about.focus("[data-gl-search]")
    about.keyboard.press("/")
    about.wait_for_selector(".gl-search[open]")
    assert about.evaluate("document.activeElement.type") == "search"
    assert len(look_for(about, "grandfather")) == 2
    at = "[...document.querySelectorAll('.gl-search-results > li > h3 > a')].indexOf(document.activeElement)"
    for key, expected in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", -1)):
        about.keyboard.press(key)
        assert about.evaluate(at) == expected
    about.keyboard.press("Escape")
    assert about.evaluate("document.activeElement.matches('[data-gl-search]')")
    about.keyboard.press("/")
    look_for(about, "grandfather")
    first = about.locator(TITLES).first.get_attribute("href")
    about.keyboard.press("Enter")
    about.wait_for_url(str(first))


def test_keys_that_are_turned_off_open_nothing(about: Page) -> None:
    """As those of the page of a source; and in a field `/` is a sign like others."""
    about.evaluate("localStorage.setItem('glossator: keys', 'off')")
    about.keyboard.press("/")
    driver.settle(about)
    assert about.locator(".gl-search").count() == 0
    about.evaluate("localStorage.clear(); document.body.append(document.createElement('textarea'))")
    about.focus("textarea")
    about.keyboard.press("/")
    assert about.input_value("textarea") == "/"
    assert about.locator(".gl-search").count() == 0


def test_a_checkbox_keeps_the_focus(about: Page) -> None:
    """The facets are counted anew, and whoever goes on with the keyboard stays where they were."""
    look_for(about, "the")
    about.focus("[data-facet=what] input[value=note]")
    about.keyboard.press("Space")
    about.wait_for_function("location.search.includes('search-what')")
    wait(about)
    assert about.evaluate("document.activeElement.value") == "note"


# How it looks


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, PHONE, WIDE])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(width: int, dark: bool, browser: Browser, address: str) -> None:
    """With results and facets open."""
    with driver.opened(browser, f"{address}about/", width, dark=dark) as page:
        look_for(page, "the")
        page.evaluate("document.querySelectorAll('.gl-search details').forEach((one) => { one.open = true; })")
        page.wait_for_selector("[data-facet=source] input")
        wait(page)
        page.evaluate(AXE_SCRIPT)
        found: dict[str, Any] = page.evaluate("axe.run('.gl-search')")
        assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found["violations"]] == []
        assert page.evaluate(
            "(() => { const it = document.querySelector('.gl-search'); return it.scrollWidth <= it.clientWidth; })()"
        )


def test_without_scripts_there_is_no_button_that_does_nothing(browser: Browser, address: str) -> None:
    """The page says nothing of a search that it does not have."""
    with driver.opened(browser, f"{address}about/", WIDE, scripts=False) as page:
        assert not page.is_visible("[data-gl-search]")


def test_from_a_folder_it_says_why_there_is_none(browser: Browser, built: sites.Built) -> None:
    """Browsers load no engine from there."""
    with driver.opened(browser, f"{built.folder.as_uri()}/about/index.html", WIDE) as page:
        page.click("[data-gl-search]")
        page.wait_for_selector(".gl-search[open]")
        assert "needs a server" in page.inner_text(SAID)


# What is written


def test_the_same_site_has_the_same_index(tmp_path: Path, material: Path) -> None:
    """Byte by byte, and without what only pages of others need."""
    indices = []
    for name in ("one", "other"):
        site = sites.build(material, to=tmp_path / name)
        indices.append(
            {path: text for path, text in sites.contents(site.folder).items() if path.startswith("pagefind/")}
        )
    assert indices[0] == indices[1]
    assert {path.rpartition("/")[2] for path in indices[0] if path.endswith(".js")} == {"pagefind.js"}


def test_a_long_source_is_found_in_parts(material: Path, tmp_path: Path) -> None:
    """A reader loads some passages, not a book, to see a few words."""
    paragraph = "So said the ferryman of the seven rivers, who was never in a hurry. " * 20
    text = (material / "docs/sources/bridge.md").read_text(encoding="utf-8")
    sites.write(material, {"docs/sources/bridge.md": text + f"\n\n{paragraph}" * 20})
    site = sites.build(material, to=tmp_path / "out")
    contents = [
        json.loads(gzip.decompress(path.read_bytes())[12:])["content"]
        for path in (site.folder / "pagefind/fragment").rglob("*.pf_fragment")
    ]
    assert sum("ferryman" in content for content in contents) > 2
    assert max(map(len, contents)) < records.LONGEST + 2 * len(paragraph)


def test_an_index_that_was_not_written_fails_the_build(
    material: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pagefind ended well, and its table was empty: it was seen once."""

    class Empty(subprocess.Popen[bytes]):
        def wait(self, timeout: float | None = None) -> int:
            status = super().wait(timeout)
            (tmp_path / "out" / engine.ENTRY).write_bytes(b"")
            return status

    monkeypatch.setattr("glossator.publication.search.engine.subprocess.Popen", Empty)
    site = sites.build(material, to=tmp_path / "out")
    assert site.failure == "1 error"
    assert any("search-index" in warning and "cannot be read" in warning for warning in site.warnings)


def test_an_index_that_was_not_written_is_not_kept(
    material: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What ended the engine once, such as want of memory, need not end it the next time."""
    sites.configure(material, glossator={"cache": True})
    with monkeypatch.context() as failing:
        failing.setattr("glossator.publication.search.engine.subprocess.Popen", _refused)
        site = sites.build(material, to=tmp_path / "out")
        assert any("search-index" in warning and "cannot be begun" in warning for warning in site.warnings)
    for _ in range(2):
        site = sites.build(material, to=tmp_path / "out")
        assert (site.failure, site.warnings) == ("", ())
        assert (site.folder / engine.ENTRY).is_file()


def _refused(*_: Any, **__: Any) -> None:
    raise OSError("no more memory")


# Where the theme keeps its own


def themes(site: sites.Built) -> bool:
    """Whether a site has the search of its theme, and not ours."""
    own = "data-gl-search" in site.page("") or (site.folder / "pagefind").exists()
    index = (site.folder / "search/search_index.json").is_file()
    assert own != index
    return index


def test_a_site_can_keep_the_search_of_the_theme(material: Path, tmp_path: Path) -> None:
    """By an option; and it has all of ours as hits of its own."""
    sites.configure(material, glossator={"search": False})
    assert themes(sites.build(material, to=tmp_path / "out"))


def test_a_theme_that_is_not_material_keeps_its_search(material: Path, tmp_path: Path) -> None:
    """Ours would have no place for its button."""
    assert themes(sites.build(material, to=tmp_path / "out", theme="mkdocs"))


def test_without_the_engine_the_build_says_so(
    material: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """And the theme's search stays; the notice is no warning, which would fail a strict build."""
    monkeypatch.setattr(engine, "available", lambda: False)
    caplog.set_level("INFO")
    site = sites.build(material, to=tmp_path / "out", strict=True)
    assert (site.failure, site.warnings) == ("", ())
    assert engine.MISSING in caplog.text
    assert themes(site)


def test_a_page_that_is_in_no_search_is_not_in_ours(material: Path, tmp_path: Path) -> None:
    """`search: exclude` of the theme holds, for pages and for parts of them; so does its boost, within reason."""
    sites.write(
        material,
        {
            "docs/hidden.md": "---\nsearch: {exclude: true}\n---\n# Hidden\n\nwombat\n",
            "docs/boosted.md": "---\nsearch: {boost: 1e6}\n---\n# Boosted\n\nnumbat\n",
            "docs/partly.md": "# Partly\n\n<p data-search-exclude>quokka</p>\n\n<p>bilby</p>\n",
        },
    )
    site = sites.build(material, to=tmp_path / "out")
    files = (site.folder / "pagefind").rglob("*.pf_*")
    words = b"".join(gzip.decompress(path.read_bytes()) for path in files)
    assert [word for word in (b"wombat", b"numbat", b"quokka", b"bilby") if word in words] == [b"numbat", b"bilby"]
