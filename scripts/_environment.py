"""Makes the project's own Python environment in `.venv/`, and runs commands in it.

It runs on whatever Python the person has, before anything is installed: standard library only, and a grammar that
Python 3.8 still reads, so that an old Python can say that it is too old.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import platform
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal, NoReturn

Kind = Literal["site", "test"]
"""What the environment is for.  "test" holds all that "site" holds."""

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "made-from.json"

OLDEST_PYTHON = (3, 11, 5)
"""As in `pyproject.toml`, which an old Python has no parser for."""

LOCKS: Mapping[Kind, str] = {"site": "requirements/site.txt", "test": "requirements/test.txt"}
INSTALLER = "requirements/pip.txt"
"""What installs the rest.  The pip of Python 3.11.5 does not see that `lxml[html_clean]`, which a package asks for, is
the `lxml` of the lock: it takes the newest one, and then refuses it, since its hash is not there."""
TOOLS = "requirements/tools.txt"
"""What stands in where the system has no Java or no npm."""

SETTINGS = {
    # Material's notice about MkDocs 2, which is pinned away.
    "NO_MKDOCS_2_WARNING": "1",
    # Files are UTF-8 on every platform, whatever the locale says.
    "PYTHONUTF8": "1",
}

OFFLINE_SIGNS = ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError", "ReadTimeoutError", "ProxyError")
"""pip's names for a network that is not there."""

OFFLINE = "The package registry cannot be reached.  Connect to the network and run the same command again."

PATIENCE = 5.0
"""Seconds for a command to end after Ctrl-C: `mkdocs serve` removes its temporary site in well under one."""


class Refusal(Exception):
    """Why the work cannot be done, and what the person can do about it."""


def main(work: Callable[[list[str]], int]) -> NoReturn:
    """Do a script's work with its arguments.  What can be foreseen ends it with a sentence, never a traceback."""
    # What a shell reports for a command ended by a signal is 128 and the signal's number.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        require_python(sys.version_info[:3])
        status = work(sys.argv[1:])
    except (Refusal, OSError) as reason:
        print(reason, file=sys.stderr)
        status = 1
    except KeyboardInterrupt:
        status = 128 + signal.SIGINT
    sys.exit(status)


def has_project(*modules: str) -> bool:
    """Whether this Python is `.venv`'s own, or another that has this project and the modules named.

    A script that needs the project asks this, and else starts itself again in `.venv`.
    """
    if Path(sys.prefix).resolve() == VENV.resolve():
        return True  # whatever is in it: else a script would start itself without end
    spec = importlib.util.find_spec("glossator")
    here = bool(spec and spec.origin and ROOT in Path(spec.origin).parents)
    return here and all(importlib.util.find_spec(name) for name in modules)


def require_python(version: tuple[int, ...]) -> None:
    """Refuse a Python that the locked packages do not support."""
    if version < OLDEST_PYTHON:
        raise Refusal(
            f"Python {dotted(OLDEST_PYTHON)} or newer is needed, but this is {dotted(version)} ({sys.executable}).\n"
            f"Install a newer one (https://www.python.org/downloads/) and start this script with it, for example:\n"
            f"    python3.13 {sys.argv[0]}"
        )


def dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def prepare(kind: Kind) -> None:
    """See to it that `.venv` holds exactly the locked packages and this project; instant when it does already."""
    wanted = stamp_of(ROOT)
    stamp = read_stamp(STAMP) if Path(executable("python")).exists() else {}
    parts = outdated(stamp, wanted, kind)
    if not parts:
        return
    print("Preparing .venv (a minute or so, only when the requirements have changed) ...", file=sys.stderr, flush=True)
    start = time.monotonic()
    STAMP.unlink(missing_ok=True)
    if "venv" in parts:
        stamp = {}
        make_venv()
        install("--require-hashes", "--requirement", INSTALLER)
    if "packages" in parts:
        install("--require-hashes", "--requirement", LOCKS[kind])
    if "project" in parts:
        install("--no-deps", "--no-build-isolation", "--editable", ".")
    made_from = wanted.keys() & {*stamp, "python", "pyproject.toml", INSTALLER, LOCKS["site"], LOCKS[kind]}
    STAMP.write_text(json.dumps({name: wanted[name] for name in sorted(made_from)}, indent=2), encoding="utf-8")
    print(f"Prepared in {time.monotonic() - start:.0f} s.", file=sys.stderr, flush=True)


