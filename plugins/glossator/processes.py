"""Work on many things alike, shared among processes."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, TypeVar

T = TypeVar("T")
R = TypeVar("R")

METHOD: Final = "fork" if sys.platform == "linux" else "spawn"
"""How processes begin: with all that was read, where the system does that safely, or else anew."""
SHARES: Final = 8
"""Into how many parts the work of each process is cut, so that none waits long for the last."""


class Ended(Exception):
    """The system ended a process, perhaps for want of memory."""


def cores() -> int:
    """How many processes can work at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def shared(
    things: Sequence[T],
    work: Callable[[Any, Sequence[T]], R],
    state: Any,
    anew: Callable[[], Any],
    *,
    jobs: int,
    method: str = METHOD,
) -> Iterator[tuple[R, int]]:
    """What `work` makes of some things after others, in their order, each with the number of these.

    Args:
        things: what is worked on; they can be pickled.
        work: gets the state and some things; a function of a module.
        state: what it needs besides, for processes that begin with all that was read.
        anew: makes it for a process that begins anew; can be pickled.
        jobs: how many processes.
        method: how they begin, `fork` or `spawn`.

    Raises:
        Ended: see there.
    """
    import multiprocessing  # which one process has no use for
    from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor

    size = max(1, len(things) // (jobs * SHARES))
    shares = [things[at : at + size] for at in range(0, len(things), size)]
    # What was read stays where it is: a process that has it too copies what the other one touches.
    gc.collect()
    gc.freeze()
    _STATE[:] = [state] if method == "fork" else []
    try:
        with ProcessPoolExecutor(jobs, multiprocessing.get_context(method), _begin, (anew,)) as pool:
            results = pool.map(_work, [work] * len(shares), shares)
            yield from zip(results, map(len, shares), strict=True)
    except BrokenProcessPool as error:
        raise Ended from error
    finally:
        _STATE.clear()
        gc.unfreeze()


_STATE: Final[list[Any]] = []
"""What a process works with."""


def _begin(anew: Callable[[], Any]) -> None:
    if not _STATE:
        _STATE.append(anew())


def _work(work: Callable[[Any, Sequence[T]], R], things: Sequence[T]) -> R:
    return work(_STATE[0], things)
