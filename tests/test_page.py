"""The page in a real browser: every note beside exactly the words it is about, on every screen."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import browser as driver
import pytest
import sites
import yaml
from playwright.sync_api import Browser, Page

WIDE, PHONES = 1440, (320, 390)


@dataclass(frozen=True)
class Source:
    """A page to look at."""

    site: Path
    """The site's own files."""
    slug: str

    def __str__(self) -> str:
        return self.slug

    @property
    def notes(self) -> dict[str, dict[str, Any]]:
        """The front matter of the notes on its present version, by a foreign reader."""
        paths = sorted((self.site / "annotations" / self.slug).glob("*.md"))
        fronts = {
            path.stem: yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])
            for path in paths
            if path.stem != "lead"
        }
        return {id_: front for id_, front in fronts.items() if "version" not in front}


OWN = [
    pytest.param(Source(sites.REPOSITORY, slug), marks=[] if slug == sites.PUBLISHED[-1] else pytest.mark.long)
    for slug in sites.PUBLISHED
]
BRIDGE = Source(sites.FULL, "bridge")
OTHER_SCRIPTS = [Source(sites.FULL, slug) for slug in ("market", "lemon-trees", "reading-room", "morning-boat")]
"""Arabic, Hebrew, Chinese and Thai."""
LEFT_MARGIN = ("market", "lemon-trees")
"""Sources that are read from right to left have their notes on the left."""
each_source = pytest.mark.parametrize("source", [BRIDGE, *OTHER_SCRIPTS, *OWN], ids=str)

Open = Callable[..., AbstractContextManager[Page]]
Look = Callable[..., Page]


@pytest.mark.parametrize("site", [sites.REPOSITORY, sites.FULL], ids=["this repository", "the tests"])
def test_the_sites_looked_at_build_strictly(
    site: Path, builds: dict[Path, tuple[Path, subprocess.CompletedProcess[str]]]
) -> None:
    """Neither site has a warning."""
    _, done = builds[site]
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def opened(browser: Browser, addresses: dict[Path, str]) -> Open:
    """Open the page of a source in a window of its own, to click and change things in it."""

    def opened(source: Source, width: int, **settings: bool) -> AbstractContextManager[Page]:
        return driver.opened(browser, f"{addresses[source.site]}sources/{source.slug}/", width, **settings)

    return opened


@pytest.fixture(scope="module")
def look(opened: Open) -> Iterator[Look]:
    """Look at the page of a source, which other tests look at too, in a window of some width."""
    pages: dict[object, Page] = {}
    with ExitStack() as stack:

        def look(source: Source, width: int, *, dark: bool = False, scripts: bool = True) -> Page:
            key = source, dark, scripts
            if key not in pages:
                pages[key] = stack.enter_context(opened(source, width, dark=dark, scripts=scripts))
            resize(pages[key], width)
            return pages[key]

        yield look


@dataclass(frozen=True)
class Box:
    """A rectangle on the page, in CSS pixels."""

    left: float
    top: float
    right: float
    bottom: float


LIBRARY = """
const OURS = ".gl-number, .gl-ref, .gl-notes, .gl-head, .gl-toolbar, .gl-end, .gl-here, .gl-folded, .gl-unplaced";
const UNREAD = OURS + ", h1, h2, h3, h4, h5, h6, .footnote-ref, .footnote-backref, .headerlink";
const source = document.querySelector(".gl-source");
const text = source.querySelector(".gl-text");
const box = (of) => {
  const { left, top, right, bottom } = of.getBoundingClientRect();
  return { left, top: top + scrollY, right, bottom: bottom + scrollY };
};
/* The block of a passage: the element with its id, or the one around the number that has it. */
const block = (number) => {
  const found = document.getElementById(`p${number}`);
  return found.matches(".gl-number") ? found.parentElement.closest("p, li, tr, td, th, dd, dt, pre, blockquote, div, figcaption") : found;
};
const texts = (inside) => {
  const walker = document.createTreeWalker(inside, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(UNREAD)) found.push(walker.currentNode);
  return found;
};
const notes = () => [...source.querySelectorAll(".gl-note")];
const inText = () => notes().filter((note) => note.closest(".gl-notes").dataset.passage);
const passage = (note) => Number(note.closest(".gl-notes").dataset.passage);
"""


