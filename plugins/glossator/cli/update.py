"""`glossator update`: a new version of a source, and what becomes of its notes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from glossator.cli.command import Command
from glossator.cli.site import open_site, refuse, source_of, with_config
from glossator.cli.stopping import stop
from glossator.cli.writes import Consent, writes
from glossator.editing import renewing, updating
from glossator.editing.renewing import Fate, Renewed
from glossator.editing.updating import Newer, Update
from glossator.edition.titling import titled
from glossator.files import writing
from glossator.files.marked_yaml import Marked
from glossator.project import sources, versions
from glossator.project.sources import Source
from glossator.publication.applying.written import HTML
from glossator.publication.opened import OpenedSite
from glossator.records import schema
from glossator.records.model import VersionFacts
from glossator.records.vocabulary import Terms
from glossator.reports.lines import line
from glossator.reports.versions import differences
from glossator.text.differences import WordChange, marked
from glossator.text.textmap import TextMap, read


@click.command(
    cls=Command,
    examples=(
        "glossator update mill-bridge minutes-2.html --from https://example.org/minutes --captured 2031-04-01",
        "glossator update mill-bridge minutes-2.md --dry-run",
    ),
)
@with_config
@click.argument("name", metavar="SOURCE")
@click.argument("file", metavar="NEWFILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--captured", metavar="DATE", help="The day on which the text was taken; default: today.")
@click.option("--date", "dated", metavar="DATE", help="The publisher’s own date of this version.")
@click.option("--from", "url", metavar="URL", help="Where it was taken from.")
@click.option("--archived", metavar="URL", help="A lasting copy of it.")
@click.option("--title", help="What the version is called, where versions have names.")
@writes()
def update(config: Path | None, name: str, file: Path, consent: Consent, **said: str | None) -> None:
    """Bring in a new version of a source; the former one is kept.

    Shows how the words differ and what becomes of each note.  A note whose words are the same stays, and where they
    stand elsewhere it follows; every other one is kept on the former version, with what could be proposed for it.
    """
    site = open_site(config)
    source = source_of(site, name)
    newer = _newer(site, source, file, said)
    before = _before(site, source, newer)
    plan = updating.update(
        source,
        site.project.sidecars[source.slug],
        before,
        newer,
        folder=site.project.layout.annotations / source.slug,
        kinds=list(site.project.kinds),
    )
    if plan is None:
        click.echo("nothing to update: the text is the same")
        return
    if source.terms is not Terms.RESTATED:
        for told in differences(before, newer.text):
            click.echo(told)
    _show_notes(plan)
    if plan.problems:
        refuse(plan.problems)
    names = dict.fromkeys(write.name for write in plan.writes)
    if not consent.given(names, changed=True):
        return
    for write in plan.writes:
        writing.write_atomically(write.path, write.text, instead_of=write.instead_of, new=write.instead_of is None)
    for written in names:
        click.echo(f"written: {written}")
    _seal(config, source)


def _newer(site: OpenedSite, source: Source, file: Path, said: dict[str, str | None]) -> Newer:
    """The new version as it was read of its file."""
    from glossator.imports import sources as importing

    try:
        imported = importing.read_file(file)
    except importing.ImportFailure as failure:
        refuse([failure.problem])
    html = site.renderer.site.render_text(imported.body)
    body = html if source.document.file.path.suffix.lower() in HTML else imported.body
    text = read(titled(source, html))
    facts = {
        "title": said["title"],
        "captured": said["captured"] or datetime.now(UTC).date().isoformat(),
        "date": said["dated"],
        "url": said["url"] or source.item.URL,
        "archived": said["archived"],
    }
    given: dict[str, str] = {key: value for key, value in facts.items() if value}
    for key, option in _OPTIONS.items():
        _, wrong = schema.check(VersionFacts, Marked("", {key: given[key]} if key in given else {}))
        if wrong:
            stop(f"{option} {given[key]}: {_EXPECTED[key]}")
    if source.terms is Terms.RESTATED:
        given |= {"hash": sources.checksum(text), "length": str(len(text.running))}
        given["passages"] = versions.fingerprints(text)  # type: ignore[assignment]  # the one list
    return Newer(body, text, given)


_DAY: Final = "a date was expected, such as 2031-03-04"
_ADDRESS: Final = "an address was expected, such as https://example.org/minutes"
_EXPECTED: Final = {
    "captured": _DAY,
    "date": _DAY,
    "url": _ADDRESS,
    "archived": _ADDRESS,
    "title": "a name was expected",
}
_OPTIONS: Final = {
    "captured": "--captured",
    "date": "--date",
    "url": "--from",
    "archived": "--archived",
    "title": "--title",
}
"""What says each of the facts."""


def _text(site: OpenedSite, source: Source, body: str) -> TextMap:
    return read(titled(source, site.renderer.site.render_text(body)))


def _before(site: OpenedSite, source: Source, newer: Newer) -> TextMap:
    """The text to compare with: the present one, or the last former one where the new one is there already."""
    former = site.project.sidecars[source.slug].versions
    if former and former[-1].has_text and updating.same(source.document.body, newer.body):
        return _text(site, source, former[-1].body)
    return read(site.html(source))


def _show_notes(plan: Update) -> None:
    for note in plan.notes:
        if note.fate is not Fate.STAYS:
            _show_note(note, plan.number)
    counts = renewing.counted(plan.notes)
    kept = counts[Fate.ASKS] + counts[Fate.GONE]
    click.echo(f"notes: {counts[Fate.STAYS]} stay, {counts[Fate.FOLLOWS]} follow, {kept} kept on version {plan.number}")


def _show_note(note: Renewed, number: int) -> None:
    if note.fate is Fate.FOLLOWS:
        fields = ", ".join(f"{key}: {line(str(value))}" for key, value in note.fields.items())
        click.echo(f"  {note.annotation.path}: follows its words ({fields})")
        return
    click.echo(f"  {note.annotation.path}: its words changed or are gone; it is kept on version {number}")
    for choice in note.choices:
        steps = " ".join(marked(step) if isinstance(step, WordChange) else step for step in choice.steps)
        click.echo(f"    proposed: {choice.place}, {choice.proposal.score:g} % alike: {line(steps)}")


def _seal(config: Path | None, source: Source) -> None:
    """Write the checksum of the new text where the former one was sealed."""
    if source.front.checksum is None:
        return
    again = open_site(config, [source.slug])
    new = again.project.sources[source.slug]
    sealed = sources.sealed(new, read(again.html(new)))
    if isinstance(sealed, tuple):
        writing.write_atomically(new.document.file.path, sealed[0], instead_of=sealed[1])
