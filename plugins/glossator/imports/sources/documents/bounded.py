"""Work on a stranger's file in a process of its own, which ends at the latest after a while."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class TookTooLong(Exception):
    """The work was not done in time, and was ended."""


def within(seconds: float, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What a function gives, if it gives it in time.

    Args:
        seconds: how long it may take.
        work: a function of a module; it, its arguments and what it gives are copied between the processes.
        args: what it is called with.
        kwargs: likewise, by name.

    Raises:
        TookTooLong: it took longer.
        Exception: what the function raises.
    """
    # A new interpreter: a copy of this one could inherit a lock that another thread holds.
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        try:
            return pool.apply_async(work, args, kwargs).get(seconds)
        except multiprocessing.TimeoutError as error:
            raise TookTooLong from error
