"""Translations of notes: what is translated is shown in the language of the page, the rest says in which it is."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
import sites
from bs4 import BeautifulSoup
from bs4.element import Tag

OTHER = "---\nquote: ten more years\nkind: context\ntitle: The years\n---\nSo it *said*.\n"
GERMAN = "---\ntitle: Die Zeitung nennt vier Stimmen\nauthors: [Dora Feder]\n---\nDie Zeitung hat *vier* gezählt.\n"
PAGE = (
    "---\nsource:\n  title: Die Abstimmung\n  type: report\n  language: de\ntext: full\nlicence: CC0-1.0\n---\n\n"
    "Der Rat stimmte ab.\n\nDrei Mitglieder stimmten gegen die Schließung der Brücke.\n\nSie wird noch zehn Jahre halten.\n"
)
LANGUAGES = [{"locale": "en", "default": True, "name": "English"}, {"locale": "de", "name": "Deutsch"}]

Files = Mapping[str, str | bytes | None]


def build(root: Path, files: Files, *, structure: str = "suffix", status: int = 0) -> Path:
    """The finished small site in English and German, its notes in English, with a second note."""
    sites.copy(sites.SMALL, root, {"annotations/bridge/other.md": OTHER, **files})
    options = {"repo_url": "https://github.com/example/town"}
    plugins = [
        {"i18n": {"docs_structure": structure, "languages": LANGUAGES}},
        "search",
        {"glossator": {"bibliography": ["annotations/references.yml"]}},
    ]
    theme = {"name": "material", "font": False}
    sites.configure(root, theme=theme, plugins=plugins, site_url="https://example.org/", **options)
    done = sites.mkdocs(root, "build", "--strict", "--site-dir", str(root.parent / "out"))
    assert done.returncode == status, done.stdout
    (root.parent / "said").write_text(done.stdout, encoding="utf-8")
    return root.parent / "out"


def note(site: Path, address: str, id_: str) -> Tag:
    """A note on a page."""
    found = BeautifulSoup((site / address).read_text(encoding="utf-8"), "html5lib").select_one(f"#note-{id_}")
    assert found, f"{address} has no note {id_}"
    return found


def said(found: Tag, selector: str) -> tuple[str, str]:
    """The words of a part of a note, and the language that it names."""
    part = found.select_one(selector)
    assert part, selector
    return " ".join(part.get_text().split()), str(part.get("lang", ""))


ORIGINAL, TRANSLATED = "sources/bridge/index.html", "de/sources/bridge/index.html"


@pytest.mark.long
@pytest.mark.parametrize("structure", ["suffix", "folder"])
def test_a_note_is_shown_in_the_language_of_the_page(structure: str, tmp_path: Path) -> None:
    """The translated one in German, the other in English with its language said; the English page is as it was."""
    files: dict[str, str | bytes | None] = {"annotations/bridge/good.de.md": GERMAN}
    if structure == "folder":
        files["docs/de/index.md"] = "# Willkommen\n"
    site = build(tmp_path / "site", files, structure=structure)
    good, other = (note(site, TRANSLATED, id_) for id_ in ("good", "other"))
    assert said(good, ".gl-title") == ("Die Zeitung nennt vier Stimmen", "")
    assert said(good, ".gl-body") == ("Die Zeitung hat vier gezählt.", "")
    assert "Dora Feder" in said(good, ".gl-meta")[0]
    assert said(other, ".gl-title") == ("The years", "en")
    assert said(other, ".gl-body") == ("So it said.", "en")
    assert "Englisch" in [kind.get_text() for kind in other.select("summary .gl-kind")]
    assert "Englisch" not in [kind.get_text() for kind in good.select("summary .gl-kind")]
    assert said(note(site, ORIGINAL, "other"), ".gl-title") == ("The years", "")
    assert "Deutsch" not in note(site, ORIGINAL, "good").get_text()
    assert json.loads((site / "exports/build.json").read_text(encoding="utf-8"))["notes"] == 2


@pytest.mark.long
@pytest.mark.parametrize("structure", ["suffix", "folder"])
def test_a_translated_source_has_the_notes(structure: str, tmp_path: Path) -> None:
    """On the words that a translation quotes; without such words, and without a translation, on the passage."""
    path = "docs/sources/bridge.de.md" if structure == "suffix" else "docs/de/sources/bridge.md"
    files: dict[str, str | bytes | None] = {
        path: PAGE,
        "annotations/bridge/good.de.md": GERMAN.replace("---\n", "---\nquote: Drei Mitglieder\n", 1),
    }
    if structure == "folder":
        files["docs/de/index.md"] = "# Willkommen\n"
    site = build(tmp_path / "site", files, structure=structure)
    page = BeautifulSoup((site / TRANSLATED).read_text(encoding="utf-8"), "html5lib")
    marks = {mark.get_text(): mark["data-notes"] for mark in page.select("mark.gl-mark")}
    assert "good" in str(marks["Drei Mitglieder"]).split()
    passage = note(site, ORIGINAL, "other").find_parent(class_="gl-notes")
    assert isinstance(passage, Tag)
    own = note(site, TRANSLATED, "other").find_parent(class_="gl-notes")
    assert isinstance(own, Tag)
    assert own["data-passage"] == passage["data-passage"]
    assert said(note(site, TRANSLATED, "other"), ".gl-title") == ("The years", "en")
    # What a reader quotes there stands nowhere in the original.
    assert not page.select("[data-new-note], .gl-answer")
    # It names neither author nor date.
    byline = page.select_one(".gl-byline")
    assert byline
    assert byline.get_text().startswith("3 Passagen · 2 Anmerkungen")


@pytest.mark.long
def test_exports_have_a_note_in_each_of_its_languages(tmp_path: Path) -> None:
    """As further bodies of its annotation, with their language, and in a column of the table; a withdrawn one has none."""
    withdrawn = OTHER.replace("title:", "withdrawn: It was wrong.\ntitle:")
    files = {
        "annotations/bridge/good.de.md": GERMAN.replace("*vier*", "*vier* ([oben](#p1))"),
        "annotations/bridge/other.md": withdrawn,
        "annotations/bridge/other.de.md": GERMAN,
    }
    site = build(tmp_path / "site", files)
    page = json.loads((site / "sources/bridge/annotations.jsonld").read_text(encoding="utf-8"))
    good, other = page["items"] if page["items"][0]["id"].endswith("good") else reversed(page["items"])
    texts = [body for body in good["body"] if body["type"] == "TextualBody"]
    german = [body for body in texts if body["language"] == "de"]
    assert [body["language"] for body in texts if body not in german] == ["en"] * 3
    assert [(body["purpose"], body["format"], body["creator"]) for body in german] == [
        ("describing", "text/plain", {"name": "Dora Feder"}),
        ("commenting", "text/html", {"name": "Dora Feder"}),
    ]
    assert german[0]["value"] == "Die Zeitung nennt vier Stimmen"
    assert '<a href="https://example.org/sources/bridge/#p1">oben</a>' in german[1]["value"]
    assert {body.get("language", "en") for body in other["body"]} == {"en"}
    table = (site / "exports/notes.csv").read_text(encoding="utf-8-sig")
    cells = {row["id"]: row["translations"] for row in csv.DictReader(io.StringIO(table, newline=""))}
    assert cells["other"] == ""
    assert json.loads(cells["good"]) == {
        "de": {
            "title": "Die Zeitung nennt vier Stimmen",
            "authors": ["Dora Feder"],
            "body": "Die Zeitung hat *vier* ([oben](#p1)) gezählt.",
        }
    }
    exported = site / "sources/bridge/annotations.jsonld"
    done = sites.run(tmp_path / "site", "import-notes", str(exported), "bridge", "--dry-run")
    assert "left out: its translation, in `de`" in done.output + done.errors


@pytest.mark.long
def test_the_pages_lead_to_their_other_languages(tmp_path: Path) -> None:
    """Readers have a switch, and search engines are told; each leads to the same source."""
    site = build(tmp_path / "site", {})
    for address in (ORIGINAL, TRANSLATED):
        page = BeautifulSoup((site / address).read_text(encoding="utf-8"), "html5lib")
        ways = {str(link["hreflang"]): str(link["href"]) for link in page.select("link[rel=alternate][hreflang]")}
        assert set(ways) == {"en", "de"}
        assert all(way.endswith("sources/bridge/") or way in (".", "./") for way in ways.values()), ways
        assert {str(link["hreflang"]) for link in page.select(".md-header a[hreflang]")} == {"en", "de"}


@pytest.mark.long
def test_words_that_a_translated_source_has_not_fail_the_build(tmp_path: Path) -> None:
    """As for a note itself; the problem names the translation."""
    files = {
        "docs/sources/bridge.de.md": PAGE,
        "annotations/bridge/good.de.md": GERMAN.replace("---\n", "---\nquote: Vier Mitglieder\n", 1),
    }
    build(tmp_path / "site", files, status=1)
    assert "annotations/bridge/good.de.md:2:8: quote-not-found" in (tmp_path / "said").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("good.de", "---\nkind: context\ntitle: Ja\n---\n", "2:1: unknown-key `kind` is the note’s own"),
        ("good.de", "---\nauthors: [Dora]\n---\n", "missing-key"),
        ("none.de", "---\ntitle: Ja\n---\n", "1:1: unknown-note there is no note `none` that this translates"),
        ("good.de", "No front matter.\n", "front-matter-missing"),
        ("good.Deutsch", "---\ntitle: Ja\n---\n", "bad-note-id"),
    ],
)
def test_a_wrong_translation_is_told_with_its_place(name: str, text: str, problem: str, small: Path) -> None:
    """By check, whatever languages the site has."""
    sites.write(small, {f"annotations/bridge/{name}.md": text})
    checked = sites.run(small, "check")
    assert checked.status == 1
    assert f"annotations/bridge/{name}.md:" in checked.output
    assert problem in checked.output


def test_a_site_in_one_language_leaves_translations_alone(small: Path, tmp_path: Path) -> None:
    """They are read and checked, and no note of their own; the build says that nobody sees them."""
    before = sites.contents(sites.build(small, to=tmp_path / "before", strict=True).folder)
    sites.write(small, {"annotations/bridge/good.de.md": GERMAN})
    assert sites.run(small, "check").output == "no problems\n"
    built = sites.build(small, to=tmp_path / "after", strict=True)
    assert (built.failure, built.warnings) == ("", ())
    assert sites.contents(built.folder) == before
    said = sites.mkdocs(small, "build", "--site-dir", str(tmp_path / "again")).stdout
    assert "translations are shown nowhere, since the site has one language: annotations/bridge/good.de.md" in said
