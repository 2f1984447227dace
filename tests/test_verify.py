"""The guard: `glossator verify`, and the same as the last step of a build."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sites
from hypothesis import given
from hypothesis import strategies as st

from glossator.publication.finished import seeing
from glossator.publication.finished.pages import fragment

Build = Callable[..., sites.Built]

PAGE = "sources/bridge/index.html"
NOTES: dict[str, str | bytes | None] = {
    "annotations/bridge/other.md": "---\nquote: ten more years\nkind: context\ntitle: The years\n---\nSo it *said*.\n",
    "annotations/bridge/ends.md": "---\nquote: the council … to lorries\nkind: context\ntitle: Lorries\n---\nNone.\n",
    "annotations/bridge/passage.md": "---\npassage: 1\nkind: context\ntitle: A Monday\n---\nIt was one.\n",
    "annotations/bridge/whole.md": "---\nkind: context\ntitle: Minutes\n---\nThey were taken.\n",
    "annotations/bridge/reply.md": "---\nreplies-to: good\nkind: reply\ntitle: Not three\n---\nWho else?\n",
}
"""Beside the site's own note: on words, from first to last words, on a passage, on everything, and an answer."""


@dataclass(frozen=True)
class Corruption:
    """What another part of a site does to a page."""

    pattern: str
    """A regular expression, in which `.` is any character."""
    by: str
    code: str
    """The problem that must be reported of it; empty for what changes nothing that counts."""
    says: str = ""
    """A part of its message."""
    note: str = "good"


