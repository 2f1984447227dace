"""The finished pages of a site, read from its folder and parsed by lxml."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import etree

Element = Any
"""An element of lxml, which has no types."""

_END = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)
_MORE = re.compile(_END.pattern + rb"\s*(?![\s<]|\Z)|" + _END.pattern + rb"\s*<(?!/)", re.IGNORECASE)
"""More of a page behind its end, which browsers show as well, and lxml leaves out."""

by_class = etree.XPath("descendant::*[contains(concat(' ', normalize-space(@class), ' '), concat(' ', $name, ' '))]")
"""The elements of a class below an element, in their order: `by_class(element, name="gl-note")`."""


@dataclass(frozen=True, eq=False)
class FinishedPage:
    """A page as a server sends it."""

    path: str
    """Its file, relative to the site, with forward slashes."""
    html: bytes = field(repr=False)

    @cached_property
    def digest(self) -> str:
        """What tells its HTML from every other."""
        return hashlib.sha256(self.html).hexdigest()

    @cached_property
    def root(self) -> Element:
        """Its `html` element, without comments; None for a page without anything in it."""
        # Without `huge_tree` all that is deeper than 256 elements would be cut off.
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
        html = _END.sub(b"", self.html) if _MORE.search(self.html) else self.html
        try:
            return etree.fromstring(html, parser)
        except etree.XMLSyntaxError:
            return None


def read(folder: Path) -> Iterator[FinishedPage]:
    """Every page of a site, one after another, so that a large one needs no more memory than a small one.

    Raises:
        OSError: a page cannot be read.
    """
    for base, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.endswith((".html", ".htm")):
                path = Path(base, name)
                yield FinishedPage(path.relative_to(folder).as_posix(), path.read_bytes())


def fragment(html: str) -> Element:
    """The element around a piece of HTML."""
    return FinishedPage("", f"<div>{html}</div>".encode()).root
