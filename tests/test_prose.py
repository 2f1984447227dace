"""Plain prose in bodies: written without Python-Markdown, and to the letter as it writes it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import sites
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import SimpleTagInlineProcessor

from glossator.edition.bodies import BodyRenderer, CitationSyntax
from glossator.edition.prose import Prose
from glossator.records.model import Reference
from glossator.references.bibliography import Bibliography
from glossator.references.citations import Citations

REFERENCES = {
    str(item["id"]): Reference.model_validate(item)
    for item in (
        {
            "id": "hale",
            "type": "book",
            "title": "A *title* & <b>more</b>",
            "author": [{"family": "Hale", "given": "Ruth"}],
            "issued": "2030",
            "URL": "https://example.org/a?b=c&d=e",
        },
        {"id": "k2", "type": "webpage", "title": "The other _one_"},
    )
}
KNOWN = (
    "abbr attr_list codehilite def_list fenced_code md_in_html sane_lists tables pymdownx.details pymdownx.highlight"
    " pymdownx.superfences pymdownx.tabbed pymdownx.tasklist"
).split()
"""Extensions that change no prose."""
SITES = {"none": (), "known": tuple(KNOWN), "with smart quotes": (*KNOWN, "smarty")}

SIGNS = (
    *"* ** _ __ [ ] ( ) < > & ` \\ \" ' 1 é a # @ + - = | ~ ^ $ % / . , ; : ! ? … ’ “ ” « » — – م 中 ſ ſt".split(),
    *("\n", "\n\n", " ", " ", " ", "  ", "\t", "\xa0", "\x1f", "\u2028", "\u200f", "\u3000", "e\u0301"),
)
PIECES = (
    "1. ", "- ", "# ", "> ", ": ", "    ", "word", "Word", "[w](https://e.org/x)", "[two\nwords](#p2)", "https://e.org/a_b",
    "http://e.org/?q=1*2", "[@hale]", "[see @hale, p. 3; -@k2]", "[@nobody]", "[@hale, p. 3", "[a *b* @hale]", "[@@]",
    "*em*", "**strong**", "_em_", "__st__", "***both***", "--", "---", "...", "===", "80s", "(c)", "{: .x}", "[^1]", "[^1]: x",
    "&amp;", "&#42;", "<b>", "</p>", "<https://e.org>", "*[HTML]: x", "[x]: https://e.org", "[x][y]", " [x]", "[[x]]",
    "[TOC]", "![a](https://e.org/b)", "!!! note\n", "??? note\n", "=== \"a\"\n", "```\n", "~~~\n", "- [ ] ", "---\n", "a | b\n- | -\n",
)  # fmt: skip
CALM = tuple(piece for piece in (*SIGNS, *PIECES) if not set(piece) & set("`\\<>&{}|~\t\x1f\xa0\u2028\u3000"))
"""Without what prose never has, so that many texts are taken."""
BODIES = st.sampled_from(("", " ")).flatmap(
    lambda between: st.one_of(
        st.lists(st.sampled_from((*SIGNS, *PIECES)), max_size=10), st.lists(st.sampled_from(CALM), max_size=14)
    ).map(between.join)
)


@cache
def written_by(site: str) -> tuple[Prose, CitationSyntax, Markdown, CitationSyntax]:
    """Ours, and Python-Markdown itself, each with what notes what was cited."""
    ours, theirs = (CitationSyntax(Citations(REFERENCES)) for _ in range(2))
    markdown = Markdown(extensions=[*SITES[site], ours])
    prose = Prose(markdown, Markdown(extensions=[ours]), ours.cite)
    return prose, ours, Markdown(extensions=[*SITES[site], theirs]), theirs


def check(body: str, site: str) -> bool:
    """Whether prose takes a body; if so, it must come out alike."""
    prose, ours, markdown, theirs = written_by(site)
    ours.cited.clear()
    theirs.cited.clear()
    html = prose.html(body)
    if html is None:
        return False
    assert (html, ours.cited) == (markdown.reset().convert(body), theirs.cited)
    return True


@pytest.mark.parametrize("site", SITES)
@settings(max_examples=400, deadline=None)
@given(body=BODIES)
@example(body="[@hale]: https://e.org")
@example(body="![w](https://e.org/x)")
@example(body="*a*b* c")
@example(body="[@a]*b*")
@example(body="a  \nb")
def test_prose_is_written_as_python_markdown_writes_it(site: str, body: str) -> None:
    """Whatever is taken comes out to the letter as from Python-Markdown, with the same citations in the same order."""
    check(body, site)


@pytest.mark.parametrize(
    "body",
    [
        "One paragraph.",
        "Two paragraphs\non two lines,\n\nwith *emphasis*, **more** of it, _another_ and __yet another__.\n",
        "Says [a *b* @hale, p. 3; -@k2], and “so on” (*perhaps*).",
        "See [passage 2](#p2) and [a page](https://example.org/a_b?c=d#f).",
        "1863 was a year; [@nobody] says\n[@hale;\n@k2], nothing else.",
        "القطعة *الثانية*، 市场。",
    ],
)
def test_plain_prose_is_taken(body: str) -> None:
    """Paragraphs, emphasis, links and citations do not wait for Python-Markdown."""
    assert check(body, "known")


@pytest.mark.parametrize("body", ['It’s "so".', "It's so.", "so -- so", "so... so"])
def test_smart_quotes_are_left_to_their_extension(body: str) -> None:
    """What the extension `smarty` writes otherwise is prose only on a site without it."""
    assert check(body, "known")
    assert not check(body, "with smart quotes")
    assert check("It’s so.", "with smart quotes")


class Shouting(Extension):
    """An extension that nobody knows."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: D102
        md.inlinePatterns.register(SimpleTagInlineProcessor("()(loud)", "strong"), "loud", 50)


@pytest.mark.parametrize(
    ("extension", "body", "html"),
    [
        (Shouting(), "A loud word.", "<p>A <strong>loud</strong> word.</p>"),
        ("nl2br", "Two\nlines.", "<p>Two<br>\nlines.</p>"),
        ("wikilinks", "A word.", "<p>A word.</p>"),
    ],
)
def test_an_extension_that_is_not_known_has_every_body(extension: str | Extension, body: str, html: str) -> None:
    """Nobody can tell what such an extension changes, so that Python-Markdown writes everything."""
    renderer = BodyRenderer(Bibliography(REFERENCES), [extension])
    assert renderer.render(body).html == html


def test_abbreviations_of_a_glossary_are_still_explained() -> None:
    """The extension `abbr` can look for its own words in every body."""
    renderer = BodyRenderer(Bibliography(), ["abbr"], {"abbr": {"glossary": {"UN": "United Nations"}}})
    assert renderer.render("The UN met.").html == '<p>The <abbr title="United Nations">UN</abbr> met.</p>'


@pytest.mark.parametrize("folder", ["annotations", "tests"])
def test_all_bodies_here_come_out_alike(folder: str) -> None:
    """The notes of this project and of its tests, each with the extensions of every site."""
    taken = 0
    for path in sorted(Path(sites.REPOSITORY, folder).rglob("*.md")):
        _, separator, body = path.read_text(encoding="utf-8", errors="replace").partition("\n---\n")
        taken += sum(check(body, site) for site in SITES if separator and body.strip())
    assert taken or folder == "annotations"
