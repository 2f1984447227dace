"""The notes beside the sources: one folder a source, one file a note, `sourcing.yml` and registers."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from glossator.files import front_matter, marked_yaml, reading
from glossator.files.front_matter import Document
from glossator.files.marked_yaml import Marked
from glossator.files.reading import NOTE_FILE_LIMIT, TextFile
from glossator.memory import Forgetful, Memory
from glossator.problems import Location, Problem
from glossator.project import lead as leads
from glossator.project import registers, translations, versions
from glossator.project.lead import Lead
from glossator.project.translations import Translation
from glossator.project.versions import Version
from glossator.records import identifiers, schema
from glossator.records.csl import CSLDate
from glossator.records.model import BODY_LIMIT, ChartsFile, EntitiesFile, NoteFrontMatter, SourcingFile
from glossator.records.vocabulary import Relation
from glossator.text.anchoring import PassageSelector, Selector, SourceSelector, TextQuoteSelector

SOURCING = "sourcing.yml"
BESIDE: Final[Mapping[str, int]] = {
    leads.FILE: NOTE_FILE_LIMIT,
    SOURCING: NOTE_FILE_LIMIT,
    registers.ENTITIES: registers.REGISTER_LIMIT,
    registers.CHARTS: registers.REGISTER_LIMIT,
}
"""The files beside a source that are no notes, each with the bytes that it can have at most."""


@dataclass(frozen=True)
class Waiting:
    """A source or a note that is not published yet."""

    path: str
    """Its file, relative to the project's root."""
    until: str = ""
    """The day from which it is published, in ISO 8601; empty for a draft, which has none."""
    day: CSLDate | None = field(default=None, repr=False)
    """The same as a date."""

    def __str__(self) -> str:
        return f"{self.path} ({f'until {self.until}' if self.until else 'a draft'})"


@dataclass(frozen=True)
class Annotation:
    """A note as it is stored."""

    id: str
    """The file's stem, unique in its source."""
    source: str
    """The slug of its source."""
    front: NoteFrontMatter
    document: Document = field(repr=False)
    language: str = ""
    """The language of its title and text, where that is not the page's own: a BCP 47 tag."""

    @property
    def body(self) -> str:
        """The note itself, in Markdown; why, where it was withdrawn."""
        return self.front.withdrawn or self.document.body

    @property
    def marked(self) -> Marked:
        """Its front matter, with the place of each value."""
        return self.document.marked

    @property
    def path(self) -> str:
        """Its file, relative to the project's root."""
        return self.document.file.name

    @cached_property
    def selector(self) -> Selector:
        """Where it says it belongs."""
        front = self.front
        if front.quote is not None:
            return TextQuoteSelector(front.quote, front.prefix or "", front.suffix or "", front.passage)
        return PassageSelector(front.passage) if front.passage is not None else SourceSelector()

    @property
    def says_where(self) -> bool:
        """Whether all that its file says of its place could be read."""
        return all(
            (name in self.document.marked.value) == (getattr(self.front, name) is not None)
            for name in ("quote", "prefix", "suffix", "passage")
        )

    @property
    def is_bare_reply(self) -> bool:
        """Whether it stands with the note it replies to, having no quote of its own."""
        return self.front.replies_to is not None and isinstance(self.selector, SourceSelector)

    def problem(self, location: Location, code: str, message: str, hint: str = "") -> Problem:
        """A problem of this note."""
        return Problem(location, code, message, hint, source=self.source, note=self.id)

    def without_reason(self) -> Problem:
        """The problem of a status that nothing is given for."""
        message = f"the status `{self.front.status}` is given with neither evidence nor a text that says why"
        hint = "evidence:\n  - cite: survey-2030\n    relation: disputes"
        return self.problem(self.document.marked.key_at("status"), "status-without-reason", message, hint)


