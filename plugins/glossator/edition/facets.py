"""What a page's notes can be filtered by, with counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from glossator.edition import direction, moments
from glossator.edition.apparatus import Note
from glossator.edition.page import Page
from glossator.project.sidecar import Sidecar
from glossator.records.model import Reference
from glossator.records.vocabulary import Direction, Kinds, Moment, Nature, SourcingGroup, Term
from glossator.references import nature

UNASSESSED = "none"
"""In place of a direction, for a note that says nothing of what its words are worth."""


@dataclass(frozen=True)
class Choice:
    """A value to filter by."""

    value: str
    label: str
    meaning: str
    count: int
    """Notes that have it."""
    sign: str = ""
    """A sign that stands for it."""


@dataclass(frozen=True)
class Facet:
    """A field to filter by; in the address its choices stand as `?name=value`."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    scheme: str = ""
    """The vocabulary whose colours its choices have."""


def facets(page: Page, kinds: Kinds, references: Mapping[str, Reference]) -> list[Facet]:
    """The facets of a page's notes."""
    notes = [dict(of_note(note, page, references)) for note in page.notes]

    def counted(name: str) -> Counter[str]:
        return Counter(value for note in notes for value in note.get(name, "").split())

    return worth_telling(
        _of_directions(page.notes),
        of_kinds(Counter(note.kind for note in page.notes), kinds),
        of_terms("sourcing", "Resting on", SourcingGroup, counted("sourcing"), scheme="group"),
        of_terms("known", "Known", Moment, counted("known")),
        of_terms("nature", "Nature of the evidence", Nature, counted("nature")),
    )


def of_note(note: Note, page: Page, references: Mapping[str, Reference]) -> list[tuple[str, str]]:
    """What a note can be filtered by beside its kind and direction: names of facets with values parted by spaces."""
    evidence_moments = moments.of_note(note.front, page.source.item, references)
    natures = {nature.of_evidence(evidence, references) for evidence in note.evidence}
    values: Mapping[str, Sequence[Term]] = {
        "status": [note.status] if note.status else [],
        "sourcing": sourcing(note, page.sidecar),
        "known": evidence_moments,
        "nature": [term for term in Nature if term in natures],
    }
    return [(name, " ".join(terms)) for name, terms in values.items() if terms]


def _of_directions(notes: Iterable[Note]) -> Facet:
    """Which way the evidence points, and what assesses nothing, which is no doubt about the words."""
    counts = Counter(direction.of_words(note.front) for note in notes)
    facet = of_terms("direction", "Evidence", Direction, counts, scheme="dir")
    rest = Choice(UNASSESSED, "Not assessed", "", counts[""])
    return replace(facet, choices=(*facet.choices, rest)) if rest.count else facet


def worth_telling(*facets: Facet) -> list[Facet]:
    """Those that tell something: a facet with fewer than two choices does not."""
    return [facet for facet in facets if len(facet.choices) > 1]


def of_kinds(counts: Counter[str], kinds: Kinds) -> Facet:
    """The kinds of notes, as a facet."""
    return Facet(
        "kind",
        "Kind",
        tuple(Choice(kind.id, kind.label, kind.meaning, counts[kind.id]) for kind in kinds.values() if counts[kind.id]),
        "kind",
    )


def of_terms(name: str, label: str, terms: Iterable[Term], counts: Mapping[Any, int], *, scheme: str = "") -> Facet:
    """A closed vocabulary, as a facet: the terms that occur, in its order."""
    choices = (
        Choice(term.value, term.label, term.meaning, counts[term], getattr(term, "sign", ""))
        for term in terms
        if counts.get(term)
    )
    return Facet(name, label, tuple(choices), scheme)


def of_names(name: str, label: str, names: Iterable[str]) -> Facet:
    """Names, as a facet: each with its number, in the order of the alphabet."""
    counts = Counter(names)
    return Facet(name, label, tuple(Choice(value_of(choice), choice, "", counts[choice]) for choice in sorted(counts)))


def value_of(name: str) -> str:
    """A name as a value in an address: without spaces, and never empty, which would be no choice at all."""
    return "-".join(re.findall(r"\w+", name.casefold())) or name.encode().hex()


def sourcing(note: Note, sidecar: Sidecar) -> list[SourcingGroup]:
    """What the passage of a note rests on, in groups."""
    rated = sidecar.sourcing
    passage = rated.passages.get(note.passage.number) if note.passage else None
    groups = {rated.origins[origin].sourcing.group for origin in passage.origins} if passage else set()
    return [group for group in SourcingGroup if group in groups]
