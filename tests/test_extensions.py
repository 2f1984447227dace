"""The format's number, and the keys that people add to it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import sites
import yaml
from hypothesis import given
from hypothesis import strategies as st

from glossator.files.reading import TextFile
from glossator.project.sidecar import parse_note
from glossator.project.sources import read_source
from glossator.publication.exports import references
from glossator.references import bibliography

NOTE = "annotations/bridge/made.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the small site."""
    return sites.copy(sites.SMALL, tmp_path / "site")


@pytest.mark.parametrize(
    ("path", "text", "place"),
    [
        (NOTE, "---\ntitle: a\nnew-key: b\nformat: 2\n---\n" + "long " * 3_000, "4:9"),
        ("annotations/bridge/Not An Id.md", "---\nformat: 2\n---\n", "2:9"),
        ("docs/sources/ferry.md", "---\nsource: {}\nformat: 2\nlicense: b\n---\nText.\n", "3:9"),
        ("annotations/bridge/sourcing.yml", "format: 2\norigin: {}\n", "1:9"),
    ],
    ids=["a note", "a note without an id", "a source", "sourcing.yml"],
)
def test_a_newer_format_is_one_problem(root: Path, path: str, text: str, place: str) -> None:
    """Of a file that is written for a newer format nothing is said but that."""
    sites.write(root, {path: text})
    lines = sites.run(root, "check").output.splitlines()
    assert [line for line in lines if line.startswith(path)] == [
        f"{path}:{place}: newer-format the file is written for format 2; this program reads 1"
    ]


@pytest.mark.parametrize(("written", "code"), [("1", ""), ("0", "bad-value"), ("one", "wrong-type")])
def test_this_format_may_be_named(root: Path, written: str, code: str) -> None:
    """`format: 1` is accepted, and what is no format is told."""
    sites.write(root, {NOTE: f"---\ntitle: a\nkind: context\nformat: {written}\n---\n"})
    output = sites.run(root, "check").output
    assert f"{NOTE}:4:9: {code} " in output if code else output == "no problems\n"


def test_a_build_says_its_format(root: Path, tmp_path: Path) -> None:
    """What was built, and the annotations, say in which format."""
    built = sites.build(root, to=tmp_path / "out")
    assert json.loads((built.folder / "exports" / "build.json").read_text(encoding="utf-8"))["format"] == 1
    page = json.loads((built.folder / "sources/bridge/annotations.jsonld").read_text(encoding="utf-8"))
    collection = json.loads((built.folder / "exports/annotations.jsonld").read_text(encoding="utf-8"))
    assert (page["glossator:format"], collection["glossator:format"]) == (1, 1)


def test_annotations_of_a_newer_format_are_not_imported(root: Path) -> None:
    """What a newer program exported is left alone as a whole."""
    (root / "new.jsonld").write_text('{"glossator:format": 2, "type": "AnnotationPage", "items": [{}]}', "utf-8")
    done = sites.run(root, "import-notes", str(root / "new.jsonld"), "bridge")
    assert done.status == 1
    assert "newer-format the annotations are written for format 2; this program reads 1" in done.errors


def test_own_keys_are_kept_where_the_format_has_keys(root: Path) -> None:
    """Notes, evidence, sources, origins and ratings have `x-…` keys; beside them a wrong key is still one."""
    note = "---\ntitle: a\nkind: context\nx-desk: {a: [1, b]}\nevidence:\n  - {title: b, relation: supports, x-c: no}\n---\n"
    page = "---\nsource: {title: a, x-archive: [1]}\ntext: restated\nx-desk: politics\n---\nText.\n"
    sourcing = "x-d: 1\norigins: {clerk: {label: A clerk, sourcing: expert, x-e: f}}\npassages: {1: {x-g: h}}\n"
    sites.write(
        root,
        {NOTE: note, "docs/sources/ferry.md": page, "annotations/ferry/sourcing.yml": sourcing},
    )
    assert sites.run(root, "check").output == "no problems\n"
    annotation, _ = parse_note(TextFile(root / NOTE, NOTE, note), "bridge", kinds=["context"])
    source, _ = read_source(root / "docs/sources/ferry.md", root, "ferry")
    assert annotation
    assert source
    assert annotation.front.extensions == {"x-desk": {"a": ["1", "b"]}}
    assert annotation.front.evidence[0].extensions == {"x-c": "no"}
    assert (source.front.extensions, source.front.source.extensions) == ({"x-desk": "politics"}, {"x-archive": ["1"]})
    sites.write(root, {NOTE: note.replace("x-desk", "y-desk").replace("x-c", "xc")})
    output = sites.run(root, "check").output
    assert f"{NOTE}:4:1: unknown-key `y-desk` is not a key of a note" in output
    assert f"{NOTE}:6:" in output


VALUES = st.recursive(
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.just("a") | st.just("date-parts"), inner, max_size=2)
    ),
    max_leaves=5,
)


@given(value=VALUES)
def test_own_keys_of_references_come_back(value: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What stands under a reference’s `x-…` keys comes through CSL-YAML, the export as CSL-JSON, and back."""
    root = tmp_path_factory.getbasetemp()
    path = root / "references.yml"
    item = {"id": "survey", "type": "report", "title": "The survey", "x-shelf": value}
    path.write_text(yaml.safe_dump([item], allow_unicode=True), "utf-8")
    first, problems = bibliography.read([path], root)
    assert problems == []
    exported = references.written("survey", first.references["survey"])
    (root / "references.json").write_text(json.dumps([exported]), "utf-8")
    second, problems = bibliography.read([root / "references.json"], root)
    assert problems == []
    assert second.references["survey"].extensions == first.references["survey"].extensions == {"x-shelf": value}
