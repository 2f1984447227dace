"""A library of many sources: in groups, with filters, with what introduces their folders."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import browser as driver
import pytest
import sites
import test_accessibility as accessibility
from axe_playwright_python.base import AXE_SCRIPT
from bs4 import BeautifulSoup
from bs4.element import Tag
from playwright.sync_api import Browser

from glossator.publication.indices import library as library_page

Build = Callable[..., sites.Built]

FOLDERS = ("letters", "minutes", "reports/annual", "reports/special", "speeches")
AUTHORS = ("{family: Quill, given: Ada}", "{family: Brook, given: Ben}", "{literal: The Ferry Company}")
SERIES = "  collection-title: Papers of the town\n  collection-number: {}\n"
INTRODUCTION = (
    "---\nglossator: library\n---\n# Letters of the *town* { #letters }\n\n"
    "What was written\nin [Netherby](../../index.md), as far as it was kept.\n\nMore of that.\n"
)


def paper(number: int) -> str:
    """A source; every third is of a series, every fifth has two authors, every seventh no date."""
    author = [AUTHORS[number % 3], *([AUTHORS[(number + 1) % 3]] if number % 5 == 0 else [])]
    issued = f"  issued: {1990 + number // 4}\n" if number % 7 else ""
    series = SERIES.format(100 - number) if number % 3 == 0 else ""
    return (
        f"---\nsource:\n  title: Paper {number}\n  type: report\n  language: en\n{issued}{series}  author:\n"
        + "".join(f"    - {name}\n" for name in author)
        + f"text: full\nlicence: CC0-1.0\ntags: [town, {'bridge' if number % 2 else 'ferry'}]\n---\n\nNumber {number}.\n"
    )


def library(**front: str) -> str:
    """A page that asks for it."""
    return (
        "---\nglossator: library\n" + "".join(f"{key}: {value}\n" for key, value in front.items()) + "---\n# Sources\n"
    )


MANY: dict[str, str | bytes | None] = {
    f"docs/sources/{folder}/paper-{place * 8 + number}.md": paper(place * 8 + number)
    for place, folder in enumerate(FOLDERS)
    for number in range(8)
}
PAGES: dict[str, str | bytes | None] = {
    "docs/sources/index.md": library(),
    "docs/sources/letters/index.md": INTRODUCTION,
    **{f"docs/by-{group}.md": library(group=group) for group in ("series", "author", "date", "tag", "none")},
}


def groups(built: sites.Built, address: str) -> dict[str, list[str]]:
    """The titles of the sources in each group of a library."""
    page = BeautifulSoup(built.page(address), "html5lib")
    return {
        heading.get_text(): [title.get_text() for title in group.select(".gl-card h3")]
        for group in page.select(".gl-group")
        for heading in group.select("h2")
    }


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> sites.Built:
    """A site with 41 sources, one of them in no folder."""
    root = sites.copy(sites.SMALL, tmp_path_factory.mktemp("town") / "site", MANY | PAGES)
    schemes = [
        {"scheme": scheme, "toggle": {"icon": "material/brightness-4", "name": scheme}}
        for scheme in accessibility.SCHEMES
    ]
    sites.configure(root, theme={"name": "material", "font": False, "palette": schemes})
    built = sites.build(root, to=root.parent / "out", strict=True)
    assert (built.failure, built.warnings) == ("", ())
    return built


def test_sources_in_folders_stand_by_folders(town: sites.Built) -> None:
    """Without a word on the page; each folder under its title, or its name; what is in none comes last."""
    found = groups(town, "sources/")
    assert list(found) == ["Letters of the town", "Minutes", "Annual", "Special", "Speeches", "All others"]
    assert found["All others"] == ["The vote on the Mill Bridge"]
    assert sorted(found["Minutes"]) == sorted(f"Paper {number}" for number in range(8, 16))


def test_a_folder_is_introduced_by_its_page(town: sites.Built) -> None:
    """Its title leads there, its first paragraph stands below it as plain words; the page lists what is in the folder."""
    page = BeautifulSoup(town.page("sources/"), "html5lib")
    (first, second, *_) = page.select(".gl-group")
    assert [link["href"] for link in first.select("h2 a")] == ["letters/"]
    assert [words.get_text() for words in first.select("h2 ~ p")] == [
        "What was written in Netherby, as far as it was kept."
    ]
    assert not second.select("h2 a, h2 ~ p")
    own = BeautifulSoup(town.page("sources/letters/"), "html5lib")
    assert {title.get_text() for title in own.select(".gl-card h2")} == {f"Paper {number}" for number in range(8)}


def test_a_page_chooses_its_groups(town: sites.Built) -> None:
    """By series, in their order there; by author, after families; by year, the newest first; by tag."""
    series = groups(town, "by-series/")
    assert series["Papers of the town"][:2] == ["Paper 39", "Paper 36"]
    authors = groups(town, "by-author/")
    assert [name for name in authors if "council" not in name] == ["Ben Brook", "Ada Quill", "The Ferry Company"]
    assert "Paper 5" in authors["The Ferry Company"]
    assert "Paper 5" in authors["Ada Quill"]
    years = groups(town, "by-date/")
    assert list(years)[:3] == ["2031", "1999", "1998"]
    assert list(years)[-1] == "All others"
    assert "Paper 7" in years["All others"]
    tags = [groups(town, "by-tag/"), groups(town, "by-tag/2/")]  # each source has two
    assert {name for page in tags for name in page} == {"bridge", "ferry", "town", "All others"}
    assert sum(len(page.get("town", ())) for page in tags) == 40


def test_the_libraries_of_a_site_lead_to_one_another(town: sites.Built) -> None:
    """So that a reader without scripts can have another order."""
    page = BeautifulSoup(town.page("by-tag/"), "html5lib")
    ways = {link.get_text(): link["href"] for link in page.select(".gl-feeds a")}
    assert ways == {
        "By folder": "../sources/",
        "By series": "../by-series/",
        "By author": "../by-author/",
        "By date": "../by-date/",
        "All in one list": "../by-none/",
    }


def test_many_sources_have_filters(town: sites.Built, browser: Browser) -> None:
    """As on the indices, kept in the address; groups that are left empty are hidden, and each source counts once."""
    with driver.served(town.folder) as address, driver.opened(browser, f"{address}by-author/?year=1995", 1440) as page:
        assert page.locator(".gl-card:visible h3").all_inner_texts() == ["Paper 22", "Paper 20", "Paper 23", "Paper 20"]
        assert page.locator(".gl-count").inner_text() == "3 of 41"
        page.fill("input[name=find]", "Paper 22")
        assert page.locator(".gl-group:visible h2").all_inner_texts() == ["Ben Brook"]
        assert "find=Paper+22" in page.url


def test_a_library_of_many_sources_goes_on_over_pages(
    small: Path, built_small: Build, monkeypatch: pytest.MonkeyPatch, browser: Browser
) -> None:
    """In its groups and its order; a group that goes on has its name again; a filter holds for all pages."""
    monkeypatch.setattr(library_page, "CARDS", 18)
    sites.write(small, MANY | PAGES)
    built = built_small(strict=True, theme={"name": "material", "font": False})
    assert (built.failure, built.warnings) == ("", ())
    pages = ["sources/", "sources/2/", "sources/3/"]
    several = [groups(built, address) for address in pages]
    together: dict[str, list[str]] = {}
    for each in several:
        for name, titles in each.items():
            together.setdefault(name, []).extend(titles)
    assert [len(titles) for titles in together.values()] == [8, 8, 8, 8, 8, 1]
    assert [sum(map(len, each.values())) for each in several] == [18, 18, 5]
    ids = [
        tag["id"] for page in pages for tag in BeautifulSoup(built.page(page), "html5lib").select(".gl-group h2[id]")
    ]
    assert len(ids) == len(set(ids)) == 6
    with (
        driver.served(built.folder) as address,
        driver.opened(browser, f"{address}sources/3/?tag=bridge", 1440) as page,
    ):
        page.wait_for_selector(".gl-turning", state="detached")
        assert page.inner_text(".gl-count") == "20 of 41"


def test_without_scripts_all_is_there(town: sites.Built, browser: Browser) -> None:
    """Every source in its group; nothing that needs a script is shown."""
    with (
        driver.served(town.folder) as address,
        driver.opened(browser, f"{address}sources/?folder=minutes", 390, scripts=False) as page,
    ):
        assert page.locator(".gl-card:visible").count() == 41
        assert not page.locator(".gl-tools").is_visible()
        assert page.locator("html").evaluate("(html) => html.scrollWidth") <= 390


@pytest.mark.parametrize("name", ["sources/", "by-author/", "by-none/"])
def test_axe_finds_nothing(name: str, town: sites.Built, browser: Browser) -> None:
    """Light and dark, on a phone and on a wide screen, but for what is Material's own."""
    with driver.served(town.folder) as address, driver.opened(browser, f"{address}{name}", 390) as page:
        page.evaluate(AXE_SCRIPT)
        found = accessibility.violations(page, {}, accessibility.MATERIAL)
        page.set_viewport_size({"width": 1440, "height": 900})
        for scheme, rules in accessibility.SCHEMES.items():
            page.eval_on_selector(f"input[data-md-color-scheme={scheme}]", "(choice) => choice.click()")
            driver.settle(page)
            found += accessibility.violations(page, rules, accessibility.MATERIAL)
    assert found == []


