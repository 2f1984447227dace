"""Find the article in a page: what two readings of it agree on, and what of that is no text of the article."""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import trafilatura
from bs4.element import Tag

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
_MOSTLY_LINKS = 0.7
# Words of the shortest sentence that is taken for one of the article, though the other reading has it not.
_SENTENCE = 12
_LABEL = 5
# Words of a reading that is no teaser.
_LONG = 100
_WITH_LABELS: Final = ("li", "dl", "table", "blockquote", "pre")
_NOISE: Final = re.compile(
    r"(?:^|[-_\s])(?:comments?|disqus|respond|reactions?|share|sharing|shares?bar|social|sociable|addtoany|related|recommend\w*"
    r"|recirc\w*|more-?(?:stories|from|on|news)|read-?(?:more|next)|most-?(?:read|popular|viewed)|trending|popular|promo\w*"
    r"|sponsor\w*|advert\w*|ads?|adsense|banner|newsletter|subscri\w*|sign-?up|login|paywall|cookie\w*|consent|gdpr|breadcrumbs?"
    r"|nav(?:bar|box|igation\w*|links?)?|menu|pagination|pager|sidebar|side-?bar|rail|footer|foot|toolbar|tools|widgets?|tags?|tag-?list|taglist|rating"
    r"|author-?(?:bio|box|info)|about-?author|print|skip\w*|popup|modal|overlay|outbrain|taboola|teasers?|hidden|visually-?hidden"
    r"|sr-?only|screen-?reader\w*|byline|dateline|meta|metadata|post-?meta|entry-?meta|edit-?section|editsection|mw-editsection)"
    r"(?=$|[-_\s\d])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class LeftOut:
    """A block of a page that is taken for none of the article."""

    number: int
    """By which it can be asked for."""
    words: int
    begins: str

    def __str__(self) -> str:
        return f"{self.number}. {self.begins} ({self.words} word{'' if self.words == 1 else 's'})"


def parted(body: Tag, markup: str, keep: Container[int] | None = None) -> tuple[Tag, tuple[LeftOut, ...]]:
    """The element that holds the article, without what is none of it, and what was left out, in the order of the page.

    Args:
        body: the page, without what nobody sees.
        markup: the page as it is written.
        keep: the numbers of blocks that stay, as they were told; None for all.
    """
    reading = _read(markup)
    chosen = _with_reading(_article(body, reading), body, reading)
    left_out: list[LeftOut] = []
    outside = _outside(chosen, body)
    noise = list(_Noise(chosen, reading).within(chosen))
    noise += _without_text(chosen, noise)
    inside = set(map(id, noise))
    ids = inside | set(map(id, outside))
    for element in [element for element in body.find_all(True) if id(element) in ids]:
        words = words_of(element)
        if words:
            number = len(left_out) + 1
            left_out.append(LeftOut(number, len(words), shortened(" ".join(words), 60)))
            if keep is None or number in keep:
                chosen = _common((chosen, element)) or chosen
                continue
        element["data-left-out"] = ""
    for element in chosen.select("[data-left-out]"):
        if not element.decomposed:
            element.decompose()
    kept = [block for block in left_out if keep is not None and block.number not in keep]
    return chosen, tuple(kept)


def _read(markup: str) -> _Reading:
    """The other reading; where it takes next to nothing, that of the same program in doubt."""
    strict = _Reading(trafilatura.extract(markup, include_comments=False, deduplicate=False) or "")
    if len(strict) >= _LONG:
        return strict
    generous = trafilatura.extract(markup, include_comments=False, favor_recall=True, deduplicate=False)
    return max(strict, _Reading(generous or ""), key=len)


class _Reading:
    """What another program takes for the article's text."""

    def __init__(self, text: str) -> None:
        # Its Markdown has signs of its own.
        self._words = _words(text)

    def __len__(self) -> int:
        return len(self._words)

    @cached_property
    def _runs(self) -> frozenset[tuple[str, ...]]:
        return frozenset(_runs(self._words))

    @cached_property
    def _text(self) -> str:
        return f" {' '.join(self._words)} "

    def covered(self, words: Sequence[str]) -> int:
        """How many of its runs of words stand in others."""
        return len(self._runs.intersection(_runs(words)))

    def share(self, words: Sequence[str]) -> float:
        """How much of some words it holds, from 0 to 1."""
        if not words:
            return 0.0
        if len(words) < _RUN:
            return float(f" {' '.join(words)} " in self._text)
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


def _article(body: Tag, reading: _Reading) -> Tag:
    """What both readings are in: rather too much of the page than too little."""
    ours, theirs = _container(body), _around(body, reading)
    if ours is None and theirs is not None and theirs is not body and theirs.parent is not None:
        # A lead or a note may stand beside it.
        return theirs if theirs.parent is body else theirs.parent
    if ours is None or theirs is None:
        return ours or theirs or body
    return _common((ours, theirs)) or body


def _with_reading(chosen: Tag, body: Tag, reading: _Reading) -> Tag:
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


def _around(body: Tag, reading: _Reading) -> Tag | None:
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


def _outside(chosen: Tag, body: Tag) -> list[Tag]:
    """What stands beside the article, the largest parts of it."""
    beside: list[Tag] = []
    element = chosen
    while element is not body and element.parent is not None:
        beside += [sibling for sibling in element.parent.find_all(True, recursive=False) if sibling is not element]
        element = element.parent
    return beside


class _Noise:
    """Blocks of the article's element that are none of its text."""

    def __init__(self, chosen: Tag, reading: _Reading) -> None:
        self._reading = reading
        self._places = {id(element): at for at, element in enumerate(chosen.find_all(True))}
        # Shorter lines stand in both by chance.
        lines = [element for element in chosen.find_all(_is_leaf) if len(_folded(element)) >= _RUN]
        covered = [self._places[id(element)] for element in lines if self._share(element) > _MOST]
        self._first, self._last = (covered[0], covered[-1]) if covered else (0, len(self._places))
        # Where the other reading knows little of the text, what it leaves out says nothing.
        self._trusted = len(reading) >= _TEASER_WORDS and self._share(chosen) >= _TRUST

    def within(self, element: Tag) -> Iterator[Tag]:
        """The largest blocks inside an element that are noise."""
        for inner in element.find_all(True, recursive=False):
            words = _folded(inner)
            if not words or not is_block(inner):
                continue
            share = self._reading.share(words)
            if share == 1:
                continue
            called = _is_called_noise(inner) and share < 0.5 and share * len(words) < 0.1 * len(self._reading)
            if (called and inner.find("h1") is None) or (share < 0.1 and self._is_noise(inner, words)):
                yield inner
            elif not _is_leaf(inner) and inner.name not in _UNITS:
                yield from self.within(inner)

    def _is_noise(self, element: Tag, words: Sequence[str]) -> bool:
        """Whether a block of which the other reading knows nothing is noise."""
        if element.name == "h1" or element.find("h1") is not None:
            return False
        if element.name in ("aside", "footer", "nav", "form"):
            return True
        if not self._trusted:
            return False
        if self._is_amid(element):
            links = element.find_all("a")
            mostly_links = bool(links) and _linked(links) >= _MOSTLY_LINKS * len(words)
            return (mostly_links and (len(links) >= 3 or element.name in _UNITS)) or _is_label(element, words)
        leaves = [element] if _is_leaf(element) else element.find_all(_is_leaf)
        prose = sum(len(_folded(leaf)) for leaf in leaves if _is_prose(leaf))
        return prose < (0.5 * len(words) if element.name in _UNITS else 1)

    def _is_amid(self, element: Tag) -> bool:
        """Whether the text goes on behind a block, as the other reading has it."""
        start = self._places[id(element)]
        return self._first < start and start + len(element.find_all(True)) < self._last

    def _share(self, element: Tag) -> float:
        return self._reading.share(_folded(element))


def _without_text(chosen: Tag, noise: Sequence[Tag]) -> Iterator[Tag]:
    """Headings of which nothing is left: behind them stands noise, then the end or another heading as large."""
    gone = {id(inner) for element in noise for inner in (element, *element.find_all(True))}
    present = [element for element in chosen.find_all(_is_leaf) if id(element) not in gone and words_of(element)]
    for element, following in itertools.pairwise([*present, None]):
        ends = following is None or following.name in HEADINGS
        if element is not None and element.name in HEADINGS[1:] and ends and _stood_between(element, following, gone):
            yield element


def _stood_between(heading: Tag, following: Tag | None, gone: Container[int]) -> bool:
    """Whether noise stood between two headings of a level, or behind the last."""
    if following is not None and following.name > heading.name:
        return False
    between = itertools.takewhile(lambda node: node is not following, heading.next_elements)
    return any(isinstance(node, Tag) and id(node) in gone for node in between)


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
    return len(words) >= _SENTENCE and ends and _linked(element.find_all("a")) < 0.2 * len(words)


def _linked(links: Iterable[Tag]) -> int:
    return sum(len(_folded(link)) for link in links)


def _is_called_noise(element: Tag) -> bool:
    names = [*element.get_attribute_list("class"), str(element.get("id") or ""), str(element.get("role") or "")]
    return any(_NOISE.search(str(name)) for name in names if name)


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
