"""A new version of a source: the former one is kept, and each note stays, follows its words, or waits for a person."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import sites

from glossator.hosts import open_host
from glossator.publication.opened import open_site
from glossator.publication.search import records

NEW = """The town council met on Monday to decide about the Mill Bridge.

A new first word of the surveyor stands here, which nobody had written before.

The surveyor said that the bridge would stand for two more years. The mayor said that the bridge was safe.

By six votes to three the council closed the bridge to lorries. The mayor said that the bridge was safe enough for carts.
"""
NOTES = {
    "whole": "title: The surveyor\nkind: context\npassage: 3\n",
    "changed": "title: Ten years\nkind: context\nquote: stand for ten more years\n",
    "beside": "title: Safe\nkind: context\nquote: the bridge was safe\nsuffix: .\n",
    "numbered": "title: Six\nkind: context\nquote: six votes\npassage: 3\n",
    "reply": "title: A reply\nkind: reply\nreplies-to: changed\n",
}


@pytest.fixture
def root(small: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small site with notes of each fate, and a new version of its source."""
    notes = {f"annotations/bridge/{id_}.md": f"---\n{front}---\nText.\n" for id_, front in NOTES.items()}
    sites.write(small, {**notes, "new.md": NEW})
    monkeypatch.chdir(small)
    return small


def note(root: Path, id_: str) -> str:
    """The file of a note."""
    return (root / f"annotations/bridge/{id_}.md").read_text(encoding="utf-8")


def test_each_note_stays_follows_or_waits_on_the_former_version(root: Path) -> None:
    """Words that are the same stay, words that moved follow, and a note whose words changed is kept on its version."""
    old = (root / "docs/sources/bridge.md").read_text(encoding="utf-8").partition("CC0-1.0\n---\n")[2]
    done = sites.run(root, "update", "bridge", "new.md", "--yes", "--from", "https://example.org/2")
    assert done.status == 0, done.output + done.errors
    assert "notes: 2 stay, 2 follow, 1 kept on version 1" in done.output
    assert "[-ten-]{+two+}" in done.output
    assert (root / "annotations/bridge/versions/1.md").read_text(encoding="utf-8").endswith(old)
    assert "passage: 4\n" in note(root, "whole")
    assert "passage: 4\n" in note(root, "numbered")
    assert "version: 1\n" in note(root, "changed")
    assert "version" not in note(root, "beside")
    page = (root / "docs/sources/bridge.md").read_text(encoding="utf-8")
    assert page.endswith(NEW)
    assert "\nversion:\n  captured: 20" in page
    assert "  url: https://example.org/2\n" in page
    assert "no problems" in sites.run(root, "check").output
    again = sites.run(root, "update", "bridge", "new.md", "--yes")
    assert "nothing to update" in again.output or "kept on version 1" in again.output


@pytest.mark.parametrize(
    ("option", "said", "says"),
    [
        ("--from", 'https://example.org/a"b', "an address was expected"),
        ("--archived", "somewhere", "an address was expected"),
        ("--captured", "1.4.2031", "a date was expected"),
        ("--date", "2031-02-30", "a date was expected"),
        ("--title", " ", "a name was expected"),
    ],
)
def test_what_no_version_can_say_is_refused(root: Path, option: str, said: str, says: str) -> None:
    """Before anything is written: the source could not be read with it."""
    before = sites.contents(root)
    done = sites.run(root, "update", "bridge", "new.md", "--yes", option, said)
    assert done.status == 2
    assert f"{option} {said}: {says}" in done.errors
    assert sites.contents(root) == before


def test_a_dry_run_writes_nothing(root: Path) -> None:
    """Nothing is written before a yes."""
    before = sites.contents(root)
    done = sites.run(root, "update", "bridge", "new.md", "--dry-run")
    assert done.status == 0
    assert "annotations/bridge/versions/1.md" in done.output
    assert sites.contents(root) == before


