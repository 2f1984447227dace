"""Notes put into a finished site, whichever program made it: into its pages, beside them and into its search.

A site generator that has no adapter of its own needs none: its pages are read where it wrote them, the text of each
source is found on its page, and what a build publishes takes that text's place.  The rest of a page stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from pathlib import Path
from typing import Final

from glossator.edition import assets
from glossator.files import front_matter
from glossator.files.reading import TextFile
from glossator.problems import Location, Problem
from glossator.project.sources import Source
from glossator.publication import indices
from glossator.publication.addresses import SCRIPT, STYLESHEET, path_of, relative
from glossator.publication.applying import outdated, search_index, stretch, written
from glossator.publication.applying.copying import Template
from glossator.publication.applying.originals import Originals
from glossator.publication.applying.stretch import Stretch
from glossator.publication.build import Build, Index
from glossator.publication.finished import pages
from glossator.publication.host import Host, SitePage
from glossator.text.outline import Selector, outline, selector
from glossator.text.textmap import TextMap

ROOM: Final = "assets/glossator/applied.css"
"""The style sheet for pages that leave a source less room."""
INSTANT: Final = "navigation.instant"
"""What stands on the pages of a site that exchanges them without loading them, as Material and Zensical do."""
OURS: Final = STYLESHEET.encode()
"""What every page holds into which notes were put, by a plugin or by us."""


class AppliedBefore(Exception):
    """The notes are in the site already, and what its pages were without them is not known; the text says so."""


@dataclass(frozen=True)
class Applied:
    """What was done."""

    problems: list[Problem]
    """All that is wrong, with the project or with the pages as they are now."""
    notices: list[str]
    """What nobody has to mend, in sentences."""
    notes: int
    """How many notes have a place."""
    of: int
    """How many notes there are to publish."""
    sources: int
    """How many sources have a page."""
    pages: int
    """How many further pages were changed or made: indices, tables of claims, former versions, texts side by side."""
    files: int
    """How many files were written beside them."""
    records: int = 0
    """How many sources are in the site's search with their notes."""


@dataclass
class _Page:
    """A finished page that gets something."""

    address: str
    original: bytes
    html: str
    stretch: Stretch
    text: TextMap
    """What was written for it."""
    built: float
    """When it was built, in seconds since the beginning of 1970."""
    head: str = ""
    """What its head gets."""
    body: str = ""
    """What takes the place of the stretch."""


@dataclass
class _Site:
    """A finished site and what becomes of it."""

    folder: Path
    originals: Originals
    container: Selector | None
    pages: dict[str, _Page] = field(default_factory=dict)
    """By their addresses."""
    made: dict[str, str] = field(default_factory=dict)
    """Further pages by their addresses."""
    before: int = 0
    """How many of the pages had notes in them before."""
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def open(self, address: str, path: str, body: str, title: str, *, index: bool = False) -> _Page | None:
        """A finished page with the place of its text; None, and a problem, where it is not there.

        Args:
            address: its own, relative to the site.
            path: the file of which it was made, as problems call it.
            body: what stands in that file behind its front matter.
            title: its title, where that is known.
            index: whether it gets an index, for which it needs no words of its own.

        Raises:
            AppliedBefore: it has notes already.
        """
        file = path_of(address)
        if not (self.folder / file).is_file():
            self.problems.append(_missing(path, file))
            return None
        raw, before = self.originals.read(file)
        if OURS in raw:
            raise AppliedBefore(
                f"{self.folder / file} has its notes already, and what it was without them is not known here: build "
                "the site anew, then run this again; a site that MkDocs builds with the plugin needs nothing more"
            )
        self.before += before
        html = raw.decode("utf-8", "surrogateescape")
        text = written.text_of(path, body)
        found = stretch.find(html, text, title, self.container) if text.places or not index else None
        if found is None and index:
            found = stretch.find(html, text, title, None) if text.places else None
            found = found or stretch.behind(html, None)
        if found is None:
            self.problems.append(_other_words(path, file, self.container))
            return None
        page = self.pages[address] = _Page(address, raw, html, found, text, self.originals.built(file))
        return page

    def written(self, page: _Page) -> bytes:
        """A page as it will be."""
        html = page.stretch.replaced(page.html, page.body)
        return _with_head(html, page.head + _assets(page.address)).encode("utf-8", "surrogateescape")


