"""A Markdown file as a source: its front matter, and its body as it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from glossator.files import front_matter, marked_yaml
from glossator.files.reading import cleaned
from glossator.imports.sources.credits import name, names
from glossator.imports.sources.dates import date_at_end, iso_date
from glossator.imports.sources.links import address
from glossator.imports.sources.raw_html import without_raw_html
from glossator.imports.sources.record import Imported, ImportFailure, in_order, slug, title_from_name

if TYPE_CHECKING:
    import pathlib

# Keys of other programs, the first one present counts.
_PLAIN: Final = {
    "container-title": ("container-title", "publication", "site_name"),
    "publisher": ("publisher",),
    "URL": ("URL", "source_url", "url"),
    "language": ("language", "lang"),
    "genre": ("genre",),
    "abstract": ("abstract", "description", "summary"),
}
_MARKS: Final = re.compile(r"\\([!-/:-@\[-`{-~])|(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|`")


def from_markdown(text: str, path: pathlib.Path) -> Imported:
    """The source that a Markdown file holds.

    The body stays as it is but for characters and HTML that the site refuses, empty lines at its beginning, and a first
    heading that says the title, which the page already shows.

    Raises:
        ImportFailure: the front matter is not sound YAML.
    """
    text = cleaned(text)
    parts = front_matter.parted(text)
    body = parts.body if parts else text
    metadata = _metadata(_fields(parts.yaml, path) if parts else {})
    heading, end = _first_heading(body)
    first_line = _without_marks(heading)
    title = metadata.get("title") or first_line or title_from_name(path)
    if heading and first_line == _without_marks(title) and body[end:].strip():
        body = body[end:]
    body, removed = without_raw_html(re.sub(r"\A(?:[ \t]*\r?\n)+", "", body))
    body = body if body.endswith("\n") else body + "\n"
    return Imported(slug(title, path), in_order(metadata | {"title": title}), body, removed)


def _first_heading(body: str) -> tuple[str, int]:
    """A heading of the first level with which a text begins, and where it ends; empty where it begins otherwise."""
    start = len(body) - len(body.lstrip())
    line, _, rest = body[start:].partition("\n")
    if start and body[start - 1] != "\n":
        return "", 0
    if line.startswith("# "):
        heading = line[2:].strip()
        words = heading.rstrip("#")
        return (words.rstrip() if words.endswith(" ") else heading), start + len(line) + 1
    under = rest.partition("\n")[0]
    if under.startswith("=") and not under.rstrip().strip("="):
        return line.strip(), start + len(line) + len(under) + 2
    return "", 0


def _fields(yaml: str, path: pathlib.Path) -> Mapping[str, Any]:
    marked, problems = marked_yaml.read(yaml, path.as_posix(), example='title: "Roads: a second look"', first_line=2)
    if problems:
        raise ImportFailure(problems[0])
    fields: Mapping[str, Any] = marked.value
    return fields


def _metadata(fields: Mapping[str, Any]) -> dict[str, Any]:
    source = fields.get("source")
    if isinstance(source, Mapping):  # a source page already
        return {"type": "document", "title": fields.get("title", "")} | dict(source)
    metadata: dict[str, Any] = {"type": _text(fields, "type") or "document", "title": _text(fields, "title")}
    authors = _authors(fields.get("author", fields.get("authors")))
    issued = next((date for key in ("issued", "date") if (date := _date(_text(fields, key)))), "")
    plain = {key: next(filter(None, (_text(fields, name) for name in names)), "") for key, names in _PLAIN.items()}
    plain["URL"] = address(plain["URL"])
    return metadata | {key: value for key, value in ({"author": authors, "issued": issued} | plain).items() if value}


def _text(fields: Mapping[str, Any], key: str) -> str:
    value = fields.get(key, "")
    return value.strip() if isinstance(value, str) else ""


def _date(text: str) -> str:
    if date := iso_date(text):
        return date
    before, date = date_at_end(text)
    return "" if before else date


def _authors(value: Any) -> list[dict[str, str]]:
    match value:
        case str():
            return names(value)
        case Mapping() if isinstance(value.get("name"), str):
            return [name(value["name"])]
        case Mapping():
            parts = {key: value[key] for key in ("given", "family", "literal") if isinstance(value.get(key), str)}
            return [parts] if parts else []
        case list():
            return [
                author for entry in value for author in ([name(entry)] if isinstance(entry, str) else _authors(entry))
            ]
    return []


def _without_marks(heading: str) -> str:
    heading = heading.rstrip()
    before, brace, attributes = heading.rpartition("{")
    if brace and attributes.endswith("}") and attributes.count("}") == 1 and not before.endswith("\\"):
        heading = before
    return " ".join(_MARKS.sub(lambda mark: mark[1] or "", heading).split())
