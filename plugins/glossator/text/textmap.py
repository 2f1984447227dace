"""The text of a page as readers see it, with the way back to the HTML, byte for byte as rendered.

The page is tokenised once by the standard library's `html.parser`, never parsed into a tree and printed again.  A
*passage* is a block a reader would point at: a paragraph, list item, block quotation, table row, caption, code block.
A *heading* is a place of its own kind, with numbers of its own.  `<br>` and the ends of blocks inside a place are a
space.  Permalink signs, scripts, hidden elements, footnote markers and our own notes and markers do not count as text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import unescape

from glossator.text import readings
from glossator.text.elements import (
    BLOCKS,
    CLOSED_BY,
    HEADINGS,
    INTERACTIVE,
    TABLE_PARTS,
    VOID,
    WHOLE,
    Aside,
    Element,
    element_of,
    nest,
)
from glossator.text.events import Events
from glossator.text.normalize import Folded, cuts_a_word, fold, is_blank, leading_blank, verbatim
from glossator.text.places import Heading as Heading
from glossator.text.places import Id, Sealed, Segment
from glossator.text.places import Passage as Passage
from glossator.text.places import Place as Place
from glossator.text.places import Span as Span
from glossator.text.readings import Beside, Raised, Reading


@dataclass(frozen=True)
class TextMap:
    """A page's text as read, and where each code point of it stands in the HTML."""

    html: str
    text: str
    """Passages and headings, separated by a newline."""
    passages: tuple[Passage, ...]
    headings: tuple[Heading, ...]
    title_end: int | None
    """Offset in the HTML behind the page's first `h1`, if it has one."""
    title_within: bool
    """Whether an element is around that heading: what began behind it could not end with the page."""
    segments: tuple[Segment, ...] = field(repr=False)
    interactive: tuple[tuple[int, int], ...] = field(repr=False)
    """Half-open ranges of the HTML in which no link may stand: links, buttons, summaries, labels."""
    sealed: tuple[Sealed, ...] = field(repr=False)
    """In reading order; none lies in another."""
    ids: tuple[Id, ...] = field(repr=False)
    """In the order of the page."""
    beside: tuple[Beside, ...] = field(repr=False)
    """In reading order."""
    raised: tuple[Raised, ...] = field(repr=False)

    @property
    def without_html(self) -> TextMap:
        """The text and its places without the way back to the HTML, which is most of it.

        It is for whoever keeps a page into which nothing will be put any more.  Whatever is looked for in it has the
        same place as before; nothing in it can be marked.
        """
        virtual = tuple(segment for segment in self.segments if segment.html_start == segment.html_end)
        return replace(self, html="", segments=virtual, interactive=(), sealed=(), ids=())

    @cached_property
    def folded(self) -> Folded:
        """The text folded for matching."""
        return fold(self.text)

    @cached_property
    def verbatim(self) -> Folded:
        """The text to the letter, in the shape of a folding."""
        return verbatim(self.text)

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """Every other way to read the page, in which a quote may have been copied."""
        virtual = frozenset(segment.text_start for segment in self.segments if segment.html_start == segment.html_end)
        headings = [(heading.span.start, heading.span.end) for heading in self.headings]
        return tuple(readings.of(self.text, headings, self.beside, self._numbers, virtual))

    def cuts_a_word(self, offset: int) -> bool:
        """Whether an edge at this offset lies inside a word; the number of a note behind it is no part of it."""
        return cuts_a_word(self.text, offset) and not any(offset in number for number in self._numbers)

    @cached_property
    def _numbers(self) -> list[tuple[int, int]]:
        return readings.numbers(self.text, self.raised)

    @cached_property
    def _segment_starts(self) -> list[int]:
        return [segment.text_start for segment in self.segments]

    @cached_property
    def places(self) -> tuple[Passage | Heading, ...]:
        """Passages and headings in reading order."""
        every: list[Passage | Heading] = [*self.passages, *self.headings]
        return tuple(sorted(every, key=lambda place: place.span))

    @cached_property
    def running(self) -> str:
        """The passages without the headings, separated by a newline."""
        return "\n".join(self.text[passage.span.start : passage.span.end] for passage in self.passages)

    @cached_property
    def _place_starts(self) -> list[int]:
        return [place.span.start for place in self.places]

    @cached_property
    def _passage_starts(self) -> list[int]:
        return [passage.span.start for passage in self.passages]

    def passage_at(self, offset: int) -> Passage:
        """The passage in which a code point of the text stands, or the one before its heading.

        Raises:
            IndexError: the page has no passage.
        """
        return self.passages[max(0, bisect_right(self._passage_starts, offset) - 1)]

    def place_at(self, offset: int) -> Passage | Heading:
        """The passage or heading in which a code point of the text stands.

        Raises:
            IndexError: the page has none.
        """
        return self.places[max(0, bisect_right(self._place_starts, offset) - 1)]

    def touched(self, span: Span) -> tuple[Passage, ...]:
        """The passages in which a span has text."""
        starts = self._passage_starts
        first, last = bisect_right(starts, span.start) - 1, bisect_left(starts, span.end)
        if first < 0 or self.passages[first].span.end <= span.start:
            first += 1
        return self.passages[first:last]

    def sealed_in(self, span: Span) -> tuple[Sealed, ...]:
        """The diagrams and formulas of which a span has a part."""
        if not self.sealed:
            return ()
        first, last = bisect_right(self._sealed_ends, span.start), bisect_left(self._sealed_starts, span.end)
        return self.sealed[first:last]

    @cached_property
    def _sealed_starts(self) -> list[int]:
        return [sealed.span.start for sealed in self.sealed]

    @cached_property
    def _sealed_ends(self) -> list[int]:
        return [sealed.span.end for sealed in self.sealed]

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
        index = bisect_right(self._shut, (offset, len(self.html) + 1)) - 1
        start, end = self._shut[index] if index >= 0 else (offset, offset)
        return (start, end) if start < offset < end else (offset, offset)

    @cached_property
    def _shut(self) -> list[tuple[int, int]]:
        """Ranges of the HTML in which no link may stand, none in another."""
        ranges: list[tuple[int, int]] = []
        for start, end in sorted([*self.interactive, *((whole.html_start, whole.html_end) for whole in self.sealed)]):
            if ranges and start < ranges[-1][1]:
                ranges[-1] = ranges[-1][0], max(end, ranges[-1][1])
            else:
                ranges.append((start, end))
        return ranges


