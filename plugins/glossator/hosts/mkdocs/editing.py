"""Where files of a site are edited: what MkDocs' options say of its pages, for files that lie beside them."""

from __future__ import annotations

import warnings
from pathlib import Path
from urllib.parse import quote

from mkdocs.config.defaults import MkDocsConfig

from glossator.hosts import editing
from glossator.hosts.editing import Editing
from glossator.repository import branch
from glossator.repository.forge import Type


def editing_of(config: MkDocsConfig, root: Path, *, repository: str, said: str = "", type_: Type | None) -> Editing:
    """What the options, and else git, say.

    Args:
        config: MkDocs' own.
        root: the project's folder.
        repository: the address of its repository; empty for none.
        said: the branch, where our own option names it.
        type_: what keeps it, where our own option says so.
    """
    return editing.editing_of(
        _template(config),
        root,
        Path(config.docs_dir),
        supposed=bool(config.edit_uri),
        repository=repository,
        said=said,
        type_=type_,
    )


def lead_to_branch(config: MkDocsConfig, root: Path) -> None:
    """Let the pages' own links for editing lead to the branch that git names, not to the one that MkDocs supposes."""
    named, docs = branch.checked_out(root), Path(config.docs_dir)
    if config.edit_uri and not _template(config) and named and docs.is_relative_to(root):
        between = "src" if config.edit_uri.startswith("src/") else "edit"
        way = (branch.folder(root) or "") + docs.relative_to(root).as_posix()
        config.edit_uri = f"{between}/{quote(named)}/{quote(way)}/"


def _template(config: MkDocsConfig) -> str:
    """What the site's author says of its pages; empty where MkDocs only supposes it."""
    if config.edit_uri_template:
        return str(config.edit_uri_template)
    with warnings.catch_warnings():
        # MkDocs has no other way to tell what is said from what it fills in.
        warnings.simplefilter("ignore", DeprecationWarning)
        is_own = any("edit_uri" in said for said in config.user_configs)
    return f"{config.edit_uri}{{path}}" if is_own and config.edit_uri else ""
