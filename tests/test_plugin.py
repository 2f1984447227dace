"""The MkDocs plugin: what a built site promises, and what it refuses."""

from __future__ import annotations

import gc
import html
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin

import pytest
import sites
import yaml
from bs4 import BeautifulSoup, Tag
from sites import Built

from glossator.repository.forge import forge

pytestmark = pytest.mark.build

BRIDGE, MARKET, FERRY = "sources/bridge/", "sources/market/", "sources/ferry/"
GITHUB: dict[str, Any] = {"repo_url": "https://github.com/ada/notes", "edit_uri": "edit/main/our site/docs/"}
INDEX = "---\nglossator: {0}\n---\n# {0}\n"


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The full site, built strictly by a MkDocs process of its own."""
    folder = tmp_path_factory.mktemp("good")
    root = sites.copy(sites.FULL, folder / "site")
    done = sites.mkdocs(root, "build", "--strict", "--site-dir", str(folder / "out"), PYTHONHASHSEED="1")
    assert done.returncode == 0, done.stdout
    return Built(folder / "out", (), "")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the full site."""
    return sites.copy(sites.FULL, tmp_path / "site")


@pytest.fixture
def built(root: Path, tmp_path: Path) -> Callable[..., Built]:
    """Build the copy."""
    return lambda **options: sites.build(root, to=tmp_path / "out", **options)


def soup(page: str) -> BeautifulSoup:
    """A page as browsers parse it."""
    return BeautifulSoup(page, "html5lib")


def one(parsed: BeautifulSoup | Tag, selector: str) -> Tag:
    """The only element that a selector fits."""
    (element,) = parsed.select(selector)
    return element


def notes_of(source: str) -> dict[str, dict[str, Any]]:
    """The front matter of a source's notes, by a foreign reader."""
    paths = sorted((sites.FULL / "annotations" / source).glob("*.md"))
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1]) for path in paths}


NOTES = {f"sources/{path.stem}/": notes_of(path.stem) for path in sorted((sites.FULL / "docs/sources").glob("*.md"))}
each_source = pytest.mark.parametrize("source", NOTES)


# What the built site promises


def test_each_source_leads_to_the_next_older_one_and_the_oldest_to_the_newest(good: Built) -> None:
    """Whatever the order in which the site generator renders them."""
    way = ["morning-boat", "market", "reading-room", "bridge", "lemon-trees", "ferry", "morning-boat"]
    for slug, following in pairwise(way):
        link = one(soup(good.page(f"sources/{slug}/")), ".gl-next a")
        assert link["href"] == f"../{following}/"


@each_source
def test_every_passage_has_its_id(source: str, good: Built) -> None:
    """The passages are `p1`, `p2`, … in reading order, each number once, and a link beside each leads to it."""
    page = soup(good.page(source))
    ids = [
        str(element["id"]) for element in page.select(".gl-source [id]") if re.fullmatch(r"p\d+", str(element["id"]))
    ]
    assert ids == [f"p{number}" for number in range(1, len(ids) + 1)]
    assert [link["href"] for link in page.select("a.gl-number")] == [f"#{id_}" for id_ in ids]


@each_source
def test_every_note_has_a_box_that_says_what_it_is(source: str, good: Built) -> None:
    """Each note is an `aside` with its id, kind, status and direction, its title, its words, and a link back to its marker."""
    page = soup(good.page(source))
    assert {str(note["id"]) for note in page.select("aside.gl-note")} == {f"note-{id_}" for id_ in NOTES[source]}
    for id_, front in NOTES[source].items():
        note = one(page, f"aside#note-{id_}")
        assert (note["data-kind"], note.get("data-status", "")) == (front["kind"], front.get("status", ""))
        assert note["data-dir"] in ("for", "mixed", "against", "open", "none")
        assert one(note, "summary .gl-title").get_text() == front["title"]
        assert ("certainty" in front) is (
            "certainty" in " ".join(line.get_text() for line in note.select(".gl-status"))
        )
        assert one(note, "a[role=doc-backlink]")["href"] == f"#ref-{id_}"


@each_source
def test_every_note_has_a_marker(source: str, good: Built) -> None:
    """Each note's marker is a link to it with the role `doc-noteref`, and all stand in the order of their numbers."""
    page = soup(good.page(source))
    markers = page.select("a[role=doc-noteref]")
    assert {str(marker["id"]) for marker in markers} == {f"ref-{id_}" for id_ in NOTES[source]}
    assert all(str(marker["href"])[6:] == str(marker["id"])[4:] for marker in markers)
    assert [marker.get_text() for marker in markers] == [str(number) for number in range(1, len(markers) + 1)]


@each_source
def test_every_highlighted_run_names_its_notes(source: str, good: Built) -> None:
    """Each run of marked text names notes that are on the page; each note with a quote has one; runs never nest."""
    page = soup(good.page(source))
    marks = page.select("mark.gl-mark")
    named = [str(mark["data-notes"]).split() for mark in marks]
    assert {id_ for names in named for id_ in names} == {
        id_ for id_, front in NOTES[source].items() if "quote" in front or "passage" in front
    }
    assert not page.select("mark mark")
    assert all(mark.get_text() for mark in marks)
    assert {str(mark["data-dir"]) for mark in marks} <= {"for", "mixed", "against", "open"}


