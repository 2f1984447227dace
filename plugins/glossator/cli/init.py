"""`glossator init`: begin a site, or add to one what is missing."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any, get_args

import click

from glossator import installing
from glossator.cli import terminal
from glossator.cli.command import Command
from glossator.cli.writes import Consent, writes
from glossator.editing import beginning
from glossator.editing.beginning import Answers, Forge
from glossator.files import writing
from glossator.records.kinds import kinds
from glossator.repository import branch

PLUGIN = """\
plugins:
  - search
  - glossator:
      bibliography:
        - annotations/references.yml"""

NAV = "Under `nav`, where it has one, list the new pages that readers shall find."

SHOWN = """\
`glossator check` names what is still to be filled in; `mkdocs serve` says where the site is to be seen.
docs/ has its pages, docs/sources/ the texts, annotations/ the notes on them; README.md says more."""

IN_ENGLISH = """\
The pages in docs/, the text and its notes are in English, to be written anew; all other words are in your language
where there is a catalogue of it."""

REQUIREMENT = """\
Before you publish: requirements.txt asks an index of packages for glossator {version}; yours came from this machine.
Should the index not have it, take it along.  In the site’s folder

  pip wheel --no-deps {origin}

makes a file; name it in requirements.txt, instead of name and version:

  ./glossator-{version}-py3-none-any.whl[{extras}]"""


@click.command(
    "init",
    cls=Command,
    examples=("glossator init papers", "glossator init papers --name 'Town papers' --forge github --yes"),
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
@click.option("--name", help="What the site is called; default: the folder’s name.")
@click.option("--address", metavar="URL", help="Where it will stand.")
@click.option("--repository", metavar="URL", help="Where its files are kept.")
@click.option("--forge", type=click.Choice(get_args(Forge)), help="What checks, builds and publishes it.")
@click.option("--operator", metavar="NAME", help="Who answers for it, for the imprint.")
@click.option("--contact", metavar="ADDRESS", default="", help="Where readers can write to, for the imprint.")
@click.option("--language", metavar="TAG", default="en", help="Language of the words around the sources.")
@click.option(
    "--requirement", metavar="TEXT", default="", help="What requirements.txt installs; default: this version."
)
@writes()
def init(folder: Path, consent: Consent, **said: Any) -> None:
    """Begin a site in a folder: a text with notes, the pages around it, and what its forge needs.

    No file that is there is touched, so that an existing site gets what it lacks.  With --yes nothing is asked.
    """
    ask = not consent.yes and terminal.at_terminal()
    files = beginning.files(answers(folder, said, ask=ask), kinds({}))
    has_site = (folder / "mkdocs.yml").exists()
    new = {path: text for path, text in files.items() if not (folder / path).exists()}
    if not consent.given(new):
        return
    for path, text in new.items():
        writing.write_atomically(folder / path, text, new=True)
        click.echo(path)
    for path in files.keys() - new.keys():
        click.echo(f"{path} is there already, and stays as it is", err=True)
    if has_site:
        click.echo(f"\nIn mkdocs.yml, name the plugin, if it is not there:\n\n{PLUGIN}\n\n{NAV}", err=True)
    else:
        click.echo(f"\nNow:\n\n{next_steps(folder)}\n\n{SHOWN}", err=True)
        if not said["language"].lower().startswith("en"):
            click.echo(f"\n{IN_ENGLISH}", err=True)
        if "requirements.txt" in new and not said["requirement"] and (origin := installing.unreachable()):
            version = metadata.version(installing.NAME)
            text = REQUIREMENT.format(origin=shlex.quote(origin), version=version, extras=beginning.EXTRAS)
            click.echo(f"\n{text}", err=True)


def next_steps(folder: Path) -> str:
    """What to do with a new site, for a shell."""
    enter = [f"cd {shlex.quote(str(folder))}"] if folder != Path() else []
    # The branch is the one that workflows and links for editing name.
    begin = ["git init --initial-branch main"] if branch.folder(folder) is None else []
    return "\n".join(f"  {line}" for line in (*enter, *begin, "glossator check", "mkdocs serve"))


def answers(folder: Path, said: dict[str, Any], *, ask: bool) -> Answers:
    """What is said of the site by options, else by a person, else by default."""
    default_name = folder.resolve().name.replace("-", " ").replace("_", " ").capitalize() or "Annotated sources"
    name = _answer(said["name"], "What is the site called?", default_name, ask=ask)
    question = "At which address will it stand? (empty: not known yet)"
    address = _answer(said["address"], question, "", ask=ask, read=_address)
    question = "Where are its files kept? (an address; empty: nowhere yet)"
    repository = _answer(said["repository"], question, "", ask=ask, read=_address)
    guess = beginning.guessed_forge(repository)
    question = "What builds it: github, gitlab, forgejo or none?"
    forge = _answer(said["forge"], question, guess, ask=ask, choices=get_args(Forge))
    operator = _answer(said["operator"], "Who answers for it, by name? (empty: later)", "", ask=ask)
    others = {key: said[key] for key in ("contact", "language", "requirement")}
    return Answers(name=name, address=address, repository=repository, forge=forge, operator=operator, **others)


def _line(text: str) -> str:
    """An answer without what keys other than those of letters leave in it."""
    return "".join(sign for sign in text if sign.isprintable()).strip()


def _address(text: str) -> str:
    try:
        return beginning.web_address(_line(text))
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _answer(
    said: str | None,
    question: str,
    default: str,
    *,
    ask: bool,
    choices: tuple[str, ...] = (),
    read: Callable[[str], str] = _line,
) -> Any:
    """What an option says, else a person, else the default.

    A person who says what cannot be is told so, and asked again; an option ends the command.
    """
    if said is not None or not ask:
        return default if said is None else read(said)
    kind = click.Choice(choices) if choices else None
    return click.prompt(
        question,
        default=default,
        type=kind,
        value_proc=None if choices else read,
        show_default=bool(default),
        show_choices=False,
    )
