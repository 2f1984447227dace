"""The folders that sources lie in, and what introduces them: `index.md` in such a folder, where that is no source."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from glossator.files import front_matter, reading
from glossator.files.reading import SOURCE_FILE_LIMIT
from glossator.problems import Problem
from glossator.project.naming import Naming

INDEX: Final = "index"
"""The name of the page that introduces its folder."""

_TITLE = re.compile(r"#[ \t]+(?P<title>\S.*?)[ \t]*(?:#+|\{[^{}]*\})?[ \t]*")
_WORDS = re.compile(r"(?![#<>|!`~:=]|[-*+][ \t]|\d+[.)][ \t])\S.*", re.DOTALL)
"""A block that is a paragraph: no heading, list, quotation, code, picture, table or HTML."""


@dataclass(frozen=True)
class Folder:
    """A folder of sources."""

    path: str
    """Its path in the folder of the sources."""
    title: str
    """What it is called, in Markdown."""
    introduction: str = ""
    """The first paragraph of its page, in Markdown; empty where it has none."""
    page: str = ""
    """The page that introduces it, by the name that problems call it; empty where there is none."""


def read(folder: Path, root: Path, naming: Naming, slugs: Collection[str]) -> dict[str, Folder]:
    """Every folder that sources lie in, by its path.

    What is wrong with a page is not said here: the site generator shows it, and whoever asks it for an index reads it.

    Args:
        folder: the folder of the sources.
        root: the project's root.
        naming: how files are named.
        slugs: those of all sources.
    """
    paths = sorted({slug.rpartition("/")[0] for slug in slugs} - {""})
    return {path: _read(path, folder, root, naming, slugs) for path in paths}


def _read(path: str, folder: Path, root: Path, naming: Naming, slugs: Collection[str]) -> Folder:
    named = Folder(path, " ".join(re.split(r"[-_\s]+", path.rpartition("/")[2])).capitalize())
    slug = f"{path}/{INDEX}"
    page = naming.file(folder, slug)
    if slug in slugs or not page.is_file():
        return named
    file = reading.outside(page, root) or reading.read_text(page, root, limit=SOURCE_FILE_LIMIT)
    if isinstance(file, Problem):
        return named
    document, _ = front_matter.optional(file, example="title: Letters")
    if document is None:
        return named
    blocks = [block.strip() for block in re.split(r"\n[ \t]*\n", document.body) if block.strip()]
    first, _, rest = blocks[0].partition("\n") if blocks else ("", "", "")
    heading = _TITLE.fullmatch(first)
    if heading:
        blocks[:1] = [rest.strip()] if rest.strip() else []
    given = document.marked.value.get("title")
    title = given if isinstance(given, str) and given.strip() else heading["title"] if heading else named.title
    introduction = blocks[0] if blocks and _WORDS.fullmatch(blocks[0]) else ""
    return Folder(path, title, introduction, file.name)
