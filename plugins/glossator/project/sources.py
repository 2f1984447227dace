"""The sources: pages whose front matter has `source:`, with the terms on which their words are here."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from glossator.files import front_matter, reading
from glossator.files.front_matter import Document
from glossator.files.reading import SOURCE_FILE_LIMIT
from glossator.memory import Forgetful, Memory
from glossator.problems import Location, Problem
from glossator.project.naming import Naming
from glossator.records import identifiers, schema
from glossator.records.csl import CSLItem
from glossator.records.model import SourceFrontMatter
from glossator.records.vocabulary import Terms
from glossator.text.textmap import TextMap


@dataclass(frozen=True)
class Source:
    """A source as it is stored."""

    slug: str
    """Its path in the folder of sources, without `.md`."""
    front: SourceFrontMatter
    document: Document
    former: int | None = None
    """The number of the former version that it is of a source; None for a source itself."""
    is_translation: bool = False
    """Whether its text is a translation of the one that the notes are about."""

    @property
    def path(self) -> str:
        """Its file, relative to the project's root."""
        return self.document.file.name

    @property
    def item(self) -> CSLItem:
        """What is known of the original."""
        return self.front.source

    @property
    def terms(self) -> Terms:
        """On what terms its words are here."""
        return self.front.text

    @property
    def language(self) -> str:
        """The language of the text, a BCP 47 tag; empty where nobody says it."""
        return self.item.language or ""

    @property
    def title(self) -> str:
        """The page's title."""
        return self.front.title or self.item.title or self.slug

    @property
    def tags(self) -> tuple[str, ...]:
        """What its page is tagged with, as the site generator reads it; else the keywords of the original."""
        given = self.document.marked.value.get("tags")
        if not isinstance(given, list):
            given = re.split(r"[,;]", self.item.keyword or "")
        return tuple(dict.fromkeys(tag.strip() for tag in given if isinstance(tag, str) and tag.strip()))

    @property
    def date(self) -> str:
        """When it was published, in ISO 8601; empty where that is not known."""
        return self.item.issued.iso if self.item.issued else ""


def read(
    folder: Path, root: Path, naming: Naming, *, only: Collection[str] | None = None, memory: Memory | None = None
) -> tuple[dict[str, Source], list[Problem]]:
    """Read every source in a folder and the folders in it.

    Args:
        folder: the folder, `docs/sources/`.
        root: the project's root.
        naming: how their files are named.
        only: the slugs of the sources to read; default: all.
        memory: keeps what was read from files that are the same; default: nothing is kept.

    Returns:
        the sources by slug, in a fixed order, and every problem found.  Pages without `source:` are left alone, and so
        are translations.
    """
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    memory = memory or Forgetful()
    for path in _pages(folder, naming):
        slug = naming.slug(path.relative_to(folder))
        if naming.is_translation(path) or (only is not None and slug not in only):
            continue
        source, new = _remembered(path, root, slug, naming, memory)
        problems += [replace(problem, source=slug) for problem in new]
        if source:
            translation, new = _translation(slug, folder, root, naming, memory)
            problems += [replace(problem, source=slug) for problem in new]
            sources[slug] = translation or source
    for slug, earlier in identifiers.alike(sorted(sources)):
        message = f"`{slug}` and `{earlier}` differ only in case: some disks and servers keep only one"
        place = Location(sources.pop(slug).path)
        problems.append(Problem(place, "bad-source-id", message, "give one of them another name", source=slug))
    return sources, problems


def _remembered(
    path: Path, root: Path, slug: str, naming: Naming, memory: Memory, *, is_translation: bool = False
) -> tuple[Source | None, list[Problem]]:
    if outside := reading.outside(path, root):
        return None, [outside]
    read_now = partial(_read_as, path, root, slug, naming, is_translation=is_translation)
    return memory.read(("source", path, slug), [path], (root, naming.any_generator, is_translation), read_now)


def _read_as(
    path: Path, root: Path, slug: str, naming: Naming, *, is_translation: bool
) -> tuple[Source | None, list[Problem]]:
    source, problems = read_source(path, root, slug, naming)
    return source and replace(source, is_translation=is_translation), problems


def _translation(
    slug: str, folder: Path, root: Path, naming: Naming, memory: Memory
) -> tuple[Source | None, list[Problem]]:
    """The translation of a source into the language that is shown; None where there is none that is a source."""
    path = naming.translation(folder, slug)
    if path is None or not path.is_file():
        return None, []
    return _remembered(path, root, slug, naming, memory, is_translation=True)


def _pages(folder: Path, naming: Naming) -> list[Path]:
    paths = (Path(base) / name for base, _, names in os.walk(folder) for name in names)
    return sorted(path for path in paths if path.suffix in naming.endings and not path.name.startswith("."))


