"""The sources of a large site are read, annotated and exported by several processes, before MkDocs comes to them.

Each process goes through MkDocs' own steps for some of the sources, and what it makes is kept.  The build then goes on
as ever, and finds what was made; it makes itself what is not there, or would be made otherwise by now.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Protocol

from mkdocs.commands.build import _populate_page, build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from glossator.processes import METHOD, Ended, shared

if TYPE_CHECKING:
    from glossator.publication.build import Build


class Preparing(Protocol):
    """The plugin, as far as it is needed here."""

    prepares_for: Path | None

    def ready(self, slugs: Sequence[str]) -> list[str]:
        """Those of some sources of which everything was made by now."""

    def end(self) -> None:
        """Let go of all that the build has."""

    @property
    def build(self) -> Build:
        """The build that goes on."""

    @property
    def is_within_another(self) -> bool:
        """Whether it is one of another language, within the site's."""

    def apart(self) -> None:
        """Go on in a process of its own."""


@dataclass(frozen=True)
class Begun:
    """A build of which all pages are known, and none is rendered."""

    plugin: Preparing
    config: MkDocsConfig
    files: Files
    pages: dict[str, Page]
    """Those of the sources, by their slugs."""


class Reached(Exception):
    """Ends a build that has come as far as another one wants it."""

    def __init__(self, begun: Begun) -> None:
        super().__init__("a build has come as far as it was wanted")
        self.begun = begun


class Unkept(Exception):
    """Nothing that is made of a site can be kept."""


def prepare(
    begun: Begun,
    slugs: Sequence[str],
    jobs: int,
    step: Callable[[int], None],
    *,
    folder: Path,
    method: str = METHOD,
) -> None:
    """Make what is made of some sources, in several processes.

    Args:
        begun: the build.
        slugs: the sources.
        jobs: how many processes.
        step: gets the number of sources that were made, each time some more are.
        folder: where what they make is kept.
        method: how they begin, `fork` or `spawn`; those that begin anew read the configuration by its file.
    """
    path = begun.config.config_file_path
    if method != "fork" and (not path or begun.plugin.is_within_another):
        return
    anew = partial(begin, path, folder)
    try:
        for _, done in shared(slugs, _some, begun, anew, jobs=jobs, method=method):
            step(done)
    except Ended:
        pass  # what is not there is made later


def begin(path: str, folder: Path) -> Begun:
    """The build of a site, as far as a process needs it that makes some of its sources.

    Args:
        path: of its configuration.
        folder: where what is made is kept.

    Raises:
        Unkept: see there.
    """
    with TemporaryDirectory() as site:
        config = load_config(path, site_dir=site)
        plugin = next(each for each in config.plugins.values() if hasattr(each, "prepares_for"))
        plugin.prepares_for = folder
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        except Reached as reached:
            return reached.begun
    raise Ended


def _some(begun: Begun, slugs: Sequence[str]) -> None:
    logging.disable()  # the build says all of it
    begun.plugin.apart()
    for slug in slugs:
        make(begun, slug)


def make(begun: Begun, slug: str) -> None:
    """Make what is made of one source, in this process."""
    try:
        _populate_page(begun.pages[slug], begun.config, begun.files)
        begun.plugin.build.prepare(slug)
    except (Exception, SystemExit):  # noqa: BLE001, S110  # of any plugin: the build comes to the same page, and tells
        pass
