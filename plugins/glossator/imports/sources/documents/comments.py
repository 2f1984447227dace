"""The comments of a Word document as notes on exactly the words that they are about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bs4.element import NavigableString, Tag
from lxml import etree

from glossator.imports.notes.bodies_to_markdown import harmless
from glossator.imports.notes.incoming import DAY, Incoming, Notices
from glossator.imports.sources.documents.archive import Archive
from glossator.imports.sources.web.elements import is_block
from glossator.imports.sources.web.markdown import as_markdown
from glossator.imports.sources.web.tidying import tidied
from glossator.problems import Location
from glossator.text.anchoring import Selector, SourceSelector, TextQuoteSelector

if TYPE_CHECKING:
    import pathlib

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15: Final = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_START, _END = "gl-comment-start-", "gl-comment-end-"
_CONTEXT = 60
"""Code points on each side of the words: enough to tell them from others."""


@dataclass(frozen=True)
class Comment:
    """A comment, before its words are known."""

    id: str
    author: str
    day: str
    answers: str = ""
    """The id of the comment that it answers."""
    guessed: bool = False
    """Whether only its place says that it is an answer."""
    resolved: bool = False


def stated(archive: Archive) -> list[Comment]:
    """The comments of a document, in their order."""
    if "word/comments.xml" not in archive.names:
        return []
    root = archive.xml("word/comments.xml")
    threads = _threads(archive)
    by_paragraph: dict[str, str] = {}
    elements = {element.get(f"{_W}id", ""): element for element in root.iter(f"{_W}comment")}
    keys: dict[str, str] = {}
    for id_, element in elements.items():
        for paragraph in element.iter(f"{_W}p"):
            keys[id_] = paragraph.get(f"{_W14}paraId", "")
            by_paragraph[keys[id_]] = id_
    found = []
    for id_, element in elements.items():
        parent, resolved = threads.get(keys.get(id_, ""), ("", False))
        day = DAY.match(element.get(f"{_W}date", ""))
        author = " ".join(harmless(element.get(f"{_W}author", "")).split())
        found.append(
            Comment(
                id_, author, day[0] if day else "", by_paragraph.get(parent, "") if parent else "", resolved=resolved
            )
        )
    return found


def _threads(archive: Archive) -> Mapping[str, tuple[str, bool]]:
    """For the last paragraph of each comment that of the comment it answers, and whether it is resolved."""
    name = "word/commentsExtended.xml"
    if name not in archive.names:
        return {}
    return {
        element.get(f"{_W15}paraId", ""): (element.get(f"{_W15}paraIdParent", ""), element.get(f"{_W15}done") in _TRUE)
        for element in archive.xml(name).iter(f"{_W15}commentEx")
    }


_TRUE = ("1", "true", "on")


def marked(document: Any, remarks: Sequence[Comment]) -> None:
    """Put bookmarks, which a converter keeps, where each comment's words begin and end, and all bodies at the end."""
    ids = {comment.id for comment in remarks}
    begun: set[str] = set()
    for element in list(document.iter(f"{_W}commentRangeStart", f"{_W}commentRangeEnd", f"{_W}commentReference")):
        id_ = element.get(f"{_W}id", "")
        name = etree.QName(element).localname
        if name == "commentReference":
            if id_ in ids and id_ not in begun:
                begun.add(id_)
                element.addprevious(_bookmark(_START + id_))
                element.addprevious(_bookmark(_END + id_))
            element.getparent().remove(element)
        elif id_ in ids:
            begun.add(id_)
            element.addprevious(_bookmark((_START if name == "commentRangeStart" else _END) + id_))
    body = document.find(f"{_W}body")
    if body is not None and remarks:
        paragraph = etree.SubElement(body, f"{_W}p")
        for comment in remarks:
            run = etree.SubElement(paragraph, f"{_W}r")
            etree.SubElement(run, f"{_W}commentReference").set(f"{_W}id", comment.id)


def _bookmark(name: str) -> Any:
    element = etree.Element(f"{_W}bookmarkStart")
    element.set(f"{_W}name", name)
    return element


def _begins(*beginnings: str) -> Callable[[str | None], bool]:
    """Whether an attribute is there and begins so."""
    return lambda value: value is not None and value.startswith(beginnings)


