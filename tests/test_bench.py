"""The benchmark measures what it says: the same pages and the same notes, once as sidecars and once as footnotes."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from _bench_sites import (
    HAVE_FOOTNOTES,
    KINDS,
    STATUSES,
    NotAsExpected,
    Site,
    SourcePage,
    Writer,
    built_page,
    crosses_markup,
    expect_notes,
    write,
)

pytestmark = pytest.mark.build

ROOT = Path(__file__).resolve().parent.parent
SEED = 7
BUILT: tuple[Site, ...] = ("sidecars", "footnotes")


@dataclass(frozen=True)
class Shown:
    """A note as readers find it."""

    about: str
    """The text of its passage up to its marker."""
    words: str
    """Kind, title, status and body."""


@pytest.fixture(scope="module")
def pages() -> list[SourcePage]:
    """Two pages, enough for every kind of note."""
    writer = Writer(SEED)
    return [writer.page(slug, words=900, notes=20) for slug in ("one", "two")]


@pytest.fixture(scope="module")
def built(pages: list[SourcePage], tmp_path_factory: pytest.TempPathFactory) -> Mapping[Site, Path]:
    """Both sites, built at the same time."""
    top = tmp_path_factory.mktemp("sites")
    for site in BUILT:
        write(top / site, site, "mkdocs", pages)
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict"]
    processes = [subprocess.Popen(command, cwd=top / site) for site in BUILT]
    assert [process.wait() for process in processes] == [0, 0]
    return {site: top / site / "site" for site in BUILT}


@pytest.mark.parametrize("site", BUILT)
def test_every_note_is_on_its_page(built: Mapping[Site, Path], pages: list[SourcePage], site: Site) -> None:
    """All are placed, and each has its marker and its text."""
    expect_notes(built[site], site, pages)


def test_a_missing_note_is_noticed(built: Mapping[Site, Path], pages: list[SourcePage]) -> None:
    """A build that is faster because it does less is no result."""
    more = Writer(SEED).page("one", words=900, notes=21)
    for site in BUILT:
        with pytest.raises(NotAsExpected, match="20 notes and 20 markers, 21 expected"):
            expect_notes(built[site], site, [more, pages[1]])
    with pytest.raises(NotAsExpected, match="hugo, one: 0 notes and 0 markers, 20 expected"):
        expect_notes(built["sidecars"], "hugo", pages)


def test_both_sites_hold_the_same_notes_on_the_same_words(built: Mapping[Site, Path], pages: list[SourcePage]) -> None:
    """Kind, title, status and body are the same words, and the marker stands behind the same words of the page."""
    for page in pages:
        beside = sidecars_shown(built_page(built["sidecars"], page))
        below = footnotes_shown(built_page(built["footnotes"], page))
        assert beside == below
        for note, sidecar in zip(page.notes, beside, strict=True):
            assert sidecar.about.endswith(straight(note.quote))
            expected = (KINDS[note.kind], note.title, STATUSES[note.status], without_markup(note.body.markdown({})))
            assert sidecar.words == straight(" ".join(expected))


def test_half_of_the_notes_are_not_typed_as_the_page_has_them() -> None:
    """Straight apostrophes for curly ones, words across emphasis and links: what anchoring is for."""
    page = Writer(SEED).page("long", words=5_000, notes=200)
    assert any(note.quote not in page.text for note in page.notes)
    assert any(crosses_markup(page, note) for note in page.notes)
    assert all(4 <= len(note.quote.replace(" –", "").split()) <= 10 for note in page.notes)


def test_the_same_seed_writes_the_same_page() -> None:
    """Two runs measure the same words; another seed writes others."""
    first, again, other = (Writer(seed).page("page", words=1_900, notes=25) for seed in (1, 1, 2))
    assert first == again
    assert first.text != other.text
    assert sum(len(paragraph.words) for paragraph in first.paragraphs) == 1_900
    assert 25 <= len(first.paragraphs) <= 35
    assert len(first.headings) == 2


def test_the_script_measures_and_prints_tables() -> None:
    """A small run of the growth tables; its figures mean nothing."""
    command = [sys.executable, "scripts/measure/bench", "--quick", "--only", "anchoring", "--markdown"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    assert re.search(r"^\| Words \| Read, ms \|.*\n\| --- \| --: \|", printed, re.MULTILINE)
    assert re.search(r"^\| 10 → 20 \| ×", printed, re.MULTILINE)


@pytest.mark.parametrize("site", HAVE_FOOTNOTES)
def test_every_peer_has_the_same_words(pages: list[SourcePage], tmp_path: Path, site: Site) -> None:
    """A generator that reads other files would be measured by something else."""
    write(tmp_path / "footnotes", "footnotes", "material", pages)
    write(tmp_path / site, site, "material", pages)
    folders = {"hugo": "content"}
    for page in pages:
        own = tmp_path / site / folders.get(site, "docs") / "sources" / f"{page.slug}.md"
        assert own.read_bytes() == (tmp_path / "footnotes/docs/sources" / own.name).read_bytes()


@pytest.mark.long
def test_peers_are_built_in_the_same_rounds_and_show_every_note() -> None:
    """Hugo, Zensical, ours with everything on, and the three basic sites: each has its row, since each has its notes."""
    command = [sys.executable, "scripts/measure/bench", "--quick", "--only", "builds", "--peers", "--everything"]
    done = subprocess.run([*command, "--markdown"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if "could not be installed" in done.stderr:
        pytest.skip(done.stderr)
    assert done.returncode == 0, done.stderr
    rows = re.findall(r"^\| ([^|]+) \| [\d.]+ \| [\d.]+ \| [\d.]+ \(", done.stdout, re.MULTILINE)
    expected = ["glossator", "footnotes", "no notes", "glossator, everything on"]
    assert rows == [*expected, "footnotes in Zensical", "footnotes in Hugo"]


def sidecars_shown(html: str) -> list[Shown]:
    """The notes of a page that glossator made, in the order of their markers."""
    soup = BeautifulSoup(html, "html.parser")
    for sign in soup.select(".gl-number, .gl-verdict i"):
        sign.decompose()
    sidecars = []
    for marker in soup.select(".gl-ref"):
        note = soup.select_one(str(one(marker, "a")["href"]))
        assert note
        parts = [text(one(note, f".gl-{part}")) for part in ("kind", "title", "verdict", "body")]
        words = " ".join([re.sub(r"^\d+ ", "", parts[0]), *parts[1:]])
        sidecars.append(Shown(before(marker, ".gl-ref"), words))
    return sidecars


def footnotes_shown(html: str) -> list[Shown]:
    """The same of a page with footnotes: `**Kind: Title.** *Status.* Body`."""
    soup = BeautifulSoup(html, "html.parser")
    footnotes = []
    for marker in soup.select("sup[id^=fnref]"):
        note = soup.find(id=str(one(marker, "a")["href"])[1:])
        assert isinstance(note, Tag)
        for back in note.select(".footnote-backref"):
            back.decompose()
        kind, title, status, body = re.fullmatch(r"(.+?): (.+?)\. (.+?)\. (.+)", text(note)).groups()  # type: ignore[union-attr]
        footnotes.append(Shown(before(marker, "sup"), f"{kind} {title} {status} {body}"))
    return footnotes


def one(tag: Tag, selector: str) -> Tag:
    """What a selector finds."""
    element = tag.select_one(selector)
    assert element
    return element


def before(marker: Tag, markers: str) -> str:
    """The text of a marker's paragraph before it, without other markers."""
    paragraph = marker.find_parent("p")
    assert paragraph
    all_markers = paragraph.select(markers)
    texts = []
    for string in paragraph.strings:
        if marker in string.parents:
            break
        if not any(other in string.parents for other in all_markers):
            texts.append(string)
    return straight(" ".join("".join(texts).split()))


