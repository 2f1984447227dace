"""`glossator stats`: what there is of each source, in numbers."""

from __future__ import annotations

import json
from functools import partial

import click

from glossator.cli.command import Command
from glossator.cli.site import on_sources
from glossator.edition.checking import check
from glossator.project.sources import Source
from glossator.publication import counts
from glossator.publication.opened import OpenedSite


@click.command(cls=Command, examples=("glossator stats mill-bridge", "glossator stats --format json"))
@partial(on_sources, drafts=False)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How figures are printed.")
def stats(site: OpenedSite, asked: list[Source], form: str) -> None:
    """Count passages and notes of each source, or of the sources named."""
    figures = {source.slug: _counts(site, source) for source in asked}
    if form == "json":
        click.echo(json.dumps(figures, ensure_ascii=False, indent=2))
        return
    for slug, figures_of_source in figures.items():
        click.echo(slug)
        for name, value in figures_of_source.items():
            text = ", ".join(f"{key} {count}" for key, count in value.items()) if isinstance(value, dict) else value
            click.echo(f"  {name.replace('_', ' '):<16}{text}")


def _counts(site: OpenedSite, source: Source) -> counts.Counts:
    sidecar = site.project.sidecars[source.slug]
    placed, problems = check(source, sidecar, site.html(source), site.renderer)
    return counts.of_source(placed, sidecar, problems)
