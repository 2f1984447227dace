"""A PDF file with text as a source: paragraphs, the numbers of pages, and what readers marked on them as notes."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from bs4 import BeautifulSoup
from bs4.element import Tag

from glossator.imports.notes.bodies_to_markdown import from_text
from glossator.imports.notes.incoming import Incoming, Notices
from glossator.imports.sources.documents import bounded, whole
from glossator.imports.sources.documents.pdf_pages import Glyph, Markup, Page, Pages, holds, read
from glossator.imports.sources.documents.pdf_text import (
    Paragraph,
    Text,
    is_listed,
    runs,
    text_of,
    without_bullet,
    words_of,
)
from glossator.imports.sources.record import Imported, failure
from glossator.problems import Location
from glossator.text.anchoring import Selector, SourceSelector, TextQuoteSelector

if TYPE_CHECKING:
    import pathlib

LONGEST: Final = 180.0
"""Seconds; a book of 600 pages takes some 40."""
_CONTEXT: Final = 60
_LONGEST: Final = 300
"""Code points of a paragraph that a remark beside it is taken to be about; of a longer one, its beginning."""
_FILE_NAME: Final = re.compile(r"\.(?:docx?|pdf|indd|odt|qxd|tex)$|^(?:untitled|microsoft word)\b", re.IGNORECASE)


def from_pdf(raw: bytes, path: pathlib.Path, keep: Container[int] | None = ()) -> Imported:
    """The source that a PDF file holds.

    Args:
        raw: the file.
        path: its path.
        keep: the numbers of lines that are printed on many pages and stay, as they are told; None for all.

    Raises:
        ImportFailure: the file cannot be read, or not in time, or has no text.
    """
    try:
        return bounded.within(LONGEST, _from_pdf, raw, path, keep)
    except bounded.TookTooLong as error:
        message = f"it was not read after {LONGEST:g} seconds"
        hint = "import it in parts, or open it, and print it into a new PDF file"
        raise failure(path, "unreadable-file", message, hint=hint) from error


def _from_pdf(raw: bytes, path: pathlib.Path, keep: Container[int] | None) -> Imported:
    pages = read(raw, path)
    text = text_of(pages.pages, keep)
    if not any(character.isalnum() for paragraph in text.paragraphs for character in paragraph.text):
        message = "the pages are pictures without text, as scanners make them" if pages.pictures else "no page has text"
        raise failure(path, "empty-value", message, hint="ocrmypdf scan.pdf with-text.pdf")
    notes = list(_notes(pages.pages, text, path))
    content = _content(text, {page.number: page.label for page in pages.pages})
    title = "" if _FILE_NAME.search(pages.title) else " ".join(pages.title.split())
    return whole.imported(
        content,
        path,
        {"title": title} if title else {},
        notes=notes,
        losses=list(_losses(pages, text)),
        left_out=text.left_out,
    )


def _losses(pages: Pages, text: Text) -> Iterator[str]:
    if pages.author:
        yield f"the file names “{' '.join(pages.author.split())}” as its author: add `author:` if that is so"
    if text.joined:
        yield f"words divided at the ends of lines and joined: {text.joined}; a hyphen of their own is lost, too"
    words = "".join(paragraph.text for paragraph in text.paragraphs)
    if "\ufffd" in words:
        yield f"signs for which the file names no letter: {words.count(chr(0xFFFD))}"
    if re.search(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]", words):
        yield "a PDF keeps writing from right to left as it is drawn: compare its lines"
    if pages.pictures:
        yield f"pictures, of which no words are imported: {pages.pictures}"
    empty = [page.label for page in pages.pages if not page.lines]
    if empty:
        yield f"pages without text: {', '.join(empty[:20])}{' …' * (len(empty) > 20)}"


def _content(text: Text, labels: Mapping[int, str]) -> Tag:
    """The paragraphs in HTML; the first that begins on a page has the page's number for a name, such as `page-3`."""
    soup = BeautifulSoup("<body></body>", "lxml")
    body = soup.body or soup
    listing: Tag | None = None
    begun: set[str] = set()
    for paragraph in text.paragraphs:
        if is_listed(paragraph) and not paragraph.level:
            if listing is None:
                listing = soup.new_tag("ul")
                body.append(listing)
            element, around = soup.new_tag("li"), listing
        else:
            listing, around = None, body
            element = soup.new_tag(f"h{paragraph.level}" if paragraph.level else "p")
        around.append(element)
        name = "page-" + re.sub(r"[^a-z0-9]+", "-", labels[paragraph.glyphs[0].page].lower())
        if name not in begun:
            begun.add(name)
            element["data-anchor"] = name
        glyphs = without_bullet(paragraph.glyphs) if element.name == "li" else paragraph.glyphs
        for first, words in runs(glyphs):
            inner = element
            for tag in _marks(first, heading=bool(paragraph.level)):
                mark = soup.new_tag(tag, attrs={"href": first.link} if tag == "a" else {})
                inner.append(mark)
                inner = mark
            inner.append(words)
    return body


