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
    anew = partial(_anew, path, folder)
    try:
        for _, done in shared(slugs, _some, begun, anew, jobs=jobs, method=method):
            step(done)
    except Ended:
        pass  # what is not there is made later


def _anew(path: str, folder: Path) -> Begun:
    """The same build in a process that begins anew."""
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


def _some(begun: Begun, slugs: Sequence[str]) -> int:
    """Make what is made of some sources; the number of those of which everything was made."""
    logging.disable()  # the build says all of it
    begun.plugin.apart()
    return sum(_made(begun, slug) for slug in slugs)


def _made(begun: Begun, slug: str) -> bool:
    try:
        _populate_page(begun.pages[slug], begun.config, begun.files)
        begun.plugin.build.prepare(slug)
    except (Exception, SystemExit):  # noqa: BLE001  # of any plugin: the build comes to the same page, and tells
        return False
    return True
