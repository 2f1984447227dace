"""The site that a command works on, and how a command stops that cannot go on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import click

from glossator.cli.keeping import kept
from glossator.cli.stopping import stop
from glossator.hosts import open_host
from glossator.problems import Problem
from glossator.project import scope
from glossator.project.sources import Source
from glossator.publication import opened
from glossator.publication.host import HostError
from glossator.publication.opened import OpenedSite
from glossator.records.schema import nearest
from glossator.reports.formats import as_text

with_config = click.option(
    "-c", "--config", type=click.Path(path_type=Path), help="The site’s configuration, if it is not here."
)
"""Gives a command the path of the site's configuration as `config`; None where it is not named."""


def on_site(command: Callable[..., None], *, drafts: bool = True) -> Callable[..., None]:
    """Give a command the site as its first argument; without `drafts` as a build sees it."""

    @with_config
    @wraps(command)
    def opened(*args: Any, config: Path | None, **options: Any) -> None:
        command(open_site(config, drafts=drafts), *args, **options)

    return opened


def open_site(config: Path | None, asked: Iterable[str] = (), *, drafts: bool = True) -> OpenedSite:
    """The site of a configuration; stops where it cannot be used.

    Args:
        config: the file; default: the one in the working folder.
        asked: slugs and paths; only what is needed for them is read.  Default: everything.
        drafts: whether what is not published yet is among it.
    """
    try:
        with kept():
            return opened.open_site(open_host(config), asked, drafts=drafts)
    except HostError as error:
        stop(str(error))


def asked_sources(site: OpenedSite) -> list[Source]:
    """The sources that were asked about; stops where one that was named is none."""
    missing = next((slug for slug in site.scope.named if slug not in site.project.sources), None)
    if missing is not None and missing in site.material.selection.sources:
        stop(f"there is nothing to publish yet of {site.material.selection.sources[missing]}")
    if missing is not None:
        source_of(opened.open_site(site.host), missing, or_else=" and no file")
    return list(site.project.sources.values())


sources_asked = click.argument("asked", nargs=-1, metavar="[SOURCE|PATH]...")
"""Gives a command what it is asked about as `asked`: sources by their names, or by paths of their pages and notes."""


def on_sources(command: Callable[..., None], *, drafts: bool = True) -> Callable[..., None]:
    """Give a command the site, of which only what is asked about is read, and the sources that are asked about.

    Without `drafts` it sees them as a build does.
    """

    @with_config
    @sources_asked
    @wraps(command)
    def opened(*args: Any, config: Path | None, asked: tuple[str, ...], **options: Any) -> None:
        site = open_site(config, asked, drafts=drafts)
        command(site, asked_sources(site), *args, **options)

    return opened


def source_of(site: OpenedSite, name: str, *, or_else: str = "") -> Source:
    """The one source that is meant; stops where there is none, or none that can be read.

    Args:
        site: the site.
        name: as a person wrote it: the source's name, or the path of its page, its notes or their folder.
        or_else: what else was looked for under this name, for the message.
    """
    meant = scope.of([name], site.project.layout).slugs or frozenset()
    slug = next(iter(meant)) if len(meant) == 1 else name
    source = site.project.sources.get(slug)
    if source is None:
        own = [problem for problem in site.project.problems if problem.source == slug]
        if own:
            refuse(own)
        guess = nearest(slug, list(site.project.sources))
        slugs = ", ".join(site.project.sources) or "none yet; `glossator import` makes one"
        stop(
            f"there is no source{or_else} `{slug}`{f': did you mean `{guess}`?' if guess else f'; there are: {slugs}'}"
        )
    return source


def example_of(site: OpenedSite) -> str:
    """The name of a source, for an example; that of another site where there is none yet."""
    return next(iter(site.project.sources), "mill-bridge")


def refuse(problems: Sequence[Problem]) -> NoReturn:
    """End a command that would have written what is wrong: status 1."""
    click.echo(as_text(problems), err=True)
    click.echo("nothing was written", err=True)
    sys.exit(1)


def choices(terms: Iterable[str]) -> click.Choice[str]:
    """The words of a vocabulary, for an option to choose from."""
    return click.Choice([str(term) for term in terms])
