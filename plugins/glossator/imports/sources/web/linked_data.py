"""What the JSON-LD in a page says about the article."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from glossator.files.reading import cleaned
from glossator.imports.sources.credits import name, names, person_of
from glossator.imports.sources.dates import iso_date
from glossator.imports.sources.links import address

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

_LEAD: Final = re.compile(r"(?:by|von|par|por|di|door)\s", re.IGNORECASE)
_NEWS: Final = (
    *("NewsArticle", "AnalysisNewsArticle", "AskPublicNewsArticle", "BackgroundNewsArticle", "OpinionNewsArticle"),
    *("ReportageNewsArticle", "ReviewNewsArticle", "LiveBlogPosting"),
)
# schema.org's articles, the more specific first, with their CSL types.
_TYPES: Final = (
    dict.fromkeys(_NEWS, "article-newspaper")
    | dict.fromkeys(("ScholarlyArticle", "MedicalScholarlyArticle"), "article-journal")
    | {"BlogPosting": "post-weblog", "Report": "report", "SocialMediaPosting": "post"}
    | dict.fromkeys(("AdvertiserContentArticle", "SatiricalArticle", "TechArticle", "Article"), "webpage")
)


def article_facts(soup: BeautifulSoup) -> dict[str, Any]:
    """The CSL fields of the first article that the page describes, {} if it describes none."""
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            described = list(_objects(json.loads(_without_wrapping(script.get_text()), strict=False)))
        except (ValueError, RecursionError):
            continue
        for thing in described:
            genre = next((kind for kind in _TYPES if kind in _types(thing)), "")
            if genre:
                return _facts(thing, genre)
    return {}


def _without_wrapping(script: str) -> str:
    """JSON without what keeps old parsers of XML from reading it."""
    return re.sub(
        r"^\s*(?:/[/*]\s*)?(?:<!\[CDATA\[|<!--)(?:\s*\*/)?|(?:/[/*]\s*)?(?:\]\]>|-->)(?:\s*\*/)?\s*;?\s*$", "", script
    )


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the described things at the top, in lists and in graphs, not those that are values of others."""
    match value:
        case list():
            for entry in value:
                yield from _objects(entry)
        case {"@graph": graph}:
            yield from _objects(graph)
        case dict():
            yield value


def _types(thing: dict[str, Any]) -> list[Any]:
    kinds = thing.get("@type")
    return kinds if isinstance(kinds, list) else [kinds]


def _facts(thing: dict[str, Any], genre: str) -> dict[str, Any]:
    facts = {
        "type": _TYPES[genre],
        "title": _text(thing.get("headline")) or _text(thing.get("name")),
        "author": list(_authors(thing.get("author"))),
        "container-title": _name(thing.get("isPartOf")),
        "publisher": _name(thing.get("publisher")),
        "issued": iso_date(_text(thing.get("datePublished"))),
        "URL": address(_text(thing.get("url"))),
        "genre": genre,
        "abstract": _text(thing.get("abstract")) or _text(thing.get("description")),
    }
    return {key: value for key, value in facts.items() if value}


def _authors(value: Any) -> Iterator[dict[str, str]]:
    match value:
        case list():
            for entry in value:
                yield from _authors(entry)
        case {"givenName": str(given), "familyName": str(family)}:
            yield {"given": _text(given), "family": _text(family)}
        case {"name": str(text)} if _text(text):
            if "Person" not in _types(value):
                yield {"literal": _text(text)}
            elif _LEAD.match(_text(text)):
                yield from names(person_of(_text(text)))
            elif person_of(_text(text)):
                yield name(_text(text), person=True)
        case str() if _text(value) and not address(value):
            if byline := person_of(_text(value)):
                yield name(byline)


def _name(value: Any) -> str:
    match value:
        case {"name": text}:
            return _text(text)
        case [first, *_]:
            return _name(first)
    return ""


def _text(value: Any) -> str:
    # Many pages escape these strings as if they stood in HTML.
    return " ".join(cleaned(html.unescape(value)).split()) if isinstance(value, str) else ""
