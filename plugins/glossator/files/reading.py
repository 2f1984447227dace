"""Reading files that strangers may have sent: never through a link, never out of the folder, never without a limit."""

from __future__ import annotations

import json
import os
import re
import stat
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from glossator.problems import Location, Problem

NOTE_FILE_LIMIT = 256 * 1024
"""Bytes.  A body has at most 8,000 code points, so a larger file is a mistake; a 100 kB quote is still named as one."""
SOURCE_FILE_LIMIT = 8 * 1024 * 1024
"""Bytes: a text of more than a million words."""
BIBLIOGRAPHY_LIMIT = 32 * 1024 * 1024
"""Bytes: about 20,000 references."""

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 and C1, but for tab, line feed and carriage return
    "\u202a-\u202e\u2066-\u2069"  # bidirectional embeddings, overrides and isolates: Trojan Source, CVE-2021-42574
    "\U000e0000-\U000e007f"  # tag characters: invisible text
    "\ud800-\udfff]"  # halves of a pair, which an escape in JSON can make: they cannot be written
)
"""Characters that make a file read differently from what it is.  The joiners and direction marks that Persian, Indic
scripts and emoji need (ZWJ, ZWNJ, LRM, RLM) are not among them."""
_LINE_ENDS = str.maketrans(dict.fromkeys("\v\f\x85\u2028\u2029", "\n"))
"""What other programs use to end a line or a page; dropped, they would join two words."""


@dataclass(frozen=True, init=False, slots=True)
class TextFile:
    """A file's text, with the name by which problems call it.

    A build holds those of all sources and notes, so they are kept as small as they can be: a single curly quotation
    mark doubles what Python needs for a text.
    """

    name: str
    """The path relative to the project's root, with forward slashes."""
    _path: str
    _packed: bytes = field(repr=False)

    def __init__(self, path: Path, name: str, text: str) -> None:
        """`text` is decoded, without a byte order mark, its lines ended by line feeds."""
        for key, value in (("name", name), ("_path", str(path)), ("_packed", packed(text))):
            object.__setattr__(self, key, value)

    @property
    def path(self) -> Path:
        """Where it lies."""
        return Path(self._path)

    @property
    def text(self) -> str:
        """What stands in it, its lines ended by line feeds."""
        return unpacked(self._packed)

    def at(self, offset: int) -> Location:
        """The place of a code point."""
        return place(self.name, self.text, offset)


def packed(text: str) -> bytes:
    """A text as few bytes, for keeping."""
    return text.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=2)
def unpacked(text: bytes) -> str:
    """The text that was packed; one file's is asked for many times, and then the next one's."""
    return text.decode("utf-8", "surrogatepass")


def place(name: str, text: str, start: int, end: int | None = None) -> Location:
    """The lines and columns of a stretch of a text, or of a code point."""
    line, column = _position(text, start)
    return Location(name, line, column, *(_position(text, end) if end else ()))


def _position(text: str, offset: int) -> tuple[int, int]:
    starts = _lines(text)
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


@lru_cache(maxsize=2)
def _lines(text: str) -> list[int]:
    """Where each line begins: a large bibliography asks for the places of thousands of entries."""
    return [0, *(match.end() for match in re.finditer("\n", text))]


def cleaned(text: str) -> str:
    r"""A text without the characters of `FORBIDDEN`, and with `\n` for those that end a line or a page elsewhere."""
    return FORBIDDEN.sub("", text.translate(_LINE_ENDS))


def display_name(path: Path, root: Path) -> str:
    """How problems call a file: relative to the project's root where it lies in it."""
    try:
        return printable(path.relative_to(root).as_posix())
    except ValueError:
        return printable(path.as_posix())


def printable(name: str) -> str:
    """A file's name with what a terminal would not show, or would obey, as escapes: `a\\x1b[2J.md`."""
    if name.isprintable():
        return name
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode() for character in name
    )


def read_text(path: Path, root: Path, *, limit: int, blank: bool = False) -> TextFile | Problem:
    """A file's text, or what keeps it from being read.

    It does not ask whether the path is a link: whoever found the path did, see `outside`.

    Args:
        path: the file.
        root: the project's root, by which problems name files.
        limit: the most bytes it may have.
        blank: whether spaces stand for the characters that it may not hold, instead of a problem.
    """
    name = display_name(path, root)
    raw = read_bytes(path, name, limit=limit)
    return raw if isinstance(raw, Problem) else decode(path, name, raw, blank=blank)


