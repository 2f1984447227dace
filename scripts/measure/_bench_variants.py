"""The rows of the benchmark of whole builds: a site each, and how it is built."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from _bench_sites import EVERYTHING, Site, SourcePage, Theme, add_options, write, write_indices
from _generators import hugo_itself


def mkdocs(folder: Path, built: Path, *before: str) -> Sequence[str]:
    """The command that builds a site of MkDocs.

    Args:
        folder: where its `mkdocs.yml` is.
        built: where the site goes; not there yet.
        before: options of Python.
    """
    command = [sys.executable, *before, "-m", "mkdocs", "build", "--quiet"]
    return [*command, "--config-file", str(folder / "mkdocs.yml"), "--site-dir", str(built)]


def keep(_: Path) -> None:
    """Leave what the build before kept: the round that warms up fills it."""


def forget(folder: Path) -> None:
    """Remove what a build keeps for the next, so that each begins with nothing."""
    shutil.rmtree(folder / ".cache", ignore_errors=True)


@dataclass(frozen=True)
class Variant:
    """A row: a site, and how it is built."""

    label: str
    site: Site
    """Whose files are written, and whose notes are counted."""
    command: Callable[[Path, Path], Sequence[str]] = mkdocs
    """From the site's folder and the one to build into, which is `site` in it."""
    says_nothing: bool = True
    """Whether a build that is well prints nothing: else the notes alone tell that it is."""
    options: str = ""
    """Of ours, as lines of YAML, indented by six blanks."""
    with_indices: bool = False
    """Whether it has every index and a history in git, too."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """More environment variables."""
    before: Callable[[Path], object] = forget
    """What is done in the site's folder before each build, which is not timed."""
    target: float | None = None
    """The most that it may take of the footnotes' wall time."""

    def write(self, folder: Path, theme: Theme, pages: Iterable[SourcePage]) -> None:
        """Write the site's files into a folder."""
        # Zensical has one theme only, that of Material.
        write(folder, self.site, "material" if self.site == "zensical" else theme, pages)
        if self.with_indices:
            write_indices(folder, self.options)
        elif self.options:
            add_options(folder, self.options)


SIDECARS = Variant("glossator", "sidecars")
"""In as many processes as a site of this size gets."""
ONE = Variant("glossator, one process", "sidecars", options="      jobs: 1\n", target=1.10)
TWO = Variant("glossator, two processes", "sidecars", options="      jobs: 2\n", target=0.80)
WARM = Variant(
    "glossator, what the build before kept", "sidecars", options="      cache: true\n", before=keep, target=0.60
)
FOOTNOTES = Variant("footnotes", "footnotes")
"""What all others are compared with."""
PLAIN = Variant("no notes", "plain")
BASIC = (SIDECARS, ONE, TWO, WARM, FOOTNOTES, PLAIN)
ALL_ON = Variant("glossator, everything on", "sidecars", options=EVERYTHING, with_indices=True, target=1.00)


def peers(commands: Path) -> Sequence[Variant]:
    """The same words as footnotes of other generators, each build with nothing kept from the one before.

    Args:
        commands: the folder with the generators' commands.
    """
    hugo, zensical = str(hugo_itself(commands)), str(commands / "zensical")
    return (
        Variant(
            "footnotes in Zensical",
            "zensical",
            lambda folder, _: [zensical, "build", "--config-file", str(folder / "mkdocs.yml")],
            says_nothing=False,
        ),
        Variant(
            "footnotes in Hugo",
            "hugo",
            lambda folder, built: [
                *(hugo, "build", "--quiet", "--ignoreCache", "--source", str(folder), "--destination", str(built))
            ],
        ),
    )
