"""What of a project is published on a day: drafts, and what waits for a later day, are left out."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from glossator.files import front_matter
from glossator.memory import Forgetful, Memory
from glossator.problems import Problem
from glossator.project import Project
from glossator.project.sidecar import Annotation, Sidecar, Waiting
from glossator.project.sources import Source
from glossator.records.csl import CSLDate
from glossator.records.model import NoteFrontMatter, SourceFrontMatter


@dataclass(frozen=True)
class Selection:
    """A project with what is not published yet named apart."""

    project: Project
    """Without it, unless drafts were asked for; with the problems of what leads to it."""
    sources: Mapping[str, Waiting]
    """By their slugs."""
    notes: Mapping[tuple[str, str], Waiting]
    """By the slugs of their sources and their ids; all those of such a source among them."""

    @property
    def waiting(self) -> list[Waiting]:
        """Whatever a build leaves out, once: of a source that waits, not each note."""
        notes = [waiting for (slug, _), waiting in self.notes.items() if slug not in self.sources]
        return [*self.sources.values(), *notes]


def today() -> date:
    """The day of a build: that of `SOURCE_DATE_EPOCH` where it is set, else that of the clock; in UTC."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return (datetime.fromtimestamp(int(epoch), tz=UTC) if epoch.isdecimal() else datetime.now(tz=UTC)).date()


def is_waiting(meta: Mapping[str, Any], day: date) -> bool:
    """The same of front matter as it was read, also of a file in which something is wrong: then it waits."""
    publish = str(meta.get("publish", "")).strip()
    return str(meta.get("draft", "false")).lower() != "false" or bool(publish and not publish <= day.isoformat())


def written_keys(text: str) -> dict[str, str]:
    """The keys of a page's front matter with what stands behind them on their lines, also where it is no YAML."""
    parts = front_matter.parted(text)
    lines = (line.partition(":") for line in (parts.yaml if parts else "").splitlines())
    return {key.strip("\"'"): value.partition(" #")[0].strip(" \"'") for key, _, value in lines}


def selection(project: Project, day: date, *, drafts: bool = False, memory: Memory | None = None) -> Selection:
    """What of a project is published.

    Args:
        project: all that its files say.
        day: the day of the build.
        drafts: whether what waits stays in it, for its author's eyes.
        memory: keeps what was selected from records that are the same; default: nothing is kept.
    """
    memory = memory or Forgetful()
    sources = {slug: each for slug, source in project.sources.items() if (each := _waiting(source, source.front, day))}
    notes: dict[tuple[str, str], Waiting] = {}
    sidecars = {}
    for slug, sidecar in project.sidecars.items():
        # Which notes wait is found out each day, and is the same on most.
        own = {note.id: each for note in sidecar.annotations if (each := _waiting(note, note.front, day))}
        standing = memory.recall(
            ("selected", project.layout.naming.translated, slug),
            (sidecar, project.sources.get(slug), slug in sources, tuple(own), drafts),
            partial(_selected, sidecar, sources.get(slug), own, drafts=drafts),
        )
        notes |= {(slug, id_): each for id_, each in own.items()}
        if slug in sources:
            notes |= {(slug, note.id): sources[slug] for note in sidecar.annotations if note.id not in own}
        if slug not in sources or drafts:
            sidecars[slug] = standing
    published = {slug: source for slug, source in project.sources.items() if drafts or slug not in sources}
    return Selection(replace(project, sources=published, sidecars=sidecars), sources, notes)


def _selected(sidecar: Sidecar, source: Waiting | None, own: Mapping[str, Waiting], *, drafts: bool) -> Sidecar:
    """What stands of the notes of a source where some of its `own` wait; `source` where the source waits."""
    return _without(replace(sidecar, waiting=own, source_waits=source), own, drafts=drafts)


def _waiting(file: Source | Annotation, front: SourceFrontMatter | NoteFrontMatter, day: date) -> Waiting | None:
    if front.draft:
        return Waiting(file.path)
    return (
        Waiting(file.path, front.publish.iso, front.publish) if front.publish and _begins(front.publish) > day else None
    )


def _begins(publish: CSLDate) -> date:
    return date.fromisoformat(publish.iso)


def _without(sidecar: Sidecar, waiting: Mapping[str, Waiting], *, drafts: bool) -> Sidecar:
    """The notes of a source that are published, with the problems of those that lead to one that is not."""
    problems = list(_leading(sidecar, waiting))
    by_id = {note.id: note for note in sidecar.annotations}
    held = {note.id for note in sidecar.annotations if any(id_ in waiting for id_ in _conversation(note, by_id))}
    notes = tuple(note for note in sidecar.annotations if drafts or note.id not in held)
    return replace(sidecar, annotations=notes, problems=(*sidecar.problems, *problems))


def _conversation(note: Annotation, by_id: Mapping[str, Annotation]) -> Iterator[str]:
    """A note, the one that it answers, and so on; replies do not lead back, or the notes were left out when read."""
    next_: Annotation | None = note
    while next_:
        yield next_.id
        next_ = by_id.get(next_.front.replies_to or "")


_LINK = re.compile(r"#note-([\w-]+)")


def _leading(sidecar: Sidecar, waiting: Mapping[str, Waiting]) -> Iterator[Problem]:
    """What readers could not follow: replies and links of what is published to notes that are not."""
    for note in sidecar.annotations if waiting else ():
        if note.id in waiting:
            continue
        answered = note.front.replies_to
        if answered and answered in waiting:
            place = note.marked.value_at("replies-to")
            yield note.problem(place, "unpublished-note", *_said("replies", waiting[answered]))
        for offset, id_ in _links(note.body, waiting):
            place = note.document.in_body(offset)
            yield note.problem(place, "unpublished-note", *_said("links", waiting[id_]))
    if sidecar.lead:
        for offset, id_ in _links(sidecar.lead.body, waiting):
            place = sidecar.lead.document.in_body(offset)
            yield sidecar.lead.problem(place, "unpublished-note", *_said("links", waiting[id_]))


def _links(text: str, ids: Collection[str]) -> Iterable[tuple[int, str]]:
    return ((match.start(), match[1]) for match in _LINK.finditer(text) if match[1] in ids)


def _said(does: str, waiting: Waiting) -> tuple[str, str]:
    """A message, and what to do."""
    message = f"this is published, and {does} to {waiting}, which is not"
    line = f"publish: {waiting.until}" if waiting.until else "draft: true"
    return message, f"{line}      # in this file, too; or leave the other’s out"
