"""A site's own templates and words, which go before ours."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import sites

from _environment import ROOT
from glossator.edition.catalogues import our_words
from glossator.edition.render.templates import PUBLIC, variables

LIBRARY = "---\nglossator: library\n---\n# Sources\n"
GOOD_NOTE = 'id="note-good"'

Build = Callable[..., sites.Built]


def own(root: Path, name: str, text: str) -> None:
    """Write a file of the site's own."""
    sites.write(root, {f"theme/glossator/{name}": text, "docs/sources/index.md": LIBRARY})


def examples() -> dict[str, str]:
    """The files that the documentation shows, by their names in the folder of the theme."""
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    block = re.compile(r'^```\w+ title="overrides/glossator/([^"]+)"\n(.*?)^```$', re.MULTILINE | re.DOTALL)
    return dict(block.findall(page))


def test_the_examples_of_the_documentation_build(small: Path, built_small: Build) -> None:
    """A template and a word of the site go before ours, and ours can be asked for inside of them."""
    files = examples()
    assert sorted(files) == ["en.po", "head.html", "library.html"]
    for name, text in files.items():
        own(small, name, text)
    built = built_small(strict=True)
    assert (built.failure, built.warnings) == ("", ())
    assert re.search(r'<li><a href="bridge/">[^<]+</a>, 1 gloss</li>', built.page("sources/"))
    page = built.page("sources/bridge/")
    assert re.search(r'<p class="own">Read the notes with the text\.</p>\s*<header class="gl-head"', page)
    assert " 1 gloss " in page
    assert GOOD_NOTE in page


def test_own_words_are_not_published(small: Path, built_small: Build) -> None:
    """What MkDocs would copy from the theme's folder stays out of the site."""
    own(small, "en.po", 'msgid "References"\nmsgstr "Up"\n')
    built = built_small()
    assert [name for name in sites.contents(built.folder) if name.endswith(".po")] == []
    assert ">Up</h2>" in built.page("sources/bridge/")


def test_a_language_is_added_without_a_clone(small: Path, built_small: Build) -> None:
    """A catalogue of the site gives the words of a language that we do not have; what it leaves out is English."""
    own(small, "nl.po", 'msgid "{} note"\nmsgid_plural "{} notes"\nmsgstr[0] "{} noot"\nmsgstr[1] "{} noten"\n')
    sites.configure(small, theme={"name": None, "custom_dir": "theme", "language": "nl"})
    page = built_small(strict=True).page("sources/bridge/")
    assert " 1 noot " in page
    assert "References" in page


@pytest.mark.parametrize(
    ("template", "line", "says"),
    [
        pytest.param("<p>Notes</p>\n{% for note in notes %}{{ note.titel }}{% endfor %}", 2, "titel", id="attribute"),
        pytest.param("{{ notes + 1 }}", 1, "can only concatenate", id="type"),
        pytest.param('{% set part = "no.html" %}\n{% include part %}', 2, "no.html", id="include"),
    ],
)
def test_a_template_that_fails_loses_no_page(
    small: Path, built_small: Build, template: str, line: int, says: str
) -> None:
    """What shows only when it is filled in is a problem with file and line, and our template stands in its place."""
    own(small, "notes.html", template)
    built = built_small()
    assert built.failure == "1 error"
    assert GOOD_NOTE in built.page("sources/bridge/")
    (warning,) = (text for text in built.warnings if "bad-template" in text)
    assert f"theme/glossator/notes.html:{line}:1: bad-template" in warning
    assert says in warning


def test_a_template_that_leaves_out_a_note_is_reported(small: Path, built_small: Build) -> None:
    """Whatever a site writes, no note is lost in silence."""
    own(small, "notes.html", "<p>{{ passage }}</p>")
    assert any("note-not-published" in text for text in built_small().warnings)


def test_every_public_template_has_variables() -> None:
    """What is promised exists, and no name in it is a function or a variable of the template itself."""
    assert all(variables(f"{name}.html") for name in PUBLIC)
    assert variables("notes.html") >= {"notes", "passage", "resting"}
    assert not {"_", "counted", "note", "loop"} & variables("notes.html")


def test_the_words_of_every_page_are_those_of_the_catalogues() -> None:
    """What own words are held against is what our catalogues translate, the forms for several included."""
    assert our_words() >= {"Original", "{} note", "{} notes"}
