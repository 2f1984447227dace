"""Who wrote, reviewed and changed a file of the project, and when: what git knows of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from glossator.files.reading import printable
from glossator.records.csl import CSLDate
from glossator.records.model import NoteFrontMatter
from glossator.repository import git, git_log
from glossator.repository.git import GitError
from glossator.repository.git_log import Commit, FileStatus

What = Literal["added", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One commit's change to one file."""

    path: str
    """The file as it is called now, or was called last, from the project's root, with `/`."""
    commit: str
    """The full hash."""
    when: datetime
    """The author's date, with its zone."""
    author: str
    """A name, without control characters; empty where the commit has none."""
    subject: str
    """The first line of the message: why."""
    what: What
    co_authors: tuple[str, ...] = ()
    """Named by `Co-authored-by:` trailers."""
    reviewers: tuple[str, ...] = ()
    """Named by `Reviewed-by:` trailers, those of the merge that brought the change included."""
    former: str = ""
    """What the file was called before, where this commit renamed it."""
    before: str = ""
    """The hash of the content before; empty where there was none."""
    after: str = ""
    """The hash of the content after; empty where there is none."""


@dataclass(frozen=True)
class History:
    """All changes of the files asked about."""

    changes: Mapping[str, Sequence[Change]] = field(default_factory=dict)
    """By path, newest first."""
    missing: Literal["", "shallow", "partial"] | git.Reason = ""
    """Why it is not the whole history; empty where it is.  `shallow`: the clone has only the last commits; `partial`:
    it has no old contents, so that a file that was renamed and rewritten at once begins anew."""
    log: Sequence[Change] = ()
    """Every change of every file, newest first, those of removed files included.  No commit stands after one that it
    builds on, whatever their clocks said."""
    prefix: str = ""
    """The project's folder in its repository, ending in `/`; empty where it is the repository's own."""
    detail: str = ""
    """What git said, in English, where it failed."""


@dataclass(frozen=True, slots=True)
class Credits:
    """Who stands behind a note and since when: the front matter's word, else git's."""

    authors: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    created: CSLDate | None = None
    modified: CSLDate | None = None


def credited_by_git(changes: Sequence[Change]) -> Credits:
    """The credits of a file that says nothing of them itself, such as a lead; see `credited`."""
    begun = bool(changes) and changes[-1].what == "added"
    authors = (name for change in reversed(changes) for name in (change.author, *change.co_authors) if begun and name)
    reviewers = (name for change in reversed(changes) for name in change.reviewers)
    return Credits(
        tuple(dict.fromkeys(authors)),
        tuple(dict.fromkeys(reviewers)),
        _day(changes[-1]) if begun else None,
        _day(changes[0]) if changes else None,
    )


def credited(front: NoteFrontMatter, changes: Sequence[Change]) -> Credits:
    """The credits of a note, from its front matter and, where that is silent, from its changes (newest first).

    Authors stand in the order in which they first took part, a commit's author before the co-authors it names.  Where
    the changes do not go back to the first, who wrote the note and when is not known: whoever mended a comma since is
    not its author.
    """
    by_git = credited_by_git(changes)
    return Credits(
        front.authors or by_git.authors,
        front.reviewers or by_git.reviewers,
        front.created or by_git.created,
        front.modified or by_git.modified,
    )


def _day(change: Change) -> CSLDate:
    return CSLDate.of_day(change.when.date())


def read(root: Path, folders: Iterable[Path]) -> History:
    """The history of folders.

    A merge is no change: what it brought is in the commits it merged, by those who made them.  Its `Reviewed-by:`
    trailers count for these, and a file that only the merge itself added or removed is its author's doing.

    Args:
        root: the project's root, anywhere in a repository.
        folders: absolute paths inside the root, present or not.
    """
    try:
        repository = git_log.locate(root)
    except GitError as error:
        return History(missing=error.reason, detail=error.detail)
    within = tuple(repository.prefix + folder.relative_to(root).as_posix() for folder in folders)
    missing: Literal["", "shallow", "partial"] = "shallow" if repository.boundary else ""
    former: set[str] = set()
    try:
        while True:
            commits, whole = git_log.read(root, {*within, *_parents(former)}) if repository.has_commits else ([], True)
            ledger = _Ledger(within, former)
            for commit in reversed(commits):
                ledger.enter(commit, complete=commit.hash not in repository.boundary)
            if ledger.outside <= former:
                break
            former |= ledger.outside  # a folder was renamed: once more, from where its files came
    except GitError as error:
        return History(missing=error.reason, detail=error.detail, prefix=repository.prefix)
    log, changes = ledger.published(len(repository.prefix))
    return History(changes, missing or ("" if whole else "partial"), log, repository.prefix)


