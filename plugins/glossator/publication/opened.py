"""A site opened by a command: read, not built."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from glossator.edition.render import Renderer
from glossator.problems import Problem
from glossator.project import Project, scope
from glossator.project.scope import Scope
from glossator.project.sources import Source
from glossator.publication.host import Host, Looking
from glossator.publication.material import Material, read

if TYPE_CHECKING:
    from glossator.publication import Publication
    from glossator.publication.applying import Applied
    from glossator.publication.build import Build


@dataclass(frozen=True)
class OpenedSite:
    """A site as a command sees it."""

    host: Host
    """The site generator that knows it."""
    material: Material
    """What was read of it."""
    scope: Scope
    """What was asked about."""

    @property
    def project(self) -> Project:
        """What the project's files say."""
        return self.material.project

    @property
    def renderer(self) -> Renderer:
        """Makes the HTML of notes as this site writes Markdown."""
        return self.material.renderer

    @cached_property
    def build(self) -> Build:
        """What makes pages and files of it."""
        from glossator.publication.build import Build  # with all that is published, of which a check asks for nothing

        return Build(self.host.settings, read=self.material)

    def html(self, source: Source) -> str:
        """A source's page as the site generator renders its Markdown, without what a source may not hold.

        What other plugins would change in its text, only a build sees.

        Raises:
            RenderingError: it cannot be rendered.
        """
        return self.text(source)[0]

    def text(self, source: Source) -> tuple[str, Sequence[Problem]]:
        """The same, with the problems of what was left out.

        Raises:
            RenderingError: it cannot be rendered.
        """
        return self.material.text(source.slug, self.host.html(source.slug))

    def look_at_addresses(self) -> tuple[Sequence[Problem], Sequence[str]]:
        """What is wrong with the addresses of the site's pages, and what is still to be written on them."""
        self.build.look_at_addresses(self.host.pages())
        return self.build.own_problems, self.build.unfinished

    def address(self, source: Source) -> str:
        """The address of a source's page, relative to the site."""
        return self.host.address(source.slug)

    def publication(self, wanted: Iterable[Source]) -> Publication:
        """Sources as a build would publish them, but for what other plugins change in their texts."""
        for page in self.host.pages():
            self.build.index_page(page)
        for source in wanted:
            address = self.address(source)
            self.build.version_pages(source.slug, address)
            self.build.parallel_pages(source.slug, address)
            self.build.edition(source.slug, self.html(source), address)
        return self.build.publication

    def apply(self, folder: Path) -> Applied:
        """Put the project's notes into the finished pages in a folder.

        Raises:
            AppliedBefore, CannotWrite, OSError: see `applying.apply`.
        """
        from glossator.publication import applying  # which no other command needs

        return applying.apply(self.build, _of(self.host, folder), folder)

    def verify(self, folder: Path) -> Sequence[Problem]:
        """What of the project's notes is not on the finished pages in a folder as it should be.

        Raises:
            OSError: a page cannot be read.
        """
        addresses, host = {}, _of(self.host, folder)
        for slug in self.project.sources:
            try:
                addresses[slug] = host.address(slug)
            except FileNotFoundError:  # the site generator leaves it out
                continue
        return sorted(self.build.verify(folder, addresses))

    @cached_property
    def problems(self) -> list[Problem]:
        """What is wrong with the project and concerns no source that can be shown."""
        return sorted([*self.project.problems, *self.host.problems(), *self.renderer.problems])

    @property
    def asked(self) -> list[Problem]:
        """Those of `problems` that were asked about, all of a source included that could not be read."""
        unread = (self.scope.slugs or frozenset()) - self.project.sources.keys()
        return [problem for problem in self.problems if self.scope.includes(problem) or problem.source in unread]


def _of(host: Host, folder: Path) -> Host:
    """A site generator as it wrote a site into a folder, where it has to look there."""
    return host.of(folder) if isinstance(host, Looking) else host


def open_site(host: Host, asked: Iterable[str] = (), *, drafts: bool = True) -> OpenedSite:
    """Read the site that a site generator has opened.

    Args:
        host: the site generator.
        asked: slugs and paths; only what is needed to check them is read.  Default: everything.
        drafts: whether what is not published yet is among it.
    """
    settings = host.settings
    wanted = scope.of(asked, settings.layout)
    return OpenedSite(host, read(settings, only=wanted.slugs, drafts=drafts), wanted)
