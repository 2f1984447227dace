"""Which way the evidence on words points, what came later, and what a status says of it all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.edition import assessing, direction, moments
from glossator.edition.words import Words
from glossator.records.csl import CSLDate, CSLItem
from glossator.records.dates import later, not_later
from glossator.records.model import NoteFrontMatter
from glossator.records.vocabulary import Certainty, Direction, Moment, Relation, Status

FOR, MIXED, AGAINST, OPEN = Direction
POINTING = {FOR: "supports", MIXED: "qualifies", AGAINST: "refutes"}
LANGUAGES = ("en", "de", "fr", "es", "ar")


def note(status: str | None = None, *relations: str, **more: Any) -> NoteFrontMatter:
    """A note with a status and evidence of these relations."""
    evidence = [{"title": "A report", "relation": relation} for relation in relations]
    fields = {"title": "A note", "kind": "context", "status": status, "evidence": evidence, **more}
    return NoteFrontMatter.model_validate({name: value for name, value in fields.items() if value is not None})


relations = st.lists(st.sampled_from([relation.value for relation in Relation]), max_size=4)
notes = st.builds(
    lambda status, listed: note(status, *listed),
    st.none() | st.sampled_from([status.value for status in Status]),
    relations,
)


@pytest.mark.parametrize(
    ("status", "listed", "way"),
    [
        ("corroborated", [], FOR),
        ("corroborated", ["refutes"], FOR),
        ("partly-corroborated", ["supports"], MIXED),
        ("contested", ["disputes"], MIXED),
        ("lacks-context", [], MIXED),
        ("contradicted", [], AGAINST),
        ("unsupported", ["disputes"], OPEN),
        ("unsupported", ["supports", "corrects"], OPEN),
        ("unsupported", ["supports"], OPEN),
        ("unsupported", [], OPEN),
        ("unverifiable", ["refutes"], OPEN),
        (None, ["supports", "background"], FOR),
        (None, ["confirms", "disputes"], MIXED),
        (None, ["qualifies"], MIXED),
        (None, ["corrects", "updates"], AGAINST),
        (None, ["background", "updates"], OPEN),
        (None, [], OPEN),
    ],
)
def test_a_note_points_where_its_status_or_its_evidence_does(status: str | None, listed: list[str], way: str) -> None:
    """Each status says always the same, whatever is listed; where there is none, the evidence decides."""
    assert direction.of_note(note(status, *listed)) is way


@given(notes)
def test_the_order_and_number_of_the_evidence_do_not_count(front: NoteFrontMatter) -> None:
    """Listed backwards, or twice, evidence points the same way."""
    twice = front.model_copy(update={"evidence": (*reversed(front.evidence), *front.evidence)})
    assert direction.of_note(twice) is direction.of_note(front)


@given(relations)
def test_what_only_helps_to_understand_turns_nothing(listed: list[str]) -> None:
    """Background and later news are neither for nor against."""
    more = note(None, *listed, "background", "updates")
    assert direction.of_note(more) is direction.of_note(note(None, *listed))


@given(st.lists(notes, max_size=4), st.randoms())
def test_several_notes_have_their_common_direction_or_are_mixed(several: list[NoteFrontMatter], random: Any) -> None:
    """Whatever their order, and a note that says nothing has no part in it."""
    shuffled = [*several, note()]
    random.shuffle(shuffled)
    common = direction.of_notes(several)
    assert direction.of_notes(shuffled) is common
    ways = {direction.of_note(front) for front in several if front.status or direction.of_note(front) is not OPEN}
    assert common is (ways.pop() if len(ways) == 1 else MIXED if ways else OPEN)


def test_every_relation_has_the_sign_of_its_direction() -> None:
    """Of those that point nowhere, `»` tells what came later from what only helps to understand."""
    for relation in Relation:
        way = direction.of_relation(relation)
        assert relation.sign == way.sign if way is not OPEN else relation.sign in "»·"
    assert [way.sign for way in Direction] == ["+", "±", "−", "○"]


# Then and later


def dated(parts: Sequence[Sequence[int]], **more: Any) -> CSLDate:
    """A date of one or two parts."""
    return CSLDate.model_validate({"date-parts": [list(part) for part in parts], **more})


years = st.integers(-50, 2100).filter(bool)
months = st.integers(1, 24)
parts = st.one_of(
    st.tuples(years),
    st.tuples(years, months),
    st.tuples(years, st.integers(1, 12), st.integers(1, 28)),
)
dates = st.builds(
    lambda first, second, circa: dated((first, *second), circa=circa),
    parts,
    st.lists(parts, max_size=1).map(tuple),
    st.none() | st.booleans(),
)


@pytest.mark.parametrize(
    ("date", "than", "after"),
    [
        ("2025", "2024-03", True),
        ("2024-05", "2024", False),
        ("2024", "2024-05", False),
        ("2024-05", "2024-03", True),
        ("2024-01-20", "2024-01-19", True),
        ("2024-01-19", "2024-01-19", False),
        ("2024-01", "2024-01-19", False),
        ("2024-01-20/2024-01-22", "2024-01-19/2024-01-21", False),
        ("2024-01-22/2024-01-23", "2024-01-19/2024-01-21", True),
        ("2024-24", "2024-03", False),
        ("2025-21", "2024-12", True),
        ("2024-12~", "2024-03", False),
        ("-0043", "-0044", True),
    ],
)
def test_dates_are_compared_as_precisely_as_both_are_known(date: str, than: str, after: bool) -> None:
    """A month in a year that may be the same, a season and a date that is about right are later by the year alone."""
    assert later(CSLDate.model_validate(date), CSLDate.model_validate(than)) is after


@given(dates, dates, dates)
def test_later_is_an_order(first: CSLDate, second: CSLDate, third: CSLDate) -> None:
    """Nothing is later than itself, of two dates one at most is later, and later than the later is later."""
    assert later(first, first) is False
    assert not (later(first, second) and later(second, first))
    if later(first, second) and later(second, third):
        assert later(first, third)


@given(dates, dates)
def test_what_is_later_by_its_year_is_later(date: CSLDate, than: CSLDate) -> None:
    """Of a date that is later by its year, the month changes nothing."""
    year = dated(tuple(part[:1] for part in date.date_parts))
    if later(year, than):
        assert later(date, than)


@pytest.mark.parametrize("unknown", [None, CSLDate(literal="forthcoming"), CSLDate(season="spring")])
def test_of_an_unknown_date_nothing_is_said(unknown: CSLDate | None) -> None:
    """Words are no date, and neither is none."""
    date = CSLDate.model_validate("2024")
    assert later(unknown, date) is later(date, unknown) is None


def test_evidence_has_its_own_date_or_its_references() -> None:
    """A note has each moment of its evidence once, in order; a reference without a date has none."""
    source = CSLItem.model_validate({"title": "The source", "issued": "2024-01-19"})
    references = {"report": CSLItem.model_validate({"issued": "2024-08"}), "undated": CSLItem.model_validate({})}
    cited = [{"cite": key, "relation": "updates"} for key in ("report", "undated", "report")]
    front = note(evidence=[*cited, {"title": "Before", "issued": "2019", "relation": "supports"}])
    each = [moments.of_evidence(evidence, source, references) for evidence in front.evidence]
    assert each == [Moment.LATER, None, Moment.LATER, Moment.THEN]
    assert moments.of_note(front, source, references) == (Moment.THEN, Moment.LATER)
    assert moments.counted(each, Words()) == "1 known then, 2 later"
    assert moments.counted([Moment.THEN, None], Words()) == ""


@pytest.mark.parametrize(
    ("date", "source", "moment"),
    [
        ("2023", "2024", Moment.THEN),
        ("2023-12", "2024-01-19", Moment.THEN),
        ("2024-01-18", "2024-01-19", Moment.THEN),
        ("2024-01-19", "2024-01-19", Moment.THEN),
        ("2024-01-20", "2024-01-19", Moment.LATER),
        ("2025", "2024-01-19", Moment.LATER),
        ("2024", "2024-01-19", Moment.UNCLEAR),
        ("2024-01", "2024-01-19", Moment.UNCLEAR),
        ("2024-05", "2024", Moment.UNCLEAR),
        ("2024", "2024", Moment.UNCLEAR),
        ("2023/2024", "2024-01-19", Moment.UNCLEAR),
        ("2024-01-01~", "2024-01-19", Moment.UNCLEAR),
    ],
)
def test_a_date_that_is_not_exact_enough_is_neither_then_nor_later(date: str, source: str, moment: Moment) -> None:
    """Of a year or a month that may be the source's own nobody knows which came first, and the note says so."""
    item = CSLItem.model_validate({"title": "The source", "issued": source})
    assert moments.of_item(CSLItem.model_validate({"title": "A report", "issued": date}), item) is moment
    said = {Moment.THEN: "", Moment.LATER: "later", Moment.UNCLEAR: "date not exact"}
    assert moments.told(moment, Words()) == said[moment]


