"""What a page states about itself, as CSL fields."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from trafilatura import extract_metadata

from glossator.files.reading import cleaned
from glossator.imports.sources.credits import name, names, person_of
from glossator.imports.sources.dates import iso_date
from glossator.imports.sources.links import address
from glossator.imports.sources.web.linked_data import article_facts

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from bs4.element import Tag

_TITLES: Final = ("citation_title", "og:title", "dc.title", "dcterms.title", "twitter:title")
_DATES: Final = (
    "citation_publication_date",
    "citation_date",
    "article:published_time",
    "datepublished",
    "dc.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.date",
    "date",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "og:article:published_time",
    "publish-date",
    "pubdate",
)
_AUTHORS = (
    "citation_author",
    "dc.creator",
    "dcterm.creator",
    "dcterms.creator",
    "author",
    "parsely-author",
    "byl",
    "sailthru.author",
    "article:author",
    "og:article:author",
)
# Where a page names its author for readers, the plainest first.
_BYLINES = (
    "[itemprop~=author] [itemprop~=name], [itemprop~=author]",
    "[rel~=author]",
    ".byline, .p-author",
    "[class*=byline i], [class*=author-name i], [class~=author i], [id*=byline i]",
)
_BESIDE: Final = re.compile(
    r"(?:^|[-_\s])(?:comments?|comments?-(?:list|area|body)|disqus|related|recommended|more-?(?:stories|news)|trending|most-?read|sidebar"
    r"|teasers?)(?=$|[\s_])",
    re.IGNORECASE,
)
# The same marks stand in lists of other articles.
_LONGEST_BYLINE = 120
_PLAIN: Final = {
    "container-title": ("citation_journal_title", "og:site_name", "application-name"),
    "publisher": ("citation_publisher", "dc.publisher", "dcterms.publisher"),
    "volume": ("citation_volume",),
    "issue": ("citation_issue",),
    "page": ("citation_firstpage",),
    "DOI": ("citation_doi",),
    "abstract": ("citation_abstract", "description", "og:description", "dc.description"),
}
_PUBLISHED: Final = "time[itemprop~=datePublished], time[pubdate], [itemprop~=datePublished][datetime]"
# What themes of WordPress and Blogger, and microformats, call it.
_ENTRY_DATE: Final = "time.entry-date:not(.updated), time.published, time.dt-published, abbr.published[title]"
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def page_facts(soup: BeautifulSoup, markup: str, url: str) -> dict[str, Any]:
    """The CSL fields that the page's JSON-LD, its meta elements and its address state.

    `url` is where the page was saved from, "" if unknown.  What none of them states, trafilatura's reading of the page
    may add, but no date: it makes a day of every year it sees.
    """
    meta = _meta(soup)
    linked = article_facts(soup)
    guessed = extract_metadata(markup, default_url=url or None, extensive=False)
    plain = {key: _first(meta, names) for key, names in _PLAIN.items()}
    plain["title"] = _first(meta, _TITLES) or _text(guessed.title) or _text(soup.title.get_text() if soup.title else "")
    plain["container-title"] = plain["container-title"] or _standing(guessed.sitename, markup)
    plain["URL"] = _url(soup, meta, url, linked)
    plain["language"] = _language(soup, meta)
    stated: dict[str, Any] = {
        "type": "article-journal" if "citation_journal_title" in meta else "webpage",
        "author": _stated_authors(soup, meta) or _authors(_guessed(soup, guessed.author)),
        "issued": _issued(soup, meta),
    }
    facts = {key: value for key, value in (stated | plain).items() if value} | linked
    facts["title"] = _title(soup, _first(meta, _TITLES) or _text(linked.get("title")), facts.get("title", ""))
    # A newspaper's page often names only the house that publishes it.
    return (
        facts
        if "container-title" in facts or "publisher" not in facts
        else facts | {"container-title": facts["publisher"]}
    )


def _title(soup: BeautifulSoup, stated: str, title: str) -> str:
    """The title, or the heading that names the page where what is stated or guessed does not.

    Some sites state what a text is about as its headline, and some begin with a heading for those who see no screen.
    """
    window = _folded_words(soup.title.get_text(" ") if soup.title else "")
    headings = [_text(heading.get_text(" ")) for heading in soup.find_all("h1")]
    if not window.strip() or (stated and (_folded_words(stated) in window or stated in headings)):
        return title
    naming = [heading for heading in headings if heading and _folded_words(heading) in window]
    longest = max(naming, key=len, default="")
    return longest if len(longest.split()) > 1 or _folded_words(longest) == window else title


def _folded_words(text: str) -> str:
    words = " ".join(re.findall(r"[^\W_]+", text.casefold()))
    return f" {words} "


def _meta(soup: BeautifulSoup) -> dict[str, list[str]]:
    """The contents of the meta elements by name, in lower case."""
    meta: dict[str, dict[bool, list[str]]] = {}
    # RDFa, True, is the younger way to say it, and the one that is kept up.
    for element in soup.find_all("meta", content=True):
        key = element.get("property") or element.get("name") or element.get("itemprop")
        # One element may have several names, which RDFa writes with colons.
        for part in str(key or "").lower().split():
            if content := _text(str(element["content"])):
                values = meta.setdefault(re.sub(r"^(dc|dcterms?):", r"\1.", part), {})
                values.setdefault(element.has_attr("property"), []).append(content)
    # What is said in both ways is said once, rather than added.
    return {key: values.get(True) or values[False] for key, values in meta.items()}


def _first(meta: dict[str, list[str]], names: tuple[str, ...], parse: Callable[[str], str] = str) -> str:
    return next((value for key in names for content in meta.get(key, []) if (value := parse(content))), "")


def _text(text: str | None) -> str:
    return " ".join(cleaned(text or "").split())


def _standing(site: str | None, markup: str) -> str:
    """A site's name only if it stands in the page; a host is no name."""
    return _text(site) if site and site in markup and "." not in site else ""


