"""The words of the format, each with its label and meaning.

Ids are frozen: files, exports and addresses rest on them.  Labels and meanings are for people.  The closed
vocabularies are enumerations; only the kinds of notes can be relabelled and added to by a site.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self


class Term(StrEnum):
    """A word of a closed vocabulary: its id, what people read, and what it means."""

    label: str
    meaning: str
    example: str
    """What somebody says with it; empty where the meaning needs none."""

    def __new__(cls, value: str, label: str, meaning: str, example: str = "") -> Self:  # noqa: D102  # the class says it
        term = str.__new__(cls, value)
        term._value_ = value
        term.label = label
        term.meaning = meaning
        term.example = example
        return term


class Status(Term):
    """What the evidence says about the words of a passage.  About the evidence, never about a person.

    Each is defined by what it says of evidence for the words, so that it is true whatever else is listed: evidence for
    them, against them, or none.  The meanings begin alike, with a word that can be small inside a sentence.
    """

    CORROBORATED = (
        "corroborated",
        "Corroborated",
        "What was found, from independent sources that can be looked up, bears these words out.",
        "Two reports that know nothing of each other give the same figure.",
    )
    PARTLY_CORROBORATED = (
        "partly-corroborated",
        "Partly corroborated",
        "What was found bears out a part of these words, and not the rest.",
        "The date is right; so many people were not there.",
    )
    CONTESTED = (
        "contested",
        "Contested",
        "What credible sources say about these words does not agree.",
        "One survey counts 300, another 800.",
    )
    LACKS_CONTEXT = (
        "lacks-context",
        "Lacks context",
        "What was found bears these words out as they stand, but not what they suggest without their context.",
        "The figure is right, but it is that of the whole region.",
    )
    UNSUPPORTED = (
        "unsupported",
        "Unsupported",
        "What was found does not bear these words out.",
        "The report that is named does not say so, and no other was found.",
    )
    CONTRADICTED = (
        "contradicted",
        "Contradicted",
        "What was found against these words outweighs what was found for them.",
        "The law of that day says the opposite.",
    )
    UNVERIFIABLE = (
        "unverifiable",
        "Unverifiable",
        "What can be found by public means does not settle whether these words hold.",
        "It was said between two people, and nothing of it is public.",
    )

    @property
    def sign(self) -> str:
        """A sign that stands for it where a word has no room."""
        return _STATUS_SIGNS[self]


_STATUS_SIGNS: Mapping[str, str] = {
    "corroborated": "+",
    "partly-corroborated": "±",
    "contested": "≠",
    "lacks-context": "…",
    "unsupported": "○",
    "contradicted": "−",
    "unverifiable": "?",
}


class Certainty(Term):
    """How likely further evidence is to change the status (the four levels of GRADE)."""

    HIGH = "high", "High certainty", "Further evidence is very unlikely to change the status."
    MODERATE = "moderate", "Moderate certainty", "Further evidence may well change the status."
    LOW = "low", "Low certainty", "Further evidence is very likely to change the status."
    VERY_LOW = "very-low", "Very low certainty", "The status is little more than a guess."


class Relation(Term):
    """How a piece of evidence bears on the passage (names of CiTO, the Citation Typing Ontology)."""

    SUPPORTS = "supports", "supports", "It speaks for what the passage says."
    CONFIRMS = "confirms", "confirms", "It establishes independently what the passage says."
    DISPUTES = "disputes", "disputes", "It contests what the passage says, without settling the matter."
    REFUTES = "refutes", "refutes", "It shows that what the passage says is wrong."
    QUALIFIES = "qualifies", "qualifies", "It limits what the passage says."
    CORRECTS = "corrects", "corrects", "It puts right a detail of what the passage says."
    UPDATES = "updates", "updates", "It tells what became known later."
    BACKGROUND = "background", "background", "It helps to understand the passage, for or against nothing."

    @property
    def sign(self) -> str:
        """A sign for what it does: `+` for, `−` against, `±` in part, `»` and `·` neither."""
        return _SIGNS[self]


_SIGNS: Mapping[str, str] = {
    "supports": "+",
    "confirms": "+",
    "disputes": "−",
    "refutes": "−",
    "qualifies": "±",
    "corrects": "−",
    "updates": "»",
    "background": "·",
}


class Direction(Term):
    """Which way the evidence on the words of a passage points."""

    FOR = "for", "Supported", "The evidence points to what the words say."
    MIXED = "mixed", "In part", "The evidence points both ways, or to a part of what the words say."
    AGAINST = "against", "Disputed", "The evidence points away from what the words say."
    OPEN = "open", "Not shown", "Nothing was found that bears the words out, or nothing that settles them. Not “false”."

    @property
    def sign(self) -> str:
        """A sign that stands for it where a word has no room."""
        return {"for": "+", "mixed": "±", "against": "−", "open": "○"}[self]


class Moment(Term):
    """Whether evidence could be known when the source was published."""

    THEN = "then", "Known then", "It was published when the source was, or before."
    LATER = "later", "Later", "It was published after the source."
    UNCLEAR = (
        "unclear",
        "Date not exact",
        "It was published in the same year or month as the source, and nothing more exact is known.",
    )


class Nature(Term):
    """What a reference is, as evidence."""

    PRIMARY_DOCUMENT = (
        "primary-document",
        "Primary document",
        "A record of the matter itself: a law, a judgment, a contract, a letter, a data set, a recording.",
    )
    INSTITUTIONAL_REPORT = (
        "institutional-report",
        "Report of an institution",
        "What an authority, a court, an organisation or a company found out and published.",
    )
    SCHOLARSHIP = "scholarship", "Scholarship", "Research in a form that other researchers can check."
    PRESS = "press", "Press", "What a newspaper, a magazine, an agency or a broadcaster reported."
    REFERENCE_WORK = (
        "reference-work",
        "Reference work",
        "A dictionary, an encyclopedia or the like, made of other sources.",
    )
    PARTY = "party", "Party to the matter", "Somebody with a part in the matter, speaking for their own side."
    OTHER = "other", "Other", "Anything else, or not said."


class Terms(Term):
    """On what terms the words of a source are on the page."""

    FULL = "full", "Full text", "The whole text, under the licence named."
    EXCERPTS = "excerpts", "Excerpts", "Short quotations; […] marks what is left out."
    RESTATED = (
        "restated",
        "Restated",
        "Each passage is told again in the editors’ own words, numbered like the original.",
    )


class SourcingGroup(Term):
    """The kinds of origin in groups that a reader can take in at a glance."""

    UNNAMED = "unnamed", "Unnamed or not shown", "People without a name, and documents that nobody can read."
    AUTHOR = "author", "The author’s own word", "What the author says, saw or takes as known."
    NAMED = "named", "Named", "People, authorities and organisations that are named."
    PUBLISHED = "published", "Published", "Documents, studies and reports that can be looked up."
    NOT_RATED = "not-rated", "Not rated", "Nothing is said yet of what these passages rest on."


class Sourcing(Term):
    """What kind of origin a passage rests on."""

    NAMED_ON_RECORD = "named-on-record", "Named, on the record", "A person who is named and can be asked."
    OFFICIAL_STATEMENT = "official-statement", "Official statement", "A statement that an authority made in public."
    DOCUMENT_PUBLISHED = "document-published", "Published document", "A document that anyone can read."
    DOCUMENT_NOT_SHOWN = "document-not-shown", "Document not shown", "A document that is mentioned, but not published."
    OFFICIAL_UNNAMED = "official-unnamed", "Unnamed official", "An official whose name is not given."
    ANONYMOUS_SINGLE = "anonymous-single", "One anonymous source", "One person whose name is not given."
    ANONYMOUS_MULTIPLE = "anonymous-multiple", "Several anonymous sources", "Several people whose names are not given."
    EXPERT = "expert", "Expert", "Somebody named who is quoted for knowing the field."
    STUDY_OR_DATA = "study-or-data", "Study or data", "Research or figures that can be looked up."
    ORGANISATION = "organisation", "Organisation", "A named organisation speaking for itself."
    OTHER_OUTLET = "other-outlet", "Another outlet", "A report by another publication."
    OWN_OBSERVATION = "own-observation", "Own observation", "What the author says to have seen."
    AUTHOR_ASSERTION = "author-assertion", "Author’s assertion", "The author says so and names no origin."
    COMMON_KNOWLEDGE = "common-knowledge", "Common knowledge", "What any reader can look up and nobody disputes."

    @property
    def group(self) -> SourcingGroup:
        """The group it is counted in."""
        return next(group for group, kinds in _GROUPS.items() if self.value in kinds)


_GROUPS: Mapping[SourcingGroup, frozenset[str]] = {
    SourcingGroup.UNNAMED: frozenset(
        ("official-unnamed", "anonymous-single", "anonymous-multiple", "document-not-shown")
    ),
    SourcingGroup.AUTHOR: frozenset(("author-assertion", "own-observation", "common-knowledge")),
    SourcingGroup.NAMED: frozenset(("named-on-record", "official-statement", "expert", "organisation")),
    SourcingGroup.PUBLISHED: frozenset(("document-published", "study-or-data", "other-outlet")),
}


class EntityKind(Term):
    """What somebody or something that a source names is."""

    PERSON = "person", "Person", "Somebody, living or dead."
    ORGANISATION = "organisation", "Group or organisation", "A party, force, agency, alliance, outlet or the like."
    PLACE = "place", "Place", "A country, region, town, building or the like."
    EVENT = "event", "Event", "Something that happened and has a name."

    @property
    def several(self) -> str:
        """The label of more than one."""
        return SEVERAL[self]


SEVERAL: Mapping[str, str] = {
    "person": "People",
    "organisation": "Groups and organisations",
    "place": "Places",
    "event": "Events",
}
"""Labels of the kinds in the plural, for headings."""


class Statement(Term):
    """What type of statement a passage makes."""

    FACTUAL = "factual", "Factual", "It says that something is or was so."
    CAUSAL = "causal", "Causal", "It says that one thing brought about another."
    INTERPRETATION = "interpretation", "Interpretation", "It says what something means."
    OPINION = "opinion", "Opinion", "It judges or values."
    PREDICTION = "prediction", "Prediction", "It says what will or may happen."
    QUOTATION = "quotation", "Quotation", "It reports what somebody said."
    RHETORIC = "rhetoric", "Rhetoric", "It moves or persuades rather than states."


class Reliability(Term):
    """Reliability of an origin: the letter of the Admiralty code (NATO AJP-2.1; US Army FM 2-22.3, appendix B)."""

    A = "A", "Completely reliable", "No doubt about its authenticity, trustworthiness or competence."
    B = "B", "Usually reliable", "Minor doubt; mostly valid in the past."
    C = "C", "Fairly reliable", "Doubt; has been valid before."
    D = "D", "Not usually reliable", "Significant doubt; has nevertheless been valid before."
    E = "E", "Unreliable", "A record of invalid information."
    F = "F", "Reliability cannot be judged", "There is no basis to judge it. Not a bad mark."


class Credibility(Term):
    """Credibility of a statement: the digit of the Admiralty code, judged without looking at the letter."""

    CONFIRMED = "1", "Confirmed by independent sources", "Confirmed independently; fits what else is known."
    PROBABLE = "2", "Probably true", "Not confirmed; logical; fits what else is known."
    POSSIBLE = "3", "Possibly true", "Not confirmed; reasonably logical; fits some of what is known."
    DOUBTFUL = "4", "Doubtful", "Not confirmed; possible, and nothing else is known about it."
    IMPROBABLE = "5", "Improbable", "Contradicted by other information."
    NOT_JUDGED = "6", "Credibility cannot be judged", "There is no basis to judge it. Not “false”."


class Checked(Term):
    """How much of a reference the editors have read."""

    FULL = "full", "Read in full", "The editors have read the whole of it."
    EXCERPT = "excerpt", "Read in excerpt", "The editors have read only an excerpt of it."
    NO = "no", "Not seen", "The editors have not seen it."


@dataclass(frozen=True)
class Scheme:
    """A vocabulary as readers are told of it."""

    id: str
    """Its terms have the addresses `#id-term` on the page that explains them."""
    label: str
    use: str
    """What it is for."""
    terms: type[Term]
    source: str = "The words are this project’s own."
    """Where the words come from."""
    url: str = ""
    """Where that can be read."""


_ADMIRALTY = (
    "Letter and digit are the Admiralty code (NATO AJP-2.1; US Army FM 2-22.3, appendix B). They are shown together and"
    " never added or averaged."
)
_FIELD_MANUAL = "https://irp.fas.org/doddir/army/fm2-22-3.pdf"

SCHEMES: tuple[Scheme, ...] = (
    Scheme(
        "status",
        "Assessment",
        "What the published evidence says of the words. An assessment is about the evidence, never about a person, and"
        " never about the note: what a note does, its kind says. A note with one lists the evidence or says why there"
        " is none.",
        Status,
    ),
    Scheme(
        "direction",
        "Direction of the evidence",
        "Which way the evidence on the words points, which their colour shows. The assessment gives it, each always the"
        " same: “Unsupported” is “Not shown”, whatever else is listed, since it says that nothing bears the words out,"
        " and not that they are false. Where there is no assessment, the evidence listed gives the direction.",
        Direction,
    ),
    Scheme(
        "certainty",
        "Certainty",
        "How likely further evidence is to change an assessment.",
        Certainty,
        "The four levels are those of GRADE (Grading of Recommendations Assessment, Development and Evaluation), in"
        " its earlier wording. GRADE rates effects of treatments; to rate what texts say is this project’s own step.",
        "https://www.gradeworkinggroup.org/",
    ),
    Scheme(
        "relation",
        "Relation of evidence",
        "How a piece of evidence bears on the passage.",
        Relation,
        "The words are names of CiTO, the Citation Typing Ontology; “background” is short for its “gives background"
        " to”. In CiTO they join a work to one that it cites, here a piece of evidence to a passage.",
        "http://purl.org/spar/cito",
    ),
    Scheme(
        "nature",
        "Nature of a reference",
        "What a reference is, as evidence. Where nobody says it, the reference’s type does, as far as it can.",
        Nature,
    ),
    Scheme(
        "moment",
        "Then or later",
        "What could be known when the source was published, and what came since: the dates of both are compared, as"
        " precisely as both are known. Where that is not exact enough to tell, it is said so. A reference without a"
        " date is none of these.",
        Moment,
    ),
    Scheme(
        "reliability",
        "Reliability of an origin",
        "The letter belongs to the origin and is given without looking at what it says.",
        Reliability,
        _ADMIRALTY,
        _FIELD_MANUAL,
    ),
    Scheme(
        "credibility",
        "Credibility of a statement",
        "The digit belongs to the passage and is given without looking at who says it.",
        Credibility,
        _ADMIRALTY,
        _FIELD_MANUAL,
    ),
    Scheme(
        "group",
        "Who stands behind a claim",
        "The kinds of origin in groups, as the bar at the head of a source counts them.",
        SourcingGroup,
    ),
    Scheme("sourcing", "Kind of origin", "What a passage rests on.", Sourcing),
    Scheme("statement", "Type of statement", "What a passage does: only some can be checked.", Statement),
    Scheme("checked", "How far we have read", "How much of a reference the editors have seen.", Checked),
    Scheme("terms", "Terms of the text", "On what ground the words of a source stand on the page.", Terms),
    Scheme("entity", "People, groups and places", "Whom and what a source names, under all names.", EntityKind),
)
"""Every closed vocabulary, in the order in which readers meet it."""


@dataclass(frozen=True)
class Kind:
    """What a note is for.  Unlike the other vocabularies, a site may change and extend the kinds."""

    id: str
    label: str
    meaning: str
    motivations: tuple[str, ...] = ("commenting",)
    """Some of `MOTIVATIONS`, the chief one first."""
    needs_evidence: bool = False
    """Whether a note of it that names no evidence is asked for some."""
    example: str = ""
    """The title of a note of it."""


MOTIVATIONS = (
    *("assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting"),
    *("identifying", "linking", "moderating", "questioning", "replying", "tagging"),
)
"""Why people annotate, in the words of the W3C's Web Annotation Vocabulary."""

