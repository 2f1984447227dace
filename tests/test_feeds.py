"""Atom feeds: valid, the same at every build, and with a correction for each change."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest
import rnc2rng
import sites
from lxml import etree
from publications import BASE, HOSTILE, UNWRITABLE, changes, publication

from glossator.files.reading import FORBIDDEN
from glossator.publication import Publication
from glossator.publication.exports.characters import clean
from glossator.publication.exports.feed import LIMIT, UNDATED, corrections_feed, site_feed, source_feed
from glossator.repository import provenance
from glossator.repository.changes import FieldChange, NoteChange
from glossator.repository.changes import read as changes_read
from glossator.repository.provenance import Change, History, What

ATOM = {"a": "http://www.w3.org/2005/Atom"}
NOTE = "annotations/bridge/good.md"
HISTORY = History(changes(NOTE, "2031-06-01", "2031-06-05", "2031-06-09"))


@pytest.fixture(scope="module")
def schema() -> etree.RelaxNG:
    """The schema of RFC 4287."""
    grammar = rnc2rng.load(str(Path(__file__).parent / "exports" / "atom.rnc"))
    # rnc2rng declares the empty namespace under a prefix, which XML does not allow, and never uses it.
    return etree.RelaxNG(etree.fromstring(rnc2rng.dumps(grammar).replace('xmlns:local=""', "").encode()))


def feeds(site: Publication) -> list[str]:
    """Every feed of a site."""
    return [site_feed(site), corrections_feed(site), *(source_feed(site, source) for source in site.sources)]


def read(text: str) -> feedparser.FeedParserDict:
    """A feed as a feed reader sees it."""
    feed = feedparser.parse(text.encode())
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


@pytest.mark.parametrize("base", [BASE, ""])
@pytest.mark.parametrize("root", [sites.FULL, sites.SMALL])
def test_feeds_are_valid(root: Path, base: str, schema: etree.RelaxNG) -> None:
    """They fit the schema and the rules of RFC 4287 that a schema cannot say, and a reader reads them."""
    site = publication(root, base=base, history=HISTORY)
    for text in feeds(site):
        tree = etree.fromstring(text.encode())
        assert schema.validate(tree), schema.error_log
        ids = tree.xpath("//a:id/text()", namespaces=ATOM)
        assert len({*ids}) == len(ids)
        assert all(id_.startswith(("https://", "urn:uuid:")) for id_ in ids)
        assert tree.xpath("a:author", namespaces=ATOM), "entries may have no author only if the feed has"
        assert not tree.xpath("a:entry[not(a:link[@rel='alternate'])]", namespaces=ATOM)
        updated = [entry.updated_parsed for entry in read(text).entries]
        assert updated == sorted(updated, reverse=True)


def test_a_feed_without_a_note_is_valid(tmp_path: Path, schema: etree.RelaxNG) -> None:
    """A new site has feeds, too."""
    files = {NOTE: None, "annotations/bridge/sourcing.yml": None}
    site = publication(sites.copy(sites.SMALL, tmp_path, files))
    for text in feeds(site):
        assert schema.validate(etree.fromstring(text.encode())), schema.error_log


def test_every_note_is_an_entry_with_its_words_and_its_address() -> None:
    """The site's feed has all notes, a source's feed its own, each with quote, assessment and body."""
    site = publication(sites.FULL)
    whole = read(site_feed(site))
    assert len(whole.entries) == sum(len(source.page.apparatus.notes) for source in site.sources)
    by_source = [len(read(source_feed(site, source)).entries) for source in site.sources]
    assert by_source == [len(source.page.apparatus.notes) for source in site.sources]
    entry = next(entry for entry in whole.entries if entry.id.endswith("#note-long"))
    assert entry.id == entry.link == f"{BASE}sources/bridge/#note-long"
    assert (entry.published, entry.updated) == ("2031-05-01T00:00:00Z", "2031-05-03T00:00:00Z")
    assert entry.author == "Ada Quill"
    assert {tag.term for tag in entry.tags} == {"counter-evidence", "contested"}
    content = entry.content[0]
    assert content.type == "text/html"
    assert content.value.startswith("<blockquote")
    assert "asked that their names be written down" in content.value
    assert "<strong>Contested</strong>, Moderate certainty" in content.value
    assert "two names, not three" in content.value


def test_the_words_of_a_source_keep_their_direction() -> None:
    """A quote in Arabic is marked as such in a feed in English."""
    site = publication(sites.FULL)
    entry = next(entry for entry in read(site_feed(site)).entries if entry.id.endswith("#note-heart"))
    assert '<blockquote dir="rtl" lang="ar">السوق «قلب المدينة»</blockquote>' in entry.content[0].value.replace(
        'lang="ar" dir="rtl"', 'dir="rtl" lang="ar"'
    )


def test_links_to_passages_lead_to_the_page(tmp_path: Path) -> None:
    """`#p2` in a note is an address on the source's page, wherever the note is read."""
    note = "---\nquote: six votes\nkind: context\ntitle: T\n---\nAs [passage 2](#p2) says.\n"
    site = publication(sites.copy(sites.SMALL, tmp_path, {NOTE: note}))
    for text in (site_feed(site), source_feed(site, site.sources[0])):
        (entry,) = etree.fromstring(text.encode()).iterfind("a:entry", ATOM)
        assert f'href="{BASE}sources/bridge/#p2"' in entry.findtext("a:content", namespaces=ATOM)
    # A site without an address leaves it to the reader, who knows where the feed lies.
    (entry,) = etree.fromstring(site_feed(replace(site, base="")).encode()).iterfind("a:entry", ATOM)
    content = entry.find("a:content", ATOM)
    assert content.get("{http://www.w3.org/XML/1998/namespace}base") == "sources/bridge/"
    assert 'href="#p2"' in content.text


