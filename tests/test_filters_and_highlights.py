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
    """Click a choice of a filter, which is opened for it."""
    choice = page.locator(f"#gl-filters input[name='{facet}'][value='{value}']")
    if not choice.is_visible():
        page.click(".gl-filterb")
    choice.click()
    driver.settle(page)


def shown(page: Page) -> set[str]:
    """The notes that are not filtered out."""
    script = "() => [...document.querySelectorAll('.gl-note')].filter((one) => !one.hidden).map((one) => one.id)"
    return {id_.removeprefix("note-") for id_ in page.evaluate(script)}


def of(**wanted: str) -> set[str]:
    """The notes whose front matter has one of some values, separated by spaces, in each field."""
    return {
        id_ for id_, front in NOTES.items() if all(front.get(field) in text.split() for field, text in wanted.items())
    }


def test_each_choice_says_how_many_notes_it_shows(bridge: Page) -> None:
    """The figures are those of the notes' files."""
    script = """() => Object.fromEntries([...document.querySelectorAll("#gl-filters input[name=kind]")].map(
        (one) => [one.value, Number(one.parentElement.querySelector("small").textContent)]))"""
    assert bridge.evaluate(script) == Counter(front["kind"] for front in NOTES.values())


def test_filters_narrow_the_notes_and_stay_in_the_address(bridge: Page, browser: Browser) -> None:
    """Values of one facet add up, facets narrow each other, and the address shows others the same notes."""
    choose(bridge, "kind", "context")
    assert shown(bridge) == of(kind="context")
    choose(bridge, "kind", "counter-evidence")
    assert shown(bridge) == of(kind="context counter-evidence")
    choose(bridge, "direction", "none")
    expected = shown(bridge)
    assert set() < expected < of(kind="context counter-evidence")
    assert bridge.inner_text(".gl-filterb") == "Filter 3"
    assert bridge.inner_text(".gl-count") == f"{len(expected)} notes"
    query = parse_qs(urlsplit(bridge.url).query)
    assert query == {"kind": ["context counter-evidence"], "direction": ["none"]}
    with driver.opened(browser, bridge.url, 1440) as other:
        other.wait_for_function("document.querySelector('.gl-filterb b').textContent === '3'")
        assert shown(other) == expected
        assert other.locator("#gl-filters input:checked").count() == 3
    bridge.click("#gl-filters [type=reset]")
    driver.settle(bridge)
    assert shown(bridge) == NOTES.keys()
    assert not urlsplit(bridge.url).query


def test_a_filter_takes_lines_away_and_moves_no_word(bridge: Page) -> None:
    """Words whose notes are all filtered out look like others; their markers stay, or lines would break anew."""
    lines = """() => Object.fromEntries([...document.querySelectorAll("mark.gl-mark:not([data-passage], [data-ruled])")].map(
        (one) => [one.dataset.notes, getComputedStyle(one).textDecorationLine !== "none"]))"""
    places = """() => [...document.querySelectorAll(".gl-text > :not(.gl-notes, button), .gl-ref")].map((one) => {
        const { left, top } = one.getBoundingClientRect();
        return [left, top + scrollY];
    })"""
    before = bridge.evaluate(places)
    assert set(bridge.evaluate(lines).values()) == {True}
    choose(bridge, "kind", "wording")
    stay = of(kind="wording")
    found = bridge.evaluate(lines)
    assert found == {notes: bool(stay & set(notes.split())) for notes in found}
    assert set(found.values()) == {True, False}
    assert bridge.evaluate(places) == before


def test_passages_without_such_notes_are_folded_to_a_line(bridge: Page) -> None:
    """Each run of them says which they are; without the choice all are there again."""
    choose(bridge, "kind", "wording")
    choose(bridge, "only", "such")
    lines = bridge.locator(".gl-folded").all_inner_texts()
    assert lines
    assert all("no such note" in line for line in lines)
    with_notes = bridge.locator(".gl-text > .gl-notes:not([hidden])").count()
    assert with_notes == len(
        bridge.evaluate("""() => [...new Set([...document.querySelectorAll(
        ".gl-text .gl-note:not([hidden])")].map((one) => one.closest(".gl-notes")))]""")
    )
    choose(bridge, "only", "such")
    assert bridge.locator(".gl-folded").count() == 0
    assert bridge.locator(".gl-text > [hidden]:not(.gl-here)").count() == 0


