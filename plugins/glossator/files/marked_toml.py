"""Front matter in TOML, made what `marked_yaml` makes of YAML: values that are text, each with its place.

The standard library reads it, and says nothing of places: those of keys are looked for, line by line.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterator
from typing import Any, Final

import yaml

from glossator.files.marked_yaml import DEPTH_LIMIT, Marked, Path, Tree
from glossator.files.reading import FORBIDDEN, control_character
from glossator.problems import Location, Problem

_TABLE: Final = re.compile(r"[ \t]*(?P<open>\[\[?)(?P<key>[^\[\]#\n]+)\]\]?[ \t]*(?:#.*)?$")
_PAIR: Final = re.compile(r"[ \t]*(?P<key>[^=#\[\s][^=#\[\n]*)=(?P<value>.*)$")
_AT: Final = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
HINT: Final = 'one `key = "value"` a line, texts in quotation marks; `[source]` begins the keys of the source'


def read(text: str, name: str, *, example: str, first_line: int = 1) -> tuple[Marked, list[Problem]]:
    """Read a text in TOML.

    Args:
        text: the TOML.
        name: the file's name for problems.
        example: a right beginning of such a text, for hints.
        first_line: the line of the file on which `text` begins.

    Returns:
        the values, an empty mapping where nothing can be read; and every problem found.
    """
    empty = Marked(name, {}, first_line)
    try:
        value = tomllib.loads(text, parse_float=str)
    except tomllib.TOMLDecodeError as error:
        return empty, [_syntax(str(error), text, name, first_line)]
    except RecursionError:
        return empty, [_deep(name, first_line)]
    if _depth(value) > DEPTH_LIMIT:
        return empty, [_deep(name, first_line)]
    plain = _texts(value)
    marked = Marked(name, plain, first_line, tree=_Places(text, plain))
    if forbidden := next((match for each in _all(plain) if (match := FORBIDDEN.search(each))), None):
        return empty, [control_character(Location(name, first_line), forbidden[0])]
    return marked, []


def _syntax(said: str, text: str, name: str, first_line: int) -> Problem:
    match = _AT.search(said)
    line = int(match["line"]) if match and match["line"] else text.count("\n") + 1
    column = int(match["column"]) if match and match["column"] else 1
    message = f"the TOML cannot be read: {said[: match.start()] if match else said}".replace("Cannot", "cannot")
    return Problem(Location(name, first_line - 1 + line, column), "toml-syntax", message, HINT)


def _deep(name: str, first_line: int) -> Problem:
    message = f"the TOML is nested more than {DEPTH_LIMIT} levels deep"
    return Problem(
        Location(name, first_line), "yaml-too-deep", message, "see the format of the file: six levels are enough"
    )


def _depth(value: object) -> int:
    """How many levels deep a value is, at most one more than the limit."""
    level, depth = [value], 0
    while level and depth <= DEPTH_LIMIT:
        inner = (part.values() if isinstance(part, dict) else part for part in level if isinstance(part, dict | list))
        level, depth = [each for parts in inner for each in parts], depth + 1
    return depth


def _texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _texts(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_texts(part) for part in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else str(value)


def _all(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield key
            yield from _all(part)
    elif isinstance(value, list):
        for part in value:
            yield from _all(part)
    else:
        yield value


class _Places(Tree):
    """Where the keys of a text stand, in the form in which YAML has it."""

    def __init__(self, text: str, value: Any) -> None:
        super().__init__(text)
        self._value = value

    def compose(self) -> yaml.Node | None:
        """The nodes."""
        return _node(self._value, (), _found(self.text), 0)


def _found(text: str) -> dict[Path, tuple[int, int, int]]:
    """The offsets of keys, of their values, and of these values' ends, by the ways to them."""
    found: dict[Path, tuple[int, int, int]] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    offset = 0
    for line in text.splitlines(keepends=True):
        if match := _TABLE.match(line.rstrip("\n")):
            table = _keys(match["key"])
            start = offset + match.start("key")
            found.setdefault(table, (start, start, start + len(match["key"])))
            if match["open"] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
                found[table] = (start, start, start + len(match["key"]))
        elif match := _PAIR.match(line.rstrip("\n")):
            way = (*table, *_keys(match["key"]))
            written = match["value"].strip()
            value = offset + match.end() - len(match["value"].lstrip())
            found.setdefault(way, (offset + match.start("key"), value, value + len(written)))
        offset += len(line)
    return found


def _keys(written: str) -> Path:
    return tuple(part.strip(" \t\"'") for part in written.split("."))


def _node(value: Any, way: Path, found: dict[Path, tuple[int, int, int]], around: int) -> yaml.Node:
    key, start, end = found.get(way, (around, around, around))
    first, last = _mark(start), _mark(end)
    if isinstance(value, dict):
        pairs = []
        for name, part in value.items():
            at = found.get((*way, name), (key, key, key))[0]
            pairs.append(
                (yaml.ScalarNode("", name, _mark(at), _mark(at + len(name))), _node(part, (*way, name), found, at))
            )
        return yaml.MappingNode("", pairs, first, last)
    if isinstance(value, list):
        return yaml.SequenceNode(
            "", [_node(part, (*way, number), found, start) for number, part in enumerate(value)], first, last
        )
    return yaml.ScalarNode("", value, first, last)


def _mark(index: int) -> yaml.Mark:
    return yaml.Mark("", index, 0, 0, None, 0)
