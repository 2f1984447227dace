"""Annotations of Hypothes.is read as notes: its client's JSON export, and what its API answers to a search.

The fields are those of the API (https://h.readthedocs.io/en/latest/api-reference/).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from glossator.imports.notes.bodies_to_markdown import harmless
from glossator.imports.notes.incoming import DAY, Incoming, Notices, classified
from glossator.imports.notes.targets import Targets, listed
from glossator.problems import Location
from glossator.records.vocabulary import Kinds


def found_in(value: Any) -> list[Any] | None:
    """The annotations of an export or a search; None where it is neither."""
    if not isinstance(value, dict) or "@context" in value:
        return None
    for name in ("annotations", "rows"):
        if isinstance(value.get(name), list):
            return [*value[name], *listed(value.get("replies"))]
    return None


def incoming(annotation: Mapping[str, Any], place: Location, kinds: Kinds) -> Incoming:
    """One annotation as a note."""
    notices = Notices(place)
    references = [str(reference) for reference in listed(annotation.get("references"))]
    targets = Targets(notices)
    for target in listed(annotation.get("target")):
        if isinstance(target, dict) and not references:
            targets.select(target.get("selector"))
    tags = [str(tag) for tag in listed(annotation.get("tags"))]
    fields: dict[str, Any] = classified((harmless(tag) for tag in tags), kinds, notices)
    if "kind" not in fields:
        fields["kind"] = "reply" if references else "context"
        if not references:
            notices.assumed("`kind: context`, since no tag names a kind")
    if author := _author(annotation):
        fields["authors"] = [author]
    for field, name in (("created", "created"), ("modified", "updated")):
        if day := DAY.match(str(annotation.get(name) or "")):
            fields[field] = day[0]
    _say_what_was_not_public(annotation, notices)
    return Incoming(
        location=place,
        name=str(annotation.get("id") or ""),
        fields=fields,
        body=harmless(str(annotation.get("text") or "")).strip(),
        selectors=targets.selectors(),
        about=(harmless(str(annotation["uri"])),) if annotation.get("uri") else (),
        hidden=bool(annotation.get("hidden")),
        # The first is the annotation that the conversation began with, the last the one that is answered.
        replies_to=references[-1] if references else "",
        notices=notices.problems(),
    )


def _author(annotation: Mapping[str, Any]) -> str:
    """The name that the person shows, else that of the account: `acct:name@host`."""
    user = annotation.get("user_info")
    name = user.get("display_name") if isinstance(user, dict) else None
    account = str(annotation.get("user") or "").removeprefix("acct:").partition("@")[0]
    return " ".join(harmless(str(name or account)).split())


def _say_what_was_not_public(annotation: Mapping[str, Any], notices: Notices) -> None:
    permissions = annotation.get("permissions")
    readers = permissions.get("read") if isinstance(permissions, dict) else None
    if isinstance(readers, list) and readers and "group:__world__" not in readers:
        notices.lost("that only some people could read it: ask its author before it is published")
    if annotation.get("hidden"):
        notices.lost("that a moderator has hidden it")
