"""Find the article in a page: what two readings of it agree on, and what of that is no text of the article."""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import urlsplit

import trafilatura
from bs4.element import NavigableString, PageElement, Tag

from glossator.imports.sources.web import furniture
from glossator.imports.sources.web.elements import HEADINGS, is_block, words_of
from glossator.text.shortening import shortened

_CONTAINERS: Final = ("article", "[itemprop~=articleBody]", "main", "[role=main]")
_PASSAGES: Final = ("p", "li", *HEADINGS, "blockquote", "td", "th", "dd", "dt", "div", "pre")
# Fewer words are a teaser, when the page has five times as many.
_TEASER_WORDS = 25
_TEASER_SHARE = 0.2
# Words in a row by which a text is told from others.
_RUN = 4
# The rest of what the other reading takes may be a line of its own, far from the article.
_MOST = 0.9
_TRUST = 0.4
_COVERED = 0.7
_KNOWN = 0.5
_CHANCE = 0.2
_MOSTLY_LINKS = 0.7
# Words of the shortest sentence that is taken for one of the article, though the other reading has it not.
_SENTENCE = 12
_LABEL = 5
# The title, a lead, names and the section may stand before a day.
_FIRST_LINES = 6
_LAST_LINES = 3
# Words of a line that leads to another text.
_LONGEST_POINTER = 30
# Words of a reading that is no teaser.
_LONG = 100
_WITH_LABELS: Final = ("li", "dl", "table", "blockquote", "pre")
_NOISE: Final = re.compile(
    r"(?:^|[-_\s])(?:\w*comments?|disqus|respond|reactions?|share|sharing|shares?bar|social|sociable|addtoany|related"
    r"|recomm[ae]nd\w*|recirc\w*|more-?(?:stories|from|on|news)|read-?(?:more|next)|most-?(?:read|popular|viewed)|trending|popular"
    r"|promo\w*|sponsor\w*|advert\w*|ads?|adsense|banner|cta|news-?letter|subscri\w*|sign-?up|login|paywall|cookie\w*|consent"
    r"|gdpr|breadcrumbs?|nav(?:bar|box|igation\w*|links?)?|menu|pagination|pager|aside|sidebar|side-?bar|rail|footer|foot|toolbar"
    r"|tools|utility|widgets?|tags?|tag-?list|taglist|link-?list|rating|author|author-?(?:bio|box|info)|about-?author|bio|contact-?box"
    r"|print|skip\w*|popup|modal|overlay|outbrain|taboola|teasers?|hidden|visually-?hidden|sr-?only|screen-?reader\w*|byline"
    r"|dateline|meta|metadata|post-?meta|entry-?meta|copyright|credits?|disclaimer|notice|edit-?section|editsection"
    r"|mw-editsection)(?=$|[-_\s\d])",
    re.IGNORECASE,
)


# Their words are as much prose as the text's, and the other reading sometimes takes one for it.
_COMMENTS: Final = re.compile(
    r"comments?|comments?-(?:area|list|section|wrap(?:per)?)|comment-?list|comments?-title|respond|disqus_thread",
    re.IGNORECASE,
)
_CAPTION: Final = re.compile(r"(?:^|[-_\s])(?:\w*caption|legend|attribution)(?=$|[-_\s\d])", re.IGNORECASE)


@dataclass(frozen=True)
class LeftOut:
    """A block of a page that is taken for none of the article."""

    number: int
    """By which it can be asked for."""
    words: int
    begins: str

    def __str__(self) -> str:
        return f"{self.number}. {self.begins} ({self.words} word{'' if self.words == 1 else 's'})"


