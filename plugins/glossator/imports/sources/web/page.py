"""A web page, or a page saved by a browser, as a source; a piece of HTML as Markdown."""

from __future__ import annotations

import codecs
import contextlib
import email
import email.policy
import logging
import re
import warnings
from collections.abc import Container, Iterator
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning
from bs4.dammit import EncodingDetector, UnicodeDammit
from bs4.element import Comment, Tag

from glossator.imports.sources.credits import credits_of
from glossator.imports.sources.reading_back import structure_of
from glossator.imports.sources.record import Imported, failure, in_order, slug, title_from_name
from glossator.imports.sources.web.article import Reading, parted, read_otherwise
from glossator.imports.sources.web.elements import HEADINGS
from glossator.imports.sources.web.facts import page_facts
from glossator.imports.sources.web.formulas import formulas_as_text
from glossator.imports.sources.web.markdown import as_markdown
from glossator.imports.sources.web.tidying import tidied, without_noise
from glossator.text.textmap import read

if TYPE_CHECKING:
    import pathlib

_PAGES = ("text/html", "application/xhtml+xml")
# Some four times what pages need; reading takes the square of it.
_DEEPEST = 200
# Further down, "By ..." is about somebody else's work.
_CREDIT_LINES = 15
# The name of the site and a day may stand above it.
_TITLE_HEADINGS = 3
_SAVED_FROM = re.compile(r"\s*saved from url=\(\d+\)(https?://\S+)")


def from_page(
    raw: bytes, path: pathlib.Path, *, url: str = "", charset: str = "", keep: Container[int] | None = ()
) -> Imported:
    """The source that a page of HTML holds; nothing is loaded from the network.

    Args:
        raw: the page.
        path: the file, by whose name problems call it.
        url: the page's address, if the file around it states one.
        charset: its encoding, if the file around it states one.
        keep: the numbers of blocks that would be left out and stay; None for all.

    Raises:
        ImportFailure: the page cannot be read.
    """
    with _no_reports():
        return _imported(decoded(raw, path, charset), path, url, keep)


def from_saved_page(raw: bytes, path: pathlib.Path, keep: Container[int] | None = ()) -> Imported:
    """The source in a page that Chromium saved as one file (MHTML).

    Raises:
        ImportFailure: it holds no page, or one that cannot be read.
    """
    archive = email.message_from_bytes(raw, _class=EmailMessage, policy=email.policy.default)
    part = next((part for part in archive.walk() if part.get_content_type() in _PAGES), None)
    content = part.get_payload(decode=True) if part else None
    if part is None or not isinstance(content, bytes) or not content.strip():
        message = "the file holds no web page in MHTML, as Chromium saves it"
        raise failure(path, "unreadable-file", message, hint="in the browser: Save page as … “Webpage, Single File”")
    url = str(archive.get("Snapshot-Content-Location") or part.get("Content-Location") or "")
    return from_page(content, path, url=url, charset=str(part.get_content_charset() or ""), keep=keep)


def fragment_as_markdown(html: str) -> str:
    """The Markdown of a piece of HTML, such as a comment, without an empty line around it.

    Relative links are left as words.
    """
    soup = _parsed(html)
    return as_markdown(tidied(soup.body or soup, base="", url="")).strip("\n")


def _parsed(markup: str) -> BeautifulSoup:
    with warnings.catch_warnings():
        # XHTML, and a page as short as a file's name, are pages all the same.
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        return BeautifulSoup(markup, "lxml")


def _imported(markup: str, path: pathlib.Path, url: str, keep: Container[int] | None) -> Imported:
    soup = _parsed(markup)
    if _is_deeper(soup, _DEEPEST):
        raise failure(path, "unreadable-file", f"the page’s elements are nested more than {_DEEPEST} deep")
    metadata = page_facts(soup, markup, url or _saved_from(soup))
    reading = read_otherwise(markup, metadata.get("abstract", ""))
    body = _seen(soup, markup, reading)
    url = metadata.get("URL", "")
    content, left_out = parted(body, reading, keep, url=url)
    heading = _title_heading(content, metadata.get("title", ""))
    if heading is not None:
        metadata["title"] = " ".join(heading.get_text(" ").split())
        heading.decompose()
    _add_credits(metadata, content)
    metadata.setdefault("title", title_from_name(path))
    tidy = tidied(content, base=_base(soup, url), url=url)
    text, structure = read(str(tidy)).text, structure_of(tidy)
    return Imported(
        slug(metadata["title"], path),
        in_order(metadata),
        as_markdown(tidy),
        text=text,
        structure=structure,
        left_out=tuple(map(str, left_out)),
    )


