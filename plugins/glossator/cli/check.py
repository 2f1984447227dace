"""`glossator check`: every problem of the site, or of what is named."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from glossator.cli.checking import problems_of
from glossator.cli.command import Command
from glossator.cli.site import asked_sources, open_site, sources_asked, with_config
from glossator.reports.formats import FORMATS, distinct, explained_by
from glossator.reports.lines import line

JOBS = "In how many processes.  [default: one for each core, where there is enough to check]"


@click.command(
    cls=Command,
    examples=("glossator check", "glossator check mill-bridge annotations/mill-bridge/ten-more-years.md --strict"),
)
@with_config
@sources_asked
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", help="How problems are printed.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="NUMBER", help=JOBS)
@click.option("--strict", is_flag=True, help="Let warnings fail too.")
def check(config: Path | None, asked: tuple[str, ...], form: str, jobs: int | None, strict: bool) -> None:
    """Check every source and note, or the sources, notes and folders named.

    The worst problems stand first.
    """
    site = open_site(config, asked)
    of_addresses, unfinished = site.look_at_addresses() if site.scope.slugs is None else ([], [])
    found = problems_of(site, asked_sources(site), (config, asked), jobs=jobs)
    every = [*found, *site.material.problems, *of_addresses]
    problems = distinct([*site.asked, *filter(site.scope.includes, every)])
    click.echo(FORMATS[form](problems))
    if form == "text" and problems:
        click.echo(explained_by(problems), err=True)
    for notice in unfinished if form == "text" else ():
        click.echo(line(notice), err=True)
    if form == "github":
        from glossator.cli.workflow import summarised  # which looks at proposals, as nothing else here does
        from glossator.reports import summary

        # GitHub shows ten errors and ten warnings of a step on their lines; in the summary all of them stand.
        summarised(summary.of_problems(problems))
    sys.exit(1 if any(strict or problem.severity == "error" for problem in problems) else 0)
