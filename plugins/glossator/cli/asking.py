"""What `glossator new` asks at a terminal for each part of a note; it looks at each answer at once."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, assert_never

import click

from glossator.cli import questions
from glossator.cli.questions import Back
from glossator.editing.repair import CANDIDATES, place_fields
from glossator.files.marked_yaml import Marked
from glossator.problems import Problem
from glossator.project.sidecar import Annotation
from glossator.records import schema
from glossator.records.model import Evidence
from glossator.records.schema import nearest
from glossator.records.vocabulary import Certainty, Nature, Relation, Status, Term
from glossator.references import finding
from glossator.references.bibliography import Bibliography
from glossator.text.anchoring import Ambiguous, Anchored, Orphaned, TextQuoteSelector
from glossator.text.resolving import resolve
from glossator.text.shortening import without_middle
from glossator.text.suggest import ranked
from glossator.text.textmap import Span, TextMap

KEPT_OUT = re.compile(r"\n*<!-- For you; nothing of this is kept\.\n.*?\n-->\n?", re.DOTALL)
"""What stands in the editor to help, and is no part of the note."""


def source(titles: Mapping[str, str]) -> str:
    """The slug of one of the sources, which are given with their titles."""
    return questions.word("Source", titles)


def place(text: TextMap, before: Mapping[str, Any]) -> dict[str, Any]:
    """The words that a note is about, found on the page; where they stand several times, the place that is chosen.

    Args:
        text: the page of the source.
        before: the fields of the place that was chosen before.

    Returns:
        `quote`, `prefix`, `suffix` and `passage` as far as they are needed; empty for a note on the whole source.
    """
    quote = ""
    while True:
        said = before.get("quote", "")
        quote = quote or questions.line(
            "Words that it is about (first words … last words for long ones; empty: no quote)", before=said
        )
        if not quote:
            return _without_quote(text, before.get("passage") if not said else None)
        if quote == said:
            return {name: before[name] for name in ("quote", "prefix", "suffix", "passage") if name in before}
        selector = TextQuoteSelector(quote)
        match resolve(selector, text):
            case Anchored(span):
                questions.say(f"  {text.place_at(span.start).called}: {words_around(text, span)}")
                return {"quote": quote}
            case Ambiguous(candidates):
                spans = [candidate.span for candidate in ranked(candidates, selector, text)]
                chosen = _chosen("It stands there several times. Which one", sorted(spans), selector, text)
            case Orphaned(proposals=proposals):
                spans = [proposal.span for proposal in proposals]
                click.echo("  It does not stand there." + ("" if spans else " Nothing is like it."))
                chosen = _chosen("Which of these", spans, selector, text) if spans else ""
            case outcome:
                assert_never(outcome)
        if not isinstance(chosen, str):
            return chosen
        quote = chosen


def _without_quote(text: TextMap, before: int | None) -> dict[str, Any]:
    last = len(text.passages)
    question = f"No quote: a whole passage, {_to(last)} (empty: the whole source)"
    while True:
        answer = questions.line(question, before=str(before or ""))
        if not answer:
            return {}
        if answer.isdecimal() and 1 <= int(answer) <= last:
            return {"passage": int(answer)}
        click.echo(f"  a number, {_to(last)}")


def _to(last: int) -> str:
    return f"1 to {last}" if last > 1 else "1"


def _chosen(question: str, spans: Sequence[Span], selector: TextQuoteSelector, text: TextMap) -> dict[str, Any] | str:
    """The fields of the place that a person chooses; or the other words that are typed, empty where none are yet."""
    fields = {span: place_fields(selector, text, span) for span in spans[:CANDIDATES]}
    places = [(span, place_) for span, place_ in fields.items() if place_ is not None]
    for number, (span, _) in enumerate(places, 1):
        questions.say(f"  {number}  {text.place_at(span.start).called}: {words_around(text, span)}", hang=5)
    if len(spans) > CANDIDATES:
        click.echo(f"  … and {len(spans) - CANDIDATES} more: quote more words to tell them apart")
    answer = questions.one_of(f"{question}, {_to(len(places))} (0, or other words)", len(places))
    if isinstance(answer, str) or not answer:
        return answer or ""
    chosen = {"quote": selector.exact, "passage": selector.passage} | dict(places[answer - 1][1])
    return {name: value for name, value in chosen.items() if value is not None}


def words_around(text: TextMap, span: Span) -> str:
    """Some words of the page, with those around them."""
    before, words, after = text.text[: span.start], text.text[span.start : span.end], text.text[span.end :]
    return f"… {' '.join(before[-40:].split())} | {without_middle(words, 60, 50)} | {' '.join(after[:40].split())} …"


def reply(notes: Sequence[Annotation], before: str, *, required: bool) -> str:
    """The id of the note that is replied to; empty for none.

    Args:
        notes: those of the source.
        before: the id that was answered before.
        required: whether the note is of a kind that answers another.
    """
    titles = {note.id: note.front.title for note in notes}
    asked = "Which note does it answer" if required else "Does it reply to another note"
    question = f"{asked}? Its id, or a word of its title" + ("" if required else " (empty: no)")
    while True:
        answer = questions.line(question, optional=not required, before=before)
        if not answer or answer in titles:
            return answer
        alike = [id_ for id_, title_ in titles.items() if answer.casefold() in f"{id_} {title_}".casefold()]
        if alike:
            return questions.word("Which of these", {id_: titles[id_] for id_ in alike[:CANDIDATES]})
        click.echo("  no note of this source has that in its title")


def kind(meanings: Mapping[str, str], before: str) -> str:
    """The id of one of the site's kinds, which are given with their meanings."""
    return questions.word("Kind", meanings, before=before)


