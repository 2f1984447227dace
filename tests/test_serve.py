"""The preview: a real `mkdocs serve`, watched as its author would, in another window."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sites
from browser import opened
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

pytestmark = pytest.mark.build

PATIENCE = 30.0
"""Seconds to wait for what has to come; a rebuild takes about one.  Long, because a busy machine is no mistake."""

# A shell may start tests with Ctrl-C switched off, and Python would leave it so.
SERVE = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from mkdocs.__main__ import cli; cli()"
)
BRIDGE = "sources/bridge/"
NOTE = "---\nquote: {}\nkind: context\ntitle: {}\n---\nText.\n"
SOURCE = "---\nsource: {title: The ferry}\ntext: restated\n---\n\nThe ferry is closed until May.\n"


@dataclass
class Preview:
    """A running `mkdocs serve`."""

    root: Path
    address: str
    process: subprocess.Popen[str]

    def page(self, address: str) -> BeautifulSoup | None:
        """A page as it is now; None where there is none yet."""
        try:
            with urllib.request.urlopen(self.address + address, timeout=PATIENCE) as answer:
                return BeautifulSoup(answer.read().decode(), "html.parser")
        except urllib.error.HTTPError as error:
            error.close()
            return None
        except OSError:
            return None

    def shows(self, selector: str, text: str = "", *, on: str = BRIDGE) -> bool:
        """Whether a page comes to have an element with a text in it."""
        return self._comes_true(selector, text, on, wanted=True)

    def loses(self, selector: str, text: str = "", *, on: str = BRIDGE) -> bool:
        """Whether a page comes to have no such element any more."""
        return self._comes_true(selector, text, on, wanted=False)

    def write(self, name: str, content: str | bytes | None) -> None:
        """Write, or (None) delete, a file of the site."""
        sites.write(self.root, {name: content})

    def _comes_true(self, selector: str, text: str, on: str, *, wanted: bool) -> bool:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            page = self.page(on)
            if page and any(text in element.get_text() for element in page.select(selector)) == wanted:
                return True
            time.sleep(0.1)
        return False


def start(folder: Path) -> Preview:
    """Serve a copy of the small site, its temporary files in a folder of its own."""
    root = sites.copy(sites.SMALL, folder / "site")
    (folder / "temporary").mkdir()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name != "CI"} | sites.SETTINGS
    with (folder / "log.txt").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, "serve", "--dev-addr", f"127.0.0.1:{port}"],
            cwd=root,
            env=environment | {"TMPDIR": str(folder / "temporary"), "TEMP": str(folder / "temporary")},
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
        )
    return Preview(root, f"http://127.0.0.1:{port}/", process)


def stop(preview: Preview) -> int:
    """End it as Ctrl-C does; its exit status."""
    preview.process.send_signal(signal.SIGINT)
    try:
        return preview.process.wait(PATIENCE)
    finally:
        preview.process.kill()
        preview.process.wait()


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """One preview for all tests; each works with files of its own."""
    running = start(tmp_path_factory.mktemp("serve"))
    try:
        assert running.shows("#note-good"), (running.root.parent / "log.txt").read_text(encoding="utf-8")
        yield running
    finally:
        stop(running)


def test_a_note_appears_changes_and_goes(preview: Preview) -> None:
    """A new note, a change in it and its end are each on the page after a rebuild."""
    name = "annotations/bridge/changing.md"
    preview.write(name, NOTE.format("ten more years", "A first title"))
    assert preview.shows("#note-changing", "A first title")
    preview.write(name, NOTE.format("enough for carts", "A second title"))
    assert preview.shows("#note-changing", "A second title")
    page = preview.page(BRIDGE)
    assert page
    assert [mark.get_text() for mark in page.select("mark[data-notes=changing]")] == ["enough for carts"]
    preview.write(name, None)
    assert preview.loses("#note-changing")


def test_an_open_page_shows_what_is_saved(preview: Preview, browser: Browser) -> None:
    """In a browser that is left alone, a saved note appears, a mistake in it is told, and mending it brings it back."""
    name = "annotations/bridge/open.md"
    with opened(browser, preview.address + BRIDGE, 1200) as page:
        for text, selector in (
            (NOTE.format("ten more years", "Seen at once"), "#note-open"),
            (NOTE.format("two more years", "Seen at once"), f'.gl-unplaced:has-text("{name}:2:8")'),
            (NOTE.format("ten more years", "Seen again"), '#note-open:has-text("Seen again")'),
        ):
            preview.write(name, text)
            page.wait_for_selector(selector, timeout=1000 * PATIENCE, state="attached")
        assert page.locator(".gl-unplaced", has_text=name).count() == 0


def test_a_new_source_and_its_notes_appear(preview: Preview) -> None:
    """A folder that was not there when the preview began is watched too."""
    preview.write("docs/sources/ferry.md", SOURCE)
    preview.write("annotations/ferry/may.md", NOTE.format("until May", "Which May?"))
    assert preview.shows("#note-may", "Which May?", on="sources/ferry/")
    preview.write("annotations/ferry/may.md", NOTE.format("until May", "May of which year?"))
    assert preview.shows("#note-may", "May of which year?", on="sources/ferry/")


def test_a_broken_note_is_told_on_its_page(preview: Preview) -> None:
    """The page lists place, code and hint while the other notes stand; mending the note clears it."""
    name = "annotations/bridge/broken.md"
    preview.write(name, "---\nqoute: ten more years\nkind: context\ntitle: The years\n---\n")
    assert preview.shows(".gl-unplaced", f"{name}:2:1")
    assert preview.shows(".gl-unplaced", "unknown-key")
    assert preview.shows(".gl-unplaced", "did you mean `quote`?")
    assert preview.shows("#note-good")
    preview.write(name, NOTE.format("ten more years", "The years"))
    assert preview.shows("#note-broken", "The years")
    assert preview.loses(".gl-unplaced", name)


def test_a_note_without_a_place_is_told_with_a_proposal(preview: Preview) -> None:
    """The page shows the quote that it does not find, and the words that are like it."""
    name = "annotations/bridge/lost.md"
    preview.write(name, NOTE.format("By six votes to two the council", "The vote"))
    assert preview.shows(".gl-unplaced", f"{name}:2:8")
    assert preview.shows(".gl-unplaced", "By six votes to two the council")
    assert preview.shows(".gl-unplaced", "[-two-]{+three+}")


def test_a_broken_source_is_told_on_its_page(preview: Preview) -> None:
    """A page that is no source for a misspelt field, and one without a licence, say so where its author looks."""
    name = "docs/sources/tunnel.md"
    preview.write(name, SOURCE.replace("title:", "titel:"))
    assert preview.shows(".gl-unplaced", f"{name}:2:10", on="sources/tunnel/")
    assert preview.shows(".gl-unplaced", "did you mean `title`?", on="sources/tunnel/")
    preview.write(name, SOURCE.replace("restated", "full"))
    assert preview.shows(".gl-unplaced", "licence-missing", on="sources/tunnel/")
    preview.write(name, SOURCE)
    assert preview.loses(".gl-unplaced", on="sources/tunnel/")


def test_a_reference_is_watched(preview: Preview) -> None:
    """A note cites a key that is added to the bibliography later."""
    name = "annotations/bridge/citing.md"
    preview.write(name, NOTE.format("about the Mill Bridge", "The bridge").replace("Text.", "See [@ledger-2031]."))
    assert preview.shows(".gl-unplaced", "ledger-2031")
    references = (preview.root / "annotations/references.yml").read_text(encoding="utf-8")
    preview.write("annotations/references.yml", f"{references}- id: ledger-2031\n  title: The ledger\n  issued: 2031\n")
    assert preview.shows("#note-citing", "Ledger” 2031")
    assert preview.loses(".gl-unplaced", "ledger-2031")


def test_no_file_ends_the_preview(preview: Preview) -> None:
    """Bytes that are no text, among notes and among sources, are survived; what comes after is still shown."""
    preview.write("annotations/bridge/bytes.md", b"\xff\xfe\x00")
    preview.write("docs/sources/bytes.md", b"---\nsource: {title: \xff}\ntext: restated\n---\n")
    assert preview.shows(".gl-unplaced", "annotations/bridge/bytes.md:1:1")
    preview.write("docs/sources/bytes.md", SOURCE.replace("The ferry is", "The toll is"))
    assert preview.shows(".gl-source", "The toll is closed", on="sources/bytes/")


BODIES = {
    "a name that is half a pattern": "hello <a(b>x</a>",
    "a name that takes for ever as a pattern": f"{'a' * 44} <x|(a+)+!>",
    "brackets": "[@" * 3_900,
    "headings": "<h2>x" * 1_500,
    "emphasis": f"{'*' * 3_000}a{'*' * 3_000}",
    "lists": "- " * 3_500,
    "quotations": "> " * 3_500,
    "elements": "<b>" * 2_500,
    "apostrophes": "'" * 7_900,
}


def test_whatever_is_in_a_note_pages_are_answered(preview: Preview) -> None:
    """The page comes with the note, or with what is wrong with it, far within the time that a test waits."""
    for number, body in enumerate(BODIES.values()):
        name = f"case-{number}"
        note = NOTE.format("The bridge", name).replace("Text.", body)
        preview.write(f"annotations/bridge/{name}.md", note)
        assert preview.shows("body", name)
        preview.write(f"annotations/bridge/{name}.md", None)


def test_it_stops_cleanly(tmp_path: Path) -> None:
    """Ctrl-C ends it with status 0 and no traceback, nothing is left in temporary folders or written into the project."""
    before = sites.contents(sites.SMALL)
    running = start(tmp_path)
    assert running.shows("#note-good")
    assert stop(running) == 0
    assert "Traceback" not in (tmp_path / "log.txt").read_text(encoding="utf-8")
    assert list((tmp_path / "temporary").iterdir()) == []
    assert sites.contents(running.root) == before
