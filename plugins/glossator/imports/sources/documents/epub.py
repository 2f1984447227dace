"""An e-book (EPUB 2 or 3): its chapters in their order, with headings and notes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urldefrag

from bs4.dammit import UnicodeDammit
from bs4.element import Tag

from glossator.imports.sources.credits import name
from glossator.imports.sources.dates import iso_date
from glossator.imports.sources.documents import whole
from glossator.imports.sources.documents.archive import Archive
from glossator.imports.sources.links import address
from glossator.imports.sources.record import Imported, failure

if TYPE_CHECKING:
    import pathlib

_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_OPF: Final = "{http://www.idpf.org/2007/opf}"
_PAGES: Final = ("application/xhtml+xml", "text/html", "text/x-oeb1-document")


def from_epub(raw: bytes, path: pathlib.Path) -> Imported:
    """The source that an e-book holds; pictures are replaced by what is said of them.

    Raises:
        ImportFailure: the book cannot be read, or is protected.
    """
    archive = Archive(raw, path)
    place = _package(archive, path)
    package = archive.xml(place)
    content = whole.parsed("<body></body>", path)
    losses: list[str] = []
    for number, chapter in enumerate(_spine(package, posixpath.dirname(place)), 1):
        if chapter not in archive.names:
            losses.append(f"the chapter `{chapter}` is named and not in the book")
            continue
        text = UnicodeDammit(archive.part(chapter), is_html=True).unicode_markup or ""
        body = whole.parsed(re.sub(r"\A\s*<\?xml[^>]*\?>", "", text), path)
        _with_own_names(body, chapter, number)
        content.extend(list(body.contents))
    _linked(content)
    if not content.get_text().strip():
        raise failure(
            path, "empty-value", "no chapter of the book has a text", hint="a book of scanned pages needs OCR"
        )
    return whole.imported(content, path, _facts(package), titled=True, losses=losses)


def _package(archive: Archive, path: pathlib.Path) -> str:
    """Where the book lists its parts."""
    if "META-INF/encryption.xml" in archive.names and "META-INF/rights.xml" in archive.names:
        raise failure(path, "unreadable-file", "the book has copy protection", hint="import a copy without it")
    container = archive.xml("META-INF/container.xml")
    places = [str(element.get("full-path") or "") for element in container.iter("{*}rootfile")]
    if not places or places[0] not in archive.names:
        raise failure(
            path, "unreadable-file", "the book does not say where its chapters are", hint="save it again as EPUB"
        )
    return places[0]


def _spine(package: Any, folder: str) -> Iterator[str]:
    """The chapters in the order of reading, by their places in the archive."""
    listed = {
        element.get("id"): element for element in package.iter(f"{_OPF}item") if element.get("media-type") in _PAGES
    }
    for entry in package.iter(f"{_OPF}itemref"):
        element = listed.get(entry.get("idref"))
        # The table of contents is made of the headings that follow it.
        if element is not None and "nav" not in (element.get("properties") or "").split():
            yield _resolved(str(element.get("href") or ""), folder)


def _resolved(href: str, folder: str) -> str:
    """A place in the archive; one that leaves it is in no archive."""
    return posixpath.normpath(posixpath.join(folder, unquote(urldefrag(href)[0])))


def _with_own_names(body: Tag, chapter: str, number: int) -> None:
    """Give every place a name that no other chapter has, and every link between chapters the name of its place."""
    for element in body.find_all(True):
        element.attrs.pop("hidden", None)  # notes that a reading program would show in a window
        if element.get("id"):
            element["id"] = f"{chapter}#{element['id']}"
        if element.name == "a" and element.get("href"):
            href = str(element["href"])
            if not re.match(r"[a-zA-Z][\w+.-]*:", href):
                page = _resolved(href, posixpath.dirname(chapter)) if urldefrag(href)[0] else chapter
                element["href"] = f"#{page}#{unquote(urldefrag(href)[1])}"
    first = body.find(True)
    if first is not None and not first.get("id"):
        first["id"] = f"{chapter}#"
    body["data-chapter"] = str(number)


def _linked(content: Tag) -> None:
    """Shorten the names of places, which no page needs to show, to numbers."""
    names: dict[str, str] = {}
    for element in content.find_all(id=True):
        names.setdefault(str(element["id"]), f"n{len(names) + 1}")
        element["id"] = names[str(element["id"])]
    for link in content.find_all("a", href=True):
        href = str(link["href"])
        if href.startswith("#"):
            link["href"] = f"#{names.get(href[1:], 'nowhere')}"


def _facts(package: Any) -> dict[str, Any]:
    """Title, authors, publisher, day, language and identifiers, as the book states them."""

    def stated(field: str) -> list[str]:
        texts = (" ".join("".join(element.itertext()).split()) for element in package.iter(_DC + field))
        return [text for text in texts if text]

    creators = [" ".join("".join(element.itertext()).split()) for element in package.iter(f"{_DC}creator")
                if element.get(f"{_OPF}role", "aut") == "aut"]  # fmt: skip
    first = {field: next(iter(stated(field)), "") for field in ("title", "publisher", "language")}
    days = [day for text in stated("date") if (day := iso_date(text))]
    isbn = [
        match[1] for text in stated("identifier") if (match := re.search(r"(97[89][\d-]{10,14}|\b\d{9}[\dXx]\b)", text))
    ]
    urls = [url for text in (*stated("identifier"), *stated("source")) if (url := address(text))]
    fields = {
        "type": "book",
        **first,
        "author": [name(creator) for creator in creators if creator],
        "issued": days[0] if days else "",
        "ISBN": isbn[0] if isbn else "",
        "URL": urls[0] if urls else "",
    }
    return {field: value for field, value in fields.items() if value}
