"""The bibliography: CSL-YAML, CSL-JSON and BibTeX, read by extension as Pandoc does; keys unique over all files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from glossator import files, marked_yaml, schema
from glossator.errors import Location, Problem
from glossator.files import BIBLIOGRAPHY_LIMIT, TextFile
from glossator.marked_yaml import Marked
from glossator.model import Reference


@dataclass(frozen=True)
class Bibliography:
    """Every reference of the site by its citation key."""

    references: Mapping[str, Reference] = field(default_factory=dict)
    places: Mapping[str, Location] = field(default_factory=dict)
    """Where each is written."""


def read(paths: list[Path], root: Path) -> tuple[Bibliography, list[Problem]]:
    """Read the bibliography.

    Args:
        paths: files, or folders of files, with the extensions of `READERS`.
        root: the project's root.
    """
    references: dict[str, Reference] = {}
    places: dict[str, Location] = {}
    problems: list[Problem] = []
    for path in _files(paths):
        found, new = _read_file(path, root)
        problems += new
        for reference, place in found:
            if reference.id in places:
                message = f"the key `{reference.id}` is already that of {places[reference.id]}"
                problems.append(Problem(place, "duplicate-citation-key", message, "give one of them another key"))
            else:
                references[reference.id], places[reference.id] = reference, place
    return Bibliography(references, places), problems


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(child for child in path.iterdir() if child.suffix in READERS)
        else:
            yield path


_Found = tuple[list[tuple[Reference, Location]], list[Problem]]


def _read_file(path: Path, root: Path) -> _Found:
    file = files.read_text(path, root, limit=BIBLIOGRAPHY_LIMIT)
    if isinstance(file, Problem):
        return [], [file]
    reader = READERS.get(path.suffix)
    if reader is None:
        hint = "one of: " + ", ".join(READERS)
        return [], [Problem(Location(file.name), "unexpected-file", "a bibliography cannot have this extension", hint)]
    return reader(file)


def _read_yaml(file: TextFile) -> _Found:
    marked, problems = marked_yaml.read(file.text, file.name, root="list")
    items = marked.value
    path: tuple[str, ...] = ()
    if isinstance(items, Mapping):
        items, path = items.get("references", ()), ("references",)
        if not isinstance(items, tuple):
            hint = "references:\n  - id: un-s-2024-92\n    type: report\n    title: The report’s title"
            problems.append(
                Problem(marked.value_at(*path), "bibliography-syntax", "a list of references was expected", hint)
            )
            items = ()
    found: list[tuple[Reference, Location]] = []
    for index, item in enumerate(items):
        marked_item = replace(marked, value=item, root=marked.node_at(*path, index))
        reference, new = schema.check(Reference, marked_item)
        problems += new
        if reference:
            found.append((reference, marked_item.value_at("id")))
    return found, problems


def _read_json(file: TextFile) -> _Found:
    try:
        offsets = list(_json_items(file.text))
    except json.JSONDecodeError as error:
        place = Location(file.name, error.lineno, error.colno)
        message = f"the JSON cannot be read: {error.msg.lower()}"
        return [], [Problem(place, "bibliography-syntax", message, 'expected: [{"id": "…", "type": "report", …}]')]
    except RecursionError:
        return [], [Problem(Location(file.name), "bibliography-syntax", "the JSON is nested too deeply", "")]
    found: list[tuple[Reference, Location]] = []
    problems: list[Problem] = []
    for item, offset in offsets:
        place = file.at(offset)
        reference, new = schema.check(Reference, Marked(file.name, item))
        # The places inside an entry are not known: the entry's own stands for them.
        problems += [replace(problem, location=place) for problem in new]
        if reference:
            found.append((reference, place))
    return found, problems


_SPACE = re.compile(r"[\s,]*")


def _json_items(text: str) -> Iterator[tuple[Any, int]]:
    """The items of a JSON list, or of the list `items` in an object, with their offsets."""
    start = _SPACE.match(text).end()  # type: ignore[union-attr]  # the pattern matches an empty text too
    if text.startswith("{", start):
        for item in json.loads(text).get("items", []):
            yield item, start
        return
    if not text.startswith("[", start):
        raise json.JSONDecodeError("a list of references was expected", text, start)
    decoder, offset = json.JSONDecoder(), start + 1
    while True:
        offset = _SPACE.match(text, offset).end()  # type: ignore[union-attr]
        if text.startswith("]", offset):
            return
        item, end = decoder.raw_decode(text, offset)
        yield item, offset
        offset = end


def _read_bibtex(file: TextFile) -> _Found:
    from glossator import bibtex  # pybtex is an extra

    items, problems = bibtex.read(file)
    found: list[tuple[Reference, Location]] = []
    for item, place in items:
        reference, new = schema.check(Reference, Marked(file.name, item))
        problems += [replace(problem, location=place) for problem in new]
        if reference:
            found.append((reference, place))
    return found, problems


READERS: Mapping[str, Callable[[TextFile], _Found]] = {
    ".yml": _read_yaml,
    ".yaml": _read_yaml,
    ".json": _read_json,
    ".bib": _read_bibtex,
}
"""The formats by extension."""


def short_form(reference: Reference) -> str:
    """Author and year, as a citation in running text."""
    names = [name.family or str(name) for name in reference.author or reference.editor]
    who = names[0] if names else reference.publisher or reference.container_title or reference.title or reference.id
    if len(names) == 2:
        who = " and ".join(names)
    elif len(names) > 2:
        who += " et al."
    year = reference.issued.iso[:4] if reference.issued else ""
    return f"{who} {year}".strip()


def suggest_key(key: str, bibliography: Bibliography) -> str:
    """What to write instead of a key that no reference has."""
    guess = schema.nearest(key, bibliography.references)
    return f"did you mean `{guess}`?" if guess else f"add a reference with `id: {key}` to the bibliography"
