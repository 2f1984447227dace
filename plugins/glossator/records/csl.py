"""A reference as CSL describes it (Citation Style Language 1.0.2, appendices III and IV).

The field names and types are CSL's, as Zotero, Pandoc and Quarto write them.  A date is CSL-JSON's mapping, the mapping
of older Pandocs (`{year: 2024, month: 1}`, or two of them for a range), or text in EDTF (ISO 8601-2), which people type
and BibLaTeX uses: `2024-01-19`, `2024-01`, `2024`, `2024-01-19/2024-01-21`, `2024-21` for spring, `1850~`.

Annotations are no strings here and in `model`: Pydantic would have to compile each one whenever a command starts.
"""

import calendar
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from glossator.records.describing import describe

Text = Annotated[str, Field(min_length=1)]
# No escape that ECMAScript refuses: editors read the schema, too.
WebAddress = Annotated[str, Field(pattern=r'^https?://[^\s<>"]+$')]

ItemType = Literal[
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter",
    "classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event",
    "figure", "graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture",
    "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical", "personal_communication",
    "post", "post-weblog", "regulation", "report", "review", "review-book", "software", "song", "speech", "standard",
    "thesis", "treaty", "webpage",
]  # fmt: skip


def hyphenated(name: str) -> str:
    """The name a Python field has in a file: `replies_to` is written `replies-to`."""
    return name.replace("_", "-")


class Record(BaseModel):
    """Fields read from a file: frozen, and none beside those described."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=hyphenated,
        json_schema_extra=describe,
        defer_build=True,  # most commands check few of all records
        str_strip_whitespace=True,
        coerce_numbers_to_str=True,
    )


def _extension(key: str) -> str:
    if not key.startswith("x-"):
        raise PydanticCustomError("extra_forbidden", "")
    return key


class Extensible(Record):
    """A record that people extend: beside its fields it keeps `x-…` keys as they are, whatever their values."""

    model_config = ConfigDict(extra="allow")

    if not TYPE_CHECKING:  # which takes it for a field
        __pydantic_extra__: dict[Annotated[str, AfterValidator(_extension)], Any]

    @property
    def extensions(self) -> dict[str, Any]:
        """The `x-…` keys with their values, in the order of the file."""
        return self.model_extra or {}


def without_others(model: type[BaseModel], value: object) -> object:
    """What a file says without the keys that are neither fields of a record nor `x-…`: other programs' own."""
    if not isinstance(value, Mapping):
        return value
    fields = {field.alias or name for name, field in model.model_fields.items()}
    return {key: part for key, part in value.items() if key in fields or str(key).startswith("x-")}


class Name(Record):
    """A person, by family and given name, or anybody as one literal."""

    family: Text | None = None
    given: Text | None = None
    literal: Text | None = None
    suffix: Text | None = None
    dropping_particle: Text | None = None
    non_dropping_particle: Text | None = None
    comma_suffix: Any = None
    static_ordering: Any = None
    parse_names: Any = None

    @model_validator(mode="after")
    def _has_a_name(self) -> Self:
        if not (self.family or self.literal or self.given):
            raise PydanticCustomError(
                "missing-key", "a name has neither `family` nor `literal`", {"hint": "{literal: The Cradle}"}
            )
        return self

    def __str__(self) -> str:
        """As a reader would say it: `Ludwig van Beethoven`."""
        if self.literal:
            return self.literal
        parts = (self.given, self.dropping_particle, self.non_dropping_particle, self.family, self.suffix)
        return " ".join(part for part in parts if part)


