"""A source read with the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import browser as driver
import pytest
import sites
from playwright.sync_api import Browser, Page


@pytest.fixture
def bridge(browser: Browser, addresses: dict[Path, str]) -> Iterator[Page]:
    """The page with everything, on a wide screen."""
    with driver.opened(browser, f"{addresses[sites.FULL]}sources/bridge/", 1440) as page:
        yield page


CONTROLS = """() => {
    const found = [...document.querySelectorAll(".gl-source :is(a:any-link, button, input, summary, [tabindex])")];
    window.controls = found.filter((one) => one.tabIndex >= 0 && one.checkVisibility());
    return window.controls.length;
}"""
"""Finds what can have the focus on the page of a source, in the order of the document."""

FOCUSED = """() => {
    const focused = document.activeElement;
    const shown = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
    const { left, right, top, bottom } = [...focused.getClientRects()].at(-1) ?? focused.getBoundingClientRect();
    const seen = focused.closest("label")?.getBoundingClientRect() ?? { left, right, top, bottom };
    const there = document.elementFromPoint((seen.left + seen.right) / 2, (seen.top + seen.bottom) / 2);
    return {
        index: window.controls.indexOf(focused),
        name: focused.outerHTML.slice(0, 80),
        ring: [focused, focused.closest("label")].some((one) => one && shown(getComputedStyle(one))),
        folded: Boolean(focused.closest("details:not([open]) > :not(summary)")),
        uncovered: Boolean(there) && (focused.closest("label") ?? focused).contains(there),
    };
}"""
"""Of what has the focus: which of the controls it is, and whether a reader sees it and that it has the focus."""


def walk(page: Page, key: str, steps: int) -> list[dict[str, Any]]:
    """What has the focus after each press of a key, on the page of the source."""
    found = []
    for _ in range(steps):
        page.keyboard.press(key)
        focused = page.evaluate(FOCUSED)
        if focused["index"] >= 0:
            found.append(focused)
        elif found:
            break
    return found


def test_tab_reaches_every_control_in_the_order_of_the_text(bridge: Page) -> None:
    """There and back again, nothing is left out, folded away or below the header, and the focus is always seen."""
    bridge.keyboard.press("Shift")  # what is loaded with the first key is there: it links the numbers of notes
    bridge.wait_for_selector(".gl-references span a", state="attached")
    count = bridge.evaluate(CONTROLS)
    forth = walk(bridge, "Tab", count + 30)
    bridge.keyboard.press("Shift+Tab")
    back = [bridge.evaluate(FOCUSED), *walk(bridge, "Shift+Tab", count)]
    assert [one["index"] for one in forth] == list(range(count))
    assert [one["index"] for one in back] == list(range(count))[::-1]
    for wrong in ("ring", "uncovered"):
        assert [one["name"] for one in forth + back if not one[wrong]] == [], wrong
    assert [one["name"] for one in forth if one["folded"]] == []


@pytest.mark.parametrize("width", [320, 1440])
def test_a_few_keys_lead_to_the_text(width: int, browser: Browser, addresses: dict[Path, str]) -> None:
    """*Skip to content* leads to the title, and the next link from there to the first passage."""
    with driver.opened(browser, f"{addresses[sites.REPOSITORY]}sources/reviving-isis/", width) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.hash") == "#gl-title"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('.gl-skip') && document.activeElement.checkVisibility()")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.gl-text, .gl-notes') !== null")
        box = page.locator("#p1").bounding_box()
        assert box
        assert 0 <= box["y"] < 450


def test_enter_and_space_open_a_note_and_close_it(bridge: Page) -> None:
    """What is in an opened note is the next that Tab reaches."""
    bridge.focus("#note-long summary")
    for key, opened in (("Enter", True), ("Space", False), ("Space", True), ("Enter", False)):
        bridge.keyboard.press(key)
        assert bridge.is_visible("#note-long .gl-body") is opened
    bridge.keyboard.press("Enter")
    bridge.keyboard.press("Tab")
    assert bridge.evaluate("document.activeElement.matches('#note-long details > :not(summary) a')")


AT = "() => document.activeElement.closest('.gl-note')?.id"


def acting(page: Page) -> None:
    """Wait for what is loaded when a reader does the first thing."""
    page.mouse.move(3, 3)
    page.wait_for_function("Object.hasOwn(glossator, 'act')")


def test_j_and_k_step_from_note_to_note(bridge: Page) -> None:
    """From a note on the whole text forward in the order of the page, back again, and round at the ends; with Ctrl they
    are the browser's."""
    ids = bridge.evaluate("() => [...document.querySelectorAll('.gl-note')].map((one) => one.id)")
    acting(bridge)
    for key, expected in (("j", [*ids, ids[0]]), ("k", [*ids[:0:-1], ids[0]])):
        for id_ in expected:
            bridge.keyboard.press(key)
            assert bridge.evaluate(AT) == id_
    bridge.keyboard.press("Control+j")
    assert bridge.evaluate(AT) == ids[0]