def test_folding_passages_leaves_the_reader_where_they_were(bridge: Page) -> None:
    """Where the passage that is read is folded, the line in its place is in the window, and nobody is thrown to the top."""
    choose(bridge, "kind", "wording")
    without = bridge.evaluate("""() => [...document.querySelectorAll(".gl-text > .gl-notes[data-passage]")]
        .filter((group) => !group.querySelector(".gl-note:not([hidden])")).map((group) => group.dataset.passage).at(-1)""")
    assert without
    bridge.evaluate("(number) => document.querySelector(`#p${number}`).scrollIntoView()", without)
    driver.settle(bridge)
    choose(bridge, "only", "such")
    top, foot = bridge.evaluate(
        """(number) => {
        const line = [...document.querySelectorAll(".gl-folded")].filter((one) =>
            one.compareDocumentPosition(document.querySelector(`#p${number}`)) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1);
        const { top, bottom } = line.getBoundingClientRect();
        return [top, bottom];
    }""",
        without,
    )
    assert 0 < top < foot < bridge.viewport_size["height"]  # type: ignore[index]


def test_a_link_shows_a_note_that_a_filter_hides(browser: Browser, address: str) -> None:
    """Who follows an address with a note's name sees that note, whatever is chosen."""
    with driver.opened(browser, f"{address}?kind=wording#note-long", 1440) as page:
        page.wait_for_function("document.querySelector('.gl-filterb b').textContent === '1'")
        driver.settle(page)
        assert "long" in shown(page)
        assert page.is_visible("#note-long .gl-body")


# Both ends of a note


LIT = """() => ({
    marks: [...document.querySelectorAll("mark.gl-mark")]
        .filter((one) => !["rgba(0, 0, 0, 0)", "transparent"].includes(getComputedStyle(one).backgroundColor))
        .map((one) => one.textContent),
    notes: [...document.querySelectorAll(".gl-note.gl-lit")].map((one) => one.id.slice(5)),
})"""
"""The marked words and the notes that are shown to belong together."""

DARK: dict[str, list[str]] = {"marks": [], "notes": []}
LONG = {"marks": ["asked that their names be written down"], "notes": ["long"]}


def test_pointing_at_either_end_of_a_note_shows_the_other(bridge: Page) -> None:
    """Marked words, marker and note show which belong together, and nothing stays lit when the pointer is gone."""
    acting(bridge)
    assert bridge.evaluate(LIT) == DARK
    for end in ("mark[data-notes~=long]", "#ref-long", "#note-long"):
        bridge.hover(end)
        assert bridge.evaluate(LIT) == LONG, end
        bridge.hover(".md-header__title")
        assert bridge.evaluate(LIT) == DARK, end


def test_the_focus_at_either_end_of_a_note_shows_the_other(bridge: Page) -> None:
    """What a pointer does, the keyboard does."""
    acting(bridge)
    for end in ("#ref-long", "#note-long summary"):
        bridge.focus(end)
        assert bridge.evaluate(LIT) == LONG, end
    bridge.focus(".gl-number")
    assert bridge.evaluate(LIT) == DARK


def acting(page: Page) -> None:
    """Wait for what is loaded when a reader does the first thing."""
    page.mouse.move(3, 3)
    page.wait_for_function("Object.hasOwn(glossator, 'act')")
    driver.settle(page)


# Opening


def test_the_address_of_a_note_opens_it(browser: Browser, address: str) -> None:
    """At the beginning and whenever the address changes, the note is opened, and its words are in view with it."""
    opened = "() => [...document.querySelectorAll('.gl-note:has(details[open])')].map((one) => one.id)"
    with driver.opened(browser, f"{address}#note-long", 1440) as page:
        driver.settle(page)
        assert page.evaluate(opened) == ["note-long"]
        assert page.evaluate("document.activeElement.closest('.gl-note')?.id") == "note-long"
        page.evaluate("() => { location.hash = 'note-day'; }")
        page.wait_for_selector("#note-day .gl-body")
        driver.settle(page)
        assert page.evaluate(opened) == ["note-day"]


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


def test_the_whole_of_a_reference_opens_in_its_line(bridge: Page) -> None:
    """A short citation, in the text of the note or among its evidence, shows the reference without leaving the note."""
    acting(bridge)
    bridge.click("#ref-long")
    driver.settle(bridge)
    line = bridge.locator("#note-long .gl-evidence > li").first
    link = line.locator("> a").first
    link.click()
    driver.settle(bridge)
    href = link.get_attribute("href") or ""
    whole = bridge.evaluate("(id) => document.getElementById(id).textContent", href[1:])
    said = line.locator(".gl-refer").inner_text()
    assert whole.startswith(said)
    assert len(said) > len(link.inner_text())
    assert not said.endswith(whole[-1]), "the numbers of its notes stand in the list alone"
    assert link.get_attribute("aria-expanded") == "true"
    assert bridge.url.endswith("#note-long")
    link.click()
    assert not line.locator(".gl-refer").is_visible()
