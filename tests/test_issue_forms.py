"""The forms for issues and the template of pull requests, by GitHub's documented rules, and the links that open them.

The rules: https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/, "Syntax
for GitHub's form schema" and "Common validation errors when creating issue forms".
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jsonschema
import pytest
import sites
import yaml
from bs4 import BeautifulSoup

from glossator.repository.forge import forge

GITHUB = Path(__file__).resolve().parent.parent / ".github"
FORMS = {path.stem: path for path in sorted((GITHUB / "ISSUE_TEMPLATE").glob("*.yml")) if path.stem != "config"}

WORDS = {"type": "string", "pattern": r"\S"}
COMMON = {"label": WORDS, "description": WORDS}


def element(kind: str, attributes: dict[str, Any], *required: str) -> dict[str, Any]:
    """The schema of a form's element."""
    own = {
        "id": {"type": "string", "pattern": r"^[A-Za-z0-9_-]+$"},
        "validations": {
            "type": "object",
            "properties": {"required": {"type": "boolean"}},
            "additionalProperties": False,
        },
    }
    return {
        "type": "object",
        "properties": {
            "type": {"const": kind},
            "attributes": {
                "type": "object",
                "properties": attributes,
                "required": list(required),
                "additionalProperties": False,
            },
            **(own if kind != "markdown" else {}),
        },
        "required": ["type", "attributes"],
        "additionalProperties": False,
    }


CHOICE = {
    "type": "object",
    "properties": {"label": WORDS, "required": {"type": "boolean"}},
    "required": ["label"],
    "additionalProperties": False,
}
ELEMENTS = {
    "markdown": element("markdown", {"value": WORDS}, "value"),
    "input": element("input", {**COMMON, "placeholder": WORDS, "value": WORDS}, "label"),
    "textarea": element("textarea", {**COMMON, "placeholder": WORDS, "value": WORDS, "render": WORDS}, "label"),
    "dropdown": element(
        "dropdown",
        {
            **COMMON,
            "multiple": {"type": "boolean"},
            "default": {"type": "integer"},
            "options": {"type": "array", "items": WORDS, "minItems": 1, "uniqueItems": True},
        },
        "label",
        "options",
    ),
    "checkboxes": element(
        "checkboxes", {**COMMON, "options": {"type": "array", "items": CHOICE, "minItems": 1}}, "label", "options"
    ),
}
NAMES = {"oneOf": [WORDS, {"type": "array", "items": WORDS}]}
FORM = {
    "type": "object",
    "properties": {
        "name": WORDS,
        "description": WORDS,
        "title": WORDS,
        "labels": NAMES,
        "assignees": NAMES,
        "projects": NAMES,
        "type": WORDS,
        "body": {"type": "array", "minItems": 1},
    },
    "required": ["name", "description", "body"],
    "additionalProperties": False,
}


def errors(form: Any) -> list[str]:
    """What GitHub would refuse in a form."""
    problems = [error.message for error in jsonschema.Draft202012Validator(FORM).iter_errors(form)]
    body = form.get("body") or []
    for element in body:
        schema = ELEMENTS.get(element.get("type"))
        if schema is None:
            problems.append(f"{element.get('type')} is no type of element")
            continue
        problems += [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(element)]
    fields = [field for field in body if field.get("type") != "markdown"]
    if not fields:
        problems.append("there is nothing to fill in")
    for what in (
        [field["id"] for field in fields if "id" in field],
        [field.get("attributes", {}).get("label", "").casefold() for field in fields],
    ):
        problems += [f"{name} is there twice" for name in set(what) if what.count(name) > 1]
    for element in fields:
        options = element.get("attributes", {}).get("options", [])
        problems += [
            "`None` is GitHub's own" for option in options if isinstance(option, str) and option.lower() == "none"
        ]
    return problems


def read(name: str) -> Any:
    """A form."""
    return yaml.safe_load(FORMS[name].read_text(encoding="utf-8"))


def test_there_is_a_form_for_each_matter() -> None:
    """Notes, challenges, replies and errors, each with a name of its own."""
    assert set(FORMS) == {"challenge-a-note", "reply-as-the-author", "report-an-error", "suggest-a-note"}
    assert len({read(name)["name"] for name in FORMS}) == len(FORMS)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_keeps_githubs_rules(name: str) -> None:
    """GitHub silently leaves out a form with a mistake in it."""
    assert errors(read(name)) == []