def read_bytes(path: Path, name: str, *, limit: int) -> bytes | Problem:
    """A file's bytes, or what keeps them from being read.

    Args:
        path: the file.
        name: its name for problems.
        limit: the most bytes it may have.
    """
    try:
        with open(path, "rb", opener=_without_waiting) as file:  # a path opens with no opener
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return not_regular(name)
            raw = file.read(limit + 1)
    except OSError as error:
        message = f"the file cannot be opened: {error.strerror or error}"
        return Problem(Location(name), "unreadable-file", message, "see that it exists and that you may read it")
    if len(raw) <= limit:
        return raw
    message = f"the file has {path.stat().st_size:,} bytes; at most {limit:,} are expected"
    return Problem(Location(name), "file-too-large", message, "shorten it: no file of its kind needs to be so large")


def _without_waiting(path: str, flags: int) -> int:
    # To open a pipe waits for somebody to write into it; Windows has none among its files.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def not_regular(name: str) -> Problem:
    """The problem of what has a name among files and is none: to read a pipe, or a terminal, could wait for ever."""
    message = "this is a pipe, a device or a socket, and no file"
    return Problem(Location(name), "unreadable-file", message, "put a file here, or take it away")


def utf_8(name: str, raw: bytes) -> str | Problem:
    """The text of a file's bytes, without a byte order mark, or the place of the first that is none."""
    try:
        # Not "utf-8-sig", whose errors are counted from behind the byte order mark.
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8").removeprefix("\ufeff")
        message = f"byte 0x{raw[error.start]:02X} is not UTF-8"
        location = place(name, before, len(before))
        return Problem(location, "not-utf-8", message, "save the file with the encoding UTF-8")


def decode(path: Path, name: str, raw: bytes, *, blank: bool = False) -> TextFile | Problem:
    """The text of a file's bytes as problems count its lines, or what no file of a project may hold."""
    text = utf_8(name, raw)
    if isinstance(text, Problem):
        return text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii() or not text.isprintable():
        forbidden = FORBIDDEN.search(text)
        if forbidden and blank:
            text = FORBIDDEN.sub(" ", text)
        elif forbidden:
            return control_character(place(name, text, forbidden.start()), forbidden[0])
    return TextFile(path, name, text)


def control_character(location: Location, character: str) -> Problem:
    """The problem of one of `FORBIDDEN`."""
    message = f"the invisible character U+{ord(character):04X} stands here"
    hint = "delete it; the direction marks U+200E and U+200F are allowed"
    return Problem(location, "control-character", message, hint)


def unreadable_json(file: TextFile, error: ValueError | RecursionError, code: str, hint: str) -> Problem:
    """Why the JSON of a file cannot be read, with its place where that is known, from what `json` raised."""
    place = Location(file.name)
    if isinstance(error, json.JSONDecodeError):
        place, message = Location(file.name, error.lineno, error.colno), error.msg.lower()
    elif isinstance(error, RecursionError):
        message = "it is nested too deeply"
    else:  # such as a number of more than 4,300 digits
        message = str(error)
    return Problem(place, code, f"the JSON cannot be read: {message}", hint)


def outside(path: Path, root: Path) -> Problem | None:
    """Why a path is not to be read: it is a link, lies behind one, or leaves the project."""
    name = display_name(path, root)
    if ".." in path.parts:
        return Problem(
            Location(name), "path-outside-project", "the path contains `..`", "name a path inside the project"
        )
    real, expected = os.path.realpath(path), str(Path(os.path.realpath(root)) / os.path.relpath(path, root))
    if real == expected and not path.is_symlink():  # a link to itself is its own real path
        return None
    if not os.path.normpath(expected).startswith(os.path.realpath(root) + os.sep):
        return Problem(
            Location(name), "path-outside-project", "the file lies outside the project", "move it into the project"
        )
    return Problem(
        Location(name),
        "symbolic-link",
        "the file is, or lies behind, a symbolic link",
        "put the file itself here: a link could publish files from outside the project",
    )
