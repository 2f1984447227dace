"""A walk through the page of a source in Firefox and in WebKit: reading, stepping, filters, search, the panel, keys.

All other tests that look at pages do so in Chromium, and look at more.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from types import ModuleType

import browser as driver
import programs
import pytest
import sites
import webdriver
from webdriver import Window

pytestmark = pytest.mark.long

WIDTHS = (1440, 500)
"""With a margin and without one; Firefox makes no narrower window."""


@pytest.fixture(scope="module", params=[webdriver.firefox, webdriver.webkit], ids=["Firefox", "WebKit"])
def window(request: pytest.FixtureRequest) -> Iterator[Window]:
    """A window of each of the two."""
    browser: AbstractContextManager[Window] = request.param()
    with browser as running:
        yield running


@pytest.fixture(scope="module")
def measure() -> ModuleType:
    """The script that walks over notes, which knows what is wrong where somebody has come to one."""
    return programs.loaded("measure/beside")


@pytest.fixture(scope="module")
def bridge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the page with everything, on a site that takes suggestions."""
    folder = tmp_path_factory.mktemp("other-browsers")
    root = sites.copy(sites.FULL, folder / "site")
    sites.configure(root, repo_url="https://github.example/netherby/papers", edit_uri="edit/main/docs/")
    built = sites.build(root, to=folder / "out", strict=True)
    assert built.failure == ""
    with driver.served(built.folder) as address:
        yield f"{address}sources/bridge/"


NOTES = "[...document.querySelectorAll('.gl-text .gl-note')].map((note) => note.id.slice(5))"
NOTE = "document.activeElement.closest('.gl-note')?.id.slice(5)"


def read(window: Window, address: str, width: int = 1440) -> None:
    """Open a page and do the first thing, which loads what is loaded on use."""
    window.open("about:blank")
    window.open(address, width)
    window.wait("document.querySelector('.gl-source')?.dataset.live === ''")
    window.evaluate("void document.dispatchEvent(new PointerEvent('pointermove'))")
    window.wait("Object.hasOwn(glossator, 'act')")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("way", ["marker", "words", "link", "key"])
def test_each_note_is_shown_with_its_words(
    way: str, width: int, window: Window, measure: ModuleType, bridge: str
) -> None:
    """However one goes to a note, title and words are in the window, and the note is open and has the focus."""
    read(window, bridge, width)
    wrong = []
    for name in window.evaluate(NOTES):
        if way == "key":
            window.press("j")
        elif not window.evaluate(f"({measure.GO})(arguments[0])", [way, name]):
            continue
        window.settle()
        at, faults = window.evaluate(f"({measure.ARRIVED})()")
        wrong += [f"{at or name}: {fault}" for fault in faults]
    assert wrong == []


def test_notes_are_level_with_their_words(window: Window, bridge: str) -> None:
    """While one scrolls, the margin follows: what is in the middle of the window has its note beside it."""
    read(window, bridge)
    window.evaluate("void document.querySelector('#ref-long').scrollIntoView({ block: 'center', behavior: 'instant' })")
    window.settle()
    tops = "['#ref-long', '#note-long'].map((one) => document.querySelector(one).getBoundingClientRect().top)"
    marker, note = window.evaluate(tops)
    assert abs(marker - note) < 200


def test_a_click_steps_and_escape_leads_back_to_the_words(window: Window, bridge: str) -> None:
    """*Next* goes to the note after the one in use; `Escape` closes it, and its marker has the focus."""
    read(window, bridge)
    window.click("#ref-day")
    assert window.evaluate(NOTE) == "day"
    names = window.evaluate(NOTES)
    window.click("[data-step='1']")
    after = names[names.index("day") + 1]
    assert window.evaluate(NOTE) == after
    window.press("Escape")
    assert window.evaluate("document.activeElement.id") == f"ref-{after}"
    assert not window.evaluate("document.querySelector(arguments[0]).open", f"#note-{after} details")


def test_filters_hide_what_does_not_pass(window: Window, bridge: str) -> None:
    """A choice stands in the address; `Escape` closes the list, and *Show all* ends the filter."""
    read(window, bridge)
    window.click("[popovertarget=gl-filters]")
    assert window.evaluate("document.querySelector('#gl-filters').matches(':popover-open')")
    window.click("#gl-filters input[value=chronology]")
    seen = "[...document.querySelectorAll('.gl-text .gl-note')].filter((one) => one.checkVisibility()).map((one) => one.dataset.kind)"
    assert set(window.evaluate(seen)) == {"chronology"}
    assert window.evaluate("location.search") == "?kind=chronology"
    window.click("#gl-filters [type=reset]")
    window.wait(f"{seen}.length === {NOTES}.length")
    window.press("Escape")
    assert not window.evaluate("document.querySelector('#gl-filters').matches(':popover-open')")


def test_search_leads_to_a_note(window: Window, bridge: str) -> None:
    """What is found in a note leads to it, open and with the focus."""
    read(window, bridge)
    window.click("[data-gl-search]")
    window.wait("document.querySelector('.gl-search[open]')")
    window.press(*"traders")
    window.wait("document.querySelector('.gl-search h3 a[href$=\"#note-heart\"]')")
    window.click(".gl-search h3 a[href$='#note-heart']")
    window.wait(f"{NOTE} === 'heart'")


def test_the_panel_opens_and_closes(window: Window, bridge: str) -> None:
    """It has the focus while it is open, and gives it back."""
    read(window, bridge)
    window.click("[data-new-note]")
    window.wait("document.querySelector('.gl-panel[open]')?.contains(document.activeElement)")
    window.press("Escape")
    window.wait("!document.querySelector('.gl-panel')")
    assert window.evaluate("document.activeElement.matches('[data-new-note]')")


STOP = """(() => {
    const stop = document.activeElement;
    const again = stop === window.lastStop;
    window.lastStop = stop;
    return [stop.closest("header, nav, .gl-head, .gl-toolbar, .gl-text")?.className ?? "", again, stop.matches(":focus-visible")];
})()"""


def test_tab_goes_through_the_page_and_out_of_it(window: Window, bridge: str) -> None:
    """From the skip link into the text; each stop shows that it has the focus, and none keeps it."""
    read(window, bridge)
    window.press("Tab")
    window.press("Enter")
    stops = []
    for _ in range(40):
        window.press("Tab")
        stops.append(window.evaluate(STOP))
    assert "gl-text" in [place for place, _, _ in stops]
    assert [place for place, again, visible in stops if again or not visible] == []


def test_forced_colours_keep_marks_and_states(bridge: str) -> None:
    """With colours of the reader's own, in Firefox: words stay underlined, and the button that is pressed is another."""
    with webdriver.firefox(webdriver.FORCED_COLOURS) as window:
        read(window, bridge)
        assert window.evaluate("matchMedia('(forced-colors: active)').matches")
        lines = "[...document.querySelectorAll('.gl-mark:not([data-passage], [data-ruled])')].map((one) => getComputedStyle(one).textDecorationLine)"
        assert set(window.evaluate(lines)) == {"underline"}
        colours = "[...document.querySelectorAll('[data-mode][aria-pressed]')].map((one) => getComputedStyle(one).backgroundColor)"
        text, titles, opened = window.evaluate(colours)
        assert text == opened != titles
