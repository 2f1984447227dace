"""What a publisher has not written yet: no problem, and not for readers, but to be said until it is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from glossator.edition.site import IMPRINT
from glossator.problems import Location
from glossator.publication.host import SitePage
from glossator.publication.indices import asking

ASKS: Final = "fill in:"
"""How a comment begins that asks for a text: `<!-- fill in: who makes this site -->`."""
_FENCES: Final = ("```", "~~~")
"""What is around a text that only shows how such a comment is written."""


def notices(page: SitePage, name: str, imprint: Mapping[str, str]) -> Iterator[str]:
    """What is still to be written on a page, each in a sentence with its place.

    Args:
        page: the page.
        name: of the index that it asks for; empty for none.
        imprint: what the site's configuration says of who answers for it.
    """
    missing = [f"`{field}`" for field in IMPRINT if not imprint.get(field)] if name == "imprint" else []
    if missing:
        _, place = asking.value(page, asking.KEY)
        yield (
            f"{place}: who answers for the site is not filled in, and readers see so: {', '.join(missing)} under "
            "`imprint` in the site’s configuration"
        )
    if ASKS not in page.text:
        return
    for line, column, comment in _comments(page.text.splitlines()):
        if comment.startswith(ASKS):
            wanted = " ".join(comment.removeprefix(ASKS).split())
            yield f"{Location(page.path, line, column)}: still to be filled in, in place of this comment: {wanted}"


def _comments(lines: list[str]) -> Iterator[tuple[int, int, str]]:
    """The comments that begin a line, with their lines and columns from 1.  Each line is looked at once or twice."""
    last = max((index for index, line in enumerate(lines) if "-->" in line), default=-1)
    fence, index = "", 0
    while index <= last:
        begun = lines[index].lstrip()
        if fence:
            fence = "" if begun.startswith(fence) else fence
        elif begun.startswith(_FENCES):
            fence = begun[:3]
        elif begun.startswith("<!--"):
            first = index
            while "-->" not in lines[index]:
                index += 1
            text = "\n".join([begun, *lines[first + 1 : index + 1]])
            yield first + 1, len(lines[first]) - len(begun) + 1, text[4:].partition("-->")[0].strip()
        index += 1