def test_a_former_version_has_a_page_with_its_text_its_notes_and_the_differences(root: Path, tmp_path: Path) -> None:
    """Readers are led to the former version, see its words beside the later ones, and the notes that stand on it."""
    assert sites.run(root, "update", "bridge", "new.md", "--yes", "--captured", "2031-04-01").status == 0
    built = sites.build(root, to=tmp_path / "out")
    page = built.page("sources/bridge/versions/1/")
    assert 'id="note-changed"' in page
    assert 'id="p2"' in page
    assert "<del>ten</del>" in page
    assert "<ins>two</ins>" in page
    assert 'href="../../#p3"' in page
    assert page.count("Passage 1<") == 2, "a heading is no passage"
    assert 'data-notes="changed' in page, "the note is on its words"
    assert "data-new-note" not in page, "what is suggested is for the present version"
    present = built.page("sources/bridge/")
    assert 'href="versions/1/"' in present
    assert 'id="note-changed"' not in present


SAME_DAY = "captured: 2031-04-01\ndate: 2030-03-14\nurl: https://example.org/{}\n"


@pytest.mark.parametrize(("place", "is_silent"), [("minutes", True), ("another-copy", False)])
def test_an_edit_is_silent_where_the_publisher_changes_a_page_and_not_its_date(
    small: Path, tmp_path: Path, place: str, is_silent: bool
) -> None:
    """Copies of one day that lie at different places, such as manuscripts, are no edits of each other."""
    page = small / "docs/sources/bridge.md"
    facts = "".join(f"  {line}\n" for line in SAME_DAY.format("minutes").splitlines())
    text = page.read_text(encoding="utf-8").replace("---\n", f"---\nversion:\n{facts}", 1)
    former = f"---\n{SAME_DAY.format(place)}---\nAnother text.\n"
    sites.write(small, {"docs/sources/bridge.md": text, "annotations/bridge/versions/1.md": former})
    built = sites.build(small, to=tmp_path / "out", strict=True)
    assert built.failure == ""
    said = ["Silent edit" in built.page(address) for address in ("sources/bridge/", "sources/bridge/versions/1/")]
    assert said == [is_silent, is_silent]


def test_a_note_on_a_former_version_that_stands_nowhere_is_a_problem(root: Path, tmp_path: Path) -> None:
    """The promise holds for former versions, too: a note is on the words that it quotes, or check and build say so."""
    assert sites.run(root, "update", "bridge", "new.md", "--yes", "--captured", "2031-04-01").status == 0
    path = root / "annotations/bridge/changed.md"
    path.write_text(path.read_text(encoding="utf-8").replace("ten more", "nine hundred"), encoding="utf-8")
    done = sites.run(root, "check")
    assert done.status == 1
    assert "annotations/bridge/changed.md:4:8: quote-not-found" in done.output
    built = sites.build(root, to=tmp_path / "out")
    assert built.failure
    assert any("changed.md:4:8" in warning for warning in built.warnings), built.warnings


def test_the_guard_misses_a_note_on_a_former_version(root: Path, tmp_path: Path) -> None:
    """What another plugin takes out of the page of a former version is noticed like anywhere else."""
    assert sites.run(root, "update", "bridge", "new.md", "--yes", "--captured", "2031-04-01").status == 0
    sites.build(root, to=tmp_path / "out", strict=True)
    assert sites.run(root, "verify", str(tmp_path / "out")).status == 0
    page = tmp_path / "out/sources/bridge/versions/1/index.html"
    page.write_text(page.read_text(encoding="utf-8").replace('id="note-changed"', ""), encoding="utf-8")
    done = sites.run(root, "verify", str(tmp_path / "out"))
    assert done.status == 1
    assert "annotations/bridge/changed.md" in done.output


