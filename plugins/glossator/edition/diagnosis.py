"""What is wrong with notes on a page: what was found, what was expected, what to write instead."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from itertools import chain
from typing import assert_never

from glossator.edition import literal
from glossator.edition.apparatus import Apparatus, Unplaced
from glossator.edition.bodies import Body
from glossator.files.reading import control_character
from glossator.problems import Location, Problem
from glossator.project.lead import Lead
from glossator.project.sidecar import Annotation, Sidecar
from glossator.references.bibliography import Bibliography, suggest_key
from glossator.references.citations import Citations
from glossator.text.anchoring import (
    Ambiguous,
    Orphaned,
    Reason,
    SourceSelector,
    TextQuoteSelector,
    describe,
    first_and_last,
    rest_of_word,
)
from glossator.text.differences import word_diff
from glossator.text.normalize import fold, without_capitals
from glossator.text.shortening import shortened, without_middle
from glossator.text.tags import without_tags
from glossator.text.textmap import Span, TextMap

SHOWN = 5
"""Candidates of an ambiguous quote that are listed."""


def of_apparatus(placed: Apparatus) -> list[Problem]:
    """The problems of the notes that have no place."""
    return [diagnose(unplaced, placed.text) for unplaced in placed.unplaced]


def of_sourcing(sidecar: Sidecar, text: TextMap) -> list[Problem]:
    """The ratings of passages that the source does not have."""
    last, marks = len(text.passages), sidecar.sourcing_marks
    return [
        Problem(
            marks.key_at("passages", number),
            "passage-out-of-range",
            f"there is no passage {number}: the source has {last}",
            f"a number from 1 to {last}",
            source=sidecar.slug,
        )
        for number in sidecar.sourcing.passages
        if number > last and marks
    ]


def of_body(annotation: Annotation, body: Body, bibliography: Bibliography) -> list[Problem]:
    """The citation keys that no reference has, the markup that was left out, and a status for which no word is said."""
    problems = of_keys(annotation, bibliography)
    # A file can have a text, such as a comment or a rule, of which a reader sees no word.
    if annotation.front.status and not annotation.front.evidence and not _has_words(body):
        problems.append(annotation.without_reason())
    return [*problems, *of_text(annotation, [body], bibliography)]


def of_keys(annotation: Annotation, bibliography: Bibliography) -> list[Problem]:
    """The citation keys of its evidence that no reference has."""
    return [
        _unknown_key(annotation, annotation.marked.value_at("evidence", index, "cite"), evidence.cite, bibliography)
        for index, evidence in enumerate(annotation.front.evidence)
        if evidence.cite and evidence.cite not in bibliography.references
    ]


def of_text(written: Annotation | Lead, bodies: Sequence[Body], bibliography: Bibliography) -> Iterator[Problem]:
    """What is wrong in the Markdown of a note or of a lead, whose parts are rendered each by itself."""
    for key in _each(body.cited for body in bodies):
        if key not in bibliography.references:
            yield _unknown_key(written, _at(written, _cited_at(key, written.body)), key, bibliography)
    for body in bodies:
        yield from literal.problems(written, body, bibliography)
    for tag in _each(body.removed for body in bodies):
        place = _at(written, _tag_at(tag, written.body))
        hint = "a note holds paragraphs, lists, tables, quotations, links, emphasis and code"
        yield written.problem(place, "markup-removed", f"`<{tag}>` is not allowed in a note", hint)
    for address in _each(body.refused for body in bodies):
        place = _at(written, written.body.find(address))
        hint = "the whole address, https://example.org/report, or #p2 for a passage of the same source"
        yield written.problem(place, "markup-removed", f"a note cannot link to `{address}`", hint)
    if any(body.too_deep for body in bodies):
        message = "the text is nested too deeply for its Markdown to be read, and stands as it is written"
        yield written.problem(_at(written, 0), "markup-removed", message, "lists in lists, ten levels deep at most")
    for character in _each(body.hidden for body in bodies):
        hidden = control_character(_at(written, written.body.find("&")), character)
        yield written.problem(hidden.location, hidden.code, hidden.message, hidden.hint)


def _each(several: Iterable[Iterable[str]]) -> Iterable[str]:
    return dict.fromkeys(chain.from_iterable(several))


def _unknown_key(written: Annotation | Lead, place: Location, key: str, bibliography: Bibliography) -> Problem:
    if key.startswith(("http://", "https://", "www.")):
        return written.problem(
            place, "unknown-citation", f"an address is no key: `{key}`", _of_address(key, bibliography)
        )
    message = f"no reference has the key `{key}`"
    return written.problem(place, "unknown-citation", message, suggest_key(key, bibliography))


def _of_address(address: str, bibliography: Bibliography) -> str:
    """How the reference at an address is cited: by its key, or where the bibliography has none, in place."""
    plain = address.rstrip("/")
    own = (key for key, item in bibliography.references.items() if (item.URL or "").rstrip("/") == plain)
    key = next(own, "")
    if key:
        return f"cite: {key}"
    return f"title: The title of what is there\nURL: {address}\nrelation: supports      # instead of `cite`"


def of_style(annotation: Annotation, body: Body, bibliography: Bibliography, citations: Citations) -> Iterable[Problem]:
    """The references of a note that the citation style cannot write, each where it is described.

    Args:
        annotation: the note.
        body: its body, rendered.
        bibliography: the site's references.
        citations: writes them.
    """
    evidence = annotation.front.evidence
    for key in dict.fromkeys([*(piece.cite for piece in evidence if piece.cite), *body.cited]):
        if key in bibliography.references:
            yield from filter(None, [citations.problem(bibliography.references[key], bibliography.places[key], key)])
    for index, piece in enumerate(evidence):
        if not piece.cite and (
            problem := citations.problem(piece, annotation.document.marked.key_at("evidence", index))
        ):
            yield annotation.problem(problem.location, problem.code, problem.message, problem.hint)


def _has_words(body: Body) -> bool:
    return bool(_WORD.search(unescape(without_tags(body.html))))


_WORD = re.compile(r"\w")
_CITED = re.compile(r"@\{?\s*")
_IN_KEY = re.compile(r"[\w-]")
_IN_MARKDOWN: Mapping[str, re.Pattern[str]] = {
    "img": re.compile(r"!\["),
    "h1": re.compile(r"^#[^#]|^.+\n=+[ \t]*$", re.MULTILINE),
    "h2": re.compile(r"^##[^#]|^.+\n-+[ \t]*$", re.MULTILINE),
    **{f"h{level}": re.compile(f"^{'#' * level}[^#]", re.MULTILINE) for level in range(3, 7)},
}
"""How the elements that Markdown writes with signs begin."""
_LOWER = {ord(letter): letter.lower() for letter in string.ascii_uppercase}


def _at(written: Annotation | Lead, offset: int) -> Location:
    """Where something stands in a text; its beginning where only Markdown knows."""
    return written.document.in_body(max(0, offset))


def _cited_at(key: str, body: str) -> int:
    """Where a key is cited; -1 where it is written in another way."""
    places = (match for match in _CITED.finditer(body) if body.startswith(key, match.end()))
    return next((place.start() for place in places if not _IN_KEY.match(body, place.end() + len(key))), -1)


def _tag_at(tag: str, body: str) -> int:
    """Where an element begins, written as HTML or with Markdown’s signs; -1 where neither stands there.

    Its name is a stranger’s: `<a(b>` is an element, too, and its name no pattern.
    """
    signs = _IN_MARKDOWN[tag].search(body) if tag in _IN_MARKDOWN else None
    starts = [body.translate(_LOWER).find(f"<{tag}"), signs.start() if signs else -1]
    return min((start for start in starts if start >= 0), default=-1)


def diagnose(unplaced: Unplaced, text: TextMap) -> Problem:
    """The problem of a note that has no place."""
    if isinstance(unplaced.annotation.selector, SourceSelector):
        # Only a reply has no words of its own, and yet no place.
        return _with_its_note(unplaced.annotation)
    match unplaced.outcome:
        case Ambiguous() as outcome:
            return _ambiguous(unplaced, outcome, text)
        case Orphaned() as outcome:
            return _orphaned(unplaced, outcome, text)
        case _:
            assert_never(unplaced.outcome)


def _with_its_note(reply: Annotation) -> Problem:
    message = f"it stands after the note `{reply.front.replies_to}`, which has no place"
    hint = "mend that note, and this one has its place, too"
    return reply.problem(reply.marked.value_at("replies-to"), "reply-unplaced", message, hint)


def _ambiguous(unplaced: Unplaced, outcome: Ambiguous, text: TextMap) -> Problem:
    annotation = unplaced.annotation
    count = len(outcome.candidates)
    message = f"the quote `{shortened(annotation.front.quote or '', 80)}` stands in the source {count} times"
    lines = ["add one of these, or a longer quote, to say which:"]
    for span in outcome.candidates[:SHOWN]:
        selector = describe(text, span)
        lines.append(f"  {text.place_at(span.start).called}: prefix: {_quoted(selector.prefix)}")
        if selector.suffix:
            lines[-1] += f", suffix: {_quoted(selector.suffix)}"
    if count > SHOWN:
        lines.append(f"  … and {count - SHOWN} more")
    place = annotation.marked.value_at("quote")
    return annotation.problem(place, "quote-ambiguous", message, "\n".join(lines))


def _orphaned(unplaced: Unplaced, outcome: Orphaned, text: TextMap) -> Problem:
    annotation = unplaced.annotation
    marked = annotation.marked
    match outcome.reason:
        case Reason.NO_SUCH_PASSAGE:
            number, last = annotation.front.passage, len(text.passages)
            message = f"there is no passage {number}: the source has {last}"
            hint = f"passage: {last}      # a number from 1 to {last}"
            return annotation.problem(marked.value_at("passage"), "passage-out-of-range", message, hint)
        case Reason.NOTHING_TO_FIND:
            message, hint = "the quote holds nothing that a reader sees", "quote: the words the note is about"
            return annotation.problem(marked.value_at("quote"), "empty-value", message, hint)
        case Reason.OTHER_CONTEXT:
            sides = " on both sides" if annotation.front.prefix and annotation.front.suffix else ""
            message = f"the quote stands in the source once, but with other words around it than recorded{sides}"
            hint = _proposals(annotation.front.quote or "", outcome, text)
            return annotation.problem(marked.value_at("quote"), "quote-moved", message, hint)
        case Reason.INSIDE_A_WORD:
            return _inside_a_word(annotation, outcome, text)
        case Reason.NOT_FOUND:
            where = f" in passage {annotation.front.passage}" if annotation.front.passage else ""
            message = f"the quote `{shortened(annotation.front.quote or '', 80)}` does not stand in the source{where}"
            reason = _nearly(annotation.front.quote or "", text)
            hint = reason or _proposals(annotation.front.quote or "", outcome, text)
            return annotation.problem(marked.value_at("quote"), "quote-not-found", message, hint)
        case _:
            assert_never(outcome.reason)


def _inside_a_word(annotation: Annotation, outcome: Orphaned, text: TextMap) -> Problem:
    quote = shortened(annotation.front.quote or "", 80)
    lines, words = [], []
    for proposal in outcome.proposals:
        span = proposal.span
        before, after = rest_of_word(text, span)
        if not before and not after:
            continue
        whole = Span(span.start - len(before), span.end + len(after))
        words.append(without_middle(text.text[whole.start : whole.end], 40, 40))
        rest = ", ".join(f"{name}: {said}" for name, said in (("prefix", before), ("suffix", after)) if said)
        lines.append(f"  {text.place_at(span.start).called}: {rest}")
    message = f"the quote `{quote}` stands in the source only inside a word: `{words[0] if words else ''}`"
    hint = "quote the whole word, or add the rest of it:\n" + "\n".join(dict.fromkeys(lines))
    return annotation.problem(annotation.marked.value_at("quote"), "quote-inside-word", message, hint)


def _nearly(quote: str, text: TextMap) -> str:
    """What to write where a quote stands there but for capitals; empty where it does not."""
    page = text.folded
    match = next(without_capitals(fold(quote).text, page.text), None)
    if match is None:
        return ""
    span = Span(*(page.original(*match) or page.around(*match)))
    there = f"quote: {' '.join(text.text[span.start : span.end].split())}"
    return f"capitals count; on the page it is ({text.place_at(span.start).called})\n{there}"


def _proposals(quote: str, outcome: Orphaned, text: TextMap) -> str:
    if not outcome.proposals:
        return "nothing in the source is like it: copy the words from the built page"
    lines = []
    for proposal in outcome.proposals:
        where = text.place_at(proposal.span.start).called
        words = text.text[proposal.span.start : proposal.span.end].replace("\n", " ")
        if ends := first_and_last(quote):
            words = _ends(words, ends)
        alike = f"{where}, {proposal.score:g} % alike (lead {proposal.lead:g})"
        lines.append(f"{alike}: {without_middle(words, 150, 80)}")
        if words != quote and len(words) < 400:
            lines.append(f"    changed: {word_diff(quote, words)}")
    return "did you mean\n" + "\n".join("  " + line for line in lines)


def _ends(passage: str, ends: tuple[str, str]) -> str:
    first, last = (len(part.split()) for part in ends)
    words = passage.split()
    return " ".join([*words[:first], "…", *words[-last:]])


def selector_fields(text: TextMap, span: Span) -> dict[str, str]:
    """The `quote`, `prefix` and `suffix` that place a note on a span, as front matter has them."""
    selector: TextQuoteSelector = describe(text, span)
    fields = {"quote": selector.exact, "prefix": selector.prefix, "suffix": selector.suffix}
    return {name: " ".join(value.split()) for name, value in fields.items() if value.strip()}


def _quoted(text: str) -> str:
    return "“" + " ".join(text.split()) + "”"
