"""The pages that look across all sources: each lists what there is, leads to it, and is whole without scripts."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
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

from glossator.edition.facets import value_of
from glossator.publication.indices import page as index_page
from glossator.records import vocabulary
from glossator.records.vocabulary import SCHEMES, Status, Term, Terms
from glossator.repository import changes

pytestmark = pytest.mark.build

NAMES = ("library", "notes", "evidence", "origins", "method", "changes")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The full site with a page for each index, built strictly."""
    folder = tmp_path_factory.mktemp("indices")
    asked = {f"docs/{name}/index.md": f"---\nglossator: {name}\n---\n# {name.title()}\n" for name in NAMES}
    root = sites.copy(sites.FULL, folder / "site", asked)
    site = sites.build(root, to=folder / "out", strict=True)
    assert (site.failure, site.warnings) == ("", ())
    return site


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


def test_the_head_of_a_page_says_what_it_is(built: Built) -> None:
    """A browser knows how to lay it out before it comes to its text."""
    kinds = {
        "notes/": "index",
        "library/": "index",
        "method/": "method",
        "sources/bridge/": "source",
        "sources/bridge/claims/": "claims",
        "about/": None,
    }
    heads = {address: built.page(address).partition("<body")[0] for address in kinds}
    said = {address: re.search('<meta name="glossator" content="(.*)">', head) for address, head in heads.items()}
    assert {address: each and each[1] for address, each in said.items()} == kinds


def test_every_note_stands_in_the_index_once(built: Built) -> None:
    """By source, with its kind, its status and the way to it."""
    page = index(built, "notes")
    entries = page.select(".gl-entry")
    titles = sorted(entry.select_one(".gl-entry-title").get_text(strip=True) for entry in entries)  # type: ignore[union-attr]
    assert titles == sorted(str(front["title"]) for _, front in stored("*/*.md"))
    assert all(leads_somewhere(built, link, "notes") for link in page.select(".gl-entry a"))
    kinds = sorted(str(entry["data-kind"]) for entry in entries)
    assert kinds == sorted(str(front["kind"]) for _, front in stored("*/*.md"))


def test_every_reference_names_the_notes_that_rest_on_it(built: Built) -> None:
    """And how: each use is a piece of evidence of some note, with its relation in words."""
    page = index(built, "evidence")
    uses = [(use.get_text(" ", strip=True), use) for use in page.select(".gl-uses > li")]
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
            resting = [
                str(number) for number, passage in content["passages"].items() if id_ in passage.get("origins", [])
            ]
            assert [link.get_text() for link in entry.select(".gl-passages a")] == resting
    assert all(leads_somewhere(built, link, "origins") for link in page.select(".gl-passages a"))


def figures(page: BeautifulSoup) -> dict[str, str]:
    """What the chart of an index says, by its words."""
    rows = page.select(".gl-sums tbody tr")
    return {row.th.get_text().lstrip("+±≠…○−?·»"): row.td.get_text() for row in rows if row.th and row.td}


def test_the_notes_begin_with_how_many_are_assessed_how(built: Built) -> None:
    """A bar with its figures, those without an assessment included; the first filter has the same figures."""
    page = index(built, "notes")
    counts = Counter(front.get("status", "none") for _, front in stored("*/*.md"))
    labels = {status.value: status.label for status in Status} | {"none": "Not assessed"}
    assert figures(page) == {labels[str(status)]: str(count) for status, count in counts.items()}
    choices = page.select('input[name="status"]')
    assert {str(choice["value"]): choice_count(choice) for choice in choices} == counts
    assert [str(part["data-status"]) for part in page.select(".gl-sums rect")] == [
        str(choice["value"]) for choice in choices
    ]
    assert sum(float(str(part["width"])) + 1 for part in page.select(".gl-sums rect")) == pytest.approx(400, abs=0.1)


def choice_count(choice: Tag) -> int:
    """The number beside a choice of a filter."""
    (tally,) = choice.parent.select(".gl-tally") if choice.parent else []
    return int(tally.get_text())


def test_the_evidence_begins_with_its_directions_and_with_what_carries_most(built: Built) -> None:
    """How many references bear in which way; then those that most notes rest on."""
    page = index(built, "evidence")
    cited: dict[str, list[tuple[str, str]]] = {}
    for path, front in stored("*/*.md"):
        for evidence in front.get("evidence", []):  # type: ignore[attr-defined]
            cited.setdefault(evidence.get("cite") or evidence["title"], []).append((str(path), evidence["relation"]))
    bearing = Counter(relation for uses in cited.values() for relation in {relation for _, relation in uses})
    assert figures(page) == {relation: str(count) for relation, count in bearing.items()}
    notes = [entry.select(".gl-quiet")[0].get_text().split()[0] for entry in page.select(".gl-entry")]
    assert notes == sorted(map(str, (len({path for path, _ in uses}) for uses in cited.values())), reverse=True)


def test_a_reference_of_many_notes_says_how_it_bears_before_it_lists_them(
    small: Path, built_small: Callable[..., Built]
) -> None:
    """The list is folded, and there."""
    note = (
        "---\npassage: 1\nkind: context\ntitle: Note {}\nevidence:\n  - {{cite: gazette-2031, relation: {}}}\n---\nT.\n"
    )
    relations = ("disputes", "supports", "disputes", "background")
    notes = {f"annotations/bridge/n{n}.md": note.format(n, relation) for n, relation in enumerate(relations)}
    sites.write(small, notes | {"docs/evidence.md": "---\nglossator: evidence\n---\n# Evidence\n"})
    page = BeautifulSoup(built_small(strict=True).page("evidence/"), "html5lib")
    (entry,) = page.select(".gl-entry")
    assert [summary.get_text() for summary in entry.select("summary")] == [
        "+supports 1 · +confirms 1 · −disputes 2 · ·background 1"
    ]
    assert len(entry.select("details > .gl-uses > li")) == 5
    assert entry["data-relation"] == "disputes supports background confirms"


