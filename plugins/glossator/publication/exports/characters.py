"""Characters that no export may hold.

Files with such characters are refused when they are read.  But names and messages also come from git, and the site's
name from the host's configuration.
"""

from __future__ import annotations

import re

from glossator.files.reading import FORBIDDEN

_NO_CHARACTERS = re.compile("[\ufffe\uffff]")
"""XML has no way to write them."""


def clean(text: str) -> str:
    """A text without what is invisible and makes it read differently, or cannot be written at all."""
    if text.isprintable():  # then it holds none, which this tells in a tenth of the time
        return text
    return _NO_CHARACTERS.sub("", FORBIDDEN.sub("", text))
