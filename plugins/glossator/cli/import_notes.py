"""`glossator import-notes`: notes that other programs wrote, as notes of a source."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from glossator.cli.command import Command, was_spelt
from glossator.cli.site import example_of, on_site, source_of
from glossator.cli.stopping import stop
from glossator.cli.writes import Consent, writes
from glossator.files import reading, writing
from glossator.problems import Problem
from glossator.publication.opened import OpenedSite
from glossator.reports.formats import as_text
from glossator.text.textmap import read

if TYPE_CHECKING:
    from glossator.imports.notes.carrying import Asked, Carried
    from glossator.imports.notes.incoming import Reading


@click.command(
    "import-notes",
    cls=Command,
    examples=(
        "glossator import-notes annotations.jsonld mill-bridge --dry-run",
        "glossator import-notes annotations.jsonld mill-bridge --keep-unplaced",
    ),
)
@on_site
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("name", metavar="SOURCE", required=False)
@click.option("--source", "former", hidden=True)
@click.option(
    "--keep-unplaced",
    is_flag=True,
    help="Write notes that `check` refuses, too, for you to mend: above all those whose words are not found.",
)
@click.option(
    "--any-address", is_flag=True, help="Take notes on other addresses than the original’s and our page’s, too."
)
@click.option("--hidden", is_flag=True, help="Take notes that a moderator has hidden, too.")
@writes()
def import_notes(
    site: OpenedSite,
    file: Path,
    name: str | None,
    former: str | None,
    keep_unplaced: bool,
    any_address: bool,
    hidden: bool,
    consent: Consent,
) -> None:
    """Make notes on a source of W3C Web Annotations, an export of Hypothes.is, footnotes, comments, or our own CSV.

    No note is overwritten.  What could not be carried over is listed.
    """
    # Every other command would wait for it, too: some 15 ms.
    from glossator.imports.notes import carrying, formats

    if former:
        was_spelt("--source SOURCE", "glossator import-notes FILE SOURCE")
    if not (name := name or former):
        stop(f"name the source, such as `glossator import-notes {file.name} {example_of(site)}`")
    slug = source_of(site, name).slug
    incoming = formats.read(file, site.project.layout.root, slug, kinds=site.project.kinds)
    asked = carrying.Asked(unplaced=keep_unplaced, hidden=hidden, elsewhere=any_address)
    problems = write_notes(site, slug, incoming, asked, consent)
    sys.exit(1 if any(problem.severity == "error" for problem in problems) else 0)


def write_notes(site: OpenedSite, slug: str, incoming: Reading, asked: Asked, consent: Consent) -> Sequence[Problem]:
    """Write notes of another program as notes of a source; say which, and what could not be carried over.

    Args:
        site: the site.
        slug: the source.
        incoming: the notes, as far as they could be read.
        asked: what is wanted beyond what anybody would want.
        consent: whether they may be written.
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
    if consent.given(reading.display_name(note.path, layout.root) for note in carried.files):
        for note in carried.files:
            writing.write_atomically(note.path, note.text, new=True)
            click.echo(reading.display_name(note.path, layout.root))
    _tell_what_was_left_alone(incoming, carried)
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
