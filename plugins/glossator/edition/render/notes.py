"""The notes beside a passage: what it rests on, how it is assessed, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from glossator.edition import assessing, direction, facets, moments
from glossator.edition.apparatus import Note
from glossator.edition.page import Page
from glossator.edition.render import Renderer
from glossator.edition.render.references import References
from glossator.edition.render.terms import explained
from glossator.edition.words import Words, apart
from glossator.problems import Problem
from glossator.project.sidecar import Waiting
from glossator.project.versions import written_for
from glossator.records.vocabulary import Term
from glossator.repository.forge import Forge
from glossator.text.quoting import quoted
from glossator.text.textmap import Heading, Passage


def beside(
    renderer: Renderer,
    page: Page,
    references: References,
    notes: Sequence[Note],
    place: Passage | Heading | None = None,
) -> str:
    """What stands beside one passage or heading.

    Args:
        renderer: makes its HTML.
        page: the page of the source.
        references: its references.
        notes: the notes on it.
        place: the passage or heading; None for the notes on the whole source, which stand in the head and its language.
    """
    words = renderer.words
    passage = place.number if isinstance(place, Passage) else None
    language = apart(words.language, page.language)
    html = renderer.fill(
        "notes",
        notes=[_note(renderer, page, references, note) for note in notes],
        passage=passage,
        heading=place.number if isinstance(place, Heading) else None,
        resting=_resting(renderer, page, passage) if passage and passage in page.ratings else None,
        method=page.method,
        answerable=bool(renderer.site.open_ways) and not page.source.is_translation,
        around=page.language if language else "",
        language=language if place else "",
    )
    return f"\n{html}\n"


def unplaced(renderer: Renderer, problems: Sequence[Problem]) -> str:
    """The problems of a page, for its author's eyes."""
    return renderer.fill("unplaced", problems=problems) + "\n"


def _note(renderer: Renderer, page: Page, references: References, note: Note) -> dict[str, Any]:
    site, words, forge = renderer.site, renderer.words, renderer.site.forge
    body = page.bodies[note.id]
    evidence = [references.line(note, index) for index in range(len(note.evidence))]
    dates = [moments.of_evidence(piece, page.source.item, site.references) for piece in note.evidence]
    return {
        "id": note.id,
        "number": note.number,
        "title": note.title,
        "language": note.annotation.language,
        "in_language": words.language_name(note.annotation.language),
        "waits": waits(words, page.sidecar.waiting.get(note.id)),
        "withdrawn": note.front.withdrawn is not None,
        "status": note.status,
        "kind": site.kinds[note.kind],
        "direction": direction.of_words(note.front) or facets.UNASSESSED,
        # What its passage rests on stands beside it, where the filter reads it.
        "facets": [facet for facet in facets.of_note(note, page, site.references) if facet[0] != "sourcing"],
        "quote": _quote(page, note),
        "about": _about(words, note),
        "assessment": _assessment(renderer, page, note),
        "body": references.linked(body.html, body.cited),
        "evidence": evidence,
        "moments": moments.counted(dates, words),
        "same_words": [other for other in page.notes if _same_words(note, other)],
        "kinds": site.kinds,
        "replies_to": page.apparatus.by_id.get(note.replies_to or ""),
        "answers": page.apparatus.answers.get(note.id, ()),
        "permalink": page.permalink(note),
        "signed": references.signed(note),
        "written_for": written_for(
            page.sidecar.versions, page.source.front.version, site.credits(note.annotation).created
        ),
        "edit_url": site.edit_url(note.path),
        "history_url": forge.history(note.path) if forge else None,
        "challenge_url": _challenge(renderer, forge, note) if forge else None,
        "mail_url": _mail(renderer, page, note),
    }


def waits(words: Words, waiting: Waiting | None) -> str:
    """What a preview says of what is not published yet; empty of what is."""
    if waiting is None:
        return ""
    return words("Not before {date}", date=words.date(waiting.day)) if waiting.day else words("Draft")


def _quote(page: Page, note: Note) -> str:
    if note.span is None or note.whole_passage:
        return ""
    return quoted(page.text.text[note.span.start : note.span.end], page.language)


def _about(words: Words, note: Note) -> str:
    if note.passage is None:  # what is about a heading quotes it
        return words("On the whole text")
    return words("On passage {number} as a whole", number=note.passage.number)


def _assessment(renderer: Renderer, page: Page, note: Note) -> Markup:
    """The status in a sentence, its certainty linked to what that means."""

    if note.status is None:
        return Markup()

    def named(term: Term) -> str:
        if term is note.status:
            return f"<b>{escape(renderer.words(term.label))}</b>"
        return explained(renderer.words, page.method, "certainty", term)

    sentence = assessing.sentence(note.front, renderer.words, named)
    return Markup(sentence.removeprefix(note.status.sign).lstrip())  # the sign is in the summary


def _same_words(note: Note, other: Note) -> bool:
    """Whether two notes are about words in common, and neither about a whole passage as such."""
    # Most notes of a page have none: what is asked of every pair is the cheapest.
    if note.span is None or other.span is None or note.span.start >= other.span.end:
        return False
    if other.span.start >= note.span.end or note is other:
        return False
    return not (note.whole_passage or other.whole_passage)


def _challenge(renderer: Renderer, forge: Forge, note: Note) -> str:
    """A new issue about a note, begun."""
    words = renderer.words
    title = words("Challenge: {title}", title=note.title)
    asked = words("What is wrong, what would be right, and what is the evidence?")
    path = forge.prefix + note.path
    return forge.issue(title, f"{path}\n\n{asked}\n\n", form="challenge-a-note.yml", fields={"note": path})


def _mail(renderer: Renderer, page: Page, note: Note) -> str:
    """A mail about a note, begun, where the site has an address: for people without an account anywhere."""
    mail = renderer.site.mail
    return f"mailto:{mail}?subject={quote(f'{page.source.slug}/{note.id}', safe='')}" if mail else ""


def _resting(renderer: Renderer, page: Page, number: int) -> dict[str, Any]:
    """Who stands behind a passage: letter and digit side by side, each judged alone, never added."""
    words, resting = renderer.words, page.ratings[number]
    origins = [(id_, page.origins[id_]) for id_ in resting.origins]
    letters = dict.fromkeys(origin.reliability.value for _, origin in origins)
    return {
        "summary": words.listed(dict.fromkeys(words(origin.sourcing.label) for _, origin in origins)),
        "codes": [f"{letter}{resting.credibility or ''}" for letter in letters or [""]],
        "groups": dict.fromkeys(origin.sourcing.group for _, origin in origins),
        "origins": origins,
        "statement": resting.statement,
        "credibility": resting.credibility,
        "reason": resting.reason,
    }
