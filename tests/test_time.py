"""Twice as much text of a stranger takes twice as long, and not four times: no page keeps a machine busy for a morning.

No time is asserted, but how it grows: the processor time of an input and of one twice as long, the least of several
measurements each, since other programs make it only longer.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from glossator.edition.bodies import BodyRenderer
from glossator.files.markup import left_out
from glossator.imports.sources.markdown_file import from_markdown
from glossator.imports.sources.plain.text import from_text
from glossator.project import lead
from glossator.publication.search.theme import headings
from glossator.records.csl import CSLItem
from glossator.references.bibliography import Bibliography, csl_json
from glossator.references.citations import Citations
from glossator.text import anchoring, resolving
from glossator.text.aligning import pairs
from glossator.text.anchoring import TextQuoteSelector
from glossator.text.differences import word_changes
from glossator.text.normalize import fold
from glossator.text.quoting import within
from glossator.text.textmap import Span, read

GROWTH = 3.0
"""Twice as much of a square takes four times as long."""
ENOUGH = 0.08
"""Seconds of processor time from which on a measurement says something."""

PATH = Path("x.txt")
BODIES = BodyRenderer(Bibliography())
CITATIONS = Citations({})


def resolved(quote: str, page: str) -> object:
    """The place of a quote on a page of one paragraph."""
    return resolving.resolve(TextQuoteSelector(quote), read(f"<p>{page}</p>"))


def described(words: str) -> object:
    """The selector of a word in the middle of a text."""
    text, middle = read(f"<p>{words}</p>"), len(words) // 10 * 5
    return anchoring.describe(text, Span(middle, middle + 4))


def numbered(text: str, word: str) -> str:
    """A page of as many passages as a text has signs of beginning, none of which is another’s."""
    return "".join(f"<p>{word}{number}" for number in range(text.count("<p>")))


def entry(title: str) -> object:
    """A reference of a title, as the style writes it."""
    return CITATIONS.entry(CSLItem.model_validate({"type": "book", "title": title}))


CASES: dict[str, tuple[Callable[[str], object], str]] = {
    # what it is read by, and what is repeated
    "a word with a quote of its letters": (lambda text: resolved("a" * 50, text), "a"),
    "a word, almost": (lambda text: resolved("a" * 49 + "b", text), "a"),
    "a number with commas": (lambda text: resolved("1," * 25 + "1", text), "1,"),
    "equal words": (lambda text: resolved("word", text), "word "),
    "equal words around a note": (described, "word "),
    "equal words, from first to last": (lambda text: resolved("a … b", text), "a b "),
    "equal sentences, almost": (lambda text: resolved("the council votex", text), "the council voted "),
    "a long quote, almost": (lambda text: resolved("ab cd " * 300 + "x", text), "ab ce "),
    "a tower of marks": (lambda text: fold("a" + text), "\u0301\u0323"),
    "equal words of two versions": (lambda text: word_changes(text, f"{text} x"), "a "),
    "equal passages of two versions": (
        lambda text: pairs(read(text), read(f"<p>b</p>{text}<p>a b</p>")),
        "<p>a",
    ),
    "other passages of two versions": (lambda text: pairs(read(numbered(text, "a")), read(numbered(text, "b"))), "<p>"),
    "lines of equal words around a note": (described, "updated\n>`"),
    "invisible signs": (lambda text: resolved("a\u200bb", f"a{text}b"), "\u200b"),
    "headings without an end": (lambda text: list(headings(text)), "<h2>x"),
    **{
        f"HTML of {text}": (lambda text: (read(text), left_out(text)), text)
        for text in (
            "<p>x", "<div>x", "<ul><li>x", "<a>x", "<", "<!", "<?", "</", "<!--", "<![", "<![CDATA[", "&", "&#", "&amp",
            '<a b="', "<a b=c ", "<script>", "<td>x", "<table><tr><td>x", "<a/", "<a =", "<h2>x", "x ",
        )
    },
    "elements without an end, and many after them": (lambda text: read("<a>" * (len(text) // 11) + text), "<div></div>"),
    **{
        f"a title of {text}": (entry, text)
        for text in ("'a ", '"a ', "' ", "<", "<i>", '<span class="nocase">', "a_", "a.b", "&a;", "”", ". ", "A-", "a: ")
    },
    **{
        f"imported text of {text}": (lambda text: from_text(f"Title\n\n{text}\n\n{text}", PATH), text)
        for text in (
            " ", "---" + " " * 60, "*a ", "_a ", "<b>", "<a href=", "http://a", "and ", "a, ", "By ", "# ", "> ", "- a\n",
            "1. a\n", ":a", "&a", "x\n", "2024-01-01 ", "May 1, 2024 10:00 ", "#\n", "• ", "a: ", "\\", "http:///", "---\n\n",
        )
    },
    **{
        f"imported Markdown of {text}": (lambda text: from_markdown(f"# a{text}b\n\n{text}", PATH), text)
        for text in (
            " ", "#", "# ", "{", "}", "{a", "*", "_a", "=", "\n", "---\n", "<!--", "<!", "<script>", "![", "    a\n\n a\n\n",
        )
    },
    "imported text, a line of dashes and spaces": (lambda text: from_text(f"T\n\n---{text}x\n\ny", PATH), " "),
    "imported text, an address and brackets": (lambda text: from_text(f"T\n\nhttp://a.b/{text}\n\ny", PATH), ")"),
    "imported Markdown, code in a quotation": (lambda text: from_markdown(f"T\n\n{'> ' * (len(text) // 2)}{text}", PATH), "`a`"),
    "imported Markdown, a list of attributes": (lambda text: from_markdown(f"T\n\n{{{text} b=c}}", PATH), "a"),
    **{f"quotation marks, {text}": (lambda text: within(f"{text} c”", "en"), text) for text in ("“", " “a", " ‘a", "“a” ")},
    "quotation marks around each other": (lambda text: within(f"{text}{'”' * len(text)}", "en"), "“"),
    "a lead’s heading": (lambda text: list(lead.sections(f"## {text}x")), "\t"),
    "a reference’s note": (lambda text: csl_json._extra(f"A{text}"), " "),
    "names in a byline": (lambda text: from_markdown(f"---\nauthor: {text}\n---\nx", PATH), "Ann Berg and "),
}  # fmt: skip
IN_A_NOTE = (
    "[@",
    "[",
    "![",
    "[a](",
    "[]()",
    "*",
    "_",
    "`",
    "<",
    "<a ",
    "&",
    "> ",
    "- ",
    "1. ",
    "#",
    "|a",
    "~",
    "<!--",
    "a*b_c",
    "[@a;",
    "[@{",
    "http://a",
    "<http://a",
    ":a",
    "{",
    '"',
    "'",
    "[a]: b\n",
    "*a **b ",
    "  \n",
    "- a\n",
)


def least(work: Callable[[], object], measurements: int = 3) -> float:
    """The processor time of some work, the least of several measurements."""
    times = []
    for _ in range(measurements):
        gc.collect()
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.long
@pytest.mark.parametrize("name", CASES)
def test_time_grows_with_the_text(name: str) -> None:
    """Twice as much takes less than three times as long, from where the time can be measured at all."""
    work, unit = CASES[name]
    count = max(8, 2_000 // len(unit))
    while (once := least(partial(work, unit * count), 1)) < ENOUGH and count * len(unit) < 40_000:
        count *= 2
    for measurements in (1, 3, 3, 5, 5):  # another program may have been in the way
        once, twice = (least(partial(work, unit * count * times), measurements) for times in (1, 2))
        if twice < GROWTH * once or twice < ENOUGH:
            return
    pytest.fail(f"twice of {count} times {unit!r} takes more than {GROWTH} times as long")


@pytest.mark.long
@pytest.mark.parametrize("unit", IN_A_NOTE)
def test_no_body_of_a_note_takes_long(unit: str) -> None:
    """A body as long as a note may have takes a second or so at most; the bound is ten times that, against hanging."""
    assert least(lambda: BODIES.render(unit * (8_000 // len(unit)))) < 10
