from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args

import pytest
import sites
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.edition.bodies import BodyRenderer
from glossator.problems import Problem
from glossator.records.csl import ItemType
from glossator.records.model import Evidence, Reference
from glossator.references import bibliography
from glossator.references.bibliography import Bibliography
from glossator.references.citations import Citations, Cite, chosen
from glossator.references.style.locators import LABELS, read_locator
from glossator.references.style.names import SHIPPED
from glossator.references.style.style import Style, shipped
from glossator.references.style.text_case import in_case
from glossator.references.style.variables import Item

HERE = Path(__file__).resolve().parent
EXAMPLES = yaml.load((HERE / "citations" / "styles.yml").read_text(encoding="utf-8"), yaml.BaseLoader)
PUBLISHED, UNPUBLISHED = (
    [
        pytest.param(style, case, id=f"{style}: {name}")
        for style, examples in EXAMPLES[group].items()
        for name, case in examples.items()
    ]
    for group in ("published", "unpublished")
)
STYLES = {name: shipped(name, "en") for name in SHIPPED}


def reference(id_: str = "one", **fields: Any) -> Reference:
    """A reference of the bibliography."""
    return Reference.model_validate({"id": id_, **{name.replace("_", "-"): value for name, value in fields.items()}})


def citations(*references: Reference, style: str = SHIPPED[0]) -> Citations:
    """Citations of a bibliography."""
    return Citations({item.id: item for item in references}, STYLES[style])


def entry(item: Reference, style: str = SHIPPED[0]) -> str:
    """An entry without its link."""
    return bare(citations(item, style=style).entry(item, item.id))


def bare(html: str) -> str:
    """HTML without links, its entities as characters."""
    return unescape(re.sub(r"</?a\b[^>]*>", "", html))


# Published examples


def written(style: str, case: dict[str, Any]) -> tuple[str, str]:
    """The entry of an example's reference, and a citation of the place that the example cites."""
    item = reference(**case["reference"])
    cite = Cite("one", locator=tuple(case["locator"]) if "locator" in case else None, suffix=case.get("suffix", ""))
    return entry(item, style), bare(citations(item, style=style).cite([cite]))


@pytest.mark.parametrize(("style", "case"), PUBLISHED)
def test_an_example_is_written_as_published(style: str, case: dict[str, Any]) -> None:
    """Each style writes what is published, but for what the case says and gives a reason for."""
    entry_, citation = written(style, case)
    assert entry_ == case.get("given", case["entry"])
    assert citation == case.get("citation", case.get("citation_by_rule", citation))


@pytest.mark.parametrize(("style", "case"), PUBLISHED)
def test_an_example_says_where_it_is_from_and_why_we_differ(style: str, case: dict[str, Any]) -> None:
    """No expected text is edited in silence."""
    assert case["source"]
    assert case["seen"]
    assert ("why" in case) == ("given" in case)
    assert case.get("given") != case["entry"]
    assert case.keys() <= {
        "source",
        "seen",
        "reference",
        "locator",
        "suffix",
        "entry",
        "given",
        "why",
        "citation",
        "citation_by_rule",
    }


@pytest.mark.parametrize(("style", "case"), UNPUBLISHED)
def test_what_no_publication_shows_stays_as_it_is(style: str, case: dict[str, Any]) -> None:
    """A change in what we write of these is seen."""
    assert written(style, case) == (case["entry"], case["citation"])


TYPES = frozenset({
    "article-journal", "article-newspaper", "book", "document", "interview", "legal_case", "report", "software",
    "speech", "standard", "webpage",
})  # fmt: skip
"""What the guides and the sources of this project refer to."""


def test_each_type_that_is_used_has_an_example_in_each_style() -> None:
    """What readers see of each type was looked at in every style."""
    for style in SHIPPED:
        types = {case["reference"]["type"] for group in EXAMPLES.values() for case in group[style].values()}
        assert types >= TYPES


# Entries


@pytest.mark.parametrize("style", SHIPPED)
def test_an_address_is_a_link_once(style: str) -> None:
    """The printed address is the link; where none is printed, the entry is."""
    item = reference(type="webpage", title="A & B", URL="https://example.org/?a=1&b=2", issued="2030")
    html = citations(item, style=style).entry(item, "one")
    assert html.count("<a ") == 1
    assert '<a href="https://example.org/?a=1&amp;b=2">https://example.org/?a=1&amp;b=2</a>' in html
    both = reference(type="article-journal", title="A", URL="https://example.org/a", DOI="10.1/x", issued="2030")
    assert citations(both, style=style).entry(both, "one").count("<a ") == 1


