"""What the program asks of a site generator: the settings of a site, its pages, and their addresses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from glossator.problems import Problem
from glossator.publication.settings import Settings
from glossator.publication.slices import Shard, Slice


@dataclass(frozen=True)
class SitePage:
    """A page of a site as its author wrote it."""

    path: str
    """Its file by the name that problems call it: from the project's root, with forward slashes."""
    text: str
    """Markdown with its front matter."""
    address: str
    """Where the page will be, relative to the site."""


class Host(Protocol):
    """A site generator that has opened a site, for commands that read it and build no pages."""

    @property
    def settings(self) -> Settings:
        """What the configuration says."""

    def html(self, slug: str) -> str:
        """A source's page as the site generator renders its Markdown, without template.

        Raises:
            RenderingError: it cannot render it.
        """

    def address(self, slug: str) -> str:
        """The address of a source's page, relative to the site."""

    def pages(self) -> Iterable[SitePage]:
        """The site's pages: some of them may ask for an index."""

    def problems(self) -> Sequence[Problem]:
        """What is wrong with the site's files and concerns its generator."""


@runtime_checkable
class Looking(Protocol):
    """A host that knows no rule for the addresses of its pages, and so looks for them in the finished site."""

    def of(self, folder: Path) -> Host:
        """The same site as its pages stand in a folder."""


@dataclass(frozen=True)
class Merged:
    """A site that was built with what slices hold."""

    ready: int
    """How many sources were found in them."""
    of: int
    anew: Sequence[str]
    """The slugs of the others, which were made anew."""


@runtime_checkable
class Sharing(Host, Protocol):
    """A host that builds a site's pages, and whose work several machines can share."""

    def slice(self, shard: Shard, folder: Path, *, jobs: int | None = None) -> Slice:
        """Make all that is made of a share of the sources alone.

        Args:
            shard: which share.
            folder: where that goes; it is ready for it.
            jobs: in how many processes; default: as the site says.

        Raises:
            HostError: nothing of the site can be kept.
        """

    def merge(self, slices: Sequence[Slice], site: Path | None, *, strict: bool = False) -> Merged:
        """Build the site as ever, with what slices hold.

        Args:
            slices: some.
            site: the folder of the finished site; default: the one that the site's configuration names.
            strict: whether warnings fail, and a source that no slice holds.

        Raises:
            NotReady: such a source, where that fails.
        """

    @property
    def site(self) -> Path:
        """The folder of the finished site that the configuration names."""


class HostError(Exception):
    """A site cannot be opened; the text says why, and what to do."""


class RenderingError(HostError):
    """A source cannot be rendered."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class NotReady(HostError):
    """No slice holds what it should."""