@given(dates, dates)
def test_nothing_is_surely_before_and_later(date: CSLDate, than: CSLDate) -> None:
    """And of two dates that are known, one way or the other, turning them round says nothing else."""
    assert not (later(date, than) and not_later(date, than))
    if later(date, than):
        assert not_later(than, date)


def test_the_evidence_without_exact_dates_is_counted() -> None:
    """Beside what was known then and what came later."""
    each = [Moment.UNCLEAR, Moment.THEN, None, Moment.UNCLEAR]
    assert moments.counted(each, Words()) == "1 known then, 2 dates not exact"


# Sentences


@pytest.mark.parametrize(
    ("front", "text"),
    [
        (
            note("unsupported", "disputes", "disputes", "refutes", "updates", certainty="moderate"),
            "○ Unsupported: what was found does not bear these words out; evidence: 3 against. Moderate certainty.",
        ),
        (
            note("contested", "supports", "qualifies", "disputes"),
            "≠ Contested: what credible sources say about these words does not agree; evidence: 1 for, 1 in part, 1 against.",
        ),
        (note("unsupported"), "○ Unsupported: what was found does not bear these words out."),
        (note(None, "supports"), ""),
    ],
)
def test_a_status_is_told_with_the_evidence_listed(front: NoteFrontMatter, text: str) -> None:
    """One sentence says the status, its meaning and what is listed each way, and a second one how sure that is."""
    assert assessing.sentence(front, Words()) == text