KINDS: tuple[Kind, ...] = (
    Kind(
        *("context", "Context", "What a reader needs to know beside the passage."),
        ("describing",),
        example="The ferry had stopped two years before.",
    ),
    Kind(
        *("counter-evidence", "Counter-evidence", "Evidence that speaks against the passage."),
        ("assessing", "commenting"),
        needs_evidence=True,
        example="The minutes count 12 votes, not 20.",
    ),
    Kind(
        *("corroboration", "Corroboration", "Evidence that speaks for the passage."),
        ("assessing",),
        needs_evidence=True,
        example="The harbour’s own records give the same day.",
    ),
    Kind(
        *("source-quality", "Source quality", "What the passage rests on, and how well."),
        ("assessing", "describing"),
        example="All of this rests on one clerk without a name.",
    ),
    Kind(
        *("wording", "Wording", "Words that are loaded, vague or say more than is known."),
        ("commenting",),
        example="The report says ‘government’; ‘regime’ is the author’s word.",
    ),
    Kind(
        *("open-question", "Open question", "What would have to be known to judge the passage."),
        ("questioning",),
        example="Who counted the visitors, and how?",
    ),
    Kind(
        *("reply", "Reply", "An answer to another note."),
        ("replying",),
        example="The figure is that of our second report.",
    ),
)
"""The kinds every site has, no two with the same motivations."""


