"""The elements of HTML by what becomes of them in Markdown."""

from __future__ import annotations

from typing import Final

from bs4.element import Tag

HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
LISTS: Final = ("ul", "ol")
_TABLE: Final = ("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td")

EMPHASES: Final = {"em": 1, "strong": 2}
"""With the number of signs on each side."""
MARKED: Final = ("a", *EMPHASES, "del", "ins", "sup", "sub", "code")
"""Inline elements that Markdown has marks for, or for which it takes HTML."""

_OTHER_BLOCKS: Final = """
    address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form
    header hgroup hr html legend li listing main menu nav object optgroup option p plaintext pre search section select
    summary textarea xmp
""".split()
BLOCKS: Final = frozenset([*HEADINGS, *LISTS, *_TABLE, *_OTHER_BLOCKS])
"""Elements that begin and end a line."""
KEPT: Final = frozenset(
    [*HEADINGS, *LISTS, *_TABLE, *MARKED, *"blockquote br dd div dl dt hr img li p pre ruby rt rp".split()]
)
"""Elements that Markdown has a way to write, in HTML at worst."""

RENAMED: Final = (
    dict.fromkeys(("i", "cite", "dfn", "var"), "em")
    | {"b": "strong", "s": "del", "strike": "del", "menu": "ul", "dir": "ul"}
    | dict.fromkeys(("kbd", "samp", "tt"), "code")
    | dict.fromkeys(("listing", "xmp", "plaintext", "textarea"), "pre")
)


def is_block(element: Tag) -> bool:
    """Whether the element begins and ends a line."""
    return element.name in BLOCKS


def words_of(element: Tag) -> list[str]:
    """The words of an element."""
    return element.get_text(" ").split()


def flattened(element: Tag) -> None:
    """Make an element hold inline content only."""
    for inner in element.find_all(lambda tag: is_block(tag) or tag.name == "br"):
        inner.insert_before(" ")
        inner.insert_after(" ")
        inner.unwrap()
