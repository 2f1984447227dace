"""The text of a page as readers see it, with the way back to the HTML, byte for byte as rendered.

The page is tokenised once by the standard library's `html.parser`, never parsed into a tree and printed again.  A
*passage* is a block a reader would point at: a paragraph, list item, block quotation, table row, caption, code block.
Headings are not passages.  `<br>` and the ends of blocks inside a passage are a space.  Permalink signs, scripts,
hidden elements, footnote markers and our own notes and markers do not count as text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import NamedTuple

from glossator.text.events import Events
from glossator.text.normalize import Folded, fold, is_blank, leading_blank, verbatim


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
class Passage:
    """A block a reader would point at."""

    number: int
    """From 1, in reading order; its address is `#p1`."""
    span: Span
    """Its text."""
    first: int
    """Offset in the HTML of its first word."""
    id_at: int | None
    """Offset in the HTML, in its start tag, at which its id can be inserted; None where no element is its alone, or
    where that element has an id already."""
    notes_at: int
    """Offset in the HTML behind the passage at which notes may stand, outside of any table, list or quotation."""


class _Segment(NamedTuple):
    """Text that stands in the HTML in one go.  A segment of unequal lengths is an entity: whole or not at all."""

    text_start: int
    html_start: int
    html_end: int


@dataclass(frozen=True)
class TextMap:
    """A page's text as read, and where each code point of it stands in the HTML."""

    html: str
    text: str
    """Passages, separated by a newline."""
    passages: tuple[Passage, ...]
    title_end: int | None
    """Offset in the HTML behind the page's first `h1`, if it has one."""
    segments: tuple[_Segment, ...] = field(repr=False)
    interactive: tuple[tuple[int, int], ...] = field(repr=False)
    """Half-open ranges of the HTML in which no link may stand: links, buttons, summaries, labels."""

    @cached_property
    def folded(self) -> Folded:
        """The text folded for matching."""
        return fold(self.text)

    @cached_property
    def verbatim(self) -> Folded:
        """The text to the letter, in the shape of a folding."""
        return verbatim(self.text)

    @cached_property
    def _segment_starts(self) -> list[int]:
        return [segment.text_start for segment in self.segments]

    @cached_property
    def _passage_starts(self) -> list[int]:
        return [passage.span.start for passage in self.passages]

    def passage_at(self, offset: int) -> Passage:
        """The passage in which a code point of the text stands.

        Raises:
            IndexError: the page has no passage.
        """
        return self.passages[max(0, bisect_right(self._passage_starts, offset) - 1)]

    def ranges(self, span: Span) -> Iterator[tuple[int, int]]:
        """The ranges of the HTML that hold a span's text, in order, none with a tag in it."""
        begin = end = -1
        for index in range(max(0, bisect_right(self._segment_starts, span.start) - 1), len(self.segments)):
            segment = self.segments[index]
            if segment.text_start >= span.end:
                break
            following = self.segments[index + 1].text_start if index + 1 < len(self.segments) else len(self.text)
            here = _part(segment, following - segment.text_start, span)
            if here[0] >= here[1]:
                continue
            if here[0] != end:
                if begin < end:
                    yield begin, end
                begin = here[0]
            end = here[1]
        if begin < end:
            yield begin, end

    def before(self, offset: int) -> int:
        """The last offset of the HTML up to this one at which a link may stand."""
        return self._around(offset)[0]

    def after(self, offset: int) -> int:
        """The first offset of the HTML from this one on at which a link may stand."""
        return self._around(offset)[1]

    def _around(self, offset: int) -> tuple[int, int]:
        index = bisect_right(self.interactive, (offset, len(self.html) + 1)) - 1
        start, end = self.interactive[index] if index >= 0 else (offset, offset)
        return (start, end) if start < offset < end else (offset, offset)


def _part(segment: _Segment, length: int, span: Span) -> tuple[int, int]:
    if segment.html_end - segment.html_start != length:
        return segment.html_start, segment.html_end
    return (
        segment.html_start + max(0, span.start - segment.text_start),
        segment.html_start + min(length, span.end - segment.text_start),
    )


