"""The commands that add to this program where it is: what is installed how says which command finds it.

A program that pip put into an environment, one that pipx or uv keeps in an environment of its own, and one in an
environment without pip are each added to by another command.  None of them asks an index for this program itself, since
it may have come from elsewhere.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from importlib.metadata import PackageNotFoundError, distribution, requires, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

NAME: Final = "glossator"
_MARK: Final = '"' if os.name == "nt" else "'"
"""What shells take words together with."""


def adding(extra: str) -> str:
    """The command that installs what is missing of an extra: the packages themselves, where some of them are there.

    Args:
        extra: its name in our metadata.
    """
    needed = _needed(extra)
    missing = [requirement for requirement in needed if not _is_installed(requirement)]
    kept_by = _keeper()
    if kept_by == "pipx":
        # Its environments are named; one with a suffix has it in the name.
        return f"pipx inject {_quoted(Path(sys.prefix).name)} {_quoted(*(missing or needed))}"
    wanted = missing if 0 < len(missing) < len(needed) else [f"{NAME}[{extra}]"]
    return f"{_pip(kept_by)} install {_target(kept_by)}{_quoted(*wanted)}"


def renewing() -> str:
    """The command that brings a newer version, or where that is to be had."""
    kept_by = _keeper()
    if kept_by == "pipx":
        return f"pipx upgrade {_quoted(Path(sys.prefix).name)}"
    if kept_by == "uv tool":
        return f"uv tool upgrade {NAME}"
    if origin := _origin():
        return f"get a newer {NAME} where this one came from ({origin}), and install that"
    return f"{_pip(kept_by)} install --upgrade {_target(kept_by)}{NAME}"


def _keeper() -> str:
    """What keeps the environment: `pipx`, `uv tool`, `uv` or `pip`."""
    prefix = Path(sys.prefix)
    if (prefix / "pipx_metadata.json").exists():
        return "pipx"
    if (prefix / "uv-receipt.toml").exists():
        return "uv tool"
    return "pip" if find_spec("pip") else "uv"


def _pip(kept_by: str) -> str:
    if kept_by != "pip":
        return "uv pip"
    # Another environment may be the one that is active, or none.
    beside = Path(sys.executable).parent
    found = shutil.which("pip")
    return "pip" if found and Path(found).parent == beside else f"{_quoted(sys.executable)} -m pip"


def _target(kept_by: str) -> str:
    return "" if kept_by == "pip" else f"--python {_quoted(sys.prefix)} "


def requirement(extras: str) -> str:
    """What pip installs this program by elsewhere: the commit of a repository that it came from, else its version.

    Args:
        extras: their names, with commas.
    """
    written = _direct()
    vcs, url = written.get("vcs_info"), str(written.get("url", ""))
    if vcs and not url.startswith("file:"):
        return f"{NAME}[{extras}] @ {vcs['vcs']}+{url}@{vcs['commit_id']}"
    return f"{NAME}[{extras}]=={version(NAME)}"


def unreachable() -> str:
    """The place on this machine that this program was installed from; empty where another machine can have it, too."""
    origin = _origin()
    return origin if origin.startswith("file:") else ""


def _origin() -> str:
    """The address that this program was installed from; empty where that was an index."""
    return str(_direct().get("url", ""))


def _direct() -> dict[str, Any]:
    """What pip wrote of where this program came from, by PEP 610; empty where that was an index."""
    try:
        written = json.loads(distribution(NAME).read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        return {}
    return written if isinstance(written, dict) else {}


def _needed(extra: str) -> list[str]:
    """The requirements that our metadata names for an extra."""
    parts = (line.partition(";") for line in requires(NAME) or ())
    return [
        requirement.strip()
        for requirement, _, marker in parts
        if marker.replace('"', "'").split() == ["extra", "==", f"'{extra}'"]
    ]


def _is_installed(requirement: str) -> bool:
    try:
        distribution(re.split(r"[^\w.-]", requirement, maxsplit=1)[0])
    except PackageNotFoundError:
        return False
    return True


def _quoted(*words: str) -> str:
    """Words as the shell of this system takes them; none of them holds a quotation mark."""
    return " ".join(word if re.fullmatch(r"[\w./\\:-]+", word) else f"{_MARK}{word}{_MARK}" for word in words)
