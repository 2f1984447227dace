"""The files of a site: which of them MkDocs must not publish, and which it must not leave out."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from mkdocs.structure.files import File, Files

from glossator.files import reading
from glossator.problems import Problem
from glossator.project import Project


def refuse_links(files: Files, root: Path) -> list[Problem]:
    """Take files behind symbolic links out of a site's files, and say so.

    MkDocs follows such links (mkdocs/mkdocs#4028): a pull request could publish any file of the machine that builds.
    """
    problems: dict[str, Problem] = {}
    folders: dict[str, Path | None] = {}
    for file in list(files):
        if not file.abs_src_path or not file.src_dir or not Path(file.src_dir).is_relative_to(root):
            continue
        folder, _ = os.path.split(file.abs_src_path)
        if folder not in folders:
            folders[folder] = _link(Path(folder), Path(file.src_dir))
        link = folders[folder] or (Path(file.abs_src_path) if Path(file.abs_src_path).is_symlink() else None)
        if not link and not Path(file.abs_src_path).is_file():
            # MkDocs would open a pipe, and wait for ever for what comes out of it.
            files.remove(file)
            problems[file.abs_src_path] = reading.not_regular(reading.display_name(Path(file.abs_src_path), root))
        if link:
            files.remove(file)
            problem = reading.outside(link, root)
            if problem:
                problems[str(link)] = problem
    return list(problems.values())


def _link(path: Path, top: Path) -> Path | None:
    """The first symbolic link on the way from a folder down to a path in it."""
    below = [path, *path.parents]
    return next(
        (step for step in reversed(below) if step != top and step.is_relative_to(top) and step.is_symlink()), None
    )


def leave_out_undecodable(files: Files, project: Project) -> None:
    """Take sources that are not UTF-8, which the project's problems name, out of a site's files: they end MkDocs."""
    names = {problem.location.path for problem in project.problems if problem.code == "not-utf-8"}
    for file in list(files) if names else ():
        if file.abs_src_path and reading.display_name(Path(file.abs_src_path), project.layout.root) in names:
            files.remove(file)


def leave_out_words(files: Files, folder: Path | None) -> None:
    """Take the site's own words out of its files: MkDocs publishes all of a theme that is no template."""
    for file in list(files) if folder else ():
        if folder and file.src_uri.endswith(".po") and Path(file.abs_src_path or "").is_relative_to(folder):
            files.remove(file)


def build_anew(files: Files, sources: Path, indices: Collection[str]) -> None:
    """Let `--dirty` leave out no source and no index: what they show, and all exports, stands in other files, too.

    Args:
        files: the site's.
        sources: the folder of the sources.
        indices: the pages of indices, by their paths in `docs_dir`.
    """
    for file in files.documentation_pages():
        if Path(file.abs_src_path or "").is_relative_to(sources) or file.src_uri in indices:
            file.is_modified = _always  # type: ignore[method-assign]  # MkDocs has no other way


def _always() -> bool:
    return True


def beside(file: File, name: str) -> str:
    """The path in `docs_dir` of a page that a build adds beside another, by that one's file."""
    path = Path(file.src_uri)
    folder = path.parent if path.stem == "index" else path.with_suffix("")
    return (folder / f"{name}.md").as_posix()
