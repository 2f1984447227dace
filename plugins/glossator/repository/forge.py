"""Addresses at the place where a project's files are kept: GitHub, GitLab, Forgejo (Codeberg, Gitea)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlencode, urlsplit

Kind = Literal["github", "gitlab", "forgejo"]

_HOSTS: dict[str, tuple[Kind, str]] = {
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

    kind: Kind
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
        """Where a new file is begun: a URI Template (RFC 6570) of its name, `{name}`, and its text, `{text}`.

        The whole path is in the query, since the folder may be new too.  Without a text, `&…={text}` is left out.
        """
        between = {"github": "new", "gitlab": "-/new", "forgejo": "_new"}[self.kind]
        path, text = ("file_name", "content") if self.kind == "gitlab" else ("filename", "value")
        return f"{self.url}/{between}/{quote(self.branch)}?{path}={self._path(folder)}/{{name}}&{text}={{text}}"

    def history(self, path: str) -> str:
        """All versions of a file."""
        between = {"github": "commits", "gitlab": "-/commits", "forgejo": "commits/branch"}[self.kind]
        return f"{self.url}/{between}/{quote(self.branch)}/{self._path(path)}"

    def commit(self, commit: str) -> str:
        """A commit."""
        return f"{self.url}/{'-/commit' if self.kind == 'gitlab' else 'commit'}/{commit}"

    def issue(self, title: str, body: str, *, form: str = "", fields: Mapping[str, str] | None = None) -> str:
        """A new issue, with its title and text filled in.

        Args:
            title: its title.
            body: its text; on GitHub only where the repository lacks the form.
            form: the file in `.github/ISSUE_TEMPLATE/` that GitHub shows instead.
            fields: the form's fields by their ids, with what stands in them.
        """
        if self.kind == "gitlab":
            return f"{self.url}/-/issues/new?{_query({'issue[title]': title, 'issue[description]': body})}"
        asked = {"template": form, **(fields or {})} if form and self.kind == "github" else {}
        return f"{self.url}/issues/new?{_query({**asked, 'title': title, 'body': body})}"

    def _path(self, path: str) -> str:
        return quote(self.prefix + path)


def forge(repository: str, branch: str, *, prefix: str = "") -> Forge | None:
    """The forge of a repository's address; None where its host does not tell which it is."""
    host = urlsplit(repository).hostname or ""
    kind = next((kind for part, (kind, _) in _HOSTS.items() if part in host), None)
    return Forge(kind, repository.rstrip("/"), branch, prefix) if kind else None


def _query(fields: Mapping[str, str]) -> str:
    return urlencode(fields, quote_via=quote)
