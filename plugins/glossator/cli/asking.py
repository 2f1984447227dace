"""What `glossator new` asks at a terminal for each part of a note; it looks at each answer at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, assert_never

import click

from glossator.cli import questions
from glossator.cli.questions import Back
from glossator.editing.repair import CANDIDATES, place_fields
from glossator.files.marked_yaml import Marked
from glossator.project.sidecar import Annotation
from glossator.records import schema
from glossator.records.model import Evidence
from glossator.records.vocabulary import Certainty, Nature, Relation, Status, Term
from glossator.references import finding
from glossator.references.bibliography import Bibliography, suggest_key
from glossator.text.anchoring import Ambiguous, Anchored, Orphaned, TextQuoteSelector
from glossator.text.shortening import without_middle
from glossator.text.suggest import ranked, resolve
from glossator.text.textmap import Span, TextMap


def source(titles: Mapping[str, str]) -> str:
    """The slug of one of the sources, which are given with their titles."""
    return questions.word("Source", titles)


def place(text: TextMap) -> dict[str, Any]:
    """The words that a note is about, found on the page; where they stand several times, the place that is chosen.

    Returns:
        `quote`, `prefix`, `suffix` and `passage` as far as they are needed; empty for a note on the whole source.
    """
    while True:
        quote = questions.line("Words that it is about (first words … last words for long ones; empty: no quote)")
        if not quote:
            return _without_quote(text)
        selector = TextQuoteSelector(quote)
        match resolve(selector, text):
            case Anchored(span):
                click.echo(f"  {text.place_at(span.start).called}: {words_around(text, span)}")
                return {"quote": quote}
            case Ambiguous(candidates):
                spans = [candidate.span for candidate in ranked(candidates, selector, text)]
                fields = _chosen("It stands there several times. Which one", sorted(spans), selector, text)
            case Orphaned(proposals=proposals):
                spans = [proposal.span for proposal in proposals]
                click.echo("  It does not stand there." + ("" if spans else " Nothing is like it."))
                fields = _chosen("Which of these", spans, selector, text) if spans else None
            case outcome:
                assert_never(outcome)
        if fields:
            return fields


def _without_quote(text: TextMap) -> dict[str, Any]:
    last = len(text.passages)
    passage = questions.number(f"A whole passage, 1 to {last} (empty: the whole source)", last, default=0)
    return {"passage": passage} if passage else {}


def _chosen(question: str, spans: Sequence[Span], selector: TextQuoteSelector, text: TextMap) -> dict[str, Any] | None:
    """The fields of the place that a person chooses; None for none of them."""
    fields = {span: place_fields(selector, text, span) for span in spans[:CANDIDATES]}
    places = [(span, place_) for span, place_ in fields.items() if place_ is not None]
    for number, (span, _) in enumerate(places, 1):
        click.echo(f"  {number}  {text.place_at(span.start).called}: {words_around(text, span)}")
    if len(spans) > CANDIDATES:
        click.echo(f"  … and {len(spans) - CANDIDATES} more: quote more words to tell them apart")
    number = questions.number(f"{question}, 1 to {len(places)} (0: other words)", len(places))
    if not number:
        return None
    chosen = {"quote": selector.exact, "passage": selector.passage} | dict(places[number - 1][1])
    return {name: value for name, value in chosen.items() if value is not None}


def words_around(text: TextMap, span: Span) -> str:
    """Some words of the page, with those around them."""
    before, words, after = text.text[: span.start], text.text[span.start : span.end], text.text[span.end :]
    return f"… {' '.join(before[-40:].split())} | {without_middle(words, 60, 50)} | {' '.join(after[:40].split())} …"


def reply(notes: Sequence[Annotation]) -> str:
    """The id of the note that is replied to; empty for none."""
    titles = {note.id: note.front.title for note in notes}
    while True:
        answer = questions.line("Does it reply to another note? Its id, or a word of its title (empty: no)")
        if not answer or answer in titles:
            return answer
        alike = [id_ for id_, title_ in titles.items() if answer.casefold() in f"{id_} {title_}".casefold()]
        if alike:
            return questions.word("Which of these", {id_: titles[id_] for id_ in alike[:CANDIDATES]})
        click.echo("  no note of this source has that in its title")


def kind(meanings: Mapping[str, str]) -> str:
    """The id of one of the site's kinds, which are given with their meanings."""
    return questions.word("Kind", meanings)


