"""The addresses that a project names: those of its sources, and those of the evidence that their notes cite."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import quote, urldefrag

from glossator.edition.site import Site
from glossator.problems import Location
from glossator.project import Project, registers
from glossator.project.sidecar import Annotation
from glossator.project.sources import Source
from glossator.watching.findings import Watched

RESOLVER: Final = "https://doi.org/"
"""Where DOIs are looked up."""


def watched(project: Project, site: Site, sources: Iterable[Source], *, evidence: bool) -> list[Watched]:
    """What is to be asked, each address once; sources first.

    Args:
        project: the project.
        site: what reads the notes' texts.
        sources: the sources that are asked about.
        evidence: whether the evidence of their notes is, too.
    """
    asked = [source for source in sources if not source.is_translation]
    found = [each for source in asked if (each := _of_source(source))]
    if evidence:
        found += [each for source in asked for each in _of_evidence(project, site, source)]
    by_key: dict[tuple[str, str], Watched] = {}
    for each in found:
        key = each.address, each.source
        if key in by_key:
            first = by_key[key]
            names = tuple(dict.fromkeys((*first.names, *each.names)))
            by_key[key] = replace(first, names=names, archived=first.archived or each.archived)
        else:
            by_key[key] = each
    of_sources = {address for address, source in by_key if source}
    return [each for (address, source), each in by_key.items() if source or address not in of_sources]


def _of_source(source: Source) -> Watched | None:
    """Where the text was taken from, else where the original is."""
    version, marked = source.front.version, source.document.marked
    own = bool(version and version.url)
    address = version.url if version and own else source.item.URL
    if not address:
        return None
    place = marked.value_at("version", "url") if own else marked.value_at("source", "URL")
    archived = (version.archived if version else None) or ""
    return Watched(urldefrag(address).url, source.slug, (source.slug,), place, archived)


def _of_evidence(project: Project, site: Site, source: Source) -> Iterator[Watched]:
    sidecar = project.sidecars[source.slug]
    for note in (*sidecar.annotations, *sidecar.former):
        if note.front.withdrawn is None:
            yield from _of_note(project, site, note)
    marks = sidecar.entities, sidecar.entity_marks, sidecar.charts, sidecar.chart_marks
    for key, place in registers.cited(*marks):
        yield from _of_reference(project, key, place.path)


def _of_note(project: Project, site: Site, note: Annotation) -> Iterator[Watched]:
    for index, piece in enumerate(note.front.evidence):
        archived = piece.archive_url or ""
        if piece.URL:
            place = note.marked.value_at("evidence", index, "URL")
            yield Watched(urldefrag(piece.URL).url, names=(note.path,), place=place, archived=archived)
        elif piece.DOI:
            place = note.marked.value_at("evidence", index, "DOI")
            yield Watched(_looked_up(piece.DOI), names=(note.path,), place=place, archived=archived, is_doi=True)
        elif piece.cite:
            yield from _of_reference(project, piece.cite, note.path, archived)
    for key in site.render_body(note.body).cited:
        yield from _of_reference(project, key, note.path)


def _of_reference(project: Project, key: str, path: str, archived: str = "") -> Iterator[Watched]:
    reference = project.bibliography.references.get(key)
    if reference is None or not (reference.URL or reference.DOI):
        return
    address = urldefrag(reference.URL).url if reference.URL else _looked_up(reference.DOI or "")
    places: Mapping[str, Location] = project.bibliography.places
    names, is_doi = (f"@{key}", path), not reference.URL
    yield Watched(address, names=names, place=places.get(key), archived=archived, is_doi=is_doi)


def _looked_up(doi: str) -> str:
    """Where a DOI is looked up: it may hold signs that mean something else in an address."""
    return RESOLVER + quote(doi, safe="/:;()")
