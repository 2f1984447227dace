"""`glossator export`: a source's notes, or the site's, for other programs."""

from __future__ import annotations

import json
from pathlib import Path

import click

from glossator.cli.site import on_site, source_of, stop
from glossator.files import writing
from glossator.publication.exports import notes_csv, web_annotation
from glossator.publication.opened import OpenedSite


@click.command()
@on_site
@click.option("--format", "form", type=click.Choice(["web-annotation", "csv"]), default="web-annotation",
              show_default=True, help="W3C Web Annotations in JSON-LD, or a table.")  # fmt: skip
@click.option("--source", "slug", help="The notes of this source only; Web Annotations are exported source by source.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="The file; default: standard output.")
def export(site: OpenedSite, form: str, slug: str | None, output: Path | None) -> None:
    """Write the notes as another format has them."""
    wanted = [source_of(site, slug)] if slug else list(site.project.sources.values())
    if form == "web-annotation" and len(wanted) != 1:
        slugs = ", ".join(site.project.sources) or "none yet"
        stop(f"name the source with --source; there are: {slugs}")
    publication = site.publication(wanted)
    if form == "csv":
        text = notes_csv.write(publication)
    else:
        page = web_annotation.page(publication, publication.sources[0])
        text = json.dumps(page, ensure_ascii=False, indent=2) + "\n"
    if output:
        writing.write_atomically(output, text)
    else:
        click.echo(text.encode(), nl=False)
    lost = [note for source in publication.sources for note in source.edition.apparatus.unplaced]
    if lost:
        click.echo(f"notes without a place, left out: {len(lost)} (see `glossator check`)", err=True)
