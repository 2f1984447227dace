"""What a site generator says of its site, in plain values, and what of a project is read by it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from glossator.edition import overrides
from glossator.edition.bodies import BodyRenderer
from glossator.edition.render import Renderer, Site
from glossator.edition.site import WAYS
from glossator.edition.texts import TextRenderer
from glossator.files import reading
from glossator.memory import Forgetful, Memory
from glossator.problems import Problem
from glossator.project import Layout, Project, publishing, read
from glossator.project.naming import Naming
from glossator.records.kinds import kinds
from glossator.references.citations import DEFAULT_STYLE, Citations, chosen
from glossator.repository import provenance
from glossator.repository.forge import Type, forge
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
"""Markdown extensions of a site that note bodies do without."""
UNFIT_FOR_TEXTS = frozenset(("meta", "pymdownx.snippets", "toc"))
"""Those that do not fit texts either: front matter is read, files are the site's, headings have ids of ours."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All that an adapter has to know of a site before its first page.  Folders and files are absolute paths."""

    root: Path
    """The project's folder, by which problems name files; all the other paths lie in it."""
    name: str
    """The site's name."""
    annotations: Path
    """The folder of the notes."""
    sources: Path
    """The folder of the sources, as Markdown files."""
    naming: Naming = field(default_factory=Naming)
    """How the files of the sources are named."""
    bibliography: Sequence[Path] = ()
    """Files and folders with references."""
    kinds: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What the site changes in the kinds of notes, and adds to them; see `records.kinds`."""
    citation_style: str = DEFAULT_STYLE
    """One of the styles that ship, or the path of a `.csl` file from `root`."""
    language: str = "en"
    """The language of the site, a BCP 47 tag."""
    original: str = ""
    """The language in which the notes are written, where the site has several; empty where it has one."""
    base: str = ""
    """The site's own address; empty where it is not known, and then every address is relative."""
    description: str = ""
    """The site in a sentence."""
    overrides: Path | None = None
    """The folder of the site's own templates and words, which go before ours; it need not exist."""
    extensions: Sequence[str] = ()
    """The extensions of Python-Markdown with which the site writes; those of `UNFIT` are left out of notes."""
    extension_configs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The options of these extensions, by their names."""
    repository: str = ""
    """The web address of the repository that keeps the project; empty for none."""
    branch: str = "HEAD"
    """The branch that is published."""
    forge_type: Type | None = None
    """What keeps the repository; None where the name of its host says it."""
    edit_address: str = ""
    """The address where people edit a file, with `{path}`, `{path!q}` or `{path_noext}` in place of its path from
    `root`; empty for none."""

    today: date = field(default_factory=publishing.today)
    """The day of the build, by which what waits for its day is published."""
    raw_html: bool = False
    """Whether sources may hold any HTML, since all of them come from people whom the site's owner trusts."""
    imprint: Mapping[str, str] = field(default_factory=dict)
    """Who operates the site: `name`, `address`, `contact`."""
    contribute: Sequence[str] = WAYS
    """How readers send notes that they wrote on the page, the best way first; see `edition.site.WAYS`."""
    permalinks: bool = False
    """Whether notes that say something of their words get small pages of their own."""
    pictures: bool = False
    """Whether sources, and such pages, get pictures for links to them; they need the extra `pictures`."""

    search: bool = False
    """Whether the site has our search, for which it needs the extra `search`; without it records are for a theme's."""

    content_security_policy: Mapping[str, Sequence[str]] | None = None
    """What pages may load besides what the site itself holds, by the directives of a content security policy; None for
    pages without a policy."""
    container: str = ""
    """What holds the text of a source on pages that are finished already, as `text.outline.selector` reads it; empty
    for what most sites have."""

    @property
    def layout(self) -> Layout:
        """Where the project keeps its files."""
        return Layout(self.root, self.annotations, self.sources, tuple(self.bibliography), self.naming)

    def edit_url(self, path: str) -> str | None:
        """The address at which a file of the project is edited, where there is one."""
        address = self.edit_address
        for name, value in (("path", path), ("path_noext", path.rpartition(".")[0])):
            address = address.replace(f"{{{name}}}", quote(value)).replace(f"{{{name}!q}}", quote(value, safe=""))
        return address or None