@dataclass(frozen=True)
class Sidecar:
    """All that stands beside one source."""

    slug: str
    annotations: tuple[Annotation, ...] = ()
    """Those on the present version, in the order of their ids."""
    faulty: tuple[Annotation, ...] = ()
    """What is right of those of which something is wrong: it is published nowhere, and looked at, so that nothing hides
    what else is wrong."""
    versions: tuple[Version, ...] = ()
    """The former versions of the source, by their numbers."""
    former: tuple[Annotation, ...] = ()
    """The notes on them, in the order of their ids."""
    sourcing: SourcingFile = field(default_factory=SourcingFile)
    sourcing_marks: Marked | None = None
    lead: Lead | None = None
    """What is told before the text."""
    entities: EntitiesFile = field(default_factory=EntitiesFile)
    """Whom and what the source names."""
    entity_marks: Marked | None = None
    charts: ChartsFile = field(default_factory=ChartsFile)
    """Figures that stand beside its passages."""
    chart_marks: Marked | None = None
    translations: Mapping[str, Mapping[str, Translation]] = field(default_factory=dict)
    """What its notes say in other languages, by their ids and the languages."""
    waiting: Mapping[str, Waiting] = field(default_factory=dict)
    """The notes that are not published yet, by their ids, whether or not they are among these."""
    source_waits: Waiting | None = None
    """That its source is not published yet."""
    problems: tuple[Problem, ...] = ()
    """What kept a file from being read; the others stand."""

    @property
    def has_files(self) -> bool:
        """Whether anything but notes stands beside the source."""
        return bool(self.sourcing_marks or self.lead or self.entity_marks or self.chart_marks)

    @property
    def present(self) -> int:
        """The number of the present version."""
        return versions.present(self.versions)

    def of_version(self, number: int) -> Sidecar:
        """A former version's notes alone, as they stand beside its text."""
        by_id = {annotation.id: annotation for annotation in self.former}
        own = tuple(note for note in self.former if _version_of(note, by_id) == number)
        return Sidecar(versions.slug_of(self.slug, number), own, waiting=self.waiting)

    @cached_property
    def first(self) -> dict[str, int]:
        """The first passage that rests on each origin."""
        firsts: dict[str, int] = {}
        for number, passage in sorted(self.sourcing.passages.items()):
            for origin in passage.origins:
                firsts.setdefault(origin, number)
        return firsts


def read(
    folder: Path,
    root: Path,
    *,
    kinds: Collection[str],
    ignore: Collection[Path] = (),
    only: Collection[str] | None = None,
    memory: Memory | None = None,
) -> dict[str, Sidecar]:
    """Read everything in the folder of notes.

    Args:
        folder: the folder, `annotations/`.
        root: the project's root.
        kinds: the ids of the site's kinds.
        ignore: files that are not notes, such as the bibliography.
        only: the slugs of the sources whose notes are read; default: all.
        memory: keeps what was read from files that are the same; default: nothing is kept.

    Returns:
        a sidecar for each folder that holds any file, by the slug of its source: the folder's path in `folder`, with
        forward slashes.  The slug of `folder` itself is empty; it holds no notes, only problems.
    """
    ignored = {Path(os.path.abspath(path)) for path in ignore}  # noqa: PTH100  # `resolve` would follow links
    parts: dict[str, list[_Part]] = {}
    for path, entries, problems in _walk(folder, root):
        slug = "" if path == folder else path.relative_to(folder).as_posix()
        of_versions = path.name == versions.FOLDER and slug != versions.FOLDER
        slug = slug.removesuffix(f"/{versions.FOLDER}") if of_versions else slug
        if only is not None and slug not in only:
            continue
        wanted = [entry for entry in entries if entry not in ignored]
        if of_versions or wanted or problems:
            parts.setdefault(slug, []).append(_Part(of_versions, wanted, problems))
    return {slug: _remembered(slug, own, root, kinds, memory or Forgetful()) for slug, own in parts.items()}


class _Part(NamedTuple):
    """One of the folders that are read for a source."""

    of_versions: bool
    paths: list[Path]
    problems: list[Problem]
    """Of what lies in it and is not read."""


def _remembered(slug: str, parts: list[_Part], root: Path, kinds: Collection[str], memory: Memory) -> Sidecar:
    read_now = partial(_read_parts, slug, parts, root, kinds)
    if any(part.problems for part in parts):
        return read_now()
    paths = [path for part in parts for path in part.paths]
    shapes = tuple((part.of_versions, len(part.paths)) for part in parts)
    return memory.read(("sidecar", slug), paths, (root, tuple(kinds), shapes), read_now)


