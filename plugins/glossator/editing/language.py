"""What an editor asks of a note that is typed: what is wrong, what could stand here, what this means, how to mend.

The same of the other files beside a source: `lead.md`, `sourcing.yml` and the registers.  Lines and columns are those
of `Location`: from 1, in code points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Literal, get_args, get_origin

import yaml
from pydantic import BaseModel

from glossator.editing import outline, repair
from glossator.editing.outline import Spot
from glossator.edition import apparatus
from glossator.edition.checking import check
from glossator.edition.leads import headings
from glossator.edition.render import Renderer
from glossator.files import reading, rewriting
from glossator.files.reading import TextFile
from glossator.problems import Location, Problem, in_order
from glossator.project import Project, registers, sidecar, translations
from glossator.project import lead as leads
from glossator.project.sidecar import Annotation, Sidecar
from glossator.project.sources import Source
from glossator.records import schema
from glossator.records.describing import meanings
from glossator.records.model import ChartsFile, EntitiesFile, LeadFrontMatter, NoteFrontMatter, SourcingFile
from glossator.records.vocabulary import Term
from glossator.references import finding
from glossator.references.bibliography.examples import with_own_keys
from glossator.text.normalize import fold, without_capitals
from glossator.text.shortening import shortened
from glossator.text.textmap import Span, TextMap

LEAST = 3
"""Letters of a quote from which on the source's words are offered."""
OFFERED = 20
"""Continuations of a quote that are offered at most."""
SHOWN = 80
"""Characters of a passage that are shown beside its number."""
AROUND = 30
"""Code points on either side of words that are told from others like them."""


@dataclass(frozen=True)
class Desk:
    """The source beside which a note is written."""

    project: Project
    source: Source
    text: TextMap
    renderer: Renderer


class Sort(StrEnum):
    """What an offer is; editors show a sign of it."""

    KEY = "key"
    WORD = "word"
    REFERENCE = "reference"
    QUOTE = "quote"


@dataclass(frozen=True)
class Offer:
    """Something that could stand at a place."""

    text: str
    meaning: str
    start: int
    """The column from which on it takes the place of what stands before the cursor."""
    sort: Sort = Sort.WORD


@dataclass(frozen=True)
class Fix:
    """A way to mend a problem."""

    title: str
    edits: tuple[tuple[Location, str], ...]
    """Stretches of the file, and what takes their place."""


def source_of(path: Path, project: Project) -> str:
    """The slug of the source beside which a file stands, as a note or a file of its own; empty where it is neither."""
    folder = project.layout.annotations
    is_ours = path.suffix == ".md" or path.name in sidecar.BESIDE
    if not is_ours or translations.named(path) or not path.is_relative_to(folder) or path.parent == folder:
        return ""
    slug = path.parent.relative_to(folder).as_posix()
    return slug if slug in project.sources else ""


def read(desk: Desk, path: Path, content: str) -> tuple[Annotation | None, list[Problem]]:
    """A file as it is typed: the note, or what is right of it, None where it is none; and every problem of it."""
    project = desk.project
    name = reading.display_name(path, project.layout.root)
    file = reading.decode(path, name, content.encode("utf-8", "surrogatepass"))
    if not isinstance(file, TextFile):
        return None, [file]
    annotation, now, problems = _beside(desk, file) if path.name in sidecar.BESIDE else _with_note(desk, file)
    if now:
        problems += check(desk.source, now, desk.text.html, desk.renderer)[1]
    own = {problem for problem in problems if problem.location.path == name}
    return annotation, in_order(with_own_keys(own, project.bibliography))


_Read = tuple[Annotation | None, Sidecar | None, list[Problem]]


def _with_note(desk: Desk, file: TextFile) -> _Read:
    annotation, problems = sidecar.parse_note(file, desk.source.slug, kinds=list(desk.project.kinds))
    beside = desk.project.sidecars[desk.source.slug]
    others = tuple(note for note in beside.annotations if note.id != file.path.stem)
    if annotation is None:
        rest = sidecar.as_far_as_right(file, desk.source.slug, kinds=list(desk.project.kinds))
        return rest, replace(beside, annotations=others, faulty=(rest,), problems=()) if rest else None, problems
    now = sidecar.with_replies(replace(beside, annotations=(*others, annotation), faulty=(), problems=()))
    return annotation, now, problems


def _beside(desk: Desk, file: TextFile) -> _Read:
    slug = desk.source.slug
    fields, problems = sidecar.parse_beside(file, slug)
    now = replace(desk.project.sidecars[slug], problems=(), **fields)
    return None, now, [replace(problem, source=slug) for problem in problems]


