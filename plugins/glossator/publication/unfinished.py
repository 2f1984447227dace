"""What a publisher has not written yet: no problem, and not for readers, but to be said until it is there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from glossator.edition.site import IMPRINT
from glossator.problems import Location
from glossator.publication.host import SitePage
from glossator.publication.indices import asking

_TO_FILL_IN: Final = re.compile(r"^[ \t]*(?P<place><!--)\s*fill in:\s*(?P<what>.*?)\s*-->", re.DOTALL | re.MULTILINE)
"""A comment, which no reader sees: `<!-- fill in: who makes this site -->`."""
_FENCED: Final = re.compile(r"^(?P<fence>`{3,}|~{3,}).*?^(?P=fence)", re.DOTALL | re.MULTILINE)
"""What only shows how such a comment is written."""


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
    seen = _FENCED.sub(lambda fenced: "\n" * fenced[0].count("\n"), page.text)
    for comment in _TO_FILL_IN.finditer(seen):
        before = seen[: comment.start("place")]
        place = Location(page.path, before.count("\n") + 1, len(before) - before.rfind("\n"))
        yield f"{place}: still to be filled in, in place of this comment: {' '.join(comment['what'].split())}"
