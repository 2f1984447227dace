"""BibTeX and BibLaTeX entries as CSL, read by pybtex."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from glossator import installing
from glossator.files.reading import TextFile
from glossator.problems import Location, Problem
from glossator.records import csl
from glossator.references.bibliography import biblatex, latex

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CHILDREN = frozenset(
    ("inbook", "bookinbook", "suppbook", "incollection", "suppcollection", "inproceedings", "conference", "inreference")
)
_OF_A_BOOK = {"title": "booktitle", "subtitle": "booksubtitle", "author": "bookauthor"}
_OF_A_PERIODICAL = {"title": "journaltitle", "subtitle": "journalsubtitle"}
_NOT_INHERITED = frozenset(
    ("shorttitle", "sorttitle", "crossref", "xref", "ids", "label", "keywords", "options", "note")
)
_EXAMPLE = "@report{key, title = {…}, year = {2024}}"

_Fields = dict[str, str]


@dataclass(frozen=True)
class _Entry:
    type: str
    fields: _Fields
    """As they are written, by their names in small letters."""
    place: Location


def read(file: TextFile) -> tuple[list[tuple[dict[str, Any], Location]], list[Problem]]:
    """Every entry of a file as a CSL item with its place, and every problem found."""
    try:
        commands = list(_commands(file, problems := []))
        latex.as_text(r"\ss")  # needs a package, too
    except ImportError as error:
        hint = f"{installing.adding('bibtex')}, or export the references as CSL-JSON"
        message = f"reading BibTeX needs the Python package `{error.name}`"
        return [], [Problem(Location(file.name), "bibliography-syntax", message, hint)]
    entries: dict[str, _Entry] = {}
    for start, command, (key, fields) in commands:
        place = file.at(file.text.index(key, start + len(command) + 1))
        if key in entries:
            message = f"the key `{key}` is already that of {entries[key].place}"
            problems.append(Problem(place, "duplicate-citation-key", message, "give one of them another key"))
            continue
        written: _Fields = {}
        for name, parts in fields:
            written.setdefault(name.lower(), " ".join("".join(parts).split()))
        entries[key] = _Entry(command.lower(), written, place)
    return [
        (_item(key, entry, _inherited(entry, entries, (key,))), entry.place) for key, entry in entries.items()
    ], problems


def _commands(file: TextFile, problems: list[Problem]) -> Iterator[tuple[int, str, Any]]:
    """Every entry as pybtex splits it, with the offset of its `@`; what is wrong is added to the problems.

    pybtex reads an entry that is not closed to the end of the file, so it is asked again for those behind it.
    """
    import pybtex.database.input.bibtex as pybtex

    macros = pybtex.CaseInsensitiveDict(pybtex.month_names)
    open_entry = False

    def add(error: Any) -> None:
        nonlocal open_entry
        start, _, offset = error.error_context_info
        what = str(error).removeprefix(f"{error.error_type} in line {error.lineno}: ")
        if isinstance(error, pybtex.PrematureEOF):
            open_entry, offset, what = True, start, "an entry begins here that is not closed"
        elif isinstance(error, pybtex.UndefinedMacro):
            what = f"there is no `@string` named {what}; put words in braces"
        problems.append(Problem(file.at(offset), "bibliography-syntax", f"the BibTeX cannot be read: {what}", _EXAMPLE))

    start = 0
    for _ in range(_OPEN_ENTRIES):
        parser = pybtex.LowLevelParser(file.text, handle_error=add, macros=macros)
        parser.pos, open_entry = start, False
        for command, content in parser:
            if command.lower() not in ("string", "preamble") and content[0] is not None:
                yield parser.command_start, command, content
        following = _NEXT.search(file.text, parser.command_start + 1) if open_entry else None
        if following is None:
            return
        start = following.start()


_NEXT = re.compile(r"^[ \t]*@\w+[ \t]*[{(]", re.MULTILINE)
_OPEN_ENTRIES = 50
"""How many of them are told: each costs another reading of the file."""


def _inherited(entry: _Entry, entries: Mapping[str, _Entry], above: tuple[str, ...]) -> _Fields:
    """An entry's fields with those of the entries that `crossref` and `xdata` name."""
    fields = dict(entry.fields)
    named = [*fields.get("xdata", "").split(","), fields.get("crossref", "")]
    for key in (name.strip() for name in named):
        parent = entries.get(key)
        if parent is None or key in above:
            continue
        renamed: Mapping[str, str] = {}
        if parent.type != "xdata":
            renamed = _OF_A_BOOK if entry.type in _CHILDREN else _OF_A_PERIODICAL if entry.type == "article" else {}
        for name, value in _inherited(parent, entries, (*above, key)).items():
            if name not in _NOT_INHERITED:
                fields.setdefault(renamed.get(name, name), value)
    return fields


