"""The command line: what it prints, what it writes, and what it leaves alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import sites
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from glossator import Anchored, Span, TextMap, anchor, read
from glossator.files import reading
from glossator.problems import Problem
from glossator.project import sidecar
from glossator.project.sidecar import Annotation
from glossator.records.csl import CSLDate, CSLItem, Name
from glossator.records.vocabulary import KINDS

NEW = ("--title", "The mayor speaks", "--kind", "context")
NOTE = "annotations/bridge/the-mayor-speaks.md"
TWICE = "The mayor said that the bridge was safe"
BROKEN = "---\ntitle: The day\nkind: contxt\n---\n"
BARE = "---\ntitle: The day\nkind: counter-evidence\n---\nText.\n"
"""A note that earns a warning."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the small site."""
    return sites.copy(sites.SMALL, tmp_path / "site")


def page(root: Path, slug: str = "bridge") -> TextMap:
    """The text of a source as its page shows it."""
    text = (root / "docs" / "sources" / f"{slug}.md").read_text(encoding="utf-8")
    return read(Markdown(extensions=["tables"]).convert(text.split("---\n", 2)[2]))


def written(root: Path, name: str = NOTE) -> Annotation:
    """A note read back from its file."""
    file = reading.read_text(root / name, root, limit=100_000)
    assert isinstance(file, reading.TextFile)
    annotation, problems = sidecar.parse_note(file, "bridge", kinds=[kind.id for kind in KINDS])
    assert annotation, problems
    return annotation


def words_at(root: Path, annotation: Annotation) -> str:
    """The words that a note is about."""
    text = page(root)
    outcome = anchor(annotation.selector, text)
    assert isinstance(outcome, Anchored), outcome
    return text.text[outcome.span.start : outcome.span.end]


# check


def test_check_of_a_good_site_says_so(root: Path) -> None:
    """Where nothing is wrong, one line says it and the exit status is 0."""
    assert sites.run(root, "check") == sites.Result(0, "no problems\n", "")


def test_check_counts_what_it_found(root: Path) -> None:
    """The last line counts the problems, and the exit status is 1."""
    sites.write(root, {"annotations/bridge/a.md": BROKEN, "annotations/bridge/b.md": BROKEN})
    checked = sites.run(root, "check")
    assert (checked.status, checked.output.splitlines()[-1]) == (1, "2 errors")


END = {"end_line": 3, "end_column": 13}
"""Where the wrong kind of a broken note ends."""


def test_check_as_json(root: Path) -> None:
    """A list of objects tells place, code, message, hint, source and note of each problem."""
    sites.write(root, {"annotations/bridge/a.md": BROKEN})
    checked = sites.run(root, "check", "--format", "json")
    (problem,) = json.loads(checked.output)
    assert problem["location"] == {"path": "annotations/bridge/a.md", "line": 3, "column": 7} | END
    assert (problem["code"], problem["severity"]) == ("unknown-term", "error")
    assert (problem["source"], problem["note"]) == ("bridge", "a")
    assert "contxt" in problem["message"]
    assert "context" in problem["hint"]
    assert checked.status == 1


def test_check_of_a_good_site_as_json(root: Path) -> None:
    """No problems are an empty list."""
    assert json.loads(sites.run(root, "check", "--format", "json").output) == []


def test_check_as_commands_for_github(root: Path) -> None:
    """Each problem is one workflow command, whatever its hint holds, so that it shows on its line of a pull request."""
    sites.write(root, {"annotations/bridge/a.md": BROKEN, "annotations/bridge/b.md": BROKEN.replace("contxt", "100%")})
    first, second, summary = sites.run(root, "check", "--format", "github").output.splitlines()
    assert first.startswith(
        "::error file=annotations/bridge/a.md,line=3,col=7,endLine=3,endColumn=13,title=unknown-term::`kind` cannot be `contxt`%0A"
    )
    assert "`100%25`" in second
    assert summary == "2 errors"


def test_check_of_named_sources_leaves_out_the_others(root: Path) -> None:
    """Only the problems of the sources named are shown, those of their pages included."""
    ferry = (root / "docs/sources/bridge.md").read_text(encoding="utf-8").replace("licence: CC0-1.0\n", "")
    sites.write(root, {"docs/sources/ferry.md": ferry, "annotations/bridge/a.md": BROKEN, "annotations/x.txt": ""})
    assert "annotations/bridge/a.md" in sites.run(root, "check", "bridge").output
    assert "ferry" not in sites.run(root, "check", "bridge").output
    assert "licence-missing" in sites.run(root, "check", "ferry").output
    assert "annotations/" not in sites.run(root, "check", "ferry").output
    assert sites.run(root, "check", "ferry", "bridge").output.endswith("2 errors\n")


