"""A source read in other ways: on paper, without scripts, on the smallest screen, by the browser’s search, with settings of its reader."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import browser as driver
import pypdf
import pytest
import sites
from playwright.sync_api import Browser, Page

PHONE, WIDE = 320, 1440

SOURCES = {
    kind: place
    for kind, place in sites.PAGES.items()
    if kind in ("source with everything", "source published here, reviving-isis")
}
"""The second has most notes of all that are published here; where it is gone, the first has something of everything."""


@pytest.fixture
def bridge(browser: Browser, addresses: dict[Path, str]) -> Iterator[Page]:
    """The page with everything, on a wide screen."""
    with driver.opened(browser, f"{addresses[sites.FULL]}sources/bridge/", WIDE) as page:
        yield page


# On paper


def letters(text: str) -> str:
    """A text without space and punctuation, which lines on paper break and change."""
    return "".join(one for one in unicodedata.normalize("NFKC", text) if one.isalnum())


def is_on(paper: str, text: str) -> bool:
    """Whether a text is printed, whole or in two parts: of what goes on overleaf, the pages' text is not in order."""
    return any(text[:at] in paper and text[at:] in paper for at in range(len(text) + 1))


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("", id="all notes shown"),
        pytest.param("?kind=wording", id="most notes filtered out", marks=pytest.mark.long),
    ],
)
@pytest.mark.parametrize("kind", SOURCES)
def test_paper_has_every_note_with_its_evidence(
    kind: str, query: str, browser: Browser, addresses: dict[Path, str]
) -> None:
    """Terms, lead, titles, bodies, short citations and each whole reference are printed, notes closed or filtered out too;
    controls are not, and no sheet is empty."""
    site, path = SOURCES[kind]
    texts = "(selector) => [...document.querySelectorAll(selector)].map((one) => one.textContent)"
    references = """() => [...document.querySelectorAll('.gl-references > [id^="r-"]')].map((entry) => {
      const copy = entry.cloneNode(true);
      for (const more of copy.querySelectorAll("small, span")) more.remove();
      const link = copy.querySelector(":scope > a");
      while (link?.nextSibling) link.nextSibling.remove();
      return copy.textContent.trim();
    })"""
    with driver.opened(browser, addresses[site] + path + query, WIDE) as page:
        said = page.evaluate(texts, ".gl-title, .gl-body, .gl-evidence > li > a, .gl-terms > p, .gl-lead")
        urls = page.evaluate(references)
        controls = [one for one in page.evaluate(texts, ".gl-toolbar p > label") if len(one) > 10]
        hidden = page.evaluate("() => document.querySelectorAll('.gl-note[hidden]').length")
        sheets = [one.extract_text() for one in pypdf.PdfReader(BytesIO(page.pdf())).pages]
        printed = "".join(sheets)
    assert bool(hidden) is bool(query)
    assert sheets[-1].strip(), "the last sheet is empty"
    assert urls
    assert controls
    paper = letters(printed)
    assert [one for one in [*said, *urls] if not is_on(paper, letters(one))] == []
    assert [one for one in controls if letters(one) in paper] == []


SHEETS = {"upright": 700, "landscape": 1040}
"""How many CSS pixels wide an A4 sheet is between the margins."""


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("kind", SOURCES)
def test_on_paper_notes_stand_below_their_passage(
    kind: str, sheet: str, browser: Browser, addresses: dict[Path, str]
) -> None:
    """However the sheet lies and whatever the screen has opened and moved, no note is over the text, none off the sheet."""
    script = """() => {
        const source = document.querySelector(".gl-source");
        const box = (one) => one.getBoundingClientRect();
        const text = source.querySelector(".gl-text");
        const found = getComputedStyle(text).minHeight === "0px" ? [] : ["as long as on the screen"];
        for (const group of text.querySelectorAll(":scope > .gl-notes")) {
            const [before, after] = [group.previousElementSibling, group.nextElementSibling].map((one) => one && !one.matches("button") && box(one));
            const { top, bottom } = box(group);
            if (top < before.bottom - 1 || (after && bottom > after.top + 1)) found.push(group.dataset.passage);
            for (const one of group.children)
                if (box(one).top < top - 1 || box(one).bottom > bottom + 1) found.push(`${one.id} is not below its passage`);
            for (const one of group.querySelectorAll(".gl-title, p, li"))
                if (box(one).right > innerWidth + 1 || box(one).left < -1) found.push(one.outerHTML);
        }
        return found;
    }"""
    site, path = SOURCES[kind]
    with driver.opened(browser, addresses[site] + path, WIDE) as page:
        page.locator(".gl-ref a").nth(5).click()
        driver.settle(page)
        page.emulate_media(media="print")
        page.set_viewport_size({"width": SHEETS[sheet], "height": 900})
        driver.settle(page)
        assert page.locator(".gl-text > .gl-notes").count() > 5
        assert page.evaluate(script) == []


