"""YAML in which every key and value knows its place, and which cannot harm the reader.

PyYAML's C parser reads it twice: first its events, to refuse what no record here needs (deep nesting kills the
interpreter, aliases multiply, tags construct objects), then the tree.  Scalars stay text, so that `no`, `12:30` and
`010` mean what they say; the schema gives them types.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import yaml

from glossator.errors import Location, Problem

DEPTH_LIMIT = 20
"""Levels of nesting.  Evidence in a note, with a date of CSL-JSON in it, is six deep."""

_Loader = yaml.CBaseLoader
_NULL = frozenset(("", "~", "null", "Null", "NULL"))

Path = tuple[str | int, ...]
"""The way to a value: keys and indices."""


@dataclass(frozen=True)
class Marked:
    """The values of a YAML text, and where each stands."""

    name: str
    """The file's name for problems."""
    value: Any
    """Dictionaries, tuples and text; an empty value is an empty text."""
    first_line: int = 1
    """The line of the file on which the YAML begins."""
    root: yaml.Node | None = field(default=None, repr=False)

    def value_at(self, *path: str | int) -> Location:
        """Where a value stands; where there is no such value, where the nearest thing around it does."""
        return self._locate(path, key=False)

    def key_at(self, *path: str | int) -> Location:
        """Where the key of a value stands."""
        return self._locate(path, key=True)

    def node_at(self, *path: str | int) -> yaml.Node | None:
        """The part of the tree at the end of a path, to look into it on its own."""
        node = self.root
        for step in path:
            if isinstance(node, yaml.MappingNode):
                node = next((value for key, value in node.value if _text(key) == str(step)), None)
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
                node = node.value[step]
        return node

    def _locate(self, path: Path, *, key: bool) -> Location:
        node, mark = self.root, self.root.start_mark if self.root else None
        for step in path:
            if isinstance(node, yaml.MappingNode):
                pair = next((pair for pair in node.value if _text(pair[0]) == str(step)), None)
                if pair is None:
                    break
                node, mark = pair[1], (pair[0] if key or not _is_inline(pair[1]) else pair[1]).start_mark
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                mark = node.start_mark
            else:
                break
        if mark is None:
            return Location(self.name, self.first_line)
        return Location(self.name, self.first_line + mark.line, mark.column + 1)


def read(
    text: str, name: str, *, first_line: int = 1, root: Literal["mapping", "list"] = "mapping"
) -> tuple[Marked, list[Problem]]:
    """Read a YAML text.

    Args:
        text: the YAML.
        name: the file's name for problems.
        first_line: the line of the file on which `text` begins.
        root: what it should hold at its top.  Where a list is expected, a mapping
            is accepted too, for the caller to look in.

    Returns:
        the values (an empty mapping or list where nothing can be read) and every problem found.
    """
    problems: list[Problem] = []
    empty = Marked(name, {} if root == "mapping" else (), first_line)

    def problem(mark: Any, code: str, message: str, hint: str = "") -> None:
        line, column = (mark.line, mark.column + 1) if mark else (0, 1)
        problems.append(Problem(Location(name, first_line + line, column), code, message, hint))

    try:
        for mark, code, message, hint in _refused(text):
            problem(mark, code, message, hint)
        if problems:
            return empty, problems
        top = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        problem(error.problem_mark, "yaml-syntax", _in_words(error), _syntax_hint(text, error))
        return empty, problems
    except yaml.YAMLError as error:
        problem(None, "yaml-syntax", f"the YAML cannot be read: {error}".splitlines()[0])
        return empty, problems
    if top is None:
        return empty, problems
    if not isinstance(top, yaml.MappingNode) and (root == "mapping" or not isinstance(top, yaml.SequenceNode)):
        problem(top.start_mark, "not-a-mapping", "keys with values were expected", "title: A short sentence")
        return empty, problems
    duplicates: list[yaml.Node] = []
    value = _plain(top, duplicates)
    for node in duplicates:
        problem(
            node.start_mark, "duplicate-key", f"the key `{_text(node)}` stands here a second time", "keep one of them"
        )
    return Marked(name, value, first_line, top), problems


def _refused(text: str) -> Iterator[tuple[Any, str, str, str]]:
    depth = documents = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            if event.anchor:
                yield (
                    event.start_mark,
                    "yaml-alias",
                    f"the anchor `&{event.anchor}` is not accepted",
                    "write the value out",
                )
            if event.tag:
                tag = event.tag.replace("tag:yaml.org,2002:", "!!")
                yield event.start_mark, "yaml-tag", f"the tag `{tag}` is not accepted", "write the value without it"
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > DEPTH_LIMIT:
                    message = f"the YAML is nested more than {DEPTH_LIMIT} levels deep"
                    yield (
                        event.start_mark,
                        "yaml-too-deep",
                        message,
                        "see the format of the file: six levels are enough",
                    )
                    return
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            yield event.start_mark, "yaml-alias", f"the alias `*{event.anchor}` is not accepted", "write the value out"
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents == 2:
                yield event.start_mark, "yaml-several-documents", "a second YAML document begins here", "keep one"
                return


def _plain(node: yaml.Node, duplicates: list[yaml.Node]) -> Any:
    if isinstance(node, yaml.MappingNode):
        plain: dict[str, Any] = {}
        for key, value in node.value:
            text = _text(key)
            if text in plain:
                duplicates.append(key)
            else:
                plain[text] = _plain(value, duplicates)
        return plain
    if isinstance(node, yaml.SequenceNode):
        return tuple(_plain(child, duplicates) for child in node.value)
    return _text(node)


def _text(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        return "[…]"
    value: str = node.value
    return "" if node.style is None and value in _NULL else value


def _is_inline(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and bool(node.value)


def _in_words(error: yaml.MarkedYAMLError) -> str:
    parts = [part for part in (error.problem, error.context) if part]
    return "the YAML cannot be read: " + ", ".join(parts)


_UNQUOTED_COLON = re.compile(r"^\s*(?:- )?[\w-]+:\s+(?P<value>[^'\"\s].*(?::\s| #).*)$")


def _syntax_hint(text: str, error: yaml.MarkedYAMLError) -> str:
    lines = text.splitlines()
    line = lines[error.problem_mark.line] if error.problem_mark and error.problem_mark.line < len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "indent with spaces: YAML accepts no tabs"
    if found := _UNQUOTED_COLON.match(line):
        return "put a value that contains `: ` in quotation marks: '" + found["value"].replace("'", "''") + "'"
    return "one `key: value` a line, values with `: ` or ` #` in quotation marks, lists indented by two spaces"
