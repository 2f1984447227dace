"""Notes of other programs: in their places, with everything that could not be carried over told at once."""

from __future__ import annotations

import json
import re
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sites
import yaml
from hypothesis import given
from hypothesis import strategies as st

from glossator.hosts import open_host
from glossator.imports.notes import carrying, formats, placing
from glossator.problems import CODES
from glossator.publication.exports.notes_csv import COLUMNS
from glossator.publication.exports.web_annotation import NOTE
from glossator.publication.opened import open_site
from glossator.records.vocabulary import Kinds
from glossator.text.textmap import read

DATA = Path(__file__).resolve().parent / "exchange"
FIRST = {"type": "Annotation", "motivation": "commenting", "bodyValue": "Who?", "target": "https://e.org/"}
QUOTED = {"source": "https://e.org/", "selector": {"type": "TextQuoteSelector", "exact": "six votes to three"}}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the small site."""
    return sites.copy(sites.SMALL, tmp_path / "site")


def imported(root: Path, content: object, *options: str, name: str = "notes.json") -> sites.Result:
    """Import a file with this content, JSON or text; most here are about pages of no address in particular."""
    text = content if isinstance(content, str) else json.dumps(content, indent=2)
    (root / name).write_text(text, encoding="utf-8", newline="")
    return sites.run(root, "import-notes", str(root / name), "bridge", "--any-address", *options)


def notes(root: Path) -> dict[str, dict[str, Any]]:
    """Every note that was not there before: its front matter and, as `body`, its text."""
    by_name = {}
    for path in sorted((root / "annotations" / "bridge").glob("*.md")):
        _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
        by_name[path.stem] = {**yaml.safe_load(front), "body": body.strip()}
    by_name.pop("good")
    return by_name


def reported(result: sites.Result) -> list[tuple[int, str, str]]:
    """Line, code and message of each problem."""
    problems = re.findall(r"^\S+:(\d+):\d+: ([a-z0-9-]+) (.+)$", result.errors, re.MULTILINE)
    assert {code for _, code, _ in problems} <= CODES.keys()
    return [(int(line), code, message) for line, code, message in problems]


# Hypothes.is


def test_an_export_of_hypothesis_becomes_notes(root: Path) -> None:
    """Quotes, tags, authors, days, replies to replies and page notes of the client's JSON are carried over."""
    done = imported(root, (DATA / "hypothesis.json").read_text(encoding="utf-8"))
    written = notes(root)
    assert written["two-to-three-years-says-the"] == {
        "quote": "the bridge would stand for ten more years",
        "kind": "counter-evidence",
        "title": "Two to three years, says the written report.",
        "status": "contradicted",
        "certainty": "moderate",
        "authors": ["Ada Quill"],
        "created": "2031-05-20",
        "modified": "2031-05-21",
        "body": "Two to three years, says the *written* report. See [the survey](https://example.org/survey).",
    }
    assert written["the-minutes-do-not-say-why"]["replies-to"] == "two-to-three-years-says-the"
    assert written["i-asked-the-clerk"]["replies-to"] == "the-minutes-do-not-say-why"
    assert written["the-minutes-do-not-say-why"]["authors"] == ["ben"]
    assert written["approved-in-april"].keys().isdisjoint({"quote", "passage", "replies-to"})
    assert written["to-lorries"]["title"] == "“to lorries”"
    assert done.output.count("\n") == len(written) == 5
    assert sites.run(root, "check").status == 0


def test_what_of_hypothesis_cannot_be_carried_over_is_told_by_line(root: Path) -> None:
    """Lost quotes with proposals, ambiguous ones, replies to them, other selectors, tags, private notes: all at once."""
    done = imported(root, (DATA / "hypothesis.json").read_text(encoding="utf-8"))
    problems = [(line, code) for line, code, _ in reported(done) if code != "annotation-assumed"]
    assert problems == [
        (6, "annotation-lost"),
        (93, "annotation-lost"),
        (112, "quote-not-found"),
        (131, "quote-ambiguous"),
        (148, "unknown-note"),
        (161, "selector-unsupported"),
    ]
    assert "the tag `to do`" in done.errors
    assert "only some people could read it" in done.errors
    assert "passage 2, 94.1 % alike (lead 31.6): the bridge would stand for ten more years" in done.errors
    assert "`kind: context`, since no tag names a kind" in done.errors
    assert "the annotation that it replies to was left out: lost" in done.errors
    assert (done.status, done.errors.splitlines()[-1]) == (1, "4 errors, 9 warnings")


