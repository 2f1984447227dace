"""Whole publications for tests of indices and exports: a site's sources, annotated without building its pages."""

from __future__ import annotations

from pathlib import Path

from glossator.edition import annotate
from glossator.mkdocs.site import open_site
from glossator.provenance import History
from glossator.publication import Publication, Published

BASE = "https://notes.example.org/"


def publication(root: Path, *, base: str = BASE, history: History | None = None) -> Publication:
    """All that a site publishes, in the order in which an adapter gives it.

    Args:
        root: the folder of its `mkdocs.yml`.
        base: the site's address; empty for a site that does not know it.
        history: what git would know of its files; default nothing.
    """
    site = open_site(root / "mkdocs.yml")
    sources = [
        Published(
            annotate(source, site.project.sidecars[slug], site.html(source), site.renderer),
            site.project.sidecars[slug],
            f"sources/{slug}/",
        )
        for slug, source in site.project.sources.items()
    ]
    sources.sort(key=lambda one: (one.edition.source.date, one.edition.source.slug), reverse=True)
    return Publication(
        name=site.config.site_name,
        base=base,
        description=site.config.site_description or "",
        sources=tuple(sources),
        site=site.renderer.site,
        history=history or History(),
    )
