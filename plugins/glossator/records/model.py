"""What people store, as records: the one place that says which fields exist, of what type, and what they mean.

The front matter of notes and sources and `sourcing.yml` are checked against these records, and the published JSON
Schema is made from them.  Where a note *is* on a page is not stored, and not here: see `anchoring`.
"""

import re
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from glossator.records import identifiers
from glossator.records.csl import CSLDate, CSLItem, Date, Extensible, Text, WebAddress, without_others
from glossator.records.vocabulary import (
    KINDS,
    Certainty,
    Checked,
    Credibility,
    EntityKind,
    Nature,
    Relation,
    Reliability,
    Sourcing,
    SourcingGroup,
    Statement,
    Status,
    Terms,
)

FORMAT = 1
"""The number of the format that this program reads and writes; what changes it stands in `docs/format.md`."""
LEAD = "lead"
"""The name of a source's lead among its notes, which no note can have."""
LEAD_LIMIT = 1_200
"""Code points of a lead: about 200 words, what stands on the first screen."""
QUOTE_LIMIT = 2_000
"""Code points of a quote.  Longer passages are quoted as `first words … last words`."""
BODY_LIMIT = 8_000
"""Code points of a note's body: about 1,200 words, more than a margin can hold."""


LAST_YEAR = 9_998
"""Of which the day after its last is still one of the calendar."""


def _identifier(value: str) -> str:
    if fault := identifiers.fault(value):
        hint = f"for example: {identifiers.mended(value, 'survey-team')}"
        raise PydanticCustomError("bad-value", "`{value}` {fault}", {"value": value, "fault": fault, "hint": hint})
    return value


def _one_day(value: CSLDate) -> CSLDate:
    parts = value.date_parts
    if len(parts) != 1 or len(parts[0]) != 3 or not 1 <= parts[0][0] <= LAST_YEAR or value.circa:
        raise PydanticCustomError("bad-value", "one day was expected", {"hint": "publish: 2030-03-14"})
    return value


def _true_or_false(value: object) -> bool:
    if value in ("true", "false") or isinstance(value, bool):
        return value in (True, "true")
    hint = "draft: true      # or false, which is the same as without it"
    raise PydanticCustomError("bad-value", "`true` or `false` was expected", {"hint": hint})


def _kind(value: str, info: ValidationInfo) -> str:
    kinds = (info.context or {}).get("kinds") or [kind.id for kind in KINDS]
    if value not in kinds:
        raise PydanticCustomError("unknown-term", "", {"found": value, "expected": list(kinds)})
    return value


def _on_a_calendar(value: CSLDate) -> CSLDate:
    parts = value.date_parts
    if not parts or not all(part and 1 <= part[0] <= LAST_YEAR for part in parts) or list(parts) != sorted(parts):
        hint = "2030, 2030-03 or 2030-03-14; or from one to another, 2030-01/2030-06"
        raise PydanticCustomError("bad-value", "a time with a beginning and an end was expected", {"hint": hint})
    return value


Days = Annotated[Date, AfterValidator(_on_a_calendar)]
Day = Annotated[Date, AfterValidator(_one_day)]
Flag = Annotated[bool, BeforeValidator(_true_or_false)]
Identifier = Annotated[Text, AfterValidator(_identifier)]
KindId = Annotated[
    Text,
    AfterValidator(_kind),
    WithJsonSchema({"enum": [kind.id for kind in KINDS], "type": "string"}),
]
Quote = Annotated[Text, Field(max_length=QUOTE_LIMIT)]


def _plain_number(value: object) -> object:
    """Digits as they are counted with, since `1_0`, `1e1`, `0x1`, `+1` and `010` would be other numbers to others."""
    plain = _PLAIN_NUMBER.fullmatch(value) if isinstance(value, str) else not isinstance(value, bool | float)
    if not plain:
        raise PydanticCustomError("int_parsing", "a whole number")
    return value


_PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,8})")

FormatNumber = Annotated[int, Field(ge=1, le=FORMAT), BeforeValidator(_plain_number)]
PassageNumber = Annotated[int, Field(ge=1), BeforeValidator(_plain_number)]


