"""Notes on exactly the same words."""

from __future__ import annotations

from pathlib import Path

from glossator.edition import apparatus
from glossator.files.reading import TextFile
from glossator.project.sidecar import Annotation, parse_note
from glossator.text.textmap import read


def note(id_: str, *fields: str) -> Annotation:
    """A note with these lines of front matter."""
    text = "\n".join(["---", f"title: {id_}", "kind: context", *fields, "---", ""])
    annotation, problems = parse_note(TextFile(Path(f"{id_}.md"), f"{id_}.md", text), "bridge", kinds=["context"])
    assert annotation, problems
    return annotation


def test_companions_are_on_exactly_the_same_words() -> None:
    """Words in other quotation are the same, overlapping ones are not; a reply stands with the note it answers."""
    annotations = [
        note("a", "quote: the bridge was safe"),
        note("b", "quote: the bridge … safe"),
        note("c", "quote: the bridge was"),
        note("d", "replies-to: a"),
        note("e", "passage: 1"),
        note("f"),
        note("g"),
    ]
    placed = apparatus.place(annotations, read("<p>They said the bridge was safe.</p>"))
    assert not placed.unplaced
    together = {note.id: [other.id for other in placed.companions(note)] for note in placed.notes}
    assert together == {"f": [], "g": [], "a": ["d", "b"], "d": ["a", "b"], "b": ["a", "d"], "c": [], "e": []}
