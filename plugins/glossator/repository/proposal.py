"""What is proposed: the notes of a working copy that are not as they are in the commit it builds on."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from glossator.files.reading import NOTE_FILE_LIMIT, display_name
from glossator.records.model import LEAD
from glossator.repository import changes, git, git_log


@dataclass(frozen=True)
class ProposedNote:
    """A note, a translation of one, or a source's lead, that was added, changed or removed."""

    path: str
    """Its file, relative to the project's root; of a removed note, where it was."""
    source: str
    """The slug of its source."""
    note: str
    """Its id; `lead` is the source's lead."""
    what: Literal["added", "changed", "removed"]
    before: Mapping[str, Any]
    """Its front matter and, under `changes.TEXT`, its text; empty where there was none, or none that can be read."""
    after: Mapping[str, Any]
    """The same as it is now."""
    former: str = ""
    """Its file before, where only that changed."""
    language: str = ""
    """That of a translation of the note; empty for the note itself."""

    @property
    def fields(self) -> tuple[str, ...]:
        """What changed in it, of `changes.FIELDS`; empty unless it can be read before and after."""
        both = self.before and self.after
        return tuple(change.field for change in changes.field_changes(self.before, self.after)) if both else ()


def read(root: Path, annotations: Path, since: str) -> tuple[ProposedNote, ...]:
    """Compare the notes as they lie on the disk, committed or not, with a commit; in the order of their paths.

    What others have done since the two histories parted is not counted.

    Args:
        root: the project's root.
        annotations: the folder of notes, inside the root.
        since: a commit or branch.

    Raises:
        GitError: git cannot be asked, the commit is not there, or shares no history with what is checked out.
    """
    folder = PurePosixPath(annotations.relative_to(root).as_posix())
    old, new = dict(_committed(root, folder, parting(root, since))), dict(_saved(root, annotations, folder))
    notes = []
    for path in sorted({*old, *new}):
        if path in old and path in new and _text(old[path]) == _text(new[path]):
            continue
        source, note, language = _named(path, folder) or ("", "", "")
        parsed = changes.parsed_lead if note == LEAD else changes.parsed
        before = parsed(path, old[path]) if path in old else None
        after = parsed(path, new[path]) if path in new else None
        what: Literal["added", "changed", "removed"] = "added" if path not in old else "changed"
        what = what if path in new else "removed"
        notes.append(ProposedNote(path, source, note, what, before or {}, after or {}, language=language))
    return tuple(_with_renamed(notes))


def parting(root: Path, since: str) -> str:
    """The hash of the commit from which what is checked out and `since` went their ways.

    Raises:
        GitError: there is none.
    """
    commit = git.run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{since}^{{commit}}")
    return git.run(root, "merge-base", commit.decode().strip(), "HEAD").decode().strip()


def _committed(root: Path, folder: PurePosixPath, commit: str) -> Iterator[tuple[str, bytes]]:
    """The files of notes in a commit, by their paths from the project's root."""
    prefix = git_log.locate(root).prefix
    listed = git.run(root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", f"{prefix}{folder}/")
    hashes = {}
    for entry in listed.decode("utf-8", "surrogateescape").split("\0")[:-1]:
        facts, _, path = entry.partition("\t")
        path = path.removeprefix(prefix)
        if _named(path, folder):
            hashes[path] = facts.split(" ")[2]
    contents = git.blobs(root, hashes.values(), limit=NOTE_FILE_LIMIT)
    for path, hash_ in hashes.items():
        yield path, contents.get(hash_, b"")


def _saved(root: Path, annotations: Path, folder: PurePosixPath) -> Iterator[tuple[str, bytes]]:
    """The files of notes on the disk, links left alone."""
    for base, _, names in os.walk(annotations):
        for path in (Path(base) / name for name in names):
            name = display_name(path, root)
            if _named(name, folder) and not path.is_symlink():
                with path.open("rb") as file:
                    yield name, file.read(NOTE_FILE_LIMIT + 1)


def _named(path: str, folder: PurePosixPath) -> tuple[str, str, str] | None:
    """The source's slug, the id of a note, which is `lead` for the lead, and the language of its translation, where the
    file is one; None for other files.
    """
    if source := changes.leads(path, folder):
        return source, LEAD, ""
    note = changes.named(path, folder)
    return (*note, "") if note else changes.translates(path, folder)


def _text(raw: bytes) -> bytes:
    """A file without how its lines end, which git changes on Windows."""
    return raw.replace(b"\r\n", b"\n")


def _with_renamed(notes: list[ProposedNote]) -> Iterator[ProposedNote]:
    """A note that is gone in one place and new in another, word for word, was only renamed."""
    removed = [note for note in notes if note.what == "removed" and note.before]
    renamed: dict[str, ProposedNote] = {}
    for note in notes:
        was = next((other for other in removed if note.what == "added" and other.before == note.after), None)
        if was:
            removed.remove(was)
            renamed[note.path] = replace(note, what="changed", before=was.before, former=was.path)
    gone = {note.former for note in renamed.values()}
    yield from (renamed.get(note.path, note) for note in notes if note.path not in gone)
