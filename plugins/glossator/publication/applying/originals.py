"""What finished pages were before notes were put into them, so that putting them in again gives the same pages.

A page is known by its bytes: beside what `apply` wrote, what it had read is kept in the project's cache, and not in the
site, where it would be published without its notes.
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from glossator.publication.finished import policy

CACHE: Final = (".cache", "glossator", "applied")
"""The folder of the project in which they are kept."""
_MADE: Final = "made.json"


class Originals:
    """The pages of one finished site."""

    def __init__(self, root: Path, site: Path) -> None:
        """`root` is the project's folder, `site` that of the finished site."""
        self._site = site
        self._folder = root.joinpath(*CACHE, _hash(str(site.resolve()).encode())[:16])
        self._kept: set[str] = set()

    def read(self, path: str) -> tuple[bytes, bool]:
        """A file of the site as its generator wrote it, and whether it is known that it was not.

        Args:
            path: relative to the site.

        Raises:
            OSError: it cannot be read.
        """
        raw = policy.without((self._site / path).read_bytes())
        try:
            return zlib.decompress((self._folder / _hash(raw)).read_bytes()), True
        except (OSError, zlib.error):
            return raw, False

    def built(self, path: str) -> float:
        """When a file of the site was written by its generator, in seconds since the beginning of 1970.

        Args:
            path: relative to the site.

        Raises:
            OSError: it cannot be read.
        """
        file = self._site / path
        kept = self._folder / _hash(policy.without(file.read_bytes()))
        return (kept if kept.is_file() else file).stat().st_mtime

    def keep(self, written: bytes, original: bytes, built: float | None = None) -> None:
        """Keep what a file was that now is another.

        Args:
            written: what it is now.
            original: what it was.
            built: when its generator wrote it, where that shall be known.

        Raises:
            OSError: it cannot be kept.
        """
        name = _hash(policy.without(written))
        if name not in self._kept:
            self._kept.add(name)
            _put(self._folder / name, zlib.compress(original))
            if built is not None:
                os.utime(self._folder / name, (built, built))

    def made_before(self) -> list[str]:
        """The files that were made beside those of the generator the last time, and are still what they were."""
        try:
            made = json.loads((self._folder / _MADE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return []
        return [path for path, hash_ in made.items() if self._is(path, hash_)]

    def remember(self, made: Iterable[str]) -> None:
        """Keep the names of the files that were made, and forget what is no longer needed.

        Raises:
            OSError: they cannot be kept, or one of them cannot be read.
        """
        hashes = {path: _hash(policy.without((self._site / path).read_bytes())) for path in sorted(made)}
        _put(self._folder / _MADE, json.dumps(hashes, indent=1).encode())
        _put(self._folder.parent / ".gitignore", b"*\n")
        for file in self._folder.iterdir():
            if file.is_file() and file.name not in {*self._kept, _MADE}:
                with suppress(OSError):
                    file.unlink()

    def _is(self, path: str, hash_: str) -> bool:
        try:
            return _hash(policy.without((self._site / path).read_bytes())) == hash_
        except OSError:
            return False


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
