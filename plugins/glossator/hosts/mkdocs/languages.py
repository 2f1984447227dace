"""Sites in several languages, as mkdocs-static-i18n builds them: which files are one page, and where that stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

from glossator.project.naming import Naming

PLUGIN = "i18n"
"""The name of that plugin in `mkdocs.yml`."""


@dataclass(frozen=True)
class Languages:
    """The languages of a site."""

    default: str = ""
    """That of the pages which others translate; empty for a site in one language."""
    current: str = ""
    """That which is built now; empty where none is, and for the default."""
    in_folders: bool = False
    """Whether each language has a folder in `docs_dir`; else names of files end with it."""

    @property
    def naming(self) -> Naming:
        """How files of sources are named."""
        return Naming("" if self.in_folders else self.default)

    def naming_in(self, docs: Path, sources: str) -> Naming:
        """How files of sources are named, with their translations into the language that is built now."""
        folder = docs / self.current / sources if self.in_folders and self.current else None
        return replace(self.naming, translated=self.current, translations=folder)

    def folder(self, docs: Path, sources: str) -> Path:
        """The folder of the sources, by what the site's configuration calls it."""
        own = docs / self.default / sources
        return own if self.in_folders and own.is_dir() and not (docs / sources).is_dir() else docs / sources

    def address(self, file: File) -> str:
        """The address at which a file of the default language is published."""
        path = Path(file.src_uri)
        if self.in_folders and path.parts[0] == self.default:
            path = path.relative_to(self.default)
        plain = path.with_name(f"{self.naming.slug(Path(path.name))}{path.suffix}")
        return file.url if plain == Path(file.src_uri) else File(str(plain), None, "", file.use_directory_urls).url


def languages_of(config: MkDocsConfig) -> Languages:
    """The languages of a site by its configuration."""
    plugin = config.plugins.get(PLUGIN)
    listed = plugin.config.get("languages") or [] if plugin else []
    default = next((language["locale"] for language in listed if language.get("default")), "")
    current = getattr(plugin, "current_language", None) or ""
    return Languages(
        default, current if current != default else "", bool(plugin and plugin.config.get("docs_structure") == "folder")
    )
