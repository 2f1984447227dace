"""The pages of a PDF file as lines of glyphs, and what readers have marked on them."""

from __future__ import annotations

import io
import logging
import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer
from pdfminer.pdfdocument import PDFDocument, PDFNoPageLabels, PDFPasswordIncorrect, PDFTextExtractionNotAllowed
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.psexceptions import PSException
from pdfminer.utils import decode_text

from glossator.files.reading import FORBIDDEN
from glossator.imports.sources.links import address
from glossator.imports.sources.record import failure

if TYPE_CHECKING:
    import pathlib

MOST_PAGES: Final = 3_000
MOST_GLYPHS: Final = 6_000_000
"""Signs of the longest books."""
MOST_FORMS: Final = 50_000
"""Drawings within drawings, which can ask for each other without end."""
LARGEST_STREAM: Final = 64_000_000
"""Bytes of a part of the file once unpacked."""
_UNREADABLE: Final = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, OSError, TypeError, ValueError),
    *(PSException, RecursionError, struct.error, zlib.error),
)
_MARKUP: Final = ("Highlight", "Underline", "Squiggly", "StrikeOut", "Text", "FreeText", "Caret")
# Of the height of a sign: a wider space divides words, a still wider one columns or cells.
_SPACE, _COLUMN = 0.17, 2.5


@dataclass(frozen=True)
class Glyph:
    """A sign on a page; of a space between two lines the box is empty."""

    text: str
    page: int
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """Left, bottom, right, top, in points from the page's left and bottom."""
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    raised: bool = False
    link: str = ""


@dataclass(frozen=True)
class Line:
    """Glyphs beside each other."""

    glyphs: tuple[Glyph, ...]
    size: float
    """Of most of its glyphs."""

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Around the glyphs of the line’s own size."""
        boxes = [glyph.box for glyph in self.glyphs if not glyph.raised] or [self.glyphs[0].box]
        lefts, bottoms, rights, tops = zip(*boxes, strict=True)
        return min(lefts), min(bottoms), max(rights), max(tops)


@dataclass(frozen=True)
class Markup:
    """What a reader has marked or written on a page."""

    kind: str
    """As the format has it: `Highlight`, `Text`, …"""
    boxes: tuple[tuple[float, float, float, float], ...]
    name: str
    text: str
    author: str
    day: str
    answers: str = ""
    """The name of what it answers."""


@dataclass(frozen=True)
class Page:
    """A page."""

    number: int
    """From 1."""
    label: str
    """What the file calls it, such as `iv`."""
    height: float
    lines: tuple[Line, ...]
    markups: tuple[Markup, ...]


@dataclass
class Pages:
    """A file's pages, and what it says of itself."""

    pages: list[Page] = field(default_factory=list)
    title: str = ""
    author: str = ""
    pictures: int = 0


def read(raw: bytes, path: pathlib.Path) -> Pages:
    """The pages of a file.

    Raises:
        ImportFailure: it cannot be read, has a password, or is larger than the bounds.
    """
    if _is_packed_too_tightly(raw):
        message = f"a part of the file has more than {LARGEST_STREAM:,} bytes when it is unpacked"
        raise failure(path, "file-too-large", message, hint=_AGAIN)
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it reports each oddity of a font
    try:
        return _pages(raw, path)
    except (PDFPasswordIncorrect, PDFTextExtractionNotAllowed) as error:
        raise failure(path, "unreadable-file", "the file has a password", hint="save a copy without it") from error
    except _TooMuch as error:
        raise failure(path, "file-too-large", str(error), hint="import it in parts") from error
    except _UNREADABLE as error:
        message = f"the PDF cannot be read ({type(error).__name__}: {error})"
        raise failure(path, "unreadable-file", message[:300], hint=_AGAIN) from error


_AGAIN = "open it, and print it into a new PDF file"


class _TooMuch(Exception):
    """A bound is passed; the text says which."""


def _is_packed_too_tightly(raw: bytes) -> bool:
    """Whether a packed part, or one packed twice, unpacks to more than the bound."""
    for start in re.finditer(rb"stream\r?\n", raw):
        # A view, since copying the rest of the file for each part would take the square of its size.
        packed: bytes | memoryview = memoryview(raw)[start.end() :]
        for _ in range(3):
            try:
                packed = zlib.decompressobj().decompress(packed, LARGEST_STREAM + 1)
            except zlib.error:
                break
            if len(packed) > LARGEST_STREAM:
                return True
    return False