def _seen(soup: BeautifulSoup, markup: str, reading: Reading) -> Tag:
    """What readers of a page see, formulas as text; what scripts would show them, where the article is not among it."""
    body = _body(soup)
    formulas_as_text(body)
    without_noise(body)
    if reading.is_elsewhere(body):
        body = _body(_parsed(markup))
        formulas_as_text(body)
        without_noise(body, reading.has)
    if reading.is_elsewhere(body):
        _add_lines(body, reading)
    return body


def _body(soup: BeautifulSoup) -> Tag:
    """What a reader sees; a page without the tag for it lies in its head, as the parser has it."""
    if soup.body is None and soup.head is not None:
        soup.head.name = "body"
        for title in soup.find_all("title"):
            title.decompose()
    return soup.body or soup


def _add_lines(body: Tag, reading: Reading) -> None:
    """Put into a page the article that only its scripts would show."""
    article = Tag(name="article")
    for line in reading.lines:
        paragraph = Tag(name="p")
        paragraph.string = line
        article.append(paragraph)
    body.append(article)


@contextlib.contextmanager
def _no_reports() -> Iterator[None]:
    """Keep trafilatura from reporting pages in which it finds nothing: then the whole page is taken."""
    logger = logging.getLogger("trafilatura")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _is_deeper(soup: Tag, limit: int) -> bool:
    level: list[Tag] = [soup]
    for _ in range(limit):
        level = [child for element in level for child in element.children if isinstance(child, Tag)]
    return bool(level)


def _title_heading(content: Tag, title: str) -> Tag | None:
    """The heading that says the title: the first of the first level, else the first of all.

    Titles stated for search engines often go on with the site's name.
    """
    stated = _folded(title)
    for heading in [*content.find_all("h1", limit=1), *content.find_all(HEADINGS, limit=_TITLE_HEADINGS)]:
        words = _folded(heading.get_text(" "))
        first = heading.name == "h1" and not stated
        if words and (first or words == stated or stated.startswith(tuple(f"{words} {mark} " for mark in "|-–—·"))):
            return heading
    return None


def _add_credits(metadata: dict[str, Any], content: Tag) -> None:
    """Add what only the first lines of the article say."""
    lines = content.find_all(("p", "time", "address"), limit=_CREDIT_LINES)
    stated = credits_of(" ".join(line.get_text(" ").split()) for line in lines)
    for key in ("author", "issued"):
        if key in stated:
            metadata.setdefault(key, stated[key])


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _base(soup: BeautifulSoup, url: str) -> str:
    declared = soup.find("base", href=True)
    href = str(declared["href"]) if declared else ""
    return href if re.match(r"https?://", href) else url


def _saved_from(soup: BeautifulSoup) -> str:
    """The address in the comment with which browsers begin a page they save."""
    comments = soup.find_all(string=lambda text: isinstance(text, Comment), limit=5)
    return next((match[1] for comment in comments if (match := _SAVED_FROM.match(comment))), "")


def decoded(raw: bytes, path: pathlib.Path, charset: str) -> str:
    """Decode as browsers do: byte order mark, header, declaration; undeclared, UTF-8 or what the bytes look like."""
    markup, marked = EncodingDetector.strip_byte_order_mark(raw)
    declared = marked or charset or EncodingDetector.find_declared_encoding(markup, is_html=True) or ""
    encoding = _known(declared, marked=bool(marked))
    # Whoever saves a page often writes UTF-8 and leaves the old declaration; other encodings are no UTF-8 by chance.
    if encoding and not marked and not markup.isascii() and _is_utf_8(markup):
        encoding = "utf-8"
    if encoding:
        return markup.decode(encoding, errors="replace")
    try:
        return markup.decode("utf-8")
    except UnicodeDecodeError:
        text = UnicodeDammit(markup, is_html=True).unicode_markup
    if text is None:
        raise failure(path, "unreadable-file", "the page’s character encoding is neither declared nor recognised")
    return text


def _is_utf_8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _known(declared: str, *, marked: bool) -> str:
    try:
        encoding = codecs.lookup(declared).name
    except (LookupError, ValueError):
        return ""
    # https://encoding.spec.whatwg.org: pages that say Latin-1 are in Windows-1252; a declaration that could be read
    # as ASCII is not in UTF-16.
    if encoding in ("iso8859-1", "ascii"):
        return "cp1252"
    if encoding.startswith(("utf-16", "utf-32")) and not marked:
        return "utf-8"
    return encoding if codecs.lookup(encoding)._is_text_encoding else ""
