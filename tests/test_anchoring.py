"""From quotes to places: the cases of `tests/anchoring/`, and what holds for every page and every quote."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy

from glossator import (
    Ambiguous,
    Anchored,
    Orphaned,
    Outcome,
    PassageSelector,
    Reason,
    SourceSelector,
    Span,
    TextMap,
    TextQuoteSelector,
    anchor,
    describe,
    read,
)
from glossator.text import splice
from glossator.text.anchoring import HIT_LIMIT, first_and_last
from glossator.text.normalize import cuts_a_word, fold, is_blank
from glossator.text.splice import Highlight

# The cases


@dataclass(frozen=True)
class Case:
    """A page, quotes, and where they belong."""

    name: str
    pages: dict[str, str]
    """By the word behind `html`: none, `before`, `after`."""
    notes: tuple[dict[str, Any], ...]
    marks: list[dict[str, str]] | None

    @property
    def page(self) -> TextMap:
        """The page on which the outcomes hold."""
        return read(self.pages.get("after") or self.pages[""])


_PARTS = re.compile(
    r"^## (?P<name>[^\n]+)$|^```(?P<kind>html|yaml) ?(?P<role>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_KEYS = {"name", "quote", "prefix", "suffix", "passage"}
_OUTCOMES: dict[str, set[str]] = {
    "anchored": {"anchored", "in passage", "in place"},
    "ambiguous": {"ambiguous"},
    "orphaned": {"orphaned", "proposed"},
}


def _cases() -> Iterator[Case]:
    for path in sorted((Path(__file__).parent / "anchoring").glob("*.md")):
        if path.name != "README.md":
            names = re.split(r"^(?=## )", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
            yield from (_case(f"{path.stem}: ", section) for section in names)


def _case(file: str, section: str) -> Case:
    parts = list(_PARTS.finditer(section))
    blocks = [(part["kind"], part["role"], part["text"]) for part in parts if part["kind"]]
    notes = tuple(yaml.safe_load(text) for kind, role, text in blocks if (kind, role) == ("yaml", ""))
    marks = next((yaml.safe_load(text) for kind, role, text in blocks if (kind, role) == ("yaml", "marks")), None)
    return Case(file + parts[0]["name"], {role: text for kind, role, text in blocks if kind == "html"}, notes, marks)


CASES = list(_cases())


def _selector(note: dict[str, Any]) -> TextQuoteSelector:
    return TextQuoteSelector(note["quote"], note.get("prefix", ""), note.get("suffix", ""), note.get("passage"))


def _as_written(outcome: Outcome, page: TextMap, wanted: set[str]) -> dict[str, Any]:
    """An outcome in the words of a case, as far as the case asks."""
    facts: dict[str, Any]
    match outcome:
        case Anchored(span):
            facts = {
                "anchored": _words(page, span),
                "in passage": page.passage_at(span.start).number if page.passages else None,
                "in place": page.place_at(span.start).id,
            }
        case Ambiguous(candidates):
            facts = {"ambiguous": len(candidates)}
        case Orphaned(reason, proposals):
            facts = {"orphaned": reason, "proposed": _words(page, proposals[0].span) if proposals else None}
    return {name: value for name, value in facts.items() if name in wanted or name in _OUTCOMES}


def _words(page: TextMap, span: Span) -> str:
    return page.text[span.start : span.end]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_quote_is_on_its_words_or_it_is_reported(case: Case) -> None:
    """Each note of a case has the outcome that the case states."""
    for note in case.notes:
        wanted = set(note) - _KEYS
        expected = {name: note[name] for name in wanted}
        assert _as_written(anchor(_selector(note), case.page), case.page, wanted) == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_page_kept_without_its_html_has_every_quote_where_it_was(case: Case) -> None:
    """What an export looks for in it later is found as it was on the page."""
    for note in case.notes:
        assert anchor(_selector(note), case.page.without_html) == anchor(_selector(note), case.page)


@pytest.mark.parametrize("case", [case for case in CASES if "before" in case.pages], ids=lambda case: case.name)
def test_an_edited_page_held_the_quote_before(case: Case) -> None:
    """In cases with two pages, every quote is anchored on the page before the edit."""
    page = read(case.pages["before"])
    assert [
        anchor(_selector(note), page) for note in case.notes if not isinstance(anchor(_selector(note), page), Anchored)
    ] == []


@pytest.mark.parametrize("case", [case for case in CASES if case.marks], ids=lambda case: case.name)
def test_each_run_of_text_carries_all_its_notes(case: Case) -> None:
    """Overlapping notes are marked in runs, each with the names of the notes on it."""
    highlights = []
    for note in case.notes:
        outcome = anchor(_selector(note), case.page)
        assert isinstance(outcome, Anchored)
        highlights.append(Highlight(note["name"], "context", outcome.span))
    html = splice.insert(case.page.html, splice.marks(case.page, highlights))
    runs = re.findall(r'<mark [^>]*data-notes="([^"]*)"[^>]*>(.*?)</mark>', html, re.DOTALL)
    assert [{names: text.strip()} for names, text in runs] == case.marks


def test_cases_are_written_as_the_readme_says() -> None:
    """Names are unique; keys are known; each note states one outcome."""
    assert len({case.name for case in CASES}) == len(CASES) > 60
    for case in CASES:
        assert set(case.pages) in ({""}, {"before", "after"}), case.name
        assert case.notes, case.name
        for note in case.notes:
            stated = set(note) - _KEYS
            outcome = [name for name in _OUTCOMES if name in stated]
            assert len(outcome) == 1, case.name
            assert stated <= _OUTCOMES[outcome[0]], case.name


# Other selectors


def test_a_passage_is_found_by_its_number() -> None:
    """A passage selector stands for the whole of its passage, or says that there is none."""
    page = read("<p>The well was dry.</p><p>Rain fell.</p>")
    assert anchor(PassageSelector(2), page) == Anchored(page.passages[1].span)
    assert anchor(PassageSelector(3), page) == Orphaned(Reason.NO_SUCH_PASSAGE)
    assert anchor(PassageSelector(0), page) == Orphaned(Reason.NO_SUCH_PASSAGE)


@pytest.mark.parametrize("html", ["", "<h1>Minutes</h1>", "<p>The well was dry.</p><p>Rain fell.</p>"])
def test_the_whole_source_is_all_its_text(html: str) -> None:
    """A source selector fits every page."""
    page = read(html)
    assert anchor(SourceSelector(), page) == Anchored(Span(0, len(page.text)))


@pytest.mark.parametrize(
    ("quote", "ends"),
    [
        ("Twelve members … the vote", ("Twelve members", "the vote")),
        ("Twelve members ... the vote", ("Twelve members", "the vote")),
        (" Twelve members\n[…]\nthe vote ", ("Twelve members", "the vote")),
        ("Twelve members [...] the vote", ("Twelve members", "the vote")),
        ("Twelve… members", None),
        ("Twelve …members", None),
        ("… the vote", None),
        ("Twelve members …", None),
        ("one … two … three", None),
        ("Twelve members", None),
        ("", None),
    ],
)
def test_first_and_last_words_are_divided_by_one_ellipsis_between_spaces(
    quote: str, ends: tuple[str, str] | None
) -> None:
    """Only `first … last` names two ends; any other ellipsis is a sign of the text."""
    assert first_and_last(quote) == ends


# Large pages

COMMON = "harbour"


@pytest.fixture(scope="module")
def large_page() -> TextMap:
    """A page of 100,000 words: 1,000 paragraphs with a number each, and one word that is in every other sentence."""
    chance = random.Random(1)
    words = [f"word{number}" for number in range(500)] + [COMMON] * 30
    sentences = (" ".join(chance.choices(words, k=98)) for _ in range(1_000))
    return read("".join(f"<p>Item {number}: {text}.</p>\n" for number, text in enumerate(sentences, 1)))


@pytest.mark.slow
def test_a_page_of_100_000_words_has_places_for_all_quotes(large_page: TextMap) -> None:
    """Unique words are found at once, and an occurrence of a word beyond the first thousand by its context."""
    assert len(large_page.text.split()) == 100_000
    outcome = anchor(TextQuoteSelector("Item 997:"), large_page)
    assert isinstance(outcome, Anchored)
    assert large_page.passage_at(outcome.span.start).number == 997
    places = [Span(*match.span()) for match in re.finditer(rf"\b{COMMON}\b", large_page.text)]
    assert len(places) > 2 * HIT_LIMIT
    for place in (places[0], places[HIT_LIMIT - 1], places[HIT_LIMIT], places[-1]):
        assert anchor(describe(large_page, place), large_page) == Anchored(place)


def test_no_more_candidates_are_listed_than_anybody_reads(large_page: TextMap) -> None:
    """A word that stands everywhere is ambiguous, with the first thousand places."""
    outcome = anchor(TextQuoteSelector(COMMON), large_page)
    assert isinstance(outcome, Ambiguous)
    assert len(outcome.candidates) == HIT_LIMIT


def test_a_place_beyond_the_first_thousand_still_makes_a_quote_ambiguous() -> None:
    """Context that fits one of the first thousand places and one far behind them picks neither."""
    middle = "<p>a lamp</p>" * (HIT_LIMIT + 5)
    page = read(f"<p>the red lamp</p>{middle}<p>the red lamp</p>")
    outcome = anchor(TextQuoteSelector("lamp", prefix="the red "), page)
    assert isinstance(outcome, Ambiguous)
    assert len(outcome.candidates) == 2


def test_first_and_last_words_with_too_many_readings_are_ambiguous() -> None:
    """Where pairs of first and last words cannot all be looked at, no context picks one of them."""
    page = read("".join(f"<p>Item {number} was read and put to the vote.</p>" for number in range(60)))
    outcome = anchor(TextQuoteSelector("was read … the vote.", prefix="Item 7", suffix="Item 8"), page)
    assert isinstance(outcome, Ambiguous)
    outcome = anchor(TextQuoteSelector("was read … the vote.", passage=8), page)
    assert outcome == Anchored(Span(page.passages[7].span.start + len("Item 7 "), page.passages[7].span.end))


def test_a_passage_narrows_first_and_last_words_before_they_are_counted() -> None:
    """Two beginnings in the named passage stay ambiguous however many ends follow it."""
    page = read("".join(f"<p>the {number} met and the rest left.</p>" for number in range(2_000)))
    outcome = anchor(TextQuoteSelector("the … left.", passage=900), page)
    assert isinstance(outcome, Ambiguous)
    assert len(outcome.candidates) == 2


# What holds for every page


def _spans(page: TextMap) -> SearchStrategy[Span]:
    length = len(page.text)
    starts = st.integers(0, length - 1)
    # Short ones mostly: long ones are unique.
    lengths = st.sampled_from([1, 1, 2, 3, 5, 8, 13, 40]) | st.integers(1, length)
    return st.builds(lambda start, wide: Span(start, min(length, start + wide)), starts, lengths)


def _page(data: DataObject, pages: SearchStrategy[str]) -> TextMap:
    page = read(data.draw(pages, label="page"))
    assume(page.text)
    return page


@given(data=st.data())
def test_a_span_described_is_the_same_span_when_anchored(data: DataObject, pages: SearchStrategy[str]) -> None:
    """Any stretch of any page, described by its words and context, is found again to the code point."""
    page = _page(data, pages)
    for span in data.draw(st.lists(_spans(page), min_size=1, max_size=5), label="spans"):
        assert anchor(describe(page, span), page) == Anchored(span)
        assert describe(page.without_html, span) == describe(page, span)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("one\u2009 \u2009two", 3, 4),
        ("one\u2009 \u2009two", 4, 5),
        ("one\u2009 \u0344two", 4, 5),
        ("one \u2009 \u0344two", 5, 6),
        ("one\u200b\xad two", 3, 4),
        ("1,500 and 500", 2, 5),
        ("か\u3099\u0344", 0, 2),
        ("o\ufb03ce office", 1, 2),
        ("can't can’t can't", 6, 11),
        ("a a a a", 4, 5),
    ],
    ids=ascii,
)
def test_what_is_hard_to_tell_apart_is_described(text: str, start: int, end: int) -> None:
    """Spaces among spaces, halves of words, marks without their letter: described, they are found again."""
    page = read(f"<p>{text}</p>")
    assert anchor(describe(page, Span(start, end)), page) == Anchored(Span(start, end))


@pytest.mark.parametrize("span", [Span(3, 3), Span(-1, 2), Span(4, 2), Span(0, 99)], ids=str)
def test_what_is_no_part_of_the_text_cannot_be_described(span: Span) -> None:
    """An empty span, or one outside of the text, is the caller's mistake."""
    with pytest.raises(ValueError, match="is no part of a text of 8 code points"):
        describe(read("<p>It rains</p>"), span)


