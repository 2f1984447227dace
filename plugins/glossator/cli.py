"""The command line.  Every command reads the site's `mkdocs.yml`, so that it sees what the build sees."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from glossator import (
    apparatus,
    asking,
    drafts,
    edition,
    editors,
    files,
    proposal,
    repair,
    repairing,
    report,
    schema,
    sources,
    summary,
)
from glossator.anchoring import Anchored
from glossator.apparatus import Apparatus, Unplaced
from glossator.diagnosis import diagnose
from glossator.errors import Problem
from glossator.git import GitError
from glossator.model import ID
from glossator.repair import Case
from glossator.sidecar import Annotation, Sidecar
from glossator.sources import Source
from glossator.suggest import resolve
from glossator.textmap import TextMap, read
from glossator.vocabulary import Certainty, Relation, Status, Terms

if TYPE_CHECKING:
    from glossator.mkdocs.site import OpenedSite


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="glossator")
def main() -> None:
    """Annotated primary sources: check, write and import them."""


_config = click.option(
    "-c", "--config", type=click.Path(path_type=Path), default="mkdocs.yml", help="The site’s mkdocs.yml."
)


def _on_site(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the site of `mkdocs.yml` as its first argument."""

    @_config
    @wraps(command)
    def opened(*args: Any, config: Path, **options: Any) -> None:
        command(_open(config), *args, **options)

    return opened


def _open(config: Path, asked: Iterable[str] = ()) -> OpenedSite:
    try:
        from glossator.mkdocs.site import SiteError, open_site
    except ImportError:
        _stop("this command needs MkDocs: pip install 'glossator[mkdocs]'")
    try:
        return open_site(config, asked)
    except SiteError as error:
        _stop(str(error))


def _stop(message: str) -> NoReturn:
    click.echo(f"glossator: {message}", err=True)
    sys.exit(2)


@main.command()
@_config
@click.argument("asked", nargs=-1, metavar="[SOURCE|PATH]...")
@click.option(
    "--format", "form", type=click.Choice(list(report.FORMATS)), default="text", help="How problems are printed."
)
@click.option("--strict", is_flag=True, help="Let warnings fail too.")
def check(config: Path, asked: tuple[str, ...], form: str, strict: bool) -> None:
    """Check every source and note, or the sources, notes and folders named.

    The worst problems stand first.
    """
    site = _open(config, asked)
    problems = site.asked
    for source in _wanted(site):
        found = edition.check(source, site.project.sidecars[source.slug], site.html(source), site.renderer)[1]
        problems += filter(site.scope.includes, found)
    problems = report.distinct(problems)
    click.echo(report.FORMATS[form](problems))
    if form == "github":
        # GitHub shows ten errors and ten warnings of a step on their lines; in the summary all of them stand.
        _summarised(summary.of_problems(problems))
    sys.exit(1 if any(strict or problem.severity == "error" for problem in problems) else 0)


def _summarised(markdown: str) -> bool:
    """Add to the summary of a workflow's step, where there is one."""
    step = os.environ.get("GITHUB_STEP_SUMMARY")
    if step:
        summary.append(Path(step), markdown)
    return bool(step)


@main.command("changes")
@_on_site
@click.option("--since", required=True, metavar="COMMIT", help="What to compare with, such as origin/main.")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "github"]), default="text",
              help="A line a note, or all that a reviewer needs; `github`: in the workflow’s summary.")  # fmt: skip
def list_changes(site: OpenedSite, since: str, form: str) -> None:
    """List the notes that are added, changed or removed since a commit."""
    layout, sidecars = site.project.layout, site.project.sidecars
    try:
        notes = proposal.read(layout.root, layout.annotations, since)
    except GitError as error:
        _stop(f"cannot compare with `{since}`: {error.detail or 'no such commit is here, or none that this builds on'}")
    if form == "text":
        for note in notes:
            click.echo(f"{note.what:<8} {note.path}")
        return
    concerned = [site.project.sources[slug] for slug in sorted({note.source for note in notes}) if slug in sidecars]
    found = {one.slug: edition.check(one, sidecars[one.slug], site.html(one), site.renderer) for one in concerned}
    problems = report.distinct([*site.problems, *(one for _, problems in found.values() for one in problems)])
    placed = {slug: apparatus for slug, (apparatus, _) in found.items()}
    told = summary.of_notes(notes, placed, problems, site.renderer)
    if form != "github" or not _summarised(told):
        click.echo(told)


