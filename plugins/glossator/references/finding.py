"""Finding a reference by what a person remembers of it: author, title, year, publisher or key."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from glossator.records.csl import CSLItem
from glossator.references.style.markup import plain


def matching(words: str, references: Mapping[str, CSLItem]) -> list[str]:
    """The keys of the references in which all words stand.

    First comes the key that begins so, then what has each of the words at the beginning of one; of equals the newest.
    """
    wanted = _folded(words).split()
    if not wanted:
        return []
    keys = [key for key, item in references.items() if all(word in _said(key, item) for word in wanted)]

    def order(key: str) -> tuple[bool, bool, str, str]:
        said = _said(key, references[key])
        return (
            _folded(key).startswith(wanted[0]),
            all(_begins(word, said) for word in wanted),
            _date(references[key]),
            key,
        )

    return sorted(keys, key=order, reverse=True)


def summary(key: str, item: CSLItem) -> str:
    """A reference in a line: who, when, what, and its key."""
    who = ", ".join(str(name) for name in item.author[:2]) or plain(item.container_title or item.publisher or "")
    facts = (who, _date(item)[:4], item.title or "")
    return f"{', '.join(fact for fact in facts if fact)} [{key}]"


def _begins(word: str, said: str) -> bool:
    """Whether a word of a text begins so."""
    place = said.find(word)
    while place > 0 and (said[place - 1].isalnum() or said[place - 1] == "_"):
        place = said.find(word, place + 1)
    return place >= 0


def _said(key: str, item: CSLItem) -> str:
    names = " ".join(map(str, (*item.author, *item.editor)))
    parts = (key, names, item.title, item.container_title, item.publisher, _date(item))
    return _folded(plain(" ".join(part for part in parts if part)))


def _date(item: CSLItem) -> str:
    return item.issued.iso if item.issued else ""


def _folded(words: str) -> str:
    """Without case and accents, which nobody types in a search."""
    parted = unicodedata.normalize("NFKD", words.casefold())
    return "".join(character for character in parted if not unicodedata.combining(character))
