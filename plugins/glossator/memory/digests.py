"""What stands for a value in another process, and for whatever was made of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import partial
from pathlib import Path, PurePath
from types import BuiltinFunctionType, FunctionType
from typing import Any, Final
from weakref import WeakValueDictionary, ref

from pydantic import BaseModel

SIZE: Final = 16
"""Bytes of a digest."""


class Unknowable(Exception):
    """A value holds something of which nobody can say in another process whether it is the same."""


class Digests:
    """Digests of values by what they hold; records that were made of others are known by what they were made of."""

    def __init__(self, root: Path) -> None:
        """Paths within `root` count from there: the same files in another folder are the same."""
        self._root = root
        self._known: dict[int, tuple[Any, bytes]] = {}
        """By the records' addresses, each with what tells when it is gone; else with the record, which then stays."""
        self._records: MutableMapping[bytes, Any] = WeakValueDictionary()
        self._staying: dict[bytes, Any] = {}

    def learn(self, record: object, digest: bytes) -> None:
        """Know a record by a digest of its own, as long as anybody else holds it."""
        at, known = id(record), self._known
        try:
            known[at] = ref(record, lambda _: known.pop(at, None)), digest
            self._records[digest] = record
        except TypeError:  # such as a tuple, of which nobody is told that it is gone
            known[at] = record, digest
            self._staying[digest] = record

    def known(self, record: object) -> bytes | None:
        """The digest of a record that was learnt; None for any other."""
        entry = self._known.get(id(record))
        return entry[1] if entry else None

    def record(self, digest: bytes) -> object:
        """A record that was learnt.

        Raises:
            KeyError: none was.
        """
        return self._staying[digest] if digest in self._staying else self._records[digest]

    def within(self, path: Path) -> str:
        """A path in the project as it is in any checkout; another one as it is."""
        return path.relative_to(self._root).as_posix() if path.is_relative_to(self._root) else str(path)

    def path(self, within: str) -> Path:
        """What `within` was made of, in this checkout."""
        return self._root / within

    def of(self, *values: object) -> bytes:
        """What stands for values, in their order.

        Raises:
            Unknowable: see there.
        """
        digest = hashlib.blake2b(digest_size=SIZE)
        for value in values:
            for piece in self._pieces(value):
                digest.update(piece)
        return digest.digest()

    def _pieces(self, value: Any) -> Iterable[bytes]:
        """A value as bytes that no other value has."""
        kind = type(value)
        if kind is str:
            yield from _sized(b"s", value.encode("utf-8", "surrogatepass"))
        elif kind is bytes:
            yield from _sized(b"b", value)
        elif value is None or kind in (bool, int, float):
            yield from _sized(b"p", repr(value).encode())
        elif (digest := self.known(value)) is not None:
            yield from _sized(b"r", digest)
        elif kind in (tuple, list):
            yield b"l%d:" % len(value)
            for each in value:
                yield from self._pieces(each)
        else:
            yield from self._pieces_of(value)

    def _pieces_of(self, value: Any) -> Iterable[bytes]:
        kind = type(value)
        if isinstance(value, Enum):
            yield from self._named(b"e", kind, value.name)
        elif isinstance(value, PurePath):
            yield from _sized(b"i", self.within(Path(value)).encode("utf-8", "surrogatepass"))
        elif isinstance(value, type | FunctionType | BuiltinFunctionType):
            if "<" in value.__qualname__:  # `<lambda>`, or made in another function with whatever it has there
                raise Unknowable(repr(value))
            yield from _sized(b"f", f"{value.__module__} {value.__qualname__}".encode())
        else:
            yield from self._named(b"h", kind, self._held(value))

    def _held(self, value: Any) -> object:
        """What a value of any other kind holds, as one of these."""
        if isinstance(value, date | datetime):
            return value.isoformat()
        if isinstance(value, Mapping):
            return list(value.items())  # whose order may show
        if isinstance(value, set | frozenset):
            return sorted(map(self.of, value))
        if isinstance(value, partial):
            return [value.func, value.args, value.keywords]
        if isinstance(value, BaseModel):
            return [dict(value), value.model_extra, value.model_fields_set]
        if is_dataclass(value):
            return [getattr(value, each.name) for each in fields(value)]
        if isinstance(value, str):  # such as markup
            return str.__str__(value)
        raise Unknowable(repr(type(value)))

    def _named(self, letter: bytes, kind: type, value: object) -> Iterable[bytes]:
        yield from _sized(letter, f"{kind.__module__} {kind.__qualname__}".encode())
        yield from self._pieces(value)


def _sized(letter: bytes, data: bytes) -> Iterable[bytes]:
    """Bytes with their length before them, so that where they end never depends on what they hold."""
    yield b"%b%d:" % (letter, len(data))
    yield data
