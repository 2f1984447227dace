"""What an editor asks of a note that is typed: what is wrong, what could stand here, what this means, how to mend.

Lines and columns are those of `Location`: from 1, in code points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from pathlib import Path

import yaml

from glossator import edition
from glossator.editing import repair
from glossator.edition import apparatus
from glossator.edition.render import Renderer
from glossator.files import reading, rewriting
from glossator.files.reading import TextFile
from glossator.problems import Location, Problem, in_order
from glossator.project import Project, sidecar, translations
from glossator.project.sidecar import Annotation
from glossator.project.sources import Source
from glossator.records.model import LEAD, Evidence, NoteFrontMatter
from glossator.records.vocabulary import Certainty, Checked, Nature, Relation, Status
from glossator.references import finding
from glossator.references.bibliography.examples import with_own_keys
from glossator.text.normalize import fold, without_capitals
from glossator.text.textmap import TextMap

LEAST = 3
"""Letters of a quote from which on the source's words are offered."""
OFFERED = 20
"""Continuations of a quote that are offered at most."""


@dataclass(frozen=True)
class Desk:
    """The source beside which a note is written."""

    project: Project
    source: Source
    text: TextMap
    renderer: Renderer


@dataclass(frozen=True)
class Offer:
    """Something that could stand at a place."""

    text: str
    meaning: str
    start: int
    """The column from which on it takes the place of what stands before the cursor."""


@dataclass(frozen=True)
class Fix:
    """A way to mend a problem."""

    title: str
    edits: tuple[tuple[Location, str], ...]
    """Stretches of the file, and what takes their place."""


def source_of(path: Path, project: Project) -> str:
    """The slug of the source that a file is a note on; empty where it is none."""
    folder = project.layout.annotations
    if (
        path.suffix != ".md"
        or path.stem == LEAD
        or translations.named(path)
        or not path.is_relative_to(folder)
        or path.parent == folder
    ):
        return ""
    slug = path.parent.relative_to(folder).as_posix()
    return slug if slug in project.sources else ""


def read(desk: Desk, path: Path, content: str) -> tuple[Annotation | None, list[Problem]]:
    """A note as it is typed, None where it cannot be read; and every problem of it."""
    project, slug = desk.project, desk.source.slug
    name = reading.display_name(path, project.layout.root)
    file = reading.decode(path, name, content.encode("utf-8", "surrogatepass"))
    if not isinstance(file, TextFile):
        return None, [file]
    annotation, problems = sidecar.parse_note(file, slug, kinds=list(project.kinds))
    if annotation is None:
        return None, in_order(with_own_keys(problems, project.bibliography))
    beside = project.sidecars[slug]
    others = tuple(note for note in beside.annotations if note.id != annotation.id)
    now = sidecar.with_replies(replace(beside, annotations=(*others, annotation), problems=()))
    every = edition.check(desk.source, now, desk.text.html, desk.renderer)[1]
    return annotation, in_order({problem for problem in every if problem.location.path == name})


def fixes(desk: Desk, path: Path, content: str, problem: Problem) -> Iterator[Fix]:
    """How a problem could be mended: a word that was meant, or a place of the source's words."""
    place = problem.location
    guess = re.search(r"did you mean `([^`]+)`\?", problem.hint)
    if guess and place.end_line:
        yield Fix(f"Write {guess[1]}", ((place, guess[1]),))
    if problem.code in ("quote-not-found", "quote-ambiguous", "quote-moved"):
        annotation, _ = read(desk, path, content)
        yield from _places(desk, annotation) if annotation else ()


def _places(desk: Desk, annotation: Annotation) -> Iterator[Fix]:
    file, marked = annotation.document.file, annotation.marked
    start = annotation.document.yaml_end - len(marked.tree.text)
    for case in repair.cases(apparatus.place((annotation,), desk.text)):
        for choice in case.choices:
            edits = rewriting.edits(marked, choice.fields, after="quote")
            if edits is not None:
                words = choice.fields.get("quote") or annotation.front.quote
                title = f"{choice.place.capitalize()}, {choice.proposal.score:g} % alike: {words}"
                placed = (
                    (reading.place(file.name, file.text, start + low, start + high), new) for low, high, new in edits
                )
                yield Fix(title, tuple(placed))


