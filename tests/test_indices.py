"""The pages that look across all sources: each lists what there is, leads to it, and is whole without scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin

import browser as driver
import pytest
import sites
import yaml
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser, Page
from sites import Built

from glossator import indices
from glossator.vocabulary import SCHEMES

NAMES = ("library", "notes", "evidence", "origins", "method", "changes")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The full site with a page for each index, built strictly."""
    folder = tmp_path_factory.mktemp("indices")
    asked = {f"docs/{name}/index.md": f"---\nglossator: {name}\n---\n# {name.title()}\n" for name in NAMES}
    root = sites.copy(sites.FULL, folder / "site", asked)
    made = sites.build(root, to=folder / "out", strict=True)
    assert (made.failure, made.warnings) == ("", ())
    return made


def index(built: Built, name: str) -> BeautifulSoup:
    """A page of an index."""
    return BeautifulSoup(built.page(f"{name}/"), "html5lib")


def stored(pattern: str) -> Iterator[tuple[Path, dict[str, object]]]:
    """The front matter of the site's notes, by a foreign reader."""
    for path in sorted((sites.FULL / "annotations").glob(pattern)):
        yield path, yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])


def leads_somewhere(built: Built, link: Tag, base: str) -> bool:
    """Whether a link's target is there, with its fragment."""
    address, _, fragment = (
        urljoin(f"http://site/{base}/", str(link["href"])).removeprefix("http://site/").partition("#")
    )
    return not fragment or f'id="{fragment}"' in built.page(address)


def test_every_note_stands_in_the_index_once(built: Built) -> None:
    """By source, with its kind, its status and the way to it."""
    page = index(built, "notes")
    entries = page.select(".gl-entry")
    titles = sorted(one.select_one(".gl-entry-title").get_text(strip=True) for one in entries)  # type: ignore[union-attr]
    assert titles == sorted(str(front["title"]) for _, front in stored("*/*.md"))
    assert all(leads_somewhere(built, link, "notes") for link in page.select(".gl-entry a"))
    kinds = sorted(str(one["data-kind"]) for one in entries)
    assert kinds == sorted(str(front["kind"]) for _, front in stored("*/*.md"))


def test_every_reference_names_the_notes_that_rest_on_it(built: Built) -> None:
    """And how: each use is a piece of evidence of some note, with its relation in words."""
    page = index(built, "evidence")
    uses = [(one.get_text(" ", strip=True), one) for one in page.select(".gl-uses > li")]
    wanted = [(front["title"], evidence) for _, front in stored("*/*.md") for evidence in front.get("evidence", [])]  # type: ignore[attr-defined]
    assert len(uses) == len(wanted) > 3
    for title, evidence in wanted:
        assert any(evidence["relation"] in said and str(title) in said for said, _ in uses)
    assert all(leads_somewhere(built, link, "evidence") for link in page.select(".gl-uses a"))


def test_every_origin_names_the_passages_that_rest_on_it(built: Built) -> None:
    """The unnamed stand first; each has its letter, its reason and its passages."""
    page = index(built, "origins")
    for path in (sites.FULL / "annotations").glob("*/sourcing.yml"):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for id_, origin in content["origins"].items():
            (entry,) = page.select(f"#origin-{path.parent.name}-{id_}")
            said = entry.get_text(" ", strip=True)
            assert origin["label"] in said
            assert origin.get("reason", "") in said
            resting = [str(number) for number, one in content["passages"].items() if id_ in one.get("origins", [])]
            assert [link.get_text() for link in entry.select(".gl-passages a")] == resting
    assert all(leads_somewhere(built, link, "origins") for link in page.select(".gl-passages a"))