def test_check_of_an_unknown_source(root: Path) -> None:
    """A misspelt source is a wrong use of the command: status 2, and the source that was meant."""
    checked = sites.run(root, "check", "brigde")
    assert checked.status == 2
    assert "did you mean `bridge`?" in checked.errors
    checked = sites.run(root, "check", "annotations/bridge/none.md")
    assert checked.status == 2
    assert "there is no source and no file `annotations/bridge/none.md`" in checked.errors


def test_check_of_paths(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A note’s path shows its problems alone; a folder or a page those of the whole source; the bibliography all."""
    page_ = (root / "docs/sources/bridge.md").read_text(encoding="utf-8")
    sites.write(root, {f"annotations/bridge/{name}.md": BROKEN for name in "ab"})
    sites.write(root, {"annotations/ferry/c.md": BROKEN, "docs/sources/ferry.md": page_})
    monkeypatch.chdir(root)

    def found(*asked: str) -> list[str]:
        return [problem["note"] for problem in json.loads(sites.run(root, "check", *asked, "--format", "json").output)]

    assert found("annotations/bridge/a.md") == ["a"]
    assert found("annotations/bridge/good.md") == []
    assert found("annotations/bridge/a.md", "annotations/ferry/c.md") == ["a", "c"]
    assert found("annotations/bridge") == found("docs/sources/bridge.md") == found("bridge") == ["a", "b"]
    assert found("annotations/bridge/a.md", str(root / "docs/sources/ferry.md")) == ["a", "c"]
    assert found("annotations/references.yml") == found("mkdocs.yml") == found("annotations") == ["a", "b", "c"]


def test_check_of_a_note_without_a_source_says_so(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the page is no source, or is broken, its notes cannot be checked, and that is no silent success."""
    monkeypatch.chdir(root)
    sites.write(root, {"annotations/ferry/c.md": BARE})
    assert "source-missing" in sites.run(root, "check", "annotations/ferry/c.md").output
    sites.write(root, {"docs/sources/bridge.md": "---\nsource: [\n---\n"})
    assert "yaml-syntax" in sites.run(root, "check", "annotations/bridge/good.md").output


def test_check_of_a_note_reads_no_other_source(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a commit does not touch costs it nothing: other folders are not opened."""
    sites.write(root, {"annotations/ferry/c.md": BROKEN})
    monkeypatch.chdir(root)
    opened: list[Path] = []
    read_text = reading.read_text

    def noted(path: Path, root: Path, *, limit: int) -> reading.TextFile | Problem:
        opened.append(path)
        return read_text(path, root, limit=limit)

    monkeypatch.setattr(reading, "read_text", noted)
    assert sites.run(root, "check", "annotations/bridge/good.md").status == 0
    assert {path.name for path in opened} >= {"bridge.md", "good.md"}
    assert [path for path in opened if "ferry" in path.parts] == []


def test_check_strictly(root: Path) -> None:
    """`--strict` changes nothing where all is well, and passes no error."""
    assert sites.run(root, "check", "--strict").status == 0
    sites.write(root, {"annotations/bridge/a.md": BROKEN})
    assert sites.run(root, "check", "--strict").status == 1


def test_check_of_warnings(root: Path) -> None:
    """Warnings come after the errors and are counted with them; alone they pass, unless the check is strict."""
    sites.write(root, {"annotations/bridge/b.md": BARE})
    checked = sites.run(root, "check")
    assert (checked.status, checked.output.splitlines()[-1]) == (0, "1 warning")
    assert "annotations/bridge/b.md:3:7: kind-without-evidence warning: " in checked.output
    assert sites.run(root, "check", "--strict").status == 1
    assert sites.run(root, "check", "--format", "github").output.startswith("::warning file=annotations/bridge/b.md,")
    sites.write(root, {"annotations/bridge/c.md": BROKEN})
    checked = sites.run(root, "check", "--format", "json")
    assert checked.status == 1
    assert [(problem["note"], problem["severity"]) for problem in json.loads(checked.output)] == [
        ("c", "error"),
        ("b", "warning"),
    ]
    assert sites.run(root, "check").output.splitlines()[-1] == "1 error, 1 warning"


def test_check_without_a_site(tmp_path: Path) -> None:
    """Outside of a site the command says which file it looked for."""
    checked = sites.run(tmp_path, "check")
    assert checked.status == 2
    assert "mkdocs.yml" in checked.errors


def test_check_of_a_site_without_the_plugin(root: Path) -> None:
    """A site that does not name the plugin is told how to."""
    sites.configure(root, plugins=["search"])
    checked = sites.run(root, "check")
    assert checked.status == 2
    assert "- glossator" in checked.errors


def test_no_command_changes_what_it_reads(root: Path) -> None:
    """`check`, `stats` and `schema` leave every file as it is."""
    before = sites.contents(root)
    sites.run(root, "check")
    sites.run(root, "stats")
    sites.run(root, "schema", configured=False)
    assert sites.contents(root) == before


# schema

DOCUMENTS = ("note", "source", "sourcing")


@cache
def schema(document: str) -> dict[str, Any]:
    """The schema that the command prints."""
    printed = sites.run(sites.SMALL, "schema", document, configured=False)
    assert printed.status == 0
    document_schema: dict[str, Any] = json.loads(printed.output)
    return document_schema


def own_documents() -> Iterator[tuple[str, Path]]:
    """Every note, source and sourcing.yml of this repository and of the small site."""
    for top in (sites.REPOSITORY, sites.SMALL):
        for path in sorted(top.glob("annotations/*/*.md")):
            if path.stem != "lead":
                yield "note", path
        for path in sorted(top.glob("annotations/*/sourcing.yml")):
            yield "sourcing", path
        for path in sorted(top.glob("docs/sources/*.md")):
            if "\nsource:" in path.read_text(encoding="utf-8"):
                yield "source", path


def as_json(value: object) -> Any:
    """What a YAML parser for editors sees: JSON has neither dates nor keys that are numbers."""
    return json.loads(json.dumps(value, default=str))


def fields(document: str, path: Path) -> Any:
    """What a file says, by a foreign reader."""
    text = path.read_text(encoding="utf-8")
    return as_json(yaml.safe_load(text if document == "sourcing" else text.split("---\n", 2)[1]))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_schema_is_one(document: str) -> None:
    """What is printed is a JSON Schema of draft 7."""
    jsonschema.Draft7Validator.check_schema(schema(document))
    assert schema(document)["$schema"] == "http://json-schema.org/draft-07/schema#"


def test_the_schema_of_notes_is_the_default() -> None:
    """Without a name the command prints the schema that most people need."""
    assert json.loads(sites.run(sites.SMALL, "schema", configured=False).output) == schema("note")


@pytest.mark.parametrize(
    ("document", "path"),
    [pytest.param(*document, id=f"{document[1].parent.name}/{document[1].name}") for document in own_documents()],
)
def test_the_schema_accepts_what_glossator_accepts(document: str, path: Path) -> None:
    """The notes, sources and ratings of this repository are right by the schema, read by another YAML parser."""
    jsonschema.Draft7Validator(schema(document)).validate(fields(document, path))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_schema_says_which_format_it_describes(document: str) -> None:
    """Its own address, the same on every machine and site, has the number of the format."""
    assert schema(document)["$id"] == f"urn:x-glossator:format:1:{document}"


OWN = {"x-desk": {"seen": [1, None, "2030"]}, "format": 1}


@pytest.mark.parametrize(
    ("document", "value"),
    [
        (
            "note",
            {"title": "a", "kind": "context", "evidence": [{"cite": "a", "relation": "supports", "x-a": 1}], **OWN},
        ),
        ("source", {"source": {"title": "a", "x-a": []}, "text": "restated", **OWN}),
        ("sourcing", {"origins": {"a": {"label": "a", "sourcing": "expert", "x-a": ""}}, **OWN}),
        ("references", [{"id": "a", "title": "a", "x-a": {"b": 1}}]),
    ],
)
def test_the_schema_takes_keys_of_ones_own(document: str, value: object) -> None:
    """Keys that begin with `x-` stand wherever the format has keys, with any value."""
    jsonschema.Draft7Validator(schema(document)).validate(value)


@pytest.mark.parametrize("value", [12, 12.5, "12", "twelve"])
def test_the_schema_takes_numbers_for_text(value: object) -> None:
    """`volume: 12` needs no quotation marks, in an editor as little as for `check`."""
    note = {"title": 1984, "kind": "context", "evidence": [{"cite": "a", "relation": "supports", "volume": value}]}
    jsonschema.Draft7Validator(schema("note")).validate(note)


NO_EVIDENCE = {"title": "a", "kind": "context"}
NO_TERMS = {"source": {"title": "a"}}


@pytest.mark.parametrize(
    ("document", "wrong"),
    [
        pytest.param("note", {"kind": "context"}, id="no title"),
        pytest.param("note", {**NO_EVIDENCE, "kind": "contxt"}, id="unknown kind"),
        pytest.param("note", {**NO_EVIDENCE, "status": "false"}, id="unknown status"),
        pytest.param("note", {**NO_EVIDENCE, "qoute": "a"}, id="unknown key"),
        pytest.param("note", {**NO_EVIDENCE, "passage": 0}, id="passage zero"),
        pytest.param("note", {**NO_EVIDENCE, "format": 2}, id="newer format"),
        pytest.param("note", {**NO_EVIDENCE, "quote": ""}, id="empty quote"),
        pytest.param("note", {**NO_EVIDENCE, "quote": "a" * 2_001}, id="long quote"),
        pytest.param("note", {**NO_EVIDENCE, "evidence": [{"cite": "a"}]}, id="evidence without relation"),
        pytest.param("note", {**NO_EVIDENCE, "evidence": [{"cite": "a", "relation": "proves"}]}, id="unknown relation"),
        pytest.param("source", NO_TERMS, id="no terms"),
        pytest.param("source", {**NO_TERMS, "text": "fulll"}, id="unknown terms"),
        pytest.param("source", {"source": {"authr": "a"}, "text": "restated"}, id="unknown field of CSL"),
        pytest.param("sourcing", {"orgins": {}}, id="unknown key of sourcing.yml"),
        pytest.param("sourcing", {"origins": {"a": {"label": "a"}}}, id="no sort of sourcing"),
        pytest.param("sourcing", {"passages": {"1": {"credibility": 7}}}, id="unknown credibility"),
    ],
)
def test_the_schema_refuses_what_glossator_refuses(document: str, wrong: object) -> None:
    """An editor underlines what `check` would name."""
    assert not jsonschema.Draft7Validator(schema(document)).is_valid(wrong)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_field_of_ours_says_what_it_means(document: str) -> None:
    """Editors show a description for each key; only CSL's own variables go by their names."""
    own_schema = schema(document)
    csl = [field.alias for model in (CSLItem, CSLDate, Name) for field in model.model_fields.values()]
    missing = [
        f"{record}.{name}"
        for record, definition in {document: own_schema, **own_schema["definitions"]}.items()
        for name, property_ in definition.get("properties", {}).items()
        if "description" not in property_ and (record in DOCUMENTS or name not in csl)
    ]
    assert missing == []


# stats


def test_stats_as_json(root: Path) -> None:
    """Each source tells its passages, words, notes, and what they are."""
    sites.write(root, {"annotations/bridge/lost.md": "---\ntitle: a\nkind: wording\nquote: nowhere at all\n---\n"})
    counted = sites.run(root, "stats", "--format", "json")
    figures = json.loads(counted.output)["bridge"]
    assert counted.status == 0
    assert figures["words"] == len(page(root).text.split())
    assert {name: figures[name] for name in ("passages", "notes", "unplaced", "problems", "annotated", "rated")} == {
        "passages": 3,
        "notes": 1,
        "unplaced": 1,
        "problems": 1,
        "annotated": 1,
        "rated": 1,
    }
    assert figures["kinds"] == {"context": 1}
    assert figures["statuses"] == {"not assessed": 1}
    assert figures["relations"] == {"confirms": 1}
    assert figures["sourcing"] == {"named-on-record": 1}


def test_a_note_across_two_passages_annotates_both(root: Path) -> None:
    """A passage counts as annotated where any word of it has a note."""
    sites.run(root, "new", "bridge", *NEW, "--quote", "about the Mill Bridge. The surveyor said")
    assert json.loads(sites.run(root, "stats", "--format", "json").output)["bridge"]["annotated"] == 3


def test_stats_as_text(root: Path) -> None:
    """The same figures stand in lines under the source's name."""
    name, *lines = sites.run(root, "stats").output.splitlines()
    assert name == "bridge"
    assert dict(line.split(maxsplit=1) for line in lines)["passages"] == "3"
    assert dict(line.split(maxsplit=1) for line in lines)["kinds"] == "context 1"


# seal


def test_seal_writes_the_checksum_and_nothing_else(root: Path) -> None:
    """One line more stands in the front matter; every other byte of every file is as it was."""
    before = sites.contents(root)
    sealed = sites.run(root, "seal")
    assert (sealed.status, sealed.output) == (0, "sealed docs/sources/bridge.md\n")
    after = sites.contents(root)
    line = re.search(rb"^checksum: sha256:[0-9a-f]{64}\n", after["docs/sources/bridge.md"], re.MULTILINE)
    assert line
    after["docs/sources/bridge.md"] = after["docs/sources/bridge.md"].replace(line[0], b"")
    assert after == before
    assert sites.run(root, "check").status == 0


def test_a_second_seal_changes_nothing(root: Path) -> None:
    """Sealing what is sealed leaves the files as they are, and says so."""
    sites.run(root, "seal")
    before = sites.contents(root)
    assert sites.run(root, "seal") == sites.Result(0, "nothing to seal: each text is the one that was sealed\n", "")
    assert sites.contents(root) == before


LINE_ENDS = {
    "Unix": lambda raw: raw,
    "Windows": lambda raw: raw.replace(b"\n", b"\r\n"),
    "a byte order mark": lambda raw: b"\xef\xbb\xbf" + raw,
    "both": lambda raw: b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n"),
    "no line end behind the text": lambda raw: raw.rstrip(b"\n"),
    "trailing spaces and a comment": lambda raw: raw.replace(b"---\n", b"---  \n").replace(
        b"text: full", b"text: full # yes"
    ),
    "dots for an end": lambda raw: raw[:5] + raw[5:].replace(b"---\n", b"...\n", 1),
}


@pytest.mark.parametrize("change", LINE_ENDS.values(), ids=LINE_ENDS)
def test_a_seal_keeps_the_bytes_around_it(change: Any, root: Path) -> None:
    """Line ends, byte order marks and spaces stay; renewing a seal changes the 64 digits alone."""
    path = root / "docs/sources/bridge.md"
    original = change(path.read_bytes())
    path.write_bytes(original)
    sites.run(root, "seal")
    sealed = path.read_bytes()
    line = re.search(rb"checksum: sha256:[0-9a-f]{64}\r?\n", sealed)
    assert line
    assert sealed.replace(line[0], b"") == original
    digits = re.search(rb"[0-9a-f]{64}", sealed)
    assert digits
    path.write_bytes(sealed.replace(digits[0], b"0" * 64))
    assert sites.run(root, "check").status == 1
    sites.run(root, "seal", "bridge")
    assert path.read_bytes() == sealed


def test_a_changed_text_breaks_the_seal(root: Path) -> None:
    """A word changed after sealing is reported; changed markup, which no reader sees, is not."""
    path = root / "docs/sources/bridge.md"
    sites.run(root, "seal")
    sealed = path.read_text(encoding="utf-8")
    path.write_text(sealed.replace("surveyor", "*surveyor*"), encoding="utf-8")
    assert sites.run(root, "check").status == 0
    path.write_text(sealed.replace("ten more", "nine more"), encoding="utf-8")
    checked = sites.run(root, "check")
    assert checked.status == 1
    assert "checksum-mismatch" in checked.output


def test_seal_of_named_sources_leaves_the_others(root: Path) -> None:
    """Only the sources named are sealed."""
    text = (root / "docs/sources/bridge.md").read_bytes()
    sites.write(root, {"docs/sources/ferry.md": text})
    assert sites.run(root, "seal", "ferry").output == "sealed docs/sources/ferry.md\n"
    assert (root / "docs/sources/bridge.md").read_bytes() == text


# new


def test_new_writes_a_note_that_stands(root: Path) -> None:
    """A quote that stands once needs nothing more; the note's file is named after its title, and printed."""
    result = sites.run(root, "new", "bridge", *NEW, "--quote", "ten more years")
    assert (result.status, result.output, result.errors) == (0, f"{NOTE}\n", "")
    assert (root / NOTE).read_text(
        encoding="utf-8"
    ) == "---\nquote: ten more years\nkind: context\ntitle: The mayor speaks\n---\n"
    assert words_at(root, written(root)) == "ten more years"
    assert sites.run(root, "check").status == 0


def test_new_refuses_an_ambiguous_quote(root: Path) -> None:
    """Where a quote stands twice, both places are listed with what tells them apart, and nothing is written."""
    before = sites.contents(root)
    refused = sites.run(root, "new", "bridge", *NEW, "--quote", TWICE)
    assert refused.status == 1
    assert "quote-ambiguous" in refused.errors
    assert "passage 2: prefix: “more years.”" in refused.errors
    assert "passage 3: prefix: “to lorries.”" in refused.errors
    assert "nothing was written" in refused.errors
    assert sites.contents(root) == before


@pytest.mark.parametrize(
    "choice",
    [
        pytest.param(("--passage", "3"), id="a passage"),
        pytest.param(("--prefix", "closed the bridge to lorries."), id="a prefix"),
        pytest.param(("--suffix", "enough"), id="a suffix"),
    ],
)
def test_new_records_what_makes_the_quote_unique(choice: tuple[str, str], root: Path) -> None:
    """Told which of two places is meant, it records prefix and suffix, and the note stands at the second."""
    assert sites.run(root, "new", "bridge", *NEW, "--quote", TWICE, *choice).status == 0
    note = written(root)
    assert note.front.prefix == "to lorries."
    assert note.front.suffix == "enough for carts."
    outcome = anchor(note.selector, page(root))
    assert isinstance(outcome, Anchored)
    assert page(root).passage_at(outcome.span.start).number == 3


def test_new_spans_two_paragraphs(root: Path) -> None:
    """`first words … last words` stays so, and stands for all between."""
    quote = "would stand for ten … three the council"
    assert sites.run(root, "new", "bridge", *NEW, "--quote", quote).status == 0
    note = written(root)
    assert note.front.quote == quote
    assert words_at(root, note).startswith("would stand for ten more years. The mayor")
    assert words_at(root, note).endswith("was safe.\nBy six votes to three the council")


def test_new_takes_words_as_people_copy_them(root: Path) -> None:
    """Straight quotation marks, line breaks and double spaces are written as the page has them."""
    text = (root / "docs/sources/bridge.md").read_text(encoding="utf-8").replace("ten more", "“ten – more”")
    sites.write(root, {"docs/sources/bridge.md": text})
    sites.run(root, "new", "bridge", *NEW, "--quote", 'stand  for\n"ten - more" years')
    assert written(root).front.quote == "stand for “ten – more” years"


def test_new_on_a_whole_passage_and_on_the_whole_source(root: Path) -> None:
    """A passage alone is the whole of it; neither quote nor passage is the whole source."""
    assert sites.run(root, "new", "bridge", *NEW, "--passage", "2").status == 0
    assert words_at(root, written(root)).startswith("The surveyor said")
    assert sites.run(root, "new", "bridge", *NEW, "--id", "whole").status == 0
    assert words_at(root, written(root, "annotations/bridge/whole.md")) == page(root).text


def test_new_refuses_an_empty_quote(root: Path) -> None:
    """A quote that a script left empty does not become a note on the whole source."""
    refused = sites.run(root, "new", "bridge", *NEW, "--quote", " ")
    assert refused.status == 2
    assert "--quote is empty" in refused.errors
    assert not (root / NOTE).exists()


def test_new_takes_evidence_and_a_body_from_standard_input(root: Path) -> None:
    """References, locators with colons and a body that is piped in all stand in the note."""
    arguments = ["--quote", "ten more years", "--status", "contested", "--certainty", "low", "--body", "-"]
    arguments += ["--evidence", "survey-2030:supports:p. 3: the piers", "--evidence", "gazette-2031:disputes"]
    body = "The survey is *clear* [@survey-2030].\n\n- one\n- two\n"
    assert sites.run(root, "new", "bridge", *NEW, *arguments, stdin=body).status == 0
    note = written(root)
    evidence = [(item.cite, item.relation, item.locator) for item in note.front.evidence]
    assert evidence == [("survey-2030", "supports", "p. 3: the piers"), ("gazette-2031", "disputes", None)]
    assert (note.front.status, note.front.certainty) == ("contested", "low")
    assert note.body == body
    assert sites.run(root, "check").status == 0


def test_new_replies_to_a_note(root: Path) -> None:
    """A reply names the note it answers."""
    assert sites.run(root, "new", "bridge", "--title", "No", "--kind", "reply", "--replies-to", "good").status == 0
    assert written(root, "annotations/bridge/no.md").front.replies_to == "good"
    assert sites.run(root, "check").status == 0


REFUSED = {
    "a source that is not there": (["brigde", *NEW], 2, "did you mean `bridge`?"),
    "a quote that is not there": (["bridge", *NEW, "--quote", "twelve more years"], 1, "[-twelve-]{+ten+}"),
    "a passage that is not there": (["bridge", *NEW, "--passage", "9"], 1, "the source has 3"),
    "a kind that is none": (["bridge", "--title", "a", "--kind", "contxt"], 1, "did you mean `context`?"),
    "a relation that is none": (["bridge", *NEW, "--evidence", "survey-2030:proves"], 2, "supports, confirms"),
    "a relation that is misspelt": (
        ["bridge", *NEW, "--evidence", "survey-2030:supprts:p. 2"],
        2,
        "did you mean `survey-2030:supports`?",
    ),
    "a key that no reference has": (
        ["bridge", *NEW, "--evidence", "survey-2031:supports"],
        1,
        "did you mean `survey-2030`?",
    ),
    "evidence in place without a title": (
        ["bridge", *NEW, "--evidence", "{relation: supports}"],
        1,
        "`title` is expected",
    ),
    "evidence without a relation": (["bridge", *NEW, "--evidence", "survey-2030"], 2, "KEY:RELATION[:LOCATOR]"),
    "a status without a reason": (["bridge", *NEW, "--status", "contested"], 1, "status-without-reason"),
    "a status that is none": (["bridge", *NEW, "--status", "false"], 2, "unverifiable"),
    "a note to reply to that is not there": (["bridge", *NEW, "--replies-to", "nobody"], 1, "no note `nobody`"),
    "a title without letters": (["bridge", "--title", "?!", "--kind", "context"], 2, "no letter for"),
    "an id with spaces": (["bridge", *NEW, "--id", "My note"], 2, "letters of any script in lower case"),
    "a title with an override": (["bridge", "--title", "on\u202e", "--kind", "context"], 1, "U+202E"),
    "a long quote": (["bridge", *NEW, "--quote", "word " * 500], 1, "first words … last words"),
    "a long body": (["bridge", *NEW, "--body", "word " * 2_000], 1, "8,000"),
}


@pytest.mark.parametrize(("arguments", "status", "says"), REFUSED.values(), ids=REFUSED)
def test_new_writes_no_note_that_would_not_stand(arguments: list[str], status: int, says: str, root: Path) -> None:
    """What `check` would refuse is refused before it is written, in words that say what to write instead."""
    before = sites.contents(root)
    refused = sites.run(root, "new", *arguments)
    assert refused.status == status
    assert says in refused.errors
    assert sites.contents(root) == before


def test_new_never_overwrites_unasked(root: Path) -> None:
    """A note of the same name stays as it is, unless `--force` says otherwise."""
    sites.run(root, "new", "bridge", *NEW, "--quote", "ten more years")
    first = (root / NOTE).read_bytes()
    again = sites.run(root, "new", "bridge", *NEW, "--quote", "enough for carts")
    assert again.status == 2
    assert "--force" in again.errors
    assert (root / NOTE).read_bytes() == first
    assert sites.run(root, "new", "bridge", *NEW, "--quote", "enough for carts", "--force").status == 0
    assert words_at(root, written(root)) == "enough for carts"


ROUND_TRIPS = [
    "yes",
    "12:30",
    "a: b",
    "# a",
    "- a",
    "'a' \"b\"",
    "null",
    "1e3",
    "&a",
    "*a",
    "!a",
    "a\\b",
    "ends: ",
    "ελλάς 🙂",
    "{a}",
    "|",
]


@pytest.mark.parametrize("title", ROUND_TRIPS)
def test_new_writes_what_yaml_could_misread_so_that_it_is_read_back(title: str, root: Path) -> None:
    """Signs that mean something to YAML are written so that both our reader and a foreign one get them back."""
    result = sites.run(root, "new", "bridge", "--title", title, "--kind", "context", "--id", "made")
    assert result.status == 0, result.errors
    path = root / "annotations/bridge/made.md"
    assert written(root, "annotations/bridge/made.md").front.title == title.strip()
    assert yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])["title"] == title


