"""How problems are told: their order, and the forms for programs."""

from __future__ import annotations

import json
from email.message import Message
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import sites
from click.testing import CliRunner, Result

from glossator.cli import main
from glossator.problems import CODES, Location, Problem
from glossator.reports.formats import FORMATS, distinct
from glossator.reports.sarif import as_sarif

# The parts of the SARIF 2.1.0 schema that our output uses, with nothing else allowed; the numbers are the standard's
# sections.  The schema itself has 120 kB.
TEXT = {"type": "string", "minLength": 1}
MESSAGE = {  # 3.11
    "type": "object",
    "required": ["text"],
    "additionalProperties": False,
    "properties": {"text": TEXT, "markdown": TEXT},
}
RULE = {  # 3.49
    "type": "object",
    "required": ["id", "name", "shortDescription", "help"],
    "additionalProperties": False,
    "properties": {
        "id": TEXT,
        "name": TEXT,
        "shortDescription": MESSAGE,
        "help": MESSAGE,
        "helpUri": {"type": "string", "format": "uri"},
    },
}
REGION = {  # 3.30
    "type": "object",
    "required": ["startLine", "startColumn"],
    "additionalProperties": False,
    "properties": {
        name: {"type": "integer", "minimum": 1} for name in ("startLine", "startColumn", "endLine", "endColumn")
    },
}
PLACE = {  # 3.4 and 3.29
    "type": "object",
    "required": ["artifactLocation", "region"],
    "additionalProperties": False,
    "properties": {
        "artifactLocation": {
            "type": "object",
            "required": ["uri", "uriBaseId"],
            "additionalProperties": False,
            # A relative reference of RFC 3986, without a scheme and not from the root.
            "properties": {
                "uri": {"type": "string", "pattern": r"^(?!/)(?:[\w.~/!$&'()*+,;=@-]|%[0-9A-F]{2})+$"},
                "uriBaseId": {"const": "%SRCROOT%"},
            },
        },
        "region": REGION,
    },
}
RESULT = {  # 3.27
    "type": "object",
    "required": ["ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"],
    "additionalProperties": False,
    "properties": {
        "ruleId": TEXT,
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": {"enum": ["error", "warning"]},
        "message": MESSAGE,
        "locations": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": {"type": "object", "additionalProperties": False, "properties": {"physicalLocation": PLACE}},
        },
        "partialFingerprints": {"type": "object", "minProperties": 1, "additionalProperties": TEXT},
    },
}
LOG = {  # 3.13, 3.14, 3.18, 3.19
    "type": "object",
    "required": ["$schema", "version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": {
                "type": "object",
                "required": ["tool", "columnKind", "originalUriBaseIds", "results"],
                "additionalProperties": False,
                "properties": {
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "additionalProperties": False,
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name", "semanticVersion", "rules"],
                                "additionalProperties": False,
                                "properties": {
                                    "name": TEXT,
                                    "semanticVersion": TEXT,
                                    "rules": {"type": "array", "uniqueItems": True, "items": RULE},
                                },
                            }
                        },
                    },
                    "columnKind": {"const": "unicodeCodePoints"},
                    "originalUriBaseIds": {"type": "object", "required": ["%SRCROOT%"]},
                    "results": {"type": "array", "items": RESULT},
                },
            },
        },
    },
}


def problem(path: str, code: str, message: str = "wrong", *, line: int = 1, hint: str = "", **more: Any) -> Problem:
    """A problem in a file."""
    return Problem(Location(path, line), code, message, hint, **more)


def run(problems: list[Problem]) -> dict[str, Any]:
    """The only run of a SARIF log, which is a right one."""
    log = json.loads(as_sarif(problems))
    jsonschema.Draft7Validator(LOG).validate(log)
    only_run: dict[str, Any] = log["runs"][0]
    return only_run


def test_sarif_without_problems_has_an_empty_list_of_results() -> None:
    """An empty list says that the check was made; an absent one would say that it was not."""
    assert run([])["results"] == []


def test_sarif_has_a_rule_for_every_code() -> None:
    """Each code is explained, and each result names its rule by id and by place."""
    problems = [problem("a.md", code) for code in CODES]
    log = run(problems)
    rules = log["tool"]["driver"]["rules"]
    assert {rule["id"]: rule["shortDescription"]["text"] for rule in rules} == CODES
    assert [rules[result["ruleIndex"]]["id"] for result in log["results"]] == list(CODES)


def test_sarif_explains_each_code() -> None:
    """A rule says what to do, with examples, where nobody can look it up; no address is named that is not there."""
    rules = {rule["id"]: rule for rule in run([])["tool"]["driver"]["rules"]}
    assert "six votes to three" in rules["missing-key"]["help"]["markdown"]
    assert not any("helpUri" in rule for rule in rules.values())


