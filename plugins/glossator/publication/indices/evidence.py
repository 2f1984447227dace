"""The index of all evidence: how the references bear on the passages, and which of them carry most notes."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from glossator.edition.facets import of_names, of_terms, value_of, worth_telling
from glossator.edition.render.terms import figure
from glossator.publication.indices.page import IndexPage, counts
from glossator.records.csl import CSLItem
from glossator.records.model import Evidence
from glossator.records.vocabulary import Checked, Nature, Relation
from glossator.references import nature
from glossator.references.short import short_citations
from glossator.references.style.variables import plain

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
    url: str
    source: str


def key_of(evidence: Evidence) -> str:
    """What tells one reference from another: its key, or where it is described in place its address or title."""
    return evidence.cite or evidence.URL or evidence.title or ""


def evidence_page(page: IndexPage) -> str:
    """A page of the index."""
    uses, items = _uses(page)
    notes = {key: len({use.note for use in uses[key]}) for key in items}
    keys = _in_order(items, notes)
    checked = {key: _checked(items[key], uses[key]) for key in keys}
    natures = {key: _nature(items[key], uses[key]) for key in keys}
    relations = [relation for key in keys for relation in {use.evidence.relation for use in uses[key]}]
    facets = worth_telling(
        of_terms("relation", "Relation", Relation, Counter(relations), scheme="relation"),
        of_terms("nature", "Nature of a reference", Nature, Counter(natures.values())),
        of_terms("checked", "How far we have read", Checked, Counter(checked.values())),
        of_names("source", "Source", (title for key in keys for title in {use.source for use in uses[key]})),
    )
    words, long = page.words, len(keys) > SEVERAL
    here = {key: _entry(page, key, items[key], uses[key], notes[key]) for key in page.part(keys)}
    starts = _starts(keys, items) if long else [("", 0)]
    groups = [
        {
            "letter": letter,
            "id": _id(letter) if page.begins(first) else "",
            "entries": [here[key] for key in keys if key in here and (not long or _letter(items[key]) == letter)],
        }
        for letter, first in starts
    ]
    return page.filled(
        "evidence-index",
        len(keys),
        facets=facets,
        figures=[figure(words, "relation", relation, count) for relation, count in counts(Relation, relations)],
        groups=[group for group in groups if group["entries"]],
        jumps=page.jumps([(letter or "…", _id(letter), first) for letter, first in starts]),
        most=_most(page, keys, items, notes) if long else [],
    )


def _entry(page: IndexPage, key: str, item: CSLItem, uses: list[_Use], notes: int) -> dict[str, Any]:
    return {
        "id": _address(key),
        "reference": page.renderer.reference(item, key if key in page.publication.references else ""),
        "checked": _checked(item, uses),
        "nature": _nature(item, uses),
        "uses": uses,
        "notes": notes,
        "relations": " ".join(dict.fromkeys(use.evidence.relation for use in uses)),
        "bearing": counts(Relation, (use.evidence.relation for use in uses)),
        "sources": " ".join(sorted({value_of(use.source) for use in uses})),
    }


def _in_order(items: Mapping[str, CSLItem], notes: Mapping[str, int]) -> list[str]:
    """By letters where there are many; a few begin with those that carry most notes."""
    if len(items) > SEVERAL:
        return sorted(items, key=lambda key: (_letter(items[key]), *_by_name(items[key])))
    return sorted(items, key=lambda key: (-notes[key], *_by_name(items[key])))


def _letter(item: CSLItem) -> str:
    """The letter that a reference stands under; empty where it begins with none."""
    first = unicodedata.normalize("NFD", _by_name(item)[0])[:1].upper()
    return first if first.isalpha() else ""


def _starts(keys: Sequence[str], items: Mapping[str, CSLItem]) -> list[tuple[str, int]]:
    """Each letter with the place of its first reference among all."""
    first: dict[str, int] = {}
    for place, key in enumerate(keys):
        first.setdefault(_letter(items[key]), place)
    return list(first.items())


def _most(
    page: IndexPage, keys: Sequence[str], items: Mapping[str, CSLItem], notes: Mapping[str, int]
) -> list[dict[str, Any]]:
    """The references that carry most notes: short citations, the number of notes, and the way to the entries."""
    words = page.words
    carrying = sorted((key for key in keys if notes[key] > 1), key=lambda key: -notes[key])[:FIRST]
    shorts = short_citations({key: items[key] for key in keys}, words, words.language, page.renderer.letters)
    return [
        {
            "name": shorts[key].html,
            "notes": notes[key],
            "url": page.way_to(keys.index(key), _address(key)),
        }
        for key in carrying
    ]


def _id(letter: str) -> str:
    return f"letter-{letter or 'none'}"


def _address(key: str) -> str:
    return f"reference-{'%20'.join(key.split())}"


def _uses(page: IndexPage) -> tuple[dict[str, list[_Use]], dict[str, CSLItem]]:
    references = page.publication.references
    uses: dict[str, list[_Use]] = {}
    items: dict[str, CSLItem] = {}
    for published in page.publication.editions:
        for note in published.notes:
            for index, piece in enumerate(note.front.evidence, 1):
                key = key_of(piece)
                items.setdefault(key, references.get(key) or piece)
                url = page.relative(f"{published.address}#e-{note.id}-{index}")
                use = _Use(piece, (published.slug, note.id), note.front.title, url, published.title)
                uses.setdefault(key, []).append(use)
    return uses, items


def _by_name(item: CSLItem) -> tuple[str, ...]:
    other = plain(item.container_title or item.publisher or "")
    name = str(item.author[0].family or item.author[0]) if item.author else other
    return tuple(text.casefold().lstrip(_MARKS) for text in (name or item.title or "", item.title or ""))


def _checked(item: CSLItem, uses: Iterable[_Use]) -> Checked | None:
    given = getattr(item, "checked", None)
    return given or next((use.evidence.checked for use in uses if use.evidence.checked), None)


def _nature(item: CSLItem, uses: Iterable[_Use]) -> Nature:
    """What a reference is: what the bibliography says, else what one of its notes does, else what its type does."""
    given = getattr(item, "nature", None) or next((use.evidence.nature for use in uses if use.evidence.nature), None)
    return given or nature.of_item(item)
