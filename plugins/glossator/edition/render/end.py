"""What stands behind the text: who is behind its claims, all references, and the source as it is cited."""

from __future__ import annotations

from glossator.edition.page import Page
from glossator.edition.render import Renderer
from glossator.edition.render.people import standing
from glossator.edition.render.references import References
from glossator.edition.words import apart


def end(renderer: Renderer, page: Page, references: References) -> str:
    """The end of a page."""
    words = renderer.words
    there = {passage.number for passage in page.text.passages}
    passages: dict[str, list[int]] = {}
    for number, rating in sorted(page.ratings.items()):
        for origin in rating.origins:
            passages.setdefault(origin, []).append(number)
    html = renderer.fill(
        "end",
        origins=[
            (id_, page.origins[id_], [number for number in numbers if number in there])
            for id_, numbers in passages.items()
        ],
        mentions=[(mention, standing(mention.entity, renderer.words)) for mention in page.mentions],
        short=references.short,
        references=references.entries(),
        usual=references.usual,
        signed=words.listed([*references.usual_signature, references.usual_date]),
        citation=renderer.reference(page.source.item),
        method=page.method,
        language=apart(words.language, page.language),
    )
    return f"\n{html}\n"