def parted(
    body: Tag, reading: Reading, keep: Container[int] | None = None, *, url: str = ""
) -> tuple[Tag, tuple[LeftOut, ...]]:
    """The element that holds the article, without what is none of it, and what was left out, in the order of the page.

    Args:
        body: the page, without what nobody sees.
        reading: what another program takes for the article.
        keep: the numbers of blocks that stay, as they were told; None for all.
        url: its address, "" if unknown.
    """
    chosen = _with_reading(_article(body, reading), body, reading)
    parts = [*_leads(chosen, body, reading), chosen]
    left_out: list[LeftOut] = []
    outside = list(_outside(parts, body))
    _wrap_lines(chosen)
    judge = _Noise(chosen, reading, urlsplit(url).hostname or "")
    noise = list(judge.within(chosen))
    noise += _without_text(chosen, noise, reading if judge.is_trusted else None)
    noise += _pictures(chosen) if judge.is_trusted else ()
    chosen = _common(parts) or chosen
    ids = set(map(id, [*outside, *noise]))
    for element in [element for element in body.find_all(True) if id(element) in ids]:
        words = ["Picture:", *alt] if (alt := str(element.get("alt") or "").split()) else words_of(element)
        if words:
            number = len(left_out) + 1
            left_out.append(LeftOut(number, len(words), shortened(" ".join(words), 60)))
            if keep is None or number in keep:
                chosen = _common((chosen, element)) or chosen
                continue
        element["data-left-out"] = ""
    for element in chosen.select("[data-left-out]"):
        while element is not chosen and not element.decomposed and _is_gone(element):
            around = element.parent or chosen
            element.decompose()
            element = around
    kept = [block for block in left_out if keep is not None and block.number not in keep]
    return chosen, tuple(kept)


def read_otherwise(markup: str, lead: str = "") -> Reading:
    """The other reading of a page; where it takes next to nothing, that of the same program in doubt.

    Args:
        markup: the page as it is written.
        lead: how the page describes itself, which is often what its text begins with.
    """
    strict = Reading(trafilatura.extract(markup, include_comments=False, deduplicate=False) or "", lead)
    if len(strict) >= _LONG:
        return strict
    generous = trafilatura.extract(markup, include_comments=False, favor_recall=True, deduplicate=False)
    return max(strict, Reading(generous or "", lead), key=len)


class Reading:
    """What another program takes for the article's text."""

    def __init__(self, text: str, lead: str = "") -> None:
        self.lines = [line for line in map(str.strip, text.splitlines()) if line]
        # Its Markdown has signs of its own.
        self._words = _words(text)
        self._lead = frozenset(_runs(_words(lead))) if self._words else frozenset()

    def __len__(self) -> int:
        return len(self._words)

    @cached_property
    def _runs(self) -> frozenset[tuple[str, ...]]:
        return self._lead.union(_runs(self._words))

    @cached_property
    def _text(self) -> str:
        return f" {' '.join(self._words)} "

    def covered(self, words: Sequence[str]) -> int:
        """How many of its runs of words stand in others."""
        return len(self._runs.intersection(_runs(words)))

    def has(self, element: Tag) -> bool:
        """Whether it takes an element for text: most of its words, and those are many."""
        words = _folded(element)
        return len(words) >= _TEASER_WORDS and self.share(words) > _KNOWN

    def is_elsewhere(self, body: Tag) -> bool:
        """Whether it found an article of which next to nothing stands in what readers of a page see."""
        return len(self) >= _LONG and self.covered(_folded(body)) < _CHANCE * len(self._runs)

    def place(self, words: Sequence[str]) -> int:
        """Where it holds some words first, -1 where it does not."""
        return self._text.find(f" {' '.join(words)} ")

    def share(self, words: Sequence[str]) -> float:
        """How much of some words it holds, from 0 to 1."""
        if not words:
            return 0.0
        if len(words) < _RUN:
            return float(self.place(words) >= 0)
        runs = list(_runs(words))
        share = sum(run in self._runs for run in runs) / len(runs)
        # Where a line ends, the other program may write no space.
        return share if share > _MOST or "".join(words) not in self._joined else 1.0

    @cached_property
    def _joined(self) -> str:
        return "".join(self._words)


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(_RUN)), strict=False)


def _folded(element: Tag) -> list[str]:
    return _words(element.get_text(" "))


def _words(text: str) -> list[str]:
    """Words in small letters; signs of scripts that write no spaces one by one."""
    return re.findall(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff]|[^\W_]+", text.lower())


