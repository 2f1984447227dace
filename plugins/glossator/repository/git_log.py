"""The commits of a git repository: who did what to which file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from glossator.files.reading import FORBIDDEN
from glossator.repository import git
from glossator.repository.git import GitError

SIMILARITY = 70
"""Per cent that a removed and an added file have in common if it was renamed.  Git's own 50 would take one short note
for another: their front matter is alike."""


@dataclass(frozen=True)
class Place:
    """Where a project lies in its repository, and how much of the history is there."""

    prefix: str
    """The project's folder from the repository's top, ending in `/`; empty where it is the top."""
    has_commits: bool
    boundary: Collection[str]
    """Commits whose parents a shallow clone lacks."""


@dataclass(frozen=True)
class FileStatus:
    """What a commit did to a file; a merge, compared with its first parent."""

    letter: str
    """Git's: `A`dded, `M`odified, `D`eleted, `R`enamed, `T`ype changed."""
    former: str
    """The path before, from the repository's top; the same as `path` unless it was renamed."""
    path: str
    before: str
    """The hash of the content before; empty where there was none."""
    after: str


@dataclass(frozen=True)
class Commit:
    """A commit.  Names and subject are one line without control characters."""

    hash: str
    merge: bool
    when: datetime
    """The author's date, with its zone."""
    author: str
    subject: str
    co_authors: tuple[str, ...]
    reviewers: tuple[str, ...]
    files: list[FileStatus] = field(default_factory=list)


def locate(root: Path) -> Place:
    """Where a folder lies in its repository.

    Raises:
        GitError: it lies in none, or git cannot be asked.
    """
    output = git.run(root, "rev-parse", "--show-prefix", "--git-path", "shallow")
    prefix, shallow = output.decode("utf-8", "surrogateescape").split("\n")[:2]
    try:
        boundary = (root / shallow).read_text("ascii").split()
    except FileNotFoundError:
        boundary = []
    try:
        git.run(root, "rev-parse", "--quiet", "--verify", "HEAD")
    except GitError:
        return Place(prefix, False, frozenset(boundary))
    return Place(prefix, True, frozenset(boundary))


def read(root: Path, paths: Iterable[str]) -> tuple[list[Commit], bool]:
    """The commits that touched any of the paths, newest first, each before those that it builds on.

    Their other files are named too: a file may have come from elsewhere.

    Args:
        root: a folder of the repository.
        paths: files and folders from the repository's top, present ones or not.

    Returns:
        the commits; and whether renamed files were compared, for which a partial clone lacks the contents.

    Raises:
        GitError: the history cannot be read.
    """
    paths, whole = sorted(paths), True
    try:
        output = _log(root, paths, SIMILARITY)
    except GitError:
        output, whole = _log(root, paths, 100), False
    commits = list(_commits(iter(output.decode("utf-8", "surrogateescape").split("\0"))))
    names = _names(root, {contact for commit in commits for contact in (*commit.co_authors, *commit.reviewers)})
    return [_with_names(commit, names) for commit in commits], whole


# All trailers, for a person's configuration can have git write their keys otherwise (`trailer.<name>.key`).
_FIELDS = "%H %P %aI %cI %aN %s %(trailers:only,unfold,separator=%x1F)".split(" ")


def _log(root: Path, paths: Iterable[str], similarity: int) -> bytes:
    options = "-z --raw --no-abbrev --full-history --full-diff --diff-merges=first-parent --date-order".split()
    options += "--no-color --no-ext-diff --no-textconv --no-relative --no-notes -l400".split()
    layout = f"--format={'%x00'.join(_FIELDS)}"
    pathspecs = [f":(top,literal){path}" for path in paths]
    return git.run(root, "log", *options, f"-M{similarity}%", layout, "HEAD", "--", *pathspecs)


def _commits(tokens: Iterator[str]) -> Iterator[Commit]:
    """The commits of a log, in its order, the people of their trailers as these give them."""
    commit: Commit | None = None
    for token in tokens:
        if commit and token.startswith((":", "\n:")):
            _, _, before, after, status = token.split(" ")
            former = next(tokens)
            path = next(tokens) if status[0] == "R" else former
            commit.files.append(FileStatus(status[0], former, path, _hash(before), _hash(after)))
        elif token:
            if commit:
                yield commit
            parents, authored, committed, author, subject, trailers = (next(tokens) for _ in _FIELDS[1:])
            co_authors, reviewers = (_people(trailers, key) for key in ("co-authored-by", "reviewed-by"))
            when = _date(authored, committed)
            commit = Commit(token, " " in parents, when, _text(author), _text(subject), co_authors, reviewers)
    if commit:
        yield commit


def _people(trailers: str, key: str) -> tuple[str, ...]:
    named = (trailer.partition(":") for trailer in trailers.split("\x1f"))
    # Where the configured key ends in a colon, there are two.
    return tuple(filter(None, (_text(value.lstrip(": ")) for name, _, value in named if name.lower() == key)))


def _hash(said: str) -> str:
    """A hash, or nothing for the one that stands for nothing."""
    return said if said.strip("0") else ""


def _text(said: str) -> str:
    """What somebody wrote, fit for a page and a feed."""
    return " ".join(FORBIDDEN.sub("", said).split())


def _date(*dates: str) -> datetime:
    """The first that is a date; as in git itself, the beginning of 1970 where none is."""
    for date in dates:
        try:
            return datetime.fromisoformat(date)
        except ValueError:
            continue
    return datetime.fromtimestamp(0, UTC)


_ADDRESS = re.compile(r"<[^<>]*>\Z")


def _names(root: Path, contacts: Collection[str]) -> Mapping[str, str]:
    """The names of people whom trailers call `Ada Lovelace <ada@example.org>`, by the repository's mailmap."""
    names = {contact: contact for contact in contacts}
    asked = [contact for contact in contacts if _ADDRESS.search(contact)]
    if asked:
        answers = git.run(root, "check-mailmap", "--stdin", stdin="".join(f"{contact}\n" for contact in asked).encode())
        names |= zip(asked, map(_text, answers.decode("utf-8", "replace").splitlines()), strict=True)
    return {contact: _ADDRESS.sub("", name).rstrip() or contact for contact, name in names.items()}


def _with_names(commit: Commit, names: Mapping[str, str]) -> Commit:
    if not commit.co_authors and not commit.reviewers:
        return commit
    co_authors, reviewers = (
        tuple(names[person] for person in people) for people in (commit.co_authors, commit.reviewers)
    )
    return replace(commit, co_authors=co_authors, reviewers=reviewers)
