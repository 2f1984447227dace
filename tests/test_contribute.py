"""Suggesting a note from the page: words chosen in a real browser become a file that the build puts on the same words."""

from __future__ import annotations

import itertools
import json
import random
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import browser as driver
import conftest
import jsonschema
import pytest
import sites
from axe_playwright_python.base import AXE_SCRIPT
from bs4 import BeautifulSoup
from identifier_cases import IDS, NO_IDS, TITLES
from playwright.sync_api import Browser, Page, Request
from sites import Built
from test_accessibility import PHONE, SCHEMES, WIDE

from glossator import Anchored, Span, TextQuoteSelector, anchor, describe, read
from glossator.editing.panel import ADDRESS_LIMIT
from glossator.files.reading import TextFile
from glossator.project.sidecar import parse_note
from glossator.records import identifiers
from glossator.records.model import BODY_LIMIT, QUOTE_LIMIT
from glossator.records.schema import json_schema
from glossator.records.vocabulary import KINDS
from glossator.repository.forge import Forge, forge
from glossator.text.normalize import is_blank
from glossator.text.textmap import TextMap

REPOSITORY = "https://github.example/netherby/papers"
TABLE: list[dict[str, Any]] = json.loads((Path(__file__).parent / "selecting.json").read_text(encoding="utf-8"))
"""Pages, what is chosen of them, and what both implementations give."""
SLUGS = ("bridge", "ferry", "lemon-trees", "market", "morning-boat", "reading-room")


def note_id(title: str) -> str:
    """The id that the command line makes of a title."""
    return identifiers.made_of(title, words=identifiers.WORDS_OF_A_NOTE)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The full site, kept in a repository."""
    root = sites.copy(sites.FULL, tmp_path_factory.mktemp("kept") / "site")
    sites.configure(root, repo_url=REPOSITORY, edit_uri="edit/main/docs/")
    return root


@pytest.fixture(scope="module")
def built(root: Path) -> Built:
    """That site, built."""
    built = sites.build(root, to=root.parent / "out", strict=True)
    assert built.failure == ""
    return built


@pytest.fixture(scope="module")
def address(built: Built) -> Iterator[str]:
    """Where it is served."""
    with driver.served(built.folder) as address:
        yield address


@pytest.fixture
def bridge(browser: Browser, address: str) -> Iterator[Page]:
    """Its page with everything, on a wide screen."""
    with driver.opened(browser, f"{address}sources/bridge/", WIDE) as page:
        yield page


CHOOSE = """([words, last, times]) => {
    const source = document.querySelector(".gl-source");
    const walker = document.createTreeWalker(source, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    let wanted = words;
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.parentElement.closest(".gl-notes, .gl-head, .gl-number, .gl-ref")) continue;
        for (let at = node.data.indexOf(wanted); at >= 0; at = node.data.indexOf(wanted, at + 1)) {
            if (wanted === words && --times > 0) continue;
            if (wanted === words) range.setStart(node, at);
            range.setEnd(node, at + wanted.length);
            if (wanted === last) {
                getSelection().removeAllRanges();
                getSelection().addRange(range);
                return true;
            }
            wanted = last;
        }
    }
    return false;
}"""
"""Chooses from the nth place of some words to the first place of others after it."""


def choose(page: Page, first: str, last: str = "", times: int = 1) -> None:
    """Choose words of the text; every string stands in one node of the page."""
    assert page.evaluate(CHOOSE, [first, last or first, times]), f"the page has no such words: {first}, {last}"
    driver.settle(page)


def ask(page: Page, button: str = ".gl-suggest button") -> None:
    """Press a button to suggest a note, and wait for the panel."""
    page.click(f"{button} >> visible=true")
    page.wait_for_selector(".gl-panel[open]")


def leave(page: Page) -> None:
    """Close the panel, and wait until the focus is back."""
    page.keyboard.press("Escape")
    page.wait_for_selector(".gl-panel", state="detached")
    driver.settle(page)


def fill(page: Page, **fields: str) -> None:
    """Fill fields of the panel; of a list one is chosen, a file's name stands where the file is shown."""
    for name, value in fields.items():
        control = page.locator(f".gl-panel [name={name}]").last
        if name == "name":
            page.eval_on_selector(".gl-shown", "(one) => (one.open = true)")
        if control.get_attribute("type") == "radio":
            page.eval_on_selector(f".gl-panel [name={name}][value={value}]", "(one) => one.click()")
        elif control.evaluate("(one) => one.localName") == "select":
            control.select_option(value)
        else:
            control.fill(value)


def kind_of(page: Page) -> str:
    """The kind that is chosen in the panel."""
    return str(page.evaluate("document.querySelector('.gl-panel form').elements.kind.value"))


def describe_new(page: Page, **fields: str) -> None:
    """Add evidence that is not in the bibliography."""
    page.click("[data-do=add]")
    page.locator("[data-do=describe]").last.click()
    fill(page, **fields)


def sent(page: Page) -> tuple[str, str, str]:
    """Press the link: the address that opens, and the name and the text of the file in it."""
    page.context.route(f"{REPOSITORY}/**", lambda route: route.fulfill(body="a new file"))
    with page.context.expect_page() as opened:
        page.click("[data-way=file]")
    url = opened.value.url
    query = parse_qs(urlsplit(url).query)
    return url, query["filename"][0], query.get("value", [""])[0]


def text_of(built: Built, slug: str) -> TextMap:
    """The text of a built page as the build reads it."""
    source = BeautifulSoup(built.page(f"sources/{slug}/"), "html5lib").select_one(".gl-source")
    assert source
    return read(source.decode_contents(formatter="minimal"))


# One reading, one description


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case["name"])
def test_the_build_gives_what_the_table_says(case: dict[str, Any]) -> None:
    """Its text, and the fields that anchor on what is chosen, whose lines are one there."""
    page, span = read(case["html"]), Span(*case["chosen"])
    assert page.text == case["text"]
    described = describe(page, span)
    said = {"quote": described.exact, "prefix": described.prefix, "suffix": described.suffix}
    assert {name: " ".join(text.split("\n")).strip() for name, text in said.items() if text.strip()} == case["fields"]
    fields = case["fields"]
    selector = TextQuoteSelector(fields["quote"], fields.get("prefix", ""), fields.get("suffix", ""))
    assert anchor(selector, page) == Anchored(span)


IN_PAGE = """(pages) => pages.map(([html, chosen]) => {
    const source = typeof html === "string" ? document.createElement("div") : document.querySelector(".gl-source");
    if (typeof html === "string") {
        source.innerHTML = html;
        document.body.append(source);
    }
    const page = glossator.read(source);
    const points = [...page.text];
    const unit = (point) => points.slice(0, point).join("").length;
    const place = (offset) => {
        const run = page.runs.filter((one) => one.at <= offset && offset <= one.at + one.length).at(-1);
        return run && [run.node, run.from + offset - run.at];
    };
    const found = chosen.map(([from, to]) => {
        if (!Number.isInteger(from)) [from, to] = [from, from + to].map((one) => Math.floor(one * points.length));
        const [start, end] = [place(unit(from)), place(unit(to))];
        if (!start || !end) return null; // a space, which is not chosen alone
        const range = document.createRange();
        range.setStart(...start);
        range.setEnd(...end);
        const span = glossator.span(range, page);
        if (!span) return null;
        const [first, last] = span.map((one) => [...page.text.slice(0, one)].length);
        return { from, to, span: [first, last], fields: glossator.describe(page.text, ...span) };
    });
    if (typeof html === "string") source.remove();
    return { text: page.text, found };
})"""
"""What a browser reads and gives for parts of pages: code points of the text, or shares of its length."""


