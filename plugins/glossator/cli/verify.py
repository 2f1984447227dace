"""`glossator verify`: whether a finished site has every note, as its readers see it."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click

from glossator.cli.command import Command
from glossator.cli.site import on_site
from glossator.cli.stopping import stop
from glossator.publication.opened import OpenedSite
from glossator.reports.formats import FORMATS, distinct


@click.command(cls=Command, examples=("glossator verify", "glossator verify site --format json"))
@partial(on_site, drafts=False)
@click.argument("folder", metavar="[SITE]", required=False, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", help="How problems are printed.")
def verify(site: OpenedSite, folder: Path | None, form: str) -> None:
    """Look for every note on the finished pages of a site.

    SITE is the folder that was built, by default `site` in the project.  Each note must be seen wherever its source is
    published, its title and its text whole, on its words, and its marker must lead to it.
    """
    folder = folder or site.host.settings.root / "site"
    if not folder.is_dir():
        stop(f"there is no folder {folder}: build the site first, such as by `mkdocs build`, into `site`")
    try:
        problems = distinct(site.verify(folder))
    except OSError as error:
        stop(f"{error.filename} cannot be read: {error.strerror}")
    click.echo(FORMATS[form](problems))
    sys.exit(1 if problems else 0)