def offers(desk: Desk, content: str, line: int, column: int) -> list[Offer]:
    """What could stand at a place of a note: keys, words of the vocabulary, citation keys, the source's words."""
    lines = content.splitlines()
    before = lines[line - 1][: column - 1] if line <= len(lines) else ""
    if not _in_front_matter(lines, line):
        cited = re.search(r"@\{?([^\s\[\]@;,{}]*)$", before)
        return _references(desk, cited[1], cited.start(1) + 1) if cited else []
    value = re.match(r"^\s*(?:- +)?(?P<key>[\w-]+): +(?P<value>.*)$", before)
    if value:
        return _values(desk, value["key"], value["value"], value.start("value") + 1)
    key = re.match(r"^(?P<indent>\s*(?:- +)?)(?P<key>[\w-]*)$", before)
    return _keys(key["key"], key.start("key") + 1, nested=bool(key["indent"])) if key else []


def _in_front_matter(lines: list[str], line: int) -> bool:
    ends = [number for number, text in enumerate(lines, 1) if text.rstrip() == "---"]
    return bool(ends) and ends[0] == 1 and line > 1 and (len(ends) < 2 or line < ends[1])


def _keys(begun: str, start: int, *, nested: bool) -> list[Offer]:
    fields = (Evidence if nested else NoteFrontMatter).model_fields
    keys = {field.alias or name: field.description or "" for name, field in fields.items()}
    return [Offer(f"{key}: ", meaning, start) for key, meaning in keys.items() if key.startswith(begun)]


def _values(desk: Desk, key: str, begun: str, start: int) -> list[Offer]:
    if key == "cite":
        return _references(desk, begun, start)
    if key == "quote":
        return _quotes(desk.text, begun, start)
    words = _WORDS.get(key, {})
    if key == "kind":
        words = {kind.id: kind.meaning for kind in desk.project.kinds.values()}
    if key == "replies-to":
        words = {note.id: note.front.title for note in desk.project.sidecars[desk.source.slug].annotations}
    return [Offer(word, meaning, start) for word, meaning in words.items() if word.startswith(begun)]


def _meanings(vocabulary: type[StrEnum]) -> Mapping[str, str]:
    return {str(term): str(getattr(term, "meaning", "")) for term in vocabulary}


_WORDS: Mapping[str, Mapping[str, str]] = {
    "status": _meanings(Status),
    "certainty": _meanings(Certainty),
    "relation": _meanings(Relation),
    "checked": _meanings(Checked),
    "nature": _meanings(Nature),
}


def _references(desk: Desk, begun: str, start: int) -> list[Offer]:
    references = desk.project.bibliography.references
    keys = finding.matching(begun, references) if begun else list(references)
    return [Offer(key, finding.summary(key, references[key]), start) for key in keys]


def _quotes(text: TextMap, begun: str, start: int) -> list[Offer]:
    """The source's words from those that were begun to the end of their sentence."""
    words = begun.strip().strip("\"'")
    if len(words) < LEAST:
        return []
    page = text.folded
    matches = islice(without_capitals(fold(words).text.rstrip(), page.text), OFFERED)
    spans = (page.original(*match) or page.around(*match) for match in matches)
    offered = dict.fromkeys(_sentence(text, first) for first, _ in spans)
    return [Offer(_scalar(words), "words of the source", start) for words in offered if words]


def _sentence(text: TextMap, first: int) -> str:
    passage = text.passage_at(first)
    rest = text.text[first : passage.span.end]
    end = re.search(r"[.!?…。！？؟][\"”’»)]*(?=\s|$)", rest)
    return " ".join(rest[: end.end() if end else len(rest)].split())


def _scalar(words: str) -> str:
    """Words as YAML has them."""
    dumped: str = yaml.safe_dump(words, allow_unicode=True, width=100_000)
    return dumped.removesuffix("\n").removesuffix("\n...")


def meaning(desk: Desk, content: str, line: int, column: int) -> str:
    """What stands at a place: a reference as it is cited, or what a word of the vocabulary means; else empty."""
    lines = content.splitlines()
    text = lines[line - 1] if line <= len(lines) else ""
    words = (
        match[0] for match in re.finditer(r"[^\s\[\]@;,{}:\"']+", text) if match.start() < column <= match.end() + 1
    )
    word = next(words, "")
    item = desk.project.bibliography.references.get(word)
    if item:
        return str(desk.renderer.reference(item, word, item.URL).striptags())
    if not _in_front_matter(lines, line):
        return ""
    kinds = {kind.id: kind.meaning for kind in desk.project.kinds.values()}
    return next((terms[word] for terms in (kinds, *_WORDS.values()) if word in terms), "")