def read(html: str) -> TextMap:
    """Read a page's HTML.

    Args:
        html: the rendered content of a page; a whole document is fine too.
    """
    reader = _Reader(html)
    # The reader resolves references itself: `html.parser` takes all that follows a bare `&#` as text, tags included.
    reader.feed(html.replace("&", "+"))
    reader.close()
    return reader.finish()


_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = _HEADINGS | frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer"
    " form header hgroup hr html legend li main menu nav ol p pre search section summary table tbody td tfoot th thead"
    " tr ul".split()
)
_TABLE_PARTS = frozenset(("table", "thead", "tbody", "tfoot", "tr", "colgroup"))
_UNREAD = _HEADINGS | frozenset(
    "audio button canvas head iframe math noscript object rp rt script select style svg template textarea title"
    " video".split()
)
_UNREAD_CLASSES = frozenset(
    "footnote-backref footnote-ref gl-end gl-folded gl-head gl-here gl-notes gl-number gl-ref gl-timechart gl-toolbar"
    " gl-unplaced headerlink linenos tabbed-labels".split()
)
_CELLS = frozenset(("td", "th", "caption"))
_WHOLE = frozenset(("tr", "pre"))
"""Blocks that are one passage, whatever blocks stand in them."""
RULES = {
    name: sorted(members)
    for name, members in (
        ("blocks", _BLOCKS),
        ("unread", _UNREAD),
        ("unread_classes", _UNREAD_CLASSES),
        ("table_parts", _TABLE_PARTS),
        ("cells", _CELLS),
        ("whole", _WHOLE),
    )
}
"""What `panel/reading.js` goes by, which reads the same text from the page in a browser."""
_INTERACTIVE = frozenset(("a", "button", "label", "summary"))
_LIFTED = frozenset(("blockquote", "details", "dl", "figure", "pre", "summary", "table"))
"""Elements behind which their notes stand: an `aside` inside would be part of a quotation, a table or a code block."""
_LIFTED_CLASSES = frozenset(("admonition", "highlight", "tabbed-set"))
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CLOSED_BY: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    # An end tag that HTML lets authors leave out: which elements a start tag closes, up to which.
    "li": (frozenset(("li",)), frozenset(("ul", "ol", "menu"))),
    "dt": (frozenset(("dt", "dd")), frozenset(("dl",))),
    "dd": (frozenset(("dt", "dd")), frozenset(("dl",))),
    "tr": (frozenset(("tr",)), frozenset(("table",))),
    "td": (frozenset(("td", "th")), frozenset(("tr", "table"))),
    "th": (frozenset(("td", "th")), frozenset(("tr", "table"))),
    "tbody": (frozenset(("thead", "tbody")), frozenset(("table",))),
    "tfoot": (frozenset(("thead", "tbody")), frozenset(("table",))),
}
_DEEPEST = 512
"""Elements around one another: browsers go no deeper, either, and to look through more of them would take for ever."""
_REFERENCE = re.compile("&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);?")
_SPACE = " \t\n\f\r"
_SPACES = re.compile(f"[{_SPACE}]{{2,}}")
_OTHER_SPACE = re.compile(f"[{_SPACE.strip(' ')}]")


@dataclass(eq=False)
class _Element:
    tag: str
    start: int
    has_id: bool
    unread: bool
    lifted: bool
    holder: _Element | None = None
    """The block that text in it belongs to: a whole table row or code block, else the nearest block."""
    lifted_in: _Element | None = None
    """The outermost element around it, or itself, behind which notes stand."""
    in_cell: bool = False
    """Whether it stands in a table's cell or caption, or is one."""
    holds_text: bool = False
    """Whether a passage has begun with this element as its own."""
    end: int = -1


@dataclass(eq=False)
class _Draft:
    """A passage being read."""

    holder: _Element | None
    own_element: bool
    first: int
    """Offset in the HTML of its first text."""
    start: int
    """Offset in the text."""
    lifted: _Element | None
    end: int = 0
    run_end: int = -1
    """Offset in the HTML at which the run of text ended, before the tag that ended it."""


