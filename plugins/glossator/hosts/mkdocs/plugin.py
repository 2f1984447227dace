"""The MkDocs plugin.  A hook is a list of delegations: what is done, the core does."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from jinja2 import Environment
from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import write_file
from mkdocs.utils.templates import TemplateContext

from glossator import processes
from glossator.doors import BrokenExtension
from glossator.edition.titling import TITLE
from glossator.files import markup, reading
from glossator.hosts.mkdocs import files as site_files
from glossator.hosts.mkdocs import searching
from glossator.hosts.mkdocs.editing import lead_to_branch
from glossator.hosts.mkdocs.keeping import (
    TYPES,
    around,
    has_known_plugins,
    has_pure_markdown,
    keep_compiled,
    remembered,
)
from glossator.hosts.mkdocs.options import Options, refuse_unknown
from glossator.hosts.mkdocs.policy import with_reloading
from glossator.hosts.mkdocs.preparing import Begun, Reached, Unkept, prepare
from glossator.hosts.mkdocs.rendering import rendered
from glossator.hosts.mkdocs.shelving import shelve
from glossator.hosts.mkdocs.site import root_of, settings_of, site_page
from glossator.memory import Memory
from glossator.memory.cache import Cache
from glossator.problems import Problem
from glossator.publication.addresses import CLAIMS, OPENING, PARALLEL, SCRIPT, STYLESHEET, TIMELINE, path_of
from glossator.publication.settings import UNFIT, Settings
from glossator.publication.shelf import Shelf
from glossator.reports.formats import counted, paragraph
from glossator.reports.lines import line
from glossator.reports.progress import progress

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

    from glossator.publication.build import Build, Index

log = get_plugin_logger("glossator")

NO_REPOSITORY: Final = (
    "nothing is wrong, but no note has a link to its file, and readers send notes only by mail, to the `contact` of "
    "`imprint`, or copy them: `repo_url` in mkdocs.yml would say where the files are kept"
)
"""What a build says once."""
MOVED: Final = (
    "another plugin, such as monorepo, builds the site of {now} and not of {was}, where the sources with notes are: "
    "leave that plugin out, or build the sources as a site of their own"
)
"""Why a build cannot begin."""
FIRST: Final = 1000
"""A priority above those of plugins that want to be first."""
TIDIED: Final = 16
"""After so many builds a preview looks for what nothing needs any more, which takes as long as a saved note."""
LAST: Final = -200
"""A priority below those of plugins that want to be last."""


class GlossatorPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]  # MkDocs' __init_subclass__ has no types
    """Puts notes beside the sources they are about."""

    def __init__(self) -> None:
        self._command = "build"
        self._memory: Memory | None = None
        """What a preview keeps of its builds; none where a site is built once."""
        self._ended = 0
        """How many builds there were."""
        self._dirty = False
        self._builds: list[Build] = []
        """Those that go on: the site's, and within it that of another of its languages."""
        self._reported: set[Problem] = set()
        self._told: set[str] = set()
        self._failing: list[Problem] = []
        self._has_said = False
        self._docs = ""
        self._content: str | None = None
        """The page whose records are shown to searches; None for one that they read itself."""
        self._index: Index | None = None
        """That of the page that is being made; None where it has none."""
        self._shelf = Shelf()
        self._waiting = ExitStack()
        """What shows whoever waits at a terminal how far the build is, until it is taken away."""
        self._step: Callable[[int], None] = _unseen
        self._keeping = ExitStack()
        """What is kept for other builds and processes, until the build ends."""
        self.prepares_for: Path | None = None
        """Where what is made is kept for a build that began this one, to make some of its sources; None for others."""
        self.takes_from: Sequence[Path] = ()
        """Folders in which the build looks for what others made."""
        self.was_ready: Callable[[list[str], list[str]], None] = _unused
        """Gets the slugs of the sources that are there, and of all, as soon as that is known."""
        self._cache: Cache | None = None
        self._jobs = 1
        self._around: tuple[int, tuple[object, ...]] | None = None

    def load_config(self, *args: Any, **kwargs: Any) -> tuple[Any, Any]:
        errors, warnings = super().load_config(*args, **kwargs)
        refuse_unknown(errors, warnings)
        return errors, warnings

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self._command, self._dirty = command, dirty
        self._memory = Memory() if command == "serve" else None

    @event_priority(FIRST)
    def _remember(self, config: MkDocsConfig) -> MkDocsConfig:
        self._docs = config.docs_dir
        return config

    def _load_assets(self, config: MkDocsConfig) -> MkDocsConfig:
        # A build within another one shares its configuration.
        if STYLESHEET not in config.extra_css:
            config.extra_css.append(STYLESHEET)
        if SCRIPT not in map(str, config.extra_javascript):
            config.extra_javascript.append(ExtraScriptValue(SCRIPT))
        lead_to_branch(config, root_of(config))
        return config

    @event_priority(LAST)  # after whoever chooses the language
    def _begin(self, config: MkDocsConfig) -> MkDocsConfig:
        if config.docs_dir != self._docs:
            raise PluginError(f"glossator: {MOVED.format(was=self._docs, now=config.docs_dir)}")
        if not self._builds:
            # A rebuild makes new ones, so nothing of an older build can stay.
            self._reported, self._told, self._failing = set(), set(), []
            if self._memory:
                self._memory.begin()
        settings = settings_of(config, self.config)
        if self._searches(config):
            searching.replace(config)
            settings = replace(settings, search=True)
            if OPENING not in map(str, config.extra_javascript):
                config.extra_javascript.append(ExtraScriptValue(OPENING))
        # A note's words must not hang on anything that is not known.
        is_pure = has_pure_markdown(config, but_for=UNFIT)
        if is_pure and not self._builds and self._command != "serve" and not self._dirty:
            self._cache = self._kept(settings)
        memory = (self._memory or self._cache) if is_pure else None
        from glossator.publication.build import Build  # a command that reads the site's configuration builds nothing

        try:
            outer = self._builds[-1] if self._builds else None
            preview = self._command == "serve"
            self._builds.append(Build(settings, preview=preview, originals=outer, memory=memory))
        except BrokenExtension as error:
            raise PluginError(f"glossator: {error}") from error
        # What was read lives as long as the build.  To look through it for garbage again and again takes 7 % of one.
        gc.freeze()
        return config

    def _kept(self, settings: Settings) -> Cache | None:
        """What is kept for other builds and processes; None where there are none of either."""
        from glossator.publication import keeping  # likewise

        method = processes.METHOD
        if self.prepares_for:
            return keeping.opened(settings, [self.prepares_for], types=TYPES, until=self._keeping)
        fit = processes.cores() - settings.search  # whose indexer has use for a core of its own
        self._jobs = self.config.jobs or (max(fit, 1) if keeping.is_large(settings, method) else 1)
        if self._jobs == 1 and not self.config.cache and not self.takes_from:
            return None
        folders = (*keeping.folders(settings, lasting=self.config.cache, until=self._keeping), *self.takes_from)
        return keeping.opened(settings, folders, types=TYPES, until=self._keeping)

    @event_priority(LAST)  # after whoever changes the navigation; all pages are there, and none is rendered
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        self._around = None
        if self._cache and has_pure_markdown(config):
            self._prepare(self._cache, config, files)
        elif self.prepares_for:
            raise Unkept
        if len(self._builds) == 1 and self._command != "serve":
            steps = 2 * len(files.documentation_pages())  # each is read, and written
            self._step = self._waiting.enter_context(progress("building", steps))
        return nav

    def _prepare(self, cache: Cache, config: MkDocsConfig, files: Files) -> None:
        """Let several processes make what is made of sources."""
        build = self.build
        of_sources = ((self._slug(page, config), page) for page in _pages(files))
        begun = Begun(self, config, files, {slug: page for slug, page in of_sources if slug in build.project.sources})
        if self.prepares_for:
            raise Reached(begun)
        if self.takes_from and not self.is_within_another:
            self.was_ready(self.ready(list(begun.pages)), list(begun.pages))
        slugs = [slug for slug in begun.pages if not build.is_prepared(slug)] if self._jobs > 1 else []
        if len(slugs) > 1:
            with progress("annotating", len(slugs)) as step:
                prepare(begun, slugs, self._jobs, step, folder=cache.folder, method=processes.METHOD)
            cache.refresh()
            gc.freeze()  # again: processes shared what was read

    def ready(self, slugs: Sequence[str]) -> list[str]:
        """Those of some sources of which everything was made by now."""
        if self._cache is None:
            return []
        self._cache.refresh()
        return [slug for slug in slugs if self.build.is_prepared(slug)]

    @property
    def is_within_another(self) -> bool:
        """Whether the build that goes on is that of another of the site's languages, within the site's."""
        return len(self._builds) > 1

    def apart(self) -> None:
        """Go on in a process of its own, of which nothing is left but what is kept."""
        self._shelf, self._step = Shelf(), _unseen
        self.build.apart()

    def _searches(self, config: MkDocsConfig) -> bool:
        """Whether the site gets our search; a preview, and a build of some pages only, keep the theme's."""
        if self._builds:
            return self._builds[0].settings.search
        if self._command == "serve" or self._dirty or not self.config.search:
            return False
        if notice := searching.missing(config):
            log.info("%s", notice)
            return False
        return searching.replaceable(config)

    on_config = CombinedEvent(_remember, _load_assets, _begin)

    def _refuse(self, files_: Files, /, *, config: MkDocsConfig, **_: Any) -> Files:
        build = self.build
        build.add_problems(site_files.refuse(files_, build.settings.root))
        site_files.leave_out_words(files_, build.settings.overrides)
        site_files.leave_out_unreadable(files_, build.project)
        site_files.leave_out_waiting(files_, build)
        return files_

    @event_priority(LAST)  # after whoever gives files other addresses, and takes none that were made
    def _make(self, files_: Files, /, *, config: MkDocsConfig, **_: Any) -> Files:
        build = self.build
        for file, path, address in list(site_files.addresses(files_, build.settings.root)):
            if not build.take(path, address):
                files_.remove(file)
        indices = self._continue_indices(files_, config) | self._add_claims(files_, config)
        if self._dirty:
            site_files.build_anew(files_, build.settings.sources, indices)
        # Those of the build around it are there already.
        for address, text in build.assets.items() if len(self._builds) == 1 else ():
            if build.make(address, "a file of the program"):
                files_.append(File.generated(config, address, content=text))
        return files_

    on_files = CombinedEvent(_refuse, _make)

    @event_priority(100)  # before whoever reads the front matter
    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        slug = self._slug(page, config)
        if slug and (path := self._path(page)):
            page.meta = self.build.front_matter(path, page.file.content_string, page.meta)
        if self._command != "serve":  # a preview holds all pages anyway
            shelve(page, self._shelf)
        if slug in self.build.project.sources:
            # MkDocs has no event around it, and would show a traceback.
            page.render = lambda config, files: self._render(page, config, files)  # type: ignore[method-assign]
            # The margin needs the room; a page that says otherwise keeps its word.
            page.meta.setdefault("hide", ["navigation", "toc"])
        return markdown

    @event_priority(50)  # before whoever keeps the page for another rendition, such as one for printing
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        build, slug = self.build, self._slug(page, config)
        self._went_on()
        if slug:
            _name(page)
        if slug not in build.project.sources:
            if slug and (path := self._path(page)):
                html = build.page_among_sources(path, page.markdown or "", html)
            return build.notice(slug) + html
        build.edition(slug, html, page.url)
        return build.page(slug)

    @event_priority(LAST)  # after whoever makes another environment
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        if self._memory and has_known_plugins(config):
            keep_compiled(env, self._memory)
        build = self.build
        for page in _pages(files) if build.settings.search else ():
            self._record(page, config)
        if not build.settings.original:  # else other languages have records, too
            build.collected(Path(config.site_dir))
        return env

    def _record(self, page: Page, config: MkDocsConfig) -> None:
        """Let our search find a page."""
        build, slug, weight = self.build, self._slug(page, config), searching.weight(page.meta)
        if weight is None:
            return
        if slug in build.project.sources:
            build.record(slug)
        else:
            build.record_page(page.url, str(page.title), page.content or "", weight=weight)

    @event_priority(100)  # before search plugins
    def _show_records(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        build, slug = self.build, self._slug(page, config)
        self._content, is_source = None, slug in build.project.sources
        records = build.search_records(slug) if is_source else build.version_search_records(page.url)
        if records is not None:
            # Search plugins read the content now: they get records, and read a third of the markup.
            self._content, page.content = page.content or "", records
        return context

    @event_priority(-100)  # after search plugins
    def _show_page(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        # All pages have their content by now, so all editions are known.
        build, slug = self.build, self._slug(page, config)
        if self._content is not None:
            page.content = self._content
        self._index = None
        if slug in build.project.sources:
            _put_title_into(page.toc, page.title)
            # The theme `mkdocs` would list its keys: there `source` names the files that a page is made of.
            page.meta = {key: value for key, value in page.meta.items() if key != "source"}
        elif index := build.index(page.url):
            self._index = index
            _show(index, page)
        return context

    on_page_context = CombinedEvent(_show_records, _show_page)

    @event_priority(-100)  # after whoever changes the finished page
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        build, slug = self.build, self._slug(page, config)
        self._went_on()
        if build.settings.search:
            output = searching.with_button(output, build.renderer.words)
        if slug in build.project.sources:
            return build.with_head(slug, output)
        return self._index.with_head(output) if self._index else output

    @event_priority(-100)
    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        is_page = self.build.settings.search and template_name.endswith(".html")
        return searching.with_button(output_content, self.build.renderer.words) if is_page else output_content

    def _went_on(self) -> None:
        if len(self._builds) == 1:
            self._step(1)

    def _ends_showing(self) -> None:
        self._waiting.close()
        self._step = _unseen

    def _finish(self, *, config: MkDocsConfig) -> None:
        if len(self._builds) == 1:
            self._ends_showing()
        try:
            for path, content in self.build.files(is_whole=len(self._builds) == 1):
                write_file(content, str(Path(config.site_dir) / path))
        except BrokenExtension as error:
            raise PluginError(f"glossator: {error}") from error
        finished = self.build.finish()
        for notice in finished.notices:
            # The site's other languages have some of its pages, too.
            if notice not in self._told:
                self._told.add(notice)
                log.info("%s", line(notice))
        if not (self.build.settings.repository or self._has_said):
            self._has_said = True
            log.info("%s", NO_REPOSITORY)
        self._report(finished.problems, config)

    @event_priority(LAST)  # after whoever writes or changes pages, and builds the site's other languages
    def _complete(self, *, config: MkDocsConfig) -> None:
        if len(self._builds) > 1:
            language = self._builds.pop()
            self.build.join(language)
            return
        self._report(self.build.complete(Path(config.site_dir)), config)
        if self._memory and not self.build.was_filled_in:
            # What a template does with its values shows only when it is filled in.
            self._memory.forget()
        self.end()
        if self._failing and self._command != "serve":
            # As `glossator check` does.  A published note on the wrong words is worse than no build.
            raise PluginError(f"glossator: {counted(self._failing)}")

    on_post_build = CombinedEvent(_finish, _complete)

    def _report(self, problems: Sequence[Problem], config: MkDocsConfig) -> None:
        """Log problems, each once; what fails the build is an error, so that `--quiet` shows it too."""
        for problem in problems:
            if problem in self._reported:
                continue
            self._reported.add(problem)
            if config.strict or problem.severity == "error":
                log.error("%s", paragraph(problem))
                self._failing.append(problem)
            else:
                log.warning("%s", paragraph(problem))

    def on_build_error(self, *, error: Exception) -> None:
        if isinstance(error, Reached):
            return
        if self._memory:
            self._memory.forget()
        self.end()

    def end(self) -> None:
        """Let go of all that the build has."""
        self._ends_showing()
        for build in self._builds:
            build.close()
        self._shelf.close()
        self._keeping.close()
        self._cache = None
        # MkDocs gives the next build in this process the same plugin.
        self.prepares_for, self.takes_from, self.was_ready = None, (), _unused
        self._builds, self._shelf = [], Shelf()
        gc.unfreeze()
        self._ended += 1
        if self._memory and self._ended % TIDIED == 0:
            gc.collect()  # MkDocs' pages and files hold each other, and nothing lets go of them sooner

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., Any]
    ) -> LiveReloadServer:
        settings = settings_of(config, self.config)
        for path in {settings.annotations, *settings.bibliography, settings.overrides}:
            if path and path.exists():
                server.watch(str(path))
        if app := server.get_app():
            server.set_app(with_reloading(app))
        return server

    @property
    def build(self) -> Build:
        """The build that is going on."""
        if not self._builds:
            raise PluginError("glossator: the build has not begun")
        return self._builds[-1]

    def _continue_indices(self, files: Files, config: MkDocsConfig) -> set[str]:
        """Give long indices their further pages; the paths of all pages that ask for an index."""
        asking = set()
        for file in list(files.documentation_pages()):
            pages = self.build.index_page(site_page(file, self.build.settings.root))
            if pages is None:
                continue
            asking.add(file.src_uri)
            for further in pages:
                path = site_files.beside(file, str(further.number))
                _add(files, config, path, further.text, further.address)
                asking.add(path)
        return asking

    def _add_claims(self, files: Files, config: MkDocsConfig) -> set[str]:
        """Give sources the tables of their claims and their timelines; the paths of these pages."""
        paths = set()
        for file in list(files.documentation_pages()):
            slug = self.build.slug(Path(config.docs_dir) / file.src_uri)
            if slug not in self.build.project.sources:
                continue
            paths |= self._add_versions(slug, file, files, config)
            made = (CLAIMS, self.build.claims_page), (TIMELINE, self.build.timeline_page)
            for name, make in made:
                page, path = make(slug, file.url), site_files.beside(file, name)
                # A source of the project's own that is named so keeps its page.
                if page and files.get_file_from_path(path) is None:
                    _add(files, config, path, page.text, page.address)
                    paths.add(path)
        return paths

    def _add_versions(self, slug: str, file: File, files: Files, config: MkDocsConfig) -> set[str]:
        """Give a source the pages of its former versions, and of texts side by side; the paths of these pages."""
        paths = set()
        alone = [(f"versions/{page.number}", page) for page in self.build.version_pages(slug, file.url)]
        both = [
            (f"versions/{page.number}/{PARALLEL}" if page.number else PARALLEL, page)
            for page in self.build.parallel_pages(slug, file.url)
        ]
        for name, page in alone + both:
            path = site_files.beside(file, name)
            _add(files, config, path, page.text, page.address)
            paths.add(path)
        return paths

    def _render(self, page: Page, config: MkDocsConfig, files: Files) -> None:
        name = self._path(page)
        memory = self._memory or self._cache
        if memory and has_pure_markdown(config):
            if self._around is None or self._around[0] != len(files):
                self._around = len(files), around(config, files, self.build.settings.language, memory)
            problem = remembered(page, config, files, name, self._around[1], self.build.settings.language, memory)
        else:
            problem = rendered(page, config, files, name)
        self.build.add_problems([problem] if problem else [])

    def _path(self, page: Page) -> str:
        """The file of a page as problems call it; empty for a page that was made."""
        path = page.file.abs_src_path
        return reading.display_name(Path(path), self.build.settings.root) if path else ""

    def _slug(self, page: Page, config: MkDocsConfig) -> str:
        return self.build.slug(Path(config.docs_dir) / page.file.src_uri)