def test_few_sources_are_a_plain_list(small: Path, built_small: Build) -> None:
    """Neither groups nor filters, where everything is seen at a glance."""
    sites.write(small, {"docs/library.md": library(), "docs/sources/paper-2.md": paper(2)})
    page = BeautifulSoup(built_small(strict=True).page("library/"), "html5lib")
    assert not page.select(".gl-index, .gl-group, .gl-tools")
    assert [title.get_text() for title in page.select(".gl-library > .gl-card h2")] == [
        "The vote on the Mill Bridge",
        "Paper 2",
    ]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("oldest", ["Paper 2", "Paper 4", "The vote on the Mill Bridge"]),
        ("title", ["Paper 2", "Paper 4", "The vote on the Mill Bridge"]),
        ("author", ["Paper 4", "Paper 2", "The vote on the Mill Bridge"]),
    ],
)
def test_a_page_chooses_its_order(sort: str, order: list[str], small: Path, built_small: Build) -> None:
    """Within each group."""
    papers = {f"docs/sources/paper-{number}.md": paper(number) for number in (2, 4)}
    sites.write(small, {"docs/library.md": library(sort=sort), **papers})
    page = BeautifulSoup(built_small(strict=True).page("library/"), "html5lib")
    assert [title.get_text() for title in page.select(".gl-card h2")] == order