def _part(segment: Segment, length: int, span: Span) -> tuple[int, int]:
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


_DEEPEST = 512
"""Elements around one another: browsers go no deeper, either, and to look through more of them would take for ever."""
_REFERENCE = re.compile("&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);?")
_SPACE = " \t\n\f\r"
_SPACES = re.compile(f"[{_SPACE}]{{2,}}")
_OTHER_SPACE = re.compile(f"[{_SPACE.strip(' ')}]")
_SIGN = re.compile(r"\(\d+\)")
"""What stands in code where a list behind it explains something."""


@dataclass(eq=False, slots=True)
class _Draft:
    """A place being read."""

    holder: Element | None
    own_element: bool
    first: int
    """Offset in the HTML of its first text."""
    start: int
    """Offset in the text."""
    around: Element | None
    """The element that its first text stands in."""
    end: int = 0
    run_end: int = -1
    """Offset in the HTML at which the run of text ended, before the tag that ended it."""


class _Reader(Events):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self._html = html
        self._at = 0
        """Offset in the HTML of what is handled."""
        self._stack: list[Element] = []
        self._tags: Counter[str] = Counter()
        """How many elements of each name are open."""
        self._unread = 0
        self._parts: list[str] = []
        self._length = 0
        self._segments: list[Segment] = []
        self._drafts: list[_Draft] = []
        self._open: _Draft | None = None
        self._space: tuple[int, int] | None = None
        self._interactive: list[tuple[int, int]] = []
        self._interactive_open: Element | None = None
        self._title_end: int | None = None
        self._title_within = False
        self._sealed: list[Sealed] = []
        self._ids: list[Id] = []
        self._beside: list[Beside] = []
        self._aside: Element | None = None
        """The element open of which the words stand beside those of the page."""
        self._raised: list[Raised] = []
        self._code: Element | None = None
        """The last block of code, to which a list of its annotations may belong."""

    def finish(self) -> TextMap:
        end = len(self._html)
        while self._stack:
            self._pop(end, end)
        self._end_run(end)
        headings = [draft for draft in self._drafts if _is_heading(draft.holder)]
        passages = [draft for draft in self._drafts if not _is_heading(draft.holder)]
        text = "".join(self._parts)
        return TextMap(
            html=self._html,
            text=text,
            passages=tuple(Passage(number, *self._place(draft)) for number, draft in enumerate(passages, 1)),
            headings=tuple(Heading(number, *self._place(draft)) for number, draft in enumerate(headings, 1)),
            title_end=self._title_end,
            title_within=self._title_within,
            segments=tuple(self._segments),
            interactive=tuple(self._interactive),
            sealed=tuple(self._sealed_in(text)),
            ids=tuple(self._ids),
            beside=tuple(self._beside),
            raised=tuple(self._raised),
        )

    def _sealed_in(self, text: str) -> Iterator[Sealed]:
        for sealed in self._sealed:
            start, end = sealed.span.start, sealed.span.end
            start += len(text[start:end]) - len(text[start:end].lstrip())
            yield sealed._replace(span=Span(min(start, end), end))

    def _place(self, draft: _Draft) -> tuple[Span, int, int | None, int]:
        holder, around = draft.holder, draft.around
        lifted, sealed = (around.lifted_in, around.sealed_in) if around else (None, None)
        if lifted:
            notes_at = max(lifted.end, lifted.notes_at)
        elif holder and holder.tag in ("p", *HEADINGS):
            notes_at = holder.end
        else:
            notes_at = draft.run_end
        id_at = None
        # Programs put something else in the place of a diagram, and its id would go with it.
        if holder and draft.own_element and not holder.has_id and not (sealed and sealed.tag in BLOCKS):
            id_at = holder.start + 1 + len(holder.tag)
        first = min(draft.first, sealed.start) if sealed else draft.first
        return Span(draft.start, draft.end), first, id_at, notes_at

    # Tags

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self._at
        for name, value in attrs:
            if value and (name == "id" or (name == "name" and tag == "a")):
                self._ids.append(Id(value, tag, start))
        if tag in BLOCKS:
            self._close_implied(tag, start)
            self._end_run_or_space(start)
        elif tag == "br":
            self._virtual_space(start)
        if tag in VOID or len(self._stack) >= _DEEPEST:
            return
        element = element_of(tag, start, attrs)
        if tag == "ol" and (code := self._explained(start)):
            element.explains, element.lifted = code, True
        nest(element, self._stack[-1] if self._stack else None)
        self._stack.append(element)
        self._tags[tag] += 1
        element.text_start = self._length
        if element.aside and not self._unread:
            self._aside = element
        self._unread += element.unread
        if tag in INTERACTIVE and self._interactive_open is None:
            self._interactive_open = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # `<div/>` opens a div; only foreign elements close themselves.
        if not self._tags["svg"] and not self._tags["math"] and tag not in ("svg", "math"):
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        start = self._at
        if not self._tags[tag]:
            return
        if tag in BLOCKS:
            self._end_run_or_space(start)
        end = self._html.find(">", start) + 1 or len(self._html)
        while self._stack[-1].tag != tag:
            self._pop(start, start)
        self._pop(start, end)

    def _close_implied(self, tag: str, start: int) -> None:
        closes, within = CLOSED_BY.get(tag, (frozenset(("p",)), frozenset()))
        for index in range(len(self._stack) - 1, -1, -1):
            element = self._stack[index]
            if element.tag in closes or element.tag == "p":
                self._end_run_or_space(start)
                while len(self._stack) > index:
                    self._pop(start, start)
            elif element.tag in within or (tag not in CLOSED_BY and element.tag in BLOCKS):
                return

    def _pop(self, start: int, end: int) -> None:
        element = self._stack.pop()
        self._tags[element.tag] -= 1
        element.end = end
        self._unread -= element.unread
        if element is self._aside:
            self._aside = None
        if element is self._interactive_open:
            self._interactive.append((element.start, end))
            self._interactive_open = None
        if element.sealed or element.to_fragment or element.lifted or element.tag == "sup":
            self._keep(element, end)
        if element.tag == "h1" and self._title_end is None:
            self._title_end, self._title_within = end, bool(self._stack)
        if element.tag in BLOCKS and self._open and self._open.holder is element:
            self._end_run(start)

    def _keep(self, element: Element, end: int) -> None:
        """Note what ended, where marks, notes or numbers have to know of it."""
        if element.sealed_in is element:
            self._sealed.append(Sealed(element.start, end, Span(element.text_start, self._length)))
        elif (element.tag == "sup" or element.to_fragment) and not self._unread:
            if element.text_start < self._length:
                self._raised.append(Raised(element.text_start, self._length, element.tag == "sup"))
        elif element.explains:
            element.explains.notes_at = end
        elif element.lifted_in is element and (element.code_in or "highlight" in element.classes):
            self._code = element

    def _explained(self, start: int) -> Element | None:
        """The block of code, with signs such as `(1)`, that a list explains which begins right behind it."""
        code = self._code
        if code is None or self._html[code.end : start].strip() or not _SIGN.search(self._html, code.start, code.end):
            return None
        return code

    def updatepos(self, i: int, j: int) -> int:
        # The base class counts lines, for a position that would have to be counted back.
        self._at += j - i
        return j

    # Text

    def handle_data(self, data: str) -> None:
        start = self._at
        raw = self._html[start : start + len(data)]
        if self._unread:
            if self._aside and not (self._tags["annotation"] or self._tags["annotation-xml"]):
                self._beside.append(Beside(self._length, self._aside.aside or Aside.NUMBER, unescape(raw)))
            return
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
        if holder and holder.tag in TABLE_PARTS and not self._stack[-1].in_cell:
            return False
        if self._begins_passage():
            self._end_run(start)
            if self._drafts:
                self._add("\n", start, start)
            own = holder is not None and not holder.holds_text
            self._open = _Draft(holder, own, start, self._length, self._stack[-1] if self._stack else None)
            self._drafts.append(self._open)
            if holder:
                holder.holds_text = True
        elif self._space:
            self._add(" ", *self._space)
        self._space = None
        return True

    def _holder(self) -> Element | None:
        return self._stack[-1].holder if self._stack else None

    def _real_space(self, start: int, length: int = 1) -> None:
        if self._stack and self._stack[-1].tag in TABLE_PARTS:  # between two cells, where no mark may stand
            self._virtual_space(start)
        elif not self._unread and self._open and (self._space is None or self._space[0] == self._space[1]):
            self._space = (start, start + length)

    def _virtual_space(self, start: int) -> None:
        if not self._unread and self._open and self._space is None:
            self._space = (start, start)

    def _add(self, text: str, html_start: int, html_end: int) -> None:
        if text:
            self._segments.append(Segment(self._length, html_start, html_end))
            self._parts.append(_OTHER_SPACE.sub(" ", text) if text != "\n" else text)
            self._length += len(text)
            if self._open and text != "\n":
                self._open.end = self._length

    def _end_run_or_space(self, start: int) -> None:
        # A row or a code block ends with its own element, whatever stands in it.
        if self._open and self._open.holder and self._open.holder.tag in WHOLE:
            self._virtual_space(start)
        else:
            self._end_run(start)

    def _end_run(self, offset: int) -> None:
        if self._open:
            self._open.run_end = offset
            self._open = None
        self._space = None


def _to_the_end_of_its_name(reference: str) -> str:
    """A reference without the text that follows it: `&copy` of `&copyright;`."""
    while unescape(reference[:-1]) + reference[-1] == unescape(reference) != reference:
        reference = reference[:-1]
    return reference


def _is_heading(holder: Element | None) -> bool:
    return holder is not None and holder.tag in HEADINGS
