"""Drafts, notes that wait for a day, and notes that were withdrawn: all that a build writes agrees about them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import sites

SECRET = "Quagga"
"""A word that stands in whatever must not be published, and nowhere else."""
BEFORE, AFTER = "1893456000", "2000000000"
"""Seconds since 1970 of 2030-01-01 and of 2033-05-18."""
SOURCE = "---\nsource: {{title: {secret} paper, type: report}}\ntext: restated\n{line}---\n\n# {secret} paper\n\nA {secret}.\n"
NOTE = "---\nquote: ten more years\nkind: context\ntitle: A {secret} note\n{line}---\nAbout a {secret}.\n"
FILES = {
    "annotations/bridge/draft.md": NOTE.format(secret=SECRET, line="draft: true\n"),
    "annotations/bridge/later.md": NOTE.format(secret="Okapi", line="publish: 2031-06-01\n"),
    "annotations/bridge/gone.md": NOTE.format(
        secret=SECRET, line="status: contradicted\nwithdrawn: It was the *wrong* bridge.\n"
    ),
    "docs/sources/hidden.md": SOURCE.format(secret=SECRET, line="draft: true\n"),
    "annotations/hidden/first.md": f"---\nkind: context\ntitle: {SECRET} of the hidden\n---\nText.\n",
    "docs/sources/embargo.md": SOURCE.format(secret="Okapi", line="publish: 2031-06-01\n"),
    "docs/sources/broken.md": f"---\nsource: [{SECRET}\ndraft: true\n---\n\n{SECRET}\n",
    "docs/library.md": "---\nglossator: library\n---\n\n# Library\n",
    "docs/notes.md": "---\nglossator: notes\n---\n\n# Notes\n",
    "docs/changes.md": "---\nglossator: changes\n---\n\n# Changes\n",
}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small site with one of each; the note that was withdrawn was published before."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", BEFORE)
    root = sites.copy(sites.SMALL, tmp_path / "site", FILES)
    sites.configure(root, site_url="https://example.org/", glossator={"permalinks": True})
    return root


def written(root: Path, word: str) -> list[str]:
    """The files of a folder that have a word in their names or anywhere in them."""
    return [name for name, content in sites.contents(root).items() if word.encode() in content or word in name]


def without_gone(root: Path) -> None:
    """Leave out the note that was withdrawn, and the source that cannot be read."""
    sites.write(root, {"annotations/bridge/gone.md": None, "docs/sources/broken.md": None})


@pytest.mark.build
def test_no_file_of_a_build_knows_of_what_is_not_published(site: Path, tmp_path: Path) -> None:
    """Neither pages, indices, exports, feeds, search nor changes have a word of a draft, or of what waits."""
    without_gone(site)
    sites.commit(site, "All")
    built = sites.build(site, to=tmp_path / "out", strict=True)
    assert not built.failure, built.warnings
    assert written(built.folder, SECRET) == written(built.folder, "Okapi") == []
    assert [name for name in sites.contents(built.folder) if "hidden" in name or "embargo" in name] == []
    assert built.counts()["notes"] == 1
    assert sites.run(site, "verify", str(built.folder)).status == 0


@pytest.mark.build
def test_a_draft_with_a_fault_is_no_page(site: Path, tmp_path: Path) -> None:
    """A source that waits and cannot be read as one is left out, too, and its fault named."""
    sites.write(site, {"annotations/bridge/gone.md": None})
    built = sites.build(site, to=tmp_path / "out")
    assert written(built.folder, SECRET) == []
    assert any("docs/sources/broken.md" in warning for warning in built.warnings)


@pytest.mark.build
def test_the_day_comes(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From its day on a source is published with its notes, and so is a note; drafts still wait."""
    without_gone(site)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", AFTER)
    built = sites.build(site, to=tmp_path / "out", strict=True)
    assert not built.failure, built.warnings
    assert "note-later" in built.page("sources/bridge/")
    assert "Okapi paper" in built.page("sources/embargo/")
    assert written(built.folder, SECRET) == []
    assert built.counts()["notes"] == 2


@pytest.mark.slow
def test_a_build_says_what_it_leaves_out(site: Path, tmp_path: Path) -> None:
    """It names each file, why it waits, and the day of the build."""
    without_gone(site)
    said = sites.mkdocs(site, "build", "--site-dir", str(tmp_path / "out"), SOURCE_DATE_EPOCH=BEFORE).stdout
    assert "not published on 2030-01-01, and left out: " in said
    assert "annotations/bridge/draft.md (a draft)" in said
    assert "docs/sources/embargo.md (until 2031-06-01)" in said
    assert "annotations/hidden" not in said


