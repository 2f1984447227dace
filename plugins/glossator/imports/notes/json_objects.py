"""JSON whose objects know where they stand, so that each annotation of a file can be named by line and column."""

from __future__ import annotations

import json
from json.decoder import JSONObject  # type: ignore[attr-defined]  # typeshed has only what is documented
from json.scanner import py_make_scanner  # type: ignore[attr-defined]  # the same
from typing import Any

from glossator.files.reading import TextFile, unreadable_json
from glossator.problems import Problem

_EXAMPLE = '{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": […]}'


class Object(dict[str, Any]):
    """An object of a JSON text."""

    offset: int = 0
    """Where it begins, in code points."""


class _Decoder(json.JSONDecoder):
    def __init__(self) -> None:
        super().__init__()
        self.parse_object = _parsed
        # Only the scanner in Python calls `parse_object`.
        self.scan_once = py_make_scanner(self)


def _parsed(position: tuple[str, int], *arguments: Any) -> tuple[Object, int]:
    value, end = JSONObject(position, *arguments)
    object_ = Object(value)
    object_.offset = position[1] - 1
    return object_, end


def read(file: TextFile) -> tuple[Any, list[Problem]]:
    """The value of a JSON text, its objects as `Object`; None and the problem where it cannot be read."""
    try:
        return _Decoder().decode(file.text), []
    except (ValueError, RecursionError) as error:
        return None, [unreadable_json(file, error, "annotation-syntax", _EXAMPLE)]
