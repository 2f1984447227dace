"""Importing: no word is lost, nothing is read as a mark that was none, and nothing hostile comes through."""

from __future__ import annotations

import html
import importlib
import pathlib
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Container
from typing import Any

import markdown
import pytest
import yaml
from bs4 import BeautifulSoup
from bs4.element import Comment, Tag
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from glossator.imports.sources import Imported, ImportFailure, page, read_file
from glossator.imports.sources.reading_back import differences
from glossator.problems import CODES

CASES = pathlib.Path(__file__).parent / "importing"

# What the site renders with, and what other sites often add.
SITE = """
    attr_list md_in_html tables footnotes abbr def_list admonition toc pymdownx.highlight pymdownx.superfences
    pymdownx.caret pymdownx.mark pymdownx.tilde pymdownx.smartsymbols
""".split()
OTHERS = "pymdownx.keys pymdownx.details pymdownx.emoji pymdownx.tasklist pymdownx.betterem".split()

# Enough to notice a mistake within a few runs; while changing the package, raise it to thousands.
quick = settings(max_examples=30, deadline=None, database=None, suppress_health_check=list(HealthCheck))


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


def read(tmp_path: pathlib.Path, name: str, content: str | bytes, *, keep: Container[int] | None = ()) -> Imported:
    """Import a file of this name and content."""
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_file(path, keep=keep)


@pytest.fixture
def importing(tmp_path: pathlib.Path) -> Callable[[str, str | bytes], Imported]:
    """Return what imports a file of a name and a content."""
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
    assert (again.slug, again.metadata, again.body) == (imported.slug, imported.metadata, imported.body)


def test_page_has_the_fields_in_order() -> None:
    """The front matter has the order of the documentation, and leaves out what is not known."""
    imported = Imported("a", {"type": "document", "title": "No: “yes”", "language": "no"}, "Text\n")
    whole = page(imported, text="full", licence="CC0-1.0")
    front_matter, body = whole.removeprefix("---\n").split("---\n", 1)
    assert list(yaml.safe_load(front_matter)) == ["title", "source", "text", "licence"]
    assert yaml.safe_load(front_matter)["source"] == imported.metadata
    assert body == "\nText\n"
    assert list(yaml.safe_load(page(imported, text="restated", rights="©").split("---\n")[1]))[-2:] == [
        "text",
        "rights",
    ]


def test_network_is_never_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Importing a page opens no connection."""
    importlib.import_module(
        "glossator.imports.sources.web.page"
    )  # urllib3 asks once, as it loads, whether there is IPv6
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
marked_words = st.builds(
    lambda words, between: between.join(words), st.lists(word, min_size=1, max_size=6), st.sampled_from([" ", ""])
)
extensions = st.sampled_from([SITE, SITE + OTHERS])


@quick
@given(
    marked_words,
    st.sampled_from(["{}", "## {}", "- {}\n- b", "> {}", "|a|b|\n|-|-|\n|{}|c|", "a  \n{}  \nb"]),
    extensions,
)
def test_escaped_text_shows_as_it_is(text: str, place: str, using: list[str]) -> None:
    """Whatever characters a text has, it is read as they are, in every kind of block."""
    from glossator.imports.sources.escaping import escaped

    text = " ".join(text.split())
    body = place.format(escaped(text))
    expected = (
        re.sub(r"(?m)^(?:## |- |> )|[|]|^[|-]+$", " ", place).replace("{}", text)
        if "|-|" not in place
        else f"a b {text} c"
    )
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
    """Return the words of a text without the signs around and between them."""
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
    st.one_of(
        escaped_html,
        escaped_html,
        st.sampled_from(["<br>", " ", '<img alt="a picture" src="x">', "<em> </em>", "<b></b>"]),
    ),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        .map("".join)
        .flatmap(
            element("em;i;strong;b;code;u;span;sup;sub;del;small;a href='javascript:x';a href='https://a.example/(_)'")
        )
    ),
    max_leaves=5,
)
line = st.lists(inline, min_size=1, max_size=3).map(
    lambda parts: re.sub(r"(<a [^>]*>.*?)</?a\b[^>]*>", r"\1", "".join(parts))
)


def balanced(text: str) -> str:
    """Return HTML as a parser understands it, so that both sides read the same tree."""
    return "".join(map(str, BeautifulSoup(f"<article>{text}</article>", "lxml").article or ()))


row = st.lists(line.flatmap(element("td;td;th")), min_size=1, max_size=3).map(
    lambda cells: f"<tr>{''.join(cells)}</tr>"
)
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
        st.lists(
            st.one_of(line, st.builds("{}{}".format, line, inner), inner).map("<li>{}</li>".format),
            min_size=1,
            max_size=3,
        )
        .map("".join)
        .flatmap(element("ul;ol")),
    ),
    max_leaves=6,
)


@pytest.mark.slow
@quick
@given(st.lists(block, min_size=1, max_size=3).map("".join).map(balanced), extensions)
@example("<dl>one<div>two</div></dl>", SITE)
@example("<p>a</p><blockquote><p><br></p><p>bb<a href='javascript:x'>c d e</a></p></blockquote>", SITE)
def test_html_loses_no_word(tmp_path_factory: pytest.TempPathFactory, text: str, using: list[str]) -> None:
    """Every word and sign of an article is read in the built page, in the same order, if what seems to be none stays."""
    source = BeautifulSoup(text, "html5lib")
    titled = '<title>T</title><meta property="og:title" content="T">'  # so that no heading is the title's
    page = f"{titled}<article><p>Begin</p>{text}</article>"
    imported = read(tmp_path_factory.getbasetemp(), "x.html", page, keep=None)
    assert seen(rendered(imported.body, using)) == ["Begin", *seen(source)]


@quick
@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\u2028\u2029"),
        min_size=1,
        max_size=20,
    )
)
def test_markdown_body_is_kept(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """The body of a Markdown file stays as it is."""
    visible = re.sub("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]", "", text)
    body = f"First.\n\n    {visible}\n"
    assert read(tmp_path_factory.getbasetemp(), "x.md", f"---\ntitle: T\n---\n# T\n\n{body}").body == body


# --- what is kept of the form


STRUCTURE = """<title>T</title><link rel=canonical href="https://a.example/x/"><article>
<h3>Part</h3><p>All <em>very <strong>strong</strong></em>, H<sub>2</sub>O, <del>old</del>
<a href="/b?c=(d)">here</a> <a href="mailto:ann@riverton.example">Ann</a><sup><a href="#n">1</a></sup></p>
<blockquote><p>quoted</p></blockquote><ul><li>top<ol><li>deep</li><li>deeper</li></ol></li></ul>
<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>two<br>lines</td></tr></table>
<pre>x = [1]

