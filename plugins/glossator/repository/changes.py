"""What changed in the notes: which were new, which were corrected and in what, which were removed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from glossator.files import front_matter, reading
from glossator.files.reading import NOTE_FILE_LIMIT, TextFile
from glossator.records import identifiers
from glossator.records.csl import CSLDate
from glossator.records.dates import later
from glossator.records.model import LEAD, NoteFrontMatter
from glossator.records.vocabulary import NOTE_FIELDS
from glossator.repository import git
from glossator.repository.git import GitError
from glossator.repository.provenance import Change, History

LIMIT = 2_000
"""Changes whose contents are read, which takes about a fifth of a millisecond for each."""

TEXT = "text"
"""Stands among the fields for the note's text, which has no key."""

FIELDS = (*(info.alias or name for name, info in NoteFrontMatter.model_fields.items()), TEXT)
"""What can change in a note, in the order of the format."""


@dataclass(frozen=True)
class FieldChange:
    """A field that a commit changed."""

    field: str
    """One of `FIELDS`."""
    before: str = ""
    """Its value, where that is a line of text; empty for lists, for the note's text and where there was none."""
    after: str = ""
    old: Any = dataclasses.field(default=None, compare=False, repr=False)
    """Its whole value, a text, a list or a mapping; None where there was none."""
    new: Any = dataclasses.field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class NoteChange:
    """What a commit did to a note."""

    source: str
    """The slug of its source."""
    note: str
    """Its id now; of a removed note, its last."""
    title: str
    """Its title at that time, before it was removed; empty where that cannot be read."""
    what: Literal["new", "corrected", "edited", "renamed", "removed", "restored"]
    """`edited`: changed without a correction, for example in its authors or its line breaks."""
    fields: tuple[FieldChange, ...]
    """In the order of the format; empty unless the note was there before and after."""
    former: str
    """What it was called before, where this commit renamed it; `slug/id` where its source was not the present one."""
    change: Change
    """When, by whom and why."""

    def before(self, published: CSLDate | None) -> bool:
        """Whether it was made before its source was published on the site: rewording, which corrects nothing.

        Args:
            published: the day of publication; without one everything counts as published from its first commit.
        """
        day = CSLDate.of_day(self.change.when.date())
        return bool(later(published, day))

    @property
    def corrections(self) -> tuple[FieldChange, ...]:
        """The fields that were corrected, without those that say nothing of the source."""
        return (
            tuple(change for change in self.fields if change.field in NOTE_FIELDS) if self.what == "corrected" else ()
        )


def _none(_: Mapping[str, Any]) -> bool:
    return False


def read(
    history: History,
    root: Path,
    annotations: Path,
    *,
    hides: Callable[[Mapping[str, Any]], bool] = _none,
    limit: int = LIMIT,
) -> tuple[NoteChange, ...]:
    """The changes of notes, newest first: the newest ones, and every removal however long ago.

    Args:
        history: the history of the folder of notes.
        root: the project's root.
        annotations: the folder of notes, inside the root.
        hides: whether a version of a note was not for readers, such as a draft: it counts as none.
        limit: how many changes are looked into.
    """
    folder = _folder(root, annotations)
    every = enumerate(_of_notes(history, folder))
    wanted = [change for number, change in every if number < limit or change.what == "removed"]
    contents = _contents(root, chain.from_iterable((change.before, change.after) for change in wanted))
    hidden = {hash_ for hash_, note in contents.items() if hides(note)}
    seen = (_as_seen(change, hidden) for change in wanted)
    return tuple(_note_change(change, history, folder, contents) for change in seen if change)


def _as_seen(change: Change, hidden: Collection[str]) -> Change | None:
    """A change as readers could see it; None where they could see neither version."""
    if change.before in hidden:
        if not change.after or change.after in hidden:
            return None
        return dataclasses.replace(change, what="added", before="", former="")
    if change.after in hidden:
        return dataclasses.replace(change, what="removed", after="") if change.before else None
    return change


def count(history: History, root: Path, annotations: Path) -> int:
    """How many changes of notes there are, those that `read` leaves out included."""
    return len(_of_notes(history, _folder(root, annotations)))


def _folder(root: Path, annotations: Path) -> PurePosixPath:
    return PurePosixPath(annotations.relative_to(root).as_posix())