def _read_parts(slug: str, parts: list[_Part], root: Path, kinds: Collection[str]) -> Sidecar:
    sidecar = Sidecar(slug)
    for of_versions, paths, problems in parts:
        if of_versions:
            read_versions, new = _read_versions(slug, paths, problems, root)
            sidecar = replace(sidecar, versions=read_versions, problems=(*sidecar.problems, *new))
        else:
            sidecar = _read_folder(slug, paths, problems, root, kinds)
    return _by_version(sidecar)


def _read_versions(
    slug: str, paths: list[Path], problems: list[Problem], root: Path
) -> tuple[tuple[Version, ...], list[Problem]]:
    read_versions, new = versions.read(paths, root)
    return read_versions, [replace(problem, source=slug) for problem in (*problems, *new)]


def _by_version(sidecar: Sidecar) -> Sidecar:
    """Part the notes of the present version from those of former ones; a note of a version without text is left out."""
    if not sidecar.versions and all(note.front.version is None for note in sidecar.annotations):
        return sidecar
    by_id, now = {note.id: note for note in sidecar.annotations}, sidecar.present
    numbers = {note.id: _version_of(note, by_id) or now for note in sidecar.annotations}
    with_text = {version.number for version in sidecar.versions if version.has_text}
    lost = [note for note in sidecar.annotations if numbers[note.id] not in {now, *with_text}]
    return replace(
        sidecar,
        annotations=tuple(note for note in sidecar.annotations if numbers[note.id] == now),
        former=tuple(note for note in sidecar.annotations if numbers[note.id] in with_text - {now}),
        problems=(*sidecar.problems, *(_without_version(note, now) for note in lost if note.front.version)),
    )


def _version_of(note: Annotation, by_id: Mapping[str, Annotation]) -> int | None:
    """The version that a note names; a reply without words of its own stands on that of the note that it answers."""
    replied = note.front.replies_to
    while replied in by_id and note.is_bare_reply and note.front.version is None:
        note = by_id[replied or ""]
        replied = note.front.replies_to
    return note.front.version


def _without_version(note: Annotation, now: int) -> Problem:
    message = f"there is no version {note.front.version} with a text"
    hint = f"a number that has a file in {versions.FOLDER}/, or without `version` for the present one, {now}"
    return note.problem(note.marked.value_at("version"), "unknown-version", message, hint)


def _walk(folder: Path, root: Path) -> Iterator[tuple[Path, list[Path], list[Problem]]]:
    """Every folder with its files, links refused, hidden files left alone, in a fixed order."""
    folders: list[Path] = []
    entries: list[Path] = []
    problems: list[Problem] = []
    try:
        listed = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return  # a project without notes, as far as `project.read` lets it be one
    except OSError as error:
        name = reading.display_name(folder, root)
        yield folder, [], [Problem(Location(name), "unreadable-file", f"the folder cannot be read: {error.strerror}")]
        return
    for entry in listed:
        path = folder / entry.name
        if entry.name.startswith("."):
            continue
        if entry.is_symlink():
            problems += filter(None, [reading.outside(path, root)])
        elif entry.is_dir():
            folders.append(path)
        else:
            entries.append(path)
    yield folder, entries, problems
    for path in folders:
        yield from _walk(path, root)


