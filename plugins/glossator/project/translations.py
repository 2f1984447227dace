"""Translations of notes: `<note-id>.<language>.md` beside a note has its title and text in another language.

Kind, status and evidence are the note's own.  Where the source is translated, too, a translation stands on the words
that it quotes there, else on the passage of its note.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from glossator.files import front_matter, reading
from glossator.files.front_matter import Document
from glossator.files.reading import NOTE_FILE_LIMIT
from glossator.problems import Location, Problem
from glossator.records import identifiers, schema
from glossator.records.model import BODY_LIMIT, NoteFrontMatter, TranslationFrontMatter


@dataclass(frozen=True)
class Translation:
    """A note in another language."""

    note: str
    """The id of the note."""
    language: str
    """A BCP 47 tag."""
    front: TranslationFrontMatter
    document: Document = field(repr=False)

    @property
    def has_place(self) -> bool:
        """Whether it says where it belongs in a translated text."""
        return self.front.quote is not None or self.front.passage is not None


def named(path: Path) -> tuple[str, str] | None:
    """The id of the note and the language of a file that is a translation by its name; None for any other."""
    id_, dot, language = path.stem.partition(".")
    return (id_, language) if dot and path.suffix == ".md" and identifiers.is_language(language) else None


def read(path: Path, root: Path) -> tuple[Translation | None, list[Problem]]:
    """Read a translation from its file, whose name `named` knows.

    Returns:
        the translation, None where anything is wrong with it; and every problem found.
    """
    id_, language = named(path) or ("", "")
    file = reading.read_text(path, root, limit=NOTE_FILE_LIMIT)
    if isinstance(file, Problem):
        return None, [replace(file, note=id_)]
    document, problems = front_matter.split(file, example="title: Der Titel")
    if document is None or (problems and not document.marked.value):
        return None, [replace(problem, note=id_) for problem in problems]
    if newer := schema.newer_format(document.marked):
        return None, [replace(newer, note=id_)]
    for key in [key for key in document.marked.value if key in _OF_THE_NOTE]:
        message = f"`{key}` is the note’s own, and the same in every language"
        problems.append(Problem(document.marked.key_at(key), "unknown-key", message, f"say it in {id_}.md"))
    if problems:
        return None, [replace(problem, note=id_) for problem in problems]
    front, problems = schema.check(TranslationFrontMatter, document.marked)
    length = len(document.body.strip())
    if length > BODY_LIMIT:
        message = f"the translation has {length:,} characters; at most {BODY_LIMIT:,} are expected"
        problems.append(Problem(Location(file.name, document.body_line), "too-long", message, "shorten it"))
    if front is None or problems:
        return None, [replace(problem, note=id_) for problem in problems]
    return Translation(id_, language, front, document), []


_OF_THE_NOTE = frozenset((field.alias or name) for name, field in NoteFrontMatter.model_fields.items()) - frozenset(
    (field.alias or name) for name, field in TranslationFrontMatter.model_fields.items()
)


def without_note(translation: Translation) -> Problem:
    """The problem of a translation of a note that is not there."""
    message = f"there is no note `{translation.note}` that this translates"
    hint = f"its file is {translation.note}.md, in the same folder"
    place = Location(translation.document.file.name)
    return Problem(place, "unknown-note", message, hint, note=translation.note)


def by_note(translations: Iterable[Translation]) -> dict[str, dict[str, Translation]]:
    """Translations by the ids of their notes and their languages."""
    found: dict[str, dict[str, Translation]] = {}
    for translation in translations:
        found.setdefault(translation.note, {})[translation.language.replace("_", "-")] = translation
    return found
