"""Reading a file of foreign notes, whatever its format."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from glossator import installing
from glossator.files import reading
from glossator.files.reading import SOURCE_FILE_LIMIT, TextFile
from glossator.imports import importers
from glossator.imports.notes import (
    footnotes,
    hypothesis,
    hypothesis_table,
    json_ld,
    json_objects,
    table,
    web_annotations,
)
from glossator.imports.notes.bodies_to_markdown import MissingLibrary
from glossator.imports.notes.incoming import Incoming, Reading
from glossator.imports.sources import ImportFailure, read_file
from glossator.problems import Location, Problem
from glossator.publication.exports.web_annotation import NOTE, VERSION
from glossator.records.model import FORMAT
from glossator.records.vocabulary import Kinds


def read(path: Path, root: Path, slug: str, *, kinds: Kinds) -> Reading:
    """Read a file of notes.

    Args:
        path: the file; its content, not its name, says of which format it is, but for those that another package reads.
        root: the project's root, by which problems name files.
        slug: the source whose notes are wanted, where the file says which is which.
        kinds: the site's kinds.

    Raises:
        BrokenExtension: a package adds an importer that cannot be loaded.
    """
    if added := importers.of_notes().get(path.suffix.lower()):
        return _of_package(added, path, root, kinds)
    if path.suffix.lower() in _DOCUMENTS:
        return _of_document(path)
    file = reading.read_text(path, root, limit=SOURCE_FILE_LIMIT)
    if isinstance(file, Problem):
        return Reading(problems=(file,))
    if not file.text.strip():
        return Reading(problems=(Problem(Location(file.name), "empty-value", "the file is empty", _KNOWN),))
    if path.suffix.lower() in _MARKDOWN and footnotes.are_in(file):
        return _sorted(footnotes.read(file))
    if file.text.lstrip()[0] not in "{[":
        is_theirs = hypothesis_table.is_one(file)
        return _sorted(hypothesis_table.read(file, kinds) if is_theirs else table.read(file, slug))
    value, problems = json_objects.read(file)
    if problems:
        return Reading(problems=tuple(problems))
    written = value.get(VERSION) if isinstance(value, dict) else None
    if isinstance(written, int) and written > FORMAT:
        message = f"the annotations are written for format {written}; this program reads {FORMAT}"
        hint = installing.renewing()
        return Reading(problems=(Problem(Location(file.name), "newer-format", message, hint),))
    return _sorted(_annotations(value, file, slug, kinds))


def _of_package(
    read_notes: Callable[[bytes, str, Kinds], Iterable[Incoming | Problem]], path: Path, root: Path, kinds: Kinds
) -> Reading:
    name = reading.display_name(path, root)
    content = reading.read_bytes(path, name, limit=SOURCE_FILE_LIMIT)
    return Reading(problems=(content,)) if isinstance(content, Problem) else _sorted(read_notes(content, name, kinds))


def _of_document(path: Path) -> Reading:
    """The comments of a document; its text is that of a source already."""
    try:
        return Reading(read_file(path).notes)
    except ImportFailure as failure:
        return Reading(problems=(failure.problem,))


_DOCUMENTS = frozenset((".docx", ".docm", ".pdf"))
UNREADABLE = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What parsers raise at what nobody thought of.  It costs the one annotation, and no other of its file."""
_KNOWN = (
    "W3C Web Annotations in JSON-LD, an export of Hypothes.is in JSON or CSV, footnotes, or the CSV of this program"
)
_MARKDOWN = frozenset((".md", ".markdown", ".txt"))
"""How the names of files end that may hold footnotes."""


def _annotations(value: Any, file: TextFile, slug: str, kinds: Kinds) -> Iterable[Incoming | Problem | None]:
    exported = hypothesis.found_in(value)
    flat = web_annotations.flattened(json_ld.plainly(value), file) if exported is None else exported
    for number, entry in enumerate(flat, 1):
        if isinstance(entry, Problem):
            yield entry
        elif not isinstance(entry, dict):
            yield web_annotations.no_annotation(Location(file.name), f"entry {number} of the list is none")
        elif _is_elsewhere(entry, slug):
            yield None
        else:
            place = web_annotations.at(file, entry)
            read_one = web_annotations.incoming if exported is None else hypothesis.incoming
            try:
                yield read_one(entry, place, kinds)
            except MissingLibrary as error:
                message = f"a body in HTML cannot be read without the Python package `{error}`"
                yield Problem(place, "unreadable-file", message, installing.adding("import"))
            except UNREADABLE as error:
                yield web_annotations.no_annotation(place, f"this one cannot be read ({type(error).__name__}: {error})")


def _is_elsewhere(annotation: dict[str, Any], slug: str) -> bool:
    stored = annotation.get(NOTE)
    return isinstance(stored, dict) and stored.get("source", slug) != slug


def _sorted(results: Iterable[Incoming | Problem | None]) -> Reading:
    all_ = list(results)
    return Reading(
        tuple(result for result in all_ if isinstance(result, Incoming)),
        tuple(result for result in all_ if isinstance(result, Problem)),
        sum(result is None for result in all_),
    )
