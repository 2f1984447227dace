"""A site's configuration and files as MkDocs has them, made plain values for the core."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.structure.files import File, Files, get_files
from mkdocs.structure.pages import Page

from glossator.files import reading
from glossator.hosts.mkdocs import files as site_files
from glossator.hosts.mkdocs.editing import editing_of
from glossator.hosts.mkdocs.languages import languages_of
from glossator.hosts.mkdocs.options import Options
from glossator.hosts.mkdocs.policy import allowed
from glossator.hosts.mkdocs.rendering import rendered
from glossator.problems import Problem
from glossator.publication.host import HostError, Merged, RenderingError, SitePage
from glossator.publication.settings import Settings
from glossator.publication.slices import Shard, Slice
from glossator.publication.strangers import Owners


def root_of(config: MkDocsConfig) -> Path:
    """The project's folder."""
    return Path(config.config_file_path).resolve().parent if config.config_file_path else Path.cwd()


def settings_of(config: MkDocsConfig, options: Options) -> Settings:
    """What MkDocs' configuration says."""
    root = root_of(config)
    forge: dict[str, Any] = options.forge or {}
    repository = forge.get("url") or config.repo_url or ""
    editing = editing_of(config, root, repository=repository, said=forge.get("branch", ""), type_=forge.get("type"))
    languages = languages_of(config)
    return Settings(
        root=root,
        annotations=root / options.annotations,
        sources=languages.folder(Path(config.docs_dir), options.sources),
        naming=languages.naming_in(Path(config.docs_dir), options.sources),
        original=languages.default,
        bibliography=tuple(root / path for path in options.bibliography),
        kinds=options.kinds,
        citation_style=options.citation_style,
        language=str(config.theme.get("language") or config.theme.get("locale") or "en").replace("_", "-"),
        name=config.site_name,
        base=config.site_url or "",
        description=config.site_description or "",
        # Beside the templates of its theme.
        overrides=Path(config.theme.custom_dir, "glossator") if config.theme.custom_dir else None,
        extensions=config.markdown_extensions,
        extension_configs=config.mdx_configs,
        repository=repository,
        branch=editing.branch,
        forge_type=forge.get("type"),
        imprint=options.imprint,
        contribute=options.contribute,
        permalinks=options.permalinks,
        pictures=options.pictures,
        content_security_policy=allowed(config, options.content_security_policy),
        raw_html=options.raw_html,
        container=options.container,
        edit_address=editing.address,
    )


def site_page(file: File, root: Path) -> SitePage:
    """A page as the core reads it; without text where it cannot be read, which MkDocs says itself."""
    try:
        text = file.content_string
    except (OSError, UnicodeDecodeError):
        text = ""
    path = reading.display_name(Path(file.abs_src_path), root) if file.abs_src_path else file.src_uri
    return SitePage(path, text, "" if file.url == "./" else file.url)


@dataclass(frozen=True)
class MkDocsHost:
    """A site that MkDocs has opened for a command.  The hooks of other plugins are not run."""

    config: MkDocsConfig
    settings: Settings

    def html(self, slug: str) -> str:
        """A source's page as MkDocs renders it with the site's Markdown extensions."""
        page = Page(None, self._file(slug), self.config)
        with _quiet():
            page.read_source(self.config)
            name = reading.display_name(self._path(slug), self.settings.root)
            problem = rendered(page, self.config, self._files, name)
        if problem:
            raise RenderingError(problem)
        return page.content or ""

    def address(self, slug: str) -> str:
        """The address of a source's page, relative to the site."""
        return languages_of(self.config).address(self._file(slug))

    def pages(self) -> Iterator[SitePage]:
        """The site's pages."""
        return (site_page(file, self.settings.root) for file in self._files.documentation_pages())

    def problems(self) -> list[Problem]:
        """What is wrong with its files: links, names, front matter, and addresses that two of them share."""
        owners, (files, problems) = Owners(), self._files_and_problems
        addresses = site_files.addresses(files, self.settings.root)
        return [*problems, *filter(None, (owners.take(address, path) for _, path, address in addresses))]

    @property
    def site(self) -> Path:
        """The folder of the finished site that the configuration names."""
        return Path(self.config.site_dir)

    def slice(self, shard: Shard, folder: Path, *, jobs: int | None = None) -> Slice:
        """Make all that is made of a share of the sources alone: see `slicing`."""
        from glossator.hosts.mkdocs import slicing  # which no other command needs

        return slicing.sliced(self.config, shard, folder, jobs=jobs)

    def merge(self, slices: Sequence[Slice], site: Path | None, *, strict: bool = False) -> Merged:
        """Build the site as ever, with what slices hold."""
        from glossator.hosts.mkdocs import slicing

        return slicing.merged(self.config, slices, site, strict=strict)

    def _path(self, slug: str) -> Path:
        return self.settings.naming.file(self.settings.sources, slug)

    def _file(self, slug: str) -> File:
        path = self._path(slug)
        file = self._files.get_file_from_path(path.relative_to(self.config.docs_dir).as_posix())
        if file is None:
            raise FileNotFoundError(path)
        return file

    @property
    def _files(self) -> Files:
        return self._files_and_problems[0]

    @cached_property
    def _files_and_problems(self) -> tuple[Files, list[Problem]]:
        with _quiet():
            files = get_files(self.config)
        return files, site_files.refuse(files, self.settings.root)


@contextmanager
def _quiet() -> Iterator[None]:
    """No warnings of MkDocs: broken links are the build's to report."""
    log = logging.getLogger("mkdocs")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(level)


def open_host(config_file: Path) -> MkDocsHost:
    """Open the site of a `mkdocs.yml`.

    Raises:
        HostError: the configuration cannot be read, or does not name our plugin.
    """
    if not config_file.is_file():
        raise HostError(f"there is no {config_file}: run this in the folder of mkdocs.yml, or name it with --config")
    try:
        config = load_config(str(config_file))
    except (Abort, ConfigurationError) as error:
        raise HostError(f"{config_file} cannot be used: {error}") from error
    plugin = config.plugins.get("glossator")
    if plugin is None:
        raise HostError(f"{config_file} does not name the plugin:\n  plugins:\n    - search\n    - glossator")
    return MkDocsHost(config, settings_of(config, plugin.config))