def test_a_page_is_valid_where_it_counts(good: Built) -> None:
    """No id stands twice, links within the page lead somewhere, no note lies in a table, and marks lie only in text."""
    for source in NOTES:
        page = soup(good.page(source))
        written = BeautifulSoup(good.page(source), "html.parser")  # browsers move what may not stand in a table
        assert not written.select(", ".join(f"{around} > mark" for around in "table thead tbody tr ul ol dl".split()))
        ids = [str(element["id"]) for element in page.select("[id]")]
        assert sorted(set(ids)) == sorted(ids)
        for link in page.select(".gl-source a[href^='#']"):
            assert str(link["href"])[1:] in ids
        assert not page.select("table aside, blockquote aside, pre aside, a a")


def test_the_counts_of_the_build(good: Built) -> None:
    """`exports/build.json` counts sources, passages, and notes by what became of them."""
    passages = sum(len(soup(good.page(source)).select("a.gl-number")) for source in NOTES)
    notes = sum(map(len, NOTES.values()))
    assert good.counts() == {
        "format": 1,
        "sources": len(NOTES),
        "passages": passages,
        "headings": sum(len(soup(good.page(source)).select(".gl-source [id^=h]")) for source in NOTES),
        "notes": notes,
        "ambiguous": 0,
        "orphaned": 0,
    }


def test_the_counts_tell_what_is_not_placed(small: Path, built_small: Callable[..., Built]) -> None:
    """An ambiguous and an orphaned note are counted as such, also when the build does not fail for them."""
    lost = "---\ntitle: a\nkind: context\nquote: {}\n---\n"
    quotes = {"ambiguous": "the bridge was safe", "orphaned": "not here"}
    sites.write(small, {f"annotations/bridge/{name}.md": lost.format(quote) for name, quote in quotes.items()})
    counts = built_small().counts()
    assert {name: counts[name] for name in quotes} == {"ambiguous": 1, "orphaned": 1}


# What stands in a page


def test_notes_come_after_their_passage(good: Built) -> None:
    """In reading order each note follows the block that its last word stands in, before the next block."""
    order = [
        str(element["id"])
        for element in soup(good.page(BRIDGE)).select("[id^=p], aside")
        if re.match(r"p\d|note-", str(element["id"]))
    ]
    assert order.index("note-day") == order.index("p1") + 1
    assert order[order.index("p3") : order.index("p4")] == [
        "p3", "note-linked", "note-inner", "note-same", "note-outer",
    ]  # fmt: skip
    # Notes on a quotation and on a table stand behind the whole of it.
    assert order[order.index("p5") + 1] == "note-quotation"
    assert order[order.index("p12") + 1] == "note-row"
    assert order.index("note-across") > order.index("p14")


def test_notes_on_the_whole_source_and_their_replies_come_first(good: Built) -> None:
    """They stand in the head of the page, with number 1, a reply right after the note it answers."""
    head = one(soup(good.page(BRIDGE)), ".gl-head")
    assert [note["id"] for note in head.select("aside")] == ["note-whole-source", "note-answer"]
    assert [marker.get_text() for marker in head.select("a[role=doc-noteref]")] == ["1", "2"]
    reply = one(head, "#note-answer .gl-reply")
    assert one(reply, "a")["href"] == "#note-whole-source"
    assert "note 1" in reply.get_text()


REPLY = "---\nkind: reply\ntitle: {title}\nreplies-to: {to}\n---\nText.\n"
ASSESSED = "---\nkind: context\ntitle: {status}\npassage: {passage}\nstatus: {status}\n---\nText.\n"


def test_an_answered_note_says_so_while_closed(small: Path, built_small: Callable[..., Built]) -> None:
    """A reply stands right after its note, at equal rank; the note's summary says `Answered`, and it links each reply."""
    texts = {"no": REPLY.format(title="No", to="good"), "but": REPLY.format(title="But", to="no")}
    texts["there"] = REPLY.format(title="There", to="good").replace("kind", "passage: 2\nkind")
    sites.write(small, {f"annotations/bridge/{name}.md": text for name, text in texts.items()})
    page = soup(built_small(strict=True).page(BRIDGE))
    notes = [note["id"] for note in one(page, ".gl-notes[data-passage='3']").find_all("aside", recursive=False)]
    assert notes == ["note-good", "note-no", "note-but"]
    replies = {
        name: [(line.get_text(), one(line, "a")["href"]) for line in page.select(f"#note-{name} .gl-reply")]
        for name in ("good", "no", "but", "there")
    }
    assert replies == {
        "good": [("Answered by note 1.", "#note-there"), ("Answered by note 3.", "#note-no")],
        "no": [("In reply to note 2.", "#note-good"), ("Answered by note 4.", "#note-but")],
        "but": [("In reply to note 3.", "#note-no")],
        "there": [("In reply to note 2.", "#note-good")],
    }
    said = {name: "Answered" in one(page, f"#note-{name} summary").get_text() for name in replies}
    assert said == {"good": True, "no": True, "but": False, "there": False}


