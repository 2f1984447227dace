"""Warnings about judgement: where a rating or a note claims more than the files show.

An error cannot be published as it stands.  A warning asks: what is written can be read, but its reader could not tell
why to believe it.  What a sentence says no program can judge, so nothing here reads sentences: only fields are compared
with fields.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Final
from urllib.parse import urlsplit

from glossator.edition.assessing import COUNTED
from glossator.edition.direction import of_relation, tally
from glossator.edition.page import Page
from glossator.edition.profile import passages_of
from glossator.problems import Location, Problem
from glossator.project.sidecar import Annotation, Sidecar
from glossator.records.csl import CSLItem
from glossator.records.vocabulary import Certainty, Credibility, Direction, Kinds, Relation, Reliability, Status
from glossator.references.bibliography import Bibliography

DIAGONAL = 6
"""Passages from which on a digit that always equals its letter is no accident: with two letters or more."""

_FOR = (Relation.SUPPORTS, Relation.CONFIRMS)

_SCHOLARLY = frozenset(("article-journal", "book", "chapter", "paper-conference", "thesis"))


def warnings(page: Page, bibliography: Bibliography, kinds: Kinds) -> list[Problem]:
    """What to ask the editors of a source's notes and ratings.

    Args:
        page: the source with its notes and ratings.
        bibliography: the site's references.
        kinds: the site's kinds of notes.
    """
    problems = [*_copied(page.sidecar)]
    for annotation in page.sidecar.annotations:
        problems += [*_without_evidence(annotation, kinds), *_alleging(annotation), *_contradicting(annotation)]
    # A note that was not read or has no place could hold the reference that seems to be missing.
    if not (page.sidecar.problems or page.apparatus.unplaced):
        problems += _unconfirmed(page, bibliography)
    return problems


def _warning(place: Location, code: str, message: str, hint: str, *, source: str, note: str = "") -> Problem:
    return Problem(place, code, message, hint, severity="warning", source=source, note=note)


def _without_evidence(annotation: Annotation, kinds: Kinds) -> Iterator[Problem]:
    kind = annotation.front.kind
    if kinds[kind].needs_evidence and not annotation.front.withdrawn and not annotation.front.evidence:
        yield _warning(
            annotation.marked.value_at("kind"),
            "kind-without-evidence",
            f"the note is of kind `{kind}`, but names no evidence",
            f"evidence:\n  - cite: survey-2030\n    relation: {Relation.DISPUTES}      # or {Relation.SUPPORTS}\n"
            "or another kind, such as `context` or `open-question`",
            source=annotation.source,
            note=annotation.id,
        )


def _contradicting(annotation: Annotation) -> Iterator[Problem]:
    """A status that says of the evidence what none of the evidence listed says."""
    front = annotation.front
    counts = tally(front)
    listed = {way: counts[way] for way in COUNTED if counts[way]}
    allowed = wanted(front.status, front.certainty, listed)
    if allowed and listed and not (allowed & listed.keys()):
        sure, less_sure = _TOO_SURE if front.status in DISAGREEING else ("", "")
        said = ", ".join(f"{count} {_SAID[way]}" for way, count in listed.items())
        relations = " or ".join(relation for relation in Relation if of_relation(relation) in allowed)
        fitting = [status for status in _MOST_TELLING if _fits(status, front.certainty, listed)]
        yield _warning(
            annotation.marked.value_at("status"),
            "status-against-evidence",
            f"the status is `{front.status}`{sure}, but the evidence listed is {said}: {_EXPECTED[front.status]}",
            f"evidence:\n  - cite: survey-2030\n    relation: {relations}\n"
            f"or another status{less_sure}\none of: {', '.join(fitting)}",
            source=annotation.source,
            note=annotation.id,
        )


def _fits(status: Status, certainty: Certainty | None, listed: Collection[Direction]) -> bool:
    ways = wanted(status, certainty, listed)
    return ways is None or not ways.isdisjoint(listed)


def wanted(
    status: Status | None, certainty: Certainty | None, listed: Collection[Direction]
) -> frozenset[Direction] | None:
    """Which way some of the evidence must point for a status to fit it; None where any fits.

    Args:
        status: what is said of the evidence.
        certainty: how sure that is.
        listed: the ways in which the evidence listed points.
    """
    one_way = len(listed) == 1 and Direction.MIXED not in listed
    if status in DISAGREEING and certainty is Certainty.HIGH and one_way:
        return frozenset(COUNTED).difference(listed)
    return WAYS.get(status) if status else None


DISAGREEING: Final = (Status.CONTESTED,)
"""Statuses by which what sources say does not agree.  With one side listed that can be so, the other being the source's
own; but that no further evidence is likely to change it, one side alone cannot show."""
_TOO_SURE: Final = (" with high certainty", ", or certainty: moderate")
WAYS: Mapping[Status, frozenset[Direction]] = {
    Status.CORROBORATED: frozenset((Direction.FOR,)),
    Status.PARTLY_CORROBORATED: frozenset((Direction.FOR, Direction.MIXED)),
    Status.LACKS_CONTEXT: frozenset((Direction.FOR, Direction.MIXED)),
    Status.CONTRADICTED: frozenset((Direction.AGAINST,)),
}
"""Which way some of the evidence must point for what a status says of it; the others can be true of any."""
_MOST_TELLING = (*WAYS, *(status for status in Status if status not in WAYS))
"""First the statuses that say something of the way in which evidence points."""
_EXPECTED: Mapping[Status | None, str] = {
    Status.CORROBORATED: "it says that something bears the words out",
    Status.PARTLY_CORROBORATED: "it says that something bears a part of the words out",
    Status.LACKS_CONTEXT: "it says that the words are borne out as they stand",
    Status.CONTRADICTED: "it says that what is against the words outweighs what is for them",
    Status.CONTESTED: "it says that sources do not agree, and that nothing further is likely to change that",
}
_SAID: Mapping[Direction, str] = {Direction.FOR: "for", Direction.MIXED: "in part", Direction.AGAINST: "against"}


def _alleging(annotation: Annotation) -> Iterator[Problem]:
    front = annotation.front
    if front.allegation_about and not any(evidence.cite or evidence.URL or evidence.DOI for evidence in front.evidence):
        yield _warning(
            annotation.marked.key_at("allegation-about"),
            "allegation-without-reference",
            f"an allegation about {', '.join(front.allegation_about)} rests on no reference that a reader can look up: "
            "evidence with `cite`, `URL` or `DOI` is expected",
            "evidence:\n  - cite: survey-2030\n    locator: para. 12\n    relation: supports",
            source=annotation.source,
            note=annotation.id,
        )


def _copied(sidecar: Sidecar) -> Iterator[Problem]:
    """Digits that are their letters' places in the alphabet.

    Letter and digit are judged each without the other, so they agree here and there and not throughout.  F is left out,
    since 6 beside it is right as a rule: of an unnamed origin and its statement alike nothing can be judged.
    """
    judged, rated = {}, sidecar.sourcing
    for number, passage in sorted(rated.passages.items()):
        letters = {rated.origins[id_].reliability for id_ in passage.origins} - {Reliability.F}
        if letters and passage.credibility:
            judged[number] = (letters, "ABCDEF"[int(passage.credibility) - 1])
    equal = [digit in letters for letters, digit in judged.values()]
    marks = sidecar.sourcing_marks
    if marks and len(judged) >= DIAGONAL and all(equal) and len({digit for _, digit in judged.values()}) > 1:
        yield _warning(
            marks.value_at("passages", next(iter(judged)), "credibility"),
            "credibility-copied",
            f"on all {len(judged)} passages with a letter from A to E the digit is the letter’s place in the alphabet "
            "(A1, B2, C3 …): a digit judged without looking at the letter is expected",
            "credibility: 4      # of an origin rated B, where nothing else is known of what it says here",
            source=sidecar.slug,
        )


def _unconfirmed(page: Page, bibliography: Bibliography) -> Iterator[Problem]:
    references = _cited_for(page, bibliography)
    marks, numbers = page.sidecar.sourcing_marks, {passage.number for passage in page.text.passages}
    for number, passage in sorted(page.ratings.items()):
        cited = references.get(number, [])
        if not marks or number not in numbers or passage.credibility is not Credibility.CONFIRMED:
            continue
        if not confirmed(cited, page.source.item):
            named = ("no reference", "one reference", f"{len(cited)} references that are not independent")
            yield _warning(
                marks.value_at("passages", number, "credibility"),
                "credibility-unconfirmed",
                f"passage {number} is rated 1, confirmed by independent sources, but the notes on it name "
                f"{named[min(len(cited), 2)]} for it: two are expected, by different authors and publishers, and not "
                "the source’s own",
                "in a note on the passage:\nevidence:\n  - cite: survey-2030\n    relation: confirms\n"
                "  - cite: gazette-2031\n    relation: supports\nor credibility: 2",
                source=page.source.slug,
            )


def _cited_for(page: Page, bibliography: Bibliography) -> dict[int, list[CSLItem]]:
    """The references that speak for each passage, by its number."""
    references: dict[int, list[CSLItem]] = {}
    for note in page.notes:
        cited = [
            bibliography.references.get(evidence.cite or "", evidence)
            for evidence in note.evidence
            if evidence.relation in _FOR
        ]
        for number in passages_of(note, page.text) if cited else ():
            references.setdefault(number, []).extend(cited)
    return references


def confirmed(references: Iterable[CSLItem], source: CSLItem) -> bool:
    """Whether two references are independent of each other and of the source, as far as their fields can tell.

    Two are independent where nobody made both.  Makers are the authors and editors, the publisher and the newspaper,
    site or series it appeared in: two reporters of one paper are one voice.  Of scholarship only authors and editors
    count, since a press or a journal publishes many voices.  Where no maker is named, the host of the address stands
    for one; where there is none either, nothing shows that the reference is independent, and it does not count.
    Names are compared as they are written, without regard to case.  That two reports repeat a third, or that one
    company owns both papers, no field tells: it stays the editors' to know.
    """
    own = _makers(source)
    made_by = [makers for reference in references if (makers := _makers(reference)) and makers.isdisjoint(own)]
    return any(makers.isdisjoint(others) for makers, others in combinations(made_by, 2))


def _makers(item: CSLItem) -> frozenset[str]:
    names = [str(name) for name in (*item.author, *item.editor)]
    if item.type not in _SCHOLARLY or not names:
        names += [item.publisher or "", item.container_title or ""]
    host = (urlsplit(item.URL).hostname or "").removeprefix("www.") if item.URL else ""
    named = frozenset(" ".join(name.casefold().split()) for name in names if name)
    return named or frozenset([host] if host else [])
