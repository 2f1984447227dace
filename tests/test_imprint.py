"""Who answers: what the operator fills in, what is named as missing, and replies without an account."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import sites
from bs4 import BeautifulSoup

from glossator.publication import unfinished
from glossator.publication.host import SitePage

ASKED = "<!-- fill in: -->"
PAGE = {"docs/about.md": "---\nglossator: imprint\n---\n# About\n"}
FILLED = {"name": "Ada Quill", "address": "1 Mill Lane, Ely", "contact": "notes@example.org"}


def about(root: Path, to: Path) -> str:
    """What the page about the site says."""
    sites.write(root, PAGE)
    folder = sites.build(root, to=to).folder
    return BeautifulSoup((folder / "about/index.html").read_text(encoding="utf-8"), "html.parser").get_text(" ")


def test_readers_see_what_is_not_given(small: Path, tmp_path: Path) -> None:
    """Each field, and that there is no way to reply yet; what a publisher has to do about it is not told to them."""
    said = about(small, tmp_path / "out")
    assert said.count("Not given") == len(FILLED)
    assert "No way to reply without an account" in said
    assert "imprint" not in said


def test_a_publisher_is_told_what_is_still_to_be_filled_in(
    small: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """In `check` and in each build, with its place, until it is there; it fails nothing, and readers do not see it."""
    gap = "<!-- fill in: who makes\n  this site -->"
    shown = "```html\n<!-- fill in: an example -->\n```"
    page = {"docs/about.md": f"---\nglossator: imprint\n---\n# About\n\n{gap}\n\n{shown}\n"}
    sites.write(small, page)
    sites.configure(small, glossator={"imprint": {"name": "Ada Quill", "contact": "notes@example.org"}})
    told = [
        "docs/about.md:2:12: who answers for the site is not filled in, and readers see so: `address` under",
        "docs/about.md:6:1: still to be filled in, in place of this comment: who makes this site",
    ]
    checked = sites.run(small, "check", "--strict")
    assert (checked.status, checked.output) == (0, "no problems\n")
    pairs = zip(checked.errors.splitlines(), told, strict=True)
    assert all(said.startswith(begins) for said, begins in pairs)
    with caplog.at_level("INFO"):
        built = sites.build(small, to=tmp_path / "out", strict=True)
    assert (built.failure, built.warnings) == ("", ())
    assert all(any(begins in message for message in caplog.messages) for begins in told)
    assert "who makes" not in BeautifulSoup(built.page("about/"), "html.parser").get_text(" ")

    sites.write(small, {"docs/about.md": page["docs/about.md"].replace(gap, "Ada Quill makes it.")})
    sites.configure(small, glossator={"imprint": FILLED})
    assert sites.run(small, "check").errors == ""


def test_with_a_mail_address_a_reply_needs_no_account(small: Path, tmp_path: Path) -> None:
    """The page says so, and each note begins a mail about itself."""
    sites.configure(small, glossator={"imprint": FILLED})
    said = about(small, tmp_path / "out")
    assert "Not given" not in said
    assert "needs no account, and no consent to a licence" in said
    page = (tmp_path / "out/sources/bridge/index.html").read_text(encoding="utf-8")
    assert 'href="mailto:notes@example.org?subject=bridge%2Fgood"' in page


@pytest.mark.parametrize(
    ("imprint", "says"),
    [
        ({"nmae": "Ada"}, "did you mean 'name'?"),
        ({"contact": 7}, "'contact' must be text"),
        ("Ada", "keys with values were expected"),
    ],
)
def test_a_wrong_imprint_is_told(small: Path, imprint: object, says: str, caplog: pytest.LogCaptureFixture) -> None:
    """With what was expected, and an example."""
    sites.configure(small, glossator={"imprint": imprint})
    done = sites.run(small, "check")
    assert done.status != 0
    assert says in done.output + done.errors + caplog.text


def test_a_lead_can_name_its_authors(small: Path, tmp_path: Path) -> None:
    """They stand where git's name would."""
    sites.write(
        small, {"annotations/bridge/lead.md": "---\nauthors: [The editors of Netherby]\n---\nThe vote was close.\n"}
    )
    folder = sites.build(small, to=tmp_path / "out").folder
    assert "The editors of Netherby" in (folder / "sources/bridge/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "<!-- fill in: " * 70_000,
        "`" * 500_000 + "\n" + "x" * 500_000 + ASKED,
        "```\n" * 250_000 + ASKED,
        "<!--\n" * 200_000 + ASKED,
    ],
    ids=["never ended", "one long fence", "many fences", "many lines"],
)
def test_a_hostile_page_is_looked_through_in_no_time(text: str) -> None:
    """Whoever sends a source can send any."""
    begun = time.perf_counter()
    list(unfinished.notices(SitePage("docs/a.md", text, "a/"), "", {}))
    assert time.perf_counter() - begun < 2
