"""`glossator slice`: one machine's share of a build."""

from __future__ import annotations

from pathlib import Path

import click

from glossator.cli.command import Command
from glossator.cli.sharing import sharing
from glossator.cli.site import with_config
from glossator.cli.stopping import stop
from glossator.publication import slices
from glossator.publication.slices import NoSlice, Shard, shard_of

JOBS = "In how many processes.  [default: as `jobs` of the site says, else one for each core]"


def _shard(_: click.Context, __: click.Parameter, value: str) -> Shard:
    try:
        return shard_of(value)
    except ValueError as error:
        stop(str(error))


@click.command(
    name="slice",
    cls=Command,
    examples=(
        "glossator slice --shard 2/4 --output slices/2",
        "glossator slice --shard 1/20 --output slices/1 --jobs 2",
    ),
)
@with_config
@click.option("--shard", required=True, metavar="I/N", callback=_shard, help="Which share of how many, such as 2/4.")
@click.option("--output", required=True, type=click.Path(path_type=Path), help="The folder of the slice.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="NUMBER", help=JOBS)
def make_slice(config: Path | None, shard: Shard, output: Path, jobs: int | None) -> None:
    """Make a share of the sources ready for `merge`, which another machine may do.

    The sources are dealt into N shares of about the same length, on every machine alike.  All that a build makes of
    those of one share alone goes into a folder; a slice that is there already is replaced.
    """
    host = sharing(config)
    try:
        slices.begin(output)
    except NoSlice as error:
        stop(str(error))
    made = host.slice(shard, output, jobs=jobs).made
    if made.ready < made.sources:
        lacking = made.sources - made.ready
        click.echo(f"not made ready: {lacking:,}, which `merge` makes anew; `glossator check` may say why", err=True)
    click.echo(f"{output}: {made.ready:,} of {made.sources:,} sources of share {shard} are ready", err=True)