def test_every_note_of_a_passage_shows_its_own_status(small: Path, built_small: Callable[..., Built]) -> None:
    """None is weighed against another: each stands in its note's line, with its sign, after what the passage rests on."""
    given = [("a", 2, "contradicted"), ("b", 2, "partly-corroborated"), ("c", 2, "contradicted"), ("d", 1, "contested")]
    for name, passage, status in given:
        sites.write(small, {f"annotations/bridge/{name}.md": ASSESSED.format(passage=passage, status=status)})
    page = soup(built_small(strict=True).page(BRIDGE))
    verdicts = {
        str(note["id"])[5:]: one(note, ".gl-verdict").get_text() for note in page.select("aside:has(.gl-verdict)")
    }
    signs = {
        "contradicted": "− Contradicted",
        "partly-corroborated": "± Partly corroborated",
        "contested": "≠ Contested",
    }
    assert verdicts == {name: signs[status] for name, _, status in given}
    beside = one(page, ".gl-notes[data-passage='2']").find_all(recursive=False)
    assert [part["class"][0] for part in beside] == ["gl-sourcing", "gl-note", "gl-note", "gl-note"]


def test_citations_become_links_and_names(good: Built) -> None:
    """`[@key, p. 2; see @other]` reads as the style writes it, and leads to the references at the page's end."""
    body = one(soup(good.page(BRIDGE)), "#note-emphasis .gl-body")
    text = " ".join(body.get_text().split())
    assert (
        text
        == "See the survey (Hale 2030, 2; see Netherby Gazette 2031 for a picture) and the letter (“Letter to the Clerk”)."
    )
    link = one(body, "a")
    assert (link["href"], link.get_text()) == ("#r-survey-2030", "Hale 2030, 2")


def test_evidence_tells_its_relation_and_what_was_read(good: Built) -> None:
    """Each piece of evidence is a line: its sign, how it bears on the words, a short citation; place and quotation open."""
    page = soup(good.page(BRIDGE))
    line = one(page, "#note-emphasis .gl-evidence > li")
    assert line["data-dir"] == "for"
    text = " ".join(line.get_text(" ").split())
    for part in ("+ confirms Hale 2030", "P. 2.", "two days’ work"):
        assert part in text
    whole = one(page, "#r-survey-2030")
    assert whole.get_text().startswith("Hale, Ruth. 2030. Survey of the Bridges of Netherby.")
    assert one(line, "a")["href"] == "#r-survey-2030"


READ = """---
passage: 1
kind: context
title: What was read of it
evidence:
  - title: Minutes of the bridge committee
    author: [{literal: Ada Quill}]
    issued: 2031-02-03
    URL: https://example.org/minutes
    archive-url: https://archive.example/minutes
    accessed: 2031-03-04
    relation: qualifies
    locator: paras. 3 and 4
    quote: It was <b>closed</b> & locked.
    checked: excerpt
    caveat: The clerk wrote them a year later.
  - title: A letter
    relation: background
    accessed: 2031-03-05
  - cite: survey-2030
    relation: refutes
    accessed: 2031-03-06
---
"""


def test_a_piece_of_evidence_shows_every_field(small: Path, built_small: Callable[..., Built]) -> None:
    """Beside the note what belongs to it; how far the work was read, and when, stands with its reference."""
    sites.write(small, {"annotations/bridge/read.md": READ})
    page = soup(built_small(strict=True).page(BRIDGE))
    full, letter, cited = (" ".join(line.get_text(" ").split()) for line in page.select("#note-read .gl-evidence > li"))
    assert full == (
        "± qualifies Ada Quill 2031 Paras. 3 and 4. “It was <b>closed</b> & locked.” Archived copy ."
        " The clerk wrote them a year later."
    )
    links = [link["href"] for link in page.select("#e-read-1 a")]
    assert links == ["#r-read-1", "https://archive.example/minutes"]
    assert letter == "· background “A letter” n.d."
    assert cited.startswith("− refutes Hale 2030")
    assert "accessed 6 March 2031" in cited
    entry = " ".join(one(page, "#r-read-1").get_text().split())
    assert entry.startswith("Ada Quill. 2031. “Minutes of the Bridge Committee.” February 3. example.org.")
    assert "Read in excerpt, accessed 4 March 2031." in entry


def test_every_relation_has_its_word_and_its_sign(small: Path, built_small: Callable[..., Built]) -> None:
    """As the format says: for, against, in part, neither."""
    signs = {"supports": "+", "confirms": "+", "disputes": "−", "refutes": "−"}
    signs |= {"qualifies": "±", "corrects": "−", "updates": "»", "background": "·"}
    listed = "\n".join(f"  - {{title: A report, relation: {relation}}}" for relation in signs)
    text = f"---\npassage: 1\nkind: context\ntitle: All\nevidence:\n{listed}\n---\n"
    sites.write(small, {"annotations/bridge/all.md": text})
    lines = soup(built_small(strict=True).page(BRIDGE)).select("#note-all .gl-evidence > li")
    printed = {one(line, ":scope > i").get_text(): one(line, ":scope > b").get_text() for line in lines}
    assert printed == signs


