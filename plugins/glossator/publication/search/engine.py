"""Pagefind, which makes an index of records that a browser reads in parts, and finds in it.

It is an extra, a program of 59 MB: `available` says whether it is installed.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import TYPE_CHECKING, Any, Final

from glossator.memory import Memory
from glossator.publication.shelf import Shelf

if TYPE_CHECKING:
    from glossator.publication.search.records import Record

FOLDER: Final = "pagefind"
"""Where the index is, relative to the site."""
ENTRY: Final = f"{FOLDER}/pagefind-entry.json"
"""What a browser reads of it first."""
PROGRAM: Final = f"{FOLDER}/pagefind.js"
"""What finds in it."""
MISSING: Final = "the search is the theme’s own: ours needs `pip install 'glossator[search]'`"

_EXCLUDED = (".headerlink", ".linenos", "[data-search-exclude]", "script", "style")
"""What is on a page and no part of its text."""
_UNUSED = ("pagefind-*ui*", "pagefind-highlight.js", "pagefind-worker.js")
"""What it writes for pages of others: windows to search in, which ours replaces, and a second way to run."""


def available() -> bool:
    """Whether the engine is installed."""
    return all(find_spec(library) for library in ("pagefind_bin_extended", "cbor2"))


class _Unusable(Exception):
    """Why an index cannot be used."""


class Records:
    """Collects records for the engine, outside the memory: a large site has more than there is room for."""

    def __init__(self) -> None:
        self._texts = Shelf()
        self._number = 0
        self._digest = blake2b(digest_size=32)
        self._folder = ExitStack()
        """What the engine reads and says, until it is taken away."""
        self._running: subprocess.Popen[bytes] | None = None

    def add(self, record: Record) -> None:
        """Take in a record."""
        self._add(record.html)

    def take(self, other: Records) -> None:
        """Take in those of others, who have none then."""
        for number in range(1, other._number + 1):
            self._add(other._texts.get(str(number)))
        other.close()

    def begin(self, site: Path, memory: Memory) -> None:
        """Let the engine begin to write the index into a site, while other work goes on; all records are there.

        Args:
            site: its folder.
            memory: keeps the index where it outlives the build: a second one of the same records would be the same.
        """
        if memory.has(*self._named()):
            return
        try:
            self._run(site)
        except OSError:  # `index` tries again, and says why not
            self._running = None

    def index(self, site: Path, memory: Memory) -> str:
        """Wait until the index is written; what `begin` was given.

        Returns:
            why it cannot be used; empty where it can.

        Raises:
            OSError: it cannot be read or written.
        """
        if not memory.outlives:
            return self._made(site)
        try:
            files = memory.keep(*self._named(), partial(self._kept, site))
        except _Unusable as unusable:  # which is not kept: the next time it may be written
            return str(unusable)
        if self._running is None:
            for name, content in files:
                path = site / FOLDER / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        return ""

    def close(self) -> None:
        """Forget them; an engine that still works is ended."""
        if self._running and self._running.poll() is None:
            self._running.kill()
            self._running.wait()
        self._texts.close()
        self._folder.close()
        self._number = 0

    def _named(self) -> tuple[tuple[str], tuple[bytes, int]]:
        """The name of the index, and all that it is made of."""
        return ("index",), (self._digest.digest(), self._number)

    def _kept(self, site: Path) -> tuple[tuple[str, bytes], ...]:
        """The files of the index, by their names in its folder."""
        if fault := self._made(site):
            raise _Unusable(fault)
        folder = site / FOLDER
        files = (path for path in sorted(folder.rglob("*")) if path.is_file())
        return tuple((path.relative_to(folder).as_posix(), path.read_bytes()) for path in files)

    def _run(self, site: Path) -> subprocess.Popen[bytes]:
        """Begin the engine.

        Raises:
            OSError: there is no room for what it reads, or it cannot be begun.
        """
        from pagefind_bin_extended import get_executable  # extras

        folder = Path(self._folder.enter_context(TemporaryDirectory(prefix="glossator-search-")))
        # The engine takes them in the order of their names, and knows them by these.
        for number in range(1, self._number + 1):
            (folder / f"{number:08}.html").write_text(self._texts.get(str(number)), encoding="utf-8")
        command = [
            *(str(get_executable()), "--silent", "--site", str(folder)),
            *("--output-path", str((site / FOLDER).resolve()), "--exclude-selectors", ", ".join(_EXCLUDED)),
        ]
        # Neither a setting of this machine nor a `pagefind.toml` of the project may decide what is found.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
        # No thread waits for it: one that writes files beside busy Python takes ten times as long.
        self._said = self._folder.enter_context(TemporaryFile())  # noqa: SIM115  # `_folder` closes it
        self._running = subprocess.Popen(  # noqa: S603  # a program of a package that was asked for, on files of our own
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=self._said, stderr=self._said
        )
        return self._running

    def _made(self, site: Path) -> str:
        """Why the index that the engine writes cannot be used; empty where it can."""
        from glossator.publication.search.packing import pack  # extras

        try:
            status = (self._running or self._run(site)).wait()
        except OSError as error:
            return f"Pagefind cannot be begun: {error}"
        if status:
            self._said.seek(0)
            return f"Pagefind ended with {status}: {self._said.read().decode('utf-8', 'replace').strip()}"
        for pattern in _UNUSED:
            for path in (site / FOLDER).glob(pattern):
                path.unlink()
        if fault := _fault(site, self._number):
            return fault
        try:
            pack(site / FOLDER)
        except (ValueError, LookupError, TypeError) as error:
            return f"it is not written as Pagefind 1.5 does: {error}"
        return ""

    def _add(self, html: str) -> None:
        self._number += 1
        self._texts.put(str(self._number), html)
        self._digest.update(f"{len(html)} {html}".encode("utf-8", "surrogatepass"))


def _fault(site: Path, records: int) -> str:
    """What is wrong with an index that was written: once it was empty, and nothing said so."""
    try:
        languages = json.loads((site / ENTRY).read_bytes())["languages"]
        counted = sum(language["page_count"] for language in languages.values())
    except (OSError, ValueError, LookupError, TypeError) as error:
        return f"`{ENTRY}` cannot be read: {error}"
    missing = next((path for path in _needed(languages) if not (site / path).is_file()), "")
    if missing:
        return f"Pagefind did not write `{missing}`"
    return f"{counted} of {records} records are in it" if counted != records else ""


def _needed(languages: dict[str, Any]) -> Iterator[str]:
    yield PROGRAM
    for language in languages.values():
        yield f"{FOLDER}/pagefind.{language['hash']}.pf_meta"
        yield f"{FOLDER}/wasm.{language['wasm'] or 'unknown'}.pagefind"