def ask(page: Page, script: str, argument: object = None) -> Any:
    """What a function of JavaScript says, with the words above at hand."""
    return page.evaluate(f"(argument) => {{ {LIBRARY} return ({script})(argument); }}", argument)


def boxes(found: dict[str, dict[str, float]]) -> dict[str, Box]:
    """Rectangles by name."""
    return {name: Box(**box) for name, box in found.items()}


def note_boxes(page: Page) -> dict[str, Box]:
    """The notes that stand beside the text."""
    return boxes(ask(page, "() => Object.fromEntries(inText().map((note) => [note.id, box(note)]))"))


def passage_boxes(page: Page) -> dict[str, Box]:
    """The block of each passage, by its number."""
    script = """() => Object.fromEntries(
        [...source.querySelectorAll(".gl-number")].map((link) => link.hash.slice(2)).map((number) => [number, box(block(number))]))"""
    return boxes(ask(page, script))


def passages(page: Page) -> dict[str, str]:
    """The number of the passage that each note stands at."""
    found: dict[str, int] = ask(page, "() => Object.fromEntries(inText().map((note) => [note.id, passage(note)]))")
    return {name: str(number) for name, number in found.items()}


def resize(page: Page, width: int) -> None:
    """Make the window as wide as another screen."""
    page.set_viewport_size({"width": width, "height": 900})
    driver.settle(page)


# The words


def compact(text: str) -> str:
    """A text without what readers do not see as words: space, one kind of quotation mark or dash for another, and the
    order in which the signs above and below a letter are stored."""
    straight = unicodedata.normalize("NFC", text).translate(str.maketrans("“”״‘’׳–—", "\"\"\"'''--", "\xad"))
    return re.sub(r"\s+", "", straight)


def fits(quote: str, words: str) -> bool:
    """Whether words are those of a quote; `first … last` is all from the first to the last."""
    first, gap, last = (compact(part) for part in re.split(r"( … |$)", quote, maxsplit=1))
    return words.startswith(first) and words.endswith(last) if gap and last else words == first


READ = """() => {
  let text = "";
  const runs = {};
  for (const node of texts(source)) {
    const names = node.parentElement.closest("mark.gl-mark")?.dataset.notes.split(" ") ?? [];
    for (const name of names) (runs[name] ??= []).push([text.length, text.length + node.data.length]);
    text += node.data;
  }
  const found = {};
  for (const [name, all] of Object.entries(runs)) {
    const [start, end] = [all[0][0], all.at(-1)[1]];
    found[name] = {
      marked: all.map(([from, to]) => text.slice(from, to)).join(""),
      between: text.slice(start, end),
      before: text.slice(0, start),
      after: text.slice(end),
    };
  }
  return found;
}"""


@each_source
def test_every_note_is_marked_on_exactly_its_words(source: Source, look: Look) -> None:
    """The marked text of each note is its quote, without a gap, at the place that prefix and suffix name."""
    page = look(source, WIDE)
    marked = ask(page, READ)
    whole = ask(page, "(numbers) => numbers.map((number) => texts(block(number)).map((node) => node.data).join(''))",
                [front["passage"] for front in source.notes.values() if "quote" not in front and "passage" in front])  # fmt: skip
    wrong: list[str] = []
    for id_, front in source.notes.items():
        if "quote" not in front and "passage" not in front:
            # A reply without words of its own is about those of the note that it answers, if that has any.
            answered = source.notes.get(front.get("replies-to", ""), {})
            assert (id_ in marked) == bool(answered.keys() & {"quote", "passage"})
            continue
        if id_ not in marked:  # its words are the title, which stands in the head
            assert page.inner_text(f"h1 mark[data-notes~={id_}]") == front["quote"]
            continue
        found = {name: compact(text) for name, text in marked[id_].items()}
        expected = front["quote"] if "quote" in front else whole.pop(0)
        right = fits(expected, found["marked"]) and found["marked"] == found["between"]
        right &= found["before"].endswith(compact(front.get("prefix", "")))
        right &= found["after"].startswith(compact(front.get("suffix", "")))
        if not right:
            wrong.append(f"{id_}: {expected!r} is marked as {found['marked']!r}")
    assert wrong == []


