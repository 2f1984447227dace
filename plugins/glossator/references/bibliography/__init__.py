"""The bibliography: CSL-YAML, CSL-JSON and BibTeX, read by extension as Pandoc does; keys unique over all files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from glossator.doors import BrokenExtension, with_extensions
from glossator.files import marked_yaml, reading
from glossator.files.marked_yaml import Marked
from glossator.files.reading import BIBLIOGRAPHY_LIMIT, FORBIDDEN, TextFile, control_character
from glossator.problems import Location, Problem
from glossator.records import schema
from glossator.records.model import Reference
from glossator.references.bibliography import csl_json


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
    readers, broken = _readers()
    if broken and paths:
        hint = "mend that package, or uninstall it"
        problems.append(Problem(Location(reading.display_name(paths[0], root)), "broken-extension", broken, hint))
    for path in _files(paths, readers):
        entries, new = _read_file(path, root, readers)
        problems += new
        for reference, place in entries:
            if reference.id in places:
                message = f"the key `{reference.id}` is already that of {places[reference.id]}"
                problems.append(Problem(place, "duplicate-citation-key", message, "give one of them another key"))
            else:
                references[reference.id], places[reference.id] = reference, place
    return Bibliography(references, places), problems


def files(paths: Iterable[Path]) -> list[Path]:
    """The files that are read of a bibliography.

    Args:
        paths: files, or folders of files, with the extensions of `READERS`.
    """
    return list(_files(list(paths), _readers()[0]))


_Read = tuple[list[tuple[Reference, Location]], list[Problem]]
_Reader = Callable[[TextFile], _Read]


def _readers() -> tuple[Mapping[str, _Reader], str]:
    """The readers by extension, those of other packages included; and which package is broken."""
    try:
        readers = with_extensions(GROUP, READERS)
    except BrokenExtension as error:
        return READERS, str(error)
    return {name: reader if name in READERS else _of_package(reader) for name, reader in readers.items()}, ""


def _of_package(reader: Callable[[TextFile], Any]) -> _Reader:
    def read_and_check(file: TextFile) -> _Read:
        try:
            items, problems = reader(file)
            entries, new = _records(file, items)
        except Exception as error:  # noqa: BLE001  # a stranger's code can raise anything
            message = f"the package that reads `{file.path.suffix}` fails: {type(error).__name__}: {error}"
            return [], [Problem(Location(file.name), "broken-extension", message, "tell those who make the package")]
        return entries, [*problems, *new]

    return read_and_check


def _files(paths: list[Path], readers: Mapping[str, _Reader]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(child for child in path.iterdir() if child.suffix in readers)
        else:
            yield path


def _read_file(path: Path, root: Path, readers: Mapping[str, _Reader]) -> _Read:
    file = reading.outside(path, root) or reading.read_text(path, root, limit=BIBLIOGRAPHY_LIMIT)
    hidden: list[Problem] = []
    if isinstance(file, Problem) and file.code == "control-character":
        # It costs itself, and no reference.
        hidden, file = [file], reading.read_text(path, root, limit=BIBLIOGRAPHY_LIMIT, blank=True)
    if isinstance(file, Problem):
        return [], [file]
    reader = readers.get(path.suffix)
    if reader is None:
        hint = "one of: " + ", ".join(readers)
        return [], [Problem(Location(file.name), "unexpected-file", "a bibliography cannot have this extension", hint)]
    references, problems = reader(file)
    return references, [*hidden, *problems]


def _read_yaml(file: TextFile) -> _Read:
    marked, problems = marked_yaml.read(file.text, file.name, example=_YAML_EXAMPLE, root="list")
    items = marked.value
    path: tuple[str, ...] = ()
    if isinstance(items, Mapping):
        items, path = items.get("references", ""), ("references",)
    if not isinstance(items, list):
        items = []
        if not problems:
            place, message = marked.value_at(*path), "a list of references was expected"
            problems.append(Problem(place, "bibliography-syntax", message, _YAML_EXAMPLE))
    references: list[tuple[Reference, Location]] = []
    for index in range(len(items)):
        marked_item = marked.part(*path, index)
        reference, new = schema.check(Reference, marked_item)
        problems += new
        if reference:
            references.append((reference, marked_item.value_at("id")))
    return references, problems


_YAML_EXAMPLE = "- id: survey-2030\n  type: report\n  title: The report’s title"


def _read_json(file: TextFile) -> _Read:
    items, problems = csl_json.read(file)
    references, new = _records(file, items)
    return references, [*problems, *new]


def _read_bibtex(file: TextFile) -> _Read:
    from glossator.references.bibliography import bibtex  # pybtex is an extra

    items, problems = bibtex.read(file)
    references, new = _records(file, items)
    return references, [*problems, *new]


def _records(file: TextFile, items: Iterable[tuple[Any, Location]]) -> _Read:
    """Check entries in which no places are known: the entry's own stands for them."""
    references: list[tuple[Reference, Location]] = []
    problems: list[Problem] = []
    for item, place in items:
        if hidden := FORBIDDEN.search("".join(_texts(item))):
            problems.append(control_character(place, hidden[0]))
            continue
        reference, new = schema.check(Reference, Marked(file.name, item))
        problems += [replace(problem, location=place) for problem in new]
        if reference is None and isinstance(item, Mapping):
            reference = schema.check(Reference, Marked(file.name, _sound(file, item)))[0]
        if reference:
            references.append((reference, place))
    return references, problems


def _sound(file: TextFile, item: Mapping[str, Any]) -> dict[str, Any]:
    """An entry without the fields that cannot be right: who cites it would else be told, too."""
    own = {name: item[name] for name in ("id", "type") if name in item}
    return own | {
        name: value
        for name, value in item.items()
        if name in own or schema.check(Reference, Marked(file.name, {"title": "-", **own, name: value}))[0]
    }


def _texts(value: Any) -> Iterator[str]:
    """Every text in an entry: an escape in a JSON string makes what the file itself could not hold."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield key
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


GROUP = "glossator.bibliographies"
"""The entry points with which a package adds a reader, by extension: it is given a `TextFile` and returns CSL-JSON
entries, each with its `Location`, and problems."""
READERS: Mapping[str, _Reader] = {
    ".yml": _read_yaml,
    ".yaml": _read_yaml,
    ".json": _read_json,
    ".bib": _read_bibtex,
}
"""The formats by extension."""


def suggest_key(key: str, bibliography: Bibliography) -> str:
    """What to write instead of a key that no reference has."""
    guess = schema.nearest(key, bibliography.references)
    return f"did you mean `{guess}`?" if guess else f"add a reference with `id: {key}` to the bibliography"
