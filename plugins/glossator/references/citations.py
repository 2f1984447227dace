"""Citations and references as a citation style writes them.

Every citation and every entry is formatted on its own, and once: what it says depends on the reference, the style and
the bibliography, never on the page or on what was cited before.  So there is no numbering, no “ibid.” and no merging of
two works by one author: a note is read alone, and its words must not change when another note does.  Styles that number
their references are refused for the same reason.  Two works that a citation could not tell apart are told apart
everywhere: by the given names of their authors, or as 2024a and 2024b in the order of their titles, or by what the
style adds (MLA: the title).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nh3

from glossator.files import reading
from glossator.files.reading import BIBLIOGRAPHY_LIMIT
from glossator.problems import Location, Problem
from glossator.records.csl import CSLItem
from glossator.records.model import Reference
from glossator.records.schema import nearest
from glossator.references import style as styles
from glossator.references.style.markup import plain
from glossator.references.style.names import SHIPPED
from glossator.text.tags import TAG

if TYPE_CHECKING:
    from glossator.references.style.style import Style

DEFAULT_STYLE = SHIPPED[0]

_CLEANER = nh3.Cleaner(
    tags={"a", "b", "i", "sub", "sup", "u"}, attributes={"a": {"href", "title"}}, url_schemes={"http", "https"},
    link_rel=None,
)  # fmt: skip


@dataclass(frozen=True)
class Cite:
    """One reference in a citation: `see @key, para. 12 for a map`."""

    key: str
    prefix: str = ""
    locator: tuple[str, str] | None = None
    """CSL's term for the kind of place, and the place: `("paragraph", "12")`."""
    suffix: str = ""
    without_author: bool = False
    """`-@key`: the sentence names the author."""


@dataclass
class _Work:
    """What is needed of a reference in the bibliography."""

    item: Reference
    reference: dict[str, Any]
    """For citeproc-py."""
    asked: dict[str, bool] = field(default_factory=dict)
    """What tells it from others: options of `Style.citation`."""


