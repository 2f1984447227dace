"""`glossator watch`: what became of the addresses of sources and evidence."""

from __future__ import annotations

import sys
from importlib.metadata import version

import click

from glossator.cli.command import Command
from glossator.cli.site import on_sources
from glossator.cli.workflow import summarised
from glossator.installing import NAME
from glossator.project.sources import Source
from glossator.publication.opened import OpenedSite
from glossator.watching.findings import Finding
from glossator.watching.manners import AGENT, DELAY, LIMIT, Manners


@click.command(
    cls=Command,
    examples=("glossator watch --list", "glossator watch mill-bridge --no-evidence --limit 20"),
)
@on_sources
@click.option("--evidence/--no-evidence", default=True, show_default=True,
              help="Whether the evidence that notes cite is asked for, too.")  # fmt: skip
@click.option("--limit", metavar="N", type=click.IntRange(min=1), default=LIMIT, show_default=True,
              help="How many requests are made at most; what is left is asked first the next time.")  # fmt: skip
@click.option("--delay", metavar="SECONDS", type=click.FloatRange(min=0, max=600), default=DELAY, show_default=True,
              help="Between two requests to one host.")  # fmt: skip
@click.option("--new", "only_new", is_flag=True, help="Let only what the last visit did not find fail.")
@click.option("--list", "only_list", is_flag=True, help="Say what would be asked, and ask nothing.")
@click.option("--allow-private", is_flag=True, help="Ask hosts of this machine’s own network, too.")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text",
              help="How it is told; `github`: also in the workflow’s summary.")  # fmt: skip
def watch(
    site: OpenedSite,
    asked: list[Source],
    evidence: bool,
    limit: int,
    delay: float,
    only_new: bool,
    only_list: bool,
    allow_private: bool,
    form: str,
) -> None:
    """Ask the addresses of sources and their evidence: what is there, changed, moved or gone.

    Of a source that changed the words that differ are shown, and the command that would bring it in; of what is gone a
    copy, or where to look for one.  Nothing of the project is written but what is remembered, in its `.cache/`.
    """
    # Every other command would wait for these, too.
    from glossator.watching import addresses, telling
    from glossator.watching.asking import Asker
    from glossator.watching.memory import Memory
    from glossator.watching.visiting import Visitor

    watched = addresses.watched(site.project, site.renderer.site, asked, evidence=evidence)
    if only_list:
        click.echo(telling.listed(watched) or telling.counted([]))
        return
    base = site.host.settings.base
    agent = f"{AGENT}/{version(NAME)}{f' (+{base})' if base else ''}"
    asker = Asker(Manners(agent=agent, limit=limit, delay=delay, allow_private=allow_private))
    memory = Memory(site.project.layout.root)
    visitor = Visitor(site, asker, memory)
    findings: list[Finding] = []
    click.echo(f"addresses to ask: {len(watched)}, with {delay:g} seconds between two requests to one host", err=True)
    try:
        findings.extend(visitor.visits(watched))
    finally:
        if watched:
            memory.save()
    findings = telling.in_order(findings)
    click.echo(telling.FORMATS[form](findings))
    if form == "github":
        summarised(telling.as_markdown(findings))
    sys.exit(1 if any(found.needs_person and not (only_new and found.told) for found in findings) else 0)
