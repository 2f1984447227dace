"""Problems as text for people, as JSON and SARIF for programs, and as GitHub's workflow commands."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict

from glossator.problems import Location, Problem, in_order
from glossator.reports.explaining import address
from glossator.reports.lines import line, lines
from glossator.reports.sarif import as_sarif


def distinct(problems: Iterable[Problem]) -> list[Problem]:
    """The problems, the worst first, each once.

    A link among the sources is found twice: by who reads them and by who builds.
    """
    by_place = {(problem.location, problem.code, problem.message): problem for problem in sorted(problems)}
    return in_order(by_place.values())


def as_text(problems: Sequence[Problem]) -> str:
    """One paragraph a problem, `path:line:column: code message` first, and a line that counts them."""
    return "\n".join([*map(paragraph, problems), counted(problems)])


def paragraph(problem: Problem) -> str:
    """A problem as text: a line, and its hint indented below.  Nothing of it is obeyed by a terminal or a workflow."""
    loud = "warning: " if problem.severity == "warning" else ""
    first = line(f"{problem.location}: {problem.code} {loud}{problem.message}")
    return "\n".join([first, *(line(f"    {hint}") for hint in problem.hint.splitlines())])


def as_json(problems: Sequence[Problem]) -> str:
    """A list of objects with the fields of `Problem` and `Location`, and the address of the code's explanation."""
    return json.dumps([_fields(problem) for problem in problems], ensure_ascii=False, indent=2)


def _fields(problem: Problem) -> dict[str, object]:
    help_ = address(problem.code)
    return asdict(problem) | ({"help": help_} if help_ else {})


def as_github(problems: Sequence[Problem]) -> str:
    """Workflow commands, which GitHub shows on the lines of a pull request.

    The escapes are those of `actions/toolkit`, packages/core/src/command.ts.
    """
    return "\n".join([*map(_command, problems), counted(problems)])


FORMATS: Mapping[str, Callable[[Sequence[Problem]], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
}


def counted(problems: Sequence[Problem]) -> str:
    """How many there are, in a line."""
    if not problems:
        return "no problems"
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    counts = [
        f"{count} {name}{'' if count == 1 else 's'}"
        for count, name in ((errors, "error"), (warnings, "warning"))
        if count
    ]
    return ", ".join(counts)


def explained_by(problems: Iterable[Problem]) -> str:
    """Where the codes of these problems are explained, in a line; empty where there are none."""
    codes = list(dict.fromkeys(problem.code for problem in problems))
    more = " …" if len(codes) > _NAMED else ""
    return f"what to do, with examples: glossator explain {' '.join(codes[:_NAMED])}{more}" if codes else ""


_NAMED = 3
"""Codes of which the explanation is offered at most: the worst stand first."""


def _command(problem: Problem) -> str:
    return command(problem.severity, problem.location, problem.code, f"{line(problem.message)}\n{problem.hint}".strip())


def command(severity: str, place: Location | None, title: str, text: str) -> str:
    """A workflow command, which GitHub shows on the line of a place; without one, beside the others of the run."""
    properties: dict[str, object] = {}
    if place:
        end = {"endLine": place.end_line, "endColumn": place.end_column} if place.end_line else {}
        properties = {"file": place.path, "line": place.line, "col": place.column, **end}
    properties["title"] = title
    listed = ",".join(f"{name}={_escaped(line(value), ':,')}" for name, value in properties.items())
    return f"::{severity} {listed}::{_escaped(lines(text))}"


def _escaped(text: str, more: str = "") -> str:
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
