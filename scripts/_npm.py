"""Packages of npm, exactly as they were when somebody looked at them."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from _environment import VENV, Refusal, last_lines


def package(name: str, version: str, integrity: str) -> Path:
    """The folder of a package, fetched once.

    Args:
        name: as npm knows it.
        version: exact.
        integrity: `sha512-` and the sum of the archive in Base64, as in lock files.

    Raises:
        Refusal: there is no npm, it cannot fetch the package, or the package is another.
    """
    folder = VENV / "npm" / f"{name.replace('/', '+')}-{version}"
    if folder.exists():
        return folder / "package"
    npm = shutil.which("npm")
    if not npm:
        raise Refusal("npm is needed.  Install Node.js (https://nodejs.org) and run the same command again.")
    with tempfile.TemporaryDirectory() as temporary:
        done = subprocess.run(
            [npm, "pack", "--silent", "--pack-destination", temporary, f"{name}@{version}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        if done.returncode:
            raise Refusal(f"{last_lines(done.stdout)}\nnpm could not fetch {name} {version}.")
        (archive,) = Path(temporary).glob("*.tgz")
        digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if f"sha512-{digest}" != integrity:
            raise Refusal(f"{name} {version} is not the package that is expected: its sum is sha512-{digest}.")
        with tarfile.open(archive) as opened:
            opened.extractall(folder, filter="data")
    return folder / "package"
