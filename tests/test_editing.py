"""Links to where files are edited: they lead to the branch that the configuration names, or that git has checked out."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
import sites

from glossator.hosts.mkdocs.site import open_host
from glossator.publication.settings import Settings
from glossator.repository import branch

VARIABLES = (
    "GITHUB_HEAD_REF GITHUB_REF_NAME GITHUB_REF_TYPE CI_COMMIT_BRANCH CI_DEFAULT_BRANCH BITBUCKET_BRANCH"
    " CI_MERGE_REQUEST_SOURCE_BRANCH_NAME"
).split()
NOTE = "annotations/bridge/good.md"


@pytest.fixture(autouse=True)
def _no_service(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests run in continuous integration as well."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def settings_of(root: Path, **options: object) -> Settings:
    """What the site of a folder says, with options of `mkdocs.yml`."""
    sites.configure(root, **options)
    return open_host(root / "mkdocs.yml").settings


GITHUB = "https://github.com/o/r"
SAID: Mapping[str, tuple[Mapping[str, object], str, str]] = {
    "a template of blobs": ({"edit_uri_template": "blob/main/docs/{path}"}, "main", f"{GITHUB}/blob/main/{NOTE}"),
    "a whole address": (
        {"edit_uri_template": f"{GITHUB}/edit/stable/docs/{{path}}"},
        "stable",
        f"{GITHUB}/edit/stable/{NOTE}",
    ),
    "a template without ending": (
        {"edit_uri_template": "edit/main/docs/{path_noext}.md"},
        "main",
        f"{GITHUB}/edit/main/{NOTE}",
    ),
    "a template with a quoted path": (
        {"edit_uri_template": "?ref=main&file=docs%2F{path!q}"},
        "main",
        f"{GITHUB}?ref=main&file=annotations%2Fbridge%2Fgood.md",
    ),
    "a branch with a slash": (
        {"edit_uri": "edit/release/2.0/docs/"},
        "release/2.0",
        f"{GITHUB}/edit/release/2.0/{NOTE}",
    ),
    "a tree": ({"edit_uri": "tree/main/docs"}, "main", f"{GITHUB}/tree/main/{NOTE}"),
    "GitLab": (
        {"repo_url": "https://gitlab.com/o/r", "edit_uri": "-/edit/main/docs/"},
        "main",
        f"https://gitlab.com/o/r/-/edit/main/{NOTE}",
    ),
    "GitLab’s editor": (
        {"repo_url": "https://gitlab.com/o/r", "edit_uri_template": "-/ide/project/o/r/edit/main/-/docs/{path}"},
        "main",
        f"https://gitlab.com/o/r/-/ide/project/o/r/edit/main/-/{NOTE}",
    ),
    "Forgejo": (
        {"repo_url": "https://codeberg.org/o/r", "edit_uri": "_edit/main/docs/"},
        "main",
        f"https://codeberg.org/o/r/_edit/main/{NOTE}",
    ),
    "Forgejo’s files": (
        {"repo_url": "https://git.example.org/o/r/", "edit_uri": "src/branch/main/docs/"},
        "main",
        f"https://git.example.org/o/r/src/branch/main/{NOTE}",
    ),
    "Bitbucket": (
        {"repo_url": "https://bitbucket.org/o/r", "edit_uri_template": "src/main/docs/{path}?mode=edit"},
        "main",
        f"https://bitbucket.org/o/r/src/main/{NOTE}?mode=edit",
    ),
    "nothing": ({}, "trunk", f"{GITHUB}/edit/trunk/{NOTE}"),
    "nothing, at GitLab": (
        {"repo_url": "https://gitlab.com/o/r"},
        "trunk",
        f"https://gitlab.com/o/r/-/edit/trunk/{NOTE}",
    ),
    "nothing, at Bitbucket": (
        {"repo_url": "https://bitbucket.org/o/r"},
        "trunk",
        f"https://bitbucket.org/o/r/src/trunk/{NOTE}?mode=edit",
    ),
    "the option of the plugin": (
        {"glossator": {"forge": {"type": "github", "branch": "live"}}},
        "live",
        f"{GITHUB}/edit/live/{NOTE}",
    ),
}


@pytest.mark.parametrize(("options", "named", "address"), SAID.values(), ids=SAID)
def test_the_branch_is_the_one_that_is_named_or_checked_out(
    options: Mapping[str, object], named: str, address: str, small: Path
) -> None:
    """In each form of MkDocs’ options; never the one that MkDocs supposes."""
    sites.commit(small, "All")
    subprocess.run(["git", "checkout", "-q", "-b", "trunk"], cwd=small, check=True)
    settings = settings_of(small, **{"repo_url": GITHUB, **options})
    assert (settings.branch, settings.edit_url(NOTE)) == (named, address)


def test_pages_in_a_folder_of_a_folder(small: Path) -> None:
    """What `edit_uri` says of them holds for the notes beside that folder, in a folder of the repository, too."""
    (small / "content").mkdir()
    (small / "docs").rename(small / "content" / "docs")
    sites.commit(small.parent, "All")
    options = {"repo_url": GITHUB, "docs_dir": "content/docs", "edit_uri": f"edit/main/{small.name}/content/docs/"}
    settings = settings_of(small, **options)
    assert settings.branch == "main"
    assert settings.edit_url(NOTE) == f"{GITHUB}/edit/main/{small.name}/{NOTE}"


def test_no_link_where_the_author_wants_none(small: Path) -> None:
    """An empty `edit_uri` is MkDocs’ way to say so."""
    assert settings_of(small, repo_url=GITHUB, edit_uri="").edit_url(NOTE) is None


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"GITHUB_REF_NAME": "main", "GITHUB_REF_TYPE": "branch"}, "main"),
        ({"GITHUB_HEAD_REF": "fix", "GITHUB_REF_NAME": "12/merge"}, "fix"),
        ({"GITHUB_REF_NAME": "v1", "GITHUB_REF_TYPE": "tag"}, ""),
        ({"CI_COMMIT_BRANCH": "next", "CI_DEFAULT_BRANCH": "main"}, "next"),
        ({"CI_DEFAULT_BRANCH": "main"}, "main"),
        ({}, ""),
    ],
)
def test_a_service_that_checks_out_a_commit_names_the_branch(
    variables: dict[str, str], named: str, small: Path, tmp_path: Path
) -> None:
    """Where it does not, the server’s own is taken; and a branch that is checked out goes before both."""
    sites.commit(small, "All")
    assert branch.checked_out(small, {"GITHUB_REF_NAME": "other"}) == "main"
    subprocess.run(["git", "checkout", "-q", "--detach"], cwd=small, check=True)
    assert branch.checked_out(small, variables) == named
    subprocess.run(["git", "branch", "-q", "-m", "main", "trunk"], cwd=small, check=True)
    subprocess.run(["git", "symbolic-ref", "HEAD", "refs/heads/trunk"], cwd=small, check=True)
    subprocess.run(["git", "clone", "-q", str(small), str(tmp_path / "clone")], check=True)
    subprocess.run(["git", "checkout", "-q", "--detach"], cwd=tmp_path / "clone", check=True)
    assert branch.checked_out(tmp_path / "clone", variables) == (named or "trunk")


@pytest.mark.build
def test_the_pages_of_a_site_lead_to_the_branch_too(small: Path, tmp_path: Path) -> None:
    """MkDocs’ own link for editing a page is not left at the branch that MkDocs supposes."""
    sites.write(small, {"theme/main.html": "<title>{{ page.title }}</title>{{ page.edit_url }}{{ page.content }}"})
    sites.commit(small, "All")
    site = sites.build(small, to=tmp_path / "out", repo_url=GITHUB)
    assert f"{GITHUB}/edit/main/docs/sources/bridge.md" in site.page("sources/bridge/")


@pytest.mark.build
def test_a_site_that_can_be_sent_nothing_says_so_once(small: Path, tmp_path: Path) -> None:
    """As information, so that a strict build passes."""
    built = sites.mkdocs(small, "build", "--strict", "--site-dir", str(tmp_path / "out"))
    assert built.returncode == 0
    assert built.stdout.count("no note has a link to its file") == 1
    sites.configure(small, repo_url=GITHUB)
    assert "can send" not in sites.mkdocs(small, "build", "--site-dir", str(tmp_path / "out")).stdout