def test_the_browser_gives_what_the_table_says(bridge: Page) -> None:
    """The same text and the same fields as the build's."""
    ask(bridge)
    given = bridge.evaluate(IN_PAGE, [[case["html"], [case["chosen"]]] for case in TABLE])
    for case, got in zip(TABLE, given, strict=True):
        assert got["text"] == case["text"], case["name"]
        assert got["found"][0]["fields"] == case["fields"], case["name"]
        assert got["found"][0]["span"] == case["chosen"], case["name"]


def on_its_words(page: TextMap, choice: dict[str, Any]) -> bool:
    """Whether the fields made of a choice anchor on it; only blanks are left out, and half a character is made whole."""
    (start, end), fields = choice["span"], choice["fields"]
    left_out = page.text[choice["from"] : start] + page.text[end : choice["to"]]
    added = page.text[start : choice["from"]] + page.text[choice["to"] : end]
    selector = TextQuoteSelector(fields["quote"], fields.get("prefix", ""), fields.get("suffix", ""))
    anchored = anchor(selector, page) == Anchored(Span(start, end))
    return is_blank(left_out) and len(added.split()) <= 2 and len(added) < 12 and anchored


@pytest.mark.parametrize("slug", SLUGS)
def test_whatever_is_chosen_of_a_page_anchors_there(slug: str, browser: Browser, address: str, built: Built) -> None:
    """Two hundred choices at random, from a letter to some paragraphs: the build finds each where it was made."""
    seed = random.randrange(1_000_000)
    draw = random.Random(seed)
    with driver.opened(browser, f"{address}sources/{slug}/", WIDE) as page:
        ask(page)
        choices = [[draw.random(), draw.choice((0.01, 0.05, 0.3)) * draw.random()] for _ in range(200)]
        (got,) = page.evaluate(IN_PAGE, [[None, choices]])
    text = text_of(built, slug)
    assert got["text"] == text.text
    selected = [choice for choice in got["found"] if choice]
    assert len(selected) > 100, seed
    assert [choice for choice in selected if not choice["fields"] or not on_its_words(text, choice)] == [], seed


def test_whatever_is_chosen_of_any_page_anchors_there(bridge: Page) -> None:
    """On pages of every kind of block, script and invisible sign, no quote anchors anywhere else; few are not given."""
    seed = random.randrange(1_000_000)
    draw = random.Random(seed)
    ask(bridge)
    # Chromium reads `&#x;` as a character, against the HTML standard.
    tokens = [token for token in conftest.TOKENS if token != "&#x;"]
    pages = [conftest.page_of(draw.choices(tokens, k=draw.randrange(3, 60))) for _ in range(120)]
    choices = [[[draw.random(), draw.random() ** 3] for _ in range(6)] for _ in pages]
    given = bridge.evaluate(IN_PAGE, [list(pair) for pair in zip(pages, choices, strict=True)])
    wrong, apart, none, count = [], [], 0, 0
    for html, got in zip(pages, given, strict=True):
        page = read(html)
        if got["text"] != page.text:  # tag soup that two parsers read in two ways
            apart.append(html)
            continue
        for choice in filter(None, got["found"]):
            count += 1
            none += choice["fields"] is None
            if choice["fields"] and not on_its_words(page, choice):
                wrong.append((html, choice))
    assert wrong == [], seed
    assert len(apart) <= 2, (seed, apart)
    assert none < count / 20, seed  # a mark without its letter


def test_a_long_choice_is_quoted_by_its_ends(bridge: Page) -> None:
    """Of more characters than a quote may have, the first and the last words are given, and they anchor."""
    ask(bridge)
    words = [f"word{number} stands here." for number in range(300)]
    html = f"<p>{' '.join(words[:150])}</p><p>{' '.join(words[150:])}</p>"
    page = read(html)
    span = [page.text.index("word7 "), page.text.index(" word290 ")]
    ((choice,),) = [got["found"] for got in bridge.evaluate(IN_PAGE, [[html, [span]]])]
    assert span[1] - span[0] > QUOTE_LIMIT
    assert " … " in choice["fields"]["quote"]
    assert on_its_words(page, choice)


# From the page to the build

CHOICES: dict[str, tuple[str, str, str, int]] = {
    "in-a-paragraph": ("bridge", "under the arches", "", 1),
    "over-two-paragraphs": ("bridge", "The ferry, it was said", "By six votes", 1),
    "in-a-link": ("bridge", "survey of", "", 1),
    "the-second-of-two": ("bridge", "The mayor said that the bridge was safe", "", 2),
    "in-arabic": ("market", "رئيس البلدية", "", 1),
    "in-hebrew-with-points": ("lemon-trees", "בְּרוּכִים", "", 1),
}
"""Where, from which words to which, and at which of their places."""


def test_a_note_from_the_page_is_built_on_the_same_words(browser: Browser, address: str, root: Path) -> None:
    """The file in the address that opens, put where its name says, is a note on what was chosen, and nothing is wrong."""
    chosen: dict[str, tuple[str, str]] = {}
    copied = sites.copy(root, root.parent / "sent")
    for name, (slug, first, last, times) in CHOICES.items():
        with driver.opened(browser, f"{address}sources/{slug}/", WIDE) as page:
            choose(page, first, last, times)
            ask(page, ".gl-here")
            fill(page, kind="context", title=f"{name.replace('-', ' ')}: it’s “so”", body="- a\n- *b* <b>c</b>")
            fill(page, status="contested", certainty="low")
            describe_new(page, work="Minutes: a report", publisher="The town", issued="2031-05", nature="press")
            fill(page, URL="https://example.org/a#b", relation="disputes", locator="p. 3")
            fill(page, quote='He said "no" — 5 % #1', author="Ada Quill", interest="I live there")
            _, path, text = sent(page)
        id_ = note_id(f"{name}: it’s “so”")
        assert path == f"annotations/{slug}/{id_}.md"
        (copied / path).write_text(text, encoding="utf-8")
        chosen[id_] = first, last or first
    result = sites.build(copied, to=root.parent / "sent-out", strict=True)
    assert (result.failure, result.warnings) == ("", ())
    pages = [BeautifulSoup(result.page(f"sources/{slug}/"), "html5lib") for slug in SLUGS]
    marked = {}
    for note, (begin, end) in chosen.items():
        marks = [mark for page in pages for mark in page.select(f'.gl-mark[data-notes~="{note}"]')]
        marked[note] = "".join(mark.get_text() for mark in marks)
        assert marked[note].startswith(begin)
        assert marked[note].endswith(end)
        assert begin != end or marked[note] == begin
        (aside,) = [aside for page in pages for aside in page.select(f"#note-{note}")]
        assert {"disputes", "Contested"} <= set(aside.get_text(" ").split())
    assert "sends six of them each morning." in marked["over-two-paragraphs-its-so"]
    second = next(page for page in pages if page.select('.gl-mark[data-notes~="the-second-of-two-its-so"]'))
    assert not second.select('#p2 .gl-mark[data-notes~="the-second-of-two-its-so"]')


