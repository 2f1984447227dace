"""The branch of a repository that a site is made of."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from glossator.repository import git
from glossator.repository.git import GitError


def checked_out(root: Path, environment: Mapping[str, str] = os.environ) -> str:
    """The branch that is checked out; empty where nobody says it.

    Continuous integration checks out a commit, and names the branch in variables; where these say nothing, it is the
    one that the server of `origin` shows.

    Args:
        root: any folder of the repository.
        environment: the variables.
    """
    if branch := _symbolic(root, "HEAD"):
        return branch
    return next(_named(environment), "") or _symbolic(root, "refs/remotes/origin/HEAD").removeprefix("origin/")


def _symbolic(root: Path, ref: str) -> str:
    try:
        return git.run(root, "symbolic-ref", "--quiet", "--short", ref).decode("utf-8", "replace").strip()
    except GitError:
        return ""


def _named(environment: Mapping[str, str]) -> Iterator[str]:
    """What services of continuous integration say, the branch of a change before the one that it is meant for."""
    yield from filter(None, (environment.get("GITHUB_HEAD_REF"),))
    if environment.get("GITHUB_REF_TYPE", "branch") == "branch" and "/merge" not in (
        ref := environment.get("GITHUB_REF_NAME", "")
    ):
        yield from filter(None, (ref,))
    names = ("CI_COMMIT_BRANCH", "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "CI_DEFAULT_BRANCH", "BITBUCKET_BRANCH")
    yield from filter(None, map(environment.get, names))


def folder(root: Path) -> str | None:
    """The way from the repository to a folder in it, ending in `/`, or empty; None where it lies in no repository."""
    try:
        return git.run(root, "rev-parse", "--show-prefix").decode("utf-8", "replace").strip("\n")
    except GitError:
        return None
