"""Lists that are written as lists in Markdown, and the others."""

from __future__ import annotations

import re

from bs4.element import NavigableString, Tag

from glossator.imports.sources.web.elements import LISTS, is_block

# Python-Markdown does not see these behind a list's marker.
_NOT_FIRST = ("pre", "table", "ul", "ol", "dl", "hr", "blockquote")


def tidy_lists(content: Tag) -> None:
    """Give every entry its list, and make plain blocks of lists that Markdown cannot hold."""
    for listing in content.find_all(LISTS):
        _entries_only(listing)
        _number(listing)
    for entry in content.find_all("li"):
        if not isinstance(entry.parent, Tag) or entry.parent.name not in LISTS:
            entry.name = "div"
    for definitions in content.find_all("dl"):
        _definitions_or_blocks(definitions)
    for term in content.find_all(("dt", "dd")):
        if not isinstance(term.parent, Tag) or term.parent.name != "dl":
            term.name = "div"
    # The inner lists first: an entry may then begin with a plain block.
    for listing in reversed(content.find_all(LISTS)):
        if any(_begins_with_block(entry) for entry in listing.find_all("li", recursive=False)):
            _as_blocks(listing)


def _entries_only(listing: Tag) -> None:
    """Put lists between the entries into the entry before, where they were meant, and make entries of all else."""
    entry: Tag | None = None
    loose: Tag | None = None
    for child in list(listing.children):
        if isinstance(child, Tag) and child.name == "li":
            entry, loose = child, None
        elif entry is not None and isinstance(child, Tag) and child.name in LISTS:
            entry.append(child.extract())
        elif loose is not None:
            loose.append(child.extract())
        elif not _is_blank(child):
            entry = loose = child.wrap(Tag(name="li"))


def _number(listing: Tag) -> None:
    """Keep in `data-number` what a reader sees before each entry of a numbered list."""
    start = str(listing.get("start") or "")
    first = int(start) if re.fullmatch("[0-9]{1,6}", start) else 1
    if listing.name == "ol":
        for number, entry in enumerate(listing.find_all("li", recursive=False), first):
            entry["data-number"] = str(number)


def _definitions_or_blocks(definitions: Tag) -> None:
    for group in definitions.find_all("div", recursive=False):
        # Around anything else it is the end of a line, too.
        if all(_is_blank(child) or (isinstance(child, Tag) and child.name in ("dt", "dd")) for child in group.children):
            group.unwrap()
    kinds = [child.name if isinstance(child, Tag) else "" for child in definitions.children if not _is_blank(child)]
    named = kinds[:1] == ["dt"] and kinds[-1:] == ["dd"] and set(kinds) == {"dt", "dd"}
    holds_blocks = any(child.find(is_block) for child in definitions.find_all(("dt", "dd"), recursive=False))
    empty = any(not child.get_text().strip() for child in definitions.find_all(("dt", "dd"), recursive=False))
    # Only between paragraphs Markdown takes HTML for what it is.
    inside = definitions.find_parent(("li", "blockquote", "td", "th", "dd", "dl"))
    if not named or holds_blocks or empty or inside:
        _as_blocks(definitions)


def _begins_with_block(entry: Tag) -> bool:
    first = next((child for child in entry.children if not _is_blank(child)), None)
    while isinstance(first, Tag) and first.name == "div":
        first = next((child for child in first.children if not _is_blank(child)), None)
    return isinstance(first, Tag) and first.name in _NOT_FIRST


def _as_blocks(listing: Tag) -> None:
    for entry in listing.find_all(("li", "dt", "dd"), recursive=False):
        entry.name = "div"
    listing.name = "div"


def _is_blank(node: object) -> bool:
    if isinstance(node, Tag):
        return node.name != "hr" and not node.find("hr") and not node.get_text().strip()
    return isinstance(node, NavigableString) and not node.strip()