def _article(body: Tag, reading: Reading) -> Tag:
    """What both readings are in: rather too much of the page than too little."""
    ours, theirs = _container(body), _around(body, reading)
    if ours is None and theirs is not None and theirs is not body and theirs.parent is not None:
        # A lead or a note may stand beside it.
        return theirs if theirs.parent is body else theirs.parent
    if ours is None or theirs is None:
        return ours or theirs or body
    return _common((ours, theirs)) or body


def _with_reading(chosen: Tag, body: Tag, reading: Reading) -> Tag:
    """The element, or one around it that has most of what the other reading takes: else the article could be lost."""
    if len(reading) < _LONG:
        return chosen
    enough = _COVERED * reading.covered(_folded(body))
    while chosen is not body and chosen.parent is not None and reading.covered(_folded(chosen)) < enough:
        chosen = chosen.parent
    return chosen


def _container(body: Tag) -> Tag | None:
    """The element that the page itself calls its article."""
    for selector in _CONTAINERS:
        matching = body.select(selector)
        ids = {id(element) for element in matching}
        outermost = [element for element in matching if not any(id(parent) in ids for parent in element.parents)]
        chosen = _largest(outermost)
        if chosen is not None and not _is_teaser(chosen, body):
            return chosen
    return None


def _largest(candidates: Sequence[Tag]) -> Tag | None:
    """The element with most of the text, or the one around all if none has."""
    sizes = {id(element): len(words_of(element)) for element in candidates}
    largest = max(candidates, key=lambda element: sizes[id(element)], default=None)
    if largest is None or 2 * sizes[id(largest)] >= sum(sizes.values()):
        return largest
    return _common(candidates)


def _is_teaser(chosen: Tag, body: Tag) -> bool:
    own = len(words_of(chosen))
    return not own or (own < _TEASER_WORDS and own < _TEASER_SHARE * len(words_of(body)))


def _around(body: Tag, reading: Reading) -> Tag | None:
    """The smallest element around most of what the other reading takes."""
    if len(reading) < _TEASER_WORDS:
        return None
    weights: dict[int, float] = {}
    for element in body.find_all(_PASSAGES):
        if element.name != "div" or not element.find(is_block):
            words = _folded(element)
            if words and (share := reading.share(words)) > 0.5 and not element.find(_PASSAGES):
                for around in (element, *element.parents):
                    weights[id(around)] = weights.get(id(around), 0.0) + share * len(words)
    whole = weights.get(id(body), 0.0)
    if not whole:
        return None
    chosen = body
    while inner := next(
        (child for child in chosen.find_all(True, recursive=False) if weights.get(id(child), 0.0) >= _MOST * whole),
        None,
    ):
        if inner.name in _PASSAGES and inner.name != "div":
            break
        chosen = inner
    return chosen


def _leads(chosen: Tag, body: Tag, reading: Reading) -> Iterator[Tag]:
    """Sentences of the text between the title and the element that has the rest of it."""
    before = list(itertools.takewhile(lambda element: element is not chosen, body.find_all(True)))
    around = set(map(id, chosen.parents))
    title = next((at for at, element in reversed(list(enumerate(before))) if element.name == "h1"), None)
    for element in before[title + 1 :] if title is not None else ():
        words = _folded(element) if id(element) not in around and _is_leaf(element) else []
        if len(words) >= _SENTENCE and reading.share(words) > _MOST and element.find_parent(_UNITS) is None:
            yield element


def _outside(parts: Sequence[Tag], element: Tag) -> Iterator[Tag]:
    """What stands beside the parts of the article, the largest blocks of it."""
    if any(element is part for part in parts):
        return
    if not any(element is above for part in parts for above in part.parents):
        yield element
        return
    for child in list(element.children):
        if isinstance(child, Tag):
            yield from _outside(parts, child)
        elif isinstance(child, NavigableString) and child.strip():
            yield child.wrap(Tag(name="div"))