class Evidence(CSLItem):
    """One piece of evidence: a reference of the bibliography by its key, or a new one with its CSL fields in place."""

    relation: Relation
    """How it bears on the passage."""
    cite: Text | None = None
    """The citation key of a reference in the bibliography."""
    locator: Text | None = None
    """Where in the reference: `para. 12`, `pp. 3–4`."""
    quote: Quote | None = None
    """Its own words, in a short quotation."""
    archive_url: WebAddress | None = None
    """A lasting copy."""
    checked: Checked | None = None
    """How much of it the editors have read; default: what the bibliography says."""
    caveat: Text | None = None
    """What the reader may still doubt about it."""
    nature: Nature | None = None
    """What it is, as evidence; default: what the bibliography says, else what the reference's type does."""

    @model_validator(mode="after")
    def _one_reference(self) -> Self:
        if self.cite is None and self.title is None:
            raise PydanticCustomError(
                "missing-key",
                "evidence names no reference: `cite` or `title` is expected",
                {
                    "hint": "cite: survey-2030      # a key of the bibliography\n"
                    "or, for a new reference, its CSL fields:\ntitle: The report’s title\nURL: https://example.org/report"
                },
            )
        return self


class VersionFacts(Extensible):
    """What is known of one version of a source, the present one or a former one."""

    model_config = ConfigDict(coerce_numbers_to_str=False, title="Version")

    title: Text | None = None
    """What it is called, where versions have names: `Nicolay copy`."""
    captured: Date | None = None
    """The day on which its text was taken."""
    date: Date | None = None
    """The publisher’s own date of this version."""
    url: WebAddress | None = None
    """Where it was taken from."""
    archived: WebAddress | None = None
    """A lasting copy of it."""
    held_by: Text | None = None
    """Who owns it, where it is one copy of several."""
    hash: Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")] | None = None
    """SHA-256 of its text as readers see it, for a text that may not be kept."""
    length: Annotated[int, Field(ge=0), BeforeValidator(_plain_number)] | None = None
    """Code points of that text."""
    passages: tuple[Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")], ...] = ()
    """Of each of its passages, the first 16 digits of its SHA-256."""
    format: FormatNumber | None = None
    """The format’s number, for programs that are older or newer."""


class NoteFrontMatter(Extensible):
    """The front matter of a note."""

    model_config = ConfigDict(title="Note")

    title: Text
    """The takeaway as one short sentence: what a reader sees first, often all."""
    kind: KindId
    """What the note is for."""
    quote: Quote | None = None
    """The words of the source it is about, as readers see them.  `first words … last words` spans all between."""
    prefix: Quote | None = None
    """Words of the source just before the quote, to pick one of several."""
    suffix: Quote | None = None
    """Words of the source just after the quote, to pick one of several."""
    passage: PassageNumber | None = None
    """A passage's number.  With `quote`: look only there.  Alone: the whole passage.  Neither: the whole source."""
    version: PassageNumber | None = None
    """The number of the former version of the source on whose text it stands; absent: the present one."""
    status: Status | None = None
    """What the evidence says; absent: not assessed."""
    certainty: Certainty | None = None
    """How likely further evidence is to change the status."""
    evidence: tuple[Evidence, ...] = ()
    """What the note rests on."""
    replies_to: Identifier | None = None
    """The id of another note of the same source: a reply, a challenge, the right of reply of somebody named."""
    allegation_about: tuple[Text, ...] = ()
    """Living persons about whom it makes or repeats an allegation, by name: it then needs a reference as evidence."""
    authors: tuple[Text, ...] = ()
    """Who wrote it; default from git."""
    reviewers: tuple[Text, ...] = ()
    """Who reviewed it; default from git."""
    created: Date | None = None
    """When it was written; default from git."""
    modified: Date | None = None
    """When it was last changed; default from git."""
    ai_assisted: Text | None = None
    """How a language model helped, in words; shown beside the author."""
    interest: Text | None = None
    """An interest the author has in the matter; shown beside the author."""
    draft: Flag | None = None
    """`true`: it is not published; a preview shows it, and says so."""
    publish: Day | None = None
    """The day from which it is published, as `2030-03-14`; a build before that day leaves it out."""
    withdrawn: Text | None = None
    """Why it was withdrawn, in a sentence: this stands in its place, instead of its text, status and evidence."""
    format: FormatNumber | None = None
    """The format's number, for programs that are older or newer."""

    @property
    def is_claim(self) -> bool:
        """Whether it says something of its words: it gives a status, or lists evidence."""
        return self.status is not None or bool(self.evidence)

    @property
    def has_page(self) -> bool:
        """Whether it has a page of its own where notes do; that of a note that was withdrawn stays."""
        return self.is_claim or self.withdrawn is not None

    @property
    def as_published(self) -> Self:
        """The same without what a note no longer says that was withdrawn."""
        if self.withdrawn is None:
            return self if self.draft is not False else self.model_copy(update={"draft": None})
        return self.model_copy(
            update={
                "draft": self.draft or None,
                "status": None,
                "certainty": None,
                "evidence": (),
                "allegation_about": (),
            }
        )

    @model_validator(mode="after")
    def _context_needs_a_quote(self) -> Self:
        if self.quote is None and (self.prefix or self.suffix):
            raise PydanticCustomError(
                "missing-key",
                "`prefix` and `suffix` say what stands around a quote, but there is no `quote`",
                {"hint": "quote: the words the note is about"},
            )
        return self


class TranslationFrontMatter(Extensible):
    """The front matter of a note's translation: what is not here is the note's own."""

    model_config = ConfigDict(title="Translation")

    title: Text
    """The note's title, translated."""
    quote: Quote | None = None
    """The words that it is about in the translated source; without them it stands on the passage of its note."""
    prefix: Quote | None = None
    """Words of the translated source just before the quote, to pick one of several."""
    suffix: Quote | None = None
    """Words of the translated source just after the quote, to pick one of several."""
    passage: PassageNumber | None = None
    """A passage's number in the translated source."""
    authors: tuple[Text, ...] = ()
    """Who translated it; default from git."""
    reviewers: tuple[Text, ...] = ()
    """Who reviewed the translation; default from git."""
    created: Date | None = None
    """When it was translated; default from git."""
    modified: Date | None = None
    """When that was last changed; default from git."""
    ai_assisted: Text | None = None
    """How a language model helped, in words."""
    format: FormatNumber | None = None
    """The format's number, for programs that are older or newer."""


class LeadFrontMatter(Extensible):
    """The front matter of a lead, which can be left out."""

    model_config = ConfigDict(title="Lead")

    authors: tuple[Text, ...] = ()
    """Who wrote it; default from git."""
    format: FormatNumber | None = None
    """The format's number, for programs that are older or newer."""


class SourceFrontMatter(Extensible):
    """The part of a source page's front matter that is ours; the site generator reads the rest."""

    model_config = ConfigDict(coerce_numbers_to_str=False, title="Source")

    source: Annotated[CSLItem, Field()]
    """The source as a CSL item, the form in which Zotero, Pandoc and Quarto keep a reference."""
    text: Terms
    """On what terms the words are here."""
    title: Text | None = None
    """The page's title; default: the source's."""
    rights: Text | None = None
    """Who holds the rights, and on what ground the words are here."""
    licence: Text | None = None
    """An SPDX id, `public-domain`, or the permission in words.  Required for `text: full`."""
    published: Date | None = None
    """The day on which the source was first published on this site: what changed in notes before it was rewording, what
    was corrected since is a correction."""
    draft: Flag | None = None
    """`true`: neither it nor its notes are published; a preview shows them, and says so."""
    publish: Day | None = None
    """The day from which it is published with its notes, as `2030-03-14`; a build before that day leaves them out."""
    version: VersionFacts | None = None
    """What is known of the present version; former ones lie beside the notes."""
    checksum: Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")] | None = None
    """SHA-256 of the text as readers see it; written by `glossator seal`."""
    format: FormatNumber | None = None
    """The format's number, for programs that are older or newer."""

    @model_validator(mode="before")
    @classmethod
    def _without_those_of_the_host(cls, value: object) -> object:
        return without_others(cls, value)


class Origin(Extensible):
    """Somebody or something that passages rest on, anonymous ones included."""

    label: Text
    """What readers see: `A clerk of the council, unnamed`."""
    sourcing: Sourcing
    """What kind of origin it is."""
    reliability: Reliability = Reliability.F
    """The letter of the Admiralty code, for this source; default F, cannot be judged."""
    reason: Text | None = None
    """Why this letter."""

    @model_validator(mode="after")
    def _a_letter_needs_a_reason(self) -> Self:
        if self.reliability is not Reliability.F and self.reason is None:
            unnamed = self.sourcing.group is SourcingGroup.UNNAMED
            raise PydanticCustomError(
                "missing-key",
                "reliability {letter} is given without a `reason`{expected}",
                {
                    "letter": self.reliability.value,
                    "expected": ": it says how an origin that nobody can look up came to be judged" if unnamed else "",
                    "hint": "reason: Quoted by the paper since 2019; two of its earlier statements were borne out.\n"
                    "or reliability: F      # cannot be judged"
                    if unnamed
                    else "reason: Earlier statements that could be checked were borne out.",
                },
            )
        return self


class PassageSourcing(Extensible):
    """What one passage rests on."""

    origins: tuple[Identifier, ...] = ()
    """Ids of origins described in the same file."""
    statement: Statement | None = None
    """What type of statement it makes."""
    credibility: Credibility | None = None
    """The digit of the Admiralty code, judged without looking at the letter."""
    reason: Text | None = None
    """Why this digit."""


class SourcingFile(Extensible):
    """`sourcing.yml`: who stands behind each passage of one source."""

    model_config = ConfigDict(title="Sourcing")

    origins: dict[Identifier, Origin] = {}
    """Every origin by its id."""
    passages: dict[PassageNumber, PassageSourcing] = {}
    """Every rated passage by its number."""
    format: FormatNumber | None = None
    """The format's number, for programs that are older or newer."""


class Entity(Extensible):
    """Somebody or something that a source names: all spellings and other names are one entry."""

    label: Text
    """The name by which readers look it up: `Abu Bakr al-Baghdadi`."""
    names: tuple[Text, ...] = ()
    """Its other names and spellings; the source may use any."""
    kind: EntityKind
    """What it is."""
    about: Text
    """Who or what it is, in one neutral line."""
    side: Text | None = None
    """Of which side or body it is a part, where that says something: `Hezbollah`."""
    died: Date | None = None
    """When a person died."""
    as_of: Date | None = None
    """The day on which what is said was so."""
    references: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Keys of the bibliography that bear out what is said."""


class EntitiesFile(Extensible):
    """`entities.yml`: the people, groups and places that one source names."""

    model_config = ConfigDict(title="Entities")

    entities: dict[Identifier, Entity] = {}
    """Every entry by its id."""
    format: FormatNumber | None = None
    """The format's number, for programs that are older or newer."""


class ChartValue(Extensible):
    """A figure, for a time."""

    period: Days
    """The time it is for: `2018`, `2024-03`, or from one to another, `2024-01/2024-06`."""
    value: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    """The figure, as the reference gives it."""
    per: Literal["month", "quarter", "year"] | None = None
    """That it is an average for each of these; default: it is the sum for the whole time."""
    cite: Text
    """The key of the reference that gives it."""
    locator: Text | None = None
    """Where in the reference."""


class ChartSeries(Extensible):
    """Figures of one maker, counted in one way."""

    label: Text
    """Whose figures they are, and what they count."""
    values: Annotated[tuple[ChartValue, ...], Field(min_length=1)]
    """The figures."""


class ChartEvent(Extensible):
    """A day that a chart marks."""

    date: Days
    """The day."""
    label: Text
    """What happened."""
    cite: Text
    """The key of the reference that says so."""


class Chart(Extensible):
    """Figures over time, each with its reference; every series is drawn by itself."""

    title: Text
    """What the chart shows, as a sentence or a title."""
    passage: PassageNumber
    """The passage beside which it stands."""
    unit: Text
    """What is counted, in the plural: `attacks`."""
    series: Annotated[tuple[ChartSeries, ...], Field(min_length=1, max_length=8)]
    """The figures by their makers."""
    events: Annotated[tuple[ChartEvent, ...], Field(max_length=9)] = ()
    """The days to compare them with."""
    caveat: Text | None = None
    """What a reader has to know before comparing."""


class ChartsFile(Extensible):
    """`charts.yml`: the charts that stand beside passages of one source."""

    model_config = ConfigDict(title="Charts")

    charts: dict[Identifier, Chart] = {}
    """Every chart by its id."""
    format: FormatNumber | None = None
    """The format's number, for programs that are older or newer."""


class Reference(CSLItem):
    """A reference of the bibliography.  Its file may come from another program: unknown fields are left alone."""

    id: Text
    """The citation key."""
    checked: Checked | None = None
    """How much of it the editors have read."""
    nature: Nature | None = None
    """What it is, as evidence; default: what its type says."""

    @model_validator(mode="before")
    @classmethod
    def _of_other_programs(cls, value: object) -> object:
        """Without the keys that are theirs; our own export keeps ours where CSL-JSON has room for them."""
        custom = value.get("custom") if isinstance(value, dict) else None
        if isinstance(value, dict) and isinstance(custom, dict):
            value = {**{name: custom[name] for name in OUR_FIELDS if name in custom}, **value}
        return without_others(cls, value)


OUR_FIELDS = ("checked", "nature")
"""The fields of a reference that CSL does not have."""