def _wanted(site: OpenedSite) -> list[Source]:
    """The sources that were asked about; stops where one that was named is none."""
    missing = next((slug for slug in site.scope.named if slug not in site.project.sources), None)
    if missing is not None:
        _source(_open(Path(site.config.config_file_path)), missing)
    return list(site.project.sources.values())


@main.command("repair")
@_config
@click.argument("asked", nargs=-1, metavar="[SOURCE|PATH]...")
@click.option("--write", is_flag=True, help="Ask for each note, and write what you take.")
@click.option(
    "--yes", is_flag=True, help="With --write: do not ask; write only what differs in punctuation alone and is clear."
)
def repair_(config: Path, asked: tuple[str, ...], write: bool, yes: bool) -> None:
    """Propose a place for each note whose quote is not found, or found several times.

    Nothing is written without --write and a yes.
    """
    if yes and not write:
        _stop("--yes says which of the proposals --write may take: add --write")
    site = _open(config, asked)
    cases: list[Case] = []
    unread = 0
    for source in _wanted(site):
        beside = site.project.sidecars[source.slug]
        found = repair.cases(apparatus.place(beside.annotations, read(site.html(source))))
        cases += [case for case in found if site.scope.includes(case.problem)]
        unread += sum(site.scope.includes(problem) for problem in beside.problems)
    if write:
        kinds = list(site.project.kinds)
        tally = repairing.settle(cases, lambda case, choice: repairing.write(case, choice, kinds), ask=not yes)
    else:
        for case in cases:
            repairing.show(case)
        tally = repairing.Tally(left=len(cases))
    click.echo(str(tally) if cases else "every note that can be read has its place")
    if unread:
        click.echo(f"problems that keep notes from being read: {unread} (see `glossator check`)", err=True)
    sys.exit(1 if tally.left or unread else 0)


@main.command("schema")
@_config
@click.argument("document", type=click.Choice(list(schema.DOCUMENTS)), default="note")
@click.option("--write", is_flag=True, help="Write all of them into the project, with settings for editors.")
def print_schema(config: Path, document: str, write: bool) -> None:
    """Print the JSON Schema of a note's, a source's, sourcing.yml's or the bibliography's fields."""
    if not write:
        click.echo(json.dumps(schema.json_schema(document), ensure_ascii=False, indent=2))
        return
    site = _open(config)
    layout, kinds = site.project.layout, site.project.kinds
    own = {layout.annotations / editors.SCHEMAS / name: text for name, text in editors.schemas(kinds).items()}
    own[layout.root / editors.VSCODE / "glossator.code-snippets"] = editors.snippets(kinds)
    for path, text in own.items():
        files.write_atomically(path, text)
        click.echo(files.display_name(path, layout.root))
    references = [path.relative_to(layout.root).as_posix() for path in layout.bibliography if path.suffix != ".bib"]
    settings = editors.settings(layout.annotations.relative_to(layout.root).as_posix(), references)
    for name, text in settings.items():
        path = layout.root / editors.VSCODE / name
        shown = files.display_name(path, layout.root)
        if not path.exists():
            files.write_atomically(path, text)
            click.echo(shown)
        elif path.read_text(encoding="utf-8") != text:
            click.echo(f"{shown} is there already, and stays as it is.  It would hold:\n{text}", err=True)


@main.command()
@_on_site
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How figures are printed.")
def stats(site: OpenedSite, form: str) -> None:
    """Count passages and notes of each source."""
    figures = {slug: _figures(site, source) for slug, source in site.project.sources.items()}
    if form == "json":
        click.echo(json.dumps(figures, ensure_ascii=False, indent=2))
        return
    for slug, counts in figures.items():
        click.echo(slug)
        for name, value in counts.items():
            shown = ", ".join(f"{key} {count}" for key, count in value.items()) if isinstance(value, dict) else value
            click.echo(f"  {name.replace('_', ' '):<16}{shown}")


