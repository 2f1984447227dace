"""What an author meant as markup, and a reader sees as it is written: footnotes, and citations without brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

from glossator.edition.bodies import Body
from glossator.problems import Problem
from glossator.project.lead import Lead
from glossator.project.sidecar import Annotation
from glossator.references.bibliography import Bibliography
from glossator.references.bibliography.examples import own_key
from glossator.text.tags import without_tags

_CODE = re.compile(r"<(code|pre|a)\b.*?</\1>", re.DOTALL)
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,40})\]")
_KEY = re.compile(r"(?<![\w@.:/])@(\w(?:[\w:.#$%&+?<>~/-]*\w)?)")


def problems(written: Annotation | Lead, body: Body, bibliography: Bibliography) -> Iterator[Problem]:
    """The footnotes and bare citation keys that stand in a text as it is read, each once."""
    seen = unescape(without_tags(_CODE.sub(" ", body.html))) if "@" in body.html or "[^" in body.html else ""
    for name in dict.fromkeys(_FOOTNOTE.findall(seen)):
        mark = f"[^{name}]"
        message = f"`{mark}` stands in the text as it is written: a note has no footnotes"
        hint = f"say it in the text, or cite a reference: [@{own_key(bibliography)}, p. 2]"
        yield _warning(written, mark, "footnote-in-note", message, hint)
    for key in dict.fromkeys(_KEY.findall(seen)):
        if key in bibliography.references:
            message = f"`@{key}` stands in the text as it is written: a citation stands in brackets"
            hint = f"[@{key}], or with the place: [@{key}, p. 2]"
            yield _warning(written, f"@{key}", "citation-without-brackets", message, hint)


def _warning(written: Annotation | Lead, mark: str, code: str, message: str, hint: str) -> Problem:
    place = written.document.in_body(max(0, written.body.find(mark)), len(mark))
    return replace(written.problem(place, code, message, hint), severity="warning")
