"""The index of all evidence: how the references bear on the passages, and which of them carry most notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from glossator.edition.facets import of_names, of_terms, value_of, worth_telling
from glossator.edition.render.terms import figure
from glossator.publication.indices.page import IndexPage, counts
from glossator.records.csl import CSLItem
from glossator.records.model import Evidence
from glossator.records.vocabulary import Checked, Nature, Relation
from glossator.references import nature


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
    references = page.publication.references
    uses, items = _uses(page)
    notes = {key: len({use.note for use in uses[key]}) for key in items}
    # Those that carry most notes first; else in the order of their authors, or of what stands first in their place.
    keys = sorted(items, key=lambda key: (-notes[key], *_by_name(items[key])))
    checked = {key: _checked(items[key], uses[key]) for key in keys}
    natures = {key: _nature(items[key], uses[key]) for key in keys}
    relations = [relation for key in keys for relation in {use.evidence.relation for use in uses[key]}]
    facets = worth_telling(
        of_terms("relation", "Relation", Relation, Counter(relations), scheme="relation"),
        of_terms("nature", "Nature of a reference", Nature, Counter(natures.values())),
        of_terms("checked", "How far we have read", Checked, Counter(checked.values())),
        of_names("source", "Source", (title for key in keys for title in {use.source for use in uses[key]})),
    )
    entries = [
        {
            "id": f"reference-{'%20'.join(key.split())}",
            "reference": page.renderer.reference(items[key], key if key in references else ""),
            "checked": checked[key],
            "nature": natures[key],
            "uses": uses[key],
            "notes": notes[key],
            "relations": " ".join(dict.fromkeys(use.evidence.relation for use in uses[key])),
            "bearing": counts(Relation, (use.evidence.relation for use in uses[key])),
            "sources": " ".join(sorted({value_of(use.source) for use in uses[key]})),
        }
        for key in page.part(keys)
    ]
    words = page.renderer.words
    figures = [figure(words, "relation", relation, count) for relation, count in counts(Relation, relations)]
    return page.filled("evidence-index", len(keys), facets=facets, figures=figures, entries=entries)


def _uses(page: IndexPage) -> tuple[dict[str, list[_Use]], dict[str, CSLItem]]:
    references = page.publication.references
    uses: dict[str, list[_Use]] = {}
    items: dict[str, CSLItem] = {}
    for published in page.publication.sources:
        for note in published.notes:
            for index, piece in enumerate(note.front.evidence, 1):
                key = key_of(piece)
                items.setdefault(key, references.get(key) or piece)
                url = page.relative(f"{published.address}#evidence-{note.id}-{index}")
                use = _Use(piece, (published.slug, note.id), note.front.title, url, published.title)
                uses.setdefault(key, []).append(use)
    return uses, items


def _by_name(item: CSLItem) -> tuple[str, str]:
    name = str(item.author[0].family or item.author[0]) if item.author else item.container_title or item.publisher or ""
    return (name or item.title or "").casefold(), (item.title or "").casefold()


def _checked(item: CSLItem, uses: Iterable[_Use]) -> Checked | None:
    given = getattr(item, "checked", None)
    return given or next((use.evidence.checked for use in uses if use.evidence.checked), None)


def _nature(item: CSLItem, uses: Iterable[_Use]) -> Nature:
    """What a reference is: what the bibliography says, else what one of its notes does, else what its type does."""
    given = getattr(item, "nature", None) or next((use.evidence.nature for use in uses if use.evidence.nature), None)
    return given or nature.of_item(item)