def _marks(glyph: Glyph, *, heading: bool) -> Iterator[str]:
    """The elements that say how a sign looks, from outside in."""
    marks = (("a", glyph.link), ("strong", glyph.bold and not heading), ("em", glyph.italic), ("sup", glyph.raised))
    return (tag for tag, present in marks if present)


# --- what readers marked


def _notes(pages: Sequence[Page], text: Text, path: pathlib.Path) -> Iterator[Incoming]:
    number = 0
    for page in pages:
        for markup in page.markups:
            number += 1
            yield _note(markup, page, text, Location(path.as_posix(), number))


def _note(markup: Markup, page: Page, text: Text, location: Location) -> Incoming:
    notices = Notices(location)
    fields: dict[str, Any] = {"kind": "reply" if markup.answers else "context"}
    selectors: tuple[Selector, ...] = ()
    if not markup.answers:
        notices.assumed("`kind: context`, since a mark in a PDF names none")
        selectors = tuple(_selectors(markup, page, text, notices))
        fields["x-page"] = page.label
    if markup.kind in ("StrikeOut", "Caret"):
        notices.lost(f"that it is a proposal to {'strike these words' if markup.kind == 'StrikeOut' else 'add words'}")
    fields |= {"authors": [markup.author]} if markup.author else {}
    fields |= {"created": markup.day} if markup.day else {}
    return Incoming(
        location=location,
        name=markup.name,
        fields=fields,
        body=from_text(markup.text),
        selectors=selectors,
        replies_to=markup.answers,
        notices=notices.problems(),
    )


def _selectors(markup: Markup, page: Page, text: Text, notices: Notices) -> Iterator[Selector]:
    """The words in the boxes; where there are none, the paragraph beside it."""
    parts: list[tuple[Paragraph, int, int]] = []
    marks_words = markup.kind not in ("Text", "FreeText", "Caret")
    for paragraph in text.paragraphs if marks_words else ():
        inside = [at for at, glyph in enumerate(paragraph.glyphs) if glyph.page == page.number
                  and not glyph.text.isspace() and any(holds(box, glyph.box) for box in markup.boxes)]  # fmt: skip
        if inside:
            parts.append((paragraph, inside[0], inside[-1] + 1))
    if parts:
        (first, start, _), (last, _, end) = parts[0], parts[-1]
        quote = " ".join(words_of(paragraph.glyphs[begin:stop]) for paragraph, begin, stop in parts)
        before, after = words_of(first.glyphs[:start])[-_CONTEXT:], words_of(last.glyphs[end:])[:_CONTEXT]
        quote, before, after = (" ".join(words.split()) for words in (quote, before, after))
        yield TextQuoteSelector(quote, before, after)
        yield TextQuoteSelector(quote)
        return
    beside = _beside(markup, page, text)
    if beside is None:
        notices.assumed("that it is about the whole text, since no words stand where it is")
        yield SourceSelector()
        return
    notices.assumed("that it is about the paragraph beside it, since it marks no words")
    words = " ".join(beside.text.split())
    yield TextQuoteSelector(words if len(words) <= _LONGEST else words[:_LONGEST].rpartition(" ")[0])


def _beside(markup: Markup, page: Page, text: Text) -> Paragraph | None:
    """The paragraph of the page that is nearest in height."""
    if not markup.boxes:
        return None
    height = (markup.boxes[0][1] + markup.boxes[0][3]) / 2
    distances = [
        (min(abs((glyph.box[1] + glyph.box[3]) / 2 - height) for glyph in glyphs), at)
        for at, paragraph in enumerate(text.paragraphs)
        if (glyphs := [glyph for glyph in paragraph.glyphs if glyph.page == page.number and not glyph.text.isspace()])
    ]
    return text.paragraphs[min(distances)[1]] if distances else None