def _quotes(page: TextMap) -> SearchStrategy[str]:
    """Words of the page, words like them, and words that are not there."""
    stretches = _spans(page).map(lambda span: _words(page, span))
    return st.one_of(
        stretches,
        stretches.flatmap(_variants),
        st.tuples(stretches, stretches).map(" … ".join),
        st.tuples(stretches, stretches).map("".join),
        st.sampled_from(["", " ", "…", " … ", "the", "a", "council", "\u200b", "\u0301", "500", "...", "\x00"]),
        st.text(max_size=5),
    )


@given(data=st.data())
def test_what_is_anchored_are_the_words_of_the_quote(data: DataObject, pages: SearchStrategy[str]) -> None:
    """Whatever the selector, anchoring raises nothing, and a place it gives holds the quote's words."""
    page = read(data.draw(pages, label="page"))
    quotes = _quotes(page) if page.text else st.sampled_from(["", "the", " "])
    contexts = st.just("") | quotes
    for _ in range(3):
        numbers = st.none() | st.integers(-1, len(page.passages) + 1)
        selector = TextQuoteSelector(data.draw(quotes), data.draw(contexts), data.draw(contexts), data.draw(numbers))
        outcome = anchor(selector, page)
        spans: tuple[Span, ...] = ()
        if isinstance(outcome, Ambiguous):
            spans = outcome.candidates
            assert len(set(spans)) == len(spans) > 1
        elif isinstance(outcome, Anchored):
            spans = (outcome.span,)
        for span in spans:
            assert span in Span(0, len(page.text))
            assert _says(selector.exact, _words(page, span))