class _Reader(Events):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self._html = html
        self._at = 0
        """Offset in the HTML of what is handled."""
        self._stack: list[_Element] = []
        self._tags: Counter[str] = Counter()
        """How many elements of each name are open."""
        self._unread = 0
        self._parts: list[str] = []
        self._length = 0
        self._segments: list[_Segment] = []
        self._drafts: list[_Draft] = []
        self._open: _Draft | None = None
        self._space: tuple[int, int] | None = None
        self._interactive: list[tuple[int, int]] = []
        self._interactive_open: _Element | None = None
        self._title_end: int | None = None

    def finish(self) -> TextMap:
        end = len(self._html)
        while self._stack:
            self._pop(end, end)
        self._end_run(end)
        passages = tuple(self._passage(number, draft) for number, draft in enumerate(self._drafts, 1))
        return TextMap(
            html=self._html,
            text="".join(self._parts),
            passages=passages,
            title_end=self._title_end,
            segments=tuple(self._segments),
            interactive=tuple(self._interactive),
        )

    def _passage(self, number: int, draft: _Draft) -> Passage:
        holder = draft.holder
        if draft.lifted:
            notes_at = draft.lifted.end
        elif holder and holder.tag == "p":
            notes_at = holder.end
        else:
            notes_at = draft.run_end
        id_at = None
        if holder and draft.own_element and not holder.has_id:
            id_at = holder.start + 1 + len(holder.tag)
        return Passage(number, Span(draft.start, draft.end), draft.first, id_at, notes_at)

    # Tags

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self._at
        if tag in _BLOCKS:
            self._close_implied(tag, start)
            self._end_run_or_space(start)
        elif tag == "br":
            self._virtual_space(start)
        if tag in _VOID or len(self._stack) >= _DEEPEST:
            return
        element = _element(tag, start, attrs)
        _nest(element, self._stack[-1] if self._stack else None)
        self._stack.append(element)
        self._tags[tag] += 1
        self._unread += element.unread
        if tag in _INTERACTIVE and self._interactive_open is None:
            self._interactive_open = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # `<div/>` opens a div; only foreign elements close themselves.
        if not self._tags["svg"] and not self._tags["math"] and tag not in ("svg", "math"):
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        start = self._at
        if not self._tags[tag]:
            return
        if tag in _BLOCKS:
            self._end_run_or_space(start)
        end = self._html.find(">", start) + 1 or len(self._html)
        while self._stack[-1].tag != tag:
            self._pop(start, start)
        self._pop(start, end)

    def _close_implied(self, tag: str, start: int) -> None:
        closes, within = _CLOSED_BY.get(tag, (frozenset(("p",)), frozenset()))
        for index in range(len(self._stack) - 1, -1, -1):
            element = self._stack[index]
            if element.tag in closes or element.tag == "p":
                self._end_run_or_space(start)
                while len(self._stack) > index:
                    self._pop(start, start)
            elif element.tag in within or (tag not in _CLOSED_BY and element.tag in _BLOCKS):
                return

    def _pop(self, start: int, end: int) -> None:
        element = self._stack.pop()
        self._tags[element.tag] -= 1
        element.end = end
        self._unread -= element.unread
        if element is self._interactive_open:
            self._interactive.append((element.start, end))
            self._interactive_open = None
        if element.tag == "h1" and self._title_end is None:
            self._title_end = end
        if element.tag in _BLOCKS and self._open and self._open.holder is element:
            self._end_run(start)

    def updatepos(self, i: int, j: int) -> int:
        # The base class counts lines, for a position that would have to be counted back.
        self._at += j - i
        return j

    # Text

    def handle_data(self, data: str) -> None:
        if self._unread:
            return
        start = self._at
        raw = self._html[start : start + len(data)]
        done = 0
        for reference in _REFERENCE.finditer(raw) if "&" in raw else ():
            name = _to_the_end_of_its_name(reference[0])
            character = unescape(name)
            if character != name:
                self._literal(raw[done : reference.start()], start + done)
                done = reference.start() + len(name)
                self._character(character, start + reference.start(), start + done)
        self._literal(raw[done:], start + done)

    def _literal(self, data: str, start: int) -> None:
        if not data:
            return
        text = data.strip(_SPACE)
        lead = data.index(text[0]) if text else 0
        if self._begins_passage():
            blank = leading_blank(text)
            text, lead = text[blank:], lead + blank
        if not text:
            self._real_space(start)
            return
        if lead:
            self._real_space(start)
        self._text(text, start + lead)
        if lead + len(text) < len(data):
            self._real_space(start + lead + len(text))

    def _character(self, character: str, start: int, end: int) -> None:
        if not character:
            return  # a reference to a control character
        if not character.strip(_SPACE) or (self._begins_passage() and is_blank(character)):
            self._real_space(start, end - start)
        elif self._begin(start):
            self._add(character, start, end)

    def _begins_passage(self) -> bool:
        """Whether text here would begin a passage; none begins with what nobody sees: `<p>&nbsp;</p>` is no passage."""
        return self._open is None or self._open.holder is not self._holder()

    def _text(self, text: str, start: int) -> None:
        if not self._begin(start):
            return
        done = 0
        for run in _SPACES.finditer(text):
            self._add(text[done : run.start()], start + done, start + run.start())
            self._add(" ", start + run.start(), start + run.end())
            done = run.end()
        self._add(text[done:], start + done, start + len(text))

    def _begin(self, start: int) -> bool:
        """Make ready for text at an offset of the HTML; False where the page shows none."""
        holder = self._holder()
        if holder and holder.tag in _TABLE_PARTS and not self._stack[-1].in_cell:
            return False
        if self._begins_passage():
            self._end_run(start)
            if self._drafts:
                self._add("\n", start, start)
            lifted = self._stack[-1].lifted_in if self._stack else None
            own = holder is not None and not holder.holds_text
            self._open = _Draft(holder, own, start, self._length, lifted)
            self._drafts.append(self._open)
            if holder:
                holder.holds_text = True
        elif self._space:
            self._add(" ", *self._space)
        self._space = None
        return True

    def _holder(self) -> _Element | None:
        return self._stack[-1].holder if self._stack else None

    def _real_space(self, start: int, length: int = 1) -> None:
        if self._stack and self._stack[-1].tag in _TABLE_PARTS:  # between two cells, where no mark may stand
            self._virtual_space(start)
        elif not self._unread and self._open and (self._space is None or self._space[0] == self._space[1]):
            self._space = (start, start + length)

    def _virtual_space(self, start: int) -> None:
        if not self._unread and self._open and self._space is None:
            self._space = (start, start)

    def _add(self, text: str, html_start: int, html_end: int) -> None:
        if text:
            self._segments.append(_Segment(self._length, html_start, html_end))
            self._parts.append(_OTHER_SPACE.sub(" ", text) if text != "\n" else text)
            self._length += len(text)
            if self._open and text != "\n":
                self._open.end = self._length

    def _end_run_or_space(self, start: int) -> None:
        # A row or a code block ends with its own element, whatever stands in it.
        if self._open and self._open.holder and self._open.holder.tag in _WHOLE:
            self._virtual_space(start)
        else:
            self._end_run(start)

    def _end_run(self, offset: int) -> None:
        if self._open:
            self._open.run_end = offset
            self._open = None
        self._space = None