def apply(build: Build, host: Host, folder: Path) -> Applied:
    """Put the notes of a project into its finished site, and look at the pages as they are then.

    Args:
        build: of the project, with nothing in it yet.
        host: the site generator that made the site.
        folder: the finished site.

    Raises:
        AppliedBefore: notes are in it already, and the pages without them are not known.
        OSError: a page cannot be read, or a file cannot be written.
    """
    chosen = build.settings.container
    site = _Site(folder, Originals(build.settings.root, folder), selector(chosen) if chosen else None)
    addresses = _addresses(build, host, site)
    further = _indices(build, host, site)
    for slug, address in addresses.items():
        _source(build, site, build.project.sources[slug], address)
    _finish_pages(build, site, further)
    assets_ = {**build.assets, ROOM: assets.applied_stylesheet()}
    files = {name: text.encode() for name, text in assets_.items() if build.make(name, "a file of the program")}
    files |= build.files()
    finished = build.finish()
    records = _write(build, site, files)
    after = build.complete(folder)
    publication = build.publication
    missed = {each.location.path for each in site.problems if each.code == "page-missing"}

    def told(problem: Problem) -> bool:
        return problem.code == "note-not-published" and problem.location.path in missed

    return Applied(
        problems=[*site.problems, *build.problems, *finished.problems, *(each for each in after if not told(each))],
        notices=[*_notices(site), *finished.notices],
        notes=publication.number_of_notes,
        of=sum(len(beside.annotations) + len(beside.former) for beside in build.project.sidecars.values()),
        sources=len(publication.sources),
        pages=len(site.pages) - len(publication.sources) + len(site.made),
        files=len(files),
        records=records,
    )


def _addresses(build: Build, host: Host, site: _Site) -> dict[str, str]:
    """The addresses of the pages of all sources that have one."""
    addresses = {}
    for slug, source in build.project.sources.items():
        try:
            addresses[slug] = host.address(slug)
        except FileNotFoundError as error:
            site.problems.append(_missing(source.path, str(error)))
    for slug, waiting in build.selection.sources.items():
        try:
            file = path_of(host.address(slug))
        except FileNotFoundError:
            continue
        if (site.folder / file).is_file():
            site.problems.append(_too_early(f"{waiting}", file))
    return addresses


def _indices(build: Build, host: Host, site: _Site) -> dict[str, list[str]]:
    """Open the pages that ask for an index; the addresses of those with which each goes on, by its own."""
    further = {}
    for page in sorted(host.pages(), key=lambda page: (len(page.path), page.path)):
        if not (site.folder / path_of(page.address)).is_file():
            if indices.asked(page)[0]:
                site.problems.append(_missing(page.path, path_of(page.address)))
            continue
        more = build.index_page(page) if build.take(page.path, path_of(page.address)) else None
        if more is None:
            continue
        body, title = front_matter_of(page)
        opened = site.open(page.address, page.path, body, title, index=True)
        if opened:
            further[page.address] = [each.address for each in more]
    return further


def front_matter_of(page: SitePage) -> tuple[str, str]:
    """The text of a page behind its front matter, and its title."""
    document, _ = front_matter.split_either(TextFile(Path(page.path), page.path, page.text), example="title: A page")
    if document is None:
        return page.text, ""
    title = document.marked.value.get("title")
    return document.body, title if isinstance(title, str) else ""


def _source(build: Build, site: _Site, source: Source, address: str) -> None:
    """Put the notes of a source into its page, and make the pages that belong to it."""
    if not build.take(source.path, path_of(address)):
        return
    page = site.open(address, source.path, source.document.body, source.title)
    if page is None:
        return
    _compare(site, source, page)
    made = [
        build.claims_page(source.slug, address),
        build.timeline_page(source.slug, address),
        *build.version_pages(source.slug, address),
        *build.parallel_pages(source.slug, address),
    ]
    for each in made:
        if each:
            site.made[each.address] = each.text
    build.edition(source.slug, page.stretch.of(page.html), address, title_outside=page.stretch.title_outside)


def _compare(site: _Site, source: Source, page: _Page) -> None:
    """Say where a page has other words than its source has now."""
    newer = source.document.file.path.stat().st_mtime > page.built
    stretch, file = page.stretch.of(page.html), path_of(page.address)
    problem = outdated.look(source, page.text, stretch, page.html, file, newer=newer) if page.text.places else None
    if problem and newer:
        site.problems.append(problem)
    elif problem:
        site.notices.append(outdated.as_notice(problem))


def _finish_pages(build: Build, site: _Site, further: Mapping[str, Iterable[str]]) -> None:
    """Give each page what it gets, now that all sources are known, and make the pages that are ours."""
    base = build.publication.base
    by_address = {published.address: published.slug for published in build.publication.sources}
    texts, site.made = site.made, {}
    for address, page in list(site.pages.items()):
        if address in by_address:
            page.head, page.body = build.head(by_address[address]), build.page(by_address[address])
            template = Template(page.html, address, page.stretch)
            own = [other for other in texts if other.startswith(_folder(address))]
            for other in own:
                if index := build.index(other):
                    html = template.page(index.html, title=_title(texts.pop(other)), address=other, base=base)
                    site.made[other] = _with_head(html, index.head + _assets(other))
            continue
        index = build.index(address)
        if index is None:
            continue
        text = page.stretch.of(page.html)
        page.head, page.body = index.head, index.into(_with_contents(text, index))
        template = Template(page.html, address, page.stretch)
        heading = next((text[node.start : node.end] for node in outline(text).walk() if node.tag == "h1"), "")
        for other in further.get(address, ()):
            if following := build.index(other):
                content = f"{heading}\n{following.html}"
                title = _title_of(page.html)
                html = template.page(content, title=title, address=other, base=base, titled=False)
                site.made[other] = _with_head(html, following.head + _assets(other))


