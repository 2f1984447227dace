"""What other packages add to this program."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from glossator import doors
from glossator.doors import BrokenExtension, extensions, with_extensions
from glossator.references import bibliography

Install = Callable[[str, str, str], None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Installs a package: its name, its module's text, its entry points as they stand in `entry_points.txt`."""

    def installed(name: str, module: str, points: str) -> None:
        (tmp_path / f"{name}.py").write_text(module, encoding="utf-8")
        metadata = tmp_path / f"{name}-1.0.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
        (metadata / "entry_points.txt").write_text(points, encoding="utf-8")
        sys.modules.pop(name, None)
        importlib.invalidate_caches()
        doors.forget()

    monkeypatch.syspath_prepend(tmp_path)
    yield installed
    doors.forget()


def test_a_package_adds_a_function_by_its_entry_point(install: Install) -> None:
    """What a package names in its metadata is there by its name, behind what the program has itself."""
    install("addsone", "def read(): return 'ris'\n", "[glossator.bibliographies]\n.ris = addsone:read\n")
    assert extensions("glossator.bibliographies")[".ris"]() == "ris"
    assert list(with_extensions("glossator.bibliographies", {".yml": print})) == [".yml", ".ris"]
    assert extensions("glossator.exports") == {}


@pytest.mark.parametrize(
    ("module", "points", "says"),
    [
        ("1/0", "[glossator.exports]\nbroken = brokenone:write", "`broken = brokenone:write` of the package brokenone"),
        ("1/0", "[glossator.exports]\nbroken = brokenone:write", "ZeroDivisionError"),
        ("", "[glossator.exports]\nbroken = brokenone:write", "AttributeError"),
        ("write = 3", "[glossator.exports]\nbroken = brokenone:write", "no function or class"),
    ],
    ids=["the package is named", "import fails", "no such name", "not callable"],
)
def test_a_broken_package_is_named(install: Install, module: str, points: str, says: str) -> None:
    """A package that cannot be loaded is an error that names the package and what went wrong."""
    install("brokenone", module, points)
    with pytest.raises(BrokenExtension, match=says):
        extensions("glossator.exports")


READER = """
import json
from glossator.problems import Location

def read(file):
    if "broken" in file.text:
        raise RuntimeError("no RIS")
    item = {"id": "ris", "type": "report", "title": file.text.strip()}
    return [(item, Location(file.name))], []
"""


def test_a_package_reads_a_bibliography(install: Install, tmp_path: Path) -> None:
    """A reader of another package reads the files with its extension; what it gives is checked, its failures are told."""
    install("risreader", READER, "[glossator.bibliographies]\n.ris = risreader:read\n")
    (tmp_path / "refs").mkdir()
    (tmp_path / "refs" / "a.ris").write_text("The survey", encoding="utf-8")
    (tmp_path / "refs" / "b.ris").write_text("broken", encoding="utf-8")
    read, problems = bibliography.read([tmp_path / "refs"], tmp_path)
    assert read.references["ris"].title == "The survey"
    assert [str(problem).splitlines()[0] for problem in problems] == [
        "refs/b.ris:1:1: broken-extension the package that reads `.ris` fails: RuntimeError: no RIS"
    ]


def test_a_broken_reader_hides_no_other(install: Install, tmp_path: Path) -> None:
    """Where a package cannot be loaded, that is told once, and the bibliography is read."""
    install("risbroken", "1/0", "[glossator.bibliographies]\n.ris = risbroken:read\n")
    (tmp_path / "refs.yml").write_text("- {id: a, title: A book}\n", encoding="utf-8")
    read, problems = bibliography.read([tmp_path / "refs.yml"], tmp_path)
    assert list(read.references) == ["a"]
    assert [(problem.code, problem.location.path) for problem in problems] == [("broken-extension", "refs.yml")]


def test_nothing_is_overridden_in_silence(install: Install) -> None:
    """Neither what the program has itself nor what another package adds is replaced by a second of its name."""
    install("firstone", "def write(): ...\n", "[glossator.exports]\nodt = firstone:write\n")
    with pytest.raises(BrokenExtension, match="which glossator has itself"):
        with_extensions("glossator.exports", {"odt": print})
    install("secondone", "def write(): ...\n", "[glossator.exports]\nodt = secondone:write\n")
    with pytest.raises(BrokenExtension, match=r"both add `odt`.*remove one"):
        extensions("glossator.exports")