y = 2</pre><dl><dt>Term</dt><dd>Meaning</dd></dl><figure><img src=x alt=Map><figcaption>The plan</figcaption></figure>
<p id="n">A note.</p></article>"""


def test_html_keeps_its_structure(importing: Importing) -> None:
    """Headings, quotations, lists, tables, emphasis, links, code and figures keep their elements."""
    built = rendered(importing("structure.html", STRUCTURE).body)
    assert {tag.name for tag in built.body or () if isinstance(tag, Tag)} >= {
        "h3",
        "blockquote",
        "ul",
        "table",
        "div",
        "p",
        "dl",
    }
    assert [entry.get_text(" ", strip=True) for entry in built.select("ul > li > ol > li")] == ["deep", "deeper"]
    assert [cell.get_text() for cell in built.select("table tr")[1].find_all("td")] == ["1", "two lines"]
    assert built.select_one("em > strong, em strong") is not None
    assert built.select_one("sup > a") is not None
    assert built.select_one("sub") is not None
    assert built.select_one("del") is not None
    assert "x = [1]\n\ny = 2" in built.get_text()
    assert [str(link["href"]) for link in built.select("a[href]")][:2] == [
        "https://a.example/b?c=%28d%29",
        "mailto:ann@riverton.example",
    ]


def test_links_within_the_page_lead_to_their_place(importing: Importing) -> None:
    """A footnote's number leads to the footnote; a link to nowhere becomes its words."""
    body = importing(
        "n.html",
        """<title>T</title><article><p>Text<a href="#n1">1</a> and <a href="#gone">more</a></p>
        <h2 id="part">Part</h2><ol><li id="n1">One. <a href="#part">Back</a></li></ol></article>""",
    ).body
    built = rendered(body)
    targets = [str(link["href"]).removeprefix("#") for link in built.select("a[href]")]
    assert len(targets) == 2
    places = [element.parent for target in targets for element in built.select(f"[id='{target}']")]
    assert [place.name for place in places if place] == ["li", "h2"]
    assert all(target.startswith("source-") for target in targets)


PLAIN_CASES = {
    "hard-wrapped lines are one paragraph": ("one\ntwo\nthree", "one two three"),
    "stars around words are emphasis": ("a *b c* d", "a *b c* d"),
    "stars alone are stars": ("5 * 3 * 2 and 2*3*4", r"5 \* 3 \* 2 and 2\*3\*4"),
    "underscores within words are theirs": ("snake_case_name", r"snake\_case\_name"),
    "underlined words keep the words": ("see <u>this</u>", "see this"),
    "bold tags are strong": ("a <B>b</B>", "a **b**"),
    "unknown tags are text": ("a <tag> b", "a &lt;tag> b"),
    "a link keeps its address": ('<a href="https://a.example">b</a>', "[b](https://a.example)"),
    "a script's address is dropped": ('<a href="javascript:x">b</a>', "b"),
    "backslashes are text": (
        r"\$40, \*x\*, \(a_1+b_2\) in C:\*.txt",
        r"\\$40, \\\*x\\\*, \\(a\_1+b\_2\\) in C:\\\*.txt",
    ),
    "a bare address is a link": ("(see https://a.example/b_(c)).", "(see <https://a.example/b_(c)>)."),
    "an exclamation mark makes no image": ('Look!<a href="https://a.example">b</a>', r"Look\![b](https://a.example)"),
    "references are text": ("&amp; &copy;", "&amp;amp; &amp;copy;"),
    "numbers from one are a list": ("1. a\n2. b", "1. a\n2. b"),
    "other numbers stay": ("1984. a\n1985. b", "1984\\. a\n\n1985\\. b"),
    "one number stays": ("1. a", r"1\. a"),
    "a lone star is no list": ("* a", r"\* a"),
    "stars with empty lines are a list": ("* a\n\n* b", "- a\n- b"),
    "bullets of other programs": ("• a\n• b", "- a\n- b"),
    "lists within lists": ("- a\n  - b\n    1) c\n    2) d\n- e", "- a\n    - b\n        1. c\n        2. d\n- e"),
    "a list after a colon": ("These:\n- a\n- b", "These:\n\n- a\n- b"),
    "a dash in a sentence": ("one\n- two", r"one - two"),
    "lists of two kinds": ("- a\n\n1. b\n2. c", "- a\n\n<!-- -->\n\n1. b\n2. c"),
    "quotations within quotations": ("> a\n>\n> > b", "> a\n>\n> > b"),
    "headings with hashes": ("# A\n\n### B ###", "## A\n\n### B"),
    "headings with lines": ("A\n===\n\nB\n---", "## A\n\n## B"),
    "hashtags are text": ("#a", r"\#a"),
    "rules": ("a\n\n* * *\n\nb", "a\n\n---\n\nb"),
    "indented lines are paragraphs": ("    a", "a"),
    "control characters are dropped": ("a\u202eb\x00c\u2066d\x9be", "abcde"),
    "a page break divides words": ("a\fb", "a b"),
    "joiners and marks of direction stay": (
        "a\u200db\u200cc\u200ed\u200fe\u00a0f",
        "a\u200db\u200cc\u200ed\u200fe\u00a0f",
    ),
}


@pytest.mark.parametrize(("text", "expected"), PLAIN_CASES.values(), ids=list(PLAIN_CASES))
def test_plain_text_conventions(text: str, expected: str, importing: Importing) -> None:
    """Plain text is read by the usual conventions and by no others."""
    assert importing("x.txt", f"Title\n\nBegin.\n\n{text}\n").body == f"Begin.\n\n{expected}\n"


LONG = "This paragraph has quite a few more words than any heading that stands above it."
HEADINGS = {
    "The Case for Trees": True,
    "WHAT IT COSTS": True,
    "Trees: A Second Look at the Numbers of 2024": True,
    "The case for trees": False,
    "The Case for Trees.": False,
    "By Ann Berg": False,
    "March 4, 2024": False,
    "Photographs by: The Gazette": False,
    "The *Case* for Trees": False,
    "A B C D E F G H I J K L M": False,
    "Trees of": False,
    "2024": False,
    "به درختان": False,
    "ناتو NATO گسترش": False,
    "Call 555123": False,
}


@pytest.mark.parametrize(("line", "is_heading"), HEADINGS.items(), ids=list(HEADINGS))
def test_heading_in_plain_text(line: str, is_heading: bool, importing: Importing) -> None:
    """A line of its own is a heading only if it has the form of one and a paragraph follows."""
    assert importing("x.txt", f"Title\n\n{LONG}\n\n{line}\n\n{LONG}").body.count("## ") == is_heading
    assert "## " not in importing("x.txt", f"Title\n\n{LONG}\n\n{line}\n\nShort.").body


def test_deep_plain_text_keeps_its_words(importing: Importing) -> None:
    """Nesting beyond reason is no list and no quotation, but still text."""
    nested = "\n".join(" " * 2 * depth + f"- w{depth}" for depth in range(1500))
    quoted = "> " * 1500 + "end"
    words = alphanumeric(" ".join(seen(rendered(importing("x.txt", f"Title\n\n{nested}\n\n{quoted}").body))))
    assert words == [*(f"w{depth}" for depth in range(1500)), "end"]


