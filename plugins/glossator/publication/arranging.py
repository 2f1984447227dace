"""How a library is arranged: in which groups, in which order, and of which folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

GROUPS: Final = ("folder", "series", "author", "date", "tag", "none")
"""What the sources of a library can be grouped by."""
SORTS: Final = ("newest", "oldest", "title", "author")
"""How the sources of a group can be sorted."""


@dataclass(frozen=True)
class Arrangement:
    """How a library is arranged."""

    group: str = ""
    """One of `GROUPS`; empty where its page does not say it: by folders, where the sources lie in several."""
    sort: str = SORTS[0]
    """One of `SORTS`."""
    folder: str = ""
    """The folder whose sources it has, with those of the folders in it; empty for all sources."""
