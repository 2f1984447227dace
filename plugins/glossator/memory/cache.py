"""What one build keeps for others: for other processes, other days and other machines.

A result is known by a digest of its name, of all that it was made of and of the program, so that it is found only where
it would be made the same.  Records that were read are known by the bytes of their files, and records that were made by
what they were made of.  A result holds no record that was read, but what stands for it, and gets the one that is there.

Whoever can write to the folder can write what the pages say, as whoever can write to the sources can.  But nothing that
is read from it is carried out: it is made of records of the program, and of nothing else.
"""

from __future__ import annotations

import io
import pickle
import sys
from array import _array_reconstructor, array  # type: ignore[attr-defined]
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import is_dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import Enum
from functools import cache
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel

from glossator.memory import Memory, contents, is_plain
from glossator.memory.digests import SIZE, Digests, Unknowable
from glossator.memory.segments import Segments

T = TypeVar("T")

PACKAGE: Final = __name__.partition(".")[0]
TYPES: Final = frozenset((set, frozenset, date, datetime, time, timedelta, timezone, array, _array_reconstructor))
"""Types of others whose values a result may hold, besides those that pickle has signs of its own for, and what makes
one of them again."""


class Cache(Memory):
    """Results in a folder.  What is not there is made, and kept for others; next to nothing stays in the memory."""

    is_shared = True

    def __init__(
        self,
        folder: Path,
        *others: Path,
        root: Path,
        outlives: bool = True,
        parts: Callable[[object], Iterable[object]] = lambda _: (),
        types: Collection[type] = (),
    ) -> None:
        """Begin with what is in the folder.

        Args:
            folder: where results are kept; it need not exist.
            others: folders that are only read.
            root: that of the project, to which results owe nothing.
            outlives: whether one of the folders is there for other builds, too.
            parts: gives the records that one holds and results may hold alone.
            types: further ones whose values results may hold.
        """
        super().__init__()
        self.outlives = outlives
        self.folder = folder
        """Where results are kept."""
        self._segments = Segments(folder, *others)
        self._digests = Digests(root)
        self._parts = parts
        self._types = TYPES.union(types)
        self.made: list[Hashable] = []
        """The names of the results that were not there and had to be made."""

    def recall(self, name: Hashable, made_of: tuple[Any, ...], make: Callable[[], T]) -> T:  # noqa: D102
        result = make()
        self._learn(result, self._of(name, made_of))
        return result

    def keep(self, name: Hashable, made_of: tuple[Any, ...], make: Callable[[], T]) -> T:  # noqa: D102
        digest = self._of(program(), name, made_of)
        there = None if digest is None else self._found(digest)
        if there is None:
            self.made.append(name)
            there = (make(),)
            self._put(digest, *there)
        result: T = there[0]
        self._learn(result, digest)
        return result

    def drop(self, name: Hashable) -> None:  # noqa: D102  # what says nothing of how it came to be is not kept at all
        pass

    def read(self, name: Hashable, paths: Iterable[Path], made_of: tuple[Any, ...], make: Callable[[], T]) -> T:  # noqa: D102
        files = list(paths)
        before, read = _written(files), contents(files)
        result = make()
        if read is not None and _written(files) == before:  # else somebody wrote while it was read
            self._learn(result, self._of(name, made_of, read))
        return result

    def same(self, name: Hashable, value: T) -> T:  # noqa: D102
        self._learn(value, self._of(name, value), whole=True)
        return value

    def told(self, name: Hashable, made_of: tuple[Any, ...], make: Callable[[], T]) -> T:  # noqa: D102
        return self.same(name, make())

    def refresh(self) -> None:
        """See what other processes have kept since."""
        self._segments.refresh()

    def close(self) -> None:
        """Let go of the files; nothing is kept any more."""
        self._segments.close()

    def tidy(self) -> None:
        """Leave out what this build had no use for, where that is much; close it first."""
        self._segments.tidy()

    def has(self, name: Hashable, made_of: tuple[Any, ...]) -> bool:
        """Whether a result of `keep` is there."""
        digest = self._of(program(), name, made_of)
        return digest is not None and self._segments.has(digest)

    def _of(self, *values: object) -> bytes | None:
        try:
            return self._digests.of(*values)
        except Unknowable:
            return None

    def _learn(self, record: object, digest: bytes | None, *, whole: bool = False) -> None:
        """Know a record, and those in it, by what it was made of; a tuple that is no record only if it is the whole."""
        if digest is None or is_plain(record):
            return
        if type(record) in (tuple, list, dict) and not whole:
            inside: Iterable[object] = record if isinstance(record, tuple) else ()
        else:
            self._digests.learn(record, digest)
            inside = self._parts(record)
        for number, part in enumerate(inside):
            self._learn(part, blake2b(b"%d %b" % (number, digest), digest_size=SIZE).digest())

    def _found(self, digest: bytes) -> tuple[Any] | None:
        data = self._segments.get(digest)
        try:
            return None if data is None else (_Reader(io.BytesIO(data), self._digests, self._types).load(),)
        except _UNREADABLE:
            return None

    def _put(self, digest: bytes | None, result: object) -> None:
        if digest is None:
            return
        out = io.BytesIO()
        try:
            _Writer(out, self._digests).dump(result)
        except (pickle.PicklingError, TypeError, AttributeError, RecursionError):  # it holds what cannot be written
            return
        self._segments.put(digest, out.getvalue())


