"""Importing: no word is lost, nothing is read as a mark that was none, and nothing hostile comes through."""

from __future__ import annotations

import datetime
import html
import pathlib
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import markdown
import pytest
import yaml
from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, Tag
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossator.errors import CODES
from glossator.importing import Imported, ImportFailure, page, read_file

CASES = pathlib.Path(__file__).parent / "importing"

# What the site renders with, and what other sites often add.
SITE = """
    attr_list md_in_html tables footnotes abbr def_list admonition toc pymdownx.highlight pymdownx.superfences
    pymdownx.caret pymdownx.mark pymdownx.tilde pymdownx.smartsymbols
""".split()
OTHERS = "pymdownx.keys pymdownx.details pymdownx.emoji pymdownx.tasklist pymdownx.critic pymdownx.betterem".split()

from hypothesis import Phase
PH=[Phase.explicit,Phase.generate]
quick = settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck), phases=PH)


# --- reading as a reader does


BLOCKS = set(
    "article aside blockquote br caption dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre section table tbody"
    " td th thead tr ul".split()
)


def rendered(body: str, extensions: list[str] = SITE, **configs: dict[str, Any]) -> BeautifulSoup:
    """Return the page that the site makes of a body."""
    built = markdown.markdown(body, extensions=extensions, extension_configs={"toc": {"permalink": True}, **configs})
    soup = BeautifulSoup(built, "html5lib")
    for link in soup.select("a.headerlink"):
        link.decompose()
    return soup


def seen(soup: Tag, *, numbers: bool = False) -> list[str]:
    """Return the words of a page as a reader sees them, if wished with the numbers of its lists."""
    parts: list[str] = []

    def walk(node: Any) -> None:
        if not isinstance(node, Tag):
            parts.append("" if isinstance(node, Comment) else str(node))
            return
        edge = " " if node.name in BLOCKS else ""
        parts.append(edge)
        if numbers and node.name == "li" and node.parent is not None and node.parent.name == "ol":
            parts.append(f"{len(node.find_previous_siblings('li')) + 1} ")
        if node.name == "img":
            parts.append(f" {node.get('alt', '')} ")
        for child in node.children:
            walk(child)
        parts.append(edge)

    walk(soup)
    return "".join(parts).split()


def read(tmp_path: pathlib.Path, name: str, content: str | bytes) -> Imported:
    """Import a file of this name and content."""
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_file(path)


@pytest.fixture
def importing(tmp_path: pathlib.Path) -> Callable[[str, str | bytes], Imported]:
    return lambda name, content: read(tmp_path, name, content)


Importing = Callable[[str, str | bytes], Imported]


# --- whole files


@pytest.mark.parametrize("expected", sorted(CASES.glob("*.expected.md")), ids=lambda path: path.name.split(".")[0])
def test_fixture_becomes_the_page_beside_it(expected: pathlib.Path) -> None:
    """Every file in tests/importing becomes exactly the page that stands beside it."""
    stem = expected.name.removesuffix(".expected.md")
    [source] = [path for path in CASES.glob(f"{stem}.*") if path != expected]
    assert page(read_file(source), text="excerpts", rights="© The Riverton Post") == expected.read_text("utf-8")


@pytest.mark.parametrize("name", ["library-hours.txt", "roadworks.html", "market-day.mhtml", "tree-survey.md"])
def test_page_reads_back_as_what_it_was_made_of(name: str, importing: Importing) -> None:
    """A source page imported again gives the same record and the same text."""
    imported = read_file(CASES / name)
    again = importing("again.md", page(imported, text="full", licence="CC0-1.0"))
    assert again == imported


def test_page_has_the_fields_in_order() -> None:
    """The front matter has the order of the documentation, and leaves out what is not known."""
    imported = Imported("a", {"type": "document", "title": "No: “yes”", "language": "no"}, "Text\n")
    whole = page(imported, text="full", licence="CC0-1.0")
    front_matter, body = whole.removeprefix("---\n").split("---\n", 1)
    assert list(yaml.safe_load(front_matter)) == ["title", "source", "text", "licence"]
    assert yaml.safe_load(front_matter)["source"] == imported.metadata
    assert body == "\nText\n"
    assert list(yaml.safe_load(page(imported, text="restated", rights="©").split("---\n")[1]))[-2:] == ["text", "rights"]


def test_network_is_never_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Importing a page opens no connection."""
    monkeypatch.setattr(socket, "socket", lambda *_args, **_kwargs: pytest.fail("a connection was opened"))
    assert read_file(CASES / "roadworks.html").slug == "roadworks-until-spring"


# --- no word is lost

MARKS = """
    * ** _ __ ` ``` ~~~ <b> </p> <script> &amp; & &#42; [x] [^1] (y) ]( ![ ! {: .a } {.b} {#c} # ## + - --- -- --> <--> 1. 1) 2024.
    > | a|b || == = === =/= ^^ ^ x^2^ ~ ~~ ++ ++ctrl++ +/- --8<-- : :smile: :: (c) (C) (tm) (r) c/o 1/2 3/4 1st \\ \\\\ \\* !!!
    !!!_note ??? /// [TOC] {{ {% *[ab]: [a]:_b [^a]: $x$ @me #1 a. é 5 *a* _b_ snake_case a*b <!-- <? &lt 12:30 {++ ++} {-- --} {>>
