"""`glossator explain`: what the code of a problem means, and what to do."""

from __future__ import annotations

import click

from glossator.cli.command import Command
from glossator.cli.stopping import stop
from glossator.problems import CODES
from glossator.records.schema import nearest
from glossator.reports.explaining import address, explanation


@click.command(cls=Command, examples=("glossator explain quote-not-found", "glossator explain unknown-key missing-key"))
@click.argument("codes", nargs=-1, metavar="[CODE]...")
def explain(codes: tuple[str, ...]) -> None:
    """Say what the codes of problems mean, and what to do; without one, list them.

    It is the text of the documentation, and needs neither a site nor the web.
    """
    for code in codes:
        if code not in CODES:
            guess = nearest(code, list(CODES))
            stop(
                f"there is no code `{code}`: {f'did you mean `{guess}`?' if guess else '`glossator explain` lists all'}"
            )
    if not codes:
        width = max(map(len, CODES))
        click.echo("\n".join(f"{code:<{width}}  {meaning}" for code, meaning in CODES.items()))
    click.echo(
        "\n\n".join("\n".join(filter(None, [f"# {code}", address(code), "", explanation(code)])) for code in codes),
        nl=bool(codes),
    )