TITLES = {
    "first line": ("Trees\n\nText.", "Trees", "Text.\n"),
    "underlined": ("Trees\n=====\n\nText.", "Trees", "Text.\n"),
    "with a hash": ("# Trees *and* us\n\nText.", "Trees and us", "Text.\n"),
    "wrapped": (
        "Trees, a very long and winding headline of\ntwo lines\n\nText.",
        "Trees, a very long and winding headline of two lines",
        "Text.\n",
    ),
    "credits right below": ("Trees\nBy Ann Berg\n\nText.", "Trees", "By Ann Berg\n\nText.\n"),
    "a paragraph is none": (f"{LONG * 3}\n\nText.", "tree survey", f"{LONG * 3}\n\nText.\n"),
    "a list is none": ("- a\n- b", "tree survey", "- a\n- b\n"),
    "nothing else": ("Trees", "Trees", "Trees\n"),
}


@pytest.mark.parametrize(("text", "title", "body"), TITLES.values(), ids=list(TITLES))
def test_title_of_plain_text(text: str, title: str, body: str, importing: Importing) -> None:
    """The title is the first line, which leaves the text; without one, the file's name stands in."""
    imported = importing("tree-survey.txt", text)
    assert (imported.metadata["title"], imported.body) == (title, body)


CREDITS: dict[str, dict[str, Any]] = {
    "By Ann Berg": {"author": [{"given": "Ann", "family": "Berg"}]},
    "by Ann van der Berg, Tom Low and The Post": {
        "author": [
            {"given": "Ann", "family": "van der Berg"},
            {"given": "Tom", "family": "Low"},
            {"literal": "The Post"},
        ]
    },
    "By Ann Berg, Staff Writer": {"author": [{"given": "Ann", "family": "Berg"}]},
    "By The Riverton Post": {"author": [{"literal": "The Riverton Post"}]},
    "By Ann Berg | 4 March 2024": {"author": [{"given": "Ann", "family": "Berg"}], "issued": "2024-03-04"},
    "By the river": {},
    "January 19, 2024": {"issued": "2024-01-19"},
    "Riverton Post, January 19, 2024": {"issued": "2024-01-19", "container-title": "Riverton Post"},
    "The Post 16 January 2024": {"issued": "2024-01-16", "container-title": "The Post"},
    "2024-01-19": {"issued": "2024-01-19"},
    "Published on Monday, 4th March 2024 at 10:30": {"issued": "2024-03-04"},
    "March 2024": {"issued": "2024-03"},
    "31 February 2024": {},
    "03/04/2024": {},
    "Updated 4 March 2024": {},
    "the meeting of 4 March 2024": {},
}


@pytest.mark.parametrize(("line", "expected"), CREDITS.items(), ids=list(CREDITS))
def test_credits_of_plain_text(line: str, expected: dict[str, Any], importing: Importing) -> None:
    """A byline and a date line give author, date and publication, no more precisely than they say; and they stay."""
    imported = importing("x.txt", f"Title\n\n{line}\n\nText.")
    assert {key: value for key, value in imported.metadata.items() if key not in ("type", "title")} == expected
    assert imported.body == f"{line}\n\nText.\n".replace("|", r"\|")


SLUGS = {
    "Österreichs Straßen & Łódź: Ærø’s Øst": "osterreichs-strassen-lodz-aeros-ost",
    "جاده‌ها": "jdhh",
    "…!": "file-name",
    "The " + "very " * 20 + "end": "the-very-very-very-very-very-very-very-very-very-very-very",
}


@pytest.mark.parametrize(("title", "slug"), SLUGS.items(), ids=["letters", "other script", "signs", "long"])
def test_slug(title: str, slug: str, importing: Importing) -> None:
    """A slug has ASCII letters, digits and hyphens, from the title or else from the file's name."""
    assert importing("File name.txt", f"{title}\n\nText.").slug == slug
    assert importing("…. .txt", "…!\n\nText.").slug == "source"


# --- web pages


def test_page_without_article_element(importing: Importing) -> None:
    """Without an element for the article, the smallest one around what trafilatura finds is taken."""
    menu = "".join(f"<li><a href='/{number}'>Section {number}</a></li>" for number in range(30))
    body = importing(
        "x.html", f"<title>T</title><div><ul>{menu}</ul></div><div><p>{LONG} One.</p><p>{LONG} Two.</p></div>"
    ).body
    assert body == f"{LONG} One.\n\n{LONG} Two.\n"


def test_teaser_is_not_the_article(importing: Importing) -> None:
    """A short `article` beside a much longer text is a teaser."""
    body = importing(
        "x.html", f"<title>T</title><article>Read also</article><div><p>{'<p>'.join([LONG] * 9)}</div>"
    ).body
    assert body.count(LONG) == 9


def test_article_in_several_elements_is_whole(importing: Importing) -> None:
    """Parts of similar length belong together."""
    parts = "".join(f"<article><p>Part {number}. {LONG}</p></article>" for number in range(4))
    assert importing("x.html", f"<title>T</title><main>{parts}</main>").body.count("Part") == 4


def test_form_around_the_page_is_kept(importing: Importing) -> None:
    """Some sites put their whole page into a form."""
    page_in_form = f"<title>T</title><body><form><main><p>{LONG}</p><form><p>Sign up</p></form></main></form>"
    assert LONG in importing("x.html", page_in_form).body


CHARSETS = {
    "declared Latin-1 is Windows-1252": (
        b"<meta charset=iso-8859-1><title>T</title><article>\x93a\x94 \xe9</article>",
        "“a” é",
    ),
    "declared in XML": (
        '<?xml version="1.0" encoding="utf-8"?><html><title>T</title><body><article>é</article></body></html>'.encode(),
        "é",
    ),
    "byte order mark": ("\ufeff<title>T</title><article>é</article>".encode("utf-16"), "é"),
    "undeclared UTF-8": ("<title>T</title><article>é</article>".encode(), "é"),
    "undeclared other": (
        "<title>T</title><article>Prüfung für die Straße</article>".encode("cp1252"),
        "Prüfung für die Straße",
    ),
    "unknown name": ("<meta charset=x-none><title>T</title><article>é</article>".encode(), "é"),
    "not a text encoding": ("<meta charset=hex><title>T</title><article>é</article>".encode(), "é"),
}


@pytest.mark.parametrize(("content", "expected"), CHARSETS.values(), ids=list(CHARSETS))
def test_charset(content: bytes, expected: str, importing: Importing) -> None:
    """A page is decoded as browsers decode it."""
    assert importing("x.html", content).body == f"{expected}\n"


