"""Where files of a site are edited, by what its configuration says of its pages and files."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

from glossator.repository import branch
from glossator.repository.forge import Type, forge


@dataclass(frozen=True)
class Editing:
    """The web pages of a repository where files are edited."""

    branch: str
    """The branch that is published; `HEAD` where nobody says it."""
    address: str
    """The address of a file's page with `{path}`, its path from the project's folder; empty for none."""


def editing_of(
    template: str,
    root: Path,
    docs: Path,
    *,
    supposed: bool,
    repository: str,
    said: str = "",
    type_: Type | None,
) -> Editing:
    """What a configuration, and else git, say.

    Args:
        template: the address of a page's file with `{path}`, its path in `docs`; empty where nobody says it.
        root: the project's folder.
        docs: the folder of the pages.
        supposed: whether it is what is usual at the host of the repository, where nobody says it.
        repository: the address of its repository; empty for none.
        said: the branch, where our own option names it.
        type_: what keeps it, where our own option says so.
    """
    below = branch.folder(root)
    template, is_complete = _from_root(template, root, docs)
    named = said or _branch_in(template, below if is_complete else None) or branch.checked_out(root) or "HEAD"
    if not template and supposed:
        template = _of_host(repository, named, below or "", type_)
    elif template and repository:
        template = urljoin(f"{repository.rstrip('/')}{'' if template[0] in '?#' else '/'}", template)
    return Editing(named, template if urlsplit(template).netloc else "")


def _from_root(template: str, root: Path, docs: Path) -> tuple[str, bool]:
    """The template for paths from the project's folder, by that for paths in `docs_dir`; and whether it named that."""
    way = Path(os.path.relpath(docs, root)).as_posix()
    for name in dict.fromkeys((way, docs.name)):
        for named in (f"{name}/", quote(f"{name}/"), quote(f"{name}/", safe="")):
            if f"{named}{{path" in template:
                return template.replace(f"{named}{{path", "{path"), True
    return template, way == "."


_BRANCH = re.compile(r"(?:^|/)(?:_?edit|blob|tree|raw|blame|src(?:/branch)?)/([^?#{]+?)(?:/-)?/?(?=[?#{]|$)")
_IN_QUERY = re.compile(r"[?&](?:at|branch|ref|version)=(?:GB|refs/heads/)?([^&#{]+)")


def _branch_in(template: str, below: str | None) -> str:
    """The branch that a template names; `below` is the project's folder in its repository, None where not known."""
    if match := _IN_QUERY.search(template):
        return unquote(match[1])
    match = _BRANCH.search(template)
    if match is None:
        return ""
    way = unquote(match[1])
    if below is None:
        return way.partition("/")[0]
    return f"{way}/".removesuffix(f"/{below}").rstrip("/") if below else way


def _of_host(repository: str, named: str, below: str, type_: Type | None) -> str:
    """What is usual at the host of a repository."""
    keeping = forge(repository, named, prefix=below, type_=type_)
    if keeping:
        return f"{keeping.edit('')}{{path}}"
    if "bitbucket" in urlsplit(repository).netloc:
        return f"{repository.rstrip('/')}/src/{quote(named)}/{quote(below)}{{path}}?mode=edit"
    return ""
