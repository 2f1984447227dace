"""Examples in hints name references that this project has, so that they can be copied as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from glossator.problems import Problem
from glossator.references.bibliography import Bibliography

EXAMPLES: Final = ("survey-2030", "gazette-2031")
"""The keys that hints are written with."""
_CITED = re.compile(rf"(?P<before>cite: |references: \[|\[@)(?P<key>{'|'.join(EXAMPLES)})\b")


def own_key(bibliography: Bibliography) -> str:
    """A key for an example: one of this project where it has any."""
    return next(iter(bibliography.references), EXAMPLES[0])


def with_own_keys(problems: Iterable[Problem], bibliography: Bibliography) -> list[Problem]:
    """Problems whose hints cite references of the bibliography; those of an empty one stay as they are."""
    keys = list(bibliography.references)
    if not keys or all(key in keys for key in EXAMPLES):
        return list(problems)
    own = dict(zip(EXAMPLES, [*keys[:2], *keys[:1]], strict=False))
    return [replace(problem, hint=_CITED.sub(lambda cited: _own(cited, own), problem.hint)) for problem in problems]


def _own(cited: re.Match[str], own: dict[str, str]) -> str:
    return f"{cited['before']}{own[cited['key']]}"