LOOKALIKES = """
The council met. The council met again, and the mayor said: “The council met.” 1,500 people came – 500 of them late.

- The mayor said no. The *mayor* said **no**.
- The mayor said no.

| vote | members |
|------|---------|
| no   | the mayor |
| yes  | the council met |

> The council met; the council’s mayor said “no”. مجلس المدينة اجتمع. 市議会は開かれた。 Na&iuml;ve 🙂 caf&eacute;.
"""


@pytest.fixture(scope="module")
def lookalikes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A source in which most words stand several times."""
    head = "---\nsource: {title: Look-alikes}\ntext: restated\n---\n"
    files_ = {
        "docs/sources/bridge.md": head + LOOKALIKES,
        "annotations/bridge/good.md": None,
        "annotations/bridge/sourcing.yml": None,
    }
    return sites.copy(sites.SMALL, tmp_path_factory.mktemp("lookalikes") / "site", files_)


def test_new_puts_any_words_of_a_page_where_they_stand(lookalikes: Path) -> None:
    """Any stretch of words, given with some text around it, becomes a note on exactly these words."""
    text = read(f"<h1>Look-alikes</h1>\n{page(lookalikes).html}")  # the title is part of what can be quoted
    words = [(word.start(), word.end()) for word in re.finditer(r"\S+", text.text)]

    @settings(max_examples=25)
    @given(st.integers(0, len(words) - 1), st.integers(1, 12), st.sampled_from([0, 12, 60]))
    def check(first: int, count: int, around: int) -> None:
        start, end = words[first][0], words[min(first + count, len(words)) - 1][1]
        quote = ["--quote", text.text[start:end]]
        result = sites.run(lookalikes, "new", "bridge", *NEW, *quote, *_context(text, start, end, around), "--force")
        if result.status == 0:
            assert anchor(written(lookalikes).selector, text) == Anchored(Span(start, end))
        else:
            assert "quote-ambiguous" in result.errors
            assert around < 60, "so much context tells every place"

    check()


def _context(text: TextMap, start: int, end: int, around: int) -> list[str]:
    if not around:
        return []
    return ["--prefix", text.text[max(0, start - around) : start], "--suffix", text.text[end : end + around]]


def test_new_warns_of_what_check_would_ask(root: Path) -> None:
    """The note is written, and what `check` will ask is said at once."""
    warned = sites.run(root, "new", "bridge", "--title", "No", "--kind", "counter-evidence")
    assert warned.status == 0
    assert "kind-without-evidence warning" in warned.errors


def test_new_outside_of_a_terminal_asks_nothing(root: Path) -> None:
    """A script that leaves something out is told what, and does not wait for an answer."""
    refused = sites.run(root, "new", stdin="bridge\n")
    assert refused.status == 2
    assert "SOURCE, --title, --kind is missing" in refused.errors


# import

IMPORTED = {
    "ferry.txt": "The ferry\n\nThe ferry is closed until May.\n\nThe mayor regrets it.\n",
    "ferry.md": "# The ferry\n\nThe *ferry* is closed [until May](https://example.org/may).\n\n> The mayor regrets it.\n",
    "ferry.html": "<!doctype html><html lang='en'><head><title>The ferry</title></head><body><article><h1>The ferry</h1>"
    "<p>The <em>ferry</em> is closed until May, says the council in a notice on its door.</p><ul><li>No boats</li>"
    "<li>No oars</li></ul><p>The mayor regrets it, and so do the two boatmen.</p></article></body></html>",
}  # fmt: skip


@pytest.fixture(params=list(IMPORTED))
def to_import(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A file outside of the site."""
    path = tmp_path / str(request.param)
    path.write_text(IMPORTED[path.name], encoding="utf-8")
    return path


