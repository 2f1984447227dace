"""A plain text as a source: its title, its credits, its blocks in Markdown."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, assert_never

from glossator.files.reading import cleaned
from glossator.imports.sources.credits import credits_of, is_credit, names
from glossator.imports.sources.escaping import LIST_DIVIDER
from glossator.imports.sources.headings import LONGEST_HEADING, looks_like_heading, word_count
from glossator.imports.sources.plain.blocks import (
    Block,
    Heading,
    ListEntry,
    Listing,
    Paragraph,
    Quotation,
    Rule,
    blocks,
    is_certain,
)
from glossator.imports.sources.plain.conventions import bare
from glossator.imports.sources.plain.inline import as_markdown, as_words
from glossator.imports.sources.record import Imported, in_order, slug, title_from_name

if TYPE_CHECKING:
    import pathlib

# Credits stand above the text; further down, "By ..." is about somebody else's work.
_CREDIT_BLOCKS = 15
_LONGEST_TITLE = 30
_WIDEST_INDENT = 8
_CHAPTER: Final = re.compile(
    r"(?:CHAPTER|Chapter|BOOK|Book|PART|Part|ACT|Act|SCENE|Scene|CANTO|Canto|LETTER|Letter)"
    r" (?:[IVXLC]+|\d{1,3}|[A-Z][A-Za-z]+)(?:[.:—-]+(?: \S+){0,12})?"
)
_SECTION: Final = re.compile(r"(\d{1,3})\. [^\W\d_].*[^\W_]")
# A shorter first line was ended on purpose, a longer one by the width of the page.
_WRAPPED_LINE = 40


def from_text(text: str, path: pathlib.Path) -> Imported:
    """The source that a plain text holds; its first block is the title unless it is a paragraph of the text."""
    kind = bare(cleaned(text).replace("\r\n", "\n").replace("\r", "\n"))
    title, rest = _titled(blocks(kind.text))
    above = [block for block in rest[:_CREDIT_BLOCKS] if isinstance(block, Paragraph)]
    lines = [as_words(line) for block in above for line in (*block.lines, block.text)]
    title = kind.title or title or title_from_name(path)
    stated = {"author": names(kind.author)} if kind.author else {}
    metadata: dict[str, Any] = {"type": "document", "title": title} | credits_of(lines) | stated
    body = "\n\n".join(_rendered(_with_headings(rest))) + "\n"
    return Imported(slug(title, path), in_order(metadata), body, text=" ".join(_all_words(rest)), losses=kind.losses)


def _all_words(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(_, text):
                yield as_words(text)
            case Paragraph():
                yield as_words(block.text)
            case Quotation(inside):
                yield from _all_words(inside)
            case Listing(entries):
                yield from _listed_words(entries)


def _listed_words(entries: Iterable[ListEntry]) -> Iterator[str]:
    for entry in entries:
        yield as_words(entry.text)
        for nested in entry.nested:
            yield from _listed_words(nested.entries)


def _titled(blocks: Sequence[Block]) -> tuple[str, list[Block]]:
    """The title without its marks, and the blocks that follow it."""
    rest = list(itertools.dropwhile(lambda block: isinstance(block, Rule), blocks))
    first = rest[0] if len(rest) > 1 or isinstance(rest[0] if rest else None, Paragraph) else None
    if isinstance(first, Heading):
        return as_words(first.text), rest[1:]
    if not isinstance(first, Paragraph):
        return "", rest
    lines = _title_lines(first.lines)
    following: list[Block] = [Paragraph(first.lines[lines:])] if lines < len(first.lines) else []
    following += rest[1:]
    # A text of one line is its own title, and still has to be read somewhere.
    return as_words(" ".join(first.lines[:lines])), following or rest


def _title_lines(lines: Sequence[str]) -> int:
    """How many lines of the first block are the title."""
    credit = next((at for at, line in enumerate(lines) if at and is_credit(as_words(line))), len(lines))
    if len(lines[0]) < _WRAPPED_LINE or looks_like_heading(lines[0]):
        return 1 if looks_like_heading(lines[0]) or len(lines) == 1 or credit == 1 else 0
    return credit if word_count(" ".join(lines[:credit])) <= _LONGEST_TITLE else 0


def _with_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """Turn lines of their own that read like headings into headings."""
    numbered = _sections(blocks)
    titled = -1
    for at, block in enumerate(blocks):
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        if at == titled:
            continue
        if _is_chapter(block) and following is not None and not _is_chapter(following):
            # Its title often stands on a line of its own below.
            has_title = _is_heading(blocks, at + 1)
            titled = at + 1 if has_title else -1
            yield Heading(2, " ".join(_words_of(part) for part in blocks[at : at + 1 + has_title]))
        # Right below the title stands a subtitle or an author.
        elif isinstance(block, Paragraph) and (at in numbered or (at and _is_heading(blocks, at))):
            yield Heading(2, block.text)
        else:
            yield block


def _is_heading(blocks: Sequence[Block], at: int) -> bool:
    block, following = (blocks[place] if place < len(blocks) else None for place in (at, at + 1))
    return (
        isinstance(block, Paragraph)
        and isinstance(following, Paragraph)
        and len(block.lines) == 1
        and word_count(following.text) > LONGEST_HEADING
        and looks_like_heading(block.text)
        and not is_credit(block.text)
    )


def _words_of(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) else ""


def _is_chapter(block: Block) -> bool:
    """Whether a line of its own says which chapter begins."""
    return isinstance(block, Paragraph) and len(block.lines) == 1 and bool(_CHAPTER.fullmatch(block.text))


def _sections(blocks: Sequence[Block]) -> frozenset[int]:
    """Where lines such as “3. Penalties” number the sections of a text, from one and without a gap."""
    found = [
        (at, int(match[1]))
        for at, block in enumerate(blocks[:-1])
        if isinstance(block, Paragraph) and len(block.lines) == 1 and isinstance(blocks[at + 1], Paragraph)
        if (match := _SECTION.fullmatch(block.text)) and word_count(block.text) <= LONGEST_HEADING
    ]
    counts = len(found) > 1 and [number for _, number in found] == list(range(1, len(found) + 1))
    return frozenset(at for at, _ in found) if counts else frozenset()


def _rendered(blocks: Iterator[Block] | Sequence[Block]) -> Iterator[str]:
    before: Block | None = None
    for block in blocks:
        if isinstance(before, Listing) and isinstance(block, Listing):
            yield LIST_DIVIDER
        yield _block(block)
        before = block


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            # The title is the page's only heading of the first level.
            return f"{'#' * max(2, level)} {as_markdown(text)}"
        case Paragraph():
            return _verse(block) if block.is_verse else as_markdown(block.text)
        case Rule():
            return "---"
        case Quotation(inside):
            lines = "\n\n".join(_rendered(inside)).split("\n")
            return "\n".join(f"> {line}" if line else ">" for line in lines)
        case Listing():
            return "\n".join(_listing(block))
        case _:
            assert_never(block)


def _verse(block: Paragraph) -> str:
    """Lines with their ends, and with em spaces for what is set further right."""
    indents = block.indents or (0,) * len(block.lines)
    spaces = ["\u2003" * min(indent // 2, _WIDEST_INDENT) for indent in indents]
    return "  \n".join(f"{space}{as_markdown(line)}" for space, line in zip(spaces, block.lines, strict=True))


def _listing(listing: Listing, indent: str = "") -> Iterator[str]:
    numbered = listing.kind == "1" and is_certain(listing)
    for number, entry in enumerate(listing.entries, 1):
        # A number that the list would not show stays with the words.
        text = entry.text if numbered or listing.kind != "1" else f"{entry.marker} {entry.text}"
        yield f"{indent}{f'{number}.' if numbered else '-'} {as_markdown(text)}"
        for nested in entry.nested:
            yield from _listing(nested, indent + "    ")
