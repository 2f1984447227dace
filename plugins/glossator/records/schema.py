"""From what a file says to a record, or to every problem in it; and the records' JSON Schema for editors."""

from __future__ import annotations

import difflib
import types
from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, RootModel, ValidationError
from pydantic_core import ErrorDetails

from glossator import installing
from glossator.files.marked_yaml import Marked
from glossator.problems import Problem
from glossator.records.model import (
    FORMAT,
    ChartsFile,
    EntitiesFile,
    NoteFrontMatter,
    Reference,
    SourceFrontMatter,
    SourcingFile,
    VersionFacts,
)
from glossator.text.shortening import shortened

M = TypeVar("M", bound=BaseModel)


class References(RootModel[list[Reference]]):
    """A bibliography in CSL-YAML or CSL-JSON: a list of references."""


DOCUMENTS: Mapping[str, type[BaseModel]] = {
    "note": NoteFrontMatter,
    "source": SourceFrontMatter,
    "sourcing": SourcingFile,
    "version": VersionFacts,
    "entities": EntitiesFile,
    "charts": ChartsFile,
    "references": References,
}
"""The files people write, by the name under which their schema is published."""


def newer_format(marked: Marked) -> Problem | None:
    """The problem of a file of a format that is newer than this program; nothing else in it can be judged then."""
    written = marked.value.get("format") if isinstance(marked.value, Mapping) else None
    if not isinstance(written, str) or not written.isdecimal() or int(written) <= FORMAT:
        return None
    message = f"the file is written for format {written}; this program reads {FORMAT}"
    return Problem(marked.value_at("format"), "newer-format", message, installing.renewing())


SCHEMA_ADDRESS = f"urn:x-glossator:format:{FORMAT}"
"""What the schemas' addresses begin with: names, the same for every site, at which nothing is fetched."""


def check(
    model: type[M], marked: Marked, *, context: Mapping[str, Any] | None = None
) -> tuple[M | None, list[Problem]]:
    """Check what a file says against a record.

    Args:
        model: the record.
        marked: the file's values with their places.
        context: what the record's checks need to know of the site, such as its `kinds`.

    Returns:
        the record, or None, and every problem found.
    """
    if newer := newer_format(marked) if "format" in model.model_fields else None:
        return None, [newer]
    try:
        record = model.model_validate(marked.value, context=context)
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, [_problem(model, marked, detail) for detail in details if not _only_follows(detail, details)]
    if isinstance(marked.value, dict):
        _share_texts(record, marked.value)
    return record, []


def _share_texts(record: BaseModel, written: dict[str, Any]) -> None:
    """Let what a file says and its record hold the same texts, each once: a build keeps both of thousands of notes."""
    texts = {value: value for value in vars(record).values() if type(value) is str}
    for key, value in written.items():
        if type(value) is str and value in texts:
            written[key] = texts[value]


def as_far_as_right(
    model: type[M], marked: Marked, *, instead: Mapping[str, Any], context: Mapping[str, Any] | None = None
) -> M | None:
    """What a record would be without what is wrong with it, so that the rest of it can be looked at.

    Args:
        model: the record.
        marked: the file's values with their places; places of entries in lists stay what they are.
        instead: by the last key of their place, what stands for values that have to be there.
        context: what the record's checks need to know of the site, such as its `kinds`.

    Returns:
        the record, None where nothing of it can be saved.
    """
    values = deepcopy(marked.value)
    for _ in range(_ROUNDS):
        try:
            return model.model_validate(values, context=context)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                _leave_out(values, [step for step in detail["loc"] if step != "[key]"], instead)
    return None


_ROUNDS = 3
"""How often what is wrong is left out: a record says what is wrong as a whole only when each of its values is right."""


def _leave_out(values: Any, path: Sequence[str | int], instead: Mapping[str, Any]) -> None:
    """Take a value out of nested ones, or put another in its place."""
    holders: list[tuple[Any, str | int]] = []
    for step in path:
        holders.append((values, step))
        values = _inside(values, step)
        if not isinstance(values, dict | list):
            break
    while holders:
        holder, step = holders.pop()
        if isinstance(holder, dict):
            holder.pop(step, None)
            if step in instead:
                holder[step] = instead[str(step)]
            return
        name = holders[-1][1] if holders else ""
        if isinstance(step, int) and step < len(holder) and f"{name}[]" in instead:
            holder[step] = deepcopy(instead[f"{name}[]"])
            return


def _inside(values: Any, step: str | int) -> Any:
    if isinstance(values, dict):
        return values.get(step)
    return values[step] if isinstance(values, list) and isinstance(step, int) and step < len(values) else None