def reply(page: Page, note: str) -> None:
    """Open a note and press its button for a reply, by keyboard alone."""
    if page.locator(f".gl-whole:not([open]) #note-{note}").count():
        page.focus(".gl-whole > summary")
        page.keyboard.press("Enter")
    page.focus(f"#note-{note} summary")
    page.keyboard.press("Enter")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.gl-answer button')"):
            break
    assert page.evaluate("document.activeElement.closest('.gl-note').id") == f"note-{note}"
    page.keyboard.press("Enter")
    page.wait_for_selector(".gl-panel[open]")


@pytest.mark.parametrize(
    ("answered", "kind"), [("day", "reply"), ("whole-passage", "wording"), ("whole-source", "reply")]
)
@pytest.mark.parametrize("width", [WIDE, pytest.param(PHONE, marks=pytest.mark.long)])
def test_a_reply_is_built_under_the_note_that_it_answers(
    answered: str, kind: str, width: int, browser: Browser, address: str, root: Path, tmp_path: Path
) -> None:
    """From a button in the note, without a word of the format; a challenge of another kind, too."""
    with driver.opened(browser, f"{address}sources/bridge/", width) as page:
        title = page.text_content(f"#note-{answered} .gl-title")
        reply(page, answered)
        assert kind_of(page) == "reply"
        assert page.input_value("[name=place]") == "note"
        assert page.inner_text(".gl-words") == title
        assert page.evaluate("document.activeElement.name") == "title"
        page.keyboard.type("That is not what was said")
        fill(page, kind=kind, body="The clerk’s own words.")
        _, path, text = sent(page)
        leave(page)
        assert page.evaluate("document.activeElement.closest('.gl-note').id") == f"note-{answered}"
    assert text.startswith(f"---\nreplies-to: {answered}\nkind: {kind}\n")
    copied = sites.copy(root, tmp_path / "site", {path: text})
    result = sites.build(copied, to=tmp_path / "out", strict=True)
    assert (result.failure, result.warnings) == ("", ())
    built = BeautifulSoup(result.page("sources/bridge/"), "html5lib")
    (note,) = built.select("#note-that-is-not-what-was-said")
    assert note["data-kind"] == kind
    assert note.select(f'.gl-reply a[href="#note-{answered}"]')
    assert built.select(f'#note-{answered} .gl-reply a[href="#{note["id"]}"]')
    before = [aside["id"] for aside in note.find_all_previous("aside")]
    replies = {f"note-{answered}", *(f"note-{id_}" for id_ in ("answer",) if answered == "whole-source")}
    assert before[0] in replies


@pytest.mark.parametrize("width", [970, 1200, WIDE])
@pytest.mark.parametrize("slug", ["bridge", "market"])
def test_on_a_wide_screen_the_panel_leaves_what_it_is_about(
    slug: str, width: int, browser: Browser, address: str
) -> None:
    """A note is in sight while somebody replies to it, and the text while somebody writes a note on it."""
    apart = """(selector) => {
        const [panel, other] = [".gl-panel", selector].map((one) => document.querySelector(one).getBoundingClientRect());
        return panel.right <= other.left || other.right <= panel.left;
    }"""
    with driver.opened(browser, f"{address}sources/{slug}/", width) as page:
        note = page.get_attribute(".gl-notes[data-passage] .gl-note", "id") or ""
        reply(page, note.removeprefix("note-"))
        assert page.evaluate(apart, f"#{note}")
        fill(page, place="whole")
        assert page.evaluate(apart, ".gl-text > p")


def test_a_reply_is_kept_as_a_draft(bridge: Page) -> None:
    """It is the same reply after a reload; where its note is no longer there, that is said, and nothing is sent."""
    reply(bridge, "day")
    fill(bridge, title="I said so")
    before = bridge.input_value(".gl-file")
    bridge.reload()
    ask(bridge)
    assert bridge.input_value(".gl-file") == before
    bridge.reload()
    bridge.evaluate("document.querySelector('#note-day').remove()")
    ask(bridge)
    bridge.click("[data-do=copy]")
    assert bridge.inner_text("#gl-new-place-error") == "Something is missing here."
    fill(bridge, place="whole")
    assert "replies-to" not in bridge.input_value(".gl-file")


def test_without_scripts_there_is_no_button_for_a_reply(browser: Browser, address: str) -> None:
    """A button that does nothing is not shown."""
    with driver.opened(browser, f"{address}sources/bridge/", WIDE, scripts=False) as page:
        page.click("#note-day summary")
        assert page.is_visible("#note-day .gl-meta")
        assert page.locator(".gl-answer").count() > 10
        assert not page.is_visible("#note-day .gl-answer")


# Words and no numbers

ACROSS = """() => {
    const source = document.querySelector(".gl-source");
    const page = glossator.read(source);
    const apart = ".gl-head, .gl-toolbar, .gl-end, button";
    const ours = `.gl-ref, .gl-number, .gl-notes, ${apart}`;
    const walker = document.createTreeWalker(source, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) if (walker.currentNode.data.trim()) nodes.push(walker.currentNode);
    const found = [];
    for (const [index, node] of nodes.entries()) {
        if (!node.parentElement.closest(ours) || node.parentElement.closest(apart)) continue;
        for (const [before, after] of [[0, 1], [1, 0], [2, 2], [1, 3]]) {
            const [first, last] = [nodes[Math.max(0, index - before)], nodes[Math.min(nodes.length - 1, index + after)]];
            const range = document.createRange();
            range.setStart(first, Math.floor(first.data.length / 2));
            range.setEnd(last, Math.ceil(last.data.length / 2));
            const span = glossator.span(range, page);
            const copy = range.cloneContents();
            // What is chosen inside one of ours has no element around it in the copy.
            const inside = range.commonAncestorContainer;
            const element = inside.closest ? inside : inside.parentElement;
            for (const one of copy.querySelectorAll(`${ours}, .footnote-ref, .footnote-backref, .headerlink`)) one.remove();
            const words = element.closest(ours) ? "" : copy.textContent.replace(/\\s+/g, "");
            found.push([words, span ? page.text.slice(...span).replace(/\\s+/g, "") : ""]);
        }
    }
    return found;
}"""
"""Choices over each marker and each word of a note: what a browser without markers and notes has, and what is taken."""


@pytest.mark.parametrize("slug", ["bridge", "market"])
def test_a_choice_over_markers_and_notes_takes_only_words_of_the_text(
    slug: str, browser: Browser, address: str
) -> None:
    """No number of a marker and no word of a note gets into a quote, wherever a choice begins and ends."""
    with driver.opened(browser, f"{address}sources/{slug}/", WIDE) as page:
        ask(page)
        chosen = page.evaluate(ACROSS)
    assert len([words for words, _ in chosen if words]) > 20
    assert len([words for words, _ in chosen if not words]) > 20
    assert [(words, taken) for words, taken in chosen if words != taken] == []


