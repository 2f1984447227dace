"""Repairing notes that lost their place: what could be meant, how the words differ, and the file as it would then be.

Nothing is written here, and nothing is chosen: a person does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from glossator.editing import drafts
from glossator.edition import diagnosis
from glossator.edition.apparatus import Apparatus, Unplaced
from glossator.files import reading, rewriting
from glossator.files.reading import TextFile
from glossator.problems import Problem
from glossator.project import sidecar
from glossator.project.sidecar import Annotation
from glossator.records.model import QUOTE_LIMIT
from glossator.text.anchoring import (
    Ambiguous,
    Anchored,
    Orphaned,
    Proposal,
    Reason,
    SourceSelector,
    TextQuoteSelector,
    anchor,
    context,
    first_and_last,
    rest_of_word,
)
from glossator.text.differences import Touched, WordChange, by_gravity, word_changes
from glossator.text.normalize import fold
from glossator.text.suggest import ranked
from glossator.text.textmap import Passage, Span, TextMap

CANDIDATES = 9
"""Places of an ambiguous quote to choose from: what one digit can name."""
SURE_SCORE, SURE_LEAD = 90.0, 10.0
"""From which likeness and which lead over the next place on a proposal is clear."""

Fields = Mapping[str, str | int | None]
"""New values of `quote`, `prefix`, `suffix` and `passage`; None takes the field out."""


@dataclass(frozen=True)
class Candidate:
    """A place that a note could stand at."""

    proposal: Proposal
    place: str
    """The passage or heading in which it begins, as messages call it."""
    before: str
    """Some text of the page before it."""
    after: str
    """Some text of the page after it."""
    steps: Sequence[WordChange | str]
    """The way from the note's quote to the page's words."""
    changes: Sequence[tuple[Touched, WordChange]]
    """What of it a reader must look at, the gravest first."""
    fields: Fields
    """What would be written; nothing else of the file changes."""
    way: str = ""
    """How a quote that cut a word stands there; empty for a place that is merely like it."""

    @property
    def likeness(self) -> str:
        """How near the place comes to the quote, for people."""
        return self.way or f"{self.proposal.score:g} % alike"


@dataclass(frozen=True)
class Case:
    """A note without a place."""

    annotation: Annotation
    problem: Problem
    choices: tuple[Candidate, ...] = field(default=())
    """The best first; empty where nothing on the page is like it."""
    sure: bool = False
    """Whether the first is clear, and differs from the quote in punctuation alone."""


def cases(placed: Apparatus) -> list[Case]:
    """The notes of a source that have no place.  Replies come right with the note they reply to, and are left out."""
    own = [unplaced for unplaced in placed.unplaced if not isinstance(unplaced.annotation.selector, SourceSelector)]
    return [_case(unplaced, placed.text) for unplaced in own]


def _case(unplaced: Unplaced, text: TextMap) -> Case:
    annotation, outcome, selector = unplaced.annotation, unplaced.outcome, unplaced.annotation.selector
    problem = diagnosis.diagnose(unplaced, text)
    if not isinstance(selector, TextQuoteSelector):
        return Case(annotation, problem)
    if isinstance(outcome, Orphaned) and outcome.reason is Reason.INSIDE_A_WORD:
        return Case(annotation, problem, tuple(islice(_completed(outcome.proposals, selector, text), CANDIDATES)))
    if isinstance(outcome, Ambiguous):
        proposals: Sequence[Proposal] = ranked(outcome.candidates, selector, text)[:CANDIDATES]
    else:
        proposals = outcome.proposals
    choices = tuple(candidates(proposals, selector, text))
    return Case(annotation, problem, choices, sure=_is_sure(outcome, choices))


def _completed(proposals: Iterable[Proposal], selector: TextQuoteSelector, text: TextMap) -> Iterator[Candidate]:
    """The places where a quote cuts a word: each with the whole word, and with its rest beside the quote."""
    for proposal in proposals:
        before, after = rest_of_word(text, proposal.span)
        if not before and not after:  # a place that is merely like it
            continue
        whole = Span(proposal.span.start - len(before), proposal.span.end + len(after))
        for candidate in candidates([replace(proposal, span=whole)], selector, text):
            yield replace(candidate, way="the whole word")
        for candidate in candidates([proposal], selector, text):
            yield replace(candidate, way="the rest of the word beside the quote")


def _is_sure(outcome: Ambiguous | Orphaned, choices: Sequence[Candidate]) -> bool:
    """Never where words stay and their surroundings do not: only a person can tell a look-alike."""
    if not choices or not isinstance(outcome, Orphaned) or outcome.reason is not Reason.NOT_FOUND:
        return False
    best = choices[0]
    clear = best.proposal.score >= SURE_SCORE and best.proposal.lead >= SURE_LEAD
    return clear and all(touched is Touched.PUNCTUATION for touched, _ in best.changes)


def candidates(proposals: Iterable[Proposal], selector: TextQuoteSelector, text: TextMap) -> Iterator[Candidate]:
    """Places that a note could stand at, with what would be written for each."""
    for proposal in proposals:
        fields = place_fields(selector, text, proposal.span)
        if fields is None:
            continue
        steps = word_changes(selector.exact, str(fields.get("quote", selector.exact)))
        before, after = context(text.text, proposal.span, 40)
        yield Candidate(
            proposal,
            text.place_at(proposal.span.start).called,
            " ".join(before.split()),
            " ".join(after.split()),
            steps,
            by_gravity(step for step in steps if isinstance(step, WordChange)),
            fields,
        )


def place_fields(selector: TextQuoteSelector, text: TextMap, span: Span) -> Fields | None:
    """What of a note's place has to change for it to stand at a span, and there alone.

    A quote that has these words already stays as its author typed it.  So does recorded context that stands there;
    what does not is replaced by as much of the page, and what is needed to tell the place from others is added.

    Returns:
        the fields; None where the words cannot tell the place from others.
    """
    quote = _quote(selector, text, span)
    place = text.place_at(span.start)
    number = place.number if selector.passage is not None and isinstance(place, Passage) else None
    width = 0
    recorded = [
        own or rest for own, rest in zip((selector.prefix, selector.suffix), rest_of_word(text, span), strict=True)
    ]
    while width <= 768:
        prefix, suffix = (_context(words, text, span, width, side) for side, words in enumerate(recorded))
        wider = TextQuoteSelector(quote, prefix, suffix, number)
        if anchor(wider, text) == Anchored(span):
            was, fields = _fields(selector), _fields(wider)
            return {name: value for name, value in fields.items() if value != was[name]}
        width = max(12, 2 * width)
    return None


def _fields(selector: TextQuoteSelector) -> Fields:
    return {
        "quote": selector.exact,
        "prefix": selector.prefix or None,
        "suffix": selector.suffix or None,
        "passage": selector.passage,
    }


def _quote(selector: TextQuoteSelector, text: TextMap, span: Span) -> str:
    here = text.text[span.start : span.end]
    if fold(here).text == fold(selector.exact).text:
        return selector.exact
    if not first_and_last(selector.exact) and len(span) <= QUOTE_LIMIT:
        return " ".join(here.split())
    ends = first_and_last(selector.exact)
    if not ends:
        return drafts.ends(text, span)
    # As many words at either end as its author gave.
    first, last = (len(part.split()) for part in ends)
    words = here.split()
    return " ".join([*words[:first], "…", *words[-last:]] if len(words) > first + last else words)


def _context(recorded: str, text: TextMap, span: Span, width: int, side: int) -> str:
    """What is recorded if it stands there and is as wide as needed; else as much of the page."""
    wide = len(recorded)
    near = context(text.text, span, 2 * wide + 24)[side] if recorded else ""
    words, page = fold(recorded).text.strip(), fold(near).text.strip()
    stands = page.startswith(words) if side else page.endswith(words)
    if stands and wide >= width:
        return recorded
    return " ".join(context(text.text, span, max(wide, width))[side].split())


def repaired(annotation: Annotation, fields: Fields, *, kinds: Collection[str]) -> tuple[str, bytes] | None:
    """A note's file with other fields of its place; byte order mark, line ends and every other character stay.

    Returns:
        the text, and the bytes that it takes the place of; None where the front matter is written so that only a person
        can change it, or where the file is no longer the one that was read.

    Raises:
        OSError: the file cannot be read any more.
    """
    before, tree = annotation.document.file, annotation.marked.tree
    raw = before.path.read_bytes()
    edits = rewriting.edits(annotation.marked, fields, after="quote")
    if edits is None or not _is(before, raw):
        return None
    start = annotation.document.yaml_end - len(tree.text)
    text = rewriting.apply(raw.decode(), [(start + low, start + high, new) for low, high, new in edits])
    after = reading.decode(before.path, before.name, text.encode())
    if not isinstance(after, TextFile):
        return None
    again, problems = sidecar.parse_note(after, annotation.source, kinds=kinds)
    if again is None or problems or again.body != annotation.body:
        return None
    return (text, raw) if again.front == annotation.front.model_copy(update=dict(fields)) else None


def _is(file: TextFile, raw: bytes) -> bool:
    now = reading.decode(file.path, file.name, raw)
    return isinstance(now, TextFile) and now.text == file.text
