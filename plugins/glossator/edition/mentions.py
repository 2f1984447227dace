"""Where a source names the people, groups and places of its register."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from glossator.records.model import Entity
from glossator.text import splice
from glossator.text.normalize import needs_no_space
from glossator.text.splice import Highlight
from glossator.text.textmap import Span, TextMap


@dataclass(frozen=True)
class Mentions:
    """One entity in one source."""

    id: str
    entity: Entity
    passages: tuple[int, ...]
    """The numbers of the passages that name it, in their order."""
    first: Span | None
    """Its first name in the text that can be a link; None where none can."""

    @property
    def anchor(self) -> str:
        """The id of its entry on the page."""
        return f"entity-{self.id}"


def mentions(entities: Mapping[str, Entity], text: TextMap, highlights: Iterable[Highlight] = ()) -> list[Mentions]:
    """Where each entity is named: as a whole word, the longest name first, so that no name is found inside another.

    Args:
        entities: the register.
        text: the page.
        highlights: of the notes, whose edges no link can cross.
    """
    spans = {
        # A name in a heading leads nowhere: what is a link there, other programs put into their contents.
        id_: [span for span in several if text.touched(span)]
        for id_, several in _spans(entities, text.text).items()
    }
    around = list(highlights)
    return [
        Mentions(
            id_,
            entity,
            tuple(dict.fromkeys(text.place_at(span.start).number for span in spans[id_])),
            next((span for span in spans[id_] if splice.can_be_link(text, span, around)), None),
        )
        for id_, entity in entities.items()
    ]


def _spans(entities: Mapping[str, Entity], text: str) -> Mapping[str, list[Span]]:
    """Where each stands under any of its names; where names overlap, the first has the place, of two the longer."""
    spans: dict[str, list[Span]] = {id_: [] for id_ in entities}
    # Of two entries with one name, which is a problem, the first has it.
    every = reversed(list(entities.items()))
    owners = {name: id_ for id_, entity in every for name in (entity.label, *entity.names)}
    places = [(start, -len(name), name) for name in owners for start in _places(name, text)]
    end = 0
    for start, _, name in sorted(places):
        if start >= end:
            end = start + len(name)
            spans[owners[name]].append(Span(start, end))
    return spans


def _places(name: str, text: str) -> Iterator[int]:
    """Where a name stands that does not go on as a longer word, in scripts that part words."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if not (_goes_on(name[0], text[start - 1 : start] if start else "") or _goes_on(name[-1], text[end : end + 1])):
            yield start
        start = text.find(name, start + 1)


def _goes_on(edge: str, beside: str) -> bool:
    return bool(_LETTER.match(beside)) and bool(_LETTER.match(edge)) and not needs_no_space(edge)


_LETTER = re.compile(r"\w")