def fixes(desk: Desk, path: Path, content: str, problem: Problem) -> Iterator[Fix]:
    """How a problem could be mended: a word that was meant, or a place of the source's words."""
    place = problem.location
    guess = re.search(r"did you mean `([^`]+)`\?", problem.hint)
    if guess and place.end_line:
        yield Fix(f"Write {guess[1]}", ((place, guess[1]),))
    elif place.end_line and (words := _ONE_OF.search(problem.hint)):
        yield from (Fix(f"Write {word}", ((place, word),)) for word in words[1].split(", "))
    if problem.code in ("quote-not-found", "quote-inside-word", "quote-ambiguous", "quote-moved"):
        annotation, _ = read(desk, path, content)
        yield from _places(desk, annotation) if annotation else ()


_ONE_OF = re.compile(r"^one of: ([\w-]+(?:, [\w-]+)*)$", re.MULTILINE)
"""How a hint names the words that can stand at a place."""


def _places(desk: Desk, annotation: Annotation) -> Iterator[Fix]:
    file, marked = annotation.document.file, annotation.marked
    start = annotation.document.yaml_end - len(marked.tree.text)
    for case in repair.cases(apparatus.place((annotation,), desk.text)):
        for choice in case.choices:
            edits = rewriting.edits(marked, choice.fields, after="quote")
            if edits is not None:
                words = choice.fields.get("quote") or _surrounded(desk.text, choice.proposal.span)
                title = f"{choice.place.capitalize()}, {choice.likeness}: {words}"
                placed = (
                    (reading.place(file.name, file.text, start + low, start + high), new) for low, high, new in edits
                )
                yield Fix(title, tuple(placed))


def _surrounded(text: TextMap, span: Span) -> str:
    """Words of the page among those around them, by which a person tells one place from another."""
    before, after = text.text[max(0, span.start - AROUND) : span.start], text.text[span.end : span.end + AROUND]
    words = shortened(text.text[span.start : span.end], SHOWN)
    return re.sub(r"\s+", " ", f"… {before.lstrip()}«{words}»{after.rstrip()} …")


def offers(desk: Desk, path: Path, content: str, line: int, column: int) -> list[Offer]:
    """What could stand at a place of a file: keys, words of the vocabulary, citation keys, the source's words."""
    lines = content.splitlines()
    before = lines[line - 1][: column - 1] if line <= len(lines) else ""
    first = _first_of_yaml(path, lines, line)
    if first is None:
        return _in_text(desk, path, before)
    spot = outline.spot([*lines[first : line - 1], before])
    record = _RECORDS.get(path.name, NoteFrontMatter)
    if spot.key:
        return _values(desk, lines, record, spot)
    holder = schema.type_at(record, spot.path)
    if get_origin(holder) is dict:
        return _passages(desk, spot, ": ") if spot.path[-1] == "passages" else []
    if isinstance(holder, type) and issubclass(holder, BaseModel):
        return [
            Offer(f"{key}: ", meaning, spot.start, Sort.KEY)
            for key, meaning in meanings(holder).items()
            if key.startswith(spot.begun)
        ]
    return _values(desk, lines, record, replace(spot, path=spot.path[:-1], key=spot.path[-1])) if holder else []


_RECORDS: Mapping[str, type[BaseModel]] = {
    leads.FILE: LeadFrontMatter,
    sidecar.SOURCING: SourcingFile,
    registers.ENTITIES: EntitiesFile,
    registers.CHARTS: ChartsFile,
}
"""What the YAML of a file says, by its name; any other is a note's front matter."""


def _first_of_yaml(path: Path, lines: list[str], line: int) -> int | None:
    """How many lines stand before the YAML in which a line stands; None where it stands in none."""
    if path.suffix != ".md":
        return 0
    ends = [number for number, text in enumerate(lines, 1) if text.rstrip() == "---"]
    inside = ends and ends[0] == 1 and line > 1 and (len(ends) < 2 or line < ends[1])
    return 1 if inside else None


def _in_text(desk: Desk, path: Path, before: str) -> list[Offer]:
    """What could stand in a text: citation keys, links to notes and passages, the headings of a lead."""
    if cited := re.search(r"@\{?([^\s\[\]@;,{}]*)$", before):
        return _references(desk, cited[1], cited.start(1) + 1)
    if linked := re.search(r"\]\(#([\w-]*)$", before):
        start = linked.start(1) + 1
        notes = [Offer(f"note-{id_}", title, start) for id_, title in _notes(desk).items()]
        places = [Offer(f"p{number}", words, start) for number, words in _numbered(desk.text)]
        return [offer for offer in (*notes, *places) if offer.text.startswith(linked[1])]
    if path.name == leads.FILE and (heading := re.match(r"## (.*)$", before)):
        said = headings(desk.renderer.words)
        return [Offer(text, way.meaning, 4) for text, way in said.items() if text.startswith(heading[1])]
    return []


def _notes(desk: Desk) -> dict[str, str]:
    return {note.id: note.front.title for note in desk.project.sidecars[desk.source.slug].annotations}


def _numbered(text: TextMap) -> Iterator[tuple[int, str]]:
    for number, passage in enumerate(text.passages, 1):
        yield number, shortened(" ".join(text.text[passage.span.start : passage.span.end].split()), SHOWN)


