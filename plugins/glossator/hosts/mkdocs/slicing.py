"""Several machines share a build: each makes what is made of some sources, and one builds the site with all of that.

A machine that makes a slice goes through MkDocs' own steps as far as a process does that makes some sources for the
build which began it (see `preparing`), and puts what it makes into a folder.  The build takes from such folders.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol

from mkdocs.__main__ import State
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from glossator import processes
from glossator.hosts.mkdocs.keeping import unknown_markdown
from glossator.hosts.mkdocs.preparing import Begun, Unkept, begin, make, prepare
from glossator.publication import keeping, slices
from glossator.publication.host import HostError, Merged, NotReady
from glossator.publication.slices import Shard, Slice
from glossator.reports.progress import progress

SHOWN: Final = 5
"""So many names of sources are told."""


class Taking(Protocol):
    """The plugin, as far as it is needed here."""

    takes_from: Sequence[Path]
    was_ready: Callable[[list[str], list[str]], None]


def sliced(config: MkDocsConfig, shard: Shard, folder: Path, *, jobs: int | None = None) -> Slice:
    """Make all that is made of a share of a site's sources alone, and keep it.

    Args:
        config: of the site.
        shard: which share.
        folder: where that goes; it is ready for it.
        jobs: in how many processes; default: as the site says.

    Raises:
        HostError: nothing of the site can be kept.
    """
    with _quiet():
        try:
            begun = begin(config.config_file_path, folder)
        except Unkept as error:
            raise HostError(_why_unkept(config)) from error
        except (MkDocsException, processes.Ended) as error:
            raise HostError("the site cannot be built, with or without slices: `mkdocs build` says why") from error
        try:
            own = shard.of_all({slug: begun.plugin.build.weight(slug) for slug in begun.pages})
            with progress("making ready", len(own)) as step:
                workers = _jobs(begun, own, jobs)
                if workers > 1:
                    prepare(begun, own, workers, step, folder=folder, method=processes.METHOD)
                for slug in own if workers == 1 else ():
                    make(begun, slug)
                    step(1)
            ready = len(begun.plugin.ready(own))
            root = begun.plugin.build.settings.root
        finally:
            begun.plugin.end()
    return slices.end(folder, slices.made_now(root, shard, sources=len(own), ready=ready))


def _jobs(begun: Begun, own: Sequence[str], asked: int | None) -> int:
    """How many processes make some sources."""
    site = begun.plugin.build.project
    notes = sum(len(site.sidecars[slug].annotations) for slug in own)
    said: int = begun.config.plugins["glossator"].config.jobs
    fit = processes.cores() if notes >= keeping.ENOUGH[processes.METHOD] else 1
    return max(1, min(asked or said or fit, len(own)))


def _why_unkept(config: MkDocsConfig) -> str:
    unknown = ", ".join(f"`{name}`" for name in unknown_markdown(config))
    return (
        "no machine can make a part of this site for another one, since nobody knows on what the Markdown extension"
        f" {unknown or 'of a plugin'} depends: build it by `mkdocs build`, or leave that out"
    )


def merged(config: MkDocsConfig, parts: Sequence[Slice], site: Path | None, *, strict: bool = False) -> Merged:
    """Build a site as `mkdocs build` does, with what slices hold.

    Args:
        config: of the site.
        parts: the slices.
        site: the folder of the finished site; default: the one that its configuration names.
        strict: whether warnings fail, and a source that no slice holds.

    Raises:
        NotReady: such a source, where that fails.
    """
    found = Merged(0, 0, ())

    def told(ready: list[str], every: list[str]) -> None:
        nonlocal found
        found = Merged(len(ready), len(every), [slug for slug in every if slug not in set(ready)])
        if strict and found.anew:
            few = ", ".join(f"`{slug}`" for slug in found.anew[:SHOWN])
            raise NotReady(f"{len(found.anew):,} of {found.of:,} sources are in no slice, such as {few}")

    options = {"site_dir": str(site.resolve())} if site else {}
    again = load_config(config.config_file_path, strict=strict or None, **options)
    plugin: Taking = again.plugins["glossator"]  # type: ignore[assignment]
    plugin.takes_from, plugin.was_ready = [each.folder for each in parts], told
    with _speaking():
        again.plugins.on_startup(command="build", dirty=False)
        try:
            build(again)
        finally:
            again.plugins.on_shutdown()
    return found


@contextmanager
def _quiet() -> Iterator[None]:
    """What is wrong with the site, the build says that takes the slice."""
    level = logging.root.manager.disable
    logging.disable()
    try:
        yield
    finally:
        logging.disable(level)


@contextmanager
def _speaking() -> Iterator[None]:
    """MkDocs says what it says in `mkdocs build`."""
    logger = logging.getLogger("mkdocs")
    before = logger.level, logger.propagate
    state = State()  # type: ignore[no-untyped-call]
    if not sys.stderr.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        state.stream.setFormatter(logging.Formatter("%(levelname)-8s-  %(message)s"))
    try:
        yield
    finally:
        logger.removeHandler(state.stream)
        logger.level, logger.propagate = before
