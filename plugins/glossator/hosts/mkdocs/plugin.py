"""The MkDocs plugin.  A hook is a list of delegations: what is done, the core does."""

from __future__ import annotations

import gc
import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url, write_file
from mkdocs.utils.templates import TemplateContext

from glossator import edition
from glossator.editing import panel
from glossator.edition import Edition, assets
from glossator.edition.render import Renderer
from glossator.edition.render.notes import unplaced
from glossator.hosts.mkdocs import site
from glossator.hosts.mkdocs.options import Options, refuse_unknown
from glossator.problems import Problem
from glossator.project import Project
from glossator.publication import Publication, Published, counts, exports, guard, indices, search
from glossator.publication.exports import metadata
from glossator.publication.indices import IndexPage
from glossator.reports.formats import counted, distinct
from glossator.repository import changes
from glossator.repository.changes import NoteChange

log = get_plugin_logger("glossator")

STYLESHEET = "assets/glossator/glossator.css"
SCRIPT = "assets/glossator/glossator.js"
JOINING = "assets/glossator/joining.js"
"""Which the script loads on a page of a long index."""
PANEL = "assets/glossator/contribute.css", "assets/glossator/contribute.js"
"""Which the script loads when somebody asks for it."""
HEAD_ENDS = re.compile(r"(?=</head\b|<body\b)", re.IGNORECASE)
"""HTML lets a theme leave out the tag."""


@dataclass
class Build:
    """All that one build knows.  A rebuild makes a new one, so nothing of an older build can stay."""

    project: Project
    renderer: Renderer
    editions: dict[str, Edition] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    """The address of each edition's page, relative to the site."""
    indices: Mapping[str, str] = field(default_factory=dict)
    """The address of each index that the site has, by its name, relative to the site."""
    changes: tuple[NoteChange, ...] = ()
    """What changed in the notes, newest first."""
    older: bool = False
    """Whether there are older changes that are not among these."""
    problems: list[Problem] = field(default_factory=list)
    """What no edition knows."""
    published: Publication | None = None
    """All of it, once every page has its content."""

    def all_problems(self) -> list[Problem]:
        """Every problem of the site, once."""
        in_editions = (problem for one in self.editions.values() for problem in one.problems)
        own = self.renderer.problems
        return distinct([*self.project.all_problems(), *self.problems, *own, *in_editions])


class GlossatorPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]  # MkDocs' __init_subclass__ has no types
    """Puts notes beside the sources they are about."""

    def __init__(self) -> None:
        self._command = "build"
        self._dirty = False
        self._build: Build | None = None

    def load_config(self, *args: Any, **kwargs: Any) -> tuple[Any, Any]:
        errors, warnings = super().load_config(*args, **kwargs)
        refuse_unknown(errors, warnings)
        return errors, warnings

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self._command, self._dirty = command, dirty

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        found = site.read_project(config, self.config)
        renderer, layout = site.renderer(config, self.config, found), found.layout
        changed = changes.read(renderer.site.history, layout.root, layout.annotations)
        known = changes.count(renderer.site.history, layout.root, layout.annotations)
        self._build = Build(found, renderer, changes=changed, older=known > len(changed))
        config.extra_css.append(STYLESHEET)
        config.extra_javascript.append(ExtraScriptValue(SCRIPT))
        # What was read lives as long as the build.  To look through it for garbage again and again takes 7 % of one.
        gc.freeze()
        return config

    def on_files(self, files_: Files, /, *, config: MkDocsConfig, **_: Any) -> Files:
        self.build.problems += site.refuse_links(files_, self.build.project.layout.root)
        site.leave_out_words(files_, config)
        site.leave_out_undecodable(files_, self.build.project)
        build = self.build
        build.indices, problems = site.continue_indices(files_, config, build.project, build.changes)
        build.problems += problems
        if self._dirty:
            site.build_anew(files_, build.project)
        style = assets.stylesheet(self.build.project.kinds)
        files_.append(File.generated(config, STYLESHEET, content=style))
        files_.append(File.generated(config, SCRIPT, content=assets.script()))
        files_.append(File.generated(config, JOINING, content=assets.joining_script()))
        if self.build.renderer.site.forge:
            contents = assets.panel_stylesheet(), panel.script(self.build.renderer)
            for name, content in zip(PANEL, contents, strict=True):
                files_.append(File.generated(config, name, content=content))
        return files_

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        if self._slug(page, config) in self.build.project.sources:
            # The margin needs the room; a page that says otherwise keeps its word.
            page.meta.setdefault("hide", ["navigation", "toc"])
        return markdown

    @event_priority(-100)  # what other plugins make of the text is part of it
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        build, slug = self.build, self._slug(page, config)
        source = build.project.sources.get(slug)
        told = self._told(slug)
        if source is None:
            return told + html
        beside = build.project.sidecars[slug]
        method = get_relative_url(build.indices["method"], page.url) if "method" in build.indices else ""
        made = edition.annotate(source, beside, html, build.renderer, method=method, preview=self._command == "serve")
        made = replace(made, html=told + made.html)
        build.editions[slug], build.urls[slug] = made, page.url
        # Search plugins read the content next, in `on_page_context`: they get records, and read a third of the markup.
        return search.document(made, beside, html, build.renderer)

    @event_priority(-100)  # after search plugins
    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        # All pages have their content by now, so all editions are known.
        build = self.build
        publication = build.published = build.published or self._publication(config)
        source = publication.by_slug.get(self._slug(page, config))
        if source:
            page.content = source.edition.html + metadata.context_objects(publication, source)
            # The theme `mkdocs` would list its keys: there `source` names the files that a page is made of.
            page.meta = {key: value for key, value in page.meta.items() if key != "source"}
        elif (index := page.meta.get("glossator")) in indices.INDICES:
            relative = partial(get_relative_url, other=page.url)
            asked = IndexPage(publication, build.renderer, relative, page.meta.get("page", 1))
            page.content = f"{page.content}\n{indices.render(str(index), asked)}"
            site.extend_contents(page, indices.contents(str(index), build.renderer.site.words), build.renderer)
        return context

    @event_priority(-100)  # after whoever changes the finished page
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        build = self.build
        source = build.published.by_slug.get(self._slug(page, config)) if build.published else None
        if build.published and source:
            build.problems += guard.missing_notes(source.edition, output)
            head = exports.head(build.published, source)
            return HEAD_ENDS.sub(lambda _: head, output, count=1)
        return output

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        build = self.build
        build.problems += guard.missing_pages(build.project, build.editions)
        problems = build.all_problems()
        for problem in problems:
            log.warning("%s", problem)
        if build.published:
            for name, text in exports.files(build.published):
                # Addresses of pages are quoted, as in links; files are named as they are.
                write_file(text.encode(), str(Path(config.site_dir) / unquote(name)))
        built = counts.of_site(build.editions)
        write_file(json.dumps(built, indent=2).encode(), str(Path(config.site_dir) / "exports" / "build.json"))
        gc.unfreeze()
        errors = [problem for problem in problems if problem.severity == "error"]
        if errors and os.environ.get("CI") and self._command != "serve":
            # A published note on the wrong words is worse than no build, with or without --strict.
            raise PluginError(f"glossator: {counted(errors)}; in CI every one fails the build")

    def on_build_error(self, *, error: Exception) -> None:
        gc.unfreeze()

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., Any]
    ) -> LiveReloadServer:
        layout = site.layout(config, self.config)
        for path in {layout.annotations, *layout.bibliography, site.own_folder(config)}:
            if path and path.exists():
                server.watch(str(path))
        return server

    @property
    def build(self) -> Build:
        """The build that is going on."""
        if self._build is None:
            raise PluginError("glossator: the build has not begun")
        return self._build

    def _told(self, slug: str) -> str:
        """What is wrong with a source's own page, for the preview."""
        if self._command != "serve" or not slug:
            return ""
        problems = [problem for problem in self.build.project.problems if problem.source == slug]
        return unplaced(self.build.renderer, problems) if problems else ""

    def _publication(self, config: MkDocsConfig) -> Publication:
        build = self.build
        editions = sorted(build.editions.values(), key=lambda made: (made.source.date, made.source.slug), reverse=True)
        return Publication(
            name=config.site_name,
            base=f"{config.site_url.rstrip('/')}/" if config.site_url else "",
            description=config.site_description or "",
            sources=tuple(
                Published(made, build.project.sidecars[made.source.slug], build.urls[made.source.slug])
                for made in editions
            ),
            site=build.renderer.site,
            changes=build.changes,
            older=build.older,
            indices=build.indices,
        )

    def _slug(self, page: Page, config: MkDocsConfig) -> str:
        folder = self.build.project.layout.sources
        path = Path(config.docs_dir) / page.file.src_uri
        return path.relative_to(folder).with_suffix("").as_posix() if path.is_relative_to(folder) else ""
