"""The MkDocs plugin.  A hook is a list of delegations: what is done, the core does."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

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

from glossator import assets, changes, contribute, edition, exports, guard, indices, search
from glossator.edition import Edition
from glossator.errors import Problem
from glossator.exports import metadata
from glossator.mkdocs import site
from glossator.mkdocs.options import Options, refuse_unknown
from glossator.project import Project
from glossator.publication import Publication, Published
from glossator.render import Renderer
from glossator.report import distinct, summary

log = get_plugin_logger("glossator")

STYLESHEET = "assets/glossator/glossator.css"
SCRIPT = "assets/glossator/glossator.js"
PANEL = "assets/glossator/contribute.css", "assets/glossator/contribute.js"
"""Which the script loads when somebody asks for it."""


@dataclass
class Build:
    """All that one build knows.  A rebuild makes a new one, so nothing of an older build can stay."""

    project: Project
    renderer: Renderer
    editions: dict[str, Edition] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    """The address of each edition's page, relative to the site."""
    problems: list[Problem] = field(default_factory=list)
    """What no edition knows."""
    published: Publication | None = None
    """All of it, once every page has its content."""

    def all_problems(self) -> list[Problem]:
        """Every problem of the site, once."""
        in_editions = (problem for one in self.editions.values() for problem in one.problems)
        return distinct([*self.project.all_problems(), *self.problems, *in_editions])


class GlossatorPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]  # MkDocs' __init_subclass__ has no types
    """Puts notes beside the sources they are about."""

    def __init__(self) -> None:
        self._command = "build"
        self._build: Build | None = None

    def load_config(self, *args: Any, **kwargs: Any) -> tuple[Any, Any]:
        errors, warnings = super().load_config(*args, **kwargs)
        refuse_unknown(errors, warnings)
        return errors, warnings

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self._command = command

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        found = site.read_project(config, self.config)
        self._build = Build(found, site.renderer(config, self.config, found))
        config.extra_css.append(STYLESHEET)
        config.extra_javascript.append(ExtraScriptValue(SCRIPT))
        # What was read lives as long as the build.  To look through it for garbage again and again takes 7 % of one.
        gc.freeze()
        return config

    def on_files(self, files_: Files, /, *, config: MkDocsConfig, **_: Any) -> Files:
        self.build.problems += site.refuse_links(files_, self.build.project.layout.root)
        site.leave_out_undecodable(files_, self.build.project)
        self.build.problems += site.continue_indices(files_, config, self.build.project)
        style = assets.stylesheet(self.build.project.kinds)
        files_.append(File.generated(config, STYLESHEET, content=style))
        files_.append(File.generated(config, SCRIPT, content=assets.script()))
        if self.build.renderer.site.forge:
            panel = assets.panel_stylesheet(), contribute.script(self.build.renderer)
            for name, content in zip(PANEL, panel, strict=True):
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
        made = edition.annotate(source, beside, html, build.renderer, preview=self._command == "serve")
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
        elif (index := page.meta.get("glossator")) in indices.INDICES:
            found = indices.render(
                str(index),
                publication,
                build.renderer,
                lambda address: get_relative_url(address, page.url),
                page.meta.get("page", 1),
            )
            page.content = f"{page.content}\n{found}"
        return context

    @event_priority(-100)  # after whoever changes the finished page
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        build = self.build
        source = build.published.by_slug.get(self._slug(page, config)) if build.published else None
        if build.published and source:
            build.problems += guard.missing_notes(source.edition, output)
            return output.replace("</head>", exports.head(build.published, source) + "</head>", 1)
        return output

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        build = self.build
        build.problems += guard.missing_pages(build.project, build.editions)
        problems = build.all_problems()
        for problem in problems:
            log.warning("%s", problem)
        if build.published:
            for name, text in exports.files(build.published):
                write_file(text.encode(), str(Path(config.site_dir) / name))
        counts = guard.counts(build.project, build.editions)
        write_file(json.dumps(counts, indent=2).encode(), str(Path(config.site_dir) / "exports" / "build.json"))
        gc.unfreeze()
        errors = [problem for problem in problems if problem.severity == "error"]
        if errors and os.environ.get("CI") and self._command != "serve":
            # A published note on the wrong words is worse than no build, with or without --strict.
            raise PluginError(f"glossator: {summary(errors)}; in CI every one fails the build")

    def on_build_error(self, *, error: Exception) -> None:
        gc.unfreeze()

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., Any]
    ) -> LiveReloadServer:
        layout = site.layout(config, self.config)
        for path in {layout.annotations, *layout.bibliography}:
            if path.exists():
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
        return self.build.renderer.unplaced(problems) if problems else ""

    def _publication(self, config: MkDocsConfig) -> Publication:
        build = self.build
        layout, history = build.project.layout, build.renderer.site.history
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
            changes=changes.read(history, layout.root, layout.annotations),
        )

    def _slug(self, page: Page, config: MkDocsConfig) -> str:
        folder = self.build.project.layout.sources
        path = Path(config.docs_dir) / page.file.src_uri
        return path.relative_to(folder).with_suffix("").as_posix() if path.is_relative_to(folder) else ""
