"""Notes on a text that has a new version: which stay, which follow their words, and which only a person can place.

A note goes along by itself only where none of its words changed, and its place is told by the words around it.
Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from glossator.editing import repair
from glossator.editing.repair import Candidate, Fields
from glossator.edition import apparatus
from glossator.edition.apparatus import Note
from glossator.project.sidecar import Annotation
from glossator.text import aligning
from glossator.text.aligning import Pair
from glossator.text.anchoring import Anchored, PassageSelector, Proposal, TextQuoteSelector
from glossator.text.resolving import resolve
from glossator.text.suggest import ranked
from glossator.text.textmap import Passage, Span, TextMap


class Fate(StrEnum):
    """What becomes of a note when its text has a new version."""

    STAYS = "stays"
    FOLLOWS = "follows"
    ASKS = "asks"
    GONE = "gone"


@dataclass(frozen=True)
class Renewed:
    """A note, and what becomes of it."""

    annotation: Annotation
    fate: Fate
    fields: Fields = field(default_factory=dict)
    """What of its place has to change for it to follow; never its quote."""
    choices: tuple[Candidate, ...] = ()
    """Where it could stand, for one that asks; the best first."""


def renewed(annotations: Iterable[Annotation], before: TextMap, after: TextMap) -> list[Renewed]:
    """What becomes of notes when one text takes the place of another.

    Notes that had no place already are left out, and so are replies without words of their own: they go with the note
    that they answer.
    """
    aligned = aligning.pairs(before, after)
    placed = apparatus.place(annotations, before)
    return [_renewed(note, before, after, aligned) for note in placed.notes if not note.annotation.is_bare_reply]


def _renewed(note: Note, before: TextMap, after: TextMap, aligned: Sequence[Pair]) -> Renewed:
    annotation, selector = note.annotation, note.annotation.selector
    if note.span is None:
        return Renewed(annotation, Fate.STAYS)
    if isinstance(selector, PassageSelector):
        return _whole_passage(annotation, selector, aligned)
    if not isinstance(selector, TextQuoteSelector):
        return Renewed(annotation, Fate.STAYS)
    span = aligning.carried(note.span, before, after, aligned)
    fields = repair.place_fields(selector, after, span) if span else None
    if span and fields is not None and "quote" not in fields:
        return Renewed(annotation, Fate.FOLLOWS if fields else Fate.STAYS, fields)
    choices = tuple(repair.candidates(_proposals(selector, after), selector, after))
    return Renewed(annotation, Fate.ASKS if choices else Fate.GONE, choices=choices)


def _proposals(selector: TextQuoteSelector, after: TextMap) -> Sequence[Proposal]:
    """Places for a quote whose words changed, or stand elsewhere now."""
    free = TextQuoteSelector(selector.exact, selector.prefix, selector.suffix)
    outcome = resolve(free, after)
    if isinstance(outcome, Anchored):
        return ranked([outcome.span], selector, after)
    spans: Sequence[Span] = getattr(outcome, "candidates", ())
    return ranked(spans, selector, after)[: repair.CANDIDATES] if spans else getattr(outcome, "proposals", ())


def _whole_passage(annotation: Annotation, selector: PassageSelector, aligned: Sequence[Pair]) -> Renewed:
    pair = next(
        (pair for pair in aligned if isinstance(pair.before, Passage) and pair.before.number == selector.number), None
    )
    now = pair.after if pair else None
    if pair is None or not isinstance(now, Passage):
        return Renewed(annotation, Fate.GONE)
    if pair.differs:
        return Renewed(annotation, Fate.ASKS)
    changed = now.number != selector.number
    return Renewed(annotation, Fate.FOLLOWS if changed else Fate.STAYS, {"passage": now.number} if changed else {})


def counted(fates: Collection[Renewed]) -> dict[Fate, int]:
    """How many notes there are of each fate."""
    return {fate: sum(renewed.fate is fate for renewed in fates) for fate in Fate}
