"""HTML as events, whatever a stranger wrote: the standard library's parser without its exceptions and its long ways.

Where a tag, a comment or a declaration has no end, the rest of the text is part of it, as in browsers.  The base class
looks for the end again from every later sign (CVE-2025-6069), and of some declarations it makes an `AssertionError`
(python/cpython#77057); newer versions of Python have mended the most of that.
"""

from __future__ import annotations

from html.parser import HTMLParser


class Events(HTMLParser):
    """Calls its `handle_…` methods for one text, which `feed` takes whole."""

    def parse_starttag(self, i: int) -> int:
        """A start tag."""
        return self._to_the_end(super().parse_starttag(i))

    def parse_endtag(self, i: int) -> int:
        """An end tag."""
        return self._to_the_end(super().parse_endtag(i))

    def parse_comment(self, i: int, report: bool = True) -> int:
        """`<!--…-->`."""
        return self._to_the_end(super().parse_comment(i, report))

    def parse_pi(self, i: int) -> int:
        """`<?…>`, which HTML does not know."""
        return self._to_the_end(super().parse_pi(i))

    def parse_html_declaration(self, i: int) -> int:
        """`<!…>`: a comment, or the type of the document."""
        if self.rawdata.startswith("<![", i):
            return self._to_the_end(self.parse_bogus_comment(i))
        return self._to_the_end(super().parse_html_declaration(i))

    def _to_the_end(self, end: int) -> int:
        return len(self.rawdata) if end < 0 else end
