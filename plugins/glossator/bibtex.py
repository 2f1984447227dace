"""BibTeX and BibLaTeX entries as CSL, read by pybtex."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from glossator.errors import Location, Problem
from glossator.files import TextFile

TYPES: Mapping[str, str] = {
    "article": "article-journal",
    "book": "book",
    "booklet": "pamphlet",
    "collection": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "electronic": "webpage",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "jurisdiction": "legal_case",
    "legislation": "legislation",
    "manual": "report",
    "mastersthesis": "thesis",
    "newsarticle": "article-newspaper",
    "online": "webpage",
    "phdthesis": "thesis",
    "proceedings": "book",
    "report": "report",
    "software": "software",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "video": "motion_picture",
}
"""Entry types; any other is a CSL `document`."""
FIELDS: Mapping[str, str] = {
    "abstract": "abstract",
    "address": "publisher-place",
    "booktitle": "container-title",
    "chapter": "chapter-number",
    "date": "issued",
    "doi": "DOI",
    "edition": "edition",
    "eventtitle": "event-title",
    "institution": "publisher",
    "isbn": "ISBN",
    "issn": "ISSN",
    "issue": "issue",
    "journal": "container-title",
    "journaltitle": "container-title",
    "langid": "language",
    "language": "language",
    "location": "publisher-place",
    "note": "note",
    "number": "number",
    "organization": "publisher",
    "pages": "page",
    "publisher": "publisher",
    "school": "publisher",
    "series": "collection-title",
    "shorttitle": "title-short",
    "title": "title",
    "type": "genre",
    "url": "URL",
    "urldate": "accessed",
    "version": "version",
    "volume": "volume",
}
"""Fields with one CSL variable; `year` and `month` make `issued`, and `subtitle` joins the title."""
_LANGUAGES = {
    "american": "en-US",
    "arabic": "ar",
    "british": "en-GB",
    "dutch": "nl",
    "english": "en",
    "french": "fr",
    "german": "de",
    "hebrew": "he",
    "italian": "it",
    "ngerman": "de",
    "persian": "fa",
    "portuguese": "pt",
    "russian": "ru",
    "spanish": "es",
    "turkish": "tr",
    "ukrainian": "uk",
}
"""BCP 47 tags for babel's names of languages."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED_PARTS = re.compile(r"\b(?:family|given|prefix)=[^,={}\n]+(?:,\s*[a-z-]+=(?:(?!\sand\s)[^,={}\n])+)+")
_ENTRY = re.compile(r"@\s*(?P<type>\w+)\s*[{(]\s*(?P<key>[^\s,]+)\s*,")


def read(file: TextFile) -> tuple[list[tuple[dict[str, Any], Location]], list[Problem]]:
    """Every entry of a file as a CSL item with its place, and every problem found."""
    try:
        from pybtex.database import BibliographyDataError, parse_string
        from pybtex.exceptions import PybtexError
    except ImportError:
        hint = "pip install 'glossator[bibtex]', or export the references as CSL-JSON"
        return [], [Problem(Location(file.name), "bibliography-syntax", "reading BibTeX needs pybtex", hint)]
    places: dict[str, Location] = {}
    problems: list[Problem] = []
    for found in _ENTRY.finditer(file.text):
        key = found["key"]
        if key in places and found["type"].lower() not in ("comment", "string", "preamble"):
            message = f"the key `{key}` is already that of {places[key]}"
            place = file.at(found.start("key"))
            problems.append(Problem(place, "duplicate-citation-key", message, "give one of them another key"))
        places.setdefault(key, file.at(found.start("key")))
    if problems:
        return [], problems
    try:
        entries = parse_string(_NAMED_PARTS.sub(_classic, file.text), "bibtex").entries
    except (PybtexError, BibliographyDataError) as error:
        line = getattr(error, "lineno", None) or 1
        message = f"the BibTeX cannot be read: {str(error).splitlines()[0]}"
        return [], [
            Problem(
                Location(file.name, line), "bibliography-syntax", message, "@report{key, title = {…}, year = {2024}}"
            )
        ]
    return [(_item(key, entry), places.get(key, Location(file.name))) for key, entry in entries.items()], []


def _classic(name: re.Match[str]) -> str:
    """A name of BibLaTeX in named parts, which pybtex does not know, as BibTeX writes it."""
    parts = {part.split("=")[0]: part.split("=")[1].strip() for part in re.split(r",\s*", name[0])}
    family = " ".join(part for part in (parts.get("prefix"), parts.get("family")) if part)
    return ", ".join(part for part in (family, parts.get("suffix"), parts.get("given")) if part)


def _item(key: str, entry: Any) -> dict[str, Any]:
    item: dict[str, Any] = {"id": key, "type": TYPES.get(entry.type.lower(), "document")}
    fields = {name.lower(): _plain(value) for name, value in entry.fields.items()}
    for name, value in fields.items():
        if name in FIELDS and value:
            item.setdefault(FIELDS[name], value)
    if item["type"] == "article-journal" and "number" in item:
        item["issue"] = item.pop("number")
    if "page" in item:
        item["page"] = item["page"].replace("--", "–")
    if subtitle := fields.get("subtitle"):
        item["title"] = f"{item.get('title', '')}: {subtitle}"
    if item["type"] == "webpage" and "organization" in fields and "container-title" not in item:
        item["container-title"] = item.pop("publisher")  # Better BibTeX: the name of the site
    item |= {name: _day(item[name]) for name in ("issued", "accessed") if name in item}
    if language := _LANGUAGES.get(fields.get("langid", fields.get("language", "")).lower()):
        item["language"] = language
    if "year" in fields and "issued" not in item:
        item["issued"] = _date(fields["year"], fields.get("month", ""))
    for role in ("author", "editor", "translator"):
        if people := entry.persons.get(role):
            item[role] = [_name(person) for person in people]
    return item


def _day(date: str) -> str | dict[str, Any]:
    """A date of BibLaTeX, which may be uncertain (`2024-01?`, `1950~`) or words."""
    certain = date.rstrip("?~%")
    if re.fullmatch(r"\d{4}(-\d\d){0,2}(T[\d:.Z+-]*)?(/\d{4}(-\d\d){0,2})?", certain):
        parts = [[int(part) for part in day.split("T")[0].split("-")] for day in certain.split("/")]
        return {"date-parts": parts, "circa": True} if certain != date else certain
    return {"literal": date.removesuffix("/").removesuffix("/..")}


def _date(year: str, month: str) -> dict[str, Any]:
    if not re.fullmatch(r"\d{4}", year):
        return {"literal": f"{month} {year}".strip()}
    number = month.lower()[:3] in _MONTHS and _MONTHS.index(month.lower()[:3]) + 1
    number = number or (int(month) if month.isdigit() and 1 <= int(month) <= 12 else 0)
    return {"date-parts": [[int(year), number] if number else [int(year)]]}


def _name(person: Any) -> dict[str, str]:
    given = " ".join(_plain(part) for part in (*person.first_names, *person.middle_names))
    family = " ".join(_plain(part) for part in (*person.prelast_names, *person.last_names))
    # A name in braces is one word to BibTeX: an organisation.
    return {"family": family, "given": given} if given else {"literal": family}


def _plain(latex: str) -> str:
    """Text without LaTeX's commands and braces."""
    from pybtex.richtext import Text

    try:
        return str(Text.from_latex(latex)).replace("\xa0", " ").strip()
    except Exception:  # noqa: BLE001  # latexcodec raises many kinds; the field as it stands is better than none
        return latex.strip()
