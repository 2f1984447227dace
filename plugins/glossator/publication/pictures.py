"""The picture of a source, and of a note with a status, that goes with links to it elsewhere (Open Graph).

It is made of text alone: the title, the words quoted, what the evidence says of them, the name of the site.  What was
drawn is kept by what it shows, so that a build draws only what is new.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote as quoted_in_address

from glossator.edition import direction
from glossator.edition.apparatus import Note
from glossator.edition.render.references import byline
from glossator.edition.words import direction as writing_direction
from glossator.publication import Publication, Published
from glossator.publication.exports import addresses
from glossator.publication.exports.characters import clean
from glossator.records.vocabulary import Direction
from glossator.text.quoting import brief, marked
from glossator.text.shortening import shortened

WIDTH, HEIGHT = 1200, 630
"""In pixels: what social networks show whole."""
TITLE = 140
"""Code points of a title that a picture has room for."""
NAME: Final = "picture.png"
COLOURS: Mapping[Direction, str] = {
    Direction.FOR: "#0d5bc4",
    Direction.MIXED: "#602976",
    Direction.AGAINST: "#a3330d",
    Direction.OPEN: "#606872",
}
"""Those of the page in daylight."""


@dataclass(frozen=True)
class Picture:
    """A picture before it is drawn."""

    address: str
    """Where it will be, relative to the site."""
    alternative: str
    """What it shows, for those who do not see it."""
    content: Mapping[str, Any]
    """What is drawn, for `drawing.draw`."""


def available() -> bool:
    """Whether the libraries that draw are installed: they are an extra."""
    return all(find_spec(library) for library in ("typst", "PIL"))


def files(publication: Publication, folder: Path) -> Iterator[tuple[str, bytes]]:
    """The pictures of the site by their addresses, relative to the site.

    Args:
        publication: the site.
        folder: where drawn pictures are kept; it need not exist.
    """
    from glossator.publication.drawing import Drawing  # typst is an extra

    drawing = Drawing()
    for picture in all_of(publication):
        yield picture.address, _kept(drawing, picture, folder)


def all_of(publication: Publication) -> Iterator[Picture]:
    """Every picture of the site."""
    for published in publication.editions:
        if not published.name and (picture := of_source(publication, published)):
            yield picture
        for note in published.notes:
            if picture := of_note(publication, published, note):
                yield picture


def of_source(publication: Publication, published: Published) -> Picture | None:
    """The picture of a source; None where the site has none."""
    if not publication.pictures:
        return None
    words = publication.words
    counts = Counter(direction.of_note(note.front) for note in published.notes if note.is_claim)
    signs = [(way.sign, f"{words(way.label)} {counts[way]}", COLOURS[way]) for way in Direction if counts[way]]
    content = {
        **_frame(publication, published.title, published.language),
        "below": byline(published.item, words),
        "signs": signs,
    }
    said = [published.title, content["below"], *(f"{sign} {label}" for sign, label, _ in signs)]
    return Picture(addresses.beside(published, NAME), clean(words.listed(said)), content)


def of_note(publication: Publication, published: Published, note: Note) -> Picture | None:
    """The picture of a note with a status that has a page of its own; None for any other."""
    if not (publication.pictures and publication.permalinks and note.status):
        return None
    words, way = publication.words, direction.of_note(note.front)
    label = words(note.status.label)
    quote = brief(published.words_of(note.span)) if note.span and not note.whole_passage else ""
    content = {
        **_frame(publication, note.title, words.language),
        "quote": marked(shortened(quote, 2 * TITLE), published.language) if quote else "",
        "quote-rtl": writing_direction(published.language) == "rtl",
        "below": published.title,
        "signs": [(note.status.sign, label, COLOURS[way])],
    }
    said = [
        marked(quote, published.language) if quote else "",
        f"{note.status.sign} {label}",
        note.title,
        published.title,
    ]
    address = addresses.in_folder(published.address, f"notes/{quoted_in_address(note.id)}/{NAME}")
    return Picture(address, clean(words.listed(said)), content)


def tags(publication: Publication, picture: Picture) -> Iterator[tuple[str, str]]:
    """Open Graph's tags for a picture, which needs a whole address; none where the site's own is not known."""
    if publication.base:
        yield "og:image", f"{publication.base}{picture.address}"
        yield "og:image:type", "image/png"
        yield "og:image:width", str(WIDTH)
        yield "og:image:height", str(HEIGHT)
        yield "og:image:alt", picture.alternative


def _frame(publication: Publication, title: str, language: str) -> dict[str, Any]:
    return {
        "site": publication.name,
        "title": shortened(title, TITLE),
        "rtl": writing_direction(language or publication.words.language) == "rtl",
        "quote": "",
        "quote-rtl": False,
    }


def _kept(drawing: Any, picture: Picture, folder: Path) -> bytes:
    """A picture as it was drawn before, or else drawn and kept."""
    content = json.dumps(picture.content, ensure_ascii=False, sort_keys=True)
    file = folder / f"{hashlib.sha256(f'{drawing.look}{content}'.encode()).hexdigest()}.png"
    if file.is_file():
        return file.read_bytes()
    png: bytes = drawing.draw(picture.content)
    folder.mkdir(parents=True, exist_ok=True)
    file.write_bytes(png)
    return png
