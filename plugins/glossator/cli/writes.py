"""What all commands that write have in common: what they say before, and the options that decide whether they may."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import click

from glossator.cli import terminal
from glossator.cli.stopping import stop


@dataclass(frozen=True)
class Consent:
    """Whether a command may write."""

    dry_run: bool = False
    yes: bool = False
    force: bool = False

    def given(self, names: Iterable[str], *, changed: bool = False) -> bool:
        """Whether files may be written; at a terminal a person is asked, and told which they are.

        Args:
            names: the files, as problems name them.
            changed: whether they are there, and only something in them changes.
        """
        listed = list(names)
        if self.dry_run:
            for name in listed:
                click.echo(name)
            click.echo("nothing was written", err=True)
            return False
        if not listed or self.yes or not terminal.at_terminal():
            return True
        for name in listed:
            click.echo(f"{'will change' if changed else 'will write'} {name}", err=True)
        agreed = click.confirm("Write?", default=True, err=True)
        if not agreed:
            click.echo("nothing was written", err=True)
        return agreed

    def over(self, name: str, *, exists: bool, otherwise: str) -> None:
        """Stop where a file is there that only `--force` may replace.

        Args:
            name: the file.
            exists: whether it is there.
            otherwise: what else could be done.
        """
        if exists and not self.force:
            stop(f"{name} exists: {otherwise}, or use --force")


def writes(*, force: bool = False) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command `--dry-run` and `--yes`, and where it could replace a file `--force`, as its `consent`."""

    def decorated(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def consenting(*args: Any, dry_run: bool, yes: bool, force: bool = False, **options: Any) -> None:
            command(*args, consent=Consent(dry_run, yes, force), **options)

        forced = click.option("--force", is_flag=True, help="Replace what is there already.")
        decorators = (
            click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing."),
            click.option("--yes", is_flag=True, help="Write without asking."),
            *((forced,) if force else ()),
        )
        for option in reversed(decorators):
            consenting = option(consenting)
        return consenting

    return decorated