def state(root: Path) -> bytes | None:
    """All that the history of a repository hangs on, to see whether it has another now; None where git says nothing.

    What commits hold never changes.  Which of them count is said by what is checked out, by the end of a shallow clone,
    by replaced commits, and by git's settings.
    """
    try:
        place = git.run(root, "rev-parse", "--show-prefix", "--git-path", "shallow", "HEAD")
        shallow = root / place.decode("utf-8", "surrogateescape").split("\n")[1]
        return b"\0".join(
            (
                place,
                git.run(root, "for-each-ref", "refs/replace"),
                git.run(root, "config", "--list", "--null"),
                shallow.read_bytes() if shallow.exists() else b"",
            )
        )
    except (GitError, OSError):
        return None


def _parents(paths: Iterable[str]) -> set[str]:
    """Of many files the folders: git compares every path with every one that it is asked for."""
    return {path.rpartition("/")[0] or path for path in paths}


@dataclass(eq=False)
class _File:
    """A file through all its names."""

    path: str
    """The present one, from the repository's top."""
    exists: bool = True


@dataclass
class _LedgerEntry:
    """A change, before it is known what its file will be called."""

    file: _File
    commit: Commit
    what: What
    former: str
    before: str
    after: str
    merged_by: tuple[str, ...] = ()
    """The reviewers whom the merge names that brought it."""

    def change(self, prefix: int) -> Change:
        """The change, with paths from the project's root, so many characters into the repository."""
        commit = self.commit
        return Change(
            path=printable(self.file.path[prefix:]),
            commit=commit.hash,
            when=commit.when,
            author=commit.author,
            subject=commit.subject,
            what=self.what,
            co_authors=tuple(name for name in dict.fromkeys(commit.co_authors) if name != commit.author),
            reviewers=tuple(dict.fromkeys((*commit.reviewers, *self.merged_by))),
            former=printable(self.former[prefix:]),
            before=self.before,
            after=self.after,
        )


class _Ledger:
    """Every file through its names, entered from the first commit to the last."""

    def __init__(self, within: tuple[str, ...], former: Collection[str]) -> None:
        self.outside: set[str] = set()
        """Where files came from that are not followed yet."""
        self._folders = tuple(f"{folder}/" for folder in within)
        self._former = former
        self._files: dict[str, _File] = {}
        """By every name it had: on another branch a commit may still use an older one."""
        self._entries: list[_LedgerEntry] = []
        self._last: dict[_File, _LedgerEntry] = {}

    def enter(self, commit: Commit, *, complete: bool) -> None:
        """A commit, after all that it builds on.

        Args:
            commit: the commit.
            complete: false at the end of a shallow clone, where every file seems to be new.
        """
        for status in reversed(commit.files):  # the ledger is read from its end
            if not complete:
                self._files[status.path] = _File(status.path)
            elif commit.merge:
                self._enter_merged(commit, status)
            elif status.letter == "R" and not self._follows(status.path):
                self._remove(commit, status)
            elif status.letter == "R" and not self._follows(status.former):
                self.outside.add(status.former)
                self._add(commit, status)
            elif not self._follows(status.path):
                continue
            elif status.letter == "A":
                self._add(commit, status)
            elif status.letter == "D":
                self._remove(commit, status)
            else:
                self._change(commit, status)

    def _enter_merged(self, commit: Commit, status: FileStatus) -> None:
        file = self._files.get(status.path)
        if status.letter == "D":
            self._remove(commit, status)
        elif file is None or not file.exists:
            if self._follows(status.path):
                self._add(commit, status)
        elif commit.reviewers and file in self._last:
            self._last[file].merged_by += commit.reviewers

    def _follows(self, path: str) -> bool:
        return path.startswith(self._folders) or path in self._former

    def _add(self, commit: Commit, status: FileStatus) -> None:
        file = self._files.get(status.path)
        if file is None or file.path != status.path:
            file = self._files[status.path] = _File(status.path, exists=False)
        self._note(_LedgerEntry(file, commit, "changed" if file.exists else "added", "", "", status.after))
        file.exists = True

    def _change(self, commit: Commit, status: FileStatus) -> None:
        file = self._files.get(status.former) or _File(status.former)
        renamed = status.letter == "R"
        if renamed:
            file.path = status.path
        self._files[status.path] = file
        file.exists = True
        self._note(_LedgerEntry(file, commit, "changed", status.former if renamed else "", status.before, status.after))

    def _remove(self, commit: Commit, status: FileStatus) -> None:
        file = self._files.get(status.former)
        if file and file.exists and file.path == status.former:
            file.exists = False
            self._note(_LedgerEntry(file, commit, "removed", "", status.before, ""))

    def _note(self, entry: _LedgerEntry) -> None:
        self._entries.append(entry)
        self._last[entry.file] = entry

    def published(self, prefix: int) -> tuple[tuple[Change, ...], dict[str, list[Change]]]:
        """Every change, newest first; and those of the files that have their names now, by path."""
        log: list[Change] = []
        changes: dict[str, list[Change]] = {}
        for entry in reversed(self._entries):
            path = entry.file.path
            if path.startswith(self._folders):
                log.append(entry.change(prefix))
                if self._files.get(path) is entry.file:
                    changes.setdefault(log[-1].path, []).append(log[-1])
        return tuple(log), changes