KIND_FIELDS: Mapping[str, str] = {
    "label": "What readers see.",
    "meaning": "What the kind is for.",
    "motivation": "Why such notes are written, for other programs: one of the W3C’s words, or a list of them; default:"
    " `commenting`.",
    "example": "The title that such a note could have, for those who choose a kind.",
    "needs-evidence": "`true`: a note of this kind without evidence is [a warning](problems.md); default: `false`.",
}
"""What a site may say of a kind, with its meaning."""


def _listed(words: str | Iterable[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


class Kinds(Mapping[str, Kind]):
    """The kinds of one site by id: the ones above, with what the site changed and added."""

    def __init__(self, changes: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        """`changes` maps a kind's id to any of `KIND_FIELDS`."""
        kinds = {kind.id: kind for kind in KINDS}
        for id_, change in (changes or {}).items():
            old = kinds.get(id_) or Kind(id_, id_.replace("-", " ").capitalize(), "")
            kinds[id_] = Kind(
                id=id_,
                label=change.get("label", old.label),
                meaning=change.get("meaning", old.meaning),
                motivations=_listed(change.get("motivation", old.motivations)),
                needs_evidence=change.get("needs-evidence", old.needs_evidence),
                example=change.get("example", "" if "meaning" in change else old.example),
            )
        self._kinds = kinds

    def __getitem__(self, id_: str) -> Kind:
        return self._kinds[id_]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)


GENRES: Mapping[str, str] = {
    "Article": "Article",
    "NewsArticle": "News",
    "ReportageNewsArticle": "News report",
    "AnalysisNewsArticle": "News analysis",
    "OpinionNewsArticle": "Opinion",
    "BackgroundNewsArticle": "News background",
    "ReviewNewsArticle": "Review",
    "AskPublicNewsArticle": "Call to the public",
    "AdvertiserContentArticle": "Advertiser’s content",
    "SatiricalArticle": "Satire",
    "ScholarlyArticle": "Scholarly article",
    "Report": "Report",
}
"""schema.org's types of article, which a source's `genre` can be, in words.  Any other genre is shown as it is."""

NOTE_FIELDS: Mapping[str, str] = {
    "title": "Title",
    "kind": "Kind",
    "quote": "Quoted words",
    "passage": "Passage",
    "version": "Version",
    "status": "Assessment",
    "certainty": "Certainty",
    "evidence": "Evidence",
    "replies-to": "Reply",
    "withdrawn": "Withdrawn",
    "text": "Text",
}
"""The fields of a note that say something of the source, in words."""

HAPPENED: Mapping[str, str] = {
    "new": "New",
    "corrected": "Corrected",
    "reworded": "Reworded",
    "edited": "Edited",
    "renamed": "Renamed",
    "removed": "Withdrawn",
    "restored": "Restored",
}
"""What a commit did to a note, in words."""

MISSING: Mapping[str, str] = {
    "shallow": "This site was built from a copy with the latest changes only.",
    "partial": "This site was built from a copy without the old contents of files.",
    "no-git": "The history of the notes is not known: this site was built where git is not installed.",
    "no-repository": "The history of the notes is not known: this site’s files are not kept in a git repository.",
    "not-trusted": "The history of the notes is not known: git did not trust the folder this site was built in.",
    "unreadable": "The history of the notes is not known: git could not read it.",
}
"""Why not the whole history of the notes is known."""
