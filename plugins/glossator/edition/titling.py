"""The title of a source as the heading that begins its page, where its text has none."""

from __future__ import annotations

import re
from html import escape

from glossator.project.sources import Source

TITLE = "gl-title"
"""The id of a title that we give a page."""
_HEADING = re.compile(r"<h1\b", re.IGNORECASE)


def titled(source: Source, html: str) -> str:
    """A source's page with its title, as it is read, annotated and published.

    Args:
        source: the source.
        html: its page as the site generator rendered it, or as this function gave it; it stays at the end.
    """
    if _HEADING.search(html):
        return html
    return f'<h1 id="{TITLE}" lang="{escape(source.language)}" dir="auto">{escape(source.title)}</h1>\n{html}'
