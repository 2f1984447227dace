"""The site that a command works on, and how a command stops that cannot go on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from glossator.problems import Problem
from glossator.project.sources import Source
from glossator.records.schema import nearest
from glossator.reports.formats import as_text

if TYPE_CHECKING:
    from glossator.hosts.mkdocs.site import OpenedSite

with_config = click.option(
    "-c", "--config", type=click.Path(path_type=Path), default="mkdocs.yml", help="The site’s mkdocs.yml."
)
"""Gives a command the path of `mkdocs.yml` as `config`."""


def on_site(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the site of `mkdocs.yml` as its first argument."""

    @with_config
    @wraps(command)
    def opened(*args: Any, config: Path, **options: Any) -> None:
        command(open_site(config), *args, **options)

    return opened


def open_site(config: Path, asked: Iterable[str] = ()) -> OpenedSite:
    """The site of a `mkdocs.yml`; stops where it cannot be used.

    Args:
        config: the file.
        asked: slugs and paths; only what is needed for them is read.  Default: everything.
    """
    try:
        from glossator.hosts.mkdocs import site
    except ImportError:
        stop("this command needs MkDocs: pip install 'glossator[mkdocs]'")
    try:
        return site.open_site(config, asked)
    except site.SiteError as error:
        stop(str(error))


def asked_sources(site: OpenedSite) -> list[Source]:
    """The sources that were asked about; stops where one that was named is none."""
    missing = next((slug for slug in site.scope.named if slug not in site.project.sources), None)
    if missing is not None:
        source_of(open_site(Path(site.config.config_file_path)), missing, or_else=" and no file")
    return list(site.project.sources.values())


def source_of(site: OpenedSite, slug: str, *, or_else: str = "") -> Source:
    """The source of a name; stops where there is none, or none that can be read.

    Args:
        site: the site.
        slug: the name, as a person wrote it.
        or_else: what else was looked for under this name, for the message.
    """
    source = site.project.sources.get(slug)
    if source is None:
        own = [problem for problem in site.project.problems if problem.source == slug]
        if own:
            refuse(own)
        guess = nearest(slug, list(site.project.sources))
        known = ", ".join(site.project.sources) or "none yet; `glossator import` makes one"
        stop(
            f"there is no source{or_else} `{slug}`{f': did you mean `{guess}`?' if guess else f'; there are: {known}'}"
        )
    return source


def stop(message: str) -> NoReturn:
    """End a command that was called wrongly: status 2."""
    click.echo(f"glossator: {message}", err=True)
    sys.exit(2)


def refuse(problems: Sequence[Problem]) -> NoReturn:
    """End a command that would have written what is wrong: status 1."""
    click.echo(as_text(problems), err=True)
    click.echo("nothing was written", err=True)
    sys.exit(1)


def choices(terms: Iterable[str]) -> click.Choice[str]:
    """The words of a vocabulary, for an option to choose from."""
    return click.Choice([str(term) for term in terms])
