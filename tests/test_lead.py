"""The lead of a source: read, checked, rendered, told to reviewers and exported; and what is published when."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import sites
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from glossator.edition.leads import LeadPart, first_sentence, plain, rendered
from glossator.edition.words import Words
from glossator.files.reading import TextFile
from glossator.project.lead import Lead, parse, sections
from glossator.records.vocabulary import Direction

PATH = "annotations/bridge/lead.md"
TEXT = """\
What one will learn [@survey-2030].

## What holds

- The vote was [six to three](#note-good).

## What does not

- That it was *unanimous*.

## Also

See passage [2](#p2).
"""


def lead(text: str) -> Lead:
    """A lead that nothing is wrong with."""
    parsed, problems = parse(TextFile(Path(PATH), PATH, text), "bridge")
    assert problems == []
    assert parsed
    return parsed


def checked(root: Path) -> list[tuple[str, str]]:
    """The place and code of every problem that `check` prints."""
    return re.findall(r"^(\S+:\d+:\d+): ([a-z-]+)", sites.run(root, "check").output, re.MULTILINE)


def parts(text: str, language: str = "en") -> tuple[LeadPart, ...]:
    """The parts of a lead as the small site renders them."""
    from glossator.edition.bodies import BodyRenderer
    from glossator.references.bibliography import Bibliography

    return rendered(lead(text), BodyRenderer(Bibliography()).render, Words(language))


def test_a_lead_has_parts_with_directions() -> None:
    """What holds and what does not have theirs, in English or the site's language; other headings have none."""
    assert [(part.title, part.direction) for part in parts(TEXT)] == [
        ("", None), ("What holds", Direction.FOR), ("What does not", Direction.AGAINST), ("Also", None),
    ]  # fmt: skip
    german = parts("## was sich hält\n- A\n\n## What nobody outside can check ##\n- B\n", "de")
    assert [part.direction for part in german] == [Direction.FOR, Direction.OPEN]
    assert "<li>" in german[0].body.html
    assert plain(german) == "was sich hält: A What nobody outside can check: B"
    assert first_sentence(parts("First *of all* this. Then that.\n")) == "First of all this."
    assert first_sentence(()) == ""


def test_a_heading_in_a_block_of_code_parts_nothing() -> None:
    """It is code, until the fence is closed."""
    text = "```\n## Code\n```\n\n## Heading\n~~~~\n~~~\n## Code\n~~~~\n### Third level\n"
    assert [(part.title, part.offset) for part in sections(text)] == [("", 0), ("Heading", text.index("## Heading"))]


@given(st.lists(st.sampled_from(["## A\n", "text\n", "\n", "```\n", "~~~~\n", "### c\n", "##\n", "## \n", "##x\n"])))
def test_nothing_of_a_lead_is_lost(lines: list[str]) -> None:
    """Headings and texts together are all of its lines, and each part knows where it begins."""
    text = "".join(lines)
    parts = list(sections(text))
    for part, after in zip(parts, [*parts[1:], None], strict=True):
        whole = text[part.offset : after.offset if after else None]
        assert whole.endswith(part.text)
        heading = whole.removesuffix(part.text)
        assert heading == "" or heading.lstrip("# ").rstrip("# \n") == part.title


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (TEXT, []),
        ("---\n---\n" + TEXT, []),
        ("", []),
        ("x" * 1_201, [(f"{PATH}:1:1", "too-long")]),
        ("---\n---\n\n" + "## A\nb\n" * 4, [(f"{PATH}:10:1", "too-long")]),
        ("[it](#note-godo)\n", [(f"{PATH}:1:6", "unknown-note")]),
        ("\n## A\n\nSee [@nobody]\n", [(f"{PATH}:4:6", "unknown-citation")]),
        ("### A\n", [(f"{PATH}:1:1", "markup-removed")]),
        ("---\ntitle: A note\nkind: context\n---\nText.\n", [(f"{PATH}:3:1", "bad-note-id")]),
        ("---\nmood: good\n---\nText.\n", [(f"{PATH}:2:1", "unknown-key")]),
    ],
    ids=["good", "front matter", "empty", "long", "four sections", "no note", "no key", "markup", "a note", "key"],
)
def test_what_is_wrong_with_a_lead_has_its_place(small: Path, text: str, problems: list[tuple[str, str]]) -> None:
    """Each mistake is told once, where it stands, and the notes are not touched by it."""
    sites.write(small, {PATH: text})
    assert checked(small) == problems


def test_no_note_is_given_the_name_of_the_lead(small: Path) -> None:
    """Neither by whoever names a new one, nor by its title."""
    for options in (["--title", "Other", "--id", "lead"], ["--title", "Lead"]):
        refused = sites.run(small, "new", "bridge", "--kind", "context", *options)
        assert refused.status != 0
        assert "the lead of the source" in refused.errors
    assert not (small / PATH).exists()


def test_a_lead_goes_into_the_data_of_its_page(small: Path, tmp_path: Path) -> None:
    """As schema.org's abstract, in plain words; it is no note, and no change of one."""
    sites.write(small, {PATH: TEXT, "docs/changes.md": "---\nglossator: changes\n---\n# Changes\n"})
    sites.commit(small, "A lead")
    built = sites.build(small, to=tmp_path / "out", strict=True)
    assert (built.failure, built.warnings) == ("", ())
    page = BeautifulSoup(built.page("sources/bridge/"), "html5lib")
    (script,) = page.select("script[type='application/ld+json']")
    data = json.loads(str(script.string))
    assert "What holds: The vote was six to three ." in data[0]["abstract"].replace("three.", "three .")
    assert built.counts()["notes"] == 1
    assert [
        title.get_text() for title in BeautifulSoup(built.page("changes/"), "html5lib").select(".gl-entry-title")
    ] == []


def test_reviewers_are_told_of_a_lead(small: Path) -> None:
    """A new one with its text, a changed one with the words that changed."""
    sites.commit(small, "All that was there")
    sites.write(small, {PATH: TEXT})
    added = sites.run(small, "changes", "--since", "HEAD", "--format", "markdown").output
    assert "### Added: The lead" in added
    assert "What one will learn" in added
    sites.commit(small, "A lead")
    sites.write(small, {PATH: TEXT.replace("unanimous", "a close vote")})
    changed = sites.run(small, "changes", "--since", "HEAD", "--format", "markdown").output
    assert "### Changed: The lead" in changed
    assert "a close vote" in changed


def test_before_a_source_is_published_notes_are_reworded(tmp_path: Path) -> None:
    """What changes before that day is called so, and the feed of corrections leaves it out."""
    root = sites.copy(sites.SMALL, tmp_path / "site", {"docs/changes.md": "---\nglossator: changes\n---\n# Changes\n"})
    sites.commit(root, "The site as it was")
    path = root / "annotations/bridge/good.md"
    path.write_text(path.read_text().replace("names them", "names the three"))
    sites.commit(root, "Said more exactly")
    page = root / "docs/sources/bridge.md"
    text = page.read_text(encoding="utf-8")
    for day, word, entries in (("2031-06-01", "Reworded", 0), ("2031-05", "Corrected", 1)):
        page.write_text(text.replace("text: full", f"text: full\npublished: {day}"), encoding="utf-8")
        built = sites.build(root, to=tmp_path / day, strict=True)
        first = BeautifulSoup(built.page("changes/"), "html5lib").select(".gl-group")[0]
        assert word in first.get_text(" ", strip=True)
        feed = next(file for file in built.folder.rglob("corrections.xml"))
        assert feed.read_text(encoding="utf-8").count("<entry>") == entries
