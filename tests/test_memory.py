"""What a build holds to its end stays small, so that ten thousand sources fit into a computer’s memory."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from _bench_sites import KINDS, Writer, write
from glossator.files.front_matter import split
from glossator.files.reading import TextFile
from glossator.project import sidecar
from glossator.project.sidecar import Sidecar
from glossator.text import textmap

NOTES = 200
TEXT = "---\ntitle: ‘A’\n---\nThe body’s ‘words’, \U0001f5fa and \ud800.\n"


@pytest.fixture
def traced() -> Iterator[None]:
    """Python counts what it holds."""
    tracemalloc.start()
    yield
    tracemalloc.stop()


def held() -> float:
    """What is held now, in kilobytes."""
    gc.collect()
    return tracemalloc.get_traced_memory()[0] / 1e3


def read(root: Path) -> dict[str, Sidecar]:
    """The notes of a project."""
    return sidecar.read(root / "annotations", root, kinds=list(KINDS))


@pytest.mark.usefixtures("traced")
def test_a_note_that_was_read_holds_little_more_than_its_file(tmp_path: Path) -> None:
    """Of 600 bytes, with curly quotation marks as people write them; its record has 25 fields."""
    write(tmp_path, "sidecars", "mkdocs", [Writer(7).page("one", words=6_000, notes=NOTES)])
    first, before = read(tmp_path), held()
    second = read(tmp_path)
    assert (held() - before) / NOTES < 4.0
    assert first == second


@pytest.mark.usefixtures("traced")
def test_a_page_that_is_made_lets_go_of_its_html() -> None:
    """Its HTML, and the way back to it, are needed for nothing any more."""
    page = Writer(7).page("one", words=6_000, notes=1)
    before = held()
    html = page.markdown().replace("\n\n", "</p>\n<p>")
    whole = textmap.read(html)
    assert whole.folded.text
    every = held() - before
    kept = whole.without_html
    del whole, html
    assert held() - before < every / 1.5
    assert kept.text


def test_a_file_is_kept_as_it_was_read() -> None:
    """Whatever characters stand in it: where its body begins, and its place, are those of the text."""
    file = TextFile(Path("a/b.md"), "a/b.md", TEXT)
    assert (file.path, file.name, file.text) == (Path("a/b.md"), "a/b.md", TEXT)
    document, problems = split(file, example="title: A")
    assert document
    assert problems == []
    assert document.body == "The body’s ‘words’, \U0001f5fa and \ud800.\n"
    place = document.in_body(document.body.index("and"))
    assert (place.line, place.column) == (4, 23)


def test_what_a_note_says_is_held_once(tmp_path: Path) -> None:
    """The values of its file and the fields of its record are the same texts."""
    write(tmp_path, "sidecars", "mkdocs", [Writer(7).page("one", words=600, notes=2)])
    for note in read(tmp_path)["one"].annotations:
        assert note.marked.value["title"] is note.front.title
        assert note.marked.value["quote"] is note.front.quote