def text(tag: Tag) -> str:
    """What readers see of an element."""
    return straight(" ".join(tag.get_text().split()))


def straight(words: str) -> str:
    """With straight apostrophes, as half of the notes are typed."""
    return words.replace("’", "'")


def without_markup(markdown: str) -> str:
    """A body's words."""
    return re.sub(r"\[(.+?)\]\(.+?\)", r"\1", markdown).replace("*", "")


@pytest.mark.long
def test_the_speed_of_the_check_is_measured() -> None:
    """Whole sites, sites with lost notes and one note are checked, and each finds what was put in."""
    command = [sys.executable, str(ROOT / "scripts" / "measure" / "check-speed"), "--notes", "50", "--rounds", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = re.findall(r"^\| 50 \| (.*?) \| ([\d.]+) \|", done.stdout, re.MULTILINE)
    assert [name for name, _ in rows] == ["all", "all, in one process", "all, one in 10 lost", "one note"]
    assert all(float(seconds) > 0 for _, seconds in rows)


@pytest.mark.long
def test_the_speed_of_the_preview_is_measured() -> None:
    """A note and a source are saved, and each is on its page; on so small a site the shares mean nothing."""
    command = [sys.executable, str(ROOT / "scripts" / "measure" / "preview"), "--sources", "2", "--words", "600"]
    command += ["--notes", "5", "--rounds", "1", "--everything"]
    printed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    rows = re.findall(r"^\| (.*?) \| [\d.]+ \| [\d.]+ \|", printed, re.MULTILINE)
    assert rows == ["the preview begins", "nothing was changed", "a whole build", "a note", "a source"]


@pytest.mark.long
def test_the_memory_after_many_saves_is_measured() -> None:
    """Each save is on its page, and the memory after each tenth of them is told and stays the same."""
    command = [sys.executable, str(ROOT / "scripts" / "measure" / "preview"), "--sources", "1", "--words", "200"]
    command += ["--notes", "3", "--saves", "20", "--everything"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert re.findall(r"^\| (\d+) \| \d+ \| [\d,]+ \|", done.stdout, re.MULTILINE) == [str(2 * n) for n in range(1, 11)]
