"""`glossator lsp`, spoken to as an editor does: by the protocol, on standard input and output of a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sites

import glossator.cli

pytest.importorskip("pygls")

NAME = "annotations/bridge/new.md"
NOTE = "---\nquote: ten more years\nkind: context\ntitle: 🙂 The years\nevidence:\n  - cite: survey-2030\n    relation: supports\n---\nSee [@survey-2030].\n"


class Editor:
    """As much of an editor as speaks the protocol."""

    def __init__(self, root: Path, capabilities: dict[str, Any] | None = None) -> None:
        command = [sys.executable, "-m", "glossator.cli", "lsp"]
        self.process = subprocess.Popen(command, cwd=root.parent, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.root = root
        self.at_file(NAME)
        self.versions: dict[str, int] = {}
        self.last = 0
        self.server = self.ask(
            "initialize", {"processId": None, "rootUri": root.as_uri(), "capabilities": capabilities or {}}
        )
        self.tell("initialized", {})

    def at_file(self, name: str) -> None:
        """Turn to a file of the site."""
        self.uri = (self.root / name).as_uri()

    def end(self) -> None:
        """End the server, as it should end."""
        self.ask("shutdown", None)
        self.tell("exit", None)
        assert self.process.wait(20) == 0
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        self.process.stdout.close()

    def send(self, message: dict[str, Any]) -> None:
        """Write a message."""
        raw = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(f"Content-Length: {len(raw)}\r\n\r\n".encode() + raw)
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        """Read the next message."""
        assert self.process.stdout
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.decode().partition(":")
            length = int(value) if name.lower() == "content-length" else length
        assert length, "the server has ended"
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return message

    def tell(self, method: str, params: object) -> None:
        """Say something that has no answer."""
        self.send({"method": method, "params": params})

    def ask(self, method: str, params: object) -> Any:
        """Ask, and wait for the answer."""
        self.last += 1
        self.send({"id": self.last, "method": method, "params": params})
        while (answer := self.receive()).get("id") != self.last:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    def type(self, text: str) -> list[dict[str, Any]]:
        """Type a note; the problems that are then underlined."""
        version = self.versions[self.uri] = self.versions.get(self.uri, 0) + 1
        if version == 1:
            item = {"uri": self.uri, "languageId": "markdown", "version": 1, "text": text}
            self.tell("textDocument/didOpen", {"textDocument": item})
        else:
            document = {"uri": self.uri, "version": version}
            self.tell("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})
        while (message := self.receive()).get("method") != "textDocument/publishDiagnostics":
            pass
        problems: list[dict[str, Any]] = message["params"]["diagnostics"]
        return problems

    def at(self, method: str, line: int, character: int) -> Any:
        """Ask for something at a place."""
        place = {"textDocument": {"uri": self.uri}, "position": {"line": line, "character": character}}
        return self.ask(f"textDocument/{method}", place)

    def offered(self, text: str) -> list[str]:
        """What is offered at `|` in a note."""
        before, _, after = text.partition("|")
        self.type(before + after)
        lines = before.split("\n")
        answer = self.at("completion", len(lines) - 1, len(lines[-1]))
        items = answer["items"] if isinstance(answer, dict) else answer
        return [item["textEdit"]["newText"] for item in items]

    def fixed(self, text: str) -> list[tuple[str, str]]:
        """The quick fixes of the first problem of a note: their titles, and the note as it then is."""
        problem = self.type(text)[0]
        asked = {"textDocument": {"uri": self.uri}, "range": problem["range"], "context": {"diagnostics": [problem]}}
        actions = self.ask("textDocument/codeAction", asked)
        return [(action["title"], edited(text, action["edit"]["changes"][self.uri])) for action in actions]


def edited(text: str, edits: list[dict[str, Any]]) -> str:
    """A text with edits in it, as an editor that counts UTF-16 makes them."""
    lines = [line.encode("utf-16-le") for line in text.split("\n")]

    def offset(place: dict[str, int]) -> int:
        return sum(len(line) + 2 for line in lines[: place["line"]]) + 2 * place["character"]

    raw = text.encode("utf-16-le")
    for edit in sorted(edits, key=lambda edit: offset(edit["range"]["start"]), reverse=True):
        start, end = (offset(edit["range"][edge]) for edge in ("start", "end"))
        raw = raw[:start] + edit["newText"].encode("utf-16-le") + raw[end:]
    return raw.decode("utf-16-le")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor on the small site."""
    editor = Editor(sites.copy(sites.SMALL, tmp_path_factory.mktemp("edited") / "site"))
    yield editor
    editor.end()


