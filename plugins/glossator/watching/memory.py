"""What is known from former visits, in the project's cache: git leaves it alone, and it may be deleted at any time."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final

from glossator.files import writing
from glossator.watching.asking import Validators

CACHE: Final = (".cache", "glossator", "watch")
"""The folder of the project in which it is."""
_VISITS: Final = "visits.json"


@dataclass(frozen=True)
class Visit:
    """What is known of the last visit to an address."""

    asked: str = ""
    """When, in ISO 8601; empty for never."""
    at: str = ""
    etag: str = ""
    modified: str = ""
    text: str = ""
    """The SHA-256 of what was there."""
    ending: str = ""
    """How the name of the file ends in which it is kept; empty where it is not."""
    failures: int = 0
    """At how many visits in a row it did not answer."""
    told: str = ""
    """The fingerprint of what was found that needed a person."""

    @property
    def validators(self) -> Validators:
        """By what its server tells whether it is the same."""
        return Validators(self.at, self.etag, self.modified)


class Memory:
    """All that is known from former visits."""

    def __init__(self, root: Path) -> None:
        """`root` is the project's folder."""
        self.folder = root.joinpath(*CACHE)
        self._visits = {address: _visit(said) for address, said in self._read().items()}

    def __getitem__(self, address: str) -> Visit:
        return self._visits.get(address, Visit())

    def __setitem__(self, address: str, visit: Visit) -> None:
        self._visits[address] = visit

    def file(self, source: str, address: str, ending: str) -> Path:
        """The file in which the text of a source is kept as it came.

        Args:
            source: its slug.
            address: where it came from.
            ending: how the name of such a file ends.
        """
        number = hashlib.sha256(f"{source} {address}".encode()).hexdigest()[:8]
        return self.folder / f"{source.replace('/', '-')}-{number}{ending}"

    def keep(self, file: Path, content: bytes) -> None:
        """Keep what came.

        Raises:
            CannotWrite: it cannot be kept.
        """
        self._ignored()
        writing.write_atomically(file, content)

    def save(self) -> None:
        """Write down what is known.

        Raises:
            CannotWrite: it cannot be written.
        """
        self._ignored()
        known = {key: asdict(visit) for key, visit in self._visits.items()}
        writing.write_atomically(self.folder / _VISITS, json.dumps(known, ensure_ascii=False, indent=1) + "\n")

    def _ignored(self) -> None:
        """Make the folder one that git leaves alone."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / ".gitignore").write_text("*\n", encoding="utf-8")

    def _read(self) -> dict[str, Any]:
        with suppress(OSError, ValueError, RecursionError):
            said = json.loads((self.folder / _VISITS).read_text(encoding="utf-8"))
            return said if isinstance(said, dict) else {}
        return {}


def _visit(said: Any) -> Visit:
    """A visit as it was written down; what cannot be right is forgotten."""
    said = said if isinstance(said, dict) else {}
    kinds = {known.name: int if known.name == "failures" else str for known in fields(Visit)}
    sound: dict[str, Any] = {
        name: value for name, value in said.items() if name in kinds and isinstance(value, kinds[name])
    }
    return Visit(**sound)