@each_source
def test_marker_and_note_lead_to_each_other(source: Source, look: Look) -> None:
    """Each marker stands behind the last of its note's words and leads to the note, which leads back to it."""
    script = """() => Object.fromEntries(notes().map((note) => {
        const marker = document.querySelector(`a[role=doc-noteref][href="#${note.id}"]`);
        const back = note.querySelector("a[role=doc-backlink]");
        const marks = [...source.querySelectorAll(`mark[data-notes~="${note.id.slice(5)}"]`)];
        const last = marks.at(-1);
        const behind = !last || Boolean(last.compareDocumentPosition(marker) & Node.DOCUMENT_POSITION_FOLLOWING);
        return [note.id, [back.hash === `#${marker.id}`, behind]];
    }))"""
    page = look(source, WIDE)
    assert ask(page, script) == {f"note-{id_}": [True, True] for id_ in source.notes}


@pytest.mark.parametrize(
    ("width", "scripts"),
    [(WIDE, True), (PHONES[1], True), (PHONES[1], False)],
    ids=["wide", "phone", "without scripts"],
)
def test_people_can_go_from_the_text_to_a_note_and_back(width: int, scripts: bool, opened: Open) -> None:
    """A click on a marker brings its note into view, and a click on its back-link the marker."""
    with opened(BRIDGE, width, scripts=scripts) as page:
        for id_ in ("day", "row", "long"):
            page.click(f"#ref-{id_}")
            driver.settle(page)
            assert page.url.endswith(f"#note-{id_}")
            assert in_view(page, f"#note-{id_} summary")
            if not page.is_visible(f"#note-{id_} .gl-body"):
                page.click(f"#note-{id_} summary")
            page.click(f"#note-{id_} a[role=doc-backlink]")
            driver.settle(page)
            assert page.url.endswith(f"#ref-{id_}")
            assert in_view(page, f"#ref-{id_}")


def in_view(page: Page, selector: str) -> bool:
    """Whether an element is in the window, and nothing covers it."""
    script = """(selector) => {
        const element = document.querySelector(selector);
        const { left, right, top, bottom } = element.getBoundingClientRect();
        const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        return Boolean(there) && (element.contains(there) || there.contains(element));
    }"""
    return bool(ask(page, script, selector))