def test_exports_tell_on_which_version_a_note_stands_and_when_its_text_was_taken(root: Path, tmp_path: Path) -> None:
    """A note on a former version is an annotation of that version's page, in the state of the day it was captured."""
    facts = "version:\n  captured: 2030-03-15\n  archived: https://example.org/kept\n"
    page = root / "docs/sources/bridge.md"
    page.write_text(page.read_text(encoding="utf-8").replace("---\n", f"---\n{facts}", 1), encoding="utf-8")
    assert sites.run(root, "update", "bridge", "new.md", "--yes", "--captured", "2031-04-01").status == 0
    built = sites.build(root, to=tmp_path / "out", strict=True)
    annotations = json.loads(built.page("sources/bridge/versions/1/annotations.jsonld"))
    targets = {item["id"].rpartition("note-")[2]: item["target"] for item in annotations["items"]}
    kept = {"type": "TimeState", "sourceDate": "2030-03-15T00:00:00Z", "cached": "https://example.org/kept"}
    assert targets["changed"]["source"].endswith("sources/bridge/versions/1/")
    assert targets["changed"]["state"] == kept
    assert annotations["items"][0]["glossator:note"]["source"] == "bridge"
    present = json.loads(built.page("sources/bridge/annotations.jsonld"))
    assert {item["target"]["state"]["sourceDate"] for item in present["items"]} == {"2031-04-01T00:00:00Z"}
    collection = json.loads(built.page("exports/annotations.jsonld"))
    assert collection["total"] == len(annotations["items"]) + len(present["items"]) == built.counts()["notes"]
    assert "versions/1/#note-changed" in built.page("exports/notes.csv")
    assert "versions/1/#note-changed" in built.page("feed.xml")


def test_a_publishers_change_is_told_to_feeds_and_search_engines(root: Path, tmp_path: Path) -> None:
    """Whoever follows the site hears of the new text, with what changed; notes say for which version they were written."""
    facts = "version:\n  captured: 2030-03-15\n  date: 2030-03-14\n  url: https://example.org/minutes\n"
    page = root / "docs/sources/bridge.md"
    page.write_text(page.read_text(encoding="utf-8").replace("---\n", f"---\n{facts}", 1), encoding="utf-8")
    beside = root / "annotations/bridge/beside.md"
    beside.write_text(
        beside.read_text(encoding="utf-8").replace("kind:", "created: 2030-04-01\nkind:"), encoding="utf-8"
    )
    command = ["update", "bridge", "new.md", "--yes", "--captured", "2031-04-01", "--date", "2030-03-14"]
    assert sites.run(root, *command, "--from", "https://example.org/minutes").status == 0
    built = sites.build(root, to=tmp_path / "out", strict=True)
    for feed in ("feed.xml", "sources/bridge/feed.xml"):
        text = built.page(feed)
        assert "Version 2 of “The vote on the Mill Bridge”" in text
        assert "Silent edit" in text
        assert "2031-04-01T00:00:00Z" in text
        assert "versions/1/#differences" in text
    article = json.loads(built.page("sources/bridge/schema-org.jsonld"))[0]["mainEntity"]
    assert article["correction"][0]["dateCreated"] == "2031-04-01"
    assert "words added" in article["correction"][0]["text"]
    assert built.page("sources/bridge/").count("written for version 1") == 1


def test_a_search_and_a_single_export_have_the_notes_on_former_versions(root: Path, tmp_path: Path) -> None:
    """They lead to the page of the version; its text, which is nearly the present one, is not found a second time."""
    assert sites.run(root, "update", "bridge", "new.md", "--yes", "--captured", "2031-04-01").status == 0
    site = open_site(open_host(root / "mkdocs.yml"))
    published = site.publication(site.project.sources.values()).sources[0]
    found = [record for record in records.of_source(published, site.renderer) if "versions/1/" in record.address]
    assert {record.title for record in found} == {"Ten years", "A reply"}
    built = sites.build(root, to=tmp_path / "out", strict=True)
    alone = sites.run(root, "export", "--format", "csv").output
    assert alone == built.page("exports/notes.csv").replace("\r\n", "\n")


