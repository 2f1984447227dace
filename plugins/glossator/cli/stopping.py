"""How a command stops that cannot go on."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from glossator.reports.lines import lines


def stop(message: str, *, status: int = 2) -> NoReturn:
    """End a command with a sentence; one that was called wrongly with the status 2."""
    click.echo(lines(f"glossator: {message}"), err=True)
    sys.exit(status)
