"""What browsers run: how it is checked, and how its parts are joined."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest

import _front_end
import _npm
from _environment import Refusal
from glossator.edition import assets

PARTS = Path(str(resources.files(assets))) / "panel"


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the packages that are asked for; none is fetched."""
    asked: list[str] = []

    def package(name: str, _version: str, _integrity: str) -> Path:
        asked.append(name)
        return Path(name)

    monkeypatch.setattr(_npm, "package", package)
    return asked


@pytest.mark.parametrize(
    ("system", "machine", "package", "program"),
    [
        ("linux", "x86_64", "@biomejs/cli-linux-x64-musl", "biome"),
        ("linux", "aarch64", "@biomejs/cli-linux-arm64-musl", "biome"),
        ("darwin", "arm64", "@biomejs/cli-darwin-arm64", "biome"),
        ("win32", "AMD64", "@biomejs/cli-win32-x64", "biome.exe"),
    ],
)
def test_each_system_has_its_linter(packages: list[str], system: str, machine: str, package: str, program: str) -> None:
    """Python's names of a system lead to the one package with its program."""
    assert _front_end.biome(system, machine).name == program
    assert packages == [package]


def test_a_system_without_a_linter_is_told_so(packages: list[str]) -> None:
    """Nothing is fetched for it."""
    with pytest.raises(Refusal, match="no program for linux on riscv64"):
        _front_end.biome("linux", "riscv64")
    assert packages == []


def test_a_check_that_is_not_named_is_refused() -> None:
    """The message names those that there are."""
    with pytest.raises(Refusal, match="types or style"):
        _front_end.check([])


def test_every_part_of_the_panel_is_joined() -> None:
    """A file in the folder is part of the script, once, but for the letters that are loaded on demand."""
    assert sorted([*assets.PANEL, assets.MORE_LETTERS]) == sorted(path.stem for path in PARTS.glob("*.js"))


def test_a_part_of_the_panel_takes_only_what_those_before_it_give() -> None:
    """What a later part gives is not there yet when an earlier one begins."""
    there = {"given"}
    for name in assets.PANEL:
        text = (PARTS / f"{name}.js").read_text(encoding="utf-8")
        taken = re.findall(r"const \{([^}]+)\} = glossator;", text)
        offered = re.findall(r"Object\.assign\(glossator, \{([^}]+)\}\);", text)
        assert offered or name == "letters", name  # a table, which it gives to an earlier part
        assert names(taken) <= there, name
        assert not names(offered) & there, name
        there |= names(offered)


def names(lists: list[str]) -> set[str]:
    """The names in lists with commas."""
    return {name.strip() for text in lists for name in text.split(",") if name.strip()}
