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
from glossator.edition.bodies import Body
from glossator.imports.notes.bodies_to_markdown import harmless
from glossator.imports.notes.incoming import Incoming, Notices
from glossator.imports.notes.mending import writable
from glossator.imports.notes.placing import Placed, Shelf, is_elsewhere, place
from glossator.problems import Location, Problem
from glossator.project import sidecar
from glossator.project.sidecar import Annotation
from glossator.records import identifiers
from glossator.records.model import LEAD
from glossator.text.anchoring import Anchored, SourceSelector
from glossator.text.resolving import resolve


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
    hidden: int = 0
    """Notes that a moderator has hidden, and replies to them, which were left alone."""
    elsewhere: tuple[str, ...] = ()
    """For each note that was left alone since it is about another page, that page's address."""


@dataclass(frozen=True)
class Asked:
    """What is carried over only by those who ask for it."""

    unplaced: bool = False
    """Notes that `check` refuses, such as those whose words are not found, for an editor to mend."""
    hidden: bool = False
    """Notes that a moderator has hidden."""
    elsewhere: bool = False
    """Notes that are about pages of other addresses."""


def carry(notes: Sequence[Incoming], shelf: Shelf, asked: Asked = Asked()) -> Carried:
    """Make files of notes.  Nothing is written.

    Args:
        notes: the notes, in the order of their file.
        shelf: where to.
        asked: what is wanted beyond what anybody would want.
    """
    problems: list[Problem] = []
    notes, hidden = (notes, 0) if asked.hidden else _without_hidden(notes)
    notes, elsewhere = (notes, ()) if asked.elsewhere else _without_others(notes, shelf)
    replies = _Replies(notes)
    taken = {annotation.id for annotation in shelf.present.annotations}
    drafted: list[File] = []
    waiting: list[tuple[Placed, str]] = []
    references = _Present(shelf)
    for note in notes:
        problems += note.notices
        placed, new = place(note, shelf, keep_unplaced=asked.unplaced, replies=bool(replies.target(note)))
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
        file, new = _drafted(placed, id_, replies, shelf, unmended=asked.unplaced)
        problems += new
        drafted += [file] if file else []
    files, new = _with_replies(drafted, shelf)
    problems += new
    source = shelf.present.slug
    told = tuple(sorted(replace(problem, source=source) for problem in problems))
    return Carried(tuple(files), told, hidden, elsewhere)


def _without_hidden(notes: Sequence[Incoming]) -> tuple[Sequence[Incoming], int]:
    """The notes that anybody may see, and how many are not: who answers what is hidden would quote it."""
    hidden = {note.name for note in notes if note.hidden}
    while more := {note.name for note in notes if note.replies_to in hidden and note.name} - hidden:
        hidden |= more
    seen = [note for note in notes if not note.hidden and (note.replies_to or None) not in hidden]
    return seen, len(notes) - len(seen)


def _without_others(notes: Sequence[Incoming], shelf: Shelf) -> tuple[Sequence[Incoming], tuple[str, ...]]:
    """The notes on this source, and the addresses of those that are on another page; replies go with their notes."""
    replies = _Replies(notes)
    apart = {
        id(note): note.about[0]
        for note in notes
        if not note.verbatim and not replies.target(note) and is_elsewhere(note, shelf)
    }
    names = {note.name: apart[id(note)] for note in notes if note.name and id(note) in apart}
    while more := {
        note.name: names[note.replies_to] for note in notes if note.replies_to in names and note.name not in names
    }:
        names |= more
        apart |= {id(note): names[note.replies_to] for note in notes if note.replies_to in names}
    return [note for note in notes if id(note) not in apart], tuple(apart.values())


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


def _drafted(
    placed: Placed, id_: str, replies: _Replies, shelf: Shelf, *, unmended: bool
) -> tuple[File | None, list[Problem]]:
    """The file of a note; none where `check` would refuse it, unless somebody wants to mend it there."""
    note, fields, body = placed.note, dict(placed.fields), placed.body
    target, problems = replies.id(note)
    if problems:
        return None, problems
    if target:
        fields["replies-to"] = target
    notices = Notices(note.location)
    if not note.verbatim:
        body = writable(body, lambda text: is_sound(shelf.site.render_body(text), shelf), notices)
    path = shelf.folder / f"{id_}.md"
    annotation, text, problems = _read_back(path, fields, body, shelf)
    if not note.verbatim and any(problem.code == "status-without-reason" for problem in problems):
        notices.lost(f"the status `{fields.pop('status')}`, for which it gives neither words nor evidence")
        annotation, text, problems = _read_back(path, fields, body, shelf)
    problems = [replace(problem, location=note.location, note=id_) for problem in problems]
    if annotation is None or (problems and not unmended):
        return None, [*problems, *notices.problems()]
    warnings: list[Problem] = [replace(problem, severity="warning") for problem in problems]
    return File(path, text, annotation, note.location), [*warnings, *notices.problems()]


def _read_back(
    path: Path, fields: dict[str, Any], body: str, shelf: Shelf
) -> tuple[Annotation | None, str, list[Problem]]:
    """A note as `check` would read it, the text of its file, and all that it would refuse."""
    site = shelf.site
    annotation, text, problems = drafts.drafted(path, shelf.root, shelf.present.slug, fields, body, site.kinds)
    if annotation is None:
        return None, text, problems
    rendered = site.render_body(annotation.body)
    problems = [*problems, *diagnosis.of_body(annotation, rendered, site.bibliography)]
    if site.citations:
        problems += diagnosis.of_style(annotation, rendered, site.bibliography, site.citations)
    return annotation, text, problems


def is_sound(body: Body, shelf: Shelf) -> bool:
    """Whether nothing of a body is left out, and every reference that it cites is there."""
    lost = body.removed or body.refused or body.hidden or body.too_deep
    return not lost and all(key in shelf.site.bibliography.references for key in body.cited)


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
