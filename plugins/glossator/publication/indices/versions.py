"""The page of a former version of a source: its text with its notes, and how the version that came after it differs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from glossator.edition.page import VersionLink
from glossator.edition.render import Renderer
from glossator.edition.words import Words, apart
from glossator.project.sidecar import Sidecar
from glossator.project.sources import Source
from glossator.project.versions import steps
from glossator.publication import Published
from glossator.publication.addresses import beside, relative
from glossator.publication.indices.page import IndexPage
from glossator.text import aligning
from glossator.text.aligning import Pair
from glossator.text.differences import WordChange
from glossator.text.places import Heading, Passage
from glossator.text.quoting import within

STYLESHEET: Final = "assets/glossator/versions.css"


@dataclass(frozen=True)
class Stretch:
    """Words of a passage."""

    text: str
    changed: bool


@dataclass(frozen=True)
class Side:
    """A passage in one of the two versions."""

    url: str
    """Its address; empty where it has none there."""
    label: str
    """What it is called; empty for a heading."""
    stretches: Sequence[Stretch]


@dataclass(frozen=True)
class Row:
    """A passage of the two versions."""

    before: Side
    after: Side
    moved: bool


def address_of(address: str, number: int) -> str:
    """The address of the page of a former version, by that of the source's page."""
    folder = beside(address, "versions")
    return f"{folder}{number}/" if folder.endswith("/") else f"{folder.removesuffix('.html')}/{number}.html"


def name_of(version: Source, words: Words) -> str:
    """What a former version is called among sources."""
    return words("Version {number} of “{title}”", number=version.former, title=within(version.title, words.language))


def heads(
    sidecar: Sidecar, source: Source, address: str, addresses: Collection[str], renderer: Renderer
) -> list[VersionLink]:
    """The former versions of a source, as the head of its page leads to them."""
    links = []
    for step in steps(sidecar.versions, source.front.version):
        version = step.version
        own, words = address_of(address, version.number), renderer.words
        links.append(
            VersionLink(
                version.number,
                version.front.title or "",
                words.date(version.front.captured),
                relative(own, seen_from=address) if own in addresses else "",
                len(sidecar.of_version(version.number).annotations),
                step.is_silent,
            )
        )
    return links


def version_page(page: IndexPage, published: Published, number: int) -> str:
    """The page's HTML, with its title."""
    sidecar, source, words = published.sidecar, published.page.source, page.words
    index = next(index for index, version in enumerate(sidecar.versions) if version.number == number)
    by_number = {former.page.source.former: former for former in published.former}
    own, following = by_number.get(number), sidecar.versions[index + 1 :]
    later = by_number.get(following[0].number) if following else published
    pairs = aligning.pairs(own.text, later.text) if own and later else []
    step = steps(sidecar.versions, source.front.version)[index]
    facts = step.version.front
    html = page.renderer.fill(
        "version",
        stylesheet=page.relative(STYLESHEET),
        number=number,
        next=following[0].number if following else sidecar.present,
        title=within(published.title, words.language),
        apart=apart(published.language, words.language),
        front=facts,
        captured=words.date(facts.captured),
        dated=words.date(facts.date),
        present=page.relative(published.address),
        silent=step.is_silent,
        edition=own.html if own else "",
        rows=[_row(pair, page.relative(later.address), words) for pair in pairs if later],
        differing=sum(pair.differs or pair.moved for pair in pairs),
        added=sum(pair.added for pair in pairs),
        removed=sum(pair.removed for pair in pairs),
    )
    return page.styled(html)


def _row(pair: Pair, later: str, words: Words) -> Row:
    return Row(
        _side("", pair.before, pair, words, later=False), _side(later, pair.after, pair, words, later=True), pair.moved
    )


def _side(page: str, place: Passage | Heading | None, pair: Pair, words: Words, *, later: bool) -> Side:
    changed = (step.after if later else step.before for step in pair.steps if isinstance(step, WordChange))
    stretches = [
        Stretch(next(changed), changed=True) if isinstance(step, WordChange) else Stretch(step, changed=False)
        for step in pair.steps
    ]
    label = words("Passage {number}", number=place.number) if isinstance(place, Passage) else ""
    return Side(f"{page}#{place.id}" if place else "", label, stretches if place else [])