def test_the_origins_begin_with_how_many_passages_rest_on_whom(built: Built) -> None:
    """Counted as at the head of each source, the passages that nobody has rated included; each once in each group."""
    page = index(built, "origins")
    head = BeautifulSoup(built.page("sources/bridge/"), "html5lib").select(".gl-head .gl-thinkey > span")
    wanted = dict(share.get_text().rsplit(" ", 1) for share in head)
    assert {label: count.split()[0] for label, count in figures(page).items()} == wanted
    assert "Named" in wanted


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (320, 640)])
def test_the_first_screen_answers_the_question_of_the_page(
    width: int, height: int, scripts: bool, built: Built, browser: Browser
) -> None:
    """The chart with what it says is on it, on a phone too; with scripts and without the words stand beside the bar."""
    for name, answer in {
        "library": ".gl-card:first-child .gl-profile",
        "notes": ".gl-sums",
        "evidence": ".gl-sums",
        "origins": ".gl-sums",
        "changes": ".gl-feeds",
        "method": ".gl-feeds",
    }.items():
        with (
            driver.served(built.folder) as address,
            driver.opened(browser, f"{address}{name}/", width, scripts=scripts) as page,
        ):
            box = page.locator(answer).first.bounding_box()
            assert box, name
            assert box["y"] + box["height"] <= height, name
            if answer == ".gl-sums":
                words = page.locator(".gl-sums tbody tr, .gl-tools > .gl-facet .gl-choice").all()
                seen = [word.bounding_box() for word in words if word.is_visible()]
                assert seen, name
                assert all(box and box["y"] + box["height"] <= height for box in seen), name


def test_the_method_explains_every_word_with_its_source(built: Built) -> None:
    """Each term of each vocabulary has an address, a label and a meaning; each vocabulary says whose words they are."""
    page = index(built, "method")
    sources = {"certainty": "GRADE", "relation": "CiTO", "reliability": "AJP-2.1", "credibility": "FM 2-22.3"}
    for scheme in SCHEMES:
        (heading,) = page.select(f"h2#{scheme.id}")
        said = heading.find_next_sibling("p")
        assert said
        assert scheme.use in said.get_text()
        assert sources.get(scheme.id, "this project’s own") in said.get_text()
        assert bool(said.select("a[href^=http]")) == (scheme.id in sources)
        for term in scheme.terms:
            (name,) = page.select(f"#{scheme.id}-{term}")
            assert term.label in name.get_text()
            assert name.find_next_sibling("dd").get_text() == term.meaning  # type: ignore[union-attr]


def test_all_vocabularies_are_explained() -> None:
    """None that a file can use is left out."""
    terms = {value for value in vars(vocabulary).values() if isinstance(value, type) and issubclass(value, Term)} - {
        Term
    }
    assert {scheme.terms for scheme in SCHEMES} == terms


def test_the_contents_of_the_method_lead_to_every_vocabulary(built: Built) -> None:
    """In the table of contents, and under the title, where a phone shows them."""
    page = index(built, "method")
    wanted = ["#kind", *(f"#{scheme.id}" for scheme in SCHEMES)]
    assert [link["href"] for link in page.select(".gl-feeds a")] == wanted
    assert [link["href"] for link in page.select(".md-sidebar--secondary .md-nav__link[href]")] == wanted
    title = page.select_one("h1")
    assert title
    assert title.find_next("p").find("a")["href"] == "#kind"  # type: ignore[index, union-attr]


def meanings(page: BeautifulSoup) -> dict[str, list[Tag]]:
    """The links of a page to the meaning of a word, by the word's address."""
    by_term: dict[str, list[Tag]] = {}
    for link in page.select(".gl-source a[href*='/method/#']"):
        by_term.setdefault(str(link["href"]).partition("#")[2], []).append(link)
    return by_term


def test_every_word_and_rating_on_a_source_leads_to_its_meaning(built: Built) -> None:
    """One click: a link on the word itself, or for what is in a summary, on the word that opening it shows."""
    page = BeautifulSoup(built.page("sources/bridge/"), "html5lib")
    links, method = meanings(page), built.page("method/")
    assert all(f'id="{address}"' in method for address in links)
    for path, front in stored("bridge/*.md"):
        (note,) = page.select(f"#note-{path.stem} > details")
        if "status" in front:  # its meaning stands in the sentence itself
            sentence = note.select_one(".gl-status")
            assert sentence
            label = next(status.label for status in Status if status.value == front["status"])
            assert label in sentence.get_text()
        if "certainty" in front:
            here = [str(link["href"]).partition("#")[2] for link in note.select("a[href*='/method/#']")]
            assert f"certainty-{front['certainty']}" in here
    schemes = {address.partition("-")[0] for address in links}
    assert {"certainty", "reliability", "sourcing"} <= schemes
    (terms,) = page.select(".gl-terms")
    assert Terms.FULL.meaning in terms.get_text()  # no click at all


def test_without_a_method_words_are_no_links(small: Path, built_small: Callable[..., Built]) -> None:
    """Nothing leads nowhere."""
    assert "method" not in built_small(strict=True).page("sources/bridge/")


