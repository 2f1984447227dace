"""The short citation that names a piece of evidence in a line: author and year, such as `Rudaw 2019`.

It is the same in every citation style, since it is no citation in a text but a name for what stands in full elsewhere
on the page.  Who is nobody's work goes by what it appeared in, by its publisher, or by its title.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Literal

from glossator.records.csl import CSLDate, CSLItem, Name
from glossator.references.citations import suffix_letters
from glossator.references.style.markup import plain
from glossator.text.quoting import within

TITLE = 40
"""Characters of a title that stands for an author: about as long as the names of two authors."""

_WHOLE = frozenset(
    ("book", "broadcast", "collection", "dataset", "legislation", "map", "motion_picture", "periodical", "report",
     "software", "thesis")
)  # fmt: skip
"""Types whose titles are in italics; those of the others, which are part of something, in quotation marks."""


@dataclass(frozen=True)
class Short:
    """A short citation."""

    name: str
    """Who or what it goes by, without markup; the title of a part in quotation marks."""
    year: str
    """With the letter that tells it from others, or the words for “no date”."""
    kind: Literal["name", "container", "title", "part"] = "name"
    """What the name is: of people or a body, of what the work appeared in, or of the work, whole or part."""
    language: str = ""
    """A BCP 47 tag of the name, where it is in another language than the page."""

    @property
    def text(self) -> str:
        """Without markup: `Rudaw 2019`."""
        return f"{self.name} {self.year}"

    @property
    def html(self) -> str:
        """Escaped; names of works and of what they appeared in are in italics: `<i>Rudaw</i> 2019`."""
        lang = f' lang="{escape(self.language)}"' if self.language else ""
        name = escape(self.name, quote=False)
        if self.kind in ("container", "title"):
            name = f"<i{lang}>{name}</i>"
        elif lang:
            name = f"<span{lang}>{name}</span>"
        return f"{name} {escape(self.year, quote=False)}"


def short(item: CSLItem, words: Callable[..., str], language: str = "en") -> Short:
    """The short citation of one reference.

    Args:
        item: the reference.
        words: puts a text with its values into the language of the page.
        language: of the page, a BCP 47 tag.
    """
    suffix = item.year_suffix or ""
    date = _year(item.issued, words)
    year = f"{date}{suffix}" if date else _undated(suffix, words)
    name, kind = _name(item, words, language)
    other = (item.language or "").split("-")[0].lower() not in ("", language.split("-")[0].lower())
    return Short(name, year, kind, (item.language or "") if other and kind != "name" else "")


def short_citations(
    items: Mapping[str, CSLItem],
    words: Callable[..., str],
    language: str = "en",
    letters: Mapping[str, str] | None = None,
) -> dict[str, Short]:
    """The short citations of the references of one page, each other than the rest: `Rudaw 2019a`, `Rudaw 2019b`.

    Args:
        items: the references by anything that tells them apart.
        words: puts a text with its values into the language of the page.
        language: of the page, a BCP 47 tag.
        letters: those that citations in running text have already, by the same keys (`Citations.letters`); the others
            get theirs in the order of their titles.
    """
    citations = {key: short(item, words, language) for key, item in items.items()}
    alike: dict[tuple[str, str], list[str]] = {}
    for key, citation in citations.items():
        alike.setdefault((citation.name.casefold(), citation.year), []).append(key)
    for keys in alike.values():
        given = {key: letters[key] for key in keys if letters and key in letters and not items[key].year_suffix}
        in_order = sorted(keys, key=lambda key: (plain(items[key].title or "").casefold(), key))
        citations |= {
            key: _lettered(citations[key], items[key], letter, words)
            for key, letter in _told_apart(in_order, given).items()
        }
    return citations


def _told_apart(keys: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    """A letter for each of those that would look alike; none for one that stands alone and has none yet."""
    rest = [key for key in keys if key not in given] if len(keys) > 1 else []
    taken = set(given.values())
    free = (letter for index in range(2 * len(keys)) if (letter := suffix_letters(index)) not in taken)
    return {**given, **dict(zip(rest, free, strict=False))}


def _lettered(citation: Short, item: CSLItem, letter: str, words: Callable[..., str]) -> Short:
    dated = bool(_year(item.issued, words))
    return replace(citation, year=f"{citation.year}{letter}" if dated else _undated(letter, words))


def _undated(letter: str, words: Callable[..., str]) -> str:
    return f"{words('n.d.')}{letter and '-'}{letter}"


def _year(date: CSLDate | None, words: Callable[..., str]) -> str:
    """A year, or the years of a range; empty where there is no date."""
    if date is None:
        return ""
    years = list(dict.fromkeys(str(part[0]).replace("-", "−") for part in date.date_parts if part))
    if not years:
        return date.literal or date.raw or date.season or ""
    said = "–".join(years)
    return words("c. {year}", year=said) if date.circa else said


def _name(
    item: CSLItem, words: Callable[..., str], language: str
) -> tuple[str, Literal["name", "container", "title", "part"]]:
    people = item.author or item.editor
    if people:
        return _people(people, words), "name"
    if item.container_title:
        return plain(item.container_title_short or item.container_title), "container"
    if item.publisher or item.authority:
        return item.publisher or item.authority or "", "name"
    title = _cut(plain(item.title_short or item.title or item.URL or item.type))
    if item.type in _WHOLE:
        return title, "title"
    return words("“{title}”", title=within(title, language)), "part"


def _people(names: Sequence[Name], words: Callable[..., str]) -> str:
    first, *others = map(_family, names)
    if not others:
        return first
    return (
        words("{name} et al.", name=first)
        if len(others) > 1
        else words("{first} and {second}", first=first, second=others[0])
    )


def _family(name: Name) -> str:
    if name.literal or not name.family:
        return name.literal or name.given or ""
    return " ".join(part for part in (name.non_dropping_particle, name.family) if part)


def _cut(title: str) -> str:
    """A title without its subtitle, and no longer than `TITLE`, cut between two words."""
    main = title.partition(": ")[0]
    if len(main) <= TITLE:
        return main
    words = main[: TITLE - 1].rsplit(" ", 1)[0]
    return f"{words.rstrip(' ,;–-')}…"
