"""A note in its other languages, as exports have it, where the site has several: elsewhere nobody sees translations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from glossator.editing.drafts import plain, trimmed
from glossator.edition.apparatus import Note
from glossator.project.translations import Translation
from glossator.publication import Publication, Published


def translations(publication: Publication, published: Published, note: Note) -> Sequence[Translation]:
    """The translations of a note by their languages; none of one that was withdrawn, since why is said once."""
    if not publication.translates or note.front.withdrawn is not None:
        return ()
    there = published.sidecar.translations.get(note.id, {})
    return [there[language] for language in sorted(there)]


def tag(translation: Translation) -> str:
    """Its language, as BCP 47 writes it."""
    return translation.language.replace("_", "-")


def fields(translation: Translation) -> dict[str, Any]:
    """What its file says: front matter and text, in Markdown."""
    return {**plain(translation.front), "body": trimmed(translation.document.body)}
