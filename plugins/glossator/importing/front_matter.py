"""Front matter of Markdown files that other programs wrote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import yaml

from glossator.importing.record import failure

if TYPE_CHECKING:
    import pathlib

_FRONT_MATTER: Final = re.compile(
    r"\A---[ \t]*\r?\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
# Composing is recursive; no front matter needs more.
_DEEPEST = 20


def divided(text: str) -> tuple[str, str]:
    """Return the YAML between the first two lines of `---`, "" without them, and the body."""
    found = _FRONT_MATTER.match(text)
    return (found["yaml"], text[found.end() :]) if found else ("", text)


def read_mapping(text: str, path: pathlib.Path) -> dict[str, Any]:
    """Return front matter whose scalars stay text: YAML would make a number of `010` and False of `no`.

    Raises `ImportFailure` when it is not YAML, not a mapping, nested too deeply, or has anchors and aliases.
    """
    try:
        _refuse_traps(text, path)
        # BaseLoader constructs strings, lists and dictionaries and nothing else.
        fields = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 2, mark.column + 1) if mark else (1, 1)
        message, hint = f"The front matter is not YAML: {error.problem}.", 'title: "Roads: a second look"'
        raise failure(path, "yaml-syntax", message, hint=hint, line=line, column=column) from error
    except yaml.YAMLError as error:
        raise failure(path, "yaml-syntax", f"The front matter is not YAML: {error}.", hint="title: Roads") from error
    if not isinstance(fields, dict):
        raise failure(path, "not-a-mapping", "The front matter has no keys with values.", hint="title: Roads")
    return {key: value for key, value in fields.items() if isinstance(key, str)}


def _refuse_traps(text: str, path: pathlib.Path) -> None:
    """Look at the events before anything is built from them: a short YAML can stand for gigabytes."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        line = event.start_mark.line + 2 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise failure(path, "yaml-alias", "The front matter has an alias; write its value out.", line=line)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise failure(path, "yaml-too-deep", f"The front matter is nested more than {_DEEPEST} deep.", line=line)