@pytest.fixture
def editor(running: Editor) -> Editor:
    """The same, turned to a new note."""
    running.at_file(NAME)
    return running


def test_a_good_note_has_no_problems(editor: Editor) -> None:
    """And a file that is no note of a source is left alone."""
    assert editor.type(NOTE) == []


def test_problems_are_underlined_as_one_types(editor: Editor) -> None:
    """What `check` would say, from its first to its last letter, counted in the editor’s units."""
    (problem,) = editor.type(NOTE.replace("kind: context", "kind: contxt"))
    assert (problem["code"], problem["severity"], problem["source"]) == ("unknown-term", 1, "glossator")
    assert problem["range"] == {"start": {"line": 2, "character": 6}, "end": {"line": 2, "character": 12}}
    (problem,) = editor.type(NOTE.replace("ten more", "twelve more"))
    assert problem["code"] == "quote-not-found"
    (problem,) = editor.type(NOTE.replace("title: 🙂 The years", "x-a: 1").replace("kind", "title: {🙂: [}\nkind"))
    assert problem["code"] == "yaml-syntax"
    (warning,) = editor.type(NOTE.replace("See [@survey-2030].", "🙂 @survey-2030"))
    assert (warning["severity"], warning["range"]["start"]["character"]) == (2, 3)


def test_a_problem_is_explained_under_the_pointer(editor: Editor) -> None:
    """What its code means and what to do, where there is no address that could be opened."""
    (problem,) = editor.type(NOTE.replace("kind: context", "kind: contxt"))
    assert "codeDescription" not in problem
    contents = editor.at("hover", 2, 8)["contents"]
    assert contents["kind"] == "markdown"
    assert contents["value"].startswith("**unknown-term**: The word is not in the vocabulary of this field.")


OFFERS = {
    "keys": ("---\nsta|\n---\n", ["status: "]),
    "keys of evidence": ("---\nevidence:\n  - cite: a\n    loc|\n---\n", ["locator: "]),
    "kinds": ("---\nkind: counter|\n---\n", ["counter-evidence"]),
    "statuses": ("---\nstatus: un|\n---\n", ["unsupported", "unverifiable"]),
    "certainties": ("---\ncertainty: very|\n---\n", ["very-low"]),
    "relations": ("---\nevidence:\n  - relation: conf|\n---\n", ["confirms"]),
    "citation keys": ("---\nevidence:\n  - cite: sur|\n---\n", ["survey-2030"]),
    "citation keys by author": ("---\nevidence:\n  - cite: hale|\n---\n", ["survey-2030"]),
    "citation keys in the text": ("---\ntitle: a\n---\nIt says [@gaz|", ["gazette-2031"]),
    "notes": ("---\nreplies-to: |\n---\n", ["good"]),
    "the source's words": (
        "---\nquote: by six votes|\n---\n",
        ["By six votes to three the council closed the bridge to lorries."],
    ),
    "nothing in a text": ("---\ntitle: a\n---\nIt sta|", []),
}


@pytest.mark.parametrize(("text", "words"), OFFERS.values(), ids=OFFERS)
def test_what_could_stand_there_is_offered(text: str, words: list[str], editor: Editor) -> None:
    """Keys, words of the vocabularies, references, notes, and the quote from the source’s text."""
    assert editor.offered(text) == words


