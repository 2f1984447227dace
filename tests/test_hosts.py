"""Other hosts than MkDocs: what continues it builds the same site."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import sites

GENERATOR = re.compile(rb'<meta name="generator" content="[^"]*">')


@pytest.mark.long
@pytest.mark.parametrize("site", [sites.REPOSITORY, sites.FULL], ids=["repository", "full"])
def test_properdocs_builds_the_same_files(
    site: Path, builds: dict[Path, tuple[Path, subprocess.CompletedProcess[str]]], tmp_path: Path
) -> None:
    """Byte for byte, but for the generator's name, and as strictly."""
    built = subprocess.run(
        [sys.executable, "-m", "properdocs", "build", "--strict", "-f", "mkdocs.yml", "--site-dir", str(tmp_path)],
        cwd=site,
        env=os.environ | sites.SETTINGS,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert built.returncode == 0, built.stdout
    expected, _ = builds[site]
    assert _without_generator(tmp_path) == _without_generator(expected)


def _without_generator(site: Path) -> dict[str, bytes]:
    return {
        name: GENERATOR.sub(b"", content)
        for name, content in sites.contents(site).items()
        # The addresses' dates are the build's day, and its archive holds the second.
        if not name.startswith("sitemap.xml")
    }
