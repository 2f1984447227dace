"""Who answers: what the operator fills in, what is named as missing, and replies without an account."""

from __future__ import annotations

from pathlib import Path

import pytest
import sites
from bs4 import BeautifulSoup

PAGE = {"docs/about.md": "---\nglossator: imprint\n---\n# About\n"}
FILLED = {"name": "Ada Quill", "address": "1 Mill Lane, Ely", "contact": "notes@example.org"}


def about(root: Path, to: Path) -> str:
    """What the page about the site says."""
    sites.write(root, PAGE)
    folder = sites.build(root, to=to).folder
    return BeautifulSoup((folder / "about/index.html").read_text(encoding="utf-8"), "html.parser").get_text(" ")


def test_what_is_not_filled_in_is_named(small: Path, tmp_path: Path) -> None:
    """Each field by its option, and that there is no way to reply yet."""
    said = about(small, tmp_path / "out")
    for field in FILLED:
        assert f"“imprint.{field}”" in said
    assert "No way to reply without an account" in said


def test_with_a_mail_address_a_reply_needs_no_account(small: Path, tmp_path: Path) -> None:
    """The page says so, and each note begins a mail about itself."""
    sites.configure(small, glossator={"imprint": FILLED})
    said = about(small, tmp_path / "out")
    assert "Not filled in" not in said
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
