"""Checking sources one after another, or many at once in several processes, with the same result."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from glossator.cli.site import open_site
from glossator.cli.stopping import stop
from glossator.edition.checking import check
from glossator.problems import Problem
from glossator.project.sources import Source
from glossator.publication.host import RenderingError
from glossator.publication.opened import OpenedSite
from glossator.reports.progress import progress

METHOD: Final = "fork" if sys.platform == "linux" else "spawn"
"""How processes begin: with all that was read, where the system does that safely, or else anew."""
ENOUGH: Final = {"fork": 500, "spawn": 10_000}
"""Notes from which on further processes are quicker than one: one that begins anew reads the whole site again."""
SHARES: Final = 8
"""Into how many parts the work of each process is cut, so that none waits long for the last."""

Opening = tuple[Path | None, tuple[str, ...]]
"""The configuration of a site and what was asked about: what a process needs to open it anew."""


def problems_of(
    site: OpenedSite, sources: Sequence[Source], opening: Opening, *, jobs: int | None = None, method: str = METHOD
) -> list[Problem]:
    """What is wrong with sources and the notes on them, source by source, however many processes look for it.

    Args:
        site: the site.
        sources: some of its sources.
        opening: how it was opened.
        jobs: in how many processes; default: one for each core, and one where further ones would take longer.
        method: how processes begin, `fork` or `spawn`.
    """
    notes = sum(len(site.project.sidecars[source.slug].annotations) for source in sources)
    if jobs is None:
        jobs = cores() if notes >= ENOUGH[method] else 1
    found: list[Problem] = []
    with progress("checking", len(sources)) as step:
        for problems, done in _found(site, sources, opening, min(jobs, len(sources)), method):
            found += problems
            step(done)
    return found


def cores() -> int:
    """How many processes can work at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _found(
    site: OpenedSite, sources: Sequence[Source], opening: Opening, jobs: int, method: str
) -> Iterator[tuple[Sequence[Problem], int]]:
    """The problems of some sources after others, with the number of these."""
    if jobs <= 1:
        yield from ((own_problems(site, source), 1) for source in sources)
        return
    import multiprocessing  # which one process has no use for
    from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor

    size = max(1, len(sources) // (jobs * SHARES))
    shares = [[source.slug for source in sources[at : at + size]] for at in range(0, len(sources), size)]
    # What was read stays where it is: a process that has it too copies what the other one touches.
    gc.collect()
    gc.freeze()
    _OPENED[:] = [site] if method == "fork" else []
    context = multiprocessing.get_context(method)
    try:
        with ProcessPoolExecutor(jobs, context, _begin, (opening,)) as pool:
            yield from zip(pool.map(_share, shares), map(len, shares), strict=True)
    except BrokenProcessPool:
        stop(
            "the system ended a process that was checking sources, perhaps for want of memory: try `--jobs 1`", status=1
        )
    finally:
        _OPENED.clear()
        gc.unfreeze()


_OPENED: Final[list[OpenedSite]] = []
"""The site, in a process that checks some of its sources."""


def _begin(opening: Opening) -> None:
    if not _OPENED:
        _OPENED.append(open_site(*opening))


def _share(slugs: Sequence[str]) -> list[Problem]:
    (site,) = _OPENED
    return [problem for slug in slugs for problem in own_problems(site, site.project.sources[slug])]


def own_problems(site: OpenedSite, source: Source) -> Sequence[Problem]:
    """What is wrong with a source and the notes on it."""
    try:
        html, left_out = site.text(source)
    except RenderingError as error:
        return [error.problem]
    found = check(source, site.project.sidecars[source.slug], html, site.renderer)[1]
    return [*found, *left_out]
