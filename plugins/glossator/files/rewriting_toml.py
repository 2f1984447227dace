"""Changing front matter in TOML, and leaving alone all that was not meant."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from glossator.files.rewriting import Edit

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_HEADER: Final = re.compile(r"^[ \t]*\[\[?(?P<name>[\w\"'.\- \t]+)\]\]?[ \t]*(?:#[^\n]*)?$", re.MULTILINE)
_LINE: Final = re.compile(r"^[^\n]*\n?", re.MULTILINE)
_NAME: Final = re.compile(r"[.=]")
"""What ends the first part of a name."""


def with_table(text: str, key: str, values: Mapping[str, str | Sequence[str]]) -> list[Edit] | None:
    """The edits by which a key at the top of a text in TOML gets a table as its value, be it there already or not.

    Args:
        text: the TOML.
        key: the key, a plain word.
        values: what stands in the table.

    Returns:
        the edits, or None where the text is written in a way that this cannot change safely.
    """
    try:
        wanted = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None
    table = f"[{key}]\n" + "".join(f"{name} = {_value(value)}\n" for name, value in values.items())
    edits = [*_without(text, key), (len(text), len(text), ("" if not text or text.endswith("\n") else "\n") + table)]
    wanted[key] = tomllib.loads(table)[key]
    return edits if _read(_applied(text, edits)) == wanted else None


def _without(text: str, key: str) -> list[Edit]:
    """Take out a table with all below it, or the one line of a table that is written in braces."""
    headers = list(_HEADER.finditer(text))
    parts = [
        (header.start(), headers[index + 1].start() if index + 1 < len(headers) else len(text))
        for index, header in enumerate(headers)
        if _first(header["name"]) == key
    ]
    top = text[: headers[0].start()] if headers else text
    parts += [
        (line.start(), line.end())
        for line in _LINE.finditer(top)
        if _NAME.split(line[0], maxsplit=1)[0].strip(" \t") == key
    ]
    return [(start, end, "") for start, end in parts]


def _first(text: str) -> str:
    return _NAME.split(text, maxsplit=1)[0].strip()


def _value(value: str | Sequence[str]) -> str:
    if isinstance(value, str):
        # JSON's strings are TOML's, too.
        return value if _DAY.fullmatch(value) else json.dumps(value, ensure_ascii=False)
    return f"[{', '.join(map(_value, value))}]"


def _applied(text: str, edits: Sequence[Edit]) -> str:
    for start, end, new in sorted(edits, reverse=True):
        text = f"{text[:start]}{new}{text[end:]}"
    return text


def _read(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None