def test_an_answer_of_the_api_is_read_too(root: Path) -> None:
    """A search answers with `rows`, and with replies apart from them."""
    export = json.loads((DATA / "hypothesis.json").read_text(encoding="utf-8"))["annotations"]
    done = imported(root, {"total": 2, "rows": export[:1], "replies": export[1:2]})
    assert (done.status, len(notes(root))) == (0, 2)


# The W3C's model


def test_web_annotations_of_other_programs_become_notes(root: Path) -> None:
    """Bodies in HTML, plain text and to choose from; quotes, passages, choices, replies to notes here and there."""
    done = imported(root, (DATA / "third-party.json").read_text(encoding="utf-8"))
    written = notes(root)
    assert written["which-nine-members"]["kind"] == "open-question"
    assert written["which-nine-members"]["status"] == "unverifiable"
    assert written["which-nine-members"]["body"] == (
        "Which **nine** members? See this and [the list](https://example.org/list).\n\n- Ash\n- Birch"
    )
    plain = written["5-3-is-not-emphasis"]
    assert (plain["body"], plain["prefix"]) == (r"5 \* 3 is &lt;not> \*emphasis\*", "to lorries.")
    assert written["said-the-mayor"]["prefix"] == "more years."
    assert written["not-to-the-minutes"]["replies-to"] == "said-the-mayor"
    assert written["so-does-the-paper"]["replies-to"] == "good"
    assert written["https-example-org-letter"]["passage"] == 1
    assert [problem for problem in reported(done) if problem[1] not in ("annotation-assumed", "annotation-lost")] == [
        (98, "selector-unsupported", "the annotation names its place in a way that cannot be checked against the text")
    ]
    assert "left out: `<img>` of the body; the link to `javascript:alert(1)`; `rights`" in done.errors
    assert "left out: the other bodies to choose from" in done.errors
    assert "`kind: context`, since the motivation is assessing" in done.errors
    assert sites.run(root, "check").status == 0


def test_pages_and_collections_are_read(root: Path) -> None:
    """Annotations come from a page, from the first page in a collection; pages elsewhere are named."""
    page = {"type": "AnnotationPage", "items": [{**FIRST, "target": QUOTED}], "next": "https://e.org/page2"}
    collection = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationCollection", "first": page}
    done = imported(root, collection)
    assert notes(root)["who"]["quote"] == "six votes to three"
    assert "the annotations at https://e.org/page2 are not in this file" in done.errors


def test_html_is_harmless_before_it_is_markdown(root: Path) -> None:
    """Scripts, pictures and styles of a stranger's body are in no note, nor are characters that hide text."""
    html = "<h2>Loud</h2><style>p{}</style><iframe src='https://e.org'></iframe><p>Calm\u202e words<img src=x onerror=y></p>"
    body = {"type": "TextualBody", "format": "text/html", "value": html}
    assert imported(root, {**FIRST, "bodyValue": None, "body": body, "target": QUOTED}).status == 0
    (note,) = notes(root).values()
    assert "Calm words" in note["body"]
    assert re.search(r"[<>{}]|onerror|\u202e|^#", note["body"], re.MULTILINE) is None


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ({"motivation": ["oa:commenting", "http://www.w3.org/ns/oa#questioning"]}, {"kind": "context"}),
        ({"motivation": "http://www.w3.org/ns/oa#questioning"}, {"kind": "open-question"}),
        ({"type": "oa:Annotation", "@type": None}, {}),
        ({"bodyValue": None, "body": {"type": "TextualBody", "value": {"en": "Who?", "de": "Wer?"}}}, {}),
        ({"bodyValue": None, "body": {"type": "TextualBody", "value": ["Who?"]}}, {}),
        ({"bodyValue": None, "body": {"type": "TextualBody", "value": {"@value": "Who?", "@language": "en"}}}, {}),
        ({"bodyValue": None, "body": {"@type": ["cnt:ContentAsText", "oa:Tag"], "cnt:chars": "open question"}},
         {"title": "“six votes to three”", "kind": "open-question"}),
        ({"bodyValue": None, "hasBody": {"chars": "Who?"}, "target": None,
          "oa:hasTarget": {"oa:hasSource": "x", "oa:hasSelector": {"@type": "oa:TextQuoteSelector", "oa:exact": "six votes to three"}}}, {}),
        ({"annotatedBy": {"@type": "foaf:Person", "name": "Ada Quill"}, "annotatedAt": "2031-05-01T10:00:00Z"},
         {"authors": ["Ada Quill"], "created": "2031-05-01"}),
    ],
)  # fmt: skip
def test_what_json_ld_can_say_in_several_ways_is_read(root: Path, annotation: object, expected: object) -> None:
    """Whole addresses of words, texts with a language, the names of Open Annotation."""
    assert isinstance(annotation, dict)
    assert isinstance(expected, dict)
    done = imported(root, {name: value for name, value in ({**FIRST, "target": QUOTED} | annotation).items() if value})
    (note,) = notes(root).values()
    assert {name: note.get(name) for name in ("title", "quote", *expected)} == {
        "title": "Who?",
        "quote": "six votes to three",
    } | expected, done.errors


