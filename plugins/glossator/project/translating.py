"""A source's notes in another language, as far as they are translated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from glossator.project.sidecar import Annotation, Sidecar
from glossator.project.translations import Translation

PLACING = ("quote", "prefix", "suffix", "passage")
"""The fields that say where a note belongs."""


def translated(
    sidecar: Sidecar, language: str, original: str, places: Mapping[str, int | None] | None = None
) -> Sidecar:
    """The notes of a source in a language, as far as they are translated; the rest say in which language they are.

    Args:
        sidecar: the notes as they are stored.
        language: a BCP 47 tag.
        original: that of the notes themselves.
        places: for a source whose text is translated, too, the passage of each note that has a place, by its id; None
            for one on the whole source or a heading.
    """
    notes = []
    for note in sidecar.annotations:
        translation = _chosen(sidecar.translations.get(note.id, {}), language)
        if note.front.withdrawn is not None:
            translation = None  # why, is said once
        if places is not None and note.id not in places:
            continue
        notes.append(_in_language(note, translation, original, places))
    return replace(sidecar, annotations=tuple(notes))


def _chosen(there: Mapping[str, Translation], language: str) -> Translation | None:
    primary = language.split("-")[0]
    return there.get(language) or there.get(primary)


def _in_language(
    note: Annotation, translation: Translation | None, original: str, places: Mapping[str, int | None] | None
) -> Annotation:
    changed: dict[str, object] = {}
    if places is not None:
        passage = places[note.id]
        own = translation.front if translation and translation.has_place else None
        changed |= {name: getattr(own, name) for name in PLACING} if own else _on_passage(passage)
    if translation is None:
        return replace(note, front=note.front.model_copy(update=changed), language=original)
    front = translation.front
    changed["title"] = front.title
    for name in ("authors", "reviewers", "created", "modified", "ai_assisted"):
        changed[name] = getattr(front, name)
    return replace(note, front=note.front.model_copy(update=changed), document=translation.document)


def _on_passage(number: int | None) -> dict[str, object]:
    return {"quote": None, "prefix": None, "suffix": None, "passage": number}
