"""What a command leaves out while it loads, since its process lives no longer than it takes: the collector of garbage,
and others who want to watch."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def kept() -> Iterator[None]:
    """Nothing that is made in the meantime is garbage: modules, configurations, files that are read.

    To look through all of it again and again, and once more at the end, would take an eighth of a small command's time.
    Pydantic looks for plugins in all packages that are installed, which watch what a server validates; none is asked.
    """
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()