def test_a_graph_is_read_with_its_nodes_in_their_places(root: Path) -> None:
    """What a graph names by ids are bodies, targets and creators of annotations; other nodes are none."""
    graph = [
        {"@id": "_:body", "@type": "TextualBody", "value": "Who?"},
        {"id": "https://e.org/ada", "type": "Person", "name": "Ada Quill"},
        {**FIRST, "bodyValue": "", "body": "_:body", "creator": {"id": "https://e.org/ada"}, "target": "urn:target"},
        {"id": "urn:target", **QUOTED},
    ]
    assert imported(root, {"@context": ["http://www.w3.org/ns/anno.jsonld"], "@graph": graph}).status == 0
    assert notes(root)["who"] == {
        "quote": "six votes to three",
        "kind": "context",
        "title": "Who?",
        "authors": ["Ada Quill"],
        "body": "",
    }
    done = imported(root, {"@graph": graph[:2]}, "--dry-run")
    assert [(line, code) for line, code, _ in reported(done)] == [(1, "annotation-syntax")]


@pytest.mark.parametrize(
    "selector",
    [
        {"type": "TextPositionSelector", "start": 4, "end": 16},
        {"type": "RangeSelector", "startSelector": {"type": "XPathSelector", "value": "//p[1]"}},
        {"type": "SvgSelector", "value": "<svg/>"},
        {"type": "TextQuoteSelector", "exact": ["six votes to three"]},
        {"type": "FragmentSelector", "value": "xywh=1,2,3,4"},
        "https://e.org/selector",
        [],
    ],
)
def test_an_annotation_whose_words_are_not_told_is_left_out(root: Path, selector: object) -> None:
    """It is no note on the whole source: it stood somewhere.  The others of its file are taken."""
    lost = {**FIRST, "target": {"source": "x", "selector": selector} if selector else {"unknown": "shape"}}
    done = imported(root, [lost, {**FIRST, "target": QUOTED}])
    assert [code for _, code, _ in reported(done) if code != "annotation-assumed"] == ["selector-unsupported"]
    assert (done.status, list(notes(root))) == (1, ["who"])


@pytest.mark.parametrize(
    ("address", "ours"),
    [
        ("https://other.example.org/", False),
        ("https://www.e.org/minutes/?page=2", False),
        ("https://www.e.org/other/minutes", False),
        ("http://e.org/minutes?utm_source=x&fbclid=y#top", True),
        ("https://preview.example.net/sources/bridge/index.html", True),
    ],
)
def test_notes_on_other_addresses_are_taken_by_those_who_ask(root: Path, address: str, ours: bool) -> None:
    """The same words may stand in another text: its page must be the original or ours, on whatever host."""
    page = (root / "docs/sources/bridge.md").read_text(encoding="utf-8")
    sites.write(
        root, {"docs/sources/bridge.md": page.replace("  language", "  URL: https://www.e.org/minutes/\n  language")}
    )
    row = {"id": "a", "text": "Who?", "uri": address, "target": [{"selector": [QUOTED["selector"]]}]}
    answer = {"id": "b", "text": "They.", "uri": address, "references": ["a"], "target": [{}]}
    for form in (
        {"rows": [row, answer]},
        [{**FIRST, "target": {**QUOTED, "source": address}}, {**FIRST, "target": address, "bodyValue": "All"}],
    ):
        (root / "notes.json").write_text(json.dumps(form), encoding="utf-8")
        command = ["import-notes", str(root / "notes.json"), "--source", "bridge", "--dry-run"]
        done = sites.run(root, *command)
        assert (done.status, done.output.count("\n")) == (0, 2 if ours else 0), done.errors
        assert (f"notes on other addresses, left alone: 2 ({address})" in done.errors) is not ours
        assert sites.run(root, *command, "--any-address").output.count("\n") == 2


