"""CSL-JSON as Zotero and other programs export it, made what CSL itself describes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from glossator.files.reading import TextFile, unreadable_json
from glossator.problems import Location, Problem
from glossator.records import csl

_EXAMPLE = '[{"id": "survey-2030", "type": "report", "title": "The report’s title"}]'


def read(file: TextFile) -> tuple[list[tuple[Any, Location]], list[Problem]]:
    """Every entry of a file with its place, and why it cannot be read.

    The file holds a list or, as the answers of Zotero's API do, a list under `items`.
    """
    try:
        whole = json.loads(file.text)
        items = whole.get("items") if isinstance(whole, dict) else whole
        start = _SPACE.match(file.text).end()  # type: ignore[union-attr]  # the pattern matches an empty text too
        if not isinstance(items, list):
            message = "a list of references was expected"
            return [], [Problem(file.at(start), "bibliography-syntax", message, _EXAMPLE)]
        if items is not whole:
            start = dict(_members(file.text, start))["items"]
        places = (file.at(offset) for offset in _offsets(file.text, start))
        return [(_described(item), place) for item, place in zip(items, places, strict=True)], []
    except (ValueError, RecursionError) as error:
        return [], [unreadable_json(file, error, "bibliography-syntax", _EXAMPLE)]


_SPACE = re.compile(r"[\s,:]*")


def _members(text: str, start: int) -> Iterator[tuple[str, int]]:
    """The keys of a JSON object, and where their values begin, in a text that is known to be right."""
    offsets = _offsets(text, start)
    for key in offsets:
        yield json.JSONDecoder().raw_decode(text, key)[0], next(offsets)


def _offsets(text: str, start: int) -> Iterator[int]:
    """Where the values of a JSON list, or the keys and values of an object, begin.  The text is known to be right."""
    decoder, offset = json.JSONDecoder(), start + 1
    while True:
        offset = _SPACE.match(text, offset).end()  # type: ignore[union-attr]  # as above
        if text[offset] in "]}":
            return
        yield offset
        _, offset = decoder.raw_decode(text, offset)


_FIELDS = {str(field.alias or name): field for name, field in csl.CSLItem.model_fields.items()}
_NAMES = frozenset(name for name, field in _FIELDS.items() if field.annotation == csl.Names)
_DATES = frozenset(name for name in _FIELDS if name in ("accessed", "issued", "submitted") or name.endswith("-date"))
_PARTS_OF_A_NAME = frozenset(field.alias or name for name, field in csl.Name.model_fields.items())
_OLDER = {"shortTitle": "title-short", "journalAbbreviation": "container-title-short"}
_ADDRESS = re.compile(r"https?://(?:www\.)?zotero\.org/.*/items/(\w+)")


def _described(item: Any) -> Any:
    """An entry with the key by which people cite it, with what its note says of it, and without empty fields."""
    if not isinstance(item, dict):
        return item
    own = {name: value for name, value in item.items() if name.startswith("x-")}
    fields: dict[str, Any] = {
        str(_OLDER.get(name, name)): _filled(value) for name, value in item.items() if value not in ("", None, [], {})
    }
    for role in _NAMES & fields.keys():
        fields[role] = _people(fields[role])
    if isinstance(fields.get("note"), str):
        stated, rest = _extra(fields.pop("note"))
        # The type is there because Zotero has none like it.
        first = {"type": stated["type"]} if "type" in stated else {}
        fields = {**stated, **fields, **first, **({"note": rest} if rest else {})}
    address = _ADDRESS.fullmatch(str(fields.get("id", "")))
    key = fields.pop("citation-key", None) or (address and address[1])
    return {**fields, **own, "id": key} if key else {**fields, **own}


def _filled(value: Any) -> Any:
    if isinstance(value, list):
        return [part for part in map(_filled, value) if part != {}]
    return {name: part for name, part in value.items() if part not in ("", None)} if isinstance(value, dict) else value


def _people(names: Any) -> Any:
    """Names without what only the program that wrote them knows."""
    if not isinstance(names, list):
        return names
    return [
        {part: value for part, value in name.items() if part in _PARTS_OF_A_NAME} if isinstance(name, dict) else name
        for name in names
    ]


_STATED = re.compile(r"([A-Za-z][A-Za-z_ -]*): *(\S.*)")
_LABELS = {name.lower().replace("_", "-"): name for name in _FIELDS if name != "note"}
_KEYS = frozenset(("citation-key", "bibtex"))


def _extra(note: str) -> tuple[dict[str, Any], str]:
    """The variables that a note states, each in a line as `Original Date: 1950`, and the rest of the note.

    So people write in Zotero's field *Extra* what has no field there.  Zotero reads it when it cites, and exports the
    field as a note.
    """
    variables: dict[str, Any] = {}
    rest: list[str] = []
    for line in note.splitlines():
        stated = _STATED.fullmatch(line.strip())
        label = re.sub("[ _]", "-", stated[1].strip().lower()) if stated else ""
        name = _LABELS.get(label, "")
        if stated and label in _KEYS:
            variables["citation-key"] = stated[2]
        elif stated and name and (value := _value(name, stated[2])) is not None:
            variables[name] = [*variables.get(name, ()), *value] if name in _NAMES else value
        else:
            rest.append(line)
    return variables, "\n".join(rest).strip()


def _value(name: str, text: str) -> Any:
    """What a line says of a variable; None where that cannot be."""
    value: Any = text
    if name in _NAMES:
        family, _, given = text.partition("||")
        value = [{"family": family.strip(), "given": given.strip()} if given else {"literal": text}]
    elif name in _DATES:
        value = csl.edtf(text) or {"literal": text}
    try:
        csl.CSLItem.model_validate({name: value})
    except ValidationError:
        return None
    return value
