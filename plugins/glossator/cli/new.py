"""`glossator new`: a note whose quote anchors."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click

from glossator import edition
from glossator.cli import asking
from glossator.cli.site import choices, on_site, refuse, source_of, stop
from glossator.editing import drafts
from glossator.edition import apparatus
from glossator.files import reading, writing
from glossator.problems import Problem
from glossator.project.sidecar import Annotation
from glossator.project.sources import Source
from glossator.publication.opened import OpenedSite
from glossator.records import identifiers
from glossator.records.model import LEAD
from glossator.records.schema import nearest
from glossator.records.vocabulary import Certainty, Relation, Status
from glossator.reports.formats import as_text, distinct
from glossator.text.textmap import TextMap, read


@click.command()
@on_site
@click.argument("slug", metavar="[SOURCE]", required=False)
@click.option("--title", help="The takeaway as one short sentence.")
@click.option("--kind", help="What the note is for, such as context or counter-evidence.")
@click.option(
    "--quote", help="The words it is about, as the page shows them; `first words … last words` for long ones."
)
@click.option("--prefix", help="Words just before the quote, to pick one of several.")
@click.option("--suffix", help="Words just after the quote.")
@click.option("--passage", type=int, help="A passage’s number: alone, the note is about the whole passage.")
@click.option("--status", type=choices(Status), help="What the evidence says.")
@click.option("--certainty", type=choices(Certainty), help="How likely further evidence is to change the status.")
@click.option(
    "--evidence", multiple=True, metavar="KEY:RELATION[:LOCATOR]", help="A reference and how it bears on the passage."
)
@click.option("--replies-to", help="The id of the note it replies to.")
@click.option("--body", default="", help="The note itself, in Markdown; `-` reads it from standard input.")
@click.option("--id", "id_", help="The note’s id; default: made of the title.")
@click.option("--force", is_flag=True, help="Overwrite a note of the same id.")
def new(site: OpenedSite, slug: str | None, body: str, id_: str | None, force: bool, **options: Any) -> None:
    """Write a note whose quote anchors, with as much around it as makes it unique.

    At a terminal it asks for what is left out; elsewhere SOURCE, --title and --kind are needed.  Without a quote and a
    passage the note is about the whole source.
    """
    asks = _at_terminal()
    source = _source(site, slug, options, asks=asks)
    if options["quote"] is not None and not options["quote"].strip():
        stop("--quote is empty: leave it out for a note on a whole passage, or on the whole source")
    fields = {name.replace("_", "-"): value for name, value in options.items() if value not in (None, "", ())}
    if "evidence" in fields:
        fields["evidence"] = [_evidence(text) for text in fields["evidence"]]
    text = read(site.html(source))

    path_of = partial(_file, site, source, id_, force=force)
    if asks:
        fields, body = _asked(site, text, fields, body, lambda title: path_of(title)[1])
    path, reason = path_of(fields["title"])
    if reason:
        stop(reason)
    body = sys.stdin.read() if body == "-" else body
    root, kinds = site.project.layout.root, site.project.kinds
    markers = apparatus.place(site.project.sidecars[source.slug].annotations, text).markers
    annotation, written, problems = drafts.anchored(
        path, root, source.slug, fields, body, kinds, text=text, markers=markers
    )
    if annotation is None:
        refuse(problems)
    target = annotation.front.replies_to
    if target and not any(other.id == target for other in site.project.sidecars[source.slug].annotations):
        stop(f"there is no note `{target}` on {source.slug} to reply to")
    writing.write_atomically(path, written, new=not force)
    name = reading.display_name(path, root)
    click.echo(name)
    if doubts := _doubts(site, source, annotation, text):
        click.echo(as_text(doubts), err=True)
    if asks:
        click.echo(f"next: glossator check {name}", err=True)


def _source(site: OpenedSite, slug: str | None, options: Mapping[str, Any], *, asks: bool) -> Source:
    """The source that a note is about; stops where something is left out that nobody can be asked for."""
    sources = site.project.sources
    if not slug and asks:
        slug = asking.source({name: source.title for name, source in sources.items()})
    missing = [] if slug else ["SOURCE"]
    missing += [f"--{name}" for name in ("title", "kind") if not options[name] and not asks]
    if missing or not slug:
        stop(f"{', '.join(missing)} is missing: only at a terminal it can be asked for")
    return source_of(site, slug)


def _file(site: OpenedSite, source: Source, id_: str | None, title: str, *, force: bool) -> tuple[Path, str]:
    """A note's file, and why it cannot be written."""
    stem = id_ or identifiers.made_of(title, words=identifiers.WORDS_OF_A_NOTE)
    path = site.project.layout.annotations / source.slug / f"{stem}.md"
    if not stem:
        return path, "the title has no letter for a note’s id: name one with --id, such as second-vote"
    if stem == LEAD:
        return path, f"`{LEAD}` is the lead of the source: name the note with --id, such as second-vote"
    if fault := identifiers.fault(stem):
        return path, f"the note’s id `{stem}` {fault}, such as --id {identifiers.mended(stem, 'second-vote')}"
    name = reading.display_name(path, site.project.layout.root)
    return path, f"{name} exists: name another with --id, or use --force" if path.exists() and not force else ""


def _at_terminal() -> bool:
    """Whether somebody sits there to be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _asked(
    site: OpenedSite, text: TextMap, fields: dict[str, Any], body: str, refuse: Callable[[str], str]
) -> tuple[dict[str, Any], str]:
    """The fields and the body of a note, with what a person answers for those that were left out.

    Who names title and kind wants no more questions than whether something is wrong.
    """
    if "title" in fields and "kind" in fields:
        return fields, body
    if "quote" not in fields and "replies-to" not in fields:
        fields |= asking.place(text, passage=fields.get("passage"))
    if "kind" not in fields:
        fields["kind"] = asking.kind({kind.id: kind.meaning for kind in site.project.kinds.values()})
    if "title" not in fields:
        fields["title"] = asking.title(refuse)
    if "status" not in fields and (status := asking.status()):
        fields["status"] = status
    if "evidence" not in fields and (evidence := asking.evidence(site.project.bibliography)):
        fields["evidence"] = evidence
    return fields, body or asking.body(required="status" in fields and "evidence" not in fields)


def _evidence(text: str) -> dict[str, str]:
    key, _, rest = text.partition(":")
    relation, _, locator = rest.partition(":")
    if not key or relation not in list(Relation):
        guess = nearest(relation, list(Relation)) if key else None
        stop(
            f"--evidence {text}: "
            + (f"did you mean `{key}:{guess}`? " if guess else "")
            + "expected KEY:RELATION[:LOCATOR], such as survey-2030:disputes:para. 12; "
            + f"the relations are {', '.join(Relation)}"
        )
    return {"cite": key, **({"locator": locator} if locator else {}), "relation": relation}


def _doubts(site: OpenedSite, source: Source, annotation: Annotation, text: TextMap) -> list[Problem]:
    """What `check` will say of a note that was just written."""
    beside = site.project.sidecars[source.slug]
    others = tuple(other for other in beside.annotations if other.id != annotation.id)
    now = replace(beside, annotations=(*others, annotation))
    problems = edition.check(source, now, text.html, site.renderer)[1]
    return distinct(problem for problem in problems if problem.note == annotation.id)