def test_evidence_may_name_another_address() -> None:
    """The address of a piece of evidence stands in place of the reference's."""
    item = reference(title="A", URL="https://example.org/a")
    formatter = citations(item)
    assert 'href="https://example.org/b"' in formatter.entry(item, "one", "https://example.org/b")
    assert 'href="https://example.org/a"' in formatter.entry(item, "one")


def test_evidence_described_in_place_is_formatted_too() -> None:
    """It needs no key."""
    evidence = Evidence.model_validate({"relation": "supports", "title": "On stone", "type": "book", "issued": "1999"})
    assert Citations({}).entry(evidence) == "<i>On Stone</i>. 1999."


UNUSUAL = {
    "a date in words": ({"type": "book", "title": "A", "author": [{"literal": "B"}], "issued": {"literal": "spring 2014"}}, "B. spring 2014. <i>A</i>."),
    "a date in words of a newspaper": ({"type": "article-newspaper", "title": "A", "author": [{"literal": "B"}], "issued": {"literal": "early 2014"}, "container-title": "C"}, "B. early 2014. “A.” <i>C</i>."),
    "a season": ({"type": "article-journal", "title": "A", "author": [{"literal": "B"}], "container-title": "C", "volume": "7", "issued": {"date-parts": [["2014"]], "season": "1"}}, "B. 2014. “A.” <i>C</i> 7 (Spring)."),
    "a season in words": ({"type": "book", "title": "A", "author": [{"literal": "B"}], "issued": {"date-parts": [["2014"]], "season": "Ramadan"}}, "B. Ramadan 2014. <i>A</i>."),
    "a span of years": ({"type": "book", "title": "A", "author": [{"literal": "B"}], "issued": "2014/2016"}, "B. 2014–2016. <i>A</i>."),
    "a span of days": ({"type": "article-newspaper", "title": "A", "author": [{"literal": "B"}], "container-title": "C", "issued": "2014-03-08/2014-03-10"}, "B. 2014. “A.” <i>C</i>, March 8–10."),
    "a span over two months": ({"type": "article-newspaper", "title": "A", "author": [{"literal": "B"}], "container-title": "C", "issued": "2014-03-30/2014-04-02"}, "B. 2014. “A.” <i>C</i>, March 30–April 2."),
    "a span without an end": ({"type": "book", "title": "A", "author": [{"literal": "B"}], "issued": {"date-parts": [[2014], []]}}, "B. 2014. <i>A</i>."),
    "an uncertain date": ({"type": "book", "title": "A", "author": [{"literal": "B"}], "issued": {"date-parts": [[1950]], "circa": True}}, "B. [1950?]. <i>A</i>."),
    "no title": ({"type": "book", "author": [{"family": "Hale", "given": "Ruth"}], "issued": "2030"}, "Hale, Ruth. 2030."),
    "an author only": ({"type": "document", "author": [{"literal": "Town council of Netherby"}]}, "Town council of Netherby. n.d."),
    "a key only": ({"type": "report"}, "<i>One</i>. n.d."),
    "a question as title": ({"type": "book", "title": "Who built it?", "author": [{"literal": "B"}], "issued": "2030"}, "B. 2030. <i>Who Built It?</i>"),
    "a question in quotation marks": ({"type": "webpage", "title": "Who built it?", "author": [{"literal": "B"}], "issued": "2030"}, "B. 2030. “Who Built It?”"),
    "quotation marks in a title": ({"type": "webpage", "title": "The “new” bridge", "author": [{"literal": "B"}], "issued": "2030"}, "B. 2030. “The ‘New’ Bridge.”"),
    "a typewriter's quotation marks": ({"type": "webpage", "title": "Who's \"there\" in the 'new' houses' yards, '89?", "author": [{"literal": "O'Hara"}], "issued": "2030"}, "O’Hara. 2030. “Who’s ‘There’ in the ‘New’ Houses’ Yards, ’89?”"),
    "a typewriter's single quotation marks in a book": ({"type": "book", "title": "The 'new' and the \"'very' new\"", "author": [{"literal": "B"}], "issued": "2030"}, "B. 2030. <i>The “New” and the “‘Very’ New.”</i>"),
    "a typewriter's quotation marks in a book": ({"type": "book", "title": "The \"new\" צה\"ל", "author": [{"literal": "B"}], "issued": "2030"}, "B. 2030. <i>The “New” צה\"ל</i>."),
    "editors in place of the author": ({"type": "book", "title": "A", "editor": [{"family": "Hale", "given": "Ruth"}, {"family": "Orr", "given": "Ann"}], "issued": "2030"}, "Hale, Ruth, and Ann Orr, eds. 2030. <i>A</i>."),
    "a typewriter's quotation marks where there is no author": ({"type": "article-journal", "title": "The \"new\" bridge", "container-title": "C", "issued": "2030"}, "“The ‘New’ Bridge.” 2030. <i>C</i>."),
    "an author who ends in a stop": ({"type": "book", "title": "A", "author": [{"literal": "Stone Inc."}], "issued": "2030"}, "Stone Inc. 2030. <i>A</i>."),
    "a name in Chinese": ({"type": "book", "title": "论联合政府", "language": "zh", "author": [{"family": "毛", "given": "泽东"}], "issued": "1945"}, "毛泽东. 1945. <i>论联合政府</i>."),
    "a name in Arabic": ({"type": "book", "title": "المقدمة", "language": "ar", "author": [{"family": "ابن خلدون", "given": "عبد الرحمن"}], "issued": "1377"}, "ابن خلدون, عبد الرحمن. 1377. <i>المقدمة</i>."),
    "a given name only": ({"type": "book", "title": "A", "author": [{"given": "Aristotle"}], "issued": "1999"}, "Aristotle. 1999. <i>A</i>."),
    "a title in German": ({"type": "book", "title": "Über die alte Brücke", "language": "de", "author": [{"literal": "B"}], "issued": "1999"}, "B. 1999. <i>Über die alte Brücke</i>."),
    "a language and a number in the words that stand for the author": ({"type": "article-journal", "title": "Ponti italiani del 24", "language": "it", "container-title": "Rivista", "volume": "24", "issued": "1999"}, "“Ponti italiani del 24.” 1999. <i>Rivista</i> 24."),
    "italics in italics": ({"type": "book", "title": "Reading <i>Walden</i> again", "author": [{"literal": "B"}], "issued": "1999"}, "B. 1999. <i>Reading </i>Walden<i> Again</i>."),
    "signs of HTML": ({"type": "book", "title": "2 < 3 & 5 > 4 <B>", "author": [{"literal": "B & C <x>"}], "issued": "1999"}, "B & C <x>. 1999. <i>2 < 3 & 5 > 4 <B></i>."),
    "protected words": ({"type": "book", "title": "the <span class=\"nocase\">iron horse</span> returns", "author": [{"literal": "B"}], "issued": "1999"}, "B. 1999. <i>The iron horse Returns</i>."),
}  # fmt: skip


