"""The dialogue of `glossator new`: step by step, with a way back, and a look at the note before it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import click

from glossator.cli import asking, questions
from glossator.cli.questions import BACK, NOTHING, Back
from glossator.editing.proposing import Proposed
from glossator.edition import apparatus
from glossator.files import reading
from glossator.project import Project
from glossator.project.sidecar import Annotation
from glossator.project.sources import Source
from glossator.references import finding
from glossator.reports.formats import as_text
from glossator.reports.lines import lines
from glossator.text.anchoring import Anchored, SourceSelector, TextQuoteSelector
from glossator.text.resolving import resolve
from glossator.text.textmap import Span, TextMap

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


REPLY = "reply"
"""The kind of a note that answers another."""
MOST_BESIDE = 4
"""Notes on the same words that are named: as many as leave the question in sight."""


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
    questions.say(
        f"At each question, {BACK} goes back to the one before; there Enter keeps what stands in brackets, and "
        f"{NOTHING} takes it away. Nothing is written before you have seen it.",
        hang=0,
    )
    _steps(dialogue, draft)
    return agreed(dialogue, draft)


def agreed(dialogue: Dialogue, draft: Draft) -> Proposed | None:
    """Show a note, and change what its author wants changed until they agree; None where it is not to be written."""
    while True:
        note = dialogue.propose(draft)
        show(dialogue, note)
        answer = _verdict(note)
        if answer == "yes":
            return note
        if answer == "no":
            return None
        with suppress(Back):
            _ask(answer, dialogue, draft)


def show(dialogue: Dialogue, note: Proposed) -> None:
    """Print a note as its file would be, its place, and what `check` says of it."""
    click.echo(f"\n{reading.display_name(note.path, dialogue.project.layout.root)}\n{lines(note.text)}")
    for about in _place(dialogue, note.annotation) if note.annotation else ():
        questions.say(about)
    click.echo(f"{as_text(note.problems)}\n")


def _place(dialogue: Dialogue, note: Annotation) -> Iterator[str]:
    """What a note is about, and which notes are there on the same words."""
    front, selector = note.front, note.selector
    titles = {other.id: other.front.title for other in dialogue.project.sidecars[dialogue.source.slug].annotations}
    if front.replies_to:
        yield f"in reply to {front.replies_to}: {titles.get(front.replies_to, '')}"
    if isinstance(selector, SourceSelector):
        if not front.replies_to:
            yield "on the whole source"
        return
    outcome = resolve(selector, dialogue.text)
    if isinstance(outcome, Anchored):
        whole = f"the whole of passage {front.passage}: " if front.passage and not front.quote else ""
        yield f"on {whole}{asking.words_around(dialogue.text, outcome.span)}"
        yield from _beside(dialogue, outcome.span, but=note.id)


def _beside(dialogue: Dialogue, span: Span, *, but: str = "") -> Iterator[str]:
    """The notes that are there on the same words, or on some of them."""
    placed = apparatus.place(dialogue.project.sidecars[dialogue.source.slug].annotations, dialogue.text)
    there = [note for note in placed.notes if note.span and note.id != but and not note.replies_to]
    common = [note for note in there if note.span and note.span.start < span.end and span.start < note.span.end]
    common.sort(key=lambda note: len(note.span) if note.span else 0)
    for note in common[:MOST_BESIDE]:
        yield f"  on some of these words stands {note.id}: {note.title}"
    if len(common) > MOST_BESIDE:
        yield f"  … and {len(common) - MOST_BESIDE} more"


def _verdict(note: Proposed) -> str:
    """`yes`, `no`, or the step to go back to."""
    choices = [*(["yes"] if note.stands else []), "no", *FIELDS]
    question = "Write it" if note.stands else "It cannot be written so.  What is to change"
    while True:
        questions.say(f"{question}? {', '.join(choices)}")
        answer = click.prompt(
            "Yes, or what is to change" if note.stands else "One of them", default=choices[0] if note.stands else None
        )
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
    """Ask for a step; what was said before can be kept, and stays where the person goes back."""
    answers = _answers(step, dialogue, draft)
    for name in FIELDS[step]:
        draft.fields.pop(name, None)
    draft.fields |= {name: value for name, value in answers.items() if value not in ("", [], None)}
    if step == "status" and "status" not in draft.fields:
        draft.fields.pop("certainty", None)


def _answers(step: str, dialogue: Dialogue, draft: Draft) -> dict[str, Any]:
    project, fields = dialogue.project, draft.fields
    before = {name: fields.get(name, "") for names in FIELDS.values() for name in names}
    match step:
        case "words":
            return _words(dialogue, fields)
        case "kind":
            kinds = {kind.id: kind.meaning for kind in project.kinds.values()}
            return {"kind": asking.kind(kinds, before["kind"])}
        case "reply":
            notes = project.sidecars[dialogue.source.slug].annotations
            return {"replies-to": asking.reply(notes, before["replies-to"], required=fields.get("kind") == REPLY)}
        case "takeaway":
            return {"title": asking.title(dialogue.refuse, before["title"])}
        case "status":
            return {"status": asking.status(before["status"])}
        case "certainty":
            return {"certainty": asking.certainty(before["certainty"])}
        case "evidence":
            return {"evidence": asking.evidence(project.bibliography, before["evidence"] or [])}
        case "text":
            required = "status" in fields and "evidence" not in fields
            draft.body = asking.body(draft.body, list(_helping(dialogue, fields)), required=required)
            return {}
        case "persons":
            return {"allegation-about": asking.persons(before["allegation-about"] or [])}
        case "interest":
            return {"interest": asking.interest(before["interest"])}
        case _:
            return {"ai-assisted": asking.help_of_a_model(before["ai-assisted"])}


def _words(dialogue: Dialogue, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The place of a note; which notes are there already is said at once."""
    place = asking.place(dialogue.text, fields)
    if "quote" in place:
        selector = TextQuoteSelector(
            place["quote"], place.get("prefix", ""), place.get("suffix", ""), place.get("passage")
        )
        outcome = resolve(selector, dialogue.text)
        for there in _beside(dialogue, outcome.span) if isinstance(outcome, Anchored) else ():
            questions.say(there, hang=4)
    return place


def _helping(dialogue: Dialogue, fields: Mapping[str, Any]) -> Iterator[str]:
    """What stands in the editor below the text: what the note is about, and how its references are cited."""
    references = dialogue.project.bibliography.references
    if quote := fields.get("quote"):
        yield f"On: {quote}"
    yield f"Takeaway: {fields.get('title', '')}"
    for piece in fields.get("evidence", ()):
        if key := piece.get("cite"):
            place = f", {piece['locator']}" if piece.get("locator") else ""
            yield f"Cite as [@{key}{place}]: {finding.summary(key, references[key]) if key in references else key}"
        else:
            yield f"Listed below the text, and not to be cited in it: {piece.get('title')}"


def given(fields: dict[str, Any], body: str) -> frozenset[str]:
    """The steps that need not be asked, since options answer them."""
    steps = {step for step, names in FIELDS.items() if any(name in fields for name in names)}
    return frozenset(steps | ({"text"} if body else set()))
