"""Writing a new note whose quote anchors."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from glossator.edition.apparatus import Unplaced
from glossator.edition.diagnosis import diagnose, selector_fields
from glossator.files import reading
from glossator.files.reading import TextFile
from glossator.problems import Problem
from glossator.project import sidecar
from glossator.project.sidecar import Annotation
from glossator.records.csl import CSLDate
from glossator.records.model import QUOTE_LIMIT, NoteFrontMatter
from glossator.records.vocabulary import Kinds
from glossator.text.anchoring import Anchored, TextQuoteSelector, anchor, first_and_last
from glossator.text.resolving import resolve
from glossator.text.textmap import Span, TextMap

_ORDER = [field.alias or name for name, field in NoteFrontMatter.model_fields.items()]
_FIRST = ("quote", "prefix", "suffix", "passage", "kind", "title", "status", "certainty", "evidence")


def placed(fields: Mapping[str, Any], text: TextMap, span: Span) -> dict[str, Any]:
    """The fields of a note with their place made exact: the page's own words, and what tells them apart."""
    quote = fields.get("quote", "")
    if not quote:
        return dict(fields)
    if first_and_last(quote) and anchor(TextQuoteSelector(quote), text) == Anchored(span):
        exact: dict[str, str] = {"quote": quote}
    elif len(span) > QUOTE_LIMIT:
        exact = {"quote": ends(text, span)}
    elif first_and_last(quote):
        return dict(fields)
    else:
        exact = selector_fields(text, span)
    others = {name: value for name, value in fields.items() if name not in ("quote", "prefix", "suffix")}
    return exact | others


def ends(text: TextMap, span: Span) -> str:
    """`first words … last words` with as few words as tell the span."""
    words = text.text[span.start : span.end].split()
    for count in range(4, len(words) // 2):
        quote = " ".join([*words[:count], "…", *words[-count:]])
        if anchor(TextQuoteSelector(quote), text) == Anchored(span):
            return quote
    return " ".join(words)


def written(fields: Mapping[str, Any], body: str) -> str:
    """A note's file: front matter in the order of the format, then the body."""
    order = [*_FIRST, *(name for name in _ORDER if name not in _FIRST)]
    ordered = {name: fields[name] for name in order if fields.get(name) not in (None, "", [], ())}
    ordered |= {name: value for name, value in fields.items() if name.startswith("x-")}
    front = yaml.safe_dump(ordered, allow_unicode=True, sort_keys=False, width=10_000, default_flow_style=False)
    text = trimmed(body)
    return f"---\n{front}---\n{text}\n" if text else f"---\n{front}---\n"


def trimmed(body: str) -> str:
    """A note's body without the empty lines around it; the indentation of its first line may make it code."""
    return re.sub(r"\A(?:[ \t]*\n)+", "", body).rstrip()


def plain(record: BaseModel) -> dict[str, Any]:
    """A record's fields as people write them in a file: nothing that is left out, dates as text where that says all."""
    written: dict[str, Any] = _plain(record.model_dump(mode="json", by_alias=True, exclude_defaults=True))
    return written


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"date-parts"}:
        text = "/".join(CSLDate.model_validate({"date-parts": [part]}).iso for part in value["date-parts"])
        with suppress(ValidationError):  # such as a year before Christ
            if CSLDate.model_validate(text) == CSLDate.model_validate(value):
                return text
    return {key: part if key.startswith("x-") else _plain(part) for key, part in value.items()}


def anchored(
    path: Path,
    root: Path,
    slug: str,
    fields: Mapping[str, Any],
    body: str,
    kinds: Kinds,
    *,
    text: TextMap,
    markers: Collection[int] = (),
) -> tuple[Annotation | None, str, list[Problem]]:
    """A note as `drafted` gives it, its place on the page made exact; a problem where it has none.

    Args:
        path: the file that it will have.
        root: the project's root, by which problems name files.
        slug: the source.
        fields: the front matter, as a person gave it.
        body: the note, in Markdown.
        kinds: the site's kinds.
        text: the page of the source.
        markers: offsets in it behind which notes have their numbers.
    """
    annotation, _, problems = drafted(path, root, slug, fields, body, kinds)
    if annotation is None:
        return None, "", problems
    outcome = resolve(annotation.selector, text, markers)
    if not isinstance(outcome, Anchored):
        return None, "", [diagnose(Unplaced(annotation, outcome), text)]
    return drafted(path, root, slug, placed(fields, text, outcome.span), body, kinds)


def drafted(
    path: Path, root: Path, slug: str, fields: Mapping[str, Any], body: str, kinds: Kinds
) -> tuple[Annotation | None, str, list[Problem]]:
    """A note as it would be read back from its file.

    Returns:
        the note, None where anything is wrong with it; the file's text; every problem found.
    """
    text = written(fields, body)
    decoded = _decoded(path, root, text)
    if not isinstance(decoded, TextFile):
        return None, text, [decoded]
    annotation, problems = sidecar.parse_note(decoded, slug, kinds=list(kinds))
    return annotation, text, problems


def as_far_as_right(path: Path, root: Path, slug: str, text: str, kinds: Kinds) -> Annotation | None:
    """What is right of a note's text of which something is wrong; None where nothing can be read."""
    decoded = _decoded(path, root, text)
    return sidecar.as_far_as_right(decoded, slug, kinds=list(kinds)) if isinstance(decoded, TextFile) else None


def _decoded(path: Path, root: Path, text: str) -> TextFile | Problem:
    return reading.decode(path, reading.display_name(path, root), text.encode())