def _wrap_lines(chosen: Tag) -> None:
    """Make blocks of the words that stand beside blocks, as a browser shows them: else nothing could judge them."""
    for around in [chosen, *chosen.find_all(_WITH_LINES)]:
        if around.name not in _WITH_LINES or not around.find(is_block, recursive=False):
            continue
        line: list[PageElement] = []
        for child in [*around.children, None]:
            inline = isinstance(child, Tag) and not (is_block(child) or child.find(is_block))
            if child is not None and (inline or isinstance(child, NavigableString)):
                line.append(child)
            else:
                if any(str(part.get_text()).strip() for part in line):
                    block = Tag(name="div", attrs={"data-line": ""})
                    line[0].insert_before(block)
                    block.extend(line)
                line = []


_WITH_LINES: Final = ("div", "section", "article", "main", "body", "center", "header")


class _Noise:
    """Blocks of the article's element that are none of its text."""

    def __init__(self, chosen: Tag, reading: Reading, host: str) -> None:
        self._reading = reading
        self._host = host
        self._title = chosen.find("h1")
        self._places = {id(element): at for at, element in enumerate(chosen.find_all(True))}
        # Shorter lines stand in both by chance; a teaser says again what the text said before.
        self._lines = [(self._places[id(element)], _folded(element)) for element in chosen.find_all(_is_leaf)]
        covered = [
            (reading.place(words), at) for at, words in self._lines if len(words) >= _RUN and reading.place(words) >= 0
        ]
        self._first = min(covered)[1] if covered else 0
        self._last = max(covered, key=lambda pair: (pair[0], -pair[1]))[1] if covered else len(self._places)
        # Where the other reading knows little of the text, what it leaves out says nothing.
        self.is_trusted = len(reading) >= _TEASER_WORDS and self._share(chosen) >= _TRUST

    def within(self, element: Tag) -> Iterator[Tag]:
        """The largest blocks inside an element that are noise."""
        for inner in element.find_all(True, recursive=False):
            words = _folded(inner)
            if not words or not is_block(inner):
                continue
            if inner.has_attr("data-line"):  # the page calls it no block: only what it says can tell
                if self._is_furniture(inner):
                    yield inner
                continue
            share = self._reading.share(words)
            if not self._has_title(inner) and (
                self._is_called(inner, words, share)
                or self._is_of_readers(inner)
                or self._is_kicker(inner, words)
                or (share < 0.1 and _is_caption(inner))
                or (share < 0.1 and self._is_noise(inner, words))
                or self._is_pointer(inner, words)
                or self._is_furniture(inner)
            ):
                yield inner
            elif not _is_leaf(inner):
                yield from self.within(inner) if inner.name not in _UNITS else self._within_unit(inner)

    def _within_unit(self, unit: Tag) -> Iterator[Tag]:
        """Entries of a list, and rows of a table, which are none by their name."""
        for entry in unit.find_all(("li", "tr")):
            words = _folded(entry)
            if words and self._is_called(entry, words, self._reading.share(words)):
                yield entry

    def _has_title(self, element: Tag) -> bool:
        return self._title is not None and (element is self._title or self._title in element.find_all("h1"))

    def _is_called(self, element: Tag, words: Sequence[str], share: float) -> bool:
        return _is_called(element, _NOISE) and share < 0.5 and share * len(words) < 0.1 * len(self._reading)

    def _is_of_readers(self, element: Tag) -> bool:
        """Whether it holds the comments below the text."""
        names = [*element.get_attribute_list("class"), str(element.get("id") or "")]
        if not any(_COMMENTS.fullmatch(str(name)) for name in names):
            return False
        above = (words for at, words in self._lines if at < self._places[id(element)])
        return sum(map(len, above)) >= _TEASER_WORDS

    def _is_kicker(self, element: Tag, words: Sequence[str]) -> bool:
        """Whether it is a few words above the text that only lead to the section of the site in which it stands."""
        if len(words) > _LABEL or element.name in HEADINGS or self._places[id(element)] >= self._first:
            return False
        return _linked(filter(self._leads_to_site, element.find_all("a"))) == len(words)

    def _is_pointer(self, element: Tag, words: Sequence[str]) -> bool:
        """Whether it is a line that only leads to another text of the same site, such as “Read more: …”."""
        if element.name not in ("p", "div") or not _is_leaf(element) or not _RUN <= len(words) <= _LONGEST_POINTER:
            return False
        links = [link for link in element.find_all("a") if self._leads_to_site(link)]
        return _linked(links) >= _MOSTLY_LINKS * len(words)

    def _is_furniture(self, element: Tag) -> bool:
        """Whether it is a line about the site, as what it says tells."""
        if not _is_leaf(element) or element.name in ("pre", "td", "th", "dt"):
            return False
        text = " ".join(words_of(element))
        links = any(map(_leads_elsewhere, element.find_all("a")))
        if element.name in HEADINGS:
            # With sentences below it is a heading of the text.
            below = element.find_next(_is_leaf)
            of_text = isinstance(below, Tag) and _is_prose(below)
            return not of_text and (furniture.is_label(text) or (links and self._names_another(element, text)))
        if furniture.is_label(text):
            return True
        at = self._places[id(element)]
        beside = at < self._first or at > self._beginning_of_end
        return (
            furniture.is_credit(text)
            or (at in self._edges and furniture.is_dated(text))
            or furniture.is_about_rights(text)
            or (links and furniture.sends_on(text))
            or ((links or beside) and furniture.calls(text))
        )

    def _names_another(self, heading: Tag, text: str) -> bool:
        """Whether a heading amid the text is no more than the title of another one."""
        words = _folded(heading)
        if len(words) < _RUN or self._places[id(heading)] <= self._first:
            return False
        linked = _linked(filter(self._leads_to_site, heading.find_all("a")))
        return linked >= _MOSTLY_LINKS * len(words) or furniture.sends_on(text)

    @cached_property
    def _edges(self) -> frozenset[int]:
        """The first and the last lines: amid the text a day is that of an entry or a letter."""
        lines = [at for at, words in self._lines if words]
        return frozenset([*lines[:_FIRST_LINES], *lines[-_LAST_LINES:]])

    @cached_property
    def _beginning_of_end(self) -> int:
        """Behind which line the last quarter of the words stands."""
        left = sum(len(words) for _, words in self._lines) / 4
        for at, words in reversed(self._lines):
            left -= len(words)
            if left <= 0:
                return at
        return 0

    def _leads_to_site(self, link: Tag) -> bool:
        address = urlsplit(str(link.get("href") or "#"))
        return _leads_elsewhere(link) and (not address.netloc or _site(address.hostname) == _site(self._host))

    def _is_noise(self, element: Tag, words: Sequence[str]) -> bool:
        """Whether a block of which the other reading knows nothing is noise."""
        if element.name in ("aside", "footer", "nav", "form"):
            return True
        if not self.is_trusted:
            return False
        if self._is_amid(element):
            links = [link for link in element.find_all("a") if _leads_elsewhere(link)]
            mostly_links = bool(links) and _linked(links) >= _MOSTLY_LINKS * len(words)
            several = len(links) >= 3 or element.name in _UNITS or len(words) >= _RUN
            return (mostly_links and several and element.name not in HEADINGS) or _is_label(element, words)
        leaves = [element] if _is_leaf(element) else element.find_all(_is_leaf)
        prose = sum(len(_folded(leaf)) for leaf in leaves if _is_prose(leaf))
        return prose < (0.5 * len(words) if element.name in _UNITS else 1)

    def _is_amid(self, element: Tag) -> bool:
        """Whether the text goes on behind a block, as the other reading has it."""
        start = self._places[id(element)]
        return self._first < start and start + len(element.find_all(True)) < self._last

    def _share(self, element: Tag) -> float:
        return self._reading.share(_folded(element))