def _nest(element: _Element, around: _Element | None) -> None:
    """Note what an element inherits from the one around it, once: asking all of them for each word would be slow."""
    holder = around.holder if around else None
    whole = holder is not None and holder.tag in _WHOLE
    element.holder = element if element.tag in _BLOCKS and not whole else holder
    element.lifted_in = (around and around.lifted_in) or (element if element.lifted else None)
    element.in_cell = bool(around and around.in_cell) or element.tag in _CELLS


def _to_the_end_of_its_name(reference: str) -> str:
    """A reference without the text that follows it: `&copy` of `&copyright;`."""
    while unescape(reference[:-1]) + reference[-1] == unescape(reference) != reference:
        reference = reference[:-1]
    return reference


def _element(tag: str, start: int, attrs: list[tuple[str, str | None]]) -> _Element:
    if not attrs:
        return _Element(tag, start, False, tag in _UNREAD, tag in _LIFTED)
    attributes = dict(attrs)
    classes = frozenset((attributes.get("class") or "").split())
    unread = (
        tag in _UNREAD
        or "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or not classes.isdisjoint(_UNREAD_CLASSES)
        or bool(_INVISIBLE.search(attributes.get("style") or ""))
    )
    lifted = tag in _LIFTED or not classes.isdisjoint(_LIFTED_CLASSES)
    return _Element(tag, start, "id" in attributes, unread, lifted)
