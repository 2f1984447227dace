"""Writing files: whole or not at all, never over what somebody changed meanwhile, and nothing left behind.

A file is first written beside the old one, in a folder that git leaves alone (it holds a `.gitignore` of its own), and
then put in its place.  Where the program was killed in between, the next one that writes there takes the rest away.
"""

from __future__ import annotations

import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

UNFINISHED: Final = ".glossator-unfinished"
"""The folder of what is being written; it is there only while something is."""
STALE: Final = 60.0
"""Seconds after which nobody writes a file any more: a large one takes a tenth of one."""


class CannotWrite(OSError):
    """A file cannot be written, and stays as it was; the text says which, why, and what to do."""


def write_atomically(path: Path, text: str | bytes, *, instead_of: bytes | None = None, new: bool = False) -> None:
    """Write a file whole or not at all; an interrupted write leaves the old one.

    Args:
        path: the file.
        text: what it will hold.
        instead_of: what it held when the text was made; where it holds something else by now, it stays.  Default:
            whatever it holds.
        new: whether there must be none.

    Raises:
        CannotWrite: there is no room, no permission, the name is too long, or somebody else changed it meanwhile.
    """
    try:
        _write(path, text.encode() if isinstance(text, str) else text, instead_of, new=new)
    except CannotWrite:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise CannotWrite(f"{path} cannot be written, and stays as it was: {reason}") from error


def _write(path: Path, raw: bytes, instead_of: bytes | None, *, new: bool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not path.is_file():  # such as /dev/stdout, which nothing can take the place of
        path.write_bytes(raw)
        return
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    folder = path.parent / UNFINISHED
    unfinished: Path | None = None
    try:
        _make(folder)
        descriptor, name = tempfile.mkstemp(dir=folder, prefix="", suffix=".new")
        unfinished = Path(name)
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        unfinished.chmod(mode)
        if new and path.exists():
            raise CannotWrite(f"{path} is there by now, and stays as it is: look at it, then run this again")
        if instead_of is not None and path.read_bytes() != instead_of:
            raise CannotWrite(f"{path} was changed meanwhile, and stays as it is: run this again")
        unfinished.replace(path)
    finally:
        if unfinished is not None:
            unfinished.unlink(missing_ok=True)
        _remove(folder)


def _make(folder: Path) -> None:
    """Make the folder, or take out of it what an older program left there."""
    folder.mkdir(exist_ok=True)
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    for left in folder.glob("*.new"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > STALE:
                left.unlink()


def _remove(folder: Path) -> None:
    """Take the folder away, unless somebody else writes there, too."""
    with suppress(OSError):
        if not any(folder.glob("*.new")):
            (folder / ".gitignore").unlink(missing_ok=True)
            folder.rmdir()