def test_the_address_of_an_explanation_is_told_once_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the package names its documentation, SARIF and JSON lead to the heading of the code."""
    urls = Message()
    urls["Project-URL"] = "Source, https://example.org/source"
    urls["Project-URL"] = "Documentation, https://example.org/docs/"
    monkeypatch.setattr("importlib.metadata.metadata", lambda _: urls)
    expected = "https://example.org/docs/problems/#id-taken"
    rules = {rule["id"]: rule for rule in run([])["tool"]["driver"]["rules"]}
    assert rules["id-taken"]["helpUri"] == expected
    assert json.loads(FORMATS["json"]([problem("a.md", "id-taken")]))[0]["help"] == expected


def test_a_code_is_explained_on_the_command_line() -> None:
    """Without a site and without the web; one that does not exist is met with the one that was meant."""

    def explain(*codes: str) -> Result:
        return CliRunner().invoke(main, ["explain", *codes])

    told = explain("id-taken", "unknown-key")
    assert told.exit_code == 0
    assert "## Note 1 { #the-first-note }" in told.output
    assert "# unknown-key" in told.output
    assert {line.split()[0] for line in explain().output.splitlines()} == set(CODES)
    wrong = explain("id-tacken")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "did you mean `id-taken`?" in wrong.stderr


def test_check_says_how_to_hear_more(tmp_path: Path) -> None:
    """Beside the list, so that what reads the list gets nothing else; without a problem nothing is said."""
    root = sites.copy(sites.SMALL, tmp_path / "site")
    assert sites.run(root, "check").errors == ""
    sites.write(root, {"annotations/bridge/a.md": "---\ntitle: The day\nkind: contxt\n---\n"})
    checked = sites.run(root, "check")
    assert checked.errors == "what to do, with examples: glossator explain unknown-term\n"
    assert checked.output.endswith("\n1 error\n")


def test_sarif_tells_place_level_and_hint() -> None:
    """Addresses are percent-encoded, columns count code points, and the hint is a block of code that it cannot end."""
    hint = "write\n```yaml\nkind: context\n```"
    (result,) = run([Problem(Location("annotations/a b/ü.md", 3, 7), "unknown-term", "no", hint, "warning")])["results"]
    (place,) = result["locations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "annotations/a%20b/%C3%BC.md"
    assert place["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 7}
    assert result["level"] == "warning"
    assert result["message"]["text"] == f"no\n{hint}"
    assert result["message"]["markdown"] == f"no\n\n````text\n{hint}\n````"


def test_sarif_tells_where_a_value_ends() -> None:
    """Where the end of what is wrong is known, editors can underline all of it: the last column is the one after it."""
    (result,) = run([Problem(Location("a.md", 3, 7, 3, 13), "unknown-term", "no")])["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 3, "startColumn": 7, "endLine": 3, "endColumn": 13}


def test_fingerprints_outlive_a_moved_line_and_tell_equal_problems_apart() -> None:
    """A host can match a problem with that of the last run, also where the same stands twice."""
    prints = [
        result["partialFingerprints"]["glossator/v1"]
        for result in run([problem("a.md", "unknown-key"), problem("a.md", "unknown-key", line=9)])["results"]
    ]
    (moved,) = run([problem("a.md", "unknown-key", line=4)])["results"]
    assert len(set(prints)) == 2
    assert moved["partialFingerprints"]["glossator/v1"] == prints[0]


def test_check_as_sarif(tmp_path: Path) -> None:
    """The command prints it, and its exit status is that of every form."""
    root = sites.copy(sites.SMALL, tmp_path / "site")
    sites.write(root, {"annotations/bridge/a.md": "---\ntitle: The day\nkind: contxt\n---\n"})
    checked = sites.run(root, "check", "--format", "sarif")
    log = json.loads(checked.output)
    jsonschema.Draft7Validator(LOG).validate(log)
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == ["unknown-term"]
    assert checked.status == 1


def test_the_worst_stands_first() -> None:
    """What could harm, what hides other problems, notes without a place, fields, warnings; then by file and line."""
    expected = [
        problem("z.md", "control-character"),
        problem("y.md", "yaml-syntax"),
        problem("x.md", "quote-ambiguous"),
        problem("a.md", "unknown-key", line=2),
        problem("a.md", "bad-value", line=3),
        problem("b.md", "empty-value"),
        problem("a.md", "credibility-copied", severity="warning"),
    ]
    assert distinct(reversed(expected)) == expected


@pytest.mark.parametrize("form", FORMATS)
def test_a_thousand_problems_are_all_told(form: str) -> None:
    """No form leaves any out."""
    report = FORMATS[form]([problem(f"n-{number}.md", "unknown-key") for number in range(1_000)])
    assert [number for number in range(1_000) if f"n-{number}.md" not in report] == []
