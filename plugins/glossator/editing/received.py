"""A note that somebody copied or mailed: its file, found in the text around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from glossator.editing.drafts import plain, trimmed
from glossator.files import marked_yaml
from glossator.files.reading import TextFile
from glossator.problems import Location, Problem
from glossator.records import schema
from glossator.records.model import NoteFrontMatter
from glossator.records.vocabulary import Kinds

_LINE = re.compile(r"^(?P<quoted>(?:> ?)*)---[ \t]*$")
_FENCE = re.compile(r"^(`{3,}|~{3,})\w*[ \t]*$")
_SIGNATURE = re.compile(r"^-- ?$|^_{5,}$|^-{5,} ?\w")
"""What stands before a signature, or before the mail that is answered."""
_EXAMPLE = "title: A short sentence\nkind: context"


@dataclass(frozen=True)
class Received:
    """A note as it was sent."""

    fields: dict[str, Any]
    """Its front matter."""
    body: str
    """Its text."""


def read(file: TextFile, kinds: Kinds) -> tuple[Received | None, list[Problem]]:
    """The note in a text, which may be a mail with greetings around it, quoted, or fenced as code.

    Args:
        file: what was copied or mailed.
        kinds: the site's kinds.

    Returns:
        the note, None where there is none or anything is wrong with it; and every problem found.
    """
    lines = file.text.splitlines()
    place = _front_matter(lines)
    if place is None:
        message = (
            "there is no note in this text: two lines of `---` with `title:` and `kind:` between them were expected"
        )
        return None, [Problem(Location(file.name), "front-matter-missing", message, f"---\n{_EXAMPLE}\n---\nThe text.")]
    first, last, quoted = place
    written = [_unquoted(line, quoted) for line in lines[first + 1 : last]]
    marked, problems = marked_yaml.read("\n".join(written), file.name, first_line=first + 2, example=_EXAMPLE)
    if problems:
        return None, problems
    front, problems = schema.check(NoteFrontMatter, marked, context={"kinds": list(kinds)})
    if front is None:
        return None, problems
    fenced = first > 0 and _FENCE.match(_unquoted(lines[first - 1], quoted))
    body = _body(lines[last + 1 :], quoted, fence=fenced[1] if fenced else "")
    return Received(plain(front), body), []


def _front_matter(lines: Sequence[str]) -> tuple[int, int, str] | None:
    """The lines that begin and end the front matter of a note, and how they are quoted."""
    rules = [(number, match["quoted"]) for number, line in enumerate(lines) if (match := _LINE.match(line))]
    for (first, quoted), (last, other) in pairwise(rules):
        keys = [_unquoted(line, quoted) for line in lines[first + 1 : last]]
        if quoted.rstrip() == other.rstrip() and any(key.startswith(("title:", "kind:", "quote:")) for key in keys):
            return first, last, quoted.rstrip()
    return None


def _unquoted(line: str, quoted: str) -> str:
    return line.removeprefix(quoted).removeprefix(" ") if quoted else line


def _body(lines: Sequence[str], quoted: str, *, fence: str) -> str:
    body: list[str] = []
    for line in lines:
        if (quoted and not line.startswith(quoted)) or (not quoted and _SIGNATURE.match(line)):
            break
        text = _unquoted(line, quoted)
        if fence and text.startswith(fence):
            break
        body.append(text.rstrip())
    return trimmed("\n".join(body))
