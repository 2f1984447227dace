"""Every place that a reader can point at: headings, what is copied along, diagrams and formulas, and their addresses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sites
from browser import opened, served
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser

from glossator.edition.words import direction, language_attributes
from glossator.text import splice
from glossator.text.splice import Highlight
from glossator.text.textmap import Span, read

pytestmark = pytest.mark.build

FRONT = "---\nsource: {title: The ferry, language: en}\ntext: restated\n---\n"
TEXT = r"""
# The ferry stops for good

The ferry ran daily.[^1] Its <ruby>master<rt>boss</rt></ruby> was old.

## Why it stops

Its load was \(q = 3 + x\) and no more.

<pre class="mermaid">
graph TD
  Lake --> Ferry
</pre>

Nobody paid for it.

[^1]: In summer.
"""
QUOTES = {
    "title": "stops for good",
    "number": "ran daily.1 Its",
    "reading": "Its masterboss was old",
    "across": "was old. Why it stops Its load",
    "before": "was old. Its load",
    "formula": "3 + x",
    "diagram": "Lake --> Ferry",
    "own": "Nobody paid for it.7",
}


def _note(quote: str) -> str:
    return f"---\nquote: '{quote}'\nkind: context\ntitle: A note\n---\nSo it is.\n"


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> sites.Built:
    """A source with a note on each kind of place."""
    folder = tmp_path_factory.mktemp("ferry")
    files: dict[str, str | bytes | None] = {"docs/sources/ferry.md": FRONT + TEXT}
    files |= {f"annotations/ferry/{name}.md": _note(quote) for name, quote in QUOTES.items()}
    root = sites.copy(sites.SMALL, folder / "site", files)
    options = {"markdown_extensions": ["footnotes", {"pymdownx.arithmatex": {"generic": True}}]}
    sites.configure(root, **options)
    return sites.build(root, to=folder / "out")


@pytest.fixture
def page(ferry: sites.Built) -> BeautifulSoup:
    """Its page."""
    return BeautifulSoup(ferry.page("sources/ferry/"), "html5lib")


def _marked(page: BeautifulSoup, name: str) -> str:
    marks = page.select("mark.gl-mark")
    return "".join(mark.get_text() for mark in marks if name in str(mark["data-notes"]).split())


def test_each_note_has_its_place(ferry: sites.Built, page: BeautifulSoup) -> None:
    """A heading, words copied with a number or a reading, a formula, a diagram: the guard finds each note in its place."""
    assert ferry.warnings == ()
    assert {name for name in QUOTES if not page.find(id=f"note-{name}")} == set()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("title", "stops for good"),
        ("number", "ran daily. Its"),
        ("reading", "Its master was old"),
        ("across", "was old.Why it stopsIts load"),
        ("formula", "\\(q = 3 + x\\)"),
        ("own", "Nobody paid for it."),
    ],
)
def test_the_marks_are_on_the_words_of_the_page(page: BeautifulSoup, name: str, words: str) -> None:
    """What was copied along is not marked; of a formula all is."""
    assert _marked(page, name) == words


def test_headings_have_two_addresses(page: BeautifulSoup) -> None:
    """That which others link to stays on the heading; ours is in it."""
    headings = [page.find(id="h1"), page.find(id="h2")]
    parents = [heading.parent for heading in headings if isinstance(heading, Tag)]
    assert [parent["id"] for parent in parents if parent] == ["the-ferry-stops-for-good", "why-it-stops"]


def test_notes_stand_behind_their_heading(page: BeautifulSoup) -> None:
    """The group says which heading it is about."""
    group = page.select_one("[data-heading='1']")
    assert group
    assert group.find(id="note-title")


def test_a_diagram_holds_nothing_of_ours(page: BeautifulSoup) -> None:
    """Scripts read its text, so it is just what its author wrote; number and mark are around it."""
    diagram = page.select_one("pre.mermaid")
    assert diagram
    assert not diagram.find_all(True)
    assert diagram.get_text().split() == "graph TD Lake --> Ferry".split()
    assert diagram.parent
    assert diagram.parent.name == "mark"


@pytest.mark.browser
@pytest.mark.parametrize("chosen", ["ran daily", "stops for good", "was old"])
def test_what_a_browser_copies_has_a_place(ferry: sites.Built, browser: Browser, tmp_path: Path, chosen: str) -> None:
    """From some words to the end of their block, as a selection gives it: `glossator new` places a note on it."""
    with served(ferry.folder) as address, opened(browser, f"{address}sources/ferry/", 1200) as window:
        copied = window.evaluate(
            """(words) => {
              const walker = document.createTreeWalker(document.querySelector(".gl-source"), NodeFilter.SHOW_TEXT);
              let node = walker.nextNode();
              while (node.parentElement.closest(".gl-head, .gl-notes") || !node.data.includes(words)) node = walker.nextNode();
              const range = document.createRange();
              range.setStart(node, node.data.indexOf(words));
              range.setEndAfter(node.parentElement.closest("p, h1, h2").lastChild);
              getSelection().removeAllRanges();
              getSelection().addRange(range);
              return getSelection().toString();
            }""",
            chosen,
        )
    files: dict[str, str | bytes | None] = {"docs/sources/ferry.md": FRONT + TEXT}
    files |= {f"annotations/ferry/{name}.md": _note(quote) for name, quote in QUOTES.items()}
    root = sites.copy(sites.SMALL, tmp_path / "site", files)
    sites.configure(root, markdown_extensions=["footnotes", {"pymdownx.arithmatex": {"generic": True}}])
    quote = " ".join(copied.split())
    done = sites.run(root, "new", "ferry", "--title", "A note", "--kind", "context", "--quote", quote)
    assert done.status == 0, (quote, done.errors)


def test_a_title_of_ours_is_a_place(tmp_path: Path) -> None:
    """A source whose text has no heading of the first level is quoted by the title that its page shows."""
    files: dict[str, str | bytes | None] = {
        "docs/sources/ferry.md": FRONT + "It stops.\n",
        "annotations/ferry/title.md": _note("The ferry"),
    }
    built = sites.build(sites.copy(sites.SMALL, tmp_path / "site", files), to=tmp_path / "out")
    page = BeautifulSoup(built.page("sources/ferry/"), "html5lib")
    assert built.warnings == ()
    assert [title.get_text().strip() for title in page.select("h1#gl-title mark")] == ["The ferry"]


def test_a_seal_is_of_the_passages(tmp_path: Path) -> None:
    """Another heading leaves the seal whole; another word of a passage does not."""
    root = sites.copy(sites.SMALL, tmp_path / "site", {"docs/sources/ferry.md": FRONT + "## A\n\nIt stops.\n"})
    assert sites.run(root, "seal", "ferry").status == 0
    path = root / "docs/sources/ferry.md"
    path.write_text(path.read_text(encoding="utf-8").replace("## A", "## B"), encoding="utf-8")
    assert sites.run(root, "check", "ferry").status == 0
    path.write_text(path.read_text(encoding="utf-8").replace("stops", "ran"), encoding="utf-8")
    assert "checksum-mismatch" in sites.run(root, "check", "ferry").output


@pytest.mark.parametrize("raw", [False, True])
@pytest.mark.parametrize(
    ("text", "id_", "owner"),
    [
        ("## P2\n\nOne.\n\nTwo.", "p2", "passage 2"),
        ("## Note 1\n\nOne.", "note-1", "the note `1`"),
        ("## Ref 1\n\nOne.", "ref-1", "the marker of the note `1`"),
        ("## H1\n\nOne.", "h1", "heading h1"),
        ("One.\n{ #p1 }", "p1", "passage 1"),
        ('<p id="note-1">One.</p>', "note-1", "the note `1`"),
        ("## References\n\nOne.", "references", "the list of references"),
    ],
)
def test_an_id_that_is_ours_is_named(tmp_path: Path, text: str, id_: str, owner: str, *, raw: bool) -> None:
    """The problem has a place, and names both that have the id; what has none of ours is left in peace."""
    files: dict[str, str | bytes | None] = {
        "docs/sources/ferry.md": f"{FRONT}# Title\n\n{text}\n",
        "annotations/ferry/1.md": _note("One"),
    }
    root = sites.copy(sites.SMALL, tmp_path / "site", files)
    sites.configure(root, markdown_extensions=["attr_list"], plugins=[{"glossator": {"raw_html": raw}}])
    output = sites.run(root, "check", "ferry").output
    assert output.count(": id-taken ") + output.count(" id-taken ") >= 1
    assert re.search(rf"ferry\.md:\d+:\d+: id-taken .*`{id_}`.*{re.escape(owner)}", output), output


@pytest.mark.parametrize(
    ("language", "way"),
    [
        ("ug-Latn", "ltr"),
        ("ku-Arab", "rtl"),
        ("fuf-Adlm", "rtl"),
        ("ckb-Latn", "ltr"),
        ("ckb", "rtl"),
        ("mn-Mong", "ltr"),
    ],
)
def test_the_script_gives_the_direction(language: str, way: str) -> None:
    """A script that a tag names goes before its language’s usual one; there are two directions in HTML."""
    assert direction(language) == way
    assert f'dir="{way}"' in language_attributes(language)


def test_two_notes_on_parts_of_a_formula_share_its_mark() -> None:
    """No mark begins or ends in a formula."""
    text = read('<p>So <span class="arithmatex">\\(a + b\\)</span> it is.</p>')
    notes = [Highlight("x", "", Span(5, 6)), Highlight("y", "", Span(9, 13))]
    html = splice.insert(text.html, splice.marks(text, notes))
    assert '<mark class="gl-mark" data-notes="x y" data-dir="open"><span class="arithmatex">' in html
