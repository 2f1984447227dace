"""The way from one page or file of a site to another."""

from __future__ import annotations

import posixpath
from functools import lru_cache


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


@lru_cache  # a feed leads to the same page again and again
def _way(path: str, folder: str) -> str:
    slash = "/" if not path or path.endswith("/") else ""
    return posixpath.relpath(f"/{path}", f"/{folder}") + slash
