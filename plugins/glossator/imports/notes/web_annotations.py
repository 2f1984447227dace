"""W3C Web Annotations (Data Model, 2017) read as notes: an Annotation, an AnnotationPage or an AnnotationCollection."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from glossator.files.reading import TextFile
from glossator.imports.notes import json_ld
from glossator.imports.notes.bodies_to_markdown import from_html, from_text, harmless, lost_of_html
from glossator.imports.notes.incoming import DAY, Incoming, Notices, classified, of_file
from glossator.imports.notes.targets import Targets, listed, types_of
from glossator.problems import Location, Problem
from glossator.publication.exports.web_annotation import NOTE
from glossator.records.vocabulary import Kinds

_CARRIED = frozenset(
    "@context id type motivation body bodyValue target creator created modified generated generator".split()
)
"""Properties that are read, and those that say nothing about the note."""
_TAGGING = frozenset(("tagging", "classifying", "identifying"))
_PLAIN = ("commenting", "describing", "highlighting", "bookmarking")
"""Motivations that say no more than that a note is one."""


def flattened(value: Any, file: TextFile) -> Iterator[Mapping[str, Any] | Problem]:
    """Every annotation in a collection, a page or a list, and a problem for each that is elsewhere."""
    if isinstance(value, list):
        for number, entry in enumerate(value, 1):
            if isinstance(entry, dict | list | str):
                yield from flattened(entry, file)
            else:
                yield no_annotation(Location(file.name), f"entry {number} of the list is none")
    elif isinstance(value, str):
        message = f"the annotations at {harmless(value)} are not in this file"
        yield Problem(Location(file.name), "annotation-lost", message, "download and import them, too", "warning")
    elif not isinstance(value, dict):
        yield no_annotation(Location(file.name))
    elif isinstance(graph := value.get("@graph"), list):
        annotations = list(json_ld.in_graph(graph))
        yield from flattened(annotations, file) if annotations else [no_annotation(at(file, value))]
    elif types_of(value) & {"AnnotationCollection", "AnnotationPage"}:
        # The pages that follow one of ours are those of other sources.
        ours = any(NOTE in item for item in listed(value.get("items")) if isinstance(item, dict))
        parts = [
            value[name] for name in ("first", "items", "next") if value.get(name) and not (ours and name == "next")
        ]
        for part in parts:
            yield from flattened(part, file)
    elif "Annotation" in types_of(value) or "target" in value:
        yield value
    else:
        yield no_annotation(at(file, value))


def no_annotation(place: Location, what: str = "") -> Problem:
    """What stands here is none."""
    hint = '{"type": "Annotation", "body": …, "target": …}'
    return Problem(place, "annotation-syntax", "an annotation was expected" + (f": {what}" if what else ""), hint)


def at(file: TextFile, value: Mapping[str, Any]) -> Location:
    """Where an object of the file begins."""
    return file.at(getattr(value, "offset", 0))


def incoming(annotation: Mapping[str, Any], place: Location, kinds: Kinds) -> Incoming:
    """One annotation as a note."""
    name = str(annotation.get("id") or "")
    notices = Notices(place)
    targets = Targets(notices)
    targets.read(annotation.get("target"))
    if not annotation.get("target"):
        notices.assumed("that it is about the whole source, since it has no target")
    stored = annotation.get(NOTE)
    if isinstance(stored, dict):
        note = of_file(place, stored, name=name, selectors=targets.selectors())
        return replace(note, notices=(*note.notices, *_translated(annotation, place)))
    bodies = _Bodies(notices)
    bodies.read(annotation.get("body"))
    bodies.read(annotation.get("bodyValue"))
    fields: dict[str, Any] = classified(bodies.tags, kinds, notices)
    fields |= _credits(annotation, notices)
    if "kind" not in fields:
        fields["kind"] = _kind(annotation, kinds, notices)
    if unread := [name for name, value in annotation.items() if name not in _CARRIED and value]:
        notices.lost(", ".join(f"`{harmless(name)}`" for name in unread))
    return Incoming(
        location=place,
        name=name,
        fields=fields,
        body="\n\n".join(bodies.texts),
        selectors=targets.selectors(),
        about=targets.addresses(),
        replies_to=targets.replied,
        notices=notices.problems(),
    )


def _translated(annotation: Mapping[str, Any], place: Location) -> tuple[Problem, ...]:
    """That one of our notes has translations, which are files of their own."""
    notices = Notices(place)
    texts = [body for body in listed(annotation.get("body")) if isinstance(body, dict)]
    languages = dict.fromkeys(harmless(str(body["language"])) for body in texts if body.get("language"))
    for language in list(languages)[1:]:
        notices.lost(f"its translation, in `{language}`")
    return notices.problems()


def _kind(annotation: Mapping[str, Any], kinds: Kinds, notices: Notices) -> str:
    by_motivation = _without_doubt(kinds)
    stated = [re.split("[:#/]", harmless(str(word)))[-1] for word in listed(annotation.get("motivation"))]
    kind = next((by_motivation[word] for word in stated if word in by_motivation), "context")
    if not stated or any(word not in by_motivation for word in stated):
        said = f"the motivation is {', '.join(stated)}" if stated else "no motivation is given"
        notices.assumed(f"`kind: {kind}`, since {said}")
    return kind


def _without_doubt(kinds: Kinds) -> Mapping[str, str]:
    """The kind of each motivation that leaves no doubt; that a note is evidence, no other program says."""
    others = (kind for kind in kinds.values() if not kind.needs_evidence and kind.motivations != ("commenting",))
    single = {kind.motivations[0]: kind.id for kind in reversed(list(others)) if len(kind.motivations) == 1}
    return dict.fromkeys(_PLAIN, "context") | single


def _credits(annotation: Mapping[str, Any], notices: Notices) -> dict[str, Any]:
    credits_: dict[str, Any] = {}
    if names := [name for creator in listed(annotation.get("creator")) if (name := _name(creator))]:
        credits_["authors"] = list(dict.fromkeys(names))
    for field in ("created", "modified"):
        value = str(annotation.get(field) or "")
        if day := DAY.match(value):
            credits_[field] = day[0]
        elif value:
            notices.lost(f"`{field}: {harmless(value)}`")
    return credits_


def _name(agent: Any) -> str:
    if isinstance(agent, dict):
        names = (agent.get(key) for key in ("name", "nickname", "id"))
        agent = next((listed(name)[0] for name in names if listed(name)), "")
    return " ".join(harmless(str(agent)).split())


class _Bodies:
    """The bodies of an annotation as texts and tags."""

    def __init__(self, notices: Notices) -> None:
        self.texts: list[str] = []
        self.tags: list[str] = []
        self._notices = notices

    def read(self, body: Any) -> None:
        if isinstance(body, list):
            for part in body:
                self.read(part)
        elif isinstance(body, str):
            self.texts.append(f"<{body}>" if re.fullmatch(r"https?://[^\s<>]+", body) else from_text(body))
        elif isinstance(body, dict):
            self._read_object(body)
        elif body is not None:
            self._notices.lost("a body that is no text")

    def _read_object(self, body: Mapping[str, Any]) -> None:
        items = body.get("items")
        if "Choice" in types_of(body) and isinstance(items, list) and items:
            self.read(items[0])
            if len(items) > 1:
                self._notices.lost("the other bodies to choose from")
        elif isinstance(items, list):
            self.read(items)
        elif isinstance(value := self._text(body.get("value")), str):
            if _TAGGING & set(map(str, listed(body.get("purpose")))) or "Tag" in types_of(body):
                self.tags.append(" ".join(harmless(value).split()))
            elif value.strip():
                self.texts.append(self._markdown(value, body))
        elif isinstance(source := body.get("source", body.get("id")), str):
            self.read(source)
        elif isinstance(source, dict):
            self.read(source.get("id"))
        else:
            self._notices.lost("a body without a text")

    def _text(self, value: Any) -> Any:
        """One text of several, or of several languages."""
        values = list(value.values()) if isinstance(value, dict) else listed(value)
        if len(values) > 1:
            self._notices.lost("the other texts of a body with several")
        return values[0] if values else None

    def _markdown(self, value: str, body: Mapping[str, Any]) -> str:
        formats = [str(form).partition(";")[0].strip() for form in listed(body.get("format"))]
        if "text/html" in formats or "application/xhtml+xml" in formats:
            for what in lost_of_html(value):
                self._notices.lost(what)
            return from_html(value)
        return harmless(value).strip() if "text/markdown" in formats else from_text(value.strip())