class CSLDate(Record):
    """A date as precise as it is known, or a range of two, or words."""

    date_parts: Annotated[tuple[tuple[int, ...], ...], Field(max_length=2)] = ()
    """One or two dates, each (year), (year, month) or (year, month, day); a year before Christ is negative."""
    literal: Text | None = None
    raw: Text | None = None
    season: Text | None = None
    circa: bool | None = None

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        if isinstance(value, int):
            value = str(value)
        if isinstance(value, str):
            if known := edtf(value):
                return known
            raise PydanticCustomError(
                "bad-value", "{found} is not a date", {"found": repr(value), "hint": "2024-01-19, 2024-01 or 2024"}
            )
        if isinstance(value, list) and value and all(isinstance(part, Mapping) for part in value):
            value = {"date-parts": [_numbers(part) for part in value]}
        if not isinstance(value, Mapping):
            return value
        if isinstance(raw := value.get("raw"), str):
            return {**value, **(edtf(raw) or {})}
        parts = [_numbers(value)] if "year" in value else value.get("date-parts")
        rest = {name: part for name, part in value.items() if name not in ("year", "month", "day")}
        return {**rest, **_known(parts)} if isinstance(parts, list) else value

    @model_validator(mode="after")
    def _is_a_day_of_the_calendar(self) -> Self:
        for part in self.date_parts:
            year, month, day = (*part, 1, 1, 1)[:3]
            # CSL and EDTF number the seasons 13–24.
            season = 13 <= month <= 24 and len(part) == 2
            if not (season or (1 <= month <= 12 and 1 <= day <= calendar.monthrange(max(year, 1), month)[1])):
                raise PydanticCustomError(
                    "bad-value",
                    "{found} is not a day of the calendar",
                    {"found": f"{year}-{month:02}-{day:02}", "hint": "2024-01-19, 2024-01 or 2024"},
                )
        return self

    @classmethod
    @lru_cache(maxsize=4096)
    def of_day(cls, day: date) -> Self:
        """A day of the calendar; thousands of notes are of the same few."""
        return cls.model_validate({"date-parts": [[day.year, day.month, day.day]]})

    @property
    def iso(self) -> str:
        """The first date in ISO 8601, as precise as it is known; empty where only words are known.

        ISO 8601 has no seasons, and it has a year 0, which CSL has not.
        """
        year, *rest = self.date_parts[0] if self.date_parts and self.date_parts[0] else (0,)
        if not year:
            return ""
        first = f"{year:04}" if year > 0 else f"{'-' * (year < -1)}{-year - 1:04}"
        return "-".join([first, *(f"{part:02}" for part in rest if rest[0] <= 12)])


_DAY = re.compile(r"(?P<year>-?\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d|XX))?|-XX(?:-XX)?)?(?:T[\d:.Z+-]*)?")
_SEASONS = range(21, 25)


def edtf(text: str) -> dict[str, Any] | None:
    """A date in EDTF as CSL's mapping; None where it is none.

    A range without a beginning or an end, which CSL cannot say, becomes words.
    """
    stated = [end.strip() for end in text.split("/", 1)]
    ends = [end.rstrip("?~%") for end in stated]
    circa = {} if ends == stated else {"circa": True}
    days = [_day(end) for end in ends]
    if all(days):
        return {"date-parts": days, **circa}
    if len(ends) == 2 and any(days) and {"", ".."} & {*ends}:
        return {"literal": "–".join(end if day else "" for end, day in zip(ends, days, strict=True)), **circa}
    return None


def _day(text: str) -> list[int] | None:
    match = _DAY.fullmatch(text)
    if not match:
        return None
    year, *rest = (int(part) for part in match.groups() if part and part != "XX")
    if rest and rest[0] > 12 and (len(rest) > 1 or rest[0] not in _SEASONS):
        return [year, *rest, 1][:3]  # no day of the calendar
    # EDTF counts a year 0, CSL goes from 1 BC to 1 AD.
    return [year if year > 0 else year - 1, *rest]


def _numbers(date: Mapping[str, Any]) -> list[Any]:
    """The parts of a date that names them."""
    return [date.get(name) for name in ("year", "month", "day")]


def _known(dates: list[Any]) -> dict[str, Any]:
    """The parts of dates without those that programs fill with nothing: null, 0 and the empty text.

    Better BibTeX writes an open end as the year 0.
    """
    if dates and not any(isinstance(date, list) for date in dates):
        dates = [dates]
    parts = [_filled(date) if isinstance(date, list) else date for date in dates]
    if len(parts) == 2 and parts[0] and not parts[1] and dates[1]:
        return {"date-parts": [], "literal": f"{'-'.join(f'{part:0>2}' for part in map(str, parts[0]))}–"}
    return {"date-parts": [part for part in parts if part]}


def _filled(parts: list[Any]) -> list[Any]:
    stated = list(parts)
    while stated and stated[-1] in (None, "", 0, "0"):
        stated.pop()
    return stated