def taken_out(content: Tag, remarks: Sequence[Comment], path: pathlib.Path, prefix: str) -> list[Incoming]:
    """The comments as notes; afterwards the text has neither them nor the bookmarks."""
    bodies = dict(_bodies(content, prefix))
    text, offsets = _text_and_bookmarks(content, prefix)
    for bookmark in content.find_all("a", id=_begins(prefix + _START, prefix + _END)):
        bookmark.decompose()
    spans = {
        comment.id: (offsets[_START + comment.id], offsets[_END + comment.id])
        for comment in remarks
        if _START + comment.id in offsets and _END + comment.id in offsets
    }
    threaded = _answers(remarks, spans)
    return [
        _note(comment, number, bodies.get(comment.id, ""), _words(text, spans.get(comment.id)), path)
        for number, comment in enumerate(threaded, 1)
    ]


def _bodies(content: Tag, prefix: str) -> Iterator[tuple[str, str]]:
    """Each comment's Markdown, taken out of where the converter puts it."""
    for term in content.find_all("dt", id=_begins(f"{prefix}comment-")):
        body = term.find_next_sibling("dd")
        for link in body.find_all("a", href=_begins(f"#{prefix}comment-ref-")) if body else ():
            link.decompose()
        if body:
            yield str(term["id"]).removeprefix(f"{prefix}comment-"), _markdown(body)
    for listing in content.find_all("dl"):
        if listing.find("dt", id=_begins(f"{prefix}comment-")):
            listing.decompose()
    for reference in content.find_all("a", id=_begins(f"{prefix}comment-ref-")):
        reference.decompose()


def _markdown(body: Tag) -> str:
    body.name = "div"
    return harmless(as_markdown(tidied(body, base="", url=""))).strip()


def _text_and_bookmarks(content: Tag, prefix: str) -> tuple[str, dict[str, int]]:
    """The text with a line for each block, and where in it the bookmarks stand."""
    parts: list[str] = []
    offsets: dict[str, int] = {}
    length = 0

    def add(text: str) -> None:
        nonlocal length
        parts.append(text)
        length += len(text)

    def walk(element: Tag) -> None:
        for node in element.children:
            if isinstance(node, NavigableString):
                add(str(node))
            elif isinstance(node, Tag):
                if node.name == "a" and node.get("id"):
                    offsets.setdefault(str(node["id"]).removeprefix(prefix), length)
                if edge := is_block(node) or node.name == "br":
                    add("\n")
                walk(node)
                if edge:
                    add("\n")

    walk(content)
    return "".join(parts), offsets


def _answers(remarks: Sequence[Comment], spans: Mapping[str, tuple[int, int]]) -> Iterator[Comment]:
    """Each comment with what it answers.  Google Docs says that only by giving answers the same words."""
    threaded = any(comment.answers for comment in remarks)
    first: dict[tuple[int, int], str] = {}
    for comment in remarks:
        span = spans.get(comment.id)
        if threaded or span is None or span[0] == span[1]:
            yield comment
        elif span in first:
            yield Comment(comment.id, comment.author, comment.day, first[span], guessed=True, resolved=comment.resolved)
        else:
            first[span] = comment.id
            yield comment


@dataclass(frozen=True)
class _Words:
    """What a comment is about."""

    selectors: tuple[Selector, ...]
    assumed: str = ""


def _words(text: str, span: tuple[int, int] | None) -> _Words:
    if span is None:
        return _Words((SourceSelector(),), "that it is about the whole text, since it marks no words")
    start, end = span
    assumed = ""
    if not text[start:end].strip():
        start, end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        end = len(text) if end < 0 else end
        assumed = "that it is about the paragraph in which it stands, since it marks no words"
    quote = " ".join(text[start:end].split())
    if not quote:
        return _Words((SourceSelector(),), "that it is about the whole text, since it marks no words")
    before, after = (
        " ".join(part.split()) for part in (text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT])
    )
    return _Words((TextQuoteSelector(quote, before, after), TextQuoteSelector(quote)), assumed)


def _note(comment: Comment, number: int, body: str, words: _Words, path: pathlib.Path) -> Incoming:
    location = Location(path.as_posix(), number)
    notices = Notices(location)
    answer = bool(comment.answers)
    if not answer:
        notices.assumed("`kind: context`, since a comment names none")
        if words.assumed:
            notices.assumed(words.assumed)
    if comment.guessed:
        notices.assumed("that it answers the first comment on the same words")
    if comment.resolved:
        notices.lost("that it is marked as resolved")
    fields: dict[str, Any] = {"kind": "reply" if answer else "context"}
    fields |= {"authors": [comment.author]} if comment.author else {}
    fields |= {"created": comment.day} if comment.day else {}
    return Incoming(
        location=location,
        name=f"comment {comment.id}",
        fields=fields,
        body=body,
        selectors=() if answer else words.selectors,
        replies_to=f"comment {comment.answers}" if answer else "",
        notices=notices.problems(),
    )