def _read_folder(slug: str, paths: list[Path], problems: list[Problem], root: Path, kinds: Collection[str]) -> Sidecar:
    annotations: list[Annotation] = []
    translated: list[Translation] = []
    faulty: list[Annotation] = []
    beside: dict[str, Any] = {}
    all_problems = [replace(problem, source=slug) for problem in problems]
    for path in paths:
        if slug and path.name in BESIDE:
            file = reading.read_text(path, root, limit=BESIDE[path.name])
            fields, new = ({}, [file]) if isinstance(file, Problem) else parse_beside(file, slug)
            beside |= fields
        elif slug and translations.named(path):
            translation, new = translations.read(path, root)
            translated += [translation] if translation else []
        elif slug and path.suffix == ".md":
            annotation, rest, new = read_note(path, root, slug, kinds=kinds)
            annotations += [annotation] if annotation else []
            faulty += [rest] if rest else []
        else:
            new = _unexpected(slug, path, root)
        all_problems += [replace(problem, source=slug) for problem in new]
    there = {path.stem for path in paths}
    all_problems += [
        replace(translations.without_note(each), source=slug) for each in translated if each.note not in there
    ]
    beside["translations"] = translations.by_note(translated)
    clashing = dict(identifiers.alike(sorted(note.id for note in annotations)))
    all_problems += [_alike(note, clashing[note.id]) for note in annotations if note.id in clashing]
    annotations = [note for note in annotations if note.id not in clashing]
    return with_replies(Sidecar(slug, tuple(annotations), tuple(faulty), problems=tuple(all_problems), **beside))


def _alike(annotation: Annotation, earlier: str) -> Problem:
    message = f"`{annotation.id}` and `{earlier}` differ only in case: some disks and servers keep only one"
    return annotation.problem(Location(annotation.path), "bad-note-id", message, "give one of them another name")


def _unexpected(slug: str, path: Path, root: Path) -> list[Problem]:
    if path.name == "README.md" or path.suffix in (".json", ".bib"):
        return []
    if not slug and path.suffix in (".yml", ".yaml"):
        return []
    rule = "a note lies in the folder of its source" if not slug else "a note is a `.md` file"
    hint = "annotations/<source>/<note-id>.md, beside annotations/<source>/sourcing.yml"
    name = reading.display_name(path, root)
    return [Problem(Location(name), "unexpected-file", f"this file is not read: {rule}", hint)]


def read_note(
    path: Path, root: Path, slug: str, *, kinds: Collection[str]
) -> tuple[Annotation | None, Annotation | None, list[Problem]]:
    """Read one note's file.

    Returns:
        the note, None where anything is wrong with it; then what is right of it; and every problem found.
    """
    file = reading.read_text(path, root, limit=NOTE_FILE_LIMIT)
    if isinstance(file, Problem):
        return None, None, [replace(file, note=path.stem)]
    annotation, problems = parse_note(file, slug, kinds=kinds)
    rest = None if annotation else as_far_as_right(file, slug, kinds=kinds)
    return annotation, rest, [replace(problem, note=path.stem) for problem in problems]


def as_far_as_right(file: TextFile, slug: str, *, kinds: Collection[str]) -> Annotation | None:
    """A note of which something is wrong, without that; None where nothing of it can be read."""
    document, _ = front_matter.split(file, example="")
    if document is None or not document.marked.value or len(document.body) > BODY_LIMIT:
        return None
    if schema.newer_format(document.marked):
        return None
    instead = {"title": "…", "kind": next(iter(kinds), ""), "relation": str(Relation.BACKGROUND)}
    entry = {"title": instead["title"], "relation": instead["relation"]}
    front = schema.as_far_as_right(
        NoteFrontMatter, document.marked, instead=instead | {"evidence[]": entry}, context={"kinds": kinds}
    )
    return Annotation(file.path.stem, slug, front.as_published, document) if front and front.version is None else None


def parse_note(file: TextFile, slug: str, *, kinds: Collection[str]) -> tuple[Annotation | None, list[Problem]]:
    """Read a note from its text.

    Returns:
        the note, None where anything is wrong with it; and every problem found.
    """
    problems: list[Problem] = []
    id_ = file.path.stem
    if fault := identifiers.fault(id_):
        hint = f"such as {identifiers.mended(id_, 'second-vote')}.md"
        message = f"the file’s name, a note’s id, `{reading.printable(id_)}` {fault}"
        problems.append(Problem(Location(file.name), "bad-note-id", message, hint))
    document, new = front_matter.split(file, example="title: A short sentence\nkind: context")
    problems += new
    if document is None or (new and not document.marked.value):
        return None, problems
    if newer := schema.newer_format(document.marked):
        return None, [newer]
    front, new = schema.check(NoteFrontMatter, document.marked, context={"kinds": kinds})
    problems += new
    length = len(document.body.strip())
    if length > BODY_LIMIT:
        message = f"the note has {length:,} characters; at most {BODY_LIMIT:,} are expected"
        hint = "shorten it, put what is long behind a link, or write two notes"
        problems.append(Problem(Location(file.name, document.body_line), "too-long", message, hint))
    if front is None or problems:
        return None, problems
    annotation = Annotation(id_, slug, front := front.as_published, document)
    if front.status is not None and not front.evidence and not length:
        problems.append(annotation.without_reason())
    return (None if problems else annotation), problems


