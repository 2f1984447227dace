"""A note's own fields, as its file has them: what an export carries so that `glossator import-notes` gives it back."""

from __future__ import annotations

from typing import Any

from glossator.editing.drafts import plain, trimmed
from glossator.edition.apparatus import Note
from glossator.files.reading import FORBIDDEN
from glossator.publication import Publication, Published


def stored(publication: Publication, published: Published, note: Note) -> dict[str, Any]:
    """The slug of the source, the id, the front matter with the credits that only git knows, and the body."""
    credits_ = publication.credits(note)
    front = note.front.model_copy(
        update={
            # Git holds names that no file of ours may.
            "authors": tuple(FORBIDDEN.sub("", name) for name in credits_.authors),
            "reviewers": tuple(FORBIDDEN.sub("", name) for name in credits_.reviewers),
            "created": credits_.created,
            "modified": credits_.modified,
        }
    )
    return {
        "source": note.annotation.source,
        "id": note.id,
        **plain(front),
        "body": trimmed(note.annotation.body),
    }
