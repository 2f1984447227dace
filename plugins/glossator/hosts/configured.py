"""The settings of a site by a configuration that is read and not run: no plugin, no hook and no template of it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from glossator.files import reading
from glossator.files.reading import SOURCE_FILE_LIMIT, TextFile
from glossator.hosts.editing import editing_of
from glossator.hosts.policy import Loaded, allowed
from glossator.problems import Problem
from glossator.project.naming import Naming
from glossator.publication.host import HostError
from glossator.publication.settings import UNFIT, Settings

_SUPPOSED = ("github.com", "gitlab.com", "bitbucket.org")
"""Hosts where the way to edit a file is known without being said."""


@dataclass(frozen=True)
class Said:
    """What a configuration says of a site besides our own options."""

    root: Path
    """The project's folder."""
    docs: Path
    """The folder of its pages."""
    name: str = ""
    base: str = ""
    description: str = ""
    language: str = "en"
    repository: str = ""
    edit_uri: str | None = None
    """The way to a page's file in the repository; None where nobody says it, empty for none."""
    edit_uri_template: str = ""
    custom_dir: str = ""
    """The folder of its own templates, from the project's."""
    extensions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Those of Python-Markdown with which it writes, with their options."""
    loaded: Loaded = field(default_factory=Loaded)
    """What its pages load from elsewhere."""
    naming: Naming = field(default_factory=Naming)


def settings_of(said: Said, options: Mapping[str, Any]) -> Settings:
    """The settings of a site.

    Args:
        said: what its configuration says.
        options: our own, checked.

    Raises:
        HostError: it writes Markdown with an extension that is not installed.
    """
    for name in said.extensions.keys() - UNFIT:
        # Python-Markdown's own have short names.
        if "." in name and find_spec(name.partition(".")[0]) is None:
            raise HostError(f"the site writes Markdown with `{name}`, which is not installed")
    root, forge = said.root, options["forge"]
    repository = forge.get("url") or said.repository
    template = said.edit_uri_template or (f"{said.edit_uri}{{path}}" if said.edit_uri else "")
    supposed = said.edit_uri is None and urlsplit(repository).netloc.lower() in _SUPPOSED
    editing = editing_of(
        template,
        root,
        said.docs,
        supposed=supposed,
        repository=repository,
        said=forge.get("branch", ""),
        type_=forge.get("type"),
    )
    return Settings(
        root=root,
        annotations=root / options["annotations"],
        sources=said.docs / options["sources"],
        naming=said.naming,
        bibliography=tuple(root / path for path in options["bibliography"]),
        kinds=options["kinds"],
        citation_style=options["citation_style"],
        language=said.language.replace("_", "-"),
        name=said.name,
        base=said.base,
        description=said.description,
        overrides=root / said.custom_dir / "glossator" if said.custom_dir else None,
        extensions=tuple(said.extensions),
        extension_configs=said.extensions,
        repository=repository,
        branch=editing.branch,
        forge_type=forge.get("type"),
        imprint=options["imprint"],
        contribute=options["contribute"],
        permalinks=options["permalinks"],
        pictures=options["pictures"],
        content_security_policy=allowed(said.loaded, options["content_security_policy"]),
        raw_html=options["raw_html"],
        container=options["container"],
        edit_address=editing.address,
    )


def page_files(folder: Path, root: Path, endings: Sequence[str], *, without: Path) -> Iterator[TextFile | Problem]:
    """The pages in a folder as their authors wrote them; a problem for each that lies behind a link or has no text.

    Args:
        folder: the folder.
        root: the project's.
        endings: how their names end.
        without: a folder in it that holds none, such as the finished site.
    """
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_apart(Path(base, name), without))
        for name in sorted(names):
            path = Path(base, name)
            if path.suffix in endings and not name.startswith("."):
                yield reading.outside(path, root) or reading.read_text(path, root, limit=SOURCE_FILE_LIMIT)


def _is_apart(folder: Path, without: Path) -> bool:
    return folder == without or folder.name.startswith((".", "node_modules"))
