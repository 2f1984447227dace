"""Our search in the place of Material's: its plugin turned off, and a button in the header."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from glossator.edition.words import Words
from glossator.publication.search import engine

_HEADER_ENDS = re.compile(r'(<nav class="md-header__inner\b.*?)(?=<div class="md-header__source">|</nav>)', re.DOTALL)
"""The row of Material's header up to where its own search would stand: before the repository."""
_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" aria-hidden="true"><path d="'
    "M9.5 3A6.5 6.5 0 0 1 16 9.5c0 1.61-.59 3.09-1.56 4.23l.27.27h.79l5 5-1.5 1.5-5-5v-.79l-.27-.27A6.52 6.52 0"
    " 0 1 9.5 16 6.5 6.5 0 0 1 3 9.5 6.5 6.5 0 0 1 9.5 3"
    'm0 2C7 5 5 7 5 9.5S7 14 9.5 14 14 12 14 9.5 12 5 9.5 5Z"/></svg>'
)
"""Material's own icon of a search."""


def replaceable(config: MkDocsConfig) -> bool:
    """Whether a site has a search that ours can stand in for: Material's, in a site that is read from a server.

    Material's plugin `offline` is for sites that are opened from a folder, where browsers load no engine.
    """
    if config.theme.name != "material" or "material/offline" in config.plugins:
        return False
    plugin = _plugin(config)
    return plugin is not None and bool(plugin.config.get("enabled", True))


def replace(config: MkDocsConfig) -> None:
    """Turn Material's search off: a page would load its whole index at once."""
    plugin = _plugin(config)
    if plugin is not None:
        plugin.config["enabled"] = False


def missing(config: MkDocsConfig) -> str:
    """What to say where our search could be, and is not; empty where it is."""
    return engine.MISSING if replaceable(config) and not engine.available() else ""


def with_button(page: str, words: Words) -> str:
    """A page with a button in Material's header; a header of another make is left alone, and keys open the search."""
    label = escape(words("Search"))
    button = (
        '<button type="button" class="md-header__button md-icon" data-gl-search aria-haspopup="dialog"'
        f' aria-label="{label}" title="{label} (/)">{_ICON}</button>'
    )
    return _HEADER_ENDS.sub(lambda header: f"{header[1]}{button}\n", page, count=1)


def weight(meta: Mapping[str, Any]) -> float | None:
    """How much the words of a page count, by its front matter; None where it is not to be found."""
    said = meta.get("search")
    if not isinstance(said, Mapping):
        return 1
    if said.get("exclude"):
        return None
    boost = said.get("boost", 1)
    return float(boost) if isinstance(boost, int | float) else 1


def _plugin(config: MkDocsConfig) -> Any:
    return config.plugins.get("material/search") or config.plugins.get("search")