HOSTILE = [
    "<img src=x onerror=alert(1) alt='<img src=x onerror=alert(1)>'>",
    "<a href='java\nscript:alert(1)'>x</a><a href=' javascript:alert(1)'>y</a><a href='data:text/html,x'>z</a>",
    "<a href='https://a.example/\"onclick=alert(1) x=\"'>x</a><a href='https://a.example/)<script>alert(1)</script>'>y</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=x onerror=alert(1)&gt;",
    "<p>&lt;!--</p><script>alert(1)</script><p>--&gt;</p><!-- <script>alert(1)</script> -->",
    "[x](javascript:alert(1)) [y]: javascript:alert(1) ![z](https://a.example/x.gif)",
    "a{: onclick=alert(1) } <h2>b { onclick=alert(1) }</h2><p>c<br>{: onclick=alert(1) }</p>",
    "<pre>\n```\n<script>alert(1)</script>\n```</pre><code>``<script>alert(1)</script></code>",
    "<pre>--8<-- 'secret.txt'</pre><p>--8&lt;-- 'secret.txt'<br>--8&lt;-- 'secret.txt'</p><code>--8&lt;-- 'secret.txt'</code>",
    "<svg><script>alert(1)</script></svg><math><mtext><img src=x onerror=alert(1)></mtext></math><iframe src=x></iframe>",
    "<table><tr><td>a</td><td>b|&lt;script&gt;</td></tr><tr><td onclick=alert(1)>c</td><td>`|&lt;b onclick=x&gt;`</td></tr></table>",
    "<ul><li id='\"><script>alert(1)</script>'>a</li></ul><a href='#\"><script>alert(1)</script>'>b</a>",
    "<xmp><script>alert(1)</script></xmp><textarea><img src=x onerror=alert(1)></textarea><plaintext><script>alert(1)</script>",
    "!!! note\n??? x\n/// details\n<p>::: os.path</p><p>*[HTML]: x</p><p>[^1]: x</p>",
]
ALLOWED = {
    *"html head body article p br hr h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote table thead tbody tr th td em strong".split(),
    *"del sup sub code pre a div span".split(),
}


@pytest.mark.parametrize("markup", HOSTILE)
def test_hostile_page_gives_only_harmless_elements(markup: str, importing: Importing, tmp_path: pathlib.Path) -> None:
    """Whatever a page holds, the built page has no scripts, handlers, pictures or other addresses than web and mail."""
    (tmp_path / "secret.txt").write_text("the secret")
    body = importing("x.html", f"<title>T</title><article><p>Begin.</p>{markup}<p>End.</p></article>").body
    built = rendered(
        body, [*SITE, *OTHERS, "pymdownx.snippets"], **{"pymdownx.snippets": {"base_path": [str(tmp_path)]}}
    )
    assert {tag.name for tag in built.find_all(True)} <= ALLOWED
    attributes = {name for tag in built.find_all(True) for name in tag.attrs}
    assert attributes <= {"href", "id", "class", "title"}
    assert all(re.match(r"(?:https?://|mailto:|#)", str(link["href"])) for link in built.select("[href]"))
    assert "the secret" not in built.get_text()


DIRECTIONS = (
    "a&#8238;b<b title='\u202e'>c&#x2066;</b>\u202d<img alt='d\u202ee'>&#1;<a href='https://a.example/\u202e'>f</a>"
)


def test_page_has_no_control_characters(importing: Importing) -> None:
    """Control characters are dropped wherever a page has them, also written as references."""
    imported = importing(
        "x.html",
        f"<title>T\u202ex</title><meta name=description content='A&#8238;B'><article><p>{DIRECTIONS}</article>",
    )
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", imported.body + repr(imported.metadata)
    )
    assert imported.metadata["abstract"] == "AB"


FACTS: dict[str, tuple[str, dict[str, Any]]] = {
    "nothing stated": ("", {"type": "webpage", "title": "T"}),
    "a scholarly article": (
        """<meta name=citation_title content="Trees"><meta name=citation_author content="Berg, Ann">
        <meta name=citation_author content="Tom Low"><meta name=citation_journal_title content="Wood">
        <meta name=citation_publication_date content="2024/3"><meta name=citation_doi content="10.1/x">""",
        {
            "type": "article-journal",
            "title": "Trees",
            "author": [{"given": "Ann", "family": "Berg"}, {"given": "Tom", "family": "Low"}],
            "container-title": "Wood",
            "issued": "2024-03",
            "DOI": "10.1/x",
        },
    ),
    "Open Graph": (
        """<meta property=og:title content="Trees"><meta property=og:site_name content="The Post">
        <meta property=article:published_time content="2024-03-04T23:30:00+01:00"><meta property=og:url content="https://a.example/t">
        <meta property=og:locale content=de_AT><meta property=og:description content="On  trees.">""",
        {
            "type": "webpage",
            "title": "Trees",
            "container-title": "The Post",
            "issued": "2024-03-04",
            "URL": "https://a.example/t",
            "language": "de-AT",
            "abstract": "On trees.",
        },
    ),
    "JSON-LD": (
        """<script type="application/ld+json">not json</script><script type="application/ld+json">[{"@type": "Person", "name": "X"},
        {"@type": "OpinionNewsArticle", "headline": "Trees &amp; us", "author": {"@type": "Person", "givenName": "Ann", "familyName": "Berg"},
         "isPartOf": {"name": "The Post"}, "publisher": [{"name": "The House"}], "datePublished": "2024", "url": "javascript:x"}]</script>""",
        {
            "type": "article-newspaper",
            "title": "Trees & us",
            "author": [{"given": "Ann", "family": "Berg"}],
            "container-title": "The Post",
            "publisher": "The House",
            "issued": "2024",
            "genre": "OpinionNewsArticle",
        },
    ),
    "half a pair of surrogates, which no file can hold": (
        r'<script type="application/ld+json">{"@type": "Article", "headline": "Tr\ud83dees"}</script>',
        {"type": "webpage", "title": "Trees", "genre": "Article"},
    ),
}


@pytest.mark.parametrize(("head", "expected"), FACTS.values(), ids=list(FACTS))
def test_facts_that_a_page_states(head: str, expected: dict[str, Any], importing: Importing) -> None:
    """The record has what the page states, as precisely as it does, and nothing else."""
    assert (
        importing(
            "x.html", f"<html><head><title>T</title>{head}</head><body><article><p>{LONG}</p></article></body></html>"
        ).metadata
        == expected
    )


# --- Markdown files


def test_markdown_without_front_matter(importing: Importing) -> None:
    """A leading heading is the title; everything below stays byte for byte."""
    imported = importing("x.md", "\ufeff# The *old* `mill` #\r\n\r\n\r\nText  \r\n<b>raw</b>\r\n\r\n# Other")
    assert imported.metadata == {"type": "document", "title": "The old mill"}
    assert imported.body == "Text  \r\n<b>raw</b>\r\n\r\n# Other\n"


@pytest.mark.parametrize(
    ("front_matter", "expected"),
    [
        ("date: 4 March 2024", {"issued": "2024-03-04"}),
        (
            "date: soon\nurl: javascript:x\nauthors: [{name: Ann Berg}]",
            {"author": [{"given": "Ann", "family": "Berg"}]},
        ),
        (
            "author: Berg, Ann\nlang: fa\ndate: 2024-03",
            {"author": [{"given": "Ann", "family": "Berg"}], "issued": "2024-03", "language": "fa"},
        ),
        ("author: {family: Berg, given: Ann, web: x}", {"author": [{"given": "Ann", "family": "Berg"}]}),
        ("title: [a]\ntags: 010", {}),
    ],
)
def test_front_matter_that_maps(front_matter: str, expected: dict[str, Any], importing: Importing) -> None:
    """Keys of other programs become CSL fields where they say the same, as text."""
    imported = importing("x.md", f"---\n{front_matter}\n---\n\n## Part\n\nText\n")
    assert imported.metadata == {"type": "document", "title": "x"} | expected
    assert imported.body == "## Part\n\nText\n"


# --- files that cannot be imported