def _stated_authors(soup: BeautifulSoup, meta: dict[str, list[str]]) -> list[dict[str, str]]:
    """The authors that meta elements name, else those of the page's first byline."""
    for key in _AUTHORS:
        values = list(dict.fromkeys(meta.get(key, [])))
        person = key == "citation_author"
        stated = [author for value in values for author in ([name(value, person=True)] if person else _authors(value))]
        if stated:
            return stated
    for selector in _BYLINES:
        element = next((element for element in soup.select(selector) if not _is_beside(element)), None)
        words = _text(str(element.get("content") or element.get_text(" "))) if element else ""
        if words and len(words) <= _LONGEST_BYLINE and (authors := _authors(words)):
            return authors
    return []


def _guessed(soup: BeautifulSoup, author: str | None) -> str | None:
    """An author whom trafilatura found, but for those that stand beside the article."""
    beside = {
        _text(element.get_text(" "))
        for selector in _BYLINES
        for element in soup.select(selector)
        if _is_beside(element)
    }
    return None if author and any(author in words for words in beside) else author


def _is_beside(byline: Tag) -> bool:
    """Whether a byline is that of a reader's comment, or of another article that the page leads to."""
    return any(
        element.name == "nav" or _BESIDE.search(" ".join(map(str, element.get_attribute_list("class"))))
        for element in byline.parents
        if element.name not in ("body", "html")
    )


def _authors(joined: str | None) -> list[dict[str, str]]:
    """The names in a byline, each once, without what is none."""
    parts = [person_of(part) for part in (joined or "").split(";")]
    authors = [author for part in parts if part for author in names(part)]
    return list({str(author): author for author in authors}.values())


def _issued(soup: BeautifulSoup, meta: dict[str, list[str]]) -> str:
    if date := _first(meta, _DATES, iso_date):
        return date
    elements = [*soup.select(_PUBLISHED)[:1], *soup.select(_ENTRY_DATE)[:1]]
    dates = [
        iso_date(str(element.get("datetime") or element.get("content") or element.get("title") or element.get_text()))
        for element in elements
    ]
    return next(filter(None, dates), "") or _only_day(soup)


def _only_day(soup: BeautifulSoup) -> str:
    """The day of all times that a page marks, where it is the same."""
    days = {iso_date(str(time["datetime"]))[:10] for time in soup.find_all("time", datetime=True)}
    return days.pop() if len(days) == 1 else ""


def _url(soup: BeautifulSoup, meta: dict[str, list[str]], url: str, linked: dict[str, Any]) -> str:
    link = soup.find("link", rel="canonical", href=True)
    canonical = address(str(link["href"]), url) if link else ""
    return canonical or _first(meta, ("og:url",), address) or linked.get("URL", "") or address(url)


def _language(soup: BeautifulSoup, meta: dict[str, list[str]]) -> str:
    stated = [str(soup.html.get("lang") or soup.html.get("xml:lang") or "")] if soup.html else []
    stated += [*meta.get("citation_language", []), *meta.get("og:locale", []), *meta.get("dc.language", [])]
    tags = (text.strip().replace("_", "-") for text in stated)
    return next((tag for tag in tags if _LANGUAGE.fullmatch(tag)), "")