def _pages(raw: bytes, path: pathlib.Path) -> Pages:
    document = PDFDocument(PDFParser(io.BytesIO(raw)))
    device = _Device()
    interpreter = PDFPageInterpreter(device.rsrcmgr, device)
    title, author = _facts(document)
    whole = Pages(title=title, author=author)
    labels = _labels(document)
    for number, page in enumerate(PDFPage.create_pages(document), 1):
        if number > MOST_PAGES:
            raise _TooMuch(f"the file has more than {MOST_PAGES:,} pages")
        interpreter.process_page(page)
        left, bottom, _, top = page.mediabox
        annotations = [resolve1(reference) for reference in resolve1(page.annots) or ()]
        annotations = [annotation for annotation in annotations if isinstance(annotation, dict)]
        links = tuple(_links(annotations, left, bottom))
        lines = tuple(_lines(_glyphs(device.get_result(), number, links)))
        markups = tuple(_markups(annotations, number, left, bottom))
        whole.pages.append(Page(number, next(labels, "") or str(number), float(top - bottom), lines, markups))
    whole.pictures = device.pictures
    return whole


class _Device(PDFPageAggregator):
    """Keeps the signs of a page, and counts."""

    def __init__(self) -> None:
        super().__init__(PDFResourceManager(), laparams=None)
        self.pictures = 0
        self._glyphs = self._forms = 0

    def begin_figure(self, *arguments: Any) -> None:
        self._forms += 1
        if self._forms > MOST_FORMS:
            raise _TooMuch(f"the file has more than {MOST_FORMS:,} drawings")
        super().begin_figure(*arguments)

    def render_char(self, *arguments: Any, **named: Any) -> float:
        self._glyphs += 1
        if self._glyphs > MOST_GLYPHS:
            raise _TooMuch(f"the file has more than {MOST_GLYPHS:,} signs")
        return super().render_char(*arguments, **named)

    def render_image(self, name: str, stream: Any) -> None:
        self.pictures += 1  # which are not unpacked

    def paint_path(self, *_: Any) -> None:
        """Lines and areas are no text."""


def _facts(document: PDFDocument) -> tuple[str, str]:
    info: dict[str, Any] = {}
    for each in document.info:
        info |= each
    return _text(info.get("Title")), _text(info.get("Author"))


def _labels(document: PDFDocument) -> Iterator[str]:
    try:
        yield from document.get_page_labels()
    except (PDFNoPageLabels, *_UNREADABLE):
        return


def _text(value: Any) -> str:
    value = resolve1(value)
    text = decode_text(value) if isinstance(value, bytes) else value if isinstance(value, str) else ""
    return FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


# --- signs and lines


def _glyphs(container: LTContainer[Any], page: int, links: tuple[tuple[Any, str], ...]) -> Iterator[Glyph]:
    """The signs in the order in which the page is written, which is nearly always that of reading."""
    for part in container:
        if isinstance(part, LTChar):
            font = part.fontname.lower()
            text = FORBIDDEN.sub("", re.sub(r"\(cid:\d+\)", "\ufffd", part.get_text()))
            link = next((url for box, url in links if holds(box, part.bbox)), "")
            if text:
                yield Glyph(text, page, part.bbox, part.size, "bold" in font or "black" in font,
                            "italic" in font or "oblique" in font, link=link)  # fmt: skip
        elif isinstance(part, LTContainer):
            yield from _glyphs(part, page, links)


def _lines(glyphs: Iterable[Glyph]) -> Iterator[Line]:
    line: list[Glyph] = []
    for glyph in glyphs:
        if line and not _goes_on(line[-1], glyph):
            yield from _line(line)
            line = []
        if line and _is_gap(line[-1], glyph):
            line.append(Glyph(" ", glyph.page, (line[-1].box[2], glyph.box[1], glyph.box[0], glyph.box[3]), glyph.size))
        line.append(glyph)
    yield from _line(line)