ASIDE = r'<aside id="note-good".*?</aside>'
CORRUPTIONS = {
    "removed": Corruption(ASIDE, "", "note-not-published", "missing"),
    "commented out": Corruption(f"({ASIDE})", r"<!-- \1 -->", "note-not-published", "missing"),
    "in a template": Corruption(f"({ASIDE})", r"<template>\1</template>", "note-hidden", "<template>"),
    "in a noscript": Corruption(f"({ASIDE})", r"<noscript>\1</noscript>", "note-hidden", "<noscript>"),
    "in closed details": Corruption(f"({ASIDE})", r"<details>\1</details>", "note-hidden", "a closed <details>"),
    "in a closed dialog": Corruption(f"({ASIDE})", r"<dialog>\1</dialog>", "note-hidden", "<dialog>"),
    "hidden": Corruption('<aside id="note-good"', r"\g<0> hidden", "note-hidden", "`hidden`"),
    "hidden around": Corruption(f"({ASIDE})", r"<div hidden=until-found>\1</div>", "note-hidden", "`hidden`"),
    "hidden from screen readers": Corruption(
        '<aside id="note-good"', r'\g<0> aria-hidden="true"', "note-hidden", "`aria-hidden`"
    ),
    "hidden by a style": Corruption(
        '<aside id="note-good"', r'\g<0> style="color: red; display : none !important"', "note-hidden", "display: none"
    ),
    "out of the window": Corruption(
        '<aside id="note-good"', r'\g<0> style="position:absolute;left:-9999px"', "note-hidden", "left: -9999px"
    ),
    "hidden by a class": Corruption(
        "</title>", r"\g<0><style>/* . */ p, aside.gl-note { display: none }</style>", "note-hidden", "`aside.gl-note`"
    ),
    "hidden by its place": Corruption(
        "</title>",
        r"\g<0><style>@media screen { .gl-source > .gl-text [data-passage] { visibility: hidden } }</style>",
        "note-hidden",
        "visibility: hidden",
    ),
    "emptied": Corruption(r'(<aside id="note-good"[^>]*>).*?(</aside>)', r"\1\2", "note-altered", "its title is empty"),
    "without its title": Corruption("Three members voted against closing it", "", "note-altered", "its title is empty"),
    "without its text": Corruption(
        r'(note-good".*?<div class="gl-body"[^>]*>).*?(</div>)', r"\1\2", "note-altered", "its text is empty"
    ),
    "with its text hidden": Corruption(
        r'(note-good".*?<div class="gl-body")', r"\1 hidden", "note-altered", "its text is empty"
    ),
    "with some words hidden": Corruption(
        "The paper names", "The <b hidden>paper</b> names", "note-altered", "should read `The paper names"
    ),
    "reworded": Corruption("The paper names", "No paper names", "note-altered", "reads `No paper names"),
    "with words added": Corruption(
        "The paper names", "The paper never names", "note-altered", "reads `The paper never"
    ),
    "with another title": Corruption(
        "Three members voted against", "Four members voted against", "note-altered", "its title reads `Four members"
    ),
    "moved to another passage": Corruption(
        f'(<div class="gl-notes" data-passage="2"[^>]*>)(.*?)({ASIDE})', r"\1\3\2", "note-moved", "behind passage 3"
    ),
    "moved to the end": Corruption(f"({ASIDE})(.*)(</body>)", r"\2\1\3", "note-moved", "outside of its source"),
    "moved to the start": Corruption(
        f'(<p id="p1".*?)({ASIDE})', r"\2\1", "note-moved", "apart from the notes of its passage"
    ),
    "moved with its passage’s notes": Corruption(
        r'(<p id="p2".*?)(<div class="gl-notes" data-passage="3".*?</aside>\s*</div>)',
        r"\2\1",
        "note-moved",
        "behind passage 3",
    ),
    "without marks": Corruption(r"</?mark\b[^>]*>", "", "mark-altered", "no words are marked"),
    "with other words marked": Corruption(
        r'(<mark [^>]*data-notes="[^"]*good[^"]*"[^>]*>)six votes', r"six \1votes", "mark-altered", "marked text"
    ),
    "with other words in its marks": Corruption("six votes to three", "six votes to two", "mark-altered", "to two"),
    "with its words hidden": Corruption(
        r'<mark (?=[^>]*data-notes="[^"]*good)', "<mark hidden ", "mark-altered", "`hidden`"
    ),
    "without a marker": Corruption(r'<a role="doc-noteref" id="ref-good".*?</a>', "", "marker-dead", "missing"),
    "with a marker that leads nowhere": Corruption(
        'href="#note-good"', 'href="#note-gone"', "marker-dead", "#note-gone"
    ),
    "with a marker to another page": Corruption(
        'href="#note-good"', 'href="../ferry/#note-good"', "marker-dead", "../ferry/"
    ),
    "with a hidden marker": Corruption(
        'id="ref-good"', r"\g<0> style=display:none", "marker-dead", "its marker is hidden"
    ),
    "with an id twice": Corruption("<body>", r'<body><p id="note-good">Look</p>', "duplicate-id", "2 times"),
    "with a marker’s id twice": Corruption("<body>", "<body><p id=ref-good>Look</p>", "duplicate-id", "2 times"),
    "from first to last words, cut": Corruption(
        r'(<mark [^>]*data-notes="[^"]*ends[^"]*"[^>]*>)the council',
        r"the council \1",
        "mark-altered",
        "should read",
        "ends",
    ),
    "on a passage, unmarked": Corruption(
        r'<mark [^>]*data-notes="passage"[^>]*>(.*?)</mark>', r"\1", "mark-altered", "no words", "passage"
    ),
    "on everything, removed": Corruption(
        '<aside id="note-whole".*?</aside>', "", "note-not-published", "missing", "whole"
    ),
    "an answer, reworded": Corruption("Who else\\?", "Nobody.", "note-altered", "Nobody", "reply"),
    "everything gone": Corruption(".+", "Gone.", "note-not-published", "missing"),
    "nothing left": Corruption(".+", "", "note-not-published", "nothing on the page"),
}
HARMLESS = {
    "unquoted": Corruption(r'(\s[\w-]+)="([\w#-]+)"', r"\1=\2", ""),
    "without space between tags": Corruption(r">\s+<", "><", ""),
    "with more space": Corruption("<", "\n <", ""),
    "without end tags": Corruption("</(p|li|body|html)>", "", ""),
    "without tags that are optional": Corruption(
        r"</?(?:html|head|body|tbody)(?:\s[^>]*)?>|</(?:p|li|dt|dd|tr|td|th|thead)>", "", ""
    ),
    "with single quotes": Corruption('="([^"\']*)"', r"='\1'", ""),
    "in capital letters": Corruption(r"<(/?)aside", r"<\1ASIDE", ""),
    "with letters as numbers": Corruption("six", "&#115;i&#x78;", ""),
    "with comments": Corruption(r"(<(?:p|mark|aside)\b[^>]*>)", r"\1<!-- here -->", ""),
    "with words in elements": Corruption("six votes", "<span>six</span> votes", ""),
    "hidden on paper": Corruption("</title>", r"\g<0><style>@media print { .gl-note { display: none } }</style>", ""),
    "hidden when touched": Corruption("</title>", r"\g<0><style>.gl-note:hover { opacity: 0 }</style>", ""),
    "faded in": Corruption("</title>", r"\g<0><style>@keyframes in { from { opacity: 0 } }</style>", ""),
    "with something hidden beside it": Corruption("<body>", "<body><div hidden>Menu</div>", ""),
    "with the page’s own address before": Corruption('href="#note-', 'href="/sources/bridge/#note-', ""),
}

