"""The lead of a source: what one will learn, before the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from glossator.edition.bodies import Body
from glossator.edition.words import Words
from glossator.problems import Problem
from glossator.project.lead import Lead
from glossator.records.schema import nearest
from glossator.records.vocabulary import Direction
from glossator.text.tags import without_tags


@dataclass(frozen=True)
class LeadPart:
    """A part of a lead as it stands on the page."""

    title: str
    """Its heading; empty for what stands before the first one."""
    direction: Direction | None
    """What its heading says of the notes that it links; None for any other heading."""
    body: Body


def rendered(lead: Lead, render_body: Callable[[str], Body], words: Words) -> tuple[LeadPart, ...]:
    """The parts of a lead.

    Args:
        lead: the lead.
        render_body: makes sanitised HTML of Markdown, as of a note's body.
        words: the words of the site.
    """
    ways = {text.casefold(): direction for text, direction in headings(words).items()}
    return tuple(
        LeadPart(part.title, ways.get(part.title.casefold()), render_body(part.text)) for part in lead.sections
    )


def plain(parts: Collection[LeadPart]) -> str:
    """A lead without markup, for exports: one line."""
    said = (text for part in parts for text in (part.title and f"{part.title}:", _text(part.body)) if text)
    return " ".join(" ".join(said).split())


def first_sentence(parts: Collection[LeadPart]) -> str:
    """The first sentence of a lead, without markup; empty where it has no words."""
    said = next((text for part in parts if (text := " ".join(_text(part.body).split()))), "")
    return re.split(r"(?<=[.!?。؟])\s", said, maxsplit=1)[0]


def _text(body: Body) -> str:
    # Blocks part words, and what stands inside a line does not.
    return unescape(without_tags(_BLOCK.sub(" ", body.html)))


_BLOCK = re.compile(r"</?(?:p|li|ul|ol|blockquote|br)\b[^>]*(?:>|\Z)")
_LINKED = re.compile(r'href="#note-([^"]*)"')


def dead_links(lead: Lead, parts: Collection[LeadPart], notes: Collection[str]) -> Iterator[Problem]:
    """The links of a lead to notes that the source does not have.

    Args:
        lead: the lead.
        parts: the same, rendered.
        notes: the ids of the source's notes.
    """
    linked = (unescape(id_) for part in parts for id_ in _LINKED.findall(part.body.html))
    for id_ in dict.fromkeys(id_ for id_ in linked if id_ not in notes):
        guess = nearest(id_, notes)
        hint = f"did you mean `#note-{guess}`?" if guess else "#note- and the name of the note’s file without `.md`"
        link = f"#note-{id_}"
        offset = lead.body.find(link)
        place = lead.document.in_body(max(offset, 0), len(link) if offset >= 0 else 0)
        yield lead.problem(place, "unknown-note", f"there is no note `{id_}` to link to", hint)


def headings(words: Words) -> Mapping[str, Direction]:
    """The headings of a lead that have a direction, in English and in the site's language."""
    said = {
        Direction.FOR: ("What holds", words("What holds")),
        Direction.AGAINST: ("What does not", words("What does not")),
        Direction.OPEN: ("What nobody outside can check", words("What nobody outside can check")),
    }
    return {text: direction for direction, texts in said.items() for text in texts}
