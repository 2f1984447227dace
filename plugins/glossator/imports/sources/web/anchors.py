"""Links, and the places in the article that links within it lead to."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote, urldefrag

from bs4.element import Tag

from glossator.imports.sources.links import address
from glossator.imports.sources.web.elements import HEADINGS, is_block

# Apart from every id that the site itself gives.
_PREFIX: Final = "source-"
_CAN_HAVE_ID: Final = (*HEADINGS, "p", "li")


def keep_targets(content: Tag, *, base: str, url: str) -> None:
    """Make every link an absolute address or a link within the page; unwrap the others.

    The place that a link within the page leads to keeps a name in `data-anchor`, on the nearest element that Markdown
    can give an id.
    """
    places = _places(content)
    numbers = itertools.count(1)
    for link in content.find_all("a"):
        href = str(link.get("href") or "").strip()
        fragment = _fragment(href, base, url)
        target = _anchored(places[fragment], numbers) if fragment in places else ""
        destination = f"#{target}" if target else "" if fragment or not href else address(href, base)
        link["href"] = destination
        if not destination:
            link.unwrap()


def drop_dead_links(content: Tag) -> None:
    """Unwrap links within the page whose place did not survive."""
    anchored = content.find_all(_CAN_HAVE_ID, attrs={"data-anchor": True})
    # An entry with blocks of its own has no line where an id could stand.
    lasting = [element for element in anchored if element.name != "li" or not element.find(is_block)]
    targets = {str(element["data-anchor"]) for element in lasting}
    for link in content.find_all("a"):
        href = str(link["href"])
        if href.startswith("#") and href[1:] not in targets:
            link.unwrap()


def _places(content: Tag) -> dict[str, Tag]:
    """The elements that links can lead to, and that can have an id in Markdown, by name."""
    places: dict[str, Tag] = {}
    for element in content.find_all(lambda tag: tag.has_attr("id") or (tag.name == "a" and tag.has_attr("name"))):
        for name in (element.get("id"), element.get("name")):
            if name and (place := _block(element)):
                places.setdefault(str(name), place)
    return places


def _block(element: Tag) -> Tag | None:
    if element.name == "li" or element.name not in _CAN_HAVE_ID:
        inner = element.find(_CAN_HAVE_ID)
        if isinstance(inner, Tag):
            return inner
    return element if element.name in _CAN_HAVE_ID else element.find_parent(_CAN_HAVE_ID)


def _fragment(href: str, base: str, url: str) -> str:
    """The name of the place in this page that a link leads to, "" if it leads elsewhere."""
    if href.startswith("#"):
        return unquote(href[1:])
    page, fragment = urldefrag(address(href, base))
    return unquote(fragment) if fragment and page == urldefrag(url)[0] else ""


def _anchored(target: Tag, numbers: Iterator[int]) -> str:
    if "data-anchor" not in target.attrs:
        name = re.sub(r"[^a-z0-9]+", "-", str(target.get("id") or "").lower()).strip("-")
        target["data-anchor"] = f"{_PREFIX}{name or 'place'}-{next(numbers)}"
    return str(target["data-anchor"])