# A wide screen


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@each_source
def test_notes_stand_in_the_margin_beside_their_passage(source: Source, scripts: bool, look: Look) -> None:
    """On a wide screen notes are beside the column of text, in their order, and no two overlap; none is below the text's end.

    Without scripts none is above its passage; but a note on a later part of a quotation or table can stand beside the
    beginning of the whole, and a note on an item of a list below the item.
    """
    around = """() => Object.fromEntries(inText().map((note) => {
        let whole = block(passage(note));
        while (whole.parentElement !== text) whole = whole.parentElement;
        return [note.id, box(whole)];
    }))"""
    page = look(source, WIDE, scripts=scripts)
    notes, blocks, wholes = note_boxes(page), passage_boxes(page), boxes(ask(page, around))
    left_margin = source.slug in LEFT_MARGIN
    assert all(page.is_visible(f"#{name} .gl-title") for name in notes)
    if not scripts:
        below = ask(page, "() => inText().filter((note) => note.closest('li')).map((note) => note.id)")
        notes = {name: note for name, note in notes.items() if name not in below}
    column = Box(min(b.left for b in blocks.values()), 0, max(b.right for b in blocks.values()), 0)
    for name, note in notes.items():
        assert note.right <= column.left if left_margin else note.left >= column.right, name
        assert 0 <= note.left < note.right <= WIDE, name
        assert scripts or note.top >= wholes[name].top - 2, name
    tops = [note.top for note in notes.values()]
    assert not scripts or tops == sorted(tops)
    assert overlaps(notes) == []
    # Where the end of the text is seen: of a text with more notes than lines the margin is slid there.
    ask(page, "() => scrollTo({ top: box(text).bottom - innerHeight + 1, behavior: 'instant' })")
    driver.settle(page)
    end = ask(page, "() => box(text)")["bottom"]
    assert [name for name, note in note_boxes(page).items() if note.bottom > end + 1] == []
    page.evaluate("() => scrollTo({ top: 0, behavior: 'instant' })")
    driver.settle(page)


def overlaps(notes: dict[str, Box]) -> list[tuple[str, str]]:
    """Pairs of notes that lie on each other."""
    below = sorted(notes.items(), key=lambda pair: pair[1].top)
    return [
        (first[0], second[0])
        for index, first in enumerate(below)
        for second in below[index + 1 :]
        if second[1].top < first[1].bottom - 0.5
    ]


