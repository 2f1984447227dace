"""`glossator seal`: the checksum of a source's text."""

from __future__ import annotations

import click

from glossator.cli.site import on_site, refuse, source_of
from glossator.files import writing
from glossator.problems import Problem
from glossator.project import sources
from glossator.publication.opened import OpenedSite
from glossator.text.textmap import read


@click.command()
@on_site
@click.argument("slugs", nargs=-1, metavar="[SOURCE]...")
def seal(site: OpenedSite, slugs: tuple[str, ...]) -> None:
    """Write the checksum of each source's text, as readers see it, into its front matter."""
    changed = False
    for source in [source_of(site, slug) for slug in slugs] or site.project.sources.values():
        sealed = sources.sealed(source, read(site.html(source)))
        if isinstance(sealed, Problem):
            refuse([sealed])
        if sealed is not None:
            text, before = sealed
            writing.write_atomically(source.document.file.path, text, instead_of=before)
            click.echo(f"sealed {source.path}")
            changed = True
    if not changed:
        click.echo("nothing to seal: each text is the one that was sealed")
