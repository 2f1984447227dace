"""A change from outside: what of it is content, and the project with nothing else of it.

Whoever may not write to the repository sends notes, sources and pictures.  Everything else could run code: on the
machine that builds, such as a plugin, `mkdocs.yml` or a template, or in the browsers of readers, such as a script or an
SVG.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from _environment import Refusal
from glossator.files import front_matter, marked_yaml
from glossator.files.reading import printable
from glossator.problems import Location, Problem

CONTENT: Mapping[str, Sequence[str]] = {
    "annotations": (".bib", ".json", ".md", ".yaml", ".yml"),
    "docs": (".avif", ".gif", ".jpeg", ".jpg", ".md", ".png", ".webp"),
}
"""By folder the files that are content."""
TEMPLATES = PurePosixPath("docs/overrides")
"""What the theme reads as code, whatever its name ends in."""
SOURCES = PurePosixPath("docs/sources")
"""Where pages are sources: what stands in them passes the policy for strangers.  All other pages are the site's own."""
PLAIN = ("100644", "100755")
"""Git's modes of files that are neither links nor other repositories."""

HINT = (
    "A change from outside touches annotations/, sources in docs/sources/, and pictures in docs/."
    "  Please take this file out of it."
)


@dataclass(frozen=True)
class Changed:
    """A file that a change adds, changes or removes."""

    path: str
    """From the repository's top, with `/`."""
    mode: str
    """Git's, of what it is now; `000000` for a file that is removed."""

    @property
    def is_removed(self) -> bool:
        """Whether it is there no more."""
        return not self.mode.strip("0")

    @property
    def is_content(self) -> bool:
        """Whether it can be read and shown, and nothing of it runs."""
        path = PurePosixPath(self.path)
        hidden = any(part.startswith(".") for part in path.parts)
        kinds = CONTENT.get(path.parts[0], ())
        plain = self.is_removed or self.mode in PLAIN
        ours = path.is_relative_to(TEMPLATES) or (self.is_page and not path.is_relative_to(SOURCES))
        return plain and not hidden and path.suffix in kinds and not ours

    @property
    def is_page(self) -> bool:
        """Whether it is a page of the site."""
        path = PurePosixPath(self.path)
        return path.parts[0] == "docs" and path.suffix == ".md"

    @property
    def problem(self) -> Problem:
        """What is said of a file that is no content."""
        if self.mode == "120000":
            return Problem(Location(printable(self.path)), "symbolic-link", "a link is left out", HINT)
        if self.is_page:
            message = "this page is no source, and so the site’s own: it is left out here"
            return Problem(Location(printable(self.path)), "unexpected-file", message, HINT)
        return Problem(
            Location(printable(self.path)), "unexpected-file", "this file is no content: it is left out here", HINT
        )


def fetched(repository: Path, folder: Path) -> str:
    """The commit that is checked out in another clone, brought into a repository; its branches stay as they are."""
    commit = git(folder, "rev-parse", "--verify", "HEAD").strip()
    git(repository, "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", str(folder.resolve()), commit)
    return commit


def parting(repository: Path, commit: str) -> str:
    """The commit from which another one and what is checked out went their ways."""
    return git(repository, "merge-base", "HEAD", commit).strip()


def changed(repository: Path, base: str, commit: str) -> list[Changed]:
    """The files in which a commit differs from the one it builds on, in the order of their paths."""
    tokens = git(repository, "diff-tree", "-r", "-z", "--raw", "--no-renames", base, commit).split("\0")[:-1]
    return [Changed(path, facts.split(" ")[1]) for facts, path in zip(tokens[::2], tokens[1::2], strict=True)]


def parted(repository: Path, base: str, commit: str, files: Sequence[Changed]) -> tuple[list[Changed], list[Changed]]:
    """The files that are content, and the others: among them pages that lie with the sources and are none."""
    content: list[Changed] = []
    others: list[Changed] = []
    for file in files:
        stands_in = base if file.is_removed else commit
        is_content = file.is_content and (not file.is_page or is_source(repository, f"{stands_in}:{file.path}"))
        (content if is_content else others).append(file)
    return content, others


def is_source(repository: Path, blob: str) -> bool:
    """Whether a page is a source, or has front matter that cannot be read: `glossator check` says why."""
    parts = front_matter.parted(git(repository, "cat-file", "blob", blob))
    if parts is None:
        return False
    marked, problems = marked_yaml.read(parts.yaml, blob, example="")
    return bool(problems) or "source" in marked.value


@contextmanager
def overlaid(repository: Path, base: str, commit: str, content: Sequence[Changed]) -> Iterator[Path]:
    """The files of `base`, with content of `commit` laid over them, in a folder of its own.

    The folder has the history of `commit`, so that it tells who wrote a note.
    """
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve() / "project"
        git(repository, "worktree", "add", "--detach", "--no-checkout", str(folder), commit)
        try:
            git(folder, "read-tree", base)
            git(folder, "checkout-index", "--all")
            for file in content:
                if file.is_removed:
                    (folder / file.path).unlink()
            present = [file.path for file in content if not file.is_removed]
            if present:
                git(
                    folder,
                    "checkout",
                    "HEAD",
                    "--pathspec-from-file=-",
                    "--pathspec-file-nul",
                    stdin="\0".join(present),
                )
            yield folder
        finally:
            git(repository, "worktree", "remove", "--force", str(folder))


def git(folder: Path, *arguments: str, stdin: str = "") -> str:
    """What git prints.

    Raises:
        Refusal: it did not end well.
    """
    done = subprocess.run(
        ["git", "-c", f"core.hooksPath={os.devnull}", *arguments],
        cwd=folder,
        env={**os.environ, "GIT_LITERAL_PATHSPECS": "1", "LC_ALL": "C"},
        input=stdin.encode("utf-8", "surrogateescape"),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip() or "no answer"
        raise Refusal(f"git {arguments[0]}: {said}\nIs that a clone of this repository, with commits that both have?")
    return done.stdout.decode("utf-8", "surrogateescape")
