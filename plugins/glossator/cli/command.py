"""A command whose help ends with examples, and old spellings of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click


class Command(click.Command):
    """A command with examples, which are run by its test on the site that `docs/format.md` shows."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.examples = tuple(examples)
        """Whole commands, as they are typed."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples below the options, unwrapped, so that they can be copied."""
        super().format_epilog(ctx, formatter)
        with formatter.section("Examples"):
            for example in self.examples:
                formatter.write(f"{'':{formatter.current_indent}}{example}\n")


def was_spelt(old: str, new: str) -> None:
    """Tell who uses an old spelling, which works for one more version, what to write from now on."""
    click.echo(f"glossator: `{old}` is the old spelling of `{new}`, and goes with the next version", err=True)
