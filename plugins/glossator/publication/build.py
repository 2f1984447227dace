"""A site in one call: an adapter gives settings, rendered pages and addresses, and gets what to publish.

An adapter makes one `Build` for each build of a site, and

1. calls `index_page` for each page, and adds the further pages that it asks for; calls `claims_page` for each source,
   and adds the page with the table of its claims;
2. calls `edition` for each source, with its rendered HTML;
3. then publishes `page` and `head` for each source, `index` for each page of an index or of claims, and `assets`;
4. at the end writes all `files`, and then makes warnings or errors of the problems of `finish`;
5. when every page is written, calls `complete`, and makes warnings or errors of what that finds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import yaml

from glossator import installing
from glossator.editing import panel
from glossator.edition import assets, leads, titling
from glossator.edition import checking as editions
from glossator.edition.annotating import annotate
from glossator.edition.render.notes import unplaced
from glossator.files import reading
from glossator.files.markup import in_any_template
from glossator.memory import Forgetful, Memory
from glossator.problems import Location, Problem
from glossator.project import Project
from glossator.project.folders import Folder
from glossator.project.publishing import is_waiting, written_keys
from glossator.project.sidecar import Sidecar
from glossator.project.sources import Source
from glossator.project.versions import as_source, slug_of
from glossator.publication import (
    FolderPage,
    Publication,
    Published,
    citing,
    counts,
    exports,
    indices,
    material,
    permalinks,
    pictures,
    strangers,
    timeline,
    unfinished,
)
from glossator.publication.addresses import (
    ACTING,
    CLAIMS,
    JOINING,
    OPENING,
    PANEL,
    PARALLEL,
    SEARCHING,
    TIMELINE,
    beside,
    relative,
)
from glossator.publication.addresses import SCRIPT as SCRIPT
from glossator.publication.addresses import STYLESHEET as STYLESHEET
from glossator.publication.arranging import Arrangement
from glossator.publication.citing import Following
from glossator.publication.exports import metadata
from glossator.publication.finished import guard, pages
from glossator.publication.finished.guard import ExpectedSource
from glossator.publication.finished.policy import Policy
from glossator.publication.host import SitePage
from glossator.publication.indices import IndexPage, claims, versions
from glossator.publication.indices import timeline as dated
from glossator.publication.indices.page import STYLESHEET as INDICES_STYLE
from glossator.publication.indices.page import numbered
from glossator.publication.material import Material
from glossator.publication.search import engine, records, theme
from glossator.publication.settings import Settings
from glossator.publication.shelf import Shelf
from glossator.publication.strangers import Owners, written_to
from glossator.reports.formats import distinct
from glossator.repository import changes
from glossator.repository.changes import NoteChange
from glossator.text.quoting import within

TITLE: Final = titling.TITLE
"""The id of the title of a source's page, where its own text has none."""
PICTURES: Final = (".cache", "glossator", "pictures")
"""The folder of the project in which drawn pictures are kept."""
COUNTS: Final = "exports/build.json"
"""What was built, in numbers."""

PLACE: Final = "<!-- glossator -->"
"""Where an index stands on a page that does not end with it."""

_HEAD_ENDS = re.compile(r"(?=</head\b|<body\b)", re.IGNORECASE)
"""HTML lets a template leave out the tag."""
_BARE = ("example", "imprint")
"""Indices that are a part of a page, which looks as the site's other pages do."""


@dataclass(frozen=True)
class FurtherPage:
    """A page that the adapter adds: an index goes on with it, or it shows former versions, or two texts."""

    number: int
    """Of an index from 2; that of the version; 0 for a translation beside its original."""
    address: str
    """Where it has to be, relative to the site."""
    text: str
    """Markdown with front matter."""


@dataclass(frozen=True)
class ClaimsPage:
    """A page that the adapter adds to the site, for the table of a source's claims, or for its timeline."""

    address: str
    """Where it has to be, relative to the site: a folder of the source's, or a file beside it."""
    text: str
    """Markdown with front matter, which names the page and keeps it out of searches."""


@dataclass(frozen=True)
class Index:
    """A page of an index."""

    html: str
    """What stands on the page, below its title."""
    titles: Sequence[tuple[str, str]]
    """What its table of contents gets: addresses on the page, and their titles; empty for most."""
    contents: str
    """The same as a line of HTML, for pages that show no such table; empty without titles."""
    head: str = ""
    """What stands in the head of the page, as lines of HTML."""

    def into(self, page: str) -> str:
        """A page with its index: where `PLACE` stands in it, else at its end."""
        before, place, after = page.partition(PLACE)
        return f"{before}{self.html}{after}" if place else f"{page}\n{self.html}"

    def with_head(self, html: str) -> str:
        """The whole HTML of a page with `head` in it."""
        return _with_head(html, self.head)


@dataclass(frozen=True)
class Finished:
    """What is left when all pages are there."""

    problems: Sequence[Problem]
    """All that is wrong with the site."""
    notices: Sequence[str] = ()
    """What nobody has to mend, in sentences."""


@dataclass(frozen=True)
class Around:
    """All that the page of a source is made of besides the source, its notes, and what holds for the whole site."""

    html: str
    """The page as the site generator rendered it."""
    address: str
    """Its address, relative to the site."""
    title_outside: bool
    """Whether the site shows the title elsewhere."""
    method: str | None
    """The address of the page that explains the words; None where there is none."""
    claims: str
    """That of the table of its claims, as the page links to it; empty where there is none."""
    timeline: str
    """That of its timeline, likewise."""
    parallel: str
    """That of the page that shows it beside the text of which it is a translation, likewise."""
    versions: tuple[str, ...]
    """Those of the pages of its former versions, alone and beside the present one, as far as they are there."""
    notice: str
    """What stands before it."""


