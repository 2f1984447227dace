"""Problems as text for people, as JSON and SARIF for programs, and as GitHub's workflow commands."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict

from glossator.problems import Problem, in_order
from glossator.reports.sarif import as_sarif


def distinct(problems: Iterable[Problem]) -> list[Problem]:
    """The problems, the worst first, each once.

    A link among the sources is found twice: by who reads them and by who builds.
    """
    by_place = {(problem.location, problem.code, problem.message): problem for problem in sorted(problems)}
    return in_order(by_place.values())


def as_text(problems: Sequence[Problem]) -> str:
    """One paragraph a problem, `path:line:column: code message` first, and a line that counts them."""
    return "\n".join([*map(str, problems), counted(problems)])


def as_json(problems: Sequence[Problem]) -> str:
    """A list of objects with the fields of `Problem` and `Location`."""
    return json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=2)


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


def _command(problem: Problem) -> str:
    place = problem.location
    end = {"endLine": place.end_line, "endColumn": place.end_column} if place.end_line else {}
    properties = {"file": place.path, "line": place.line, "col": place.column, **end, "title": problem.code}
    listed = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in properties.items())
    text = "\n".join(filter(None, [problem.message, problem.hint]))
    return f"::{problem.severity} {listed}::{_escaped(text)}"


def _escaped(text: str, more: str = "") -> str:
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
