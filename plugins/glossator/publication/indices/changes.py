"""The index of changes: what is new in the notes, what was corrected or withdrawn, and why; newest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from glossator.edition import bodies
from glossator.edition.facets import Choice, Facet, of_names, value_of, worth_telling
from glossator.publication.exports import addresses
from glossator.publication.indices import differing
from glossator.publication.indices.differing import Run
from glossator.publication.indices.page import IndexPage
from glossator.records.csl import CSLDate
from glossator.records.vocabulary import HAPPENED, MISSING, Relation
from glossator.references.short import short
from glossator.repository.changes import TEXT, FieldChange, NoteChange

SUBJECT = 200
"""Characters of a commit's subject that are shown."""
LONG = 400
"""Characters of a difference that stand there unfolded."""
PROSE = ("title", "quote", "prefix", "suffix")
"""Fields whose words are compared, and not exchanged as a whole."""


def telling(changes: Iterable[NoteChange]) -> Sequence[NoteChange]:
    """The changes that say something of the sources."""
    return [change for change in changes if change.what not in ("edited", "renamed")]


def changes_page(page: IndexPage) -> str:
    """A page of the index."""
    publication = page.publication
    words = publication.words
    every = publication.whole("telling changes", lambda: telling(publication.changes))
    counted = page.counted(every)
    number = Counter[str](_what(page, change) for change in counted)
    choices = tuple(Choice(what, label, "", number[what]) for what, label in HAPPENED.items() if number[what])
    facets = worth_telling(
        Facet("change", "Change", choices),
        of_names("source", "Source", (_title(page, change) for change in counted)),
    )
    return page.filled(
        "changes",
        len(every),
        facets=facets,
        commits=[
            _commit(page, list(group))
            for _, group in groupby(page.part(every), key=lambda change: change.change.commit)
        ],
        rewords=bool(number["reworded"]),
        missing=MISSING.get(publication.history.missing, ""),
        older=publication.older,
        feeds=[
            (page.relative(addresses.FEED), words("New and changed notes")),
            (page.relative(addresses.CORRECTIONS), words("Corrections")),
        ],
    )


def _commit(page: IndexPage, together: Sequence[NoteChange]) -> dict[str, Any]:
    words, forge = page.words, page.publication.forge
    change = together[0].change
    return {
        "date": words.date(CSLDate.of_day(change.when.date())),
        "subject": _shortened(change.subject),
        "authors": words.listed(dict.fromkeys((change.author, *change.co_authors))),
        "reviewers": words.listed(change.reviewers),
        "id": change.commit[:10],
        "url": forge.commit(change.commit) if forge else "",
        "entries": [_entry(page, note) for note in together],
    }


def _shortened(subject: str) -> str:
    """A commit's subject as a heading: git sets no limit to it, and the commit's own page has all of it."""
    return subject if len(subject) <= SUBJECT else f"{subject[: SUBJECT - 1].rstrip()}…"


def _what(page: IndexPage, change: NoteChange) -> str:
    """What happened to a note: what was said otherwise before the source was published here is no correction."""
    return "reworded" if change.what == "corrected" and page.publication.is_rewording(change) else change.what


def _entry(page: IndexPage, change: NoteChange) -> dict[str, Any]:
    there = page.publication.place_of(change.source, change.note)
    title, what = _title(page, change), _what(page, change)
    return {
        "change": what,
        "what": HAPPENED[what],
        "before_publication": page.publication.is_rewording(change),
        "title": change.title or change.note,
        "url": page.relative(f"{there[0].address}#note-{change.note}") if there else "",
        "source": title,
        "source_value": value_of(title),
        "fields": [_difference(page, field) for field in change.corrections],
    }


def _difference(page: IndexPage, change: FieldChange) -> dict[str, Any]:
    """What a field said and what it says, in runs of words that stayed, went and came."""
    label, before, after = page.publication.said(change)
    if change.field == TEXT:
        runs = differing.runs(*(bodies.named(str(text or ""), _short(page)) for text in (change.old, change.new)))
    elif isinstance(change.old, list) or isinstance(change.new, list):
        runs = differing.of_lists(*(_pieces(page, value) for value in (change.old, change.new)))
    elif change.field in PROSE and before and after:
        runs = differing.runs(before, after)
    else:
        runs = [run for run in (Run("del", before), Run("ins", after)) if run.text]
    return {"label": label, "runs": runs, "long": sum(len(run.text) for run in runs) > LONG}


def _short(page: IndexPage) -> Callable[[str], str]:
    """Gives the short citation of a reference, by its key."""
    references, words = page.publication.references, page.words
    return lambda key: short(references[key], words, words.language).text if key in references else ""


def _pieces(page: IndexPage, value: object) -> list[str]:
    """The parts of a list, each in a line: of evidence its relation, its title, and what else it says."""
    pieces = value if isinstance(value, list) else []
    return [_piece(page, piece) if isinstance(piece, dict) else str(piece) for piece in pieces]


def _piece(page: IndexPage, piece: Mapping[str, Any]) -> str:
    words, cited = page.words, page.publication.references.get(str(piece.get("cite")))
    relations = {relation.value: words(relation.label) for relation in Relation}
    relation = relations.get(str(piece.get("relation")), "")
    title = piece.get("title") or (cited.title if cited else None) or piece.get("cite")
    rest = (piece.get(name) for name in ("locator", "quote", "caveat", "checked"))
    said = " · ".join(" ".join(str(text).split()) for text in (title, *rest) if text)
    return words.labelled(relation, said) if relation else said


def _title(page: IndexPage, change: NoteChange) -> str:
    published = page.published(change.source)
    return published.title if published else change.source
