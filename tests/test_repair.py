"""`glossator repair`: what is proposed, what is asked, and that nothing but the place of a note changes."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest
import sites
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from glossator.editing.repair import place_fields
from glossator.files import marked_yaml, rewriting
from glossator.text.anchoring import Ambiguous, Anchored, TextQuoteSelector, anchor
from glossator.text.differences import Touched, WordChange, by_gravity, touched
from glossator.text.textmap import Span, TextMap, read

LOST = "---\ntitle: The years # of the survey\nkind: context\nquote: would stand for twelve more years\n---\nText.\n"
TWICE = "---\ntitle: Twice\nkind: context\nquote: The mayor said that the bridge was safe\n---\n"
PUNCTUATED = "---\ntitle: The vote\nkind: context\nquote: By six votes to three, the council closed the bridge\n---\n"
LOST_NAME, TWICE_NAME = "annotations/bridge/lost.md", "annotations/bridge/twice.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the small site."""
    return sites.copy(sites.SMALL, tmp_path / "site")


def page(root: Path) -> TextMap:
    """The text of the source."""
    text = (root / "docs/sources/bridge.md").read_text(encoding="utf-8")
    return read(Markdown(extensions=["tables"]).convert(text.split("---\n", 2)[2]))


def front(root: Path, name: str) -> dict[str, object]:
    """A note's front matter, by a foreign reader."""
    fields: dict[str, object] = yaml.safe_load((root / name).read_text(encoding="utf-8").split("---\n")[1])
    return fields


# What is shown


def answered(root: Path, answers: str) -> sites.Result:
    """`glossator repair` with somebody at the terminal."""
    with mock.patch("glossator.cli.terminal.at_terminal", return_value=True):
        return sites.run(root, "repair", stdin=answers)


def test_a_site_without_lost_notes_needs_no_repair(root: Path) -> None:
    """One line says so, with status 0."""
    assert sites.run(root, "repair") == sites.Result(0, "every note that can be read has its place\n", "")


def test_a_proposal_tells_score_difference_and_what_it_touches(root: Path) -> None:
    """Nothing is written; the status says that something is left."""
    sites.write(root, {LOST_NAME: LOST})
    before = sites.contents(root)
    result = sites.run(root, "repair")
    assert result.status == 1
    assert f"{LOST_NAME}:4:8: quote-not-found" in result.output
    assert re.search(r"1  passage 2, [\d.]+ % alike", result.output)
    assert "would stand for [-twelve-]{+ten+} more years" in result.output
    assert "digits: [-twelve-]{+ten+}" in result.output
    assert result.output.endswith("0 repaired, 1 left\n")
    assert result.errors == "nothing was written: at a terminal it asks for each note\n"
    assert "\x1b" not in result.output
    assert sites.contents(root) == before


def test_the_places_of_an_ambiguous_quote_are_proposed(root: Path) -> None:
    """Each with what tells it from the others."""
    sites.write(root, {TWICE_NAME: TWICE})
    output = sites.run(root, "repair").output
    assert "1  passage 2" in output
    assert "prefix: more years." in output
    assert "2  passage 3" in output
    assert "prefix: to lorries." in output


def test_a_quote_that_cuts_a_word_gets_the_whole_word_or_its_rest(root: Path) -> None:
    """Both are proposed, and what is taken stands."""
    name, note = (
        "annotations/bridge/lorr.md",
        "---\nquote: bridge to lorr\nkind: context\ntitle: Carts were let over it\n---\n",
    )
    sites.write(root, {name: note})
    output = sites.run(root, "repair").output
    assert "1  passage 3, the whole word\n" in output
    assert "bridge to [-lorr-]{+lorries+}" in output
    assert "2  passage 3, the rest of the word beside the quote\n" in output
    assert "suffix: ies\n" in output
    for answer, (quote, suffix) in {"2\n": ("bridge to lorr", "ies"), "y\n": ("bridge to lorries", None)}.items():
        sites.write(root, {name: note})
        assert answered(root, answer).status == 0
        assert (front(root, name)["quote"], front(root, name).get("suffix")) == (quote, suffix)
        assert sites.run(root, "check").status == 0


def test_a_passage_that_is_not_there_has_no_proposal(root: Path) -> None:
    """Nothing tells which passage was meant."""
    sites.write(root, {LOST_NAME: "---\ntitle: a\nkind: context\npassage: 9\n---\n"})
    result = answered(root, "y\n")
    assert "nothing on the page can be proposed" in result.output
    assert result.status == 1


