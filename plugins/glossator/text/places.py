"""Parts of a page: its passages and headings, and what else has a place in its text and in its HTML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, order=True)
class Span:
    """A half-open range of the text as read, in code points."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def __contains__(self, other: object) -> bool:
        return isinstance(other, Span) and self.start <= other.start and other.end <= self.end


@dataclass(frozen=True)
class Place:
    """A block of text that has an address."""

    number: int
    """From 1, in reading order, among the places of its kind."""
    span: Span
    """Its text."""
    first: int
    """Offset in the HTML of its first word; of the block, where nothing of ours may stand in it."""
    id_at: int | None
    """Offset in the HTML, in its start tag, at which its id can be inserted; None where no element is its alone, or
    where that element has an id already."""
    notes_at: int
    """Offset in the HTML behind it at which notes may stand, outside of any table, list or quotation."""


class Passage(Place):
    """A block a reader would point at; its address is `#p1`."""

    @property
    def id(self) -> str:
        """Its id on the page."""
        return f"p{self.number}"

    @property
    def called(self) -> str:
        """What messages call it."""
        return f"passage {self.number}"


class Heading(Place):
    """A heading, the title among them; its address is `#h1`."""

    @property
    def id(self) -> str:
        """Its id on the page, beside that by which others link to it."""
        return f"h{self.number}"

    @property
    def called(self) -> str:
        """What messages call it."""
        return f"heading h{self.number}"


class Id(NamedTuple):
    """An id that the page has."""

    value: str
    tag: str
    """The name of the element that carries it."""
    offset: int
    """Where that element begins in the HTML."""


class Sealed(NamedTuple):
    """An element in which nothing of ours may stand: a diagram, a formula."""

    html_start: int
    html_end: int
    span: Span
    """Its text; empty where that is not read, as in MathML."""


class Segment(NamedTuple):
    """Text that stands in the HTML in one go.  A segment of unequal lengths is an entity: whole or not at all."""

    text_start: int
    html_start: int
    html_end: int
