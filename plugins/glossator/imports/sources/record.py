"""What an import gives: a record of the source and its text, and the source page made of both."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from glossator.problems import Location, Problem
from glossator.records import identifiers

if TYPE_CHECKING:
    import pathlib

    from glossator.imports.notes.incoming import Incoming

_ORDER = (
    *("type", "title", "author", "container-title", "publisher", "volume", "issue", "page", "issued"),
    *("DOI", "ISBN", "URL", "language", "genre", "abstract"),
)
# PyYAML folds longer lines; one field, one line makes better diffs.
_NO_FOLDING = 2**20


@dataclass(frozen=True)
class Imported:
    """A source as it was found, before an editor has looked at it."""

    slug: str
    """`[a-z0-9-]+`, from the title."""
    metadata: dict[str, Any]
    """CSL fields in plain values; only what the file states."""
    body: str
    """Markdown; ends with a newline."""
    removed: tuple[str, ...] = ()
    """What the file held and a source may not."""
    text: str = ""
    """The words that its readers are to see, where the file says them without doubt: to compare the page with."""
    structure: Mapping[str, int] = field(default_factory=dict)
    """How many headings, list entries, … they are to see, likewise."""
    left_out: tuple[str, ...] = ()
    """Blocks of the file that are taken for none of the text: number, first words, and how many words each has."""
    notes: tuple[Incoming, ...] = ()
    """What is noted on its words in the file."""
    losses: tuple[str, ...] = ()
    """What of the file is not in the source, and what an editor should look at, in sentences."""


class ImportFailure(Exception):
    """A file cannot be imported; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        """Keep `problem` for whoever reports it."""
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        return str(self.problem)


def failure(path: pathlib.Path, code: str, message: str, *, hint: str = "") -> ImportFailure:
    """The exception that says that `path` cannot be imported."""
    return ImportFailure(Problem(Location(path.as_posix()), code, message, hint))


def page(imported: Imported, *, text: str, rights: str = "", licence: str = "") -> str:
    """The source page: front matter, an empty line, the body.

    Args:
        imported: the source.
        text: on what terms its words are published: `full`, `excerpts` or `restated`.
        rights: who holds the rights.
        licence: an SPDX id, `public-domain`, or the permission in words.
    """
    fields: dict[str, Any] = {"title": imported.metadata.get("title", imported.slug), "source": imported.metadata}
    fields |= {key: value for key, value in (("text", text), ("rights", rights), ("licence", licence)) if value}
    front_matter = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=_NO_FOLDING)
    return f"---\n{front_matter}---\n\n{imported.body}"


def slug(title: str, path: pathlib.Path) -> str:
    """A name for URLs and files from `title`, else from the file's name, else `source`."""
    return identifiers.made_of(title) or identifiers.made_of(path.stem) or "source"


def in_order(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields in the order in which a reader looks for them."""
    ordered = {key: fields[key] for key in _ORDER if key in fields}
    return ordered | {key: value for key, value in fields.items() if key not in ordered}


def title_from_name(path: pathlib.Path) -> str:
    """A title for a text that states none."""
    return " ".join(re.split(r"[\s_-]+", path.stem)).strip() or "Source"
