"""Sites for tests: folders of readable files, checked and built as their authors do it."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import click.testing
import pytest
import yaml
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, BuildError, ConfigurationError

from glossator.cli import main

REPOSITORY = Path(__file__).resolve().parent.parent
SMALL = REPOSITORY / "tests" / "bad_input" / "site"
"""One source of three passages and one good note."""

FULL = REPOSITORY / "tests" / "site"
"""Sources with everything that a page can hold, in Latin, Arabic, Hebrew, Chinese and Thai letters."""

PUBLISHED = tuple(
    path.stem
    for path in sorted((REPOSITORY / "docs" / "sources").glob("*.md"))
    if (REPOSITORY / "annotations" / path.stem).is_dir()
)
"""The sources with notes that this repository publishes, whichever these are, by their slugs."""

PAGES = {
    "home": (REPOSITORY, ""),
    "library": (REPOSITORY, "sources/"),
    "notes": (REPOSITORY, "notes/"),
    "evidence": (REPOSITORY, "evidence/"),
    "origins": (REPOSITORY, "origins/"),
    "method": (REPOSITORY, "method/"),
    "changes": (REPOSITORY, "changes/"),
    "documentation": (REPOSITORY, "format/"),
    "not found": (REPOSITORY, "404.html"),
    "source with everything": (FULL, "sources/bridge/"),
    "source from right to left": (FULL, "sources/market/"),
    "source without notes": (FULL, "sources/ferry/"),
    **{f"source published here, {slug}": (REPOSITORY, f"sources/{slug}/") for slug in PUBLISHED},
}
"""A page of each kind: its site and its address there."""

SETTINGS = {
    # Material's notice about MkDocs 2.
    "NO_MKDOCS_2_WARNING": "1",
    "PYTHONUTF8": "1",
}


PLUGINS_LAST_WORD = re.compile(r"glossator: (\d+ (?:error|warning).*)")
"""How our plugin fails a build."""


@dataclass(frozen=True)
class Result:
    """What a command of `glossator` did."""

    status: int
    output: str
    """What it printed on standard output."""
    errors: str
    """What it printed on standard error."""


@dataclass(frozen=True)
class Built:
    """What a build made."""

    folder: Path
    warnings: tuple[str, ...]
    """What it logged, errors included, but for the last word of a build that fails."""
    failure: str
    """Why it failed; empty where it did not."""

    def page(self, address: str) -> str:
        """The HTML of a page by its address, such as `sources/bridge/`."""
        path = self.folder / address
        return (path / "index.html" if address.endswith("/") or not address else path).read_text(encoding="utf-8")

    def counts(self) -> dict[str, int]:
        """The promised `exports/build.json`."""
        counts: dict[str, int] = json.loads((self.folder / "exports" / "build.json").read_text(encoding="utf-8"))
        return counts


def published_here(slug: str) -> pytest.MarkDecorator:
    """For tests of a source that this repository publishes: a project that has taken it out has no use for them."""
    there = (REPOSITORY / "docs" / "sources" / f"{slug}.md").is_file()
    return pytest.mark.skipif(not there, reason=f"the source `{slug}` is not published here")


def copy(site: Path, to: Path, files: Mapping[str, str | bytes | None] | None = None) -> Path:
    """A copy of a site's sources, with files changed, added and (None) left out."""
    names = [name for name in ("mkdocs.yml", "docs", "annotations", "theme") if (site / name).exists()]
    for name in names:
        if (site / name).is_dir():
            shutil.copytree(site / name, to / name)
        else:
            to.mkdir(parents=True, exist_ok=True)
            shutil.copy(site / name, to / name)
    write(to, files or {})
    return to