def _only_follows(detail: ErrorDetails, details: Iterable[ErrorDetails]) -> bool:
    """Whether a list is too short only since entries of it are wrong, which is told already."""
    depth = len(detail["loc"])
    return detail["type"] == "too_short" and any(
        len(other["loc"]) > depth and other["loc"][:depth] == detail["loc"] for other in details
    )


def json_schema(document: str, *, kinds: Iterable[str] = ()) -> dict[str, Any]:
    """The JSON Schema (draft 7, which editors read) of one of `DOCUMENTS`.

    Args:
        document: a key of `DOCUMENTS`.
        kinds: the ids of the site's kinds; default: those every site has.
    """
    schema = DOCUMENTS[document].model_json_schema(ref_template="#/definitions/{model}")
    schema["definitions"] = schema.pop("$defs", {})
    for part in (schema, *schema["definitions"].values()):
        if part.get("additionalProperties") is True:
            part |= {"additionalProperties": False, "patternProperties": {"^x-": {}}}
    for part in (schema if document == "source" else {}, schema["definitions"].get("Reference", {})):
        part |= {"additionalProperties": True} if part else {}
    if kinds and document == "note":
        schema["properties"]["kind"]["enum"] = list(kinds)
    dialect = "http://json-schema.org/draft-07/schema#"
    return {"$schema": dialect, "$id": f"{SCHEMA_ADDRESS}:{document}", **_with_numbers(schema)}