SOURCING = "annotations/bridge/sourcing.yml"
LEAD = "annotations/bridge/lead.md"
ORIGINS = "origins:\n  mayor:\n    label: The mayor\n    sourcing: official-statement\n  clerk:\n    label: The clerk\n    sourcing: named-on-record\n"
BESIDE = {
    "keys of sourcing.yml": (SOURCING, "pas|", ["passages: "]),
    "keys of an origin": (SOURCING, "origins:\n  mayor:\n    label: The mayor\n    rel|", ["reliability: "]),
    "kinds of origins": (SOURCING, "origins:\n  mayor:\n    sourcing: named-on|", ["named-on-record"]),
    "letters": (SOURCING, "origins:\n  mayor:\n    reliability: |", list("ABCDEF")),
    "passages": (SOURCING, ORIGINS + "passages:\n  2|", ["2: "]),
    "keys of a passage": (SOURCING, ORIGINS + "passages:\n  2:\n    cred|", ["credibility: "]),
    "keys in brackets": (SOURCING, ORIGINS + "passages:\n  2: {origins: [mayor], st|", ["statement: "]),
    "words in brackets": (SOURCING, ORIGINS + "passages:\n  2: {origins: [mayor], statement: fact|}", ["factual"]),
    "origins as they are typed": (SOURCING, ORIGINS + "passages:\n  2: {origins: [mayor, cl|]}", ["clerk"]),
    "origins in a list": (SOURCING, ORIGINS + "passages:\n  2:\n    origins:\n    - mayor\n    - cl|", ["clerk"]),
    "entries have no names that are known": (SOURCING, "origins:\n  ma|", []),
    "kinds of entries": ("annotations/bridge/entities.yml", "entities:\n  ash:\n    kind: per|", ["person"]),
    "references of an entry": (
        "annotations/bridge/entities.yml",
        "entities:\n  ash:\n    references:\n      - sur|",
        ["survey-2030"],
    ),
    "keys of a value of a chart": (
        "annotations/bridge/charts.yml",
        "charts:\n  carts:\n    series:\n      - label: The clerk’s\n        values:\n          - period: 2031\n            ci|",
        ["cite: "],
    ),
    "the passage of a chart": ("annotations/bridge/charts.yml", "charts:\n  carts:\n    passage: |", ["1", "2", "3"]),
    "links of a lead to notes": (LEAD, "It [says](#note-go|).\n", ["note-good"]),
    "links of a lead to passages": (LEAD, "It [says](#p|).\n", ["p1", "p2", "p3"]),
    "headings of a lead": (LEAD, "## What h|\n", ["What holds"]),
    "citations in a lead": (LEAD, "It says so [@gaz|].\n", ["gazette-2031"]),
    "keys of a lead": (LEAD, "---\nau|\n---\n", ["authors: "]),
}


@pytest.mark.parametrize(("name", "text", "words"), BESIDE.values(), ids=BESIDE)
def test_what_could_stand_beside_a_source_is_offered(name: str, text: str, words: list[str], editor: Editor) -> None:
    """In the lead, `sourcing.yml` and the registers: keys and words of the field where one is, ids, links, headings."""
    editor.at_file(name)
    assert editor.offered(text) == words


WRONG = {
    "a word of sourcing.yml": (SOURCING, ORIGINS.replace("official", "officious"), "unknown-term"),
    "an origin": (SOURCING, ORIGINS + "passages:\n  2: {origins: [maior]}\n", "unknown-origin"),
    "a passage": (SOURCING, ORIGINS + "passages:\n  99: {origins: [mayor]}\n", "passage-out-of-range"),
    "a name": (
        "annotations/bridge/entities.yml",
        "entities:\n  oak: {label: Oak, kind: person, about: He., references: [survey-2030]}\n",
        "name-not-found",
    ),
    "a link of a lead": (LEAD, "It [says](#note-better) so.\n", "unknown-note"),
    "a citation in a lead": (LEAD, "It says so [@survey-2031].\n", "unknown-citation"),
    "YAML": (SOURCING, "origins: [\n", "yaml-syntax"),
}


