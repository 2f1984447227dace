"""Results in files that are written once: safe to delete, to copy beside those of others, and to have read-only.

A file is a row of results, each behind its key, its length and a checksum.  Every process that writes has a file of its
own.  One that was cut off in the middle holds what came before.
"""

from __future__ import annotations

import hashlib
import mmap
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
        self._maps: dict[Path, mmap.mmap] = {}
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
            if path not in self._maps and (there := _mapped(path)) is not None:
                self._maps[path] = there
                self._places |= {key: (path, start, length) for key, start, length in _entries(there)}

    def get(self, key: bytes) -> bytes | None:
        """A result; None where none is there, or not what was written."""
        place = self._places.get(key)
        if place is None:
            return None
        path, start, length = place
        there = self._maps[path]
        head, data = there[start - _HEAD.size : start], there[start : start + length]
        try:
            result = zlib.decompress(data) if head == _head(key, data) else None
        except zlib.error:
            result = None
        if result is None:
            del self._places[key]
            return None
        self._used.add(key)
        return result

    def has(self, key: bytes) -> bool:
        """Whether a result is there."""
        return key in self._places

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
        for there in self._maps.values():
            there.close()
        self._maps, self._places = {}, {}

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
                path, start, length = again._places[key]
                again._begin().write(again._maps[path][start - _HEAD.size : start + length])
            again.close()
            for path in files:
                path.unlink(missing_ok=True)
        except OSError:  # it is another's, or read-only
            again.close()

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


def _mapped(path: Path) -> mmap.mmap | None:
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):  # it is empty, or gone again
        return None


def _entries(data: mmap.mmap) -> Iterator[tuple[bytes, int, int]]:
    """The key of each result, where it begins, and its length, as far as the file is whole."""
    at = 0
    while at + _HEAD.size <= len(data):
        mark, key, length, _ = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        if mark != _MARK or at + length > len(data):
            return
        yield key, at, length
        at += length
