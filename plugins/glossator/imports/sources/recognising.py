"""Which kind of file it is, by its content; its name counts only where texts of several kinds look alike."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Final

TEXT, MARKDOWN, PAGE, SAVED_PAGE, DOCX, EPUB, PDF = "text", "markdown", "page", "saved page", "docx", "epub", "pdf"

BY_NAME: Final = {
    ".txt": TEXT,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".html": PAGE,
    ".htm": PAGE,
    ".xhtml": PAGE,
    ".mhtml": SAVED_PAGE,
    ".mht": SAVED_PAGE,
    ".docx": DOCX,
    ".docm": DOCX,
    ".epub": EPUB,
    ".pdf": PDF,
}
"""The kinds by the ends of names."""


@dataclass(frozen=True)
class Unknown:
    """A file of a kind that is not read."""

    what: str
    """What it is."""
    hint: str
    """How to make one that is read."""


def recognised(raw: bytes, extension: str) -> str | Unknown:
    """The kind of a file.

    Args:
        raw: its content.
        extension: how its name ends, in small letters, such as `.docx`.
    """
    named = BY_NAME.get(extension, "")
    if b"%PDF-" in raw[:1024]:
        return PDF
    if raw.startswith(b"PK\x03\x04"):
        return _packed(raw)
    for sign, unknown in _OTHERS.items():
        if raw.startswith(sign):
            return unknown
    if named in (DOCX, EPUB, PDF):
        return Unknown(f"no {named.upper()}, as its name says", _SAVE_AGAIN)
    if _SAVED.match(raw[:2000]):
        return SAVED_PAGE
    if _HTML.match(raw[:2000]):
        return PAGE
    return named or Unknown(f"of the kind `{extension}`" if extension else "without an extension", "")


_SAVE_AGAIN = "save it anew from the program that made it"
_OTHERS: Final = {
    b"\xd0\xcf\x11\xe0": Unknown("an old Word document (.doc)", "in Word or LibreOffice: Save as … .docx"),
    b"{\\rtf": Unknown("a text in RTF", "in Word or LibreOffice: Save as … .docx"),
}
_SAVED: Final = re.compile(
    rb"(?:[A-Za-z-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)*?(?i:mime-version|content-type:\s*multipart)[:/]"
)
_HTML: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)[\s>]",
    re.IGNORECASE | re.DOTALL,
)


def _packed(raw: bytes) -> str | Unknown:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        return Unknown(f"a damaged archive ({error})", _SAVE_AGAIN)
    if any(name.startswith("word/") for name in names):
        return DOCX
    if "META-INF/container.xml" in names:
        return EPUB
    if "content.xml" in names:
        return Unknown("an OpenDocument text", "in LibreOffice: Save as … Word (.docx)")
    return Unknown("an archive (ZIP) without a document", "unpack it, and import the file in it")