def test_the_method_explains_every_word_with_its_source(built: Built) -> None:
    """Each term of each vocabulary has an address, a label and a meaning."""
    page = index(built, "method")
    for scheme in SCHEMES:
        assert scheme.use in page.get_text()
        for term in scheme.terms:
            (name,) = page.select(f"#{scheme.id}-{term}")
            assert term.label in name.get_text()
            assert name.find_next_sibling("dd").get_text() == term.meaning  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "choice", "selector"),
    [
        ("notes", "kind=context", '[data-kind~="context"]'),
        ("notes", "status=contested+corroborated", ":is([data-status=contested], [data-status=corroborated])"),
        ("notes", "source=the-vote-on-the-mill-bridge", '[data-source="the-vote-on-the-mill-bridge"]'),
        ("origins", "reliability=F", '[data-reliability="F"]'),
    ],
)
def test_an_index_is_filtered_and_its_address_keeps_the_choice(
    name: str, choice: str, selector: str, built: Built, browser: Browser
) -> None:
    """What does not fit is hidden, groups without entries, too; the count says how many are left."""
    with driver.served(built.folder) as address, driver.opened(browser, f"{address}{name}/?{choice}", 1440) as page:
        shown = page.evaluate(
            "[...document.querySelectorAll('.gl-entry')].filter((one) => one.checkVisibility()).length"
        )
        assert shown == len(page.query_selector_all(f".gl-entry{selector}")) > 0
        assert page.inner_text(".gl-count").startswith(f"{shown} ")
        assert not page.evaluate(
            "[...document.querySelectorAll('.gl-group:not([hidden])')].some((one) => !one.querySelector('.gl-entry:not([hidden])'))"
        )


def test_a_filter_of_an_index_is_kept_in_the_address(built: Built, browser: Browser) -> None:
    """Choosing by hand changes the address, and opening that address makes the same choice."""
    with driver.served(built.folder) as address, driver.opened(browser, f"{address}notes/", 1440) as page:
        page.locator('.gl-choice:has(input[name="kind"])').first.click()
        value = page.evaluate("document.querySelector('.gl-choice input:checked').value")
        assert page.url.endswith(f"?kind={value}")
        before = count(page)
        page.reload()
        assert count(page) == before < len(list(stored("*/*.md")))


def count(page: Page) -> int:
    """How many entries an index shows."""
    return int(re.match(r"\d+", page.inner_text(".gl-count"))[0])  # type: ignore[index]


