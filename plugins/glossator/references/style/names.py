"""The names of the citation styles that are in the package."""

from __future__ import annotations

from typing import Final

SHIPPED: Final = ("chicago-author-date", "apa", "modern-language-association")
"""The first is the default."""
