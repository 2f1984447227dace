"""A page's text as readers see it, its passages, and the way back to the HTML."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from html import unescape
from itertools import pairwise
from typing import Any

import html5lib
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy
from markdown import Markdown

from glossator import Span, TextMap, read


def passages(html: str) -> list[str]:
    """The text of each passage."""
    page = read(html)
    return [page.text[passage.span.start : passage.span.end] for passage in page.passages]


# Which text counts, and where one passage ends and the next begins


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("", [], id="an empty page"),
        pytest.param("The well was dry.", ["The well was dry."], id="text without any element"),
        pytest.param("<p>One.</p>\n<p>Two.</p>", ["One.", "Two."], id="paragraphs"),
        pytest.param("<p> </p><p>&nbsp;</p><p>&#8203;<br></p><p>One.</p>", ["One."], id="empty paragraphs"),
        pytest.param("<h1>Minutes</h1><p>One.</p><h3>Votes</h3><p>Two.</p>", ["One.", "Two."], id="headings are no passages"),
        pytest.param("<p>A <em>very <b>dry</b></em> w<i>el</i>l.</p>", ["A very dry well."], id="inline elements"),
        pytest.param("<p>Main Street 1<br>Northport<br/>\n<br />Coast</p>", ["Main Street 1 Northport Coast"], id="line breaks"),
        pytest.param("<p>The\n   town \t bought\r\nwater.</p>", ["The town bought water."], id="white space"),
        pytest.param("<p>water<wbr>works<!-- and not -->, <img alt='a map' src='m.png'>sold</p>", ["waterworks, sold"], id="signs without text"),
        # Character references
        pytest.param("<p>R&amp;D &lt;b&gt; &eacute;&#233;&#xE9; &hellip;</p>", ["R&D <b> ééé …"], id="character references"),
        pytest.param("<p>R&amp D, &copy2024, caf&eacute, &#8212ab &#x2014z</p>", ["R& D, ©2024, café, —ab —z"], id="references without semicolon"),
        pytest.param("<p>AT&T, R & D, &unknown; &; &# &#x; 5 &#<b>6</b></p>", ["AT&T, R & D, &unknown; &; &# &#x; 5 &#6"], id="bare ampersands"),
        pytest.param("<p>&notit; &copyright; &fjlig;ord</p>", ["¬it; ©right; fjord"], id="references that are shorter or longer than they look"),
        pytest.param("<p>one&#32;&#10;&#x9;two&nbsp;three</p>", ["one two\xa0three"], id="referenced white space"),
        pytest.param("one &amp", ["one &"], id="a reference at the end of the page"),
        # End tags left out
        pytest.param("<p>One.<p>Two.<div>Three.</div>Four.", ["One.", "Two.", "Three.", "Four."], id="unclosed paragraphs"),
        pytest.param("<ul><li>One<li>Two<ul><li>Three</ul><li>Four</ul>Five", ["One", "Two", "Three", "Four", "Five"], id="unclosed items"),
        pytest.param("<table><tr><th>Ward<th>Seats<tr><td>North<td>7<tbody><tr><td>South<td>9</table>", ["Ward Seats", "North 7", "South 9"], id="unclosed rows and cells"),
        pytest.param("<dl><dt>Ward<dd>North<dd>South<dt>Seats<dd>16</dl>", ["Ward", "North", "South", "Seats", "16"], id="unclosed definitions"),
        pytest.param("<p>One</b> two</div> three.", ["One two three."], id="end tags of nothing"),
        # Blocks in blocks
        pytest.param("<ul><li>One<ul><li>Two</li></ul></li><li><p>Three</p><p>Four</p></li></ul>", ["One", "Two", "Three", "Four"], id="nested lists"),
        pytest.param("<ul><li>One<ul><li>Two</li></ul>Three</li></ul>", ["One", "Two", "Three"], id="text behind a nested list"),
        pytest.param("<div>One<p>Two</p>Three</div>", ["One", "Two", "Three"], id="text around a paragraph"),
        pytest.param("<blockquote><p>One</p><p>Two</p></blockquote><blockquote>Three</blockquote>", ["One", "Two", "Three"], id="block quotations"),
        pytest.param("<figure><img src='m.png'><figcaption>The <b>map</b></figcaption></figure>", ["The map"], id="a caption"),
        pytest.param("<details><summary>More</summary><p>Less</p></details>", ["More", "Less"], id="details"),
        pytest.param("<section><article><p>One</p></article></section><footer>Two</footer>", ["One", "Two"], id="sections"),
        # Tables: a row is a passage
        pytest.param("<table><caption>Wards</caption><thead><tr><th>Ward</th><th>Seats</th></tr></thead><tbody><tr><td>North</td><td>7</td></tr></tbody></table>", ["Wards", "Ward Seats", "North 7"], id="a table"),
        pytest.param("<table><tr><td><p>One</p><p>Two</p></td><td><ul><li>Three</li><li>Four</li></ul></td></tr></table>", ["One Two Three Four"], id="cells with blocks"),
        pytest.param("<table><tr><td>One<pre>two\nthree</pre></td><td>four</td></tr></table>", ["One two three four"], id="code in a cell"),
        pytest.param("<table><tr><td>One<table><tr><td>two</td><td>three</td></tr></table></td><td>four</td></tr></table>", ["One two three four"], id="a table in a cell"),
        pytest.param("<table><tr><td></td><td> </td></tr><tr><td>One</td><td></td></tr></table>", ["One"], id="empty rows and cells"),
        # Code
        pytest.param("<pre><code>def vote():\n    return 7\n\n</code></pre>", ["def vote(): return 7"], id="a code block"),
        pytest.param("<pre>one<div>two</div></pre>", ["one two"], id="a block in a code block"),
        # Text that no reader reads
        pytest.param("<p>One<script>var a = '<p>not</p>';</script><style>p > b {}</style> two</p>", ["One two"], id="scripts and styles"),
        pytest.param("<p>One <span hidden>not</span><span aria-hidden='true'>not</span><i style='color: red; Display : none'>not</i><i style='visibility:hidden'>not</i>two</p>", ["One two"], id="hidden elements"),
        pytest.param("<p>One</p><div hidden><p>not</p></div><p aria-hidden=true>not</p><p aria-hidden='false'>two</p>", ["One", "two"], id="hidden blocks"),
        pytest.param("<p>One <button>not</button><select><option>not</select><textarea>not</textarea>two</p>", ["One two"], id="controls"),
        pytest.param("<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rp>(</rp><rt>じ</rt><rp>)</rp></ruby></p>", ["漢字"], id="ruby"),
        pytest.param("<p>E = <math><mi>m</mi></math> <svg><text>not</text><path d=''/></svg>two</p>", ["E = two"], id="formulas and drawings"),
        pytest.param("<html><head><title>not</title></head><body><p>One</p></body></html>", ["One"], id="a whole document"),
        # Our own, on a page that has been through here before
        pytest.param(
            '<header class="gl-head"><p>not</p></header><p id="p1"><a class="gl-number" href="#p1">1</a>One <mark class="gl-mark" data-notes="a">two</mark>'
            '<sup class="gl-ref"><a href="#note-a">1</a></sup>.</p><div class="gl-notes"><aside><p>not</p></aside></div><section class="gl-unplaced"><p>not</p></section>',
            ["One two."],
            id="notes",
        ),
    ],
)  # fmt: skip
def test_text_as_read(html: str, expected: list[str]) -> None:
    """Passages hold what readers see, and nothing else."""
    assert passages(html) == expected


# What Python-Markdown and pymdownx render

EXTENSIONS = (
    "abbr admonition attr_list def_list footnotes md_in_html tables toc pymdownx.betterem pymdownx.caret pymdownx.critic"
    " pymdownx.details pymdownx.highlight pymdownx.inlinehilite pymdownx.keys pymdownx.mark pymdownx.smartsymbols"
    " pymdownx.superfences pymdownx.tabbed pymdownx.tasklist pymdownx.tilde"
).split()
CONFIGS: dict[str, dict[str, Any]] = {
    "toc": {"permalink": True},
    "pymdownx.highlight": {"anchor_linenums": True, "line_spans": "__span", "pygments_lang_class": True},
    "pymdownx.tabbed": {"alternate_style": True},
    "pymdownx.tasklist": {"custom_checkbox": True},
}


@pytest.fixture(scope="module")
def material() -> Markdown:
    """Markdown as sites with Material for MkDocs set it up."""
    return Markdown(extensions=EXTENSIONS, extension_configs=CONFIGS)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("# Minutes\n\nThe *well*\nwas **dry**.  \nRain fell.\n\n## Votes", ["The well was dry. Rain fell."], id="headings with permanent links"),
        pytest.param("The rent rose[^1] again.\n\n[^1]: See the annex.\n\n    It is long.", ["The rent rose again.", "See the annex.", "It is long.\xa0"], id="footnotes"),
        pytest.param("!!! note \"For the record\"\n    The chair spoke.\n\n    - one\n    - two", ["For the record", "The chair spoke.", "one", "two"], id="an admonition"),
        pytest.param("??? question \"Who\"\n    Folded *away*.", ["Who", "Folded away."], id="a folded admonition"),
        pytest.param("=== \"North\"\n\n    Seats: 7\n\n=== \"South\"\n\n    Seats: 9", ["Seats: 7", "Seats: 9"], id="tabs, whose labels are headings of a kind"),
        pytest.param("```python\ndef vote():\n    return 7\n```", ["def vote(): return 7"], id="highlighted code"),
        pytest.param("``` { .python linenums=\"1\" title=\"vote.py\" }\ndef vote():\n    return 7\n```", ["vote.py", "def vote(): return 7"], id="highlighted code with line numbers in a table"),
        pytest.param("Use `#!python return 7` or `vote`.", ["Use return 7 or vote."], id="code in a line"),
        pytest.param("| Ward | Seats |\n|------|------:|\n| North *n* | 7 |\n| South | |", ["Ward Seats", "North n 7", "South"], id="a table"),
        pytest.param("Ward\n:   A part of town.\n\n    It votes.\n:   Another.", ["Ward", "A part of town.", "It votes.", "Another."], id="definitions"),
        pytest.param("1. one\n\n    two\n\n2. three\n    - four\n    - five", ["one", "two", "three", "four", "five"], id="lists"),
        pytest.param("- [x] done\n- [ ] open", ["done", "open"], id="tasks"),
        pytest.param("> Quoted.\n>\n> > Deeper.", ["Quoted.", "Deeper."], id="block quotations"),
        pytest.param("++ctrl+s++ ==marked== H~2~O x^2^ ~~gone~~ (c) -->", ["Ctrl+S marked H2O x2 gone © →"], id="signs"),
        pytest.param("The CC met.\n\n*[CC]: City council", ["The CC met."], id="abbreviations"),
        pytest.param("AT&T & R&amp;D <b>x</b> &copy; 1 < 2", ["AT&T & R&D x © 1 < 2"], id="character references"),
        pytest.param("<figure markdown>\n![map](m.png)\n<figcaption>The map</figcaption>\n</figure>", ["The map"], id="a figure"),
        pytest.param("One.\n{ #own .x }\n\nTwo.", ["One.", "Two."], id="attributes"),
    ],
)  # fmt: skip
def test_text_as_rendered_from_markdown(material: Markdown, source: str, expected: list[str]) -> None:
    """What Python-Markdown and its usual extensions make of a page is read as its readers see it."""
    assert passages(material.reset().convert(source)) == expected


# A second opinion: another parser, which makes a tree as browsers do

_BLOCKS = frozenset(
    "blockquote caption dd details div dl dt figcaption figure h2 hr li ol p pre section summary table tbody td th thead tr ul".split()
)
_UNREAD = frozenset(("button", "h2", "script", "style"))
_UNREAD_CLASSES = frozenset(("footnote-ref", "gl-notes"))


class _Tree:
    """Reads passages off a tree of elements."""

    def __init__(self, html: str) -> None:
        self.passages: list[str] = []
        self._holder: etree.Element | None = None
        self._walk(html5lib.parseFragment(html, namespaceHTMLElements=False), None, whole=False)

    def _walk(self, element: etree.Element, holder: etree.Element | None, *, whole: bool) -> None:
        """`whole`: whether it stands in a row or code block, where blocks are divided by spaces."""
        is_block = element.tag in _BLOCKS
        if not whole and is_block:
            holder = element
        if not _is_unread(element):
            self._text(element.text, holder)
            for child in element:
                if isinstance(child.tag, str):
                    inside = whole or element.tag in ("tr", "pre")
                    self._edge(child, holder, whole=inside)
                    self._walk(child, holder, whole=inside)
                    self._edge(child, holder, whole=inside)
                self._text(child.tail, holder)

    def _edge(self, element: etree.Element, holder: etree.Element | None, *, whole: bool) -> None:
        if element.tag == "br" or (whole and element.tag in _BLOCKS):
            self._text(" ", holder)
        elif element.tag in _BLOCKS:
            self._holder = None

    def _text(self, text: str | None, holder: etree.Element | None) -> None:
        if self._holder is not None and self._holder is holder:
            self.passages[-1] += text or ""
        elif text and _tidied(text):
            self._holder = holder
            self.passages.append(text)


def _is_unread(element: etree.Element) -> bool:
    return (
        element.tag in _UNREAD
        or "hidden" in element.attrib
        or element.get("aria-hidden") == "true"
        or "display : none" in element.get("style", "")
        or not _UNREAD_CLASSES.isdisjoint(element.get("class", "").split())
    )


def _tidied(text: str) -> str:
    """A passage without what nobody sees at its start."""
    # `&#1;` and its like: one parser drops what the other keeps.
    text = re.sub("[\x01-\x08]", "", text)
    return re.sub("^[\\s\xad\u034f\u200b-\u200f\u2060\ufeff]+", "", " ".join(re.split("[ \t\n\f\r]+", text))).strip(" ")


@given(data=st.data())
def test_another_parser_reads_the_same_passages(data: DataObject, pages: SearchStrategy[str]) -> None:
    """The words of all passages, in their order, are those of html5lib's tree of the same page."""
    html = data.draw(pages, label="page")
    # A root that is an element: text of the page itself then has a holder to compare.
    expected = [_tidied(text) for text in _Tree(f"<div>{html}</div>").passages]
    assert [_tidied(text) for text in passages(f"<div>{html}</div>")] == [text for text in expected if text]


