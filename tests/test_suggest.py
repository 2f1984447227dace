"""Proposals for quotes that are not found: the first one is the place an editor means."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy

from glossator import Anchored, Orphaned, Reason, Span, TextMap, TextQuoteSelector, anchor, read
from glossator.text.anchoring import first_and_last
from glossator.text.differences import WordChange, word_changes, word_diff
from glossator.text.normalize import cuts_a_word
from glossator.text.suggest import CUTOFF, PROPOSALS

SEED = 20240119
PAGES = 8
QUOTES = 5
"""A page, for each kind of edit."""

COMMON = (
    "the of and to in a that it was for on with as by at from this had not but they which were have an one would been"
    " their all when who more no if out so said what up its about into than them only other new some could time these two"
).split()


def _vocabulary(chance: random.Random) -> list[str]:
    """A few hundred words that look like words of one language."""
    onsets, vowels, codas = (
        "b br c ch d f g gr h l m n p pl r s st t tr v w".split(),
        "a e i o u ea ou".split(),
        "n r s t l ck nd".split(),
    )
    return sorted(
        {
            "".join(chance.choice(onsets) + chance.choice(vowels) for _ in range(chance.randint(1, 3)))
            + chance.choice(codas)
            for _ in range(350)
        }
    )


@dataclass
class Draft:
    """A page as lists of sentences, which can be edited."""

    paragraphs: list[list[str]]

    def copy(self) -> Draft:
        """Another page of the same text, for one edit."""
        return Draft([list(sentences) for sentences in self.paragraphs])

    def read(self) -> TextMap:
        """The page as it is read."""
        return read("".join(f"<p>{' '.join(sentences)}</p>\n" for sentences in self.paragraphs))

    def span(self, paragraph: int, sentence: int) -> Span:
        """Where a sentence stands in the text as read."""
        before = [
            *(" ".join(sentences) for sentences in self.paragraphs[:paragraph]),
            *self.paragraphs[paragraph][:sentence],
        ]
        start = sum(len(text) + 1 for text in before)
        return Span(start, start + len(self.paragraphs[paragraph][sentence]))


@cache
def _draft(number: int) -> Draft:
    """A page of 40 paragraphs: words as frequent as in prose, now and then a number."""
    chance = random.Random(SEED + number)
    words = [*COMMON, *_vocabulary(chance)]
    weights = [1 / (rank + 5) for rank in range(len(words))]

    def sentence() -> str:
        chosen = chance.choices(words, weights, k=chance.randint(7, 24))
        if chance.random() < 0.4:
            chosen[chance.randrange(1, len(chosen))] = f"{chance.randint(3, 90_000):,}"
        return " ".join([chosen[0].capitalize(), *chosen[1:]]) + "."

    return Draft([[sentence() for _ in range(chance.randint(2, 6))] for _ in range(40)])


@cache
def _page(number: int) -> TextMap:
    return _draft(number).read()


# Edits: each changes the sentence at its place, or moves it, and says where it is now.

Edit = Callable[[Draft, int, int, random.Random], tuple[int, int]]


def _by_words(change: Callable[[list[str], random.Random], None]) -> Edit:
    def edit(draft: Draft, paragraph: int, sentence: int, chance: random.Random) -> tuple[int, int]:
        words = draft.paragraphs[paragraph][sentence].split()
        change(words, chance)
        draft.paragraphs[paragraph][sentence] = " ".join(words)
        return paragraph, sentence

    return edit


def _new_word(chance: random.Random) -> str:
    return chance.choice("harbour municipal yesterday seventeen reluctantly ferry".split())


def _change(words: list[str], chance: random.Random) -> None:
    words[chance.randrange(1, len(words) - 1)] = _new_word(chance)


def _remove(words: list[str], chance: random.Random) -> None:
    del words[chance.randrange(1, len(words) - 1)]


def _insert(words: list[str], chance: random.Random) -> None:
    words.insert(chance.randrange(1, len(words)), _new_word(chance))


def _insert_several(words: list[str], chance: random.Random) -> None:
    at = chance.randrange(1, len(words))
    words[at:at] = ["as", "the", "clerk", _new_word(chance), "noted"]


def _change_digits(words: list[str], chance: random.Random) -> None:
    numbers = [index for index, word in enumerate(words) if word.strip(",.").replace(",", "").isdigit()]
    words[numbers[0] if numbers else 1] = f"{chance.randint(100, 900)},{chance.randint(100, 999)}"


def _change_a_third(words: list[str], chance: random.Random) -> None:
    for index in chance.sample(range(1, len(words) - 1), k=max(1, len(words) // 3)):
        words[index] = _new_word(chance)


def _move(draft: Draft, paragraph: int, sentence: int, chance: random.Random) -> tuple[int, int]:
    moved = draft.paragraphs[paragraph].pop(sentence)
    other = chance.choice([number for number in range(len(draft.paragraphs)) if number != paragraph])
    at = chance.randint(0, len(draft.paragraphs[other]))
    draft.paragraphs[other].insert(at, moved)
    return other, at


def _with_look_alike(edit: Edit) -> Edit:
    """The same, and another paragraph gets a sentence that is as like the old one as the edited one is."""

    def both(draft: Draft, paragraph: int, sentence: int, chance: random.Random) -> tuple[int, int]:
        words = draft.paragraphs[paragraph][sentence].split()
        _change(words, chance)
        other = chance.choice([number for number in range(len(draft.paragraphs)) if number != paragraph])
        draft.paragraphs[other].append(" ".join(words))
        return edit(draft, paragraph, sentence, chance)

    return both


EDITS: dict[str, Edit] = {
    "a word changed": _by_words(_change),
    "a word removed": _by_words(_remove),
    "a word put in": _by_words(_insert),
    "several words put in": _by_words(_insert_several),
    "digits changed": _by_words(_change_digits),
    "a third of the words changed": _by_words(_change_a_third),
    "moved": _move,
    "moved and a word changed": lambda draft, paragraph, sentence, chance: _move(
        draft, *_by_words(_change)(draft, paragraph, sentence, chance), chance
    ),
    "a word changed, with a look-alike": _with_look_alike(_by_words(_change)),
    "a word removed, with a look-alike": _with_look_alike(_by_words(_remove)),
    "digits changed, with a look-alike": _with_look_alike(_by_words(_change_digits)),
}


@dataclass(frozen=True)
class Case:
    """A quote of a page, and its place on the page after an edit."""

    selector: TextQuoteSelector
    page: TextMap
    place: Span


@pytest.fixture(scope="module")
def cases() -> dict[str, list[Case]]:
    """The same few hundred cases in every run, by the kind of edit."""
    recorded = {kind: list(_cases(kind, edit)) for kind, edit in EDITS.items()}
    bare = {
        f"{kind}, without context": [
            replace(case, selector=TextQuoteSelector(case.selector.exact)) for case in of_one_kind
        ]
        for kind, of_one_kind in recorded.items()
        # Without context, what was only moved is found, and a look-alike is as good as the sentence itself.
        if "look-alike" not in kind and kind != "moved"
    }
    return recorded | bare


def _cases(kind: str, edit: Edit) -> Iterator[Case]:
    for number in range(PAGES):
        chance = random.Random(f"{SEED} {kind} {number}")
        for _ in range(QUOTES):
            draft = _draft(number).copy()
            paragraph = chance.randrange(len(draft.paragraphs))
            sentence = chance.randrange(len(draft.paragraphs[paragraph]))
            selector = _recorded(_page(number), draft.span(paragraph, sentence))
            place = draft.span(*edit(draft, paragraph, sentence, chance))
            yield Case(selector, draft.read(), place)


def _recorded(page: TextMap, span: Span) -> TextQuoteSelector:
    """A quote with 32 code points of context, as annotation tools keep it."""
    before, after = page.text[max(0, span.start - 32) : span.start], page.text[span.end : span.end + 32]
    return TextQuoteSelector(page.text[span.start : span.end], before, after)


def _proposed(case: Case) -> Span | None:
    """The first proposal; or where a moved sentence happens to have context like its old one, its place."""
    match outcome := anchor(case.selector, case.page):
        case Anchored(span):
            return span
        case Orphaned(_, (first, *_)):
            return first.span
        case _:
            assert isinstance(outcome, Orphaned)
            return None


def _shared(span: Span | None, other: Span) -> float:
    """How much of two spans is the same: 0 to 1."""
    if span is None:
        return 0.0
    both = max(0, min(span.end, other.end) - max(span.start, other.start))
    return both / (len(span) + len(other) - both)


@pytest.mark.slow
def test_the_first_proposal_is_the_true_place(cases: dict[str, list[Case]]) -> None:
    """In at least 99 of 100 edited quotes the first proposal is the edited sentence, in 95 of 100 to the code point."""
    shares = {
        kind: [_shared(_proposed(case), case.place) for case in of_one_kind] for kind, of_one_kind in cases.items()
    }
    count = sum(map(len, shares.values()))
    assert count == 18 * PAGES * QUOTES
    missed = {kind: sum(share < 0.5 for share in of_one_kind) for kind, of_one_kind in shares.items()}
    inexact = {kind: sum(share < 1 for share in of_one_kind) for kind, of_one_kind in shares.items()}
    assert sum(missed.values()) <= 0.01 * count, missed
    assert sum(inexact.values()) <= 0.05 * count, inexact


@pytest.mark.parametrize("look_alike", [False, True], ids=["alone", "with a look-alike"])
@pytest.mark.slow
def test_a_deleted_sentence_has_no_place(look_alike: bool) -> None:
    """A sentence that was deleted is orphaned every time, also where one like it stays."""
    for number in range(PAGES):
        chance = random.Random(f"{SEED} deleted {number}")
        for _ in range(2 * QUOTES):
            draft = _draft(number).copy()
            paragraph = chance.randrange(len(draft.paragraphs))
            sentence = chance.randrange(len(draft.paragraphs[paragraph]))
            selector = _recorded(_page(number), draft.span(paragraph, sentence))
            deleted = draft.paragraphs[paragraph].pop(sentence).split()
            if look_alike:
                _change_digits(deleted, chance)
                draft.paragraphs[chance.randrange(len(draft.paragraphs))].append(" ".join(deleted))
            assert isinstance(anchor(selector, draft.read()), Orphaned)


ASIDE = "".join(f"<p>Paragraph {number} says nothing of interest to anybody.</p>" for number in range(1, 8))


@pytest.mark.parametrize(
    ("page", "quote", "proposed"),
    [
        pytest.param(
            "市议会昨天批准了新预算。市长没有出席。",
            "市议会昨天否决了新预算。",
            "市议会昨天批准了新预算。",
            id="Chinese",
        ),
        pytest.param(
            "市議会は昨日、予算を承認した。市長は欠席した。",
            "市議会は先週、予算を承認した。",
            "市議会は昨日、予算を承認した。",
            id="Japanese",
        ),
        pytest.param(
            "قرّر المجلس إغلاق الطريق يوم الاثنين.",
            "قرّر المجلس فتح الطريق يوم الاثنين.",
            "قرّر المجلس إغلاق الطريق يوم الاثنين.",
            id="Arabic",
        ),
        pytest.param(
            "สภาเมืองอนุมัติงบประมาณเมื่อวานนี้", "สภาเมืองปฏิเสธงบประมาณเมื่อวานนี้", "สภาเมืองอนุมัติงบประมาณเมื่อวานนี้", id="Thai"
        ),
        pytest.param(
            "The “Élan” sailed at 9&nbsp;a.m. — on time.",
            'The "Élan" sailed at 10 a.m. - on time.',
            "The “Élan” sailed at 9\xa0a.m. — on time.",
            id="other typography",
        ),
        pytest.param(
            "The chair opened at nine.</p><p>All twelve members were there. The meeting closed at ten.",
            "The chair opened at eight … meeting closed at ten.",
            "The chair opened at nine.\nAll twelve members were there. The meeting closed at ten.",
            id="first and last words",
        ),
        pytest.param("The councillors met", "lors met today", "councillors met", id="whole words"),
        pytest.param(
            "Item:&nbsp; two three four", "two three fore", "two three four", id="without the space before it"
        ),
    ],
)
def test_what_is_proposed(page: str, quote: str, proposed: str) -> None:
    """The first proposal is the like of the quote, in whole words, whatever the script."""
    text = read(f"{ASIDE}<p>{page}</p>{ASIDE}")
    outcome = anchor(TextQuoteSelector(quote), text)
    assert isinstance(outcome, Orphaned)
    assert outcome.proposals
    span = outcome.proposals[0].span
    assert text.text[span.start : span.end] == proposed


@pytest.mark.parametrize("quote", ["", "  ", "Nothing remotely like this sentence exists!", "市议会"])
def test_nothing_is_proposed_where_nothing_is_alike(quote: str) -> None:
    """A quote with no like on the page, or with no words, gets no proposal."""
    outcome = anchor(TextQuoteSelector(quote), read("<p>0123456789 9876543210 0123456789</p>"))
    assert isinstance(outcome, Orphaned)
    assert outcome.proposals == ()


def test_a_moved_sentence_is_proposed_where_it_is_now() -> None:
    """Where all the recorded context is gone, the only place of the words is the first proposal."""
    text = read(f"{ASIDE}<p>Both maps are damaged. A third is lost.</p>")
    outcome = anchor(TextQuoteSelector("Both maps are damaged.", "It opens at ten.", "Tickets are"), text)
    assert isinstance(outcome, Orphaned)
    assert outcome.reason is Reason.OTHER_CONTEXT
    assert outcome.proposals[0].span == Span(text.text.index("Both"), text.text.index(" A third"))


def test_a_place_is_proposed_once() -> None:
    """A place that holds the very words is not proposed again with an invisible sign more."""
    outcome = anchor(TextQuoteSelector("the", "the council", "the council"), read("<p>the&shy;</p>"))
    assert isinstance(outcome, Orphaned)
    assert [proposal.span for proposal in outcome.proposals] == [Span(0, 3)]


@given(data=st.data())
def test_proposals_are_places_of_the_page_best_first(data: DataObject, pages: SearchStrategy[str]) -> None:
    """Whatever is looked for, proposals are few, ordered by score, apart from each other, and begin and end at words."""
    page = read(data.draw(pages, label="page"))
    quote = data.draw(st.lists(st.sampled_from([*page.text.split(), "the", "…", "missing"]), max_size=8).map(" ".join))
    context = st.sampled_from(["", "the council", page.text[:9]])
    outcome = anchor(TextQuoteSelector(quote, data.draw(context), data.draw(context)), page)
    if not isinstance(outcome, Orphaned):
        return
    scores = [proposal.score for proposal in outcome.proposals]
    leads = [proposal.lead for proposal in outcome.proposals]
    assert len(scores) <= PROPOSALS
    # The words themselves are proposed however little is left of what stood around them.
    lowest = 0 if outcome.reason is Reason.OTHER_CONTEXT else CUTOFF
    assert all(lowest <= score <= 100 for score in scores)
    assert leads[:-1] == pytest.approx([score - following for score, following in pairwise(scores)], abs=0.11)
    assert all(lead >= 0 for lead in leads)
    for proposal in outcome.proposals:
        assert proposal.span in Span(0, len(page.text))
        if outcome.reason in (Reason.OTHER_CONTEXT, Reason.INSIDE_A_WORD):
            continue
        assert not cuts_a_word(page.text, proposal.span.start)
        assert not cuts_a_word(page.text, proposal.span.end)
    if not first_and_last(quote):
        ordered = sorted(proposal.span for proposal in outcome.proposals)
        assert all(earlier.end <= later.start for earlier, later in pairwise(ordered))


@pytest.mark.parametrize(
    ("before", "after", "diff"),
    [
        ("the red house", "the blue house", "the [-red-]{+blue+} house"),
        ("the house", "the old house", "the {+old+} house"),
        ("the old house", "the house", "the [-old-] house"),
        ("it cost 40,000.", "it cost 45,000.", "it cost [-40,000.-]{+45,000.+}"),
        ("all is new", "nothing was kept", "[-all is new-]{+nothing was kept+}"),
        ("the  same\nwords", "the same words", "the same words"),
        ("", "new", "{+new+}"),
        ("old", "", "[-old-]"),
        ("", "", ""),
    ],
)
def test_a_word_diff_shows_what_changed(before: str, after: str, diff: str) -> None:
    """What goes stands in `[-…-]`, what comes in `{+…+}`, in whole words."""
    assert word_diff(before, after) == diff


def test_changes_are_steps_from_one_text_to_the_other() -> None:
    """Stretches that stay are text, the others are changes, in order."""
    assert word_changes("the red house burns", "the blue house") == [
        "the", WordChange("red", "blue"), "house", WordChange("burns", ""),
    ]  # fmt: skip


@given(st.lists(st.sampled_from("a b c d")).map(" ".join), st.lists(st.sampled_from("a b c d")).map(" ".join))
def test_changes_hold_both_texts(before: str, after: str) -> None:
    """What stays and goes is the one text, what stays and comes is the other."""
    steps = word_changes(before, after)
    for text, side in ((before, "before"), (after, "after")):
        words = [step if isinstance(step, str) else getattr(step, side) for step in steps]
        assert " ".join(filter(None, words)) == " ".join(text.split())
