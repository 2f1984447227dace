"""From MkDocs' configuration to what the core needs: paths, plain values and callables."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote, urljoin

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.structure.files import File, Files, InclusionLevel, get_files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from glossator import project
from glossator.edition import annotate, overrides
from glossator.edition.bodies import BodyRenderer
from glossator.edition.render import Renderer, Site
from glossator.files import reading
from glossator.hosts.mkdocs.options import Options
from glossator.problems import Location, Problem
from glossator.project import Layout, Project, scope
from glossator.project.scope import Scope
from glossator.project.sources import Source
from glossator.publication import Publication, Published, indices
from glossator.records.schema import nearest
from glossator.records.vocabulary import Kinds
from glossator.references.citations import Citations, chosen
from glossator.repository import provenance
from glossator.repository.changes import NoteChange
from glossator.repository.forge import Forge, forge
from glossator.repository.provenance import History

UNFIT = frozenset(
    (
        "admonition",  # a margin note is small enough without boxes, and the sanitiser drops their classes
        "footnotes",  # their ids would be dropped, and a note is a footnote already
        "meta",  # a body has no front matter of its own
        "pymdownx.blocks.admonition",
        "pymdownx.snippets",  # would let a stranger's note publish files of the machine that builds
        "toc",  # a note has no headings
    )
)
"""Markdown extensions of the site that note bodies do without."""


def layout(config: MkDocsConfig, options: Options) -> Layout:
    """Where the project keeps its files."""
    root = Path(config.config_file_path).resolve().parent if config.config_file_path else Path.cwd()
    return Layout(
        root=root,
        annotations=root / options.annotations,
        sources=Path(config.docs_dir) / options.sources,
        bibliography=tuple(root / path for path in options.bibliography),
    )


def renderer(config: MkDocsConfig, options: Options, found: Project) -> Renderer:
    """Makes the HTML of notes as this site writes Markdown."""
    extensions = [name for name in config.markdown_extensions if name not in UNFIT]
    configs = {name: value for name, value in config.mdx_configs.items() if name in extensions}
    language = str(config.theme.get("language") or "en")
    style = chosen(options.citation_style, found.layout.root, language)
    if isinstance(style, Problem):  # the options have refused it already, unless the file has changed since
        raise ConfigurationError(str(style))
    # The page gives dates of access itself, together with how far was read.
    citations = Citations(found.bibliography.references, style, accessed=False)
    history = provenance.read(found.layout.root, [found.layout.annotations, found.layout.sources])
    bodies = BodyRenderer(found.bibliography, extensions, configs, citations)
    kept = forge_of(config, history)
    own = overrides.read(own_folder(config), found.layout.root)
    notes = reading.display_name(found.layout.annotations, found.layout.root)
    return Renderer(
        Site(
            kinds=found.kinds,
            bibliography=found.bibliography,
            render_body=bodies.render,
            citations=citations,
            words=own.words_of(language),
            overrides=own,
            edit_url=lambda path: edit_url(config, path),
            forge=kept,
            new_note=lambda slug: kept.new_file(f"{notes}/{slug}") if kept else None,
            history=history,
        )
    )


def own_folder(config: MkDocsConfig) -> Path | None:
    """Where a site keeps its own templates and words: beside those of its theme."""
    return Path(config.theme.custom_dir, "glossator") if config.theme.custom_dir else None


def leave_out_words(found: Files, config: MkDocsConfig) -> None:
    """Take the site's own words out of its files: MkDocs publishes all of a theme that is no template."""
    folder = own_folder(config)
    for file in list(found) if folder else ():
        if folder and file.src_uri.endswith(".po") and Path(file.abs_src_path or "").is_relative_to(folder):
            found.remove(file)


def forge_of(config: MkDocsConfig, history: History) -> Forge | None:
    """Where the site's files are kept, by `repo_url` and the branch that `edit_uri` names."""
    branch = re.search(r"edit/([^/]+)/", config.edit_uri or "")
    return forge(config.repo_url, branch[1] if branch else "HEAD", prefix=history.prefix) if config.repo_url else None


def edit_url(config: MkDocsConfig, path: str) -> str | None:
    """The address at which a file of the project is edited; None where the site has no repository."""
    if not config.repo_url or not config.edit_uri:
        return None
    # `edit_uri` leads to docs/; the files of notes lie beside it.
    base = config.edit_uri.rstrip("/").removesuffix(Path(config.docs_dir).name)
    return urljoin(config.repo_url.rstrip("/") + "/", base) + quote(path)


