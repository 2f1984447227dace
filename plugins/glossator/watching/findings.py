"""What was found at an address."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from glossator.problems import Location

PATIENCE: Final = 3
"""Visits in a row without an answer after which a person should look: a host is sometimes down for a day."""
LOOKUP: Final = "https://web.archive.org/web/*/"
"""Before an address: the page of the Internet Archive that lists its copies, if there are any."""


class Outcome(StrEnum):
    """What became of an address; those that need a person stand first."""

    GONE = "gone"
    CHANGED = "changed"
    MOVED = "moved"
    UNREADABLE = "not readable"
    REFUSED = "refused"
    UNREACHABLE = "not reachable"
    DISALLOWED = "not allowed"
    UNASKED = "not asked"
    NEW = "seen for the first time"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Watched:
    """An address that a project names."""

    address: str
    """Without a fragment."""
    source: str = ""
    """The slug of the source whose text is there; empty for evidence."""
    names: tuple[str, ...] = ()
    """Who names it: the source, or `@key` of a reference and the paths of notes."""
    place: Location | None = None
    """Where it is written first."""
    archived: str = ""
    """A lasting copy that the project names."""
    is_doi: bool = False
    """Whether it is where a DOI is looked up, which has to lead on, to wherever."""

    @property
    def is_source(self) -> bool:
        """Whether the text of a source is there."""
        return bool(self.source)


@dataclass(frozen=True)
class Finding:
    """What was found at one address."""

    watched: Watched
    outcome: Outcome
    reason: str = ""
    """Why nothing better can be said, in words."""
    moved_to: str = ""
    """Where it leads for good; empty where it leads nowhere."""
    differences: tuple[str, ...] = ()
    """How the words differ, in lines."""
    command: str = ""
    """What would bring the new text in."""
    failures: int = 0
    """At how many visits in a row it did not answer, this one included."""
    text: str = field(default="", repr=False)
    """The SHA-256 of what was found; empty where nothing was."""
    told: bool = False
    """Whether the same was found at the last visit."""

    @property
    def needs_person(self) -> bool:
        """Whether somebody has to look."""
        match self.outcome:
            case Outcome.GONE | Outcome.CHANGED | Outcome.MOVED | Outcome.REFUSED:
                return True
            case Outcome.UNREADABLE:
                return self.watched.is_source
            case Outcome.UNREACHABLE:
                return self.failures >= PATIENCE
        return False

    @property
    def copy(self) -> str:
        """Where a copy is, or is to be looked for, of what is gone; empty for all else."""
        if self.outcome is not Outcome.GONE:
            return ""
        return self.watched.archived or LOOKUP + self.watched.address

    @property
    def fingerprint(self) -> str:
        """By which the same finding is known again; empty for one that nobody has to look at."""
        said = self.text if self.outcome is Outcome.CHANGED else self.reason
        return f"{self.outcome}\n{self.moved_to}\n{said}" if self.needs_person else ""