@pytest.mark.parametrize("options", [(), ("--hidden",)])
def test_hidden_notes_are_taken_by_those_who_ask(root: Path, options: tuple[str, ...]) -> None:
    """What a moderator took out of sight, and the answers to it, are not published by the way."""
    quoted = {"target": [{"selector": [QUOTED["selector"]]}]}
    rows = [
        {"id": "a", "text": "Bad words.", "hidden": True, **quoted},
        {"id": "b", "text": "You say bad words.", "references": ["a"], "target": [{}]},
        {"id": "c", "text": "So do you.", "references": ["a", "b"], "target": [{}]},
        {"id": "d", "text": "Who?", "hidden": False, **quoted},
    ]
    done = imported(root, {"rows": rows}, *options)
    assert done.status == 0
    assert len(notes(root)) == (4 if options else 1)
    assert ("notes that a moderator has hidden, left alone: 3" in done.errors) is not bool(options)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("# A head\n\nand text.", "**A head**\n\nand text."),
        ("A head\n======\nand text.", "**A head**\n\nand text."),
        ("So:\n\n    # code\n\n## A head", "So:\n\n    # code\n\n**A head**"),
        ("See ![a map](https://e.org/map.png).", "See [a map](https://e.org/map.png)."),
        ("See ![](https://e.org/map.png) now.", "See <https://e.org/map.png> now."),
        ("[![a map](m.png)](https://e.org/big)", "[a map](https://e.org/big)"),
        ("![local](map.png) and [page](../other) it is.", "local and page it is."),
        ("[run](javascript:alert(1)) it.", "run it."),
        ("A <video src='x'>film</video>, <b>bold</b>.", "A &lt;video src='x'>film&lt;/video>, <b>bold</b>."),
        ("[@nobody] says so [mail me@e.org](mailto:me@e.org).",
         "[&#64;nobody] says so [mail me&#64;e.org](mailto:me@e.org)."),
        ("a &#8238; b", "a &amp;\\#8238; b"),
    ],
)  # fmt: skip
def test_what_is_written_passes_the_check(root: Path, text: str, body: str) -> None:
    """Headings, pictures, HTML, links and references that a note cannot have are written as it can, and told."""
    row = {"id": "a", "text": text, "tags": ["contested"], "target": [{"selector": [QUOTED["selector"]]}]}
    done = imported(root, {"rows": [row]})
    (note,) = notes(root).values()
    assert (note["body"], done.status) == (body, 0)
    assert "annotation-lost warning: left out: " in done.errors
    assert sites.run(root, "check").status == 0


def test_a_status_for_which_nothing_is_said_is_left_out(root: Path) -> None:
    """A tag may name one, where the note holds no word of a reason."""
    row = {"id": "a", "text": "", "tags": ["contested"], "target": [{"selector": [QUOTED["selector"]]}]}
    done = imported(root, {"rows": [row]})
    (note,) = notes(root).values()
    assert ("status" in note, done.status) == (False, 0)
    assert "the status `contested`, for which it gives neither words nor evidence" in done.errors
    assert sites.run(root, "check").status == 0