def test_letter_and_digit_stand_together_and_their_meaning_is_a_click_away(good: Built) -> None:
    """One code for each letter, none made of two; opened, each half says what it means, and who it is leads to why."""
    page = soup(good.page(BRIDGE))
    beside = one(page, "[data-passage='2'] > .gl-sourcing")
    assert beside.name == "details"
    assert [code.get_text() for code in beside.select("summary .gl-code")] == ["B3", "F3"]
    assert [" ".join(line.get_text().split()) for line in beside.select("dl > *")] == [
        "The council’s surveyor",
        "B: Usually reliable.",
        "The mayor",
        "F: Reliability cannot be judged.",
        "What is said",
        "Factual. 3: Possibly true.",
    ]
    origin = str(beside.select("dt a")[0]["href"])
    assert " ".join(one(page, origin).get_text().split()) == (
        "The council’s surveyor Named, on the record. B: Usually reliable."
        " His surveys of 1998 and 2014 were borne out. Passage 2"
    )


def test_the_head_counts_what_is_rated_and_what_is_not(good: Built) -> None:
    """Passages by what they rest on, those that nobody has rated included, in a sentence; notes by their direction."""
    page = soup(good.page(BRIDGE))
    passages = len(page.select(".gl-number"))
    assert page.select(".gl-rests > p")[0].get_text() == (
        f"1 of {passages} passages rest on somebody named, {passages - 1} on what is not rated yet."
    )
    rows = {str(row["data-dir"]): int(one(row, "b").get_text()) for row in page.select(".gl-rows li")}
    dots = [cell for column in page.select(".gl-cols a") for cell in column.select("i[data-c]")]
    assert len(page.select(".gl-cols a")) == passages
    assert sum(rows.values()) >= len(dots) > 0
    assert {str(dot["data-dir"]) for dot in dots} == {way for way, count in rows.items() if count}


def test_head_filter_and_claims_count_the_same(good: Built) -> None:
    """As many notes are *not shown* in the head, in the filter and in the table; what assesses nothing is told apart."""
    page = soup(good.page(BRIDGE))
    head = {str(row["data-dir"]): one(row, "b").get_text() for row in page.select(".gl-rows li")}
    choices = {
        str(box["value"]): one(box.parent, "small").get_text()  # type: ignore[arg-type]  # it is in a label
        for box in page.select("#gl-filters input[name=direction]")
    }
    assert {way: count for way, count in head.items() if count != "0"} == {
        way: count for way, count in choices.items() if way != "none"
    }
    assert int(choices["none"]) == len(page.select(".gl-note[data-dir=none]"))
    assert sum(map(int, choices.values())) == len(page.select(".gl-note"))
    table = soup(good.page("sources/bridge/claims/index.html"))
    told = {str(way["data-dir"]): way.get_text().split()[-1] for way in table.select(".gl-sums .gl-way")}
    assert told.items() <= head.items()


def test_who_wrote_a_note_is_shown(good: Built) -> None:
    """Authors, reviewers, dates and what they disclose stand under the note, with a link to improve it."""
    meta = one(soup(good.page(BRIDGE)), "#note-long .gl-meta")
    for part in ("Ada Quill", "reviewed by Ben Ferry", "3 May 2031", "checked the spelling", "drives a lorry"):
        assert part in meta.get_text()
    edit = "https://example.org/netherby/papers/edit/main/annotations/bridge/long.md"
    assert edit in [link["href"] for link in meta.select("a")]


def test_git_tells_who_wrote_and_reviewed_a_note_and_where_its_history_is(tmp_path: Path) -> None:
    """Of a site in a folder of its repository; the changes lead to their commits."""
    root = sites.copy(sites.SMALL, tmp_path / "papers" / "our site", {"docs/changes.md": INDEX.format("changes")})
    sites.commit(tmp_path / "papers", "All\n\nCo-authored-by: Béla <b@example.org>")
    path = root / "annotations/bridge/good.md"
    path.write_text(path.read_text(encoding="utf-8").replace("names them", "names the three"), encoding="utf-8")
    sites.commit(tmp_path / "papers", "Said more exactly\n\nReviewed-by: Rex Stout <rex@example.org>")
    site = sites.build(root, to=tmp_path / "out", strict=True, **GITHUB)
    assert (site.failure, site.warnings) == ("", ())
    meta = one(soup(site.page(BRIDGE)), "#note-good .gl-meta")
    assert " ".join(meta.get_text().split()).endswith("Ada Quill, Béla reviewed by Rex Stout written 1 May 2031")
    (history,) = (link["href"] for link in meta.select("a") if link.get_text() == "History")
    assert history == "https://github.com/ada/notes/commits/main/our%20site/annotations/bridge/good.md"
    commit = one(soup(site.page("changes/")).select(".gl-group")[0], ".gl-group > .gl-quiet a")
    assert re.fullmatch(r"https://github\.com/ada/notes/commit/[0-9a-f]{40}", str(commit["href"]))


@pytest.mark.parametrize(
    ("repository", "history", "commit"),
    [
        ("https://github.com/a/b", "/commits/main/x/n%20s.md", "/commit/0a1b"),
        ("https://gitlab.com/a/b/", "/-/commits/main/x/n%20s.md", "/-/commit/0a1b"),
        ("https://codeberg.org/a/b", "/commits/branch/main/x/n%20s.md", "/commit/0a1b"),
    ],
)
def test_each_forge_has_its_addresses_for_what_was_changed(repository: str, history: str, commit: str) -> None:
    """Of a file's versions and of a commit, whatever the file is called."""
    place = forge(repository, "main", prefix="x/")
    assert place
    base = repository.rstrip("/")
    assert (place.history("n s.md"), place.commit("0a1b")) == (base + history, base + commit)


