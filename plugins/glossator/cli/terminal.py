"""Whether a person sits at a terminal."""

from __future__ import annotations

import sys


def at_terminal() -> bool:
    """Whether somebody sits there to be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()