def write(root: Path, files: Mapping[str, str | bytes | None]) -> None:
    """Write files byte for byte; None deletes one."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else content)


def configure(root: Path, **changes: object) -> None:
    """Change keys of a site's `mkdocs.yml`, and in `glossator` the plugin's options."""
    path = root / "mkdocs.yml"
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    options = changes.pop("glossator", {})
    for plugin in config["plugins"]:
        if isinstance(plugin, dict) and "glossator" in plugin:
            plugin["glossator"] |= options
    path.write_text(yaml.safe_dump(config | changes, allow_unicode=True, sort_keys=False), encoding="utf-8")


@contextlib.contextmanager
def with_unknown_extension(root: Path) -> Iterator[None]:
    """A site with a Markdown extension of its own, of which nobody knows on what its result depends."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "ours.py").write_text(
            "from markdown import Extension\nclass Ours(Extension):\n    def extendMarkdown(self, md): pass\n"
            "def makeExtension(**options): return Ours()\n",
            encoding="utf-8",
        )
        configure(root, markdown_extensions=["ours"])
        with mock.patch("sys.path", [folder, *sys.path]):
            yield


def commit(root: Path, message: str) -> None:
    """Commit all that is in a folder; the first time it becomes a repository."""
    who = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in _WHO.items()}
    if not (root / ".git").exists():
        subprocess.run(["git", "init", "-q", "-b", "main"], cwd=root, check=True)
    for command in (["add", "-A"], ["commit", "-q", "-m", message]):
        subprocess.run(["git", "-c", "commit.gpgsign=false", *command], cwd=root, env=os.environ | who, check=True)


_WHO = {"NAME": "Ada Quill", "EMAIL": "ada@example.org", "DATE": "2031-05-01T12:00:00+0000"}


def contents(root: Path) -> dict[str, bytes]:
    """Every file of a folder by its path."""
    files = (Path(base) / name for base, _, names in os.walk(root) for name in names)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def run(root: Path, *arguments: str, stdin: str | None = None, configured: bool = True) -> Result:
    """Run a command of `glossator` on a site.

    Raises:
        Exception: the command let one out, which its user would see as a traceback.
    """
    config = ["--config", str(root / "mkdocs.yml")] if configured else []
    result = click.testing.CliRunner().invoke(main, [arguments[0], *config, *arguments[1:]], input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Result(result.exit_code, result.stdout, result.stderr)


def build(root: Path, *, to: Path, strict: bool = False, **options: Any) -> Built:
    """Build a site as `mkdocs build` does it.

    Args:
        root: the site.
        to: where the pages go.
        strict: as `--strict`.
        options: keys of `mkdocs.yml` in other values.
    """
    counted = _Counted(logging.WARNING)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(counted)
    failure = ""
    with mock.patch.dict(os.environ, SETTINGS):
        try:
            config = load_config(str(root / "mkdocs.yml"), strict=strict, site_dir=str(to), **options)
            config.plugins.on_startup(command="build", dirty=False)
            try:
                mkdocs_build(config)
            finally:
                config.plugins.on_shutdown()
        except (Abort, BuildError, ConfigurationError) as error:
            failure = str(error)
        finally:
            logger.removeHandler(counted)
    ours = PLUGINS_LAST_WORD.fullmatch(counted.messages[-1]) if failure else None
    return Built(to, tuple(counted.messages[: -1 if ours else None]), ours[1] if ours else failure)


def at_a_terminal(
    command: Sequence[str], typed: bytes, *, cwd: Path | None = None, environment: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """Run a program for somebody at a real terminal, which Windows has not: its status, and all that was on the screen."""
    import pty

    main_end, side = pty.openpty()
    with subprocess.Popen(
        command, cwd=cwd, env=environment, stdin=side, stdout=side, stderr=side, close_fds=True
    ) as process:
        os.close(side)
        os.write(main_end, typed)
        screen = b""
        with contextlib.suppress(OSError):  # the terminal is gone once the process is
            while part := os.read(main_end, 1024):
                screen += part
        status = process.wait()
    os.close(main_end)
    return status, screen.decode()


class _Counted(logging.Handler):
    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def mkdocs(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run MkDocs on a site as its users do, in a process of its own."""
    inherited = {name: value for name, value in os.environ.items() if name != "CI"}
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *arguments],
        cwd=root,
        env=inherited | SETTINGS | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