@pytest.mark.parametrize("case", UNUSUAL.values(), ids=list(UNUSUAL))
def test_what_citeproc_py_does_not_foresee_is_written_right(case: tuple[dict[str, Any], str]) -> None:
    """Dates in words, missing fields and names of other scripts give a sensible entry."""
    fields, expected = case
    assert entry(reference(**fields)) == expected


def test_a_group_stands_if_anything_in_it_says_something() -> None:
    """A macro that says only a word keeps the group around it; one that calls what is missing leaves its words out."""
    no_author = reference(type="dataset", title="A", publisher="B", issued="2030", URL="https://example.org/a")
    assert entry(no_author, "apa") == "<i>A</i>. (2030). [Dataset]. B. https://example.org/a"
    fields = {
        "type": "thesis",
        "title": "A",
        "author": [{"literal": "B"}],
        "publisher": "C",
        "genre": "PhD diss.",
        "issued": "2030",
    }
    thesis = Reference.model_validate({"id": "one", **fields, "archive": "D", "archive_location": "7"})
    assert entry(thesis, "apa") == "B. (2030). <i>A</i> [PhD diss., C]. D (7)."


def test_initials_are_made_of_names_with_capitals_only() -> None:
    """APA shortens given names; names of scripts without capitals, and particles, stay."""
    names = [
        {"family": "Keng", "given": "Shao-Hsun"},
        {"family": "ابن خلدون", "given": "عبد الرحمن"},
        {"family": "Marks", "given": "P.J.M."},
    ]
    item = reference(type="book", title="A", author=names, issued="1999")
    assert entry(item, "apa") == "Keng, S.-H., ابن خلدون, عبد الرحمن, & Marks, P. J. M. (1999). <i>A</i>."


OF_OTHER_SCRIPTS = {
    "chicago-author-date": (
        "García Márquez, Gabriel, 毛泽东, and Ludwig van Beethoven. 1945. <i>Über Brücken</i>. (García Márquez et al. 1945)"
    ),
    "apa": (
        "García Márquez, G., 毛泽东, & van Beethoven, L. (1945). <i>Über Brücken</i>. (García Márquez et al., 1945)"
    ),
    "modern-language-association": (
        "García Márquez, Gabriel, et al. <i>Über Brücken</i>. 1945. (García Márquez et al.)"
    ),
}


