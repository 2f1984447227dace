"""`glossator new`: a note whose quote anchors."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Any

import click

from glossator.cli import asking, dialogue, terminal
from glossator.cli.command import Command
from glossator.cli.dialogue import Dialogue, Draft
from glossator.cli.questions import Back
from glossator.cli.site import choices, on_site, refuse, source_of
from glossator.cli.stopping import stop
from glossator.cli.writes import Consent, writes
from glossator.editing import proposing, received
from glossator.editing.proposing import Proposed
from glossator.files import marked_yaml, reading, writing
from glossator.files.reading import NOTE_FILE_LIMIT, TextFile
from glossator.project.sources import Source
from glossator.publication.opened import OpenedSite
from glossator.records import identifiers
from glossator.records.model import LEAD
from glossator.records.schema import nearest
from glossator.records.vocabulary import Certainty, Relation, Status
from glossator.reports.formats import as_text
from glossator.text.anchoring import Anchored, TextQuoteSelector
from glossator.text.resolving import resolve
from glossator.text.textmap import read

_EVIDENCE = "KEY:RELATION[:LOCATOR]"


@click.command(
    cls=Command,
    examples=(
        (
            'glossator new mill-bridge --kind context --title "Three voted against it" \\\n'
            '      --quote "six votes to three" --evidence "survey-2030:background:p. 2"'
        ),
        "glossator new mill-bridge --from mail.txt --dry-run",
    ),
)
@on_site
@click.argument("name", metavar="[SOURCE]", required=False)
@click.option("--from", "sent", type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True),
              help="A note that a reader copied or mailed; `-` reads it from standard input.")  # fmt: skip
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
@click.option("--evidence", multiple=True, metavar=_EVIDENCE,
              help="A reference and how it bears on the passage; a new one as `{relation: …, title: …}`.")  # fmt: skip
@click.option("--replies-to", help="The id of the note it replies to.")
@click.option("--allegation-about", multiple=True, help="A living person about whom it makes an allegation.")
@click.option("--author", "authors", multiple=True, help="Who wrote it; default: whom git names.")
@click.option("--interest", help="An interest that the author has in the matter.")
@click.option("--ai-assisted", help="How a language model helped.")
@click.option("--body", default="", help="The note itself, in Markdown; `-` reads it from standard input.")
@click.option("--id", "id_", help="The note’s id; default: made of the title.")
@writes(force=True)
def new(
    site: OpenedSite, name: str | None, sent: Path | None, body: str, id_: str | None, consent: Consent, **options: Any
) -> None:
    """Write a note whose quote anchors.

    At a terminal it asks for what is left out; elsewhere SOURCE, --title and --kind are needed.  Without a quote and a
    passage the note is about the whole source.  Where the quote stands in several places, --passage says which is
    meant, and as much is added around it as makes it unique.  Nothing is written where `check` would find an error.
    """
    if options["quote"] is not None and not options["quote"].strip():
        stop("--quote is empty: leave it out for a note on a whole passage, or on the whole source")
    draft = _draft(site, sent, body, options)
    asks = terminal.at_terminal() and not ("title" in draft.fields and "kind" in draft.fields)
    source = _source(site, name, draft, asks=asks)
    text = read(site.html(source))
    path_of = partial(_file, site, source, id_, force=consent.force)

    def propose(draft: Draft) -> Proposed:
        path, reason = path_of(draft.fields["title"])
        if reason:
            stop(reason)
        return proposing.proposed(
            site.project, source, path, draft.fields, draft.body, text=text, renderer=site.renderer
        )

    asked = Dialogue(site.project, source, text, lambda title: path_of(title)[1], propose)
    if asks:
        _write_asked(dialogue.held(asked, draft), site, consent)
    elif sent and terminal.at_terminal() and not (consent.yes or consent.dry_run):
        _write_asked(dialogue.agreed(asked, draft), site, consent)
    else:
        _write(propose(draft), asked, site, consent, sent)


def _draft(site: OpenedSite, sent: Path | None, body: str, options: dict[str, Any]) -> Draft:
    """What the options say, over what was sent."""
    fields = {name.replace("_", "-"): value for name, value in options.items() if value not in (None, "", ())}
    for name, value in fields.items():
        fields[name] = list(value) if isinstance(value, tuple) else value
    if "evidence" in fields:
        fields["evidence"] = [_evidence(site, text) for text in fields["evidence"]]
    if sent:
        note = _received(site, sent)
        fields, body = note.fields | fields, body or note.body
    body = sys.stdin.read() if body == "-" else body
    return Draft(fields, body, dialogue.given(fields, body))


def _received(site: OpenedSite, path: Path) -> received.Received:
    """The note in a text; stops where there is none that can be read."""
    raw = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    if len(raw) > 4 * NOTE_FILE_LIMIT:
        stop(f"{path} is larger than any mail with a note in it: save the note alone")
    file = reading.decode(path, path.name if str(path) != "-" else "standard input", raw)
    note, problems = received.read(file, site.project.kinds) if isinstance(file, TextFile) else (None, [file])
    return note or refuse(problems)


def _source(site: OpenedSite, name: str | None, draft: Draft, *, asks: bool) -> Source:
    """The source that a note is about; stops where something is left out that nobody can be asked for."""
    sources = site.project.sources
    if not name and "quote" in draft.fields:
        name = _source_of_words(site, draft)
    if not name and asks:
        try:
            name = asking.source({slug: source.title for slug, source in sources.items()})
        except Back:
            raise click.Abort from None
    missing = [] if name else ["SOURCE"]
    missing += [f"--{field}" for field in ("title", "kind") if field not in draft.fields and not asks]
    if missing or not name:
        stop(f"{', '.join(missing)} is missing: only at a terminal it can be asked for")
    return source_of(site, name)


def _source_of_words(site: OpenedSite, draft: Draft) -> str:
    """The only source in which the words stand, where nobody says which is meant; empty where there is none."""
    fields = draft.fields
    selector = TextQuoteSelector(
        fields["quote"], fields.get("prefix", ""), fields.get("suffix", ""), fields.get("passage")
    )
    sources = site.project.sources.values()
    slugs = [source.slug for source in sources if isinstance(resolve(selector, read(site.html(source))), Anchored)]
    return slugs[0] if len(slugs) == 1 else ""


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


def _evidence(site: OpenedSite, text: str) -> dict[str, Any]:
    """A piece of evidence, in its short form or as the format has it, between braces."""
    if text.lstrip().startswith("{"):
        marked, problems = marked_yaml.read(
            text, "--evidence", example="{relation: disputes, title: The report’s title}"
        )
        return refuse(problems) if problems else dict(marked.value)
    key, _, rest = text.partition(":")
    relation, _, locator = rest.partition(":")
    if not key or relation not in list(Relation):
        guess = nearest(relation, list(Relation)) if key else None
        example = next(iter(site.project.bibliography.references), "survey-2030")
        stop(
            f"--evidence {text}: "
            + (f"did you mean `{key}:{guess}`? " if guess else "")
            + f"expected {_EVIDENCE}, such as {example}:disputes:para. 12; "
            + f"the relations are {', '.join(Relation)}"
        )
    return {"cite": key, **({"locator": locator} if locator else {}), "relation": relation}


def _write(note: Proposed, asked: Dialogue, site: OpenedSite, consent: Consent, mail: Path | None) -> None:
    """Write a note of which nobody has to be asked anything but whether it may be written."""
    if not note.stands:
        if mail:
            where = "standard input" if str(mail) == "-" else mail
            click.echo(f"the note in {where}, as it would be written:", err=True)
        refuse(note.problems)
    if terminal.at_terminal() and not consent.yes:
        dialogue.show(asked, note)
    elif note.problems:
        click.echo(as_text(note.problems), err=True)
    name = reading.display_name(note.path, site.project.layout.root)
    if consent.given([name]):
        writing.write_atomically(note.path, note.text, new=not consent.force)
        click.echo(name)


def _write_asked(note: Proposed | None, site: OpenedSite, consent: Consent) -> None:
    """Write a note to which its author agreed."""
    if note is None or consent.dry_run:
        click.echo("nothing was written", err=True)
        return
    name = reading.display_name(note.path, site.project.layout.root)
    writing.write_atomically(note.path, note.text, new=not consent.force)
    click.echo(name)
    click.echo(f"next: git add {name}", err=True)
