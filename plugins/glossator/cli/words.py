"""`glossator words`: the words of the page, to be translated into a language that the program does not have."""

from __future__ import annotations

import click

from glossator.cli.command import Command
from glossator.cli.stopping import stop
from glossator.edition import catalogues


@click.command("words", cls=Command, examples=("glossator words pt", "glossator words pt-BR"))
@click.argument("language", metavar="LANGUAGE")
def print_words(language: str) -> None:
    """Print a catalogue of the page's words for a language, to be translated.

    A site keeps it in the folder `glossator` of its theme's `custom_dir`, named by the language.  Words that are there
    in that language already are in it; what is left empty stays English.
    """
    try:
        click.echo(catalogues.begun(language), nl=False)
    except ValueError:
        stop(f"`{language}` is no language that is known: give a BCP 47 tag, such as pt or pt-BR")
