"""The dialogue of `glossator new`: step by step, with a way back, and a look at the note before it is written."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import click

from glossator.cli import asking
from glossator.cli.questions import BACK, Back
from glossator.editing.proposing import Proposed
from glossator.project import Project
from glossator.project.sources import Source
from glossator.reports.formats import as_text
from glossator.reports.lines import lines
from glossator.text.anchoring import Anchored
from glossator.text.suggest import resolve
from glossator.text.textmap import TextMap

FIELDS = {
    "words": ("quote", "prefix", "suffix", "passage"),
    "kind": ("kind",),
    "reply": ("replies-to",),
    "takeaway": ("title",),
    "status": ("status",),
    "certainty": ("certainty",),
    "evidence": ("evidence",),
    "text": (),
    "persons": ("allegation-about",),
    "interest": ("interest",),
    "help": ("ai-assisted",),
}
"""The steps in their order, and the fields that each sets."""


@dataclass
class Draft:
    """What is known of a note so far."""

    fields: dict[str, Any]
    body: str = ""
    given: frozenset[str] = field(default=frozenset())
    """The steps that were answered by options, and are not asked."""


@dataclass(frozen=True)
class Dialogue:
    """What the questions have to know."""

    project: Project
    source: Source
    text: TextMap
    refuse: Callable[[str], str]
    """Why a note cannot have a title; empty where it can."""
    propose: Callable[[Draft], Proposed]
    """Looks at the note as `check` would."""


def held(dialogue: Dialogue, draft: Draft) -> Proposed | None:
    """Ask for all that a note needs, until it stands and its author agrees; None where it is not to be written."""
    click.echo(f"At each question, {BACK} goes back to the one before.  Nothing is written before you have seen it.")
    _steps(dialogue, draft)
    while True:
        note = dialogue.propose(draft)
        show(dialogue.text, note)
        answer = _verdict(note)
        if answer == "yes":
            return note
        if answer == "no":
            return None
        with suppress(Back):
            _ask(answer, dialogue, draft)


def show(text: TextMap, note: Proposed) -> None:
    """Print a note as its file would be, and what `check` says of it."""
    click.echo(f"\n{lines(note.text)}")
    if note.annotation:
        outcome = resolve(note.annotation.selector, text)
        if isinstance(outcome, Anchored):
            click.echo(f"on {asking.words_around(text, outcome.span)}")
    click.echo(f"{as_text(note.problems)}\n")


def _verdict(note: Proposed) -> str:
    """`yes`, `no`, or the step to go back to."""
    choices = [*(["yes"] if note.stands else []), "no", *FIELDS]
    question = "Write it" if note.stands else "It cannot be written so.  What is to change"
    while True:
        answer = click.prompt(f"{question}? {', '.join(choices)}", default=choices[0] if note.stands else None)
        answer = {"y": "yes", "n": "no", BACK: "text"}.get(answer.strip().lower(), answer.strip().lower())
        if answer in choices:
            return str(answer)
        click.echo(f"  one of: {', '.join(choices)}")


def _steps(dialogue: Dialogue, draft: Draft) -> None:
    """Ask what was not given, in order, and again what a person goes back to."""
    steps = list(FIELDS)
    asked: list[int] = []
    step = 0
    while step < len(steps):
        if steps[step] in draft.given or not _applies(steps[step], dialogue, draft):
            step += 1
            continue
        try:
            _ask(steps[step], dialogue, draft)
        except Back:
            step = asked.pop() if asked else step
        else:
            asked.append(step)
            step += 1


def _applies(step: str, dialogue: Dialogue, draft: Draft) -> bool:
    """Whether there is anything to ask: no certainty without a status, no reply where there are no notes."""
    if step == "certainty":
        return "status" in draft.fields
    if step == "reply":
        return bool(dialogue.project.sidecars[dialogue.source.slug].annotations)
    return not (step == "words" and "replies-to" in draft.fields)


def _ask(step: str, dialogue: Dialogue, draft: Draft) -> None:
    """Ask for a step; what was said before stays where the person goes back."""
    answers = _answers(step, dialogue, draft)
    for name in FIELDS[step]:
        draft.fields.pop(name, None)
    draft.fields |= {name: value for name, value in answers.items() if value not in ("", [], None)}
    if step == "status" and "status" not in draft.fields:
        draft.fields.pop("certainty", None)


def _answers(step: str, dialogue: Dialogue, draft: Draft) -> dict[str, Any]:
    project, fields = dialogue.project, draft.fields
    match step:
        case "words":
            return asking.place(dialogue.text)
        case "kind":
            return {"kind": asking.kind({kind.id: kind.meaning for kind in project.kinds.values()})}
        case "reply":
            return {"replies-to": asking.reply(project.sidecars[dialogue.source.slug].annotations)}
        case "takeaway":
            return {"title": asking.title(dialogue.refuse)}
        case "status":
            return {"status": asking.status()}
        case "certainty":
            return {"certainty": asking.certainty()}
        case "evidence":
            return {"evidence": asking.evidence(project.bibliography)}
        case "text":
            draft.body = asking.body(draft.body, required="status" in fields and "evidence" not in fields)
            return {}
        case "persons":
            return {"allegation-about": asking.persons()}
        case "interest":
            return {"interest": asking.interest()}
        case _:
            return {"ai-assisted": asking.help_of_a_model()}


def given(fields: dict[str, Any], body: str) -> frozenset[str]:
    """The steps that need not be asked, since options answer them."""
    steps = {step for step, names in FIELDS.items() if any(name in fields for name in names)}
    return frozenset(steps | ({"text"} if body else set()))
