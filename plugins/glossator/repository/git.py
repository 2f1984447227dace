"""Asking git about a repository that strangers may have made: nothing of its configuration runs, nothing is fetched."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Reason = Literal["no-git", "no-repository", "not-trusted", "unreadable"]
"""Why git says nothing: it is not installed, the folder lies in no repository, the repository belongs to somebody else
(`safe.directory`), or git failed at reading it."""

TIME_LIMIT = 120
"""Seconds.  A history of 2,000 commits takes a fraction of one."""

_CONFIGURATION = (
    "core.fsmonitor=false",
    "diff.orderFile=/dev/null",
    "i18n.logOutputEncoding=UTF-8",
    "log.follow=false",
    "log.showRoot=true",
    "log.showSignature=false",  # runs `gpg.program`
    "mailmap.blob=",
    "mailmap.file=",
    "trailer.separators=:",
)
"""What the configuration, a repository's own or a person's, may not say."""

_KEPT = ("GIT_CONFIG", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_EXEC_PATH", "GIT_TEST_")
"""Beginnings of git's environment variables that hold for every repository.  The others, such as the `GIT_DIR` of a
hook that builds the site, lead to another repository or change what an answer means."""

_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",  # a partial clone would fetch what it lacks, through `core.sshCommand` or `ext::`
    "GIT_NO_LAZY_FETCH": "1",  # the same, at once, from Git 2.45 on
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",  # what it says is read here
}


@dataclass
class GitError(Exception):
    """Git gave no answer."""

    reason: Reason
    detail: str = ""
    """What git said, in English; empty where there is no git."""


def run(root: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """What git prints.

    Args:
        root: the folder in which it works.
        arguments: the command, and what follows it.
        stdin: what it reads.

    Raises:
        GitError: it could not be started, or did not end well.
    """
    program = shutil.which("git")
    if program is None:
        raise GitError("no-git")
    settings = [part for setting in _CONFIGURATION for part in ("-c", setting)]
    command = [program, "--no-pager", *settings, "-C", str(root), *arguments]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=stdin, capture_output=True, env=_environment(), timeout=TIME_LIMIT, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GitError("unreadable", str(error)) from error
    if done.returncode:
        raise _error(done.stderr.decode("utf-8", "replace"))
    return done.stdout


def blobs(root: Path, hashes: Iterable[str], *, limit: int) -> dict[str, bytes]:
    """The contents of files by their hashes, without those that the clone lacks or that have more bytes than `limit`.

    Raises:
        GitError: git cannot be asked.
    """
    wanted = dict.fromkeys(hashes)
    sizes = run(root, "cat-file", "--batch-check", stdin=_lines(wanted)) if wanted else b""
    headers = map(_header, sizes.splitlines())
    small = [name for name, kind, size in headers if kind == b"blob" and size <= limit]
    output = run(root, "cat-file", "--batch", stdin=_lines(small)) if small else b""
    contents = {}
    start = 0
    while start < len(output):
        begin = output.index(b"\n", start) + 1
        name, _, size = _header(output[start : begin - 1])
        contents[name] = output[begin : begin + size]
        start = begin + size + 1
    return contents


def _lines(hashes: Iterable[str]) -> bytes:
    return "".join(f"{hash_}\n" for hash_ in hashes).encode()


def _header(line: bytes) -> tuple[str, bytes, int]:
    """What git says of an object: its hash, its type, its size in bytes; or that it is `missing`."""
    name, kind, *size = line.split(b" ")
    return name.decode(), kind, int(size[0]) if size else 0


def _environment() -> dict[str, str]:
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name.startswith(_KEPT)
    }
    return inherited | _ENVIRONMENT


def _error(said: str) -> GitError:
    lines = [line.removeprefix("fatal: ").strip() for line in said.splitlines()]
    detail = next((line for line in reversed(lines) if line), "")
    for line in lines:
        if "not a git repository" in line:
            return GitError("no-repository", line)
        if "dubious ownership" in line or "unsafe repository" in line:
            return GitError("not-trusted", line)
    return GitError("unreadable", detail)
