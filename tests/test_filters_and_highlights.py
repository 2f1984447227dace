"""What the script adds to a source: filters, both ends of a note shown together, links that open notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import browser as driver
import pytest
import sites
import yaml
from playwright.sync_api import Browser, Page

NOTES = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])
    for path in (sites.FULL / "annotations" / "bridge").glob("*.md")
}
"""The front matter of the page's notes, by a foreign reader."""


@pytest.fixture
def address(addresses: dict[Path, str]) -> str:
    """Of the page with everything."""
    return f"{addresses[sites.FULL]}sources/bridge/"


@pytest.fixture
def bridge(browser: Browser, address: str) -> Iterator[Page]:
    """That page on a wide screen."""
    with driver.opened(browser, address, 1440) as page:
        yield page


# Filters


def choose(page: Page, facet: str, value: str) -> None:
    """Click a choice of a filter, where it is not seen after opening what hides it."""
    choice = page.locator(f".gl-choice:has(input[name='{facet}'][value='{value}'])")
    if not choice.is_visible():
        page.click(".gl-more summary")
    choice.click()


def shown(page: Page) -> set[str]:
    """The notes that are seen."""
    script = (
        "() => [...document.querySelectorAll('.gl-note')].filter((one) => one.checkVisibility()).map((one) => one.id)"
    )
    return {id_.removeprefix("note-") for id_ in page.evaluate(script)}


def of(**wanted: str) -> set[str]:
    """The notes whose front matter has one of some values, separated by spaces, in each field."""
    return {
        id_ for id_, front in NOTES.items() if all(front.get(field) in text.split() for field, text in wanted.items())
    }


@pytest.mark.parametrize("facet", ["kind", "status"])
def test_each_choice_says_how_many_notes_it_shows(facet: str, bridge: Page) -> None:
    """The figures are those of the notes' files."""
    script = """(facet) => Object.fromEntries([...document.querySelectorAll(`.gl-choice input[name="${facet}"]`)].map(
        (one) => [one.value, Number(one.parentElement.querySelector(".gl-tally").textContent)]))"""
    expected = Counter(front[facet] for front in NOTES.values() if facet in front)
    assert bridge.evaluate(script, facet) == expected


def test_filters_narrow_the_notes_and_stay_in_the_address(bridge: Page, browser: Browser) -> None:
    """Values of one facet add up, facets narrow each other, and the address shows others the same notes."""
    choose(bridge, "kind", "context")
    assert shown(bridge) == of(kind="context")
    choose(bridge, "kind", "counter-evidence")
    assert shown(bridge) == of(kind="context counter-evidence")
    choose(bridge, "status", "contested")
    expected = of(kind="context counter-evidence", status="contested")
    assert shown(bridge) == expected
    assert bridge.inner_text(".gl-count") == f"{len(expected)} of {len(NOTES)} notes"
    query = parse_qs(urlsplit(bridge.url).query)
    assert query == {"kind": ["context counter-evidence"], "status": ["contested"]}
    with driver.opened(browser, bridge.url, 1440) as other:
        assert shown(other) == expected
        assert other.locator(".gl-choice input:checked").count() == 3
        assert other.is_visible("input[name=status]:checked + *")
    for facet, value in (("kind", "context"), ("kind", "counter-evidence"), ("status", "contested")):
        choose(bridge, facet, value)
    assert shown(bridge) == NOTES.keys()
    assert not urlsplit(bridge.url).query


def test_a_filter_takes_highlights_away_and_no_word(bridge: Page) -> None:
    """Words whose notes are all filtered out look like others, and so their markers are gone; the rest stays."""
    lines = """() => Object.fromEntries([...document.querySelectorAll("mark.gl-mark:not([data-passage])")].map(
        (one) => [one.dataset.notes, getComputedStyle(one).backgroundImage !== "none"]))"""
    text = "() => [...document.querySelectorAll('.gl-source > p')].map((one) => one.innerText.replaceAll(/\\d+/g, ''))"
    words = bridge.evaluate(text)
    assert set(bridge.evaluate(lines).values()) == {True}
    choose(bridge, "kind", "wording")
    stay = of(kind="wording")
    found = bridge.evaluate(lines)
    assert found == {notes: bool(stay & set(notes.split())) for notes in found}
    assert set(found.values()) == {True, False}
    assert {id_ for id_ in NOTES if bridge.is_visible(f"#ref-{id_}")} == stay
    assert bridge.evaluate(text) == words


