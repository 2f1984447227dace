"""Read a file by its extension."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from glossator.importing.markdown_file import from_markdown
from glossator.importing.plain_text import from_text
from glossator.importing.record import Imported, failure

if TYPE_CHECKING:
    import pathlib

LARGEST_FILE: Final = 10_000_000
"""Bytes.  The longest books have some 4 MB of text; a saved page with all its pictures may be larger, and says so."""

_TEXT: Final = (".txt",)
_MARKDOWN: Final = (".md", ".markdown")
_PAGE: Final = (".html", ".htm")
_SAVED_PAGE: Final = (".mhtml", ".mht")


def read_file(path: pathlib.Path) -> Imported:
    """Read a `.txt`, `.md`, `.markdown`, `.html`, `.htm`, `.mhtml` or `.mht` file as a source.

    Control characters and bidirectional controls are dropped, because the site refuses them.  Raises `ImportFailure`
    when the file cannot be opened, is larger than `LARGEST_FILE`, of another kind, not UTF-8 (text and Markdown), or
    holds no text, and when it is a web page and the `import` extra is not installed.
    """
    extension = path.suffix.lower()
    if extension not in (*_TEXT, *_MARKDOWN, *_PAGE, *_SAVED_PAGE):
        known = ", ".join((*_TEXT, *_MARKDOWN, *_PAGE, *_SAVED_PAGE))
        found = f"files of the kind `{extension}`" if extension else "files without an extension"
        raise failure(path, "unexpected-file", f"Cannot import {found}; expected one of {known}.")
    raw = _bytes(path)
    if not raw.strip():
        raise failure(path, "empty-value", "The file is empty; expected the text of a source.")
    if extension in (*_PAGE, *_SAVED_PAGE):
        imported = _from_web(raw, path, saved=extension in _SAVED_PAGE)
    elif extension in _TEXT:
        imported = from_text(_utf_8(raw, path), path)
    else:
        imported = from_markdown(_utf_8(raw, path), path)
    if not imported.body.strip():
        raise failure(path, "empty-value", "No text was found in the file; expected the text of a source.")
    return imported


def _bytes(path: pathlib.Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            message = f"The file has {path.stat().st_size:,} bytes; at most {LARGEST_FILE:,} can be imported."
            raise failure(path, "file-too-large", message, hint="Import it in parts, or save the page without its pictures.")
        return path.read_bytes()
    except OSError as error:
        raise failure(path, "unreadable-file", f"The file cannot be read: {error.strerror}.") from error


def _utf_8(raw: bytes, path: pathlib.Path) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The decoder counts from behind the byte order mark; `start` of a strict decode counts from the file's first byte.
        start = _first_bad_byte(raw)
        line_start = raw.rfind(b"\n", 0, start) + 1
        raise failure(
            path,
            "not-utf-8",
            f"Byte 0x{raw[start]:02x} at offset {start:,} is not UTF-8; text and Markdown files must be encoded in UTF-8.",
            hint="iconv -f WINDOWS-1252 -t UTF-8 old.txt > new.txt",
            line=raw.count(b"\n", 0, start) + 1,
            column=len(raw[line_start:start].decode("utf-8-sig")) + 1,
        ) from error


def _first_bad_byte(raw: bytes) -> int:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _from_web(raw: bytes, path: pathlib.Path, *, saved: bool) -> Imported:
    # Only web pages need the libraries of the `import` extra.
    try:
        from glossator.importing.web_page import from_page, from_saved_page  # noqa: PLC0415
    except ModuleNotFoundError as error:
        message = f"Web pages cannot be read without the Python package `{error.name}`."
        raise failure(path, "unreadable-file", message, hint="pip install glossator[import]") from error
    return from_saved_page(raw, path) if saved else from_page(raw, path)