class _Writer(pickle.Pickler):
    """Writes for records that were learnt what stands for them."""

    def __init__(self, file: io.BytesIO, digests: Digests) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._digests = digests

    def persistent_id(self, obj: Any) -> Any:
        return self._digests.within(obj) if isinstance(obj, Path) else self._digests.known(obj)


class _Reader(pickle.Unpickler):
    """Reads records of the program and nothing else."""

    def __init__(self, file: io.BytesIO, digests: Digests, types: Collection[type]) -> None:
        super().__init__(file)
        self._digests, self._types = digests, types

    def persistent_load(self, pid: Any) -> Any:
        return self._digests.path(pid) if isinstance(pid, str) else self._digests.record(pid)

    def find_class(self, module: str, name: str) -> Any:
        found = next((each for each in self._types if (each.__module__, each.__qualname__) == (module, name)), None)
        return found or _record(module, name)


_UNREADABLE: Final = (
    *(pickle.UnpicklingError, LookupError, TypeError, ValueError, AttributeError, EOFError, ImportError),
    *(RecursionError, MemoryError, OverflowError),
)
"""What pickle raises at what it cannot read."""


@cache
def _record(module: str, name: str) -> type:
    """A class of ours whose values are records.

    Raises:
        LookupError: there is none of this name.
    """
    found: Any = import_module(module) if module.split(".")[0] == PACKAGE and "__main__" not in module else None
    for part in name.split("."):
        found = getattr(found, part, None)
    is_record = isinstance(found, type) and found.__module__ == module
    if not is_record or not (is_dataclass(found) or issubclass(found, BaseModel | Enum | tuple)):
        raise LookupError(name)
    kind: type = found
    return kind


@cache
def program() -> bytes:
    """What stands for the program, with all that is installed beside it."""
    digest = blake2b(digest_size=SIZE)
    package = Path(__file__).resolve().parent.parent
    for path in sorted(package.rglob("*")):
        if path.is_file() and path.parent.name != "__pycache__":
            digest.update(b"%d %b " % (path.stat().st_size, path.relative_to(package).as_posix().encode()))
            digest.update(path.read_bytes())
    # Their folders are named by their versions.
    beside = {each.name for place in sys.path if place for each in Path(place).glob("*.*-info")}
    digest.update(repr((sorted(beside), sys.version_info[:3])).encode())
    return digest.digest()


def _written(paths: Iterable[Path]) -> list[tuple[int, int] | None]:
    """When files were written, in nanoseconds, and their bytes; None for one that is not there."""
    found: list[tuple[int, int] | None] = []
    for path in paths:
        try:
            stat = path.stat()
        except OSError:
            found.append(None)
        else:
            found.append((stat.st_mtime_ns, stat.st_size))
    return found