""".split()
word = st.one_of(
    st.sampled_from(["alpha", "Beta", "gamma", "two words"]),
    st.sampled_from(MARKS),
    st.text("ab1*_`<>[](){}#+-.!|~^=:&;/\\x ", min_size=1, max_size=6),
)
marked_words = st.builds(lambda words, between: between.join(words), st.lists(word, min_size=1, max_size=6), st.sampled_from([" ", ""]))
extensions = st.sampled_from([SITE, SITE + OTHERS])


@quick
@given(marked_words, st.sampled_from(["{}", "## {}", "- {}\n- b", "> {}", "|a|b|\n|-|-|\n|{}|c|", "a  \n{}  \nb"]), extensions)
def test_escaped_text_shows_as_it_is(text: str, place: str, using: list[str]) -> None:
    """Whatever characters a text has, it is read as they are, in every kind of block."""
    from glossator.importing.escaping import escaped

    text = " ".join(text.split())
    body = place.format(escaped(text))
    expected = re.sub(r"(?m)^(?:## |- |> )|[|]|^[|-]+$", " ", place).replace("{}", text) if "|-|" not in place else f"a b {text} c"
    assert seen(rendered(body, using)) == expected.split()


plain_word = st.one_of(
    word.filter(lambda text: "\\" not in text and not re.search(r"</?[a-z]", text)),
    st.sampled_from(
        "*two_words* _del_ **eps** ***all*** <u>under</u> <b>bold</b> <em>x</em>y \\$40 \\*no\\* https://a.example/x_y?b=(c)&copy=1.".split()
    ),
)
plain_line = st.lists(plain_word, min_size=1, max_size=6).map(" ".join)


@st.composite
def plain_texts(draw: st.DrawFn) -> str:
    """Draw a text of paragraphs, lists, quotations and what looks like them."""
    blocks = []
    for _ in range(draw(st.integers(1, 5))):
        lines = draw(st.lists(plain_line, min_size=1, max_size=3))
        start = draw(st.sampled_from(["", "", "- ", "* ", "{}. ", "  - ", "> ", "# ", "    "]))
        blocks.append("\n".join(start.format(number) + line for number, line in enumerate(lines, 1)))
    return "\n\n".join(blocks)


def alphanumeric(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


@quick
@given(plain_texts(), extensions)
def test_text_loses_no_word(tmp_path_factory: pytest.TempPathFactory, text: str, using: list[str]) -> None:
    """Every word and number of a plain text is read in the built page, in the same order."""
    imported = read(tmp_path_factory.getbasetemp(), "x.txt", f"Title\n\n{text}")
    expected = alphanumeric(re.sub(r"</?(?:u|b|em)>", "", text))
    assert alphanumeric(" ".join(seen(rendered(imported.body, using), numbers=True))) == expected


def element(names: str) -> Callable[[str], st.SearchStrategy[str]]:
    """Return what wraps HTML in one of the elements."""
    openings = st.sampled_from(names.split(";"))
    return lambda inside: openings.map(lambda opening: f"<{opening}>{inside}</{opening.split()[0]}>")


escaped_html = marked_words.map(lambda text: html.escape(text, quote=False))
inline = st.recursive(
    st.one_of(escaped_html, escaped_html, st.sampled_from(["<br>", " ", '<img alt="a picture" src="x">', "<em> </em>", "<b></b>"])),
    lambda inner: st.lists(inner, min_size=1, max_size=3)
    .map("".join)
    .flatmap(element("em;i;strong;b;code;u;span;sup;sub;del;small;a href='javascript:x';a href='https://a.example/(_)'")),
    max_leaves=5,
)
line = st.lists(inline, min_size=1, max_size=3).map(lambda parts: re.sub(r"(<a [^>]*>.*?)</?a\b[^>]*>", r"\1", "".join(parts)))


def balanced(text: str) -> str:
    """Return HTML as a parser understands it, so that both sides read the same tree."""
    return "".join(map(str, BeautifulSoup(f"<article>{text}</article>", "lxml").article or ()))


row = st.lists(line.flatmap(element("td;td;th")), min_size=1, max_size=3).map(lambda cells: f"<tr>{''.join(cells)}</tr>")
block = st.recursive(
    st.one_of(
        line.flatmap(element("p;p;h1;h2;h3;h6;div")),
        line,
        marked_words.map(lambda text: f"<pre><code>{html.escape(text)}</code></pre>"),
        st.lists(row, min_size=1, max_size=3).map(lambda rows: f"<table>{''.join(rows)}</table>"),
        st.builds("<dl><dt>{}</dt><dd>{}</dd></dl>".format, line, line),
        st.just("<hr>"),
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join).flatmap(element("blockquote;section;figure;dl")),
        st.lists(st.one_of(line, st.builds("{}{}".format, line, inner), inner).map("<li>{}</li>".format), min_size=1, max_size=3)
        .map("".join)
        .flatmap(element("ul;ol")),
    ),
    max_leaves=6,
)


@quick
@given(st.lists(block, min_size=1, max_size=3).map("".join).map(balanced), extensions)
def test_html_loses_no_word(tmp_path_factory: pytest.TempPathFactory, text: str, using: list[str]) -> None:
    """Every word and sign of an article is read in the built page, in the same order."""
    source = BeautifulSoup(text, "html5lib")
    imported = read(tmp_path_factory.getbasetemp(), "x.html", f"<title>T</title><article><p>Begin</p>{text}</article>")
    assert seen(rendered(imported.body, using)) == ["Begin", *seen(source)]


@quick
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\u2028\u2029"), min_size=1).filter(str.strip))
def test_markdown_body_is_kept(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """The body of a Markdown file stays as it is."""
    kept = re.sub("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]", "", text)
    body = f"First.\n\n    {kept}\n"
    assert read(tmp_path_factory.getbasetemp(), "x.md", f"---\ntitle: T\n---\n# T\n\n{body}").body == body
