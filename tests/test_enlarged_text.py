"""Readers who need larger text or more space between letters and lines lose no word and no control.

WCAG 2.2: 1.4.4 (text at 200 %, by the browser's own setting), 1.4.10 (nothing to scroll sideways) and 1.4.12 (spacing).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import browser as driver
import pytest
import sites
from playwright.sync_api import Browser, Page
from test_page import BRIDGE, OWN, Source, ask, note_boxes, overlaps

SMALLEST, DESKTOP, WIDE = 320, 1280, 1440
SOURCES = [BRIDGE, *(Source(sites.FULL, slug) for slug in ("market", "reading-room")), *OWN]
"""Also from right to left, and of letters without spaces."""

SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""

each = pytest.mark.parametrize(
    ("width", "spaced"),
    [(DESKTOP, False), (SMALLEST, False), (WIDE, True), (SMALLEST, True)],
    ids=["twice as large", "twice as large on a phone", "spaced out", "spaced out on a phone"],
)
each_source = pytest.mark.parametrize("source", SOURCES, ids=str)


@contextmanager
def read(browser: Browser, address: str, width: int, spaced: bool) -> Iterator[Page]:
    """A page with larger text, or with more space; its notes are open."""
    look = driver.opened if spaced else driver.enlarged
    with look(browser, address, width) as page:
        if spaced:
            page.add_style_tag(content=SPACING)
        page.evaluate("for (const one of document.querySelectorAll('.gl-source details')) one.open = true")
        driver.settle(page)
        yield page


OUTSIDE = """() => [...source.querySelectorAll("*")]
    .filter((one) => box(one).right > innerWidth + 1 || box(one).left < -1)
    .filter((one) => {
        for (let around = one; around !== source; around = around.parentElement)
            if (getComputedStyle(around).overflowX !== "visible") return false;
        return true;
    })
    .map((one) => one.outerHTML.slice(0, 80))"""

CUT_OFF = """() => [...source.querySelectorAll("*")]
    .filter((one) => !one.closest(".gl-visually-hidden, .gl-evidence, .gl-toolbar, svg"))
    .filter((one) => {
        const { overflowX, overflowY, textOverflow } = getComputedStyle(one);
        const hides = (overflow) => ["hidden", "clip"].includes(overflow);
        return textOverflow === "ellipsis"
            || (hides(overflowX) && one.scrollWidth > one.clientWidth + 1)
            || (hides(overflowY) && one.scrollHeight > one.clientHeight + 1);
    })
    .map((one) => one.outerHTML.slice(0, 80))"""

COVERED = """() => {
    const over = (one, other) =>
        one.left < other.right - 1 && other.left < one.right - 1 && one.top < other.bottom - 1 && other.top < one.bottom - 1;
    const lines = (node) => {
        const range = document.createRange();
        range.selectNodeContents(node);
        return [...range.getClientRects()].filter((rectangle) => rectangle.width > 0.5).map(({ left, top, right, bottom }) => {
            const inset = (bottom - top) * 0.3; // letters, without the space that their lines may share
            return { left, right, top: top + scrollY + inset, bottom: bottom + scrollY - inset };
        });
    };
    const words = texts(source).filter((node) => node.data.trim()).flatMap(lines);
    const ours = [...notes(), ...source.querySelectorAll(".gl-sourcing, .gl-number, .gl-head")];
    return ours.filter((one) => words.some((line) => over(box(one), line))).map((one) => one.outerHTML.slice(0, 80));
}"""


@each
@each_source
def test_no_word_is_lost(
    source: Source, width: int, spaced: bool, browser: Browser, addresses: dict[Path, str]
) -> None:
    """Nothing is cut off or out of the screen, no note is over the text or another, and we make nothing scroll sideways."""
    with read(browser, f"{addresses[source.site]}sources/{source.slug}/", width, spaced) as page:
        size = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
        assert size == 20 if spaced else size == 40
        assert ask(page, OUTSIDE) == []
        assert ask(page, CUT_OFF) == []
        assert ask(page, COVERED) == []
        assert overlaps(note_boxes(page)) == []
        wide = page.evaluate("document.documentElement.scrollWidth")
        page.evaluate("source = document.querySelector('.gl-source'), source.style.display = 'none'")
        assert wide == page.evaluate("document.documentElement.scrollWidth")


@each
def test_every_control_can_be_used(width: int, spaced: bool, browser: Browser, addresses: dict[Path, str]) -> None:
    """Steps, modes and filters are in the screen, nothing covers them, and a click on each does what it says."""
    covered = """() => [...source.querySelectorAll(".gl-toolbar > :not([popover]), .gl-toolbar > span > button")].filter((one) => {
        if (!one.checkVisibility() || one.matches(".gl-progress")) return false;
        const { left, right, top, bottom } = one.getBoundingClientRect();
        const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        return left < 0 || right > innerWidth || !(one.contains(there) || there?.contains(one));
    }).map((one) => one.textContent)"""
    with read(browser, f"{addresses[sites.FULL]}sources/bridge/", width, spaced) as page:
        assert ask(page, covered) == []
        page.click("[data-step='1']")
        driver.settle(page)
        assert page.evaluate("document.activeElement.matches('.gl-note summary')")
        page.click(".gl-filterb")
        before = page.locator(".gl-note:not([hidden])").count()
        page.locator("#gl-filters label").first.click()
        driver.settle(page)
        assert page.locator(".gl-note:not([hidden])").count() < before
        page.keyboard.press("Escape")
        page.click("[data-mode='open']")
        driver.settle(page)
        assert page.locator(".gl-text .gl-note:not([hidden]) details:not([open])").count() == 0


@pytest.mark.parametrize("kind", [kind for kind in sites.PAGES if "source" not in kind])
def test_no_other_page_scrolls_sideways(kind: str, browser: Browser, addresses: dict[Path, str]) -> None:
    """On a desktop, with text twice as large, whatever the page holds fits its width."""
    site, path = sites.PAGES[kind]
    with driver.enlarged(browser, addresses[site] + path, DESKTOP) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= DESKTOP