def test_the_head_says_what_the_text_is_and_on_what_terms(good: Built) -> None:
    """Publisher, date, original, terms and licence stand above the text."""
    head = " ".join(one(soup(good.page(BRIDGE)), ".gl-head").get_text().split())
    for part in ("Town council of Netherby", "4 March 2031", "Full text", "CC0-1.0", "16 passages", "20 notes"):
        assert part in head
    assert one(soup(good.page(BRIDGE)), ".gl-terms a")["href"] == "https://example.org/minutes"


def test_a_text_from_right_to_left_says_so(good: Built) -> None:
    """The source has its language and direction, and the notes beside it have theirs."""
    page = soup(good.page(MARKET))
    source = one(page, ".gl-source")
    assert (source["lang"], source["dir"]) == ("ar", "rtl")
    for ours in page.select(".gl-notes, .gl-head"):
        assert (ours["lang"], ours["dir"]) == ("en", "ltr")
    assert one(soup(good.page(BRIDGE)), ".gl-source")["dir"] == "ltr"


def test_a_source_without_notes_is_still_a_source(good: Built) -> None:
    """It has its head and numbered passages."""
    page = soup(good.page(FERRY))
    assert "Restated" in one(page, ".gl-head").get_text()
    assert [link.get_text() for link in page.select("a.gl-number")] == ["1"]


# Note bodies are written by strangers

ATTACKS = {
    "a script": "<script>alert(1)</script>",
    "a script in capitals": "<SCRIPT SRC=//evil.example></SCRIPT>",
    "a handler": '<b onclick="alert(1)" onmouseover=alert(1)>x</b>',
    "an image": '<img src="x" onerror="alert(1)">',
    "an image in Markdown": "![x](https://evil.example/pixel.png)",
    "a link that runs": "[x](javascript:alert(1))",
    "a link that runs, in disguise": "[x](JaVa&#115;cript:alert(1)) [y](&#106;avascript:alert) <a href='java\tscript:alert(1)'>z</a>",
    "a data address": "[x](data:text/html,<script>alert(1)</script>)",
    "a style": '<p style="position:fixed;inset:0">x</p><style>*{display:none}</style>',
    "an id and a class": '<p id="p1" class="gl-note">x</p>',
    "an id by an extension": "x\n{: #p1 .gl-note onclick=alert(1) style=color:red }",
    "a frame": '<iframe src="https://evil.example"></iframe><object data="x"></object><embed src="x">',
    "a form": '<form action="https://evil.example"><input name="q" autofocus><button>x</button></form>',
    "a drawing": '<svg onload="alert(1)"><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    "mathematics": '<math><mtext></table><mglyph><style><img src=x onerror="alert(1)"></style></math>',
    "a template": "<template><script>alert(1)</script></template>",
    "a meta element": '<meta http-equiv="refresh" content="0;url=https://evil.example"><base href="https://evil.example">',
    "the end of the note": "</div></details></aside></div><aside id='note-forged' class='gl-note'>x</aside>",
    "a comment": "<!-- --!><img src=x onerror=alert(1)> -->",
    "a heading": "# x\n\n## y",
    "an address of another host": '<a href="//evil.example">x</a> <a href="https://example.org" target="_top">y</a>',
    "a template of Jinja": "{{ config }} {% raw %}",
    "a snippet": '--8<-- "mkdocs.yml"',
}


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> BeautifulSoup:
    """A page with a note for each attack."""
    folder = tmp_path_factory.mktemp("attacked")
    files: dict[str, str | bytes | None] = {
        f"annotations/ferry/attack-{number}.md": f"---\ntitle: <b>{name}</b>\nkind: context\n---\n{body}\n\n- a list\n\n|a|b|\n|-|-|\n|c|d|\n"
        for number, (name, body) in enumerate(ATTACKS.items())
    }
    return soup(sites.build(sites.copy(sites.FULL, folder / "site", files), to=folder / "out").page(FERRY))


@pytest.mark.parametrize("number", range(len(ATTACKS)), ids=list(ATTACKS))
def test_a_body_cannot_act_on_the_page(number: int, attacked: BeautifulSoup) -> None:
    """Nothing in a note runs, loads, moves or forges; its list and table are there all the same."""
    note = one(attacked, f"#note-attack-{number}")
    body = one(note, ".gl-body")
    for element in body.select("*"):
        assert (
            element.name
            in "a b blockquote br cite code dd em hr li ol p pre q small span strong sub sup table tbody td th thead tr u ul div".split()
        )
        assert set(element.attrs) <= {"href", "rel", "title", "lang", "dir"}
        assert re.match(r"https?://|mailto:|#", str(element.get("href", "#")))
    assert one(body, "ul").get_text().strip() == "a list"
    assert one(body, "td").get_text() == "c" if len(body.select("td")) == 1 else body.select("td")
    assert html.escape(f"<b>{list(ATTACKS)[number]}</b>") in str(one(note, ".gl-title"))
    assert "site_name" not in body.get_text()


