"""Finds the Chromium that the browser tests drive, and installs one when there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from _environment import Refusal, executable, last_lines, quietly, run

VARIABLE = "GLOSSATOR_CHROMIUM"
"""The environment variable with the browser's full path, for people to set and for the tests to read."""

COMMANDS = (
    *("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    *("chrome", "msedge"),
)
"""The shell first: it has no window's frame to make for each page, and opens one in a third of the time."""

PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe",
    r"%LocalAppData%\Google\Chrome\Application\chrome.exe",
    r"%LocalAppData%\Chromium\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
)
"""Where macOS and Windows keep browsers, which are not on the PATH there."""

DEBIAN_PACKAGES = ("chromium-headless-shell", "fonts-noto-core", "fonts-noto-cjk")
"""With fonts for the scripts that sources are written in: without them every letter is the same empty box."""

ASK_PLAYWRIGHT = (
    "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
)


def chromium() -> str:
    """The path of a Chromium, which is installed when there is none."""
    path = find() or install()
    if not path:
        raise Refusal(
            f"No Chromium was found and none could be installed.  Install one, or set {VARIABLE} to its path."
        )
    return path


def find() -> str | None:
    """The first Chromium: the one that the person named, one of the system, or Playwright's own."""
    return named() or on_path() or in_usual_place() or of_playwright()


def named() -> str | None:
    path = os.environ.get(VARIABLE)
    if path and not Path(path).is_file():
        raise Refusal(f"{VARIABLE} is {path}, but there is no such file.")
    return path


def on_path() -> str | None:
    return next(filter(None, map(shutil.which, COMMANDS)), None)


def in_usual_place() -> str | None:
    return next((path for path in map(os.path.expandvars, PLACES) if Path(path).is_file()), None)


def of_playwright() -> str | None:
    asked = subprocess.run(
        [executable("python"), "-c", ASK_PLAYWRIGHT], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False
    )
    path = asked.stdout.decode().strip()
    return path if Path(path).is_file() else None


def install() -> str | None:
    """Install a Chromium and find it: Debian's where that is possible, or else Playwright's."""
    print("No Chromium was found for the browser tests: installing one.", file=sys.stderr, flush=True)
    if shutil.which("apt-get") and os.geteuid() == 0:
        apt_get("update")
        apt_get("install", "--yes", "--no-install-recommends", *DEBIAN_PACKAGES)
        if on_path():
            return on_path()
    run("playwright", "install", "chromium")
    return find()


def apt_get(*arguments: str) -> None:
    """Run apt-get; whether it did its work shows in what is there afterwards."""
    done = quietly(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *arguments])
    if done.returncode:
        print(last_lines(done.stdout), file=sys.stderr, flush=True)
