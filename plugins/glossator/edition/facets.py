"""What a page's notes can be filtered by, with counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from glossator.edition.apparatus import Note
from glossator.edition.page import Page
from glossator.project.sidecar import Sidecar
from glossator.records.vocabulary import Kinds, SourcingGroup, Status, Term


@dataclass(frozen=True)
class Choice:
    """A value to filter by."""

    value: str
    label: str
    meaning: str
    count: int
    """Notes that have it."""


@dataclass(frozen=True)
class Facet:
    """A field to filter by; in the address its choices stand as `?name=value`."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    scheme: str = ""
    """The vocabulary whose colours its choices have."""


def facets(page: Page, kinds: Kinds) -> list[Facet]:
    """The facets of a page's notes."""
    return worth_telling(
        of_kinds(Counter(note.kind for note in page.notes), kinds),
        of_terms("status", "Assessment", Status, Counter(note.status for note in page.notes), scheme="status"),
        of_terms(
            "sourcing",
            "Resting on",
            SourcingGroup,
            Counter(group for note in page.notes for group in sourcing(note, page.sidecar)),
            scheme="group",
        ),
    )


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
    choices = (Choice(term.value, term.label, term.meaning, counts[term]) for term in terms if counts.get(term))
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
