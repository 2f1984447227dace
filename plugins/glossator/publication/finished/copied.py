"""Whether a quote is what a reader copies of marked words: with numbers and readings between them, or without."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from lxml import etree

from glossator.publication.finished.pages import Element

_TEXTS = etree.XPath("ancestor::*[contains(@class, 'gl-source')][last()]//text()")
_BESIDE = frozenset(("math", "rp", "rt", "sup", "h1", "h2", "h3", "h4", "h5", "h6"))
"""Elements of which the words may be copied or not."""


class _Piece(NamedTuple):
    text: str
    needed: bool
    """Whether it must be in the quote."""
    partly: bool
    """Whether a part of it can be: of a formula, which is marked as a whole."""
    number: bool
    """Whether it is a note's number, which was another when the words were copied."""


def is_copied(marks: Sequence[Element], quote: str | tuple[str, str], folded: Callable[[str], str]) -> bool:
    """Whether all marked words are in a quote, and nothing else but what stands beside them.

    Args:
        marks: the elements that mark the words, in order.
        quote: the quote as `folded` gives it; its first and its last words where these stand for all.
        folded: makes texts comparable.
    """
    pieces = _pieces(marks, folded)
    if isinstance(quote, str):
        return _makes(pieces, quote, whole=True)
    first, last = quote
    backwards = [piece._replace(text=piece.text[::-1]) for piece in reversed(pieces)]
    return _makes(pieces, first, whole=False) and _makes(backwards, last[::-1], whole=False)


def _pieces(marks: Sequence[Element], folded: Callable[[str], str]) -> list[_Piece]:
    """The text of the page from the first mark to the last, and what stands beside them at either end."""
    own = set(marks)
    pieces: list[_Piece] = []
    inside = 0
    for text in _TEXTS(marks[0]):
        around = list(_around(text))
        mark = next((element for element in around if element in own), None)
        beside = any(element.tag in _BESIDE for element in around)
        words = folded(text)
        if words and (mark is not None or beside):
            partly = mark is not None and any(child.tag != "a" for child in mark)
            number = any("gl-ref" in element.get("class", "").split() for element in around)
            pieces.append(_Piece(words, mark is not None and not beside, partly, number))
            inside = len(pieces) if mark is not None else inside
        elif words and not inside:
            pieces.clear()
        elif words and mark is None and inside < len(pieces):
            del pieces[inside + 1 :]
    return pieces


def _around(text: etree._ElementUnicodeResult) -> Iterable[Element]:
    parent = text.getparent()
    element = parent.getparent() if text.is_tail else parent
    while element is not None:
        yield element
        element = element.getparent()


def _makes(pieces: Sequence[_Piece], quote: str, *, whole: bool) -> bool:
    """Whether pieces that are needed, and some of the others, make a quote; all of them, or its beginning alone."""
    reached = {0}
    for piece in pieces:
        further: set[int] = set() if piece.needed and not piece.partly else set(reached)
        for start in reached:
            if quote.startswith(piece.text, start):
                further.add(start + len(piece.text))
            elif not whole and start < len(quote) and piece.text.startswith(quote[start:]):
                return True
            if piece.number:
                further |= {start + width for width in (1, 2, 3) if quote[start : start + width].isdecimal()}
            if piece.partly:
                further |= {end for end in range(start + 1, len(quote) + 1) if quote[start:end] in piece.text}
        reached = further
        if not whole and len(quote) in reached:
            return True
    return len(quote) in reached