def title(refuse: Callable[[str], str], before: str) -> str:
    """The takeaway; `refuse` says why a title cannot be taken."""
    while True:
        answer = questions.line("Takeaway, one short sentence", optional=False, before=before)
        reason = refuse(answer)
        if not reason:
            return answer
        click.echo(f"  {reason}")


def status(before: str) -> str:
    """What the evidence says; empty where it is not assessed."""
    return questions.word("Status (empty: not assessed)", _meanings(Status), optional=True, before=before)


def certainty(before: str) -> str:
    """How sure the status is; empty where nobody says it."""
    return questions.word(
        "Certainty of the status (empty: not said)", _meanings(Certainty), optional=True, before=before
    )


def evidence(bibliography: Bibliography, before: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """References and how they bear on the passage, one after the other.

    Args:
        bibliography: the references that are there.
        before: the pieces that were given before; they stay but for those that are taken away.

    Raises:
        Back: the person wants to go back, and keeps what was given before.
    """
    pieces = [dict(piece) for piece in before]
    while True:
        for number, piece in enumerate(pieces, 1):
            questions.say(f"  {number}  {piece['relation']}: {piece.get('cite') or piece.get('title')}", hang=5)
        answer = questions.line(
            "Evidence: author, title, year or key of a reference (+: one that is not there yet; "
            + (f"-1: without {'the first' if len(pieces) > 1 else 'it'}; " if pieces else "")
            + "empty: no more)"
        )
        if not answer:
            return pieces
        if answer[0] == "-" and answer[1:].isdecimal() and 1 <= int(answer[1:]) <= len(pieces):
            del pieces[int(answer[1:]) - 1]
            continue
        with suppress(Back):
            pieces += _piece(answer, bibliography)


def _piece(words: str, bibliography: Bibliography) -> list[dict[str, Any]]:
    """A piece of evidence, in a list; none where no reference is meant.

    Raises:
        Back: the person wants to go back.
    """
    reference = _new_reference() if words == "+" else _reference(words, bibliography)
    if not reference:
        return []
    piece = reference | {"relation": questions.word("What it does", _meanings(Relation))}
    locator = questions.line("Where in it, such as para. 12 (empty: nowhere)")
    quote = _fitting("quote", "Its own words there, exactly (empty: none)", lambda answer: answer)
    piece |= {name: value for name, value in (("locator", locator), ("quote", quote)) if value}
    problems = schema.check(Evidence, Marked("evidence", piece))[1]
    _tell(problems)
    return [] if problems else [piece]


def _reference(words: str, bibliography: Bibliography) -> dict[str, Any]:
    """A reference of the bibliography; empty where none is meant."""
    references = bibliography.references
    while words:
        if words in references:
            return {"cite": words}
        keys = finding.matching(words, references)
        if not keys:
            guess = nearest(words, references)
            questions.say(
                "  no reference has this: "
                + (f"did you mean `{guess}`? or " if guess else "")
                + "+ describes a new one"
            )
            return {}
        for number, key in enumerate(keys[:CANDIDATES], 1):
            questions.say(f"  {number}  {finding.summary(key, references[key])}", hang=5)
        if len(keys) > CANDIDATES:
            click.echo(f"  … and {len(keys) - CANDIDATES} more: more words tell them apart")
        last = min(len(keys), CANDIDATES)
        question = f"Which one, {_to(last)} (0: none of them; or other words)"
        answer = questions.one_of(question, last, default=1 if last == 1 else None)
        if isinstance(answer, int):
            return {"cite": keys[answer - 1]} if answer else {}
        words = answer
    return {}


def _new_reference() -> dict[str, Any]:
    """A reference that the bibliography has not; each answer is looked at at once."""
    fields = {
        "title": questions.line("Title of the reference", optional=False),
        "author": _fitting(
            "author", "Who wrote it, as Hale, Ruth; of several parted by semicolons (empty: nobody says)", _names
        ),
        "publisher": questions.line("Who published it (empty: nobody says)"),
        "issued": _fitting("issued", "When, as 2030-03-14, 2030-03 or 2030 (empty: nobody says)", str),
        "URL": _fitting("URL", "Its address, https://… (empty: none)", str),
        "nature": questions.word("What it is (empty: not said)", _meanings(Nature), optional=True),
    }
    return {name: value for name, value in fields.items() if value}


def _names(answer: str) -> list[dict[str, str]]:
    """Names as the format has them: a family name and a given one, or all in one."""
    parted = [[part.strip() for part in name.split(",", 1)] for name in answer.split(";") if name.strip()]
    return [
        dict(zip(("family", "given"), name, strict=True)) if all(name[1:]) and name[1:] else {"literal": name[0]}
        for name in parted
    ]


def _fitting(name: str, question: str, read: Callable[[str], Any]) -> Any:
    """The value of a field of evidence; what it cannot be is said at once, and asked again."""
    while True:
        answer = questions.line(question)
        value = read(answer) if answer else None
        piece = {"title": "…", "relation": str(Relation.BACKGROUND), name: value}
        problems = schema.check(Evidence, Marked("evidence", piece))[1] if value else []
        if not problems:
            return value
        _tell(problems)


def _tell(problems: Iterable[Problem]) -> None:
    for problem in problems:
        click.echo(f"  {problem.message}\n    {problem.hint}")


def body(before: str, about: Sequence[str], *, required: bool) -> str:
    """The note's text, in the editor where there is one.

    Args:
        before: the text as it is so far.
        about: what helps to write it, line by line; it stands in the editor, and nothing of it is kept.
        required: whether nothing else says why.
    """
    if os.environ.get("VISUAL") or os.environ.get("EDITOR"):
        click.echo("Its text, in Markdown: the editor opens; save it, and close it")
        helping = "\n".join(about).replace("--", "- -")
        edited = click.edit(f"{before}\n\n<!-- For you; nothing of this is kept.\n{helping}\n-->\n", extension=".md")
        return before if edited is None else KEPT_OUT.sub("\n", edited)
    if required:
        return questions.line("Its text, in Markdown: why, since no evidence is named", optional=False, before=before)
    return questions.line("Its text, in Markdown (empty: none)", before=before)


def persons(before: Sequence[str]) -> list[str]:
    """The living persons about whom an allegation is made or repeated."""
    answer = questions.line(
        "Living persons about whom it makes an allegation, parted by semicolons (empty: nobody)",
        before="; ".join(before),
    )
    return [name.strip() for name in answer.split(";") if name.strip()]


def interest(before: str) -> str:
    """The author's interest in the matter; empty for none."""
    return questions.line(
        "An interest that you have in the matter, shown beside your name (empty: none)", before=before
    )


def help_of_a_model(before: str) -> str:
    """How a language model helped; empty where none did."""
    return questions.line("How a language model helped you, if one did (empty: it did not)", before=before)


def _meanings(vocabulary: type[Term]) -> dict[str, str]:
    return {str(term): term.meaning for term in vocabulary}
