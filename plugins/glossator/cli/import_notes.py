"""`glossator import-notes`: notes that other programs wrote, as notes of a source."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from glossator.cli.site import on_site, source_of
from glossator.files import reading, writing
from glossator.problems import Problem
from glossator.publication.opened import OpenedSite
from glossator.reports.formats import as_text
from glossator.text.textmap import read

if TYPE_CHECKING:
    from glossator.imports.notes.carrying import Asked, Carried
    from glossator.imports.notes.incoming import Reading


@click.command("import-notes")
@on_site
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--source", "slug", required=True, help="The source that the notes are about.")
@click.option(
    "--keep-unplaced",
    is_flag=True,
    help="Write notes that `check` refuses, too, for you to mend: above all those whose words are not found.",
)
@click.option(
    "--any-address", is_flag=True, help="Take notes on other addresses than the original’s and our page’s, too."
)
@click.option("--hidden", is_flag=True, help="Take notes that a moderator has hidden, too.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
def import_notes(
    site: OpenedSite, file: Path, slug: str, keep_unplaced: bool, any_address: bool, hidden: bool, dry_run: bool
) -> None:
    """Make notes of W3C Web Annotations, an export of Hypothes.is, footnotes, comments in a document, or our own CSV.

    No note is overwritten.  What could not be carried over is listed.
    """
    # Every other command would wait for it, too: some 15 ms.
    from glossator.imports.notes import carrying, formats

    incoming = formats.read(file, site.project.layout.root, slug, kinds=site.project.kinds)
    asked = carrying.Asked(unplaced=keep_unplaced, hidden=hidden, elsewhere=any_address)
    problems = write_notes(site, slug, incoming, asked, dry_run=dry_run)
    sys.exit(1 if any(problem.severity == "error" for problem in problems) else 0)


def write_notes(
    site: OpenedSite, slug: str, incoming: Reading, asked: Asked, *, dry_run: bool = False
) -> Sequence[Problem]:
    """Write notes of another program as notes of a source; say which, and what could not be carried over.

    Args:
        site: the site.
        slug: the source.
        incoming: the notes, as far as they could be read.
        asked: what is wanted beyond what anybody would want.
        dry_run: whether nothing is written.
    """
    from glossator.imports.notes import carrying, placing

    source, layout = source_of(site, slug), site.project.layout
    shelf = placing.Shelf(
        folder=layout.annotations / slug,
        root=layout.root,
        present=site.project.sidecars[slug],
        text=read(site.html(source)),
        site=site.renderer.site,
        address=site.address(source),
        original=source.front.source.URL or "",
    )
    carried = carrying.carry(incoming.notes, shelf, asked)
    for note in carried.files:
        if not dry_run:
            writing.write_atomically(note.path, note.text, new=True)
        click.echo(reading.display_name(note.path, layout.root))
    _tell_what_was_left_alone(incoming, carried)
    if dry_run:
        click.echo("nothing was written", err=True)
    if problems := [*incoming.problems, *carried.problems]:
        click.echo(as_text(problems), err=True)
    return problems


def _tell_what_was_left_alone(incoming: Reading, carried: Carried) -> None:
    if incoming.elsewhere:
        click.echo(f"notes on other sources, left alone: {incoming.elsewhere}", err=True)
    if carried.elsewhere:
        addresses = ", ".join(dict.fromkeys(map(reading.printable, carried.elsewhere)))
        click.echo(f"notes on other addresses, left alone: {len(carried.elsewhere)} ({addresses})", err=True)
        click.echo("    --any-address takes them; `URL:` of the source names the original", err=True)
    if carried.hidden:
        click.echo(f"notes that a moderator has hidden, left alone: {carried.hidden}", err=True)
        click.echo("    --hidden takes them", err=True)