class Build:
    """One build of a site: all that it knows.  Nothing of it outlives the build."""

    def __init__(
        self,
        settings: Settings,
        *,
        only: Collection[str] | None = None,
        preview: bool = False,
        drafts: bool = False,
        originals: Build | None = None,
        memory: Memory | None = None,
        read: Material | None = None,
    ) -> None:
        """Read a project.

        Args:
            settings: what the site generator says of the site.
            only: the slugs of the sources to read; default: all.
            preview: whether problems are listed on the pages, and drafts shown, for their author's eyes.
            drafts: whether what is not published yet is read like the rest, as for checking it.
            originals: for a site in several languages, its build in the language of the notes, whose pages are there.
            memory: what the builds of a preview keep for one another; default: nothing is kept.
            read: the project, where it was read already, with these settings.
        """
        self.settings = settings
        self._memory = memory or Forgetful()
        self._originals: Mapping[str, Published] = originals._published if originals else {}  # of the same class
        self._material = read or material.read(
            settings, only=only, drafts=preview or drafts, originals=self._originals, memory=memory
        )
        self.selection = self._material.selection
        self.project = self._material.project
        self.renderer, self._look = self._material.renderer, self._material.look
        self._drafts = self._material.drafts
        self._problems = list(self._material.problems)
        self._preview = preview
        self._published: dict[str, Published] = {}
        self._indices: dict[str, tuple[str, str, int]] = {}
        """By the address of each page of an index: its name, the address of its first page, the page's number."""
        self._claims: dict[str, str] = {}
        """The slugs of sources by the addresses of the tables of their claims."""
        self._timelines: dict[str, str] = {}
        """The slugs of sources by the addresses of their timelines."""
        self._versions: dict[str, tuple[str, int]] = {}
        """The slugs of sources with the numbers of their former versions, by the addresses of these' pages."""
        self._parallels: dict[str, tuple[str, int]] = {}
        """The same by the addresses of the pages that show them beside the present ones; 0 for a translation."""
        self._libraries: dict[str, Arrangement] = {}
        """How the libraries are arranged, by the addresses of their pages."""
        self._pages: dict[str, str] = {}
        """The addresses of the site's pages, by the names of their files."""
        self._unfinished: dict[str, list[str]] = {}
        """What is still to be written on these pages."""
        self._notes: dict[str, str] = {}
        """By the address of a page that shows a note: its source and its id."""
        self._firsts: dict[str, str] = {}
        """The address of the first page of each index that the site has, by its name."""
        self._order: list[str] | None = None
        """The slugs of the sources that have a page, newest first; None where that is to be found out anew."""
        self._places: dict[str, int] = {}
        """Where each stands in that order."""
        self._publication: Publication | None = None
        self._owners = Owners()
        self._joined: list[Build] = []
        self._texts = Shelf()
        """The pages of the sources with their notes, by their slugs: by far the most of what a build makes."""
        self._records: engine.Records | None = None
        """What our search finds, as far as it was collected."""
        self._is_collected = False
        """Whether that is all, and the index of it is begun."""

    # before the sources

    def slug(self, path: Path) -> str:
        """The name that the page of a file has as a source; empty for a file that lies not among the sources."""
        folder = self.settings.sources
        translated = self.project.sources.get(self.settings.naming.translates(path, folder))
        if translated and translated.path == reading.display_name(path, self.settings.root):
            return translated.slug
        return self.settings.naming.slug(path.relative_to(folder)) if path.is_relative_to(folder) else ""

    def take(self, path: str, address: str) -> bool:
        """Give a file of the site its address; where another one has it, that is a problem.

        Args:
            path: the file, as problems call it.
            address: the file that is written of it, relative to the site.
        """
        problem = self._owners.take(address, path)
        self._problems += [problem] if problem else []
        return problem is None

    def make(self, address: str, what: str) -> bool:
        """Give a page or a file that is made its address; where a file has it, that is a problem.

        Args:
            address: where it has to be, relative to the site.
            what: what it is, for the problem.
        """
        problem = self._owners.make(written_to(address), what)
        self._problems += [problem] if problem else []
        return problem is None

    def look_at_addresses(self, pages: Iterable[SitePage]) -> None:
        """Find the pages that stand where a page or file of a source would be made, without building anything."""
        every = sorted(pages, key=lambda page: (len(page.path), page.path))
        addresses = {page.path: page.address for page in every}
        for page in every:
            self._look_for_gaps(page, indices.asked(page)[0])
        for path, address in addresses.items():
            self.take(path, written_to(address))
        for slug, source in self.project.sources.items():
            address = addresses.get(source.path, "")
            if not address:
                continue
            self.claims_page(slug, address)
            self.timeline_page(slug, address)
            self.version_pages(slug, address)
            self.parallel_pages(slug, address)
            for annotation in self.project.sidecars[slug].annotations if self.settings.permalinks else ():
                if annotation.front.has_page:
                    self.make(permalinks.file_of(address, annotation.id), f"the note {annotation.path}")

    def index_page(self, page: SitePage) -> Sequence[FurtherPage] | None:
        """See whether a page asks for an index; problems with what it asks for are kept.

        Returns:
            the pages with which the index goes on; None for a page that asks for none.
        """
        self._has_page(page.path, page.address)
        name, problems = indices.asked(page)
        self._problems += problems
        self._look_for_gaps(page, name)
        if not name:
            return None
        slug = self.slug(self.settings.root / page.path)
        arrangement, problems = indices.asked_arrangement(name, page, slug)
        self._problems += problems
        if name == "library":
            self._libraries[page.address] = arrangement
        if not arrangement.folder:  # the library of a folder is not that of the site
            self._firsts.setdefault(name, page.address)
        self._notes[page.address], problems = indices.asked_note(name, page, self.project)
        self._problems += problems
        last = indices.number_of_pages(name, self.project, self.changes, arrangement)
        further = (numbered(page.address, number) for number in range(2, last + 1))
        if not all(self.make(address, f"a page of the index `{name}`") for address in further):
            last = 1
        for number in range(1, last + 1):
            self._indices[numbered(page.address, number)] = name, page.address, number
        text = indices.continued(page) if last > 1 else ""
        return [FurtherPage(number, numbered(page.address, number), text) for number in range(2, last + 1)]

    def _look_for_gaps(self, page: SitePage, name: str) -> None:
        self._unfinished[page.path] = list(unfinished.notices(page, name, self.settings.imprint))

    def claims_page(self, slug: str, address: str) -> ClaimsPage | None:
        """The page for the table of a source's claims; None where none of its notes says anything of its words.

        Args:
            slug: its name, a key of `project.sources`.
            address: the address of its page, relative to the site.
        """
        sidecar = self.project.sidecars[slug]
        if not any(annotation.front.is_claim for annotation in sidecar.annotations):
            return None
        own = beside(address, CLAIMS)
        if not self.make(own, f"the table of claims of {self.project.sources[slug].path}"):
            return None
        self._claims[own] = slug
        words = self.renderer.words
        title = words("Claims of “{title}”", title=within(self.project.sources[slug].title, words.language))
        meta = {"title": in_any_template(title), "hide": ["navigation", "toc"], "search": {"exclude": True}}
        return ClaimsPage(own, f"---\n{yaml.safe_dump(meta, allow_unicode=True)}---\n")

    def timeline_page(self, slug: str, address: str) -> ClaimsPage | None:
        """The page for the timeline of a source; None where little of it is dated.

        Args:
            slug: its name, a key of `project.sources`.
            address: the address of its page, relative to the site.
        """
        source, sidecar = self.project.sources[slug], self.project.sidecars[slug]
        cited = {piece.cite or piece.title for note in sidecar.annotations for piece in note.front.evidence}
        if source.item.issued is None or len(cited) + len(sidecar.versions) < timeline.LEAST:
            return None
        own = beside(address, TIMELINE)
        if not self.make(own, f"the timeline of {source.path}"):
            return None
        self._timelines[own] = slug
        words = self.renderer.words
        title = words("Then and now: “{title}”", title=within(source.title, words.language))
        meta = {"title": in_any_template(title), "hide": ["navigation", "toc"], "search": {"exclude": True}}
        return ClaimsPage(own, f"---\n{yaml.safe_dump(meta, allow_unicode=True)}---\n")

    @property
    def _shows_two(self) -> bool:
        """Whether any page may show two texts side by side, those in the site's other languages included."""
        has_versions = any(sidecar.versions for sidecar in self.project.sidecars.values())
        return has_versions or bool(self.settings.original)

    def version_pages(self, slug: str, address: str) -> Sequence[FurtherPage]:
        """The pages for the former versions of a source; none for one without.

        Args:
            slug: its name, a key of `project.sources`.
            address: the address of its page, relative to the site.
        """
        pages: list[FurtherPage] = []
        words, source, sidecar = self.renderer.words, self.project.sources[slug], self.project.sidecars[slug]
        for version in sidecar.versions:
            own = versions.address_of(address, version.number)
            if not self.make(own, f"the page of {version.path}"):
                continue
            self._versions[own] = slug, version.number
            name = versions.name_of(as_source(source, version), words)
            meta: dict[str, Any] = {"title": in_any_template(name), "hide": ["navigation", "toc"]}
            # Our search has its notes among those of the source; a theme's finds them on their page.
            if self.settings.search or not sidecar.of_version(version.number).annotations:
                meta["search"] = {"exclude": True}
            pages.append(FurtherPage(version.number, own, f"---\n{yaml.safe_dump(meta, allow_unicode=True)}---\n"))
        return pages

    def parallel_pages(self, slug: str, address: str) -> Sequence[FurtherPage]:
        """The pages that show a source's former versions beside its present one, and it beside what it translates.

        Args:
            slug: its name, a key of `project.sources`; its `version_pages` are there.
            address: the address of its page, relative to the site.
        """
        source = self.project.sources[slug]
        texts = [
            (version.number, own, f"{version.path} beside the present version")
            for version in self.project.sidecars[slug].versions
            if version.has_text and (own := versions.address_of(address, version.number)) in self._versions
        ]
        if source.is_translation and slug in self._originals:
            texts.append((0, address, f"{source.path} beside the text that it translates"))
        pages: list[FurtherPage] = []
        for number, there, what in texts:
            own = beside(there, PARALLEL)
            if not self.make(own, f"the page of {what}"):
                continue
            self._parallels[own] = slug, number
            title = self.renderer.words("Side by side: “{title}”", title=within(source.title, self.settings.language))
            meta = {"title": in_any_template(title), "hide": ["navigation", "toc"], "search": {"exclude": True}}
            pages.append(FurtherPage(number, own, f"---\n{yaml.safe_dump(meta, allow_unicode=True)}---\n"))
        return pages

    @cached_property
    def assets(self) -> Mapping[str, str]:
        """The style sheets and scripts, by their addresses; each page needs `STYLESHEET` and `SCRIPT`."""
        depends = self._look, self._shows_two, bool(self._timelines), self.settings.permalinks
        return self._memory.recall(("assets", self.settings.language), depends, self._all_assets)

    def _all_assets(self) -> Mapping[str, str]:
        files = {
            STYLESHEET: assets.stylesheet(),
            SCRIPT: assets.script(),
            ACTING: assets.acting_script(),
            JOINING: assets.joining_script(),
            INDICES_STYLE: assets.indices_stylesheet(),
            claims.STYLESHEET: assets.claims_stylesheet(),
            **({dated.STYLESHEET: assets.timeline_stylesheet()} if self._timelines else {}),
            **({versions.STYLESHEET: assets.versions_stylesheet()} if self._shows_two else {}),
            **({permalinks.STYLESHEET: assets.permalink_stylesheet()} if self.settings.permalinks else {}),
            claims.SCRIPT: assets.claims_script(),
        }
        if self.settings.search:
            made = (assets.search_stylesheet(), self._search_script)
            files |= {OPENING: assets.opening_script(), **dict(zip(SEARCHING, made, strict=True))}
        if self.renderer.site.open_ways:
            files |= zip(
                PANEL, (assets.panel_stylesheet(), panel.script(self.renderer), assets.letters_script()), strict=True
            )
        return files

    # the sources

    def text(self, slug: str, html: str, *, title_outside: bool = False) -> str:
        """A source's page with its title, without what a source may not hold; what was left out becomes problems.

        Args:
            slug: its name, a key of `project.sources`.
            html: the page as the site generator rendered its Markdown.
            title_outside: whether the site shows the title elsewhere, so that the text is given none.
        """
        text, problems = self._material.text(slug, html, title_outside=title_outside)
        self._problems += problems
        return text

    def page_among_sources(self, path: str, written: str, html: str) -> str:
        """The same for a page in the folder of the sources that is none, such as one that cannot be read.

        Args:
            path: its file, as problems call it.
            written: its Markdown without front matter.
            html: the page as the site generator rendered it.
        """
        if self.settings.raw_html:
            return html
        text, problems = strangers.page_of(path, written, html)
        self._problems += problems
        return text

    def front_matter(self, path: str, text: str, meta: Mapping[str, Any]) -> dict[str, Any]:
        """The front matter of a page in the folder of the sources, for the theme to put into any of its templates.

        Args:
            path: its file, as problems call it.
            text: the file.
            meta: its front matter.
        """
        refused = () if self.settings.raw_html else strangers.refused(meta)
        if path not in self._paths:  # theirs are told with their texts
            self._problems += strangers.refused_keys(path, text, refused)
        return strangers.front_matter_of(meta, refused)

    @cached_property
    def _paths(self) -> frozenset[str]:
        return frozenset(source.path for source in self.project.sources.values())

    def edition(self, slug: str, html: str, address: str, *, title_outside: bool = False) -> Published:
        """Put the notes of a source into its page.

        Args:
            slug: its name, a key of `project.sources`.
            html: the page as the site generator rendered its Markdown.
            address: the page's address, relative to the site.
            title_outside: whether the site shows the title elsewhere on the page.
        """
        source, sidecar = self.project.sources[slug], self.project.sidecars[slug]
        table, dates, both = (beside(address, name) for name in (CLAIMS, TIMELINE, PARALLEL))
        around = Around(
            html,
            address,
            title_outside=title_outside,
            method=self.indices.get("method"),
            claims=relative(table, seen_from=address) if table in self._claims else "",
            timeline=relative(dates, seen_from=address) if dates in self._timelines else "",
            parallel=relative(both, seen_from=address) if both in self._parallels else "",
            versions=tuple(
                own
                for own, (its, _) in [*self._versions.items(), *self._parallels.items()]
                if its == slug and own != both
            ),
            notice=self.notice(slug),
        )
        former = self._source_of_former(source)
        published, _, text, problems = self._memory.keep(
            ("edition", self.settings.language, slug),
            (source, sidecar, self._past(slug), self._look, self._preview, former, *astuple(around)),
            partial(self._annotated, source, sidecar, around),
        )
        self._problems += problems
        self._published[slug] = published
        self._texts.put(slug, text)
        self._publication = None
        self._has_page(source.path, address)
        return published

    def _annotated(
        self, source: Source, sidecar: Sidecar, around: Around
    ) -> tuple[Published, tuple[Published, ...], str, list[Problem]]:
        """A source as it is published, its former versions again, its page, and what it may not hold."""
        address = around.address
        text, problems = self._material.text(source.slug, around.html, title_outside=around.title_outside)
        edition = annotate(
            source,
            sidecar,
            text,
            self.renderer,
            method=_way(around.method, address),
            claims=around.claims,
            timeline=around.timeline,
            parallel=around.parallel,
            permalinks=relative(permalinks.folder_of(address), seen_from=address) if self.settings.permalinks else "",
            versions=versions.heads(sidecar, source, address, around.versions, self.renderer),
            preview=self._preview,
            title_outside=around.title_outside,
        )
        former = tuple(self._former(source, sidecar, around))
        headings = () if self.settings.search else tuple(theme.headings(edition.page.text.html))
        published = Published(edition.page.finished, sidecar, address, edition.problems, former, headings)
        return published, former, around.notice + edition.html, problems

    def _former(self, source: Source, sidecar: Sidecar, around: Around) -> Iterator[Published]:
        """The former versions of a source with their notes in them."""
        for version, notes, html in editions.former(self._source_of_former(source), sidecar, self.renderer):
            own = versions.address_of(around.address, version.former or 0)
            if own not in around.versions:  # another page has its address, which is told
                continue
            edition = annotate(
                version,
                notes,
                html,
                self.renderer,
                method=_way(around.method, own),
                permalinks=relative(permalinks.folder_of(own), seen_from=own) if self.settings.permalinks else "",
                preview=self._preview,
            )
            name = versions.name_of(version, self.renderer.words)
            yield Published(edition.page.finished, notes, own, edition.problems, name=name, html=edition.html)

    def _source_of_former(self, source: Source) -> Source:
        """The source of whose text there are former versions: of a translation, that which it translates."""
        original = self._originals.get(source.slug) if source.is_translation else None
        return original.page.source if original else source

    def notice(self, slug: str) -> str:
        """In a preview, what keeps a source's own file from being read; it stands before the page.  Else empty."""
        problems = [problem for problem in self.project.problems if slug and problem.source == slug]
        return unplaced(self.renderer, problems) if self._preview and problems else ""

    def search_records(self, slug: str) -> str:
        """What a theme's search finds of a source: plain HTML, in which every heading with an `id` begins a record.

        With our search nothing, since no other one reads the page.
        """
        return self._search_records(self._published[slug])

    def version_search_records(self, address: str) -> str | None:
        """The same of the former version whose page has an address; None where none has it, or its text is not kept."""
        slug, number = self._versions.get(address, ("", 0))
        former = self._published[slug].former if slug in self._published else ()
        there = next((each for each in former if each.page.source.former == number), None)
        return None if there is None else self._search_records(there)

    def _search_records(self, published: Published) -> str:
        if self.settings.search:
            return ""
        return self._memory.keep(
            ("search", self.settings.language, published.slug),
            (published, self._look),
            lambda: theme.document(published, self.renderer),
        )

    def record(self, slug: str) -> None:
        """Let our search find a source with its notes."""
        for record in self._records_of(self._published[slug]):
            self._collected.add(record)

    def _records_of(self, published: Published) -> tuple[records.Record, ...]:
        several = self._has_languages
        return self._memory.keep(
            ("records", self.settings.language, published.slug),
            (published, self._look, several),
            lambda: tuple(records.of_source(published, self.renderer, several=several)),
        )

    @cached_property
    def _has_languages(self) -> bool:
        sources = self.project.sources.values()
        return len({records.primary(source.front.source.language or self.settings.language) for source in sources}) > 1

    def record_page(self, address: str, title: str, html: str, *, weight: float = 1) -> None:
        """Let our search find a page that is no source.

        Args:
            address: relative to the site.
            title: its title.
            html: its content.
            weight: how much its words count, beside 1.
        """
        self._collected.add(records.of_page(address, title, html, self.renderer.words, weight=weight))

    @property
    def _collected(self) -> engine.Records:
        self._records = self._records or engine.Records()
        return self._records

    @property
    def _search_script(self) -> str:
        words = self.renderer.words
        window = self.renderer.fill("search", language=words.language, facets=records.facets(words))
        given = {"window": window, "language": words.language}
        return f"glossator.searching = {json.dumps(given)};\n{assets.search_script()}"

    # when all sources have their editions

    @property
    def publication(self) -> Publication:
        """All that is published, as indices and exports see it."""
        if self._publication is None:
            newest_first = sorted(
                self._published.values(), key=lambda published: (published.date, published.slug), reverse=True
            )
            self._publication = self._publication_of(*newest_first)
        return self._publication

    def _publication_of(self, *sources: Published) -> Publication:
        return Publication(
            name=self.settings.name,
            base=f"{self.settings.base.rstrip('/')}/" if self.settings.base else "",
            description=self.settings.description,
            sources=sources,
            site=self.renderer.site,
            changes=self.changes,
            older=self._number_of_changes > len(self.changes),
            indices=self.indices,
            permalinks=self.settings.permalinks,
            translates=bool(self.settings.original),
            pictures=self._draws,
            folders=self._folder_pages,
            libraries=self._libraries,
            frame=self._frame,
            memory=self._memory,
        )

    @cached_property
    def _folder_pages(self) -> dict[str, FolderPage]:
        return {path: self._folder_page(folder) for path, folder in self.project.folders.items()}

    def _folder_page(self, folder: Folder) -> FolderPage:
        plain = (leads.text_of(self.renderer.site.render_body(text)) for text in (folder.title, folder.introduction))
        title, introduction = (" ".join(text.split()) for text in plain)
        return FolderPage(title, introduction, self._pages.get(folder.page, ""))

    def page(self, slug: str) -> str:
        """The finished page of a source, without template."""
        published, following = self._published[slug], self._following(slug)
        publication = self._publication_of(published)  # the others are not all there yet

        def made() -> str:
            cite = citing.of_source(publication, published, self.renderer, following)
            return f"{self._texts.get(slug)}\n{cite}{metadata.context_objects(publication, published)}"

        return publication.once("page", published, made, *(astuple(following) if following else ()))

    def apart(self) -> None:
        """Go on in a process of its own."""
        self._texts = Shelf()

    def weight(self, slug: str) -> int:
        """How much there is to a source with its notes, in characters."""
        source, sidecar = self.project.sources[slug], self.project.sidecars[slug]
        notes = (*sidecar.annotations, *sidecar.former)
        return len(source.document.file.text) + sum(len(note.document.file.text) for note in notes)

    def is_prepared(self, slug: str) -> bool:
        """Whether all that is made of one source was made already, as far as can be said before its page is read."""
        return self._memory.has(("prepared", self.settings.language, slug), self._prepared_of(slug))

    def _prepared_of(self, slug: str) -> tuple[Any, ...]:
        return self.project.sources[slug], self.project.sidecars[slug], self._past(slug), self._frame

    def prepare(self, slug: str) -> None:
        """Make all that is made of one source alone, for a memory to keep; it has its `edition`.

        Args:
            slug: its name, a key of `project.sources`.
        """
        published = self._published[slug]
        alone = self._publication_of(published)
        self._head_of(alone, published)
        for address in self._own_addresses.get(slug, ()):
            self._beside(address, published, alone)
        if self.settings.search:
            self._records_of(published)
        for edition in alone.editions:
            self._search_records(edition)
        exports.prepare(alone, published)
        if self.settings.permalinks:
            for edition in alone.editions:
                permalinks.of_source(alone, self.renderer, STYLESHEET, edition)
        project, source, sidecar = self.project, self.project.sources[slug], self.project.sidecars[slug]
        self._expected_in(replace(project, sources={slug: source}, sidecars={slug: sidecar}), alone.editions)
        self._memory.keep(("prepared", self.settings.language, slug), self._prepared_of(slug), lambda: True)

    @cached_property
    def _own_addresses(self) -> Mapping[str, Sequence[str]]:
        """By slug the addresses of the pages beside a source's own."""
        found: dict[str, list[str]] = {}
        for address in (*self._claims, *self._timelines, *self._versions, *self._parallels):
            found.setdefault(self._source_of(address) or "", []).append(address)
        return found

    @property
    def _written(self) -> str:
        """The language in which notes are written, where these pages are in another one; else empty."""
        return self.settings.original if self._originals else ""

    def _present(self, published: Published) -> Published:
        """The present version of the text of which a source has former ones: a translation is no version of it."""
        original = self._originals.get(published.slug) if published.page.source.is_translation else None
        return original or published

    def _following(self, slug: str) -> Following | None:
        """What to read after a source: the next older one, after the oldest the newest; None where there is but one.

        A page is made before the editions of all others are there, so only their files and addresses count.
        """
        sources = self.project.sources
        if self._order is None:
            there = ((source.date, other) for other, source in sources.items() if source.path in self._pages)
            self._order = [other for _, other in sorted(there, reverse=True)]
            self._places = {other: place for place, other in enumerate(self._order)}
        after = self._order[(self._places[slug] + 1) % len(self._order)]
        source = sources[after]
        return None if after == slug else Following(source.title, source.language, self._pages[source.path])

    def _has_page(self, path: str, address: str) -> None:
        if self._pages.get(path) != address:
            self._pages[path] = address
            self._order = None

    def head(self, slug: str) -> str:
        """What stands in the head of a source's page, as lines of HTML."""
        return _kind("source") + self._head_of(self.publication, self._published[slug])

    def _head_of(self, publication: Publication, published: Published) -> str:
        return publication.once("head", published, lambda: exports.head(publication, published))

    def index(self, address: str) -> Index | None:
        """The index, or the table of claims, that stands on the page of an address; None where none does."""
        if (slug := self._source_of(address)) is not None:
            published = self._published.get(slug)
            if published is None:
                return None
            html = self._beside(address, published, self.publication)
            return Index(html, (), "", self._kind_beside(address, published))
        if address not in self._indices:
            return None
        name, first, number = self._indices[address]
        titles = indices.contents(name, self.renderer.site.words)
        arrangement = self._libraries.get(first, Arrangement())
        page = IndexPage(self.publication, self.renderer, first, number, arrangement, self._notes[first])
        return Index(
            indices.render(name, page),
            titles,
            self.renderer.fill("contents", titles=titles) if titles else "",
            "" if name in _BARE else _kind("method" if name == "method" else "index"),
        )

    def _source_of(self, address: str) -> str | None:
        """The slug of the source of which a page tells that stands beside its own; None for another page."""
        numbered_ = self._versions.get(address) or self._parallels.get(address)
        return numbered_[0] if numbered_ else self._claims.get(address) or self._timelines.get(address)

    def _beside(self, address: str, published: Published, publication: Publication) -> str:
        """What stands on such a page."""
        page = IndexPage(publication, self.renderer, address)
        if address in self._claims:
            return publication.once("claims", published, partial(claims.claims_page, page, published), address)
        if address in self._timelines:
            return publication.once("timeline", published, partial(dated.timeline_page, page, published), address)
        present = self._present(published)
        if address in self._versions:
            number = self._versions[address][1]
            both = beside(address, PARALLEL)
            parallel = both if both in self._parallels else ""
            make = partial(versions.version_page, page, published, number, present, parallel, self._written)
            return publication.once(f"version {number}", published, make, address, present, parallel)
        number = self._parallels[address][1]
        before = next((each for each in published.former if each.page.source.former == number), present)
        after = present if number else published
        make = partial(versions.parallel_page, page, before, after, self._written)
        return publication.once(f"parallel {number}", published, make, address, present)

    def _kind_beside(self, address: str, published: Published) -> str:
        """What such a page is, for its head."""
        if address in self._claims:
            return _kind("claims")
        number = self._versions.get(address, ("", None))[1]
        has_text = any(each.page.source.former == number for each in published.former)
        return _kind("index source" if has_text else "index")

    # when all pages are there

    def with_head(self, slug: str, html: str) -> str:
        """The whole HTML of a source's page with `head` in it."""
        return _with_head(html, self.head(slug))

    def files(self, *, is_whole: bool = True) -> Iterator[tuple[str, bytes]]:
        """The files beside the pages, each made when it is asked for, so that nobody need hold all of them.

        Args:
            is_whole: whether this is the build of the site, which has exports; else that of another of its languages.

        Yields:
            paths, relative to the site, each with what the file holds.
        """
        contents: Iterable[tuple[str, str | bytes]] = exports.files(self.publication) if is_whole else ()
        if self.settings.permalinks:
            contents = chain(contents, permalinks.files(self.publication, self.renderer, STYLESHEET))
        if self._draws:
            drawn = pictures.files(self.publication, self.settings.root.joinpath(*PICTURES))
            contents = chain(contents, drawn)
        if is_whole:
            contents = chain(contents, [(COUNTS, json.dumps(counts.of_site(self.publication), indent=2))])
        for address, content in contents:
            # Addresses of pages are quoted, as in links; files are named as they are.
            path = unquote(address)
            if self.make(path, "an export"):
                yield path, content.encode() if isinstance(content, str) else content

    def finish(self) -> Finished:
        """Every problem that is known before the pages are written, and when all `files` were asked for."""
        lacks = self.settings.pictures and not self._draws
        needed = f"no pictures are drawn: `pictures: true` needs `{installing.adding('pictures')}`"
        notices = [needed] if lacks else []
        every = [*notices, *self._untranslated, *self._unshown, *self._unsigned, *self.left_out, *self.unfinished]
        return Finished(self.problems, every)

    @property
    def unfinished(self) -> list[str]:
        """What is still to be written on the site's pages, in sentences with their places."""
        return [notice for notices in self._unfinished.values() for notice in notices]

    @property
    def _unshown(self) -> list[str]:
        """That translations of notes are shown nowhere; empty where there are none, or several languages."""
        files = [
            translation.document.file.name
            for sidecar in self.project.sidecars.values()
            for each in sidecar.translations.values()
            for translation in each.values()
        ]
        if self.settings.original or not files:
            return []
        return [f"translations are shown nowhere, since the site has one language: {', '.join(files)}"]

    @property
    def _unsigned(self) -> list[str]:
        """That notes have neither author nor date, and where these come from; empty where all have one or the other."""
        publication = self.publication
        if publication.history.missing in ("shallow", "partial"):  # which *Changes* says, and no commit would mend
            return []
        credited = (publication.credits(note) for published in publication.editions for note in published.notes)
        count = sum(not (each.authors or each.created) for each in credited)
        if not count:
            return []
        subject = "1 note has" if count == 1 else f"{count} notes have"
        return [f"{subject} no author and no date: they come from the commit of its file, or from `authors:` in it"]

    @property
    def _untranslated(self) -> list[str]:
        """That the page's words are English, and how a site has others; empty where they are in its language."""
        language, words = self.settings.language, self.renderer.words
        if words.is_translated:
            return []
        folder = self.settings.overrides or self.settings.root / "overrides" / "glossator"
        path = f"{reading.display_name(folder, self.settings.root)}/{language}.po"
        where = "" if self.settings.overrides else ", with `custom_dir: overrides` under `theme` in mkdocs.yml"
        begin = f"`glossator words {language} > {path}` begins a catalogue of the site’s own{where}"
        return [f"the page’s own words are English, since there are none in `{language}`: {begin}"]

    @property
    def left_out(self) -> list[str]:
        """What is not published yet, in a sentence; empty where nothing is, or drafts are shown."""
        waiting = [] if self._drafts else self.selection.waiting
        files = ", ".join(str(each) for each in waiting)
        return [f"not published on {self.settings.today}, and left out: {files}"] if waiting else []

    def keeps_back(self, path: Path, text: str) -> bool:
        """Whether the page of a file among the sources must not be published yet, read as a source or not.

        Args:
            path: the file.
            text: Markdown with front matter.
        """
        slug = "" if self._drafts else self.slug(path)
        if not slug or slug in self.project.sources:
            return False
        return slug in self.selection.sources or is_waiting(written_keys(text), self.settings.today)

    def join(self, other: Build) -> None:
        """Take in the build of another language of the site: its pages are held to the same, and counted nowhere."""
        self._joined.append(other)
        if other._records:
            self._collected.take(other._records)

    # when all files are written

    def complete(self, folder: Path) -> Sequence[Problem]:
        """Read the finished pages: see `verify`; where the site has a content security policy, write it into them; and
        where it has our search, write its index.

        Args:
            folder: the site, with all its pages and files.

        Raises:
            OSError: a page cannot be read or written, or the index.
        """
        watch, allowed = guard.Guard(self._all_expected(), self._memory), self.settings.content_security_policy
        policy = None if allowed is None else Policy(allowed, self._memory)
        self.collected(folder)
        for page in pages.read(folder):
            watch.look(page)
            if policy:
                policy.look(page)
        if policy:
            policy.write(folder)
        fault = self._records.index(folder, self._memory) if self._records else ""
        return [*watch.problems(), *(policy.problems if policy else ()), *self._unsearchable(fault)]

    def collected(self, folder: Path) -> None:
        """Begin to write the index of the search into the site, since all records are there; `complete` waits for it.

        Args:
            folder: the site.
        """
        if self._records and not self._is_collected:
            self._is_collected = True
            self._records.begin(folder, self._memory)

    def _unsearchable(self, fault: str) -> list[Problem]:
        hint = "build again; without the extra `search`, or with `search: false`, the theme’s search is used"
        message = f"nothing would be found: {fault}"
        return [Problem(Location(engine.ENTRY), "search-index", message, hint)] if fault else []

    def close(self) -> None:
        """Remove what was kept for the build alone; nothing is done with it any more."""
        self._texts.close()
        if self._records:
            self._records.close()

    def verify(self, folder: Path, addresses: Mapping[str, str] | None = None) -> Sequence[Problem]:
        """See whether the finished pages have each note: seen, whole and on its words.

        Args:
            folder: the site.
            addresses: see `expected`.

        Raises:
            OSError: a page cannot be read.
        """
        return guard.verify(folder, self.expected(addresses))

    @property
    def was_filled_in(self) -> bool:
        """Whether the site's own templates could be filled in, in each of its languages."""
        return not any(build.renderer.problems for build in (self, *self._joined))

    def _all_expected(self) -> list[ExpectedSource]:
        return [source for build in (self, *self._joined) for source in build.expected()]

    def expected(self, addresses: Mapping[str, str] | None = None) -> list[ExpectedSource]:
        """What should stand on the finished pages.

        Args:
            addresses: those of the sources' pages, by their slugs, for a site that another process has built; by
                default they are those of this build, and notes that have no place are not missed again.
        """
        there = list(self._editions) if addresses is None else []
        return self._expected_in(self.project, there, addresses)

    def _expected_in(
        self, project: Project, there: Sequence[Published], addresses: Mapping[str, str] | None = None
    ) -> list[ExpectedSource]:
        bodies = {note.path: own.body(note) for own in there for note in own.notes}
        render = self.renderer.site.render_body
        return guard.expected(
            project,
            lambda note: bodies[note.path] if note.path in bodies else render(note.body).html,
            addresses={own.slug: own.address for own in there} if addresses is None else self._with_former(addresses),
            unplaced={(own.slug, lost.annotation.id) for own in there for lost in own.apparatus.unplaced},
            permalink=permalinks.file_of if self.settings.permalinks else None,
            once=partial(self._once_expected, {own.slug: own for own in there}),
        )

    def _once_expected(
        self, there: Mapping[str, Published], slug: str, make: Callable[[], ExpectedSource]
    ) -> ExpectedSource:
        made_of = there.get(slug), self._look, self.settings.permalinks
        return self._memory.keep(("expected", self.settings.language, slug), made_of, make) if made_of[0] else make()

    def _with_former(self, addresses: Mapping[str, str]) -> dict[str, str]:
        """Addresses of sources' pages, and of those of their former versions, by their slugs."""
        return {**addresses} | {
            slug_of(slug, version.number): versions.address_of(address, version.number)
            for slug, address in addresses.items()
            for version in self.project.sidecars[slug].versions
        }

    @property
    def _editions(self) -> Iterator[Published]:
        for published in self._published.values():
            yield from (published, *published.former)

    # at any time

    @property
    def own_problems(self) -> Sequence[Problem]:
        """What is wrong that no single note and no record is to blame for: markup, addresses, settings."""
        return self._problems

    @property
    def problems(self) -> list[Problem]:
        """All that is known to be wrong by now, once."""
        in_editions = (problem for published in self._editions for problem in published.problems)
        own = [*self._problems, *self.renderer.problems]
        return distinct([*self.project.all_problems(), *own, *in_editions])

    def add_problems(self, problems: Sequence[Problem]) -> None:
        """Report what the site generator's adapter has found."""
        self._problems += problems

    @property
    def indices(self) -> Mapping[str, str]:
        """The address of the first page of each index that the site has, by its name, relative to the site."""
        return self._firsts

    @cached_property
    def changes(self) -> tuple[NoteChange, ...]:
        """What changed in the notes, newest first, as far as git knows."""
        layout = self.project.layout
        history, waiting = self.renderer.site.history, tuple(self.selection.sources)

        def read_now() -> tuple[NoteChange, ...]:
            every = changes.read(history, layout.root, layout.annotations, hides=self._hides)
            return tuple(change for change in every if change.source not in waiting)

        return self._memory.told(
            ("changes", self.settings.language),
            (history, layout.root, layout.annotations, self.settings.today, waiting),
            read_now,
        )

    def _past(self, slug: str) -> object:
        """What git says of a source and of what stands beside it: all of the history that is seen of it."""
        if not self._memory.keeps:
            return None
        sidecar = self.project.sidecars[slug]
        paths = [self.project.sources[slug].path, *(note.path for note in (*sidecar.annotations, *sidecar.former))]
        paths += [sidecar.lead.path] if sidecar.lead else []
        known = self.renderer.site.history.changes
        past = tuple(tuple(known.get(path, ())) for path in paths), self._changes_of.get(slug, ())
        return self._memory.same(("past", self.settings.language, slug), past)

    @cached_property
    def _changes_of(self) -> Mapping[str, tuple[NoteChange, ...]]:
        """The changes of notes by the slugs of their sources."""
        found: dict[str, tuple[NoteChange, ...]] = {}
        for change in self.changes:
            found[change.source] = (*found.get(change.source, ()), change)
        return found

    @cached_property
    def _frame(self) -> object:
        """What stands for all that pages of sources show of the site besides them; the same as long as that is."""
        settings = self.settings
        return self._memory.recall(
            ("frame", settings.language),
            (
                self._look,
                settings.name,
                settings.base,
                settings.description,
                settings.permalinks,
                settings.original,
                self._draws,
                tuple(self.indices.items()),
                tuple((path, *astuple(page)) for path, page in self._folder_pages.items()),
                tuple((address, *astuple(each)) for address, each in self._libraries.items()),
            ),
            object,
        )

    def _hides(self, note: Mapping[str, Any]) -> bool:
        return is_waiting(note, self.settings.today)

    @cached_property
    def _draws(self) -> bool:
        return self.settings.pictures and pictures.available()

    @cached_property
    def _number_of_changes(self) -> int:
        layout = self.project.layout
        return changes.count(self.renderer.site.history, layout.root, layout.annotations)


def _kind(kind: str) -> str:
    """What the head of a page says it is, so that a browser lays it out before it comes to its text."""
    return f'<meta name="glossator" content="{kind}">\n'


def _with_head(html: str, lines: str) -> str:
    return _HEAD_ENDS.sub(lambda _: lines, html, count=1)


def _way(there: str | None, address: str) -> str:
    """An address as the page of another address links to it; empty for none."""
    return "" if there is None else relative(there, seen_from=address)