def _figures(site: OpenedSite, source: Source) -> dict[str, Any]:
    sidecar = site.project.sidecars[source.slug]
    placed, problems = edition.check(source, sidecar, site.html(source), site.renderer)
    notes = [note.annotation.front for note in placed.notes]
    return {
        "passages": len(placed.text.passages),
        "words": len(placed.text.text.split()),
        "notes": len(notes),
        "unplaced": len(placed.unplaced),
        "problems": len(problems),
        "annotated": len(_annotated(placed)),
        "rated": sum(bool(passage.credibility) for passage in sidecar.sourcing.passages.values()),
        "kinds": _counted(front.kind for front in notes),
        "statuses": _counted(front.status or "not assessed" for front in notes),
        "relations": _counted(evidence.relation for front in notes for evidence in front.evidence),
        "sourcing": _counted(_sourcing(sidecar)),
    }


def _annotated(placed: Apparatus) -> set[int]:
    """The numbers of the passages that have a note."""
    spans = [note.span for note in placed.notes if note.span]
    return {
        passage.number
        for passage in placed.text.passages
        if any(span.start < passage.span.end and passage.span.start < span.end for span in spans)
    }


def _sourcing(sidecar: Sidecar) -> Iterable[str]:
    origins = sidecar.sourcing.origins
    return (origins[id_].sourcing for passage in sidecar.sourcing.passages.values() for id_ in passage.origins)


def _counted(values: Iterable[str]) -> dict[str, int]:
    return {str(value): count for value, count in Counter(values).most_common()}


@main.command()
@_on_site
@click.argument("slugs", nargs=-1, metavar="[SOURCE]...")
def seal(site: OpenedSite, slugs: tuple[str, ...]) -> None:
    """Write the checksum of each source's text, as readers see it, into its front matter."""
    for source in [_source(site, slug) for slug in slugs] or site.project.sources.values():
        text = sources.sealed(source, read(site.html(source)))
        if text is not None:
            files.write_atomically(source.document.file.path, text)
            click.echo(f"sealed {source.path}")


def _choices(terms: Iterable[str]) -> click.Choice[str]:
    return click.Choice([str(term) for term in terms])


@main.command()
@_on_site
@click.argument("slug", metavar="[SOURCE]", required=False)
@click.option("--title", help="The takeaway as one short sentence.")
@click.option("--kind", help="What the note is for, such as context or counter-evidence.")
@click.option(
    "--quote", help="The words it is about, as the page shows them; `first words … last words` for long ones."
)
@click.option("--prefix", help="Words just before the quote, to pick one of several.")
@click.option("--suffix", help="Words just after the quote.")
@click.option("--passage", type=int, help="A passage’s number: alone, the note is about the whole passage.")
@click.option("--status", type=_choices(Status), help="What the evidence says.")
@click.option("--certainty", type=_choices(Certainty), help="How likely further evidence is to change the status.")
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
    slug = slug or (
        asking.source({one: source.title for one, source in site.project.sources.items()}) if asks else None
    )
    missing = [] if slug else ["SOURCE"]
    missing += [f"--{name}" for name in ("title", "kind") if not options[name] and not asks]
    if missing or slug is None:
        _stop(f"{', '.join(missing)} is missing: only at a terminal it can be asked for")
    source = _source(site, slug)
    if options["quote"] is not None and not options["quote"].strip():
        _stop("--quote is empty: leave it out for a note on a whole passage, or on the whole source")
    fields = {name.replace("_", "-"): value for name, value in options.items() if value not in (None, "", ())}
    if "evidence" in fields:
        fields["evidence"] = [_evidence(text) for text in fields["evidence"]]
    text = read(site.html(source))

    def path_of(title: str) -> tuple[Path, str]:
        """A note's file, and why it cannot be written."""
        stem = id_ or drafts.slugified(title)
        path = site.project.layout.annotations / source.slug / f"{stem}.md"
        if not ID.match(stem):
            expected = "name one with --id, of small letters a–z, digits and single hyphens"
            return path, f"`{stem}` cannot be a note’s id: {expected}"
        shown = files.display_name(path, site.project.layout.root)
        return path, f"{shown} exists: name another with --id, or use --force" if path.exists() and not force else ""

    if asks:
        fields, body = _asked(site, text, fields, body, lambda title: path_of(title)[1])
    path, reason = path_of(fields["title"])
    if reason:
        _stop(reason)
    body = sys.stdin.read() if body == "-" else body
    annotation, written = _placed(site, source, text, path, fields, body)
    files.write_atomically(path, written)
    shown = files.display_name(path, site.project.layout.root)
    click.echo(shown)
    if doubts := _doubts(site, source, annotation, text):
        click.echo(report.as_text(doubts), err=True)
    if asks:
        click.echo(f"next: glossator check {shown}", err=True)


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