def _passages(desk: Desk, spot: Spot, end: str = "") -> list[Offer]:
    every = _numbered(desk.text)
    return [Offer(f"{number}{end}", words, spot.start) for number, words in every if str(number).startswith(spot.begun)]


def _values(desk: Desk, lines: list[str], record: type[BaseModel], spot: Spot) -> list[Offer]:
    """What could be the value of a key, or an entry of a list."""
    if spot.key in ("cite", "references"):
        return _references(desk, spot.begun, spot.start)
    if spot.key == "passage":
        return _passages(desk, spot)
    if (spot.key, spot.path, record) == ("quote", (), NoteFrontMatter):
        return _quotes(desk.text, spot.begun, spot.start)
    words = _words(desk, lines, record, spot)
    return [Offer(word, meaning, spot.start) for word, meaning in words.items() if word.startswith(spot.begun)]


def _words(desk: Desk, lines: list[str], record: type[BaseModel], spot: Spot) -> Mapping[str, str]:
    """The words that a key can have as its value, with their meanings; none where it takes any."""
    if record is NoteFrontMatter and not spot.path and spot.key == "kind":
        return {kind.id: kind.meaning for kind in desk.project.kinds.values()}
    if spot.key == "replies-to":
        return _notes(desk)
    if record is SourcingFile and spot.path[:1] == ("passages",) and spot.key == "origins":
        return _origins(desk, lines)
    type_ = schema.type_at(record, [*spot.path, spot.key])
    if isinstance(type_, type) and issubclass(type_, Term):
        return {str(term): term.meaning for term in type_}
    return {str(word): "" for word in get_args(type_)} if get_origin(type_) is Literal else {}


def _origins(desk: Desk, lines: list[str]) -> Mapping[str, str]:
    """The origins that are described in the file, as it was saved and as it is typed, with their labels."""
    saved = desk.project.sidecars[desk.source.slug].sourcing.origins
    typed = dict.fromkeys(_ORIGIN.findall("\n".join(lines).partition("\npassages:")[0]), "")
    return {**typed, **{id_: origin.label for id_, origin in saved.items()}}


_ORIGIN = re.compile(r"^ {1,4}([\w-]+):[ ]*$", re.MULTILINE)


def _references(desk: Desk, begun: str, start: int) -> list[Offer]:
    references = desk.project.bibliography.references
    keys = finding.matching(begun, references) if begun else list(references)
    return [Offer(key, finding.summary(key, references[key]), start, Sort.REFERENCE) for key in keys]


def _quotes(text: TextMap, begun: str, start: int) -> list[Offer]:
    """The source's words from those that were begun to the end of their sentence."""
    words = begun.strip().strip("\"'")
    if len(words) < LEAST:
        return []
    page = text.folded
    matches = islice(without_capitals(fold(words).text.rstrip(), page.text), OFFERED)
    spans = (page.original(*match) or page.around(*match) for match in matches)
    offered: dict[str, str] = {}
    for first, _ in spans:
        offered.setdefault(_sentence(text, first), text.place_at(first).called)
    return [Offer(_scalar(words), place, start, Sort.QUOTE) for words, place in offered.items() if words]


def _sentence(text: TextMap, first: int) -> str:
    passage = text.passage_at(first)
    rest = text.text[first : passage.span.end]
    end = re.search(r"[.!?…。！？؟][\"”’»)]*(?=\s|$)", rest)
    return " ".join(rest[: end.end() if end else len(rest)].split())


def _scalar(words: str) -> str:
    """Words as YAML has them."""
    dumped: str = yaml.safe_dump(words, allow_unicode=True, width=100_000)
    return dumped.removesuffix("\n").removesuffix("\n...")


def meaning(desk: Desk, path: Path, content: str, line: int, column: int) -> str:
    """What stands at a place: a reference as it is cited, or what a key or a word means there; else empty."""
    lines = content.splitlines()
    text = lines[line - 1] if line <= len(lines) else ""
    word = next((match for match in _WORD.finditer(text) if match.start() < column <= match.end() + 1), None)
    if word is None:
        return ""
    item = desk.project.bibliography.references.get(word[0])
    if item:
        return str(desk.renderer.reference(item, word[0], item.URL).striptags())
    first = _first_of_yaml(path, lines, line)
    if first is None:
        return ""
    record = _RECORDS.get(path.name, NoteFrontMatter)
    spot = outline.spot([*lines[first : line - 1], text[: word.end()]])
    if spot.begun != word[0]:
        return ""
    holder = schema.type_at(record, spot.path)
    if not spot.key and isinstance(holder, type) and issubclass(holder, BaseModel):
        return meanings(holder).get(word[0], "")
    if not spot.key and spot.path:  # an entry of a list
        spot = replace(spot, path=spot.path[:-1], key=spot.path[-1])
    return _words(desk, lines, record, spot).get(word[0], "")


_WORD = re.compile(r"[^\s\[\]@;,{}:\"']+")
