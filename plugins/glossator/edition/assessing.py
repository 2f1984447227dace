"""What a note's status says, as a sentence composed from the evidence listed; and several notes' statuses in a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from glossator.edition.direction import tally
from glossator.edition.words import Words
from glossator.records.model import NoteFrontMatter
from glossator.records.vocabulary import Direction, Status, Term


def sentence(front: NoteFrontMatter, words: Words, named: Callable[[Term], str] | None = None) -> str:
    """The status, what it means, the evidence listed and the certainty; empty without a status.

    For example: `○ Unsupported: what was found does not bear these words out; evidence: 3 against. Moderate certainty.`

    Args:
        front: the note.
        words: the language.
        named: makes of a status or a certainty what stands for it, such as a link in HTML; default: its label.
    """
    if front.status is None:
        return ""
    label = named or (lambda term: words(term.label))
    said = words.labelled(label(front.status), clause(front, words))
    certainty = f" {label(front.certainty)}." if front.certainty else ""
    return f"{front.status.sign} {said}.{certainty}"


def clause(front: NoteFrontMatter, words: Words) -> str:
    """What the status means and what evidence is listed: what stands in the sentence after the status."""
    return meant(front.status, words, listed(front, words)) if front.status else ""


def meant(status: Status, words: Words, evidence: str = "") -> str:
    """What a status means, and the evidence, already in words, that is listed for it."""
    meaning = words(status.meaning).rstrip(".")
    said = meaning[:1].lower() + meaning[1:]
    return words("{said}; evidence: {evidence}", said=said, evidence=evidence) if evidence else said


def listed(front: NoteFrontMatter, words: Words) -> str:
    """How much evidence is listed for, in part and against; what only helps to understand is not counted."""
    counts = tally(front)
    return words.listed(counted(way, counts[way], words) for way in COUNTED if counts[way])


COUNTED = (Direction.FOR, Direction.MIXED, Direction.AGAINST)
"""The ways of evidence that a status is said with, in their order."""


def counted(way: Direction, number: int, words: Words) -> str:
    """How much evidence points one way of `COUNTED`."""
    match way:
        case Direction.FOR:
            return words.counted(number, "{} for", "{} for")
        case Direction.MIXED:
            return words.counted(number, "{} in part", "{} in part")
        case _:
            return words.counted(number, "{} against", "{} against")


def several(statuses: Iterable[Status | None], words: Words) -> str:
    """What the notes on a passage say of it, where they say different things: `2 notes: Unsupported, Contradicted`.

    Empty where they give one status or none.

    Args:
        statuses: that of each note on the passage.
        words: the language.
    """
    given = [status for status in statuses if status]
    labels = [words(status.label) for status in Status if status in given]
    if len(labels) < 2:
        return ""
    return words.labelled(words.counted(len(given), "{} note", "{} notes"), words.listed(labels))
