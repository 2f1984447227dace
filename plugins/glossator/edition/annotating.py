"""An edition: a source's page with all its notes.  By this one call an adapter turns a page into what is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby
from urllib.parse import quote

from glossator.edition import direction
from glossator.edition.apparatus import Apparatus
from glossator.edition.bodies import Body
from glossator.edition.checking import page_of, problems_of
from glossator.edition.mentions import mentions
from glossator.edition.page import Page, VersionLink
from glossator.edition.render import Renderer, charting
from glossator.edition.render import notes as notes_html
from glossator.edition.render.end import end
from glossator.edition.render.head import head, toolbar
from glossator.edition.render.references import References
from glossator.edition.titling import titled
from glossator.edition.words import language_attributes
from glossator.problems import Problem
from glossator.project.sidecar import Sidecar
from glossator.project.sources import Source
from glossator.text import splice
from glossator.text.splice import Highlight, Insertion, Rank


@dataclass(frozen=True)
class Edition:
    """A source with its notes in place."""

    page: Page
    """The source, its notes and all that stands beside them."""
    html: str
    """The page as it is published."""
    insertions: tuple[Insertion, ...]
    """What was put into the page; `splice.remove` takes it out again."""
    problems: tuple[Problem, ...]
    """Every problem of this source's notes, those that kept a file from being read included."""

    @property
    def source(self) -> Source:
        """The source."""
        return self.page.source

    @property
    def apparatus(self) -> Apparatus:
        """Its notes in their places."""
        return self.page.apparatus

    @property
    def bodies(self) -> Mapping[str, Body]:
        """The rendered body of every note, by its id."""
        return self.page.bodies


def annotate(
    source: Source,
    sidecar: Sidecar,
    html: str,
    renderer: Renderer,
    *,
    method: str = "",
    claims: str = "",
    timeline: str = "",
    parallel: str = "",
    permalinks: str = "",
    versions: Sequence[VersionLink] = (),
    preview: bool = False,
    title_outside: bool = False,
) -> Edition:
    """Put a source's notes into its page.

    Args:
        source: the source.
        sidecar: its notes and ratings.
        html: the page as the site generator rendered it.
        renderer: makes the HTML of what is put in.
        method: the address of the page that explains the words, as this one links to it; empty where there is none.
        claims: that of the table of its claims, likewise.
        timeline: that of its timeline, likewise.
        parallel: that of the page that shows it beside the text of which it is a translation, likewise.
        permalinks: that of the folder of its notes' own pages, likewise.
        versions: its former versions, for its head to lead to.
        preview: whether problems are listed on the page, for its author's eyes.
        title_outside: whether the title stands elsewhere on the page, so that it needs none of ours.
    """
    text = html if title_outside else titled(source, html)
    page = replace(
        page_of(source, sidecar, text, renderer, method),
        claims_url=claims,
        timeline_url=timeline,
        parallel_url=parallel,
        permalinks=permalinks,
        versions=tuple(versions),
        title_outside=title_outside,
    )
    problems = problems_of(page, renderer.site)
    references, marked = References(renderer, page), highlights(page.apparatus)
    page = replace(page, mentions=mentions(sidecar.entities.entities, page.text, marked))
    insertions = [
        *_frame(page, renderer, references),
        *_head(page, renderer, references, problems if preview else ()),
        *splice.passage_numbers(page.text, renderer.markers.number, splice.ruled(marked, page.text)),
        *splice.heading_ids(page.text),
        *splice.marks(page.text, marked),
        *_names(page),
        *_markers(page, renderer),
        *_beside(page, renderer, references),
    ]
    insertions = _into(html, page.text.html, insertions)
    return Edition(page, splice.insert(html, insertions), tuple(insertions), tuple(problems))


def _into(html: str, titled_html: str, insertions: list[Insertion]) -> list[Insertion]:
    """Insertions as they are for the page without the title that we gave it: it is then one of them."""
    length = len(titled_html) - len(html)
    if not length:
        return insertions
    title = splice.insert(titled_html[:length], (each for each in insertions if each.offset < length))
    rest = [each._replace(offset=each.offset - length) for each in insertions if each.offset >= length]
    return [Insertion(0, Rank.PAGE_START, 0, title), *rest]


def highlights(placed: Apparatus) -> list[Highlight]:
    """The notes' places in the text, in the order of their numbers."""
    return [
        Highlight(note.id, direction.of_words(note.front), note.span, note.whole_passage)
        for note in placed.notes
        if note.span
    ]


def _frame(page: Page, renderer: Renderer, references: References) -> Iterator[Insertion]:
    slug = escape(page.source.slug)
    start = f'<div class="gl-source" data-source="{slug}" data-mode="titles"{language_attributes(page.language)}>\n'
    yield Insertion(0, Rank.PAGE_START, 0, start)
    yield Insertion(len(page.text.html), Rank.PAGE_END, 0, f"\n</div>{end(renderer, page, references)}</div>")


def _head(page: Page, renderer: Renderer, references: References, problems: Iterable[Problem]) -> Iterator[Insertion]:
    offset, listed = 0 if page.text.title_within else page.text.title_end or 0, list(problems)
    before = f'{head(renderer, page, references)}{toolbar(renderer, page)}<div class="gl-text">\n'
    yield Insertion(offset, Rank.HEAD, 1, before)
    if listed:
        yield Insertion(offset, Rank.HEAD, 0, notes_html.unplaced(renderer, listed))


def _names(page: Page) -> Iterator[Insertion]:
    for mention in page.mentions:
        if mention.first:
            start = f'<a class="gl-entity" href="#{quote(mention.anchor)}">'
            yield from splice.name(page.text, mention.first, start=start)


def _markers(page: Page, renderer: Renderer) -> Iterator[Insertion]:
    for note in page.notes:
        if note.span:
            yield splice.marker(page.text, note.span, order=note.number, html=renderer.markers.marker(note))


def _beside(page: Page, renderer: Renderer, references: References) -> Iterator[Insertion]:
    grouped = {place: list(notes) for place, notes in groupby(page.notes, key=lambda note: note.place)}
    for heading in page.text.headings:
        if notes := grouped.get(heading, []):
            group = notes_html.beside(renderer, page, references, notes, heading)
            yield splice.notes(page.text, heading, html=group)
    for passage in page.text.passages:
        notes, group = grouped.get(passage, []), ""
        if notes or passage.number in page.ratings:
            group = notes_html.beside(renderer, page, references, notes, passage)
        for named in page.charts(passage.number):
            group += f"{charting.chart(renderer, page, references, *named)}\n"
        if group:
            yield splice.notes(page.text, passage, html=group)
