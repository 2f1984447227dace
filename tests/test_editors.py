"""What editors get: schemas that they can read, snippets of right notes, and settings that overwrite nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import sites
import yaml

from glossator.editing import vscode
from glossator.problems import Location, Problem
from glossator.records import schema
from glossator.records.vocabulary import KINDS, Kinds, Status

SCHEMAS = sorted(f"annotations/.schemas/{name}.json" for name in schema.DOCUMENTS)
SETTINGS = [".vscode/extensions.json", ".vscode/settings.json", ".vscode/tasks.json"]
SNIPPETS = ".vscode/glossator.code-snippets"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the small site."""
    return sites.copy(sites.SMALL, tmp_path / "site")


def snippets() -> dict[str, dict[str, Any]]:
    """Every snippet by its name."""
    by_name: dict[str, dict[str, Any]] = json.loads(vscode.snippets(Kinds()))
    return by_name


def patterns(part: object) -> list[str]:
    """Every regular expression of a schema."""
    if isinstance(part, list):
        return [child for item in part for child in patterns(item)]
    if not isinstance(part, dict):
        return []
    own = [part["pattern"]] if isinstance(part.get("pattern"), str) else []
    return own + [child for item in part.values() for child in patterns(item)]


@pytest.mark.parametrize("document", schema.DOCUMENTS)
def test_editors_can_read_the_regular_expressions(document: str) -> None:
    """ECMAScript refuses escapes of what needs none, and editors then refuse the whole schema."""
    expressions = patterns(schema.json_schema(document))
    assert [
        expression for expression in expressions if re.search(r"\\[^sSdDwWbBtnrfv0^$\\.*+?()\[\]{}|/]", expression)
    ] == []


def test_the_schema_of_references_accepts_our_bibliography() -> None:
    """A list of references, as another YAML parser reads it; a reference without a key is refused."""
    checker = jsonschema.Draft7Validator(schema.json_schema("references"))
    text = (sites.REPOSITORY / "annotations" / "references.yml").read_text(encoding="utf-8")
    checker.validate(json.loads(json.dumps(yaml.safe_load(text), default=str)))
    assert not checker.is_valid([{"title": "The survey"}])


def test_schema_writes_what_editors_need(root: Path) -> None:
    """Schemas with the site's kinds, snippets and settings; the check still passes."""
    sites.configure(root, glossator={"kinds": {"chronology": {"label": "Chronology"}}})
    result = sites.run(root, "schema", "--write")
    assert result.status == 0
    assert sorted(result.output.split()) == sorted([*SCHEMAS, *SETTINGS, SNIPPETS])
    note = json.loads((root / "annotations/.schemas/note.json").read_text(encoding="utf-8"))
    assert note == schema.json_schema("note", kinds=list(Kinds({"chronology": {}})))
    assert "kind: chronology" in (root / SNIPPETS).read_text(encoding="utf-8")
    assert sites.run(root, "check").output == "no problems\n"


def test_settings_that_are_there_stay_as_they_are(root: Path) -> None:
    """They may hold comments and a person's own choices: what is missing is shown."""
    sites.write(root, {".vscode/settings.json": "{} // mine\n"})
    result = sites.run(root, "schema", "--write")
    assert (root / ".vscode/settings.json").read_text(encoding="utf-8") == "{} // mine\n"
    assert "yaml.schemas" in result.errors
    assert sites.run(root, "schema", "--write").status == 0


def test_the_repository_has_what_is_written(tmp_path: Path) -> None:
    """The schemas, snippets and settings of this repository are those of its program: run `glossator schema --write`."""
    copy = sites.copy(sites.REPOSITORY, tmp_path / "copy", dict.fromkeys(SCHEMAS))
    sites.run(copy, "schema", "--write")
    for name in [*SCHEMAS, *SETTINGS, SNIPPETS]:
        assert (copy / name).read_bytes() == (sites.REPOSITORY / name).read_bytes(), name


def test_the_repository_says_which_schema_its_files_have() -> None:
    """Every editor with the YAML language server finds the schema by the first line."""
    folder = sites.REPOSITORY / "annotations"
    for path in [folder / "references.yml", *folder.glob("*/sourcing.yml")]:
        match = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text(encoding="utf-8"))
        assert match, path
        assert (path.parent / match[1]).is_file()


def test_the_snippet_of_a_note_is_a_note(root: Path) -> None:
    """Filled in with its first choices, it passes the check."""
    text = "\n".join(snippets()["Glossator: note"]["body"])
    text = re.sub(r"\$\{\d\|([^,|]*)[^}]*\}", r"\1", text).replace("$1", "ten more years").replace("$3", "Ten")
    sites.write(root, {"annotations/bridge/made.md": text.replace("$0", "Text.\n")})
    assert sites.run(root, "check").output == "no problems\n"


def test_every_word_of_a_vocabulary_has_a_snippet() -> None:
    """With what it means."""
    meanings = {snippet["prefix"]: snippet["description"] for snippet in snippets().values()}
    assert {word: meanings[f"status: {word}"] for word in Status} == {word: word.meaning for word in Status}
    assert {f"kind: {kind.id}" for kind in KINDS} <= meanings.keys()


@pytest.mark.parametrize("severity", ["error", "warning"])
def test_the_task_reads_what_check_prints(severity: Any) -> None:
    """File, line, column, code, severity and message are found in a problem as it is printed; hints are not."""
    tasks = json.loads(vscode.settings("annotations", [])["tasks.json"])["tasks"]
    pattern = tasks[0]["problemMatcher"]["pattern"]
    printed = str(Problem(Location("annotations/a b/c.md", 3, 7), "unknown-term", "no: 1:2: x", "did\nyou", severity))
    (match,) = filter(None, (re.match(pattern["regexp"], line) for line in printed.splitlines()))
    named = {name: match[group] for name, group in pattern.items() if isinstance(group, int)}
    assert named == {
        "file": "annotations/a b/c.md",
        "line": "3",
        "column": "7",
        "code": "unknown-term",
        "severity": "warning" if severity == "warning" else None,
        "message": "no: 1:2: x",
    }