def read_source(path: Path, root: Path, slug: str, naming: Naming | None = None) -> tuple[Source | None, list[Problem]]:
    """Read one page.

    Returns:
        the source, None where the page is none or cannot be read as one; and every problem found.
    """
    file = reading.outside(path, root) or reading.read_text(path, root, limit=SOURCE_FILE_LIMIT)
    if isinstance(file, Problem):
        return None, [file]
    begins = ("---", front_matter.TOML) if naming and naming.any_generator else ("---",)
    if not file.text.startswith(begins):
        return None, []
    document, problems = front_matter.split_either(
        file, example="source:\n  title: The article’s title\ntext: restated"
    )
    if document is None or problems:
        return None, problems
    source, problems = parse_source(document, slug)
    if source and (fault := identifiers.fault_of_path(slug)):
        *folders, name = slug.split("/")
        steps = (*(identifiers.mended(folder, "folder") for folder in folders), identifiers.mended(name, "article"))
        message = f"the file’s path, a source’s slug, `{reading.printable(slug)}` {fault}"
        return None, [
            *problems,
            Problem(Location(file.name), "bad-source-id", message, f"such as {'/'.join(steps)}.md"),
        ]
    return source, problems


_OURS = [field.alias or name for name, field in SourceFrontMatter.model_fields.items()]
_HOSTS = frozenset(
    ("tags", "hide", "icon", "status", "template", "description", "date", "authors", "search", "subtitle")
)
"""Keys of the site generator that are like one of ours."""


def parse_source(document: Document, slug: str) -> tuple[Source | None, list[Problem]]:
    """Read a source from its front matter."""
    marked = document.marked
    if "source" not in marked.value:
        return None, []
    if newer := schema.newer_format(marked):
        return None, [newer]
    front, problems = schema.check(SourceFrontMatter, marked)
    for key in marked.value:
        guess = "" if key in _OURS or key in _HOSTS else schema.nearest(key, _OURS)
        if guess and guess not in marked.value:
            message = f"`{key}` is not a key of a source"
            problems.append(Problem(marked.key_at(key), "unknown-key", message, f"did you mean `{guess}`?"))
    if front and front.text is Terms.FULL and not front.licence:
        message = "the text is here in full, and no `licence` says that it may be"
        hint = (
            "licence: CC-BY-4.0      # an SPDX id, `public-domain`, or the permission in words\n"
            "or text: restated, if the passages are told again in your own words"
        )
        problems.append(Problem(marked.value_at("text"), "licence-missing", message, hint))
    # Without its licence a full text is still a source: its notes stand, and the build fails.
    return (Source(slug, front, document) if front else None), problems


def checksum(text: TextMap) -> str:
    """The checksum of a source's text as readers see it, without its headings."""
    return "sha256:" + hashlib.sha256(text.running.encode()).hexdigest()


def check_seal(source: Source, text: TextMap) -> list[Problem]:
    """Whether the text is still the one that was sealed."""
    sealed = source.front.checksum
    if sealed is None or sealed == checksum(text):
        return []
    message = "the text is not the one that was sealed: it changed under its notes"
    hint = f"look at the notes again, then run `glossator seal {source.slug}`"
    place = source.document.marked.value_at("checksum")
    return [Problem(place, "checksum-mismatch", message, hint, source=source.slug)]


_BREAK = re.compile(r"\r\n|\r|\n")
_IN_TOML = re.compile(r"checksum[ \t]*=")


def sealed(source: Source, text: TextMap) -> tuple[str, bytes] | Problem | None:
    """A source's file with the checksum of `text` in it, every other character as it was.

    Returns:
        the text, and the bytes that it takes the place of; None where the checksum is there; or a problem, where the
        file is no longer the one that was read.

    Raises:
        OSError: the file cannot be read any more.
    """
    if source.front.checksum == checksum(text):
        return None
    file, toml = source.document.file, source.document.file.text.startswith(front_matter.TOML)
    line = f'checksum = "{checksum(text)}"' if toml else f"checksum: {checksum(text)}"
    before = file.path.read_bytes()
    now = reading.decode(file.path, file.name, before)
    if isinstance(now, Problem) or now.text != file.text:
        message = "the file was changed while it was read, and stays as it is"
        return Problem(Location(file.name), "unreadable-file", message, "run this again", source=source.slug)
    raw = before.decode()  # with its byte order mark and line ends, which `file.text` is free of
    breaks = list(_BREAK.finditer(raw))
    last = breaks[file.text.count("\n", 0, source.document.yaml_end) - 1]
    head, rest = raw[: last.end()], raw[last.end() :]
    for start in (0, *(end.end() for end in breaks)):
        if _IN_TOML.match(head, start) if toml else head.startswith("checksum:", start):
            end = next((end.start() for end in breaks if end.start() >= start), len(head))
            return f"{head[:start]}{line}{head[end:]}{rest}", before
    if toml:  # at its end it would belong to the last table
        first = breaks[0].end()
        return f"{raw[:first]}{line}{last[0]}{raw[first:]}", before
    return f"{head}{line}{last[0]}{rest}", before
