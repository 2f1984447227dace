"""The pages that look across all sources: library, notes, evidence, origins, people, method, changes; also one note,
and the imprint.

Each begins with what answers its question, and is whole without scripts.  A page of the site asks for one with
`glossator: <name>` in its front matter; long ones go on over several pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from glossator.edition.words import Words
from glossator.problems import Problem
from glossator.project import Project
from glossator.publication.arranging import Arrangement
from glossator.publication.host import SitePage
from glossator.publication.indices import asking, example, library
from glossator.publication.indices.asking import continued
from glossator.publication.indices.changes import changes_page, telling
from glossator.publication.indices.entities import entities_page
from glossator.publication.indices.evidence import evidence_page, key_of
from glossator.publication.indices.example import example_page
from glossator.publication.indices.imprint import imprint_page
from glossator.publication.indices.library import library_page
from glossator.publication.indices.notes import notes_page
from glossator.publication.indices.origins import origins_page
from glossator.publication.indices.page import IndexPage, pages
from glossator.records.vocabulary import SCHEMES
from glossator.repository.changes import NoteChange

__all__ = [
    "INDICES",
    "IndexPage",
    "asked",
    "asked_arrangement",
    "asked_note",
    "contents",
    "continued",
    "number_of_pages",
    "render",
]


def asked(page: SitePage) -> tuple[str, list[Problem]]:
    """The index that a page of the site asks for, empty for none; and why it cannot have what it asks for."""
    return asking.asked(page, INDICES)


def asked_note(name: str, page: SitePage, project: Project) -> tuple[str, list[Problem]]:
    """The note that a page with an index of this name asks for besides, empty for none; and why it cannot have it."""
    return example.asked(page, project) if name == "example" else ("", [])


def asked_arrangement(name: str, page: SitePage, slug: str) -> tuple[Arrangement, list[Problem]]:
    """How a page with an index of this name wants its library; and why it cannot have it so."""
    return library.asked(page, slug) if name == "library" else (Arrangement(), [])


def render(name: str, page: IndexPage) -> str:
    """The HTML of a page of an index, with the style sheet that it needs; `name` is one of `INDICES`."""
    return page.styled(INDICES[name](page))


def number_of_pages(
    name: str, project: Project, changed: Iterable[NoteChange] = (), arrangement: Arrangement | None = None
) -> int:
    """How many pages an index will have at most, before any of them is rendered.

    Args:
        name: which index.
        project: all files.
        changed: what changed in the notes.
        arrangement: how the page wants its library.
    """
    sidecars = project.sidecars.values()
    match name:
        case "library":
            return library.number_of_pages(project.sources.values(), arrangement or Arrangement())
        case "notes":
            return pages(sum(len(sidecar.annotations) for sidecar in sidecars))
        case "evidence":
            used = (piece for sidecar in sidecars for note in sidecar.annotations for piece in note.front.evidence)
            return pages(len({key_of(piece) for piece in used}))
        case "origins":
            return pages(sum(len(sidecar.sourcing.origins) for sidecar in sidecars))
        case "entities":
            return pages(sum(len(sidecar.entities.entities) for sidecar in sidecars))
        case "changes":
            return pages(len(telling(changed)))
        case _:
            return 1


def contents(name: str, words: Words) -> list[tuple[str, str]]:
    """What a page's table of contents says of an index: addresses on the page, and their titles."""
    if name != "method":
        return []
    return [("kind", words("Kinds of notes")), *((scheme.id, words(scheme.label)) for scheme in SCHEMES)]


def _method(page: IndexPage) -> str:
    return page.renderer.fill("method", schemes=SCHEMES, kinds=page.publication.kinds.values())


INDICES: Mapping[str, Callable[[IndexPage], str]] = {
    "library": library_page,
    "notes": notes_page,
    "evidence": evidence_page,
    "origins": origins_page,
    "entities": entities_page,
    "imprint": imprint_page,
    "method": _method,
    "changes": changes_page,
    "example": example_page,
}
"""Every index by its name in a page's front matter."""