@pytest.mark.parametrize(
    ("name", "choice", "selector"),
    [
        ("notes", "kind=context", '[data-kind~="context"]'),
        ("notes", "status=contested+corroborated", ":is([data-status=contested], [data-status=corroborated])"),
        ("notes", "source=the-vote-on-the-mill-bridge", '[data-source="the-vote-on-the-mill-bridge"]'),
        ("notes", "status=none", '[data-status="none"]'),
        ("origins", "reliability=F", '[data-reliability="F"]'),
        ("evidence", "relation=disputes", '[data-relation~="disputes"]'),
    ],
)
def test_an_index_is_filtered_and_its_address_keeps_the_choice(
    name: str, choice: str, selector: str, built: Built, browser: Browser
) -> None:
    """What does not fit is hidden, groups without entries, too; the count says how many are left."""
    with driver.served(built.folder) as address, driver.opened(browser, f"{address}{name}/?{choice}", 1440) as page:
        visible = page.evaluate(
            "[...document.querySelectorAll('.gl-entry')].filter((one) => one.checkVisibility()).length"
        )
        assert visible == len(page.query_selector_all(f".gl-entry{selector}")) > 0
        assert page.inner_text(".gl-count").startswith(f"{visible} ")
        assert not page.evaluate(
            "[...document.querySelectorAll('.gl-group:not([hidden])')].some((one) => !one.querySelector('.gl-entry:not([hidden])'))"
        )


def test_a_filter_of_an_index_is_kept_in_the_address(built: Built, browser: Browser) -> None:
    """Choosing by hand changes the address, and opening that address makes the same choice."""
    with driver.served(built.folder) as address, driver.opened(browser, f"{address}notes/", 1440) as page:
        page.locator(".gl-more > summary").click()
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
    monkeypatch.setattr(index_page, "PAGE", 3)
    note = "---\npassage: 1\nkind: context\ntitle: Note {}\n---\nText.\n"
    notes: dict[str, str | bytes | None] = {f"annotations/bridge/n{n}.md": note.format(n) for n in range(7)}
    sites.write(small, notes | {"docs/notes.md": "---\nglossator: notes\ntitle: All\n---\n# All notes\n"})
    site = built_small(strict=True)
    assert (site.failure, site.warnings) == ("", ())
    titles = []
    for address in ("notes/", "notes/2/", "notes/3/"):
        page = BeautifulSoup(site.page(address), "html5lib")
        titles += [title.get_text(strip=True) for title in page.select(".gl-entry-title")]
        assert [link.get_text() for link in page.select(".gl-turning a")] == ["1", "2", "3"]
        for link in page.select(".gl-turning a"):
            to = urljoin(f"http://site/{address}", str(link["href"])).removeprefix("http://site/")
            assert "gl-turning" in site.page(to)
        assert "All" in page.select_one("title").get_text()  # type: ignore[union-attr]
    assert len(titles) == len(set(titles)) == 8
    assert not (site.folder / "notes" / "4").exists()


def test_no_page_of_a_very_long_index_grows_with_it(
    small: Path, built_small: Callable[..., Built], monkeypatch: pytest.MonkeyPatch, browser: Browser
) -> None:
    """Each is filtered by itself, which it says, counts its own entries, and leads to the pages around it."""
    monkeypatch.setattr(index_page, "PAGE", 2)
    monkeypatch.setattr(index_page, "JOINED", 3)
    monkeypatch.setattr(index_page, "AROUND", 1)
    monkeypatch.setattr(index_page, "STEPS", 2)
    note = "---\npassage: 1\nkind: {}\ntitle: Note {}\n---\nText.\n"
    notes: dict[str, str | bytes | None] = {
        f"annotations/bridge/n{n:02}.md": note.format("wording" if n % 2 else "context", n) for n in range(19)
    }
    sites.write(small, notes | {"docs/notes.md": "---\nglossator: notes\n---\n# All notes\n"})
    site = built_small(strict=True, theme={"name": "material", "font": False})
    seen = []
    for number in range(1, 11):
        page = BeautifulSoup(site.page(f"notes/{number}/" if number > 1 else "notes/"), "html5lib")
        entries = page.select(".gl-entry")
        seen += [entry.select_one(".gl-entry-title").get_text(strip=True) for entry in entries]  # type: ignore[union-attr]
        assert sum(choice_count(choice) for choice in page.select("input[name=kind]")) in (0, len(entries))
        tools = page.select_one(".gl-tools")
        assert tools is None or "this page alone" in tools.get_text()
        assert not page.select(".gl-told")  # the chart counts all, and has a legend of its own
    assert len(set(seen)) == len(seen) == 20
    ways = BeautifulSoup(site.page("notes/7/"), "html5lib").select_one(".gl-turning")
    assert ways.get_text(" ", strip=True) == "1 … 5 6 7 8 … 10"  # type: ignore[union-attr]
    with driver.served(site.folder) as address, driver.opened(browser, f"{address}notes/7/", 1440) as opened:
        opened.locator(".gl-choice:has([value=wording])").click()
        assert opened.inner_text(".gl-count") == "1 of 2"
        assert opened.locator(".gl-turning").is_visible()
        assert opened.evaluate(f"{SHOWN}.length") == 1


@pytest.mark.parametrize(
    ("number", "last", "shown"),
    [
        (1, 1, []),
        (1, 2, [1, 2]),
        (4, 10, list(range(1, 11))),
        (1, 1250, [1, 2, 3, 4, 0, 312, 0, 624, 0, 936, 0, 1248, 0, 1250]),
        (1250, 1250, [1, 0, 312, 0, 624, 0, 936, 0, *range(1247, 1251)]),
    ],
)
def test_pages_lead_to_few_others(number: int, last: int, shown: list[int]) -> None:
    """To all of ten; of more to those around, and to some in equal steps."""
    assert index_page.turning(number, last) == shown


