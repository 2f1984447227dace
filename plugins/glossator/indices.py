"""The pages that look across all sources: library, notes, evidence, origins, method, changes.

Each is whole without scripts.  A page of the site asks for one with `glossator: <name>` in its front matter; long ones
go on over several pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from glossator import charts
from glossator.apparatus import Note
from glossator.changes import NoteChange
from glossator.charts import Figure
from glossator.csl import CSLDate, CSLItem
from glossator.exports import addresses
from glossator.facets import Choice, Facet, of_kinds, of_names, of_terms, sourcing, told, value_of
from glossator.model import Evidence
from glossator.profile import profile
from glossator.project import Project
from glossator.publication import Publication, Published
from glossator.render import Renderer
from glossator.vocabulary import (
    HAPPENED,
    MISSING,
    SCHEMES,
    Checked,
    Relation,
    Reliability,
    Sourcing,
    SourcingGroup,
    Status,
    Term,
)

PAGE = 200
"""Entries on a page."""
SUBJECT = 200
"""Characters of a commit's subject that are shown."""

Relative = Callable[[str], str]
"""The address of a place of the site, as it is to be written in the page that is being made."""


def render(name: str, publication: Publication, renderer: Renderer, relative: Relative, number: int = 1) -> str:
    """A page of an index.

    Args:
        name: which; one of `INDICES`.
        publication: all that is published.
        renderer: fills in its template.
        relative: for the links in it.
        number: which of its pages, from 1.
    """
    return INDICES[name](publication, renderer, relative, number)


