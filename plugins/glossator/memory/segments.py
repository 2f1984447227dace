"""Results in files that are written once: safe to delete, to copy beside those of others, and to have read-only.

A file is a row of results, each behind its key, its length and a checksum.  Every process that writes has a file of its
own.  One that was cut off in the middle holds what came before.
"""

from __future__ import annotations

import hashlib
import os
import struct
import zlib
from collections.abc import Iterator
from io import FileIO
from pathlib import Path
from threading import Lock
from typing import Final

SUFFIX: Final = ".results"
FEW: Final = 16
"""So many files are left beside each other."""
SPARE: Final = 1 << 20
"""Bytes that may be there besides twice what the last build used."""

_HEAD: Final = struct.Struct("<4s16sI8s")
"""A mark, the key, the length in bytes, and a checksum."""
_MARK: Final = b"glo1"


class Segments:
    """The results in a folder."""

    def __init__(self, folder: Path, *others: Path) -> None:
        """Read which there are.

        Args:
            folder: where results are kept; it need not exist, and where nothing can be written, nothing is kept.
            others: folders that are only read.
        """
        self._folder, self._others = folder, others
        self._open: dict[Path, FileIO] = {}
        self._places: dict[bytes, tuple[Path, int, int]] = {}
        """By key: the file, where the result begins, and its length."""
        self._used: set[bytes] = set()
        self._own: FileIO | None = None
        self._process = 0
        """The one whose file that is."""
        self._writes = True
        self._one = Lock()
        self.refresh()

    def refresh(self) -> None:
        """See what other processes have written since."""
        others = (path for folder in self._others for path in _files(folder))
        for path in (*others, *_files(self._folder)):
            if path not in self._open and (there := _opened(path)) is not None:
                self._open[path] = there
                self._places |= {key: (path, start, length) for key, start, length in _entries(there)}

    def get(self, key: bytes) -> bytes | None:
        """A result; None where none is there, or not what was written."""
        place = self._places.get(key)
        if place is None:
            return None
        try:
            written = self._written(*place)
            head, data = written[: _HEAD.size], written[_HEAD.size :]
            result = zlib.decompress(data) if head == _head(key, data) else None
        except (OSError, zlib.error):
            result = None
        if result is None:
            del self._places[key]
            return None
        self._used.add(key)
        return result

    def has(self, key: bytes) -> bool:
        """Whether a result is there; who asks has use for it."""
        if key not in self._places:
            return False
        self._used.add(key)
        return True

    def put(self, key: bytes, result: bytes) -> None:
        """Keep a result; it is there for whoever looks for it later, but not for this process."""
        if not self._writes:
            return
        data = zlib.compress(result, 1)
        try:
            with self._one:
                self._begin().write(_head(key, data) + data)
        except OSError:  # no room, or no right to
            self._writes = False
        self._used.add(key)

    def close(self) -> None:
        """Let go of the files."""
        if self._own:
            try:
                self._own.close()
            except OSError:
                self._writes = False
            self._own = None
        for there in self._open.values():
            there.close()
        self._open, self._places = {}, {}

    def tidy(self) -> None:
        """Leave out what was not used, where that is more than half, or stands in many files; close it first."""
        files = {path: path.stat().st_size for path in _files(self._folder)}
        used, self._used = self._used, set()
        again = Segments(self._folder)
        needed = sum(length + _HEAD.size for key, (_, _, length) in again._places.items() if key in used)
        if len(files) <= FEW and sum(files.values()) <= 2 * needed + SPARE:
            again.close()
            return
        try:
            for key in sorted(used & again._places.keys()):
                again._begin().write(again._written(*again._places[key]))
            again.close()
            for path in files:
                path.unlink(missing_ok=True)
        except OSError:  # it is another's, or read-only
            again.close()

    def _written(self, path: Path, start: int, length: int) -> bytes:
        """A result as it stands in its file, with what stands before it."""
        with self._one:
            return _piece(self._open[path], start - _HEAD.size, _HEAD.size + length)

    def _begin(self) -> FileIO:
        if self._own is None or self._process != os.getpid():
            self._folder.mkdir(parents=True, exist_ok=True)
            # Never another's, whatever happens at the same time, or on another machine.  Not buffered, since a process
            # of several may end at any time.
            self._own = (self._folder / f"{os.urandom(12).hex()}{SUFFIX}").open("xb", buffering=0)
            self._process = os.getpid()
        return self._own


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{SUFFIX}"))


def _head(key: bytes, data: bytes) -> bytes:
    return _HEAD.pack(_MARK, key, len(data), hashlib.blake2b(key + data, digest_size=8).digest())


def _opened(path: Path) -> FileIO | None:
    try:
        return path.open("rb", buffering=0)
    except OSError:  # it is gone again
        return None


def _piece(file: FileIO, start: int, length: int) -> bytes:
    """Some bytes of a file; its own place in the file, which processes share, is left alone where the system can."""
    if hasattr(os, "pread"):
        return os.pread(file.fileno(), length, start)
    file.seek(start)
    return file.read(length)


def _entries(file: FileIO) -> Iterator[tuple[bytes, int, int]]:
    """The key of each result, where it begins, and its length, as far as the file is whole."""
    at, end = 0, os.fstat(file.fileno()).st_size
    while at + _HEAD.size <= end:
        head = _piece(file, at, _HEAD.size)
        if len(head) < _HEAD.size:  # somebody cut it off just now
            return
        mark, key, length, _ = _HEAD.unpack(head)
        at += _HEAD.size
        if mark != _MARK or at + length > end:
            return
        yield key, at, length
        at += length
