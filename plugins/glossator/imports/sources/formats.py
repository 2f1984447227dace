"""Read a file by its extension."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from glossator import doors
from glossator.files import reading
from glossator.imports import importers
from glossator.imports.sources.markdown_file import from_markdown
from glossator.imports.sources.plain.text import from_text
from glossator.imports.sources.record import Imported, ImportFailure, failure
from glossator.problems import Problem

if TYPE_CHECKING:
    import pathlib

LARGEST_FILE: Final = 10_000_000
"""Bytes.  The longest books have some 4 MB of text; a saved page with all its pictures may be larger, and says so."""

_TEXT: Final = (".txt",)
_MARKDOWN: Final = (".md", ".markdown")
_PAGE: Final = (".html", ".htm")
_SAVED_PAGE: Final = (".mhtml", ".mht")
_EXPECTED: Final = "a file with the text of a source"
_OURS: Final = (*_TEXT, *_MARKDOWN, *_PAGE, *_SAVED_PAGE)


def read_file(path: pathlib.Path, *, keep: Container[int] | None = ()) -> Imported:
    """Read a `.txt`, `.md`, `.markdown`, `.html`, `.htm`, `.mhtml` or `.mht` file, or one that another package reads.

    Characters that no file of a project may hold are dropped.

    Args:
        path: the file.
        keep: of a web page, the numbers of blocks that stay though they seem to be none of the article, as
            `Imported.left_out` tells them; None for all.

    Raises:
        ImportFailure: the file cannot be opened, is larger than `LARGEST_FILE`, of another kind, not UTF-8 (text and
            Markdown), or holds no text; or it is a web page and the `import` extra is not installed.
        BrokenExtension: a package adds an importer that cannot be loaded.
    """
    extension = path.suffix.lower()
    added = importers.of_sources()
    if extension not in (*_OURS, *added):
        which = f"of the kind `{extension}`" if extension else "without an extension"
        hint = f"one of: {', '.join((*_OURS, *added))}"
        raise failure(path, "unexpected-file", f"files {which} cannot be imported", hint=hint)
    raw = reading.read_bytes(path, path.as_posix(), limit=LARGEST_FILE)
    if isinstance(raw, Problem):
        parts = "import it in parts, or save the page without pictures"
        raise ImportFailure(replace(raw, hint=parts) if raw.code == "file-too-large" else raw)
    if not raw.strip():
        raise failure(path, "empty-value", "the file is empty", hint=_EXPECTED)
    try:
        imported = _imported(raw, path, extension, keep) if extension in _OURS else added[extension](raw, path)
    except RecursionError as error:
        raise failure(path, "unreadable-file", "the file is nested too deeply to be read") from error
    if not imported.body.strip():
        raise failure(path, "empty-value", "no text was found in the file", hint=_EXPECTED)
    return imported


def _imported(raw: bytes, path: pathlib.Path, extension: str, keep: Container[int] | None) -> Imported:
    if extension in _PAGE or extension in _SAVED_PAGE:
        return _from_web(raw, path, keep, saved=extension in _SAVED_PAGE)
    text = reading.utf_8(path.as_posix(), raw)
    if isinstance(text, Problem):
        raise ImportFailure(replace(text, hint="iconv -f WINDOWS-1252 -t UTF-8 old.txt > new.txt"))
    return from_text(text, path) if extension in _TEXT else from_markdown(text, path)


def _from_web(raw: bytes, path: pathlib.Path, keep: Container[int] | None, *, saved: bool) -> Imported:
    try:
        # Only web pages need the libraries of the `import` extra.
        from glossator.imports.sources.web.page import from_page, from_saved_page
    except ImportError as error:
        # For this one lxml says it in sentences.
        name = "lxml_html_clean" if "lxml_html_clean" in str(error) else error.name or error
        message = f"web pages cannot be read without the Python package `{name}`"
        raise failure(path, "unreadable-file", message, hint=doors.installing("import")) from error
    return from_saved_page(raw, path, keep) if saved else from_page(raw, path, keep=keep)
