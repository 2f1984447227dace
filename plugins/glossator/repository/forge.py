"""Addresses at the place where a project's files are kept: GitHub, GitLab, Forgejo (Codeberg, Gitea)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import quote, urlencode, urlsplit

Type = Literal["github", "gitlab", "forgejo"]
TYPES: tuple[Type, ...] = get_args(Type)
"""The programs whose addresses are known; Gitea's are those of Forgejo."""

FORGE_FIELDS: Mapping[str, str] = {
    "type": "`github`, `gitlab` or `forgejo`, which stands for Gitea, too.",
    "url": "The repository’s page; default: `repo_url`.",
    "branch": "The branch that is published; default: the one that `edit_uri` or its template names, else git’s own.",
}
"""What a site may say of its forge, with its meaning."""

_HOSTS: dict[str, tuple[Type, str]] = {
    "github": ("github", "GitHub"),
    "gitlab": ("gitlab", "GitLab"),
    "codeberg": ("forgejo", "Codeberg"),
    "forgejo": ("forgejo", "Forgejo"),
    "gitea": ("forgejo", "Gitea"),
}
"""What a host's name says of it, and what people call it."""


@dataclass(frozen=True)
class Forge:
    """A repository with its web pages."""

    type: Type
    url: str
    """The repository's page, without a slash at the end."""
    branch: str
    """The branch that is published."""
    prefix: str = ""
    """The project's folder in the repository, ending in `/`; empty where it is the repository's own."""

    @property
    def name(self) -> str:
        """What people call the place."""
        host = urlsplit(self.url).hostname or ""
        return next((name for part, (_, name) in _HOSTS.items() if part in host), host)

    def new_file(self, folder: str) -> str:
        """Where a new note is begun as a file: a URI Template (RFC 6570) of its `{slug}`, `{name}` and `{text}`.

        The whole path is in the query, since the folder may be new too.  Without a text, `&…={text}` is left out.
        """
        between = {"github": "new", "gitlab": "-/new", "forgejo": "_new"}[self.type]
        path, text = ("file_name", "content") if self.type == "gitlab" else ("filename", "value")
        file = f"{self._path(folder)}/{{slug}}/{{name}}.md"
        return f"{self.url}/{between}/{quote(self.branch)}?{path}={file}&{text}={{text}}"

    def new_issue(self, form: str) -> str:
        """Where an issue with a new note is begun: a URI Template (RFC 6570).

        On GitHub it fills in a form, by its fields’ ids; where the repository lacks the form, the issue itself.

        Args:
            form: the file in `.github/ISSUE_TEMPLATE/`.
        """
        if self.type == "gitlab":
            return f"{self.url}/-/issues/new?issue[title]={{title}}&issue[description]={{text}}"
        asked = ""
        if self.type == "github":
            fields = "&source={page}&quote={quote}&author={author}&disclosure={disclosure}&note={text}"
            asked = f"&template={quote(form)}{fields}"
        return f"{self.url}/issues/new?title={{title}}{asked}&body={{text}}"

    def edit(self, path: str) -> str:
        """Where a file is edited."""
        between = {"github": "edit", "gitlab": "-/edit", "forgejo": "_edit"}[self.type]
        return f"{self.url}/{between}/{quote(self.branch)}/{self._path(path)}"

    def history(self, path: str) -> str:
        """All versions of a file."""
        between = {"github": "commits", "gitlab": "-/commits", "forgejo": "commits/branch"}[self.type]
        return f"{self.url}/{between}/{quote(self.branch)}/{self._path(path)}"

    def commit(self, commit: str) -> str:
        """A commit."""
        return f"{self.url}/{'-/commit' if self.type == 'gitlab' else 'commit'}/{commit}"

    def issue(self, title: str, body: str, *, form: str = "", fields: Mapping[str, str] | None = None) -> str:
        """A new issue, with its title and text filled in.

        Args:
            title: its title.
            body: its text; on GitHub only where the repository lacks the form.
            form: the file in `.github/ISSUE_TEMPLATE/` that GitHub shows instead.
            fields: the form's fields by their ids, with what stands in them.
        """
        if self.type == "gitlab":
            return f"{self.url}/-/issues/new?{_query({'issue[title]': title, 'issue[description]': body})}"
        asked = {"template": form, **(fields or {})} if form and self.type == "github" else {}
        return f"{self.url}/issues/new?{_query({**asked, 'title': title, 'body': body})}"

    def _path(self, path: str) -> str:
        return quote(self.prefix + path)


def forge(repository: str, branch: str, *, prefix: str = "", type_: Type | None = None) -> Forge | None:
    """The forge of a repository's address; None where neither its type is said nor its host tells which it is."""
    host = urlsplit(repository).hostname or ""
    told_by_host = next((type_ for part, (type_, _) in _HOSTS.items() if part in host), None)
    of_type = type_ or told_by_host
    return Forge(of_type, repository.rstrip("/"), branch, prefix) if of_type else None


def _query(fields: Mapping[str, str]) -> str:
    return urlencode(fields, quote_via=quote)
