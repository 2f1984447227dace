"""A new version of a source: all that has to be written for it, and in which order.

The order is such that whoever is killed at any moment leaves a project in which nothing is lost, no note stands on
wrong words, and the same command goes on where it was: the former text is kept first; then each note that cannot
simply stay is put on it; then comes the new text; and last the notes that follow.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from glossator.editing import renewing, repair
from glossator.editing.renewing import Fate, Renewed
from glossator.files import front_matter, reading, rewriting, rewriting_toml
from glossator.problems import Location, Problem
from glossator.project import versions
from glossator.project.sidecar import Annotation, Sidecar
from glossator.project.sources import Source
from glossator.records.vocabulary import Terms
from glossator.text.textmap import TextMap

Facts = Mapping[str, str]
"""Keys of a version with what they say."""


@dataclass(frozen=True)
class Write:
    """A file that is written."""

    path: Path
    name: str
    """The file as problems call it."""
    text: str
    instead_of: bytes | None = None
    """What it holds before; None for a new file."""


@dataclass(frozen=True)
class Update:
    """What an update would do."""

    number: int
    """That of the version which is now a former one."""
    notes: tuple[Renewed, ...]
    """What becomes of its notes."""
    writes: tuple[Write, ...] = ()
    """In the order in which they have to be written; a file may be written twice."""
    problems: tuple[Problem, ...] = field(default=())
    """Why it cannot be done."""


@dataclass(frozen=True)
class Newer:
    """The new version."""

    body: str
    """Its text as its page's file has it: in Markdown or in HTML."""
    text: TextMap
    """The same as it is read."""
    facts: Facts


def update(
    source: Source, sidecar: Sidecar, before: TextMap, newer: Newer, *, folder: Path, kinds: Collection[str]
) -> Update | None:
    """What has to be written for a new version of a source.

    Args:
        source: the source.
        sidecar: what stands beside it.
        before: the text on which the notes are to be looked at: that of the present version; or, where the new text is
            the present one already, that of the last former version.
        newer: the new version.
        folder: where the notes of the source lie.
        kinds: the ids of the site's kinds.

    Returns:
        what to write; None where nothing is new.

    Raises:
        OSError: a file cannot be read any more.
    """
    last = sidecar.versions[-1] if sidecar.versions else None
    restated = source.terms is Terms.RESTATED
    there = source.front.version.hash == newer.facts.get("hash") if restated and source.front.version else False
    there = there or (not restated and same(source.document.body, newer.body))
    if there and last is None:
        return None
    begun = last is not None and (there or (not restated and same(last.body, source.document.body)))
    number = last.number if last and begun else sidecar.present
    waiting = sidecar.of_version(number).annotations
    annotations = waiting if there else (*sidecar.annotations, *waiting)
    notes = () if restated else tuple(renewing.renewed(annotations, before, newer.text))
    changes = [_change(note, number, kinds) for note in notes]
    problems = [change for change in changes if isinstance(change, Problem)]
    first: list[Write] = []
    if not begun:
        path = folder / versions.FOLDER / f"{number}.md"
        first.append(Write(path, f"{_folder_name(source, folder)}/{number}.md", _former(source, restated=restated)))
    page = [] if there else _page(source, newer, restated=restated)
    if isinstance(page, Problem):
        return Update(number, notes, problems=(*problems, page))
    pairs = [change for change in changes if not isinstance(change, Problem)]
    writes = (*first, *(kept for kept, _ in pairs if kept), *page, *(last for _, last in pairs if last))
    return None if there and not writes else Update(number, notes, writes, tuple(problems))


def same(text: str, other: str) -> bool:
    """Whether two Markdown texts are the same but for space at their ends."""
    return text.strip() == other.strip()


def _folder_name(source: Source, folder: Path) -> str:
    return f"{folder.parent.name}/{source.slug}/{versions.FOLDER}"


def _change(note: Renewed, number: int, kinds: Collection[str]) -> tuple[Write | None, Write | None] | Problem:
    """What is written of a note before the new text is there, and what after."""
    annotation, waits = note.annotation, note.annotation.front.version is not None
    follows = note.fate in (Fate.STAYS, Fate.FOLLOWS)
    fields = {**note.fields, **({"version": None} if waits else {})} if follows else {}
    kept = None if waits or note.fate is Fate.STAYS else _written(annotation, {"version": number}, kinds)
    last = _written(annotation, fields, kinds) if fields else None
    if isinstance(kept, Problem) or isinstance(last, Problem):
        return kept if isinstance(kept, Problem) else last if isinstance(last, Problem) else (None, None)
    if kept and last:
        last = Write(last.path, last.name, last.text, kept.text.encode())
    return kept, last


def _written(annotation: Annotation, fields: Mapping[str, str | int | None], kinds: Collection[str]) -> Write | Problem:
    pair = repair.repaired(annotation, fields, kinds=kinds)
    if pair is None:
        message = "this front matter cannot be changed without touching more of it"
        asked = "; ".join(f"{name}: {value}" if value is not None else f"no {name}" for name, value in fields.items())
        return annotation.problem(Location(annotation.path), "unreadable-file", message, f"write it yourself: {asked}")
    return Write(annotation.document.file.path, annotation.path, *pair)


def _former(source: Source, *, restated: bool) -> str:
    """The file of the version that was the present one."""
    facts = dict(_facts(source))
    body = "" if restated else f"\n{source.document.body.strip()}\n"
    return f"---\n{lines(facts)}---\n{body}"


def _facts(source: Source) -> Iterator[tuple[str, str]]:
    known = source.front.version
    given = source.document.marked.value.get("version", {}) if known else {}
    yield from given.items()
    if "captured" not in given and source.front.published:
        yield "captured", source.front.published.iso
    if "date" not in given and source.date:
        yield "date", source.date
    if "url" not in given and source.item.URL:
        yield "url", source.item.URL


def lines(facts: Facts) -> str:
    """Facts of a version as lines of YAML; of what is no text only lists."""
    written = []
    for key, value in facts.items():
        if isinstance(value, str):
            plain = value if all(character.isdigit() or character == "-" for character in value) else ""
            written.append(f"{key}: {plain or rewriting.scalar(value)}\n")
        else:
            written.append(f"{key}: [{', '.join(rewriting.scalar(part) for part in value)}]\n")
    return "".join(written)


def _page(source: Source, newer: Newer, *, restated: bool) -> list[Write] | Problem:
    """The source's page with the new text, and what is known of it; everything else of its front matter stays."""
    document, file = source.document, source.document.file
    raw = file.path.read_bytes()
    now = reading.decode(file.path, file.name, raw)
    text = document.marked.tree.text
    if file.text.startswith(front_matter.TOML):
        changed = rewriting_toml.with_table(text, "version", newer.facts)
    else:
        edit = rewriting.with_block(document.marked, "version", lines(newer.facts))
        changed = [edit] if edit else None
    if isinstance(now, Problem) or now.text != file.text or changed is None:
        message = "the front matter of the source cannot be changed, or was changed meanwhile"
        return Problem(Location(file.name), "unreadable-file", message, "run this again", source=source.slug)
    start = document.yaml_end - len(text)
    edits = [(start + first, start + last, new) for first, last, new in changed]
    if not restated:
        body = len(file.text) - len(document.body)
        edits.append((body, len(file.text), f"\n{newer.body.strip()}\n"))
    return [Write(file.path, file.name, rewriting.apply(raw.decode(), edits), raw)]
