"""Putting marks, markers and notes into a page's HTML string at known offsets.

The rest of the page stays byte for byte as rendered: taking out what was put in gives the page back.  Parsing a page
and printing it again would rewrite other people's markup (fralau/mkdocs-mermaid2-plugin#14).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from enum import IntEnum
from html import escape
from typing import NamedTuple

from glossator.text.textmap import Passage, Place, Span, TextMap


class Rank(IntEnum):
    """What comes first where several insertions share an offset."""

    PAGE_START = 0
    HEAD = 1
    NAME_END = 2
    MARK_END = 3
    MARKER = 4
    NOTES = 5
    PASSAGE = 6
    MARK_START = 7
    NAME_START = 8
    PAGE_END = 9


class Insertion(NamedTuple):
    """A text to put into the page; a tuple, since a page has hundreds to put in order."""

    offset: int
    """In code points of the HTML."""
    rank: Rank
    order: int
    """Among insertions of the same rank at the same offset."""
    text: str


@dataclass(frozen=True)
class Highlight:
    """A note's place in the text."""

    note: str
    """The note's id."""
    direction: str
    """Which way it points the words; empty where it says nothing of them."""
    span: Span
    whole_passage: bool = False
    """Whether it is about a passage as such, and not about words of it."""


def insert(html: str, insertions: Iterable[Insertion]) -> str:
    """The page with everything put in."""
    parts: list[str] = []
    done = 0
    for insertion in sorted(insertions):
        parts += html[done : insertion.offset], insertion.text
        done = insertion.offset
    parts.append(html[done:])
    return "".join(parts)


def remove(html: str, insertions: Iterable[Insertion]) -> str:
    """The page as it was before `insert` put these in.

    Raises:
        ValueError: an insertion does not stand where it was put.
    """
    parts: list[str] = []
    done = shift = 0
    for insertion in sorted(insertions):
        start = insertion.offset + shift
        if not html.startswith(insertion.text, start):
            raise ValueError(f"{insertion.text!r} does not stand at {start}")
        parts.append(html[done:start])
        done = start + len(insertion.text)
        shift += len(insertion.text)
    parts.append(html[done:])
    return "".join(parts)


LONG = 150
"""Code points from which on a highlight is long: a line below all of it would be louder than the words."""
MOST = 0.7
"""How much of a passage a highlight holds at least to be shown beside the passage instead of below its words."""


def ruled(highlights: Iterable[Highlight], text: TextMap) -> dict[int, str]:
    """The directions of passages of which highlights hold all or most, by their numbers."""
    directions: dict[int, list[str]] = {}
    for highlight in highlights:
        if _is_ruled(highlight, text):
            number = text.place_at(highlight.span.start).number
            directions.setdefault(number, []).append(highlight.direction)
    return {number: common(several) for number, several in directions.items()}


def common(directions: Iterable[str]) -> str:
    """The direction of words that several notes are about: theirs, or `mixed`; `open` where none says anything."""
    several = {direction for direction in directions if direction}
    return next(iter(several), "open") if len(several) < 2 else "mixed"


def _is_ruled(highlight: Highlight, text: TextMap) -> bool:
    passage = text.place_at(highlight.span.start)
    if not isinstance(passage, Passage):
        return False
    within = min(highlight.span.end, passage.span.end) - max(highlight.span.start, passage.span.start)
    return passage.id_at is not None and (highlight.whole_passage or within > MOST * len(passage.span))


def passage_numbers(
    text: TextMap, numbered: Callable[[int, str], str], ruled: Mapping[int, str] | None = None
) -> list[Insertion]:
    """The passages' ids `p1`, `p2`, …, and their numbers as links before their first words.

    Args:
        text: the page.
        numbered: makes the link from a passage's number and its `id` attribute, which is empty where the passage's own
            element carries the id.
    """
    insertions: list[Insertion] = []
    for passage in text.passages:
        attribute = f' id="p{passage.number}"'
        if passage.id_at is not None:
            whole = (ruled or {}).get(passage.number)
            rule = f' data-all data-dir="{whole}"' if whole else ""
            insertions.append(Insertion(passage.id_at, Rank.PASSAGE, 0, attribute + rule))
            attribute = ""
        offset = text.before(passage.first)
        insertions.append(Insertion(offset, Rank.PASSAGE, passage.number, numbered(passage.number, attribute)))
    return insertions


def heading_ids(text: TextMap) -> list[Insertion]:
    """The headings’ ids `h1`, `h2`, …, on an element of ours: that of the heading itself is what others link to."""
    return [
        Insertion(
            text.before(heading.first), Rank.PASSAGE, 0, f'<span class="gl-heading" id="h{heading.number}"></span>'
        )
        for heading in text.headings
    ]


