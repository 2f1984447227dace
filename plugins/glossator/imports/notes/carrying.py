"""Carrying foreign notes over: each gets an id and the note that it replies to, and becomes a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from glossator.editing import drafts
from glossator.edition import diagnosis
from glossator.imports.notes.bodies_to_markdown import harmless
from glossator.imports.notes.incoming import Incoming
from glossator.imports.notes.placing import Placed, Shelf, place
from glossator.problems import Location, Problem
from glossator.project import sidecar
from glossator.project.sidecar import Annotation
from glossator.records import identifiers
from glossator.records.model import LEAD
from glossator.text.anchoring import Anchored, SourceSelector
from glossator.text.suggest import resolve


@dataclass(frozen=True)
class File:
    """A note's file, not written yet."""

    path: Path
    text: str
    annotation: Annotation
    location: Location
    """Where the note comes from."""


@dataclass(frozen=True)
class Carried:
    """What became of all notes of a file."""

    files: tuple[File, ...]
    problems: tuple[Problem, ...]
    """As warnings what was lost or assumed; as errors why a note was left out."""


def carry(notes: Sequence[Incoming], shelf: Shelf, *, keep_unplaced: bool = False) -> Carried:
    """Make files of notes.  Nothing is written.

    Args:
        notes: the notes, in the order of their file.
        shelf: where to.
        keep_unplaced: whether notes whose words are not found are kept as they are, for an editor to mend.
    """
    problems: list[Problem] = []
    replies = _Replies(notes)
    taken = {annotation.id for annotation in shelf.present.annotations}
    drafted: list[File] = []
    waiting: list[tuple[Placed, str]] = []
    references = _Present(shelf)
    for note in notes:
        problems += note.notices
        placed, new = place(note, shelf, keep_unplaced=keep_unplaced, replies=bool(replies.target(note)))
        problems += new
        if placed is None:
            continue
        if same := references.same(placed):
            replies.ids[note.name] = same
            hint = f"annotations/{shelf.present.slug}/{same}.md"
            problems.append(Problem(note.location, "note-exists", "the same note is there already", hint, "warning"))
            continue
        id_ = _free(note.wanted_id, placed.fields, lambda id_: id_ in taken or (shelf.folder / f"{id_}.md").exists())
        if note.wanted_id and id_ != note.wanted_id:
            why = "cannot be one" if identifiers.fault(note.wanted_id) else "is that of another note"
            message = f"assumed: the id `{id_}`, since `{harmless(note.wanted_id)}` {why}"
            hint = "to change a note that is there, change its file"
            problems.append(Problem(note.location, "annotation-assumed", message, hint, "warning"))
        taken.add(id_)
        references.add(placed, id_)
        replies.ids.setdefault(note.name, id_)
        waiting.append((placed, id_))
    for placed, id_ in waiting:
        file, new = _drafted(placed, id_, replies, shelf)
        problems += new
        drafted += [file] if file else []
    files, new = _with_replies(drafted, shelf)
    problems += new
    source = shelf.present.slug
    return Carried(tuple(files), tuple(sorted(replace(problem, source=source) for problem in problems)))


class _Present:
    """The notes that are there, by what tells a note from others."""

    def __init__(self, shelf: Shelf) -> None:
        self._notes: dict[tuple[object, ...], str] = {}
        self._new: dict[tuple[object, ...], str] = {}
        for annotation in shelf.present.annotations:
            outcome = resolve(annotation.selector, shelf.text)
            span = outcome.span if isinstance(outcome, Anchored) else None
            whole = isinstance(annotation.selector, SourceSelector)
            key = (
                annotation.front.title,
                annotation.front.kind,
                drafts.trimmed(annotation.body),
                None if whole else span,
            )
            self._notes.setdefault(key, annotation.id)

    def same(self, placed: Placed) -> str:
        """The id of the note that is the same; empty where none is."""
        return self._notes.get(self._key(placed), "") or self._new.get((*self._key(placed), *self._authors(placed)), "")

    def add(self, placed: Placed, id_: str) -> None:
        """Remember a note of the file: it may hold it twice, but several people may have said the same."""
        self._new.setdefault((*self._key(placed), *self._authors(placed)), id_)

    @staticmethod
    def _key(placed: Placed) -> tuple[object, ...]:
        return placed.fields.get("title"), placed.fields.get("kind"), placed.body, placed.span

    @staticmethod
    def _authors(placed: Placed) -> Iterable[str]:
        return map(str, placed.fields.get("authors") or ())


