"""Whether a finished page has the words that its source has now.

Where it was built before the source was changed, notes would stand on a text that is no longer the source's.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from glossator.problems import Location, Problem
from glossator.project.sources import Source
from glossator.publication.applying.stretch import ALIKE, LONGEST_COMPARED, letters, only_letters
from glossator.text.aligning import words_of
from glossator.text.differences import WordChange, word_changes
from glossator.text.places import Place
from glossator.text.suggest import likeness
from glossator.text.textmap import TextMap, read

_WORD: Final = re.compile(r"[^\W_]+")
_KNOWN_BY: Final = (8, 4, 2, 1)
"""So many words at its beginning a passage is looked for by in its file, where marks may stand between them."""
_SHOWN: Final = 12
"""Words that a message shows of what was changed."""
HINT: Final = "build the site anew, then run this again"


def look(source: Source, written: TextMap, stretch: str, page: str, file: str, *, newer: bool) -> Problem | None:
    """How the words of a source differ from those of its page; None where they do not.

    What a generator makes of its own templates differs, too.  So only where the source was changed after the page was
    built it is told as a warning, and what the page has beyond the source then counts as well.

    Args:
        source: the source.
        written: its text as it was written.
        stretch: the HTML that holds it on the page.
        page: the HTML of the whole page.
        file: that of the page, relative to the site.
        newer: whether the source was changed after the page was built.

    Returns:
        a problem: a warning, or else for a notice (`as_notice`).
    """
    shown = read(stretch)
    lost = _first_missing(written, only_letters(read(page).text))
    if lost is not None:
        return _problem(source, file, _place(source, words_of(written, lost)), _change(written, lost, shown))
    beyond = _first_missing(shown, only_letters(written.text) + only_letters(source.title)) if newer else None
    if beyond is not None:
        said = f"“{_cut(words_of(shown, beyond))}”, which the source has not"
        return _problem(source, file, Location(source.path), said)
    return None


def as_notice(problem: Problem) -> str:
    """The same for a page that is not known to be older than its source."""
    return f"{problem.location}: {problem.message}; if the source was changed since then, {problem.hint}"


def _first_missing(text: TextMap, everything: str) -> Place | None:
    """The first passage of a text whose letters are not in others; None where all are."""
    at = 0
    for place in text.places:
        wanted = letters(text, place)
        # Nearly always they stand in the same order.
        found = everything.find(wanted, at)
        if found < 0 and wanted not in everything:
            return place
        at = max(found, 0)
    return None


def _problem(source: Source, file: str, place: Location, said: str) -> Problem:
    message = f"the finished page {file} has other words: {said}"
    return replace(Problem(place, "page-outdated", message, HINT, severity="warning"), source=source.slug)


def _change(written: TextMap, place: Place, shown: TextMap) -> str:
    """What stands on the page, and what in the source."""
    words = words_of(written, place)
    others = [words_of(shown, other) for other in shown.places]
    alike = [(likeness(other[:LONGEST_COMPARED], words[:LONGEST_COMPARED]), other) for other in others]
    score, nearest = max(alike, default=(0.0, ""))
    steps = word_changes(nearest, words) if score >= ALIKE else []
    change = next((step for step in steps if isinstance(step, WordChange) and _differs(step)), None)
    if change is None:
        return f"“{_cut(words)}” is not there"
    if not change.before:
        return f"without “{_cut(change.after)}”"
    if not change.after:
        return f"“{_cut(change.before)}”, which the source has not"
    return f"“{_cut(change.before)}”, and the source “{_cut(change.after)}”"


def _differs(change: WordChange) -> bool:
    return only_letters(change.before) != only_letters(change.after)


def _cut(text: str) -> str:
    words = text.split()
    return " ".join(words[:_SHOWN]) + " …" * (len(words) > _SHOWN)


def _place(source: Source, text: str) -> Location:
    """Where a passage begins in its file; the beginning of the file where other marks stand in it than can be known."""
    words, there = _WORD.findall(text), list(_WORD.finditer(source.document.body))
    spelled = [word[0] for word in there]
    for sought in (words[:number] for number in _KNOWN_BY):
        starts = range(len(there) - len(sought) + 1)
        if (
            sought
            and (found := next((at for at in starts if spelled[at : at + len(sought)] == sought), None)) is not None
        ):
            return source.document.in_body(there[found].start())
    return Location(source.path)