@pytest.mark.parametrize(("name", "text", "code"), WRONG.values(), ids=WRONG)
def test_problems_beside_a_source_are_underlined(name: str, text: str, code: str, editor: Editor) -> None:
    """What `check` would say of the file as it is typed, and of no other file; a right one has none."""
    editor.at_file(name)
    assert [problem["code"] for problem in editor.type(text)] == [code]
    assert editor.type("Two notes count.\n" if name == LEAD else "format: 1\n") == []


def test_words_beside_a_source_are_mended_and_explained(editor: Editor) -> None:
    """By the same quick fixes as in notes; under the pointer stands what a key or a word means in its place."""
    editor.at_file(SOURCING)
    right = ORIGINS + "passages:\n  2: {origins: [mayor], statement: factual}\n"
    assert editor.fixed(right.replace("[mayor]", "[maior]")) == [("Write mayor", right)]
    editor.type(right)
    assert editor.at("hover", 3, 6)["contents"]["value"] == "What kind of origin it is."
    assert editor.at("hover", 8, 36)["contents"]["value"] == "It says that something is or was so."
    editor.at_file(LEAD)
    assert editor.fixed("It [says](#note-godo) so.\n") == [("Write #note-good", "It [says](#note-good) so.\n")]


def test_no_problem_hides_another(editor: Editor) -> None:
    """A word that is wrong hides neither a quote that stands nowhere nor a key that no reference has."""
    wrong = NOTE.replace("kind: context", "kind: contxt").replace("ten more", "twelve more")
    wrong = wrong.replace("relation: supports", "relation: why\n    locater: p. 1").replace(
        "survey-2030", "survey-2031"
    )
    codes = [problem["code"] for problem in editor.type(wrong)]
    assert sorted(codes) == [
        *("quote-not-found", "unknown-citation", "unknown-citation", "unknown-key", "unknown-term", "unknown-term"),
    ]
    titles = [title for title, _ in editor.fixed(NOTE.replace("kind: context", "kind: contxt"))]
    assert titles == ["Write context"]


def test_what_is_offered_keeps_its_order_and_says_what_it_is(editor: Editor) -> None:
    """Editors sort by a text of ours, ask again with each letter, and show what each offer is and means."""
    editor.type("---\ntitle: a\n---\nIt says [@netherby")
    answer = editor.at("completion", 3, 18)
    assert answer["isIncomplete"]
    items = answer["items"]
    assert [item["sortText"] for item in items] == sorted(item["sortText"] for item in items)
    assert {item["kind"] for item in items} == {18}
    assert all(item["detail"].endswith(f"[{item['label']}]") for item in items)
    editor.type("---\nquote: by six votes\n---\n")
    (words,) = editor.at("completion", 1, 19)["items"]
    assert (words["kind"], words["detail"]) == (1, "passage 3")


def test_an_editor_of_snippets_gets_all_words(tmp_path: Path) -> None:
    """Neovim takes the label of a snippet, and of a plain text its first word only; no sign of a snippet is obeyed."""
    root = sites.copy(sites.SMALL, tmp_path / "site")
    page = root / "docs/sources/bridge.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nIt cost ${1} in all.\n", encoding="utf-8")
    snippets = {"textDocument": {"completion": {"completionItem": {"snippetSupport": True}}}}
    editor = Editor(root, snippets)
    editor.type("---\nkin\nquote: It cost\n---\n")
    (key,) = editor.at("completion", 1, 3)["items"]
    assert (key["label"], key["insertTextFormat"], key["textEdit"]["newText"]) == ("kind: ", 2, "kind: ")
    (words,) = editor.at("completion", 2, 14)["items"]
    assert (words["label"], words["textEdit"]["newText"]) == ("It cost ${1} in all.", "It cost \\${1\\} in all.")
    editor.end()


def test_a_cursor_finds_the_fixes_of_its_line(editor: Editor) -> None:
    """Wherever in the line it stands; what is wrong in other lines is mended there."""
    editor.type(NOTE.replace("kind: context", "kind: contxt").replace("cite: survey-2030", "cite: survey-2031"))
    document, start = {"uri": editor.uri}, {"line": 2, "character": 0}
    asked = {"textDocument": document, "range": {"start": start, "end": start}, "context": {"diagnostics": []}}
    assert [action["title"] for action in editor.ask("textDocument/codeAction", asked)] == ["Write context"]


