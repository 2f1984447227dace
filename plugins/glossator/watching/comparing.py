"""What came from an address, compared with what is known: the text of a source word for word, all else by its hash."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import unquote, urlsplit

from glossator.edition.titling import titled
from glossator.imports.sources import ImportFailure, read_file
from glossator.imports.sources.markdown_file import from_markdown
from glossator.imports.sources.recognising import BY_NAME
from glossator.project import sources
from glossator.project.sources import Source
from glossator.publication.opened import OpenedSite
from glossator.records.vocabulary import Terms
from glossator.reports.versions import differences
from glossator.text.textmap import TextMap, read

_ENDINGS: Final = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/epub+zip": ".epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "multipart/related": ".mhtml",
}
"""How the names of files end, by what servers call their content."""
ENDINGS: Final = frozenset(("", *BY_NAME))
"""How the name of a file can end in which something is kept."""
_PAGES: Final = (".html", ".xhtml", ".htm", ".txt", ".md", ".markdown")
"""What is read for its words where it is evidence; of other files the bytes are compared."""


@dataclass(frozen=True)
class Compared:
    """How what came stands to what is known."""

    same: bool
    text: str
    """The SHA-256 of what came."""
    differences: Sequence[str] = ()
    """In lines; empty where the former words are not known."""


@dataclass(frozen=True)
class Content:
    """What came, as a file that can be imported."""

    raw: bytes
    ending: str
    """How its name ends; empty where nothing tells."""


def content(body: bytes, content_type: str, address: str) -> Content:
    """What came, in UTF-8 where it is a text of which the server names the encoding.

    Args:
        body: as it came.
        content_type: the header of that name.
        address: where it came from.
    """
    message = EmailMessage()
    with suppress(ValueError, LookupError, IndexError):  # Python's parser of headers fails on some that are no headers
        message["content-type"] = content_type.replace("\r", " ").replace("\n", " ")
    kind = message.get_content_type() if content_type else ""
    named = PurePosixPath(unquote(urlsplit(address).path)).suffix.lower()
    named = named if named in BY_NAME else ""
    ending = _ENDINGS.get(kind, named or (".txt" if kind == "text/plain" else ""))
    charset = str(message.get_content_charset() or "") if kind.startswith("text/") or ending == ".xhtml" else ""
    if charset and not body.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        with suppress(LookupError, ValueError):
            body = body.decode(charset).encode()
    return Content(body, ending)


def compared(site: OpenedSite, source: Source, file: Path, former: Path | None) -> Compared:
    """The text of a source, compared with the present one's.

    Of a source whose text may not be here the hash is compared, and of excerpts, or without a hash, what came last.

    Args:
        site: the site.
        source: the source.
        file: what came.
        former: what came last; None where that is not kept.

    Raises:
        ImportFailure: it cannot be read.
    """
    after = _text(site, source, read_file(file).body)
    checksum = sources.checksum(after)
    if source.terms is Terms.FULL:
        return _difference(_text(site, source, source.document.body), after)
    known = source.front.version.hash if source.front.version else None
    if source.terms is Terms.RESTATED and known:
        return Compared(known == checksum, checksum)
    with suppress(ImportFailure):
        if former is not None:
            return _difference(_text(site, source, read_file(former).body), after)
    return Compared(True, checksum)


def _difference(before: TextMap, after: TextMap) -> Compared:
    told = differences(before, after)
    words = hashlib.sha256(after.text.encode()).hexdigest()
    return Compared(len(told) == 1, words, told if len(told) > 1 else ())


def _text(site: OpenedSite, source: Source, body: str) -> TextMap:
    """A Markdown text as it is read; both sides in one way, so that what that leaves out of the one is no change.

    Such as a first heading, which an import takes for the title.
    """
    body = from_markdown(body, source.document.file.path).body
    return read(titled(source, site.renderer.site.render_text(body)))


def hash_of(came: Content) -> str:
    """The SHA-256 of evidence: of its words where it is a page, so that another advertisement is no change."""
    words = came.raw
    if came.ending in _PAGES:
        with TemporaryDirectory() as folder, suppress(ImportFailure):
            file = Path(folder, f"page{came.ending}")
            file.write_bytes(came.raw)
            words = read_file(file).body.encode()
    return hashlib.sha256(words).hexdigest()
