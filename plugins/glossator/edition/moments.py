"""What could be known when a source was published, and what came since: each piece of evidence by its date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from glossator.edition.words import Words
from glossator.records.csl import CSLDate, CSLItem
from glossator.records.dates import later, not_later
from glossator.records.model import Evidence, NoteFrontMatter
from glossator.records.vocabulary import Moment


def of_item(item: CSLItem, source: CSLItem) -> Moment | None:
    """Whether a reference is later than a source; None where the date of one is not known."""
    return _of_date(item.issued, source.issued)


def of_evidence(evidence: Evidence, source: CSLItem, references: Mapping[str, CSLItem]) -> Moment | None:
    """The same of a piece of evidence, whose date may be its reference's in the bibliography."""
    reference = references.get(evidence.cite or "")
    return _of_date(evidence.issued or (reference.issued if reference else None), source.issued)


def of_note(front: NoteFrontMatter, source: CSLItem, references: Mapping[str, CSLItem]) -> tuple[Moment, ...]:
    """Every moment that a note has evidence of, in the order of the vocabulary."""
    moments = {of_evidence(evidence, source, references) for evidence in front.evidence}
    return tuple(moment for moment in Moment if moment in moments)


def counted(moments: Sequence[Moment | None], words: Words) -> str:
    """How much of the evidence could be known then, and how much came later: `3 known then, 1 later`.

    Empty where all was known then, which goes without saying.
    """
    then, since, unclear = (moments.count(moment) for moment in Moment)
    if not since + unclear:
        return ""
    return words.listed(
        (
            words.counted(then, "{} known then", "{} known then") if then else "",
            words.counted(since, "{} later", "{} later") if since else "",
            words.counted(unclear, "{} date not exact", "{} dates not exact") if unclear else "",
        )
    )


def told(moment: Moment | None, words: Words) -> str:
    """What is said of a single piece of evidence; nothing of what was known then."""
    return {Moment.LATER: words("later"), Moment.UNCLEAR: words("date not exact")}.get(moment, "") if moment else ""


def _of_date(date: CSLDate | None, source: CSLDate | None) -> Moment | None:
    if later(date, source):
        return Moment.LATER
    by_then = not_later(date, source)
    return None if by_then is None else (Moment.THEN if by_then else Moment.UNCLEAR)