def read_project(settings: Settings, *, only: Collection[str] | None = None, memory: Memory | None = None) -> Project:
    """Read the project of a site, or only those of its sources that are named by their slugs.

    Args:
        settings: of the site.
        only: these slugs; default: all.
        memory: keeps what was read from files that are the same; default: nothing is kept.
    """
    return read(settings.layout, kinds(settings.kinds), only=only, memory=memory)


def renderer_of(
    project: Project, settings: Settings, memory: Memory | None = None
) -> tuple[Renderer, object, list[Problem]]:
    """What makes the HTML of a project's notes as the site writes Markdown.

    Args:
        project: what its files say.
        settings: of the site.
        memory: gives the same renderer again where nothing that it knows has changed; default: nothing is kept.

    Returns:
        it; what stands for all that it knows but what git says, and is the same as long as that is; and why a setting
        cannot be kept to.
    """
    memory = memory or Forgetful()
    history, files = _history(settings, memory), _files_of(settings)
    # The day of the build says what is published, and not how it looks.
    same = memory.same(("settings", settings.language), replace(settings, today=date.min))
    made_of = project.bibliography, same  # which say what kinds of notes there are
    look = memory.read(("look", settings.language), files, (*made_of, history.prefix), object)
    make = partial(_renderer_of, project, settings, history)
    renderer, problems = memory.read(("renderer", settings.language), files, (*made_of, history), make)
    return renderer, look, problems


def _fit(settings: Settings, unfit: Collection[str]) -> tuple[list[str], dict[str, dict[str, Any]]]:
    """The Markdown extensions of a site but for some, and their options."""
    extensions = [name for name in settings.extensions if name not in unfit]
    return extensions, {name: dict(value) for name, value in settings.extension_configs.items() if name in extensions}


def _history(settings: Settings, memory: Memory) -> History:
    layout = settings.layout
    read_now = partial(provenance.read, layout.root, [layout.annotations, layout.sources])
    # Git's settings are another machine's own.
    state = provenance.state(layout.root) if memory.keeps and not memory.is_shared else None
    if state is None:
        return memory.same("history", read_now())
    history = memory.recall("history", (state, layout.root, layout.annotations, layout.sources), read_now)
    # What a clone lacks, it may have by the next time.
    return history if history.missing in ("", "shallow") else read_now()


def _files_of(settings: Settings) -> list[Path]:
    """The files of the site that say how notes look: its own templates and words, and its style of citations."""
    folder, style = settings.overrides, settings.citation_style
    own = sorted(path for path in folder.rglob("*") if path.suffix in (".html", ".po")) if folder else []
    return [*own, *([settings.root / style] if style.endswith(".csl") else [])]


def _renderer_of(project: Project, settings: Settings, history: History) -> tuple[Renderer, list[Problem]]:
    layout = project.layout
    problems: list[Problem] = []
    style = chosen(settings.citation_style, layout.root, settings.language)
    if isinstance(style, Problem):
        problems.append(style)
    usable = None if isinstance(style, Problem) else style
    # The page gives dates of access itself, together with how far was read.
    citations = Citations(project.bibliography.references, usable, settings.language, accessed=False)
    extensions, configs = _fit(settings, UNFIT)
    repository = settings.repository
    keeping = (
        forge(repository, settings.branch, prefix=history.prefix, type_=settings.forge_type) if repository else None
    )
    own = overrides.read(settings.overrides, layout.root)
    notes = reading.display_name(layout.annotations, layout.root)
    site = Site(
        kinds=project.kinds,
        bibliography=project.bibliography,
        render_body=BodyRenderer(project.bibliography, extensions, configs, citations).render,
        render_text=TextRenderer(*_fit(settings, UNFIT_FOR_TEXTS)).render,
        citations=citations,
        words=own.words_of(settings.language),
        overrides=own,
        edit_url=keeping.edit if keeping and settings.forge_type else settings.edit_url,
        forge=keeping,
        notes=notes,
        ways=settings.contribute,
        history=history,
        imprint=settings.imprint,
    )
    return Renderer(site), problems