def _says(quote: str, words: str) -> bool:
    wanted, there = (re.sub(r"\s", "", fold(text).text) for text in (quote, words))
    if (ends := first_and_last(quote)) and wanted != there:
        first, last = (re.sub(r"\s", "", fold(end).text) for end in ends)
        return there.startswith(first) and there.endswith(last) and len(there) >= len(first) + len(last)
    return wanted == there


@given(data=st.data())
def test_an_edge_inside_a_word_is_accepted_from_context_only(data: DataObject, pages: SearchStrategy[str]) -> None:
    """A quote without context never begins or ends inside a word, a number, or a letter with its marks."""
    page = _page(data, pages)
    quote = data.draw(_quotes(page), label="quote")
    outcome = anchor(TextQuoteSelector(quote), page)
    if isinstance(outcome, Anchored):
        assert not cuts_a_word(page.text, outcome.span.start)
        assert not cuts_a_word(page.text, outcome.span.end)


# Folding

_ALPHABET = st.one_of(
    st.characters(exclude_categories=["Cs"]),
    st.sampled_from(
        "aeisfi ￼\u0301\u0323\u0344\u034f\u0f73\u0f71\u05bf\u200b\u200d\xad\ufe0f\u3099かㄱ\u1112\u1161\u11ab\u09c7\u09be"
    ),
    st.sampled_from("…ﬁﬃﬅﭏיִשׁ“’–—\xa0\u2009\u3000\u2126\u212b\u1fef\u037e\u0374\U0001d15e\uf900"),
)


