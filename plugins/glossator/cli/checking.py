"""Checking sources one after another, or many at once in several processes, with the same result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from glossator.cli.site import open_site
from glossator.cli.stopping import stop
from glossator.edition.checking import check
from glossator.problems import Problem
from glossator.processes import METHOD, Ended, cores, shared
from glossator.project.sources import Source
from glossator.publication.host import RenderingError
from glossator.publication.opened import OpenedSite
from glossator.reports.progress import progress

ENOUGH: Final = {"fork": 500, "spawn": 10_000}
"""Notes from which on further processes are quicker than one: one that begins anew reads the whole site again."""
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


def _found(
    site: OpenedSite, sources: Sequence[Source], opening: Opening, jobs: int, method: str
) -> Iterator[tuple[Sequence[Problem], int]]:
    """The problems of some sources after others, with the number of these."""
    if jobs <= 1:
        yield from ((own_problems(site, source), 1) for source in sources)
        return
    slugs, anew = [source.slug for source in sources], partial(open_site, *opening)
    try:
        yield from shared(slugs, _share, site, anew, jobs=jobs, method=method)
    except Ended:
        stop(
            "the system ended a process that was checking sources, perhaps for want of memory: try `--jobs 1`", status=1
        )


def _share(site: OpenedSite, slugs: Sequence[str]) -> list[Problem]:
    return [problem for slug in slugs for problem in own_problems(site, site.project.sources[slug])]


def own_problems(site: OpenedSite, source: Source) -> Sequence[Problem]:
    """What is wrong with a source and the notes on it."""
    try:
        html, left_out = site.text(source)
    except RenderingError as error:
        return [error.problem]
    found = check(source, site.project.sidecars[source.slug], html, site.renderer)[1]
    return [*found, *left_out]