@pytest.mark.parametrize("style", SHIPPED)
def test_names_of_other_languages_keep_their_order_and_their_particles(style: str) -> None:
    """Two family names stay together, Chinese names are not turned, and a German title keeps its capitals."""
    names = [
        {"family": "García Márquez", "given": "Gabriel"},
        {"family": "毛", "given": "泽东"},
        {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"},
    ]
    item = reference(type="book", title="Über Brücken", language="de", author=names, issued="1945")
    cited = citations(item, style=style).cite([Cite("one")])
    assert f"{entry(item, style)} {cited}" == OF_OTHER_SCRIPTS[style]


def test_one_date_does_not_change_the_next() -> None:
    """What a style asks for one date stays with it, so that the order of entries does not matter."""
    news = reference(
        "news",
        type="article-newspaper",
        title="N",
        container_title="C",
        issued="2014-03-08",
        URL="https://example.org/n",
    )
    page = reference("page", type="webpage", title="P", accessed="2014-03-09", URL="https://example.org/p")
    for style in SHIPPED:
        forwards, backwards = citations(news, page, style=style), citations(news, page, style=style)
        in_order = [forwards.entry(news, "news"), forwards.entry(page, "page")]
        other = [backwards.entry(page, "page"), backwards.entry(news, "news")]
        assert in_order == other[::-1]


class _Checker(HTMLParser):
    """The text of HTML, and the tags left open."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.tags, self.open = "", set[str](), list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


_words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), min_size=1, max_size=12).filter(str.strip)
_texts = st.one_of(
    _words, st.sampled_from(["Who?", "No. 3.", "1-34", "12, 14", "“Q.”", "<i>x</i>", "</i>", "a & b", "None of us"])
)
_days = st.one_of(
    st.fixed_dictionaries({"date-parts": st.lists(st.tuples(st.integers(1, 9999), st.integers(1, 24)).map(list), max_size=2)}),
    st.fixed_dictionaries({"literal": _words}),
    st.fixed_dictionaries({"raw": _words}),
    st.fixed_dictionaries({"season": st.sampled_from(["1", "7", "Spring"])}),
    st.dates().map(lambda day: day.isoformat()),
    st.tuples(st.dates(), st.dates()).map(lambda days: f"{days[0]}/{days[1]}"),
)  # fmt: skip
_names = st.lists(
    st.one_of(
        st.fixed_dictionaries({"literal": _words}),
        st.fixed_dictionaries({"family": _words}, optional={"given": _words, "suffix": _words, "non-dropping-particle": _words}),
        st.fixed_dictionaries({"given": _words}),
    ),
    max_size=4,
)  # fmt: skip
_items = st.fixed_dictionaries(
    {"type": st.sampled_from(get_args(ItemType))},
    optional={
        **dict.fromkeys(("title", "container-title", "publisher", "genre", "number", "page", "volume", "issue", "edition", "version", "medium", "event-title", "note", "title-short", "number-of-pages"), _texts),
        **dict.fromkeys(("author", "editor", "translator", "director", "host", "container-author"), _names),
        **dict.fromkeys(("issued", "accessed", "original-date", "event-date"), _days),
        "URL": st.just("https://example.org/?a=1&b=2"),
        "language": st.sampled_from(["en", "ar", "de", "zh-Hant"]),
    },
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("style", SHIPPED)
@settings(max_examples=60, deadline=None)
@given(item=_items)
def test_every_item_gives_words_and_whole_markup(style: str, item: dict[str, Any]) -> None:
    """Whatever a reference says, or does not say, its entry and citation are neither empty nor broken."""
    record = reference(**item)
    item_of_style = citations(record, style=style)
    reference_of_style = item_of_style._works["one"].reference
    STYLES[style].entry(reference_of_style)  # raises nothing: the fallback is for other styles
    STYLES[style].citation(reference_of_style, locator=("page", "3-4"))
    for html in (item_of_style.entry(record, "one"), item_of_style.cite([Cite("one", locator=("page", "3"))])):
        checker = _Checker()
        checker.feed(html)
        checker.close()
        assert not checker.open
        assert checker.tags <= {"a", "b", "i", "sub", "sup", "u"}
        assert re.search(r"\w", checker.text) or not re.search(r"\w", str(item.get("title", "")))
        assert not re.search("[\ue000-\uf8ff]", checker.text)
        if ".." not in str(item) and re.search(r"\w", str(item.get("title", "A"))):
            assert ".." not in checker.text
        if "none" not in str(item).lower():
            assert "None" not in checker.text


# Citations


def test_a_citation_takes_prefix_locator_and_suffix() -> None:
    """Pandoc's `[see @a, para. 12 for more; -@b]`."""
    first = reference("a", type="book", title="A", author=[{"family": "Hale", "given": "Ruth"}], issued="2030")
    second = reference("b", type="book", title="B", author=[{"literal": "Town council"}], issued="2031")
    renderer = BodyRenderer(Bibliography({"a": first, "b": second}), citations=citations(first, second))
    body = renderer.render("As said [see @a, para. 12 for more; -@b].")
    assert body.html == "<p>As said (see Hale 2030, para. 12 for more; 2031).</p>"
    assert body.cited == ("a", "b")
    apa = BodyRenderer(Bibliography({"a": first, "b": second}), citations=citations(first, second, style="apa"))
    assert apa.render("[@a, pp. 3-4; @b]").html == "<p>(Hale, 2030, pp. 3–4; Town council, 2031)</p>"


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("a:b.c/d", "@a:b.c/d"),
        ("un-s-2024-92", "@un-s-2024-92"),
        ("https://example.org/x?y=z&a=b", "@{https://example.org/x?y=z&a=b}"),
        ("key with spaces (2)", "@{key with spaces (2)}"),
        ("Mühle_2030", "@Mühle_2030"),
    ],
)
def test_a_key_may_hold_what_other_programs_put_into_it(key: str, written: str) -> None:
    """Zotero's and BibTeX's keys can be cited as in Pandoc; those with other characters in braces."""
    item = reference(key, type="book", title="A", author=[{"literal": "B"}], issued="2030")
    body = BodyRenderer(Bibliography({key: item}), citations=citations(item)).render(f"So [see {written}, p. 3].")
    assert (body.html, body.cited) == ("<p>So (see B 2030, 3).</p>", (key,))