@pytest.mark.build
def test_a_withdrawn_note_says_so(site: Path, tmp_path: Path) -> None:
    """Its place and its own page say that it was withdrawn and why; of its text and status nothing stays."""
    built = sites.build(site, to=tmp_path / "out")
    page, own = built.page("sources/bridge/"), built.page("sources/bridge/notes/gone/")
    for html in (page, own):
        assert "Withdrawn" in html
        assert "It was the <em>wrong</em> bridge." in html
        assert f"<s>A {SECRET} note</s>" in html
    assert f"About a {SECRET}" not in "".join(map(str, sites.contents(built.folder).values()))
    notes = json.loads((built.folder / "sources/bridge/annotations.jsonld").read_text(encoding="utf-8"))["items"]
    gone = next(note["glossator:note"] for note in notes if note["id"].endswith("#note-gone"))
    assert gone["withdrawn"] == "It was the *wrong* bridge."
    assert "status" not in gone
    assert sites.run(site, "verify", str(built.folder)).status == 0


@pytest.mark.build
def test_a_withdrawal_is_a_correction(site: Path, tmp_path: Path) -> None:
    """What changed says when and why, and so does the feed of corrections."""
    without_gone(site)
    before = NOTE.format(secret="gnu", line="")
    sites.write(site, {"annotations/bridge/gone.md": before})
    sites.commit(site, "Before")
    sites.write(
        site, {"annotations/bridge/gone.md": before.replace("---\nAbout", "withdrawn: Wrong bridge.\n---\nAbout")}
    )
    sites.commit(site, "After")
    built = sites.build(site, to=tmp_path / "out")
    feed = (built.folder / "corrections.xml").read_text(encoding="utf-8")
    for text in (built.page("changes/"), feed):
        assert "Wrong bridge." in text
        assert "note-gone" in text


@pytest.mark.build
def test_a_draft_that_was_published_is_new(site: Path, tmp_path: Path) -> None:
    """Its changes begin with the day it was no draft any more; a draft that was deleted has none."""
    without_gone(site)
    sites.write(site, {"annotations/bridge/dropped.md": NOTE.format(secret=SECRET, line="draft: true\n")})
    sites.commit(site, "Drafts")
    sites.write(site, {"annotations/bridge/dropped.md": None})
    sites.write(site, {"annotations/bridge/draft.md": NOTE.format(secret="gnu", line="")})
    sites.commit(site, "Published")
    built = sites.build(site, to=tmp_path / "out")
    assert written(built.folder, SECRET) == []
    assert "A gnu note" in built.page("changes/")


LEADING = {
    "a reply": ("annotations/bridge/reply.md", "---\nkind: context\ntitle: R\nreplies-to: draft\n---\nText.\n", ":4:"),
    "a link": ("annotations/bridge/link.md", "---\nkind: context\ntitle: L\n---\nSee [it](#note-draft).\n", ":5:"),
    "the lead": ("annotations/bridge/lead.md", "First see [it](#note-later).\n", ":1:"),
}


@pytest.mark.parametrize(("path", "text", "place"), LEADING.values(), ids=LEADING)
def test_what_leads_to_what_waits_is_named(path: str, text: str, place: str, site: Path) -> None:
    """Whoever checks or builds is told where it stands, and when the other is published."""
    without_gone(site)
    sites.write(site, {path: text})
    checked = sites.run(site, "check")
    assert checked.status == 1
    assert checked.output.count("unpublished-note") == 1
    assert "unknown-note" not in checked.output
    assert f"{path}{place}" in checked.output


def test_drafts_may_lead_to_drafts(site: Path) -> None:
    """A draft that answers a draft is all right, and both are checked like any note."""
    without_gone(site)
    reply = "---\nkind: context\ntitle: R\nreplies-to: draft\ndraft: true\n---\nText.\n"
    sites.write(site, {"annotations/bridge/reply.md": reply})
    assert sites.run(site, "check").status == 0
    sites.write(site, {"annotations/bridge/reply.md": reply.replace("replies-to: draft", "quote: not there")})
    assert "quote-not-found" in sites.run(site, "check").output


BAD = {"draft": ("draft: yes", "draft: true"), "publish": ("publish: 2031-06", "publish: 2030-03-14")}


@pytest.mark.parametrize(("written_", "right"), BAD.values(), ids=BAD)
def test_a_wrong_value_is_told(written_: str, right: str, site: Path) -> None:
    """Nothing but `true`, `false` and a whole day is taken; the right form is shown."""
    without_gone(site)
    sites.write(site, {"annotations/bridge/draft.md": NOTE.format(secret="gnu", line=f"{written_}\n")})
    checked = sites.run(site, "check")
    assert "annotations/bridge/draft.md:5:" in checked.output
    assert right in checked.output


@pytest.mark.parametrize("command", [["export", "--format", "csv"], ["stats"], ["export", "hidden"]])
def test_commands_publish_no_drafts(command: list[str], site: Path) -> None:
    """Exports and counts made by hand are those of a build."""
    without_gone(site)
    done = sites.run(site, *command)
    assert SECRET not in done.output
    assert "hidden.md (a draft)" in done.errors or command == ["stats"]
    if command == ["stats"]:
        assert "hidden" not in done.output