@pytest.mark.parametrize("name", FORMS)
def test_every_field_can_be_filled_in_by_a_link(name: str) -> None:
    """Each has an id, which no other query of the address uses."""
    ids = {field.get("id") for field in read(name)["body"] if field["type"] != "markdown"}
    assert None not in ids
    assert not ids & {"title", "body", "labels", "template", "assignees", "milestone", "projects", "type"}


MISTAKES: dict[str, Any] = {
    "no name": {"name": None},
    "an unknown key": {"labls": ["note"]},
    "an empty title": {"title": " "},
    "no body": {"body": []},
    "nothing to fill in": {"body": [{"type": "markdown", "attributes": {"value": "x"}}]},
    "an unknown element": {"body": [{"type": "text", "attributes": {"label": "x"}}]},
    "no label": {"body": [{"type": "input", "attributes": {"description": "x"}}]},
    "an id of two words": {"body": [{"type": "input", "id": "a b", "attributes": {"label": "x"}}]},
    "two alike": {"body": [{"type": "input", "id": "a", "attributes": {"label": "x"}}] * 2},
    "a choice that is none": {"body": [{"type": "dropdown", "attributes": {"label": "x", "options": ["None"]}}]},
    "a choice that is no text": {"body": [{"type": "dropdown", "attributes": {"label": "x", "options": [True]}}]},
}


@pytest.mark.parametrize("change", MISTAKES.values(), ids=MISTAKES)
def test_the_rules_find_a_mistake(change: dict[str, Any]) -> None:
    """What GitHub's page of common errors lists is found in a form that was right."""
    form = {key: value for key, value in (read("report-an-error") | change).items() if value is not None}
    assert errors(form)


def test_an_empty_issue_stays_possible() -> None:
    """The fallback of the site's links, where a repository lacks a form."""
    config = yaml.safe_load((GITHUB / "ISSUE_TEMPLATE" / "config.yml").read_text(encoding="utf-8"))
    assert config == {"blank_issues_enabled": True}


def test_the_template_holds_the_editorial_rules() -> None:
    """Whoever opens a pull request is asked for each."""
    text = (GITHUB / "pull_request_template.md").read_text(encoding="utf-8")
    rules = ("exact", "neutral", "fair", "attributes", "no public evidence found", "where the text is right")
    assert [rule for rule in (*rules, "never persons", "evidence", "ai-assisted", "interest") if rule not in text] == []


def test_code_owners_name_nobody_who_is_not_known() -> None:
    """Until somebody is named, every line is a comment: an invented owner would be asked, or make the file invalid."""
    lines = (GITHUB / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == []


# The links


def test_a_note_is_challenged_in_its_form(tmp_path: Path) -> None:
    """On GitHub the link of a note opens the form, with its title and the note's file filled in."""
    root = sites.copy(sites.SMALL, tmp_path / "site")
    built = sites.build(root, to=tmp_path / "built", repo_url="https://github.com/ada/notes")
    page = BeautifulSoup(built.page("sources/bridge/"), "html.parser")
    (link,) = (anchor for anchor in page.select("#note-good a") if anchor.get_text() == "Challenge")
    address = urlsplit(str(link["href"]))
    query = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert address._replace(query="").geturl() == "https://github.com/ada/notes/issues/new"
    assert query.pop("title") == "Challenge: Three members voted against closing it"
    assert query.pop("note") == "annotations/bridge/good.md"
    assert query.pop("body").startswith("annotations/bridge/good.md\n\n")
    assert query == {"template": "challenge-a-note.yml"}
    assert "note" in {field.get("id") for field in read("challenge-a-note")["body"]}


@pytest.mark.parametrize("address", ["https://gitlab.com/ada/notes", "https://codeberg.org/ada/notes"])
def test_other_forges_get_title_and_text(address: str) -> None:
    """GitLab and Forgejo know no such forms: nothing of them stands in the address."""
    place = forge(address, "main")
    assert place
    assert place.issue("T", "B", form="a.yml", fields={"note": "n"}) == place.issue("T", "B")