def test_the_search_of_a_theme_finds_the_notes_on_former_versions(root: Path, tmp_path: Path) -> None:
    """On the page of the version, and that page is whole; the same where another generator made the site."""
    assert sites.run(root, "update", "bridge", "new.md", "--yes", "--captured", "2031-04-01").status == 0
    options = {"bibliography": ["annotations/references.yml"], "search": False}
    sites.configure(root, theme={"name": "material", "font": False}, plugins=["search", {"glossator": options}])
    built = sites.build(root, to=tmp_path / "out", strict=True)
    docs = json.loads(built.page("search/search_index.json"))["docs"]
    found = {each["location"]: each for each in docs if each["location"].startswith("sources/bridge/versions/1/")}
    notes = [f"sources/bridge/versions/1/#note-{id_}" for id_ in ("changed", "reply")]
    assert list(found) == ["sources/bridge/versions/1/", *notes], "its text is nearly the present one"
    assert found[notes[0]]["title"] == "Context: Ten years"
    page = built.page("sources/bridge/versions/1/")
    assert page.count('id="note-changed"') == page.count('id="differences"') == 1
    assert "Context: Ten years" not in page, "records are for searches"
    item = {"location": "sources/bridge/", "level": 1, "title": "The vote", "text": "", "path": [], "tags": []}
    sites.build(root, to=tmp_path / "plain", plugins=[])
    sites.write(tmp_path / "plain", {"search.json": json.dumps({"items": [item]})})
    assert sites.run(root, "apply", str(tmp_path / "plain")).status == 0
    items = json.loads((tmp_path / "plain/search.json").read_text(encoding="utf-8"))["items"]
    places = {each["location"]: each["title"] for each in items}
    assert set(notes) < places.keys()
    assert places["sources/bridge/versions/1/"] == "Version 1 of “The vote on the Mill Bridge”"


def test_a_sample_of_notes_on_changed_texts_can_be_read_and_judged(tmp_path: Path) -> None:
    """Each with its words in both versions and its fate; the same seed draws the same."""
    old = "\n\n".join(
        f"Passage {number} tells of the bridge and of the river, in words {number}." for number in range(9)
    )
    new = old.replace("river, in words 3", "sea, in words 3").replace("Passage 7 tells", "Then passage 7 tells")
    sites.write(tmp_path, {"pairs/bridge/1": old, "pairs/bridge/2": new})
    script = str(sites.REPOSITORY / "scripts" / "measure" / "versions")
    files = []
    for name in ("one", "other"):
        command = [sys.executable, script, "pairs", "--notes", "40", "--sample", "20", name]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
        assert done.stdout.startswith("1 pairs, 40 notes: ")
        files.append((tmp_path / name).read_text(encoding="utf-8"))
    assert files[0] == files[1]
    parts = files[0].split("## ")[1:]
    assert len(parts) == 20
    for part in parts:
        before, after = (line[3:] for line in part.splitlines() if line[:3] in ("1: ", "2: "))
        quoted = before.partition("⟦")[2].partition("⟧")[0]
        assert quoted in old.replace("\n\n", " ")
        if ". follows" in part:
            assert after.partition("⟦")[2].partition("⟧")[0] == quoted
    assert any(". asks" in part for part in parts)


HEADED = "## The debate\n\nThe mayor [@said](#p1) that the bridge was safe.\n\n| a | b |\n| - | - |\n| 1 | 2 |\n"


def test_headings_and_tables_of_former_versions_are_those_of_their_texts(small: Path, tmp_path: Path) -> None:
    """A former text is read as a source is: what did not change is told as no change, and notes stand on its headings."""
    page = small / "docs/sources/bridge.md"
    front = page.read_text(encoding="utf-8").partition("CC0-1.0\n---\n")
    note = "---\ntitle: On the heading\nkind: context\nversion: 1\nquote: The debate\n---\nText.\n"
    files = {"docs/sources/bridge.md": f"{''.join(front[:2])}\n{HEADED}", "new.md": f"{HEADED}\nOne more.\n"}
    sites.write(small, {**files, "annotations/bridge/good.md": None, "annotations/bridge/sourcing.yml": None})
    done = sites.run(small, "update", "bridge", str(small / "new.md"), "--yes", "--captured", "2031-04-01")
    assert "1 passage differs" in done.output, done.output
    sites.write(small, {"annotations/bridge/heading.md": note})
    assert "no problems" in sites.run(small, "check").output
    former = sites.build(small, to=tmp_path / "out", strict=True).page("sources/bridge/versions/1/")
    assert '<mark class="gl-mark" data-notes="heading"' in former
    assert "<table>" in former
    assert "<h2" in former
