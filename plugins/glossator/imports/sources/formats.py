"""Read a file, whatever its format."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from glossator import installing
from glossator.files import reading
from glossator.imports import importers
from glossator.imports.sources import recognising
from glossator.imports.sources.markdown_file import from_markdown
from glossator.imports.sources.plain.text import from_text
from glossator.imports.sources.recognising import Unknown
from glossator.imports.sources.record import Imported, ImportFailure, failure
from glossator.problems import Problem

if TYPE_CHECKING:
    import pathlib

LARGEST_FILE: Final = 10_000_000
"""Bytes.  The longest books have some 4 MB of text; a saved page with all its pictures may be larger, and says so."""
LARGEST_DOCUMENT: Final = 60_000_000
"""Bytes of a Word document, an e-book or a PDF file: most are pictures, which are not read."""

_EXPECTED: Final = "a file with the text of a source"
_DOCUMENTS: Final = (recognising.DOCX, recognising.EPUB, recognising.PDF)


def read_file(path: pathlib.Path, *, keep: Container[int] | None = ()) -> Imported:
    """Read a text, a Markdown file, a web page, a saved page, a Word document, an e-book, a PDF file, or a file that
    another package reads.

    Its content says of which kind it is.  Characters that no file of a project may hold are dropped.

    Args:
        path: the file.
        keep: of a web page or a PDF file, the numbers of blocks that stay though they seem to be none of the text, as
            `Imported.left_out` tells them; None for all.

    Raises:
        ImportFailure: the file cannot be opened, is larger than its kind may be, of another kind, not UTF-8 (text and
            Markdown), or holds no text; or it needs an extra that is not installed.
        BrokenExtension: a package adds an importer that cannot be loaded.
    """
    raw = reading.read_bytes(path, path.as_posix(), limit=LARGEST_DOCUMENT)
    if isinstance(raw, Problem):
        raise ImportFailure(replace(raw, hint=_IN_PARTS) if raw.code == "file-too-large" else raw)
    if not raw.strip():
        raise failure(path, "empty-value", "the file is empty", hint=_EXPECTED)
    added = importers.of_sources().get(path.suffix.lower())
    try:
        imported = added(raw, path) if added else _imported(raw, path, _kind(raw, path), keep)
    except RecursionError as error:
        raise failure(path, "unreadable-file", "the file is nested too deeply to be read") from error
    if not imported.body.strip():
        raise failure(path, "empty-value", "no text was found in the file", hint=_EXPECTED)
    return imported


_IN_PARTS: Final = "import it in parts, or save the page without pictures"


def _kind(raw: bytes, path: pathlib.Path) -> str:
    kind = recognising.recognised(raw, path.suffix.lower())
    if isinstance(kind, Unknown):
        endings = ", ".join((*recognising.BY_NAME, *importers.of_sources()))
        message = f"this file is {kind.what}" if kind.hint else f"files {kind.what} cannot be imported"
        raise failure(path, "unexpected-file", message, hint=kind.hint or f"one of: {endings}")
    if kind not in _DOCUMENTS and len(raw) > LARGEST_FILE:
        message = f"the file has {len(raw):,} bytes; at most {LARGEST_FILE:,} are expected"
        raise failure(path, "file-too-large", message, hint=_IN_PARTS)
    return kind


def _imported(raw: bytes, path: pathlib.Path, kind: str, keep: Container[int] | None) -> Imported:
    if kind not in (recognising.TEXT, recognising.MARKDOWN):
        return _by_extra(raw, path, kind, keep)
    text = reading.utf_8(path.as_posix(), raw)
    if isinstance(text, Problem):
        raise ImportFailure(replace(text, hint="iconv -f WINDOWS-1252 -t UTF-8 old.txt > new.txt"))
    return from_text(text, path) if kind == recognising.TEXT else from_markdown(text, path)


def _by_extra(raw: bytes, path: pathlib.Path, kind: str, keep: Container[int] | None) -> Imported:
    """Read a file for which an extra is needed; each is loaded only where it is."""
    try:
        match kind:
            case recognising.DOCX:
                from glossator.imports.sources.documents.docx import from_docx

                return from_docx(raw, path)
            case recognising.EPUB:
                from glossator.imports.sources.documents.epub import from_epub

                return from_epub(raw, path)
            case recognising.PDF:
                from glossator.imports.sources.documents.pdf import from_pdf

                return from_pdf(raw, path, keep)
            case _:
                from glossator.imports.sources.web.page import from_page, from_saved_page

                is_saved = kind == recognising.SAVED_PAGE
                return from_saved_page(raw, path, keep) if is_saved else from_page(raw, path, keep=keep)
    except ImportError as error:
        what, extra = _NEEDED[kind]
        # For this one lxml says it in sentences.
        name = "lxml_html_clean" if "lxml_html_clean" in str(error) else error.name or error
        message = f"{what} cannot be read without the Python package `{name}`"
        raise failure(path, "unreadable-file", message, hint=installing.adding(extra)) from error


_NEEDED: Final = {
    recognising.PAGE: ("web pages", "import"),
    recognising.SAVED_PAGE: ("web pages", "import"),
    recognising.DOCX: ("Word documents", "docx"),
    recognising.EPUB: ("e-books", "epub"),
    recognising.PDF: ("PDF files", "pdf"),
}
"""What a kind is called, and the extra that reads it."""
