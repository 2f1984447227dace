"""The kinds of notes that a site has: ours, those that packages add, and what the site itself says of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from glossator.doors import BrokenExtension, extensions
from glossator.records import identifiers
from glossator.records.schema import nearest
from glossator.records.vocabulary import KIND_FIELDS, KINDS, MOTIVATIONS, Kinds

GROUP: Final = "glossator.kinds"
"""The entry points by which other packages add kinds: the name is the kind's id, the object gives its fields."""


def kinds(changes: Mapping[str, Mapping[str, Any]]) -> Kinds:
    """All kinds of a site.

    Args:
        changes: what the site changes and adds, by ids; see `vocabulary.KIND_FIELDS`.

    Raises:
        BrokenExtension: a package adds a kind that cannot be used, or that is ours.
    """
    added = {id_: _added(id_, fields()) for id_, fields in extensions(GROUP).items()}
    merged = {id_: {**added.get(id_, {}), **changes.get(id_, {})} for id_ in [*added, *changes]}
    return Kinds(merged)


def _added(id_: str, fields: Any) -> Mapping[str, Any]:
    taken = any(kind.id == id_ for kind in KINDS)
    problem = f"the kind {id_!r} is one of glossator's own" if taken else fault(id_, fields)
    if problem:
        raise BrokenExtension(f"a package adds a kind that cannot be used: {problem}")
    return dict(fields)


def fault(id_: object, fields: object) -> str:
    """Why a kind cannot be one, in a sentence; empty where it can."""
    if wrong := identifiers.fault(str(id_)):
        return f"the kind {id_!r} {wrong}"
    if not isinstance(fields, Mapping):
        return f"the kind {id_!r} needs keys with values, not {fields!r}"
    return next(filter(None, (_fault_of_field(str(id_), key, value) for key, value in fields.items())), "")


def _fault_of_field(id_: str, key: object, value: object) -> str:
    if key in ("colour", "colour-dark"):
        return f"the kind {id_!r} has {key!r}, but kinds have no colours: hue says which way the evidence points"
    if key not in KIND_FIELDS:
        return f"the kind {id_!r} has an unknown key {key!r}: {_instead(str(key), KIND_FIELDS)}"
    if key == "motivation":
        wrong = [word for word in (value if isinstance(value, list) and value else [value]) if word not in MOTIVATIONS]
        what = f"{wrong[0]!r} is no motivation of the W3C’s, as the kind {id_!r} has it" if wrong else ""
        return f"{what}: {_instead(str(wrong[0]), MOTIVATIONS)}" if wrong else ""
    if key == "needs-evidence":
        return "" if isinstance(value, bool) else f"{key!r} of the kind {id_!r} must be true or false, not {value!r}"
    if not isinstance(value, str):
        return f"{key!r} of the kind {id_!r} must be text, in quotation marks"
    return ""


def _instead(word: str, words: Collection[str]) -> str:
    guess = nearest(word, words)
    return f"did you mean {guess!r}?" if guess else f"one of: {', '.join(words)}"
