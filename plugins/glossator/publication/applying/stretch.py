"""Where the text of a source stands on a finished page: from its first words to its last, and nothing around them.

What a template puts around a text, in the same element or not, has other words.  So the page is compared with the
source as it was written, passage by passage, and what stands before the first that is the source's, or behind the last,
is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from glossator.text.differences import opcodes
from glossator.text.outline import Node, Selector, outline
from glossator.text.suggest import likeness
from glossator.text.textmap import Place, TextMap, read

ALIKE: Final = 60.0
"""From which likeness on a passage at an edge is one of the source's that the generator wrote otherwise, 0 to 100."""
ENOUGH: Final = 0.2
"""How much of a text's letters are on its page at least: a few of its words are on others as well."""
LONGEST_COMPARED: Final = 400
"""Code points of a passage that are compared: the time grows with the square of them."""

_GROUPS: Final = frozenset(("", "article", "body", "center", "div", "form", "html", "main", "section"))
"""Elements that group passages; any other is, or is in, one of them."""
_PICTURES: Final = frozenset(("audio", "hr", "img", "picture", "svg", "video"))
_BEHIND: Final = _PICTURES | frozenset(("div", "figure", "p"))
"""What may end a text without words of its own."""
_LETTERS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Stretch:
    """A part of a page's HTML that holds the text of a source; every element that begins in it ends in it."""

    start: int
    end: int
    title_outside: bool
    """Whether the page shows the source's title elsewhere."""

    def of(self, html: str) -> str:
        """Its HTML."""
        return html[self.start : self.end]

    def replaced(self, html: str, by: str) -> str:
        """The page with something else in its place."""
        return f"{html[: self.start]}{by}{html[self.end :]}"


def find(html: str, written: TextMap, title: str, container: Selector | None) -> Stretch | None:
    """The part of a page that holds a source's text; None where nothing of it is there.

    Args:
        html: the whole page.
        written: the source as it was written; without a word for one whose text is on the page alone, and then all of
            the element that holds texts is it.
        title: the source's.
        container: which elements of the site hold texts, where its owner says so.
    """
    root = outline(html)
    found = None
    for node in _containers(root, container):
        part = _in(html, node, written, title)
        if part and (found is None or part[0] > found[0]):
            found = part
    enough = ENOUGH * sum(len(letters(written, place)) for place in written.places)
    return found[1] if found and found[0] >= enough else None


def behind(html: str, container: Selector | None) -> Stretch:
    """The end of the first element of a page that may hold a text: for what stands on a page without words of its own.

    Args:
        html: the whole page.
        container: as for `find`.
    """
    node = _containers(outline(html), container)[0]
    return Stretch(node.inner_end, node.inner_end, any(inner.tag == "h1" for inner in node.walk()))


def _containers(root: Node, wanted: Selector | None) -> Sequence[Node]:
    """The elements that may hold the text, of the first kind of which the page has any."""
    every = list(root.walk())
    if wanted:
        return [node for node in every if wanted.matches(node)]
    kinds = (
        [node for node in every if node.tag == "article"],
        [node for node in every if node.tag == "main"],
        [node for node in every if node.attributes.get("role") == "main"],
        [node for node in every if node.tag == "body"],
    )
    return next((nodes for nodes in kinds if nodes), [root])


def _in(html: str, container: Node, written: TextMap, title: str) -> tuple[int, Stretch] | None:
    """The part of a container, after how much of the text is in it."""
    # As long as the whole page, so that each place is that in the page.
    text = read(f"{' ' * container.inner}{html[container.inner : container.inner_end]}")
    if not written.places:
        return 0, _titled(html, container, container.inner, container.inner_end, title)
    wanted = [letters(written, place) for place in written.places]
    there = [letters(text, place) for place in text.places]
    matched = sorted(_matched(wanted, there))
    if not matched:
        return None
    first, last = (text.places[matched[index]] for index in (0, -1))
    starts = [start for start, _ in text.ranges(first.span)]
    ends = [end for _, end in text.ranges(last.span)]
    around = _around(container, starts[0], ends[-1])
    start = next((child.start for child in around.children if child.start <= starts[0] < child.end), starts[0])
    end = next((child.end for child in around.children if child.start < ends[-1] <= child.end), ends[-1])
    end = _with_pictures(around, text, end)
    weight = sum(len(there[index]) for index in matched)
    return weight, _titled(html, container, start, end, title, around)


def _matched(wanted: Sequence[str], there: Sequence[str]) -> Iterator[int]:
    """Which passages of a page are the source's: those in between count as well."""
    ways = opcodes(wanted, there)
    equal = [way for way in ways if way[0] == "equal" and any(wanted[way[1] : way[2]])]
    if not equal:
        yield from (index for index, words in enumerate(there) if any(_alike(words, own) for own in wanted))
        return
    (_, a, _, c, _), (_, _, b, _, d) = equal[0], equal[-1]
    yield from (index for _, _, _, start, end in equal for index in range(start, end))
    # What a generator wrote otherwise at an edge, such as a footnote's number, is still the source's.
    yield from (index for index in range(c) if any(_alike(there[index], own) for own in wanted[:a]))
    yield from (index for index in range(d, len(there)) if any(_alike(there[index], own) for own in wanted[b:]))


def _alike(one: str, other: str) -> bool:
    if not one or not other:
        return False
    return likeness(one[:LONGEST_COMPARED], other[:LONGEST_COMPARED]) >= ALIKE


def _around(container: Node, first: int, last: int) -> Node:
    """The innermost element that groups passages and holds two places."""
    node = container
    while True:
        inner = next((child for child in node.children if child.inner <= first and last <= child.inner_end), None)
        if inner is None or inner.tag not in _GROUPS:
            return node
        node = inner


def _with_pictures(around: Node, text: TextMap, end: int) -> int:
    """The end of a text, behind the pictures that follow its last words."""
    starts = [start for place in text.places for start, _ in text.ranges(place.span)]
    for child in around.children:
        if child.start < end:
            continue
        shows = child.tag in _PICTURES or any(inner.tag in _PICTURES for inner in child.walk())
        if child.tag not in _BEHIND or not shows or any(child.start <= start < child.end for start in starts):
            break
        end = child.end
    return end


def _titled(html: str, container: Node, start: int, end: int, title: str, around: Node | None = None) -> Stretch:
    """A stretch with the page's title where that stands right before it; and whether it stands elsewhere."""
    headings = [node for node in container.walk() if node.tag == "h1"]
    if any(start <= node.start < end for node in headings):
        return Stretch(start, end, False)
    for node in headings:
        if node.around is around and node.end <= start and _is_blank(html[node.end : start]):
            return Stretch(node.start, end, False)
    own = only_letters(title)
    outside = any(only_letters(" ".join(read(html[node.start : node.end]).text.split())) == own for node in headings)
    return Stretch(start, end, outside)


def _is_blank(html: str) -> bool:
    """Whether a piece of a page is space and comments."""
    while (rest := html.lstrip()).startswith("<!--"):
        html = rest[4:].partition("-->")[2]
    return not rest


def letters(text: TextMap, place: Place) -> str:
    """The letters of a passage; see `only_letters`."""
    return only_letters(text.text[place.span.start : place.span.end])


def only_letters(words: str) -> str:
    """Words without what generators write each in their own way: quotation marks, dashes, space."""
    return _LETTERS.sub("", words).casefold()