FORMS = {
    "with a comment": "---\nglossator: notes  # all of them\n---\n",
    "in quotation marks": '---\n"glossator": "notes"\n---\n',
    "in braces": "--- \n{glossator: notes, title: All}\n---\n",
    "on a line of its own": "---\ntitle: All\nglossator:\n  notes\n---\n",
    "as a block": "---\nglossator: >-\n  notes\ntitle: All\n---\n",
    "ended by dots": "---\nglossator: notes\n...\n",
    "with Windows’ line ends": "---\r\nglossator: notes\r\n---\r\n",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_an_index_is_asked_for_in_every_form_of_yaml(
    form: str, small: Path, built_small: Callable[..., Built], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever form the front matter has, the index is whole: it has its further pages."""
    monkeypatch.setattr(index_page, "PAGE", 1)
    note = "---\npassage: 1\nkind: context\ntitle: Another\n---\nText.\n"
    sites.write(small, {"annotations/bridge/another.md": note, "docs/notes.md": f"{form}# All notes\n"})
    site = built_small(strict=True)
    assert (site.failure, site.warnings) == ("", ())
    pages = [BeautifulSoup(site.page(address), "html5lib") for address in ("notes/", "notes/2/")]
    assert [len(page.select(".gl-entry-title")) for page in pages] == [1, 1]
    assert [page.select_one("h1").get_text()[:9] for page in pages] == ["All notes"] * 2  # type: ignore[union-attr]


WRONG = {
    "a list": ("---\nglossator: [method]\n---\n", "2:1: wrong-type"),
    "keys": ("---\nglossator: {name: notes}\n---\n", "2:1: wrong-type"),
    "nothing": ("---\nglossator:\n---\n", "2:1: empty-value"),
    "an alias": ("---\nname: &it notes\nglossator: *it\n---\n", "2:7: yaml-alias"),
    "no YAML": ("---\nglossator: 'notes\n---\n", "yaml-syntax"),
    "no lines around it": ("glossator: notes\n\n", "1:1: front-matter-missing"),
}


@pytest.mark.parametrize(("front", "expected"), WRONG.values(), ids=WRONG)
def test_what_cannot_ask_for_an_index_is_a_problem_with_its_place(
    front: str, expected: str, small: Path, built_small: Callable[..., Built]
) -> None:
    """No page is lost in silence, and no form of front matter ends the build."""
    sites.write(small, {"docs/all.md": f"{front}# All\n"})
    site = built_small()
    assert site.failure.endswith(("error", "errors"))
    assert any("docs/all.md" in warning and expected in warning for warning in site.warnings), site.warnings


def test_pages_of_an_index_lead_to_each_other_without_directories(
    small: Path, built_small: Callable[..., Built], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With `use_directory_urls: false` they are `notes/2.html` and so on, and links lead there."""
    monkeypatch.setattr(index_page, "PAGE", 1)
    note = "---\npassage: 1\nkind: context\ntitle: Another\n---\nText.\n"
    asked = dict.fromkeys(("docs/notes.md", "docs/all/index.md"), "---\nglossator: notes\n---\n# All notes\n")
    sites.write(small, {"annotations/bridge/another.md": note, **asked})
    site = built_small(strict=True, use_directory_urls=False)
    assert (site.failure, site.warnings) == ("", ())
    for address in ("notes.html", "notes/2.html", "all/index.html", "all/2.html"):
        links = BeautifulSoup(site.page(address), "html5lib").select(".gl-turning a")
        to = [urljoin(f"http://site/{address}", str(link["href"])).removeprefix("http://site/") for link in links]
        assert ["gl-turning" in site.page(other) for other in to] == [True, True]


def test_notes_are_filtered_by_all_that_tells_them_apart(small: Path, built_small: Callable[..., Built]) -> None:
    """Assessment, kind, source, what their passage rests on, reviewer: each choice with how many notes it shows."""
    note = "---\ntitle: T\nkind: {}\npassage: {}\nreviewers: [{}]\n{}---\nFor want of a record.\n"
    rated = "origins:\n  o: {label: A letter, sourcing: document-not-shown}\npassages:\n  1: {origins: [o]}\n"
    files = {
        "annotations/ferry/sourcing.yml": rated,
        "annotations/ferry/a.md": note.format("context", 1, "Ben Ferry", "status: contested\n"),
        "annotations/bridge/b.md": note.format("wording", 2, "Ada Quill, Ben Ferry", ""),
        "docs/sources/ferry.md": "---\nsource: {title: The ferry}\ntext: restated\n---\n\nIt is closed.\n",
        "docs/notes.md": "---\nglossator: notes\n---\n# Notes\n",
    }
    sites.write(small, files)
    page = BeautifulSoup(built_small(strict=True).page("notes/"), "html5lib")
    counts: dict[str, dict[str, int]] = {}
    for choice in page.select(".gl-tools input"):
        counts.setdefault(str(choice["name"]), {})[str(choice["value"])] = choice_count(choice)
    assert counts == {
        "status": {"contested": 1, "none": 2},
        "kind": {"context": 2, "wording": 1},
        "source": {"the-ferry": 1, "the-vote-on-the-mill-bridge": 2},
        "sourcing": {"unnamed": 1, "named": 1},
        "reviewer": {"ada-quill": 1, "ben-ferry": 2},
    }
    for name, values in counts.items():
        for value, count in values.items():
            assert len(page.select(f'.gl-entry[data-{name}~="{value}"]')) == count


@pytest.fixture
def long(small: Path, built_small: Callable[..., Built], monkeypatch: pytest.MonkeyPatch) -> Built:
    """An index of eight notes on three pages."""
    monkeypatch.setattr(index_page, "PAGE", 3)
    note = "---\npassage: 1\nkind: {}\ntitle: Note {}\n---\nText.\n"
    kinds = ("wording", "context", "context", "context", "wording", "context", "wording")
    notes: dict[str, str | bytes | None] = {
        f"annotations/bridge/n{n}.md": note.format(kind, n) for n, kind in enumerate(kinds)
    }
    sites.write(small, notes | {"docs/notes.md": "---\nglossator: notes\n---\n# All notes\n"})
    return built_small(strict=True, theme={"name": "material", "font": False})


SHOWN = "[...document.querySelectorAll('.gl-entry')].filter((one) => one.checkVisibility())"


@pytest.mark.parametrize("page", ["", "2/", "3/"])
def test_a_filter_of_a_long_index_holds_for_all_its_pages(page: str, long: Built, browser: Browser) -> None:
    """Whichever page is open, in the order of the pages; links lead where they led; the address can be shared."""
    wanted = ["Note 0", "Note 4", "Note 6"]
    with driver.served(long.folder) as address, driver.opened(browser, f"{address}notes/{page}", 1440) as opened:
        assert opened.inner_text(".gl-count") == f"{2 if page == '3/' else 3} of 8"
        assert opened.locator(".gl-choice:has([value=wording])").inner_text().split() == ["Wording", "3"]
        opened.locator(".gl-choice:has([value=wording])").click()
        opened.wait_for_selector(".gl-turning", state="detached")
        titles = f"{SHOWN}.map((one) => one.querySelector('.gl-entry-title').innerText)"
        assert opened.evaluate(titles) == wanted
        assert opened.inner_text(".gl-count") == "3 of 8"
        links = opened.evaluate(f"{SHOWN}.map((one) => one.querySelector('.gl-entry-title a').href)")
        assert links == [f"{address}sources/bridge/#note-n{n}" for n in (0, 4, 6)]
        assert opened.url == f"{address}notes/{page}?kind=wording"
        with driver.opened(browser, opened.url, 320) as shared:
            shared.wait_for_selector(".gl-turning", state="detached")
            assert shared.evaluate(titles) == wanted
        opened.locator(".gl-choice:has([value=wording])").click()
        assert opened.inner_text(".gl-count") == "8 of 8"


def test_where_nothing_can_be_fetched_the_choice_goes_along(long: Built, browser: Browser) -> None:
    """From a folder on a disk each page is filtered by itself, and the links to the others keep the choice."""
    with driver.opened(browser, f"{(long.folder / 'notes/index.html').as_uri()}?kind=wording", 1440) as page:
        page.wait_for_function("document.querySelector('.gl-turning a').search === '?kind=wording'")
        assert page.evaluate(f"{SHOWN}.length") == 1
        assert page.inner_text(".gl-count") == "1 of 8"


def test_without_scripts_a_long_index_is_whole(long: Built, browser: Browser) -> None:
    """No filter stands there that does nothing; every page is a link away."""
    with (
        driver.served(long.folder) as address,
        driver.opened(browser, f"{address}notes/?kind=wording", 320, scripts=False) as page,
    ):
        assert not page.is_visible(".gl-tools")
        assert [entry.is_visible() for entry in page.locator(".gl-entry").all()] == [True] * 3
        page.locator(".gl-turning a").last.click()
        page.wait_for_url(f"{address}notes/3/")
        assert page.locator(".gl-entry").count() == 2


def test_words_are_found_in_an_index_of_many_entries(
    small: Path, built_small: Callable[..., Built], browser: Browser
) -> None:
    """All words that are typed, in any order and case; the address keeps them."""
    note = "---\npassage: {}\nkind: context\ntitle: Note {} on the {}\n---\nText.\n"
    notes = {f"annotations/bridge/n{n}.md": note.format(1 + n % 2, n, "Vote" * (n < 3)) for n in range(21)}
    sites.write(small, notes | {"docs/notes.md": "---\nglossator: notes\n---\n# All notes\n"})
    site = built_small(strict=True, theme={"name": "material", "font": False})
    with driver.served(site.folder) as address, driver.opened(browser, f"{address}notes/", 1440) as page:
        page.wait_for_function("Boolean(window.glossator?.index)")
        page.fill("[name=find]", "vote NOTE")
        page.wait_for_function(f"{SHOWN}.length === 3")
        assert page.url.endswith("?find=vote+NOTE")
        page.reload()
        page.wait_for_function(f"{SHOWN}.length === 3")
        assert page.input_value("[name=find]") == "vote NOTE"


def test_many_references_stand_under_their_letters(small: Path, built_small: Callable[..., Built]) -> None:
    """Each letter can be jumped to; quotation marks are none; those that carry most notes are named first."""
    pieces = "\n".join(f"  - {{title: '{chr(65 + n % 20)} record {n}', relation: supports}}" for n in range(41))
    note = "---\npassage: {}\nkind: context\ntitle: Note\nevidence:\n{}\n---\nText.\n"
    notes = {f"annotations/bridge/n{n}.md": note.format(n, p) for n, p in ((1, pieces), (2, pieces.splitlines()[3]))}
    sites.write(small, notes | {"docs/evidence.md": "---\nglossator: evidence\n---\n# Evidence\n"})
    page = BeautifulSoup(built_small(strict=True).page("evidence/"), "html5lib")
    links = page.select(".gl-jumps a")
    assert {"A", "D", "T"} <= {link.get_text() for link in links}
    assert all(page.select(f'[id="{str(link["href"])[1:]}"]') for link in links)
    assert page.select(".gl-most a")
    headings = [heading.get_text() for heading in page.select(".gl-group h2")]
    assert headings == sorted(headings)


EXAMPLE = "---\nglossator: example\nnote: bridge/good\n---\n# Home\n\n<!-- glossator -->\n\nThe end.\n"


def test_a_page_shows_one_note_on_its_words(small: Path, built_small: Callable[..., Built]) -> None:
    """Where the page says: the passage with these words marked and the note, with links to their place."""
    sites.write(small, {"docs/home.md": EXAMPLE})
    site = built_small(strict=True)
    page = BeautifulSoup(site.page("home/"), "html5lib")
    (example,) = page.select(".gl-example")
    mark = example.select_one("mark a")
    assert mark
    assert mark["href"] == "../sources/bridge/#note-good"
    assert 'id="note-good"' in site.page("sources/bridge/")
    assert example.select("details[open] > summary .gl-title")
    assert "The end." in [paragraph.get_text() for paragraph in example.find_all_next("p")]


@pytest.mark.parametrize(("note", "expected"), [("note: bridge/goot\n", "unknown-note"), ("", "missing-key")])
def test_a_note_that_cannot_be_shown_is_a_problem(
    note: str, expected: str, small: Path, built_small: Callable[..., Built]
) -> None:
    """With its place, and the note that was probably meant."""
    sites.write(small, {"docs/home.md": f"---\nglossator: example\n{note}---\n# Home\n"})
    (warning,) = built_small().warnings
    assert "docs/home.md" in warning
    assert expected in warning
    assert "bridge/good" in warning


def test_changes_show_the_words_that_changed(tmp_path: Path) -> None:
    """In the text word by word, in the evidence piece by piece."""
    note = "---\npassage: 1\nkind: context\ntitle: A\nevidence:\n  - {{title: {}, relation: supports}}\n---\nIt has {} piers.\n"
    root = sites.copy(
        sites.SMALL, tmp_path / "site", {**CHANGES, "annotations/bridge/made.md": note.format("Old", "two")}
    )
    sites.commit(root, "All")
    sites.write(root, {"annotations/bridge/made.md": note.format("New", "three")})
    sites.commit(root, "Counted again")
    site = sites.build(root, to=tmp_path / "out", strict=True)
    entry = BeautifulSoup(site.page("changes/"), "html5lib").select(".gl-entry")[0]
    assert [part.get_text() for part in entry.select("del")] == ["supports: Old", "two"]
    assert [part.get_text() for part in entry.select("ins")] == ["supports: New", "three"]


def test_changes_name_the_works_cited(tmp_path: Path) -> None:
    """In short, as the page does; a work that is no longer there is left out, and no key is shown."""
    root = sites.copy(sites.FULL, tmp_path / "site", CHANGES)
    note = "---\npassage: 1\nkind: context\ntitle: A\n---\nIt has {}.\n"
    sites.write(root, {"annotations/bridge/made.md": note.format("piers [see @survey-2030, p. 3; @gone] and [@gone]")})
    sites.commit(root, "All")
    sites.write(root, {"annotations/bridge/made.md": note.format("three piers and [a way](#p1)")})
    sites.commit(root, "Counted again")
    changed = sites.build(root, to=tmp_path / "out").page("changes/")
    said = BeautifulSoup(changed, "html5lib").select(".gl-entry")[0].get_text()
    assert "(see Hale 2030, p. 3)" in said
    assert not set("@[#") & set(said)
    assert "gone" not in said


def test_an_index_that_there_is_not_is_a_problem(small: Path, built_small: Callable[..., Built]) -> None:
    """With its place and what was probably meant; the page stays as it is."""
    sites.write(small, {"docs/all.md": "---\ntitle: All\nglossator: evidense\n---\n# All\n"})
    site = built_small()
    (warning,) = site.warnings
    assert "docs/all.md:3:12: unknown-term there is no index `evidense`" in warning
    assert "did you mean `evidence`?" in warning
    assert "<h1" in site.page("all/")


def test_a_site_without_notes_has_its_indices(small: Path, built_small: Callable[..., Built]) -> None:
    """They say nothing wrong, and nothing breaks."""
    gone = {path.relative_to(small).as_posix(): None for path in (small / "annotations" / "bridge").iterdir()}
    asked = {f"docs/{name}.md": f"---\nglossator: {name}\n---\n# {name}\n" for name in NAMES}
    sites.write(small, {**gone, **asked})
    site = built_small(strict=True)
    assert (site.failure, site.warnings) == ("", ())
    assert not BeautifulSoup(site.page("notes/"), "html5lib").select(".gl-entry")


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
    site = sites.build(root, to=tmp_path / "out", strict=True)
    assert (site.failure, site.warnings) == ("", ())
    page = BeautifulSoup(site.page("changes/"), "html5lib")
    first, second = page.select(".gl-group")[:2]
    assert first.select_one("h2").get_text() == "The clerk's book was found: <b>two</b> accounts"  # type: ignore[union-attr]
    said = first.get_text(" ", strip=True)
    assert "Corrected" in said
    assert "Assessment Unsupported Contested" in said
    assert "Ada Quill" in said
    assert "New" in second.get_text()
    link = first.select_one(".gl-entry a")
    assert link
    assert leads_somewhere(site, link, "changes")
    note_page = BeautifulSoup(site.page("sources/bridge/"), "html5lib")
    signed = note_page.select_one("#signed").get_text()  # type: ignore[union-attr]  # once for all notes
    assert "Ada Quill, written 1 May 2031" in signed


CHANGES = {"docs/changes.md": "---\nglossator: changes\n---\n# Changes\n"}


def test_long_changes_go_on_over_several_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every change stands on one of them, newest first; a filter tells new notes from corrections."""
    monkeypatch.setattr(index_page, "PAGE", 3)
    note = "---\npassage: 1\nkind: context\ntitle: Note {}\n---\n{}\n"
    notes = {f"annotations/bridge/n{n}.md": note.format(n, "Text.") for n in range(4)}
    root = sites.copy(sites.SMALL, tmp_path / "site", {**notes, **CHANGES})
    sites.commit(root, "All")
    sites.write(root, {"annotations/bridge/n1.md": note.format(1, "Another text.")})
    sites.commit(root, "Another text was found")
    site = sites.build(root, to=tmp_path / "out", strict=True)
    assert (site.failure, site.warnings) == ("", ())
    pages = [BeautifulSoup(site.page(address), "html5lib") for address in ("changes/", "changes/2/")]
    entries = [entry for page in pages for entry in page.select(".gl-entry")]
    assert [str(entry["data-change"]) for entry in entries] == ["corrected", *["new"] * 5]
    assert [[link.get_text() for link in page.select(".gl-turning a")] for page in pages] == [["1", "2"]] * 2
    assert [choice_count(choice) for choice in pages[1].select('input[name="change"]')] == [5, 1]
    assert all(leads_somewhere(site, link, "changes") for link in pages[0].select(".gl-entry a"))
    assert all(leads_somewhere(site, link, "changes/2") for link in pages[1].select(".gl-entry a"))
    assert "Older changes" not in "".join(page.get_text() for page in pages)
    assert not (site.folder / "changes" / "3").exists()


def test_changes_too_old_to_be_looked_into_are_not_passed_over_in_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last page says that there are older ones."""
    monkeypatch.setitem(changes.read.__kwdefaults__, "limit", 1)  # type: ignore[arg-type]
    root = sites.copy(sites.SMALL, tmp_path / "site", CHANGES)
    sites.commit(root, "All")
    path = root / "annotations/bridge/good.md"
    path.write_text(path.read_text().replace("names them", "names the three"))
    sites.commit(root, "Said more exactly")
    page = BeautifulSoup(sites.build(root, to=tmp_path / "out", strict=True).page("changes/"), "html5lib")
    assert [heading.get_text() for heading in page.select(".gl-group h2")] == ["Said more exactly"]
    assert "Older changes are not listed here." in page.get_text()


def test_a_withdrawn_note_stays_among_the_changes(tmp_path: Path) -> None:
    """With its title, as plain words, since there is no page of it any more; of its status nothing is left elsewhere."""
    note = "---\npassage: 1\nkind: context\ntitle: {}\nstatus: {}\n---\nNo record was found in the archive.\n"
    notes = {f"annotations/bridge/{s}.md": note.format(f"It is {s}", s) for s in ("contested", "unsupported")}
    root = sites.copy(sites.SMALL, tmp_path / "site", {**notes, **CHANGES})
    sites.commit(root, "Two notes")
    before = sites.build(root, to=tmp_path / "before", strict=True).page("sources/bridge/")
    assert "≠</i> Contested" in before
    sites.write(root, {"annotations/bridge/contested.md": None})
    sites.commit(root, "It rested on a forged letter")
    site = sites.build(root, to=tmp_path / "out", strict=True)
    group = BeautifulSoup(site.page("changes/"), "html5lib").select(".gl-group")[0]
    assert " ".join(group.get_text().split()).startswith("It rested on a forged letter 1 May 2031 · Ada Quill")
    (entry,) = group.select(".gl-entry")
    assert entry.get_text(" ", strip=True) == "Withdrawn It is contested The vote on the Mill Bridge"
    assert not entry.select("a")
    assert "Contested" not in site.page("sources/bridge/").partition("gl-text")[2].partition("<footer")[0]


def test_a_shallow_clone_says_what_is_missing_and_credits_nobody(tmp_path: Path) -> None:
    """The build succeeds; whoever made the last commit is not taken for the author of everything."""
    root = sites.copy(sites.SMALL, tmp_path / "site", CHANGES)
    sites.commit(root, "All")
    sites.write(root, {"docs/more.md": "# More\n"})
    sites.commit(root, "A page")
    shallow = tmp_path / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth", "1", root.as_uri(), shallow], check=True)
    site = sites.build(shallow, to=tmp_path / "out", strict=True)
    assert (site.failure, site.warnings) == ("", ())
    assert "with the latest changes only" in site.page("changes/")
    assert "Ada Quill" not in site.page("sources/bridge/") + site.page("changes/")


def test_without_git_the_changes_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The build succeeds all the same."""
    root = sites.copy(sites.SMALL, tmp_path / "site", CHANGES)
    sites.commit(root, "All")
    monkeypatch.setenv("PATH", str(tmp_path))
    site = sites.build(root, to=tmp_path / "out", strict=True)
    assert (site.failure, site.warnings) == ("", ())
    assert "git is not installed" in site.page("changes/")


WORD = "W" * 2_000
HOSTILE = f"""---
title: {WORD[:300]}
kind: context
passage: 1
status: contested
authors: [{WORD[:300]}]
evidence:
  - {{title: {WORD[:300]}, relation: disputes, locator: {WORD[:300]}, URL: "https://example.org/{WORD[:300]}"}}
---
{WORD[:300]}
"""
RATED = f"""origins:
  other: {{label: {WORD[:300]}, sourcing: anonymous-single, reason: {WORD[:300]}}}
passages:
  1: {{origins: [other], credibility: 6, reason: {WORD[:300]}}}
"""


def test_no_word_is_too_long_for_a_page(tmp_path: Path, browser: Browser) -> None:
    """Titles, names, addresses and commits without a space break; a subject of 2,000 letters is cut."""
    asked = {f"docs/{name}.md": f"---\nglossator: {name}\n---\n# {name}\n" for name in NAMES}
    files = {"annotations/bridge/word.md": HOSTILE, "annotations/bridge/sourcing.yml": RATED}
    root = sites.copy(sites.SMALL, tmp_path / "site", {**asked, **files})
    sites.commit(root, WORD)
    site = sites.build(root, to=tmp_path / "out", strict=True)
    assert (site.failure, site.warnings) == ("", ())
    assert WORD[:199] + "…</" in site.page("changes/")
    with driver.served(site.folder) as address:
        for name in (*NAMES, "sources/bridge"):
            with driver.opened(browser, f"{address}{name}/", 320) as page:
                assert page.evaluate("document.documentElement.scrollWidth") == 320, name


def test_indices_of_a_site_from_right_to_left(tmp_path: Path, browser: Browser) -> None:
    """All in Arabic: nothing scrolls sideways, and the chart begins where its words begin."""
    asked = {f"docs/{name}.md": f"---\nglossator: {name}\n---\n# {name}\n" for name in NAMES}
    root = sites.copy(sites.FULL, tmp_path / "site", asked)
    theme = {"name": "material", "font": False, "language": "ar"}
    site = sites.build(root, to=tmp_path / "out", strict=True, theme=theme)
    assert (site.failure, site.warnings) == ("", ())
    with driver.served(site.folder) as address:
        for name in NAMES:
            with driver.opened(browser, f"{address}{name}/", 320) as page:
                assert page.evaluate("[document.documentElement.scrollWidth, document.body.dir]") == [
                    320,
                    "rtl",
                ]
        with driver.opened(browser, f"{address}origins/", 320) as page:
            left, right = (page.locator(".gl-sums rect").nth(n).bounding_box() for n in (1, 0))
            assert left
            assert right
            assert left["x"] < right["x"]


def test_ids_of_an_index_are_valid_and_its_own(built: Built) -> None:
    """Also of references that have no key, but a title with spaces."""
    for name in NAMES:
        ids = [str(element["id"]) for element in index(built, name).select("[id]")]
        assert len(ids) == len(set(ids)), name
        assert not [id_ for id_ in ids if re.search(r"\s", id_) or not id_], name
    assert index(built, "evidence").find(id="reference-Board%20at%20the%20pier")


@pytest.mark.parametrize("name", ["?!", "📰 📰", "…", "Ὁμήρου Ἰλιάς", "تقرير"])
def test_every_name_can_be_filtered_by(name: str) -> None:
    """An empty value would be chosen as soon as the page opens."""
    assert re.fullmatch(r"\S+", value_of(name))
    assert value_of(name) != value_of("!!")


def test_a_site_of_one_note_has_its_indices(small: Path, built_small: Callable[..., Built]) -> None:
    """One entry each, and neither a filter nor a chart where there is nothing to tell apart."""
    sites.write(small, {f"docs/{name}.md": f"---\nglossator: {name}\n---\n# {name}\n" for name in NAMES})
    site = built_small(strict=True)
    assert (site.failure, site.warnings) == ("", ())
    pages = {name: BeautifulSoup(site.page(f"{name}/"), "html5lib") for name in NAMES}
    assert {name: len(page.select(".gl-entry, .gl-card")) for name, page in pages.items()} == {
        "library": 1, "notes": 1, "evidence": 1, "origins": 1, "method": 0, "changes": 0,
    }  # fmt: skip
    assert not any(page.select(".gl-tools") for page in pages.values())
    assert not pages["notes"].select(".gl-chart")


def test_without_a_repository_the_changes_say_what_is_missing(small: Path, built_small: Callable[..., Built]) -> None:
    """Nobody is credited, and the page says why."""
    sites.write(small, dict(CHANGES))
    assert "are not kept in a git repository" in built_small(strict=True).page("changes/")


def test_the_search_of_a_theme_has_passages_notes_evidence_and_origins_as_hits_of_their_own(tmp_path: Path) -> None:
    """Each says which it is, and leads to its own place on the page."""
    root = sites.copy(sites.FULL, tmp_path / "site")
    sites.configure(root, glossator={"search": False})
    built = sites.build(root, to=tmp_path / "out", strict=True)
    records = json.loads((built.folder / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    hits = {record["location"]: record for record in records if record["location"].startswith("sources/bridge/")}
    page = built.page("sources/bridge/")
    assert all(f'id="{place.partition("#")[2]}"' in page for place in hits if "#" in place)
    kinds = {"Passage 2": "#p2", "Corroboration: ": "#note-", "Evidence: ": "#e-", "Origin: ": "#origin-"}
    for label, fragment in kinds.items():
        labelled = [record for record in hits.values() if record["title"].startswith(label)]
        assert labelled, label
        assert all(fragment in record["location"] for record in labelled), label
        assert all(record["text"] for record in labelled), label
    titles = " ".join(record["title"] for record in hits.values())
    assert all(str(front["title"]) in titles for _, front in stored("bridge/*.md"))
