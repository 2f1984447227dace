"""A note's own fields, as its file has them: what an export carries so that `glossator import-notes` gives it back."""

from __future__ import annotations

from typing import Any

from glossator.editing.drafts import plain, trimmed
from glossator.edition.apparatus import Note
from glossator.files.reading import FORBIDDEN
from glossator.publication import Publication, Published


def stored(publication: Publication, source: Published, note: Note) -> dict[str, Any]:
    """The slug of the source, the id, the front matter with the credits that only git knows, and the body."""
    known = publication.credits(note)
    front = note.annotation.front.model_copy(
        update={
            # Git holds names that no file of ours may.
            "authors": tuple(FORBIDDEN.sub("", name) for name in known.authors),
            "reviewers": tuple(FORBIDDEN.sub("", name) for name in known.reviewers),
            "created": known.created,
            "modified": known.modified,
        }
    )
    return {
        "source": source.edition.source.slug,
        "id": note.id,
        **plain(front),
        "body": trimmed(note.annotation.body),
    }