def test_attacks_forge_no_note(attacked: BeautifulSoup) -> None:
    """The notes of the page are those of the files, and its passages are its own."""
    assert len(attacked.select("aside.gl-note")) == len(ATTACKS)
    assert not attacked.select("#note-forged")
    assert [element.name for element in attacked.select("#p1")] == ["p"]


# Nothing else is touched


def test_nothing_is_written_beside_the_site(root: Path, built: Callable[..., Built]) -> None:
    """A build leaves every file of the project as it was, and adds none: nothing is generated into docs/."""
    before = sites.contents(root)
    assert not built(strict=True).failure
    assert sites.contents(root) == before


def test_style_sheet_and_script_are_there_and_linked(good: Built) -> None:
    """Every source's page links a style sheet and a script of ours that are files of the site."""
    for source in NOTES:
        page = soup(good.page(source))
        links = [link["href"] for link in page.select("link[rel=stylesheet]")] + [
            link["src"] for link in page.select("script[src]")
        ]
        ours = [str(link) for link in links if "glossator" in str(link)]
        assert {link.rpartition(".")[2] for link in ours} == {"css", "js"}
        for link in ours:
            path = urldefrag(urljoin(f"https://example.org/{source}", link)).url.removeprefix("https://example.org/")
            assert (good.folder / path).stat().st_size > 500


def test_other_pages_stay_as_they_are(root: Path, built: Callable[..., Built]) -> None:
    """A page that is no source is the same with and without the plugin, but for the links to its files, and the search."""
    sites.configure(root, glossator={"search": False})
    good = built().page("about/")
    sites.configure(root, plugins=["search"])
    plain = built().page("about/")
    ours = re.compile(r"\s*<(?:link|script)[^>]*glossator[^>]*>(?:</script>)?")
    assert ours.sub("", good).split() == ours.sub("", plain).split()
    assert ours.search(good)


