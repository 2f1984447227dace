"""Texts that are finished, kept outside the memory until they are asked for."""

from __future__ import annotations

import tempfile
import weakref


class Shelf:
    """Texts by their names, in a temporary file that goes with its process."""

    def __init__(self) -> None:
        # Not buffered, so that each text is there, or known not to be.
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115  # closed with this, at the latest
        weakref.finalize(self, self._file.close)
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0
        self._held: dict[str, str] = {}

    def put(self, name: str, text: str) -> None:
        """Keep a text, in the memory where there is no room elsewhere; one that had its name is forgotten."""
        data = text.encode("utf-8", "surrogatepass")
        self._held.pop(name, None)
        try:
            self._file.seek(self._end)
            written = self._file.write(data)
        except OSError:
            written = 0
        if written == len(data):
            self._places[name] = self._end, len(data)
            self._end += len(data)
        else:
            self._held[name] = text

    def get(self, name: str) -> str:
        """A text.

        Raises:
            KeyError: there is none of this name.
            OSError: it cannot be read.
        """
        if name in self._held:
            return self._held[name]
        start, length = self._places[name]
        self._file.seek(start)
        return self._file.read(length).decode("utf-8", "surrogatepass")

    def close(self) -> None:
        """Forget all of them."""
        self._file.close()
        self._places, self._held = {}, {}
