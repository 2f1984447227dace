"""A note as it would stand: its file, and all that `check` will say of it, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from glossator.editing import drafts
from glossator.edition import apparatus
from glossator.edition.checking import check
from glossator.edition.render import Renderer
from glossator.problems import Problem, in_order
from glossator.project import Project, sidecar
from glossator.project.sidecar import Annotation
from glossator.project.sources import Source
from glossator.references.bibliography.examples import with_own_keys
from glossator.text.textmap import TextMap


@dataclass(frozen=True)
class Proposed:
    """A note that is not written yet."""

    path: Path
    """The file that it would have."""
    text: str
    """What would stand in it; empty where not even that can be said."""
    annotation: Annotation | None
    """The note as it would be read; None where something is wrong with it."""
    problems: tuple[Problem, ...]
    """What `check` would say of it, the worst first."""

    @property
    def stands(self) -> bool:
        """Whether it can be written: nothing is wrong with it, though there may be warnings."""
        return self.annotation is not None and all(problem.severity == "warning" for problem in self.problems)


def proposed(
    project: Project, source: Source, path: Path, fields: Mapping[str, Any], body: str, *,
    text: TextMap, renderer: Renderer,
) -> Proposed:  # fmt: skip
    """Look at a note as `check` would, were it written.

    Args:
        project: the project.
        source: the source that the note is on.
        path: the file that it would have.
        fields: its front matter.
        body: its text, in Markdown.
        text: the page of the source.
        renderer: makes the HTML of notes.
    """
    root, kinds = project.layout.root, project.kinds
    markers = apparatus.place(project.sidecars[source.slug].annotations, text).markers
    annotation, written, problems = drafts.anchored(
        path, root, source.slug, fields, body, kinds, text=text, markers=markers
    )
    beside = project.sidecars[source.slug]
    others = tuple(other for other in beside.annotations if other.id != path.stem)
    if annotation is None:
        written = written or drafts.written(fields, body)
        rest = drafts.as_far_as_right(path, root, source.slug, written, kinds)
        if rest:
            now = replace(beside, annotations=others, faulty=(rest,), problems=())
            problems = [*problems, *check(source, now, text.html, renderer)[1]]
        own = _own(
            [replace(problem, note=path.stem) if not problem.note else problem for problem in problems], path.stem
        )
        return Proposed(path, written, None, tuple(with_own_keys(own, project.bibliography)))
    now = sidecar.with_replies(replace(beside, annotations=(*others, annotation)))
    return Proposed(path, written, annotation, tuple(_own(check(source, now, text.html, renderer)[1], path.stem)))


def _own(problems: Sequence[Problem], note: str) -> list[Problem]:
    by_place = {(problem.location, problem.code, problem.message): problem for problem in problems}
    return in_order(problem for problem in by_place.values() if problem.note == note)
