"""Footnotes of a Markdown text, as Pandoc and Python-Markdown write them, read as notes on the words before them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from textwrap import dedent
from typing import Final

from glossator.files import front_matter
from glossator.files.reading import TextFile
from glossator.imports.notes.bodies_to_markdown import harmless
from glossator.imports.notes.incoming import Incoming, Notices
from glossator.problems import Problem
from glossator.records import identifiers
from glossator.text.anchoring import Selector, TextQuoteSelector

_FENCE: Final = re.compile(
    r"^ {0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}(?P=fence)[^\n]*$|\Z)", re.MULTILINE | re.DOTALL
)
_CODE: Final = re.compile(r"(?<!`)(`+)(?!`)[^`\n]+(?<!`)\1(?!`)")
_NEXT: Final = r"(?!\s*\n| {0,3}\[\^[^\]\s]+\]:)"
_DEFINITION: Final = re.compile(
    rf"^ {{0,3}}\[\^(?P<label>[^\]\s]+)\]:[ \t]*(?P<text>[^\n]*(?:\n{_NEXT}[^\n]+)*"
    rf"(?:(?:\n[ \t]*)+\n(?: {{4}}|\t)[^\n]*(?:\n{_NEXT}[^\n]+)*)*)",
    re.MULTILINE,
)
_REFERENCE: Final = re.compile(r"\[\^(?P<label>[^\]\s]+)\](?!:)|(?<!\[)\^\[(?P<inline>(?:[^\[\]\n]|\[[^\[\]\n]*\])+)\]")
_PARAGRAPH: Final = re.compile(r"\n[ \t>]*\n|^ {0,3}(?:#{1,6}[ \t]|[-*+][ \t]|\d+[.)][ \t])|\|", re.MULTILINE)
# What is short and ends with a point is as often an abbreviation.
_SENTENCE: Final = re.compile(
    r"(?<=[^\W\d_]{2}[.!?…])(?<!\b(?:[DMS]r|[Nn]o|St|pp|[Vv]s|cf)\.)[\"”’»)]*\s+(?=[\"“‘«(]?[^\W\da-z])|(?<=[。！？])"
)
_MARKS: Final = re.compile(
    r"\\(?P<sign>[!-/:-@\[-`{-~])|!?\[(?P<words>[^\[\]]*)\]\([^()\s]*(?:\s[^()]*)?\)|</?[a-zA-Z][^<>]*>"
    r"|(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|`|^[ \t]*>[ \t]?",
    re.MULTILINE,
)
_LONGEST: Final = 300
"""Code points of words that a footnote is taken to be about; of a longer sentence, its end."""


def are_in(file: TextFile) -> bool:
    """Whether a file holds footnotes."""
    text = _without_code(file.text)
    return any(_DEFINITION.finditer(text)) or any(match["inline"] for match in _REFERENCE.finditer(text))


@dataclass(frozen=True)
class _Footnote:
    """Where a footnote stands, and what it says."""

    offset: int
    """Of its sign, in code points of the file; of its text where no sign leads to it."""
    label: str
    text: str
    before: str
    """The words before its sign, from the beginning of their paragraph; empty where no sign leads to it."""


def read(file: TextFile) -> Iterator[Incoming | Problem]:
    """Every footnote as a note on the sentence, or the part of it, at whose end its sign stands."""
    text = _without_code(file.text)
    definitions = {match["label"]: match for match in _DEFINITION.finditer(text)}
    body = _blanked(_DEFINITION, text)
    start = _beginning(text)
    signs = [match for match in _REFERENCE.finditer(body) if match.start() >= start]
    used: set[str] = set()
    for sign in signs:
        label = sign["label"] or ""
        if label and label not in definitions:
            message, hint = f"the footnote `{label}` has a sign and no text", f"[^{label}]: what it says"
            yield Problem(file.at(sign.start()), "annotation-lost", message, hint, "warning")
        elif label in used:
            message = f"left out: that the sign of the footnote `{label}` stands here, too"
            hint = "write the note anew where it is needed"
            yield Problem(file.at(sign.start()), "annotation-lost", message, hint, "warning")
        else:
            used.add(label)
            written = sign["inline"] or _text(file.text, definitions[label])
            yield _note(file, _Footnote(sign.start(), label, written, _before(body, sign.start(), start)))
    for label, match in _unused(definitions, used).items():
        yield _note(file, _Footnote(match.start(), label, _text(file.text, match), ""))


def _unused(definitions: Mapping[str, re.Match[str]], used: set[str]) -> Mapping[str, re.Match[str]]:
    return {label: match for label, match in definitions.items() if label not in used}


def _note(file: TextFile, footnote: _Footnote) -> Incoming:
    place = file.at(footnote.offset)
    notices = Notices(place)
    notices.assumed("`kind: context`, since a footnote names none")
    selectors = tuple(_selectors(footnote.before))
    if selectors:
        notices.assumed("that it is about the words before its sign")
    label = footnote.label
    return Incoming(
        location=place,
        name=f"[^{label}]" if label else "",
        fields={"kind": "context"},
        body=harmless(footnote.text).strip(),
        selectors=selectors,
        wanted_id="" if label.isdigit() or identifiers.fault(label) else label,
        notices=notices.problems(),
    )


def _selectors(before: str) -> Iterator[Selector]:
    """What a footnote may be about, best first: its sentence, what stands since the sign before it, the last words.

    The words around another sign are no words of the source.
    """
    parts = _SENTENCE.split(_as_words(_REFERENCE.sub(" \0 ", before)))
    sentence = next((part for part in reversed(parts) if re.search(r"\w", part)), "")
    since = sentence.rpartition("\0")[2] if re.search(r"\w", sentence.rpartition("\0")[2]) else sentence
    ahead = " ".join(" ".join(parts[: len(parts) - 1]).split())[-40:]
    for words in dict.fromkeys((sentence, since, " ".join(since.split()[-8:]))):
        plain = _shortened(" ".join(words.replace("\0", " ").split()).strip(" ,;:"))
        if plain:
            yield TextQuoteSelector(plain)
            if ahead and words == sentence and "\0" not in ahead:
                yield TextQuoteSelector(plain, prefix=ahead)


def _shortened(words: str) -> str:
    return words if len(words) <= _LONGEST else words[-_LONGEST:].partition(" ")[2]


def _as_words(markdown: str) -> str:
    return " ".join(unescape(_MARKS.sub(lambda mark: mark["sign"] or mark["words"] or "", markdown)).split())


def _before(text: str, end: int, start: int) -> str:
    breaks = [match.end() for match in _PARAGRAPH.finditer(text, start, end)]
    return text[breaks[-1] if breaks else start : end]


def _text(whole: str, definition: re.Match[str]) -> str:
    first, *others = whole[definition.start("text") : definition.end("text")].split("\n")
    return "\n".join([first, *dedent("\n".join(others).expandtabs(4)).split("\n")]) if others else first


def _beginning(text: str) -> int:
    parts = front_matter.parted(text)
    return len(text) - len(parts.body) if parts else 0


def _without_code(text: str) -> str:
    return _blanked(_CODE, _blanked(_FENCE, text))


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    """A text of the same length without what a pattern matches."""
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
