"""The addresses of what every site has, and the way from one page or file to another."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

STYLESHEET: Final = "assets/glossator/glossator.css"
"""The style sheet that every page needs."""
SCRIPT: Final = "assets/glossator/glossator.js"
"""The script that every page needs."""
ACTING: Final = "assets/glossator/acting.js"
"""Which the script loads when its reader does the first thing."""
JOINING: Final = "assets/glossator/joining.js"
"""Which the script loads on a page of a long index."""
PANEL: Final = (
    "assets/glossator/contribute.css",
    "assets/glossator/contribute.js",
    "assets/glossator/more-letters.js",
)
"""Which the script loads when somebody asks for it."""
OPENING: Final = "assets/glossator/opening.js"
"""Which every page needs besides, where the site has our search: what opens it."""
SEARCHING: Final = ("assets/glossator/search.css", "assets/glossator/search.js")
"""Which that script loads when a reader opens the search."""
CLAIMS: Final = "claims"
"""The name of the page with a source's claims, beside the source's."""
TIMELINE: Final = "timeline"
"""That of the page with all that is dated about it."""
PARALLEL: Final = "parallel"
"""That of the page with two texts side by side, beside that of the former version, or of the translation."""


def relative(address: str, *, seen_from: str) -> str:
    """An address of the site as a link in one of its pages or files.

    Args:
        address: where it leads, relative to the site; `#…` may stand behind it.
        seen_from: the address of the page or file in which the link stands, relative to the site.
    """
    path, mark, fragment = address.partition("#")
    return f"{_way(path, seen_from.rpartition('/')[0])}{mark}{fragment}"


def beside(address: str, name: str) -> str:
    """The address of a page beside another: `claims/` in its folder, or `claims.html` in one named after its file."""
    folder, _, file = address.rpartition("/")
    if not file:
        return f"{address}{name}/"
    stem = "" if file == "index.html" else file.removesuffix(".html")
    return "/".join(filter(None, (folder, stem, f"{name}.html")))


def path_of(address: str) -> str:
    """The file of an address of the site."""
    path = unquote(address)
    return f"{path}index.html" if not path or path.endswith("/") else path


@lru_cache  # a feed leads to the same page again and again
def _way(path: str, folder: str) -> str:
    slash = "/" if not path or path.endswith("/") else ""
    return posixpath.relpath(f"/{path}", f"/{folder}") + slash