def _with_numbers(schema: Any) -> Any:
    """Let numbers stand where text is expected: `volume: 12` is text to us, and a number to the parsers of editors."""
    if isinstance(schema, list):
        return [_with_numbers(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    schema = {key: _with_numbers(part) for key, part in schema.items()}
    terms = schema.get("enum", ())
    if terms and all(isinstance(term, str) and term.isdigit() for term in terms):
        return schema | {"enum": [*terms, *map(int, terms)], "type": ["string", "integer"]}
    if schema.get("type") == "string" and not terms and "pattern" not in schema:
        return schema | {"type": ["string", "number"]}
    return schema


def nearest(word: str, words: Collection[str]) -> str:
    """The known word most like another, or the only one that begins so; empty when there is none."""
    alike = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    begun = [known for known in words if known.startswith(word)] if len(word) >= _BEGUN else []
    return alike[0] if alike else begun[0] if len(begun) == 1 else ""


_BEGUN = 3
"""Letters from which on the beginning of a word says which is meant."""


def _problem(model: type[BaseModel], marked: Marked, detail: ErrorDetails) -> Problem:
    path = tuple(step for step in detail["loc"] if step != "[key]")
    context = detail.get("ctx", {})
    value = detail["input"]
    key = str(path[-1]) if path else ""
    match detail["type"]:
        case "extra_forbidden":
            keys = _keys(model, path[:-1])
            guess = nearest(key, keys)
            hint = f"did you mean `{guess}`?" if guess else "known keys: " + ", ".join(keys[:24])
            return Problem(
                marked.key_at(*path), "unknown-key", f"`{key}` is not a key of {_part(model, path[:-1])}", hint
            )
        case "missing":
            message = f"{_part(model, path[:-1])} has no `{key}`"
            return Problem(marked.value_at(*path[:-1]), "missing-key", message, _example(path))
        case "string_too_short":
            hint = _example(path) or f"write something after `{key}:`, or delete it"
            return Problem(marked.key_at(*path), "empty-value", f"`{_dotted(path)}` is empty", hint)
        case "string_too_long":
            message = f"`{_dotted(path)}` has {len(value):,} characters; at most {context['max_length']:,} are expected"
            hint = "quote: first words … last words" if key == "quote" else "shorten it"
            return Problem(marked.key_at(*path), "too-long", message, hint)
        case "enum" | "literal_error" | "unknown-term":
            expected = _terms(context["expected"])
            if value == "":
                return Problem(marked.key_at(*path), "empty-value", f"`{_dotted(path)}` is empty", _one_of(expected))
            guess = _meant(key, str(value), expected) or nearest(str(value), expected)
            hint = (f"did you mean `{guess}`?\n" if guess else "") + _one_of(expected)
            return Problem(
                marked.value_at(*path), "unknown-term", f"`{_dotted(path)}` cannot be `{_short(value)}`", hint
            )
        case "string_pattern_mismatch":
            message = f"`{_dotted(path)}` cannot be `{_short(value)}`"
            return Problem(marked.value_at(*path), "bad-value", message, _example(path))
        case "greater_than_equal" | "less_than_equal":
            limit = f"at least {context['ge']}" if "ge" in context else f"at most {context['le']}"
            message = f"`{_dotted(path)}` is {_short(value)}; {limit} is expected"
            return Problem(marked.value_at(*path), "bad-value", message, _example(path))
        case "too_short" | "too_long":
            most = context.get("max_length")
            limit = f"at most {most}" if most else f"at least {context['min_length']}"
            message = f"`{_dotted(path)}` has {len(value)} entries; {limit} are expected"
            return Problem(marked.key_at(*path), "bad-value", message, _example(path))
        case "bad-value" | "missing-key" as code:
            where = f"`{_dotted(path)}`: " if path and code == "bad-value" else ""
            return Problem(marked.value_at(*path), code, where + detail["msg"], context.get("hint", ""))
        case kind:
            if "evidence" in path[-2:] and str(value).startswith(("http://", "https://")):
                message = f"`{_dotted(path)}` is an address; a reference and how it bears on the passage are expected"
                return Problem(marked.value_at(*path), "wrong-type", message, _evidence_at(str(value)))
            what = f"`{_dotted(path)}`" if path else _part(model, path)
            message = f"{what} is {_sort(value)}; {_expected(kind)} is expected"
            hint = _example(path) or f"{key}: some words"
            return Problem(marked.value_at(*path), "wrong-type", message, hint)


def _evidence_at(address: str) -> str:
    where = f"    URL: {address}\n    relation: supports"
    return f"evidence:\n  - title: The title of what is there\n{where}\nor cite: survey-2030, a key of the bibliography"


_TYPES: Mapping[str, str] = {
    "letter": "personal_communication",
    "email": "personal_communication",
    "e-mail": "personal_communication",
    "conversation": "personal_communication",
    "newspaper": "article-newspaper",
    "news": "article-newspaper",
    "magazine": "article-magazine",
    "journal": "article-journal",
    "paper": "article-journal",
    "website": "webpage",
    "web": "webpage",
    "blog": "post-weblog",
    "tweet": "post",
    "film": "motion_picture",
    "movie": "motion_picture",
    "video": "motion_picture",
    "law": "legislation",
    "judgment": "legal_case",
    "judgement": "legal_case",
    "podcast": "broadcast",
    "conference": "paper-conference",
    "encyclopedia": "entry-encyclopedia",
    "data": "dataset",
}
"""What people call things, for which CSL has another word."""


def _meant(key: str, word: str, expected: Collection[str]) -> str:
    """CSL's type for what a person calls it; empty where there is none."""
    type_ = _TYPES.get(word.casefold(), "") if key == "type" else ""
    return type_ if type_ in expected else ""


def _expected(kind: str) -> str:
    if kind.startswith("int"):
        return "a whole number"
    if kind.startswith(("float", "finite")):
        return "a number"
    if kind.startswith("string"):
        return "text"
    if kind.startswith(("tuple", "list")):
        return "a list"
    if kind.startswith(("model", "dict")):
        return "a mapping of keys to values"
    return "another value"


def _sort(value: object) -> str:
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    return f"`{_short(value)}`" if value != "" else "empty"


def _short(value: object) -> str:
    return shortened(str(value), 60)


def _terms(expected: object) -> list[str]:
    if isinstance(expected, str):  # pydantic prints an enumeration as 'a', 'b' or 'c'
        return [part.strip(" '") for part in expected.replace("' or '", "', '").split("', '")]
    return [str(term) for term in expected] if isinstance(expected, Iterable) else []


def _one_of(expected: list[str]) -> str:
    return "one of: " + ", ".join(expected)


def _dotted(path: tuple[int | str, ...]) -> str:
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in path)


_NAMES: Mapping[type[BaseModel], str] = {
    NoteFrontMatter: "a note",
    SourceFrontMatter: "a source",
    SourcingFile: "`sourcing.yml`",
    VersionFacts: "a version",
    EntitiesFile: "`entities.yml`",
    ChartsFile: "`charts.yml`",
}


def _part(model: type[BaseModel], path: tuple[int | str, ...]) -> str:
    return f"`{_dotted(path)}`" if path else _NAMES.get(model, "a reference")


def _keys(model: type[BaseModel], path: tuple[int | str, ...]) -> list[str]:
    part = _model_at(model, path)
    return [field.alias or name for name, field in part.model_fields.items()] if part else []


def _model_at(model: type[BaseModel], path: tuple[int | str, ...]) -> type[BaseModel] | None:
    current: Any = model
    for step in path:
        if get_origin(current) in (tuple, dict):  # an index or a key leads to the last argument that is a type
            current = _bare([part for part in get_args(current) if part is not Ellipsis][-1])
        elif _is_model(current):
            fields = {field.alias or name: field.annotation for name, field in current.model_fields.items()}
            current = _bare(fields.get(str(step)))
        else:
            return None
    return current if _is_model(current) else None


def type_at(model: type[BaseModel], keys: Iterable[str]) -> Any:
    """What stands at a path of keys in a record: a type without `None`; of a list, that of its entries.

    None where the record has no such field.
    """
    current: Any = model
    for key in keys:
        if get_origin(current) is dict:
            current = _entry(_bare(get_args(current)[-1]))
        elif _is_model(current):
            fields = {field.alias or name: field.annotation for name, field in current.model_fields.items()}
            current = _entry(_bare(fields.get(key)))
        else:
            return None
    return current


def _entry(annotation: Any) -> Any:
    """The type of the entries of a list; any other type as it is."""
    return _bare(get_args(annotation)[0]) if get_origin(annotation) is tuple else annotation


def _bare(annotation: Any) -> Any:
    """`X` of `X | None` and of `Annotated[X, …]`."""
    if get_origin(annotation) in (Union, types.UnionType):
        return next((_bare(part) for part in get_args(annotation) if part is not type(None)), None)
    return get_args(annotation)[0] if hasattr(annotation, "__metadata__") else annotation


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


_EXAMPLES: Mapping[str, str] = {
    "title": "title: The survey gave the bridge ten more years",
    "format": f"format: {FORMAT}",
    "id": "id: survey-2030",
    "kind": "kind: context",
    "quote": "quote: the words the note is about, as the page shows them",
    "relation": "relation: disputes",
    "passage": "passage: 2",
    "evidence": "evidence:\n  - cite: survey-2030\n    relation: disputes",
    "source": "source:\n  type: article-newspaper\n  title: The article’s title",
    "text": "text: restated      # or full, or excerpts",
    "checksum": "run `glossator seal` to write it",
    "licence": "licence: CC-BY-4.0      # an SPDX id, `public-domain`, or the permission in words",
    "cite": "cite: survey-2030      # a key of the bibliography",
    "URL": "URL: https://example.org/report",
    "archive-url": "archive-url: https://web.archive.org/…",
    "label": "label: A clerk of the council, unnamed",
    "sourcing": "sourcing: official-unnamed",
    "origins": "origins: [clerk]",
    "passages": "passages:\n  2: {origins: [clerk], statement: factual, credibility: 6}",
    "draft": "draft: true",
    "publish": "publish: 2030-03-14",
    "withdrawn": "withdrawn: The survey was of another bridge.",
    "created": "created: 2030-03-14      # or 2030-03, or 2030",
    "modified": "modified: 2030-03-14      # or 2030-03, or 2030",
    "issued": "issued: 2030-03-14      # or 2030-03, or 2030",
    "accessed": "accessed: 2030-03-14      # or 2030-03, or 2030",
    "date-parts": "issued: 2030-03-14      # or 2030-03, or 2030",
    "allegation-about": "allegation-about: [Ada Lovelace]",
    "authors": "authors: [Ada Lovelace]",
    "reviewers": "reviewers: [Ada Lovelace]",
    "about": "about: The office that inspects the town’s bridges.",
    "names": "names: [the Office, Bridge Survey]",
    "references": "references: [survey-2030]      # keys of the bibliography",
    "died": "died: 2030-03-14      # or 2030-03, or 2030",
    "as-of": "as-of: 2030-03-14      # or 2030-03, or 2030",
    "period": "period: 2030      # or 2030-03, or 2030-01/2030-06",
    "date": "date: 2030-03-14",
    "value": "value: 12",
    "unit": "unit: repairs",
    "per": "per: month",
    "values": "values:\n  - {period: 2030, value: 12, cite: survey-2030}",
    "series": "series:\n  - label: The Survey Office’s count of repairs\n    values:\n"
    "      - {period: 2030, value: 12, cite: survey-2030}",
    "author": "author: [{family: Lovelace, given: Ada}]",
}


def _example(path: tuple[int | str, ...]) -> str:
    if not path:
        return "id: survey-2030\ntype: report\ntitle: The report’s title"
    if path[0] == "origins" and len(path) < 3:
        return "origins:\n  clerk: {label: A clerk of the council, sourcing: official-unnamed}"
    if path[0] == "entities" and (len(path) < 3 or path[2] in ("label", "kind")):
        return (
            "entities:\n  survey-office:\n    label: Survey Office\n    kind: organisation\n"
            "    about: The office that inspects the town’s bridges.\n    references: [survey-2030]"
        )
    if path[0] == "charts" and len(path) < 4 and path[-1] not in ("unit", "series", "passage"):
        return "charts:\n  repairs:\n    title: Repairs by year\n    passage: 2\n    unit: repairs\n    series: […]"
    if path[0] == "passages" and len(path) < 3:
        return _EXAMPLES["passages"]
    # An index means an entry of a list, whose example is the list's.
    return _EXAMPLES.get([step for step in path if isinstance(step, str)][-1], "")