def test_a_changed_note_is_the_same_entry_updated() -> None:
    """Its id stays, and git says when."""
    before, after = (
        read(site_feed(publication(sites.SMALL, history=history))).entries[0]
        for history in (History(changes(NOTE, "2031-06-01")), HISTORY)
    )
    assert before.id == after.id
    assert (before.published, before.updated) == ("2031-06-01T12:00:00+02:00",) * 2
    assert (after.published, after.updated) == ("2031-06-01T12:00:00+02:00", "2031-06-09T12:00:00+02:00")
    assert after.author == "Ada Quill"


def test_corrections_and_removals_are_entries_with_their_reason() -> None:
    """Each is one of its own, newest first, with what it changed; new and edited notes are none."""
    rows: tuple[tuple[str, int, str, What], ...] = (
        ("1", 1, "A note", "added"),
        ("2", 2, "Line breaks", "changed"),
        ("3", 3, "The list was misread", "changed"),
        ("4", 4, "It rested on a forgery", "removed"),
    )
    added, edited, corrected, gone = (
        Change("annotations/bridge/good.md", digit * 40, datetime(2031, 6, day, tzinfo=UTC), "Ada Quill", reason, what)
        for digit, day, reason, what in rows
    )
    status = (FieldChange("status", "contested", "contradicted"), FieldChange("text"))
    entries = [
        NoteChange("bridge", "lost", "A lost note", "removed", (), "", gone),
        NoteChange("bridge", "good", "Three members voted", "corrected", status, "", corrected),
        NoteChange("bridge", "good", "Three members voted", "edited", (), "", edited),
        NoteChange("bridge", "good", "Three members voted", "new", (), "", added),
    ]
    withdrawn, changed = read(corrections_feed(publication(sites.SMALL), entries)).entries
    assert withdrawn.title == "Withdrawn: A lost note"
    assert withdrawn.link == f"{BASE}sources/bridge/"
    assert "<strong>It rested on a forgery</strong>" in withdrawn.content[0].value
    assert changed.title == "Three members voted"
    assert changed.link == f"{BASE}sources/bridge/#note-good"
    assert changed.updated == "2031-06-03T00:00:00Z"
    assert "<li>Assessment <del>Contested</del> <ins>Contradicted</ins></li><li>Text</li>" in changed.content[0].value
    assert "The paper names them" in changed.content[0].value