def test_nothing_is_offered_for_a_number_or_a_note(bridge: Page) -> None:
    """A choice inside a marker or a note is none; one that begins at words and ends in a note has the words alone."""
    chosen = """([start, end]) => {
        const [first, last] = [start, end].map((one) => document.querySelector(one));
        getSelection().setBaseAndExtent(first.firstChild, 0, last.lastChild, last.lastChild.length);
    }"""
    for selector in ("#ref-day", "#note-day .gl-title"):
        bridge.evaluate(chosen, [selector, selector])
        driver.settle(bridge)
        assert bridge.evaluate("getSelection().toString()")
        assert not bridge.is_visible(".gl-here")
    bridge.evaluate(chosen, ["mark[data-notes~=day]", "#note-day .gl-title"])
    driver.settle(bridge)
    ask(bridge, ".gl-here")
    quote = bridge.inner_text(".gl-words")
    assert quote.startswith("on Monday, at seven")
    assert "third of March 2031" not in quote


NASTY = (
    "no",
    "12:30",
    "- a",
    "a: b",
    "a #b",
    "# a",
    "'a'",
    '"a" \\ b',
    "a\nb",
    "[a]",
    "{a}",
    "*a",
    "&a",
    "!a",
    "|",
    ">",
    "%a",
    "@a",
    "`a`",
    "?",
    "~",
    "null",
    "---",
    "ends:",
    "é ü 漢 ا 👩\u200d👧",
    "a\u00a0b\u00ad",
    "a\tb",
    "مي\u200cخواهم",
    "x\u2028y",
    "\ufeffa",
)


def test_any_words_come_back_from_the_file(bridge: Page) -> None:
    """Our own reader reads each text as it was typed."""
    ask(bridge)
    for text in NASTY:
        front = {"quote": text, "kind": "context", "title": text, "evidence": [{"title": text, "relation": "supports"}]}
        written = bridge.evaluate("([front, body]) => glossator.written(front, body)", [front, "---\na: b\n---"])
        note, problems = parse_note(
            TextFile(Path("n.md"), "n.md", written), "bridge", kinds=[term.id for term in KINDS]
        )
        assert problems == [], written
        assert note is not None
        read_back = (note.front.quote, note.front.title, note.front.evidence[0].title, note.body.strip())
        assert read_back == (text.strip(), text.strip(), text.strip(), "---\na: b\n---")


def test_the_file_is_named_as_the_command_line_names_it(bridge: Page) -> None:
    """The first words of the title, written with a–z by one table, whatever their script."""
    ask(bridge)
    bridge.evaluate("glossator.lettersFor('桥')")
    titles = [*TITLES, *(chr(number) * 2 + " a" for number in range(0x80, 0x20000, 7) if not 0xD800 <= number < 0xE000)]
    slugs = bridge.evaluate("(titles) => titles.map((title) => glossator.slugified(title))", titles)
    differing = {title: id_ for title, id_ in zip(titles, slugs, strict=True) if id_ != note_id(title)}
    # A browser may know letters and marks of a later Unicode.
    assert {title for title in differing if unicodedata.category(title[0]) != "Cn"} == set()


def test_a_name_is_accepted_where_the_build_accepts_it(bridge: Page) -> None:
    """What a person types as a note’s name is an id for the panel where it is one for the build."""
    ask(bridge)
    names = [*IDS, *NO_IDS]
    accepted = bridge.evaluate("(names) => names.map((name) => glossator.identifies(name))", names)
    assert dict(zip(names, accepted, strict=True)) == {name: not identifiers.fault(name) for name in names}


def test_letters_that_the_panel_lacks_are_loaded_for_a_title(bridge: Page) -> None:
    """A title in Chinese gets its id once the table of its letters is there; no other title asks for it."""
    ask(bridge)
    fill(bridge, title="Straße nach Łódź")
    assert bridge.locator("[name=name]").input_value() == "strasse-nach-lodz"
    assert not bridge.locator("script[src$='more-letters.js']").count()
    fill(bridge, title="北京大学的报告")
    bridge.wait_for_function("document.querySelector('[name=name]').value === 'bei-jing-da-xue-de-bao'")


def test_fields_are_checked_by_the_published_schema(bridge: Page) -> None:
    """The panel finds something wrong where a validator does."""
    ask(bridge)
    good = {"title": "A title", "kind": "context"}
    notes = [
        good,
        {"title": "A title"},
        good | {"title": ""},
        good | {"kind": "gossip"},
        good | {"passage": 0},
        good | {"passage": 2, "status": "contested", "certainty": "low"},
        good | {"status": "false"},
        good | {"quote": "x" * (QUOTE_LIMIT + 1)},
        good | {"quote": "😀" * QUOTE_LIMIT},
        good | {"liked": "yes"},
        good | {"evidence": [{"cite": "a"}]},
        good | {"evidence": [{"cite": "a", "relation": "supports", "URL": "https://example.org/"}]},
        good | {"evidence": [{"title": "a", "relation": "supports", "URL": "javascript:alert(1)"}]},
    ]
    validator = jsonschema.Draft7Validator(json_schema("note", kinds=[*(kind.id for kind in KINDS), "chronology"]))
    given = bridge.evaluate(
        "(notes) => notes.map((one) => glossator.broken(one, glossator.given.schema).length)", notes
    )
    assert [bool(count) for count in given] == [not validator.is_valid(note) for note in notes]


# The panel


def test_what_is_wrong_is_said_at_its_field(bridge: Page) -> None:
    """Nothing opens until it is put right, and the first field that is wrong has the focus."""
    choose(bridge, "under the arches")
    ask(bridge, ".gl-here")
    bridge.click("[data-way=file]")
    assert len(bridge.context.pages) == 1
    wrong = bridge.locator('.gl-panel .gl-field:has([aria-invalid="true"])').evaluate_all(
        "(all) => all.map((one) => one.dataset.field)"
    )
    assert wrong == ["kind", "title"]
    assert bridge.evaluate("document.activeElement.name") == "kind"
    assert bridge.inner_text("#gl-new-kind-error") == "Something is missing here."
    fill(bridge, kind="context", title="A title", status="contested", body="x" * (BODY_LIMIT + 1), name="Not so")
    assert bridge.inner_text("#gl-new-body-error") == "At most 8000 characters can stand here."
    assert bridge.inner_text("#gl-new-name-error").startswith("Small letters")
    fill(bridge, body="", name="long")
    assert bridge.inner_text("#gl-new-status-error").startswith("An assessment needs evidence")
    assert bridge.inner_text("#gl-new-name-error") == "There is a note of this name already."
    describe_new(bridge, URL="example.org", work="A report", issued="May 2031")
    assert bridge.inner_text("#gl-new-issued-1-error").startswith("A date is a year")
    assert bridge.inner_text("#gl-new-URL-1-error").startswith("An address begins")
    assert bridge.inner_text("#gl-new-relation-1-error") == "Something is missing here."


