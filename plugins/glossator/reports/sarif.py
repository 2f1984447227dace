"""Problems as SARIF 2.1.0 (OASIS), the form in which code hosts and editors take the results of checkers."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from glossator.problems import CODES, Location, Problem
from glossator.reports.explaining import address, explanation

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
"""What GitHub and others take for the top of the repository."""


def as_sarif(problems: Sequence[Problem]) -> str:
    """One run with a rule for each code and a result for each problem, in their order."""
    run = {
        "tool": {"driver": {"name": "glossator", "semanticVersion": version("glossator"), "rules": _rules()}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder of mkdocs.yml."}}},
        "results": _results(problems),
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rules() -> list[dict[str, Any]]:
    return [
        {
            "id": code,
            "name": "".join(part.capitalize() for part in code.split("-")),
            "shortDescription": {"text": meaning},
            "help": {"text": explanation(code), "markdown": explanation(code)},
        }
        | ({"helpUri": address(code)} if address(code) else {})
        for code, meaning in CODES.items()
    ]


def _results(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    numbers = {code: number for number, code in enumerate(CODES)}
    seen: Counter[str] = Counter()
    results = []
    for problem in problems:
        print_ = _fingerprint(problem)
        seen[print_] += 1
        results.append(
            {
                "ruleId": problem.code,
                "ruleIndex": numbers[problem.code],
                "level": problem.severity,
                "message": _message(problem),
                "locations": [_location(problem)],
                "partialFingerprints": {"glossator/v1": f"{print_}:{seen[print_]}"},
            }
        )
    return results


def _message(problem: Problem) -> dict[str, str]:
    if not problem.hint:
        return {"text": problem.message}
    # A fence longer than any run of backticks in the hint, which may show Markdown.
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", problem.hint)), default=0))
    return {
        "text": f"{problem.message}\n{problem.hint}",
        "markdown": f"{problem.message}\n\n{fence}text\n{problem.hint}\n{fence}",
    }


def _location(problem: Problem) -> dict[str, Any]:
    place = problem.location
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(place.path), "uriBaseId": ROOT},
            "region": {"startLine": place.line, "startColumn": place.column} | _end(place),
        }
    }


def _end(place: Location) -> dict[str, int]:
    return {"endLine": place.end_line, "endColumn": place.end_column} if place.end_line else {}


def _fingerprint(problem: Problem) -> str:
    """The same for the same problem after lines were added above it."""
    identity = (problem.location.path, problem.code, problem.source, problem.note, problem.message)
    return sha256("\0".join(identity).encode("utf-8", "surrogatepass")).hexdigest()[:32]
