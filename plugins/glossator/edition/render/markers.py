"""The numbers of passages and the markers of notes, in the text itself."""

from __future__ import annotations

from markupsafe import escape

from glossator.edition import direction
from glossator.edition.apparatus import Note
from glossator.edition.words import Words
from glossator.records.vocabulary import Kinds, Status


class Markers:
    """Writes them one after another, with words that were looked up once."""

    def __init__(self, words: Words, kinds: Kinds) -> None:
        self._passage = str(escape(words("Passage {number}")))
        self._note = str(escape(words("Note {number}, {kind}")))
        self._kinds = {kind.id: escape(words(kind.label)) for kind in kinds.values()}
        self._statuses = {
            status: str(escape(words("{list}, {item}", list="", item=words(status.label)))) for status in Status
        }

    def number(self, number: int, attribute: str) -> str:
        """A passage's number as a link; `attribute` is its `id` where no other element carries it."""
        label = self._passage.format(number=number)
        return f'<a class="gl-number"{attribute} href="#p{number}" aria-label="{label}">{number}</a>'

    def marker(self, note: Note) -> str:
        """A note's marker in the text."""
        label = self._note.format(number=note.number, kind=self._kinds[note.kind])
        label += self._statuses[note.status] if note.status else ""
        return (
            f'<sup class="gl-ref" data-dir="{direction.of_note(note.front)}"><a role="doc-noteref" id="ref-{note.id}"'
            f' href="#note-{note.id}" aria-label="{label}">{note.number}</a></sup>'
        )
