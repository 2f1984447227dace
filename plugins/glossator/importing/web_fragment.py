"""A piece of HTML, such as a comment, as Markdown."""

from __future__ import annotations

import warnings

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning

from glossator.importing.web_markdown import as_markdown
from glossator.importing.web_tidying import tidied


def fragment_as_markdown(html: str) -> str:
    """Return the Markdown of a piece of HTML without an empty line around it; relative links are left as words."""
    with warnings.catch_warnings():
        # A comment may be as short as a file's name.
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        soup = BeautifulSoup(html, "lxml")
    return as_markdown(tidied(soup.body or soup, base="", url="")).strip("\n")