# The way back


def _check_map(page: TextMap) -> None:
    """What holds for every map."""
    assert page.text == "\n".join(page.text[place.span.start : place.span.end] for place in page.places)
    assert [passage.number for passage in page.passages] == list(range(1, len(page.passages) + 1))
    for passage in page.passages:
        words = page.text[passage.span.start : passage.span.end]
        assert words
        assert words == words.strip(" ")
        assert not re.search("[\t\n\f\r]|  ", words)
        assert 0 <= passage.first <= passage.notes_at <= len(page.html)
        assert passage.id_at is None or page.html[: passage.id_at].rpartition("<")[2].isalnum()
    for earlier, later in pairwise(page.passages):
        assert earlier.span.end + 1 == later.span.start
        assert earlier.first < later.first
        assert earlier.notes_at <= later.notes_at
    ids = [passage.id_at for passage in page.passages if passage.id_at is not None]
    assert len(set(ids)) == len(ids)


@given(data=st.data())
def test_passages_follow_one_another(data: DataObject, pages: SearchStrategy[str]) -> None:
    """Passages are numbered from 1, make up the text with a newline between, and never share an element's id."""
    _check_map(read(data.draw(pages, label="page")))


@given(data=st.data())
def test_every_word_leads_back_to_its_html(data: DataObject, pages: SearchStrategy[str]) -> None:
    """The ranges of a word hold that word and nothing else, without a tag."""
    page = read(data.draw(pages, label="page"))
    for match in re.finditer(r"\S+", page.text):
        ranges = list(page.ranges(Span(*match.span())))
        assert "".join(unescape(page.html[start:end]) for start, end in ranges) == match[0]
        assert all(start < end for start, end in ranges)
        assert all(earlier[1] < later[0] for earlier, later in pairwise(ranges))


