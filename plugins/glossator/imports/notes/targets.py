"""The targets of an annotation as places in a text: the selectors of the W3C's model, which Hypothes.is uses, too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from glossator.imports.notes.bodies_to_markdown import harmless
from glossator.imports.notes.incoming import Notices
from glossator.text.anchoring import PassageSelector, Selector, SourceSelector, TextQuoteSelector

_FRAGMENT = re.compile(r"#?p(\d{1,8})")


class Targets:
    """The targets of an annotation as places in a text, and as a note that it replies to."""

    def __init__(self, notices: Notices) -> None:
        self.replied = ""
        self._addresses: list[str] = []
        self._quotes: list[Selector] = []
        self._passages: list[Selector] = []
        self._others: list[str] = []
        self._whole = False
        self._notices = notices

    def selectors(self) -> tuple[Selector, ...]:
        """The places, best first: words are checked, a passage's number may be that of another edition."""
        places = [*self._quotes, *self._passages]
        if places or self._others:
            return tuple(places)
        return (SourceSelector(),)

    def addresses(self) -> tuple[str, ...]:
        """The pages that it names."""
        return tuple(self._addresses)

    def read(self, target: Any) -> None:
        """Add every place, and the address, of an annotation's target or targets."""
        targets = listed(target)
        places = 0
        for place in targets:
            if isinstance(place, str):
                self._read_address(place)
            elif isinstance(place, dict):
                places += self._read_object(place)
        if places > 1:
            self._notices.lost("every place of several but the first that fits")

    def _read_object(self, target: Mapping[str, Any]) -> int:
        if isinstance(items := target.get("items"), list):
            if "Choice" in types_of(target):
                return max((self._read_object(item) for item in items if isinstance(item, dict)), default=0)
            self.read(items)
            return 0
        source = target.get("source", target.get("id"))
        address = str(source.get("id") if isinstance(source, dict) else source or "")
        if target.get("selector"):
            self._addresses += [harmless(address)] if address else []
            self.select(target["selector"])
            return 1
        if address:
            self._read_address(address)
        else:
            self._others.append("a target without an address")
        return 0

    def _read_address(self, address: str) -> None:
        self._addresses.append(harmless(address))
        _, _, fragment = address.partition("#")
        if match := _FRAGMENT.fullmatch(fragment):
            self._passages.append(PassageSelector(int(match[1])))
        else:
            # Which of them are notes, whoever knows all notes can tell.
            self.replied = self.replied or address

    def select(self, selector: Any, passage: int | None = None) -> None:
        """Add the places that a selector, or every one of a list, selects."""
        for each in listed(selector):
            if not isinstance(each, dict):
                self._others.append("an address")
                continue
            types, refined = types_of(each), each.get("refinedBy")
            if "Choice" in types:
                self.select(each.get("items"), passage)
            elif "FragmentSelector" in types and (match := _FRAGMENT.fullmatch(str(each.get("value")))):
                number = int(match[1])
                self.select(refined, number) if refined else self._passages.append(PassageSelector(number))
            elif "TextQuoteSelector" in types and isinstance(each.get("exact"), str):
                if refined:
                    self.select(refined, passage)
                else:
                    exact, prefix, suffix = (
                        harmless(str(each.get(name) or "")) for name in ("exact", "prefix", "suffix")
                    )
                    self._quotes.append(TextQuoteSelector(exact, prefix, suffix, passage))
            elif refined:
                self.select(refined, passage)
            else:
                self._others += sorted(types) or ["a selector without a type"]


def types_of(value: Mapping[str, Any]) -> set[str]:
    """The types of an object, without the prefix of the W3C's own."""
    types = (str(type_) for type_ in listed(value.get("type", value.get("@type"))))
    return {type_.removeprefix("oa:").removeprefix("http://www.w3.org/ns/oa#") for type_ in types}


def listed(value: Any) -> list[Any]:
    """The values of a property that may have one, several or none."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
