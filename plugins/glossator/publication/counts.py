"""What there is of a source, and of a site, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from glossator.edition.apparatus import Apparatus
from glossator.problems import Problem
from glossator.project.sidecar import Sidecar
from glossator.publication import Publication
from glossator.records.model import FORMAT
from glossator.text.anchoring import Ambiguous

Counts: TypeAlias = dict[str, int | dict[str, int]]
"""By name, numbers; for what has several words, such as kinds, the number of each, the most frequent first."""


def of_source(placed: Apparatus, sidecar: Sidecar, problems: Sequence[Problem]) -> Counts:
    """The counts of a source: its text, its notes, what they rest on, and who stands behind its passages.

    Args:
        placed: the source's notes in their places.
        sidecar: what lies beside the source.
        problems: every problem of the source.
    """
    notes = [note.front for note in placed.notes]
    passages = sidecar.sourcing.passages.values()
    origins = sidecar.sourcing.origins
    return {
        "passages": len(placed.text.passages),
        "headings": len(placed.text.headings),
        "words": len(placed.text.running.split()),
        "notes": len(notes),
        "unplaced": len(placed.unplaced),
        "problems": len(problems),
        "annotated": _annotated(placed),
        "rated": sum(bool(passage.credibility) for passage in passages),
        "kinds": _counted(front.kind for front in notes),
        "statuses": _counted(front.status or "not assessed" for front in notes),
        "relations": _counted(evidence.relation for front in notes for evidence in front.evidence),
        "sourcing": _counted(origins[id_].sourcing for passage in passages for id_ in passage.origins),
    }


def of_site(publication: Publication) -> dict[str, int]:
    """What was built, for `exports/build.json`; the notes on former versions are among the notes."""
    every, editions = publication.sources, publication.editions
    unplaced = [note for published in editions for note in published.apparatus.unplaced]
    ambiguous = sum(isinstance(note.outcome, Ambiguous) for note in unplaced)
    return {
        "format": FORMAT,
        "sources": len(every),
        "passages": sum(len(published.text.passages) for published in every),
        "headings": sum(len(published.text.headings) for published in every),
        "notes": publication.number_of_notes,
        "ambiguous": ambiguous,
        "orphaned": len(unplaced) - ambiguous,
    }


def _annotated(placed: Apparatus) -> int:
    """How many passages have a note."""
    spans = [note.span for note in placed.notes if note.span]
    return sum(
        any(span.start < passage.span.end and passage.span.start < span.end for span in spans)
        for passage in placed.text.passages
    )


def _counted(values: Iterable[str]) -> dict[str, int]:
    return {str(value): count for value, count in Counter(values).most_common()}
