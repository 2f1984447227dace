"""What every reader of a foreign format gives: notes as far as the file says them, and what of it is lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from glossator.files.reading import FORBIDDEN
from glossator.problems import Location, Problem
from glossator.records.model import NoteFrontMatter
from glossator.records.vocabulary import Certainty, Kinds, Status
from glossator.text.anchoring import PassageSelector, Selector, SourceSelector, TextQuoteSelector

DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?=T|$)")
"""The day of a date and time; notes have no hours."""


@dataclass(frozen=True)
class Incoming:
    """A note as another program has it, before it has a place and an id."""

    location: Location
    """Where it stands in the file that it comes from."""
    name: str
    """What others in the file call it; may be empty."""
    fields: Mapping[str, Any]
    """Front matter, without the id of the note that it replies to."""
    body: str
    """The note itself, in Markdown."""
    selectors: tuple[Selector, ...] = (SourceSelector(),)
    """Places that it may belong to, best first; none where the file names it in no way that can be checked."""
    about: tuple[str, ...] = ()
    """Addresses of the pages that it is about; none where the file does not say."""
    hidden: bool = False
    """Whether a moderator has taken it out of sight."""
    replies_to: str = ""
    """What the file calls the note that it replies to."""
    wanted_id: str = ""
    """The id it had."""
    verbatim: bool = False
    """Whether the fields are those of a note's file, and stay as they are."""
    notices: tuple[Problem, ...] = ()
    """What of it could not be carried over, and what had to be assumed."""


@dataclass(frozen=True)
class Reading:
    """A file as far as it can be read."""

    notes: tuple[Incoming, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What kept annotations from being read."""
    elsewhere: int = 0
    """Notes on other sources, which were left alone."""


@dataclass
class Notices:
    """Collects what is lost and what is assumed while one annotation is read."""

    location: Location
    _lost: list[str] = field(default_factory=list)
    _assumed: list[str] = field(default_factory=list)

    def lost(self, what: str) -> None:
        """Something has no place in a note."""
        self._lost.append(what)

    def assumed(self, what: str) -> None:
        """Something that a note needs is not said."""
        self._assumed.append(what)

    def problems(self) -> tuple[Problem, ...]:
        """One problem of each sort, as warnings."""
        both = (
            ("annotation-lost", "left out: ", self._lost, "add what matters to the note by hand"),
            (
                "annotation-assumed",
                "assumed: ",
                self._assumed,
                "see that it is right, and change the note’s front matter",
            ),
        )
        return tuple(
            Problem(self.location, code, begin + "; ".join(dict.fromkeys(what)), hint, "warning")
            for code, begin, what, hint in both
            if what
        )


def of_file(
    location: Location, stored: Mapping[str, Any], *, name: str, selectors: tuple[Selector, ...] = ()
) -> Incoming:
    """A note of ours, from the fields that its file had, `id` and `body` among them.

    Args:
        location: where it stands.
        stored: the fields.
        name: what others in the file call it.
        selectors: other places to look at where its own does not fit.
    """
    notices = Notices(location)
    own = {key for key in stored if key in _FIELDS or key.startswith("x-")}
    fields = {_plain(key): _plain(value) for key, value in stored.items() if key in own}
    for key in stored.keys() - own - {"source", "id", "body", "replies-to"}:
        notices.lost(f"`{_plain(key)}`, which is no field of a note")
    return Incoming(
        location=location,
        name=name or str(stored.get("id") or ""),
        fields=fields,
        body=_plain(str(stored.get("body") or "")),
        selectors=(_own_selector(fields), *selectors),
        replies_to=str(stored.get("replies-to") or ""),
        wanted_id=str(stored.get("id") or ""),
        verbatim=True,
        notices=notices.problems(),
    )


_FIELDS = frozenset(field.alias or name for name, field in NoteFrontMatter.model_fields.items()) - {"replies-to"}


def _plain(value: Any) -> Any:
    """A value without the characters that no file may hold, which an escape in a JSON string can make."""
    if isinstance(value, str):
        return FORBIDDEN.sub("", value)
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return {_plain(key): _plain(part) for key, part in value.items()} if isinstance(value, dict) else value


def _own_selector(fields: Mapping[str, Any]) -> Selector:
    number = str(fields.get("passage", ""))
    passage = int(number) if number.isdecimal() and number.isascii() and len(number) < 9 else None
    quote, prefix, suffix = (" ".join(str(fields.get(name) or "").split()) for name in ("quote", "prefix", "suffix"))
    if quote:
        return TextQuoteSelector(quote, prefix, suffix, passage)
    return PassageSelector(passage) if passage else SourceSelector()


def classified(tags: Iterable[str], kinds: Kinds, notices: Notices) -> dict[str, str]:
    """The kind, status and certainty that tags name by their ids; every other tag is lost."""
    fields: dict[str, str] = {}
    for tag in tags:
        id_ = tag.strip().lower().replace(" ", "-")
        vocabulary = (("kind", list(kinds)), ("status", list(Status)), ("certainty", list(Certainty)))
        named = [name for name, terms in vocabulary if id_ in terms and name not in fields]
        if named:
            fields[named[0]] = id_
        else:
            notices.lost(f"the tag `{tag}`")
    return fields
