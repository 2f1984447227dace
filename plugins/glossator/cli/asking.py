"""`glossator new` at a terminal: it asks for what the options leave out, and looks at each answer at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, assert_never

import click

from glossator.editing.repair import CANDIDATES, place_fields
from glossator.records.schema import nearest
from glossator.records.vocabulary import Relation, Status
from glossator.references.bibliography import Bibliography, suggest_key
from glossator.text.anchoring import Ambiguous, Anchored, Orphaned, TextQuoteSelector
from glossator.text.shortening import without_middle
from glossator.text.suggest import ranked, resolve
from glossator.text.textmap import Span, TextMap


def source(titles: Mapping[str, str]) -> str:
    """The slug of one of the sources, which are given with their titles."""
    return _one_of("Source", titles)


def place(text: TextMap, *, passage: int | None = None) -> dict[str, Any]:
    """The words that a note is about, found on the page; where they stand several times, the place that is chosen.

    Returns:
        `quote`, `prefix`, `suffix` and `passage` as far as they are needed; empty for a note on the whole source.
    """
    while True:
        quote = click.prompt(
            "Words that it is about (first words … last words for long ones; empty: no quote)",
            default="",
            show_default=False,
        ).strip()
        if not quote:
            return _without_quote(text, passage)
        selector = TextQuoteSelector(quote, passage=passage)
        match resolve(selector, text):
            case Anchored(span):
                click.echo(f"  {text.place_at(span.start).called}: {_shown(text, span)}")
                return {"quote": quote} | ({"passage": passage} if passage else {})
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


def _without_quote(text: TextMap, passage: int | None) -> dict[str, Any]:
    last = len(text.passages)
    if passage is None:
        passage = click.prompt(
            f"A whole passage, 1 to {last} (0: the whole source)", default=0, type=click.IntRange(0, last)
        )
    return {"passage": passage} if passage else {}


def _chosen(question: str, spans: Sequence[Span], selector: TextQuoteSelector, text: TextMap) -> dict[str, Any] | None:
    """The fields of the place that a person chooses; None for none of them."""
    fields = {span: place_fields(selector, text, span) for span in spans[:CANDIDATES]}
    places = [(span, place_) for span, place_ in fields.items() if place_ is not None]
    for number, (span, _) in enumerate(places, 1):
        click.echo(f"  {number}  {text.place_at(span.start).called}: {_shown(text, span)}")
    if len(spans) > CANDIDATES:
        click.echo(f"  … and {len(spans) - CANDIDATES} more: quote more words to tell them apart")
    number = click.prompt(f"{question}, 1 to {len(places)} (0: other words)", type=click.IntRange(0, len(places)))
    if not number:
        return None
    chosen = {"quote": selector.exact, "passage": selector.passage} | dict(places[number - 1][1])
    return {name: value for name, value in chosen.items() if value is not None}


def _shown(text: TextMap, span: Span) -> str:
    """Some words of the page, with those around them."""
    before, words, after = text.text[: span.start], text.text[span.start : span.end], text.text[span.end :]
    return f"… {' '.join(before[-40:].split())} | {without_middle(words, 60, 50)} | {' '.join(after[:40].split())} …"


def kind(meanings: Mapping[str, str]) -> str:
    """The id of one of the site's kinds, which are given with their meanings."""
    return _one_of("Kind", meanings)


def title(refuse: Callable[[str], str]) -> str:
    """The takeaway; `refuse` says why a title cannot be taken."""
    while True:
        answer: str = click.prompt("Takeaway, one short sentence").strip()
        reason = refuse(answer)
        if not reason:
            return answer
        click.echo(f"  {reason}")


def status() -> str | None:
    """What the evidence says; None where it is not assessed."""
    return _one_of("Status (empty: not assessed)", {str(term): term.meaning for term in Status}, optional=True) or None


def evidence(bibliography: Bibliography) -> list[dict[str, str]]:
    """References and how they bear on the passage, one after the other."""
    pieces: list[dict[str, str]] = []
    while True:
        key = click.prompt(
            "Citation key of a piece of evidence (empty: no more)", default="", show_default=False
        ).strip()
        if not key:
            return pieces
        if key not in bibliography.references:
            click.echo(f"  no reference has this key: {suggest_key(key, bibliography)}")
            if not click.confirm("  Take it all the same?", default=False):
                continue
        relation = _one_of("It", {str(term): term.meaning for term in Relation})
        locator = click.prompt("Where in it, such as para. 12 (empty: nowhere)", default="", show_default=False).strip()
        pieces.append({"cite": key, **({"locator": locator} if locator else {}), "relation": relation})


def body(*, required: bool) -> str:
    """The note's text; `required` where nothing else says why."""
    if required:
        answer: str = click.prompt("Its text, in Markdown: why, since no evidence is named")
    else:
        answer = click.prompt("Its text, in Markdown (empty: none)", default="", show_default=False)
    return answer


def _one_of(what: str, meanings: Mapping[str, str], *, optional: bool = False) -> str:
    """One of several words, by the word or its number."""
    words = list(meanings)
    for number, (word, meaning) in enumerate(meanings.items(), 1):
        click.echo(f"  {number:>2}  {word:<20} {meaning}".rstrip())
    while True:
        answer = click.prompt(what, default="" if optional else None, show_default=False).strip()
        if answer.isdecimal() and 1 <= int(answer) <= len(words):
            return words[int(answer) - 1]
        if answer in words or (optional and not answer):
            return answer
        guess = nearest(answer, words)
        click.echo(f"  did you mean `{guess}`?" if guess else f"  {_list(words)}")


def _list(words: Iterable[str]) -> str:
    return "one of: " + ", ".join(words)
