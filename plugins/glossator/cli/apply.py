"""`glossator apply`: notes into a finished site, whichever program made it."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click

from glossator.cli.command import Command
from glossator.cli.site import on_site
from glossator.cli.stopping import stop
from glossator.cli.workflow import summarised
from glossator.publication.applying import AppliedBefore
from glossator.publication.opened import OpenedSite
from glossator.reports import summary
from glossator.reports.formats import FORMATS, distinct
from glossator.reports.lines import line


@click.command(cls=Command, examples=("glossator apply site", "glossator apply site --strict --config mkdocs.yml"))
@partial(on_site, drafts=False)
@click.argument("folder", metavar="SITE", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", help="How problems are printed.")
@click.option("--strict", is_flag=True, help="Let warnings fail too.")
def apply(site: OpenedSite, folder: Path, form: str, strict: bool) -> None:
    """Put the notes into a finished site of any generator.

    SITE is the folder that was built, by Hugo, Eleventy, Sphinx, Zensical or any other program.  Each source is found
    on its page, indices, exports and search records are written, and then every note is looked for as `verify` does.
    """
    if not folder.is_dir():
        stop(f"there is no folder {folder}: build the site first, such as by `hugo`, into `public`")
    try:
        applied = site.apply(folder)
    except AppliedBefore as error:
        stop(str(error))
    problems = distinct(applied.problems)
    click.echo(FORMATS[form](problems))
    if form == "github":
        summarised(summary.of_problems(problems))
    for notice in applied.notices:
        click.echo(line(notice), err=True)
    click.echo(
        f"{applied.notes} of {applied.of} notes on {applied.sources} of {len(site.project.sources)} sources; "
        f"{applied.pages} other pages, {applied.files} files"
        + (f"; {applied.records} sources in the search" if applied.records else ""),
        err=True,
    )
    sys.exit(1 if any(strict or problem.severity == "error" for problem in problems) else 0)
