"""What builds keep for one another: where it lies, and what of a project is known by its files."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from markupsafe import Markup

from glossator.memory.cache import Cache
from glossator.project.sidecar import Sidecar
from glossator.publication.finished.guard import ExpectedSource
from glossator.publication.settings import Settings

FOLDER: Final = (".cache", "glossator", "results")
"""The folder of the project in which results lie."""
ENOUGH: Final = {"fork": 200, "spawn": 5_000}
"""Notes from which on further processes are quicker than one: one that begins anew reads the whole site again."""


def is_large(settings: Settings, method: str) -> bool:
    """Whether a site has so many notes that several processes build it sooner than one."""
    left = ENOUGH[method]
    for _, _, names in os.walk(settings.annotations):
        left -= sum(name.endswith(".md") for name in names)
        if left <= 0:
            return True
    return False


def folders(settings: Settings, *, lasting: bool, until: ExitStack) -> tuple[Path, ...]:
    """Where a build keeps results, and folders in which it only looks for them.

    Args:
        settings: of the site.
        lasting: whether they outlive the build.
        until: takes away what does not.
    """
    own = settings.root.joinpath(*FOLDER)
    if lasting and _is_writable(own):
        return (own,)
    passing = Path(until.enter_context(TemporaryDirectory(prefix="glossator-results-")))
    return (passing, own) if lasting else (passing,)


def opened(settings: Settings, folders: Sequence[Path], *, types: Collection[type], until: ExitStack) -> Cache:
    """What is kept in some folders, as `folders` gives them.

    Args:
        settings: of the site.
        folders: the first is written to.
        types: of values besides the program's own that results may hold.
        until: closes it.
    """
    cache = Cache(*folders, root=settings.root, parts=_parts, types=(Markup, *types))
    if folders[0] == settings.root.joinpath(*FOLDER):
        until.callback(cache.tidy)
    until.callback(cache.close)
    return cache


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    except OSError:
        return False
    return True


def _parts(record: object) -> Iterable[object]:
    """The records that one holds and that others are made of, too."""
    if isinstance(record, Sidecar):
        return (*record.annotations, *record.former)
    return record.notes if isinstance(record, ExpectedSource) else ()
