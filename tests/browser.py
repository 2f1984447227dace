"""A real browser on a built site."""

from __future__ import annotations

import os
import shutil
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

COMMANDS = (
    *("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    *("chrome", "msedge"),
)
"""The shell first: it has no window's frame to make for each page, and opens one in a third of the time."""
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()


def executable() -> str:
    """The Chromium to drive.  A test without one fails: what nobody looked at is not known to be right."""
    path = os.environ.get("GLOSSATOR_CHROMIUM") or next(filter(None, map(shutil.which, COMMANDS)), None)
    if not path:
        pytest.fail("no Chromium was found: install one, or set GLOSSATOR_CHROMIUM to its path")
    return path


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder, served on this machine."""
    with _serving(partial(_Quiet, directory=str(folder))) as address:
        yield address


@contextmanager
def _serving(handler: Callable[..., SimpleHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


PAINTED = """
let told;
function tell() {
    const comments = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT);
    let last;
    while (comments.nextNode()) if (comments.currentNode.data.startsWith("/painted/")) last = comments.currentNode.data;
    if (last !== told) {
        const now = (told = last);
        requestAnimationFrame(() => requestAnimationFrame(() => fetch(now)));
    }
    requestAnimationFrame(tell);
}
tell();
"""
"""For a page that comes in pieces: tells the server of each that it was on the screen."""


@contextmanager
def served_in_pieces(folder: Path, pieces: Callable[[bytes], Sequence[bytes]]) -> Iterator[str]:
    """The address of a folder, each page of which comes in pieces: the next one when the one before was painted.

    Args:
        folder: what is served.
        pieces: of a page's HTML; none ends in a tag, a script or a style, and the first has the beginning of the body.
    """
    painted: defaultdict[str, threading.Event] = defaultdict(threading.Event)
    visits, missed = count(), list[str]()

    class Handler(_Quiet):
        def do_GET(self) -> None:
            path = Path(self.translate_path(self.path))
            page = path / "index.html" if path.is_dir() else path
            if self.path.startswith("/painted/"):
                painted[self.path].set()
                self.send_response(204)
                self.end_headers()
            elif page.suffix != ".html":
                super().do_GET()
            else:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.send(page.read_bytes(), next(visits))

        def send(self, html: bytes, visit: int) -> None:
            for number, piece in enumerate(pieces(html)):
                name = f"/painted/{visit}/{number}"
                self.wfile.write(piece + f"<!--{name}-->".encode())
                if not painted[name].wait(30):
                    missed.append(f"{self.path}: no browser painted {piece!r}")
                    break

    with _serving(partial(Handler, directory=str(folder))) as address:
        yield address
    assert missed == []


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the library's
        """Say nothing: requests are no result of a test."""


@contextmanager
def opened(browser: Browser, address: str, width: int, *, dark: bool = False, scripts: bool = True) -> Iterator[Page]:
    """A page in a window of its own, when it has come to rest."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    try:
        page = context.new_page()
        page.goto(address, wait_until="load")
        settle(page)
        yield page
    finally:
        context.close()


@contextmanager
def enlarged(browser: Browser, address: str, width: int) -> Iterator[Page]:
    """A page for a reader who has doubled the size of text in the browser's settings."""
    doubled = [*ARGUMENTS, "--blink-settings=defaultFontSize=32"]
    larger = browser.browser_type.launch(executable_path=executable(), args=doubled)
    try:
        with opened(larger, address, width) as page:
            yield page
    finally:
        larger.close()


def settle(page: Page) -> None:
    """Wait until what the last step set off is on the screen: fonts, observers, some frames."""
    if page.evaluate("document.fonts.ready.then(() => matchMedia('(scripting: none)').matches)"):
        page.screenshot(clip={"x": 0, "y": 0, "width": 1, "height": 1})  # makes a frame; callbacks do not run
        return
    page.evaluate(
        """async () => {
            for (let frame = 0; frame < 3; frame++) await new Promise((done) => requestAnimationFrame(done));
        }"""
    )
