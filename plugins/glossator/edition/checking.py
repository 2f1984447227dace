"""What is wrong with a source and the notes on it, found without making a page."""

from __future__ import annotations

from collections.abc import Iterator

from glossator.edition import apparatus, colliding, diagnosis, judgement, leads, registered
from glossator.edition.apparatus import Apparatus
from glossator.edition.page import Page
from glossator.edition.render import Renderer
from glossator.edition.site import Site
from glossator.edition.titling import titled
from glossator.problems import Problem, in_order
from glossator.project import sources, versions
from glossator.project.sidecar import Sidecar
from glossator.project.sources import Source
from glossator.references.bibliography import examples
from glossator.text.textmap import read


def check(source: Source, sidecar: Sidecar, html: str, renderer: Renderer) -> tuple[Apparatus, list[Problem]]:
    """What `annotating.annotate` would find of a source and of its former versions, without the pages."""
    page = page_of(source, sidecar, titled(source, html), renderer)
    problems = problems_of(page, renderer.site)
    for version, notes, text in former(source, sidecar, renderer):
        if notes.annotations:
            problems += problems_of(page_of(version, notes, titled(version, text), renderer), renderer.site)
    return page.apparatus, problems


def former(source: Source, sidecar: Sidecar, renderer: Renderer) -> Iterator[tuple[Source, Sidecar, str]]:
    """Each former version whose text is kept, as a source of its own, with the notes on it and its HTML."""
    for version in sidecar.versions:
        if version.has_text:
            html = renderer.site.render_text(version.body)
            yield versions.as_source(source, version), sidecar.of_version(version.number), html


def page_of(source: Source, sidecar: Sidecar, html: str, renderer: Renderer, method: str = "") -> Page:
    """A source with its notes in their places, and their bodies rendered.

    Args:
        source: the source.
        sidecar: its notes and ratings.
        html: its page with its title.
        renderer: makes the HTML of the notes.
        method: the address of the page that explains the words, as this one links to it; empty where there is none.
    """
    placed = apparatus.place(sidecar.annotations, read(html))
    bodies = {annotation.id: renderer.site.render_body(annotation.body) for annotation in sidecar.annotations}
    lead = leads.rendered(sidecar.lead, renderer.site.render_body, renderer.words) if sidecar.lead else ()
    return Page(source, sidecar, placed, bodies, lead, method=method)


def problems_of(page: Page, site: Site) -> list[Problem]:
    """Every problem of a page's notes, those that kept a file from being read included."""
    sidecar = page.sidecar
    problems = [*sidecar.problems, *sources.check_seal(page.source, page.text)]
    problems += diagnosis.of_apparatus(page.apparatus)
    problems += colliding.ids(page)
    problems += diagnosis.of_sourcing(sidecar, page.text)
    problems += registered.problems(sidecar, page.text, site.bibliography)
    for annotation in sidecar.annotations:
        body = page.bodies[annotation.id]
        problems += diagnosis.of_body(annotation, body, site.bibliography)
        if site.citations:
            problems += diagnosis.of_style(annotation, body, site.bibliography, site.citations)
    problems += _of_faulty(page, site)
    if sidecar.lead:
        problems += leads.dead_links(
            sidecar.lead, page.lead, {*(annotation.id for annotation in sidecar.annotations), *sidecar.waiting}
        )
        problems += diagnosis.of_text(sidecar.lead, [part.body for part in page.lead], site.bibliography)
    problems += judgement.warnings(page, site.bibliography, site.kinds)
    return in_order(examples.with_own_keys(problems, site.bibliography))


def _of_faulty(page: Page, site: Site) -> Iterator[Problem]:
    """What else is wrong with the notes of which something cannot be read: their place, and their citation keys."""
    sure = [note for note in page.sidecar.faulty if note.says_where]
    yield from diagnosis.of_apparatus(apparatus.place(sure, page.text))
    for note in page.sidecar.faulty:
        yield from diagnosis.of_keys(note, site.bibliography)
        yield from diagnosis.of_text(note, [site.render_body(note.body)], site.bibliography)
