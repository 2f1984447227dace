"""What other packages add to this program, by the entry points of their metadata.

A package that adds a reader of bibliographies, an exporter, an importer or a host names it in its `pyproject.toml`::

    [project.entry-points."glossator.bibliographies"]
    ".ris" = "my_package.ris:read"

Each module that has such a mapping of its own names the group and says what its objects are called with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final

GROUPS: Final[Mapping[str, str]] = {
    "glossator.bibliographies": "readers of bibliographies, by the extension of their files",
    "glossator.exports": "writers of files for other programs, by name",
    "glossator.imports": "readers of what other programs wrote, by name",
    "glossator.hosts": "site generators, by name",
    "glossator.kinds": "kinds of notes, by their ids",
}
"""The groups of entry points, and what their names and objects are."""


class BrokenExtension(Exception):
    """A package that is installed adds something that cannot be loaded, or is there already; the text says which."""


def forget() -> None:
    """Look anew at what is installed, the next time that somebody asks."""
    _installed.cache_clear()
    extensions.cache_clear()


@cache
def extensions(group: str) -> Mapping[str, Callable[..., Any]]:
    """What the packages that are installed add to a group: the loaded object of each entry point, by its name.

    Args:
        group: a key of `GROUPS`.

    Raises:
        BrokenExtension: an object cannot be loaded or called, or two packages give one name.
    """
    added: dict[str, EntryPoint] = {}
    for point in sorted(_installed()[group], key=lambda point: (point.name, point.value)):
        if point.name in added and added[point.name].value != point.value:
            raise BrokenExtension(
                f"{_named(point)} and {_named(added[point.name])} both add `{point.name}` to `{group}`: remove one"
            )
        added[point.name] = point
    return {name: _loaded(point) for name, point in added.items()}


def with_extensions(group: str, ours: Mapping[str, Callable[..., Any]]) -> Mapping[str, Callable[..., Any]]:
    """What this program brings, and after it what other packages add.

    Raises:
        BrokenExtension: as `extensions`, or a package adds a name that is ours.
    """
    added = extensions(group)
    if both := sorted(ours.keys() & added.keys()):
        raise BrokenExtension(
            f"a package adds `{both[0]}` to `{group}`, which glossator has itself: choose another name"
        )
    return {**ours, **added}


@cache
def _installed() -> Mapping[str, Iterable[EntryPoint]]:
    """What all packages add to each group: to look through them takes a while, and would again for each group."""
    every = entry_points()
    return {group: tuple(every.select(group=group)) for group in GROUPS}


def _loaded(point: EntryPoint) -> Callable[..., Any]:
    try:
        value = point.load()
    except Exception as error:  # importing a stranger's module can raise anything
        reason = f"{type(error).__name__}: {error}"
        raise BrokenExtension(f"{_named(point)} cannot be loaded for `{point.group}`: {reason}") from error
    if not callable(value):
        raise BrokenExtension(f"{_named(point)} in `{point.group}` is no function or class that can be called")
    added: Callable[..., Any] = value
    return added


def _named(point: EntryPoint) -> str:
    """The entry point, with its package where its metadata says which."""
    package = f" of the package {point.dist.name}" if point.dist else ""
    return f"`{point.name} = {point.value}`{package}"