def test_what_stands_in_a_citation_is_text() -> None:
    """Neither prefix nor suffix nor an unknown key brings markup of its own."""
    item = reference("a", type="book", title="A", author=[{"literal": "B"}], issued="2030")
    html = citations(item).cite([Cite("a", "<b>see", ("page", "<x>3"), "& <x>"), Cite("nobody-<1>")])
    assert html == "(&lt;b&gt;see B 2030, &lt;x&gt;3&amp; &lt;x&gt;; @nobody-&lt;1&gt;)"


LOCATORS = {
    ", p. 12": (("page", "12"), ""),
    ", pp. 3--4, and more": (("page", "3–4"), ", and more"),
    " 33": (("page", "33"), ""),
    ", paras. 12–14": (("paragraph", "12–14"), ""),
    ", § 3.2": (("section", "3.2"), ""),
    ", ¶ 4": (("paragraph", "4"), ""),
    ", chap. iv": (("chapter", "iv"), ""),
    ", vol. 2, 14": (("volume", "2, 14"), ""),
    ", and so on": (None, ", and so on"),
    " in part": (None, " in part"),
    "": (None, ""),
}


@pytest.mark.parametrize(("after", "expected"), LOCATORS.items(), ids=list(LOCATORS))
def test_a_locator_is_told_from_a_suffix(after: str, expected: tuple[tuple[str, str] | None, str]) -> None:
    """Pandoc's names of places and bare numbers are locators; other words are a suffix."""
    assert read_locator(after) == expected