@given(data=st.data())
def test_the_ranges_of_a_span_are_in_order_and_apart(data: DataObject, pages: SearchStrategy[str]) -> None:
    """The ranges of any span hold its words; only what has no width in the page, such as a passage's end, is not there."""
    page = read(data.draw(pages, label="page"))
    assume(page.text)
    start = data.draw(st.integers(0, len(page.text) - 1))
    end = data.draw(st.integers(start + 1, len(page.text)))
    ranges = list(page.ranges(Span(start, end)))
    assert all(earlier[1] < later[0] for earlier, later in pairwise(ranges))
    assert not any("<p>" in page.html[low:high] or "</" in page.html[low:high] for low, high in ranges)
    words = _without_space("".join(unescape(page.html[low:high]) for low, high in ranges))
    # An entity of two code points is marked whole.
    assert _without_space(page.text[start:end]) in words
    assert len(words) <= len(_without_space(page.text[start:end])) + 2


def _without_space(text: str) -> str:
    return re.sub("[ \t\n\f\r]", "", text)


def test_the_passage_of_an_offset() -> None:
    """Each code point belongs to its passage, the newline behind a passage to the one before it."""
    page = read("<p>One.</p><p>Two.</p>")
    assert [page.passage_at(offset).number for offset in range(len(page.text))] == [1] * 5 + [2] * 4
    with pytest.raises(IndexError):
        read("").passage_at(0)