def _without_text(chosen: Tag, noise: Sequence[Tag], reading: Reading | None) -> Iterator[Tag]:
    """Headings of which nothing is left: behind them stands the end or another heading as large.

    Those that the other reading has are of the article, unless noise stood behind them.  Where it is not to be trusted,
    and None, so are all others.
    """
    gone = {id(inner) for element in noise for inner in (element, *element.find_all(True))}
    present = [element for element in chosen.find_all(_is_leaf) if id(element) not in gone and words_of(element)]
    title = chosen.find("h1")
    following = None
    for element in reversed(present):
        ends = following is None or (following.name in HEADINGS and following.name <= element.name)
        # Some pages write all of their text as headings.
        empty = element.name in HEADINGS and element is not title and ends and not _is_prose(element)
        unread = reading is not None and reading.share(_folded(element)) <= _MOST
        if empty and (unread or _stood_between(element, following, gone)):
            yield element
        else:
            following = element


def _stood_between(heading: Tag, following: Tag | None, gone: Container[int]) -> bool:
    """Whether noise stood between two headings of a level, or behind the last."""
    between = itertools.takewhile(lambda node: node is not following, heading.next_elements)
    return any(isinstance(node, Tag) and id(node) in gone for node in between)


def _site(host: str | None) -> str:
    return (host or "").removeprefix("www.")


