"""`glossator schema`: what editors need to complete and check a project's files."""

from __future__ import annotations

import json
from pathlib import Path

import click

from glossator.cli.command import Command
from glossator.cli.site import open_site, with_config
from glossator.cli.writes import Consent, writes
from glossator.editing import vscode
from glossator.files import reading, writing
from glossator.project import Layout
from glossator.records.schema import DOCUMENTS, json_schema
from glossator.records.vocabulary import Kinds


@click.command("schema", cls=Command, examples=("glossator schema sourcing", "glossator schema --write"))
@with_config
@click.argument("document", type=click.Choice(list(DOCUMENTS)), default="note")
@click.option("--write", is_flag=True, help="Write all of them into the project, with settings for editors.")
@writes(force=True)
def print_schema(config: Path | None, document: str, write: bool, consent: Consent) -> None:
    """Print the JSON Schema of a note's, a source's, sourcing.yml's or the bibliography's fields.

    Settings of editors that are there already stay as they are, and what they lack is shown; --force replaces them.
    """
    if not (write or consent.dry_run):
        click.echo(json.dumps(json_schema(document), ensure_ascii=False, indent=2))
        return
    layout = (site := open_site(config)).project.layout
    files = _files(layout, site.project.kinds)
    kept = {path for path in _settings(layout) if path.exists() and not consent.force}
    wanted = {path: text for path, text in files.items() if path not in kept}
    if consent.given(reading.display_name(path, layout.root) for path in wanted):
        for path, text in wanted.items():
            writing.write_atomically(path, text)
            click.echo(reading.display_name(path, layout.root))
    for path in kept:
        if path.read_text(encoding="utf-8") != files[path]:
            display = reading.display_name(path, layout.root)
            click.echo(f"{display} is there already, and stays as it is.  It would hold:\n{files[path]}", err=True)


def _files(layout: Layout, kinds: Kinds) -> dict[Path, str]:
    own = {layout.annotations / vscode.SCHEMAS / name: text for name, text in vscode.schemas(kinds).items()}
    own[layout.root / vscode.VSCODE / "glossator.code-snippets"] = vscode.snippets(kinds)
    return own | _settings(layout)


def _settings(layout: Layout) -> dict[Path, str]:
    """The files that a person may have already, for more than this program."""
    references = [path.relative_to(layout.root).as_posix() for path in layout.bibliography if path.suffix != ".bib"]
    settings = vscode.settings(layout.annotations.relative_to(layout.root).as_posix(), references)
    return {layout.root / vscode.VSCODE / name: text for name, text in settings.items()}
