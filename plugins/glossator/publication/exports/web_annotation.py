"""Notes as W3C Web Annotations in JSON-LD: a page of annotations for each source, and the collection of all pages.

Other programs read the standard's bodies, motivations and selectors.  `glossator:note` is the note's own file, field by
field, so that `glossator import-notes` gives the note back as it was; `glossator:format` says in which format.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from pydantic_core import to_json

from glossator.edition.apparatus import Note
from glossator.edition.words import direction
from glossator.project.translations import Translation
from glossator.publication import Publication, Published
from glossator.publication.exports import addresses, translated
from glossator.publication.exports.stored import stored
from glossator.records.csl import CSLDate
from glossator.records.model import FORMAT
from glossator.text.anchoring import Selector, SourceSelector, describe
from glossator.text.textmap import Span, TextMap

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
NAMESPACE = "urn:x-glossator:"
NOTE = "glossator:note"
VERSION = "glossator:format"
OURS: Mapping[str, Any] = {
    "@version": 1.1,
    "glossator": NAMESPACE,
    # A JSON literal: CSL has a hundred fields, and their order counts.
    NOTE: {"@id": f"{NAMESPACE}note", "@type": "@json"},
}
_CONTEXT = [CONTEXT, OURS]
HTML_FRAGMENTS = "http://tools.ietf.org/rfc/rfc3236"
"""What the fragments of our pages conform to."""


def export(publication: Publication) -> Iterator[tuple[str, str]]:
    """The file of the collection, and of each source's page of it."""
    yield addresses.COLLECTION, _json(collection(publication))
    for published in publication.editions:
        if published.notes:  # the W3C's pages hold at least one
            # What stands around its annotations depends on other sources, too.
            frame = _json(_frame(publication, published)).removesuffix("\n}")
            text = f"{frame},\n{_items(publication, published)}"
            yield addresses.beside(published, addresses.ANNOTATIONS), text


def prepare(publication: Publication, published: Published) -> None:
    """Make what only one source is needed for."""
    for edition in (published, *published.former):
        if edition.notes:
            _items(publication, edition)


def _items(publication: Publication, published: Published) -> str:
    """The end of a page, from its annotations on."""

    def made() -> str:
        return _json({"items": _annotations(publication, published)}).removeprefix("{\n")

    return publication.once("annotations", published, made)


def page(publication: Publication, published: Published) -> dict[str, Any]:
    """The annotations of one source, in the order of their numbers.

    A page of the standard has one annotation at least; that of a source without notes stands in no collection.
    """
    return {**_frame(publication, published), "items": _annotations(publication, published)}


def _annotations(publication: Publication, published: Published) -> list[dict[str, Any]]:
    return [annotation(publication, published, note) for note in published.notes]


def _frame(publication: Publication, published: Published) -> dict[str, Any]:
    """A page without its annotations."""
    own = _address(published)
    annotations: dict[str, Any] = {
        "@context": _CONTEXT,
        "id": _name(publication, own),
        "type": "AnnotationPage",
        VERSION: FORMAT,
        # Described, so that a page that is read by itself says what it is a part of.
        "partOf": _described(publication),
    }
    if published in publication.with_notes:
        before, start, after = _around(publication, published)
        annotations["startIndex"] = start
        if before:
            annotations["prev"] = _name(publication, before)
        if after:
            annotations["next"] = _name(publication, after)
    return annotations


def collection(publication: Publication) -> dict[str, Any]:
    """All annotations of the site, as the addresses of their first and last page."""
    full = list(publication.with_notes)
    pages = {"@context": _CONTEXT, **_described(publication)}
    if full:
        pages |= {"first": _name(publication, _address(full[0])), "last": _name(publication, _address(full[-1]))}
    return pages


def _around(publication: Publication, published: Published) -> tuple[str, int, str]:
    """The addresses of the pages before and after that of a source, empty for none, with the number of notes before."""
    before, after = publication.neighbours[published]
    return (
        _address(before) if before else "",
        publication.with_notes[published],
        _address(after) if after else "",
    )


def _described(publication: Publication) -> dict[str, Any]:
    return {
        "id": _name(publication, addresses.COLLECTION),
        "type": "AnnotationCollection",
        VERSION: FORMAT,
        "label": publication.name,
        "total": publication.number_of_notes,
    }


def _name(publication: Publication, address: str, fragment: str = "") -> str:
    """The address of something of the site, by which it is known everywhere.

    The model wants an IRI with its scheme.  Where the site's own address is not known, it is a name that no address of
    somebody else's is, and that says where in this site the thing lies.
    """
    base = publication.base or f"{NAMESPACE}{quote(publication.name, safe='') or 'site'}/"
    return f"{base}{address}{'#' if fragment else ''}{quote(fragment)}"