class Citations:
    """Formats the references of one bibliography."""

    def __init__(
        self,
        references: Mapping[str, Reference],
        style: Style | str | None = None,
        language: str = "en",
        *,
        accessed: bool = True,
    ) -> None:
        """Take a bibliography.

        Args:
            references: by key.
            style: or the name of one of `SHIPPED`, which is read when it is first needed; default: the first of them.
            language: of the words of one of these around titles and names, a BCP 47 tag.
            accessed: whether entries give the date of access, where the style does.
        """
        self.references = references
        self._accessed = accessed
        self._chosen = style
        self._language = language
        self._entries: dict[tuple[str, str | None], str] = {}
        self._cites: dict[tuple[str, tuple[str, str] | None, bool], str] = {}
        self._failures: dict[str, str] = {}
        """What the style raised, by the key of the reference."""

    def entry(self, item: CSLItem, key: str = "", url: str | None = None) -> str:
        """A reference as in a list of references: sanitised HTML with one link, if it has an address.

        Args:
            item: the reference.
            key: its key in the bibliography; empty for one that is described in place.
            url: an address in place of its own.
        """
        address = url or item.URL or item.doi_address or None
        if not key:
            return self._entry(item, styles.variables.reference(_at(item, url)), address)
        if (key, url) not in self._entries:
            reference = self._works[key].reference if not url and key in self._works else None
            reference = reference or styles.variables.reference(_at(item, url), key)
            self._entries[key, url] = self._entry(item, reference, address, key)
        return self._entries[key, url]

    def cite(self, cites: Iterable[Cite]) -> str:
        """A citation in running text, with its brackets: sanitised HTML.  An unknown key stands as it was written."""
        opening, closing = self._style.brackets
        return opening + self._style.delimiter.join(self._one(cite) for cite in cites) + closing

    def problem(self, item: CSLItem, place: Location, key: str = "") -> Problem | None:
        """Why the style cannot write a reference, which then stands on the page in plain words; None where it can.

        Args:
            item: the reference.
            place: where it is written.
            key: its key in the bibliography; empty for one that is described in place.
        """
        if not key:
            self._failures.pop(key, None)
        self.entry(item, key)
        if key in self._works:
            self.cite([Cite(key)])
        if key not in self._failures:
            return None
        message = f"{f'`{key}`' if key else 'this reference'} cannot be written: {self._failures[key]}"
        hint = f"another style, such as `citation_style: {DEFAULT_STYLE}`, or other fields of the reference"
        return Problem(place, "reference-unwritten", message, hint)

    def letters(self) -> dict[str, str]:
        """The letters that tell works of one author and year apart in citations, by key; most have none."""
        suffixes = {key: work.reference.get("year_suffix") for key, work in self._works.items()}
        return {key: str(suffix) for key, suffix in suffixes.items() if suffix}

    def _one(self, cite: Cite) -> str:
        before = f"{escape(cite.prefix, quote=False)} " if cite.prefix else ""
        after = escape(cite.suffix, quote=False)
        if after and after[0].isalnum():
            after = f" {after}"
        asked = (cite.key, cite.locator, cite.without_author)
        if asked not in self._cites:
            self._cites[asked] = self._formatted(cite)
        return before + self._cites[asked] + after

    def _formatted(self, cite: Cite) -> str:
        work = self._works.get(cite.key)
        if work is None:
            return escape(f"@{cite.key}", quote=False)
        item = work.item
        html = self._cited(work, cite.locator, suppress_author=cite.without_author)
        if not html and cite.without_author:  # MLA says nothing else
            html = self._cited(work, cite.locator)
        html = html or escape(_plain_name(item, cite.key), quote=False)
        address = item.URL or item.doi_address
        if address:
            title = f' title="{escape(plain(item.title))}"' if item.title else ""
            html = f'<a href="{escape(address)}"{title}>{html}</a>'
        return _CLEANER.clean(html)

    def _cited(self, work: _Work, locator: tuple[str, str] | None = None, **asked: bool) -> str:
        try:
            return self._style.citation(work.reference, locator=locator, **work.asked, **asked)
        except styles.style.StyleError as error:
            self._failures[work.item.id] = str(error)
            return ""

    def _entry(self, item: CSLItem, reference: dict[str, Any], address: str | None, key: str = "") -> str:
        if not self._accessed:
            reference = {name: value for name, value in reference.items() if name != "accessed"}
        html = self._listed(reference, key) or f"{escape(_plain_name(item, key), quote=False)}."
        return _CLEANER.clean(_linked(html, address) if address else html)

    def _listed(self, reference: dict[str, Any], key: str) -> str:
        try:
            return self._style.entry(reference)
        except styles.style.StyleError as error:
            self._failures[key] = str(error)
            return ""

    @cached_property
    def _style(self) -> Style:
        chosen = self._chosen or DEFAULT_STYLE
        return styles.style.shipped(chosen, self._language) if isinstance(chosen, str) else chosen

    @cached_property
    def _works(self) -> Mapping[str, _Work]:
        works = {key: _Work(item, styles.variables.reference(item, key)) for key, item in self.references.items()}
        # Only works by authors of one name, of one year where the style says it, can be confused: no other is
        # formatted to find out.
        alike: dict[tuple[str, str], list[str]] = {}
        for key, item in self.references.items():
            year = item.issued.iso[:4] if item.issued and self._style.gives_suffixes else ""
            for who in _called(item, key):
                alike.setdefault((who, year), []).append(key)
        for keys in alike.values():
            if len(keys) > 1:
                self._tell_apart([works[key] for key in sorted(keys)])
        return works

    def _tell_apart(self, works: list[_Work]) -> None:
        for tell in (self._by_given_names, self._by_letters, self._by_what_the_style_adds):
            alike = self._same(works)
            if not alike:
                return
            for same in alike:
                tell(same)

    def _by_given_names(self, works: list[_Work]) -> None:
        people = {str(work.item.author[0]) if work.item.author else "" for work in works}
        if self._style.gives_given_names and len(people) > 1:
            for work in works:
                work.asked["given_names"] = True

    def _by_letters(self, works: list[_Work]) -> None:
        in_order = sorted(works, key=lambda work: (_sort_text(work.item.title or ""), work.item.id))
        for index, work in enumerate(in_order if self._style.gives_suffixes else ()):
            if not work.item.year_suffix:
                work.reference = styles.variables.reference(work.item, work.item.id, year_suffix=suffix_letters(index))

    def _by_what_the_style_adds(self, works: list[_Work]) -> None:
        for work in works:
            work.asked["disambiguate"] = True

    def _same(self, works: list[_Work]) -> list[list[_Work]]:
        """Those that the style would cite in the same words."""
        by_words: dict[str, list[_Work]] = {}
        for work in works:
            by_words.setdefault(self._cited(work), []).append(work)
        return [same for same in by_words.values() if len(same) > 1]


