"""Checking in several processes, and what is shown of it meanwhile."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sites

from glossator import processes
from glossator.cli import checking
from glossator.cli.site import asked_sources, open_site
from glossator.reports import progress

NOTE = "---\nquote: {quote}\nkind: context\ntitle: A note\n---\nIt cites [@nobody].\n"
SOURCES = 7


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of several sources, each with what is wrong with a note, with its markup, and with its address."""
    text = (sites.SMALL / "docs" / "sources" / "bridge.md").read_text(encoding="utf-8")
    files: dict[str, str | bytes | None] = {}
    for number in range(SOURCES):
        files[f"docs/sources/source-{number}.md"] = text + '\n<script>alert("no")</script>\n'
        files[f"annotations/source-{number}/lost.md"] = NOTE.format(quote=f"words that are nowhere {number}")
    return sites.copy(sites.SMALL, tmp_path_factory.mktemp("many") / "site", files)


@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.parametrize("jobs", [2, 3])
def test_several_processes_find_what_one_finds(many: Path, method: str, jobs: int) -> None:
    """The same problems in the same order, whether processes inherit the site or open it anew."""
    if method == "fork" and sys.platform == "win32":
        pytest.skip("Windows has no fork")
    opening = (many / "mkdocs.yml", ())
    found = []
    for number in (1, jobs):
        site = open_site(*opening)
        found.append(checking.problems_of(site, asked_sources(site), opening, jobs=number, method=method))
    assert found[0] == found[1]
    codes = [problem.code for problem in found[0]]
    assert {codes.count(code) for code in ("quote-not-found", "unknown-citation", "markup-removed")} == {SOURCES}, codes


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_report_is_the_same_whatever_the_number_of_processes(many: Path, form: str) -> None:
    """Of the whole site, and of what is named."""
    for asked in ((), ("source-1", str(many / "annotations/source-3/lost.md"))):
        one, three = (sites.run(many, "check", *asked, "--format", form, "--jobs", jobs) for jobs in ("1", "3"))
        assert one == three
        assert one.status == 1


def test_a_process_that_is_killed_ends_the_check_with_a_sentence(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the system has no memory left."""
    if processes.METHOD != "fork":
        pytest.skip("the process would not know of the fault")
    monkeypatch.setattr(checking, "own_problems", lambda site, source: os._exit(9))
    done = sites.run(many, "check", "--jobs", "2")
    assert done.status == 1
    assert "the system ended a process" in done.errors
    assert "--jobs 1" in done.errors


def test_the_program_can_be_read_by_a_process_that_begins_anew() -> None:
    """Importing the file that is run does not run it, or each process would begin further ones."""
    code = "import glossator.cli.__main__ as program; print(program.main.name)"
    assert subprocess.check_output([sys.executable, "-c", code], encoding="utf-8").split() == ["main"]


class Terminal(io.StringIO):
    """What a person looks at."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def shown(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, *, patience: float = 0, **environment: str) -> str:
    """What is shown of a work of three steps."""
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress, "PATIENCE", patience)
    for name, value in ({"CI": "", "TERM": "xterm"} | environment).items():
        monkeypatch.setenv(name, value)
    with progress.progress("checking", 3) as step:
        for _ in range(3):
            step(1)
    return stream.getvalue()


def test_a_terminal_shows_how_far_a_long_work_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done, and of how much."""
    written = shown(monkeypatch, Terminal())
    assert "checking" in written
    assert "3/3" in written


def test_nothing_is_shown_where_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pipes and logs stay free of it, and so does what takes no time."""
    assert shown(monkeypatch, io.StringIO()) == ""
    assert shown(monkeypatch, Terminal(), CI="true") == ""
    assert shown(monkeypatch, Terminal(), TERM="dumb") == ""
    assert shown(monkeypatch, Terminal(), patience=60) == ""


def test_a_build_shows_how_far_it_is(built_small: Callable[..., sites.Built], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page is read and written; what is shown ends before anything else is said."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress, "PATIENCE", 0)
    monkeypatch.setenv("CI", "")
    monkeypatch.setenv("TERM", "xterm")
    assert built_small().failure == ""
    written = terminal.getvalue()
    assert "building" in written
    done, of = re.findall(r"(\d+)/(\d+)", written)[-1]
    assert int(done) == int(of) > 2
