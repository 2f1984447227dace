"""The tools that no Python package of the tests brings: fetched once, and only as they were looked at."""

from __future__ import annotations

import base64
import hashlib
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

import _npm
import _validator
from _environment import Refusal

NPM = """
import pathlib, shutil, sys
log, packed, *arguments = sys.argv[1:]
with open(log, "a") as file:
    print(*arguments, file=file)
to = next(one.partition("=")[2] for one in arguments if one.startswith("--pack-destination="))
shutil.copy(packed, to)
"""
"""Packs a file that it was given, and writes down what it was asked."""


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """What an npm was asked that has one package, `tool` with the file `main.js`; `.venv` is an empty folder."""
    (tmp_path / "main.js").write_text("0;")
    with tarfile.open(tmp_path / "tool-1.0.0.tgz", "w:gz") as archive:
        archive.add(tmp_path / "main.js", "package/main.js")
    log = tmp_path / "asked"
    log.touch()
    (tmp_path / "npm.py").write_text(NPM)
    command = [sys.executable, str(tmp_path / "npm.py"), str(log), str(tmp_path / "tool-1.0.0.tgz")]
    monkeypatch.setattr(_npm, "npm", lambda: command)
    monkeypatch.setattr(_npm, "PACKAGES", tmp_path / "npm")
    return lambda: log.read_text().splitlines()


def integrity(path: Path) -> str:
    """As npm says it."""
    return "sha512-" + base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()


def test_a_package_is_fetched_once(tmp_path: Path, asked: Callable[[], list[str]]) -> None:
    """The second call finds what the first one unpacked, and none of the package's scripts may run."""
    wanted = integrity(tmp_path / "tool-1.0.0.tgz")
    folders = [_npm.package("tool", "1.0.0", wanted) for _ in range(2)]
    assert [folder / "main.js" for folder in folders] == [tmp_path / "npm" / "tool-1.0.0" / "main.js"] * 2
    assert (folders[0] / "main.js").read_text() == "0;"
    assert [line.split()[:2] for line in asked()] == [["pack", "tool@1.0.0"]]
    assert "--ignore-scripts" in asked()[0]


def test_another_package_than_was_looked_at_is_refused(tmp_path: Path, asked: Callable[[], list[str]]) -> None:
    """One byte of difference is enough, and nothing of it stays."""
    wanted = integrity(tmp_path / "tool-1.0.0.tgz")
    path = tmp_path / "tool-1.0.0.tgz"
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(Refusal, match=r"tool@1\.0\.0 is not what it was"):
        _npm.package("tool", "1.0.0", wanted)
    assert list((tmp_path / "npm").iterdir()) == []
    assert asked()


def test_an_npm_that_fails_says_why(tmp_path: Path, asked: Callable[[], list[str]]) -> None:
    """Its own last words are passed on, and a network that is not there is called so."""
    (tmp_path / "npm.py").write_text("import sys; sys.exit('404 Not Found')")
    with pytest.raises(Refusal, match=r"404 Not Found\nnpm could not fetch tool@1\.0\.0\."):
        _npm.package("tool", "1.0.0", "")
    (tmp_path / "npm.py").write_text("import sys; sys.exit('npm error code EAI_AGAIN')")
    with pytest.raises(Refusal, match="The package registry cannot be reached"):
        _npm.package("tool", "1.0.0", "")
    assert asked() == []


@pytest.fixture
def javas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A system whose Java runs everything, and a package with another."""
    for name in ("system", "packaged"):
        (tmp_path / name).touch()
    monkeypatch.delenv(_validator.JAVA, raising=False)
    monkeypatch.setattr("_validator.shutil.which", lambda _: str(tmp_path / "system"))
    monkeypatch.setattr(_validator, "packaged", lambda: str(tmp_path / "packaged"))
    monkeypatch.setattr(_validator, "runs", lambda path, _: Path(path).is_file())
    return tmp_path


def test_the_java_of_the_system_comes_before_that_of_a_package(javas: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package's is for systems whose own is missing or too old."""
    assert _validator.java("vnu.jar") == str(javas / "system")
    monkeypatch.setattr(_validator, "runs", lambda path, _: Path(path).name != "system")
    assert _validator.java("vnu.jar") == str(javas / "packaged")


def test_a_named_java_that_does_not_run_the_checker_is_refused(javas: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistyped path is said, not passed over."""
    monkeypatch.setenv(_validator.JAVA, str(javas / "none"))
    with pytest.raises(Refusal, match="does not run"):
        _validator.java("vnu.jar")


def test_without_any_java_the_message_says_what_to_do(javas: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When none that is installed helps either, the variable is named."""
    monkeypatch.setattr(_validator, "runs", lambda *_: False)
    monkeypatch.setattr(_validator, "packaged", lambda: "")
    monkeypatch.setattr(_validator, "install", lambda: str(javas / "packaged"))
    with pytest.raises(Refusal, match=f"set {_validator.JAVA} to its path"):
        _validator.java("vnu.jar")
