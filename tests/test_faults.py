"""Nothing is lost and nothing is left behind when the system gives up in the middle: no room, no permission, a kill."""

from __future__ import annotations

import errno
import json
import os
import runpy
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sites
from test_update import NEW, NOTES

import _environment
from glossator.files import reading, writing
from glossator.problems import Problem

LOST = "---\ntitle: A note\nkind: context\nquote: words that stand nowhere at all\n---\n\nText.\n"
ANNOTATION = {
    "type": "Annotation",
    "id": "https://example.org/1",
    "body": {"type": "TextualBody", "value": "A thought."},
    "target": "https://example.org/page",
}
WRITERS = {
    "new": ("new", "bridge", "--title", "A new note", "--kind", "context"),
    "import": ("import", "in.txt"),
    "import-notes": ("import-notes", "in.json", "bridge", "--any-address"),
    "seal": ("seal", "bridge"),
    "update": ("update", "bridge", "in.txt", "--yes"),
    "schema": ("schema", "--write"),
    "export": ("export", "--format", "csv", "--output", "out.csv"),
}


@pytest.fixture
def root(small: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small site with something to import, as the working folder."""
    sites.write(small, {"in.json": json.dumps(ANNOTATION), "in.txt": "A Title\n\nSome words of a text.\n"})
    monkeypatch.chdir(small)
    return small


@pytest.mark.parametrize("command", WRITERS)
@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT, errno.EIO])
def test_what_cannot_be_written_is_told_in_a_sentence(
    root: Path, monkeypatch: pytest.MonkeyPatch, command: str, fault: int
) -> None:
    """Where the system refuses a file, each command that writes says which and why, and every file is as it was."""
    before = sites.contents(root)

    def refused(_descriptor: int) -> None:
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr(os, "fsync", refused)
    done = sites.run(root, *WRITERS[command])
    assert done.status == 1
    assert os.strerror(fault) in done.errors
    assert "stays as it was" in done.errors
    assert sites.contents(root) == before


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
@pytest.mark.parametrize("command", ["new", "import-notes", "seal", "export"])
def test_a_full_disk_ends_a_command_in_a_sentence(root: Path, command: str) -> None:
    """The same with a real limit, in a process of its own: a sentence, no traceback, nothing changed."""
    before = sites.contents(root)
    code = (
        "import resource, signal, sys\n"
        "from glossator.cli import main\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (8, 8))\n"
        "main(sys.argv[1:])"
    )
    done = subprocess.run([sys.executable, "-c", code, *WRITERS[command]], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "stays as it was" in done.stderr
    assert sites.contents(root) == before


def test_a_name_that_is_too_long_is_told_in_a_sentence(root: Path) -> None:
    """A note's id that no file system takes ends the command with a sentence."""
    done = sites.run(root, "new", "bridge", "--title", "A", "--kind", "context", "--id", "a" * 300)
    assert done.status in (1, 2)
    assert done.errors.startswith("glossator: ")


UPDATE = ("update", "bridge", "new.md", "--yes", "--captured", "2031-04-01")
CHANGES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.link", "os.symlink", "os.truncate"}
"""What Python says to its auditors before it changes files, besides that it opens one to write."""


@pytest.fixture
def updated(root: Path, tmp_path: Path) -> tuple[Path, dict[str, bytes]]:
    """A project whose source has a new text, with notes of each fate; and what it holds when that was brought in."""
    notes = {f"annotations/bridge/{id_}.md": f"---\n{front}---\nText.\n" for id_, front in NOTES.items()}
    sites.write(root, {**notes, "new.md": NEW})
    done = shutil.copytree(root, tmp_path / "done")
    assert sites.run(done, *UPDATE).status == 0
    return root, kept(done)


def kept(root: Path) -> dict[str, bytes]:
    """All files of a project but those that are just being written, which git leaves alone."""
    return {name: held for name, held in sites.contents(root).items() if f"{writing.UNFINISHED}/" not in name}


def holds(root: Path, updated: tuple[Path, dict[str, bytes]]) -> None:
    """In a project whose update was broken off all is there, no note is on wrong words, and the update can go on."""
    before, after = updated
    old = (before / "docs/sources/bridge.md").read_text(encoding="utf-8").partition("CC0-1.0\n---\n")[2].strip()
    texts = [*root.glob("docs/sources/*.md"), *root.rglob("versions/*.md")]
    assert any(old in path.read_text(encoding="utf-8") for path in texts)
    assert kept(root).keys() >= kept(before).keys()
    assert "no problems" in sites.run(root, "check").output
    assert sites.run(root, *UPDATE).status == 0
    assert kept(root) == after


def killed_before(change: int, root: Path) -> bool:
    """Whether an update was killed just before so many changes of files; each is an operation of the system.

    The process is forked, since to start one for each change would take minutes.
    """
    process = os.fork()
    if process == 0:  # pragma: no cover  # another process
        seen = 0

        def hook(event: str, arguments: tuple[Any, ...]) -> None:
            nonlocal seen
            opened = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
            if event not in CHANGES and not opened:
                return
            seen += 1
            if seen == change:
                os.kill(os.getpid(), signal.SIGKILL)

        status = 1
        try:
            sys.addaudithook(hook)
            status = sites.run(root, *UPDATE).status
        finally:
            os._exit(status)
    _, ended = os.waitpid(process, 0)
    if os.WIFSIGNALED(ended):
        return os.WTERMSIG(ended) == signal.SIGKILL
    assert os.waitstatus_to_exitcode(ended) == 0
    return False


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_an_update_that_is_killed_at_any_moment_loses_nothing_and_goes_on(
    updated: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    """Before each single change of a file; the same command then comes to the very files of one that was left alone."""
    change, kills = 0, 0
    while True:
        change += 1
        root = shutil.copytree(updated[0], tmp_path / f"killed-{change}")
        if not killed_before(change, root):
            break
        kills += 1
        holds(root, updated)
        shutil.rmtree(root)
    assert kept(root) == updated[1]
    assert kills > 5 * len(NOTES), "several changes for each file"


def test_an_update_that_finds_no_room_at_any_file_loses_nothing_and_goes_on(
    updated: tuple[Path, dict[str, bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first files may be written, and one of the later not: a sentence says which, and the rest waits."""
    refusals = 0
    while True:
        written = 0

        def refuse_one(_descriptor: int, which: int = refusals) -> None:
            nonlocal written
            written += 1
            if written == which + 1:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        root = shutil.copytree(updated[0], tmp_path / f"refused-{refusals}")
        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", refuse_one)
            done = sites.run(root, *UPDATE)
        if done.status == 0:
            break
        refusals += 1
        assert os.strerror(errno.ENOSPC) in done.errors
        assert "stays as it was" in done.errors
        holds(root, updated)
    assert refusals > len(NOTES)


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot end a process so")
def test_after_a_kill_git_sees_nothing_and_the_next_start_cleans_up(root: Path) -> None:
    """A program that is killed while it writes leaves the old file, and nothing that git would take along."""
    note = root / "annotations" / "bridge" / "good.md"
    before = note.read_bytes()
    sites.commit(root, "Before")
    code = (
        "import os, signal, sys, pathlib\n"
        "from glossator.files import writing\n"
        "writing.os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)\n"
        "writing.write_atomically(pathlib.Path(sys.argv[1]), 'new')"
    )
    done = subprocess.run([sys.executable, "-c", code, str(note)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert note.read_bytes() == before
    status = subprocess.run(["git", "status", "--porcelain"], cwd=root, capture_output=True, text=True, check=True)
    assert not status.stdout
    assert "no problems" in sites.run(root, "check").output
    for left in (note.parent / writing.UNFINISHED).iterdir():
        os.utime(left, (0, 0))
    writing.write_atomically(note, before.decode())
    assert sorted(path.name for path in note.parent.iterdir() if path.name.startswith(".")) == []


def test_what_somebody_else_wrote_meanwhile_stays(root: Path) -> None:
    """A file that is no longer what was read, or that is there by now, is left alone, and that is said."""
    note = root / "annotations" / "bridge" / "good.md"
    for arguments in ({"instead_of": b"something else"}, {"new": True}):
        before = note.read_bytes()
        with pytest.raises(writing.CannotWrite, match="stays as it is"):
            writing.write_atomically(note, "new", **arguments)
        assert note.read_bytes() == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes among its files")
@pytest.mark.parametrize(
    "place", ["annotations/bridge/pipe.md", "docs/sources/pipe.md", "docs/pipe.md", "annotations/bridge/sourcing.yml"]
)
def test_a_pipe_hangs_nothing(root: Path, tmp_path: Path, place: str, within: Callable[..., object]) -> None:
    """A pipe where a file should be is named as a problem; check and build come to their end."""
    (root / place).unlink(missing_ok=True)
    os.mkfifo(root / place)
    checked = within(lambda: sites.run(root, "check"))
    assert isinstance(checked, sites.Result)
    assert f"{place}:1:1: unreadable-file this is a pipe" in checked.output
    built = within(lambda: sites.build(root, to=tmp_path / "out"))
    assert isinstance(built, sites.Built)
    assert 'id="note-good"' in built.page("sources/bridge/")


@pytest.fixture
def within() -> Callable[..., object]:
    """Run something, and fail where it waits for ever."""

    def run(work: Callable[[], object]) -> object:
        results: list[object] = []
        thread = threading.Thread(target=lambda: results.append(work()), daemon=True)
        thread.start()
        thread.join(60)
        assert results, "it did not come to its end"
        return results[0]

    return run


def test_a_device_is_no_file(tmp_path: Path) -> None:
    """What never ends is not read at all."""
    zero = Path("/dev/zero")
    if zero.exists():
        assert isinstance(reading.read_text(zero, tmp_path, limit=10), Problem)


@pytest.mark.parametrize("status", [0, 1])
def test_the_last_good_site_stays_until_a_build_has_succeeded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    """`scripts/build` builds beside `site/`, and exchanges the folders only where that went well."""
    sites.write(tmp_path, {"site/index.html": "the last good one", ".cache/site-old/index.html": "left by a kill"})

    def built(*command: str) -> int:
        if command[0] == "glossator":  # looks at the pages
            return 0
        folder = Path(command[command.index("--site-dir") + 1])
        sites.write(folder, {"index.html": "the new one"})
        return status

    monkeypatch.setattr(_environment, "main", lambda _work: None)
    monkeypatch.setattr(_environment, "prepare", lambda _kind: None)
    monkeypatch.setattr(_environment, "run", built)
    monkeypatch.setattr(_environment, "ROOT", tmp_path)
    script = runpy.run_path(str(sites.REPOSITORY / "scripts" / "build"))
    assert script["build"]([]) == status
    expected = "the last good one" if status else "the new one"
    assert (tmp_path / "site" / "index.html").read_text(encoding="utf-8") == expected
    assert not (tmp_path / ".cache" / "site-old").exists() or status
