"""The tags in a piece of HTML, for whoever wants the words alone."""

from __future__ import annotations

import re
from typing import Final

TAG: Final = r"<[^>]*(?:>|\Z)"
"""A tag.  One without an end is taken to the end of the text: to look for it from every `<` would take for ever."""
_TAG: Final = re.compile(TAG)


def without_tags(html: str, instead: str = "") -> str:
    """The words of a piece of HTML, with their references, and with something in place of each tag."""
    return _TAG.sub(instead, html)
