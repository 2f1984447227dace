"""What stands before the text, and the card by which the library shows a source: what it is, and its charts."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup, escape

from glossator.edition import leads
from glossator.edition.facets import facets
from glossator.edition.page import Page
from glossator.edition.profile import profile
from glossator.edition.render import Renderer
from glossator.edition.render import notes as notes_html
from glossator.edition.render.references import References, byline
from glossator.edition.render.terms import resting
from glossator.edition.strip import Column, strip
from glossator.edition.words import Words, apart
from glossator.records.csl import CSLItem
from glossator.records.vocabulary import GENRES, SourcingGroup


def head(renderer: Renderer, page: Page, references: References) -> str:
    """What the source is, on what terms it is here, its lead and profile, and the notes on the whole of it."""
    site, words, source = renderer.site, renderer.words, page.source
    whole = [note for note in page.notes if note.span is None]
    licence = words("Public domain") if source.front.licence == "public-domain" else source.front.licence
    html = renderer.fill(
        "head",
        source=source.item,
        front=source.front,
        title=source.title if page.text.title_end is None and not page.title_outside else "",
        terms=source.terms,
        holder=_first_clause(licence or source.front.rights or ""),
        licence=licence,
        genre=_genre(source.item, words),
        waits=notes_html.waits(words, page.sidecar.source_waits),
        byline=byline(source.item, words),
        passages=len(page.text.passages),
        notes=len(page.notes),
        claims=page.claims_url,
        timeline=page.timeline_url,
        parallel=page.parallel_url,
        versions=page.versions,
        version=(source.front.version and source.front.version.title) or "",
        captured=words.date(source.front.version.captured) if source.front.version else "",
        lead=page.lead,
        lead_credit=_lead_credit(renderer, page),
        profile=_profile(renderer, page),
        whole=[Markup(renderer.markers.marker(note)) for note in whole],
        whole_notes=Markup(notes_html.beside(renderer, page, references, whole)) if whole else "",
        # What a reader quotes in a translation, or in a former version, stands nowhere in the original.
        slug=source.slug if site.open_ways and source.former is None and not source.is_translation else "",
        language=apart(words.language, page.language),
    )
    return f"{html}\n"


def card(renderer: Renderer, page: Page, *, url: str) -> dict[str, Any]:
    """A source as the library shows it: what it is, and its profile in small.

    Args:
        renderer: makes its HTML.
        page: the page of the source.
        url: the address of that page.
    """
    item = page.source.item
    return {
        "url": url,
        "title": page.source.title,
        "language": page.language,
        "byline": byline(item, renderer.words),
        "genre": _genre(item, renderer.words),
        "terms": page.source.terms,
        "lead": leads.first_sentence(page.lead),
        "passages": len(page.text.passages),
        "notes": len(page.notes),
        "profile": _profile(renderer, page, url),
    }


def toolbar(renderer: Renderer, page: Page) -> str:
    """What is at hand while the text is read; empty where there are no notes."""
    if not page.notes:
        return ""
    words, count = renderer.words, sum(note.span is not None for note in page.notes)
    return renderer.fill(
        "toolbar",
        facets=facets(page, renderer.site.kinds, renderer.site.references),
        one=words.plural(1, "{all} note", "{all} notes"),
        many=words.plural(count, "{all} note", "{all} notes"),
        count=count,
        language=apart(words.language, page.language),
    )


def _profile(renderer: Renderer, page: Page, base: str = "") -> Markup:
    """Who stands behind the claims, and what the evidence says of each passage; `base` is the address of the source."""
    words, figures, dots = renderer.words, profile(page), strip(page.apparatus)
    rated = [share for share in figures.shares if share.group is not SourcingGroup.NOT_RATED]
    shares = [(share.group, words(share.group.label), len(share.passages)) for share in figures.shares] if rated else []
    if not (rated or dots):
        return Markup()
    return renderer.fill(
        "profile",
        base=base,
        resting=resting(figures, words) if rated else "",
        shares=shares,
        dots=dots,
        said=lambda column: _said(column, words),
    )


def _lead_credit(renderer: Renderer, page: Page) -> str:
    """Who wrote the lead, and when."""
    if not page.sidecar.lead:
        return ""
    words, credits_ = renderer.words, renderer.site.credits_of(page.sidecar.lead)
    said = words.listed([*credits_.authors, words.date(credits_.modified or credits_.created)])
    return words.labelled(words("In short"), said) if said else ""


def _said(column: Column, words: Words) -> Markup:
    """What the strip says of a passage."""
    numbers = "–".join(str(number) for number in dict.fromkeys((column.passages[0], column.passages[-1])))
    counts = words.listed(
        words.labelled(words(cell.direction.label), cell.notes) for cell in column.cells if cell.notes
    )
    return escape(words.labelled(words("Passage {number}", number=numbers), counts or words("not assessed")))


def _first_clause(terms: str) -> str:
    """The beginning of a licence or of what is said of rights; all of it stands behind that."""
    return re.split(r"[,;]|\.(?!\d)", terms, maxsplit=1)[0]


def _genre(item: CSLItem, words: Words) -> str:
    return words(GENRES.get(item.genre or "", item.genre or ""))