def test_two_builds_are_the_same_to_the_byte(good: Built, tmp_path: Path) -> None:
    """Neither another folder, time zone, locale or seed of hashes nor the order in which files were made changes any."""
    root = tmp_path / "site"
    for name, content in sorted(sites.contents(sites.FULL).items(), reverse=True):
        sites.write(root, {name: content})
    elsewhere = {"PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}
    done = sites.mkdocs(root, "build", "--strict", "--site-dir", str(tmp_path / "out"), **elsewhere)
    assert done.returncode == 0, done.stdout
    first, second = sites.contents(good.folder), sites.contents(tmp_path / "out")
    assert first.keys() == second.keys()
    # The sitemap has the day of the build, and its archive the second.
    assert {name for name in first if first[name] != second[name]} <= {"sitemap.xml", "sitemap.xml.gz"}


def test_notes_without_author_and_date_are_told(small: Path, tmp_path: Path) -> None:
    """They come from the commit of a note's file: before it nobody would know why they are missing."""
    done = sites.mkdocs(small, "build", "--site-dir", str(tmp_path / "one"))
    assert "1 note has no author and no date: they come from the commit of its file" in done.stdout
    sites.commit(small, "All of it")
    done = sites.mkdocs(small, "build", "--site-dir", str(tmp_path / "two"))
    assert "no author and no date" not in done.stdout


def test_a_page_of_another_plugins_own_kind_stays_of_its_kind(small: Path, tmp_path: Path) -> None:
    """Blogs have views that are pages and more, which a build neither changes nor breaks."""
    post = "---\ndate: 2031-05-01\n---\n\n# A post\n\nText.\n"
    sites.write(small, {"docs/blog/index.md": "# Blog\n", "docs/blog/posts/a.md": post})
    plugins = yaml.safe_load((small / "mkdocs.yml").read_text(encoding="utf-8"))["plugins"]
    blog = sites.build(
        small, to=tmp_path / "out", plugins=["blog", *plugins], theme={"name": "material", "font": False}
    )
    assert blog.failure == ""
    assert "A post" in blog.page("blog/")
    assert "gl-note" in blog.page(BRIDGE)


def test_a_second_build_in_one_process_is_the_same(root: Path, built: Callable[..., Built]) -> None:
    """Nothing of one build stays for the next."""
    first = sites.contents(built().folder)
    second = sites.contents(built().folder)
    assert {name for name in first if first[name] != second[name]} <= {"sitemap.xml.gz"}


# Other configurations


def test_without_directory_urls(built: Callable[..., Built]) -> None:
    """With `use_directory_urls: false` pages and links to our files are right too."""
    site = built(strict=True, use_directory_urls=False)
    assert not site.failure
    page = soup(site.page("sources/bridge.html"))
    assert len(page.select("aside.gl-note")) == len(NOTES[BRIDGE])
    (style,) = (str(link["href"]) for link in page.select("link[href*='glossator.css']"))
    assert (site.folder / "sources" / style.partition("?")[0]).resolve().is_file()


def test_with_the_theme_of_mkdocs(root: Path, built: Callable[..., Built]) -> None:
    """Another theme than Material shows all notes, and a strict build passes."""
    sites.configure(root, theme={"name": "mkdocs"})
    site = built(strict=True)
    assert not site.failure
    page = soup(site.page(BRIDGE))
    assert len(page.select("aside.gl-note")) == len(NOTES[BRIDGE])
    assert page.select(".source-links") == []


def test_with_other_folders(root: Path, tmp_path: Path) -> None:
    """`annotations`, `sources` and `docs_dir` can lie where a project has them, in folders of folders too."""
    for old, new in {
        "docs/sources/bridge.md": "pages/texts/2031/bridge.md",
        "annotations/bridge": "notes/2031/bridge",
    }.items():
        (root / new).parent.mkdir(parents=True)
        (root / old).rename(root / new)
    sites.write(root, {"pages/index.md": "# Home\n"})
    sites.configure(root, docs_dir="pages", nav=["index.md"], not_in_nav="/texts/")
    sites.configure(root, glossator={"annotations": "notes", "sources": "texts"})
    site = sites.build(root, to=tmp_path / "out", strict=True)
    assert (site.warnings, site.failure) == ((), "")
    assert len(soup(site.page("texts/2031/bridge/")).select("aside.gl-note")) == len(NOTES[BRIDGE])
    assert sites.run(root, "check").status == 0


def test_kinds_are_relabelled_and_added(good: Built) -> None:
    """The site's own labels of kinds are on its pages, and a note can be of a kind it added."""
    page = soup(good.page(BRIDGE))
    assert "Background" in one(page, "#note-outer .gl-kind").get_text()
    assert "Chronology" in one(page, "#note-day .gl-kind").get_text()
    assert one(page, "#ref-day")["aria-label"] == "Note 3, Chronology"


OPTIONS_REFUSED = {
    "a misspelt option": ({"anotations": "notes"}, "did you mean `annotations`?"),
    "an option like no other": ({"xyz": 1}, "the options are: annotations"),
    "a bibliography that is no list": ({"bibliography": "annotations/references.yml"}, "list"),
    "a misspelt citation style": ({"citation_style": "chicago-autor-date"}, "did you mean `chicago-author-date`?"),
    "a citation style like no other": ({"citation_style": "xyz"}, "or the path of a .csl file"),
    "a citation style that is a list": ({"citation_style": ["apa"]}, "the name of a citation style"),
    "a citation style that is not there": ({"citation_style": "house.csl"}, "house.csl:1:1: the file cannot be opened"),
    "a citation style outside the project": ({"citation_style": "../house.csl"}, "the path contains `..`"),
    "kinds that are a list": ({"kinds": ["context"]}, "chronology: {label: Chronology"),
    "a kind that is a text": ({"kinds": {"context": "Background"}}, "chronology: {label: Chronology"),
    "a kind whose id is none": ({"kinds": {"My kind": {"label": "x"}}}, "'My kind'"),
    "a misspelt key of a kind": ({"kinds": {"context": {"lable": "x"}}}, "did you mean 'label'?"),
    "a label that is a number": ({"kinds": {"context": {"label": 7}}}, "quotation marks"),
    "a colour of a kind": ({"kinds": {"context": {"colour": "#123456"}}}, "kinds have no colours"),
}  # fmt: skip


@pytest.mark.parametrize(("options", "hint"), OPTIONS_REFUSED.values(), ids=OPTIONS_REFUSED)
def test_a_wrong_option_is_refused_with_a_hint(
    options: dict[str, Any], hint: str, small: Path, built_small: Callable[..., Built], caplog: pytest.LogCaptureFixture
) -> None:
    """MkDocs stops before it builds, and says what is expected."""
    sites.configure(small, glossator=options)
    site = built_small()
    assert site.failure
    assert not site.folder.exists()
    assert hint in caplog.text
    checked = sites.run(small, "check")
    assert checked.status == 2


def test_a_wrong_option_gives_no_traceback(small: Path) -> None:
    """A person who misspells an option sees a sentence."""
    sites.configure(small, glossator={"anotations": "notes"})
    done = sites.mkdocs(small, "build")
    assert done.returncode == 1
    assert "glossator has no option `anotations`: did you mean `annotations`?" in done.stdout
    assert "Traceback" not in done.stdout


EVIDENCE = """---
quote: met on Monday
kind: context
title: The day
evidence:
  - relation: background
    type: report
    title: Survey of the bridges
    author: [{family: Hale, given: Ruth}]
    issued: 2030-05
    URL: https://example.org/survey
    locator: para. 12.
---
"""


def test_the_site_chooses_the_style_of_its_references(small: Path, built_small: Callable[..., Built]) -> None:
    """`citation_style` changes how references are written; the address is a link, the locator stands with the evidence."""
    sites.configure(small, glossator={"citation_style": "apa"})
    sites.write(small, {"annotations/bridge/evidence.md": EVIDENCE})
    page = soup(built_small().page(BRIDGE))
    whole = one(page, "[id='r-evidence-1']")
    assert whole.get_text().startswith("Hale, R. (2030). Survey of the bridges. example.org ")
    assert one(whole, "a")["href"] == "https://example.org/survey"
    assert one(page, "#note-evidence .gl-evidence > li > p").get_text() == "Para. 12. "


# Problems are loud

BROKEN = "---\nquote: met on Monday\nkind: contxt\ntitle: The day\n---\n"
ASKING = "---\nquote: met on Monday\nkind: counter-evidence\ntitle: The day\n---\nIt was a Tuesday.\n"
"""A note with a mistake, and one that only asks its author a question: it has no evidence."""


LOUDNESS = pytest.mark.parametrize("quiet", [[], ["--quiet"]], ids=["", "quiet"])
STRICTNESS = pytest.mark.parametrize("strict", [[], ["--strict"]], ids=["", "strict"])
"""Options of a build."""


@LOUDNESS
@STRICTNESS
@pytest.mark.parametrize("ci", ["", "true"])
@pytest.mark.parametrize(
    ("note", "fails"),
    [
        pytest.param(BROKEN, {"", "--strict"}, id="error"),
        pytest.param(ASKING, {"--strict"}, id="warning"),
    ],
)
def test_check_and_build_have_one_verdict(
    note: str, fails: set[str], ci: str, strict: list[str], quiet: list[str], small: Path, tmp_path: Path
) -> None:
    """Errors fail both, warnings with `--strict` only, in CI or not; what fails a build is shown with `--quiet`, too."""
    sites.write(small, {"annotations/bridge/broken.md": note})
    failing = "".join(strict) in fails
    assert bool(sites.run(small, "check", *strict).status) == failing
    done = sites.mkdocs(small, "build", *strict, *quiet, "--site-dir", str(tmp_path / "out"), CI=ci)
    assert bool(done.returncode) == failing
    shown = re.findall(r"broken\.md:3:7: (unknown-term|kind-without-evidence)", done.stdout)
    assert len(shown) == (1 if failing or not quiet else 0)
    assert "Traceback" not in done.stdout
    page = (tmp_path / "out" / BRIDGE / "index.html").read_text(encoding="utf-8")
    assert 'id="note-good"' in page
    assert ('id="note-broken"' in page) == (note == ASKING)


@pytest.mark.parametrize("fails", [False, True])
def test_a_build_leaves_the_garbage_collector_as_it_was(
    fails: bool, small: Path, built_small: Callable[..., Built]
) -> None:
    """While it lasts, nothing looks through what was read; of a server's builds none must stay for good."""
    hook = "import gc\nfrom mkdocs.exceptions import PluginError\n\ndef on_env(env, **_):\n    assert gc.get_freeze_count()\n"
    sites.write(small, {"hook.py": hook + "    raise PluginError('no')\n" * fails})
    sites.configure(small, hooks=["hook.py"])
    assert bool(built_small().failure) == fails
    assert gc.get_freeze_count() == 0


def test_a_published_page_tells_readers_of_no_problem(small: Path, built_small: Callable[..., Built]) -> None:
    """The list of problems is for the preview; a built page has none."""
    sites.write(small, {"annotations/bridge/broken.md": BROKEN})
    assert "gl-unplaced" not in re.sub(r"(?s)<style.*?</style>", "", built_small().page(BRIDGE))


# The guard against silence

CUTTER = """
import re
from mkdocs.plugins import event_priority

@event_priority({priority})
def on_post_page(output, **_):
    return re.sub(r'(?s)<aside id="note-good".*?</aside>', '', output)
"""
OTHER = "---\nquote: ten more years\nkind: context\ntitle: The years\n---\n"


def not_published(site: Built) -> set[str]:
    """The files that the guard names."""
    matches = (re.search(r"glossator: (.+?):1:1: note-not-published", warning) for warning in site.warnings)
    return {match[1] for match in matches if match}


@pytest.mark.parametrize("priority", [100, 0, -50])
def test_a_note_that_something_drops_is_missed(priority: int, small: Path, built_small: Callable[..., Built]) -> None:
    """A note that another part of the site takes off the finished page is named, and a strict build fails."""
    sites.write(small, {"annotations/bridge/other.md": OTHER, "hooks.py": CUTTER.format(priority=priority)})
    sites.configure(small, hooks=["hooks.py"])
    site = built_small(strict=True)
    assert not_published(site) == {"annotations/bridge/good.md"}
    assert site.failure


def test_a_template_without_content_is_noticed(small: Path, built_small: Callable[..., Built]) -> None:
    """A theme that does not print the content is a theme without notes."""
    sites.write(small, {"annotations/bridge/other.md": OTHER, "theme/main.html": "<title>Soon here</title>"})
    site = built_small(strict=True)
    assert not_published(site) == {"annotations/bridge/good.md", "annotations/bridge/other.md"}
    assert site.failure


@pytest.mark.parametrize("option", ["exclude_docs", "draft_docs"])
def test_a_source_that_is_left_out_is_noticed(option: str, small: Path, built_small: Callable[..., Built]) -> None:
    """Notes on a page that `mkdocs.yml` excludes are not lost in silence; a source without notes may be excluded."""
    sites.write(small, {"docs/sources/ferry.md": "---\nsource: {title: The ferry}\ntext: restated\n---\n\nClosed.\n"})
    sites.configure(small, **{option: "/sources/\n"})
    site = built_small()
    assert not_published(site) == {"docs/sources/bridge.md"}
    assert site.counts()["sources"] == 0