def annotation(publication: Publication, published: Published, note: Note) -> dict[str, Any]:
    """One note, without a context of its own."""
    credits_ = publication.credits(note)
    fields = stored(publication, published, note)
    authors = [{"name": name} for name in fields.get("authors", ())]
    properties: dict[str, Any] = {
        "id": _name(publication, published.address, f"note-{note.id}"),
        "type": "Annotation",
        "motivation": _one_or_all(publication.kinds[note.front.kind].motivations),
        "creator": _one_or_all(authors),
        "created": _instant(credits_.created),
        "modified": _instant(credits_.modified),
        "body": _bodies(publication, published, note),
        "target": _target(publication, published, note),
        NOTE: fields,
    }
    return {name: value for name, value in properties.items() if value not in (None, [])}


def _instant(date: CSLDate | None) -> str | None:
    """A day as the W3C's date and time; nothing for a date that is not known to the day."""
    parts = date.date_parts[0] if date and len(date.date_parts) == 1 else ()
    return f"{date.iso}T00:00:00Z" if date and len(parts) == 3 else None


def _bodies(publication: Publication, published: Published, note: Note) -> list[dict[str, Any]]:
    front, words = note.front, publication.words
    html = addresses.with_whole_links(publication, published, published.body(note))
    texts = [
        (front.title, "text/plain", "describing"),
        (html, "text/html", "commenting"),
        (words(publication.kinds[front.kind].label), "text/plain", "tagging"),
        (words(front.status.label) if front.status else "", "text/plain", "assessing"),
        (words(front.certainty.label) if front.certainty else "", "text/plain", "classifying"),
    ]
    bodies = [_textual(value, form, purpose, words.language) for value, form, purpose in texts if value]
    for translation in translated.translations(publication, published, note):
        bodies += _translated(publication, published, translation)
    references = publication.references
    for evidence in front.evidence:
        reference = references.get(evidence.cite or "")
        if address := evidence.URL or (reference.URL if reference else None):
            bodies.append({"type": "SpecificResource", "source": address, "purpose": "linking"})
    return bodies


def _textual(value: str, form: str, purpose: str, language: str) -> dict[str, Any]:
    return {
        "type": "TextualBody",
        "value": value,
        "format": form,
        "language": language,
        "textDirection": direction(language),
        "purpose": purpose,
    }


def _translated(publication: Publication, published: Published, translation: Translation) -> Iterator[dict[str, Any]]:
    """The title and the text of a note in another language, with who translated them, where the file says so."""
    language, authors = translated.tag(translation), [{"name": name} for name in translation.front.authors]
    html = publication.site.render_body(translation.document.body).html
    whole = addresses.with_whole_links(publication, published, html)
    for value, form, purpose in (
        (translation.front.title, "text/plain", "describing"),
        (whole, "text/html", "commenting"),
    ):
        if value:
            yield _textual(value, form, purpose, language) | ({"creator": _one_or_all(authors)} if authors else {})


def _target(publication: Publication, published: Published, note: Note) -> Any:
    replied, page, state = note.front.replies_to, _name(publication, published.address), _state(published)
    targets: list[Any] = []
    if not isinstance(note.annotation.selector, SourceSelector) and note.span:
        chosen = selectors(published.text, note.span, note.annotation.selector)
        targets.append({"type": "SpecificResource", "source": page, **state, "selector": chosen})
    if replied:
        targets.append(_name(publication, published.address, f"note-{replied}"))
    whole = {"type": "SpecificResource", "source": page, **state} if state else page
    return _one_or_all(targets) or whole


def _state(published: Published) -> dict[str, Any]:
    """The moment whose text a page shows, in the W3C's words; empty where nobody says when it was taken."""
    version = published.front.version
    taken = _instant(version.captured) if version else None
    if version is None or taken is None:
        return {}
    cached = {"cached": str(version.archived)} if version.archived else {}
    return {"state": {"type": "TimeState", "sourceDate": taken, **cached}}


def selectors(text: TextMap, span: Span, selector: Selector | None = None) -> list[dict[str, Any]]:
    """The W3C's selectors of a span, each of which selects all of it and nothing else.

    Args:
        text: the page.
        span: code points of `text.text`.
        selector: one of ours that fits the span.
    """
    words = describe(text, span, selector)
    context = {"prefix": words.prefix, "suffix": words.suffix}
    quoted = {
        "type": "TextQuoteSelector",
        "exact": words.exact,
        **{key: value for key, value in context.items() if value},
    }
    chosen: list[dict[str, Any]] = [quoted, {"type": "TextPositionSelector", "start": span.start, "end": span.end}]
    place = text.place_at(span.start)
    if span in place.span:
        fragment = {"type": "FragmentSelector", "conformsTo": HTML_FRAGMENTS, "value": place.id}
        chosen.append(fragment if span == place.span else {**fragment, "refinedBy": quoted})
    return chosen


def _one_or_all(values: Sequence[Any]) -> Any:
    return values[0] if len(values) == 1 else list(values)


def _address(published: Published) -> str:
    return addresses.beside(published, addresses.ANNOTATIONS)


def _json(value: Any) -> str:
    """A value as JSON.  Python's own `json` writes indented text step by step, five times as slowly."""
    return to_json(value, indent=1).decode()
