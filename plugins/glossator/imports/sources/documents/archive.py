"""Parts of a file that is a ZIP archive (DOCX, EPUB), read in memory and within bounds; nothing is unpacked to disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from glossator.imports.sources.record import ImportFailure, failure

if TYPE_CHECKING:
    import pathlib

MOST_ENTRIES: Final = 10_000
"""A book with a file for each page and picture has some thousand."""
LARGEST_PART: Final = 32_000_000
"""Bytes of one part once unpacked.  The XML of a novel in DOCX has some 15 MB."""
LARGEST_WHOLE: Final = 96_000_000
"""Bytes of all parts that are read, once unpacked."""
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
"""What `zipfile` raises at archives that are damaged, encrypted or packed in a way that it does not know."""
_ENCRYPTED = 1


class Archive:
    """A ZIP archive whose parts are read one by one."""

    def __init__(self, raw: bytes, path: pathlib.Path) -> None:
        """Open an archive.

        Raises:
            ImportFailure: it is none, or has more than `MOST_ENTRIES` parts.
        """
        self._path = path
        self._left = LARGEST_WHOLE
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
        except _BROKEN as error:
            raise self._broken(str(error)) from error
        if len(self._zip.infolist()) > MOST_ENTRIES:
            raise failure(path, "file-too-large", f"the archive has more than {MOST_ENTRIES:,} parts", hint=_SAVE_AGAIN)
        self.names: Final = frozenset(self._zip.namelist())

    def part(self, name: str) -> bytes:
        """One part, unpacked.

        Raises:
            ImportFailure: it is missing, damaged or encrypted, or larger than the bounds.
        """
        limit = min(LARGEST_PART, self._left)
        try:
            entry = self._zip.getinfo(name)
            if entry.flag_bits & _ENCRYPTED:
                message = f"`{name}` is encrypted: the file has a password or copy protection"
                raise failure(self._path, "unreadable-file", message, hint="save a copy without it")
            with self._zip.open(entry) as file:
                content = file.read(limit + 1)  # what the archive says of its sizes need not be so
        except KeyError as error:
            raise self._broken(f"`{name}` is missing") from error
        except _BROKEN as error:
            raise self._broken(f"`{name}`: {error}") from error
        if len(content) > limit:
            message = f"`{name}` has more than {limit:,} bytes when it is unpacked"
            raise failure(self._path, "file-too-large", message, hint="import it in parts, or save it as text")
        self._left -= len(content)
        return content

    def xml(self, name: str) -> Any:
        """The root element of a part in XML.

        Raises:
            ImportFailure: as `part`; or it is no XML, or declares entities or other things of its own.
        """
        try:
            root = etree.fromstring(self.part(name), _parser())
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._broken(f"`{name}` is no XML: {error}") from error
        if root is None or root.getroottree().docinfo.internalDTD is not None:
            raise self._broken(f"`{name}` declares a document type of its own, which can hide what is in it")
        return root

    def _broken(self, why: str) -> ImportFailure:
        return failure(self._path, "unreadable-file", f"the archive cannot be read: {why}", hint=_SAVE_AGAIN)


_SAVE_AGAIN = "open it in the program that made it, and save it again"


def _parser() -> etree.XMLParser:
    # An entity could stand for a file of this machine, or for more text than it has room for.
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
