"""What a pull request does, in Markdown for whoever reviews it: problems, and each note with its quote in context.

What contributors wrote is shown and does nothing: no link, no picture, no HTML, nobody is mentioned.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from glossator.edition.apparatus import Apparatus, Note
from glossator.edition.direction import of_note, of_relation
from glossator.edition.render import Renderer
from glossator.edition.render.references import signature
from glossator.files.reading import FORBIDDEN
from glossator.problems import Problem
from glossator.records.csl import CSLItem
from glossator.records.model import LEAD, Evidence
from glossator.records.vocabulary import NOTE_FIELDS
from glossator.reports import reviewing
from glossator.reports.formats import counted
from glossator.repository.changes import TEXT
from glossator.repository.proposal import ProposedNote
from glossator.text.differences import word_changes
from glossator.text.quoting import marked

LIMIT = 1024 * 1024
"""Bytes that GitHub accepts as the summary of a step; of a larger one it shows nothing."""
CONTEXT = 120
"""Code points of the source on either side of a quote."""
SHOWN = 600
"""Code points of a quote; of a longer one the beginning and the end."""
KEPT = 8
"""Words that are shown on either side of a change."""
CUT = "\n\n**The summary is cut here: GitHub shows no more than 1 MiB. `glossator check` lists every problem.**\n"

WHAT = {"added": "Added", "changed": "Changed", "removed": "Removed"}

_MARKUP = re.compile(r"[\\`*_{}\[\]<>#!|~&@$^=]|:(?=\S)|(?<=www)\.", re.IGNORECASE)
"""What Markdown, as GitHub writes it, would read: marks, entities, emoji, formulas, addresses."""
_ADDRESS = re.compile(r"(?<![\w`])(https?://[^\s`<>\"|]+[\w/=~&#%+-])(?![`\w])")
"""An address, without the brackets and stops behind it; a bar would end a cell of a table."""
_NAMES = re.compile(r"\\[@#]")
"""What GitHub makes links of after it has read the Markdown: people, teams and issues."""


def text(words: object) -> str:
    """Somebody's words, in one line, as Markdown that shows them and does nothing else.

    Addresses stand as code: that is no link, and they can be copied from a terminal as they are.
    """
    line = " ".join(FORBIDDEN.sub("", str(words)).split())
    parts = _ADDRESS.split(line)
    return "".join(f"`{part}`" if number % 2 else _escaped(part) for number, part in enumerate(parts))


def _escaped(words: str) -> str:
    return _NAMES.sub(r"\g<0>&#8203;", _MARKUP.sub(r"\\\g<0>", words))


def of_problems(problems: Sequence[Problem]) -> str:
    """Every problem with its place and its hint, after a line that counts them."""
    return "\n".join(["## Problems", "", f"{counted(problems).capitalize()}.", "", *_problems(problems), ""])


def of_notes(
    notes: Sequence[ProposedNote], placed: Mapping[str, Apparatus], problems: Sequence[Problem], renderer: Renderer
) -> str:
    """Every note that is added, changed or removed.

    Args:
        notes: the notes.
        placed: the sources' notes in their places, by slug.
        problems: every problem of the site.
        renderer: knows kinds, bibliography and who wrote what.
    """
    translations = [note for note in notes if note.language]
    notes = [note for note in notes if not note.language]
    also = f"; translations: {_count(translations)}" if translations else ""
    blocks = [f"## Notes: {_count(notes)}{also}\n"]
    for proposed in notes:
        source = placed.get(proposed.source)
        note = next((note for note in source.notes if note.id == proposed.note), None) if source else None
        own = [problem for problem in problems if problem.location.path == proposed.path]
        blocks.append("\n".join(_note(proposed, note, source, own, renderer)))
    for proposed in translations:
        own = [problem for problem in problems if problem.location.path == proposed.path]
        blocks.append("\n".join(_translation(proposed, placed.get(proposed.source), own, renderer)))
    blocks += _differing(notes, placed)
    blocks += _checklist(notes, placed)
    return "\n".join(blocks)


def _differing(notes: Sequence[ProposedNote], placed: Mapping[str, Apparatus]) -> Iterator[str]:
    """Notes that say different things of the same words, side by side."""
    for slug, source in placed.items():
        proposed = {note.note for note in notes if note.source == slug and note.what != "removed"}
        for pair in reviewing.differing(source, proposed):
            words = source.text.text[pair.span.start : pair.span.end]
            lines = [f"### The same words, answered differently\n\n> {_bold(_shortened(words))}\n"]
            lines += [
                f"- <strong>{of_note(note.front).sign}</strong> "
                f"{note.status.label if note.status else 'Not assessed'}: "
                f"{text(note.title)}, <code>{text(note.path)}</code>"
                for note in pair.notes
            ]
            yield "\n".join([*lines, ""])


def _checklist(notes: Sequence[ProposedNote], placed: Mapping[str, Apparatus]) -> Iterator[str]:
    """What the charter asks, once for all notes that stand."""
    proposed = {note.path for note in notes if note.what != "removed"}
    standing = [note for source in placed.values() for note in source.notes if note.path in proposed]
    if standing:
        accusing = any(note.front.allegation_about for note in standing)
        asked = [*reviewing.CHECKLIST, *([reviewing.OF_PERSONS] if accusing else [])]
        yield "\n".join(["## What the charter asks of each note", "", *(f"- {line}" for line in asked), ""])


def fitted(markdown: str, room: int) -> str:
    """As much of a summary as fits into so many bytes, cut between two lines, with a notice that it is cut."""
    raw = markdown.encode()
    if len(raw) <= room:
        return markdown
    fitting = raw[: max(0, room - len(CUT.encode()))].decode("utf-8", "ignore").rpartition("\n")[0]
    return fitting + CUT if room > len(CUT.encode()) else ""


def append(path: Path, markdown: str) -> None:
    """Add to the summary of a step of a workflow, as far as there is room."""
    written = path.read_bytes() if path.exists() else b""
    if not written.endswith(CUT.encode()):
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(fitted(f"{markdown.strip()}\n\n", LIMIT - len(written)))


def _count(notes: Sequence[ProposedNote]) -> str:
    counts = ((sum(note.what == what for note in notes), what) for what in WHAT)
    return ", ".join(f"{count} {what}" for count, what in counts if count) or "none changed"


def _note(
    proposed: ProposedNote, note: Note | None, source: Apparatus | None, problems: Sequence[Problem], renderer: Renderer
) -> Iterator[str]:
    title = (proposed.after or proposed.before).get("title") or ("The lead" if proposed.note == LEAD else proposed.note)
    yield f"### {WHAT[proposed.what]}: {text(title)}\n"
    yield (
        f"<code>{text(proposed.path)}</code>"
        + (f", before <code>{text(proposed.former)}</code>" if proposed.former else "")
        + "\n"
    )
    if proposed.what != "removed" and note and source:
        yield from _facts(note, renderer)
        yield from _quoted(note, source)
    elif proposed.what != "removed" and proposed.after.get("quote"):
        yield f"> {_bold(_shortened(str(proposed.after['quote'])))}\n"
        yield "These words have no place in the source.\n"
    yield from _changed(proposed)
    if proposed.what != "removed":
        yield from _text(proposed, note, renderer)
    if note and proposed.what != "removed":
        yield from _evidence(note.evidence, renderer)
        yield from _persons(note, renderer)
    yield from _told(problems)


def _translation(
    proposed: ProposedNote, source: Apparatus | None, problems: Sequence[Problem], renderer: Renderer
) -> Iterator[str]:
    """A translation of a note, beside what it translates."""
    note = next((note for note in source.notes if note.id == proposed.note), None) if source else None
    title = (proposed.after or proposed.before).get("title") or proposed.note
    yield f"### {WHAT[proposed.what]}, in {text(proposed.language)}: {text(title)}\n"
    yield f"<code>{text(proposed.path)}</code>\n"
    if proposed.what != "removed":
        yield f"Translates: {text(note.title if note else proposed.note)}\n"
        if note and source:
            yield from _quoted(note, source)
            yield from _paragraphs("The note itself:", renderer.site.render_body(note.annotation.body).html)
        yield from _paragraphs("As readers see it:", renderer.site.render_body(proposed.after.get(TEXT, "")).html)
    yield from _changed(proposed)
    yield from _told(problems)


def _paragraphs(heading: str, html: str) -> Iterator[str]:
    if paragraphs := reviewing.paragraphs(html):
        yield f"{heading}\n"
        yield "\n>\n".join(f"> {text(paragraph)}" for paragraph in paragraphs) + "\n"


def _changed(proposed: ProposedNote) -> Iterator[str]:
    if proposed.fields:
        yield "Changed:\n"
        yield from (
            f"- {text(_label(name))}: {_change(name, proposed.before, proposed.after)}" for name in proposed.fields
        )
        yield ""


def _told(problems: Sequence[Problem]) -> Iterator[str]:
    if problems:
        yield "Problems:\n"
        yield from _problems(problems)
        yield ""


def _text(proposed: ProposedNote, note: Note | None, renderer: Renderer) -> Iterator[str]:
    """The note as readers will see it; as it is written where it has no place."""
    if note:
        paragraphs = reviewing.paragraphs(renderer.site.render_body(note.annotation.body).html)
    else:
        paragraphs = [part for part in re.split(r"\n\s*\n", proposed.after.get(TEXT, "").strip()) if part]
    if paragraphs:
        yield "As readers see it:\n" if note else "Text:\n"
        yield "\n>\n".join(f"> {text(paragraph)}" for paragraph in paragraphs) + "\n"


def _persons(note: Note, renderer: Renderer) -> Iterator[str]:
    """Whom an allegation concerns, and on which reference it rests."""
    if note.front.allegation_about:
        names = ", ".join(note.front.allegation_about)
        rests = "; ".join(_entry(piece, renderer) for piece in reviewing.grounds(note)) or "no reference"
        yield f"<strong>Concerns living persons:</strong> {text(names)}. Rests on: {text(rests)}\n"


def _facts(note: Note, renderer: Renderer) -> Iterator[str]:
    front = note.front
    status = front.status.label if front.status else "Not assessed"
    facts = [
        renderer.site.kinds[front.kind].label,
        f"{status}, {front.certainty.label}" if front.certainty else status,
        f"reply to {front.replies_to}" if front.replies_to else "",
        f"about {', '.join(front.allegation_about)}" if front.allegation_about else "",
        *signature(front, renderer.site.credits(note.annotation), renderer.site.words),
    ]
    yield " · ".join(text(fact) for fact in facts if fact) + "\n"


def _quoted(note: Note, source: Apparatus) -> Iterator[str]:
    """The words that the note is about, bold, among those around them."""
    if note.span is None or note.place is None:
        yield "On the whole source.\n"
        return
    page, (start, end) = source.text.text, (note.span.start, note.span.end)
    before, after = page[max(0, start - CONTEXT) : start], page[end : end + CONTEXT]
    if start > CONTEXT:
        before = "… " + before[re.search(r"\s|\Z", before).end() :]  # type: ignore[union-attr]  # `\Z` always fits
    if end + CONTEXT < len(page):
        after = after[: re.search(r"(?:\s\S*)?\Z", after).start()] + " …"  # type: ignore[union-attr]
    # Spaces beside the quote stand outside of it.
    parts = (text(before), " " * before[-1:].isspace(), _bold(_shortened(page[start:end])), " " * after[:1].isspace())
    yield f"> {''.join(parts)}{text(after)}\n"
    yield f"{note.place.called.capitalize()}\n"


def _bold(words: str) -> str:
    return f"<strong>{text(words)}</strong>"  # asterisks would depend on the letters beside them


def _shortened(words: str) -> str:
    return words if len(words) <= SHOWN else f"{words[: SHOWN // 2]} […] {words[-SHOWN // 2 :]}"


def _label(field: str) -> str:
    return NOTE_FIELDS.get(field, field)


def _change(field: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """A field before and after: both, or where they have words in common, what was struck out and put in."""
    old, new = _line(before.get(field)), _line(after.get(field))
    steps = word_changes(old, new)
    if not any(isinstance(step, str) for step in steps):
        return f"{text(old) or 'none'} → {text(new) or 'none'}"
    last = len(steps) - 1
    parts = []
    for number, step in enumerate(steps):
        if isinstance(step, str):
            parts.append(text(_abridged(step, keep_start=number > 0, keep_end=number < last)))
        else:
            parts += [
                f"<{tag}>{text(part)}</{tag}>" for tag, part in (("del", step.before), ("ins", step.after)) if part
            ]
    return " ".join(parts)


def _abridged(stretch: str, *, keep_start: bool, keep_end: bool) -> str:
    """A stretch that stays, without what is far from any change."""
    words = stretch.split()
    if len(words) <= 2 * KEPT:
        return stretch
    start, end = words[: KEPT * keep_start], words[len(words) - KEPT * keep_end :]
    return " ".join([*start, "…", *end])


def _line(value: Any) -> str:
    """A value of front matter as words."""
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_line(part)}" for key, part in value.items())
    if isinstance(value, list):
        return "; ".join(map(_line, value))
    return "" if value is None else str(value)


def _evidence(pieces: Iterable[Evidence], renderer: Renderer) -> Iterator[str]:
    lines = []
    for piece in pieces:
        parts = [_entry(piece, renderer), piece.locator, piece.quote and marked(piece.quote)]
        parts += [piece.archive_url and f"archived: {piece.archive_url}", piece.caveat and f"caveat: {piece.caveat}"]
        sign = of_relation(piece.relation).sign
        said = text(" · ".join(filter(None, parts)))
        lines.append(f"- <strong>{sign}</strong> {piece.relation.label.capitalize()}: {said}")
    if lines:
        yield "\n".join(["Evidence:", "", *lines, ""])


def _entry(piece: Evidence, renderer: Renderer) -> str:
    """A piece of evidence as the bibliography has it."""
    key = piece.cite or ""
    item: CSLItem = renderer.site.references.get(key) or piece
    return str(renderer.reference(item, key, piece.URL).striptags()) if item.title else f"@{key}"


def _problems(problems: Iterable[Problem]) -> Iterator[str]:
    for problem in problems:
        yield f"- {problem.severity} <code>{text(problem.location)}</code> {problem.code}: {text(problem.message)}"
        yield from (f"  - {text(line)}" for line in problem.hint.splitlines() if line.strip())
