"""HTML that holds nothing but a text, as other formats are turned into it, as a source."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from bs4 import BeautifulSoup
from bs4.element import Tag

from glossator.files.reading import cleaned
from glossator.imports.notes.incoming import Incoming
from glossator.imports.sources.credits import credits_of
from glossator.imports.sources.reading_back import structure_of
from glossator.imports.sources.record import Imported, failure, in_order, slug, title_from_name
from glossator.imports.sources.web.elements import HEADINGS, is_block, words_of
from glossator.imports.sources.web.markdown import as_markdown
from glossator.imports.sources.web.tidying import tidied
from glossator.text.textmap import read

if TYPE_CHECKING:
    import pathlib

_DEEPEST: Final = 200
"""Elements within each other; reading takes the square of it."""
_CREDIT_LINES: Final = 15


def parsed(html: str, path: pathlib.Path) -> Tag:
    """The body of some HTML.

    Raises:
        ImportFailure: its elements are nested too deeply.
    """
    soup = BeautifulSoup(cleaned(html), "lxml")
    level: list[Tag] = [soup]
    for _ in range(_DEEPEST):
        level = [child for element in level for child in element.children if isinstance(child, Tag)]
    if level:
        raise failure(path, "unreadable-file", f"its parts are nested more than {_DEEPEST} deep")
    return soup.body or soup


def imported(
    content: Tag,
    path: pathlib.Path,
    metadata: Mapping[str, Any],
    *,
    titled: bool = False,
    notes: Sequence[Incoming] = (),
    losses: Sequence[str] = (),
    left_out: Sequence[str] = (),
) -> Imported:
    """The source that a text in HTML is.

    Args:
        content: the text; all of it is taken.
        path: the file that it comes from.
        metadata: what the file states of itself, in CSL's fields.
        titled: whether the stated title is the text's, also where a heading that says another comes first.
        notes: what is noted on its words.
        losses: what of the file is not in the source, in sentences.
        left_out: blocks that are taken for none of the text, as `Imported.left_out`.
    """
    facts: dict[str, Any] = {"type": "document", **metadata}
    heading = _title(content, str(facts.get("title", "")), titled=titled)
    if heading is not None:
        facts["title"] = " ".join(words_of(heading))
        heading.decompose()
    lines = content.find_all("p", limit=_CREDIT_LINES)
    facts = credits_of(" ".join(words_of(line)) for line in lines) | facts
    facts["title"] = facts.get("title") or title_from_name(path)
    tidy = tidied(content, base="", url="")
    return Imported(
        slug(facts["title"], path),
        in_order(facts),
        as_markdown(tidy),
        text=read(str(tidy)).text,
        structure=structure_of(tidy),
        left_out=tuple(left_out),
        notes=tuple(notes),
        losses=tuple(losses),
    )


def _title(content: Tag, stated: str, *, titled: bool) -> Tag | None:
    """The heading that says the title: the first block, or one of the first level with the words that are stated."""
    first = next((block for block in content.find_all(is_block) if words_of(block) and not block.find(is_block)), None)
    if first is not None and first.name in HEADINGS and not (titled and stated):
        return first
    heading = content.find("h1")
    return heading if heading is not None and stated and _folded(heading.get_text(" ")) == _folded(stated) else None


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().casefold()