def test_paper_has_the_colours_of_the_light_page(browser: Browser, addresses: dict[Path, str]) -> None:
    """Who reads on a dark screen does not print light words on white paper."""
    script = """() => [".gl-kind", ".gl-title", ".gl-ref a", ".gl-n", ".gl-byline", ".gl-text p"].flatMap((selector) => {
        const { color, backgroundColor, borderInlineStartColor } = getComputedStyle(document.querySelector(selector));
        return [color, backgroundColor, borderInlineStartColor];
    })"""
    found = []
    for dark in (False, True):
        with driver.opened(browser, f"{addresses[sites.FULL]}sources/bridge/", WIDE, dark=dark) as page:
            screen = page.evaluate(script)
            page.emulate_media(media="print")
            found.append((screen, page.evaluate(script)))
    (light, light_paper), (dark_screen, dark_paper) = found
    assert light != dark_screen
    assert light_paper == dark_paper


# Without scripts


@pytest.mark.parametrize("kind", SOURCES)
def test_without_scripts_all_can_be_read_in_order(kind: str, browser: Browser, addresses: dict[Path, str]) -> None:
    """With every note opened by hand all words are seen, each note's behind those of its passage; no control is dead."""
    script = """() => {
        const found = [];
        // Shown when they are pointed at, or beside the text; what only scripts can do; and a picture's words for those who hear it.
        const unread = ".headerlink, .footnote-backref, .gl-pn, button, svg > title, svg > desc";
        const seen = { visibilityProperty: true, opacityProperty: true };
        for (const details of document.querySelectorAll(".gl-notes details, .gl-whole, .gl-timechart details")) details.open = true;
        for (const group of document.querySelectorAll(".gl-notes[data-passage]")) {
            const passage = document.getElementById(`p${group.dataset.passage}`);
            if (!(passage.compareDocumentPosition(group) & Node.DOCUMENT_POSITION_FOLLOWING)) found.push(group.dataset.passage);
        }
        for (const one of document.querySelectorAll(".gl-text *, .gl-end *, .gl-head .gl-note *"))
            if (!one.childElementCount && one.textContent.trim() && !one.matches(unread) && !one.checkVisibility(seen))
                found.push(one.outerHTML);
        return found;
    }"""
    site, path = SOURCES[kind]
    with driver.opened(browser, addresses[site] + path, PHONE, scripts=False) as page:
        assert page.evaluate(script) == []
        assert not page.is_visible(".gl-toolbar")


# On the smallest screen


@pytest.mark.parametrize("kind", [kind for kind in sites.PAGES if "source" not in kind])
def test_no_other_page_scrolls_sideways(kind: str, browser: Browser, addresses: dict[Path, str]) -> None:
    """At 320 pixels, which is 1280 at four times the size, pages other than sources fit too."""
    site, path = sites.PAGES[kind]
    with driver.opened(browser, addresses[site] + path, PHONE) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


# By the browser's own search


