"""The notes beside a passage: what it rests on, how it is assessed, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from glossator.edition.apparatus import Note
from glossator.edition.facets import sourcing
from glossator.edition.page import Page
from glossator.edition.profile import Assessment
from glossator.edition.render import Renderer
from glossator.edition.render.references import evidence_line, signature
from glossator.edition.words import apart
from glossator.problems import Problem
from glossator.repository.forge import Forge


def beside(renderer: Renderer, page: Page, notes: Sequence[Note], passage: Assessment | None = None) -> str:
    """What stands beside one passage.

    Args:
        renderer: makes its HTML.
        page: the page of the source.
        notes: the notes on the passage.
        passage: the passage with the statuses that notes give it, several shown together, none weighed against
            another; None for the notes on the whole source, which stand in the head and its language.
    """
    words, number = renderer.words, passage.passage if passage else None
    html = renderer.fill(
        "notes",
        notes=[_note(renderer, page, note) for note in notes],
        passage=number,
        statuses=[words(status.label) for status in passage.statuses] if passage else [],
        resting=_resting(renderer, page, number) if number and number in page.ratings else None,
        method=page.method,
        answerable=bool(renderer.site.new_note(page.source.slug)),
        language=apart(words.language, page.language if passage else ""),
    )
    return f"\n{html}\n"


def unplaced(renderer: Renderer, problems: Sequence[Problem]) -> str:
    """The problems of a page, for its author's eyes."""
    return renderer.fill("unplaced", problems=problems) + "\n"


def _note(renderer: Renderer, page: Page, note: Note) -> dict[str, Any]:
    site, placed, forge = renderer.site, page.apparatus, renderer.site.forge
    return {
        "id": note.id,
        "number": note.number,
        "title": note.title,
        "status": note.status,
        "certainty": note.certainty,
        "kind": site.kinds[note.kind],
        "sourcing": " ".join(sourcing(note, page.sidecar)),
        "body": Markup(page.bodies[note.id].html),
        "evidence": [evidence_line(renderer, evidence) for evidence in note.evidence],
        "replies_to": placed.by_id.get(note.replies_to or ""),
        "answers": placed.answers.get(note.id, ()),
        "credits": signature(note.front, site.credits(note.annotation), renderer.words),
        "edit_url": site.edit_url(note.path),
        "history_url": forge.history(note.path) if forge else None,
        "challenge_url": _challenge(renderer, forge, note) if forge else None,
    }


def _challenge(renderer: Renderer, forge: Forge, note: Note) -> str:
    """A new issue about a note, begun."""
    words = renderer.words
    title = words("Challenge: {title}", title=note.title)
    asked = words("What is wrong, what would be right, and what is the evidence?")
    path = forge.prefix + note.path
    return forge.issue(title, f"{path}\n\n{asked}\n\n", form="challenge-a-note.yml", fields={"note": path})


def _resting(renderer: Renderer, page: Page, number: int) -> dict[str, Any]:
    """Who stands behind a passage: letter and digit side by side, each judged alone, never added."""
    words, resting = renderer.words, page.ratings[number]
    origins = [(id_, page.origins[id_]) for id_ in resting.origins]
    letters = dict.fromkeys(origin.reliability.value for _, origin in origins)
    first = page.sidecar.first
    return {
        "summary": words.listed(dict.fromkeys(words(origin.sourcing.label) for _, origin in origins)),
        "codes": [f"{letter}{resting.credibility or ''}" for letter in letters or [""]],
        # Where an origin comes first is its place on the page.
        "origins": [(f"origin-{id_}" if first[id_] == number else "", origin) for id_, origin in origins],
        "statement": resting.statement,
        "credibility": resting.credibility,
        "reason": resting.reason,
    }
