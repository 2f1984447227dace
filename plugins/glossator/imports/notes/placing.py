"""The place and the title of a foreign note: its words must be found exactly once, as those of every note."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from glossator.editing import drafts
from glossator.edition import diagnosis
from glossator.edition.apparatus import Unplaced
from glossator.edition.site import Site
from glossator.imports.notes.incoming import Incoming
from glossator.problems import Problem
from glossator.project.sidecar import Sidecar
from glossator.records.model import QUOTE_LIMIT
from glossator.text.anchoring import Anchored, PassageSelector, Selector, SourceSelector, TextQuoteSelector
from glossator.text.quoting import marked
from glossator.text.resolving import resolve
from glossator.text.textmap import Span, TextMap, read

TITLE_LIMIT = 120
"""Code points of a title that is made of a note's first words."""


@dataclass(frozen=True)
class Shelf:
    """Where notes are carried to."""

    folder: Path
    """The folder of the source's notes."""
    root: Path
    """The project's root."""
    present: Sidecar
    """The notes that are there."""
    text: TextMap
    """The source's page."""
    site: Site
    address: str = ""
    """Where the page lies in the site."""
    original: str = ""
    """The address of the original."""


@dataclass(frozen=True)
class Placed:
    """A note with the fields of its place."""

    note: Incoming
    fields: dict[str, Any]
    body: str
    span: Span | None
    """Its words on the page; None for the whole source, and where they are not found."""


def place(note: Incoming, shelf: Shelf, *, keep_unplaced: bool, replies: bool) -> tuple[Placed | None, list[Problem]]:
    """Find a note's place.

    Args:
        note: the note.
        shelf: the page, and the site.
        keep_unplaced: whether a note whose words are not found is kept as it is.
        replies: whether it stands with the note that it replies to, unless it quotes words of its own.

    Returns:
        the note, None where it is left out; and every problem found.
    """
    selectors = note.selectors
    if replies and not note.verbatim and not any(isinstance(selector_, TextQuoteSelector) for selector_ in selectors):
        selectors = (SourceSelector(),)
    if not selectors:
        hint = "a TextQuoteSelector: the words, with prefix and suffix where they stand several times"
        message = "the annotation names its place in a way that cannot be checked against the text"
        return None, [Problem(note.location, "selector-unsupported", message, hint)]
    for selector in selectors:
        outcome = resolve(selector, shelf.text)
        if isinstance(outcome, Anchored):
            own = note.verbatim and selector is selectors[0]
            fields = dict(note.fields) if own else _placed_fields(note, selector, outcome.span, shelf.text)
            return _titled(note, fields, None if isinstance(selector, SourceSelector) else outcome.span, shelf)
    problem = _unplaced(note, selectors[0], shelf, as_draft=keep_unplaced)
    if not keep_unplaced:
        return None, [problem]
    placed, problems = _titled(note, _without_place(note.fields) | _recorded(selectors[0]), None, shelf)
    return placed, [problem, *problems]


def is_elsewhere(note: Incoming, shelf: Shelf) -> bool:
    """Whether a note names pages, and none of them is the original or our page of it, on whatever host."""
    own = {_bare(address) for address in (shelf.address, shelf.original) if address}
    named = [_bare(address) for address in note.about]
    return bool(named) and not any(f"/{address}".endswith(f"/{here}") for address in named for here in own)


def _bare(address: str) -> str:
    """An address without what differs between ways to the same page."""
    path, _, query = address.partition("#")[0].partition("?")
    path = re.sub(r"^https?://(?:www\.)?|/(?:index\.html)?$", "", path)
    # On many sites the page is told by its query alone; what tells where a reader came from is no part of it.
    kept = [part for part in query.split("&") if part and not _CAMPAIGN.match(part)]
    return f"{path}?{'&'.join(kept)}" if kept else path


_CAMPAIGN = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_[ce]id|ref(?:_src)?)(?:=|$)")


def _without_place(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in ("quote", "prefix", "suffix", "passage")}


def _placed_fields(note: Incoming, selector: Selector, span: Span, text: TextMap) -> dict[str, Any]:
    fields = _without_place(note.fields)
    match selector:
        case TextQuoteSelector():
            exact = drafts.placed({"quote": selector.exact}, text, span)
            return {**exact, **fields}
        case PassageSelector(number):
            return {**fields, "passage": number}
        case SourceSelector():
            return fields


def _recorded(selector: Selector) -> dict[str, Any]:
    """A place that is not found, as front matter has it."""
    match selector:
        case TextQuoteSelector():
            quote = selector.exact
            if len(quote) > QUOTE_LIMIT:
                words = quote.split()
                quote = " ".join([*words[:8], "…", *words[-8:]])[:QUOTE_LIMIT]
            narrowed = {"quote": quote, "prefix": selector.prefix, "suffix": selector.suffix}
            fields: dict[str, Any] = {
                name: " ".join(value.split()) for name, value in narrowed.items() if value.strip()
            }
            return fields | ({"passage": selector.passage} if selector.passage else {})
        case PassageSelector(number):
            return {"passage": number}
        case SourceSelector():
            return {}


def _unplaced(note: Incoming, selector: Selector, shelf: Shelf, *, as_draft: bool) -> Problem:
    # Only the place counts here: what else may be wrong with the note is told when its file is made.
    fields = {"title": "unplaced", "kind": next(iter(shelf.site.kinds)), **_recorded(selector)}
    path, slug = shelf.folder / "unplaced.md", shelf.present.slug
    annotation, _, problems = drafts.drafted(path, shelf.root, slug, fields, "", shelf.site.kinds)
    if annotation is None:
        return replace(problems[0], location=note.location, note="")
    # A quote that is too long was shortened, and is looked for as it was.
    outcome = resolve(selector, shelf.text)
    if isinstance(outcome, Anchored):
        raise ValueError(f"{selector} has a place")
    problem = diagnosis.diagnose(Unplaced(annotation, outcome), shelf.text)
    return replace(problem, location=note.location, note="", severity="warning" if as_draft else "error")


def _titled(
    note: Incoming, fields: dict[str, Any], span: Span | None, shelf: Shelf
) -> tuple[Placed | None, list[Problem]]:
    """A note without a title gets its first sentence for one."""
    body = drafts.trimmed(note.body)
    if fields.get("title") or note.verbatim:
        return Placed(note, fields, body, span), []
    words = " ".join(read(shelf.site.render_body(body).html).text.split())
    quote = " ".join(str(fields.get("quote") or "").split())
    title = _sentence(words) or (marked(_sentence(quote)) if quote else "")
    if not title:
        hint = "a body with a text, or a target with a quote"
        return None, [Problem(note.location, "empty-value", "the annotation holds neither words nor a quote", hint)]
    if body == title and "status" not in fields:
        body = ""
    message, hint = f"assumed: `title: {title}`, its first words", "write the takeaway as one short sentence"
    assumed = Problem(note.location, "annotation-assumed", message, hint, "warning")
    return Placed(note, {**fields, "title": title}, body, span), [assumed]


def _sentence(text: str) -> str:
    """A text's first sentence; where that is long, as many words as have room."""
    if match := re.match(rf".{{1,{TITLE_LIMIT}}}?[.!?。！？…](?=\s|$)|.{{1,{TITLE_LIMIT}}}$", text):
        return match[0]
    start = text[:TITLE_LIMIT]
    return (start.rpartition(" ")[0] or start).rstrip(" ,;:–-") + "…" if start else ""