def test_a_note_of_ours_that_fails_the_check_is_not_written(root: Path) -> None:
    """Its references may be unknown to this site's bibliography: an error names it, and `--keep-unplaced` writes it."""
    stored = {"id": "a", "title": "Who?", "kind": "context", "body": "So says [@nobody]."}
    form = {**FIRST, NOTE: stored}
    done = imported(root, form)
    assert [(code, done.status) for _, code, _ in reported(done)] == [("unknown-citation", 1)]
    assert notes(root) == {}
    assert imported(root, form, "--keep-unplaced").status == 0
    assert list(notes(root)) == ["a"]


def test_a_project_begins_without_a_folder_of_notes(tmp_path: Path) -> None:
    """Git keeps no empty folder: a clone without notes is checked and built, and its first notes make the folder."""
    root = sites.copy(sites.SMALL, tmp_path / "site")
    shutil.rmtree(root / "annotations")
    sites.configure(root, glossator={"bibliography": []})
    assert sites.run(root, "check").status == 0
    assert sites.build(root, to=tmp_path / "out").counts()["notes"] == 0
    assert imported(root, {"rows": [{"id": "a", "text": "Who?", "target": [QUOTED]}], "total": 1}).status == 0
    assert (root / "annotations" / "bridge" / "who.md").is_file()


def test_a_folder_of_notes_that_is_named_has_to_be_there(tmp_path: Path) -> None:
    """A slip in its name would lose every note without a word."""
    root = sites.copy(sites.SMALL, tmp_path / "site")
    sites.configure(root, glossator={"annotations": "anotations"})
    assert "anotations:1:1: unreadable-file there is no such file or folder" in sites.run(root, "check").output


THEIR_COLUMNS = "Created at,Author,Page URL,Group,Type,Quote,Comment,Tags\n"


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_the_table_of_hypothesis_becomes_notes(root: Path, delimiter: str, mark: str) -> None:
    """Its client exports quotes, comments, tags, authors and days as CSV, and copies them with tabs; replies name nothing."""
    rows = [
        ["2031-05-20 10:11", "ada", "https://e.org/sources/bridge/", "Public", "Annotation", "six votes to three",
         '"Who, ""then""?\n\n*Members*."', '"open question, votes"'],
        ["2031-05-21 10:11", "ben", "https://e.org/sources/bridge/", "Desk", "Page Note", "", "All.", ""],
        ["2031-05-21 10:11", "ben", "https://e.org/sources/bridge/", "Public", "Highlight", "to lorries", "", ""],
        ["2031-05-22 10:11", "ben", "https://e.org/sources/bridge/", "Public", "Reply", "", "No.", ""],
        ["2031-05-22 10:11", "ben", "https://e.org/other", "Public", "Annotation", "six votes", "No.", ""],
    ]  # fmt: skip
    text = mark + THEIR_COLUMNS.replace(",", delimiter) + "".join(f"{delimiter.join(row)}\n" for row in rows)
    (root / "x.csv").write_text(text, encoding="utf-8")
    done = sites.run(root, "import-notes", str(root / "x.csv"), "--source", "bridge")
    written = notes(root)
    assert written["who-then"] == {
        "quote": "six votes to three",
        "kind": "open-question",
        "title": "Who, “then”?" if "“" in written["who-then"]["title"] else 'Who, "then"?',
        "authors": ["ada"],
        "created": "2031-05-20",
        "body": 'Who, "then"?\n\n*Members*.',
    }
    assert sorted(written) == ["all", "to-lorries", "who-then"]
    told = sorted((line, code) for line, code, _ in reported(done) if code != "annotation-assumed")
    assert told == [(2, "annotation-lost"), (5, "annotation-lost"), (7, "unknown-note")]
    assert "the tag `votes`" in done.errors
    assert "only some people could read it" in done.errors
    assert "notes on other addresses, left alone: 1" in done.errors
    assert done.status == 1


# Footnotes

FOOTNOTES = """---
title: Minutes
---

## The vote

The council decided[^who] on it. The motion passed with *six* votes to three.[^1]

> The [bridge](https://e.org) is closed to lorries.^[So says the *paper*.] `[^code]`

[^1]: Who voted?

    Nobody [knows](https://e.org/a).
[^who]:
    All of it.
[^unused]: Never mind.

```
[^2]: code
```

No text[^none] and again[^1].
"""