def _folder(address: str) -> str:
    """How the addresses of the pages begin that lie beside a page."""
    return address.removesuffix("index.html").removesuffix(".html") + (
        "" if address.endswith(("/", "index.html")) else "/"
    )


def _write(build: Build, site: _Site, files: Mapping[str, bytes]) -> int:
    """Write all pages and files, and take away what an older run had made and nobody makes any more."""
    for address, page in site.pages.items():
        after = site.written(page)
        site.originals.keep(after, page.original, page.built)
        _put(site.folder / path_of(address), after)
    made = {path_of(address): html.encode("utf-8", "surrogateescape") for address, html in site.made.items()}
    made |= files
    for path in site.originals.made_before():
        if path not in made:
            (site.folder / path).unlink(missing_ok=True)
    for path, content in made.items():
        _put(site.folder / path, content)
    if INSTANT.encode() in b"".join(page.original for page in site.pages.values()):
        _everywhere(site)
    records = _search(build, site)
    site.originals.remember(made)
    return records


def _everywhere(site: _Site) -> None:
    """Let all other pages load what pages with notes need, since one leads to the other without being loaded."""
    touched = {path_of(address) for address in (*site.pages, *site.made)}
    for page in pages.read(site.folder):
        if page.path in touched or INSTANT.encode() not in page.html:
            continue
        raw, _ = site.originals.read(page.path)
        html = raw.decode("utf-8", "surrogateescape")
        after = _with_head(html, _assets(page.path)).encode("utf-8", "surrogateescape")
        site.originals.keep(after, raw)
        _put(site.folder / page.path, after)


def _search(build: Build, site: _Site) -> int:
    documents = {published.address: build.search_records(published.slug) for published in build.publication.sources}
    # The generator knows no page of a former version.
    former = {
        published.address: [
            (each.address, each.title, build.version_search_records(each.address) or "")
            for each in published.former
            if each.notes
        ]
        for published in build.publication.sources
    }
    for path in search_index.FILES:
        if (site.folder / path).is_file():
            raw, _ = site.originals.read(path)
            if (after := search_index.with_notes(raw, documents, former)) is not None:
                site.originals.keep(after, raw)
                _put(site.folder / path, after)
                return len(documents)
    return 0


def _put(path: Path, content: bytes) -> None:
    # A site can be made anew: to wait until each file is on the disk would take most of the time.
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _notices(site: _Site) -> list[str]:
    if not site.before:
        return site.notices
    before = f"{site.folder} had notes in {site.before} of its pages: they were taken out, and put in as they are now"
    return [
        *site.notices,
        f"{before}; what the site generator would write today is seen only when it builds the site anew",
    ]


_HEAD_ENDS: Final = re.compile(r"(?=</head\b|<body\b)", re.IGNORECASE)
_TITLE_ENDS: Final = re.compile(r"(?<=</title>)", re.IGNORECASE)


def _with_head(html: str, lines: str) -> str:
    """A page with further lines in its head, of which HTML lets authors leave out the tags."""
    place = _HEAD_ENDS.search(html) or _TITLE_ENDS.search(html)
    at = place.start() if place else 0
    return f"{html[:at]}{lines}{html[at:]}"


def _assets(address: str) -> str:
    """What each page with notes loads."""
    style, room, script = (escape(relative(each, seen_from=address)) for each in (STYLESHEET, ROOM, SCRIPT))
    links = f'<link rel="stylesheet" href="{style}">\n<link rel="stylesheet" href="{room}">\n'
    return f'{links}<script src="{script}" defer></script>\n'


def _with_contents(html: str, index: Index) -> str:
    """The text of a page with the contents of its index below the title."""
    if not index.contents:
        return html
    before, title_end, after = html.rpartition("</h1>")
    return f"{before}{title_end}\n{index.contents}\n{after}"


def _title(text: str) -> str:
    """The title in the front matter of a page that is to be made."""
    document, _ = front_matter.optional(TextFile(Path(), "", text), example="title: A page")
    return str(document.marked.value.get("title", "")) if document else ""


def _title_of(html: str) -> str:
    titles = (html[node.inner : node.inner_end] for node in outline(html).walk() if node.tag == "title")
    return unescape(next(titles, "").strip())


def _missing(path: str, file: str) -> Problem:
    message = f"the finished site has no page of it: {file or 'index.html'} is not there"
    hint = (
        "build the site, then run this again; where its page lies elsewhere, say so in the front matter: url: /letter/"
    )
    return Problem(Location(path), "page-missing", message, hint)


def _other_words(path: str, file: str, container: Selector | None) -> Problem:
    where = f"`{' '.join(container.steps)}`" if container else "an <article>, or else <main>"
    message = f"none of its words were found on {file}, in {where}"
    hint = "container: .post-content      # in the configuration: what holds the text on finished pages"
    return Problem(Location(path), "page-missing", message, hint)


def _too_early(path: str, file: str) -> Problem:
    message = f"this is not published yet, and the finished site has its page: {file}"
    hint = "let the site generator leave it out as well, or take away `draft:` and `publish:`"
    return Problem(Location(path), "published-early", message, hint)
