"""Read a file by its extension."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from glossator.importing.markdown_file import from_markdown
from glossator.importing.plain.text import from_text
from glossator.importing.record import Imported, failure

if TYPE_CHECKING:
    import pathlib

LARGEST_FILE: Final = 10_000_000
"""Bytes.  The longest books have some 4 MB of text; a saved page with all its pictures may be larger, and says so."""

_TEXT: Final = (".txt",)
_MARKDOWN: Final = (".md", ".markdown")
_PAGE: Final = (".html", ".htm")
_SAVED_PAGE: Final = (".mhtml", ".mht")
_KNOWN: Final = (*_TEXT, *_MARKDOWN, *_PAGE, *_SAVED_PAGE)


def read_file(path: pathlib.Path) -> Imported:
    """Read a `.txt`, `.md`, `.markdown`, `.html`, `.htm`, `.mhtml` or `.mht` file as a source.

    Control characters and bidirectional controls are dropped, because the site refuses them.  Raises `ImportFailure`
    when the file cannot be opened, is larger than `LARGEST_FILE`, of another kind, not UTF-8 (text and Markdown), or
    holds no text, and when it is a web page and the `import` extra is not installed.
    """
    extension = path.suffix.lower()
    if extension not in _KNOWN:
        known = ", ".join(_KNOWN)
        found = f"files of the kind `{extension}`" if extension else "files without an extension"
        raise failure(path, "unexpected-file", f"Cannot import {found}; expected one of {known}.")
    raw = _bytes(path)
    if not raw.strip():
        raise failure(path, "empty-value", "The file is empty; expected the text of a source.")
    try:
        imported = _imported(raw, path, extension)
    except RecursionError as error:
        raise failure(path, "unreadable-file", "The file is nested too deeply to be read.") from error
    if not imported.body.strip():
        raise failure(path, "empty-value", "No text was found in the file; expected the text of a source.")
    return imported


def _imported(raw: bytes, path: pathlib.Path, extension: str) -> Imported:
    if extension in _TEXT:
        return from_text(_utf_8(raw, path), path)
    if extension in _MARKDOWN:
        return from_markdown(_utf_8(raw, path), path)
    return _from_web(raw, path, saved=extension in _SAVED_PAGE)


def _bytes(path: pathlib.Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            message = f"The file has {size:,} bytes; at most {LARGEST_FILE:,} can be imported."
            raise failure(
                path, "file-too-large", message, hint="Import it in parts, or save the page without pictures."
            )
        return path.read_bytes()
    except OSError as error:
        raise failure(path, "unreadable-file", f"The file cannot be read: {error.strerror}.") from error


def _utf_8(raw: bytes, path: pathlib.Path) -> str:
    try:
        # Not "utf-8-sig", whose errors are counted from behind the byte order mark.
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8").removeprefix("\ufeff")
        found = f"Byte 0x{raw[error.start]:02x} at offset {error.start:,} is not UTF-8"
        raise failure(
            path,
            "not-utf-8",
            f"{found}; text and Markdown files must be encoded in UTF-8.",
            hint="iconv -f WINDOWS-1252 -t UTF-8 old.txt > new.txt",
            line=before.count("\n") + 1,
            column=len(before.rpartition("\n")[2]) + 1,
        ) from error


def _from_web(raw: bytes, path: pathlib.Path, *, saved: bool) -> Imported:
    try:
        # Only web pages need the libraries of the `import` extra.
        from glossator.importing.web.page import from_page, from_saved_page
    except ImportError as error:
        message = f"Web pages cannot be read without the Python package `{error.name or error}`."
        raise failure(path, "unreadable-file", message, hint="pip install glossator[import]") from error
    return from_saved_page(raw, path) if saved else from_page(raw, path)