def test_notes_that_cannot_be_read_are_not_passed_over_in_silence(root: Path) -> None:
    """They may need a place, too: the status says that something is left, and the next command is named."""
    sites.write(root, {LOST_NAME: LOST.replace("context", "contxt")})
    result = sites.run(root, "repair")
    assert result.status == 1
    assert "glossator check" in result.errors


def test_a_path_limits_what_is_repaired(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the note named is shown and asked about."""
    sites.write(root, {LOST_NAME: LOST, TWICE_NAME: TWICE})
    monkeypatch.chdir(root)
    assert sites.run(root, "repair", LOST_NAME).output.endswith("0 repaired, 1 left\n")


# What is written


def test_a_yes_writes_the_first_proposal_and_nothing_else(root: Path) -> None:
    """The quote is that of the page; comments, order, body and every other file stay."""
    sites.write(root, {LOST_NAME: LOST})
    before = sites.contents(root)
    done = answered(root, "y\n")
    assert done.status == 0
    assert done.output.endswith(f"  written: {LOST_NAME}\n1 repaired, 0 left\n")
    after = sites.contents(root)
    assert after.pop(LOST_NAME).decode() == LOST.replace("twelve", "ten")
    before.pop(LOST_NAME)
    assert after == before
    assert sites.run(root, "check").status == 0


def test_a_number_writes_that_proposal(root: Path) -> None:
    """The second place of an ambiguous quote gets the context of the second."""
    sites.write(root, {TWICE_NAME: TWICE})
    assert answered(root, "2\n").status == 0
    assert front(root, TWICE_NAME)["prefix"] == "to lorries."
    assert sites.run(root, "check").status == 0


@pytest.mark.parametrize("answers", ["n\nn\n", "q\n", "", "what\nn\n", "n\n"])
def test_without_a_yes_nothing_is_written(answers: str, root: Path) -> None:
    """Neither a no, nor a stop, nor the end of the answers, nor a word that is no answer writes anything."""
    sites.write(root, {LOST_NAME: LOST, TWICE_NAME: TWICE})
    before = sites.contents(root)
    done = answered(root, answers)
    assert done.status == 1
    assert done.output.endswith("0 repaired, 2 left\n")
    assert sites.contents(root) == before


def test_some_are_written_and_the_rest_is_left(root: Path) -> None:
    """What was taken before a stop stays written."""
    sites.write(root, {LOST_NAME: LOST, TWICE_NAME: TWICE})
    done = answered(root, "1\nq\n")
    assert done.status == 1
    assert done.output.endswith("1 repaired, 1 left\n")


def test_yes_takes_what_differs_in_punctuation_alone(root: Path) -> None:
    """Unasked, neither another figure nor one of several places is written."""
    sites.write(root, {LOST_NAME: LOST, TWICE_NAME: TWICE, "annotations/bridge/vote.md": PUNCTUATED})
    done = sites.run(root, "repair", "--yes")
    assert done.status == 1
    assert done.output.endswith("1 repaired, 2 left\n")
    assert front(root, "annotations/bridge/vote.md")["quote"] == "By six votes to three the council closed the bridge"
    assert (root / LOST_NAME).read_text(encoding="utf-8") == LOST


def test_the_old_spelling_works_with_a_notice(root: Path) -> None:
    """Scripts that ask with `--write` go on for one version, and are told what to write."""
    sites.write(root, {LOST_NAME: LOST})
    done = sites.run(root, "repair", "--write", stdin="y\n")
    assert done.status == 0
    assert done.errors.startswith("glossator: `--write` is the old spelling of `glossator repair`")


def test_the_same_words_in_other_surroundings_are_never_taken_unasked(root: Path) -> None:
    """A look-alike is told from a moved sentence by a person only."""
    sites.write(
        root,
        {
            LOST_NAME: "---\ntitle: a\nkind: context\nquote: ten more years\nprefix: for the ferry,\nsuffix: in gaol\n---\n"
        },
    )
    assert sites.run(root, "repair", "--yes").status == 1
    assert answered(root, "y\n").status == 0
    assert sites.run(root, "check").status == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_the_mode_of_a_file_is_kept_and_no_other_is_left(root: Path) -> None:
    """The new file takes the place of the old one in one step."""
    sites.write(root, {LOST_NAME: LOST})
    (root / LOST_NAME).chmod(0o640)
    answered(root, "y\n")
    assert stat.S_IMODE((root / LOST_NAME).stat().st_mode) == 0o640
    assert sorted(path.name for path in (root / LOST_NAME).parent.iterdir()) == ["good.md", "lost.md", "sourcing.yml"]


LAYOUTS: dict[str, Callable[[str], str]] = {
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "a byte order mark": lambda text: "\ufeff" + text,
    "both": lambda text: "\ufeff" + text.replace("\n", "\r\n"),
    "old line ends": lambda text: text.replace("\n", "\r"),
    "quotation marks": lambda text: text.replace("would stand for twelve more years", "'would stand for twelve more years'"),
    "a comment behind": lambda text: text.replace("more years", "more years  # by hand"),
    "a folded block": lambda text: text.replace("quote: would", "quote: >- # by hand\n  would").replace("for ", "for\n  "),
    "two lines": lambda text: text.replace("for twelve", "for\n  twelve"),
    "dots for an end": lambda text: text[:4] + text[4:].replace("---\n", "...\n"),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_every_byte_but_those_of_the_place_is_kept(layout: Callable[[str], str], root: Path) -> None:
    """Whatever stands before the quote and behind it is there afterwards, comments and line ends included."""
    original = layout(LOST).encode()
    sites.write(root, {LOST_NAME: original})
    assert answered(root, "y\n").status == 0
    repaired = (root / LOST_NAME).read_bytes()
    assert b"would stand for ten more years" in repaired
    head, rest = original.split(b"quote:")
    assert repaired.startswith(head)
    assert repaired.endswith(rest[rest.index(b"more years") + len(b"more years") :].lstrip(b"'"))
    assert (b"# by hand" in repaired) == (b"# by hand" in original)
    assert sites.run(root, "check").status == 0


def test_front_matter_in_one_line_is_left_to_its_author(root: Path) -> None:
    """What cannot be changed without touching the rest is told, and not written."""
    note = "---\n{title: a, kind: context, quote: would stand for twelve more years}\n---\n"
    sites.write(root, {LOST_NAME: note})
    done = answered(root, "y\n")
    assert done.status == 1
    assert "quote: would stand for ten more years" in done.output
    assert (root / LOST_NAME).read_text(encoding="utf-8") == note


# Changing values in YAML

WORDS = st.text(st.sampled_from("ab é:#'\"-,{}[]&*!|>%@`?\\…’1"), min_size=1, max_size=12).map(str.strip).filter(bool)
KEYS = ("quote", "prefix", "suffix", "passage")


@st.composite
def written(draw: st.DrawFn) -> tuple[str, dict[str, str]]:
    """A YAML mapping in any layout, with comments and other keys between, and what it says."""
    lines, values = [], {}
    for key in draw(st.permutations(["title", *KEYS, "kind"])):
        if key != "quote" and not draw(st.booleans()):
            continue
        value = values[key] = draw(WORDS)
        form = draw(st.sampled_from(["plain", "single", "double", "folded"]))
        comment = draw(st.sampled_from(["", " # é", "  #c: 'd'"]))
        if form == "folded":
            lines.append(f"{key}: >-{comment}\n  {value}")
        elif form == "double":
            lines.append(f'{key}: "{value.replace(chr(92), chr(92) * 2).replace(chr(34), chr(92) + chr(34))}"{comment}')
        elif form == "single":
            quoted = value.replace("'", "''")
            lines.append(f"{key}:  '{quoted}'{comment}")
        else:
            lines.append(f"{key}: {rewriting.scalar(value)}{comment}")
        lines += draw(st.sampled_from([[], [""], ["# between"], ["# aside", ""]]))
    return "\n".join(lines) + draw(st.sampled_from(["", "\n"])), values


@given(written(), st.dictionaries(st.sampled_from(KEYS), st.none() | WORDS, min_size=1), st.booleans())
def test_values_change_and_the_rest_does_not(
    file: tuple[str, dict[str, str]], new: dict[str, str | None], dos: bool
) -> None:
    """Read back, the mapping has the new values; outside of the changed stretches every character is the same."""
    text, values = file
    if new.get("quote", "") is None:
        del new["quote"]
    marked, problems = marked_yaml.read(text, "a.md", example="")
    assert not problems
    assert marked.value == values
    edits = rewriting.edits(marked, new, after="quote")
    assert edits is not None
    raw = text.replace("\n", "\r\n") if dos else text
    changed = rewriting.apply(raw, edits)
    read_back, problems = marked_yaml.read(changed.replace("\r\n", "\n"), "a.md", example="")
    assert not problems
    assert read_back.value == {key: value for key, value in {**values, **new}.items() if value is not None}
    assert re.findall("#.*?$", _without_values(changed), re.MULTILINE) == re.findall(
        "#.*?$", _without_values(raw), re.MULTILINE
    )
    untouched = [line for line in raw.splitlines() if line.startswith(("title:", "kind:", "# between"))]
    assert [line for line in untouched if line not in changed.splitlines()] == []
    pieces, position = [], 0
    for start, end, _ in sorted(edits):
        pieces.append(text[position:start])
        position = end
    pattern = ".*".join(re.escape(piece) for piece in [*pieces, text[position:]])
    assert re.fullmatch(pattern, changed.replace("\r\n", "\n"), re.DOTALL)
    assert not dos or not re.search(r"(?<!\r)\n", changed) or "\r" not in raw


def _without_values(text: str) -> str:
    """The comments of a text that are surely none of a value."""
    return "\n".join(
        match[0].rstrip() for match in re.finditer(r"#(?: é|c: 'd'| between| aside)\r?$", text, re.MULTILINE)
    )


# What a change touches


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("1919", "1920", Touched.DIGITS),
        ("twelve", "ten", Touched.DIGITS),
        ("1,500 men", "500 men", Touched.DIGITS),
        ("million", "billion", Touched.DIGITS),
        ("٣", "٤", Touched.DIGITS),
        ("was", "was not", Touched.NEGATIONS),
        ("didn’t say", "did say", Touched.NEGATIONS),
        ("legal", "illegal", Touched.NEGATIONS),
        ("lost", "nicht verloren", Touched.NEGATIONS),
        ("Iran", "Iraq", Touched.NAMES),
        ("US forces", "us forces", Touched.NAMES),
        ("rejected", "approved", Touched.WORDS),
        ("colour", "color", Touched.WORDS),
        ("three, the", "three the", Touched.PUNCTUATION),
        ("The council", "the council", Touched.PUNCTUATION),
    ],
)
def test_what_a_change_touches(before: str, after: str, what: Touched) -> None:
    """The gravest counts, in either direction."""
    assert touched(WordChange(before, after)) is what
    assert touched(WordChange(after, before)) is what


def test_the_gravest_changes_stand_first() -> None:
    """Digits, negations, names, other words, punctuation; what folding makes equal is none."""
    changes = [
        WordChange("a,", "a"),
        WordChange("b", "c"),
        WordChange("Ann", "Eve"),
        WordChange("", "not"),
        WordChange("1", "2"),
    ]
    assert [change for _, change in by_gravity([*changes, WordChange("“d”", '"d"')])] == changes[::-1]


# The fields of a place


@given(st.data())
def test_the_fields_of_any_place_lead_there_and_nowhere_else(data: st.DataObject) -> None:
    """On a page of look-alikes, what would be written anchors at the place that was taken."""
    words = data.draw(st.lists(st.sampled_from("the mayor said no yes. “so” 12".split()), min_size=4, max_size=40))
    text = read(
        "<p>" + "</p><p>".join(" ".join(words[start : start + 9]) for start in range(0, len(words), 9)) + "</p>"
    )
    places = [Span(*match.span()) for match in re.finditer(r"\S+(?:\s\S+){0,3}", text.text)]
    span = data.draw(st.sampled_from(places))
    recorded = st.sampled_from(["", "the mayor", "never there"])
    selector = TextQuoteSelector(
        data.draw(st.sampled_from(["the mayor said", "no such words", "the mayor … yes."])),
        data.draw(recorded),
        data.draw(recorded),
        data.draw(st.none() | st.integers(1, 9)),
    )
    fields = place_fields(selector, text, span)
    if fields is None:
        return
    values = {
        "quote": selector.exact,
        "prefix": selector.prefix,
        "suffix": selector.suffix,
        "passage": selector.passage,
    }
    merged = {**values, **fields}
    passage = merged["passage"]
    assert isinstance(passage, int | None)
    placed = TextQuoteSelector(str(merged["quote"]), str(merged["prefix"] or ""), str(merged["suffix"] or ""), passage)
    assert anchor(placed, text) == Anchored(span)


def test_every_place_of_an_ambiguous_quote_can_be_told(root: Path) -> None:
    """There is no candidate that a person could not choose."""
    text = page(root)
    selector = TextQuoteSelector("the bridge")
    outcome = anchor(selector, text)
    assert isinstance(outcome, Ambiguous)
    assert all(place_fields(selector, text, span) for span in outcome.candidates)