def test_on_a_phone_what_is_wrong_stands_in_sight(browser: Browser, address: str) -> None:
    """Whoever presses a way to send sees the first fault’s sentence, also at a long list of kinds."""
    with driver.opened(browser, f"{address}sources/bridge/", PHONE) as page:
        page.set_viewport_size({"width": 390, "height": 844})
        ask(page)
        for kind in ("", "counter-evidence"):
            fill(page, title="A title", **({"kind": kind} if kind else {}))
            page.click("[data-do=copy]")
            driver.settle(page)
            sentence = page.locator("[data-field=kind] .gl-error").bounding_box()
            head, sheet = (page.locator(name).bounding_box() for name in (".gl-panel-head", ".gl-panel"))
            assert sentence
            assert sentence["height"]
            assert head
            assert sheet
            assert head["y"] + head["height"] <= sentence["y"]
            assert sentence["y"] + sentence["height"] <= sheet["y"] + sheet["height"]


def test_a_passage_that_there_is_not_is_told_which_there_are(bridge: Page) -> None:
    """A number beyond the last passage is answered with the numbers of the text."""
    ask(bridge)
    fill(bridge, place="passage", passage="999")
    bridge.click("[data-do=copy]")
    last = bridge.evaluate("glossator.read(document.querySelector('.gl-source')).starts.length")
    told = bridge.inner_text("[data-field=passage] .gl-error")
    assert told == f"The passages of this text have the numbers 1 to {last}."


def test_a_reference_of_the_bibliography_is_cited(bridge: Page) -> None:
    """A known key becomes `cite`; what is described anew, a title."""
    ask(bridge)
    key = bridge.evaluate("Object.keys(glossator.given.references)[0]")
    fill(bridge, kind="context", title="A title")
    for reference, line in (
        (key, f"cite: {key}"),
        (f"@{key}", f"cite: {key}"),
    ):
        bridge.click("[data-do=add]")
        fill(bridge, reference=reference, relation="supports")
        assert f"  - {line}\n    relation: supports\n" in bridge.input_value(".gl-file")
    for line in ("title: Another report",):
        describe_new(bridge, work="Another report", relation="supports")
        assert f"  - {line}\n    relation: supports\n" in bridge.input_value(".gl-file")


def test_what_is_typed_is_never_markup(bridge: Page) -> None:
    """The preview shows tags as text, and links lead to the web only."""
    attack = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>'
    ask(bridge)
    describe_new(bridge, work=attack, publisher=attack, URL="javascript:alert(1)", quote=attack)
    fill(bridge, title=attack, body=f"{attack} [a](javascript:alert(1)) **[b](https://example.org/)**", author=attack)
    assert bridge.locator(".gl-preview :is(img, script)").count() == 0
    assert bridge.evaluate("window.hit") is None
    assert attack in bridge.inner_text(".gl-preview")
    assert bridge.locator('.gl-preview a[href]:not([href^="https://"])').count() == 0


