"""The page of a former version of a source: its text with its notes, beside the version that came after it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from glossator.edition import apparatus
from glossator.edition.page import VersionLink
from glossator.edition.render import Renderer
from glossator.edition.titling import titled
from glossator.edition.words import apart
from glossator.project.sidecar import Annotation, Sidecar
from glossator.project.sources import Source
from glossator.project.versions import Version
from glossator.publication import Published
from glossator.publication.addresses import beside, relative
from glossator.publication.indices.page import IndexPage
from glossator.records.model import VersionFacts
from glossator.text import aligning
from glossator.text.aligning import Pair
from glossator.text.differences import WordChange
from glossator.text.places import Place
from glossator.text.quoting import within
from glossator.text.textmap import Passage, TextMap, read

STYLESHEET: Final = "assets/glossator/versions.css"


@dataclass(frozen=True)
class Step:
    """A stretch of a passage."""

    text: str
    changed: bool


@dataclass(frozen=True)
class ShownNote:
    """A note on a former version."""

    id: str
    title: str
    body: str
    """HTML."""


@dataclass(frozen=True)
class Row:
    """A passage of the two versions."""

    id: str
    """The place's id in the former version; empty where it has none there."""
    before: Sequence[Step]
    after: Sequence[Step]
    url: str
    """The address of the passage in the later version; empty where it has none there."""
    label: str
    """What the later one is called; empty for a heading."""
    moved: bool
    notes: Sequence[ShownNote]


def address_of(address: str, number: int) -> str:
    """The address of the page of a former version, by that of the source's page."""
    folder = beside(address, "versions")
    return f"{folder}{number}/" if folder.endswith("/") else f"{folder.removesuffix('.html')}/{number}.html"


def heads(
    sidecar: Sidecar, source: Source, address: str, addresses: Collection[str], renderer: Renderer
) -> list[VersionLink]:
    """The former versions of a source, as the head of its page leads to them."""
    links = []
    for index, version in enumerate(sidecar.versions):
        own, words = address_of(address, version.number), renderer.words
        links.append(
            VersionLink(
                version.number,
                version.front.title or "",
                words.date(version.front.captured),
                relative(own, seen_from=address) if own in addresses else "",
                len(sidecar.of_version(version.number).annotations),
                _is_silent(sidecar, source, index),
            )
        )
    return links


def _is_silent(sidecar: Sidecar, source: Source, index: int) -> bool:
    """Whether the text at one address changed after a version, and the publisher's date did not.

    Copies of a text that lie at several places, such as manuscripts of one month, are no edits of each other.
    """
    later = index + 1 < len(sidecar.versions)
    after = sidecar.versions[index + 1].front if later else source.front.version or VersionFacts()
    before = sidecar.versions[index].front
    elsewhere = bool(before.url and after.url and before.url != after.url)
    return not elsewhere and before.date is not None and after.date is not None and before.date.iso == after.date.iso


def version_page(page: IndexPage, published: Published, number: int) -> str:
    """The page's HTML, with its title."""
    sidecar, source, words = published.sidecar, published.edition.source, page.words
    index = next(index for index, version in enumerate(sidecar.versions) if version.number == number)
    version = sidecar.versions[index]
    later = sidecar.versions[index + 1] if index + 1 < len(sidecar.versions) else None
    text, after = _text(page, source, version), _text(page, source, later) if later else published.text
    pairs = aligning.pairs(text, after) if version.has_text else []
    notes = _notes(page, sidecar.of_version(number).annotations, text)
    there = page.relative(address_of(published.address, later.number) if later else published.address)
    differing = [pair for pair in pairs if pair.differs or pair.moved]
    html = page.renderer.fill(
        "version",
        stylesheet=page.relative(STYLESHEET),
        number=number,
        next=later.number if later else sidecar.present,
        title=within(published.title, words.language),
        apart=apart(published.language, words.language),
        front=version.front,
        captured=words.date(version.front.captured),
        dated=words.date(version.front.date),
        present=page.relative(published.address),
        silent=_is_silent(sidecar, source, index),
        rows=[_row(pair, there, notes, words("Passage")) for pair in pairs],
        differing=len(differing),
        added=sum(pair.added for pair in pairs),
        removed=sum(pair.removed for pair in pairs),
    )
    return page.styled(html)


def _text(page: IndexPage, source: Source, version: Version) -> TextMap:
    return read(titled(source, page.renderer.site.render_body(version.body).html))


def _notes(
    page: IndexPage, annotations: Sequence[Annotation], text: TextMap
) -> Mapping[Place | None, Sequence[ShownNote]]:
    by_place: dict[Place | None, list[ShownNote]] = {}
    for note in apparatus.place(annotations, text).notes:
        body = page.renderer.site.render_body(note.annotation.body).html
        by_place.setdefault(note.place, []).append(ShownNote(note.id, note.title, body))
    return by_place


def _row(pair: Pair, there: str, notes: Mapping[Place | None, Sequence[ShownNote]], passage: str) -> Row:
    return Row(
        pair.before.id if pair.before else "",
        [_step(step, step.before if isinstance(step, WordChange) else step) for step in pair.steps],
        [_step(step, step.after if isinstance(step, WordChange) else step) for step in pair.steps],
        f"{there}#{pair.after.id}" if pair.after else "",
        f"{passage} {pair.after.number}" if isinstance(pair.after, Passage) else "",
        pair.moved,
        notes.get(pair.before, ()) if pair.before else (),
    )


def _step(step: WordChange | str, text: str) -> Step:
    return Step(text, isinstance(step, WordChange))
