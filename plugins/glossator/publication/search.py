"""What a search of the site finds of a source: its page and headings, and each passage, note, piece of evidence and
origin as a hit of its own that says which it is.

The records are plain HTML in which every heading with an `id` begins one, the form in which site generators read a
page for their search.  It is much smaller than the page itself, and free of what is only for the eye.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from glossator.edition import Edition
from glossator.edition.render import Renderer
from glossator.edition.words import Words
from glossator.project.sidecar import Sidecar

_HEADING = re.compile(r"<(h[1-6])\b[^>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


def document(edition: Edition, sidecar: Sidecar, html: str, renderer: Renderer) -> str:
    """The records of a source.

    Args:
        edition: the source with its notes.
        sidecar: what its passages rest on.
        html: the page as the site generator rendered it, without notes.
        renderer: for the words of the site and the style of its references.
    """
    headings = [(found.start(), found[0]) for found in _HEADING.finditer(html)]
    text = edition.apparatus.text
    label = renderer.site.words("Passage {number}")
    passages = [
        (
            one.first,
            _record(f"p{one.number}", label.format(number=one.number), text.text[one.span.start : one.span.end]),
        )
        for one in text.passages
    ]
    read = [record for _, record in sorted([*headings, *passages])]
    return "\n".join([*read, *_notes(edition, renderer), *_origins(edition, sidecar, renderer.site.words)])


def _notes(edition: Edition, renderer: Renderer) -> Iterator[str]:
    site, references = renderer.site, renderer.site.bibliography.references
    words = site.words
    evidence = words("Evidence")
    for note in edition.apparatus.notes:
        front = note.annotation.front
        label = words.labelled(words(site.kinds[front.kind].label), front.title)
        # Cleaned by the sanitiser: every `<` begins a tag.
        yield _record(f"note-{note.id}", label, _TAG.sub(" ", edition.bodies[note.id].html), escaped=True)
        for index, one in enumerate(front.evidence, 1):
            item = references.get(one.cite or "") or one
            said = [
                _TAG.sub("", renderer.reference(item, one.cite or "")),
                escape(one.quote or ""),
                escape(one.caveat or ""),
            ]
            label = words.labelled(evidence, item.title or one.cite)
            yield _record(f"evidence-{note.id}-{index}", label, " ".join(filter(None, said)), escaped=True)


def _origins(edition: Edition, sidecar: Sidecar, words: Words) -> Iterator[str]:
    there = {passage.number for passage in edition.apparatus.text.passages}
    for id_, number in sidecar.first.items():
        if number in there:
            origin = sidecar.sourcing.origins[id_]
            label = words.labelled(words("Origin"), origin.label)
            kind = words(origin.sourcing.label)
            yield _record(f"origin-{id_}", label, ". ".join(filter(None, (kind, origin.reason))))


def _record(id_: str, title: str, text: str, *, escaped: bool = False) -> str:
    return f'<h2 id="{id_}">{escape(title)}</h2><p>{text if escaped else escape(text)}</p>'