@pytest.mark.parametrize(
    ("html", "outside"),
    [
        ("<p>a <a href='/x'>link</a> b</p>", "<p>a |<a href='/x'>link</a>| b</p>"),
        ("<p><a><b>link</b></a></p>", "<p>|<a><b>link</b></a>|</p>"),
        ("<details><summary>link</summary><p>b</p></details>", "<details>|<summary>link</summary>|<p>b</p></details>"),
        ("<p><label>link</label></p>", "<p>|<label>link</label>|</p>"),
    ],
)
def test_no_link_stands_in_a_link(html: str, outside: str) -> None:
    """From inside a link, summary or label the nearest places for a link are right before and right after it."""
    page = read(html)
    inside = html.index("link") + 2
    before, after = page.before(inside), page.after(inside)
    assert html[:before] + "|" + html[before:after] + "|" + html[after:] == outside
    assert page.before(1) == page.after(1) == 1


@pytest.mark.parametrize(
    ("html", "behind"),
    [
        ("<h1>Minutes</h1><p>One.</p>", "<h1>Minutes</h1>"),
        ("<p>Zero.</p><h1 id=a>A</h1><h1>B</h1>", "<p>Zero.</p><h1 id=a>A</h1>"),
        ("<h2>Votes</h2><p>One.</p>", None),
        ("<h1>Minutes<a class=headerlink href='#a'>¶</a></h1>", "<h1>Minutes<a class=headerlink href='#a'>¶</a></h1>"),
    ],
)
def test_the_place_behind_the_title(html: str, behind: str | None) -> None:
    """The first heading of the first level is the page's title."""
    end = read(html).title_end
    assert (None if end is None else html[:end]) == behind


