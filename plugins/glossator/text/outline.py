"""The elements of a page with their places in its HTML, for whoever puts something between them.

Like `textmap` it tokenises the page once, and never prints it again: what is not touched stays byte for byte.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from glossator.text.elements import BLOCKS, CLOSED_BY, VOID
from glossator.text.events import Events

_DEEPEST: Final = 512
"""As in `textmap`."""


@dataclass(eq=False, slots=True)
class Node:
    """An element of a page; the one without a name holds all the others."""

    tag: str
    attributes: Mapping[str, str]
    start: int
    """Offset of its start tag."""
    inner: int
    """Offset behind its start tag."""
    around: Node | None
    children: list[Node] = field(default_factory=list)
    inner_end: int = -1
    """Offset of its end tag."""
    end: int = -1
    """Offset behind its end tag."""

    @property
    def classes(self) -> list[str]:
        """Its classes."""
        return self.attributes.get("class", "").split()

    def walk(self) -> Iterator[Node]:
        """Everything in it, in the order of the page."""
        waiting = self.children[::-1]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += node.children[::-1]

    def above(self) -> Iterator[Node]:
        """What is around it, the nearest first."""
        node = self.around
        while node:
            yield node
            node = node.around


def outline(html: str) -> Node:
    """The elements of a page."""
    reader = _Reader(html)
    # As in `textmap`: a bare `&#` would make text of all that follows.
    reader.feed(html.replace("&", "+"))
    reader.close()
    return reader.finish()


class _Reader(Events):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self._html = html
        self._at = 0
        self._root = Node("", {}, 0, 0, None)
        self._open = [self._root]
        self._tags: Counter[str] = Counter()

    def finish(self) -> Node:
        end = len(self._html)
        while len(self._open) > 1:
            self._pop(end, end)
        self._root.inner_end = self._root.end = end
        return self._root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self._close_implied(tag)
        node = self._node(tag, attrs)
        if tag in VOID or len(self._open) >= _DEEPEST:
            node.inner_end = node.end = node.inner
            return
        self._open.append(node)
        self._tags[tag] += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # `<div/>` opens a div; only foreign elements close themselves.
        if self._tags["svg"] or self._tags["math"] or tag in ("svg", "math"):
            node = self._node(tag, attrs)
            node.inner_end = node.end = node.inner
        else:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if not self._tags[tag]:
            return
        end = self._html.find(">", self._at) + 1 or len(self._html)
        while self._open[-1].tag != tag:
            self._pop(self._at, self._at)
        self._pop(self._at, end)

    def _node(self, tag: str, attrs: list[tuple[str, str | None]]) -> Node:
        inner = self._at + len(self.get_starttag_text() or "")
        # The values were read from a text of which no reference was left.
        node = Node(tag, {name: value or "" for name, value in reversed(attrs)}, self._at, inner, self._open[-1])
        self._open[-1].children.append(node)
        return node

    def _close_implied(self, tag: str) -> None:
        closes, within = CLOSED_BY.get(tag, (frozenset(("p",)), frozenset()))
        for index in range(len(self._open) - 1, 0, -1):
            node = self._open[index]
            if node.tag in closes or node.tag == "p":
                while len(self._open) > index:
                    self._pop(self._at, self._at)
            elif node.tag in within or (tag not in CLOSED_BY and node.tag in BLOCKS):
                return

    def _pop(self, start: int, end: int) -> None:
        node = self._open.pop()
        self._tags[node.tag] -= 1
        node.inner_end, node.end = start, end

    def updatepos(self, i: int, j: int) -> int:
        # The base class counts lines, for a position that would have to be counted back.
        self._at += j - i
        return j


_STEP: Final = re.compile(
    r"""(?P<tag>[a-zA-Z][\w-]*|\*)?(?P<rest>(?:[.#][\w-]+|\[[\w-]+(?:[~]?=(?:"[^"\]]*"|'[^'\]]*'|[\w-]+))?\])*)\Z"""
)
_PART: Final = re.compile(
    r"""[.](?P<class>[\w-]+)|[#](?P<id>[\w-]+)|\[(?P<name>[\w-]+)(?:(?P<sign>~?=)(?P<value>"[^"]*"|'[^']*'|[\w-]+))?\]"""
)


@dataclass(frozen=True)
class Selector:
    """Which elements are meant: a part of CSS, names, classes, ids and attributes, one in another."""

    steps: tuple[str, ...]
    """The last is the element itself."""

    def matches(self, node: Node) -> bool:
        """Whether an element is meant."""
        *outer, own = self.steps
        if not _fits(own, node):
            return False
        above = node.above()
        return all(any(_fits(step, around) for around in above) for step in reversed(outer))


def selector(text: str) -> Selector | None:
    """What a text selects, such as `main .post-content`; None where it is none of the kind."""
    steps = tuple(text.split())
    return Selector(steps) if steps and all(step and _STEP.match(step) for step in steps) else None


def _fits(step: str, node: Node) -> bool:
    match = _STEP.match(step)
    if match is None or not node.tag or (match["tag"] or "*").lower() not in ("*", node.tag):
        return False
    return all(_has(part, node) for part in _PART.finditer(match["rest"]))


def _has(part: re.Match[str], node: Node) -> bool:
    if part["class"]:
        return part["class"] in node.classes
    if part["id"]:
        return node.attributes.get("id") == part["id"]
    value = node.attributes.get(part["name"].lower())
    if value is None or not part["sign"]:
        return value is not None
    wanted = part["value"].strip("\"'")
    return value == wanted if part["sign"] == "=" else wanted in value.split()
