"""The library: every source, or those of a folder, in groups where that helps, with filters where there are many."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from glossator.edition.facets import Facet, of_names, value_of, worth_telling
from glossator.edition.render.head import card
from glossator.problems import Problem
from glossator.project.folders import INDEX
from glossator.project.sources import Source
from glossator.publication import Publication, Published
from glossator.publication.arranging import GROUPS, SORTS, Arrangement
from glossator.publication.host import SitePage
from glossator.publication.indices import asking
from glossator.publication.indices.page import IndexPage, pages, starts
from glossator.records.csl import Name
from glossator.records.schema import nearest

CARDS: Final = 50
"""Entries on a page of it, each with a chart: on as many as in other indices a page would be a megabyte."""
SEVERAL: Final = 8
"""Sources that can be looked through at a glance: more have filters, and ways to their groups."""
_MARKS: Final = "“‘„‚«‹»›\"'([ "
"""What can stand before the letter of a title."""
_LAST: Final = "\U0010ffff"
"""What comes behind every letter."""


def asked(page: SitePage, slug: str) -> tuple[Arrangement, list[Problem]]:
    """How a page wants its library; and why it cannot have it so.

    Args:
        page: a page that asks for the library.
        slug: its path among the sources, without `.md`; empty where it does not lie there.
    """
    group, problems = _one_of("group", GROUPS, page)
    sort, more = _one_of("sort", SORTS, page)
    above, _, name = slug.rpartition("/")
    return Arrangement(group, sort or SORTS[0], above if name == INDEX else ""), [*problems, *more]


def _one_of(key: str, allowed: Collection[str], page: SitePage) -> tuple[str, list[Problem]]:
    given, place = asking.value(page, key)
    if not given or given in allowed:
        return given, []
    guess = nearest(given, list(allowed))
    hint = f"did you mean `{guess}`?\n" * bool(guess) + f"one of: {', '.join(allowed)}"
    return "", [Problem(place, "unknown-term", f"a library has no `{key}: {given}`", hint)]


def library_page(page: IndexPage) -> str:
    """A page of the index."""
    page = replace(page, most=CARDS)
    publication, own = page.publication, page.arrangement
    every = publication.whole(f"library {own}", lambda: _every(publication, own))
    here, counted = page.part(every), page.counted(every)
    sources = list(dict.fromkeys(source for _, source in counted))
    by = _grouped_by(own, {source.slug for _, source in every})
    first = publication.whole(f"starts of library {own}", lambda: starts(value for value, _ in every))
    groups = [
        _group(page, by, value, [source for _, source in together], begins=page.begins(first[value]))
        for value, together in groupby(here if by != "none" else [], key=itemgetter(0))
    ]
    many = len({source for _, source in every[: SEVERAL * SEVERAL]}) > SEVERAL
    return page.filled(
        "library",
        len(every),
        different=len(sources),
        facets=_facets(page, sources) if many else [],
        cards=[] if groups else [_card(page, source) for _, source in here],
        groups=groups,
        jumps=page.jumps([(_named(page, by, value), _id(by, value), at) for value, at in first.items()])
        if many and by != "none"
        else [],
        ways=_ways(page, by),
    )


def number_of_pages(sources: Collection[Source], arrangement: Arrangement) -> int:
    """How many pages a library has at most: a source stands in each of its groups.

    Args:
        sources: all of the site.
        arrangement: how it wants its library.
    """
    within = [source for source in sources if _is_within(source.slug, arrangement.folder)]
    by = _grouped_by(arrangement, {source.slug for source in within})
    entries = len(within) if by == "none" else sum(len(_values(source)[by]) or 1 for source in within)
    return pages(entries, CARDS)


def _grouped_by(arrangement: Arrangement, slugs: Collection[str]) -> str:
    has_folders = len({slug.rpartition("/")[0] for slug in slugs}) > 1
    return arrangement.group or ("folder" if has_folders else "none")


def _every(publication: Publication, arrangement: Arrangement) -> list[tuple[str, Published]]:
    """The entries of a library: each source with the name of its group, in groups where there are some.

    Those that belong to none come last.
    """
    within = [source for source in publication.sources if _is_within(source.slug, arrangement.folder)]
    sources = _sorted(within, arrangement.sort)
    by = _grouped_by(arrangement, {source.slug for source in sources})
    if by == "none":
        return [("", source) for source in sources]
    grouped: dict[str, list[Published]] = {}
    for source in sources:
        for value in _values(source.page.source)[by] or [""]:
            grouped.setdefault(value, []).append(source)
    if by == "series":
        grouped = {name: sorted(members, key=_number) if name else members for name, members in grouped.items()}
    in_order = sorted(grouped, key=lambda value: _place(by, value, grouped[value]))
    return [(value, source) for value in in_order for source in grouped[value]]


def _group(page: IndexPage, by: str, value: str, sources: Sequence[Published], *, begins: bool) -> dict[str, Any]:
    folder = page.publication.folders.get(value) if by == "folder" else None
    return {
        "id": _id(by, value) if begins else "",
        "title": _named(page, by, value),
        "url": page.relative(folder.address) if folder and folder.address else "",
        "introduction": folder.introduction if folder and begins else "",
        "cards": [_card(page, source) for source in sources],
    }


def _id(by: str, value: str) -> str:
    return f"{by}-{value_of(value)}" if value else f"{by}-none"


def _named(page: IndexPage, by: str, value: str) -> str:
    return _title(page, by, value) or page.words("All others")


def _place(by: str, value: str, members: Sequence[Published]) -> tuple[bool, float, str]:
    """Where a group stands: years from the newest on, all others by their letters, and the rest last."""
    if by == "date":
        return not value, -float(value or 0), ""
    if by == "author":
        names = (name for source in members for name in source.item.author if str(name) == value)
        return not value, 0, next((_by_family(name) for name in names), "")
    return not value, 0, value.casefold()


def _facets(page: IndexPage, sources: Sequence[Published]) -> list[Facet]:
    """What the sources can be filtered by."""

    def named(name: str, by: str, label: str) -> Facet:
        titles = (_title(page, by, value) for source in sources for value in _values(source.page.source)[by])
        return of_names(name, label, titles)

    return worth_telling(
        named("folder", "folder", page.words("Folder")),
        named("series", "series", page.words("Series")),
        named("author", "author", page.words("Author")),
        named("year", "date", page.words("Year")),
        named("tag", "tag", page.words("Tag")),
    )


def _card(page: IndexPage, source: Published) -> dict[str, Any]:
    """A source as the library shows it, and what it can be filtered by."""
    names = {
        "year" if by == "date" else by: [_title(page, by, value) for value in values]
        for by, values in _values(source.page.source).items()
    }
    return {
        **card(page.renderer, source.page, url=page.relative(source.address)),
        "filters": {name: " ".join(map(value_of, values)) for name, values in names.items() if values},
    }


def _values(source: Source) -> dict[str, list[str]]:
    """What a source belongs to, by each thing that sources can be grouped by."""
    item, year = source.front.source, re.match(r"-?\d+", source.date)
    return {
        "folder": [folder] if (folder := source.slug.rpartition("/")[0]) else [],
        "series": [item.collection_title] if item.collection_title else [],
        "author": list(dict.fromkeys(map(str, item.author))),
        "date": [str(int(year[0]))] if year else [],
        "tag": list(source.tags),
    }


def _title(page: IndexPage, by: str, value: str) -> str:
    """A group as readers know it."""
    folder = page.publication.folders.get(value) if by == "folder" else None
    return folder.title if folder else value


def _ways(page: IndexPage, by: str) -> list[tuple[str, str]]:
    """The site's other libraries of the same sources, by what they group: their names, and the ways there."""
    words, own = page.words, page.arrangement
    names = {
        "folder": words("By folder"),
        "series": words("By series"),
        "author": words("By author"),
        "date": words("By date"),
        "tag": words("By tag"),
        "none": words("All in one list"),
    }
    others = {
        (arrangement.group or "folder"): address
        for address, arrangement in page.publication.libraries.items()
        if arrangement.folder == own.folder and address != page.first
    }
    return [(name, page.relative(others[key])) for key, name in names.items() if key in others and key != by]


def _is_within(slug: str, folder: str) -> bool:
    return not folder or slug.startswith(f"{folder}/")


def _sorted(sources: Sequence[Published], sort: str) -> list[Published]:
    if sort == "title":
        return sorted(sources, key=lambda source: source.title.casefold().lstrip(_MARKS))
    if sort == "author":
        return sorted(sources, key=lambda source: _by_family(source.item.author[0]) if source.item.author else _LAST)
    # They come from the newest on.
    return list(reversed(sources)) if sort == "oldest" else list(sources)


def _number(source: Published) -> tuple[float, str]:
    """The place of a source in its series: its number there; those without one come last, as they stand."""
    number = re.search(r"\d+", source.item.collection_number or "")
    return (float(number[0]), source.item.collection_number or "") if number else (float("inf"), "")


def _by_family(name: Name) -> str:
    return f"{name.family or name} {name.given or ''}".casefold()
