"""A project that deletes the sources published here and writes its own still passes the program's tests."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import sites

OWN = {
    "docs/sources/minutes.md": (
        "---\ntitle: Minutes\nsource:\n  type: document\n  title: Minutes of the council\n  issued: 2031-04-30\n"
        "  language: en\ntext: full\nlicence: CC0-1.0\n---\n\nThe bridge was closed to lorries on Monday.\n"
    ),
    "annotations/minutes/closed.md": "---\nquote: closed to lorries\nkind: context\ntitle: The carts stayed\n---\nThey were lighter.\n",
    "annotations/references.yml": "# yaml-language-server: $schema=.schemas/references.json\n- id: notice\n  title: A notice\n",
}
"""One source with one note, and one reference."""


@pytest.mark.long
def test_a_project_with_sources_of_its_own_passes(tmp_path: Path) -> None:
    """Only what tests the publication is skipped."""
    project = fork(tmp_path / "project")
    paths = os.pathsep.join(str(project / name) for name in ("plugins", "scripts"))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "loadfile", "-m", "not long", "-q"],
        cwd=project,
        env=os.environ | {"PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout


def fork(project: Path) -> Path:
    """A copy of what is in this repository, with other sources, as the guide says how it is made."""
    for name in subprocess.check_output(FILES, cwd=sites.REPOSITORY, encoding="utf-8").split("\0"):
        if name and not OURS.match(name) and (sites.REPOSITORY / name).is_file():
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(sites.REPOSITORY / name, project / name)
    for page in [*(project / "docs").rglob("*.md"), project / "README.md"]:
        page.write_text(LINK.sub(r"\1", page.read_text(encoding="utf-8")), encoding="utf-8")
    sites.write(project, OWN)
    sites.commit(project, "Sources of our own")
    return project


FILES = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
OURS = re.compile(r"annotations/(?!\.)|docs/sources/(?!index\.md)")
"""What they delete: the sources and their notes."""
LINK = re.compile(r"\[((?:!\[[^]]*\]\([^)]*\)|[^][])*)\]\((?:docs/|\.\./)?sources/(?!index\.md)[\w-]+\.md\)")
"""A link to a source that is gone: its words stay."""