def test_a_status_in_a_sentence_can_be_a_link() -> None:
    """Status and certainty are what the caller makes of them, nothing else is."""
    front = note("unverifiable", certainty="low")
    said = assessing.sentence(front, Words(), lambda term: f"<b>{term.value}</b>")
    assert said.startswith("? <b>unverifiable</b>: what can be found")
    assert said.endswith(" these words hold. <b>low</b>.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_meaning_of_a_status_begins_with_a_name(language: str) -> None:
    """Within a sentence its first letter is small, so all begin alike, with a word that is small in every language."""
    beginnings = {"en": "What", "de": "Was", "fr": "Ce", "es": "Lo", "ar": "ما"}
    words = Words(language)
    for status in Status:
        assert words(status.meaning).split()[0] == beginnings[language]
        for certainty in Certainty:
            said = assessing.sentence(note(status, "supports", "refutes", certainty=certainty), words)
            assert words(status.label) in said
            assert words(certainty.label) in said


@pytest.mark.parametrize(
    ("statuses", "text"),
    [
        (["contradicted", "unsupported"], "2 notes: Unsupported, Contradicted"),
        (["contradicted", None, "unsupported", "contradicted"], "3 notes: Unsupported, Contradicted"),
        (["contradicted", "contradicted", None], ""),
        ([], ""),
    ],
)
def test_several_statuses_are_told_plainly(statuses: Sequence[str | None], text: str) -> None:
    """How many notes assess the passage, and each status once; nothing where they say the same."""
    assert (
        assessing.several([next((term for term in Status if term == status), None) for status in statuses], Words())
        == text
    )
