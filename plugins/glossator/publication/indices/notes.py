"""The index of all notes, by source: what is contested, and what of each source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Any

from glossator.edition import direction
from glossator.edition.apparatus import Note
from glossator.edition.charts import Figure
from glossator.edition.facets import Choice, Facet, of_kinds, of_names, of_terms, sourcing, value_of, worth_telling
from glossator.edition.render.terms import figure
from glossator.edition.words import Words
from glossator.publication import Publication, Published
from glossator.publication.indices.page import IndexPage, counts
from glossator.records.vocabulary import SourcingGroup, Status
from glossator.text.quoting import quoted


def notes_page(page: IndexPage) -> str:
    """A page of the index."""
    publication = page.publication
    every = publication.whole("notes", lambda: _every(publication))
    here, counted = page.part(every), page.counted(every)
    assessments, figures = publication.whole("assessments", lambda: _assessed(page.words, every))
    statuses = assessments if counted is every else _assessed(page.words, counted)[0]
    facets = worth_telling(
        statuses,
        of_kinds(Counter(note.front.kind for _, note in counted), publication.kinds),
        of_names("source", "Source", (published.title for published, _ in counted)),
        of_terms(
            "sourcing",
            "Resting on",
            SourcingGroup,
            Counter(group for published, note in counted for group in sourcing(note, published.sidecar)),
            scheme="group",
        ),
        of_names(
            "reviewer", "Reviewed by", (name for _, note in counted for name in publication.credits(note).reviewers)
        ),
    )
    groups = [
        {
            "id": _id(published) if page.begins(publication.with_notes[published]) else "",
            "title": published.title,
            "url": page.relative(published.address),
            "entries": [_entry(page, published, note) for _, note in notes],
        }
        for published, notes in groupby(here, key=itemgetter(0))
    ]
    return page.filled(
        "notes-index",
        len(every),
        facets=facets,
        figures=figures,
        groups=groups,
        jumps=page.jumps(publication.whole("starts of notes", lambda: _starts(publication))),
    )


def _every(publication: Publication) -> list[tuple[Published, Note]]:
    return [(published, note) for published in publication.editions for note in published.notes]


def _starts(publication: Publication) -> list[tuple[str, str, int]]:
    return [(published.title, _id(published), first) for published, first in publication.with_notes.items()]


def _id(published: Published) -> str:
    return f"source-{published.slug.replace('/', '-')}"


def _assessed(words: Words, every: Sequence[tuple[Published, Note]]) -> tuple[Facet, list[Figure]]:
    """How many notes give which status, those that give none among them; no figures where all do."""
    statuses = [note.front.status for _, note in every]
    figures = [
        figure(words, "status", status, count, counted=words.counted(count, "{} note", "{} notes"))
        for status, count in counts(Status, statuses)
    ]
    facet = of_terms("status", "Assessment", Status, Counter(statuses), scheme="status")
    rest = statuses.count(None)
    if not figures or not rest:
        return facet, figures
    none = Choice("none", "Not assessed", "", rest)
    counted = words.counted(rest, "{} note", "{} notes")
    last = Figure("status", none.value, "", words(none.label), "", rest, counted)
    return replace(facet, choices=(*facet.choices, none)), [*figures, last]


def _entry(page: IndexPage, published: Published, note: Note) -> dict[str, Any]:
    publication = page.publication
    front, credits_ = note.front, publication.credits(note)
    return {
        "id": note.id,
        "number": note.number,
        "title": front.title,
        "title_language": note.annotation.language,
        "withdrawn": front.withdrawn is not None,
        "url": page.relative(f"{published.address}#note-{note.id}"),
        "kind": publication.kinds[front.kind],
        "direction": direction.of_note(front),
        "quote": _quote(published, note),
        "language": published.language,
        "status": front.status,
        "certainty": front.certainty,
        "passage": note.passage.number if note.passage else None,
        "heading": note.place is not None and note.passage is None,
        "passage_url": page.relative(f"{published.address}#{note.place.id}") if note.place else "",
        "date": publication.words.date(credits_.modified or credits_.created),
        "source": value_of(published.title),
        "sourcing": " ".join(sourcing(note, published.sidecar)),
        "reviewers": credits_.reviewers,
        "reviewer": " ".join(value_of(name) for name in credits_.reviewers),
    }


def _quote(published: Published, note: Note) -> str:
    """The words that a note is about; empty for a whole passage and for the whole source."""
    if note.span is None or note.whole_passage:
        return ""
    return quoted(published.words_of(note.span), published.language)
