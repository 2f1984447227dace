"""An edition: a source's page with all its notes.  By this one call an adapter turns a page into what is published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from itertools import groupby

from glossator import apparatus, sources, splice
from glossator.apparatus import Apparatus
from glossator.diagnosis import diagnose
from glossator.errors import Problem
from glossator.render import Renderer, body_problems, direction
from glossator.sidecar import Sidecar
from glossator.sources import Source
from glossator.splice import Highlight, Insertion, Rank
from glossator.textmap import TextMap, read


@dataclass(frozen=True)
class Edition:
    """A source with its notes in place."""

    source: Source
    apparatus: Apparatus
    html: str
    problems: tuple[Problem, ...]
    """Every problem of this source's notes, those that kept a file from being read included."""
    insertions: tuple[Insertion, ...]
    """What was put into the page; `splice.remove` takes it out again."""


def annotate(source: Source, sidecar: Sidecar, html: str, renderer: Renderer, *, preview: bool = False) -> Edition:
    """Put a source's notes into its page.

    Args:
        source: the source.
        sidecar: its notes and ratings.
        html: the page as the site generator rendered it.
        renderer: makes the HTML of what is put in.
        preview: whether problems are listed on the page, for its author's eyes.
    """
    text = read(html)
    placed = apparatus.place(sidecar.annotations, text)
    insertions, problems = _notes(source, sidecar, placed, renderer)
    problems = sorted([*_problems(source, sidecar, placed, renderer), *problems])
    insertions += splice.passage_numbers(text, renderer.number)
    insertions += splice.marks(text, highlights(placed))
    insertions += _frame(source, text, renderer.unplaced(problems) if preview and problems else "")
    return Edition(source, placed, splice.insert(html, insertions), tuple(problems), tuple(insertions))


def check(source: Source, sidecar: Sidecar, html: str, renderer: Renderer) -> tuple[Apparatus, list[Problem]]:
    """What `annotate` would find, without the page."""
    placed = apparatus.place(sidecar.annotations, read(html))
    problems = _problems(source, sidecar, placed, renderer)
    for note in placed.notes:
        body = renderer.site.render_body(note.annotation.body)
        problems += body_problems(note.annotation, body, renderer.site.bibliography)
    return placed, sorted(problems)


def highlights(placed: Apparatus) -> list[Highlight]:
    """The notes' places in the text, in the order of their numbers."""
    return [
        Highlight(note.id, note.annotation.front.kind, note.span, note.whole_passage)
        for note in placed.notes
        if note.span
    ]


def _notes(
    source: Source, sidecar: Sidecar, placed: Apparatus, renderer: Renderer
) -> tuple[list[Insertion], list[Problem]]:
    head, problems = renderer.head(source, placed, sidecar)
    insertions = [Insertion(placed.text.title_end or 0, Rank.HEAD, 1, head)]
    language = source.front.source.language or ""
    in_text = [note for note in placed.notes if note.passage]
    for note in in_text:
        if note.span:
            marker = renderer.marker(note)
            insertions.append(splice.marker(placed.text, note.span, order=note.number, html=marker))
    for passage, notes in groupby(in_text, key=lambda note: note.passage):
        if passage:
            html, new = renderer.notes(list(notes), placed, sidecar, language)
            insertions.append(splice.notes(placed.text, passage, html=html))
            problems += new
    return insertions, problems


def _frame(source: Source, text: TextMap, unplaced: str) -> Iterable[Insertion]:
    language = source.front.source.language or ""
    attributes = f' lang="{escape(language)}" dir="{direction(language)}"' if language else ""
    yield Insertion(0, Rank.PAGE_START, 0, f'<div class="gl-source"{attributes}>\n')
    if unplaced:
        yield Insertion(text.title_end or 0, Rank.HEAD, 0, unplaced)
    yield Insertion(len(text.html), Rank.PAGE_END, 0, "\n</div>")


def _problems(source: Source, sidecar: Sidecar, placed: Apparatus, renderer: Renderer) -> list[Problem]:
    problems = [*sidecar.problems, *sources.check_seal(source, placed.text)]
    problems += [diagnose(unplaced, placed.text) for unplaced in placed.unplaced]
    for unplaced in placed.unplaced:
        body = renderer.site.render_body(unplaced.annotation.body)
        problems += body_problems(unplaced.annotation, body, renderer.site.bibliography)
    last = len(placed.text.passages)
    marks = sidecar.sourcing_marks
    for number in sidecar.sourcing.passages:
        if number > last and marks:
            message = f"there is no passage {number}: the source has {last}"
            place = marks.key_at("passages", number)
            problems.append(
                Problem(place, "passage-out-of-range", message, f"a number from 1 to {last}", source=source.slug)
            )
    return problems