def test_what_is_imported_passes_the_check(root: Path, to_import: Path) -> None:
    """The page has a source's front matter and the text's words, and `check` finds nothing wrong with it."""
    result = sites.run(root, "import", str(to_import), "--licence", "CC0-1.0")
    assert (result.status, result.output, result.errors) == (0, "docs/sources/the-ferry.md\n", "")
    assert sites.run(root, "check").output == "no problems\n"
    assert "closed" in page(root, "the-ferry").text
    assert "The mayor regrets it" in page(root, "the-ferry").text


def test_what_is_imported_can_be_annotated(root: Path, to_import: Path) -> None:
    """The next command can put a note on it."""
    sites.run(root, "import", str(to_import), "--licence", "CC0-1.0")
    assert sites.run(root, "new", "the-ferry", *NEW, "--quote", "The mayor regrets it").status == 0
    assert sites.run(root, "check").status == 0


def test_import_asks_for_the_licence_of_a_full_text(root: Path, to_import: Path) -> None:
    """A full text without a licence is written with a reminder, and `check` names the gap; another term needs none."""
    result = sites.run(root, "import", str(to_import))
    assert result.status == 0
    assert "licence" in result.errors
    assert "licence-missing" in sites.run(root, "check", "the-ferry").output
    assert sites.run(root, "import", str(to_import), "--slug", "told", "--text", "restated").errors == ""
    assert sites.run(root, "check", "told").status == 0


