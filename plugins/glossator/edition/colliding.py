"""Ids of a source's own text that lead to something of ours: two places cannot have one address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from glossator.edition.page import Page
from glossator.problems import Problem
from glossator.project.sidecar import Sidecar
from glossator.project.sources import Source

_NUMBERED = re.compile(r"(?P<kind>p|h|sourcing-p)(?P<number>[1-9]\d*)")
_CALLED = {"p": "passage {}", "h": "heading h{}", "sourcing-p": "what passage {} rests on"}
_SECTIONS = {
    "cite": "how to cite",
    "entities": "the list of people, groups and places",
    "origins": "the list of origins",
    "references": "the list of references",
    "signed": "who wrote the notes",
}


def owner(id_: str, sidecar: Sidecar) -> str:
    """What of ours has an id on the page of a source, as messages call it; empty where nothing has."""
    if match := _NUMBERED.fullmatch(id_):
        return _CALLED[match["kind"]].format(match["number"])
    if called := _SECTIONS.get(id_):
        return called
    kind, _, name = id_.partition("-")
    notes = {annotation.id for annotation in sidecar.annotations}
    if kind in ("note", "ref") and name in notes:
        return f"the note `{name}`" if kind == "note" else f"the marker of the note `{name}`"
    note, _, number = name.rpartition("-")
    if kind == "evidence" and note in notes and number.isdecimal():
        return f"the evidence of the note `{note}`"
    registers: dict[str, Iterable[str]] = {
        "origin": sidecar.sourcing.origins,
        "entity": sidecar.entities.entities,
        "chart": sidecar.charts.charts,
    }
    return f"the {kind} `{name}`" if name in registers.get(kind, ()) else ""


def problem(source: Source, id_: str, owned: str, what: str = "") -> Problem:
    """The problem of an id that is taken.

    Args:
        source: the source.
        id_: the id.
        owned: what of ours has it.
        what: the element of the source that has it, such as `<h2>`; empty where that is not known.
    """
    document = source.document
    offset, heading = _written(id_, document.body)
    what = f"the heading `{heading}`" if heading else what or "an element of the text"
    message = f"{what} has the id `{id_}`, and that is the address of {owned}"
    example = heading or "Its words"
    hint = f"another id, which nothing of ours has, such as `## {example} {{ #the-{id_} }}` (the extension attr_list)"
    hint = hint if heading else f"another id, which nothing of ours has, such as `the-{id_}`"
    return Problem(document.in_body(offset), "id-taken", message, hint, source=source.slug)


def ids(page: Page) -> Iterator[Problem]:
    """The problems of a page whose text was let through as it is."""
    for own in page.text.ids:
        if owned := owner(own.value, page.sidecar):
            yield problem(page.source, own.value, owned, f"`<{own.tag}>`")


_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(?P<words>[^\n]+)|^(?P<under>[^\n]+)\n {0,3}(?:=+|-+)[ \t]*$", re.MULTILINE)
_GIVEN = re.compile(r"#([^\s#{}]{1,200})(?=[^\n{}]{0,200}\})|\b(?:id|name)\s{0,9}=\s{0,9}[\"']?([^\s\"'<>]+)")
_ATTRIBUTES = re.compile(r"\{[^{}\n]*\}\s*$")


def _written(id_: str, body: str) -> tuple[int, str]:
    """Where an id stands in a source's Markdown, and the words of the heading of which it was made, if it was."""
    for given in _GIVEN.finditer(body):
        if id_ in given.groups():
            return given.start(), ""
    for match in _HEADING.finditer(body):
        words = _ATTRIBUTES.sub("", match["words"] or match["under"] or "").strip(" \t#")
        if _slug(words) == id_:
            return match.start(), words
    return max(0, body.lower().find(id_)), ""


def _slug(words: str) -> str:
    """The id that site generators make of a heading’s words, nearly."""
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", words.lower()).strip())
