"""What strangers write is text: it is no pattern, no command of a log, and no reason to stop."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import sites

import _patterns
from glossator.problems import Location, Problem
from glossator.reports.formats import as_github, as_text

NOTE = "---\ntitle: {title}\nkind: context\n{more}---\n\n{body}\n"


def note(body: str = "", title: str = "A note", more: str = "") -> dict[str, str | bytes | None]:
    """A note of the small site."""
    return {"annotations/bridge/hostile.md": NOTE.format(title=title, more=more, body=body)}


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("hello <a(b>x</a>", "6:7"),
        ("hello <a[b>x", "6:7"),
        ("hello <x|(a+)+!>", "6:7"),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa <x|(a+)+!>", "6:53"),
        ("[@a+b]", "6:2"),
    ],
)
def test_a_name_from_a_note_is_no_pattern(small: Path, body: str, place: str) -> None:
    """What a note calls an element or a reference is looked for as it is written, and its place is found."""
    sites.write(small, note(body))
    done = sites.run(small, "check")
    assert done.status == 1
    assert f"annotations/bridge/hostile.md:{place}: " in done.output


COMMANDS = (
    "a\n::error file=x::pwned",
    "a\r::error::pwned",
    "a\u2028::error::pwned",
    "a\x85::error::pwned",
    "##[error]pwned",
    "##[stop-commands]pwned",
    "##vso[task.complete]",
    "::stop-commands::pwned",
    "\x1b[2J\x1b[31mpwned",
    "a\u202epwned",
)


@pytest.mark.parametrize("value", COMMANDS)
@pytest.mark.parametrize("form", [as_text, as_github])
def test_a_report_holds_no_command_and_no_line_of_a_stranger(form: object, value: str) -> None:
    """Whatever stands in a problem, its report has as many lines as ours, none of them a command of anybody else."""
    assert callable(form)
    for problem in (
        Problem(Location("a.md"), "bad-value", value, "an example"),
        Problem(Location("a.md"), "bad-value", "a message", f"an example\n{value}"),
        Problem(Location(value), "bad-value", "a message", "an example"),
    ):
        lines = form([problem]).splitlines()
        assert not any("##[" in line or "##vso[" in line or line.lstrip().startswith("::stop") for line in lines)
        assert sum(line.lstrip().startswith("::") for line in lines) == (form is as_github)
        assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize("value", COMMANDS)
def test_a_value_of_a_note_commands_no_log(small: Path, tmp_path: Path, value: str) -> None:
    """A value that front matter holds in quotation marks stands in no output of check and build as a line of its own."""
    sites.write(small, note("Text.", more=f"status: {json.dumps(value)}\n"))
    done = sites.run(small, "check")
    logged = "\n".join(sites.build(small, to=tmp_path / "out").warnings)
    for output in (done.output, logged):
        assert "unknown-term" in output or "control-character" in output
        assert not any(line.lstrip().startswith("::") or "##[" in line for line in output.splitlines())
        assert "\x1b" not in output
        assert "\u202e" not in output
    github = sites.run(small, "check", "--format", "github").output
    assert sum(line.startswith("::") for line in github.splitlines()) == sum(
        "::" in line for line in github.splitlines()
    )


BODIES = (
    '<![><img src="]>',
    "<![if x]>a",
    "<!DOCTYPE [<!x",
    "<!--",
    "<a b='",
    "</",
    "<?",
    "&#xD800;&#99999999999;",
    "<" * 500,
    "<b>" * 3000 + "x",
    "> " * 2000 + "x",
    "[" * 3000,
)


@pytest.mark.slow
@pytest.mark.parametrize(
    "html", [html if len(html) < 3000 else pytest.param(html, marks=pytest.mark.long) for html in BODIES]
)
def test_one_annotation_that_cannot_be_read_costs_no_other(small: Path, html: str) -> None:
    """Whatever one annotation holds, those around it become notes, and it becomes one or is named with its place."""
    bodies = [("one", "<p>Good words.</p>"), ("hostile", html), ("two", "<p>Other words.</p>")]
    page = {
        "type": "AnnotationPage",
        "items": [
            {
                "type": "Annotation",
                "id": f"https://example.org/{name}",
                "body": {"type": "TextualBody", "format": "text/html", "value": body},
                "target": "https://example.org/page",
            }
            for name, body in bodies
        ],
    }
    sites.write(small, {"in.json": json.dumps(page)})
    done = sites.run(small, "import-notes", str(small / "in.json"), "bridge", "--any-address")
    written = done.output.split()
    assert "annotations/bridge/good-words.md" in written
    assert "annotations/bridge/other-words.md" in written
    assert len(written) == 3 or "in.json:1:" in done.errors


@pytest.mark.slow
@pytest.mark.parametrize(
    "body", [body if len(body) < 3000 else pytest.param(body, marks=pytest.mark.long) for body in BODIES]
)
def test_no_body_stops_a_command(small: Path, tmp_path: Path, body: str) -> None:
    """Whatever a body holds, check and build go to their end, and the other notes stand."""
    sites.write(small, note(f"Text. {body}\n\n{body}"))
    sites.run(small, "check")
    built = sites.build(small, to=tmp_path / "out")
    assert built.failure == ("1 error" if len(body) > 4000 else ""), "what is too long is said, and no more"
    assert 'id="note-good"' in built.page("sources/bridge/")


@pytest.mark.slow
def test_no_pattern_is_made_of_what_only_a_running_program_knows() -> None:
    """Each regular expression of the package is made of its own constants, so none can hold a stranger's words."""
    assert len(list(_patterns.patterns())) > 100


def test_an_expression_that_takes_long_is_known() -> None:
    """What is slow in JavaScript's judge or by measure is told from what is not."""
    assert _patterns.is_slow(_patterns.Pattern("x", 1, r"\s+x"))
    assert not _patterns.is_slow(_patterns.Pattern("x", 1, r"<[^>]*(?:>|\Z)"))
