"""What the search of a theme finds of a source: its page and headings, and each passage, note, piece of evidence and
origin as a hit of its own that says which it is.

The records are plain HTML in which every heading with an `id` begins one, the form in which site generators read a
page for their search.  It is much smaller than the page itself, and free of what is only for the eye.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from glossator.edition.render import Renderer
from glossator.edition.words import Words
from glossator.publication import Published
from glossator.text.tags import without_tags

_HEADING = re.compile(r"<(?P<end>/?)(?P<name>h[1-6])\b[^<>]*>", re.IGNORECASE)


def document(published: Published, renderer: Renderer) -> str:
    """The records of a source; of a former version the notes alone, since its text is nearly the present one.

    Args:
        published: the source, or the former version, with its notes.
        renderer: for the words of the site and the style of its references.
    """
    if published.page.source.former is not None:
        return "\n".join(_notes(published, renderer))
    text = published.text
    label = renderer.site.words("Passage {number}")
    passages = [
        (
            passage.first,
            _record(f"p{passage.number}", label.format(number=passage.number), published.words_of(passage.span)),
        )
        for passage in text.passages
    ]
    read = [record for _, record in sorted([*published.headings, *passages])]
    return "\n".join([*read, *_notes(published, renderer), *_origins(published, renderer.site.words)])


def headings(html: str) -> Iterator[tuple[int, str]]:
    """Each heading with its place; one that begins within another ends it, as in browsers."""
    start, name = 0, ""
    for tag in _HEADING.finditer(html):
        if not tag["end"]:
            start, name = tag.start(), tag["name"].lower()
        elif tag["name"].lower() == name:
            yield start, html[start : tag.end()]
            name = ""


def _notes(published: Published, renderer: Renderer) -> Iterator[str]:
    site, references = renderer.site, renderer.site.bibliography.references
    words = site.words
    evidence = words("Evidence")
    for note in published.notes:
        front = note.front
        label = words.labelled(words(site.kinds[front.kind].label), front.title)
        # Cleaned by the sanitiser: every `<` begins a tag.
        yield _record(f"note-{note.id}", label, without_tags(published.body(note), " "), escaped=True)
        for index, piece in enumerate(front.evidence, 1):
            item = references.get(piece.cite or "") or piece
            said = [
                without_tags(renderer.reference(item, piece.cite or "")),
                escape(piece.quote or ""),
                escape(piece.caveat or ""),
            ]
            label = words.labelled(evidence, item.title or piece.cite)
            yield _record(f"e-{note.id}-{index}", label, " ".join(filter(None, said)), escaped=True)


def _origins(published: Published, words: Words) -> Iterator[str]:
    there = {passage.number for passage in published.text.passages}
    sidecar = published.sidecar
    for id_, number in sidecar.first.items():
        if number in there:
            origin = sidecar.sourcing.origins[id_]
            label = words.labelled(words("Origin"), origin.label)
            kind = words(origin.sourcing.label)
            yield _record(f"origin-{id_}", label, ". ".join(filter(None, (kind, origin.reason))))


def _record(id_: str, title: str, text: str, *, escaped: bool = False) -> str:
    return f'<h2 id="{id_}">{escape(title)}</h2><p>{text if escaped else escape(text)}</p>'
