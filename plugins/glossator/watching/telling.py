"""What was found, for people, for programs, and for GitHub's workflows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from glossator.reports import formats, summary
from glossator.reports.lines import line
from glossator.watching.findings import Finding, Outcome, Watched

SHOWN: Final = 20
"""Lines of differences that are shown in a summary; the command shows them all."""
_QUIET: Final = (Outcome.UNCHANGED, Outcome.NEW)
"""What is only counted."""


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """What needs a person first, and of that what is worst."""
    outcomes = list(Outcome)
    return sorted(findings, key=lambda found: (not found.needs_person, outcomes.index(found.outcome)))


def as_text(findings: Sequence[Finding]) -> str:
    """A paragraph for all that is not as it was, and a line that counts."""
    return "\n".join([*map(_paragraph, _loud(findings)), counted(findings)])


def as_json(findings: Sequence[Finding]) -> str:
    """A list of objects, one for each address."""
    return json.dumps(list(map(_fields, findings)), ensure_ascii=False, indent=2)


def as_github(findings: Sequence[Finding]) -> str:
    """Workflow commands, which GitHub shows at the places where the addresses are written."""
    commands = [
        formats.command(
            "warning" if found.needs_person else "notice",
            found.watched.place,
            f"{found.outcome}: {found.watched.address}",
            "\n".join(_told(found)),
        )
        for found in _loud(findings)
    ]
    return "\n".join([*commands, counted(findings)])


def as_markdown(findings: Sequence[Finding]) -> str:
    """The same as the summary of a step; nothing in it is a link."""
    blocks = [f"## Addresses\n\n{summary.text(counted(findings))}\n"]
    for found in _loud(findings):
        head = f"- <strong>{found.outcome}</strong> {summary.text(found.watched.address)}"
        told = [f"  - {summary.text(words)}" for words in _told(found, SHOWN)]
        blocks.append("\n".join([head, *told]))
    return "\n".join(blocks) + "\n"


def listed(watched: Sequence[Watched]) -> str:
    """What would be asked, an address a line, with who names it."""
    return "\n".join(line(f"{each.address}  {', '.join(each.names)}") for each in watched)


def counted(findings: Sequence[Finding]) -> str:
    """How many there are of each kind, in a line."""
    counts = [(sum(found.outcome is outcome for found in findings), outcome) for outcome in Outcome]
    told = ", ".join(f"{count} {outcome}" for count, outcome in counts if count)
    return f"addresses: {told}" if told else "no address to ask: no source, and no evidence of its notes, has one"


FORMATS: Final[Mapping[str, Callable[[Sequence[Finding]], str]]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
}


def _loud(findings: Iterable[Finding]) -> list[Finding]:
    return [found for found in findings if found.outcome not in _QUIET]


def _paragraph(found: Finding) -> str:
    first = line(f"{found.outcome}: {found.watched.address}")
    return "\n".join([first, *(f"    {words}" for words in _told(found))])


def _told(found: Finding, most: int | None = None) -> Iterator[str]:
    """What there is to say, in lines."""
    place = f" ({found.watched.place})" if found.watched.place else ""
    yield line(f"named by {', '.join(found.watched.names)}{place}")
    if found.reason:
        often = f", at {found.failures} visits in a row" if found.failures > 1 else ""
        yield line(found.reason + often)
    if found.moved_to:
        yield line(f"it is now at {found.moved_to}")
    if found.copy:
        sure = "a copy that the project names" if found.watched.archived else "perhaps there is a copy"
        yield line(f"{sure}: {found.copy}")
    yield from map(line, found.differences[: most and most + 1])
    if most and len(found.differences) > most + 1:
        yield f"… and {len(found.differences) - most - 1} more"
    if found.command:
        yield line(f"to bring it in: {found.command}")
    if found.told:
        yield "the same was found at the last visit"


def _fields(found: Finding) -> dict[str, object]:
    watched = found.watched
    return {
        "address": watched.address,
        "outcome": str(found.outcome).replace(" ", "-"),
        "needs_person": found.needs_person,
        "told": found.told,
        "source": watched.source or None,
        "named_by": list(watched.names),
        "file": watched.place.path if watched.place else None,
        "line": watched.place.line if watched.place else None,
        "reason": found.reason or None,
        "moved_to": found.moved_to or None,
        "copy": found.copy or None,
        "copy_is_known": bool(found.copy and watched.archived),
        "differences": list(found.differences),
        "command": found.command or None,
    }
