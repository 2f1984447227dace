"""A site of MkDocs where MkDocs is not installed, or one of Zensical: what its configuration says, and no more.

Nothing of the configuration runs, neither plugins nor hooks.  Both write Markdown with Python-Markdown, and so do we.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from glossator import installing
from glossator.files.reading import TextFile
from glossator.hosts.configured import Said, page_files, settings_of
from glossator.hosts.options import OPTIONS, checked
from glossator.hosts.policy import Loaded
from glossator.problems import Location, Problem
from glossator.publication.applying import written
from glossator.publication.host import HostError, RenderingError, SitePage
from glossator.publication.settings import Settings

SITE = "site"
"""Where both put the finished site, if nothing else is said."""
EXTENSIONS = ("abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html")
"""What Zensical writes Markdown with where nothing is said, as far as it comes with Python-Markdown."""


@dataclass(frozen=True)
class UnbuiltHost:
    """A site of which only the configuration was read."""

    settings: Settings
    docs: Path
    """The folder of its pages."""
    site: Path
    """The folder of the finished site."""
    folders: bool
    """Whether each page has a folder of its own: `use_directory_urls`."""

    def html(self, slug: str) -> str:
        """A source's page, by the Markdown extensions of the site.

        Raises:
            RenderingError: it is nested too deeply.
        """
        path = self.settings.naming.file(self.settings.sources, slug)
        file = next((file for file in self._files if isinstance(file, TextFile) and file.path == path), None)
        if file is None:
            raise FileNotFoundError(path)
        try:
            return written.rendered(file, self.settings.extensions, self.settings.extension_configs)
        except RecursionError as error:
            message = "lists, quotations or emphasis stand within one another too often to be made a page"
            hint = "such as `- one` with `    - two` below it"
            raise RenderingError(Problem(Location(file.name), "markdown-too-deep", message, hint)) from error

    def address(self, slug: str) -> str:
        """The address of a source's page, relative to the site."""
        return self._address(self.settings.naming.file(self.settings.sources, slug))

    def pages(self) -> Iterator[SitePage]:
        """The site's pages."""
        for file in self._files:
            if isinstance(file, TextFile):
                yield SitePage(file.name, file.text, self._address(file.path))

    def problems(self) -> Sequence[Problem]:
        """The pages that lie behind links; what is wrong with sources is told with them."""
        return [file for file in self._files if isinstance(file, Problem) and file.code == "symbolic-link"]

    def _address(self, path: Path) -> str:
        way = path.relative_to(self.docs).with_suffix("").as_posix()
        folder, slash, name = way.rpartition("/")
        if name in ("index", "README"):
            return f"{folder}{slash}" if self.folders else f"{folder}{slash}index.html"
        return f"{way}/" if self.folders else f"{way}.html"

    @cached_property
    def _files(self) -> list[TextFile | Problem]:
        return list(page_files(self.docs, self.settings.root, (".md",), without=self.site))


class _Plain(yaml.SafeLoader):
    """Reads what needs no code; the rest, such as names of functions of Python, is nothing."""


_Plain.add_multi_constructor("", lambda *_: None)


def open_host(config: Path) -> UnbuiltHost:
    """Read the site of a `mkdocs.yml`, or of a `zensical.toml`.

    Raises:
        HostError: the configuration cannot be read, or does not name our plugin.
    """
    said = _read(config)
    options = _named(said.get("plugins")).get("glossator")
    if options is None:
        toml = config.suffix == ".toml"
        example = "  [project.plugins.glossator]" if toml else "  plugins:\n    - search\n    - glossator"
        raise HostError(f"{config} does not name the plugin:\n{example}")
    root = config.resolve().parent
    try:
        own = checked(options, OPTIONS, root)
    except ValueError as error:
        raise HostError(f"{config} cannot be used: {error}") from error
    docs = root / str(said.get("docs_dir", "docs"))
    settings = settings_of(_said(root, docs, said), own)
    return UnbuiltHost(
        settings, docs, root / str(said.get("site_dir", SITE)), bool(said.get("use_directory_urls", True))
    )


def _read(config: Path) -> Mapping[str, Any]:
    try:
        text = config.read_text(encoding="utf-8")
        said = tomllib.loads(text) if config.suffix == ".toml" else yaml.load(text, Loader=_Plain)  # noqa: S506  # safe
    except (OSError, UnicodeDecodeError, yaml.YAMLError, tomllib.TOMLDecodeError) as error:
        raise HostError(f"{config} cannot be read: {error}") from error
    if config.suffix == ".toml":
        said = said.get("project", said)
    if not isinstance(said, Mapping) or "INHERIT" in said:
        raise HostError(f"{config} cannot be read without MkDocs: {installing.adding('mkdocs')}")
    return said


def _said(root: Path, docs: Path, said: Mapping[str, Any]) -> Said:
    theme = said["theme"] if isinstance(said.get("theme"), Mapping) else {"name": said.get("theme") or "material"}
    defaults: dict[str, dict[str, Any]] = {"toc": {}, "tables": {}, "fenced_code": {}}
    extensions = said.get("markdown_extensions", list(EXTENSIONS))
    return Said(
        root=root,
        docs=docs,
        name=str(said.get("site_name", "")),
        base=str(said.get("site_url") or ""),
        description=str(said.get("site_description") or ""),
        language=str(theme.get("language") or theme.get("locale") or "en"),
        repository=str(said.get("repo_url") or ""),
        edit_uri=None if said.get("edit_uri") is None else str(said["edit_uri"]),
        edit_uri_template=str(said.get("edit_uri_template") or ""),
        custom_dir=str(theme.get("custom_dir") or ""),
        extensions=defaults | _without_functions(_flat(_named(extensions))),
        loaded=Loaded(
            _listed(said.get("extra_css")),
            _listed(said.get("extra_javascript")),
            is_material=theme.get("name", "material") == "material",
            fonts=theme.get("font") is not False,
            repository=str(said.get("repo_url") or ""),
        ),
    )


def _listed(value: object) -> list[object]:
    """Addresses of a list, each alone or with more in a mapping."""
    every = value if isinstance(value, list) else []
    return [each.get("path", "") if isinstance(each, Mapping) else each for each in every]


def _named(listed: object) -> dict[str, dict[str, Any]]:
    """The members of a list, or of a mapping, with their options: both are how MkDocs takes plugins and extensions."""
    members = [listed] if isinstance(listed, Mapping) else listed if isinstance(listed, list) else []
    named: dict[str, dict[str, Any]] = {}
    for member in members:
        pairs = member.items() if isinstance(member, Mapping) else [(member, None)]
        named |= {str(name): dict(value) if isinstance(value, Mapping) else {} for name, value in pairs}
    return named


def _flat(extensions: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Extensions by their whole names: in TOML `pymdownx.tilde` is a table in a table."""
    flat: dict[str, dict[str, Any]] = {}
    for name, options in extensions.items():
        if name in ("pymdownx", "zensical"):
            flat |= {f"{name}.{part}": dict(own) for part, own in options.items() if isinstance(own, Mapping)}
        else:
            flat[name] = dict(options)
    # What only Zensical brings is for its pages, and not for notes.
    return {name: options for name, options in flat.items() if not name.startswith("zensical")}


def _without_functions(extensions: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    return {name: {key: own for key, own in options.items() if own is not None} for name, options in extensions.items()}