FAILURES: dict[str, tuple[str, bytes, str, int, int]] = {
    "another kind": ("x.pdf", b"%PDF", "unexpected-file", 1, 1),
    "no extension": ("x", b"text", "unexpected-file", 1, 1),
    "empty": ("x.txt", b" \n", "empty-value", 1, 1),
    "only a byte order mark": ("x.txt", b"\xef\xbb\xbf", "empty-value", 1, 1),
    "a page without text": ("x.html", b"<title>T</title><script>x</script>", "empty-value", 1, 1),
    "no UTF-8": ("x.txt", "é\naé".encode() + b"b\xe9", "not-utf-8", 2, 4),
    "no UTF-8 behind a byte order mark": ("x.md", b"\xef\xbb\xbfa\xff", "not-utf-8", 1, 2),
    "UTF-16": ("x.txt", "text".encode("utf-16"), "not-utf-8", 1, 1),
    "no archive": ("x.mhtml", b"text", "unreadable-file", 1, 1),
    "an archive without a page": ("x.mht", b"Content-Type: text/plain\n\ntext", "unreadable-file", 1, 1),
    "deep page": ("x.html", b"<article>" + b"<div>" * 5000 + b"x", "unreadable-file", 1, 1),
    "YAML": ("x.md", b"---\ntitle: a\nb: c: d\n---\n", "yaml-syntax", 3, 5),
    "YAML alias": ("x.md", b"---\na: &x 1\nb: *x\n---\n", "yaml-alias", 2, 4),
    "YAML key twice": ("x.md", b"---\na: 1\na: 2\n---\n", "duplicate-key", 3, 1),
    "YAML depth": ("x.md", b"---\na: " + b"[" * 5000 + b"]" * 5000 + b"\n---\n", "yaml-too-deep", 2, 23),
    "YAML list": ("x.md", b"---\n- a\n---\n", "not-a-mapping", 2, 1),
}


@pytest.mark.parametrize(("name", "content", "code", "line", "column"), FAILURES.values(), ids=list(FAILURES))
def test_failure(name: str, content: bytes, code: str, line: int, column: int, importing: Importing) -> None:
    """A file that cannot be imported fails with a known code, at the place where it is wrong."""
    with pytest.raises(ImportFailure) as raised:
        importing(name, content)
    location = raised.value.problem.location
    assert (raised.value.problem.code, location.line, location.column) == (code, line, column)
    assert code in CODES
    assert location.path.endswith(name)


def test_files_that_cannot_be_read(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is missing, too large, or a folder fails as any other."""
    (tmp_path / "folder.txt").mkdir()
    for name in ("missing.txt", "folder.txt"):
        with pytest.raises(ImportFailure, match="unreadable-file"):
            read_file(tmp_path / name)
    monkeypatch.setattr("glossator.imports.sources.formats.LARGEST_FILE", 3)
    with pytest.raises(ImportFailure, match="file-too-large"):
        read(tmp_path, "x.txt", "text")


@pytest.mark.slow
def test_what_is_missing_of_the_libraries_for_the_web_is_named() -> None:
    """An older pip leaves one of them out: the message names it, and the hint installs it, not what was just done."""
    script = """
import pathlib, sys
from importlib.metadata import PackageNotFoundError, distribution
from glossator import installing
from glossator.imports.sources import ImportFailure, read_file
def there(name):
    if name == "lxml-html-clean":
        raise PackageNotFoundError(name)
    return distribution(name)
installing.distribution = there
sys.modules["lxml_html_clean"] = None
try:
    read_file(pathlib.Path(sys.argv[1]) / "roadworks.html")
except ImportFailure as failure:
    print(failure.problem.message, failure.problem.hint, sep="; ")
"""
    said = subprocess.run(
        [sys.executable, "-c", script, str(CASES)],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": ":".join(sys.path), "PATH": str(pathlib.Path(sys.executable).parent)},
    )
    message = "web pages cannot be read without the Python package `lxml_html_clean`"
    assert (said.stdout, said.stderr) == (f"{message}; pip install 'lxml-html-clean>=0.4.3'\n", "")


@pytest.mark.slow
def test_text_needs_no_library_for_the_web() -> None:
    """Text and Markdown are imported without the `import` extra; a page says how to install it."""
    script = """
import pathlib, sys
from glossator.imports.sources import ImportFailure, read_file
web = {"bs4", "markdownify", "trafilatura"}
cases = pathlib.Path(sys.argv[1])
read_file(cases / "library-hours.txt"), read_file(cases / "tree-survey.md")
assert not web & set(sys.modules), web & set(sys.modules)
sys.modules["bs4"] = None
try:
    read_file(cases / "roadworks.html")
except ImportFailure as failure:
    print(failure.problem.code, failure.problem.hint)
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(CASES)],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": ":".join(sys.path), "PATH": str(pathlib.Path(sys.executable).parent)},
    )
    assert (done.stdout, done.stderr) == ("unreadable-file pip install 'glossator[import]'\n", "")


# --- what is written is what is seen


WATER = """<title>Water</title><article><h1>Water</h1><p>It is H<sub>2</sub>O, 10<sup>6</sup> tonnes of it
<del>old</del> <ins>new</ins>, says the report<sup><a href="#n" id="r">1</a></sup> of the year.</p>
<dl><dt>Question</dt><dd>Was it <em>safe</em> &amp; clean?</dd></dl><ol><li id="n">Page 3. <a href="#r">back</a></li></ol></article>"""


def test_a_site_without_extensions_shows_the_same(importing: Importing) -> None:
    """What Markdown has no signs of its own for is HTML, so no sign of an extension is ever seen."""
    built = rendered(importing("water.html", WATER).body, ["tables", "fenced_code"])
    assert seen(built) == (
        "It is H2O, 106 tonnes of it old new, says the report1 of the year."
        " Question Was it safe & clean? Page 3. back".split()
    )
    assert {"sub", "sup", "del", "ins", "dl", "em"} <= {tag.name for tag in built.find_all(True)}
    assert all(built.find(id=str(link["href"])[1:]) for link in built.find_all("a"))


def test_readings_of_signs_stay_above_them(importing: Importing) -> None:
    """Ruby is kept: its readings, between the signs, would make other words of them."""
    text = "<ruby>橋<rp>(</rp><rt>はし</rt><rp>)</rp></ruby>は安全です。"
    assert text in importing("x.html", f"<title>T</title><article><p>{text}</p></article>").body


def test_what_a_page_has_beside_its_article_is_told_and_can_be_kept(tmp_path: pathlib.Path) -> None:
    """Lists of links, comments and shares are left out, with numbers by which they are asked for."""
    menu = "".join(f"<li><a href='/{number}'>Section {number}</a></li>" for number in range(9))
    text = "".join(f"<p>{LONG} Part {number}.</p>" for number in range(9))
    path = tmp_path / "x.html"
    path.write_text(
        f"<title>T</title><body><ul>{menu}</ul><article>{text}<div class='share'>Share this</div></article>"
        "<div class='comments'><p>First!</p></div></body>",
        encoding="utf-8",
    )
    imported = read_file(path)
    assert [block[:12] for block in imported.left_out] == ["1. Section 0", "2. Share thi", "3. First! (1"]
    assert all(word not in imported.body for word in ("Section", "Share", "First"))
    assert "Share this" in read_file(path, keep={2}).body
    assert all(word in read_file(path, keep=None).body for word in ("Section 8", "Share this", "First!"))