def test_the_first_key_counts(bridge: Page) -> None:
    """What is pressed before the script for it is there is done when it is."""
    bridge.keyboard.press("j")
    bridge.wait_for_function("Boolean(document.activeElement.closest('.gl-note'))")


def test_keys_leave_fields_alone_and_can_be_turned_off(bridge: Page) -> None:
    """In the search a `j` is a letter; a reader who turns the keys off has none, also on the next page, but for Esc."""
    acting(bridge)
    bridge.keyboard.press("/")
    bridge.wait_for_selector(".gl-search[open]")
    bridge.keyboard.press("j")
    assert bridge.input_value(".gl-search input[type=search]") == "j"
    bridge.keyboard.press("Escape")
    bridge.evaluate("document.activeElement.blur()")
    bridge.keyboard.press("?")
    assert bridge.is_visible("#gl-keys")
    bridge.uncheck("#gl-keys [name=keys]")
    bridge.keyboard.press("Escape")
    assert not bridge.is_visible("#gl-keys")
    bridge.keyboard.press("j")
    assert bridge.evaluate(AT) is None
    bridge.reload()
    acting(bridge)
    bridge.keyboard.press("j")
    assert bridge.evaluate(AT) is None
    bridge.click("#ref-long")
    bridge.keyboard.press("Escape")
    assert bridge.evaluate("document.activeElement.id") == "ref-long"
    assert not bridge.is_visible("#note-long .gl-body")


def test_t_turns_to_the_next_way_to_read(bridge: Page) -> None:
    """Titles, open notes, the text alone; the buttons and the address say which it is, and the passage stays in place."""
    acting(bridge)
    bridge.evaluate("scrollTo({ top: document.querySelector('#p6').getBoundingClientRect().top + scrollY - 100 })")
    driver.settle(bridge)
    where = "() => document.querySelector('#p6').getBoundingClientRect().top"
    for mode in ("open", "text", "titles"):
        before = bridge.evaluate(where)
        bridge.keyboard.press("t")
        driver.settle(bridge)
        assert bridge.locator(".gl-modes [aria-pressed=true]").get_attribute("data-mode") == mode
        assert bridge.evaluate(where) == pytest.approx(before, abs=2)
        assert (f"view={mode}" in bridge.url) is (mode != "titles")
        shown = bridge.locator("#note-long .gl-body").is_visible(), bridge.locator("#note-long .gl-title").is_visible()
        assert shown == {"open": (True, True), "text": (False, False), "titles": (False, True)}[mode]


def test_enter_on_a_marker_leads_to_its_note_and_back(bridge: Page) -> None:
    """The note is open and seen, Tab goes on in it; its back-link leads to the marker, and Tab goes on from there."""
    bridge.focus("#ref-long")
    bridge.keyboard.press("Enter")
    driver.settle(bridge)
    assert bridge.url.endswith("#note-long")
    assert bridge.is_visible("#note-long .gl-body")
    bridge.keyboard.press("Tab")
    assert bridge.evaluate(AT) == "note-long"
    bridge.focus("#note-long a[role=doc-backlink]")
    bridge.keyboard.press("Enter")
    driver.settle(bridge)
    assert bridge.url.endswith("#ref-long")
    bridge.keyboard.press("Shift+Tab")
    bridge.keyboard.press("Tab")
    assert bridge.evaluate("document.activeElement.id") == "ref-long"
