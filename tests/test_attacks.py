"""Attacks of our own, or somebody else's, in every field, file name and importer: nothing runs, nothing is asked for."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import attack_sites
import browser as driver
import pytest
import sites
from attack_sites import Findings
from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.build]

FOLDER = os.environ.get("GLOSSATOR_ATTACKS", "")
"""A folder with somebody else's strings."""
AT_ONCE = 100
"""Strings of one site: more make no other pages."""
HARMLESS = "A sentence"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The scripts and handlers of the same site without attacks."""
    folder = tmp_path_factory.mktemp("harmless")
    root = attack_sites.site_of([HARMLESS], folder / "site")
    built = sites.build(root, to=folder / "out").folder
    # The program's scripts load others of its own.
    return attack_sites.scripts_of(pages(built).values()) | {path.name for path in built.rglob("*.js")}


def pages(folder: Path) -> dict[str, str]:
    """Every page of a built site by its address."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.html"))
    }


def attacked(strings: Sequence[str], folder: Path, own: frozenset[str], browser: Browser) -> Findings:
    """A site of strings, built, read by a second parser and loaded in Chromium."""
    root = attack_sites.site_of(strings, folder / "site")
    attack_sites.imported(strings, root, folder / "scratch")
    built = sites.build(root, to=folder / "out")
    # What is refused fails the build; the pages are written all the same.
    assert re.fullmatch(r"\d+ errors?(, \d+ warnings?)?", built.failure), built.failure
    findings = Findings()
    with driver.served(built.folder) as base:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        for address, html in pages(built.folder).items():
            findings.add(address, *attack_sites.in_a_second_parser(html, own))
            attack_sites.in_chromium(context, base, address, own, findings)
        context.close()
    return findings


def test_there_are_five_hundred_strings() -> None:
    """Our own strings are more than 500, all different, and each has a way to run, to load, or to pass for another."""
    strings = attack_sites.own_strings()
    assert len(strings) >= 500
    assert len(set(strings)) == len(strings)


def test_a_technique_of_each_kind_does_nothing(own: frozenset[str], tmp_path: Path, browser: Browser) -> None:
    """Some of the strings, in every field, file name and importer: nothing runs, and two parsers find nothing foreign."""
    findings = attacked(attack_sites.own_strings()[3:130:32], tmp_path, own, browser)
    assert findings.pages > 15
    assert not findings.problems, "\n".join(findings.problems)


@pytest.mark.long
def test_no_string_does_anything(own: frozenset[str], tmp_path: Path, browser: Browser) -> None:
    """All strings, ours or those of a folder, in every field, file name and importer."""
    strings = attack_sites.strings_of(Path(FOLDER)) if FOLDER else attack_sites.own_strings()
    total = Findings()
    for start in range(0, len(strings), AT_ONCE):
        findings = attacked(strings[start : start + AT_ONCE], tmp_path / str(start), own, browser)
        total.pages, total.links = total.pages + findings.pages, total.links + findings.links
        total.problems += findings.problems
        tried = min(start + AT_ONCE, len(strings))
        sys.stdout.write(f"{tried} strings: {total.pages} pages, {total.links} links, {len(total.problems)} findings\n")
    assert strings
    assert not total.problems, "\n".join(total.problems)
