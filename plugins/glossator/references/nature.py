"""What a reference is, as evidence: what its file says, else what its type does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from glossator.records.csl import CSLItem
from glossator.records.model import Evidence, Reference
from glossator.records.vocabulary import Nature


class Default(NamedTuple):
    """What references of some types are where nobody says it."""

    nature: Nature
    types: tuple[str, ...]
    """CSL's."""
    reason: str


DEFAULTS: tuple[Default, ...] = (
    Default(
        Nature.PRIMARY_DOCUMENT,
        ("bill", "hearing", "legal_case", "legislation", "patent", "regulation", "treaty"),
        "The text of the law or of the court is the thing itself.",
    ),
    Default(
        Nature.PRIMARY_DOCUMENT,
        (
            "collection",
            "dataset",
            "figure",
            "graphic",
            "interview",
            "manuscript",
            "map",
            "personal_communication",
            "speech",
        ),
        "It records what somebody said, wrote, measured or saw.",
    ),
    Default(
        Nature.INSTITUTIONAL_REPORT,
        ("report", "standard"),
        "CSL keeps these types for what institutions publish.",
    ),
    Default(
        Nature.SCHOLARSHIP,
        ("article", "article-journal", "chapter", "paper-conference", "review", "review-book", "thesis"),
        "These forms are those of research; `article` is CSL’s type for preprints.",
    ),
    Default(
        Nature.PRESS,
        ("article-magazine", "article-newspaper", "broadcast"),
        "It appeared in a newspaper or a magazine, or was broadcast.",
    ),
    Default(
        Nature.REFERENCE_WORK,
        ("entry", "entry-dictionary", "entry-encyclopedia"),
        "It is an entry of such a work.",
    ),
)
"""Every other type, such as `book`, `webpage` or `post`, can be anything and is *other*.  Nothing is a party to the
matter by its type."""

_BY_TYPE: Mapping[str, Nature] = {type_: default.nature for default in DEFAULTS for type_ in default.types}


def of_item(item: CSLItem) -> Nature:
    """The nature of a reference of the bibliography, or of one described in place."""
    given = item.nature if isinstance(item, Reference | Evidence) else None
    return given or _BY_TYPE.get(item.type, Nature.OTHER)


def of_evidence(evidence: Evidence, references: Mapping[str, Reference]) -> Nature:
    """The nature of a piece of evidence: what it says itself, else what its reference does."""
    return evidence.nature or of_item(references.get(evidence.cite or "") or evidence)
