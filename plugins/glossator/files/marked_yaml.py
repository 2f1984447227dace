"""YAML in which every key and value knows its place, and which cannot harm the reader.

Its events, from PyYAML's C parser, become values in one go, so that what no record here needs is refused before it can
do harm: deep nesting kills the interpreter, aliases multiply, tags construct objects.  Scalars stay text, so that `no`,
`12:30` and `010` mean what they say; the schema gives them types.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

import yaml

from glossator.files.reading import FORBIDDEN, control_character, packed, place, printable, unpacked
from glossator.problems import Location, Problem

DEPTH_LIMIT = 20
"""Levels of nesting.  Evidence in a note, with a date of CSL-JSON in it, is six deep."""

_Loader = yaml.CBaseLoader
_DEEP = "maximum nesting depth"
"""Of what PyYAML's C parser says from version 6.0.4 on.  It reads ahead, and so says it before the first event of
what is too deep; the parser in Python comes to that place without reading on."""
_NULL = frozenset(("", "~", "null", "Null", "NULL"))

Path = tuple[str | int, ...]
"""The way to a value: keys and indices."""


@dataclass(init=False, eq=False)
class Tree:
    """The nodes of a text, made when the place of something is asked for: most files have no problem."""

    _packed: bytes

    def __init__(self, text: str) -> None:
        self._packed = packed(text)

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "root"}  # which is made again

    @property
    def text(self) -> str:
        """What they are the nodes of."""
        return unpacked(self._packed)

    @cached_property
    def root(self) -> yaml.Node | None:
        """The node that holds all others."""
        return self.compose()

    def compose(self) -> yaml.Node | None:
        """The nodes; None where they cannot be made."""
        try:
            return yaml.compose(self.text, Loader=_Loader)
        except yaml.YAMLError:
            return None


@dataclass(frozen=True, slots=True)
class Marked:
    """The values of a YAML text, and where each stands."""

    name: str
    """The file's name for problems."""
    value: Any
    """Dictionaries, lists and text; an empty value is an empty text."""
    first_line: int = 1
    """The line of the file on which the YAML begins."""
    base: Path = ()
    """The way to `value` from the top of the text."""
    tree: Tree = field(default=Tree(""), repr=False, compare=False)

    def part(self, *path: str | int) -> Marked:
        """A part of the text as a text of its own."""
        value = self.value
        for step in path:
            value = value[step]
        return replace(self, value=value, base=(*self.base, *path))

    def value_at(self, *path: str | int) -> Location:
        """Where a value stands; where there is no such value, where the nearest thing around it does."""
        return self._locate((*self.base, *path), key=False)

    def key_at(self, *path: str | int) -> Location:
        """Where the key of a value stands."""
        return self._locate((*self.base, *path), key=True)

    def _locate(self, path: Path, *, key: bool) -> Location:
        node = around = self.tree.root
        for step in path:
            if isinstance(node, yaml.MappingNode):
                pair = next((pair for pair in node.value if _key(pair[0]) == str(step)), None)
                if pair is None:
                    break
                node, around = pair[1], pair[0] if key or not _is_inline(pair[1]) else pair[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = around = node.value[step]
            else:
                break
        if around is None:
            return Location(self.name, self.first_line)
        end = around.end_mark if isinstance(around, yaml.ScalarNode) else None
        return _location(self.name, self.first_line, self.tree.text, around.start_mark, end)


def _location(name: str, first_line: int, text: str, start: Any, end: Any = None) -> Location:
    """The place between two marks; their own lines count U+2028 and U+2029 as line ends, which no editor does."""
    location = place(name, text, start.index, end and end.index)
    before = first_line - 1
    return replace(location, line=before + location.line, end_line=location.end_line and before + location.end_line)


def read(
    text: str, name: str, *, example: str, first_line: int = 1, root: Literal["mapping", "list"] = "mapping"
) -> tuple[Marked, list[Problem]]:
    """Read a YAML text.

    Args:
        text: the YAML.
        name: the file's name for problems.
        example: a right beginning of such a text, for hints.
        first_line: the line of the file on which `text` begins.
        root: what it should hold at its top.  Where a list is expected, a mapping
            is accepted too, for the caller to look in.

    Returns:
        the values (an empty mapping or list where nothing can be read) and every problem found.
    """
    problems: list[Problem] = []
    empty = Marked(name, {} if root == "mapping" else [], first_line)

    def problem(mark: Any, code: str, message: str, hint: str = "") -> None:
        location = _location(name, first_line, text, mark) if mark else Location(name, first_line)
        problems.append(Problem(location, code, message, hint))

    try:
        value = _values(text, problem)
    except yaml.MarkedYAMLError as error:
        if _DEEP in (error.problem or ""):
            problems.clear()
            _values(text, problem, loader=yaml.BaseLoader)
            return empty, problems
        problem(error.problem_mark, "yaml-syntax", _in_words(error), _syntax_hint(text, error))
        return empty, problems
    except yaml.YAMLError as error:
        problem(None, "yaml-syntax", f"the YAML cannot be read: {error}".splitlines()[0], example)
        return empty, problems
    if value is None or any(fault.code != "duplicate-key" for fault in problems):
        return empty, problems
    marked = Marked(name, value, first_line, tree=Tree(text))
    if not isinstance(value, dict) and (root == "mapping" or not isinstance(value, list)):
        problems.append(Problem(marked.value_at(), "not-a-mapping", "keys with values were expected", example))
        return empty, problems
    return marked, problems


_Report = Callable[[Any, str, str, str], None]
"""Takes mark, code, message and hint of a problem."""
_NO_KEY, _DROPPED = object(), object()


def _values(text: str, report: _Report, *, loader: Any = _Loader) -> Any:
    """The values of a YAML text, made from its events in one go; None where it holds nothing, or stops too early."""
    growing = _Growing(report)
    documents = 0
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.NodeEvent):
            _refuse(event, report)
            growing.add(event)
            if len(growing.containers) > DEPTH_LIMIT:
                message = f"the YAML is nested more than {DEPTH_LIMIT} levels deep"
                report(event.start_mark, "yaml-too-deep", message, "see the format of the file: six levels are enough")
                return None
        elif isinstance(event, yaml.CollectionEndEvent):
            growing.close()
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents == 2:
                report(event.start_mark, "yaml-several-documents", "a second YAML document begins here", "keep one")
                return None
    return growing.top


