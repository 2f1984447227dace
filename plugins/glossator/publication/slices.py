"""Slices of a site: what one machine makes of its share of the sources, for the build that puts all shares together.

A slice is a folder with results and a file that says what they were made of.  The build takes results from slices as it
takes them from any other build: by all that they were made of.  What that file says is therefore for people alone.
"""

from __future__ import annotations

import json
import platform
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from heapq import heapify, heapreplace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from glossator import installing
from glossator.files import writing
from glossator.memory.cache import program
from glossator.memory.segments import SUFFIX
from glossator.repository import git

FILE: Final = "slice.json"
"""What says of a folder that it is a slice, and of which site."""
_SHARD: Final = re.compile(r"([1-9][0-9]{0,5})/([1-9][0-9]{0,5})")


class NoSlice(ValueError):
    """A folder is no slice, or cannot be made one; the text says why, and what to do."""


@dataclass(frozen=True)
class Shard:
    """One of the shares into which the sources of a site are dealt."""

    number: int
    """From 1."""
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def of_all(self, weights: Mapping[str, int]) -> list[str]:
        """Its share of some things by their names, of about the same weight as every other share.

        It hangs on names and weights alone: every machine deals alike.

        Args:
            weights: by names.
        """
        own: list[str] = []
        shares = [(0, number) for number in range(1, self.of + 1)]
        heapify(shares)
        for name in sorted(weights, key=lambda name: (-weights[name], name)):
            weight, number = shares[0]  # the lightest
            heapreplace(shares, (weight + weights[name], number))
            if number == self.number:
                own.append(name)
        return sorted(own)


def shard_of(text: str) -> Shard:
    """A share as people write it, such as `2/4`.

    Raises:
        ValueError: it is none.
    """
    found = _SHARD.fullmatch(text.strip())
    if found is None or int(found[1]) > int(found[2]):
        raise ValueError(f"`{text}` is no share: write which one of how many, from 1 on, such as 2/4")
    return Shard(int(found[1]), int(found[2]))


@dataclass(frozen=True)
class Made:
    """What was made, and by what."""

    shard: Shard
    sources: int
    """How many there are in this share."""
    ready: int
    """Of how many of them all is there."""
    program: str
    """What stands for the program and all that is installed beside it."""
    version: str
    """Its version, with that of Python, for people."""
    commit: str
    """That of the site; empty where git knows none."""


@dataclass(frozen=True)
class Slice:
    """A folder with results."""

    folder: Path
    made: Made


def made_now(root: Path, shard: Shard, *, sources: int, ready: int) -> Made:
    """What is to be said of a share that this program made of a site just now."""
    try:
        number = version(installing.NAME)
    except PackageNotFoundError:
        number = "of no version"
    return Made(
        shard, sources, ready, program().hex(), f"{installing.NAME} {number}, Python {platform.python_version()}",
        commit_of(root),
    )  # fmt: skip


def commit_of(root: Path) -> str:
    """The commit from which a site is built; empty where git knows none."""
    try:
        return git.run(root, "rev-parse", "--verify", "--quiet", "HEAD").decode().strip()
    except git.GitError:
        return ""


def begin(folder: Path) -> None:
    """Make a folder ready for a slice: a former slice in it goes.

    Raises:
        NoSlice: something else is in it.
        OSError: it cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise NoSlice(f"{folder} is a file: name a folder that is empty, or not there yet")
    there = list(folder.iterdir()) if folder.is_dir() else []
    strange = [path.name for path in there if path.name not in (FILE, ".gitignore") and path.suffix != SUFFIX]
    if strange:
        raise NoSlice(f"{folder} holds other files, such as {min(strange)}: name one that is empty, or not there yet")
    for path in there:
        path.unlink()
    writing.write_atomically(folder / ".gitignore", "*\n")


def end(folder: Path, made: Made) -> Slice:
    """Say in the folder of a slice what it is, now that everything is in it.

    Raises:
        OSError: it cannot be written.
    """
    said = asdict(made) | {"shard": str(made.shard)}
    writing.write_atomically(folder / FILE, json.dumps(said, indent=2) + "\n")
    return Slice(folder, made)


def read(folders: Iterable[Path]) -> list[Slice]:
    """The slices in some folders, each of which is one or holds some.

    Raises:
        NoSlice: one is neither.
    """
    found: dict[Path, Slice] = {}
    for folder in folders:
        inside = sorted(path.parent for path in (folder / FILE, *folder.glob(f"*/{FILE}")) if path.is_file())
        if not inside:
            what = "holds no slice" if folder.is_dir() else "is not there"
            raise NoSlice(
                f"{folder} {what}: `glossator slice --shard 1/4 --output {folder}` makes the first slice of four"
            )
        found |= {each.resolve(): Slice(each, _said(each / FILE)) for each in inside}
    return list(found.values())


def _said(path: Path) -> Made:
    try:
        said: Any = json.loads(path.read_text(encoding="utf-8"))
        shard, sources, ready = shard_of(str(said["shard"])), int(said["sources"]), int(said["ready"])
        words = [str(said[name]) for name in ("program", "version", "commit")]
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise NoSlice(f"{path} cannot be read: make the slice again, or leave its folder out") from error
    return Made(shard, sources, ready, *words)


def faults(slices: Sequence[Slice], root: Path) -> list[str]:
    """Why not all of a site can be taken from slices, in sentences.

    Args:
        slices: some.
        root: the project's folder.
    """
    here = made_now(root, Shard(1, 1), sources=0, ready=0)
    return [
        *(fault for each in slices for fault in _faults_of(each, here)),
        *_gaps([each.made.shard for each in slices]),
    ]


def _faults_of(slice_: Slice, here: Made) -> Iterable[str]:
    folder, made = slice_.folder, slice_.made
    if made.program != here.program:
        other = made.version if made.version != here.version else "the same version, but with other packages beside it"
        yield (
            f"{folder} was made by another program ({other}; here: {here.version}), so nothing of it can be used:"
            " install the same on every machine, from one list with all versions"
        )
    elif made.commit != here.commit:
        commits = ", here is ".join(commit[:12] or "no commit" for commit in (made.commit, here.commit))
        yield f"{folder} was made of another state of the site ({commits}): only what is the same in both can be used"
    if made.ready < made.sources:
        yield (
            f"{folder} lacks {made.sources - made.ready} of its {made.sources:,} sources:"
            f" `glossator check` may say why, and the output of `glossator slice --shard {made.shard}`"
        )


def _gaps(shards: Sequence[Shard]) -> Iterable[str]:
    counts = sorted({shard.of for shard in shards})
    if len(counts) > 1:
        yield (
            f"the slices are shares of {', '.join(map(str, counts[:-1]))} and {counts[-1]}:"
            " deal the sources into the same number everywhere"
        )
        return
    missing = [
        str(Shard(number, of)) for of in counts for number in range(1, of + 1) if Shard(number, of) not in shards
    ]
    if missing:
        few = ", ".join(missing[:5]) + (f" and {len(missing) - 5} more" if len(missing) > 5 else "")
        yield f"{'a slice is' if len(missing) == 1 else 'slices are'} missing: {few}"
