"""The promise of the page: every note is beside its words while somebody reads, and going to it shows both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import browser as driver
import programs
import pytest
import sites
from playwright.sync_api import Browser, Page

from _dense_site import SLUG, write_dense

WIDTHS = (1440, 1100, 2200, 768, 390, 320)


@pytest.fixture(scope="module")
def measure() -> ModuleType:
    """The script that measures."""
    return programs.loaded("measure/beside")


@pytest.fixture(scope="module")
def dense(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the page with 500 notes."""
    folder = tmp_path_factory.mktemp("dense")
    write_dense(folder)
    built = sites.build(folder, to=folder / "site", strict=True)
    assert (built.failure, built.warnings) == ("", ())
    with driver.served(built.folder) as address:
        yield f"{address}sources/{SLUG}/"


@contextmanager
def reading(browser: Browser, address: str, measure: ModuleType, width: int, **settings: bool) -> Iterator[Page]:
    """A page in a window as high as the screens of its width."""
    with driver.opened(browser, address, width, **settings) as page:
        page.set_viewport_size({"width": width, "height": measure.HEIGHTS.get(width, 900)})
        page.mouse.move(3, 3)
        page.wait_for_function("Object.hasOwn(glossator, 'act')")
        driver.settle(page)
        yield page


@pytest.mark.parametrize("width", [1440, *(pytest.param(width, marks=pytest.mark.long) for width in (1100, 2200))])
def test_notes_are_beside_their_words_while_one_reads(
    width: int, measure: ModuleType, browser: Browser, dense: str
) -> None:
    """Of 500 notes, of those whose words are in the middle of the window nearly all have their titles in it, too."""
    with reading(browser, dense, measure, width) as page:
        distance = measure.distance(page)
    assert distance.pairs > 500
    assert distance.in_view >= 0.95


@pytest.mark.parametrize(
    "width", [pytest.param(width, marks=[] if width in (1440, 390, 320) else pytest.mark.long) for width in WIDTHS]
)
@pytest.mark.parametrize("way", ["marker", "words", "link", "key"])
@pytest.mark.parametrize("slug", ["bridge", "market"])
def test_going_to_a_note_shows_it_with_its_words(
    slug: str, way: str, width: int, measure: ModuleType, browser: Browser, addresses: dict[Path, str]
) -> None:
    """By marker, by words, by link, by key: words and title are in the window, the note is open and has the focus."""
    with reading(browser, f"{addresses[sites.FULL]}sources/{slug}/", measure, width) as page:
        gone, wrong = measure.walk(page, way)
    assert gone
    assert wrong == []


@pytest.fixture
def bridge(browser: Browser, measure: ModuleType, addresses: dict[Path, str]) -> Iterator[Page]:
    """The page with everything, on a wide screen."""
    with reading(browser, f"{addresses[sites.FULL]}sources/bridge/", measure, 1440) as page:
        yield page


LEVEL = "(name) => ['#ref-' + name, '#note-' + name + ' summary'].map((one) => document.querySelector(one).getBoundingClientRect().top)"


def test_an_open_note_holds_the_margin(bridge: Page) -> None:
    """It moves with its words while one scrolls, until both have left the window; then the margin follows again."""
    bridge.click("#ref-day")
    driver.settle(bridge)
    for _ in range(4):
        marker, title = bridge.evaluate(LEVEL, "day")
        assert marker == pytest.approx(title, abs=1.5)
        bridge.evaluate("scrollBy({ top: 60, behavior: 'instant' })")
        driver.settle(bridge)
    bridge.evaluate("document.querySelector('#ref-long').scrollIntoView({ block: 'center', behavior: 'instant' })")
    driver.settle(bridge)
    marker, title = bridge.evaluate(LEVEL, "long")
    assert abs(marker - title) < 150


def test_a_note_opened_by_its_title_stays_under_the_pointer_and_so_does_one_that_is_closed(bridge: Page) -> None:
    """Neither opening nor closing moves the title by more than a pixel."""
    title = bridge.locator("#note-outer summary")
    title.scroll_into_view_if_needed()
    driver.settle(bridge)
    for _ in range(2):
        before = title.bounding_box()
        title.click(position={"x": 30, "y": 20})
        driver.settle(bridge)
        after = title.bounding_box()
        assert before
        assert after
        assert after["y"] == pytest.approx(before["y"], abs=1.5)


def test_an_open_note_out_of_sight_folds_itself(bridge: Page) -> None:
    """Who opens another note far from it finds no page that has grown by both."""
    high = "document.querySelector('.gl-text').offsetHeight"
    closed = bridge.evaluate(high)
    bridge.click("#ref-day")
    driver.settle(bridge)
    bridge.evaluate("location.hash = 'note-long'")
    bridge.wait_for_selector("#note-long .gl-body")
    driver.settle(bridge)
    note = bridge.evaluate("document.querySelector('#note-long').offsetHeight")
    assert closed <= bridge.evaluate(high) <= closed + note
    opened = "[...document.querySelectorAll('.gl-note:has(details[open])')].map((one) => one.id)"
    assert bridge.evaluate(opened) == ["note-long"]


def test_several_notes_on_the_same_words_name_each_other(bridge: Page) -> None:
    """A click on the words opens the first, whose foot leads to the others."""
    several = "mark[data-notes~=overlap-first][data-notes~=overlap-second]"
    names = (bridge.get_attribute(several, "data-notes") or "").split()
    bridge.locator(several).first.click()
    driver.settle(bridge)
    first = bridge.evaluate("document.activeElement.closest('.gl-note').id.slice(5)")
    assert first in names
    other = bridge.locator(f"#note-{first} .gl-also a").first
    other.click()
    driver.settle(bridge)
    assert bridge.evaluate("document.activeElement.closest('.gl-note').id.slice(5)") in set(names) - {first}