PLAIN = "".join(f"<p>{LONG} Part {number}.</p>" for number in range(9))
BESIDE = {
    "a line that leads to another text of the site": '<p>Read more: <a href="/o">The surveyor who counted all bridges</a></p>',
    "a line with the address of its own site": (
        '<p><a href="https://www.paper.example/x">The surveyor who counted all bridges</a></p>'
    ),
    "a name of a picture": "<figure><figcaption>The mayor / Ann Berg</figcaption></figure>",
    "a picture alone": '<p><img src="x.jpg" alt="The mayor in her office"></p>',
    "a heading of comments": "<h1>Comments</h1>",
}


@pytest.mark.parametrize("block", BESIDE.values(), ids=BESIDE.keys())
def test_small_blocks_beside_a_text_are_told(block: str, tmp_path: pathlib.Path) -> None:
    """In an article that is known well, what is none of its text is left out, told, and there for those who ask."""
    path = tmp_path / "x.html"
    head = '<title>T</title><link rel="canonical" href="https://paper.example/article">'
    path.write_text(f"{head}<body><article><h1>T</h1>{PLAIN}{block}</article></body>", encoding="utf-8")
    imported, words = read_file(path), re.findall("surveyor|mayor|Comments", block)
    assert len(imported.left_out) == 1
    assert words[0] in imported.left_out[0]
    assert words[0] not in imported.body
    assert words[0] in read_file(path, keep={1}).body


@pytest.mark.parametrize(
    "line",
    [
        "<p>Mehr zum Thema</p>",
        "<h3>Comments</h3>",
        "<p>Compartir en Facebook</p>",
        "<p>Foto: Ann Berg / Agentur</p>",
        "<p>Aktualisiert: 11.04.2030, 10:27</p>",
        "<p>LEA TAMBIÉN: <a href='/o'>El puente viejo</a> se cierra</p>",
        "<p>You can <a href='/join'>subscribe to our weekly letter</a>, as many others did.</p>",
        "<p>Suivez-nous sur nos réseaux.</p>",
        "<p>The old bridge and the mill in autumn, seen from the north bank (Photo: Ann Berg)</p>",
        "<p>11.04.2030, 10:27 Uhr</p>",
        "<p>4 min read</p>",
        "<p>© 2030 The Paper. All rights reserved.</p>",
        "<h3><a href='/o'>The surveyor who counted all bridges</a></h3>",
        "<div><a href='/all'>Zurück zur Übersicht</a><p></p></div>",
    ],
)
def test_lines_about_the_site_are_left_out(line: str, importing: Importing) -> None:
    """What they say tells them, in other languages too, though nothing else sets them apart from the text."""
    imported = importing("x.html", f"<title>T</title><article><h1>T</h1>{PLAIN}{line}</article>")
    assert len(imported.left_out) == 1
    assert imported.body.count("\n\n") == 8


@pytest.mark.parametrize(
    "line",
    [
        f"<h2>Related work</h2><p>{LONG} Others did.</p>",
        f"<h2>Comments</h2><p>{LONG} Others did.</p>",
        "<p>The readers of the paper subscribe to its view of the bridge, and follow us into the old town.</p>",
        "<p>Source: the river has its source in the hills above the town, and so this survey begins up there.</p>",
        "<p>The bridge was closed that day (so said Reuters).</p>",
        "<p>It was built in 1849 (see Photo 12), of stone from the quarry beside it.</p>",
        "<p>Read more slowly, the teacher said, and the class began again with the first line of the poem.</p>",
    ],
)
def test_sentences_that_begin_like_lines_about_the_site_stay(line: str, importing: Importing) -> None:
    """A heading with sentences below it and a sentence amid the text are of the text."""
    page_ = f"<title>T</title><article><h1>T</h1>{PLAIN}{line}{PLAIN.replace('Part', 'Page')}</article>"
    imported = importing("x.html", page_)
    assert imported.left_out == ()


def test_days_amid_a_text_stay(importing: Importing) -> None:
    """Above the entries of a diary they are no days of the page."""
    entries = "".join(f"<p>{day}.4.1915</p>{PLAIN}" for day in range(1, 5))
    imported = importing("x.html", f"<title>T</title><article><h1>T</h1>{PLAIN}{entries}</article>")
    assert all(re.search(rf"{day}\\?\.4\.1915", imported.body) for day in range(1, 5))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<noscript>", "</noscript>"),
        ("<noscript>", ""),
        ("<div hidden>", "</div>"),
        ("<div style='display:none'>", "</div>"),
        ('<script type=\'application/ld+json\'>{"@type": "NewsArticle", "articleBody": "', '"}</script>'),
    ],
)
def test_an_article_that_only_scripts_show_is_not_lost(before: str, after: str, importing: Importing) -> None:
    """It may be hidden, stand beside for browsers without scripts, or as data, while all that is seen is a menu."""
    menu = "".join(f"<li><a href='/{number}'>Section {number} of this paper</a></li>" for number in range(99))
    text = " ".join(f"{LONG} Part {number}." for number in range(9)) if "json" in before else PLAIN
    body = importing("x.html", f"<title>T</title><body><ul>{menu}</ul>{before}{text}{after}").body
    assert "Part 0" in body
    assert "Part 8" in body


def test_a_text_that_is_written_as_headings_stays(importing: Importing) -> None:
    """Its last sentences are no heading of which the text is gone."""
    told = "Whoever wants to see the piers of the old bridge, and the cracks in two of them, comes to the mill at ten."
    page_ = (
        f"<title>T</title><article><h1>T</h1>{PLAIN}<h2>{told}</h2><div class='post-views'>Views: 22</div></article>"
    )
    assert told in importing("x.html", page_).body


def test_the_first_sentences_below_the_title_are_of_the_text(tmp_path: pathlib.Path) -> None:
    """A lead that stands outside of the element with the text is taken, and nothing between."""
    lead = "The council wants to close the old bridge to lorries, as a survey has found cracks in two of its piers."
    path = tmp_path / "x.html"
    path.write_text(
        f"<title>T</title><meta name='description' content='{lead}'><body><div><h1>T</h1><p>{lead}</p></div>"
        f"<div><p>Follow us every day.</p></div><article>{PLAIN}</article></body>",
        encoding="utf-8",
    )
    body = read_file(path).body
    assert body.startswith(lead)
    assert "Follow" not in body


@pytest.mark.parametrize("around", ["header role='banner'", "div style='display: none'", "form", "div hidden"])
def test_a_page_is_not_lost_in_what_wraps_all_of_it(around: str, tmp_path: pathlib.Path) -> None:
    """A banner that is never closed, and a page that hides itself until scripts have run, hold the text all the same."""
    path = tmp_path / "x.html"
    path.write_text(f"<title>T</title><body><{around}><h1>T</h1>{PLAIN}", encoding="utf-8")
    assert "Part 8" in read_file(path).body