def _of_notes(history: History, folder: PurePosixPath) -> list[Change]:
    return [change for change in history.log if named(change.path, folder)]


def named(path: str, folder: PurePosixPath) -> tuple[str, str] | None:
    """The source's slug and the note's id, by the paths of a file and of the folder of notes; None for other files."""
    file = PurePosixPath(path)
    if file.suffix != ".md" or identifiers.fault(file.stem) or not file.is_relative_to(folder) or file.parent == folder:
        return None
    return (file.parent.relative_to(folder).as_posix(), file.stem) if file.stem != LEAD else None


def translates(path: str, folder: PurePosixPath) -> tuple[str, str, str] | None:
    """The source's slug, the note's id and the language of a file that is a note's translation; None for others."""
    file = PurePosixPath(path)
    note, _, language = file.stem.partition(".")
    own = named(str(file.with_name(f"{note}.md")), folder) if file.suffix == ".md" else None
    return (*own, language) if own and identifiers.is_language(language) else None


def leads(path: str, folder: PurePosixPath) -> str | None:
    """The slug of the source whose lead a file is; None for other files."""
    file = PurePosixPath(path)
    is_lead = file.name == f"{LEAD}.md" and file.is_relative_to(folder) and file.parent != folder
    return file.parent.relative_to(folder).as_posix() if is_lead else None


def _note_change(
    change: Change, history: History, folder: PurePosixPath, contents: Mapping[str, Mapping[str, Any]]
) -> NoteChange:
    source, note = named(change.path, folder) or ("", "")
    before, after = contents.get(change.before), contents.get(change.after)
    changed: tuple[FieldChange, ...] = ()
    if before is not None and after is not None:
        changed = tuple(field_changes(before, after))
    former_source, former = named(change.former, folder) or ("", "")
    return NoteChange(
        source=source,
        note=note,
        title=_line((after or before or {}).get("title")),
        what=_what(change, changed, history),
        fields=changed,
        former=former if former_source in ("", source) else f"{former_source}/{former}",
        change=change,
    )


def _what(
    change: Change, changed: Iterable[FieldChange], history: History
) -> Literal["new", "corrected", "edited", "renamed", "removed", "restored"]:
    if change.what == "removed":
        return "removed"
    if change.what == "added":
        own = history.changes.get(change.path, ())
        return "restored" if any(earlier is change for earlier in own[:-1]) else "new"
    if any(field_change.field in NOTE_FIELDS for field_change in changed):
        return "corrected"
    return "renamed" if change.former else "edited"


def field_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[FieldChange]:
    """In what two versions of a note differ; another way of breaking lines is no difference."""
    for name in FIELDS:
        old, new = before.get(name), after.get(name)
        if _said(old) != _said(new):
            lines = ("", "") if name == TEXT else (_line(old), _line(new))
            yield FieldChange(name, *lines, old, new)


def _said(value: Any) -> Any:
    """A value without how its lines are broken."""
    if isinstance(value, dict):
        return {key: _said(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_said(part) for part in value]
    return " ".join(value.split()) if isinstance(value, str) else value


def _line(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _contents(root: Path, hashes: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Notes by the hash of their content.  What cannot be read is left out."""
    try:
        blobs = git.blobs(root, filter(None, hashes), limit=NOTE_FILE_LIMIT)
    except GitError:
        return {}
    notes = ((hash_, parsed(hash_, raw)) for hash_, raw in blobs.items())
    return {hash_: note for hash_, note in notes if note is not None}


def parsed(name: str, raw: bytes) -> dict[str, Any] | None:
    """A note as its front matter and, under `TEXT`, its text; None where it cannot be read."""
    file = reading.decode(Path(name), name, raw)
    if not isinstance(file, TextFile):
        return None
    document, _ = front_matter.split(file, example="")
    if document is None or not document.marked.value:
        return None
    return {**document.marked.value, TEXT: document.body}


def parsed_lead(name: str, raw: bytes) -> dict[str, Any] | None:
    """A lead as its text, under `TEXT`; None where it cannot be read."""
    file = reading.decode(Path(name), name, raw)
    document = front_matter.optional(file, example="")[0] if isinstance(file, TextFile) else None
    return {TEXT: document.body} if document else None
