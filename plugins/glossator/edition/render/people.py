"""What is told of people, groups and places besides a line about them."""

from __future__ import annotations

from glossator.edition.words import Words
from glossator.records.model import Entity


def standing(entity: Entity, words: Words) -> str:
    """Whose side somebody is on, when they died, and as of when this is told; empty where nothing is said of it."""
    died, as_of = words.date(entity.died), words.date(entity.as_of)
    parts = (
        entity.side and f"{words.labelled(words('Side'), entity.side)}.",
        died and words("Died {date}.", date=died),
        as_of and words("As of {date}.", date=as_of),
    )
    return "".join(f" {part}" for part in parts if part)