HOOK = """
import re

def on_post_page(output, page, **_):
    if page.file.src_uri != "sources/bridge.md":
        return output
    return re.sub({pattern!r}, {by!r}, output, flags=re.DOTALL)
"""


@pytest.fixture
def noted(small: Path) -> Path:
    """The small site with a note of each kind of place."""
    sites.write(small, NOTES)
    return small


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """That site and where it was built."""
    folder = tmp_path_factory.mktemp("finished")
    root = sites.copy(sites.SMALL, folder / "site", NOTES)
    built = sites.build(root, to=folder / "out", strict=True)
    assert built.failure == "", built.warnings
    return root, built.folder


def problems(root: Path, folder: Path) -> list[dict[str, Any]]:
    """What `glossator verify` says."""
    result = sites.run(root, "verify", str(folder), "--format", "json")
    said: list[dict[str, Any]] = json.loads(result.output)
    assert result.status == bool(said)
    return said


def changed(folder: Path, to: Path, pattern: str, by: str) -> Path:
    """A copy of a built site with its source's page changed."""
    shutil.copytree(folder, to)
    text = (to / PAGE).read_text(encoding="utf-8")
    new = re.sub(pattern, by, text, flags=re.DOTALL)
    assert new != text
    (to / PAGE).write_text(new, encoding="utf-8")
    return to


@pytest.mark.parametrize("corruption", CORRUPTIONS.values(), ids=CORRUPTIONS)
def test_what_readers_would_miss_is_an_error(
    corruption: Corruption, finished: tuple[Path, Path], tmp_path: Path
) -> None:
    """A note that is not as it should be on a finished page is named, with its file, the page and what was expected."""
    root, folder = finished
    said = problems(root, changed(folder, tmp_path / "out", corruption.pattern, corruption.by))
    own = [problem for problem in said if problem["note"] == corruption.note]
    named = [problem for problem in own if problem["code"] == corruption.code and corruption.says in problem["message"]]
    assert named, said
    assert named[0]["severity"] == "error"
    assert named[0]["location"]["path"] == f"annotations/bridge/{corruption.note}.md"
    assert PAGE in named[0]["message"]