def parse_beside(file: TextFile, slug: str) -> tuple[dict[str, Any], list[Problem]]:
    """Read what stands beside a source and is no note, from its text.

    Args:
        file: one whose name is in `BESIDE`.
        slug: the source.

    Returns:
        the fields of `Sidecar` that it fills; and every problem found.
    """
    match file.path.name:
        case leads.FILE:
            lead, problems = leads.parse(file, slug)
            return {"lead": lead}, problems
        case registers.ENTITIES:
            entities, marks, problems = registers.parse_entities(file)
            return {"entities": entities, "entity_marks": marks}, problems
        case registers.CHARTS:
            charts, marks, problems = registers.parse_charts(file)
            return {"charts": charts, "chart_marks": marks}, problems
        case _:
            sourcing, marks, problems = _parse_sourcing(file)
            return {"sourcing": sourcing, "sourcing_marks": marks}, problems


def _parse_sourcing(file: TextFile) -> tuple[SourcingFile, Marked | None, list[Problem]]:
    marked, problems = marked_yaml.read(file.text, file.name, example="passages:\n  2: {statement: factual}")
    if problems:
        return SourcingFile(), None, problems
    sourcing, problems = schema.check(SourcingFile, marked)
    if sourcing is None:
        return SourcingFile(), None, problems
    passages = dict(sourcing.passages)
    for number, passage in sourcing.passages.items():
        described = tuple(origin for origin in passage.origins if origin in sourcing.origins)
        passages[number] = passage.model_copy(update={"origins": described})
        for index, origin in enumerate(passage.origins):
            if origin not in sourcing.origins:
                guess = schema.nearest(origin, sourcing.origins)
                place = marked.value_at("passages", number, "origins", index)
                hint = f"did you mean `{guess}`?" if guess else f"describe `{origin}` under `origins:`"
                problems.append(Problem(place, "unknown-origin", f"no origin `{origin}` is described", hint))
    return sourcing.model_copy(update={"passages": passages}), marked, problems


def with_replies(sidecar: Sidecar) -> Sidecar:
    """Leave out notes that reply to none, in a circle, or to a note that is left out."""
    by_id = {annotation.id: annotation for annotation in sidecar.annotations}
    problems = [problem for annotation in sidecar.annotations for problem in _reply_problems(annotation, by_id)]
    broken = {problem.note for problem in problems}
    standing = tuple(annotation for annotation in sidecar.annotations if annotation.id not in broken)
    return replace(sidecar, annotations=standing, problems=(*sidecar.problems, *problems))


def _reply_problems(annotation: Annotation, by_id: Mapping[str, Annotation]) -> Iterator[Problem]:
    """Why the replies that lead from a note to the first of its conversation do not get there."""
    first = target = annotation.front.replies_to
    seen: set[str] = set()
    while target is not None and target in by_id and target not in seen:
        seen.add(target)
        target = by_id[target].front.replies_to
    if target is None:
        return
    place = annotation.document.marked.value_at("replies-to")
    if annotation.id in seen:
        hint = "delete `replies-to:` in the note that came first"
        yield annotation.problem(place, "reply-cycle", "the replies lead back to this note", hint)
    elif target == first and target not in by_id:
        guess = schema.nearest(target, by_id)
        hint = f"did you mean `{guess}`?" if guess else "the file’s name without `.md`, of a note on the same source"
        yield annotation.problem(place, "unknown-note", f"there is no note `{target}` to reply to", hint)
    else:
        message = f"the note `{first}` that is replied to is not shown: its own `replies-to` leads nowhere"
        yield annotation.problem(place, "unknown-note", message, f"mend the replies that lead on from `{first}`")