def test_long_indices_go_on_over_several_pages(
    small: Path, built_small: Callable[..., Built], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every entry stands on one of them, and each leads to the others."""
    monkeypatch.setattr(indices, "PAGE", 3)
    note = "---\npassage: 1\nkind: context\ntitle: Note {}\n---\nText.\n"
    notes: dict[str, str | bytes | None] = {f"annotations/bridge/n{n}.md": note.format(n) for n in range(7)}
    sites.write(small, notes | {"docs/notes.md": "---\nglossator: notes\ntitle: All\n---\n# All notes\n"})
    made = built_small(strict=True)
    assert (made.failure, made.warnings) == ("", ())
    found = []
    for address in ("notes/", "notes/2/", "notes/3/"):
        page = BeautifulSoup(made.page(address), "html5lib")
        found += [one.get_text(strip=True) for one in page.select(".gl-entry-title")]
        assert [link.get_text() for link in page.select(".gl-turning a")] == ["1", "2", "3"]
        for link in page.select(".gl-turning a"):
            to = urljoin(f"http://site/{address}", str(link["href"])).removeprefix("http://site/")
            assert "gl-turning" in made.page(to)
        assert "All" in page.select_one("title").get_text()  # type: ignore[union-attr]
    assert len(found) == len(set(found)) == 8
    assert not (made.folder / "notes" / "4").exists()


def test_an_index_that_there_is_not_is_a_problem(small: Path, built_small: Callable[..., Built]) -> None:
    """With its place and what was probably meant; the page stays as it is."""
    sites.write(small, {"docs/all.md": "---\ntitle: All\nglossator: evidense\n---\n# All\n"})
    made = built_small()
    (warning,) = made.warnings
    assert "docs/all.md:3:12: unknown-term there is no index `evidense`" in warning
    assert "did you mean `evidence`?" in warning
    assert "<h1" in made.page("all/")


def test_a_site_without_notes_has_its_indices(small: Path, built_small: Callable[..., Built]) -> None:
    """They say nothing wrong, and nothing breaks."""
    gone = {path.relative_to(small).as_posix(): None for path in (small / "annotations" / "bridge").iterdir()}
    asked = {f"docs/{name}.md": f"---\nglossator: {name}\n---\n# {name}\n" for name in NAMES}
    sites.write(small, {**gone, **asked})
    made = built_small(strict=True)
    assert (made.failure, made.warnings) == ("", ())
    assert not BeautifulSoup(made.page("notes/"), "html5lib").select(".gl-entry")


def test_the_changes_say_what_was_corrected_and_why(tmp_path: Path) -> None:
    """From a real repository: new, corrected and withdrawn notes, each with the reason its commit gives."""
    root = sites.copy(sites.SMALL, tmp_path / "site", {"docs/changes.md": "---\nglossator: changes\n---\n# Changes\n"})
    note = "---\npassage: 1\nkind: context\ntitle: {}\nstatus: {}\n---\nNo record was found in the archive.\n"
    path = "annotations/bridge/made.md"
    sites.commit(root, "The site as it was")
    sites.write(root, {path: note.format("A first word", "unsupported")})
    sites.commit(root, "A note on the first passage")
    sites.write(root, {path: note.format("A first word", "contested")})
    sites.commit(root, "The clerk's book was found: <b>two</b> accounts")
    made = sites.build(root, to=tmp_path / "out", strict=True)
    assert (made.failure, made.warnings) == ("", ())
    page = BeautifulSoup(made.page("changes/"), "html5lib")
    first, second = page.select(".gl-group")[:2]
    assert first.select_one("h2").get_text() == "The clerk's book was found: <b>two</b> accounts"  # type: ignore[union-attr]
    said = first.get_text(" ", strip=True)
    assert "Corrected" in said
    assert "Assessment Unsupported Contested" in said
    assert "Ada Quill" in said
    assert "New" in second.get_text()
    link = first.select_one(".gl-entry a")
    assert link
    assert leads_somewhere(made, link, "changes")
    note_page = BeautifulSoup(made.page("sources/bridge/"), "html5lib")
    meta = note_page.select_one("#note-made .gl-meta").get_text(" ", strip=True)  # type: ignore[union-attr]
    assert meta.startswith("Ada Quill · written ")


def test_without_a_repository_the_changes_say_what_is_missing(small: Path, built_small: Callable[..., Built]) -> None:
    """Nobody is credited, and the page says why."""
    sites.write(small, {"docs/changes.md": "---\nglossator: changes\n---\n# Changes\n"})
    assert "are not kept in a git repository" in built_small(strict=True).page("changes/")


def test_the_search_has_passages_notes_evidence_and_origins_as_hits_of_their_own(built: Built) -> None:
    """Each says which it is, and leads to its own place on the page."""
    records = json.loads((built.folder / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    hits = {one["location"]: one for one in records if one["location"].startswith("sources/bridge/")}
    page = built.page("sources/bridge/")
    assert all(f'id="{place.partition("#")[2]}"' in page for place in hits if "#" in place)
    kinds = {"Passage 2": "#p2", "Corroboration: ": "#note-", "Evidence: ": "#evidence-", "Origin: ": "#origin-"}
    for label, fragment in kinds.items():
        found = [one for one in hits.values() if one["title"].startswith(label)]
        assert found, label
        assert all(fragment in one["location"] for one in found), label
        assert all(one["text"] for one in found), label
    titles = " ".join(one["title"] for one in hits.values())
    assert all(str(front["title"]) in titles for _, front in stored("bridge/*.md"))
