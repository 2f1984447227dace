"""What the elements of a page are to its text: which hold it, which are passed over, where notes may stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BLOCKS = HEADINGS | frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer"
    " form header hgroup hr html legend li main menu nav ol p pre search section summary table tbody td tfoot th thead"
    " tr ul".split()
)
TABLE_PARTS = frozenset(("table", "thead", "tbody", "tfoot", "tr", "colgroup"))
_UNREAD = frozenset(
    "audio button canvas head iframe math noscript object rp rt script select style svg template textarea title"
    " video".split()
)
_UNREAD_CLASSES = frozenset(
    "footnote-backref footnote-ref gl-end gl-folded gl-head gl-here gl-notes gl-number gl-ref gl-timechart gl-toolbar"
    " gl-unplaced headerlink linenos tabbed-labels".split()
)
_TABS = "tabbed-set"
"""What holds the labels of tabs, which are switches and no text."""
CELLS = frozenset(("td", "th", "caption"))
WHOLE = frozenset(("tr", "pre")) | HEADINGS
"""Blocks that are one place, whatever blocks stand in them."""
RULES = {
    name: sorted(members)
    for name, members in (
        ("blocks", BLOCKS),
        ("headings", HEADINGS),
        ("unread", _UNREAD),
        ("unread_classes", _UNREAD_CLASSES),
        ("tabs", (_TABS,)),
        ("table_parts", TABLE_PARTS),
        ("cells", CELLS),
        ("whole", WHOLE),
    )
}
"""What `panel/reading.js` goes by, which reads the same text from the page in a browser."""
INTERACTIVE = frozenset(("a", "button", "label", "summary"))
_LIFTED = frozenset(("blockquote", "details", "dl", "figure", "pre", "summary", "table"))
"""Elements behind which their notes stand: an `aside` inside would be part of a quotation, a table or a code block."""
_LIFTED_CLASSES = frozenset(("admonition", "highlight", _TABS))
_SEALED_CLASSES = frozenset(
    "abc arithmatex blockdiag d2 ditaa flowchart graphviz katex katex-display kroki markmap math mathjax mermaid"
    " nomnoml plantuml tikz vega vegalite wavedrom".split()
)
"""What scripts turn into diagrams and formulas: the names that fences and extensions give them."""
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
CLOSED_BY: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    # An end tag that HTML lets authors leave out: which elements a start tag closes, up to which.
    "li": (frozenset(("li",)), frozenset(("ul", "ol", "menu"))),
    "dt": (frozenset(("dt", "dd")), frozenset(("dl",))),
    "dd": (frozenset(("dt", "dd")), frozenset(("dl",))),
    "tr": (frozenset(("tr",)), frozenset(("table",))),
    "td": (frozenset(("td", "th")), frozenset(("tr", "table"))),
    "th": (frozenset(("td", "th")), frozenset(("tr", "table"))),
    "tbody": (frozenset(("thead", "tbody")), frozenset(("table",))),
    "tfoot": (frozenset(("thead", "tbody")), frozenset(("table",))),
}


class Aside(StrEnum):
    """What stands beside the words of a page and is copied with them, though it is none of them."""

    NUMBER = "number"
    """Of a footnote."""
    READING = "reading"
    """How characters are read: ruby."""
    BRACKET = "bracket"
    """What programs without ruby put around a reading."""
    FORMULA = "formula"
    """In MathML."""


_ASIDES = {"rt": Aside.READING, "rp": Aside.BRACKET, "math": Aside.FORMULA}


@dataclass(eq=False, slots=True)
class Element:
    """An element that is being read."""

    tag: str
    start: int
    has_id: bool = False
    classes: frozenset[str] = frozenset()
    unread: bool = False
    aside: Aside | None = None
    """What it holds beside the words of the page."""
    to_fragment: bool = False
    """Whether it is a link to a place of the same page."""
    lifted: bool = False
    sealed: bool = False
    """Whether programs read it as a whole: a diagram, a formula.  Nothing of ours may stand in it."""
    holder: Element | None = None
    """The block that text in it belongs to: a heading, a whole table row or code block, else the nearest block."""
    lifted_in: Element | None = None
    """The outermost element around it, or itself, behind which notes stand."""
    sealed_in: Element | None = None
    """The outermost sealed element around it, or itself."""
    code_in: Element | None = None
    """The outermost block of code around it, or itself."""
    in_cell: bool = False
    """Whether it stands in a table's cell or caption, or is one."""
    holds_text: bool = False
    """Whether a place has begun with this element as its own."""
    text_start: int = -1
    """Offset in the text at which it begins."""
    end: int = -1
    explains: Element | None = None
    """The block of code that a list explains: scripts look for the list right behind it."""
    notes_at: int = -1
    """Offset in the HTML behind it, and behind what belongs to it, at which notes may stand."""


def element_of(tag: str, start: int, attrs: list[tuple[str, str | None]]) -> Element:
    """The element that a start tag begins, by itself."""
    if not attrs:
        return Element(
            tag, start, unread=tag in _UNREAD, aside=_ASIDES.get(tag), lifted=tag in _LIFTED, sealed=tag == "math"
        )
    attributes = dict(attrs)
    classes = frozenset((attributes.get("class") or "").split())
    unread = (
        tag in _UNREAD
        or "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or not classes.isdisjoint(_UNREAD_CLASSES)
        or bool(_INVISIBLE.search(attributes.get("style") or ""))
    )
    return Element(
        tag,
        start,
        has_id="id" in attributes,
        classes=classes,
        unread=unread,
        aside=Aside.NUMBER if "footnote-ref" in classes else _ASIDES.get(tag),
        to_fragment=tag == "a" and (attributes.get("href") or "").startswith("#"),
        lifted=tag in _LIFTED or not classes.isdisjoint(_LIFTED_CLASSES),
        sealed=tag == "math" or not classes.isdisjoint(_SEALED_CLASSES),
    )


def nest(element: Element, around: Element | None) -> None:
    """Note what an element inherits from the one around it, once: asking all of them for each word would be slow."""
    if around is None:
        element.holder = element if element.tag in BLOCKS else None
        element.lifted_in = element if element.lifted else None
        element.sealed_in = element if element.sealed else None
        element.code_in = element if element.tag == "pre" else None
        element.in_cell = element.tag in CELLS
        return
    holder = around.holder
    whole = holder is not None and holder.tag in WHOLE
    element.holder = element if element.tag in BLOCKS and not whole else holder
    element.lifted_in = around.lifted_in or (element if element.lifted else None)
    element.sealed_in = around.sealed_in or (element if element.sealed else None)
    element.code_in = around.code_in or (element if element.tag == "pre" else None)
    element.in_cell = around.in_cell or element.tag in CELLS
    if (whole and element.tag in HEADINGS) or (element.tag == "label" and _TABS in around.classes):
        element.unread = True