def _leads_elsewhere(link: Tag) -> bool:
    """Whether a link leads to another page, as addresses of people, those of a table of contents and names of places do
    not."""
    return not str(link.get("href") or "#").startswith(("#", "mailto:", "tel:"))


_UNITS: Final = ("ul", "ol", "dl", "table")
"""What stays whole or goes."""


def _is_leaf(element: Tag) -> bool:
    """Whether it holds words and no block."""
    return is_block(element) and not element.find(is_block)


def _is_label(element: Tag, words: Sequence[str]) -> bool:
    """Whether it is a few words that say neither a sentence nor what a picture shows."""
    if not _is_leaf(element) or element.name != "div" or len(words) > _LABEL:
        return False
    text = element.get_text().strip()
    return not text.endswith(tuple('.!?…。！？"”’»)')) and element.find_parent((*_WITH_LABELS, "figure")) is None


def _is_prose(element: Tag) -> bool:
    """Whether it is a sentence or more, and no list of links."""
    words = _folded(element)
    ends = element.get_text().rstrip()[-1:] in tuple('.!?…。！？"”’»:)]')
    return len(words) >= _SENTENCE and ends and _linked(element.find_all("a", href=True)) < 0.2 * len(words)


def _linked(links: Iterable[Tag]) -> int:
    return sum(len(_folded(link)) for link in links)


def _is_gone(element: Tag) -> bool:
    """Whether it is left out, or nothing is left in it."""
    if element.has_attr("data-left-out"):
        return True
    return element.name in ("p", "div", "figure") and not words_of(element) and element.find(True) is None


def _is_caption(element: Tag) -> bool:
    """Whether it names a picture, or whose it is, in no sentence: alone it says nothing, and no picture is imported."""
    return (element.name == "figcaption" or _is_called(element, _CAPTION)) and not any(
        map(_is_prose, element.find_all(_is_leaf) or [element])
    )


def _pictures(chosen: Tag) -> Iterator[Tag]:
    """Pictures with words for those who do not see them, but for those that stand amid words of a line."""
    for picture in chosen.find_all("img", alt=True):
        line = picture.find_parent(is_block)
        if line is None or not _is_leaf(line) or not words_of(line) or picture.find_parent("figure"):
            yield picture


def _is_called(element: Tag, pattern: re.Pattern[str]) -> bool:
    names = [*element.get_attribute_list("class"), str(element.get("id") or ""), str(element.get("role") or "")]
    return any(pattern.search(str(name)) for name in names if name)


def _common(elements: Iterable[Tag]) -> Tag | None:
    """The innermost element around all of the elements."""
    common: list[Tag] | None = None
    for element in elements:
        above = [*reversed(list(element.parents)), element]
        common = (
            above
            if common is None
            else [shared for shared, other in zip(common, above, strict=False) if shared is other]
        )
    return common[-1] if common else None