@dataclass(frozen=True)
class OpenedSite:
    """A site opened by the command line: read, not built."""

    config: MkDocsConfig
    project: Project
    renderer: Renderer
    scope: Scope
    """What was read of it."""

    def html(self, source: Source) -> str:
        """A source's page as MkDocs renders it with the site's Markdown extensions.

        The hooks of other plugins are not run: what they change in a source's text, only a build sees.
        """
        page = Page(None, self._file(source), self.config)
        with _quiet():
            page.read_source(self.config)
            page.render(self.config, self._files)
        return page.content or ""

    def publication(self, wanted: Iterable[Source]) -> Publication:
        """Sources as a build would publish them, but for what other plugins change in their texts."""
        sidecars = self.project.sidecars
        published = [
            Published(
                annotate(source, sidecars[source.slug], self.html(source), self.renderer),
                sidecars[source.slug],
                self.address(source),
            )
            for source in wanted
        ]
        return Publication(
            name=self.config.site_name,
            base=f"{self.config.site_url.rstrip('/')}/" if self.config.site_url else "",
            description=self.config.site_description or "",
            sources=tuple(
                sorted(published, key=lambda one: (one.edition.source.date, one.edition.source.slug), reverse=True)
            ),
            site=self.renderer.site,
        )

    def address(self, source: Source) -> str:
        """The address of a source's page, relative to the site."""
        return self._file(source).url

    def _file(self, source: Source) -> File:
        path = self.project.layout.sources / f"{source.slug}.md"
        file = self._files.get_file_from_path(path.relative_to(self.config.docs_dir).as_posix())
        if file is None:
            raise FileNotFoundError(path)
        return file

    @cached_property
    def problems(self) -> list[Problem]:
        """What is wrong with the project and concerns no source that can be shown."""
        return sorted([*self.project.problems, *self._files_and_links[1], *self.renderer.problems])

    @property
    def asked(self) -> list[Problem]:
        """Those of `problems` that were asked about, all of a source included that could not be read."""
        unread = (self.scope.slugs or frozenset()) - self.project.sources.keys()
        return [problem for problem in self.problems if self.scope.includes(problem) or problem.source in unread]

    @property
    def _files(self) -> Files:
        return self._files_and_links[0]

    @cached_property
    def _files_and_links(self) -> tuple[Files, list[Problem]]:
        with _quiet():
            found = get_files(self.config)
        return found, refuse_links(found, self.project.layout.root)


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


def refuse_links(found: Files, root: Path) -> list[Problem]:
    """Take files behind symbolic links out of a site's files, and say so.

    MkDocs follows such links (mkdocs/mkdocs#4028): a pull request could publish any file of the machine that builds.
    """
    problems: dict[str, Problem] = {}
    folders: dict[str, Path | None] = {}
    for file in list(found):
        if not file.abs_src_path or not file.src_dir or not Path(file.src_dir).is_relative_to(root):
            continue
        folder, _ = os.path.split(file.abs_src_path)
        if folder not in folders:
            folders[folder] = _link(Path(folder), Path(file.src_dir))
        link = folders[folder] or (Path(file.abs_src_path) if Path(file.abs_src_path).is_symlink() else None)
        if link:
            found.remove(file)
            problem = reading.outside(link, root)
            if problem:
                problems[str(link)] = problem
    return list(problems.values())


def build_anew(found: Files, project: Project) -> None:
    """Let `--dirty` leave out no source and no index: what they show, and all exports, stands in other files, too."""
    for file in found.documentation_pages():
        path = Path(file.abs_src_path or "")
        if path.is_relative_to(project.layout.sources) or (file.abs_src_path and _INDEX.match(_text(path))):
            file.is_modified = _always  # type: ignore[method-assign]  # MkDocs has no other way


def _always() -> bool:
    return True


def leave_out_undecodable(found: Files, project: Project) -> None:
    """Take sources that are not UTF-8, which the project's problems name, out of a site's files: they end MkDocs."""
    names = {problem.location.path for problem in project.problems if problem.code == "not-utf-8"}
    for file in list(found) if names else ():
        if file.abs_src_path and reading.display_name(Path(file.abs_src_path), project.layout.root) in names:
            found.remove(file)


