"""Completion in shells, as the page of the command line says to switch it on."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
import sites

PAGE = (sites.REPOSITORY / "docs" / "command-line.md").read_text(encoding="utf-8")
SHOWN = dict(re.findall(r"^\| (bash|zsh|fish) \| `([^`]+)` \|", PAGE, re.MULTILINE))


def asked(**environment: str) -> str:
    """What the program answers to a shell."""
    command = [sys.executable, "-c", "from glossator.cli import main; main(prog_name='glossator')"]
    return subprocess.check_output(command, env=os.environ | environment, encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_is_given_what_the_page_says(shell: str) -> None:
    """The variable that the page names makes the program write that shell's function."""
    found = re.search(r"_GLOSSATOR_COMPLETE=(\w+) glossator", SHOWN[shell])
    assert found
    assert "_glossator_completion" in asked(_GLOSSATOR_COMPLETE=found[1])


@pytest.mark.slow
def test_commands_and_options_are_completed() -> None:
    """In the middle of a word."""
    words = {"_GLOSSATOR_COMPLETE": "bash_complete", "COMP_CWORD": "1", "COMP_WORDS": "glossator ch"}
    assert asked(**words).split() == ["plain,changes", "plain,check"]
    words |= {"COMP_CWORD": "2", "COMP_WORDS": "glossator check --str"}
    assert asked(**words).split() == ["plain,--strict"]