def _doubts(site: OpenedSite, source: Source, annotation: Annotation, text: TextMap) -> list[Problem]:
    """What `check` will say of a note that was just written."""
    beside = site.project.sidecars[source.slug]
    others = tuple(one for one in beside.annotations if one.id != annotation.id)
    now = replace(beside, annotations=(*others, annotation))
    found = edition.check(source, now, text.html, site.renderer)[1]
    return report.distinct(problem for problem in found if problem.note == annotation.id)


def _evidence(text: str) -> dict[str, str]:
    key, _, rest = text.partition(":")
    relation, _, locator = rest.partition(":")
    if not key or relation not in list(Relation):
        _stop(
            f"--evidence {text}: expected KEY:RELATION[:LOCATOR], such as survey-2030:disputes:para. 12; "
            f"the relations are {', '.join(Relation)}"
        )
    return {"cite": key, **({"locator": locator} if locator else {}), "relation": relation}


def _placed(
    site: OpenedSite, source: Source, text: TextMap, path: Path, fields: Mapping[str, Any], body: str
) -> tuple[Annotation, str]:
    """The note and its file's text, its place made exact; stops where it has none."""
    root, kinds = site.project.layout.root, site.project.kinds
    annotation, _, problems = drafts.drafted(path, root, source.slug, fields, body, kinds)
    if annotation is None:
        _refuse(problems)
    outcome = resolve(annotation.selector, text)
    if not isinstance(outcome, Anchored):
        _refuse([diagnose(Unplaced(annotation, outcome), text)])
    exact = drafts.placed(fields, text, outcome.span)
    annotation, written, problems = drafts.drafted(path, root, source.slug, exact, body, kinds)
    if annotation is None:
        _refuse(problems)
    target = annotation.front.replies_to
    if target and not any(other.id == target for other in site.project.sidecars[source.slug].annotations):
        _stop(f"there is no note `{target}` on {source.slug} to reply to")
    return annotation, written


def _refuse(problems: Sequence[Problem]) -> NoReturn:
    click.echo(report.as_text(problems), err=True)
    click.echo("nothing was written", err=True)
    sys.exit(1)


@main.command("import")
@_config
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--slug", help="The source’s name in addresses; default: made of its title.")
@click.option("--text", "terms", type=_choices(Terms), default=Terms.FULL.value, show_default=True,
              help="On what terms the words are here.")  # fmt: skip
@click.option("--licence", default="", help="For --text full: an SPDX id, `public-domain`, or the permission in words.")
@click.option("--rights", default="", help="Who holds the rights.")
@click.option("--force", is_flag=True, help="Overwrite a source of the same name.")
def import_(config: Path, file: Path, slug: str | None, terms: str, licence: str, rights: str, force: bool) -> None:
    """Make a source of a .txt, .md or .html file or a saved page (.mhtml)."""
    from glossator import importing

    site = _open(config)
    try:
        imported = importing.read_file(file)
    except importing.ImportFailure as failure:
        _refuse([failure.problem])
    slug = slug or imported.slug
    if not all(ID.match(part) for part in slug.split("/")):
        _stop(f"`{slug}` cannot be a source’s name: small letters a–z, digits and single hyphens are expected")
    path = site.project.layout.sources / f"{slug}.md"
    shown = files.display_name(path, site.project.layout.root)
    if path.exists() and not force:
        _stop(f"{shown} exists: name another with --slug, or use --force")
    files.write_atomically(path, importing.page(imported, text=terms, rights=rights, licence=licence))
    (site.project.layout.annotations / slug).mkdir(parents=True, exist_ok=True)
    click.echo(shown)
    if terms == Terms.FULL and not licence:
        click.echo(
            "add `licence:` to its front matter: a full text needs one, and `glossator check` asks for it", err=True
        )


