"""The page of a source's timeline: a picture, and behind it a table of all that is dated."""

from __future__ import annotations

from typing import Final

from glossator.edition.words import apart
from glossator.publication import Published
from glossator.publication.indices.page import IndexPage
from glossator.publication.timeline import WIDTH, events, picture
from glossator.records.vocabulary import Moment
from glossator.text.quoting import within

STYLESHEET: Final = "assets/glossator/timeline.css"
"""What this page alone needs."""


def timeline_page(page: IndexPage, published: Published) -> str:
    """The page's HTML, with its title."""
    every, words = events(page.publication, published), page.words
    moments = [event.moment for event in every if event.kind == "evidence"]
    counts = [(moment, moments.count(moment)) for moment in Moment if moment in moments]
    html = page.renderer.fill(
        "timeline",
        stylesheet=page.relative(STYLESHEET),
        title=within(published.title, words.language),
        apart=apart(published.language, words.language),
        source=page.relative(published.address),
        rows=[
            (words.date(event.date), event, f"{page.relative(published.address)}{event.fragment}") for event in every
        ],
        counts=counts,
        said=words.listed(f"{words(moment.label)}: {count}" for moment, count in counts),
        picture=picture(every),
        width=WIDTH,
    )
    return page.styled(html)
