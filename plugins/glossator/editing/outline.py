"""Which field of a file in YAML is being typed: by the indentation and the brackets before the cursor.

A file that is being typed is not yet YAML, so that no parser can be asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_HEAD = re.compile(r"^ *(?:- +)*")
_OPENS = re.compile(r"""^(?P<quote>["']?)(?P<key>[^\s"':#{}\[\],&*!|>%@`][^"':#{}\[\],]*)(?P=quote): *(?:#.*)?$""")
"""A line that begins what stands below it: a key without a value."""


@dataclass(frozen=True)
class Spot:
    """Where the cursor is."""

    path: tuple[str, ...]
    """The keys within whose values it stands, from the outermost."""
    key: str
    """The key in whose line, or brackets, its value is typed; empty where a key, or an entry of a list, is typed."""
    begun: str
    """What is typed of it."""
    start: int
    """The column at which that begins, from 1."""


def spot(before: Sequence[str]) -> Spot:
    """Where the cursor is.

    Args:
        before: the lines of the YAML up to the cursor; the last one ends with it, and may be empty.
    """
    own = before[-1] if before else ""
    head = _head(own)
    return _in_line(own[len(head) :], len(head), _enclosing(before[:-1], _limit(head)))


def _head(line: str) -> str:
    """The spaces at the beginning of a line, with the dashes of lists."""
    return line[: len(line) - len(_HEAD.sub("", line, count=1))]


def _limit(head: str) -> int:
    """The column left of which a key encloses a line; an entry of a list may stand right below its key."""
    dash = head.find("-")
    return len(head) if dash < 0 else dash + 1


def _enclosing(above: Sequence[str], limit: int) -> tuple[str, ...]:
    """The keys of the lines above that enclose what stands from the column `limit` on."""
    path: list[str] = []
    for line in reversed(above):
        head = _head(line)
        column, rest = len(head), line[len(head) :]
        if column < limit and (opens := _OPENS.match(rest)):
            path.insert(0, opens["key"].strip())
            limit = _limit(head)
        elif column == limit and "-" in head and rest:
            limit = _limit(head)  # the first line of the entry of a list in which all this stands
    return tuple(path)


def _in_line(text: str, offset: int, path: tuple[str, ...]) -> Spot:
    """Where the end of a line's text is, with flow collections such as `{origins: [mayor], statement: factual`."""
    keys, stack, key, start, quote = list(path), [], "", 0, ""
    for index, sign in enumerate(text):
        token = text[start:index].strip()
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'" and not token:
            quote = sign
        elif sign in "{[" and not token:
            stack.append((sign, key))
            if sign == "{" and key:
                keys.append(key)
            key, start = key if sign == "[" else "", index + 1
        elif sign == "," and stack:
            key, start = stack[-1][1] if stack[-1][0] == "[" else "", index + 1
        elif sign in "}]" and stack:
            opened, key = stack.pop()
            if opened == "{" and key:
                keys.pop()
            start = index + 1
        elif sign == ":" and not key and text[index + 1 : index + 2] in ("", " "):
            key, start = token.strip("\"'"), index + 1
    begun = text[start:].lstrip()
    return Spot(tuple(keys), key, begun, offset + len(text) - len(begun) + 1)