@main.command()
@_on_site
@click.option("--format", "form", type=click.Choice(["web-annotation", "csv"]), default="web-annotation",
              show_default=True, help="W3C Web Annotations in JSON-LD, or a table.")  # fmt: skip
@click.option("--source", "slug", help="The notes of this source only; Web Annotations are exported source by source.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="The file; default: standard output.")
def export(site: OpenedSite, form: str, slug: str | None, output: Path | None) -> None:
    """Write the notes as another format has them."""
    from glossator.exports import notes_csv, web_annotation

    wanted = [_source(site, slug)] if slug else list(site.project.sources.values())
    if form == "web-annotation" and len(wanted) != 1:
        known = ", ".join(site.project.sources) or "none yet"
        _stop(f"name the source with --source; there are: {known}")
    publication = site.publication(wanted)
    if form == "csv":
        text = notes_csv.write(publication)
    else:
        page = web_annotation.page(publication, publication.sources[0])
        text = json.dumps(page, ensure_ascii=False, indent=2) + "\n"
    if output:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, encoding="utf-8", newline="")
    else:
        click.echo(text.encode(), nl=False)
    lost = [one for source in publication.sources for one in source.edition.apparatus.unplaced]
    if lost:
        click.echo(f"notes without a place, left out: {len(lost)} (see `glossator check`)", err=True)


@main.command("import-notes")
@_on_site
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--source", "slug", required=True, help="The source that the notes are about.")
@click.option("--keep-unplaced", is_flag=True, help="Write notes whose words are not found, too, for you to mend.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
def import_notes(site: OpenedSite, file: Path, slug: str, keep_unplaced: bool, dry_run: bool) -> None:
    """Make notes of W3C Web Annotations, an export of Hypothes.is, or our own CSV.

    No note is overwritten.  What could not be carried over is listed.
    """
    from glossator.exchange import carrying, placing, reading

    source, layout = _source(site, slug), site.project.layout
    found = reading.read(file, layout.root, slug, kinds=site.project.kinds)
    shelf = placing.Shelf(
        folder=layout.annotations / slug,
        root=layout.root,
        present=site.project.sidecars[slug],
        text=read(site.html(source)),
        site=site.renderer.site,
        address=site.address(source),
        original=source.front.source.URL or "",
    )
    carried = carrying.carry(found.notes, shelf, keep_unplaced=keep_unplaced)
    for one in carried.files:
        if not dry_run:
            files.write_atomically(one.path, one.text)
        click.echo(files.display_name(one.path, layout.root))
    if found.elsewhere:
        click.echo(f"notes on other sources, left alone: {found.elsewhere}", err=True)
    if dry_run:
        click.echo("nothing was written", err=True)
    if problems := [*found.problems, *carried.problems]:
        click.echo(report.as_text(problems), err=True)
    sys.exit(1 if any(problem.severity == "error" for problem in problems) else 0)


def _source(site: OpenedSite, slug: str) -> Source:
    if source := site.project.sources.get(slug):
        return source
    own = [problem for problem in site.project.problems if problem.source == slug]
    if own:
        _refuse(own)
    guess = schema.nearest(slug, list(site.project.sources))
    known = ", ".join(site.project.sources) or "none yet; `glossator import` makes one"
    _stop(f"there is no source `{slug}`" + (f": did you mean `{guess}`?" if guess else f"; there are: {known}"))


if __name__ == "__main__":
    main()