def test_a_link_shows_a_note_that_a_filter_hides(browser: Browser, address: str) -> None:
    """Who follows an address with a note's name sees that note, whatever is chosen."""
    with driver.opened(browser, f"{address}?kind=wording#note-long", 1440) as page:
        assert "long" in shown(page)
        assert page.is_visible("#note-long .gl-body")


# Both ends of a note


LIT = """() => ({
    marks: [...document.querySelectorAll("mark.gl-mark")]
        .filter((one) => !["rgba(0, 0, 0, 0)", "transparent"].includes(getComputedStyle(one).backgroundColor))
        .map((one) => one.textContent),
    notes: [...document.querySelectorAll(".gl-note")]
        .filter((one) => getComputedStyle(one.querySelector(".gl-title")).textDecorationLine !== "none")
        .map((one) => one.id.slice(5)),
})"""
"""The marked words and the notes that are shown to belong together."""

DARK: dict[str, list[str]] = {"marks": [], "notes": []}
LONG = {"marks": ["asked that their names be written down"], "notes": ["long"]}


def test_pointing_at_either_end_of_a_note_shows_the_other(bridge: Page) -> None:
    """Marked words, marker and note show which belong together, and nothing stays lit when the pointer is gone."""
    assert bridge.evaluate(LIT) == DARK
    for end in ("mark[data-notes~=long]", "#ref-long", "#note-long"):
        bridge.hover(end)
        assert bridge.evaluate(LIT) == LONG, end
        bridge.hover(".md-header__title")
        assert bridge.evaluate(LIT) == DARK, end


def test_the_focus_at_either_end_of_a_note_shows_the_other(bridge: Page) -> None:
    """What a pointer does, the keyboard does; where notes overlap all notes of the words are shown."""
    for end in ("#ref-long", "#note-long summary"):
        bridge.focus(end)
        assert bridge.evaluate(LIT) == LONG, end
    bridge.focus(".gl-number")
    assert bridge.evaluate(LIT) == DARK
    notes = bridge.evaluate("() => document.querySelector('mark[data-notes*=\" \"]').dataset.notes.split(' ')")
    bridge.hover(f"mark[data-notes='{' '.join(notes)}']")
    assert sorted(bridge.evaluate(LIT)["notes"]) == sorted(notes)


# Opening


def test_the_address_of_a_note_opens_it(browser: Browser, address: str) -> None:
    """At the beginning and whenever the address changes, only that note is opened, and it is in view."""
    opened = "() => [...document.querySelectorAll('.gl-note:has(details[open])')].map((one) => one.id)"
    with driver.opened(browser, f"{address}#note-long", 1440) as page:
        assert page.evaluate(opened) == ["note-long"]
        assert page.evaluate("document.querySelector('#note-long').getBoundingClientRect().top < innerHeight")
        page.evaluate("() => { location.hash = 'note-day'; }")
        page.wait_for_selector("#note-day .gl-body")
        assert set(page.evaluate(opened)) == {"note-long", "note-day"}


def test_a_name_that_is_no_note_is_no_error(browser: Browser, address: str) -> None:
    """An address with a stranger's fragment opens nothing and breaks nothing."""
    errors: list[str] = []
    context = browser.new_context()
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    for fragment in ("#note-none", "#%E0%A4%A", "#p2", "#<b>"):
        page.goto(f"{address}?{len(errors)}{fragment}")
        page.reload()
        page.wait_for_selector(".gl-source[data-live]")
    assert errors == []
    context.close()


def test_one_button_opens_all_notes_and_closes_them(bridge: Page) -> None:
    """It says what it will do, and with a filter it is about the notes that are shown."""
    count = bridge.locator(".gl-note details[open]").count
    button = bridge.locator("[data-all]")
    names = [button.inner_text()]
    button.click()
    assert count() == len(NOTES)
    names.append(button.inner_text())
    button.click()
    assert count() == 0
    assert button.inner_text() == names[0] != names[1]
