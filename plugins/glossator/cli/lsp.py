"""`glossator lsp`: help in editors while a note is typed."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import click

from glossator import installing
from glossator.cli.command import Command
from glossator.cli.site import with_config
from glossator.cli.stopping import stop
from glossator.hosts import open_host
from glossator.publication import opened


@click.command("lsp", cls=Command, examples=("glossator lsp", "glossator lsp --config mkdocs.yml"))
@with_config
def serve(config: Path | None) -> None:
    """Speak to an editor by the Language Server Protocol, on standard input and output.

    The editor starts it; it completes, underlines and mends notes as they are typed.
    """
    try:
        from glossator.cli import language_server  # only who wants it needs its library
    except ImportError:
        stop(f"this command needs a package more: {installing.adding('lsp')}")
    language_server.serve(version("glossator"), lambda: opened.open_site(open_host(config)))