@given(st.text(_ALPHABET, max_size=12))
@example("e\u200b\u0301")
@example("ﬅ\u0323")
@example("  \u0344")
@example("\u05db\u05bf\u0f73\u2d7f")
def test_folding_twice_is_folding_once(text: str) -> None:
    """A folded text is left as it is by folding."""
    once = fold(text).text
    assert fold(once).text == once


@given(st.text(_ALPHABET, max_size=12))
def test_composition_makes_no_difference(text: str) -> None:
    """A text and its composed and decomposed forms fold to the same."""
    assert fold(unicodedata.normalize("NFD", text)).text == fold(text).text
    assert fold(unicodedata.normalize("NFC", text)).text == fold(text).text


@given(st.text(_ALPHABET, min_size=1, max_size=12))
@example("か\u3099\u0344")
def test_the_way_back_from_folding_leads_to_the_same_words(text: str) -> None:
    """Whatever stretch of a folded text leads back at all, leads to words that fold to that stretch."""
    folded = fold(text)
    for start in range(len(folded.text)):
        for end in range(start + 1, len(folded.text) + 1):
            exact = folded.original(start, end)
            if exact:
                # Folded alone, a mark at the edge may compose with nothing: composition decides.
                apart = fold(text[exact[0] : exact[1]]).text
                assert unicodedata.normalize("NFC", apart) == unicodedata.normalize("NFC", folded.text[start:end])
                low, high = folded.around(start, end)
                assert 0 <= low <= exact[0] < exact[1] <= high <= len(text)


