"""A Markdown file with front matter: YAML between two lines of `---`, then the text.

Site generators that have their own front matter may have it in TOML as well, between two lines of `+++`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from glossator.files import marked_yaml
from glossator.files.marked_yaml import Marked
from glossator.files.reading import TextFile, place
from glossator.problems import Location, Problem

TOML: Final = "+++"
"""How a file begins with front matter in TOML."""
_IN_TOML: Final = re.compile(r"\+\+\+[ \t]*\n(?P<toml>.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)

_INDENTED = re.compile(r"^[ \t]+(?P<end>---)[ \t]*\r?$", re.MULTILINE)
"""An end as editors make it that set in a new line like the one before."""


@dataclass(frozen=True)
class Parts:
    """A text with front matter, parted; nothing of either part is read."""

    yaml: str
    yaml_end: int
    """Offset of the line that ends the front matter."""
    body: str


def behind(text: str) -> str:
    """What stands behind the front matter of a text, in YAML or in TOML."""
    match = _FRONT_MATTER.match(text) or _IN_TOML.match(text)
    return text[match.end() :] if match else text


def parted(text: str) -> Parts | None:
    """A text in its two parts; None where it has no front matter."""
    match = _FRONT_MATTER.match(text)
    return Parts(match["yaml"], match.end("yaml"), text[match.end() :]) if match else None


@dataclass(frozen=True, slots=True)
class Document:
    """A file in its two parts."""

    file: TextFile
    marked: Marked
    """The front matter's values; empty where it cannot be read."""
    yaml_end: int
    """Offset of the line that ends the front matter."""
    body_start: int
    """Offset of the body, which goes on to the end of the file."""
    body_line: int
    """The line of the file on which the body begins."""

    @property
    def body(self) -> str:
        """What stands behind the front matter."""
        return self.file.text[self.body_start :]

    def in_body(self, offset: int, length: int = 0) -> Location:
        """The place of a code point of the body, or of the `length` code points from it on."""
        start = self.body_start + offset
        return place(self.file.name, self.file.text, start, start + length if length else None)


def optional(file: TextFile, *, example: str) -> tuple[Document | None, list[Problem]]:
    """Split a file whose front matter can be left out; see `split`."""
    if file.text.startswith("---"):
        return split(file, example=example)
    return Document(file, Marked(file.name, {}), 0, 0, 1), []


def split(file: TextFile, *, example: str) -> tuple[Document | None, list[Problem]]:
    """Split a file into front matter and body.

    Args:
        file: the file.
        example: front matter as this kind of file should have it, for hints.

    Returns:
        the document, None where there is no front matter; and every problem found.
    """
    parts = parted(file.text)
    if parts is None:
        begins = file.text.startswith("---")
        if begins and (indented := _INDENTED.search(file.text)):
            message = "the line that ends the front matter is set in: `---` is expected at its beginning"
            return None, [Problem(file.at(indented.start("end")), "front-matter-missing", message, "---")]
        message = "the front matter that begins here has no end" if begins else "the file has no front matter"
        return None, [Problem(Location(file.name), "front-matter-missing", message, f"---\n{example}\n---\nThe text.")]
    marked, problems = marked_yaml.read(parts.yaml, file.name, first_line=2, example=example)
    start = len(file.text) - len(parts.body)
    return Document(file, marked, parts.yaml_end, start, file.text.count("\n", 0, start) + 1), problems


def split_either(file: TextFile, *, example: str) -> tuple[Document | None, list[Problem]]:
    """The same for a file of a site generator that may have front matter in TOML."""
    if not file.text.startswith(TOML):
        return split(file, example=example)
    match = _IN_TOML.match(file.text)
    if match is None:
        message = "the front matter that begins here has no end"
        return None, [
            Problem(Location(file.name), "front-matter-missing", message, "+++\ntitle = 'A page'\n+++\nThe text.")
        ]
    from glossator.files import marked_toml  # which few sites have, and its library takes a while to load

    marked, problems = marked_toml.read(match["toml"], file.name, first_line=2, example=example)
    start = match.end()
    return Document(file, marked, match.end("toml"), start, file.text.count("\n", 0, start) + 1), problems
