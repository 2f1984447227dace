"""A site whose pages are exchanged without loading (Material's `navigation.instant`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import browser as driver
import pytest
import sites
from playwright.sync_api import Browser, Page

VISITS = 5

COUNT = """
window.listening = new Map();
const add = EventTarget.prototype.addEventListener;
EventTarget.prototype.addEventListener = function (type, listener, options) {
    const { stack } = new Error();
    const by = stack.includes("glossator") && !stack.includes("opening.js");
    if (by && !options?.signal?.aborted) {
        const key = `${this.constructor.name} ${type}`;
        const change = (by) => window.listening.set(key, (window.listening.get(key) ?? 0) + by);
        change(1);
        options?.signal?.addEventListener("abort", () => change(-1));
    }
    return add.call(this, type, listener, options);
};
"""
"""Counts the listeners that `glossator.js` has set and not taken back, by what they listen to.

What opens the search belongs to no page and listens for ever."""

LISTENING = (
    "() => Object.fromEntries([...window.listening].filter(([key, count]) => count && !key.startsWith('AbortSignal')))"
)


@pytest.fixture
def page(tmp_path: Path, browser: Browser) -> Iterator[Page]:
    """The home page of a site with instant navigation."""
    site = sites.copy(sites.FULL, tmp_path / "site")
    folder = tmp_path / "built"
    folder.mkdir()
    with driver.served(folder) as address:
        # Material exchanges only pages that the sitemap names, with the address they are served at.
        theme = {"name": "material", "language": "en", "font": False, "features": ["navigation.instant"]}
        sites.configure(site, site_url=address, theme=theme, repo_url="https://github.example/netherby/papers")
        built = sites.build(site, to=folder, strict=True)
        assert not built.failure, built.warnings
        context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        page = context.new_page()
        page.add_init_script(COUNT)
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address, wait_until="networkidle")
        yield page
        context.close()
    assert errors == []


def visit(page: Page) -> None:
    """From the home page to a source."""
    page.click("article a[href*='sources/bridge/']")
    page.wait_for_selector(".gl-source[data-live]")
    page.mouse.move(3, 3)
    page.wait_for_function("Object.hasOwn(glossator, 'act')")
    driver.settle(page)


def leave(page: Page) -> None:
    """Back to the home page."""
    page.click(".md-header a.md-logo")
    page.wait_for_selector(".gl-source", state="detached")


def test_a_source_is_live_after_each_visit_and_only_once(page: Page) -> None:
    """However often a reader comes back, each key and click does one thing, and no listener is left from before."""
    page.evaluate("() => { window.same = true; }")
    visit(page)
    first = page.evaluate(LISTENING)
    assert first["Window hashchange"] == 1
    for _ in range(VISITS):
        leave(page)
        assert page.evaluate(LISTENING) == {}
        visit(page)
    assert page.evaluate("window.same"), "the pages were loaded anew, so this tested nothing"
    assert page.evaluate(LISTENING) == first
    ids = page.evaluate("() => [...document.querySelectorAll('.gl-note')].map((one) => one.id)")
    for id_ in ids[:2]:
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.closest('.gl-note').id") == id_
    page.click("[data-mode=open]")
    assert page.locator(".gl-text .gl-note details:not([open])").count() == 0
    page.click(".gl-filterb")
    page.check("#gl-filters [name=kind][value=wording]")
    assert page.locator(".gl-note:not([hidden])").count() == page.locator(".gl-note[data-kind='wording']").count()


ABOVE = "getComputedStyle(document.querySelector('.md-main__inner')).marginTop"


def test_the_room_above_the_text_is_that_of_the_page(page: Page) -> None:
    """The head says which page it is, and is exchanged with it."""
    page.evaluate("() => { window.same = true; }")
    home = page.evaluate(ABOVE)
    visit(page)
    assert page.evaluate(ABOVE) != home
    leave(page)
    assert page.evaluate(ABOVE) == home
    assert page.evaluate("window.same")


def test_a_note_is_opened_by_a_link_from_another_page(page: Page) -> None:
    """The address of a note opens it, also when the page is exchanged and not loaded."""
    page.evaluate(
        "() => { window.same = true; document.querySelector('article a[href$=\"sources/bridge/\"]').href += '#note-long'; }"
    )
    visit(page)
    assert page.evaluate("window.same")
    assert page.is_visible("#note-long .gl-body")


def test_the_search_leads_on_and_is_there_again(page: Page) -> None:
    """A result exchanges the page and opens the note, the way back shows the results, and the window has its style."""
    page.evaluate("() => { window.same = true; }")
    for _ in range(2):
        page.keyboard.press("/")
        page.wait_for_selector(".gl-search[open]")
        page.fill(".gl-search input[type=search]", "grandfather")
        page.wait_for_selector(".gl-search h3 a[href$='#note-quotation']")
        assert page.evaluate("getComputedStyle(document.querySelector('.gl-search')).display") == "grid"
        page.click(".gl-search h3 a[href$='#note-quotation']")
        page.wait_for_selector("#note-quotation details[open]")
        assert not page.locator(".gl-search[open]").count()
        page.go_back()
        page.wait_for_selector(".gl-search[open] h3 a[href$='#note-quotation']")
        page.keyboard.press("Escape")
        page.wait_for_function("location.search === ''")
    assert page.evaluate("window.same"), "the pages were loaded anew, so this tested nothing"


def test_the_panel_for_a_note_goes_with_its_page(page: Page) -> None:
    """The text beside the panel stays in use, so a link there can leave the page; nothing of the panel is left then."""
    page.evaluate("() => { window.same = true; }")
    visit(page)
    page.click(".gl-suggest button")
    page.wait_for_selector(".gl-panel[open]")
    leave(page)
    page.wait_for_selector(".gl-panel", state="detached")
    assert page.evaluate("window.same")
    assert [name for name in page.evaluate(LISTENING) if name.startswith(("Window", "HTMLDocument"))] == []
    visit(page)
    page.click(".gl-suggest button")
    page.wait_for_selector(".gl-panel[open]")
