"""Fetches a package from npm, when its contents are those that were looked at once."""

from __future__ import annotations

import base64
import hashlib
import subprocess
import tarfile
import tempfile
from pathlib import Path

PACKAGES = Path(__file__).resolve().parent.parent / ".venv" / "npm"


def package(name: str, version: str, integrity: str) -> Path:
    """The unpacked folder of a package, fetched at the first call.  Nothing of it is run."""
    folder = PACKAGES / f"{name.replace('/', '+')}-{version}"
    if not folder.is_dir():
        PACKAGES.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=PACKAGES) as unfinished:
            command = ["npm", "pack", f"{name}@{version}", f"--pack-destination={unfinished}", "--ignore-scripts"]
            subprocess.run(command, check=True, capture_output=True)
            packed = next(Path(unfinished).glob("*.tgz"))
            found = base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
            if f"sha512-{found}" != integrity:
                raise ValueError(f"{name}@{version} is not what it was: its integrity is sha512-{found}")
            with tarfile.open(packed) as archive:
                archive.extractall(unfinished, filter="data")
            (Path(unfinished) / "package").rename(folder)
    return folder
