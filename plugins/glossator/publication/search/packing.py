"""What Pagefind wrote, made the same for the same site, and smaller.

It writes facets in another order each time, under other names.  And it names the file of each record by a hash, which
the browser loads for all of them before it can search: nothing packs them.  Here facets are sorted, and records are
numbered in a folder that has a hash.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any, Final

import cbor2

_MARK: Final = b"pagefind_dcd"
"""With which each of its files begins, unpacked."""
_PAGES, _FILTERS = 1, 3
"""Where a language's table has its records and its facets, each with the name of its file."""


def pack(folder: Path) -> None:
    """Pack an index.

    Args:
        folder: that of Pagefind, as it wrote it.

    Raises:
        OSError: it cannot be read or written.
        ValueError, LookupError, TypeError: it is not written as Pagefind 1.5 writes it.
    """
    entry = folder / "pagefind-entry.json"
    content = json.loads(entry.read_bytes())
    for code, language in sorted(content["languages"].items()):
        language["hash"] = _pack(folder, code, language["hash"])
    entry.write_text(json.dumps(content, sort_keys=True, separators=(",", ":")), encoding="utf-8")


def _pack(folder: Path, code: str, name: str) -> str:
    """Pack the index of a language; its new name."""
    path = folder / f"pagefind.{name}.pf_meta"
    table = _read(path)
    table[_FILTERS] = sorted([facet, _facet(folder / "filter", code, old)] for facet, old in table[_FILTERS])
    own = f"{code}_{_hash(cbor2.dumps(table))}"
    records = folder / "fragment"
    (records / own).mkdir()
    for number, record in enumerate(table[_PAGES]):
        new = f"{own}/{number:x}"
        (records / f"{record[0]}.pf_fragment").rename(records / f"{new}.pf_fragment")
        record[0] = new
    path.unlink()
    _write(folder / f"pagefind.{own}.pf_meta", table)
    return own


def _facet(folder: Path, code: str, name: str) -> str:
    """Sort the values of a facet; its new name."""
    path = folder / f"{name}.pf_filter"
    facet, values = _read(path)
    table = [facet, sorted(values)]
    new = f"{code}_{_hash(cbor2.dumps(table))}"
    path.unlink()
    _write(folder / f"{new}.pf_filter", table)
    return new


def _read(path: Path) -> Any:
    content = gzip.decompress(path.read_bytes())
    if not content.startswith(_MARK):
        raise ValueError(f"{path.name} does not begin as it should")
    return cbor2.loads(content[len(_MARK) :])


def _write(path: Path, table: Any) -> None:
    path.write_bytes(gzip.compress(_MARK + cbor2.dumps(table), 9, mtime=0))


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:10]
