"""The Nu HTML checker on every page of the built sites."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest
import sites

KNOWN = (
    # Material keeps the state of its drawer, search and navigation in check boxes.
    "Attribute “autocomplete” is only allowed when the input type is",
    # Material's label for the table of contents, on pages that hide it.
    "The value of the “for” attribute of the “label” element must be the ID of a non-hidden form control.",
    # Material's label of a section of the navigation.
    "Bad value “” for attribute “tabindex” on element “label”",
    # Python-Markdown writes XHTML.
    "Trailing slash on void elements has no effect",
)
"""How findings begin that are those of every site with Material and Markdown."""

UNPLACED = (
    "Resource violates Content Security Policy (meta tag)",
    "Inline script violates Content Security Policy (meta tag)",
)
"""The checker reads files and does not know which address is the site's own, and takes data for scripts; `test_policy`
asks a browser."""

OURS = re.compile(r"gl-|glossator")


JVM = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m")
"""For a run of seconds, which is not worth what makes longer ones faster; the checker's schema needs a deep stack."""

WRONG = "<!doctype html><html lang=en><title>Wrong</title><ul><p>No item</ul>"


@dataclass(frozen=True)
class Finding:
    """What the checker says of a place in a page."""

    page: Path
    line: int
    message: str
    extract: str
    """The markup around it."""


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with an element in the wrong place."""
    page = tmp_path_factory.mktemp("wrong") / "wrong.html"
    page.write_text(WRONG, encoding="utf-8")
    return page


@pytest.fixture(scope="module")
def findings(wrong: Path, builds: dict[Path, tuple[Path, subprocess.CompletedProcess[str]]]) -> list[Finding]:
    """What is found on all pages.  Without a checker tests fail: what nobody looked at is not known to be right."""
    java = os.environ.get("GLOSSATOR_JAVA") or shutil.which("java")
    jar = os.environ.get("GLOSSATOR_VNU")
    if not java or not jar:
        pytest.fail("no HTML checker was found: run scripts/test, or set GLOSSATOR_VNU to the path of vnu.jar")
    pages = [
        str(page)
        for folder in (builds[sites.REPOSITORY][0], builds[sites.FULL][0])
        for page in sorted(folder.rglob("*.html"))
    ]
    done = subprocess.run(
        [java, *JVM, "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", str(wrong), *pages],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    return [
        Finding(
            Path(url2pathname(urlsplit(message["url"]).path)),
            message["lastLine"],
            message["message"],
            message.get("extract", ""),
        )
        for message in json.loads(done.stdout)["messages"]
    ]


@pytest.mark.parametrize("site", [sites.REPOSITORY, sites.FULL], ids=["this repository", "the tests"])
def test_every_page_is_valid(
    site: Path, findings: list[Finding], builds: dict[Path, tuple[Path, subprocess.CompletedProcess[str]]]
) -> None:
    """No page has an error or a warning of ours, nor one that is not every site's with Material."""
    folder, _ = builds[site]
    faults = [
        f"{finding.page.relative_to(folder)}:{finding.line}: {finding.message} {finding.extract}"
        for finding in findings
        if finding.page.is_relative_to(folder)
        and not finding.message.startswith(UNPLACED)
        and (not finding.message.startswith(KNOWN) or OURS.search(finding.extract))
    ]
    assert faults == []


def test_the_checker_looks_at_every_page(findings: list[Finding], wrong: Path) -> None:
    """The wrong page is reported, and so is what is known of others: silence means something."""
    assert [
        finding.message for finding in findings if finding.page == wrong and "not allowed as child" in finding.message
    ]
    assert [
        beginning for beginning in KNOWN if not any(finding.message.startswith(beginning) for finding in findings)
    ] == []