def _pages(files: Files) -> Iterator[Page]:
    """The pages of the site that MkDocs renders."""
    for file in files.documentation_pages():
        if file.page is not None:
            yield file.page


def _unused(_ready: list[str], _every: list[str]) -> None:
    """What hears of sources that are there where nobody asks."""


def _unseen(_: int) -> None:
    """What a step is where nobody is shown any."""


def _name(page: Page) -> None:
    """Let titles and ids that a page among the sources gives itself be safe in every template."""
    page.title = page.meta["title"] if "title" in page.meta else markup.as_heading(page.title or "")
    open_items = list(page.toc)
    for item in open_items:
        item.title, item.id = markup.as_heading(item.title), markup.as_id(item.id)
        open_items += item.children


def _add(files: Files, config: MkDocsConfig, path: str, text: str, address: str) -> None:
    """Add a page that no navigation names."""
    file = File.generated(config, path, content=text)
    file.dest_uri = path_of(address)
    file.inclusion = InclusionLevel.NOT_IN_NAV
    files.append(file)


def _put_title_into(toc: TableOfContents, title: str | None) -> None:
    """Begin the contents of a source with the title that we give it: themes let readers skip to their first entry."""
    if not any(item.level == 1 for item in toc):
        top = AnchorLink(title or "", TITLE, 1)
        top.children, toc.items = toc.items, [top]


def _show(index: Index, page: Page) -> None:
    """Put an index on its page, and what its contents are into the page's table of them."""
    page.content = index.into(page.content or "")
    if not index.titles:
        return
    top = next((item for item in page.toc if item.level == 1), None)
    items = page.toc.items if top is None else top.children
    items += [AnchorLink(title, id_, 2) for id_, title in index.titles]
    # Phones show no such table: a line under the title does.
    before, title_end, after = page.content.rpartition("</h1>")
    page.content = f"{before}{title_end}\n{index.contents}\n{after}"
