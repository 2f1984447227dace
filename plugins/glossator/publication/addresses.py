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


@lru_cache  # a feed leads to the same page again and again
def _way(path: str, folder: str) -> str:
    slash = "/" if not path or path.endswith("/") else ""
    return posixpath.relpath(f"/{path}", f"/{folder}") + slash