def test_nothing_is_folded_that_changes_what_is_said() -> None:
    """Case, accents, vowel marks and digits stay."""
    for text in ("Résumé", "RESUME", "מְלָכִים", "مُحَمَّد", "½ 2² ①", "Straße", "ı İ"):
        assert fold(text).text == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("", True),
        (" \n\t", True),
        ("\xa0\u2009\u200b\xad\ufeff", True),
        ("\u200b.", False),
        ("\u0301", False),
        ("0", False),
    ],
)
def test_blank_is_what_shows_nothing(text: str, blank: bool) -> None:
    """Space and invisible characters of every kind are blank, everything else is not."""
    assert is_blank(text) is blank


@pytest.mark.parametrize(
    ("text", "edges"),
    [
        ("the cat, 1,500.5 and", "the| |cat|,| |1,500.5| |and"),
        ("cost 12. It", "cost| |12|.| |It"),
        ("well-known can't", "well|-|known| |can|'|t"),
        ("cafe\u0301s", "cafe\u0301s"),
        ("e\u0301 \u0301x", "e\u0301| |\u0301x"),
        ("市议会。", "市|议|会|。"),
        ("สภาเมือง", "ส|ภ|า|เ|มื|อ|ง"),
        ("が3か所", "が|3|か|所"),
        ("a🇩🇪b", "a|🇩|🇪|b"),
        ("مُحَمَّد علي", "مُحَمَّد| |علي"),
    ],
)
def test_edges_of_words(text: str, edges: str) -> None:
    """Words, numbers and letters with their marks are whole; scripts without spaces can be cut between letters."""
    cut = [offset for offset in range(1, len(text)) if not cuts_a_word(text, offset)]
    parts = [text[start:end] for start, end in zip([0, *cut], [*cut, len(text)], strict=True)]
    assert "|".join(parts) == edges


# Typographic variants of a quote


def _variants(quote: str) -> SearchStrategy[str]:
    """The same words as somebody else types, pastes or prints them."""
    return st.lists(st.sampled_from(VARIATIONS), min_size=1, max_size=3).flatmap(
        lambda chosen: st.randoms(use_true_random=False).map(lambda chance: _varied(quote, chosen, chance))
    )


def _varied(quote: str, variations: list[Callable[[str, random.Random], str]], chance: random.Random) -> str:
    for variation in variations:
        quote = variation(quote, chance)
    return quote


def _another_of(signs: str) -> Callable[[str, random.Random], str]:
    def vary(quote: str, chance: random.Random) -> str:
        return "".join(chance.choice(signs) if sign in signs else sign for sign in quote)

    return vary


def _soft_hyphens(quote: str, chance: random.Random) -> str:
    return re.sub(r"(?<=\w)(?=\w)", lambda _: chance.choice(["", "\xad", "\u200b"]), quote)


def _wider_spaces(quote: str, chance: random.Random) -> str:
    return re.sub(r" ", lambda _: chance.choice([" ", "  ", "\n", " \u200b", "\xa0 "]), quote)


