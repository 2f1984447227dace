"""What a preview keeps of one build for the next, so that a saved file costs what depends on it and no more.

Each result has a name, and is kept together with everything that it was made of.  It is used again only if all of
that is the same: texts, bytes and numbers that are equal, and records that are the very same objects, which are never
changed once they are made.  So a result that is used again leads to others that are: a source whose files are the same
bytes is the same record, and whatever was made of that record alone stands.

A command that builds once keeps nothing, or keeps results in files: see `cache`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

T = TypeVar("T")

_PLAIN: Final = frozenset((str, bytes, int, bool, float, type(None), date, type(Path())))
"""Types of which two values that are equal are the same in every use."""


class Memory:
    """The results of the last build, and of the one that goes on."""

    keeps = True
    """Whether it keeps anything: else nobody need find out what a result depends on."""
    is_shared = False
    """Whether results are shared with other processes: then what differs between machines stands for nothing."""
    outlives = False
    """Whether results are kept for other builds."""

    def __init__(self) -> None:
        self._last: dict[Hashable, tuple[Any, Any]] = {}
        self._now: dict[Hashable, tuple[Any, Any]] = {}

    def begin(self) -> None:
        """Begin a build: what the one before did not use is forgotten."""
        self._last, self._now = self._now, {}

    def forget(self) -> None:
        """Forget everything: the next build makes all of it anew."""
        self._last, self._now = {}, {}

    def recall(self, name: Hashable, made_of: tuple[Any, ...], make: Callable[[], T]) -> T:
        """A result as it was made before, or else made and kept.

        Args:
            name: what it is; one result is kept of each name.
            made_of: everything that it depends on: texts, numbers, records, and tuples of these.
            make: makes it.
        """
        kept = self._now.get(name) or self._last.get(name)
        if kept is None or not is_same(kept[0], made_of):
            kept = made_of, make()
        self._now[name] = kept
        result: T = kept[1]
        return result

    def keep(self, name: Hashable, made_of: tuple[Any, ...], make: Callable[[], T]) -> T:
        """The same for a result that takes long to make and little to keep, also for other builds.

        It must hold nothing but texts, numbers and records, and be made of nothing else.
        """
        return self.recall(name, made_of, make)

    def has(self, name: Hashable, made_of: tuple[Any, ...]) -> bool:
        """Whether a result of `keep` is there from another build; a guess, which costs nothing if it is wrong."""
        return False

    def told(self, name: Hashable, made_of: tuple[Any, ...], make: Callable[[], T]) -> T:
        """The same for a small result of which other builds know by what it holds, since it was made of more."""
        return self.recall(name, made_of, make)

    def drop(self, name: Hashable) -> None:
        """Forget one result."""
        self._last.pop(name, None)
        self._now.pop(name, None)

    def read(self, name: Hashable, paths: Iterable[Path], made_of: tuple[Any, ...], make: Callable[[], T]) -> T:
        """What was read from files, again if every byte of them is the same.

        Args:
            name: what it is.
            paths: every file that is read; what cannot be read keeps nothing.
            made_of: everything else that it depends on.
            make: reads the files.
        """
        files = list(paths)
        before = contents(files)
        if before is None:
            return make()
        everything = (*made_of, *before)
        result = self.recall(name, everything, make)
        if result is not self._last.get(name, (None, None))[1] and contents(files) != before:
            self.drop(name)  # somebody wrote while it was read
        return result

    def same(self, name: Hashable, value: T) -> T:
        """A value as it was in the last build, if it reads the same; for small values that are read anew each time.

        Args:
            name: what it is.
            value: its `repr` must tell all that it holds; what that does not spell out, it must tell by its address.
        """
        return self.recall(name, (repr(value),), lambda: value)

    @property
    def size(self) -> int:
        """How many results are kept."""
        return len(self._last.keys() | self._now.keys())


class Forgetful(Memory):
    """Keeps nothing: for whatever builds once."""

    keeps = False

    def recall(self, name: Hashable, made_of: tuple[Any, ...], make: Callable[[], T]) -> T:  # noqa: D102
        return make()

    def read(self, name: Hashable, paths: Iterable[Path], made_of: tuple[Any, ...], make: Callable[[], T]) -> T:  # noqa: D102
        return make()

    def same(self, name: Hashable, value: T) -> T:  # noqa: D102
        return value


def is_same(one: Any, other: Any) -> bool:
    """Whether two values are the same in every use: see above."""
    if one is other:
        return True
    kind = type(one)
    if kind is not type(other):
        return False
    if kind is tuple:
        return len(one) == len(other) and all(map(is_same, one, other))
    return kind in _PLAIN and bool(one == other)


def is_plain(value: object) -> bool:
    """Whether a value is the same as each that is equal."""
    return type(value) in _PLAIN


def contents(paths: Iterable[Path]) -> tuple[tuple[Path, bytes], ...] | None:
    """The bytes of files by their paths; None where one cannot be read."""
    try:
        return tuple((path, path.read_bytes()) for path in paths if path.is_file() or _refuse(path))
    except OSError:
        return None


def _refuse(path: Path) -> bool:
    raise FileNotFoundError(path)  # a pipe, of which nobody may wait for the end
