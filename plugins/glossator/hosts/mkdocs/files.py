"""The files of a site: which of them MkDocs must not publish, and which it must not leave out."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.utils.meta import YAML_RE

from glossator.files import marked_yaml, reading
from glossator.problems import Location, Problem
from glossator.project import Project
from glossator.records import identifiers

if TYPE_CHECKING:
    from glossator.publication.build import Build


def refuse(files: Files, root: Path) -> list[Problem]:
    """Take files out of a site that could harm whoever builds or copies it, and say why."""
    return [*refuse_links(files, root), *refuse_names(files, root), *refuse_front_matter(files, root)]


def refuse_names(files: Files, root: Path) -> list[Problem]:
    """Take out files whose names not every system can keep, or that read differently from what they are."""
    problems = []
    for file in list(files):
        if file.abs_src_path and (fault := identifiers.fault_of_file(file.src_uri)):
            files.remove(file)
            name = reading.display_name(Path(file.abs_src_path), root)
            message = f"the name `{reading.printable(file.src_uri)}` {fault}"
            problems.append(Problem(Location(name), "bad-file-name", message, "such as bridge-2031.png"))
    return problems


def refuse_front_matter(files: Files, root: Path) -> list[Problem]:
    """Take out pages whose front matter is nested so deeply that MkDocs' reader would end the interpreter."""
    problems = []
    for file in list(files.documentation_pages()):
        if file.abs_src_path and (problem := _deep(Path(file.abs_src_path), root)):
            files.remove(file)
            problems.append(problem)
    return problems


def _deep(path: Path, root: Path) -> Problem | None:
    name = reading.display_name(path, root)
    raw = reading.read_bytes(path, name, limit=reading.SOURCE_FILE_LIMIT)
    if isinstance(raw, Problem):
        return raw if raw.code == "file-too-large" else None
    # MkDocs' own rule for where front matter is, since it is MkDocs that must not read it.
    text = raw.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    match = YAML_RE.match(text)
    if match is None:
        return None
    _, problems = marked_yaml.read(match[1], name, example="title: A page", first_line=2)
    return next((problem for problem in problems if problem.code == "yaml-too-deep"), None)


def addresses(files: Files, root: Path) -> Iterator[tuple[File, str, str]]:
    """Every file with its name for problems and its address; shorter names come first, so that they keep theirs."""
    for file in sorted(files, key=lambda file: (len(file.src_uri), file.src_uri)):
        if file.abs_src_path and file.inclusion is not InclusionLevel.EXCLUDED:
            yield file, reading.display_name(Path(file.abs_src_path), root), file.dest_uri


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


def leave_out_unreadable(files: Files, project: Project) -> None:
    """Take sources out of a site's files that the project's problems name.

    What is not UTF-8 ends MkDocs; what reads differently from what it is, or has a name that cannot be an address,
    must not be published.
    """
    codes = ("bad-source-id", "control-character", "not-utf-8")
    names = {problem.location.path for problem in project.problems if problem.code in codes}
    for file in list(files) if names else ():
        if file.abs_src_path and reading.display_name(Path(file.abs_src_path), project.layout.root) in names:
            files.remove(file)


def leave_out_waiting(files: Files, build: Build) -> None:
    """Take the pages of sources out of a site's files that are not published yet."""
    for file in list(files.documentation_pages()):
        if file.abs_src_path and build.slug(path := Path(file.abs_src_path)):
            text = reading.read_bytes(path, path.name, limit=reading.SOURCE_FILE_LIMIT)
            if isinstance(text, bytes) and build.keeps_back(path, text.decode("utf-8", "replace")):
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