@each_source
def test_opening_a_note_moves_notes_and_no_text(source: Source, opened: Open) -> None:
    """An opened note stays under the pointer, and others make room; every passage, its own too, stays where it is."""
    with opened(source, WIDE) as page:
        names = list(note_boxes(page))
        for name in dict.fromkeys([names[0], names[len(names) // 2], "note-long" if source is BRIDGE else names[-1]]):
            page.locator(f"a[role=doc-noteref][href='#{name}']").first.scroll_into_view_if_needed()
            driver.settle(page)  # the margin follows
            page.hover(f"#{name} summary")
            driver.settle(page)
            blocks, before = passage_boxes(page), note_boxes(page)
            page.click(f"#{name} summary")
            driver.settle(page)
            assert page.is_visible(f"#{name} .gl-body, #{name} .gl-meta")
            after = note_boxes(page)
            assert {number: box.top for number, box in passage_boxes(page).items()} == pytest.approx(
                {number: box.top for number, box in blocks.items()}, abs=0.5
            )
            assert after[name].bottom - after[name].top > before[name].bottom - before[name].top
            assert after[name].top == pytest.approx(before[name].top, abs=1.5)
            assert overlaps(after) == []
            page.click(f"#{name} summary")  # an open note holds the margin as long as it is seen


@pytest.mark.parametrize("grows", [".gl-terms > summary", ".gl-whole > summary"])
@each_source
def test_what_grows_above_the_text_takes_the_notes_along(grows: str, source: Source, opened: Open) -> None:
    """The first note stands beside its passage still, also where the notes are longer than the text."""
    with opened(source, WIDE) as page:
        name, note = next(iter(note_boxes(page).items()))
        at = passages(page)[name]
        beside = note.top - passage_boxes(page)[at].top
        above = page.locator(grows)
        if not above.count():
            pytest.skip("it has none of these")
        above.first.click()
        driver.settle(page)
        text = passage_boxes(page)[at].top
        # What is nearest to the middle of the window is another part of the text now.
        assert note_boxes(page)[name].top - text == pytest.approx(beside, abs=40)
        assert text > note.top - beside + 10


def test_without_scripts_too_an_opened_note_leaves_its_own_passage(opened: Open) -> None:
    """With scripts off the passage of a note that is opened stays in place, and no notes overlap."""
    with opened(BRIDGE, WIDE, scripts=False) as page:
        at = passages(page)
        for name in ("note-day", "note-outer", "note-long"):
            before = passage_boxes(page)[at[name]]
            page.click(f"#{name} summary")
            driver.settle(page)
            assert page.is_visible(f"#{name} .gl-body")
            assert passage_boxes(page)[at[name]].top == pytest.approx(before.top, abs=0.5)
            assert passage_boxes(page)[at[name]].bottom == pytest.approx(before.bottom, abs=0.5)
            assert overlaps(note_boxes(page)) == []


# A phone


@each_source
def test_on_a_phone_notes_follow_their_passage(source: Source, look: Look) -> None:
    """Each note lies below the last of its words and within the screen, and above the text that comes after."""
    script = """() => Object.fromEntries(inText().map((note) => {
        const marks = source.querySelectorAll(`mark[data-notes~="${note.id.slice(5)}"]`);
        return [note.id, box([...marks].at(-1))];
    }))"""
    page = look(source, PHONES[0])
    at = passages(page)
    for width in PHONES:
        resize(page, width)
        notes, words, blocks = note_boxes(page), boxes(ask(page, script)), passage_boxes(page)
        assert all(page.is_visible(f"#{name} .gl-title") for name in notes)
        assert overlaps(notes) == []
        for name, note in notes.items():
            assert note.top >= words[name].bottom - 1, name
            assert 0 <= note.left < note.right <= width, name
            after = blocks.get(str(int(at[name]) + 1))
            # In a quotation and a table the next passage can belong to the same block.
            assert after is None or note.bottom <= after.top + 1 or after.top < note.top, name


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@each_source
def test_nothing_scrolls_sideways(source: Source, scripts: bool, opened: Open) -> None:
    """No page is wider than a phone's screen, to neither side, be its notes closed or all open."""
    outside = """() => [...source.querySelectorAll("*")]
        .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1)
        .filter((one) => {
            for (let around = one; around !== source; around = around.parentElement)
                if (getComputedStyle(around).overflowX !== "visible") return false;
            return true;
        })
        .map((one) => one.outerHTML.slice(0, 80))"""
    with opened(source, PHONES[0], scripts=scripts) as page:
        for every in ("false", "true"):
            page.evaluate(f"document.querySelectorAll('details').forEach((one) => {{ one.open = {every}; }})")
            for width in PHONES:
                resize(page, width)
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
                assert ask(page, outside) == [], width


@pytest.mark.parametrize(
    "source",
    [BRIDGE, OTHER_SCRIPTS[2], *(pytest.param(*own.values, marks=pytest.mark.long) for own in OWN)],
    ids=str,
)
def test_no_line_begins_with_a_marker_or_a_ring(source: Source, look: Look) -> None:
    """A marker stands on the line of the word before it, and the ring behind a name on that of the name."""
    script = """() => {
      const marker = (one) => {
        const all = texts(source).filter((node) => node.data.trim());
        const before = all.findLast((node) => one.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING);
        if (!before || before.parentElement.closest("a, [role=note]") || before.data !== before.data.trimEnd()) return false;
        const range = document.createRange();
        range.setStart(before, before.length - 1);
        range.setEnd(before, before.length);
        return one.getBoundingClientRect().right < range.getBoundingClientRect().left;
      };
      const ring = (one) => [...one.getClientRects()].at(-1).width < 8;
      const parted = [...source.querySelectorAll(".gl-text .gl-ref")].filter(marker);
      return [...parted, ...[...source.querySelectorAll(".gl-text .gl-entity")].filter(ring)].map((one) => one.outerHTML);
    }"""
    for width in (WIDE, 1100, 411, 390, 375, 360, 347, 320):
        assert ask(look(source, width), script) == [], width


def test_the_bar_leads_to_the_parts_behind_the_text(opened: Open) -> None:
    """The contents name each, and where one is in them the bar says so."""
    with opened(BRIDGE, WIDE) as page:
        page.click(".gl-where")
        listed = page.locator("#gl-contents a").evaluate_all("(links) => links.map((one) => one.hash.slice(1))")
        behind = ask(page, "() => [...source.querySelectorAll('.gl-end h2')].map((one) => one.id)")
        assert behind
        assert listed[-len(behind) - 1 :] == [*behind, "cite"]
        page.click("#gl-contents a[href='#references']")
        driver.settle(page)
        heading = page.inner_text("#references")
        page.set_viewport_size({"width": WIDE, "height": 300})
        page.evaluate("document.querySelector('#references').scrollIntoView()")
        driver.settle(page)
        assert page.inner_text(".gl-sec") == heading


def test_the_ring_around_a_title_is_whole(opened: Open) -> None:
    """Nothing cuts off what shows where the focus is."""
    with opened(BRIDGE, WIDE) as page:
        room = """() => {
          const edges = source.querySelector(".gl-text").getBoundingClientRect();
          return notes().filter((one) => one.closest(".gl-text")).map((one) => one.querySelector("summary").getBoundingClientRect())
            .map(({ left, right }) => Math.min(edges.right - right, left - edges.left));
        }"""
        assert min(ask(page, room)) >= 4


@pytest.mark.parametrize("width", PHONES)
def test_the_marker_of_an_open_note_hides_nothing(width: int, opened: Open) -> None:
    """Its colour is behind the number alone, not behind all that a finger can touch, which reaches over the words."""
    with opened(BRIDGE, width) as page:
        page.locator(".gl-text .gl-ref a").first.click()
        driver.settle(page)
        marker = page.locator(".gl-ref.gl-on a").first
        assert marker.evaluate("(one) => getComputedStyle(one).backgroundClip") == "content-box"
        assert marker.evaluate("(one) => getComputedStyle(one).backgroundColor") != "rgba(0, 0, 0, 0)"


BARS = {
    "en": ("Titles", "Open", "Filter", "69 notes"),
    "de": ("Titel", "Offen", "Filter", "69 Anmerkungen"),
    "fr": ("Titres", "Ouvertes", "Filtrer", "69 notes"),
}


@pytest.mark.parametrize("language", BARS)
def test_nothing_in_the_bar_is_over_something_else(language: str, opened: Open) -> None:
    """Where there is no room for where one is, it is left out; the other parts are all in the window."""
    script = """([titles, open, filter, count]) => {
      const say = (selector, words) => { source.querySelector(selector).textContent = words; };
      say("[data-mode=titles]", titles), say("[data-mode=open]", open), say(".gl-filterb", filter);
      say(".gl-count", count), say(".gl-pos", "¶ 36 / 36");
      const bar = source.querySelector(".gl-where").getBoundingClientRect();
      const all = ".gl-where > *, .gl-steps > *, .gl-modes, .gl-filterb";
      const parts = [...source.querySelectorAll(all)].map((one) => ({ name: one.className, ...one.getBoundingClientRect().toJSON() }))
        .filter(({ left, right, top }) => right > left && top < bar.bottom - 1);
      const outside = parts.filter(({ left, right }) => left < 0 || right > innerWidth).map(({ name }) => name);
      const over = parts.flatMap((part, at) => parts.slice(at + 1)
        .filter(({ left, right, top, bottom }) =>
          left < part.right - 1 && right > part.left + 1 && top < part.bottom - 1 && bottom > part.top + 1)
        .map(({ name }) => `${part.name} ${name}`));
      return [...outside, ...over];
    }"""
    with opened(BRIDGE, PHONES[1]) as page:
        for width in (*PHONES, 360, 412, 768):
            resize(page, width)
            assert ask(page, script, BARS[language]) == [], width


# Without scripts


@each_source
def test_without_scripts_everything_is_there(source: Source, look: Look, opened: Open) -> None:
    """The text is the same with scripts and without, every note's title is seen, and each note can be opened by hand."""
    words = "() => texts(source).map((node) => node.data).join('')"
    expected = ask(look(source, WIDE), words)
    with opened(source, WIDE, scripts=False) as page:
        assert ask(page, words) == expected
        ids = ask(page, "() => notes().map((note) => note.id)")
        assert set(ids) == {f"note-{id_}" for id_ in source.notes}
        if page.locator(".gl-whole").count():
            page.click(".gl-whole > summary")
        # A source may have one note only.
        for id_, width in {ids[0]: WIDE, ids[-1]: PHONES[1]}.items():
            resize(page, width)
            assert all(page.is_visible(f"#{one} .gl-title") for one in ids)
            assert not page.is_visible(f"#{id_} .gl-meta")
            page.click(f"#{id_} summary")
            assert page.is_visible(f"#{id_} .gl-meta")


@each_source
def test_a_page_asks_no_other_host_and_logs_no_error(
    source: Source, browser: Browser, addresses: dict[Path, str]
) -> None:
    """Reading a source tells nobody else, and its scripts run without an error."""
    asked: list[str] = []
    said: list[str] = []
    context = browser.new_context()
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{addresses[source.site]}sources/{source.slug}/", wait_until="load")
    driver.settle(page)
    context.close()
    assert said == []
    assert [url for url in asked if not url.startswith((addresses[source.site], "data:"))] == []


# Light and dark


COLOURS = """() => {
    const of = (selector, property) => getComputedStyle(document.querySelector(selector))[property];
    return {
        page: of("body", "backgroundColor"),
        text: of(".gl-text > p", "color"),
        title: of(".gl-title", "color"),
        number: of(".gl-note .gl-n", "color"),
        marker: of(".gl-ref a", "color"),
        highlight: of("mark.gl-mark:not([data-passage])", "textDecorationColor"),
    };
}"""


@each_source
def test_the_dark_page_has_colours_of_its_own(source: Source, look: Look) -> None:
    """For readers who prefer dark pages, paper, text, kinds and highlights all have another colour."""
    found: list[dict[str, str]] = []
    for dark in (False, True):
        page = look(source, WIDE, dark=dark)
        found.append(ask(page, COLOURS))
    light, night = found
    assert [name for name in light if light[name] == night[name]] == []
    assert luminance(light["page"]) > luminance(light["text"])
    assert luminance(night["page"]) < luminance(night["text"])


def luminance(colour: str) -> float:
    """How light a computed colour is, 0 to 255."""
    red, green, blue = (float(part) for part in re.findall(r"[\d.]+", colour)[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


LINES = {"for": "solid", "mixed": "dashed", "against": "double", "open": "dotted"}


@each_source
def test_hue_and_line_say_which_way_the_evidence_points(source: Source, look: Look) -> None:
    """Words, markers and numbers have the hue of their direction, words its line, too; kinds and origins have no hue.
    What is not assessed is as grey as what is open."""
    script = """() => [...document.querySelectorAll(".gl-text mark.gl-mark:not([data-passage], [data-ruled])")].map((mark) =>
        [mark.dataset.dir, getComputedStyle(mark).textDecorationStyle])"""
    hues = """() => [...document.querySelectorAll(".gl-ref:not(.gl-off)"), ...document.querySelectorAll(".gl-text .gl-note")].map((one) =>
        [one.dataset.dir.replace("none", "open"), getComputedStyle(one.querySelector("a, .gl-n")).color])"""
    page = look(source, WIDE)
    assert all(LINES[direction] == line for direction, line in ask(page, script))
    colours = ask(page, hues)
    by_direction = {direction: {colour for way, colour in colours if way == direction} for direction, _ in colours}
    assert all(len(found) == 1 for found in by_direction.values())
    assert len({found.pop() for found in by_direction.values()}) == len(by_direction)
    assert len({page.eval_on_selector(".gl-kind", "(one) => getComputedStyle(one).color")}) == 1