def test_footnotes_become_notes_on_the_words_before_them(root: Path) -> None:
    """The sentence at whose end the sign stands, or the part of it; what leads nowhere is told by line."""
    page = (root / "docs/sources/bridge.md").read_text(encoding="utf-8")
    front = page.split("---\n")[1]
    text = (
        "The council decided on it. The motion passed with six votes to three.\n\n> The bridge is closed to lorries.\n\n"
        "No text and again.\n"
    )
    sites.write(root, {"docs/sources/bridge.md": f"---\n{front}---\n\n{text}"})
    done = imported(root, FOOTNOTES, name="text.md")
    written = notes(root)
    assert {id_: (note["quote"], note["body"]) for id_, note in written.items()} == {
        "who": ("The council decided", ""),
        "who-voted": ("The motion passed with six votes to three.", "Who voted?\n\nNobody [knows](https://e.org/a)."),
        "so-says-the-paper": ("The bridge is closed to lorries.", "So says the *paper*."),
    }
    assert sorted((line, code) for line, code, _ in reported(done) if code != "annotation-assumed") == [
        (16, "selector-unsupported"),
        (22, "annotation-lost"),
        (22, "annotation-lost"),
    ]
    assert done.status == 1


def test_what_is_no_annotation_is_counted(root: Path) -> None:
    """Numbers and nothings in a list have no place that could be told; which of the list they are is."""
    good = {**FIRST, "target": QUOTED}
    for form in ([good, None, 7], {"annotations": [{"text": "Who?", "target": []}, None, 7]}):
        done = imported(root, form, "--dry-run")
        assert [message[-26:] for _, code, message in reported(done) if code == "annotation-syntax"] == [
            "entry 2 of the list is none",
            "entry 3 of the list is none",
        ] or re.findall(r"entry \d", done.errors) == ["entry 2", "entry 3"]
        assert done.output.count("\n") == 1


# The table


def test_a_table_somebody_wrote_becomes_notes(root: Path) -> None:
    """Title, kind and a quote are enough; a spreadsheet may have written semicolons."""
    table = 'title;kind;quote;body\nThree were against it;context;six votes to three;"One, two;\n\n""three"""\n'
    assert imported(root, table, name="notes.csv").status == 0
    assert notes(root)["three-were-against-it"]["body"] == 'One, two;\n\n"three"'


def test_what_is_wrong_with_a_table_is_told_by_line(root: Path) -> None:
    """Unknown columns, JSON and words that cannot be read, and a title that is missing: all at once."""
    table = 'title,kind,evidence,quotee\nA,context,[{,\nB,contxt,,\n"C\nd",context,,\n,context,,\n'
    done = imported(root, table, name="notes.csv")
    assert [(line, code) for line, code, _ in reported(done)] == [
        (1, "unknown-key"),
        (2, "annotation-syntax"),
        (3, "unknown-term"),
        (6, "missing-key"),
    ]
    assert "did you mean `quote`?" in done.errors
    assert list(notes(root)) == ["c-d"]


def test_a_table_without_a_column_that_it_needs_says_so_once(root: Path) -> None:
    """No row can be a note then: the misspelt column is told, and no row of it."""
    done = imported(root, "titel,kind\nA,context\nB,context\n", name="notes.csv")
    assert [(line, code) for line, code, _ in reported(done)] == [(1, "unknown-key"), (1, "missing-key")]
    assert notes(root) == {}


def test_a_table_that_a_spreadsheet_saved_becomes_notes(root: Path) -> None:
    """With a byte order mark, semicolons, a hint at them, columns in another order and one of the editor's own."""
    rows = (
        'Body;my remarks;kind;Title;quote\r\n"One\r\n""two""";ask Ben;context;A; six votes to three\r\n;;context;B;\r\n'
    )
    for text in ("\ufeff" + rows, "\ufeffsep=;\r\n" + rows):
        done = imported(root, text, name="notes.csv")
        assert done.status == 0
        assert "unknown-key warning: there is no column `my remarks`" in done.errors
        assert notes(root)["a"]["body"] == 'One\n"two"'
        assert notes(root)["a"]["quote"] == "six votes to three"
    assert list(notes(root)) == ["a", "b"]


