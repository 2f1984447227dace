"""The densest page that a site may hold: 500 notes on one source.  For `page-speed` and for the tests.

Twelve notes share a passage, four of them even the same words; one passage has 2,000 words; one note is as long as an
essay, with a list and a table; everywhere else three notes overlap.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from _bench_sites import BODY_WORDS, KINDS, STATUSES, TITLE_WORDS, Note, SourcePage, Writer, write

SLUG = "dense"
NOTES = 500
SEED = 20310304

CROWDED = 0
"""The index of the passage with twelve notes."""
CROWD = (*((4, 10),) * 4, *((start, start + 5) for start in range(16, 88, 9)))
"""The words that they quote: the first, and the one behind the last."""
LONG = 1
"""The index of the passage of 2,000 words; its first note is the long one."""
LONG_WORDS = 2_000
LONG_QUOTES = tuple((start, start + 6) for start in range(20, 1_820, 50))
THREE_DEEP = ((2, 8), (12, 30), (16, 26), (19, 23))
"""Words quoted in every other passage: the second to the fourth lie in one another."""
LONG_NOTE = 7_000
"""Code points that are added to it, at least: a note may have 8,000."""


def write_dense(folder: Path) -> SourcePage:
    """Write a site with the page, whose theme is Material."""
    writer = Writer(SEED)
    page = _page(writer)
    write(folder, "sidecars", "material", [page])
    path = folder / "annotations" / SLUG / f"{long_note(page).id}.md"
    path.write_text(path.read_text(encoding="utf-8") + _essay(writer), encoding="utf-8")
    return page


def notes_on(page: SourcePage, paragraph: int) -> list[Note]:
    """The notes on a passage."""
    return [note for note in page.notes if note.paragraph == paragraph]


def long_note(page: SourcePage) -> Note:
    """The note that is as long as an essay."""
    return notes_on(page, LONG)[0]


def _page(writer: Writer) -> SourcePage:
    others = (NOTES - len(CROWD) - len(LONG_QUOTES)) // len(THREE_DEEP)
    lengths = (100, LONG_WORDS, *(45 + index % 40 for index in range(others)))
    paragraphs = tuple(writer.paragraph(length) for length in lengths)
    headings = {index: writer.phrase(4) for index in range(10, others, 10)}
    page = SourcePage(SLUG, writer.phrase(5), paragraphs, headings, ())
    return replace(page, notes=tuple(_notes(writer, page)))


def _notes(writer: Writer, page: SourcePage) -> Iterator[Note]:
    number = 0
    for index, paragraph in enumerate(page.paragraphs):
        for start, end in {CROWDED: CROWD, LONG: LONG_QUOTES}.get(index, THREE_DEEP):
            number += 1
            yield Note(
                number=number,
                paragraph=index,
                start=start,
                end=end,
                quote=paragraph.quote(start, end),
                # Of the notes that overlap some are of one kind, others of several.
                kind=list(KINDS)[number // 7 % len(KINDS)],
                status=list(STATUSES)[number % len(STATUSES)],
                title=writer.phrase(TITLE_WORDS),
                body=writer.paragraph(BODY_WORDS),
            )


def _essay(writer: Writer) -> str:
    """What makes a note long: a list, a table, then paragraphs."""
    items = "".join(f"- {writer.phrase(12)}\n" for _ in range(6))
    rows = "".join(f"| {writer.phrase(2)} | {writer.phrase(4)} | {number} |\n" for number in range(12))
    text = f"\n{items}\n| what | where | how many |\n|---|---|--:|\n{rows}"
    while len(text) < LONG_NOTE:
        text += f"\n{writer.paragraph(70).markdown({})}\n"
    return text
