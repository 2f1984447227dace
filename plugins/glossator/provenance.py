"""Who wrote, reviewed and changed a file of the project, and when: what git knows of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from glossator.csl import CSLDate
from glossator.model import NoteFrontMatter


@dataclass(frozen=True)
class Change:
    """One commit's change to one file."""

    path: str
    """The file as it is called now, from the project's root, with `/`."""
    commit: str
    """The full hash."""
    when: datetime
    """The author's date, with its zone."""
    author: str
    subject: str
    """The first line of the message: why."""
    what: Literal["added", "changed", "removed"]
    co_authors: tuple[str, ...] = ()
    """Named by `Co-authored-by:` trailers."""
    reviewers: tuple[str, ...] = ()
    """Named by `Reviewed-by:` trailers."""


@dataclass(frozen=True)
class History:
    """All changes of the files asked about."""

    changes: Mapping[str, Sequence[Change]] = field(default_factory=dict)
    """By path, newest first."""
    missing: Literal["", "no-git", "no-repository", "shallow"] = ""
    """Why it is not the whole history; empty where it is."""


@dataclass(frozen=True)
class Credits:
    """Who stands behind a note and since when: the front matter's word, else git's."""

    authors: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    created: CSLDate | None = None
    modified: CSLDate | None = None


def credited(front: NoteFrontMatter, changes: Sequence[Change]) -> Credits:
    """The credits of a note, from its front matter and, where that is silent, from its changes (newest first)."""
    first, last = (changes[-1], changes[0]) if changes else (None, None)
    authors = (*(change.author for change in reversed(changes)), *(name for one in changes for name in one.co_authors))
    return Credits(
        front.authors or tuple(dict.fromkeys(authors)),
        front.reviewers or tuple(dict.fromkeys(name for one in changes for name in one.reviewers)),
        front.created or _day(first),
        front.modified or _day(last),
    )


def _day(change: Change | None) -> CSLDate | None:
    return CSLDate.model_validate(change.when.date().isoformat()) if change else None