def _free(wanted: str, fields: dict[str, Any], taken: Callable[[str], bool]) -> str:
    """An id that no note has: the wanted one, else one made of the title, with a number where there are several."""
    title = str(fields.get("title", ""))
    id_ = identifiers.made_of(title, words=identifiers.WORDS_OF_A_NOTE) if identifiers.fault(wanted) else wanted
    id_ = id_ or "note"
    number = 1
    free = id_
    while taken(free) or free == LEAD:
        number += 1
        free = f"{id_}-{number}"
    return free


_NOTE = re.compile(r"#note-([^#]+)$")
"""The end of the address of a note of ours."""


class _Replies:
    """Which note a note replies to: another one of the file by the name it has there, or one that is there already."""

    def __init__(self, notes: Sequence[Incoming]) -> None:
        self._names = {note.name for note in notes if note.name}
        self._wanted = {note.wanted_id: note.name for note in notes if note.verbatim and note.wanted_id}
        self.ids: dict[str, str] = {}
        """The ids that notes of the file got, by their names."""

    def target(self, note: Incoming) -> str:
        """What a note replies to: the name of another of the file, or an id; empty where it is no reply."""
        target = note.replies_to
        if note.verbatim:
            return self._wanted.get(target, target)
        if not target or target in self._names:
            return target
        if address := _NOTE.search(target):
            id_ = unquote(address[1])
            return self._wanted.get(id_, id_)
        # The target of any other annotation is the address of the page.
        return target if note.fields.get("kind") == "reply" else ""

    def id(self, note: Incoming) -> tuple[str, list[Problem]]:
        """The id of the note that a note replies to; empty with a problem where it cannot be one."""
        target = self.target(note)
        if not target:
            return "", []
        if target in self.ids:
            return self.ids[target], []
        if target not in self._names and not identifiers.fault(target):
            return target, []
        why = "was left out" if target in self._names else "is not in the file"
        message = f"the annotation that it replies to {why}: {harmless(target)}"
        return "", [Problem(note.location, "unknown-note", message, "mend that one, or import it as well")]


def _drafted(placed: Placed, id_: str, replies: _Replies, shelf: Shelf) -> tuple[File | None, list[Problem]]:
    note, fields = placed.note, dict(placed.fields)
    target, problems = replies.id(note)
    if problems:
        return None, problems
    if target:
        fields["replies-to"] = target
    path = shelf.folder / f"{id_}.md"
    annotation, text, problems = drafts.drafted(
        path, shelf.root, shelf.present.slug, fields, placed.body, shelf.site.kinds
    )
    if annotation is None:
        return None, [replace(problem, location=note.location, note=id_) for problem in problems]
    body = shelf.site.render_body(annotation.body)
    problems_ = diagnosis.of_body(annotation, body, shelf.site.bibliography)
    warnings = [replace(problem, location=note.location, severity="warning") for problem in problems_]
    return File(path, text, annotation, note.location), warnings


def _with_replies(drafted: Sequence[File], shelf: Shelf) -> tuple[list[File], list[Problem]]:
    """Leave out replies that lead nowhere, or in a circle."""
    problems: list[Problem] = []
    remaining = list(drafted)
    while True:
        present = (*shelf.present.annotations, *(file.annotation for file in remaining))
        whole = sidecar.with_replies(replace(shelf.present, annotations=present, problems=()))
        broken = {problem.note: problem for problem in whole.problems}
        lost = [file for file in remaining if file.annotation.id in broken]
        if not lost:
            return remaining, problems
        problems += [replace(broken[file.annotation.id], location=file.location) for file in lost]
        remaining = [file for file in remaining if file.annotation.id not in broken]