def _goes_on(before: Glyph, glyph: Glyph) -> bool:
    overlap = min(before.box[3], glyph.box[3]) - max(before.box[1], glyph.box[1])
    height = min(before.box[3] - before.box[1], glyph.box[3] - glyph.box[1])
    distance, size = glyph.box[0] - before.box[2], max(before.size, glyph.size)
    return overlap > 0.3 * height and -size < distance < _COLUMN * size


def _is_gap(before: Glyph, glyph: Glyph) -> bool:
    distance = glyph.box[0] - before.box[2]
    return distance > _SPACE * min(before.size, glyph.size) and not (before.text.isspace() or glyph.text.isspace())


def _line(glyphs: list[Glyph]) -> Iterator[Line]:
    while glyphs and glyphs[-1].text.isspace():
        glyphs.pop()
    while glyphs and glyphs[0].text.isspace():
        glyphs.pop(0)
    if not glyphs:
        return
    sizes: dict[float, int] = {}
    for glyph in glyphs:
        sizes[round(glyph.size, 1)] = sizes.get(round(glyph.size, 1), 0) + 1
    size = max(sizes, key=lambda size: (sizes[size], size))
    bottom = min((glyph.box[1] for glyph in glyphs if round(glyph.size, 1) == size), default=0.0)
    yield Line(tuple(_raised(glyph, size, bottom) for glyph in glyphs), size)


def _raised(glyph: Glyph, size: float, bottom: float) -> Glyph:
    if glyph.size < 0.85 * size and glyph.box[1] > bottom + 0.15 * size:
        return Glyph(glyph.text, glyph.page, glyph.box, glyph.size, glyph.bold, glyph.italic, True, glyph.link)
    return glyph


def holds(box: tuple[float, float, float, float], inner: tuple[float, float, float, float]) -> bool:
    """Whether the middle of a box lies in another."""
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


# --- annotations


def _links(annotations: Iterable[dict[str, Any]], left: float, bottom: float) -> Iterator[tuple[Any, str]]:
    for annotation in annotations:
        action = resolve1(annotation.get("A"))
        if _name(annotation.get("Subtype")) == "Link" and isinstance(action, dict):
            url = address(_text(action.get("URI")))
            boxes = list(_boxes([annotation.get("Rect")], left, bottom))
            if url and boxes:
                yield boxes[0], url


def _markups(annotations: Iterable[dict[str, Any]], page: int, left: float, bottom: float) -> Iterator[Markup]:
    names = {id(annotation): f"{page}.{number}" for number, annotation in enumerate(annotations, 1)}
    for annotation in annotations:
        kind = _name(annotation.get("Subtype"))
        if kind not in _MARKUP:
            continue
        numbers = resolve1(annotation.get("QuadPoints")) or []
        quads = [numbers[at : at + 8] for at in range(0, len(numbers), 8)]
        rects: list[Any] = [
            [min(quad[::2]), min(quad[1::2]), max(quad[::2]), max(quad[1::2])] for quad in quads if len(quad) == 8
        ]
        day = re.match(r"D:(\d{4})(\d\d)(\d\d)", _text(annotation.get("CreationDate") or annotation.get("M")))
        answered = resolve1(annotation.get("IRT"))
        yield Markup(
            kind=kind,
            boxes=tuple(_boxes(rects or [annotation.get("Rect")], left, bottom)),
            name=_text(annotation.get("NM")) or names[id(annotation)],
            text=_text(annotation.get("Contents")),
            author=" ".join(_text(annotation.get("T")).split()),
            day="-".join(day.groups()) if day else "",
            answers=_answered(answered, names) if isinstance(answered, dict) else "",
        )


def _answered(annotation: dict[str, Any], names: dict[int, str]) -> str:
    return _text(annotation.get("NM")) or names.get(id(annotation), "")


def _boxes(rects: Iterable[Any], left: float, bottom: float) -> Iterator[tuple[float, float, float, float]]:
    for rect in rects:
        numbers = [resolve1(number) for number in resolve1(rect) or ()]
        if len(numbers) == 4 and all(isinstance(number, int | float) for number in numbers):
            x0, y0, x1, y1 = numbers
            yield min(x0, x1) - left, min(y0, y1) - bottom, max(x0, x1) - left, max(y0, y1) - bottom


def _name(value: Any) -> str:
    name = getattr(resolve1(value), "name", "")
    return name.decode("latin-1") if isinstance(name, bytes) else str(name)