def _item(key: str, entry: _Entry, written: _Fields) -> dict[str, Any]:
    item: dict[str, Any] = {"id": key, "type": biblatex.TYPES.get(entry.type, "document")}
    fields = {
        name: latex.as_written(value) if name in biblatex.VERBATIM else latex.as_text(value)
        for name, value in written.items()
        if name in _READ
    }
    for name, value in fields.items():
        if name in biblatex.FIELDS and value:
            item.setdefault(biblatex.FIELDS[name], value)
    _settle(item, entry.type, fields)
    if "URL" not in item and (address := _ADDRESS.search(latex.as_written(written.get("howpublished", "")))):
        item["URL"] = address[0]
    item |= {variable: _day(fields[name]) for name, variable in biblatex.DATES.items() if fields.get(name)}
    if "issued" not in item and fields.get("year"):
        item["issued"] = _date(fields["year"], fields.get("month", ""))
    for role, variable in biblatex.ROLES.items():
        if people := list(_people(written.get(role, ""))):
            item.setdefault(variable, people)
    return item


def _settle(item: dict[str, Any], type_: str, fields: _Fields) -> None:
    """What a field means in CSL depends, for some, on the type and on other fields."""
    if item["type"] == "article-journal":
        item["type"] = biblatex.SUBTYPES.get(fields.get("entrysubtype", ""), item["type"])
        if "number" in item:
            item.setdefault("issue", item.pop("number"))
    elif item["type"] in ("book", "chapter") and "collection-title" in item and "number" in item:
        item["collection-number"] = item.pop("number")
    elif item["type"] == "webpage" and item.keys() & {"publisher", "container-title"} == {"publisher"}:
        # Better BibTeX's `organization` is the name of the site.
        name = "container-title" if fields.get("organization") == item["publisher"] else "publisher"
        item[name] = item.pop("publisher")
    for name, whole in biblatex.SUBTITLES.items():
        if fields.get(name):
            item[whole] = f"{item[whole]}: {fields[name]}" if whole in item else fields[name]
    if genre := biblatex.GENRES.get(item.get("genre", type_).lower()):
        item["genre"] = genre
    if language := biblatex.LANGUAGES.get(item.get("language", "").lower()):
        item["language"] = language


_READ = {*biblatex.FIELDS, *biblatex.DATES, *biblatex.SUBTITLES, "entrysubtype", "year", "month"}
_ADDRESS = re.compile(r"https?://[^\s<>\"{}]+")


def _day(date: str) -> dict[str, Any]:
    """A date of BibLaTeX, which is EDTF; words, where it is another."""
    return csl.edtf(date) or {"literal": date}


def _date(year: str, month: str) -> dict[str, Any]:
    number = month.lower()[:3] in _MONTHS and _MONTHS.index(month.lower()[:3]) + 1
    number = number or (int(month) if month.isdecimal() and 1 <= int(month) <= 12 else 0)
    if not re.fullmatch(r"\d{4}", year):
        return csl.edtf(year) or {"literal": year if month.isdecimal() else f"{month} {year}".strip()}
    return {"date-parts": [[int(year), number] if number else [int(year)]]}


_NAMED_PART = re.compile(r"(family|given|prefix|suffix)(?:-i)?\s*=\s*(.*)", re.IGNORECASE)


def _people(names: str) -> Iterator[dict[str, str]]:
    """The names of a field, as BibTeX writes them or, in BibLaTeX, in named parts."""
    from pybtex.bibtex.utils import split_name_list, split_tex_string
    from pybtex.database import InvalidNameString, Person

    for name in split_name_list(names):
        named = [_NAMED_PART.fullmatch(part.strip()) for part in split_tex_string(name, ",")]
        if named and named[0]:
            stated = {part[1].lower(): latex.as_text(part[2]) for part in named if part}
            prefix, family, given, suffix = (stated.get(part, "") for part in ("prefix", "family", "given", "suffix"))
        else:
            try:
                person = Person(name)
            except InvalidNameString:  # of too many commas
                person = Person(last=f"{{{name}}}")
            given_names = (*person.first_names, *person.middle_names)
            parts = (person.prelast_names, person.last_names, given_names, person.lineage_names)
            prefix, family, given, suffix = (latex.as_text(" ".join(part)) for part in parts)
        whole = " ".join(part for part in (prefix, family) if part)
        # A name in braces is one word to BibTeX: an organisation.
        stated = {"family": whole, "given": given, "suffix": suffix} if given else {"literal": whole}
        if whole:
            yield {part: value for part, value in stated.items() if value}