@pytest.mark.parametrize(
    ("html", "with_ids"),
    [
        ("<p class=x>One</p><p>Two</p>", "<p@1 class=x>One</p><p@2>Two</p>"),
        ("<p id=own>One</p><li>Two</li>", "<p id=own>One</p><li@2>Two</li>"),
        ("<ul><li>One<ul><li>Two</li></ul>Three</li></ul>", "<ul><li@1>One<ul><li@2>Two</li></ul>Three</li></ul>"),
        (
            "<table><tr><td>One</td></tr></table><pre>Two</pre>",
            "<table><tr@1><td>One</td></tr></table><pre@2>Two</pre>",
        ),
        ("One<p>Two</p>", "One<p@2>Two</p>"),
    ],
)
def test_the_element_that_carries_a_passages_id(html: str, with_ids: str) -> None:
    """A passage's id stands on its own element; where that has an id, or is shared, there is no such place."""
    page = read(html)
    for passage in reversed(page.passages):
        if passage.id_at is not None:
            html = html[: passage.id_at] + f"@{passage.number}" + html[passage.id_at :]
    assert html == with_ids


# Markup in any state

_SOUP = st.lists(
    st.sampled_from(
        "< > </ /> <! <!-- --> <!doctype> <? & &# &#x &amp ; <p <p> </p> <div> </div> <a> </a> <a/> <br/> <ul> <li> </li> </ul> <td> </td> <tr> </tr>"
        " <table> </table> <pre> </pre> <h1> </h1> <b> </b> <script> </script> <style> <svg> <path/> </svg> <math> <title> </title> <textarea>"
        " <button> </button> <details> <summary> </summary> <body> <html> <p/> <div/> <span hidden> </span> <![CDATA[ ]]> word other \u0301 \n".split(
            " "
        )
    ),
    max_size=25,
).map("".join)


@given(_SOUP)
@example("<p>a &#<b>b</b></p>")
@example("<table><tr></table><td>a</td>")
@example("<p>a</p><!-- b")
def test_no_markup_is_too_broken_to_be_read(html: str) -> None:
    """Reading raises nothing, whatever the markup, and what it gives is a map."""
    _check_map(read(html))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<div>" * 10_000 + "One" + "<b>" * 10_000 + " two", ["One two"]),
        ("<a>x" * 10_000, ["x" * 10_000]),
        ("<div>" * 10_000 + "One" + "</p>" * 10_000, ["One"]),
    ],
    ids=["closed nowhere", "links in links", "ends of nothing"],
)
def test_deep_nesting_is_read_like_any_other(html: str, expected: list[str]) -> None:
    """A page of 10,000 nested elements is read without recursion, and not element by element for each word."""
    assert passages(html) == expected


def _offsets(page: TextMap) -> Iterator[int]:
    for passage in page.passages:
        yield from range(passage.span.start, passage.span.end)


def test_offsets_are_code_points() -> None:
    """A sign outside of the Basic Multilingual Plane counts once, in the text and in the HTML."""
    page = read("<p>👩‍👧 𝔘𝔫𝔦 <b>🇩🇪</b></p>")
    assert page.text == "👩‍👧 𝔘𝔫𝔦 🇩🇪"
    assert [
        page.html[start:end] for offset in _offsets(page) for start, end in page.ranges(Span(offset, offset + 1))
    ] == list(page.text)