def test_an_order_that_there_is_not_is_told(small: Path, built_small: Build) -> None:
    """With its line, and what there is."""
    sites.write(small, {"docs/library.md": library(group="autor", sort="newst")})
    built = built_small()
    assert built.failure
    assert [warning.splitlines()[:2] for warning in built.warnings] == [
        ["glossator: docs/library.md:3:8: unknown-term a library has no `group: autor`", "    did you mean `author`?"],
        ["glossator: docs/library.md:4:7: unknown-term a library has no `sort: newst`", "    did you mean `newest`?"],
    ]


@pytest.mark.parametrize(
    ("page", "title", "words"),
    [
        ("# Old *letters*\n\n- a list\n", "Old letters", ""),
        ("---\ntitle: Mail\n---\nFirst words.\n", "Mail", "First words."),
        ("# One\nTwo <script>alert(1)</script> & three.\n\nFour.\n", "One", "Two & three."),
        ("---\nbroken: [\n---\n# One\n", "One", ""),
        ("", "Old", ""),
    ],
)
def test_what_introduces_a_folder_is_read_as_words(
    page: str, title: str, words: str, small: Path, built_small: Build
) -> None:
    """Title and first paragraph, whatever else its page holds; without a page the folder's name."""
    sites.write(
        small,
        {"docs/library.md": library(), "docs/sources/old/paper.md": paper(2), "docs/sources/old/index.md": page},
    )
    built = built_small()
    html = BeautifulSoup(built.page("library/"), "html5lib")
    (group, _) = html.select(".gl-group")
    assert [heading.get_text() for heading in group.select("h2")] == [title]
    assert [said.get_text() for said in group.select("h2 ~ p")] == ([words] if words else [])
    assert isinstance(html.select_one(".gl-library"), Tag)
