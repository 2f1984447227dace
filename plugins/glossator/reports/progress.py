"""How far a long work is, for whoever waits for it at a terminal."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

import click

PATIENCE: Final = 2.0
"""Seconds that nobody needs to be told of."""


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[[int], None]]:
    """Give a function that takes what has been done since the last time, and shows that and the time that is left.

    Nothing is shown where nobody sits at a terminal, in continuous integration, or of what does not last.

    Args:
        label: what is done, such as `checking`.
        total: how much there is of it.
    """
    began, done = time.monotonic(), 0
    with ExitStack() as stack:
        bar = None

        def step(more: int) -> None:
            nonlocal bar, done
            done += more
            if bar:
                bar.update(more)
            elif watched and time.monotonic() - began >= PATIENCE:
                bar = stack.enter_context(click.progressbar(length=total, label=label, show_pos=True, file=sys.stderr))
                bar.update(done)

        watched = _watched()
        yield step


def _watched() -> bool:
    return sys.stderr.isatty() and not os.environ.get("CI") and os.environ.get("TERM") != "dumb"
