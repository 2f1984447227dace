"""`glossator schema`: what editors need to complete and check a project's files."""

from __future__ import annotations

import json
from pathlib import Path

import click

from glossator.cli.site import open_site, with_config
from glossator.editing import vscode
from glossator.files import reading, writing
from glossator.records.schema import DOCUMENTS, json_schema


@click.command("schema")
@with_config
@click.argument("document", type=click.Choice(list(DOCUMENTS)), default="note")
@click.option("--write", is_flag=True, help="Write all of them into the project, with settings for editors.")
def print_schema(config: Path | None, document: str, write: bool) -> None:
    """Print the JSON Schema of a note's, a source's, sourcing.yml's or the bibliography's fields."""
    if not write:
        click.echo(json.dumps(json_schema(document), ensure_ascii=False, indent=2))
        return
    site = open_site(config)
    layout, kinds = site.project.layout, site.project.kinds
    own = {layout.annotations / vscode.SCHEMAS / name: text for name, text in vscode.schemas(kinds).items()}
    own[layout.root / vscode.VSCODE / "glossator.code-snippets"] = vscode.snippets(kinds)
    for path, text in own.items():
        writing.write_atomically(path, text)
        click.echo(reading.display_name(path, layout.root))
    references = [path.relative_to(layout.root).as_posix() for path in layout.bibliography if path.suffix != ".bib"]
    settings = vscode.settings(layout.annotations.relative_to(layout.root).as_posix(), references)
    for name, text in settings.items():
        path = layout.root / vscode.VSCODE / name
        display = reading.display_name(path, layout.root)
        if not path.exists():
            writing.write_atomically(path, text)
            click.echo(display)
        elif path.read_text(encoding="utf-8") != text:
            click.echo(f"{display} is there already, and stays as it is.  It would hold:\n{text}", err=True)