@pytest.mark.parametrize("name", [name for name in CORRUPTIONS if name != "nothing left"])
def test_a_build_ends_with_the_guard(name: str, noted: Path, built_small: Build) -> None:
    """What a hook does to a page after us fails a strict build with the same error."""
    corruption = CORRUPTIONS[name]
    sites.write(noted, {"hooks.py": HOOK.format(pattern=corruption.pattern, by=corruption.by)})
    sites.configure(noted, hooks=["hooks.py"])
    site = built_small(strict=True)
    place = f"annotations/bridge/{corruption.note}.md:1:1: {corruption.code} "
    assert any(place in warning and corruption.says in warning for warning in site.warnings), site.warnings
    assert site.failure


@pytest.mark.parametrize("harmless", HARMLESS.values(), ids=HARMLESS)
def test_what_readers_do_not_see_is_no_error(harmless: Corruption, finished: tuple[Path, Path], tmp_path: Path) -> None:
    """Pages made small, printed or laid out otherwise are not complained about."""
    root, folder = finished
    assert problems(root, changed(folder, tmp_path / "out", harmless.pattern, harmless.by)) == []


def test_a_page_that_is_deleted_after_the_build_is_missed(finished: tuple[Path, Path], tmp_path: Path) -> None:
    """A source without its page is one error, with the page that was expected and how many notes it has."""
    root, folder = finished
    out = shutil.copytree(folder, tmp_path / "out")
    (out / PAGE).unlink()
    (problem,) = problems(root, out)
    assert problem["code"] == "note-not-published"
    assert problem["location"]["path"] == "docs/sources/bridge.md"
    assert problem["message"] == f"there is no page {PAGE} of this source: 6 notes are not shown"


def test_a_page_that_is_deleted_by_a_hook_after_the_build_is_missed(noted: Path, built_small: Build) -> None:
    """What another plugin does when all pages are written is seen, too."""
    hook = (
        "import os\n\ndef on_post_build(config, **_):\n    os.remove(config.site_dir + '/sources/bridge/index.html')\n"
    )
    sites.write(noted, {"hooks.py": hook})
    sites.configure(noted, hooks=["hooks.py"])
    site = built_small(strict=True)
    assert ["note-not-published" in warning for warning in site.warnings] == [True]
    assert site.failure


@pytest.mark.parametrize("path", ["print/index.html", "de/sources/bridge/index.html", "bridge.html"])
def test_each_rendition_of_a_source_is_read(path: str, finished: tuple[Path, Path], tmp_path: Path) -> None:
    """A second page with a source is held to the same, wherever it lies."""
    root, folder = finished
    out = shutil.copytree(folder, tmp_path / "out")
    text = (out / PAGE).read_text(encoding="utf-8")
    sites.write(out, {path: text})
    assert problems(root, out) == []
    sites.write(out, {path: re.sub('<aside id="note-other".*?</aside>', "", text, flags=re.DOTALL)})
    (problem,) = problems(root, out)
    assert (problem["code"], problem["note"]) == ("note-not-published", "other")
    assert path in str(problem["message"])


def test_a_page_of_several_sources_may_hold_each_once(tmp_path: Path) -> None:
    """A page for printing holds all sources, with notes of equal ids; each is looked for in its own."""
    ferry = "---\nsource: {title: The ferry}\ntext: restated\n---\n\nThe ferry cost six votes to three.\n"
    note = (sites.SMALL / "annotations" / "bridge" / "good.md").read_text(encoding="utf-8")
    files = {**NOTES, "docs/sources/ferry.md": ferry, "annotations/ferry/good.md": note}
    root = sites.copy(sites.SMALL, tmp_path / "site", files)
    built = sites.build(root, to=tmp_path / "out", strict=True)
    assert built.failure == "", built.warnings
    both = built.page("sources/bridge/") + built.page("sources/ferry/").partition("<body>")[2]
    sites.write(built.folder, {"print/index.html": both})
    assert problems(root, built.folder) == []
    before, words, behind = both.rpartition("The paper names")
    sites.write(built.folder, {"print/index.html": before + words.replace("The", "No") + behind})
    assert [(problem["source"], problem["code"]) for problem in problems(root, built.folder)] == [
        ("ferry", "note-altered")
    ]


