"""A CSL item as citeproc-py takes it: no markup it would pass on unescaped, no name or date that it cannot write."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from citeproc.source import CustomDict, Date, DateRange, LiteralDate, Name, Reference, VariableError
from citeproc.string import String

from glossator.records import csl
from glossator.records.csl import CSLDate, CSLItem
from glossator.references.style.markup import QUOTATION, hide

_QUOTED = re.compile(f"{QUOTATION[0]}[^{QUOTATION[1]}]*(?:{QUOTATION[1]}|\\Z)")
_OPENING = re.compile(r'(?<![\w.,;:!?)\]])"(?=\S)')
_CLOSING = re.compile(r'(?<!\w)"|"(?!\w)')
_SINGLE = re.compile(r"(?<![\w.,;:!?)\]])'(?P<words>\w(?:[^']|'(?=\w))*+)(?P<end>'|\Z)")
"""Words between single marks.  Where the second is missing they go to the end, and stay as they are: from no mark
within can they end, either."""
_NO_SPACES_IN_NAMES = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
"""Han, Kana and Hangul: the family name comes first, and nothing stands between."""


class Variables(Reference):  # type: ignore[misc]  # citeproc-py has no types
    """A reference's variables, which know while it is formatted what has been read of them."""

    def __init__(self, variables: dict[str, Any]) -> None:
        dict.__init__(self, variables)
        # citeproc-py's own attributes are entries.
        self.__dict__.update(read=set(), used=set(), called=0, said=0, type=variables["type"])

    def __setattr__(self, name: str, value: Any) -> None:
        self.__dict__[name] = value

    def __getitem__(self, key: str) -> Any:
        name = key.replace("-", "_")
        if name in self.used:
            raise VariableError
        self.read.add(name)
        return super().__getitem__(key)


@lru_cache(maxsize=1024)
def _shape(*shape: Any) -> tuple[Any, ...]:
    """The same object for the same shape: it is compared with itself again and again."""
    return shape


class Item(CustomDict):  # type: ignore[misc]
    """A reference with what one citation of it asks for."""

    def __init__(self, reference: dict[str, Any], **asked: Any) -> None:
        dict.__init__(self, asked)
        # What a style can ask for without a look at what the variables say.
        shape = _shape(reference["type"], frozenset(reference), "locator" in asked)
        self.__dict__.update(key=reference["key"], reference=Variables(reference), shape=shape, **asked)

    @property
    def has_locator(self) -> bool:
        """Whether a place in the reference is named."""
        return "locator" in self


def reference(item: CSLItem, key: str = "", **more: str) -> dict[str, Any]:
    """The reference that a style formats.

    Args:
        item: what it says.
        key: its citation key, the title of a reference that says nothing else.
        more: variables that follow from other references, such as `year_suffix`.
    """
    fields: dict[str, Any] = dict(more)
    for name, field in CSLItem.model_fields.items():
        value = getattr(item, name)
        if not value or name in ("type", "language") or (name == "original_date" and _same_year(value, item.issued)):
            continue
        written = (field.alias or name).replace("-", "_")
        if isinstance(value, CSLDate):
            value = _date(value)
        elif isinstance(value, tuple):
            value = [_name(person) for person in value]
        else:
            value = String(hide(value) if name in ("URL", "DOI") else _text(value))
        if value:
            fields[written] = value
    if item.DOI:
        fields["DOI"] = String(hide(item.DOI))
    if not fields.keys() & {"title", "author", "editor", "container_title", "publisher"}:
        fields["title"] = String(hide(key or item.URL or item.note or item.type))
    # citeproc-py asks for some variables with hyphens and for others without.
    all_fields = (
        {name.replace("_", "-"): value for name, value in fields.items()} | fields | {"key": key, "type": item.type}
    )
    return all_fields | ({"language": item.language.lower()} if item.language else {})


def _same_year(one: CSLDate, other: CSLDate | None) -> bool:
    """Whether two dates are of one year: a style that names both years would say “(2024) 2024”."""
    return other is not None and one.iso[:4] == other.iso[:4] != ""


def _text(text: str) -> str:
    """A hidden text with the marks of print in place of a typewriter’s, but for those between letters, as in צה"ל."""
    opening, closing = QUOTATION
    text = _CLOSING.sub(closing, _OPENING.sub(opening, hide(text)))
    text = _QUOTED.sub(lambda inner: _in_marks(inner[0], "‘", "’") if inner[0][-1] == closing else inner[0], text)
    return _in_marks(text, opening, closing).replace("'", "’")


def _in_marks(text: str, opening: str, closing: str) -> str:
    """A text with other marks around what stands between single ones."""
    return _SINGLE.sub(lambda quoted: f"{opening}{quoted['words']}{closing}" if quoted["end"] else quoted[0], text)


def _name(name: csl.Name) -> Any:
    parts = {
        "family": name.family,
        "given": name.given,
        "dropping-particle": name.dropping_particle,
        "non-dropping-particle": name.non_dropping_particle,
        "suffix": name.suffix,
    }
    if name.literal or not (name.family and name.given):
        return Name(literal=_text(str(name)))
    if _NO_SPACES_IN_NAMES.search(name.family):
        return Name(literal=_text(f"{name.family}{name.given}"))
    return Name(**{part: _text(value) for part, value in parts.items() if value})


def _date(date: CSLDate) -> Any:
    circa = str(date.circa).lower() not in ("none", "false", "0", "")
    days = [part for part in date.date_parts if part and part[0]]
    words = date.literal or date.raw
    if not days or (date.season and not date.season.isdecimal()):
        year = str(days[0][0]) if days else ""
        words = words or " ".join(part for part in (date.season, year) if part)
        return LiteralDate(hide(words), circa=circa) if words else None
    season = date.season if date.season and 1 <= int(date.season) <= 4 else None
    dates = [_day(day, season) for day in days]
    return (
        Date(**dates[0], circa=circa)
        if len(dates) == 1
        else DateRange(begin=Date(**dates[0]), end=Date(**dates[1]), circa=circa)
    )


def _day(parts: tuple[int, ...], season: str | None) -> dict[str, int]:
    named = dict(zip(("year", "month", "day"), parts, strict=False))
    if named.get("month", 0) > 12:  # CSL and EDTF number the seasons 13–24
        named = {"year": named["year"], "season": (named["month"] - 13) % 4 + 1}
    elif season and "month" not in named:
        named["season"] = int(season)
    return named