def _called(item: Reference, key: str) -> set[str]:
    """What a style may call a work by: its first author, or what stands for one, as what it appeared in does."""
    people = item.author or item.editor
    if people:
        return {(people[0].family or str(people[0])).casefold()}
    instead = (item.container_title, item.publisher, item.title)
    return {plain(name).casefold() for name in instead if name} or {key}


def _at(item: CSLItem, url: str | None) -> CSLItem:
    return item.model_copy(update={"URL": url}) if url else item


def _linked(html: str, address: str) -> str:
    """An entry with its printed address, or else all of it, as a link."""
    escaped, href = escape(address, quote=False), escape(address)
    before, separator, after = html.rpartition(escaped)
    if separator:
        return f'{before}<a href="{href}">{escaped}</a>{after}'
    before, separator, after = html.rpartition("https://doi.org/")
    if separator:
        printed = re.match(r"[^\s<]*[^\s<.]", after)
        if printed:
            target = escape("https://doi.org/") + printed[0]
            return f'{before}<a href="{target}">{target}</a>{after[printed.end() :]}'
    return f'<a href="{href}">{html}</a>'


def _plain_name(item: CSLItem, key: str) -> str:
    names = ", ".join(str(name) for name in item.author or item.editor)
    parts = (
        names,
        plain(item.title or ""),
        plain(item.container_title or ""),
        item.publisher,
        item.issued and item.issued.iso,
    )
    return ", ".join(part for part in parts if part) or key or item.URL or item.type


_UNSORTED = re.compile(rf"{TAG}|[^\w\s]")


def _sort_text(title: str) -> str:
    return _UNSORTED.sub("", title).casefold()


def suffix_letters(index: int) -> str:
    """The letter of a year that tells works apart, by its place from 0: a … z, aa, ab …"""
    letters = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        letters = chr(ord("a") + letter) + letters
    return letters


def chosen(choice: str, root: Path, language: str = "en") -> Style | str | Problem:
    """The style a site chooses, the name of one that ships with the package as it is, or why it cannot be used.

    Args:
        choice: a name of `SHIPPED`, or the path of a `.csl` file in the project.
        root: the project's root.
        language: of the words around titles and names, a BCP 47 tag.
    """
    if choice in SHIPPED:
        return choice
    if not choice.endswith(".csl"):
        guess = nearest(choice, SHIPPED)
        hint = f"did you mean `{guess}`?" if guess else f"one of {', '.join(SHIPPED)}, or the path of a .csl file"
        return Problem(Location("mkdocs.yml"), "citation-style", f"there is no citation style `{choice}`", hint)
    path = root / choice
    file = reading.outside(path, root) or reading.read_text(path, root, limit=BIBLIOGRAPHY_LIMIT)
    if isinstance(file, Problem):
        return file
    hint = f"one of {', '.join(SHIPPED)}, or a style from https://www.zotero.org/styles"
    try:
        style = styles.style.Style(file.text, file.name, language)
        style.entry(styles.variables.reference(_SAMPLE))
        style.citation(styles.variables.reference(_SAMPLE), locator=("page", "3"))
    except styles.style.StyleError as error:
        return Problem(error.location, "citation-style", str(error), hint)
    return style


_SAMPLE = CSLItem.model_validate(
    {"type": "article-newspaper", "title": "A title", "author": [{"family": "Hale", "given": "Ruth"}], "issued": "2030"}
)
