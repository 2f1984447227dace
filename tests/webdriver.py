"""Firefox and WebKit, driven by the W3C's WebDriver commands, each over the wire that it brings with it.

Playwright drives builds of its own of the two, which come from none of the registries that packages come from; Firefox
as Debian and Ubuntu have it speaks Marionette, and WebKitGTK has a server of WebDriver.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

PATIENCE = 30.0
"""Seconds to wait for a browser to start, and for a page to come to where it is expected."""
KEYS = {"Escape": "\ue00c", "Tab": "\ue004", "Enter": "\ue007", "Shift": "\ue008"}
PREFERENCES: Mapping[str, object] = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "marionette.port": 0,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "",
    "toolkit.telemetry.enabled": False,
    "ui.prefersReducedMotion": 1,
}
"""Of Firefox: no request of its own, no window of its own."""
FORCED_COLOURS: Mapping[str, object] = {"browser.display.document_color_use": 2, "ui.useAccessibilityTheme": 1}


class Wire(Protocol):
    """The way to a browser."""

    def command(self, name: str, **parameters: object) -> Any:
        """Run a command of WebDriver, by its name without spaces; its value."""


class Window:
    """A window of a browser, with what a reader does in it."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def open(self, address: str, width: int = 1440, height: int = 900) -> None:
        """Load a page; the window's inside is as large as asked, as far as the browser can."""
        self._wire.command("SetWindowRect", x=0, y=0, width=width, height=height)
        more = width - self.evaluate("innerWidth"), height - self.evaluate("innerHeight")
        if any(more):
            self._wire.command("SetWindowRect", x=0, y=0, width=width + more[0], height=height + more[1])
        self._wire.command("NavigateTo", url=address)
        self.settle()

    def evaluate(self, expression: str, *arguments: object) -> Any:
        """The value of an expression in the page; its arguments are `arguments`."""
        return self._wire.command("ExecuteScript", script=f"return ({expression})", args=list(arguments))

    def wait(self, expression: str, *arguments: object) -> None:
        """Wait until an expression is true."""
        end = time.monotonic() + PATIENCE
        while not self.evaluate(expression, *arguments):
            if time.monotonic() > end:
                pytest.fail(f"it never came to be that {expression}")
            time.sleep(0.02)

    def settle(self) -> None:
        """Let fonts load and some frames pass."""
        script = "document.fonts.ready.then(() => { window.frames_ = 3; (function next() { requestAnimationFrame(() => { if (--window.frames_ > 0) next(); }); })(); })"
        self.evaluate(f"void {script}")
        self.wait("window.frames_ === 0")
        self.evaluate("void delete window.frames_")

    def press(self, *keys: str) -> None:
        """Press keys one after another: characters, or names of `KEYS`; `Shift+Tab` holds one down."""
        strokes: list[dict[str, str]] = []
        for chord in keys:
            codes = [KEYS.get(key, key) for key in chord.split("+")]
            strokes += [{"type": "keyDown", "value": code} for code in codes]
            strokes += [{"type": "keyUp", "value": code} for code in reversed(codes)]
        self._wire.command("PerformActions", actions=[{"type": "key", "id": "keys", "actions": strokes}])
        self.settle()

    def click(self, selector: str) -> None:
        """Click in the middle of the first line of the first element that a selector finds, where it is in the window."""
        script = """((element) => {
            element.scrollIntoView({ block: "nearest", behavior: "instant" });
            const { left, top, width, height } = element.getClientRects()[0];
            return [left + Math.min(width / 2, 300), top + height / 2].map(Math.round);
        })(document.querySelector(arguments[0]))"""
        x, y = self.evaluate(script, selector)
        moves: list[dict[str, object]] = [
            {"type": "pointerMove", "duration": 0, "x": x, "y": y, "origin": "viewport"},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        pointer = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": moves}
        self._wire.command("PerformActions", actions=[pointer])
        self.settle()


@contextmanager
def firefox(preferences: Mapping[str, object] | None = None) -> Iterator[Window]:
    """A headless Firefox.  The test is skipped where there is none."""
    program = _program(("firefox-esr", "firefox"), "apt install firefox-esr")
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        lines = (f"user_pref({json.dumps(key)}, {json.dumps(value)});" for key, value in _all(preferences).items())
        Path(profile, "user.js").write_text("\n".join(lines), encoding="utf-8")
        command = [program, "--headless", "--marionette", "--no-remote", "--profile", profile]
        with _running(command, env=os.environ | {"HOME": profile, "MOZ_CRASHREPORTER_DISABLE": "1"}):
            wire = _Marionette(_port_in(Path(profile, "MarionetteActivePort")))
            try:
                wire.command("NewSession")
                yield Window(wire)
            finally:
                wire.close()


@contextmanager
def webkit() -> Iterator[Window]:
    """A WebKitGTK on a screen of its own.  The test is skipped where there is none."""
    how = "apt install webkit2gtk-driver xvfb xauth"
    server, screen = _program(("WebKitWebDriver",), how), _program(("xvfb-run",), how)
    browser = _program(
        [str(path) for path in sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"), reverse=True)], how
    )
    with ExitStack() as stack:
        port = _free_port()
        command = [screen, "-a", "-s", "-screen 0 2400x1600x24", server, f"--port={port}"]
        stack.enter_context(_running(command))
        wire = _Http(f"http://127.0.0.1:{port}")
        options = {"binary": browser, "args": ["--automation"]}
        wire.start({"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}})
        stack.callback(wire.close)
        yield Window(wire)


class _Marionette:
    """Firefox's own wire: `length:[0, id, command, parameters]`, answered by `length:[1, id, error, result]`."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self._answers = self._socket.makefile("rb")
        self._read()

    def command(self, name: str, **parameters: object) -> Any:
        name = {"NavigateTo": "Navigate"}.get(name, name)
        message = json.dumps([0, 1, f"WebDriver:{name}", parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = self._read()
        if error:
            pytest.fail(f"Firefox, {name}: {error['message']}")
        return result.get("value") if result else None

    def _read(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self._answers.read(1) or pytest.fail("Firefox has gone")
        return json.loads(self._answers.read(int(length[:-1])))

    def close(self) -> None:
        self._answers.close()
        self._socket.close()


class _Http:
    """A server of WebDriver (https://www.w3.org/TR/webdriver2/#endpoints)."""

    _PATHS: Mapping[str, str] = {
        "ExecuteScript": "/execute/sync",
        "NavigateTo": "/url",
        "PerformActions": "/actions",
        "SetWindowRect": "/window/rect",
    }

    def __init__(self, address: str) -> None:
        self._address = f"{address}/session"

    def start(self, capabilities: Mapping[str, object]) -> None:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                self._address += f"/{self._send('POST', '', capabilities)['sessionId']}"
                return
            except URLError:  # the server is not there yet
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)

    def command(self, name: str, **parameters: object) -> Any:
        return self._send("POST", self._PATHS[name], parameters)

    def close(self) -> None:
        self._send("DELETE", "", None)

    def _send(self, method: str, path: str, parameters: Mapping[str, object] | None) -> Any:
        body = None if parameters is None else json.dumps(parameters).encode()
        request = Request(self._address + path, body, {"Content-Type": "application/json"}, method=method)
        try:
            with urlopen(request, timeout=PATIENCE) as answer:  # our own server
                return json.load(answer)["value"]
        except HTTPError as error:
            pytest.fail(f"WebKit, {path}: {json.load(error)['value']['message']}")


def _all(preferences: Mapping[str, object] | None) -> Mapping[str, object]:
    return {**PREFERENCES, **(preferences or {})}


def _program(names: tuple[str, ...] | list[str], how: str) -> str:
    program = next(filter(None, map(shutil.which, names)), None)
    if program:
        return program
    missing = f"this browser is not installed; where apt has it: {how}"
    return pytest.fail(missing) if os.environ.get("GLOSSATOR_BROWSERS") == "all" else pytest.skip(missing)


@contextmanager
def _running(command: list[str], **options: Any) -> Iterator[None]:
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, **options
    )
    try:
        yield
    finally:
        os.killpg(process.pid, 15)
        process.wait(PATIENCE)


def _port_in(file: Path) -> int:
    end = time.monotonic() + PATIENCE
    while not (file.exists() and file.read_text()):
        if time.monotonic() > end:
            pytest.fail("Firefox does not start")
        time.sleep(0.1)
    return int(file.read_text())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