def title(refuse: Callable[[str], str]) -> str:
    """The takeaway; `refuse` says why a title cannot be taken."""
    while True:
        answer = questions.line("Takeaway, one short sentence", optional=False)
        reason = refuse(answer)
        if not reason:
            return answer
        click.echo(f"  {reason}")


def status() -> str:
    """What the evidence says; empty where it is not assessed."""
    return questions.word("Status (empty: not assessed)", _meanings(Status), optional=True)


def certainty() -> str:
    """How sure the status is; empty where nobody says it."""
    return questions.word("Certainty of the status (empty: not said)", _meanings(Certainty), optional=True)


def evidence(bibliography: Bibliography) -> list[dict[str, str]]:
    """References and how they bear on the passage, one after the other.

    Raises:
        Back: the person wants to go back before the first.
    """
    pieces: list[dict[str, str]] = []
    while True:
        answer = questions.line(
            "Evidence: author, title, year or key of a reference (+: one that is not there yet; empty: no more)"
        )
        if not answer:
            return pieces
        try:
            reference = _new_reference() if answer == "+" else _reference(answer, bibliography)
            if not reference:
                continue
            piece = reference | {"relation": questions.word("It", _meanings(Relation))}
            locator = questions.line("Where in it, such as para. 12 (empty: nowhere)")
        except Back:
            continue
        piece |= {"locator": locator} if locator else {}
        _, problems = schema.check(Evidence, Marked("evidence", piece))
        for problem in problems:
            click.echo(f"  {problem.message}\n    {problem.hint}")
        pieces += [] if problems else [piece]


def _reference(words: str, bibliography: Bibliography) -> dict[str, str]:
    """A reference of the bibliography; empty where none is meant."""
    references = bibliography.references
    if words in references:
        return {"cite": words}
    keys = finding.matching(words, references)
    if not keys:
        click.echo(f"  no reference has this: {suggest_key(words, bibliography)}")
        return {}
    for number, key in enumerate(keys[:CANDIDATES], 1):
        click.echo(f"  {number}  {finding.summary(key, references[key])}")
    if len(keys) > CANDIDATES:
        click.echo(f"  … and {len(keys) - CANDIDATES} more: more words tell them apart")
    last = min(len(keys), CANDIDATES)
    number = questions.number(f"Which one, 1 to {last} (0: none of them)", last, default=1 if last == 1 else None)
    return {"cite": keys[number - 1]} if number else {}


def _new_reference() -> dict[str, str]:
    """A reference that the bibliography has not."""
    fields = {
        "title": questions.line("Title of the reference", optional=False),
        "publisher": questions.line("Who published it (empty: nobody says)"),
        "issued": questions.line("When, as 2030-03-14, 2030-03 or 2030 (empty: nobody says)"),
        "URL": questions.line("Its address, https://… (empty: none)"),
        "nature": questions.word("What it is (empty: not said)", _meanings(Nature), optional=True),
    }
    return {name: value for name, value in fields.items() if value}


def body(before: str, *, required: bool) -> str:
    """The note's text, in the editor where there is one; `required` where nothing else says why."""
    if os.environ.get("VISUAL") or os.environ.get("EDITOR"):
        click.echo("Its text, in Markdown: the editor opens; save it, and close it")
        edited = click.edit(before, extension=".md")
        return before if edited is None else edited
    if required:
        return questions.line("Its text, in Markdown: why, since no evidence is named", optional=False)
    return questions.line("Its text, in Markdown (empty: none)")


def persons() -> list[str]:
    """The living persons about whom an allegation is made or repeated."""
    answer = questions.line("Living persons about whom it makes an allegation, parted by semicolons (empty: nobody)")
    return [name.strip() for name in answer.split(";") if name.strip()]


def interest() -> str:
    """The author's interest in the matter; empty for none."""
    return questions.line("An interest that you have in the matter, shown beside your name (empty: none)")


def help_of_a_model() -> str:
    """How a language model helped; empty where none did."""
    return questions.line("How a language model helped you, if one did (empty: it did not)")


def _meanings(vocabulary: type[Term]) -> dict[str, str]:
    return {str(term): term.meaning for term in vocabulary}
