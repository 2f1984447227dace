"""The index of all evidence: how the references bear on the passages, and which of them carry most notes."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from glossator.edition.facets import of_names, of_terms, value_of, worth_telling
from glossator.edition.render.terms import figure
from glossator.publication import Publication
from glossator.publication.indices.page import IndexPage, counts, starts
from glossator.records.csl import CSLItem
from glossator.records.model import Evidence
from glossator.records.vocabulary import Checked, Nature, Relation
from glossator.references import nature
from glossator.references.short import short_citations
from glossator.references.style.markup import plain

SEVERAL = 40
"""References that can be looked through as they come: more stand in the order of their letters."""
FIRST = 8
"""References that carry most notes, named before the letters."""
_MARKS = "“‘„‚«‹»›\"'([ "
"""What can stand before the letter of a title."""


@dataclass(frozen=True)
class _Use:
    """A piece of evidence of a note that rests on a reference."""

    evidence: Evidence
    note: tuple[str, str]
    """The slug of its source, and its id."""
    title: str
    address: str
    """That of it on the page of its source, relative to the site."""
    source: str


def key_of(evidence: Evidence) -> str:
    """What tells one reference from another: its key, or where it is described in place its address or title."""
    return evidence.cite or evidence.URL or evidence.title or ""


@dataclass(frozen=True)
class _Used:
    """A reference with all that rests on it."""

    key: str
    item: CSLItem
    uses: list[_Use]
    notes: int
    """How many notes rest on it."""

    @cached_property
    def checked(self) -> Checked | None:
        """How far somebody has read it."""
        given = getattr(self.item, "checked", None)
        return given or next((use.evidence.checked for use in self.uses if use.evidence.checked), None)

    @cached_property
    def nature(self) -> Nature:
        """What the bibliography says that it is, else what one of its notes does, else what its type does."""
        named = next((use.evidence.nature for use in self.uses if use.evidence.nature), None)
        return getattr(self.item, "nature", None) or named or nature.of_item(self.item)

    @cached_property
    def relations(self) -> list[Relation]:
        """How it bears on passages, each way once."""
        return list(dict.fromkeys(use.evidence.relation for use in self.uses))


def evidence_page(page: IndexPage) -> str:
    """A page of the index."""
    publication = page.publication
    every = publication.whole("evidence", lambda: _every(publication))
    counted = page.counted(every)
    facets = worth_telling(
        of_terms(
            "relation",
            "Relation",
            Relation,
            Counter(relation for used in counted for relation in used.relations),
            scheme="relation",
        ),
        of_terms("nature", "Nature of a reference", Nature, Counter(used.nature for used in counted)),
        of_terms("checked", "How far we have read", Checked, Counter(used.checked for used in counted)),
        of_names("source", "Source", (title for used in counted for title in {use.source for use in used.uses})),
    )
    words, long = page.words, len(every) > SEVERAL
    first = (
        publication.whole("starts of evidence", lambda: starts(_letter(used.item) for used in every))
        if long
        else {"": 0}
    )
    groups = [
        {
            "letter": letter,
            "id": _id(letter) if page.begins(first[letter]) else "",
            "entries": [_entry(page, used) for used in together],
        }
        for letter, together in groupby(page.part(every), key=lambda used: _letter(used.item) if long else "")
    ]
    relations = publication.whole("relations", lambda: [relation for used in every for relation in used.relations])
    return page.filled(
        "evidence-index",
        len(every),
        facets=facets,
        figures=[figure(words, "relation", relation, count) for relation, count in counts(Relation, relations)],
        groups=groups,
        jumps=page.jumps([(letter or "…", _id(letter), place) for letter, place in first.items()]),
        most=_most(page, every) if long else [],
    )


def _entry(page: IndexPage, used: _Used) -> dict[str, Any]:
    return {
        "id": _address(used.key),
        "reference": page.renderer.reference(used.item, used.key if used.key in page.publication.references else ""),
        "checked": used.checked,
        "nature": used.nature,
        "uses": [(use, page.relative(use.address)) for use in used.uses],
        "notes": used.notes,
        "relations": " ".join(used.relations),
        "bearing": counts(Relation, (use.evidence.relation for use in used.uses)),
        "sources": " ".join(sorted({value_of(use.source) for use in used.uses})),
    }


def _every(publication: Publication) -> list[_Used]:
    """By letters where there are many; a few begin with those that carry most notes."""
    uses, items = _uses(publication)
    every = [_Used(key, item, uses[key], len({use.note for use in uses[key]})) for key, item in items.items()]
    if len(items) > SEVERAL:
        return sorted(every, key=lambda used: (_letter(used.item), *_by_name(used.item)))
    return sorted(every, key=lambda used: (-used.notes, *_by_name(used.item)))


def _letter(item: CSLItem) -> str:
    """The letter that a reference stands under; empty where it begins with none."""
    first = unicodedata.normalize("NFD", _by_name(item)[0])[:1].upper()
    return first if first.isalpha() else ""


def _most(page: IndexPage, every: Sequence[_Used]) -> list[dict[str, Any]]:
    """The references that carry most notes: short citations, the number of notes, and the way to the entries."""

    def named() -> list[tuple[str, int, int, str]]:
        words = page.words
        places = sorted((place for place, used in enumerate(every) if used.notes > 1), key=lambda at: -every[at].notes)
        items = {used.key: used.item for used in every}
        shorts = short_citations(items, words, words.language, page.renderer.letters)
        most = [(every[place], place) for place in places[:FIRST]]
        return [(shorts[used.key].html, used.notes, place, used.key) for used, place in most]

    return [
        {"name": name, "notes": notes, "url": page.way_to(place, _address(key))}
        for name, notes, place, key in page.publication.whole("most evidence", named)
    ]


def _id(letter: str) -> str:
    return f"letter-{letter or 'none'}"


def _address(key: str) -> str:
    return f"reference-{'%20'.join(key.split())}"


def _uses(publication: Publication) -> tuple[dict[str, list[_Use]], dict[str, CSLItem]]:
    references = publication.references
    uses: dict[str, list[_Use]] = {}
    items: dict[str, CSLItem] = {}
    for published in publication.editions:
        for note in published.notes:
            for index, piece in enumerate(note.front.evidence, 1):
                key = key_of(piece)
                items.setdefault(key, references.get(key) or piece)
                address = f"{published.address}#e-{note.id}-{index}"
                use = _Use(piece, (published.slug, note.id), note.front.title, address, published.title)
                uses.setdefault(key, []).append(use)
    return uses, items


def _by_name(item: CSLItem) -> tuple[str, ...]:
    other = plain(item.container_title or item.publisher or "")
    name = str(item.author[0].family or item.author[0]) if item.author else other
    return tuple(text.casefold().lstrip(_MARKS) for text in (name or item.title or "", item.title or ""))