def test_a_row_that_cannot_be_read_hides_no_other(root: Path) -> None:
    """A misplaced quotation mark, cells without a column, a column that stands twice: told by line, the rest imported."""
    table = 'title,kind,body,title\n"A" b,context,,\nB,context,one, two, three\nC,context,,C\n'
    done = imported(root, table, name="notes.csv")
    assert [(line, code) for line, code, _ in reported(done)] == [
        (1, "duplicate-key"),
        (2, "annotation-syntax"),
        (3, "annotation-lost"),
    ]
    assert "left out: what stands behind the last column: three" in done.errors
    assert [note["title"] for note in notes(root).values()] == ["C", "two"]


def test_an_id_that_another_note_has_is_told(root: Path) -> None:
    """Nothing is overwritten, and nobody takes the new note for the changed old one."""
    done = imported(root, "id,title,kind\ngood,Another,context\nX Y,Z,context\n", name="notes.csv")
    assert done.output == "annotations/bridge/good-2.md\nannotations/bridge/z.md\n"
    assert (
        "2:1: annotation-assumed warning: assumed: the id `good-2`, since `good` is that of another note" in done.errors
    )
    assert "3:1: annotation-assumed warning: assumed: the id `z`, since `X Y` cannot be one" in done.errors


def test_notes_on_other_sources_are_left_alone(root: Path) -> None:
    """Of a table of the whole site only the rows of the source named are taken."""
    done = imported(root, "source,title,kind\nferry,A,context\nbridge,B,context\n", name="n.csv")
    assert (done.output, done.errors) == ("annotations/bridge/b.md\n", "notes on other sources, left alone: 1\n")


# What is never done


def test_no_note_is_overwritten_and_none_stands_twice(root: Path) -> None:
    """A second import finds the same notes; another note of the same title gets an id of its own."""
    first = {**FIRST, "target": QUOTED}
    assert imported(root, first).output == "annotations/bridge/who.md\n"
    before = sites.contents(root / "annotations")
    again = imported(root, first)
    assert (again.status, again.output) == (0, "")
    assert [code for _, code, _ in reported(again)][-1] == "note-exists"
    assert sites.contents(root / "annotations") == before
    assert imported(root, {**FIRST, "target": "https://e.org/"}).output == "annotations/bridge/who-2.md\n"
    assert before.items() <= sites.contents(root / "annotations").items()


def test_a_file_that_holds_a_note_twice_gives_it_once(root: Path) -> None:
    """Unless another person said the same: then both stand."""
    ada, ben = ({**FIRST, "target": QUOTED, "creator": {"name": name}} for name in ("Ada", "Ben"))
    done = imported(root, [ada, {**ada, "id": "other"}, ben])
    assert [code for _, code, _ in reported(done) if code != "annotation-assumed"] == ["note-exists"]
    assert {name: note["authors"] for name, note in notes(root).items()} == {"who": ["Ada"], "who-2": ["Ben"]}


def test_a_dry_run_writes_nothing(root: Path) -> None:
    """It says what would be written, and every problem."""
    before = sites.contents(root / "annotations")
    done = imported(root, {**FIRST, "target": QUOTED}, "--dry-run")
    assert done.output == "annotations/bridge/who.md\n"
    assert "nothing was written" in done.errors
    assert sites.contents(root / "annotations") == before


def test_notes_without_a_place_are_kept_only_when_asked_for(root: Path) -> None:
    """With `--keep-unplaced` an editor mends the quote, to which `check` leads."""
    lost = {**FIRST, "target": {"source": "x", "selector": {"type": "TextQuoteSelector", "exact": "six votes to four"}}}
    assert (imported(root, lost).status, notes(root)) == (1, {})
    assert imported(root, lost, "--keep-unplaced").status == 0
    assert notes(root)["who"]["quote"] == "six votes to four"
    assert "annotations/bridge/who.md:2:8: quote-not-found" in sites.run(root, "check").output


def test_a_quote_longer_than_notes_may_have_is_shortened(root: Path) -> None:
    """More words than a quote may have become `first … last`, found or not."""
    path = root / "docs/sources/bridge.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\n" + " ".join(f"word{number}" for number in range(400)) + "\n", encoding="utf-8")
    for number, end in enumerate((400, 401)):
        exact = " ".join(f"word{number}" for number in range(end))
        target = {"source": "x", "selector": {"type": "TextQuoteSelector", "exact": exact}}
        imported(root, {**FIRST, "bodyValue": f"Note {number}", "target": target}, "--keep-unplaced")
    assert notes(root)["note-0"]["quote"] == "word0 word1 word2 word3 … word396 word397 word398 word399"
    assert re.fullmatch(r"word0 .* … .* word400", notes(root)["note-1"]["quote"])


