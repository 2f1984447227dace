"""The start of a command: it loads what it needs, and no more."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import sites

import glossator
from glossator import cli

HEAVY = ("babel", "citeproc", "jinja2", "lxml", "markdown", "mkdocs", "pydantic", "rapidfuzz", "yaml")
"""Libraries that take a while to load."""


def loaded(code: str) -> set[str]:
    """The modules that are loaded after some code in a new process."""
    printing = "import sys; print(*sys.modules, file=sys.stderr)"
    guarded = f"try:\n    {code}\nexcept SystemExit:\n    pass\n{printing}"
    done = subprocess.run([sys.executable, "-c", guarded], capture_output=True, encoding="utf-8", check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("asked", ["--help", "--version"])
def test_help_waits_for_no_command(asked: str) -> None:
    """The list of commands is shown without loading any, nor a library but Click's."""
    modules = loaded(f"from glossator.cli import main; main(['{asked}'], prog_name='glossator')")
    assert not modules & set(HEAVY)
    assert not {f"glossator.cli.{where.partition('.')[0]}" for where, _ in cli.WHERE.values()} & modules


def test_the_package_loads_what_is_asked_of_it() -> None:
    """Whoever imports one name of the package pays for that one alone."""
    assert "glossator.text.textmap" not in loaded("import glossator")
    assert {"glossator.text.suggest", "rapidfuzz"} <= loaded("from glossator import anchor")
    assert "rapidfuzz" not in loaded("from glossator import read")
    assert all(getattr(glossator, name) for name in glossator.__all__)
    assert set(glossator.__all__) <= set(dir(glossator))
    with pytest.raises(AttributeError, match="no attribute `nothing`"):
        glossator.nothing  # noqa: B018


@pytest.mark.parametrize("name", cli.WHERE)
def test_the_list_of_commands_says_what_their_help_says(name: str) -> None:
    """The line of a command in the list is the first sentence of its own help."""
    command = cli.main.commands[name]
    assert command.name == name
    assert cli.WHERE[name][1] == command.get_short_help_str(limit=500)


def test_a_command_that_is_none_is_told_with_its_like() -> None:
    """Click finds the name that is nearest without loading a command."""
    assert "No such command 'chek'" in sites.run(sites.FULL, "chek", configured=False).errors


def test_a_check_of_notes_without_references_loads_no_citation_style(tmp_path: Path) -> None:
    """Only who cites waits for what writes citations."""
    notes = sorted((sites.SMALL / "annotations" / "bridge").iterdir())
    nothing: dict[str, str | bytes | None] = {path.relative_to(sites.SMALL).as_posix(): None for path in notes}
    root = sites.copy(sites.SMALL, tmp_path / "site", {**nothing, "annotations/references.yml": "[]\n"})
    asked = ["check", "--config", str(root / "mkdocs.yml")]
    modules = loaded(f"from glossator.cli import main; main({asked}, prog_name='glossator')")
    assert {"glossator.cli.check", "glossator.edition"} <= modules
    assert not {"citeproc", "multiprocessing.connection", "glossator.cli.new", "glossator.watching"} & modules