def test_the_page_is_compared_with_its_file(importing: Importing) -> None:
    """Words that differ, another structure and marks that this site would show are named."""
    imported = importing("water.html", WATER)
    good = markdown.markdown(imported.body, extensions=["tables"])
    assert list(differences(imported, good)) == []
    told = list(differences(imported, good.replace("report", "paper").replace("<li>", "<p>")))
    assert told == [
        "1 word not on the page: “report1”",
        "1 word only on the page: “paper1”",
        "of the kind list entry the file has 1 and the page 0",
    ]
    foreign = importing("x.md", "# T\n\nA note[^1], ~~old~~ H~2~O.\n\n!!! note\n    x\n\n[^1]: Who?\n")
    marks = [line.split("`")[1] for line in differences(foreign, markdown.markdown(foreign.body))]
    assert marks == ["footnotes", "pymdownx.tilde", "pymdownx.tilde", "admonition"]


@pytest.mark.parametrize("charset", ["gb2312", "iso-8859-1", "windows-1251"])
def test_utf_8_under_an_old_declaration_is_read_right(charset: str, importing: Importing) -> None:
    """Who saves a page often writes UTF-8 and leaves what it declared."""
    page_ = f'<meta charset="{charset}"><title>T</title><p>Größe, 北京, Łódź</p>'
    assert importing("x.html", page_.encode()).body == "Größe, 北京, Łódź\n"


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("By Ann Berg May 3", [{"given": "Ann", "family": "Berg"}]),
        ("Par Ann Berg | La Gazette", [{"given": "Ann", "family": "Berg"}]),
        ("Ann Berg vor 2 Stunden", [{"given": "Ann", "family": "Berg"}]),
        ("View all posts by Ann Berg", [{"given": "Ann", "family": "Berg"}]),
        ("Zum Profil von Ann Berg", [{"given": "Ann", "family": "Berg"}]),
        ("Ann Berg am 3. Mai", [{"given": "Ann", "family": "Berg"}]),
        ("username", None),
        ("ann_berg", None),
        ("No Author", None),
        ("March", None),
        ("Authority control", None),
        ("@annberg", None),
    ],
)
def test_authors_are_found_and_not_invented(byline: str, expected: object, importing: Importing) -> None:
    """What sites put beside a name is none of it, and what is no name names nobody."""
    page_ = f'<title>T</title><meta name="author" content="{byline}"><article><p>{LONG}</p></article>'
    assert importing("x.html", page_).metadata.get("author") == expected


@pytest.mark.parametrize("around", ["li class='comment first'", "nav", "div class='related'"])
def test_the_author_of_a_comment_or_of_another_article_is_not_that_of_the_page(
    around: str, importing: Importing
) -> None:
    """Their bylines are marked as that of the page is, and may stand before it, or alone."""
    other = f"<{around}><p class='byline'>Tom Low</p></{around.split()[0]}>"
    page_ = f"<title>T</title>{other}<article><h1>T</h1>%s<p>{LONG}</p></article>"
    own = "<p class='byline'>By Ann Berg</p>"
    assert importing("x.html", page_ % own).metadata["author"] == [{"given": "Ann", "family": "Berg"}]
    assert "author" not in importing("x.html", page_ % "").metadata


def test_what_is_said_in_two_ways_is_said_once(importing: Importing) -> None:
    """A page that names its creator by RDFa and by an older name has one author, that of RDFa."""
    head = '<meta name="dc:creator" content="A. Berg"><meta property="dc:creator" content="Ann Berg">'
    page_ = f"<title>T</title>{head}<article><p>{LONG}</p></article>"
    assert importing("x.html", page_).metadata["author"] == [{"given": "Ann", "family": "Berg"}]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (
            (
                '<span class="mwe-math-element"><span style="display: none"><math alttext="{\\displaystyle p_{i}}"><mi>p</mi>'
                '</math></span><img class="mwe-math-fallback-image-inline" alt="p_i" aria-hidden="true"></span>'
            ),
            "`p_{i}`",
        ),
        ('<img class="mwe-math-fallback-image-inline" alt="{\\displaystyle N}" src="n.svg">', "*N*"),
        (
            (
                '<span class="katex"><span class="katex-mathml"><math><semantics><mi>x</mi><annotation encoding='
                '"application/x-tex">x^2</annotation></semantics></math></span><span class="katex-html" aria-hidden="true">'
                "x2</span></span>"
            ),
            "`x^2`",
        ),
        (
            (
                '<span class="MathJax_Preview"></span><span class="MathJax"><span>x2</span></span>'
                '<script type="math/tex">x^2</script>'
            ),
            "`x^2`",
        ),
        ("<math><mfrac><mi>a</mi><mrow><mi>b</mi><mo>+</mo><mn>1</mn></mrow></mfrac></math>", "`a/(b+1)`"),
        ("<math><msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup></math>", "`x_i^2`"),
    ],
)
def test_a_formula_is_kept_as_a_line(markup: str, expected: str, importing: Importing) -> None:
    """No source may hold MathML, so the page's TeX stands there, once, or the signs as one types them."""
    page_ = f"<title>T</title><article><p>{LONG}</p><p>Here {markup} is the height.</p></article>"
    assert f"Here {expected} is the height." in importing("x.html", page_).body


def test_names_of_places_are_no_links(importing: Importing) -> None:
    """A speech behind an old anchor does not lead elsewhere, and is kept; a heading does not become a link to its page."""
    page_ = (
        f'<title>T</title><link rel="canonical" href="https://a.example/b"><article><p>{LONG}</p><p><b>Ann Berg:</b> '
        '<a name="q2">And when did you hear of it, and from whom, if I may ask you that?</a></p>'
        f'<ul><li><a href="#h">1 The flood</a></li></ul><h2><span class="mw-headline" id="h">The flood</span>'
        f'<span class="mw-editsection">[<a href="/edit">edit</a>]</span></h2><p>{LONG}</p>'
        '<h2 id="g">The bridge <a href="#g">#</a></h2>'
        f"<p>{LONG}</p></article>"
    )
    body = importing("x.html", page_).body
    assert "**Ann Berg:** And when did you hear" in body
    assert "[1 The flood](#source-" in body
    assert re.search(r"^## <span id=[^>]*></span>The flood$", body, re.MULTILINE)
    assert re.search(r"^## The bridge$", body, re.MULTILINE)


def test_a_table_within_a_layout_stays_a_table(importing: Importing) -> None:
    """Cells of another table around it do not make it one that only lays out a page."""
    page_ = (
        f"<title>T</title><article><p>{LONG}</p><table><tr><th>Spring</th></tr><tr><td><p>Monday</p><table>"
        "<tr><th>Time</th><th>Place</th></tr><tr><td>8:10</td><td>the mill</td></tr></table></td></tr></table></article>"
    )
    assert "| Time | Place |\n| --- | --- |\n| 8:10 | the mill |" in importing("x.html", page_).body


SPEECH = " ".join(
    f"In the year {year} the council met {year % 7 + 2} times and spoke of the bridge, which had {year % 5} piers left."
    for year in range(1801, 1815)
)


