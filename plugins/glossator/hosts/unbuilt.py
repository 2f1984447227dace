"""A site of MkDocs where MkDocs is not installed: enough of its `mkdocs.yml` to know what should be on its pages.

Nothing of the configuration runs, neither plugins nor hooks.  What has to render a source needs MkDocs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

import yaml

from glossator.problems import Problem
from glossator.project import NOTES
from glossator.publication.host import HostError, SitePage
from glossator.publication.settings import UNFIT, Settings
from glossator.references.citations import DEFAULT_STYLE

NEEDS_MKDOCS = "this command needs MkDocs: pip install 'glossator[mkdocs]'"


@dataclass(frozen=True)
class UnbuiltHost:
    """A site of which only the configuration was read."""

    settings: Settings
    folders: bool
    """Whether each page has a folder of its own: `use_directory_urls`."""

    def html(self, slug: str) -> NoReturn:
        """Nothing: to render a source is MkDocs' work.

        Raises:
            HostError: always.
        """
        raise HostError(NEEDS_MKDOCS)

    def address(self, slug: str) -> str:
        """The address of a source's page, relative to the site."""
        folder = self.settings.sources.name
        path = f"{folder}/{slug}"
        if not self.folders:
            return f"{path}.html"
        return f"{path.rpartition('/')[0]}/" if path.endswith(("/index", "/README")) else f"{path}/"

    def pages(self) -> Iterator[SitePage]:
        """None: nothing asks for an index where nothing is built."""
        return iter(())

    def problems(self) -> Sequence[Problem]:
        """None: they are the build's."""
        return ()


class _Plain(yaml.SafeLoader):
    """Reads what needs no code; the rest, such as names of functions of Python, is nothing."""


_Plain.add_multi_constructor("", lambda *_: None)


def open_host(config: Path) -> UnbuiltHost:
    """Read the site of a `mkdocs.yml`.

    Raises:
        HostError: the configuration cannot be read, or does not name our plugin.
    """
    try:
        said = yaml.load(config.read_text(encoding="utf-8"), Loader=_Plain)  # noqa: S506  # a safe loader
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise HostError(f"{config} cannot be read: {error}") from error
    if not isinstance(said, Mapping) or "INHERIT" in said:
        raise HostError(f"{config} cannot be read without MkDocs: pip install 'glossator[mkdocs]'")
    options = _named(said.get("plugins")).get("glossator")
    if options is None:
        raise HostError(f"{config} does not name the plugin:\n  plugins:\n    - search\n    - glossator")
    return UnbuiltHost(_settings(config.resolve().parent, said, options), bool(said.get("use_directory_urls", True)))


def _settings(root: Path, said: Mapping[str, Any], options: Mapping[str, Any]) -> Settings:
    theme = said.get("theme") if isinstance(said.get("theme"), Mapping) else {}
    extensions: dict[str, Any] = {"toc": {}, "tables": {}, "fenced_code": {}} | _named(said.get("markdown_extensions"))
    for name in extensions.keys() - UNFIT:
        # Python-Markdown's own have short names.
        if "." in name and find_spec(name.partition(".")[0]) is None:
            raise HostError(f"the site writes Markdown with `{name}`, which is not installed")
    return Settings(
        root=root,
        name=str(said.get("site_name", "")),
        annotations=root / str(options.get("annotations", NOTES)),
        sources=root / str(said.get("docs_dir", "docs")) / str(options.get("sources", "sources")),
        bibliography=tuple(root / str(path) for path in options.get("bibliography", ())),
        kinds=options.get("kinds", {}),
        citation_style=str(options.get("citation_style", DEFAULT_STYLE)),
        language=str((theme or {}).get("language") or "en"),
        extensions=tuple(extensions),
        extension_configs=extensions,
        permalinks=bool(options.get("permalinks", False)),
    )


def _named(listed: object) -> dict[str, dict[str, Any]]:
    """The members of a list, or of a mapping, with their options: both are how MkDocs takes plugins and extensions."""
    members = [listed] if isinstance(listed, Mapping) else listed if isinstance(listed, list) else []
    named: dict[str, dict[str, Any]] = {}
    for member in members:
        pairs = member.items() if isinstance(member, Mapping) else [(member, None)]
        named |= {str(name): dict(value) if isinstance(value, Mapping) else {} for name, value in pairs}
    return named
