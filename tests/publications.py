"""Whole publications for tests of indices and exports: a site's sources, annotated without building its pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import sites

from glossator.hosts import open_host
from glossator.publication import Publication
from glossator.publication.opened import open_site
from glossator.repository.provenance import Change, History

BASE = "https://notes.example.org/"


def publication(root: Path, *, base: str = BASE, history: History | None = None) -> Publication:
    """All that a site publishes, in the order in which an adapter gives it.

    Args:
        root: the folder of its `mkdocs.yml`.
        base: the site's address; empty for a site that does not know it.
        history: what git would know of its files; default nothing.
    """
    site = open_site(open_host(root / "mkdocs.yml"))
    built = site.publication(site.project.sources.values())
    return replace(built, base=base, site=replace(built.site, history=history or History()), changes=(), older=False)


def restated(folder: Path, *, history: History | None = None) -> Publication:
    """The small site, whose source its editors tell in their own words; it is made in an empty folder."""
    text = (sites.SMALL / "docs" / "sources" / "bridge.md").read_text(encoding="utf-8")
    page = text.replace("text: full\nlicence: CC0-1.0\n", "text: restated\n")
    return publication(sites.copy(sites.SMALL, folder, {"docs/sources/bridge.md": page}), history=history)


HOSTILE = "]]></title></script><script>alert(1)</script> \"'` & <!-- \u2028 #% + شارع \u200fالنهر"
"""A title that would end a script, a comment or an attribute, if it were let."""
UNWRITABLE = "\x00\x1b[2J\u202e\ufffe\udc80"
"""What git may hold and XML may not."""


def changes(
    path: str, *days: str, author: str = "Ada Quill", subject: str = "A reason"
) -> dict[str, tuple[Change, ...]]:
    """A file's history: it was added on the first of these days and changed on the others.

    Args:
        path: the file.
        days: in ISO 8601, oldest first.
        author: of every change.
        subject: of every change; a number is put behind it.
    """
    made = [
        Change(
            path,
            f"{number:040x}",
            datetime.fromisoformat(f"{day}T12:00:00+02:00"),
            author,
            f"{subject} {number}",
            "changed" if number else "added",
        )
        for number, day in enumerate(days)
    ]
    return {path: tuple(reversed(made))}