def test_corrections_are_read_from_a_repository(tmp_path: Path, schema: etree.RelaxNG) -> None:
    """From a commit to an entry: what git knows of a real project."""
    root = sites.copy(sites.SMALL, tmp_path)
    note = root / "annotations" / "bridge" / "good.md"
    git = ["git", "-C", str(root), "-c", "user.name=Ada Quill", "-c", "user.email=ada@example.org"]
    subprocess.run([*git, "init", "-q"], check=True)
    for reason, old, new in (
        ("First", "", ""),
        ("It was four", "Three members", "Four members"),
        ("Withdraw it", None, None),
    ):
        if old is None or new is None:
            note.unlink()
        else:
            note.write_text(note.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        subprocess.run([*git, "add", "-A"], check=True)
        subprocess.run([*git, "commit", "-q", "-m", reason], check=True)
    history = provenance.read(root, [root / "annotations"])
    site = publication(root, history=history)
    text = corrections_feed(site, changes_read(history, root, root / "annotations"))
    assert schema.validate(etree.fromstring(text.encode())), schema.error_log
    reasons = {entry.title: entry.content[0].value for entry in read(text).entries}
    assert {*reasons} == {"Withdrawn: Four members voted against closing it", "Four members voted against closing it"}
    corrected = reasons["Four members voted against closing it"]
    assert "<del>Three members voted against closing it</del>" in corrected
    assert "<strong>It was four</strong>" in corrected


def test_without_git_the_front_matter_tells_corrections() -> None:
    """A note modified after its creation was corrected; what nobody dated was not."""
    (entry,) = read(corrections_feed(publication(sites.FULL))).entries
    assert entry.title.startswith("The paper names only two")
    assert entry.updated == "2031-05-03T00:00:00Z"


def test_a_note_without_any_date_has_the_one_the_adapter_gives() -> None:
    """No clock is asked."""
    site = publication(sites.SMALL)
    assert read(site_feed(site)).entries[0].updated_parsed[:3] == (UNDATED.year, 1, 1)
    when = datetime(2030, 5, 6, tzinfo=UTC)
    for text in (site_feed(site, undated=when), source_feed(site, site.sources[0], undated=when)):
        assert read(text).feed.updated == read(text).entries[0].updated == "2030-05-06T00:00:00Z"


def test_two_builds_make_the_same_feeds() -> None:
    """Nothing in a feed depends on when or in which order it was made."""
    assert feeds(publication(sites.FULL, history=HISTORY)) == feeds(publication(sites.FULL, history=HISTORY))


def test_a_feed_holds_only_the_newest(tmp_path: Path) -> None:
    """A large site's feed stays small, and the newest is in it."""
    notes: dict[str, str | bytes | None] = {
        f"annotations/bridge/n{number}.md": f"---\nkind: context\ntitle: N\ncreated: {1900 + number}\n---\nText.\n"
        for number in range(LIMIT + 5)
    }
    entries = read(site_feed(publication(sites.copy(sites.SMALL, tmp_path, notes)))).entries
    assert len(entries) == LIMIT
    assert entries[0].id.endswith(f"#note-n{LIMIT + 4}")


def test_hostile_titles_names_and_messages_do_no_harm(tmp_path: Path, schema: etree.RelaxNG) -> None:
    """They are text in the feed, and what XML cannot hold is left out."""
    files = {
        "docs/sources/bridge.md": f"---\nsource:\n  title: {json.dumps(HOSTILE)}\ntext: restated\n---\n\nThe council & <b>voted</b> <i>now</i>.\n",
        NOTE: f"---\nquote: The council & voted\nkind: context\ntitle: {json.dumps(HOSTILE)}\n---\n<script>alert(1)</script>Why.\n",
        "annotations/bridge/sourcing.yml": None,
    }
    by_path = changes(
        NOTE, "2031-06-01", "2031-06-02", author=f"Eve{UNWRITABLE}", subject=f"<script>x</script>{UNWRITABLE}"
    )
    site = publication(sites.copy(sites.SMALL, tmp_path, files), history=History(by_path))
    change = site.history.changes[NOTE][0]
    correction = NoteChange(
        "bridge", "good", HOSTILE, "corrected", (FieldChange("title", HOSTILE, HOSTILE),), "", change
    )
    for text in (site_feed(site), corrections_feed(site, [correction]), source_feed(site, site.sources[0])):
        tree = etree.fromstring(text.encode())
        assert schema.validate(tree), schema.error_log
        (entry,) = tree.xpath("a:entry", namespaces=ATOM)
        assert entry.findtext("a:title", namespaces=ATOM) == HOSTILE
        assert entry.findtext("a:author/a:name", namespaces=ATOM) == "Eve[2J"
        content = entry.findtext("a:content", namespaces=ATOM)
        assert content is not None
        assert "<script" not in content
        assert "The council &amp; voted</blockquote>" in content


@pytest.mark.slow
def test_no_character_is_left_that_no_export_may_hold() -> None:
    """Of all characters there are, those that are refused in files and those that XML cannot write."""
    refused = {character for character in map(chr, range(0x110000)) if FORBIDDEN.match(character)} | {
        "\ufffe",
        "\uffff",
    }
    assert {character for character in map(chr, range(0x110000)) if clean(f"a{character}b") == "ab"} == refused
