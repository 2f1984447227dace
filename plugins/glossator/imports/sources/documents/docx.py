"""A Word document (DOCX), as Word, LibreOffice and Google Docs write it: its text, and its comments as notes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import mammoth
from bs4.element import Tag
from lxml import etree

from glossator.imports.sources.documents import comments, whole
from glossator.imports.sources.documents.archive import Archive
from glossator.imports.sources.record import Imported, failure

if TYPE_CHECKING:
    import pathlib

_STRICT: Final = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_PREFIX: Final = "gl-"
"""Of the ids that the converter gives, apart from those of the document's own bookmarks."""
_DOCUMENT: Final = "word/document.xml"
_STYLES: Final = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
comment-reference => sup
u => em
"""
_SAVE_AGAIN: Final = "open it in Word or LibreOffice, and save it again as .docx"
_SHOWN_ELSEWHERE: Final[Mapping[str, str]] = {
    "txbxContent": "boxes of text, which stand behind the paragraph that they hang on",
    "del": "changes that are not accepted: the text is read as if they were",
    "ins": "changes that are not accepted: the text is read as if they were",
    "chart": "charts",
    "object": "embedded objects",
    "oMath": "formulas",
}


def from_docx(raw: bytes, path: pathlib.Path) -> Imported:
    """The source that a Word document holds; pictures are replaced by what is said of them.

    Raises:
        ImportFailure: the document cannot be read.
    """
    archive = Archive(raw, path)
    if _DOCUMENT not in archive.names:
        message = f"the document’s text is not at `{_DOCUMENT}`, where Word keeps it"
        raise failure(path, "unreadable-file", message, hint=_SAVE_AGAIN)
    document = archive.xml(_DOCUMENT)
    losses = list(_losses(document))
    remarks = comments.stated(archive)
    if document.tag.startswith(_STRICT) and "word/comments.xml" in archive.names:
        losses.append("its comments, since it is saved as “Strict Open XML”: save it as “Word document”")
    comments.marked(document, remarks)
    content = whole.parsed(_html(_packed(archive, document), path), path)
    notes = comments.taken_out(content, remarks, path, _PREFIX)
    _without_way_back(content)
    metadata, said = _facts(archive)
    return whole.imported(content, path, metadata, notes=notes, losses=[*losses, *said])


def _packed(archive: Archive, document: Any) -> io.BytesIO:
    """The parts with text as a new archive: whatever else is in the file, the converter does not see."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name in sorted(archive.names):
            if name.endswith((".xml", ".rels")) and re.match(r"\[Content_Types\]|_rels/|word/", name):
                root = document if name == _DOCUMENT else archive.xml(name)
                packed.writestr(name, etree.tostring(root))
    file.seek(0)
    return file


def _html(file: io.BytesIO, path: pathlib.Path) -> str:
    try:
        # The picture itself is never opened: only what is said of it becomes text.
        pictures = mammoth.images.img_element(lambda _: {})
        result = mammoth.convert_to_html(file, style_map=_STYLES, id_prefix=_PREFIX, convert_image=pictures)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        message = f"the document is not as the format wants it ({type(error).__name__}: {error})"
        raise failure(path, "unreadable-file", message, hint=_SAVE_AGAIN) from error
    return str(result.value)


def _without_way_back(content: Tag) -> None:
    """Take out the arrows that the converter puts at the end of each footnote."""
    for link in content.find_all("a", href=re.compile(rf"^#{_PREFIX}(?:foot|end)note-ref-")):
        if link.get_text() == "↑":
            link.decompose()


def _losses(document: Any) -> Iterator[str]:
    present = {etree.QName(element).localname for element in document.iter(etree.Element)}
    for what in dict.fromkeys(words for name, words in _SHOWN_ELSEWHERE.items() if name in present):
        yield f"the document has {what}"


def _facts(archive: Archive) -> tuple[dict[str, Any], list[str]]:
    """What the document's properties say; who made the file need not have written the text, nor the day be of it."""
    if "docProps/core.xml" not in archive.names:
        return {}, []
    fields = {etree.QName(field).localname: " ".join((field.text or "").split())
              for field in archive.xml("docProps/core.xml").iter(etree.Element)}  # fmt: skip
    metadata = {"title": fields.get("title", ""), "language": fields.get("language", "")}
    said = [f"the file names “{fields['creator']}” as its author: add `author:` if that is so"] if fields.get(
        "creator") else []  # fmt: skip
    return {name: value for name, value in metadata.items() if value}, said