def test_replies_in_a_circle_are_left_out(root: Path) -> None:
    """Two notes that reply to each other come in by no way."""
    stored = {"source": "bridge", "kind": "reply", "title": "T"}
    circle = [
        {**FIRST, NOTE: {**stored, "id": "one", "replies-to": "two"}},
        {**FIRST, NOTE: {**stored, "id": "two", "replies-to": "one", "title": "U"}},
    ]
    done = imported(root, circle)
    assert [code for _, code, _ in reported(done)] == ["reply-cycle", "reply-cycle"]
    assert notes(root) == {}


# Files that cannot be read


@pytest.mark.parametrize(
    ("content", "place", "says"),
    [
        ('{"items": [\n  {"a": }\n]}', "2:9", "the JSON cannot be read: expecting value"),
        ("[" * 100_000, "1:1", "nested too deeply"),
        ('{"a": ' + "9" * 5_000 + "}", "1:1", "the JSON cannot be read"),
        ('{"annotations": [1]}', "1:1", "an annotation was expected"),
        ('{\n  "items": []}', "1:1", "an annotation was expected"),
        ("[[[7]]]", "1:1", "an annotation was expected"),
        ("  \n", "1:1", "the file is empty"),
        ('title,kind\n"a', "2:1", "the CSV cannot be read"),
        ("a,b\n1,2\n", "1:1", "neither JSON nor a table of notes"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(root: Path, content: str, place: str, says: str) -> None:
    """Each has a place, a code and a sentence; nothing is written."""
    done = imported(root, content)
    assert done.status == 1
    assert f"notes.json:{place}: " in done.errors
    assert says in done.errors
    assert notes(root) == {}


JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.sampled_from(["p1", "https://e.org/#p1"])
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                "type id @id body bodyValue target selector source items value exact prefix refinedBy motivation creator"
                " created purpose format name tags text references user user_info permissions @graph @value hasTarget oa:hasSelector first uri".split()
            ),
            inner,
            max_size=5,
        ),
        st.sampled_from(
            ["Annotation", "Choice", "TextQuoteSelector", "FragmentSelector", "AnnotationPage", "TextualBody"]
        ),
    ),
    max_leaves=20,
)


@given(value=JSON, wrapped=st.sampled_from(["annotations", "items", ""]))
def test_no_json_of_any_shape_is_more_than_a_problem(
    value: Any, wrapped: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever stands in a file, reading it gives notes and problems, never an exception."""
    root = tmp_path_factory.getbasetemp()
    path = root / "any.json"
    path.write_text(json.dumps({wrapped: [value], "type": "AnnotationPage"} if wrapped else [value]), encoding="utf-8")
    incoming = formats.read(path, root, "bridge", kinds=Kinds())
    assert all(problem.code in CODES for problem in incoming.problems)
    assert all(note.location.path == "any.json" for note in incoming.notes)
    carried = carrying.carry(incoming.notes, shelf(root))
    apart = carried.hidden + len(carried.elsewhere)
    assert len(carried.files) + len({problem.location for problem in carried.problems}) + apart >= bool(incoming.notes)


@cache
def shelf(root: Path) -> placing.Shelf:
    """Where notes of the small site's source are carried to."""
    site = open_site(open_host(sites.SMALL / "mkdocs.yml"))
    text = read(site.html(site.project.sources["bridge"]))
    return placing.Shelf(root / "nowhere", root, site.project.sidecars["bridge"], text, site.renderer.site)


def test_every_column_can_be_imported(root: Path) -> None:
    """A row with every column of the table is read without a complaint."""
    cells = {"title": "T", "kind": "context", "quote": "six votes to three", "status": "contested", "body": "B"}
    table = ",".join(COLUMNS) + "\n" + ",".join(cells.get(name, "") for name in COLUMNS) + "\n"
    assert (imported(root, table).status, notes(root)["t"]) == (0, cells)