def stamp_of(root: Path) -> dict[str, str]:
    """What decides whether `.venv` is still right.  Another Python or a moved project makes it wrong too."""
    files = ["pyproject.toml", INSTALLER, *LOCKS.values()]
    return {
        "python": f"{platform.python_version()} from {sys.base_prefix} for {root}",
        **{name: hashlib.sha256((root / name).read_bytes()).hexdigest() for name in files},
    }


def read_stamp(path: Path) -> dict[str, str]:
    """What `.venv` was made from; nothing when it was never finished or its stamp is damaged."""
    try:
        stamp = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def outdated(stamp: Mapping[str, str], wanted: Mapping[str, str], kind: Kind) -> list[str]:
    """The parts to make anew, in order.

    Changed requirements need an empty `.venv`: pip removes nothing, and a left-over package can hide a missing one.
    """
    foundation = ["python", INSTALLER, *(lock for lock in LOCKS.values() if lock in stamp)]
    if any(stamp.get(name) != wanted[name] for name in foundation):
        return ["venv", "packages", "project"]
    parts = []
    if LOCKS[kind] not in stamp:
        parts.append("packages")
    if stamp.get("pyproject.toml") != wanted["pyproject.toml"]:
        parts.append("project")
    return parts


def make_venv() -> None:
    """An empty `.venv` with pip."""
    if importlib.util.find_spec("ensurepip") is None:
        major, minor = sys.version_info[:2]
        raise Refusal(
            "This Python cannot make virtual environments, because its ensurepip module is missing.\n"
            f"On Debian and Ubuntu: apt install python{major}.{minor}-venv"
        )
    done = quietly([sys.executable, "-m", "venv", "--clear", str(VENV)])
    if done.returncode:
        raise Refusal(f"{last_lines(done.stdout)}\n.venv could not be made.  Is something still running in it?")


def install(*arguments: str) -> None:
    """Have pip install into `.venv`."""
    done = quietly([executable("python"), "-m", "pip", "install", "--disable-pip-version-check", "--quiet", *arguments])
    if done.returncode and any(sign in done.stdout for sign in OFFLINE_SIGNS):
        raise Refusal(OFFLINE)
    if done.returncode:
        raise Refusal(f"{last_lines(done.stdout)}\npip could not install what the project needs.")


def add_tools() -> None:
    """Add to `.venv` a Java and an npm, for a system that lacks one of them."""
    install("--require-hashes", "--requirement", TOOLS)


def quietly(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run a command whose output matters only when it fails."""
    return subprocess.run(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def last_lines(output: str) -> str:
    """The end of a long output, where its errors stand."""
    return "\n".join(output.splitlines()[-15:])


def executable(name: str) -> str:
    """A command of `.venv`, as a full path."""
    return str(VENV / "Scripts" / f"{name}.exe" if os.name == "nt" else VENV / "bin" / name)


def run(*command: str, **settings: str) -> int:
    """Run a command of `.venv` at the project's top with more environment variables; its exit status."""
    process = subprocess.Popen(
        [executable(command[0]), *command[1:]], cwd=ROOT, env={**os.environ, **SETTINGS, **settings}
    )
    try:
        status = process.wait()
    except KeyboardInterrupt:
        # Ctrl-C reaches it too.
        stop(process, PATIENCE)
        raise
    except SystemExit:
        stop(process, 0)
        raise
    return status if status >= 0 else 128 - status


def stop(process: subprocess.Popen[bytes], patience: float) -> None:
    """Give a command some seconds to end by itself, then end it."""
    try:
        process.wait(timeout=patience)
    except subprocess.TimeoutExpired:
        process.terminate()
        process.wait()


def only_prepare(_arguments: list[str]) -> int:
    """Make `.venv` ready for whoever wants to call the commands in it."""
    prepare("site")
    return 0


if __name__ == "__main__":
    main(only_prepare)