def marks(text: TextMap, highlights: Sequence[Highlight]) -> list[Insertion]:
    """The marks of overlapping highlights: the text is cut at every edge, and each run carries the ids of its notes.

    Args:
        text: the page.
        highlights: in the order in which a run names its notes.
    """
    insertions: list[Insertion] = []
    done = 0
    beside = {highlight.note for highlight in highlights if _is_ruled(highlight, text)}
    for span, active in _runs([_around_sealed(highlight, text) for highlight in highlights]):
        start_tag = _mark(active, beside)
        for start, end in _unsealed(text, span):
            # An entity with an edge inside is whole or not at all, and must not be marked twice.
            start = max(start, done)
            if start < end:
                insertions.append(Insertion(start, Rank.MARK_START, 0, start_tag))
                insertions.append(Insertion(end, Rank.MARK_END, 0, "</mark>"))
                done = end
    return insertions


def _around_sealed(highlight: Highlight, text: TextMap) -> Highlight:
    """A highlight with the whole of the diagrams and formulas of which it has a part."""
    span = highlight.span
    for sealed in text.sealed_in(span):
        span = Span(min(span.start, sealed.span.start), max(span.end, sealed.span.end))
    return highlight if span == highlight.span else replace(highlight, span=span)


def _unsealed(text: TextMap, span: Span) -> Iterable[tuple[int, int]]:
    """The ranges of the HTML that hold a span's text; of a diagram or formula the whole element."""
    within = text.sealed_in(span)
    if not within:
        return text.ranges(span)
    wholes = [(sealed.html_start, sealed.html_end) for sealed in within]
    others = [edges for edges in text.ranges(span) if not any(low <= edges[0] < high for low, high in wholes)]
    return sorted([*wholes, *others])


def _runs(highlights: Sequence[Highlight]) -> Iterable[tuple[Span, list[Highlight]]]:
    edges: dict[int, tuple[list[int], list[int]]] = {}
    for index, highlight in enumerate(highlights):
        edges.setdefault(highlight.span.start, ([], []))[0].append(index)
        edges.setdefault(highlight.span.end, ([], []))[1].append(index)
    active: set[int] = set()
    last = 0
    for offset in sorted(edges):
        if active:
            yield Span(last, offset), [highlights[index] for index in sorted(active)]
        begin, end = edges[offset]
        active = (active | set(begin)) - set(end)
        last = offset


def _mark(active: list[Highlight], beside: Set[str]) -> str:
    """The start tag of a mark; `beside` are the notes that a rule beside their passage shows."""
    notes = " ".join(highlight.note for highlight in active)
    words = [highlight for highlight in active if not highlight.whole_passage]
    lined = [highlight for highlight in words if highlight.note not in beside]
    direction = common(highlight.direction for highlight in lined or words or active)
    long = " data-long" if lined and all(len(highlight.span) > LONG for highlight in lined) else ""
    line = "" if lined else " data-ruled" if words else " data-passage"
    return f'<mark class="gl-mark" data-notes="{escape(notes)}" data-dir="{direction}"{long}{line}>'


def name(text: TextMap, span: Span, *, start: str) -> list[Insertion]:
    """A name as a link.

    Args:
        text: the page.
        span: of the name, which `can_be_link`.
        start: the start tag of the link.
    """
    [(begin, end)] = text.ranges(span)
    return [Insertion(begin, Rank.NAME_START, 0, start), Insertion(end, Rank.NAME_END, 0, "</a>")]


def can_be_link(text: TextMap, span: Span, highlights: Iterable[Highlight]) -> bool:
    """Whether words can be one link: no tag in them, no edge of a mark, and no link around."""
    ranges = list(text.ranges(span))
    if len(ranges) != 1 or text.before(ranges[0][0]) != ranges[0][0]:
        return False
    edges = (edge for highlight in highlights for edge in (highlight.span.start, highlight.span.end))
    return not any(span.start < edge < span.end for edge in edges)


def marker(text: TextMap, span: Span, *, order: int, html: str) -> Insertion:
    """A note's marker behind the last word of its span, outside of any link."""
    # The end of a passage, which has no width in the HTML, may be the last that a span holds.
    for offset in range(span.end - 1, span.start - 1, -1):
        for _, end in text.ranges(Span(offset, offset + 1)):
            return Insertion(text.after(end), Rank.MARKER, order, html)
    return Insertion(text.after(text.place_at(span.start).first), Rank.MARKER, order, html)


def notes(text: TextMap, place: Place, *, html: str) -> Insertion:
    """The notes of a passage or heading, behind it."""
    return Insertion(text.after(place.notes_at), Rank.NOTES, place.span.start, html)