def test_import_never_overwrites_unasked(root: Path, to_import: Path) -> None:
    """A source of the same name stays as it is, unless `--force` says otherwise."""
    before = (root / "docs/sources/bridge.md").read_bytes()
    refused = sites.run(root, "import", str(to_import), "--slug", "bridge")
    assert refused.status == 2
    assert "--force" in refused.errors
    assert (root / "docs/sources/bridge.md").read_bytes() == before
    assert sites.run(root, "import", str(to_import), "--slug", "bridge", "--force").status == 0
    assert (root / "docs/sources/bridge.md").read_bytes() != before


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        pytest.param("a.txt", "caf\xe9".encode("latin-1"), "not-utf-8", id="Latin-1"),
        pytest.param("a.txt", b" \n", "empty-value", id="nothing in it"),
        pytest.param("a.pdf", b"%PDF", "unexpected-file", id="another kind"),
    ],
)
def test_import_says_why_not(name: str, content: bytes, code: str, root: Path, tmp_path: Path) -> None:
    """A file that cannot be imported is a problem like any other, and nothing is written."""
    (tmp_path / name).write_bytes(content)
    before = sites.contents(root)
    refused = sites.run(root, "import", str(tmp_path / name))
    assert refused.status == 1
    assert f": {code} " in refused.errors
    assert sites.contents(root) == before


