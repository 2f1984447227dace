"""The names of sources: their paths in the folder of the sources, without what says a language there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from glossator.records import identifiers

MARKDOWN: Final = (".md",)
ANY: Final = (".md", ".markdown", ".html")
"""How the names of pages end that site generators read in general."""
INDICES: Final = ("index", "_index")
"""The names of a folder's own page there."""


@dataclass(frozen=True)
class Naming:
    """How a project names the files of its sources."""

    language: str = ""
    """The language of the originals, where files of one page in several languages lie beside one another: their names
    may end with it, as `letter.en.md`, and those of others do with theirs, `letter.fr.md`.  Empty where a dot in a name
    says nothing."""
    translated: str = ""
    """The language whose translations are shown in the place of the originals; empty where the originals are."""
    translations: Path | None = None
    """The folder of these translations, where each language has one; None where names of files end with it."""
    any_generator: bool = False
    """Whether files are what site generators in general read: Markdown or HTML, front matter in YAML or TOML, a page
    alone or as `index` in a folder of its own."""

    @property
    def endings(self) -> Sequence[str]:
        """How the names of pages end."""
        return ANY if self.any_generator else MARKDOWN

    def slug(self, path: Path) -> str:
        """The slug of a source, by its file's path in the folder of the sources."""
        slug = path.with_suffix("").as_posix()
        if self.any_generator and path.stem in INDICES and len(path.parts) > 1:
            return path.parent.as_posix()
        return slug.removesuffix(f".{self.language}") if self.language else slug

    def is_translation(self, path: Path) -> bool:
        """Whether a file is another one's translation, and so no source of its own."""
        ending = path.with_suffix("").suffix[1:]
        return bool(self.language and ending != self.language and identifiers.is_language(ending))

    def file(self, folder: Path, slug: str) -> Path:
        """The file of a source, which need not exist."""
        if self.any_generator:
            names = (f"{slug}{folder_}{end}" for folder_ in ("", "/index", "/_index") for end in ANY)
            return next((path for name in names if (path := folder / name).is_file()), folder / f"{slug}.md")
        named = folder / f"{slug}.{self.language}.md"
        return named if self.language and named.is_file() else folder / f"{slug}.md"

    def translation(self, folder: Path, slug: str) -> Path | None:
        """The file of a source's translation into the language that is shown, which need not exist; None for none."""
        if not self.translated:
            return None
        return self.translations / f"{slug}.md" if self.translations else folder / f"{slug}.{self.translated}.md"

    def translates(self, path: Path, folder: Path) -> str:
        """The slug of the source of which a file would be the translation that is shown; empty for any other file."""
        above = self.translations or folder
        if not self.translated or not path.is_relative_to(above):
            return ""
        slug = path.relative_to(above).with_suffix("").as_posix()
        return slug if self.translations else slug.removesuffix(f".{self.translated}")
