"""The commands that messages name: each works in the way in which the program was installed."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import SimpleNamespace

import pytest

from glossator import installing

NEEDED = [
    "lxml>=5.3",
    "pygls<3,>=2.0; extra == 'lsp'",
    'pybtex>=0.25; extra == "bibtex"',
    "pylatexenc; extra == 'bibtex'",
]


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """An environment of its own, with what keeps it, what pip is on the path, and the packages that are there."""
    folder = tmp_path / "papers tools"
    (folder / "bin").mkdir(parents=True)

    def install(
        mark: str = "", *, pip: bool = True, active: bool = True, there: Mapping[str, str | None] | None = None
    ) -> Path:
        if mark:
            (folder / mark).touch()
        packages = {"glossator": None} | dict(there or {})

        def distribution(name: str) -> SimpleNamespace:
            if name not in packages:
                raise PackageNotFoundError(name)
            return SimpleNamespace(read_text=lambda _: packages[name])

        monkeypatch.setattr(sys, "prefix", str(folder))
        monkeypatch.setattr(sys, "executable", str(folder / "bin" / "python"))
        monkeypatch.setattr(installing, "_MARK", "'")
        monkeypatch.setattr(installing, "requires", lambda _: NEEDED)
        monkeypatch.setattr(installing, "distribution", distribution)
        monkeypatch.setattr(installing, "find_spec", lambda _: pip or None)
        monkeypatch.setattr(
            "glossator.installing.shutil.which", lambda _: str(folder / "bin" / "pip") if active else "/usr/bin/pip"
        )
        return folder

    return install


def test_pip_adds_an_extra(installed: Callable[..., Path]) -> None:
    """Of the program that is there, so that no index has to know it."""
    installed()
    assert installing.adding("lsp") == "pip install 'glossator[lsp]'"


def test_what_is_there_is_not_named(installed: Callable[..., Path]) -> None:
    """Where only some packages of an extra are missing, these are named, with the versions that are wanted."""
    installed(there={"pylatexenc": None})
    assert installing.adding("bibtex") == "pip install 'pybtex>=0.25'"


def test_an_environment_that_is_not_active_is_named(installed: Callable[..., Path]) -> None:
    """The pip on the path would put it elsewhere."""
    folder = installed(active=False)
    assert installing.adding("lsp") == f"'{folder}/bin/python' -m pip install 'glossator[lsp]'"


def test_pipx_injects_packages(installed: Callable[..., Path]) -> None:
    """Into its environment, by its name; the program itself is there."""
    installed("pipx_metadata.json")
    assert installing.adding("lsp") == "pipx inject 'papers tools' 'pygls<3,>=2.0'"
    assert installing.renewing() == "pipx upgrade 'papers tools'"


@pytest.mark.parametrize("mark", ["uv-receipt.toml", ""])
def test_uv_is_told_the_environment(installed: Callable[..., Path], mark: str) -> None:
    """One of `uv tool`, or one of `uv venv`, has no pip."""
    folder = installed(mark, pip=False)
    assert installing.adding("lsp") == f"uv pip install --python '{folder}' 'glossator[lsp]'"
    upgrade = "uv tool upgrade glossator" if mark else f"uv pip install --upgrade --python '{folder}' glossator"
    assert installing.renewing() == upgrade


def test_a_newer_version_comes_from_where_this_one_came(installed: Callable[..., Path]) -> None:
    """From an index, or from the address that was installed: an index may not know the name, or know another by it."""
    installed()
    assert installing.renewing() == "pip install --upgrade glossator"
    origin = "https://example.org/glossator.git"
    installed(there={"glossator": json.dumps({"url": origin})})
    assert installing.renewing() == f"get a newer glossator where this one came from ({origin}), and install that"


def test_windows_has_other_quotation_marks(installed: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Its shell takes single ones as letters."""
    installed()
    monkeypatch.setattr(installing, "_MARK", '"')
    assert installing.adding("lsp") == 'pip install "glossator[lsp]"'


@pytest.mark.slow
@pytest.mark.skipif(not importlib.util.find_spec("pip"), reason="this environment has no pip")
def test_pip_asks_no_index_for_the_program_itself() -> None:
    """The command for an extra whose packages are all there succeeds where no index can be asked."""
    command = [sys.executable, "-m", "pip", "install", "--no-index", "--dry-run", "glossator[bibtex]"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("came_from", "named", "unreachable"),
    [
        (None, "glossator[a,b]==1.2.0", ""),
        (
            {"url": "https://example.org/g.git", "vcs_info": {"vcs": "git", "commit_id": "0a1b"}},
            "glossator[a,b] @ git+https://example.org/g.git@0a1b",
            "",
        ),
        ({"url": "file:///papers/g.whl", "archive_info": {}}, "glossator[a,b]==1.2.0", "file:///papers/g.whl"),
        ({"url": "file:///papers/g", "dir_info": {"editable": True}}, "glossator[a,b]==1.2.0", "file:///papers/g"),
    ],
)
def test_another_machine_installs_what_this_one_has(
    installed: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, came_from: object, named: str, unreachable: str
) -> None:
    """A commit of a repository is named as such, a release by its version; what only this machine has is told apart."""
    installed(there={"glossator": json.dumps(came_from) if came_from else None})
    monkeypatch.setattr(installing, "version", lambda _: "1.2.0")
    assert installing.requirement("a,b") == named
    assert installing.unreachable() == unreachable
