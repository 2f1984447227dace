"""`glossator export`: whatever a build writes for other programs, without the build."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import click

from glossator.cli.command import Command, was_spelt
from glossator.cli.site import asked_sources, open_site, sources_asked, with_config
from glossator.cli.stopping import stop
from glossator.cli.writes import Consent, writes
from glossator.files import writing
from glossator.project.sources import Source
from glossator.publication import Publication, counts, exports
from glossator.publication.build import COUNTS
from glossator.publication.exports import addresses, web_annotation
from glossator.publication.opened import OpenedSite
from glossator.reports.lines import lines

Files: TypeAlias = Mapping[str, str | bytes]


@dataclass(frozen=True)
class Form:
    """A form in which something can be had."""

    exporter: Callable[[Publication], Iterable[tuple[str, str | bytes]]]
    of_site: str = ""
    """The address of what there is for the whole site; empty where there is nothing."""
    of_source: str = ""
    """The name of what there is beside each source; empty where there is nothing."""


def _annotations(publication: Publication) -> Iterable[tuple[str, str]]:
    for published in publication.sources:
        page = web_annotation.page(publication, published)
        text = json.dumps(page, ensure_ascii=False, indent=2) + "\n"
        yield addresses.beside(published, addresses.ANNOTATIONS), text


def _counts(publication: Publication) -> Iterable[tuple[str, str]]:
    yield COUNTS, json.dumps(counts.of_site(publication), indent=2) + "\n"


FORMS: Mapping[str, Form] = {
    "web-annotation": Form(_annotations, of_source=addresses.ANNOTATIONS),
    "csv": Form(exports.EXPORTS["notes_csv"], of_site=addresses.NOTES),
    "claims": Form(exports.EXPORTS["claims_csv"], of_source=addresses.CLAIMS),
    "csl-json": Form(exports.EXPORTS["references"], of_site=addresses.REFERENCES),
    "cite-json": Form(exports.EXPORTS["citations"], of_source=addresses.CITE_JSON),
    "cite-bib": Form(exports.EXPORTS["citations"], of_source=addresses.CITE_BIB),
    "atom": Form(exports.EXPORTS["feed"], of_site=addresses.FEED, of_source=addresses.FEED),
    "corrections": Form(exports.EXPORTS["feed"], of_site=addresses.CORRECTIONS),
    "entities": Form(exports.EXPORTS["entities"], of_site="exports/entities.json"),
    "schema-org": Form(exports.EXPORTS["schema_org"], of_source=addresses.SCHEMA_ORG),
    "counts": Form(_counts, of_site=COUNTS),
}
"""What can be had by itself."""
ALL = "all"
"""Every file that a build writes for other programs, in a folder, each at its address."""


@click.command(
    cls=Command,
    examples=(
        "glossator export mill-bridge",
        "glossator export --format csl-json --output references.json",
    ),
)
@with_config
@sources_asked
@click.option("--format", "form", type=click.Choice([*FORMS, ALL]), default="web-annotation", show_default=True,
              help="What is written; `all`: every file, into a folder.")  # fmt: skip
@click.option("--source", "former", hidden=True)
@click.option("--output", type=click.Path(path_type=Path), help="The file, or the folder; default: standard output.")
@writes(force=True)
def export(
    config: Path | None, asked: tuple[str, ...], form: str, former: str | None, output: Path | None, consent: Consent
) -> None:
    """Write what other programs read: notes, references, feeds, counts.

    Of the sources named, or of all.
    """
    if former:
        was_spelt("--source SOURCE", "glossator export SOURCE")
        asked = (*asked, former)
    site = open_site(config, asked, drafts=False)
    wanted = asked_sources(site)
    publication = site.publication(wanted)
    if form == ALL:
        _write_all(publication, output, consent)
    else:
        _write(_content(site, publication, FORMS[form], wanted, named=bool(asked)), output, consent)
    lost = [note for source in publication.editions for note in source.page.apparatus.unplaced]
    for notice in site.build.left_out:
        click.echo(lines(notice), err=True)
    if lost:
        click.echo(f"notes without a place, left out: {len(lost)} (see `glossator check`)", err=True)


def _content(
    site: OpenedSite, publication: Publication, form: Form, wanted: list[Source], *, named: bool
) -> str | bytes:
    """What a form has of the sources that are wanted; stops where it has nothing, or one thing for each of several."""
    if form.of_source and len(wanted) == 1 and (named or not form.of_site):
        address = addresses.beside(publication.sources[0], form.of_source)
    elif form.of_site:
        address = form.of_site
    else:
        slugs = ", ".join(site.project.sources) or "none yet"
        stop(f"this is written source by source: name one, such as `glossator export SOURCE`; there are: {slugs}")
    content = dict(form.exporter(publication)).get(address)
    if content is None:
        stop("there is nothing of the kind to write", status=1)
    return content


def _write(content: str | bytes, output: Path | None, consent: Consent) -> None:
    raw = content.encode() if isinstance(content, str) else content
    if output is None:
        click.echo(raw, nl=False)
        return
    if output.is_dir():
        stop(f"{output} is a folder: name a file, or write every file with --format {ALL}")
    if output.is_file() and not consent.force and output.read_bytes() != raw:
        was_spelt("replacing a file without --force", "glossator export --force")
    if consent.given([str(output)], changed=output.exists()):
        writing.write_atomically(output, raw)


def _write_all(publication: Publication, folder: Path | None, consent: Consent) -> None:
    if folder is None:
        stop(f"--format {ALL} writes many files: name their folder with --output")
    files: Files = dict(exports.files(publication)) | dict(_counts(publication))
    for address in files:
        consent.over(str(folder / address), exists=(folder / address).exists(), otherwise="name another folder")
    if consent.given(str(folder / address) for address in files):
        for address, content in files.items():
            writing.write_atomically(folder / address, content)
            click.echo(folder / address)
