"""Texts that are finished, kept outside the memory until they are asked for."""

from __future__ import annotations

import tempfile
import weakref
from typing import IO


class Shelf:
    """Texts by their names, in a temporary file that goes with its process."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # closed with this, at the latest
        weakref.finalize(self, self._file.close)
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0

    def put(self, name: str, text: str) -> None:
        """Keep a text; one that had its name is forgotten.

        Raises:
            OSError: it cannot be written.
        """
        data = text.encode("utf-8", "surrogatepass")
        self._file.seek(self._end)
        self._file.write(data)
        self._places[name] = self._end, len(data)
        self._end += len(data)

    def get(self, name: str) -> str:
        """A text.

        Raises:
            KeyError: there is none of this name.
            OSError: it cannot be read.
        """
        start, length = self._places[name]
        self._file.seek(start)
        return self._file.read(length).decode("utf-8", "surrogatepass")

    def close(self) -> None:
        """Forget all of them."""
        self._file.close()
        self._places = {}
