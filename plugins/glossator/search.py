"""What a search of the site finds of a source: the page, and each note as a hit of its own.

The records are plain HTML in which every heading with an `id` begins one, the form in which site generators read a
page for their search.  It is much smaller than the page itself, and free of what is only for the eye.
"""

from __future__ import annotations

from html import escape

import nh3

from glossator.edition import Edition
from glossator.vocabulary import Kinds


def document(edition: Edition, html: str, kinds: Kinds) -> str:
    """The records of a source.

    Args:
        edition: the source with its notes.
        html: the page as the site generator rendered it, without notes.
        kinds: the kinds of the site's notes.
    """
    return html + "".join(
        f'<h2 id="note-{note.id}">{escape(kinds[note.annotation.front.kind].label)}:'
        f" {escape(note.annotation.front.title)}</h2><p>{_words(edition.bodies[note.id].html)}</p>"
        for note in edition.apparatus.notes
    )


def _words(html: str) -> str:
    return nh3.clean(html, tags=set())
