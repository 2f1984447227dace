"""The collector of garbage, left out while a command loads what stays until its process ends."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def kept() -> Iterator[None]:
    """Nothing that is made in the meantime is garbage: modules, configurations, files that are read.

    To look through all of it again and again, and once more at the end, would take an eighth of a small command's time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()