FAULTS = {
    "a kind, a quote and a key": (
        "quote: twelve more years\nkind: contxt\ntitle: A\nevidence:\n  - cite: nobody-2030\n    relation: why\n",
        ["quote-not-found", "unknown-citation", "unknown-term", "unknown-term"],
    ),
    "no title, no relation": (
        "quote: twelve more years\nkind: context\nevidence:\n  - cite: nobody-2030\n  - survey-2030\n",
        ["missing-key", "missing-key", "quote-not-found", "unknown-citation", "wrong-type"],
    ),
    "a passage that cannot be read says nothing of the place": (
        "quote: the bridge\nkind: context\ntitle: A\npassage: two\n",
        ["wrong-type"],
    ),
    "evidence that is none says nothing of the status": (
        "quote: ten more years\nkind: context\ntitle: A\nstatus: contested\nevidence: https://e.org/a\n",
        ["wrong-type"],
    ),
}


@pytest.mark.parametrize(("front", "codes"), FAULTS.values(), ids=FAULTS)
def test_no_problem_of_a_note_hides_another(front: str, codes: list[str], small: Path) -> None:
    """What cannot be read is left out, and the rest is looked at: the quote, and the keys of references."""
    sites.write(small, {"annotations/bridge/new.md": f"---\n{front}---\n"})
    done = sites.run(small, "check", "--format", "json")
    problems = [problem for problem in json.loads(done.output) if problem["note"] == "new"]
    assert sorted(problem["code"] for problem in problems) == codes