def test_where_no_word_is_near_each_is_a_quick_fix(editor: Editor) -> None:
    """Also each status that fits the evidence, where one says something else of it."""
    titles = [title for title, _ in editor.fixed(NOTE.replace("relation: supports", "relation: because"))]
    assert titles[:3] == ["Write supports", "Write confirms", "Write disputes"]
    fixed = editor.fixed(NOTE.replace("kind: context", "kind: context\nstatus: contradicted"))
    assert fixed[0] == ("Write corroborated", NOTE.replace("kind: context", "kind: context\nstatus: corroborated"))
    assert "Write contradicted" not in dict(fixed)


def test_an_end_that_is_set_in_is_shown(editor: Editor) -> None:
    """As editors make it that set in a new line like the one before."""
    (problem,) = editor.type(NOTE.replace("\n---\nSee", "\n    ---\nSee"))
    assert "set in" in problem["message"]
    assert problem["range"]["start"] == {"line": 7, "character": 4}


def test_a_word_is_mended_by_a_quick_fix(editor: Editor) -> None:
    """The word that was meant takes the place of the one that is wrong."""
    wrong = NOTE.replace("kind: context", "kind: contxt")
    assert editor.fixed(wrong) == [("Write context", NOTE)]
    title = NOTE.replace("cite: survey-2030", "cite: survey-2031")
    assert editor.fixed(title) == [("Write survey-2030", NOTE)]


def test_a_quote_is_mended_by_a_quick_fix(editor: Editor) -> None:
    """The words of the page take the place of those that do not stand there; of several places each is offered."""
    ((title, text),) = editor.fixed(NOTE.replace("ten more years", "for twelve more years"))
    assert title.startswith("Passage 2, ")
    assert text == NOTE.replace("ten more years", "for ten more years")
    several = editor.fixed(NOTE.replace("ten more years", "The mayor said that the bridge was safe"))
    assert len({title for title, _ in several}) == 2
    assert all("«The mayor said that the bridge was safe»" in title for title, _ in several)
    assert "prefix: to lorries." in several[0][1] + several[1][1]
    assert all(editor.type(text) == [] for _, text in several)


def test_a_quote_that_cuts_a_word_is_mended_by_a_quick_fix(editor: Editor) -> None:
    """By the whole word, or by the rest of the word beside the quote."""
    wrong = NOTE.replace("ten more years", "bridge to lorr")
    whole, rest = editor.fixed(wrong)
    assert whole == (
        "Passage 3, the whole word: bridge to lorries",
        wrong.replace("bridge to lorr", "bridge to lorries"),
    )
    assert rest == (
        "Passage 3, the rest of the word beside the quote: … three the council closed the «bridge to lorr»ies. The mayor said that the b …",
        wrong.replace("bridge to lorr", "bridge to lorr\nsuffix: ies"),
    )
    assert [editor.type(text) for _, text in (whole, rest)] == [[], []]


def test_a_reference_is_shown_under_the_pointer(editor: Editor) -> None:
    """As it is cited; of a word of the vocabulary, what it means."""
    editor.type(NOTE)
    assert "Survey of the Bridges of Netherby" in editor.at("hover", 8, 8)["contents"]["value"]
    assert "Survey of the Bridges of Netherby" in editor.at("hover", 5, 14)["contents"]["value"]
    assert "speaks for" in editor.at("hover", 6, 16)["contents"]["value"]
    assert editor.at("hover", 8, 1) is None


def test_without_its_package_the_command_says_what_to_install(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence, and no traceback."""
    monkeypatch.setitem(sys.modules, "glossator.cli.language_server", None)
    monkeypatch.delattr(glossator.cli, "language_server", raising=False)  # where another test has loaded it
    done = sites.run(small, "lsp")
    assert (done.status, done.output) == (2, "")
    assert "pip install 'glossator[lsp]'" in done.errors