class _Growing:
    """Values under construction: the open containers, each with the key that waits for its value."""

    def __init__(self, report: _Report) -> None:
        self.top: Any = None
        self.containers: list[Any] = []
        self._keys: list[Any] = []
        self._report = report

    def add(self, event: yaml.NodeEvent) -> None:
        value: Any
        if isinstance(event, yaml.ScalarEvent):
            value = _text(event)
        else:
            value = {} if isinstance(event, yaml.MappingStartEvent) else []
        if not self.containers:
            self.top = value
        elif isinstance(self.containers[-1], list):
            self.containers[-1].append(value)
        elif self._keys[-1] is _NO_KEY:
            self._keys[-1] = _new_key(self.containers[-1], value, event, self._report)
        else:
            if self._keys[-1] is not _DROPPED:
                self.containers[-1][self._keys[-1]] = value
            self._keys[-1] = _NO_KEY
        if isinstance(event, yaml.CollectionStartEvent):
            self.containers.append(value)
            self._keys.append(_NO_KEY)

    def close(self) -> None:
        self.containers.pop()
        self._keys.pop()


def _new_key(container: dict[str, Any], value: Any, event: yaml.Event, report: _Report) -> Any:
    key = value if isinstance(value, str) else _COMPLEX
    if key not in container:
        return sys.intern(key)  # thousands of notes have the same keys
    report(event.start_mark, "duplicate-key", f"the key `{key}` stands here a second time", "keep one of them")
    return _DROPPED


def _refuse(event: Any, report: _Report) -> None:
    mark = event.start_mark
    if isinstance(event, yaml.AliasEvent):
        report(mark, "yaml-alias", f"the alias `*{event.anchor}` is not accepted", "write the value out")
        return
    if event.anchor:
        report(mark, "yaml-alias", f"the anchor `&{event.anchor}` is not accepted", "write the value out")
    if event.tag:
        tag = printable(event.tag.replace("tag:yaml.org,2002:", "!!"))
        report(mark, "yaml-tag", f"the tag `{tag}` is not accepted", "write the value without it")
    # In quotation marks an escape can make what the file itself could not hold.
    if isinstance(event, yaml.ScalarEvent) and event.style == '"' and (forbidden := FORBIDDEN.search(event.value)):
        refused = control_character(Location(""), forbidden[0])
        report(mark, refused.code, refused.message, refused.hint)


_COMPLEX = "[…]"
"""Stands for a key that is no text."""


def _key(node: yaml.Node) -> str:
    return _text(node) if isinstance(node, yaml.ScalarNode) else _COMPLEX


def _text(scalar: yaml.ScalarEvent | yaml.ScalarNode) -> str:
    value: str = scalar.value
    return "" if not scalar.style and value in _NULL else value


def _is_inline(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and bool(node.value)


def _in_words(error: yaml.MarkedYAMLError) -> str:
    parts = [part for part in (error.problem, error.context) if part]
    return "the YAML cannot be read: " + ", ".join(parts)


_UNQUOTED_COLON = re.compile(r"\s*(?:- )?[\w-]+:\s+(?P<value>[^'\"\s].*)")
_NEEDS_MARKS = re.compile(r":\s| #")


def _syntax_hint(text: str, error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark
    line = text[text.rfind("\n", 0, mark.index) + 1 :].partition("\n")[0] if mark else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "indent with spaces: YAML accepts no tabs"
    if (unquoted := _UNQUOTED_COLON.match(line)) and _NEEDS_MARKS.search(unquoted["value"]):
        return "put a value that contains `: ` in quotation marks: '" + unquoted["value"].replace("'", "''") + "'"
    return "one `key: value` a line, values with `: ` or ` #` in quotation marks, lists indented by two spaces"
