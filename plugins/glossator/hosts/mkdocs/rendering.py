"""Pages as MkDocs makes them of Markdown, for which Python-Markdown calls itself for each level of nesting."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from glossator.problems import Location, Problem


def rendered(page: Page, config: MkDocsConfig, files: Files, name: str) -> Problem | None:
    """Render a page; where it is nested too deeply, it is left empty.

    Args:
        page: its Markdown is read.
        config: of the site.
        files: of the site.
        name: the page's file, as problems call it.
    """
    try:
        type(page).render(page, config, files)
    except RecursionError:
        page.content, page.toc, page.present_anchor_ids = "", TableOfContents([]), set()
        message = "lists, quotations or emphasis stand within one another too often to be made a page"
        return Problem(Location(name), "markdown-too-deep", message, "such as `- one` with `    - two` below it")
    return None
