"""`action.yml`: what others put into a workflow, run here as GitHub runs it, but for what it installs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import sites
import yaml

ACTION: dict[str, Any] = yaml.safe_load((sites.REPOSITORY / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
OTHER = "---\nquote: ten more years\nkind: context\ntitle: The years\n---\nSo it *said*.\n"


def told(text: str, given: Mapping[str, str], base: str) -> str:
    """A value with what is between `${{` and `}}`."""
    values = {f"inputs.{name}": given.get(name, each["default"]) for name, each in ACTION["inputs"].items()}
    return re.sub(r"\$\{\{ (\S+) \}\}", lambda found: (values | {"github.base_ref": base})[found[1]], text)


def run(root: Path, *, base: str = "", **given: str) -> tuple[dict[str, int], str, str]:
    """Each step that runs a script, by its name, with its status; what all say; and the summary."""
    summary = root.parent / "summary.md"
    summary.touch()
    inherited = {name: value for name, value in os.environ.items() if name != "CI"} | sites.SETTINGS
    inherited["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{inherited['PATH']}"
    statuses: dict[str, int] = {}
    said = ""
    for step in STEPS:
        if "run" not in step or step.get("id") == "install" or ("base_ref" in step.get("if", "") and not base):
            continue
        if "steps.build" in step.get("if", "") and statuses["Build the site"]:
            continue
        own = {name: told(value, given, base) for name, value in step.get("env", {}).items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=root,
            env=inherited | own | {"GITHUB_STEP_SUMMARY": str(summary)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        statuses[step["name"]] = done.returncode
        said += done.stdout
    return statuses, said, summary.read_text(encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The small site with one note more than `origin/main`."""
    root = sites.copy(sites.SMALL, tmp_path / "project")
    sites.commit(root, "All")
    subprocess.run(["git", "update-ref", "refs/remotes/origin/main", "HEAD"], cwd=root, check=True)
    sites.write(root, {"annotations/bridge/other.md": OTHER})
    sites.commit(root, "A note")
    return root


@pytest.mark.build
@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the action's steps are for a Unix shell")
def test_a_pull_request_is_checked_built_and_summed_up(project: Path) -> None:
    """Every step succeeds; the site has the notes; the summary has the new note and the figures."""
    statuses, said, summary = run(project, base="main", site="public")
    assert set(statuses.values()) == {0}, said
    assert len(statuses) == 5
    assert "note-other" in (project / "public" / "sources" / "bridge" / "index.html").read_text(encoding="utf-8")
    assert "The years" in summary
    assert re.search(r"^bridge\s", summary, re.MULTILINE)


@pytest.mark.build
@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the action's steps are for a Unix shell")
def test_a_note_without_its_words_fails_the_action(project: Path) -> None:
    """The problem is marked on its line, and what is proposed is shown all the same."""
    sites.write(project, {"annotations/bridge/other.md": OTHER.replace("ten", "twelve")})
    statuses, said, summary = run(project, base="main")
    assert (statuses["Check the notes"], statuses["Build the site"]) == (1, 1)
    assert "::error file=annotations/bridge/other.md,line=2" in said
    assert "The years" in summary


def test_nothing_that_is_put_in_stands_in_a_script() -> None:
    """Inputs are handed over as variables: in a script they would be run."""
    assert [step["run"] for step in STEPS if "${{" in step.get("run", "")] == []
