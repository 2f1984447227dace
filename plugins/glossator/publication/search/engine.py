"""Pagefind, which makes an index of records that a browser reads in parts, and finds in it.

It is an extra, a program of 59 MB: `available` says whether it is installed.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

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


class Records:
    """Collects records for the engine, in files: a large site has more than there is memory for."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="glossator-search-")
        self._number = 0

    def add(self, record: Record) -> None:
        """Take in a record."""
        self._number += 1
        # The engine takes them in the order of their names, and knows them by these.
        self._path(self._number).write_text(record.html, encoding="utf-8")

    def take(self, other: Records) -> None:
        """Take in those of others, who have none then."""
        for number in range(1, other._number + 1):
            self._number += 1
            other._path(number).replace(self._path(self._number))
        other.close()

    def index(self, site: Path) -> str:
        """Write the index into a site.

        Returns:
            why it cannot be used; empty where it can.

        Raises:
            OSError: it cannot be written.
        """
        from pagefind_bin_extended import get_executable  # extras

        from glossator.publication.search.packing import pack

        command = [
            *(str(get_executable()), "--silent", "--site", self._folder.name),
            *("--output-path", str((site / FOLDER).resolve()), "--exclude-selectors", ", ".join(_EXCLUDED)),
        ]
        # Neither a setting of this machine nor a `pagefind.toml` of the project may decide what is found.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
        done = subprocess.run(  # noqa: S603  # a program of a package that was asked for, on files of our own
            command,
            cwd=self._folder.name,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode:
            return f"Pagefind ended with {done.returncode}: {(done.stderr or done.stdout).strip()}"
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

    def close(self) -> None:
        """Forget them."""
        self._folder.cleanup()
        self._number = 0

    def _path(self, number: int) -> Path:
        return Path(self._folder.name, f"{number:08}.html")


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