# In JSON Schema a date is one of two forms; pydantic only sees the mapping, since the text is read before it.
Date = Annotated[
    CSLDate,
    WithJsonSchema(
        {
            "description": "A date: 2024-01-19, 2024-01 or 2024, or CSL-JSON’s mapping.",
            "anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "object"}],
        }
    ),
]
Names = tuple[Name, ...]
_RESOLVER = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
ObjectIdentifier = Annotated[Text, AfterValidator(lambda text: _RESOLVER.sub("", text) or text)]
"""Without the address at which it is looked up, which many programs write before it."""


class CSLItem(Extensible):
    """The fields of one reference."""

    type: ItemType = "document"
    """What it is."""
    title: Text | None = None
    author: Names = ()
    container_title: Text | None = None
    """The newspaper, journal, site or book it appeared in."""
    publisher: Text | None = None
    issued: Date | None = None
    """When it was published, as precisely as it is known."""
    accessed: Date | None = None
    """When it was last read at its URL."""
    URL: WebAddress | None = Field(None, alias="URL")
    DOI: ObjectIdentifier | None = Field(None, alias="DOI")
    language: Text | None = None
    """A BCP 47 tag: `en`, `ar`, `zh-Hant`."""
    genre: Text | None = None
    """A subtype in words; for a source, a schema.org article type."""
    archive: Text | None = None

    # The rest of CSL's variables, in its own order.
    chair: Names = ()
    collection_editor: Names = ()
    compiler: Names = ()
    composer: Names = ()
    container_author: Names = ()
    contributor: Names = ()
    curator: Names = ()
    director: Names = ()
    editor: Names = ()
    editorial_director: Names = ()
    editor_translator: Names = ()
    executive_producer: Names = ()
    guest: Names = ()
    host: Names = ()
    illustrator: Names = ()
    interviewer: Names = ()
    narrator: Names = ()
    organizer: Names = ()
    original_author: Names = ()
    performer: Names = ()
    producer: Names = ()
    recipient: Names = ()
    reviewed_author: Names = ()
    script_writer: Names = ()
    series_creator: Names = ()
    translator: Names = ()
    available_date: Date | None = None
    event_date: Date | None = None
    original_date: Date | None = None
    submitted: Date | None = None
    abstract: Text | None = None
    annote: Text | None = None
    archive_collection: Text | None = Field(None, alias="archive_collection")
    archive_location: Text | None = Field(None, alias="archive_location")
    archive_place: Text | None = None
    authority: Text | None = None
    call_number: Text | None = None
    chapter_number: Text | None = None
    citation_label: Text | None = None
    collection_number: Text | None = None
    collection_title: Text | None = None
    container_title_short: Text | None = None
    dimensions: Text | None = None
    division: Text | None = None
    edition: Text | None = None
    event_place: Text | None = None
    event_title: Text | None = None
    ISBN: Text | None = Field(None, alias="ISBN")
    ISSN: Text | None = Field(None, alias="ISSN")
    issue: Text | None = None
    jurisdiction: Text | None = None
    keyword: Text | None = None
    medium: Text | None = None
    note: Text | None = None
    number: Text | None = None
    number_of_pages: Text | None = None
    number_of_volumes: Text | None = None
    original_publisher: Text | None = None
    original_publisher_place: Text | None = None
    original_title: Text | None = None
    page: Text | None = None
    part_number: Text | None = None
    part_title: Text | None = None
    PMCID: Text | None = Field(None, alias="PMCID")
    PMID: Text | None = Field(None, alias="PMID")
    printing_number: Text | None = None
    publisher_place: Text | None = None
    references: Text | None = None
    reviewed_genre: Text | None = None
    reviewed_title: Text | None = None
    scale: Text | None = None
    section: Text | None = None
    source: Text | None = None
    status: Text | None = None
    supplement_number: Text | None = None
    title_short: Text | None = None
    version: Text | None = None
    volume: Text | None = None
    volume_title: Text | None = None
    year_suffix: Text | None = None

    @property
    def doi_address(self) -> str:
        """Where its DOI is looked up; empty without one."""
        return f"https://doi.org/{self.DOI}" if self.DOI else ""
