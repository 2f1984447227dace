"""`glossator merge`: the site, with what other machines made of its sources."""

from __future__ import annotations

from pathlib import Path

import click

from glossator.cli.command import Command
from glossator.cli.sharing import sharing
from glossator.cli.site import with_config
from glossator.cli.stopping import stop
from glossator.publication import slices
from glossator.publication.host import NotReady
from glossator.publication.slices import NoSlice
from glossator.reports.lines import line


@click.command(
    cls=Command,
    examples=("glossator merge slices", "glossator merge slices/1 slices/2 --output public --strict"),
)
@with_config
@click.argument("folders", nargs=-1, required=True, metavar="SLICES...", type=click.Path(path_type=Path))
@click.option("--output", type=click.Path(path_type=Path), help="The folder of the site; default: the site’s own.")
@click.option("--force", is_flag=True, help="Replace what is in that folder.")
@click.option("--strict", is_flag=True, help="Let warnings fail too, and a source that no slice holds.")
def merge(config: Path | None, folders: tuple[Path, ...], output: Path | None, force: bool, strict: bool) -> None:
    """Build the site with what `slice` made ready, on this machine or on others.

    SLICES are folders of slices, or folders that hold some.  The site is the one that is built without them, byte for
    byte: what no slice holds, or another version of the site or the program made, is made anew.
    """
    host = sharing(config)
    try:
        found = slices.read(folders)
    except NoSlice as error:
        stop(str(error))
    own = output is None or output.resolve() == host.site
    if output and not own and not force and output.exists() and (not output.is_dir() or any(output.iterdir())):
        stop(f"{output} is not empty: name another folder, or replace all that is in it by --force")
    faults = slices.faults(found, host.settings.root)
    for fault in faults:
        click.echo(line(f"glossator: {fault}"), err=True)
    if strict and faults:
        stop("with --strict the slices must hold the whole site; nothing was built", status=1)
    try:
        merged = host.merge(found, output, strict=strict)
    except NotReady as error:
        stop(f"{error}; nothing was built", status=1)
    if merged.of and not merged.ready:
        click.echo("glossator: warning: nothing of the slices could be used, so they saved no time", err=True)
    elif merged.anew and not faults:
        few = ", ".join(f"`{slug}`" for slug in merged.anew[:3])
        click.echo(
            line(f"glossator: warning: files or options differ from those of the slices, as for {few}"), err=True
        )
    number = f"{len(found)} slice{'s' if len(found) != 1 else ''}"
    click.echo(
        f"{merged.ready:,} of {merged.of:,} sources were ready in {number}, {len(merged.anew):,} were made anew",
        err=True,
    )
