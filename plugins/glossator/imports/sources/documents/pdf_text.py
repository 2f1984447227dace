"""The lines of a PDF file's pages as headings and paragraphs, without what is printed on every page."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from glossator.imports.sources.documents.pdf_pages import Glyph, Line, Page
from glossator.text.shortening import shortened

_MARGIN: Final = 0.13
"""Of a page's height: where heads, feet and numbers stand."""
_OFTEN: Final = 3
"""On so many pages the same words in a margin are a head or foot; where there are fewer pages, on all of them."""
_LARGER, _SMALLER = 1.12, 0.92
_LONGEST_HEADING = 30
_LONGEST_BOLD = 12
_MARKER: Final = re.compile(r"(?:[•◦▪‣·–—-]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_BULLET: Final = re.compile(r"[•◦▪‣·]\s*")
_END: Final = re.compile(r"[.!?…:。！？][\"”’»)\]\d]*$")
_DIVIDED: Final = re.compile(r"[^\W\d_][-\u2010\u00ad]$")


@dataclass
class Paragraph:
    """Glyphs that belong together."""

    glyphs: list[Glyph] = field(default_factory=list)
    size: float = 0.0
    level: int = 0
    """Of a heading; 0 for a paragraph."""
    lines: int = 0

    @property
    def text(self) -> str:
        """Its words."""
        return words_of(self.glyphs)


@dataclass
class Text:
    """The whole text."""

    paragraphs: list[Paragraph]
    joined: int = 0
    """Words that were divided at the end of a line."""
    left_out: tuple[str, ...] = ()
    """What is printed on many pages, as `Imported.left_out`."""


def text_of(pages: Sequence[Page], keep: Container[int] | None) -> Text:
    """The text of the pages.

    Args:
        pages: the pages.
        keep: the numbers of what would be left out and stays; None for all.
    """
    running = _running(pages)
    numbers = {words: number for number, words in enumerate(running, 1)}
    dropped = {words for words, number in numbers.items() if keep is not None and number not in keep}
    reading = _Joining(_body_size(pages), _distance(pages))
    for page in pages:
        reading.read([line for line in page.lines if _is_margin(line, page) not in dropped])
    paragraphs = reading.finished()
    _with_levels(paragraphs, reading.size)
    left_out = tuple(
        f"{numbers[words]}. {shortened(words, 60)} (on {running[words]} pages)" for words in running if words in dropped
    )
    return Text(paragraphs, reading.joined, left_out)


def _running(pages: Sequence[Page]) -> dict[str, int]:
    """What stands in the margins of many pages, with the number of them; figures count as alike."""
    counted: Counter[str] = Counter()
    for page in pages:
        counted.update({words for line in page.lines if (words := _is_margin(line, page))})
    enough = min(_OFTEN, max(2, len(pages)))
    return {words: count for words, count in counted.items() if count >= enough}


def _is_margin(line: Line, page: Page) -> str:
    """The words of a line in the margin, figures and Roman numbers made alike; empty elsewhere."""
    _, bottom, _, top = line.box
    if (1 - _MARGIN) * page.height > bottom and top > _MARGIN * page.height:
        return ""
    words = " ".join(line.text.split())
    alike = re.sub(r"\d+", "#", words)
    return "#" if re.fullmatch(r"[-–—\s]*(?:#|[ivxlcdm]+)[-–—\s]*", alike, re.IGNORECASE) else alike


def _body_size(pages: Sequence[Page]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.glyphs)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _distance(pages: Sequence[Page]) -> float:
    """Between two lines of the text, in points."""
    distances = [
        before.box[1] - line.box[1]
        for page in pages
        for before, line in zip(page.lines, page.lines[1:], strict=False)
        if before.size == line.size and 0 < before.box[1] - line.box[1] < 3 * line.size
    ]
    return statistics.median_low(distances) if distances else 0.0


class _Joining:
    """Joins lines to paragraphs, over the ends of columns and pages."""

    def __init__(self, size: float, distance: float) -> None:
        self.size = size
        self.joined = 0
        self._distance = distance
        self._done: list[Paragraph] = []
        self._notes: list[Paragraph] = []
        self._before: Line | None = None
        self._right = 0.0

    def read(self, lines: Sequence[Line]) -> None:
        """Read a page; notes at its foot wait until the paragraph above them has ended."""
        foot = len(lines)
        while foot and lines[foot - 1].size < _SMALLER * self.size:
            foot -= 1
        foot = foot or len(lines)
        self._right = max((line.box[2] for line in lines[:foot]), default=0.0)
        first = True
        for line in lines[:foot]:
            if self._before is None or self._begins(self._before, line, new_page=first):
                self._done += self._notes
                self._notes = []
                self._done.append(Paragraph(size=line.size))
            self._add(self._done[-1], line)
            self._before, first = line, False
        before: Line | None = None
        for line in lines[foot:]:
            if before is None or self._begins(before, line, new_page=False) or _MARKER.match(line.text + " "):
                self._notes.append(Paragraph(size=line.size))
            self._add(self._notes[-1], line)
            before = line

    def finished(self) -> list[Paragraph]:
        """All paragraphs."""
        return [*self._done, *self._notes]

    def _begins(self, before: Line, line: Line, *, new_page: bool) -> bool:
        """Whether a line begins a paragraph."""
        if abs(line.size - before.size) > 0.08 * before.size or _is_bold(line) != _is_bold(before):
            return True
        if _BULLET.match(line.text):
            return True
        distance = before.box[1] - line.box[1]
        ended = bool(_END.search(before.text))
        if new_page or distance <= 0:
            return ended
        if self._distance and distance > 1.35 * self._distance * max(1.0, line.size / (self.size or 1.0)):
            return True
        indented = line.box[0] > before.box[0] + 0.8 * line.size
        if indented and not _MARKER.match(before.text + " "):
            return True
        short = before.box[2] < self._right - 0.12 * (self._right - before.box[0])
        return ended and short and line.text[:1].isupper()

    def _add(self, paragraph: Paragraph, line: Line) -> None:
        if paragraph.glyphs:
            text = paragraph.text[-3:]
            if _DIVIDED.search(text) and line.text[:1].islower():
                paragraph.glyphs.pop()
                self.joined += 1
            elif not (text.endswith(("-", "–", "—")) or (_is_unspaced(text[-1:]) and _is_unspaced(line.text[:1]))):
                paragraph.glyphs.append(Glyph(" ", line.glyphs[0].page))
        paragraph.glyphs += line.glyphs
        paragraph.lines += 1


def _is_bold(line: Line) -> bool:
    return all(glyph.bold or glyph.text.isspace() for glyph in line.glyphs)


def _is_unspaced(sign: str) -> bool:
    return bool(re.match(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]", sign))


def _with_levels(paragraphs: Sequence[Paragraph], size: float) -> None:
    """Make headings of what is larger than the text, the largest first, and of short lines in bold."""
    larger = [paragraph for paragraph in paragraphs if _is_heading(paragraph, size)]
    sizes = sorted({round(paragraph.size, 1) for paragraph in larger}, reverse=True)
    for paragraph in larger:
        paragraph.level = min(5, sizes.index(round(paragraph.size, 1)) + 1)
    for paragraph in paragraphs:
        words = paragraph.text.split()
        bold = all(glyph.bold or glyph.text.isspace() for glyph in paragraph.glyphs)
        same = abs(paragraph.size - size) <= 0.08 * size
        if bold and same and not paragraph.level and len(words) <= _LONGEST_BOLD and not _END.search(paragraph.text):
            paragraph.level = min(6, len(sizes) + 1)


def _is_heading(paragraph: Paragraph, size: float) -> bool:
    return paragraph.size >= _LARGER * size and len(paragraph.text.split()) <= _LONGEST_HEADING


def runs(glyphs: Sequence[Glyph]) -> Iterator[tuple[Glyph, str]]:
    """Glyphs of one look beside each other: the first of them, and their words; spaces go with what is before them."""
    first, text = None, ""
    for glyph in glyphs:
        if first is not None and (glyph.text.isspace() or _look(glyph) == _look(first)):
            text += glyph.text
            continue
        if first is not None:
            yield first, text
        first, text = glyph, glyph.text
    if first is not None:
        yield first, text


def words_of(glyphs: Sequence[Glyph]) -> str:
    """The words that glyphs make."""
    return "".join(glyph.text for glyph in glyphs)


def _look(glyph: Glyph) -> tuple[object, ...]:
    return glyph.bold, glyph.italic, glyph.raised, glyph.link


def is_listed(paragraph: Paragraph) -> bool:
    """Whether a paragraph is an entry of a list with bullets."""
    return bool(_BULLET.match(paragraph.text))


def without_bullet(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs of an entry behind its bullet."""
    rest = list(glyphs)[1:]
    while rest and rest[0].text.isspace():
        rest.pop(0)
    return rest
