"""The names of sources: their paths in the folder of the sources, without what says a language there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:[-_][A-Z]{2})?")


@dataclass(frozen=True)
class Naming:
    """How a project names the files of its sources."""

    language: str = ""
    """The language of the originals, where files of one page in several languages lie beside one another: their names
    may end with it, as `letter.en.md`, and those of others do with theirs, `letter.fr.md`.  Empty where a dot in a name
    says nothing."""

    def slug(self, path: Path) -> str:
        """The slug of a source, by its file's path in the folder of the sources."""
        slug = path.with_suffix("").as_posix()
        return slug.removesuffix(f".{self.language}") if self.language else slug

    def is_translation(self, path: Path) -> bool:
        """Whether a file is another one's translation, and so no source of its own."""
        ending = path.with_suffix("").suffix[1:]
        return bool(self.language and ending != self.language and _LANGUAGE.fullmatch(ending))

    def file(self, folder: Path, slug: str) -> Path:
        """The file of a source, which need not exist."""
        named = folder / f"{slug}.{self.language}.md"
        return named if self.language and named.is_file() else folder / f"{slug}.md"