def test_comments_of_readers_and_the_section_are_left_out(importing: Importing) -> None:
    """However much prose the comments are, and though the section's name is a word of the text."""
    page_ = (
        '<title>T</title><article><div><a href="/roads">Roads</a></div><h1>T</h1>'
        f'<p>{SPEECH}</p><p>{LONG} Roads cost money.</p><div id="comments" class="comments-area"><h2>Two thoughts on it</h2>'
        f"<ol><li><p>{'As a reader I have crossed it for years, and I say that it never held. ' * 4}</p></li></ol></div></article>"
    )
    imported = importing("x.html", page_)
    assert "As a reader" not in imported.body
    assert "[Roads]" not in imported.body
    assert any("Two thoughts" in block for block in imported.left_out)


@pytest.mark.parametrize(
    ("head", "headings", "title"),
    [
        ("<title>The Old Mill - Site</title>", "<h1>Skip and service</h1><h1>The Old Mill</h1>", "The Old Mill"),
        (
            (
                '<title>Old Mill - Site</title><script type="application/ld+json">{"@type": "Article", "headline": '
                '"building by a river"}</script>'
            ),
            "<h1>Old Mill</h1>",
            "Old Mill",
        ),
        (
            '<title>Old Mill</title><meta property="og:title" content="Why the mill stands">',
            "<h1>Old Mill</h1>",
            "Old Mill",
        ),
    ],
)
def test_the_title_is_the_heading_that_names_the_page(
    head: str, headings: str, title: str, importing: Importing
) -> None:
    """What a page states of its subject, or begins with for those who see no screen, is no title."""
    page_ = f"{head}<body>{headings}<article><p>{LONG}</p></article>"
    assert importing("x.html", page_).metadata["title"] == title


def test_a_title_of_another_level_is_not_shown_twice(importing: Importing) -> None:
    """Blogs set it below the day, as a heading of the third level."""
    page_ = f"<title>Old Mill</title><article><h2>May 4</h2><h3>Old Mill</h3><p>{LONG}</p></article>"
    body = importing("x.html", page_).body
    assert "Old Mill" not in body


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ('<time class="entry-date published" datetime="2019-08-02T15:57:41Z">then</time><time datetime="2020-01-01">', "2019-08-02"),
        ('<abbr class="published" title="2011-07-28T12:11:00+08:00">noon</abbr>', "2011-07-28"),
        ('<time datetime="2018-01-05T10:00">a</time><time datetime="2018-01-05T11:00">b</time>', "2018-01-05"),
        ('<time datetime="2018-01-05">a</time><time datetime="2019-01-05">b</time>', None),
        ('<time class="entry-date updated" datetime="2018-01-05">a</time><time datetime="2019-01-05">b</time>', None),
    ],
)  # fmt: skip
def test_the_day_is_that_of_the_entry_or_the_only_one(stated: str, day: str | None, importing: Importing) -> None:
    """Of several days none is guessed."""
    page_ = f"<title>T</title><article><p>{stated}</p><p>{LONG}</p></article>"
    assert importing("x.html", page_).metadata.get("issued") == day


def test_line_breaks_that_show_nothing_are_not_written(importing: Importing) -> None:
    """At the end of a block a break is none; within verse it is one."""
    page_ = f"<title>T</title><article><p>{LONG}</p><br><br><p>One line<br>and another<br></p><div><br></div></article>"
    body = importing("x.html", page_).body
    assert body.endswith("\n\nOne line  \nand another\n")
    assert "\n\n\n" not in body


def test_verse_keeps_its_lines_and_prose_does_not(importing: Importing) -> None:
    """Lines that could have gone on, and begin with capitals, end on purpose; what stands further right stays there."""
    verse = "The water came by night,\n    The water came by day,\nAnd took the miller's daughter\n    And took the mill away."
    prose = "The river rose in the second week of March, and nobody in the town had\nSeen the like of it since Noah and his sons had\nBuilt."
    body = importing("x.txt", f"T\n\n{LONG}\n\n{verse}\n\n{prose}\n").body
    assert "The water came by night,  \n\u2003\u2003The water came by day,  \nAnd took" in body
    assert "in the town had Seen the like of it" in body


def test_clauses_and_sections_of_a_law_stand_apart(importing: Importing) -> None:
    """Each clause is a paragraph; numbered lines that count the sections are headings."""
    law = (
        f"1. Short title\n\n{LONG}\n\n2. Penalties\n\nWhoever does it\n(a) is guilty; and\n(b) pays\nforty shillings.\n"
    )
    body = importing("x.txt", f"Markets Act\n\n{law}").body
    assert "## 1\\. Short title\n" in body
    assert "## 2\\. Penalties\n\nWhoever does it\n\n(a) is guilty; and\n\n(b) pays forty shillings.\n" in body


def test_a_numbered_transcript_is_its_speeches(importing: Importing) -> None:
    """The numbers of lines are left out, and told; each who speaks begins a paragraph."""
    lines = ["   MR. LOW:  Good morning.", "Q.  Your name?", "A.  Ann", "Berg.", "   THE COURT:  Thank you."]
    text = "\n".join(f"{number:2}   {line}" for number, line in enumerate(lines, 1))
    imported = importing("x.txt", f"Hearing\n\n{text}\n")
    assert [" ".join(part.split()) for part in imported.body.split("\n\n")] == [
        "MR. LOW: Good morning.",
        "Q. Your name?",
        "A. Ann Berg.",
        "THE COURT: Thank you.",
    ]
    assert imported.losses == ("the numbers of 5 lines are left out",)
    figures = "\n".join(f"{number}   {number * 7} cows" for number in (3, 9, 4, 8, 2))
    assert "3" in importing("y.txt", f"Cows\n\n{figures}\n").body


def test_a_book_of_project_gutenberg_is_the_book(importing: Importing) -> None:
    """Its header says title and author and goes, as the licence does; chapters are headings, contents are none."""
    star = "*** {} OF THE PROJECT GUTENBERG EBOOK THE MILL ***"
    inside = f"THE MILL\n\nCHAPTER I.\n\nCHAPTER II.\n\n\nCHAPTER I.\n\nTHE FLOOD\n\n{LONG}\n\nCHAPTER II.\n\n{LONG}\n"
    text = f"The eBook\n\nTitle: The Mill\n\nAuthor: Ann Berg\n\n{star.format('START')}\n\n{inside}\n{star.format('END')}\n\n1.F. LIMITED\n"
    imported = importing("x.txt", text)
    assert imported.metadata["title"] == "The Mill"
    assert imported.metadata["author"] == [{"given": "Ann", "family": "Berg"}]
    assert re.findall("(?m)^## (.*)$", imported.body) == ["CHAPTER I. THE FLOOD", "CHAPTER II."]
    assert "LIMITED" not in imported.body
    assert len(imported.losses) == 1


@pytest.mark.parametrize("mark", [":smile:", "{{ page.title }}", "[!NOTE]", "{++new++}", "++ctrl+c++"])
def test_marks_of_other_programs_are_named(mark: str, importing: Importing) -> None:
    """What another program reads, and this site shows, is told with its example."""
    imported = importing("x.md", f"# T\n\nSome words {mark} here.\n")
    told = " ".join(differences(imported, markdown.markdown(imported.body)))
    assert f"`{mark}`" in told