def test_a_note_that_is_too_long_for_an_address_is_copied(browser: Browser, address: str) -> None:
    """The page for a new file opens empty but for its name, and the clipboard has the file."""
    with driver.opened(browser, f"{address}sources/market/", WIDE) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        ask(page)
        fill(page, kind="context", title="A long note", body="x" * (ADDRESS_LIMIT // 2))
        assert "value=" in (page.get_attribute("[data-way=file]", "href") or "")
        fill(page, body="السوق " * 200)  # six bytes a letter, in an address
        url, path, text = sent(page)
        assert (path, text) == ("annotations/market/a-long-note.md", "")
        assert len(url) < 200
        assert "paste it" in page.inner_text(".gl-say")
        page.bring_to_front()
        assert page.evaluate("navigator.clipboard.readText()") == page.input_value(".gl-file")


def test_a_draft_survives_a_reload_until_it_is_discarded(bridge: Page) -> None:
    """Place, fields and evidence are there again, and it is said; other pages know nothing of it."""
    choose(bridge, "under the arches")
    ask(bridge, ".gl-here")
    fill(bridge, kind="wording", title="A draft", body="Some words")
    describe_new(bridge, work="A report", relation="supports")
    before = bridge.input_value(".gl-file")
    assert not bridge.is_visible(".gl-restored")
    bridge.reload()
    ask(bridge)
    assert bridge.is_visible(".gl-restored")
    assert bridge.input_value(".gl-file") == before
    assert "quote: under the arches" in before
    bridge.click("[data-do=discard]")
    bridge.wait_for_selector(".gl-panel", state="detached")
    ask(bridge)
    assert not bridge.is_visible(".gl-restored")
    assert bridge.input_value("[name=title]") == ""


def test_a_draft_can_be_put_on_other_words(bridge: Page) -> None:
    """What is chosen now is what it is about; what was written stays."""
    choose(bridge, "under the arches")
    ask(bridge, ".gl-here")
    fill(bridge, title="A draft")
    leave(bridge)
    choose(bridge, "from the gallery")
    ask(bridge, ".gl-here")
    assert bridge.input_value("[name=title]") == "A draft"
    assert bridge.input_value(".gl-file").startswith("---\nquote: from the gallery\n")


def test_other_words_are_taken_while_the_panel_is_open(bridge: Page) -> None:
    """On a wide screen the text stays in use: words that are chosen there replace those before, and all else stays."""
    choose(bridge, "under the arches")
    ask(bridge, ".gl-here")
    fill(bridge, title="A draft", body="Some words", kind="wording")
    describe_new(bridge, work="A report", relation="supports")
    before = bridge.input_value(".gl-file").splitlines()
    bridge.locator("#p2 strong").dblclick()
    bridge.wait_for_selector(".gl-here:not([hidden])")
    assert bridge.inner_text(".gl-here") == "Use these words"
    bridge.click(".gl-here")
    assert bridge.locator(".gl-panel").count() == 1
    assert bridge.inner_text(".gl-words") == "bridge"
    after = bridge.input_value(".gl-file").splitlines()
    assert "quote: bridge" in after
    assert after[after.index("kind: wording") :] == before[before.index("kind: wording") :]
    assert bridge.evaluate("document.activeElement.name") == "title"
    choose(bridge, "from the gallery")
    bridge.focus(".gl-here")
    bridge.keyboard.press("Enter")
    assert bridge.inner_text(".gl-words") == "from the gallery"
    leave(bridge)
    assert bridge.evaluate("getSelection().toString()") == "from the gallery"
    assert bridge.inner_text(".gl-here") == "Suggest a note"
    bridge.reload()
    ask(bridge)
    assert bridge.input_value(".gl-file").startswith("---\nquote: from the gallery\n")


def test_on_a_phone_nothing_behind_the_panel_can_be_reached(browser: Browser, address: str) -> None:
    """Where the panel covers the text, the keyboard stays in it."""
    for width, modal in ((PHONE, True), (WIDE, False)):
        with driver.opened(browser, f"{address}sources/bridge/", width) as page:
            ask(page)
            assert page.evaluate("document.querySelector('.gl-panel').matches(':modal')") is modal


JUDGED = {
    "corroborated, disputed": ("corroborated", ["disputes"], "Contested, Unsupported, Contradicted, Unverifiable."),
    "corroborated, borne out": ("corroborated", ["disputes", "confirms"], ""),
    "contradicted, borne out": (
        "contradicted",
        ["supports"],
        "Corroborated, Partly corroborated, Contested, Lacks context, Unsupported",
    ),
    "lacks context, in part": ("lacks-context", ["qualifies"], ""),
    "contested, one way": ("contested", ["refutes"], ""),
    "contested for certain, one way": (
        "contested, high",
        ["disputes"],
        "Unsupported, Contradicted, Unverifiable.",
    ),
    "contested for certain, both ways": ("contested, high", ["disputes", "supports"], ""),
    "contested for certain, in part": ("contested, high", ["qualifies"], ""),
    "contradicted for certain": ("contradicted, high", ["disputes"], ""),
    "corroborated, only background": ("corroborated", ["background"], ""),
}


@pytest.mark.parametrize(("status", "relations", "fit"), JUDGED.values(), ids=list(JUDGED))
def test_a_status_that_the_evidence_does_not_bear_out_is_told_at_once(
    status: str, relations: list[str], fit: str, bridge: Page, root: Path, tmp_path: Path
) -> None:
    """Where `check` warns of it, the panel says what would fit, before anything is sent."""
    ask(bridge)
    fill(bridge, place="whole", kind="context", title="Judged", body="A text.")
    for relation in relations:
        describe_new(bridge, work="A report", publisher="The town", relation=relation)
    status, _, certainty = status.partition(", ")
    fill(bridge, status=status)
    if certainty:
        fill(bridge, certainty=certainty)
    told, apart = bridge.inner_text("[data-field=status] .gl-error"), bool(fit)
    assert ("does not fit the evidence listed here" in told) == apart
    assert not apart or f"To the evidence as it is, these fit: {fit}" in told
    copied = sites.copy(root, tmp_path / "site", {"annotations/bridge/judged.md": bridge.input_value(".gl-file")})
    checked = sites.run(copied, "check", "--strict", "bridge")
    assert ("judged.md" in checked.output and "status-against-evidence" in checked.output) == apart, checked.output


def test_certainty_is_asked_for_with_a_status_only(bridge: Page) -> None:
    """Without one it has no field, and does not stand in the file."""
    ask(bridge)
    assert not bridge.is_visible("[name=certainty]")
    fill(bridge, status="contested", certainty="low")
    assert "certainty: low" in bridge.input_value(".gl-file")
    bridge.eval_on_selector('.gl-panel [name=status][value=""]', "(one) => one.click()")
    assert not bridge.is_visible("[name=certainty]")
    assert "certainty" not in bridge.input_value(".gl-file")


def test_a_reference_is_found_by_typing(bridge: Page) -> None:
    """By author, title or year, by keyboard alone; what is not there is described anew, with what was typed."""
    ask(bridge)
    bridge.click("[data-do=add]")
    field = bridge.locator("[name=reference]")
    for typed in ("hale", "survey brid", "2030"):
        field.fill("")
        field.press_sequentially(typed)
        assert field.get_attribute("aria-expanded") == "true"
        assert bridge.inner_text(".gl-offered li:first-child b") == "Hale 2030"
    bridge.keyboard.press("ArrowDown")
    active = field.get_attribute("aria-activedescendant")
    assert bridge.get_attribute(f"#{active}", "aria-selected") == "true"
    bridge.keyboard.press("Escape")
    assert bridge.locator(".gl-panel[open]").count() == 1
    assert not bridge.is_visible(".gl-offered")
    bridge.keyboard.press("ArrowDown")
    bridge.keyboard.press("Enter")
    assert "  - cite: survey-2030\n" in bridge.input_value(".gl-file")
    assert field.input_value() == "Hale 2030"
    taken = bridge.locator(".gl-taken")
    assert taken.inner_text() == "Ruth Hale. Survey of the bridges of Netherby"
    assert taken.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    field.fill("Minutes of May")
    assert not taken.is_visible()
    assert "cite" not in bridge.input_value(".gl-file")
    bridge.keyboard.press("ArrowUp")
    bridge.keyboard.press("Enter")
    assert bridge.evaluate("document.activeElement.name") == "work"
    assert "  - title: Minutes of May\n" in bridge.input_value(".gl-file")


@pytest.mark.parametrize(("slug", "words"), [("bridge", "from the gallery"), ("market", "رئيس البلدية")])
@pytest.mark.parametrize("width", [320, PHONE, WIDE])
def test_the_words_stay_in_sight(slug: str, words: str, width: int, browser: Browser, address: str) -> None:
    """On the page above or beside the panel, and in their paragraph at its head while its fields scroll."""
    with driver.opened(browser, f"{address}sources/{slug}/", width) as page:
        choose(page, words)
        page.evaluate("getSelection().getRangeAt(0).startContainer.parentElement.scrollIntoView({ block: 'end' })")
        ask(page, ".gl-here")
        driver.settle(page)
        clear = """() => {
            const words = CSS.highlights.get("gl-chosen").values().next().value.getBoundingClientRect();
            const panel = document.querySelector(".gl-panel").getBoundingClientRect();
            const apart = words.bottom <= panel.top || words.right <= panel.left || words.left >= panel.right;
            return apart && words.top >= 0 && words.bottom <= innerHeight;
        }"""
        assert page.evaluate(clear)
        page.locator("[name=author]").scroll_into_view_if_needed()
        assert page.inner_text(".gl-words") == words
        shown = page.locator(".gl-words").bounding_box()
        assert shown
        assert page.evaluate(
            "([x, y]) => Boolean(document.elementFromPoint(x, y)?.closest('.gl-about'))",
            [shown["x"] + 3, shown["y"] + 3],
        )
        assert page.evaluate("document.querySelector('.gl-about').textContent.length") > len(words)


AS_SHOWN = """(selector) => {
    const note = document.querySelector(selector).cloneNode(true);
    const own = ".gl-n, .gl-meta, .gl-also, .gl-evhead > :not(b), .gl-evidence > li > :is(span, .gl-refer), small";
    for (const part of note.querySelectorAll(own)) part.remove();
    for (const link of note.querySelectorAll(".gl-status a, .gl-evidence :is(a, bdi)")) link.replaceWith(...link.childNodes);
    for (const head of note.querySelectorAll(".gl-evhead")) head.replaceChildren(head.firstElementChild);
    note.normalize();
    const shape = (node) => node.nodeType === 3
        ? [node.data.replace(/\\s+/g, " ").trim()].filter(Boolean)
        : [`<${node.localName} ${node.className.replace("gl-whole", "")}>`, ...[...node.childNodes].flatMap(shape), "<end>"];
    return shape(note.querySelector("details"));
}"""


def test_the_preview_is_the_note_as_it_will_be(browser: Browser, bridge: Page, root: Path, tmp_path: Path) -> None:
    """Element by element, class by class and word by word; dates, numbers and links are the build's."""
    choose(bridge, "under the arches")
    ask(bridge, ".gl-here")
    body = "One *word* and **two**, `code`, [a link](https://example.org/).\n\n- a\n- b\n\nThen:\n\n1. c\n2. d\n\n> quoted *words*"
    fill(bridge, kind="context", title="As it will be", body=body, status="contested", certainty="low")
    describe_new(bridge, work="Minutes: a report", URL="https://example.org/a", relation="disputes", locator="p. 3")
    fill(bridge, quote="Its words", issued="2031-05")
    bridge.click("[data-do=add]")
    fill(bridge, reference="survey-2030", relation="supports")
    expected = bridge.evaluate(AS_SHOWN, ".gl-preview .gl-note")
    copied = sites.copy(
        root, tmp_path / "site", {"annotations/bridge/as-it-will-be.md": bridge.input_value(".gl-file")}
    )
    built = sites.build(copied, to=tmp_path / "out", strict=True)
    with driver.served(built.folder) as address, driver.opened(browser, f"{address}sources/bridge/", WIDE) as page:
        assert page.evaluate(AS_SHOWN, "#note-as-it-will-be") == expected


def test_without_a_name_the_preview_says_who_signs(bridge: Page) -> None:
    """The build signs such a note with the name that git knows; the field says so, and the preview does."""
    ask(bridge)
    fill(bridge, kind="context", title="Unsigned")
    assert "Without a name, whoever brings it in signs it." in bridge.inner_text("[data-field=author] small")
    assert bridge.inner_text(".gl-preview .gl-meta") == "Signed by whoever brings it in"
    fill(bridge, author="Ada Quill")
    assert bridge.inner_text(".gl-preview .gl-meta") == "Ada Quill"


def test_kinds_and_statuses_say_what_they_mean(bridge: Page) -> None:
    """Each with a line and an example, without a click."""
    ask(bridge)
    bridge.click("[data-field=status] summary")
    for name, count in (("kind", 7), ("status", 7)):
        labels = bridge.locator(f"[data-field={name}] label:has(i)")
        assert labels.count() >= count
        assert labels.first.is_visible()
    bridge.locator("[data-field=status] label", has_text="Contested").click()
    assert not bridge.is_visible("[name=status][value=contested]")
    assert "Contested" in bridge.inner_text("[data-field=status] summary")


AT = """() => {
    const focused = document.activeElement;
    return focused.closest(".gl-panel") ? focused.name || focused.textContent.trim() : "out";
}"""


def test_it_works_by_keyboard_alone(browser: Browser, address: str) -> None:
    """To the button, through the fields, out with Escape, and the focus is where it was; the passage is the target's."""
    with driver.opened(browser, f"{address}sources/bridge/#p2", WIDE) as page:
        page.focus(".gl-suggest button")
        page.keyboard.press("Enter")
        page.wait_for_selector(".gl-panel[open]")
        assert page.input_value("[name=place]") == "passage"
        assert page.input_value("[name=passage]") == "2"
        assert page.evaluate("document.activeElement.name") == "kind"
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.type("By keyboard")
        reached = []
        for _ in range(30):
            page.keyboard.press("Tab")
            reached.append(page.evaluate(AT))
            if reached[-1] == "Open on GitHub":
                break
        assert [name for name in reached if name != "out"][:4] == [
            "body",
            "Add evidence",
            "Assessment Not assessed",
            "author",
        ]
        assert reached[-1] == "Open on GitHub"
        page.context.route(f"{REPOSITORY}/**", lambda route: route.fulfill(body="a new file"))
        with page.context.expect_page() as opened:
            page.keyboard.press("Enter")
        assert "passage%3A%202" in opened.value.url
        page.bring_to_front()
        leave(page)
        assert page.evaluate("document.activeElement.matches('.gl-suggest button')")


def test_the_button_beside_the_words_comes_and_goes(bridge: Page) -> None:
    """A double click on a word shows it below; in a note it does not come, and it goes with the choice."""
    strong = bridge.locator("#p2 strong")
    strong.dblclick()
    bridge.wait_for_selector(".gl-here:not([hidden])")
    box, word = bridge.locator(".gl-here").bounding_box(), strong.bounding_box()
    assert box
    assert word
    assert 0 <= box["y"] - word["y"] - word["height"] < 30
    ask(bridge, ".gl-here")
    assert bridge.inner_text(".gl-words") == "bridge"
    leave(bridge)
    assert bridge.evaluate("document.activeElement.matches('.gl-here')")
    bridge.locator("#p1").click()
    driver.settle(bridge)
    assert not bridge.is_visible(".gl-here")
    bridge.locator("#note-long .gl-title").dblclick()
    driver.settle(bridge)
    assert bridge.evaluate("getSelection().toString()")
    assert not bridge.is_visible(".gl-here")


def test_on_a_phone_all_is_in_reach(browser: Browser, address: str) -> None:
    """The button stands at the bottom, nothing is wider than the screen, and all can be pressed."""
    with driver.opened(browser, f"{address}sources/bridge/", PHONE) as page:
        choose(page, "under the arches")
        box = page.locator(".gl-here").bounding_box()
        assert box
        assert box["y"] > 800
        assert box["x"] + box["width"] <= PHONE
        ask(page, ".gl-here")
        page.click("[data-do=add]")
        page.click("[data-do=describe]")
        fill(page, title="x" * 200, body="y" * 300, work="z" * 200)
        assert page.evaluate("document.querySelector('.gl-panel').scrollWidth") <= PHONE
        controls = page.locator(
            ".gl-panel :is(input:not([type=radio]), label:has([type=radio]), select, textarea, button, .gl-open, summary)"
            " >> visible=true"
        )
        for control in controls.all():
            size = control.bounding_box()
            assert size
            least = 24 if control.evaluate("(one) => Boolean(one.closest('.gl-preview'))") else 44
            assert size["height"] >= least, control.evaluate("(one) => one.outerHTML")
        buttons = page.locator(".gl-panel :is(button, .gl-open) >> visible=true").all()
        boxes = [box for box in (button.bounding_box() for button in buttons) if box]
        for one, other in itertools.combinations(boxes, 2):
            apart = max(other["x"] - one["x"] - one["width"], other["y"] - one["y"] - one["height"])
            assert (
                apart >= 8 or max(one["x"] - other["x"] - other["width"], one["y"] - other["y"] - other["height"]) >= 8
            )


def test_with_text_twice_as_large_the_panel_fits_the_screen(browser: Browser, address: str) -> None:
    """On the smallest phone and on a desktop no field, button or word of it is cut off at its side."""
    for width in (PHONE, 1280):
        with driver.enlarged(browser, f"{address}sources/bridge/", width) as page:
            choose(page, "under the arches")
            ask(page, ".gl-here")
            page.click("[data-do=add]")
            page.click("[data-do=copy]")
            assert page.locator('.gl-panel [aria-invalid="true"]').count() >= 3
            assert page.eval_on_selector(".gl-panel", "(one) => one.scrollWidth <= one.clientWidth")
            outside = """() => [...document.querySelectorAll(".gl-panel *")].filter((one) => {
                const { left, right } = one.getBoundingClientRect();
                return right > innerWidth + 1 || left < -1;
            }).map((one) => one.outerHTML)"""
            assert page.evaluate(outside) == []


@pytest.mark.parametrize("slug", ["bridge", pytest.param("market", marks=pytest.mark.long)])
def test_axe_finds_nothing_in_the_panel(slug: str, browser: Browser, address: str) -> None:
    """Light and dark, narrow and wide, with everything open and everything wrong."""
    violations: list[str] = []
    with driver.opened(browser, f"{address}sources/{slug}/", WIDE) as page:
        page.evaluate(AXE_SCRIPT)
        for scheme, rules in SCHEMES.items():
            page.eval_on_selector(f"input[data-md-color-scheme={scheme}]", "(choice) => choice.click()")
            ask(page)
            page.click("[data-do=add]")
            page.locator(".gl-row [name=reference]").press_sequentially("2")
            page.eval_on_selector_all(".gl-panel details", "(all) => all.forEach((one) => (one.open = true))")
            page.click("[data-do=copy]")
            assert page.locator('.gl-panel [aria-invalid="true"]').count() >= 3
            for width in (PHONE, WIDE):
                page.set_viewport_size({"width": width, "height": 900})
                driver.settle(page)
                results = page.evaluate("(rules) => axe.run('.gl-panel', rules)", rules)
                assert results["passes"]
                violations += [
                    f"{scheme}, {width}: {rule['id']}: {node['target']}: {node['failureSummary']}"
                    for rule in results["violations"]
                    for node in rule["nodes"]
                ]
            page.click("[data-do=discard]")
    assert violations == []


def test_forced_colours_leave_edges_and_words(browser: Browser, address: str) -> None:
    """What is wrong is said in words, and every field has a border."""
    with driver.opened(browser, f"{address}sources/bridge/", WIDE) as page:
        page.emulate_media(forced_colors="active")
        ask(page)
        page.click("[data-do=copy]")
        assert page.inner_text("#gl-new-title-error") == "Something is missing here."
        widths = page.locator(".gl-panel :is(input:not([type=radio]), select, textarea) >> visible=true").evaluate_all(
            "(all) => all.map((one) => parseFloat(getComputedStyle(one).borderTopWidth))"
        )
        assert min(widths) >= 1


# What a page pays for it


def loaded(page: Page, address: str) -> list[str]:
    """The names of our files that a page loads."""
    names: list[str] = []

    def note(request: Request) -> None:
        if "/assets/glossator/" in request.url:
            names.append(request.url.rpartition("/")[2])

    page.on("request", note)
    page.goto(address, wait_until="networkidle")
    return names


def test_nothing_of_it_is_loaded_until_somebody_asks(browser: Browser, address: str) -> None:
    """Choosing words loads what a reader's acts need, the first press a script and a style sheet, the second nothing."""
    context = browser.new_context()
    page = context.new_page()
    names = loaded(page, f"{address}sources/bridge/")
    choose(page, "under the arches")
    assert sorted(names) == ["acting.js", "glossator.css", "glossator.js", "opening.js"]
    ask(page, ".gl-here")
    leave(page)
    ask(page)
    panel = ["contribute.css", "contribute.js"]
    assert sorted(names) == ["acting.js", *panel, "glossator.css", "glossator.js", "opening.js"]
    context.close()


@pytest.mark.parametrize(
    ("repository", "options", "ways", "to"),
    [
        ("", {}, ["copy"], "To pass it on yourself. This site names no address for it."),
        (
            "https://example.org/netherby/papers",
            {},
            ["copy"],
            "This site names no address for it.",
        ),  # nobody knows what runs there
        (
            "https://github.com/netherby/papers",
            {"contribute": ["copy"]},
            ["copy"],
            "To send it yourself. The files of this site are kept here: https://github.com/netherby/papers",
        ),
        (
            "",
            {"imprint": {"contact": "https://example.org/contact"}},
            ["copy"],
            "To send it yourself. Whoever answers for this site is reached here: https://example.org/contact",
        ),
        ("", {"imprint": {"contact": "notes@example.org"}}, ["mail", "copy"], "is reached here: notes@example.org"),
        (
            "",
            {"imprint": {"contact": "notes@example.org"}, "contribute": ["copy", "mail"]},
            ["copy", "mail"],
            "is reached here: notes@example.org",
        ),
        ("", {"contribute": []}, [], ""),
    ],
)
def test_the_site_says_how_notes_are_sent(
    repository: str,
    options: dict[str, Any],
    ways: list[str],
    to: str,
    browser: Browser,
    root: Path,
    tmp_path: Path,
) -> None:
    """In its order, and of the ways that lead somewhere; without a repository and a mail address a note is copied.

    Whoever copies it is told to whom it can go.
    """
    bare = sites.copy(root, tmp_path / "bare")
    sites.configure(bare, repo_url=repository, glossator=options)
    built = sites.build(bare, to=tmp_path / "out")
    assert (
        bool(list(built.folder.rglob("contribute.*")))
        == ("data-new-note" in built.page("sources/bridge/"))
        == bool(ways)
    )
    with driver.served(built.folder) as address, driver.opened(browser, f"{address}sources/bridge/", WIDE) as page:
        choose(page, "under the arches")
        if not ways:
            assert page.locator(".gl-suggest, .gl-here").count() == 0
            return
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        ask(page, ".gl-here")
        fill(page, kind="context", title="A note")
        given = page.locator(".gl-ways > li > :first-child").evaluate_all(
            "(all) => all.map((one) => one.dataset.way ?? one.dataset.do)"
        )
        assert given == ways
        assert page.inner_text("li:has(> [data-do=copy]) small").endswith(to)
        page.click("[data-do=copy]")
        page.wait_for_function("() => document.querySelector('.gl-say').innerText")
        assert page.inner_text(".gl-say") == "The note is copied."
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == "---\n# annotations/bridge/a-note.md\n" + page.input_value(".gl-file").removeprefix("---\n")
        if "mail" in ways:
            mail = urlsplit(page.get_attribute("[data-way=mail]", "href") or "")
            said = parse_qs(mail.query)
            assert (mail.path, said["subject"]) == ("notes@example.org", ["bridge/a-note"])
            assert said["body"][0].replace("\r\n", "\n") == copied


def test_it_opens_from_a_folder_on_a_disk(browser: Browser, root: Path) -> None:
    """As the site that a pull request has built is read, where no page may fetch a file."""
    built = sites.build(root, to=root.parent / "disk", use_directory_urls=False)
    page_address = (built.folder / "sources" / "bridge.html").as_uri()
    with driver.opened(browser, page_address, WIDE) as page:
        choose(page, "under the arches")
        ask(page, ".gl-here")
        assert page.inner_text(".gl-words") == "under the arches"


@pytest.mark.parametrize(
    ("repository", "name", "template"),
    [
        (
            "https://github.com/a/b",
            "GitHub",
            "https://github.com/a/b/new/main?filename=n%20s/annotations/{slug}/{name}.md&value={text}",
        ),
        (
            "https://gitlab.com/a/b",
            "GitLab",
            "https://gitlab.com/a/b/-/new/main?file_name=n%20s/annotations/{slug}/{name}.md&content={text}",
        ),
        (
            "https://codeberg.org/a/b",
            "Codeberg",
            "https://codeberg.org/a/b/_new/main?filename=n%20s/annotations/{slug}/{name}.md&value={text}",
        ),
    ],
)
def test_each_forge_has_its_address_for_a_new_file(repository: str, name: str, template: str) -> None:
    """With the project's folder in the repository, and the name by which people know the place."""
    new_file = forge(repository, "main", prefix="n s/")
    assert isinstance(new_file, Forge)
    assert (new_file.name, new_file.new_file("annotations")) == (name, template)
