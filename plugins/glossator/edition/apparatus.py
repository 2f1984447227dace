"""The apparatus of a source: every note in one order that depends on nothing but the text and the notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import assert_never

from glossator.project.sidecar import Annotation
from glossator.records.model import Evidence, NoteFrontMatter
from glossator.records.vocabulary import Certainty, Status
from glossator.text.anchoring import Ambiguous, Anchored, Orphaned, PassageSelector, SourceSelector
from glossator.text.resolving import resolve
from glossator.text.textmap import Heading, Passage, Span, TextMap


@dataclass(frozen=True, slots=True)
class Note:
    """An annotation in its place."""

    annotation: Annotation
    number: int
    """From 1, in the order of the markers in the text; notes on the whole source come first, replies after theirs."""
    span: Span | None
    """The words it is about; None for the whole source."""
    place: Passage | Heading | None
    """The passage or heading in which those words end; None for the whole source."""

    @property
    def id(self) -> str:
        """The annotation's id."""
        return self.annotation.id

    @property
    def front(self) -> NoteFrontMatter:
        """What its fields say."""
        return self.annotation.front

    @property
    def path(self) -> str:
        """Its file, relative to the project's root."""
        return self.annotation.path

    @property
    def title(self) -> str:
        """Its takeaway."""
        return self.front.title

    @property
    def kind(self) -> str:
        """The id of its kind."""
        return self.front.kind

    @property
    def status(self) -> Status | None:
        """How it assesses its words, if it does."""
        return self.front.status

    @property
    def certainty(self) -> Certainty | None:
        """How certain that is, if it is said."""
        return self.front.certainty

    @property
    def evidence(self) -> Sequence[Evidence]:
        """What it rests on."""
        return self.front.evidence

    @property
    def is_claim(self) -> bool:
        """Whether it says something of its words: it gives a status, or lists evidence."""
        return self.front.is_claim

    @property
    def replies_to(self) -> str | None:
        """The id of the note that it answers."""
        return self.front.replies_to

    @property
    def passage(self) -> Passage | None:
        """The passage in which its words end; None where they end in a heading, and for the whole source."""
        return self.place if isinstance(self.place, Passage) else None

    @property
    def whole_passage(self) -> bool:
        """Whether it is about a passage as such."""
        return isinstance(self.annotation.selector, PassageSelector)


@dataclass(frozen=True)
class Unplaced:
    """An annotation that fits no place, or several."""

    annotation: Annotation
    outcome: Ambiguous | Orphaned


@dataclass(frozen=True)
class Apparatus:
    """All notes of one source."""

    text: TextMap
    notes: tuple[Note, ...]
    """In the order of their numbers."""
    unplaced: tuple[Unplaced, ...]
    """In the order of their ids."""

    @cached_property
    def answers(self) -> Mapping[str, Sequence[Note]]:
        """The notes that reply to each note, by its id."""
        answers: dict[str, list[Note]] = {}
        for note in self.notes:
            if note.replies_to:
                answers.setdefault(note.replies_to, []).append(note)
        return answers

    def companions(self, note: Note) -> Sequence[Note]:
        """The other notes on exactly the same words, in the order of their numbers; none of one on the whole source.

        A reply without words of its own is on those of the note that it answers.
        """
        return [other for other in self._on_span.get(note.span, ()) if other is not note] if note.span else []

    @cached_property
    def _on_span(self) -> Mapping[Span | None, Sequence[Note]]:
        spans: dict[Span | None, list[Note]] = {}
        for note in self.notes:
            spans.setdefault(note.span, []).append(note)
        return spans

    @cached_property
    def markers(self) -> frozenset[int]:
        """Offsets in the text behind which notes have their numbers."""
        return frozenset(note.span.end for note in self.notes if note.span)

    @cached_property
    def by_id(self) -> Mapping[str, Note]:
        """The notes by their ids."""
        return {note.id: note for note in self.notes}


def place(annotations: Iterable[Annotation], text: TextMap) -> Apparatus:
    """Place the annotations of a source on its text."""
    own = [annotation for annotation in annotations if not annotation.is_bare_reply]
    replies: dict[str, list[Annotation]] = {}
    for annotation in annotations:
        if annotation.is_bare_reply:
            replies.setdefault(annotation.front.replies_to or "", []).append(annotation)
    outcomes = [(annotation, resolve(annotation.selector, text)) for annotation in own]
    markers = {outcome.span.end for _, outcome in outcomes if isinstance(outcome, Anchored)}
    placed: list[tuple[Annotation, Span | None]] = []
    unplaced: list[Unplaced] = []
    for annotation, first in outcomes:
        # A quote copied from the built page may have the numbers of the notes that have a place.
        outcome = resolve(annotation.selector, text, markers) if isinstance(first, Orphaned) else first
        match outcome:
            case Anchored(span):
                placed.append((annotation, None if isinstance(annotation.selector, SourceSelector) else span))
            case Ambiguous() | Orphaned():
                unplaced += [Unplaced(lost, outcome) for lost in _with_replies(annotation, replies)]
            case _:
                assert_never(outcome)
    placed.sort(key=lambda pair: _order(*pair))
    in_order = [(reply, span) for annotation, span in placed for reply in _with_replies(annotation, replies)]
    return Apparatus(
        text=text,
        notes=tuple(
            Note(annotation, number, span, text.place_at(span.end - 1) if span else None)
            for number, (annotation, span) in enumerate(in_order, 1)
        ),
        unplaced=tuple(sorted(unplaced, key=lambda unplaced: unplaced.annotation.id)),
    )


def _order(annotation: Annotation, span: Span | None) -> tuple[int, int, str]:
    # Markers stand behind their words, so numbers that rise with the text follow the words' ends.
    return (span.end, span.start, annotation.id) if span else (-1, -1, annotation.id)


def _with_replies(first: Annotation, replies: dict[str, list[Annotation]]) -> Iterator[Annotation]:
    waiting = [first]
    while waiting:
        annotation = waiting.pop()
        yield annotation
        waiting += reversed(replies.get(annotation.id, []))
