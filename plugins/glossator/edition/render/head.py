"""What stands before the text, and the card by which the library shows a source: what it is, and its charts."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape

from glossator.edition import charts
from glossator.edition.facets import facets
from glossator.edition.page import Page
from glossator.edition.profile import profile
from glossator.edition.render import Renderer
from glossator.edition.render import notes as notes_html
from glossator.edition.render.references import byline
from glossator.edition.render.terms import behind, figure
from glossator.edition.words import Words, apart
from glossator.records.csl import CSLItem
from glossator.records.vocabulary import GENRES


def head(renderer: Renderer, page: Page) -> str:
    """What the source is, on what terms it is here, its charts, and the notes on the whole of it."""
    site, words, source = renderer.site, renderer.words, page.source
    whole = [note for note in page.notes if note.span is None]
    evidence = [evidence for note in page.notes for evidence in note.evidence]
    html = renderer.fill(
        "head",
        source=source.item,
        front=source.front,
        title=source.title if page.text.title_end is None else "",
        terms=source.terms,
        genre=_genre(source.item, words),
        byline=byline(source.item, words),
        passages=len(page.text.passages),
        notes=len(page.notes),
        claims=page.claims_url,
        references=len({piece.cite or piece.URL or piece.title for piece in evidence}),
        profile=_charts(renderer, page, method=page.method),
        tools=_filters(renderer, page) if page.notes else "",
        whole=[Markup(renderer.markers.marker(note)) for note in whole],
        whole_notes=Markup(notes_html.beside(renderer, page, whole)) if whole else "",
        new_note=site.new_note(source.slug),
        language=apart(words.language, page.language),
    )
    return f"{html}\n"


def card(renderer: Renderer, page: Page, *, url: str, name: str) -> dict[str, Any]:
    """A source as the library shows it: what it is, and its profile in small.

    Args:
        renderer: makes its HTML.
        page: the page of the source.
        url: the address of that page.
        name: tells the ids of its charts from those of other cards.
    """
    item = page.source.item
    return {
        "url": url,
        "title": page.source.title,
        "language": page.language,
        "byline": byline(item, renderer.words),
        "genre": _genre(item, renderer.words),
        "terms": page.source.terms,
        "passages": len(page.text.passages),
        "notes": len(page.notes),
        "profile": _charts(renderer, page, name=name, base=url),
    }


def _filters(renderer: Renderer, page: Page) -> Markup:
    choices = facets(page, renderer.site.kinds)
    return renderer.fill("tools", facets=choices, total=len(page.notes), steps=True)


def _charts(renderer: Renderer, page: Page, *, name: str = "", base: str = "", method: str = "") -> Markup:
    """The charts; `name` tells the ids of several on one page apart, `base` is the address of the source."""
    words, figures = renderer.words, profile(page)
    groups = [behind(words, share.group, len(share.passages), share.kinds) for share in figures.shares]
    assessed = [figure(words, "status", status, count) for status, count in charts.assessed(figures)]
    if not (groups or assessed):
        return Markup()
    return renderer.fill(
        "profile",
        name=name,
        base=base,
        method=method,
        behind=groups,
        bars=charts.bars(groups),
        assessed=assessed,
        strip=charts.strip(figures),
        said=lambda cell: _said(cell, words),
    )


def _said(cell: charts.Cell, words: Words) -> Markup:
    """What the strip says of a passage."""
    statuses = words.listed(words(status.label) for status in cell.statuses)
    said = statuses or words("not assessed") if cell.notes else words("no notes")
    return escape(words.labelled(words("Passage {number}", number=cell.passage), said))


def _genre(item: CSLItem, words: Words) -> str:
    return words(GENRES.get(item.genre or "", item.genre or ""))