@pytest.mark.parametrize("width", [PHONE, WIDE], ids=["phone", "wide"])
def test_find_in_page_opens_the_note(width: int, browser: Browser, addresses: dict[Path, str]) -> None:
    """Words in a closed note are found: the browser opens it, as its find-in-page does."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{addresses[sites.FULL]}sources/bridge/#:~:text={quote('two names, not three')}")
    page.wait_for_selector("#note-long .gl-body")
    assert page.locator(".gl-note details[open]").count() == 1
    context.close()


# With settings of the reader


def test_forced_colours_leave_the_marks_to_be_seen(bridge: Page) -> None:
    """Where the system takes all colours away, marked words are underlined and others are not, and none is unreadable."""
    line = "(one) => getComputedStyle(one).textDecorationLine"
    marks = bridge.locator("mark.gl-mark:not([data-passage], [data-ruled])")
    bridge.emulate_media(forced_colors="active", color_scheme="dark")
    assert bridge.evaluate("matchMedia('(forced-colors: active)').matches")
    assert marks.evaluate_all(f"(all) => [...new Set(all.map({line}))]") == ["underline"]
    assert bridge.eval_on_selector(".gl-text > p", line) == "none"
    colours = "(one) => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]"
    assert all(colour != ground for colour, ground in marks.evaluate_all(f"(all) => all.map({colours})"))


def test_nothing_moves_for_readers_who_want_no_motion(bridge: Page) -> None:
    """No scrolling that glides, and nothing that is opened, pointed at or gone to is animated but in its colour."""
    moving = """() => document.getAnimations()
        .filter((one) => !/color|opacity/.test(one.transitionProperty ?? "") && one.effect.getComputedTiming().duration > 0)
        .map((one) => [one.transitionProperty ?? one.animationName, one.effect.target.outerHTML])"""
    for act, target in (
        (bridge.click, "#note-long summary"),
        (bridge.hover, "#note-day"),
        (bridge.click, "#ref-row"),
        (bridge.click, "[data-step='1']"),
        (bridge.click, "[data-mode='open']"),
    ):
        act(target)
        assert [one for one in bridge.evaluate(moving) if "gl-" in str(one)] == []
    assert bridge.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


# In another theme


def test_another_theme_shows_the_same_page(browser: Browser, tmp_path: Path) -> None:
    """Where no rule of Material holds, quoted words have the line of their direction, and notes stand beside the text."""
    site, folder = sites.copy(sites.FULL, tmp_path / "site"), tmp_path / "built"
    sites.configure(site, theme={"name": "mkdocs"})
    built = sites.build(site, to=folder, strict=True)
    assert not built.failure, built.warnings
    style = "(one) => getComputedStyle(one)"
    with driver.served(folder) as address, driver.opened(browser, f"{address}sources/bridge/", WIDE) as page:
        mark = page.locator(".gl-mark[data-dir=open]:not([data-passage], [data-ruled])").first
        assert mark.evaluate(f"{style}.textDecorationStyle") == "dotted"
        assert mark.evaluate(f"{style}.backgroundColor") == "rgba(0, 0, 0, 0)"
        page.click("#ref-long")
        driver.settle(page)
        level = "() => ['#ref-long', '#note-long summary'].map((one) => document.querySelector(one).getBoundingClientRect().top)"
        marker, title = page.evaluate(level)
        assert abs(marker - title) < 20


# How many sheets


def test_the_titles_alone_can_be_printed(bridge: Page) -> None:
    """Who chooses it has paper with titles of notes and without their texts, and fewer sheets."""
    whole = pypdf.PdfReader(BytesIO(bridge.pdf()))
    bridge.click(".gl-keysb")
    bridge.check("#gl-keys [name=brief]")
    titles = pypdf.PdfReader(BytesIO(bridge.pdf()))
    body = letters(bridge.evaluate("document.querySelector('#note-long .gl-body p').textContent"))
    on = [letters("".join(page.extract_text() for page in paper.pages)) for paper in (whole, titles)]
    assert [body in paper for paper in on] == [True, False]
    assert letters(bridge.inner_text("#note-long .gl-title")) in on[1]
    assert len(titles.pages) <= len(whole.pages)
