"""`glossator changes`: the notes that a branch proposes."""

from __future__ import annotations

import click

from glossator.cli.command import Command
from glossator.cli.site import on_sources
from glossator.cli.stopping import stop
from glossator.cli.workflow import summarised
from glossator.edition.checking import check
from glossator.project.sources import Source
from glossator.publication.opened import OpenedSite
from glossator.reports import summary
from glossator.reports.formats import distinct
from glossator.repository import proposal
from glossator.repository.git import GitError


@click.command(
    "changes",
    cls=Command,
    examples=("glossator changes --since main", "glossator changes mill-bridge --since main --format markdown"),
)
@on_sources
@click.option("--since", required=True, metavar="COMMIT", help="What to compare with, such as origin/main.")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "github"]), default="text",
              help="A line a note, or all that a reviewer needs; `github`: in the workflow’s summary.")  # fmt: skip
def list_changes(site: OpenedSite, asked: list[Source], since: str, form: str) -> None:
    """List the notes that are added, changed or removed since a commit."""
    layout, sidecars = site.project.layout, site.project.sidecars
    try:
        notes = proposal.read(layout.root, layout.annotations, since)
    except GitError as error:
        stop(f"cannot compare with `{since}`: {error.detail or 'no such commit is here, or none that this builds on'}")
    if site.scope.slugs is not None:
        notes = tuple(note for note in notes if note.source in site.scope.slugs)
    if form == "text":
        for note in notes:
            click.echo(f"{note.what:<8} {note.path}")
        return
    concerned = [site.project.sources[slug] for slug in sorted({note.source for note in notes}) if slug in sidecars]
    examined = {
        source.slug: check(source, sidecars[source.slug], site.html(source), site.renderer) for source in concerned
    }
    problems = distinct([*site.problems, *(problem for _, problems in examined.values() for problem in problems)])
    placed = {slug: apparatus for slug, (apparatus, _) in examined.items()}
    report = summary.of_notes(notes, placed, problems, site.renderer)
    if form != "github" or not summarised(report):
        click.echo(report)