def pages(entries: int) -> int:
    """How many pages so many entries take."""
    return max(1, -(-entries // PAGE))


def entries(name: str, project: Project, changes: Iterable[NoteChange] = ()) -> int:
    """How many entries an index will have at most, before any page is rendered."""
    beside = project.sidecars.values()
    match name:
        case "notes":
            return sum(len(one.annotations) for one in beside)
        case "evidence":
            used = (evidence for one in beside for note in one.annotations for evidence in note.front.evidence)
            return len({key_of(evidence) for evidence in used})
        case "origins":
            return sum(len(one.sourcing.origins) for one in beside)
        case "changes":
            return len(telling(changes))
        case _:
            return 0


def key_of(evidence: Evidence) -> str:
    """What tells one reference from another: its key, or where it is described in place its address or title."""
    return evidence.cite or evidence.URL or evidence.title or ""


def contents(name: str, publication: Publication) -> list[tuple[str, str]]:
    """What a page's table of contents says of an index: addresses on the page, and their titles."""
    words = publication.site.words
    if name != "method":
        return []
    return [("kind", words("Kinds of notes")), *((scheme.id, words(scheme.label)) for scheme in SCHEMES)]


def _library(publication: Publication, renderer: Renderer, relative: Relative, number: int) -> str:
    cards = [
        renderer.card(
            one.edition.source, one.edition.apparatus, one.sidecar, url=relative(one.address), name=f"{index}-"
        )
        for index, one in enumerate(publication.sources, 1)
    ]
    return renderer.fill("library", cards=cards)


def _notes(publication: Publication, renderer: Renderer, relative: Relative, number: int) -> str:
    every = [(one, note) for one in publication.sources for note in one.edition.apparatus.notes]
    here = every[(number - 1) * PAGE : number * PAGE]
    words = publication.site.words
    statuses = [note.annotation.front.status for _, note in every]
    figures = [
        renderer.figure("status", status, count, counted=words.counted(count, "{} note", "{} notes"))
        for status, count in _counts(Status, statuses)
    ]
    assessments = of_terms("status", "Assessment", Status, Counter(statuses), scheme="status")
    if figures and (rest := statuses.count(None)):
        none = Choice("none", "Not assessed", "", rest)
        counted = words.counted(rest, "{} note", "{} notes")
        figures.append(Figure("status", none.value, "", words(none.label), "", rest, counted))
        assessments = replace(assessments, choices=(*assessments.choices, none))
    facets = told(
        assessments,
        of_kinds(Counter(note.annotation.front.kind for _, note in every), publication.site.kinds),
        of_names("source", "Source", (one.edition.source.title for one, _ in every)),
        of_terms(
            "sourcing",
            "Resting on",
            SourcingGroup,
            Counter(g for one, note in every for g in sourcing(note, one.sidecar)),
            scheme="group",
        ),
        of_names(
            "reviewer", "Reviewed by", (name for _, note in every for name in publication.credits(note).reviewers)
        ),
    )
    groups = [
        {
            "title": one.edition.source.title,
            "url": relative(one.address),
            "entries": [_note(publication, one, note, relative) for source, note in here if source is one],
        }
        for one in publication.sources
    ]
    shown = [group for group in groups if group["entries"]]
    return _filled(
        renderer, publication, relative, "notes-index", facets, number, len(every), figures=figures, groups=shown
    )


def _note(publication: Publication, one: Published, note: Note, relative: Relative) -> dict[str, Any]:
    front, credits_ = note.annotation.front, publication.credits(note)
    words = publication.site.words
    return {
        "id": note.id,
        "number": note.number,
        "title": front.title,
        "url": relative(f"{one.address}#note-{note.id}"),
        "kind": publication.site.kinds[front.kind],
        "status": front.status,
        "certainty": front.certainty,
        "passage": note.passage.number if note.passage else None,
        "passage_url": relative(f"{one.address}#p{note.passage.number}") if note.passage else "",
        "date": words.date(credits_.modified or credits_.created),
        "source": value_of(one.edition.source.title),
        "sourcing": " ".join(sourcing(note, one.sidecar)),
        "reviewers": credits_.reviewers,
        "reviewer": " ".join(value_of(name) for name in credits_.reviewers),
    }


@dataclass(frozen=True)
class _Use:
    """A piece of evidence of a note that rests on a reference."""

    evidence: Evidence
    note: tuple[str, str]
    """The slug of its source, and its id."""
    title: str
    url: str
    source: str


def _evidence(publication: Publication, renderer: Renderer, relative: Relative, number: int) -> str:
    references = publication.site.bibliography.references
    uses: dict[str, list[_Use]] = {}
    items: dict[str, CSLItem] = {}
    for one in publication.sources:
        for note in one.edition.apparatus.notes:
            for index, evidence in enumerate(note.annotation.front.evidence, 1):
                key = key_of(evidence)
                items.setdefault(key, references.get(key) or evidence)
                url = relative(f"{one.address}#evidence-{note.id}-{index}")
                place = one.edition.source.slug, note.id
                uses.setdefault(key, []).append(
                    _Use(evidence, place, note.annotation.front.title, url, one.edition.source.title)
                )
    # Those that carry most notes first; else in the order of their authors, or of what stands first in their place.
    keys = sorted(items, key=lambda key: (-len({use.note for use in uses[key]}), *_by_name(items[key])))
    here = keys[(number - 1) * PAGE : number * PAGE]
    checked = {key: _checked(items[key], uses[key]) for key in keys}
    relations = Counter(relation for key in keys for relation in {use.evidence.relation for use in uses[key]})
    facets = told(
        of_terms("relation", "Relation", Relation, relations, scheme="relation"),
        of_terms("checked", "How far we have read", Checked, Counter(checked.values())),
        of_names("source", "Source", (title for key in keys for title in {use.source for use in uses[key]})),
    )
    entries = [
        {
            "id": f"reference-{'%20'.join(key.split())}",
            "reference": renderer.reference(items[key], key if key in references else ""),
            "checked": checked[key],
            "uses": uses[key],
            "notes": len({use.note for use in uses[key]}),
            "relations": " ".join(dict.fromkeys(use.evidence.relation for use in uses[key])),
            "bearing": _counts(Relation, (use.evidence.relation for use in uses[key])),
            "sources": " ".join(sorted({value_of(use.source) for use in uses[key]})),
        }
        for key in here
    ]
    figures = [renderer.figure("relation", one, relations[one]) for one in Relation if relations[one]]
    return _filled(
        renderer, publication, relative, "evidence-index", facets, number, len(keys), figures=figures, entries=entries
    )


def _counts(terms: Iterable[Term], found: Iterable[Term | None]) -> list[tuple[Term, int]]:
    """How often each word of a vocabulary occurs, in its order."""
    counts = Counter(found)
    return [(term, counts[term]) for term in terms if counts[term]]


def _by_name(item: CSLItem) -> tuple[str, str]:
    name = str(item.author[0].family or item.author[0]) if item.author else item.container_title or item.publisher or ""
    return (name or item.title or "").casefold(), (item.title or "").casefold()


def _checked(item: CSLItem, uses: Iterable[_Use]) -> Checked | None:
    given = getattr(item, "checked", None)
    return given or next((use.evidence.checked for use in uses if use.evidence.checked), None)


def _origins(publication: Publication, renderer: Renderer, relative: Relative, number: int) -> str:
    found: list[dict[str, Any]] = []
    for one in publication.sources:
        numbers = {passage.number for passage in one.edition.apparatus.text.passages}
        for id_, origin in one.sidecar.sourcing.origins.items():
            passages = [
                (resting, relative(f"{one.address}#p{passage}"), passage)
                for passage, resting in sorted(one.sidecar.sourcing.passages.items())
                if id_ in resting.origins and passage in numbers
            ]
            slug = one.edition.source.slug.replace("/", "-")
            found.append(
                {
                    "id": f"origin-{slug}-{id_}",
                    "origin": origin,
                    "passages": passages,
                    "source": one.edition.source.title,
                    "source_value": value_of(one.edition.source.title),
                    "url": relative(one.address),
                }
            )
    order = list(Sourcing)
    found.sort(key=lambda one: (list(SourcingGroup).index(one["origin"].sourcing.group), -len(one["passages"])))
    here = found[(number - 1) * PAGE : number * PAGE]
    facets = told(
        of_terms(
            "sourcing",
            "Resting on",
            SourcingGroup,
            Counter(one["origin"].sourcing.group for one in found),
            scheme="group",
        ),
        of_terms("kind", "Kind of origin", order, Counter(one["origin"].sourcing for one in found)),
        of_terms("reliability", "Reliability", Reliability, Counter(one["origin"].reliability for one in found)),
        of_names("source", "Source", (one["source"] for one in found)),
    )
    groups = [
        (group, [one for one in here if one["origin"].sourcing.group is group])
        for group in SourcingGroup
        if any(one["origin"].sourcing.group is group for one in here)
    ]
    resting: Counter[SourcingGroup] = Counter()
    for one in publication.sources:
        shares = profile(one.edition.apparatus, one.sidecar).shares
        # A source that nobody has rated yet would say nothing but that.
        resting.update({share.group: len(share.passages) for share in shares if one.sidecar.sourcing.passages})
    figures = [renderer.behind(group, resting[group]) for group in SourcingGroup if resting[group]]
    return _filled(
        renderer, publication, relative, "origins-index", facets, number, len(found), figures=figures, groups=groups
    )


def _changes(publication: Publication, renderer: Renderer, relative: Relative, number: int) -> str:
    words, forge = publication.site.words, publication.site.forge
    every = telling(publication.changes)
    shown = every[(number - 1) * PAGE : number * PAGE]
    what = Counter(one.what for one in every)
    facets = told(
        Facet(
            "change",
            "Change",
            tuple(Choice(one, HAPPENED[one], "", what[one]) for one in HAPPENED if what[one]),  # type: ignore[index]
        ),
        of_names("source", "Source", (_title(publication, one) for one in every)),
    )
    commits = [
        {
            "date": words.date(CSLDate.model_validate(change.when.date().isoformat())),
            "subject": _shortened(change.subject),
            "authors": words.listed(dict.fromkeys((change.author, *change.co_authors))),
            "reviewers": words.listed(change.reviewers),
            "id": commit[:10],
            "url": forge.commit(commit) if forge else "",
            "entries": [_change(publication, one, relative) for one in together],
        }
        for commit, group in groupby(shown, key=lambda one: one.change.commit)
        for together in [list(group)]
        for change in [together[0].change]
    ]
    return _filled(
        renderer,
        publication,
        relative,
        "changes",
        facets,
        number,
        len(every),
        commits=commits,
        missing=MISSING.get(publication.history.missing, ""),
        older=publication.older,
        feeds=[
            (relative(addresses.FEED), words("New and changed notes")),
            (relative(addresses.CORRECTIONS), words("Corrections")),
        ],
    )


def _shortened(subject: str) -> str:
    """A commit's subject as a heading: git sets no limit to it, and the commit's own page has all of it."""
    return subject if len(subject) <= SUBJECT else f"{subject[: SUBJECT - 1].rstrip()}…"


def telling(changes: Iterable[NoteChange]) -> Sequence[NoteChange]:
    """The changes that say something of the sources."""
    return [one for one in changes if one.what not in ("edited", "renamed")]


def _title(publication: Publication, one: NoteChange) -> str:
    source = publication.by_slug.get(one.source)
    return source.edition.source.title if source else one.source


def _change(publication: Publication, one: NoteChange, relative: Relative) -> dict[str, Any]:
    source = publication.by_slug.get(one.source)
    there = source and any(note.id == one.note for note in source.edition.apparatus.notes)
    return {
        "change": one.what,
        "what": HAPPENED[one.what],
        "title": one.title or one.note,
        "url": relative(f"{source.address}#note-{one.note}") if source and there else "",
        "source": _title(publication, one),
        "source_value": value_of(_title(publication, one)),
        "fields": [publication.said(field) for field in one.corrections],
    }


def _method(publication: Publication, renderer: Renderer, relative: Relative, number: int) -> str:
    return renderer.fill("method", schemes=SCHEMES, kinds=publication.site.kinds.values())


def _filled(
    renderer: Renderer,
    publication: Publication,
    relative: Relative,
    template: str,
    facets: list[Facet],
    number: int,
    total: int,
    *,
    figures: Sequence[Figure] = (),
    **values: Any,
) -> str:
    """A page of an index.

    Args:
        renderer: fills in its template.
        publication: all that is published.
        relative: for the links in it.
        template: its name.
        facets: of all entries, those of the other pages included.
        number: which page.
        total: how many entries there are.
        figures: what its chart shows.
        values: the rest of what the template asks for.
    """
    return renderer.fill(
        template,
        tools=renderer.fill("tools", facets=facets, total=total, steps=False) if facets else "",
        figures=figures,
        bars=charts.bars(figures),
        # With scripts the first filter is the chart's legend.
        told=bool(facets) and [one.value for one in figures] == [one.value for one in facets[0].choices],
        method=relative(publication.indices["method"]) if "method" in publication.indices else "",
        **_turning(number, total),
        **values,
    )


def _turning(number: int, entries: int) -> dict[str, Any]:
    """The way to the other pages: they lie beside the first, as `2/`, `3/` …"""
    last = pages(entries)
    up = "" if number == 1 else "../"
    links = [(one, f"{up}{'' if one == 1 else f'{one}/'}" or "./") for one in range(1, last + 1)] if last > 1 else []
    return {"number": number, "turning": links}


INDICES: Mapping[str, Callable[[Publication, Renderer, Relative, int], str]] = {
    "library": _library,
    "notes": _notes,
    "evidence": _evidence,
    "origins": _origins,
    "method": _method,
    "changes": _changes,
}
"""Every index by its name in a page's front matter."""
