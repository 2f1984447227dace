"""A page of ours in the look of the site: a finished page with another text, at another address.

Addresses in it lead where they led from the page that it is a copy of.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Final

from glossator.publication.addresses import relative
from glossator.publication.applying.stretch import Stretch
from glossator.text.outline import Node, outline

_ADDRESSES: Final = re.compile(
    r"""(?P<before>\s(?:href|src|action|poster|data-content_root|data-url_root)\s*=\s*)"""
    r"""(?P<value>"[^"]*"|'[^']*'|[^\s"'>]+)""",
    re.IGNORECASE,
)
_ELSEWHERE: Final = re.compile(r"(?:[a-z][a-z0-9+.-]*:|/|#|\?|\Z)", re.IGNORECASE)
"""Addresses that are the same from each page, and those of places of the page itself."""
_IN_SCRIPTS: Final = re.compile(r"""(?P<mark>["'])(?P<value>\.\.(?:/[^"'\\\s]*)?)(?P=mark)""")
_BASE: Final = re.compile(r"""(?P<before>"base"\s*:\s*|new URL\()"(?P<value>\.)\"""")
_OF_ITS_PAGE: Final = frozenset(("description", "author", "date", "keywords"))
"""Names of `meta` that say something of one page."""


@dataclass(frozen=True)
class Template:
    """A finished page, of which another one is made."""

    html: str
    address: str
    """Its own, relative to the site."""
    stretch: Stretch
    """What of it is its text."""

    def page(self, content: str, *, title: str, address: str, base: str, titled: bool = True) -> str:
        """The page with another text.

        Args:
            content: HTML.
            title: of the page.
            address: where it will be, relative to the site.
            base: the site's own address, ending in `/`; empty where it is not known.
            titled: whether the content has the title as a heading, so that the template's goes.
        """
        html, edits = self.html, [(self.stretch.start, self.stretch.end, content)]
        for node in outline(html).walk():
            if self.stretch.start <= node.start < self.stretch.end:
                continue
            if node.tag == "h1" and self.stretch.title_outside and titled:
                edits.append((node.start, node.end, ""))
                continue
            edits += self._edits(node, title, address, base)
        parts: list[str] = []
        done = 0
        for start, end, text in sorted(edits):
            if start >= done:
                parts += html[done:start], text
                done = end
        return "".join([*parts, html[done:]])

    def _edits(self, node: Node, title: str, address: str, base: str) -> Sequence[tuple[int, int, str]]:
        html = self.html
        if node.tag == "title" and node.around and node.around.tag != "svg":
            return [(node.inner, node.inner_end, escape(title, quote=False))]
        if node.tag == "link" and "canonical" in node.attributes.get("rel", "").split():
            return [(node.start, node.end, f'<link rel="canonical" href="{escape(base + address)}">' if base else "")]
        if node.tag == "meta" and _says_of_its_page(node):
            return [(node.start, node.end, "")]
        if node.tag == "script" and "ld+json" in node.attributes.get("type", ""):
            return [(node.start, node.end, "")]
        edits = []
        tag = html[node.start : node.inner]
        if (moved := _ADDRESSES.sub(lambda match: self._attribute(match, address), tag)) != tag:
            edits.append((node.start, node.inner, moved))
        if node.tag == "script" and node.inner < node.inner_end:
            script = html[node.inner : node.inner_end]
            moved = _BASE.sub(lambda match: f'{match["before"]}"{self._way(".", address)}"', script)
            moved = _IN_SCRIPTS.sub(
                lambda match: f"{match['mark']}{self._way(match['value'], address)}{match['mark']}", moved
            )
            if moved != script:
                edits.append((node.inner, node.inner_end, moved))
        return edits

    def _attribute(self, match: re.Match[str], address: str) -> str:
        value = unescape(match["value"].strip("\"'"))
        if _ELSEWHERE.match(value):
            return match[0]
        return f'{match["before"]}"{escape(self._way(value, address))}"'

    def _way(self, value: str, address: str) -> str:
        """The same place, as it is written in the page that is made."""
        path, mark, rest = re.match(r"([^?#]*)([?#]?)(.*)", value, re.DOTALL).groups()  # type: ignore[union-attr]
        folder = self.address.rpartition("/")[0]
        place = posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/")
        slash = "/" if place and (path.endswith(("/", "/..")) or path in (".", "..")) else ""
        way = relative(f"{place}{slash}", seen_from=address)
        if not path.endswith("/"):
            way = way.rstrip("/") if way not in ("/", "") else way
        return f"{way}{mark}{rest}"


def _says_of_its_page(node: Node) -> bool:
    name = node.attributes.get("name", "") or node.attributes.get("property", "")
    return name.lower() in _OF_ITS_PAGE or name.lower().startswith(("og:", "twitter:", "article:"))