def test_history_goes_back_through_notes(bridge: Page) -> None:
    """Each note gone to by a link is an entry of the history; going back shows the one before."""
    for name in ("day", "long"):
        bridge.click(f"#ref-{name}")
        driver.settle(bridge)
    bridge.go_back()
    bridge.wait_for_function("document.activeElement.closest('.gl-note')?.id === 'note-day'")
    assert bridge.is_visible("#note-day .gl-body")


SHIFTS = """window.moved = [];
new PerformanceObserver((list) => {
    for (const { sources } of list.getEntries()) {
        moved.push(...sources.map(({ node, previousRect: { x, y }, currentRect }) =>
            `${(node?.outerHTML ?? node?.textContent ?? "").slice(0, 80)}: ${x} ${y} → ${currentRect.x} ${currentRect.y}`));
    }
}).observe({ type: "layout-shift", buffered: true });"""
"""Keeps what moves by itself, and from where to where."""

STOPS = re.compile(
    rb'(?=<(?:h1|link|form class="gl-tools|details class="gl-whole|p class="gl-(?:suggest|find)'
    rb'|div class="gl-(?:index|claims|profile|matrix|toolbar)|li data-dir="(?:mixed|open)'
    rb'|button type="button" (?:data-mode="open|class="gl-filterb)|th scope="col|tr data-dir="mixed))'
)
"""What stands beside or below something else begins with it."""


def pieces(html: bytes) -> list[bytes]:
    """A page: what the theme has before the article, the parts of ours, and the text with all that follows."""
    before, article, rest = html.partition(b"<article")
    ours, text, after = rest.partition(b'<div class="gl-text"' if b'<div class="gl-text"' in rest else b"</article>")
    first, *others = STOPS.split(ours)
    return [before + article + first, *others, text + after]


def test_nothing_shifts_while_a_page_loads(browser: Browser, tmp_path: Path) -> None:
    """Wherever a page stops for a while on its way, with its scripts still to come, what is painted stays where it is."""
    index = {"docs/notes.md": "---\nglossator: notes\n---\n# All notes\n"}
    built = sites.build(sites.copy(sites.FULL, tmp_path / "site", index), to=tmp_path / "built")
    assert not built.failure
    pages, moved = {}, {}
    with driver.served_in_pieces(built.folder, pieces) as address:
        for width in (1440, 390):
            for name in ("sources/bridge/", "sources/bridge/claims/", "notes/"):
                context = browser.new_context(viewport={"width": width, "height": 900})
                page = pages[name, width] = context.new_page()
                page.add_init_script(driver.PAINTED + SHIFTS)
                page.goto(address + name, wait_until="commit")
        for which, page in pages.items():
            page.wait_for_load_state("load", timeout=300_000)
            driver.settle(page)
            if shifts := page.evaluate("moved"):
                moved[which] = shifts
            page.context.close()
    assert moved == {}


def test_a_text_from_right_to_left_has_its_margin_on_the_left(
    measure: ModuleType, browser: Browser, addresses: dict[Path, str]
) -> None:
    """Numbers stand on the right of the text, notes on its left, and an open note is level with its words there, too."""
    with reading(browser, f"{addresses[sites.FULL]}sources/market/", measure, 1440) as page:
        name = page.evaluate("document.querySelector('.gl-text .gl-note').id.slice(5)")
        page.click(f"#ref-{name}")
        driver.settle(page)
        marker, title = page.evaluate(LEVEL, name)
        assert marker == pytest.approx(title, abs=1.5)
        left, right = (page.locator(selector).first.bounding_box() for selector in (f"#note-{name}", ".gl-text > p"))
        assert left
        assert right
        assert left["x"] + left["width"] <= right["x"]
        number = page.locator(".gl-number").first.bounding_box()
        assert number
        assert number["x"] >= right["x"] + right["width"] - 1
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("name", ["gl-contents", "gl-filters", "gl-keys"])
@pytest.mark.parametrize("width", [1440, 390])
def test_popovers_stand_at_their_buttons(
    width: int, name: str, measure: ModuleType, browser: Browser, addresses: dict[Path, str]
) -> None:
    """Each is within the window beside the bar, and Escape closes it and gives its button the focus back."""
    with reading(browser, f"{addresses[sites.FULL]}sources/bridge/", measure, width) as page:
        button = page.locator(f"[popovertarget={name}]")
        if not button.is_visible():
            pytest.skip("a phone has no keys")
        button.click()
        driver.settle(page)
        box, bar = page.locator(f"#{name}").bounding_box(), page.locator(".gl-toolbar").bounding_box()
        assert box
        assert bar
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] >= bar["y"] + bar["height"] if width > 1000 else box["y"] + box["height"] <= bar["y"]
        page.keyboard.press("Escape")
        assert not page.locator(f"#{name}").is_visible()
        assert page.evaluate("document.activeElement.getAttribute('popovertarget')") == name


def test_the_contents_lead_to_the_headings(bridge: Page) -> None:
    """Each heading of the text stands there with the passages below it."""
    bridge.click(".gl-where")
    lines = bridge.locator("#gl-contents a").all_inner_texts()
    assert [line.split("\n")[0] for line in lines] == [
        *("Opening", "The debate", "The vote"),
        *("Who stands behind the claims", "People, groups and places", "References", "How to cite"),
    ]
    bridge.locator("#gl-contents a").nth(2).click()
    driver.settle(bridge)
    assert not bridge.locator("#gl-contents").is_visible()
    top = bridge.evaluate("document.querySelector('.gl-text h2:last-of-type').getBoundingClientRect().top")
    assert 80 < top < 300