def _link(path: Path, top: Path) -> Path | None:
    """The first symbolic link on the way from a folder down to a path in it."""
    below = [path, *path.parents]
    return next(
        (step for step in reversed(below) if step != top and step.is_relative_to(top) and step.is_symlink()), None
    )


class SiteError(Exception):
    """The site's configuration cannot be used; the text says why."""


def open_site(config_file: Path, asked: Iterable[str] = ()) -> OpenedSite:
    """Open the site of a `mkdocs.yml`.

    Args:
        config_file: the file.
        asked: slugs and paths; only what is needed to check them is read.  Default: everything.

    Raises:
        SiteError: the configuration cannot be read, or does not name our plugin.
    """
    if not config_file.is_file():
        raise SiteError(f"there is no {config_file}: run this in the folder of mkdocs.yml, or name it with --config")
    try:
        config = load_config(str(config_file))
    except (Abort, ConfigurationError) as error:
        raise SiteError(f"{config_file} cannot be used: {error}") from error
    plugin = config.plugins.get("glossator")
    if plugin is None:
        raise SiteError(f"{config_file} does not name the plugin:\n  plugins:\n    - search\n    - glossator")
    options: Options = plugin.config
    wanted = scope.of(asked, layout(config, options))
    found = read_project(config, options, only=wanted.slugs)
    return OpenedSite(config, found, renderer(config, options, found), wanted)


def read_project(config: MkDocsConfig, options: Options, *, only: Collection[str] | None = None) -> Project:
    """Read the project of a site, or only some of its sources."""
    return project.read(layout(config, options), Kinds(options.kinds), only=only)


def extend_contents(page: Page, titles: Sequence[tuple[str, str]], renderer: Renderer) -> None:
    """Add headings to a page's table of contents, and a line with them under its title: phones show no such table."""
    if not titles:
        return
    top = next((item for item in page.toc if item.level == 1), None)
    listed = page.toc.items if top is None else top.children
    listed += [AnchorLink(title, id_, 2) for id_, title in titles]
    before, title_end, after = (page.content or "").rpartition("</h1>")
    page.content = f"{before}{title_end}\n{renderer.fill('contents', titles=titles)}\n{after}"


def continue_indices(
    found: Files, config: MkDocsConfig, project: Project, changes: Iterable[NoteChange]
) -> tuple[dict[str, str], list[Problem]]:
    """Give long indices their further pages, as `2/`, `3/` … beside the first.

    Returns:
        the address of each index, relative to the site; and a problem for each page that asks for another.
    """
    addresses: dict[str, str] = {}
    problems: list[Problem] = []
    for file in list(found.documentation_pages()):
        if not file.abs_src_path or not (asked := _INDEX.match(_text(Path(file.abs_src_path)))):
            continue
        if asked["index"] not in indices.INDICES:
            name = reading.display_name(Path(file.abs_src_path), project.layout.root)
            guess = nearest(asked["index"], list(indices.INDICES))
            hint = f"did you mean `{guess}`?\n" * bool(guess) + f"one of: {', '.join(indices.INDICES)}"
            line = asked["before"].count("\n") + 1
            message = f"there is no index `{asked['index']}`"
            problems.append(Problem(Location(name, line, len("glossator: ") + 1), "unknown-term", message, hint))
            continue
        addresses.setdefault(asked["index"], file.url)
        folder = file.src_uri.removesuffix(".md").removesuffix("index").rstrip("/")
        for number in range(2, indices.number_of_pages(asked["index"], project, changes) + 1):
            content = f"{asked['before']}{asked['line']}page: {number}\n{asked['after']}{asked['title'] or ''}"
            further = File.generated(config, f"{folder}/{number}.md", content=content)
            further.inclusion = InclusionLevel.NOT_IN_NAV
            found.append(further)
    return addresses, problems


_INDEX = re.compile(
    r"(?P<before>---[ \t]*\n(?:(?!---).*\n)*?)(?P<line>glossator:[ \t]*(?P<index>\S+)[ \t]*\n)"
    r"(?P<after>(?:(?!---).*\n)*---[ \t]*\n)\s*(?P<title># .*\n)?"
)
"""A page that asks for an index."""


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):  # MkDocs says so itself
        return ""
