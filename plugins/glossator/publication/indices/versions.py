"""The pages of a former version of a source: its text with its notes, and how the version that came after it differs;
and that text beside the present one, as a translation stands beside the text that it translates.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from glossator.edition.page import VersionLink
from glossator.edition.render import Renderer
from glossator.edition.words import Words, apart
from glossator.project.sidecar import Sidecar
from glossator.project.sources import Source
from glossator.project.versions import steps
from glossator.publication import Published
from glossator.publication.addresses import PARALLEL, beside, relative
from glossator.publication.indices import sides
from glossator.publication.indices.page import IndexPage
from glossator.publication.indices.sides import Column
from glossator.text import aligning
from glossator.text.quoting import within

STYLESHEET: Final = "assets/glossator/versions.css"


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
    """The former versions of a source, as the head of its page leads to them.

    Args:
        sidecar: its notes, with the versions.
        source: the source.
        address: that of its page, relative to the site.
        addresses: the pages of versions that are there, alone and beside the present one.
        renderer: for the words of the site.
    """
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
                relative(both, seen_from=address) if (both := beside(own, PARALLEL)) in addresses else "",
            )
        )
    return links


def version_page(
    page: IndexPage, published: Published, number: int, present: Published, parallel: str, written: str
) -> str:
    """The page's HTML, with its title.

    Args:
        page: the page.
        published: the source.
        number: that of the version.
        present: the present version of the text: the source, or that of which it is a translation.
        parallel: the address of the page that shows both side by side; empty where there is none.
        written: the language of notes that are not translated; empty where it is the site's.
    """
    sidecar, source, words = published.sidecar, published.page.source, page.words
    index = next(index for index, version in enumerate(sidecar.versions) if version.number == number)
    by_number = {former.page.source.former: former for former in published.former}
    own, following = by_number.get(number), sidecar.versions[index + 1 :]
    later = by_number.get(following[0].number) if following else present
    pairs = aligning.pairs(own.text, later.text) if own and later else []
    step = steps(sidecar.versions, source.front.version)[index]
    facts = step.version.front
    html = page.renderer.fill(
        "version",
        stylesheet=page.relative(STYLESHEET),
        number=number,
        title=within(published.title, words.language),
        apart=apart(present.language, words.language),
        front=facts,
        captured=words.date(facts.captured),
        dated=words.date(facts.date),
        present=page.relative(published.address),
        silent=step.is_silent,
        edition=own.html if own else "",
        parallel=page.relative(parallel) if parallel else "",
        columns=_columns(page, own, later, written) if own and later else (),
        rows=sides.of_versions(page, own, later, pairs, written) if own and later else (),
        differing=sum(pair.differs or pair.moved for pair in pairs),
        added=sum(pair.added for pair in pairs),
        removed=sum(pair.removed for pair in pairs),
    )
    return page.styled(html)


def parallel_page(page: IndexPage, before: Published, after: Published, written: str) -> str:
    """Two texts side by side: a former version and the present one, or a text and its translation.

    Args:
        page: the page.
        before: the former version, or the text that is translated.
        after: the other.
        written: the language of notes that are not translated; empty where it is the site's.
    """
    words, is_former = page.words, before.page.source.former is not None
    pairs = aligning.pairs(before.text, after.text) if is_former else []
    html = page.renderer.fill(
        "parallel",
        stylesheet=page.relative(STYLESHEET),
        title=within(after.title, words.language),
        apart=apart(after.language, words.language),
        columns=_columns(page, before, after, written),
        rows=sides.of_versions(page, before, after, pairs, written)
        if is_former
        else sides.of_languages(page, before, after, written),
        is_former=is_former,
        differing=sum(pair.differs or pair.moved for pair in pairs),
        added=sum(pair.added for pair in pairs),
        removed=sum(pair.removed for pair in pairs),
    )
    return page.styled(html)


def _columns(page: IndexPage, before: Published, after: Published, written: str) -> list[Column]:
    """The heads of the two columns."""
    if before.page.source.former is None:
        names = [page.words.language_name(each.language) or each.title for each in (before, after)]
    else:
        numbers = [each.page.source.former or each.sidecar.present for each in (before, after)]
        names = [page.words("Version {number}", number=number) for number in numbers]
    return [sides.Text(page, each, written).column(name) for each, name in zip((before, after), names, strict=True)]
