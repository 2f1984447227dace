"""An edition: a source's page with all its notes.  By this one call an adapter turns a page into what is published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from itertools import groupby

from glossator.edition import apparatus, diagnosis, judgement
from glossator.edition.apparatus import Apparatus
from glossator.edition.bodies import Body
from glossator.edition.profile import assessments
from glossator.edition.render import Renderer
from glossator.edition.words import direction
from glossator.problems import Problem, in_order
from glossator.project import sources
from glossator.project.sidecar import Sidecar
from glossator.project.sources import Source
from glossator.text import splice
from glossator.text.splice import Highlight, Insertion, Rank
from glossator.text.textmap import TextMap, read


@dataclass(frozen=True)
class Edition:
    """A source with its notes in place."""

    source: Source
    apparatus: Apparatus
    bodies: Mapping[str, Body]
    """The rendered body of every note, by its id."""
    html: str
    """The page."""
    insertions: tuple[Insertion, ...]
    """What was put into the page; `splice.remove` takes it out again."""
    problems: tuple[Problem, ...]
    """Every problem of this source's notes, those that kept a file from being read included."""


def annotate(
    source: Source, sidecar: Sidecar, html: str, renderer: Renderer, *, method: str = "", preview: bool = False
) -> Edition:
    """Put a source's notes into its page.

    Args:
        source: the source.
        sidecar: its notes and ratings.
        html: the page as the site generator rendered it.
        renderer: makes the HTML of what is put in.
        method: the address of the page that explains the words, as this one links to it; empty where there is none.
        preview: whether problems are listed on the page, for its author's eyes.
    """
    placed, bodies, problems = _examined(source, sidecar, html, renderer)
    text, language = placed.text, source.front.source.language or ""
    insertions = [
        *_frame(source, text),
        Insertion(text.title_end or 0, Rank.HEAD, 1, renderer.head(source, placed, bodies, sidecar, method)),
        *splice.passage_numbers(text, renderer.number),
        *splice.marks(text, highlights(placed)),
    ]
    if preview and problems:
        insertions.append(Insertion(text.title_end or 0, Rank.HEAD, 0, renderer.unplaced(problems)))
    insertions += [
        splice.marker(text, note.span, order=note.number, html=renderer.marker(note))
        for note in placed.notes
        if note.span
    ]
    beside = {passage: list(notes) for passage, notes in groupby(placed.notes, key=lambda note: note.passage)}
    for passage, assessed in zip(text.passages, assessments(placed), strict=True):
        notes = beside.get(passage, [])
        if notes or passage.number in sidecar.sourcing.passages:
            group = renderer.notes(notes, placed, bodies, sidecar, language, passage.number, assessed.statuses, method)
            insertions.append(splice.notes(text, passage, html=group))
    page = splice.insert(html, insertions)
    return Edition(source, placed, bodies, page, tuple(insertions), tuple(problems))


def check(source: Source, sidecar: Sidecar, html: str, renderer: Renderer) -> tuple[Apparatus, list[Problem]]:
    """What `annotate` would find, without the page."""
    placed, _, problems = _examined(source, sidecar, html, renderer)
    return placed, problems


def highlights(placed: Apparatus) -> list[Highlight]:
    """The notes' places in the text, in the order of their numbers."""
    return [
        Highlight(note.id, note.annotation.front.kind, note.span, note.whole_passage)
        for note in placed.notes
        if note.span
    ]


def _examined(
    source: Source, sidecar: Sidecar, html: str, renderer: Renderer
) -> tuple[Apparatus, dict[str, Body], list[Problem]]:
    placed = apparatus.place(sidecar.annotations, read(html))
    bodies = {one.id: renderer.site.render_body(one.body) for one in sidecar.annotations}
    problems = [*sidecar.problems, *sources.check_seal(source, placed.text)]
    problems += diagnosis.of_apparatus(placed)
    problems += diagnosis.of_sourcing(sidecar, placed.text)
    for annotation in sidecar.annotations:
        problems += diagnosis.of_body(annotation, bodies[annotation.id], renderer.site.bibliography)
        if citations := renderer.site.citations:
            problems += diagnosis.of_style(annotation, bodies[annotation.id], renderer.site.bibliography, citations)
    problems += judgement.warnings(source, placed, sidecar, renderer.site.bibliography, renderer.site.kinds)
    return placed, bodies, in_order(problems)


def _frame(source: Source, text: TextMap) -> Iterable[Insertion]:
    language = source.front.source.language or ""
    attributes = f' lang="{escape(language)}" dir="{direction(language)}"' if language else ""
    yield Insertion(0, Rank.PAGE_START, 0, f'<div class="gl-source"{attributes}>\n')
    yield Insertion(len(text.html), Rank.PAGE_END, 0, "\n</div>")