# Each kind of place, as one and as several: the words before the place, and how it joins what is before it.
PLACES = {
    "chicago-author-date": (
        ", ",
        {
            "book": "bk. bks.", "chapter": "chap. chaps.", "column": "col. cols.", "figure": "fig. figs.",
            "folio": "fol. fols.", "issue": "no. nos.", "line": "line lines", "note": "n. nn.", "opus": "op. opp.",
            "page": " ", "paragraph": "para. paras.", "part": "pt. pts.", "section": "sec. secs.",
            "timestamp": "at at", "verse": "v. vv.", "volume": "vol. vols.",
        },
    ),
    "apa": (
        ", ",
        {
            "book": "Book Books", "chapter": "Chapter Chapters", "column": "Column Columns", "figure": "Figure Figures",
            "folio": "Folio Folios", "issue": "Issue Issues", "line": "Line Lines", "note": "Note Notes",
            "opus": "Opus Opera", "page": "p. pp.", "paragraph": "para. paras.", "part": "Part Parts",
            "section": "Section Sections", "timestamp": " ", "verse": "Verse Verses", "volume": "Volume Volumes",
        },
    ),
    "modern-language-association": (
        ", ",
        {
            "book": "bk. bks.", "chapter": "ch. chs.", "column": "col. cols.", "figure": "fig. figs.",
            "folio": "fol. fols.", "issue": "no. nos.", "line": " ", "note": "n. nn.", "opus": "op. opp.", "page": " ",
            "paragraph": "par. pars.", "part": "pt. pts.", "section": "sec. secs.", "timestamp": " ",
            "verse": "v. vv.", "volume": "vol. vols.",
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("style", SHIPPED)
def test_each_kind_of_place_has_the_words_of_the_style(style: str) -> None:
    """Chicago “chap. 3”, APA “Chapter 3” (Publication Manual 8.13), MLA “ch. 3” (Handbook, appendix 1); MLA joins bare
    numbers without a comma."""
    formatter = citations(work("stone"), style=style)
    join, words = PLACES[style]
    assert words.keys() == {read_locator(f", {word} 3")[0][0] for word in LABELS}  # type: ignore[index]  # places
    author = formatter.cite([Cite("stone")])[1:-1]
    for label, said in words.items():
        for word, place in zip(said.split(" "), ("3", "3–4"), strict=True):
            joined = f"{join}{word} {place}" if word else f"{' ' if style.startswith('modern') else join}{place}"
            assert formatter.cite([Cite("stone", locator=(label, place))]) == f"({author}{joined})"


NO_AUTHOR = {"type": "webpage", "title": "The bridge of Netherby", "container_title": "Netherby News"}
TOGETHER = {
    "chicago-author-date": "(see Hale 2030, 12; Netherby Water Board 2031, para. 3; 2031; Netherby News, n.d.)",
    "apa": "(see Hale, 2030, p. 12; Netherby Water Board, 2031, para. 3; 2031; <i>The Bridge of Netherby</i>, n.d.)",
    "modern-language-association": "(see Hale 12; Netherby Water Board, par. 3; Netherby Water Board; “The Bridge of Netherby”)",
}


@pytest.mark.parametrize("style", SHIPPED)
def test_several_references_stand_in_one_citation(style: str) -> None:
    """A person, an organisation, one named by the sentence, and one without author and date; MLA repeats the author
    where it has nothing else to say."""
    formatter = citations(
        work("stone"),
        reference("water", type="report", title="Water", author=[{"literal": "Netherby Water Board"}], issued="2031"),
        reference("page", **NO_AUTHOR),
        style=style,
    )
    cites = [
        Cite("stone", "see", ("page", "12")),
        Cite("water", locator=("paragraph", "3")),
        Cite("water", without_author=True),
        Cite("page"),
    ]
    assert formatter.cite(cites) == TOGETHER[style]


# Works that look alike


def work(id_: str, given_name: str = "Ruth", **fields: Any) -> Reference:
    """A work by somebody called Hale."""
    who = [{"family": "Hale", "given": given_name}]
    return reference(id_, type="book", **{"author": who, "issued": "2030", "title": id_.capitalize(), **fields})


def test_works_of_one_author_and_year_get_letters() -> None:
    """They are lettered in the order of their titles, in citations and entries, whatever is cited first."""
    works = work("stone"), work("arch"), work("river", issued="2031")
    formatter = citations(*works)
    assert [formatter.cite([Cite(item.id)]) for item in works] == ["(Hale 2030b)", "(Hale 2030a)", "(Hale 2031)"]
    assert [formatter.entry(item, item.id)[:17] for item in works] == [
        "Hale, Ruth. 2030b",
        "Hale, Ruth. 2030a",
        "Hale, Ruth. 2031.",
    ]
    assert [citations(*reversed(works)).cite([Cite(item.id)]) for item in works] == [
        "(Hale 2030b)",
        "(Hale 2030a)",
        "(Hale 2031)",
    ]


@pytest.mark.parametrize(("style", "join"), [("chicago-author-date", " "), ("apa", ", ")])
def test_letters_stand_at_the_year_and_at_no_date(style: str, join: str) -> None:
    """2030a, and n.d.-a (APA Publication Manual 8.19 and 9.47), by title, in entries too."""
    works = work("stone"), work("arch"), work("rock", issued=None), work("brick", issued=None)
    formatter = citations(*works, style=style)
    cited = [formatter.cite([Cite(item.id)]) for item in works]
    assert cited == [f"(Hale{join}2030b)", f"(Hale{join}2030a)", "(Hale, n.d.-b)", "(Hale, n.d.-a)"]
    for item, year in zip(works, ("2030b", "2030a", "n.d.-b", "n.d.-a"), strict=True):
        assert year in bare(formatter.entry(item, item.id))


def test_works_without_an_author_get_letters_by_what_stands_for_one() -> None:
    """The third article of a newspaper in a year is found among the references by the letter that the text has."""
    of = {"type": "article-newspaper", "issued": "2030", "container-title": "Netherby News"}
    works = [reference(id_, title=title, **of) for id_, title in (("stone", "Stone"), ("arch", "Arch"))]
    formatter = citations(*works)
    for item, year in zip(works, ("2030b", "2030a"), strict=True):
        assert year in formatter.cite([Cite(item.id)])
        assert year in bare(formatter.entry(item, item.id))


def test_a_republished_work_names_another_year_only() -> None:
    """“(2030) 2030” would tell nobody anything; an original of another year is named."""
    again = work("stone", **{"original-date": "2030-01-02"})
    assert "(2030)" not in bare(citations(again).entry(again))
    older = work("stone", **{"original-date": "1930"})
    assert "(1930) 2030" in bare(citations(older).entry(older))


def test_authors_of_one_family_name_are_told_apart_by_given_names() -> None:
    """No letter suggests that two people are one."""
    formatter = citations(work("stone"), work("arch", "Ann"), style="apa")
    assert formatter.cite([Cite("stone")]) == "(R. Hale, 2030)"
    assert formatter.cite([Cite("arch")]) == "(A. Hale, 2030)"


def test_mla_tells_works_of_one_author_apart_by_title() -> None:
    """A style without years adds what it has."""
    formatter = citations(work("stone"), work("arch", issued="2035"), style="modern-language-association")
    assert formatter.cite([Cite("stone")]) == "(Hale, <i>Stone</i>)"
    assert citations(work("stone"), style="modern-language-association").cite([Cite("stone")]) == "(Hale)"


# Speed


def test_a_reference_is_formatted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each entry, and each citation with its own locator, asks the style once, however many notes cite it."""
    asked: list[Item] = []
    rendered = Style._rendered

    def counted(self: Style, layout: Any, item: Item) -> Any:
        asked.append(item)
        return rendered(self, layout, item)

    monkeypatch.setattr(Style, "_rendered", counted)
    works = [
        reference(f"w{n}", type="book", title=f"T{n}", author=[{"literal": f"A{n}"}], issued="2030") for n in range(20)
    ]
    formatter = citations(*works)
    for _ in range(10):
        for item in works:
            formatter.entry(item, item.id)
            formatter.cite([Cite(item.id, "see", ("page", "3")), Cite(item.id)])
    assert len(asked) == 3 * len(works)


# Styles of the project

HOUSE = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info><title>House</title><id>house</id><updated>2030-01-01T00:00:00+00:00</updated></info>
  <macro name="title"><text variable="title" font-style="italic"/></macro>
  <citation><layout prefix="[" suffix="]"><text macro="title"/></layout></citation>
  <bibliography><layout suffix="!"><text macro="title"/></layout></bibliography>
</style>
"""


def test_a_project_brings_its_own_style(tmp_path: Path) -> None:
    """A `.csl` file of the project writes the references."""
    (tmp_path / "house.csl").write_text(HOUSE, encoding="utf-8")
    style = chosen("house.csl", tmp_path)
    assert isinstance(style, Style)
    formatter = Citations({"a": reference("a", title="On stone")}, style)
    assert formatter.entry(formatter.references["a"], "a") == "<i>On stone</i>!"
    assert formatter.cite([Cite("a")]) == "[<i>On stone</i>]"


DATES = HOUSE.replace(
    '<text macro="title"/></layout></bibliography>',
    '<text macro="title"/><date variable="issued"><date-part name="year"/></date></layout></bibliography>',
)


def test_a_reference_that_the_style_cannot_write_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The problem stands at the reference, says which style fails and why; the page has the reference in plain words."""
    root = sites.copy(sites.SMALL, tmp_path / "site")
    sites.write(
        root,
        {
            "house.csl": DATES,
            "refs.yml": "- {id: odd, type: report, title: The survey, issued: '2030'}\n- {id: good, title: A book}\n",
            "annotations/bridge/made.md": "---\ntitle: a\nkind: context\nevidence:\n"
            "  - {cite: odd, relation: supports}\n  - {cite: good, relation: supports}\n---\n",
        },
    )
    sites.configure(root, glossator={"citation_style": "house.csl", "bibliography": ["refs.yml"]})
    render = Style._rendered

    def failing(style: Style, layout: Any, item: Any) -> Any:
        layout.render_children = render_or_fail(layout.render_children)
        return render(style, layout, item)

    def render_or_fail(children: Any) -> Any:
        def fail(item: Any, **options: Any) -> Any:
            if item.key == "odd":
                raise KeyError("year")
            return children(item, **options)

        return fail

    monkeypatch.setattr(Style, "_rendered", failing)
    output = sites.run(root, "check").output
    assert "refs.yml:1:8: reference-unwritten `odd` cannot be written: the style `house.csl` cannot format" in output
    assert "KeyError" in output
    assert output.count("reference-unwritten") == 1
    built = sites.build(root, to=tmp_path / "out", strict=True)
    assert "reference-unwritten" in str(built.warnings)
    assert "The survey" in built.page("sources/bridge/")


STYLES_REFUSED = {
    "no XML": ("<style", "house.csl:1:7", "no XML"),
    "another document": ("<html/>", "house.csl:1:1", "no CSL style"),
    "a style that is like another": (re.sub(r"<macro.*</bibliography>", "", HOUSE, flags=re.DOTALL), "house.csl:2:1", "take that one"),
    "a numeric style": (HOUSE.replace('<text macro="title"/></layout></citation>', '<text variable="citation-number"/></layout></citation>'), "house.csl:5:1", "numbers its references"),
    "a macro that is not there": (HOUSE.replace('macro="title"/></layout></c', 'macro="titel"/></layout></c'), "house.csl:5:1", "no macro `titel`"),
    "a macro that calls itself": (HOUSE.replace('<text variable="title" font-style="italic"/>', '<text macro="title"/>'), "house.csl:1:1", "cannot format"),
    "an element that CSL does not know": (HOUSE.replace("<citation>", "<citatoin/><citation>"), "house.csl:5:1", "no CSL 1.0.2"),
    "an entity": ('<!DOCTYPE style [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + HOUSE[39:].replace("House", "&x;"), "house.csl:", "CSL"),
}  # fmt: skip


@pytest.mark.parametrize("case", STYLES_REFUSED.values(), ids=list(STYLES_REFUSED))
def test_a_style_that_cannot_be_used_is_a_problem_with_a_place(tmp_path: Path, case: tuple[str, str, str]) -> None:
    """The problem says what is wrong, where, and what can be chosen instead."""
    text, place, message = case
    (tmp_path / "house.csl").write_text(text, encoding="utf-8")
    problem = chosen("house.csl", tmp_path)
    assert isinstance(problem, Problem)
    assert str(problem.location).startswith(place)
    assert message in problem.message
    assert "chicago-author-date" in problem.hint


def test_the_words_of_a_style_are_those_of_the_language() -> None:
    """“edited by” and the months follow the site's language."""
    item = reference(
        type="chapter",
        title="A",
        container_title="B",
        author=[{"literal": "C"}],
        editor=[{"literal": "D"}],
        issued="2030",
    )
    german = shipped("modern-language-association", "de")
    assert "herausgegeben von D" in Citations({"one": item}, german).entry(item, "one")


# Exports of Zotero


@pytest.mark.parametrize("name", ["zotero.json", "better-bibtex.bib"])
def test_an_export_of_zotero_works_unchanged(name: str) -> None:
    """CSL-JSON and Better BibTeX, as Zotero writes them, give references that people can cite."""
    library, problems = bibliography.read([HERE / "citations" / name], HERE)
    assert problems == []
    formatter = Citations(library.references)
    report, page, article = list(library.references)
    assert report == "un-s-2024-92"
    assert formatter.cite([Cite(report)]).endswith("Analytical Support and Sanctions Monitoring Team 2024</a>)")
    assert "S/2024/92. United Nations Security Council. " in formatter.entry(library.references[report], report)
    assert "Netherby Heritage" in formatter.entry(library.references[page], page)
    assert "van Beek in press" in formatter.cite([Cite(article)])
    assert "<i>Journal of Bridges</i> 7 (2): 101–8." in formatter.entry(library.references[article], article)


# Text cases

CASES = {
    ("title", "the bridge over the river: a history of it"): "The Bridge over the River: A History of It",
    ("title", "how to wake-up at counterextremism.com"): "How to Wake-up at counterextremism.com",
    ("title", "iPhone and al-Assad"): "iPhone and al-Assad",
    ("title", "an anti-ISIS, US-led raid on Deir ez-Zor, fact-checked"): "An Anti-ISIS, US-Led Raid on Deir ez-Zor, Fact-Checked",
    ("title", "Nicaragua v. United States and the U.S. as seen by U.S.-led forces"): "Nicaragua v. United States and the U.S. as Seen by U.S.-Led Forces",
    ("title", "<i>the</i> &amp; don’t"): "<i>The</i> &amp; Don’t",
    ("capitalize-first", "<i>edited</i> by"): "<i>Edited</i> by",
    ("sentence", "ALL CAPITALS"): "All capitals",
    ("sentence", "The Hague and NATO"): "The Hague and NATO",
    ("uppercase", "a<sub>b</sub>"): "A<sub>B</sub>",
}  # fmt: skip


@pytest.mark.parametrize(("asked", "expected"), CASES.items(), ids=[text for _, text in CASES])
def test_a_text_case_changes_words_only(asked: tuple[str, str], expected: str) -> None:
    """Markup, addresses and words with capitals of their own are left alone."""
    case, text = asked
    assert in_case(text, case, english=True) == expected
