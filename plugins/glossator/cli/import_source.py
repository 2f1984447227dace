"""`glossator import`: a file of another kind as a source."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossator.cli.command import Command
from glossator.cli.import_notes import write_notes
from glossator.cli.site import choices, open_site, refuse, with_config
from glossator.cli.stopping import stop
from glossator.cli.writes import Consent, writes
from glossator.files import reading, writing
from glossator.records import identifiers
from glossator.records.vocabulary import Terms

if TYPE_CHECKING:
    from glossator.imports.sources import Imported


class _SavedFile(click.Path):
    """A file; of an address, how to save what is there."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if re.match(r"https?://", str(value)):
            message = (
                f"`{value}` is an address, and nothing is fetched: open it in a browser, save it (Ctrl+S, as “Webpage, "
                "Single File” where that is offered), then `glossator import page.mhtml`"
            )
            self.fail(message, param, ctx)
        return super().convert(value, param, ctx)


@click.command(
    "import",
    cls=Command,
    examples=(
        "glossator import minutes.txt --licence CC0-1.0",
        "glossator import minutes.txt --slug first-vote --text excerpts --dry-run",
    ),
)
@with_config
@click.argument("file", type=_SavedFile(path_type=Path, exists=True, dir_okay=False))
@click.option("--slug", help="The source’s name in addresses; default: made of its title.")
@click.option("--text", "terms", type=choices(Terms), default=Terms.FULL.value, show_default=True,
              help="On what terms the words are here.")  # fmt: skip
@click.option("--licence", default="", help="For --text full: an SPDX id, `public-domain`, or the permission in words.")
@click.option("--rights", default="", help="Who holds the rights.")
@click.option(
    "--keep",
    multiple=True,
    metavar="NUMBER|all",
    help="Of a web page or a PDF file, a block that would be left out; can stand several times.",
)
@writes(force=True)
def import_source(
    config: Path | None,
    file: Path,
    slug: str | None,
    terms: str,
    licence: str,
    rights: str,
    keep: tuple[str, ...],
    consent: Consent,
) -> None:
    """Make a source of a text, a web page or a document: .txt, .md, .html, .mhtml, .docx, .epub, .pdf.

    Comments of a document become its notes.
    """
    # Every other command would wait for it, too: some 20 ms.
    from glossator.imports import sources

    site = open_site(config)
    try:
        imported = sources.read_file(file, keep=_numbers(keep))
    except sources.ImportFailure as failure:
        refuse([failure.problem])
    slug = slug or imported.slug
    if fault := identifiers.fault_of_path(slug):
        stop(f"the source’s slug `{slug}` {fault}, such as --slug {identifiers.mended(slug, 'article')}")
    path = site.project.layout.sources / f"{slug}.md"
    name = reading.display_name(path, site.project.layout.root)
    consent.over(name, exists=path.exists(), otherwise="name another with --slug")
    if not consent.given([name]):
        return
    writing.write_atomically(
        path, sources.page(imported, text=terms, rights=rights, licence=licence), new=not consent.force
    )
    (site.project.layout.annotations / slug).mkdir(parents=True, exist_ok=True)
    click.echo(name)
    for removed in imported.removed:
        click.echo(f"left out, since a source may not hold it: {reading.printable(removed)}", err=True)
    _tell_what_was_left_out(imported)
    for loss in imported.losses:
        click.echo(f"look at the file: {reading.printable(loss)}", err=True)
    for difference in _differences(imported, config, slug):
        click.echo(f"look at the page: {reading.printable(difference)}", err=True)
    _write_notes(imported, config, slug, consent)
    if terms == Terms.FULL and not licence:
        click.echo(
            "add `licence:` to its front matter: a full text needs one, and `glossator check` asks for it", err=True
        )


def _numbers(keep: tuple[str, ...]) -> frozenset[int] | None:
    """The blocks that are asked for; None for all."""
    if "all" in keep:
        return None
    if wrong := [number for number in keep if not (number.isascii() and number.isdigit())]:
        stop(f"`--keep {wrong[0]}`: a number of the list was expected, such as --keep 3, or --keep all")
    return frozenset(map(int, keep))


def _tell_what_was_left_out(imported: Imported) -> None:
    if not imported.left_out:
        return
    click.echo(
        "left out, since it seems to be none of the text; take it with --keep NUMBER, or all with --keep all:", err=True
    )
    for block in imported.left_out:
        click.echo(f"    {reading.printable(block)}", err=True)


def _differences(imported: Imported, config: Path | None, slug: str) -> list[str]:
    """What differs between the file and the page that the site makes of it."""
    from glossator.imports.sources import reading_back

    site = open_site(config, [slug])
    source = site.project.sources.get(slug)
    return list(reading_back.differences(imported, site.html(source))) if source else []


def _write_notes(imported: Imported, config: Path | None, slug: str, consent: Consent) -> None:
    """Write what is noted in the file, as `import-notes` would."""
    if not imported.notes:
        return
    from glossator.imports.notes.carrying import Asked
    from glossator.imports.notes.incoming import Reading

    write_notes(open_site(config, [slug]), slug, Reading(imported.notes), Asked(), consent)
