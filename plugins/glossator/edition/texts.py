"""Texts of sources that the site generator does not render: former versions, and what would become the present one.

They are Markdown as the site writes it, without what a source may not hold: headings, lists and tables as on its page,
and unlike in the bodies of notes no citations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from markdown import Markdown

from glossator.files.markup import allowed
from glossator.files.reading import FORBIDDEN


class TextRenderer:
    """Renders texts one after another with one Markdown parser."""

    def __init__(self, extensions: Sequence[str] = (), configs: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        """`extensions` and their `configs` are those of the site."""
        self._extensions, self._configs = extensions, {name: dict(said) for name, said in (configs or {}).items()}
        self._markdown: Markdown | None = None

    def render(self, text: str) -> str:
        """The HTML of a text; one that is nested too deeply stands as it is written."""
        self._markdown = self._markdown or Markdown(extensions=list(self._extensions), extension_configs=self._configs)
        try:
            html = self._markdown.reset().convert(text)
        except RecursionError:
            return f"<p>{escape(FORBIDDEN.sub('', text), quote=False)}</p>"
        return allowed(html, text).html