VARIATIONS: list[Callable[[str, random.Random], str]] = [
    _another_of('"“”„«»'),
    _another_of("'‘’‹›´"),
    _another_of("-‐‑–—−"),
    _another_of(" \xa0\u2009\u202f\n"),
    _wider_spaces,
    _soft_hyphens,
    lambda quote, chance: unicodedata.normalize("NFC", quote),
    lambda quote, chance: unicodedata.normalize("NFD", quote),
    lambda quote, chance: quote.replace("ffi", "ﬃ").replace("fi", "ﬁ"),
    lambda quote, chance: quote.replace("ﬃ", "ffi").replace("ﬁ", "fi"),
    lambda quote, chance: quote.replace("…", "..."),
    lambda quote, chance: quote.replace("...", "…"),
]


@given(data=st.data())
def test_other_typography_is_the_same_quote(data: DataObject, pages: SearchStrategy[str]) -> None:
    """Quotation marks, dashes, spaces, composition, ligatures and soft hyphens do not matter for where a quote is."""
    page = _page(data, pages)
    words = [Span(*match.span()) for match in re.finditer(r"\S+", page.text) if not is_blank(match[0])]
    assume(words)
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, min(len(words) - 1, first + 6)))
    span = Span(words[first].start, words[last].end)
    assume(not cuts_a_word(page.text, span.start) and not cuts_a_word(page.text, span.end))
    selector = describe(page, span)
    exact, prefix, suffix = (data.draw(_variants(part)) for part in (selector.exact, selector.prefix, selector.suffix))
    outcome = anchor(TextQuoteSelector(exact, prefix, suffix), page)
    assert isinstance(outcome, Anchored)
    assert _seen(page, outcome.span) == _seen(page, span)


def _seen(page: TextMap, span: Span) -> Span:
    """A span without the invisible characters at its edges."""
    start, end = span.start, span.end
    while is_blank(page.text[start]):
        start += 1
    while is_blank(page.text[end - 1]):
        end -= 1
    return Span(start, end)


# Edits

_SENTENCE = st.lists(
    st.sampled_from("the council mayor read bridge lamp 500 1,500 closed “open” not".split()), min_size=2, max_size=6
)


@given(st.lists(_SENTENCE.map(" ".join), min_size=2, max_size=8), st.data())
def test_a_deleted_passage_leaves_its_notes_without_a_place(sentences: list[str], data: DataObject) -> None:
    """When the passage of a quote is deleted, the quote is anchored on its own words or not at all."""
    pages = [f"<p>{sentence}.</p>" for sentence in sentences]
    before = read("".join(pages))
    deleted = data.draw(st.integers(0, len(pages) - 1), label="deleted")
    passage = before.passages[deleted].span
    start = data.draw(st.integers(passage.start, passage.end - 1))
    end = data.draw(st.integers(start + 1, passage.end))
    selector = describe(before, Span(start, end))
    after = read("".join([*pages[:deleted], *pages[deleted + 1 :]]))
    outcome = anchor(selector, after)
    if isinstance(outcome, Anchored):
        assert fold(_words(after, outcome.span)).text == fold(selector.exact).text


def test_what_is_there_to_the_letter_is_found_across_lines() -> None:
    """Where a character is cut, only letters tell; a note has blanks for the ends of lines before and behind it."""
    page = read("<p>Omega</p>\n<p>The nave\ufeff\u0301 abbot</p>\n<p>Alpha</p>")
    span = Span(page.text.index("e\ufeff"), page.text.index("e\ufeff") + 2)
    said = describe(page, span)
    for prefix, suffix in ((said.prefix, said.suffix), ("Omega The nav", "\u0301 abbot Alpha")):
        assert anchor(TextQuoteSelector("e\ufeff", prefix, suffix), page) == Anchored(span)


def test_invisible_signs_at_the_edge_of_a_quote_across_lines_are_its_own() -> None:
    """Where the quote has blanks for the ends of lines, too; and a context without the blank beside it."""
    page = read("<p>ab \u200cnaive</p>\n<p>x well</p>")
    start = page.text.index("\u200c")
    span = Span(start, page.text.index(" well"))
    for prefix in ("ab", "ab "):
        assert anchor(TextQuoteSelector("\u200cnaive x", prefix, "well"), page) == Anchored(span)
        assert anchor(TextQuoteSelector("naive x", prefix, "well"), page) == Anchored(Span(start + 1, span.end))
