"""References as BibLaTeX writes them: what our own reader, Zotero, JabRef and biber read again.

The names are those that `biblatex` reads, the other way round.  Text is Unicode, as biber and every current BibTeX take
it; only what LaTeX would take for a command is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from glossator.records.csl import CSLDate, CSLItem, Name
from glossator.references.bibliography import biblatex

TYPES: Mapping[str, str] = {
    "article": "unpublished",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "broadcast": "video",
    "chapter": "incollection",
    "dataset": "dataset",
    "entry": "inreference",
    "entry-dictionary": "inreference",
    "entry-encyclopedia": "inreference",
    "figure": "image",
    "graphic": "artwork",
    "legal_case": "jurisdiction",
    "legislation": "legislation",
    "manuscript": "unpublished",
    "motion_picture": "movie",
    "pamphlet": "booklet",
    "paper-conference": "inproceedings",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "personal_communication": "letter",
    "post": "online",
    "post-weblog": "online",
    "report": "report",
    "review": "review",
    "software": "software",
    "song": "audio",
    "standard": "standard",
    "thesis": "thesis",
    "treaty": "legal",
    "webpage": "online",
}
"""Types of entries; those that BibLaTeX does not have are `misc`."""
_SUBTYPES = {type_: name for name, type_ in biblatex.SUBTYPES.items()}
_LANGUAGES = {tag: name for name, tag in biblatex.LANGUAGES.items() if name not in ("ukenglish", "usenglish", "farsi")}
_CONTAINERS = {"article": "journaltitle", "online": "organization", "review": "journaltitle"}
"""What holds a work, by its type of entry; else a book."""
_FIELDS = {
    "publisher": "publisher",
    "publisher_place": "location",
    "volume": "volume",
    "number": "number",
    "collection_title": "series",
    "edition": "edition",
    "page": "pages",
    "DOI": "doi",
    "ISBN": "isbn",
    "ISSN": "issn",
    "URL": "url",
    "note": "note",
    "version": "version",
}
_SPECIAL = {
    "\\": r"\textbackslash{}",
    # Not with a backslash: BibTeX counts braces behind one, too.
    "{": r"\lbrace{}",
    "}": r"\rbrace{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "%&#$_"},
}


def write(items: Mapping[str, CSLItem]) -> str:
    """References as BibLaTeX, in their order.

    Args:
        items: the references by their keys.
    """
    return "\n".join(_entry(key, item) for key, item in items.items())


def _entry(key: str, item: CSLItem) -> str:
    type_ = TYPES.get(item.type, "misc")
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(type_, item))
    return f"@{type_}{{{re.sub(_NO_KEY, '-', key)},\n{lines}}}\n"


_NO_KEY = r"[\s,{}\"'#%~\\=()]"


def _fields(type_: str, item: CSLItem) -> Iterator[tuple[str, str]]:
    if item.type in _SUBTYPES:
        yield "entrysubtype", _SUBTYPES[item.type]
    for name, people in (("author", item.author), ("editor", item.editor), ("translator", item.translator)):
        if people:
            yield name, " and ".join(map(_person, people))
    # Braces of their own keep the capitals as they are.
    if item.title:
        yield "title", f"{{{_escaped(item.title)}}}"
    if item.container_title:
        yield _CONTAINERS.get(type_, "booktitle"), _escaped(item.container_title)
    if item.issue:
        yield "number" if type_ == "article" else "issue", _escaped(item.issue)
    for name, field in _FIELDS.items():
        value = getattr(item, name)
        taken = (name == "number" and type_ == "article") or (name == "publisher" and _is_named(type_, item))
        if value and not taken:
            yield field, value if field in biblatex.VERBATIM else _escaped(value)
    for name, date in (("date", item.issued), ("urldate", item.accessed)):
        if date:
            yield _date(name, date)
    if item.language and item.language in _LANGUAGES:
        yield "langid", _LANGUAGES[item.language]


def _is_named(type_: str, item: CSLItem) -> bool:
    """Whether an online work names its site, which goes before whoever publishes that."""
    return type_ == "online" and bool(item.container_title)


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(character, character) for character in " ".join(text.split()))


def _person(name: Name) -> str:
    """`Beethoven, Ludwig van`, or a whole name in braces, which is one word to BibTeX."""
    if name.literal or not (name.family and name.given):
        return f"{{{_escaped(str(name))}}}"
    family = " ".join(part for part in (name.non_dropping_particle, _whole(name.family)) if part)
    given = " ".join(part for part in (_whole(name.given), name.dropping_particle) if part)
    return ", ".join(part for part in (family, _whole(name.suffix or ""), given) if part)


def _whole(part: str) -> str:
    """A part of a name that BibTeX would not part: at commas, at “and”, at a small letter."""
    escaped = _escaped(part)
    parts = re.search(r",|\band\b", part, re.IGNORECASE) or any(word[:1].islower() for word in part.split())
    return f"{{{escaped}}}" if parts else escaped


def _date(name: str, date: CSLDate) -> tuple[str, str]:
    """A date in EDTF, which BibLaTeX reads; words stand as the year."""
    days = [_day(part) for part in date.date_parts if part]
    if days:
        return name, "/".join(days) + ("~" if date.circa else "")
    words = _escaped(date.literal or date.raw or date.season or "")
    return ("year" if name == "date" else "note"), words


def _day(part: tuple[int, ...]) -> str:
    year, *rest = part
    # EDTF counts a year 0; CSL numbers the seasons from 13 or 21, EDTF from 21.
    first = f"{year:04}" if year > 0 else f"{'-' * (year < -1)}{-year - 1:04}"
    season = [rest[0] + 8 if rest[0] < 17 else rest[0]] if rest and rest[0] > 12 else rest
    return "-".join([first, *(f"{number:02}" for number in season)])
