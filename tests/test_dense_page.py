"""A page with 500 notes in a real browser: all is in its place, on the widest screen and on the smallest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import browser as driver
import pytest
import sites
from playwright.sync_api import Browser, Page
from test_page import READ, ask, compact, fits, in_view, note_boxes, overlaps, resize

from _bench_sites import SourcePage, expect_notes
from _dense_site import CROWDED, LONG, SLUG, long_note, notes_on, write_dense

WIDE, PHONE = 1440, 320


@pytest.fixture(scope="module")
def dense(tmp_path_factory: pytest.TempPathFactory) -> tuple[SourcePage, Path]:
    """The page with its notes, and the site that was built from it strictly."""
    folder = tmp_path_factory.mktemp("dense")
    page = write_dense(folder)
    built = sites.build(folder, to=folder / "site", strict=True)
    assert (built.failure, built.warnings) == ("", ())
    expect_notes(built.folder, "sidecars", [page])
    return page, built.folder


@pytest.fixture(scope="module")
def window(dense: tuple[SourcePage, Path], browser: Browser) -> Iterator[Page]:
    """The page in a window; every test sets its width."""
    with (
        driver.served(dense[1]) as address,
        driver.opened(browser, f"{address}sources/{SLUG}/", WIDE) as page,
    ):
        yield page


@pytest.fixture
def source(dense: tuple[SourcePage, Path]) -> SourcePage:
    """What was written."""
    return dense[0]


@pytest.mark.build
def test_the_page_is_as_dense_as_is_promised(source: SourcePage) -> None:
    """500 notes, twelve of them on one passage, and a passage of 2,000 words."""
    assert len(source.notes) == 500
    assert len(notes_on(source, CROWDED)) == 12
    assert len(source.paragraphs[LONG].words) == 2_000


def test_every_note_is_marked_on_exactly_its_words(source: SourcePage, window: Page) -> None:
    """None of 500 is off by a letter, though most overlap."""
    resize(window, WIDE)
    marked = ask(window, READ)
    assert marked.keys() == {note.id for note in source.notes}
    assert [
        note.id
        for note in source.notes
        if not fits(note.quote, compact(marked[note.id]["marked"]))
        or marked[note.id]["marked"] != marked[note.id]["between"]
    ] == []


def test_no_notes_overlap_and_all_stand_in_order(source: SourcePage, window: Page) -> None:
    """In the margin each note is below the one before; where a long one is opened, too."""
    resize(window, WIDE)
    for opened in (False, True):
        if opened:
            window.click(f"#note-{long_note(source).id} summary")
            driver.settle(window)
        notes = note_boxes(window)
        tops = [note.top for note in notes.values()]
        assert len(notes) == 500
        assert overlaps(notes) == []
        assert tops == sorted(tops)
    window.click(f"#note-{long_note(source).id} summary")


def test_opening_a_note_styles_none_but_its_own_words_anew(source: SourcePage, window: Page, browser: Browser) -> None:
    """Below it a hundred groups of notes move; what they hold is neither styled nor laid out again."""
    resize(window, WIDE)
    groups = window.locator(".gl-notes[data-passage]").count()
    summary = window.locator(".gl-notes[data-passage='5'] summary").first
    summary.scroll_into_view_if_needed()
    summary.hover()
    driver.settle(window)
    browser.start_tracing(page=window, categories=["-*", "devtools.timeline"])
    summary.click()
    driver.settle(window)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    styled = [
        event["args"]["elementCount"] for event in events if event["name"] == "UpdateLayoutTree" and "args" in event
    ]
    dirty = max(event["args"]["beginData"]["dirtyObjects"] for event in events if event["name"] == "Layout")
    summary.click()
    assert groups > 100
    assert sum(styled) > groups - 10
    assert max(styled) < 4 * groups  # in each of the steps, as many as the machine has time for; notes have thousands
    assert dirty < 60


def test_nothing_scrolls_sideways_on_the_smallest_phone(source: SourcePage, window: Page) -> None:
    """Nor when the note with the table is open."""
    resize(window, PHONE)
    for _ in range(2):
        window.locator(f"#note-{long_note(source).id} summary").click()
        driver.settle(window)
        assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_each_of_twelve_markers_on_a_passage_can_be_reached(width: int, source: SourcePage, window: Page) -> None:
    """No marker covers another, also where four notes are on the same words, and each leads to its note."""
    resize(window, width)
    notes = notes_on(source, CROWDED)
    window.evaluate("scrollTo(0, document.querySelector('#p1').getBoundingClientRect().top + scrollY - 200)")
    assert [note.id for note in notes if not in_view(window, f"#ref-{note.id}")] == []
    for note in notes[::4]:
        window.click(f"#ref-{note.id}")
        driver.settle(window)
        assert in_view(window, f"#note-{note.id} summary")
