"""`glossator seal`: the checksum of a source's text."""

from __future__ import annotations

import click

from glossator.cli.command import Command
from glossator.cli.site import on_sources, refuse
from glossator.cli.writes import Consent, writes
from glossator.files import writing
from glossator.problems import Problem
from glossator.project import sources
from glossator.project.sources import Source
from glossator.publication.opened import OpenedSite
from glossator.text.textmap import read


@click.command(cls=Command, examples=("glossator seal mill-bridge", "glossator seal --dry-run"))
@on_sources
@writes()
def seal(site: OpenedSite, asked: list[Source], consent: Consent) -> None:
    """Write the checksum of each source's text, as readers see it, into its front matter."""
    sealed = [(source, sources.sealed(source, read(site.html(source)))) for source in asked]
    if problems := [seal for _, seal in sealed if isinstance(seal, Problem)]:
        refuse(problems)
    changed = [(source, seal) for source, seal in sealed if isinstance(seal, tuple)]
    if not changed:
        click.echo("nothing to seal: each text is the one that was sealed")
    elif consent.given((source.path for source, _ in changed), changed=True):
        for source, (text, before) in changed:
            writing.write_atomically(source.document.file.path, text, instead_of=before)
            click.echo(f"sealed {source.path}")