def test_a_notes_own_page_is_read(noted: Path, built_small: Build) -> None:
    """With `permalinks`, the small page of a note must be there, and whole."""
    sites.configure(noted, glossator={"permalinks": True})
    out = built_small(strict=True).folder
    assert problems(noted, out) == []
    own = out / "sources" / "bridge" / "notes" / "good" / "index.html"
    own.write_text(own.read_text(encoding="utf-8").replace("The paper names", "No paper names"), encoding="utf-8")
    assert [problem["code"] for problem in problems(noted, out)] == ["note-altered"]
    own.unlink()
    assert [problem["code"] for problem in problems(noted, out)] == ["note-not-published"]


def test_a_note_written_after_the_build_is_missed(noted: Path, built_small: Build) -> None:
    """What should be there the project's files say, not the build."""
    out = built_small(strict=True).folder
    sites.write(noted, {"annotations/bridge/late.md": "---\nquote: on Monday\nkind: context\ntitle: Late\n---\n"})
    assert [problem["note"] for problem in problems(noted, out)] == ["late"]


def test_a_note_without_a_place_is_not_missed_twice(noted: Path, built_small: Build) -> None:
    """A build that says that a quote is not found does not say that its note is missing."""
    sites.write(noted, {"annotations/bridge/lost.md": "---\nquote: no such words\nkind: context\ntitle: Lost\n---\n"})
    site = built_small()
    (warning,) = site.warnings
    assert "annotations/bridge/lost.md:2:8: quote-not-found" in warning


@pytest.mark.parametrize("site", [sites.REPOSITORY, sites.FULL], ids=["ours", "with everything"])
def test_a_good_site_has_no_problems(site: Path, builds: dict[Path, tuple[Path, object]]) -> None:
    """No note of a site in which all is well is complained about."""
    folder, _ = builds[site]
    result = sites.run(site, "verify", str(folder))
    assert (result.status, result.output) == (0, "no problems\n")


WITHOUT_MKDOCS = """
import sys
sys.modules["mkdocs"] = None
from glossator.cli import main
main()
"""


def test_no_mkdocs_is_needed(finished: tuple[Path, Path], tmp_path: Path) -> None:
    """Where MkDocs is not installed the same is found, and sources are checked as Python-Markdown writes them."""
    root, folder = finished
    out = changed(folder, tmp_path / "out", "The paper names", "No paper names")
    command = [sys.executable, "-c", WITHOUT_MKDOCS]
    config = ["--config", str(root / "mkdocs.yml")]
    good = subprocess.run([*command, "verify", *config, str(folder)], capture_output=True, text=True, check=False)
    assert (good.returncode, good.stdout) == (0, "no problems\n"), good.stderr
    bad = subprocess.run([*command, "verify", *config, str(out)], capture_output=True, text=True, check=False)
    assert bad.returncode == 1
    assert bad.stdout.count("note-altered") == 1
    check = subprocess.run([*command, "check", *config], capture_output=True, text=True, check=False)
    assert (check.returncode, check.stdout, check.stderr) == (0, "no problems\n", "")


def test_a_folder_that_is_not_there_is_named(small: Path) -> None:
    """Without a site the command says what to do."""
    result = sites.run(small, "verify", str(small / "nowhere"))
    assert result.status == 2
    assert "build the site first" in result.errors


@given(st.text(alphabet="{}/*;:.#[]@ abc\n", max_size=80), st.text(alphabet=":;- 0noedisplay", max_size=40))
def test_any_style_can_be_read(css: str, style: str) -> None:
    """A style sheet that is broken hides nothing, and stops nothing."""
    root = fragment(f"<style>{css}</style><p class=a style='{style}'>Seen</p>")
    seeing.Sight(root).hidden_by(root.find(".//p"))
