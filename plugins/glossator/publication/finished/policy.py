"""The content security policy of a site: the list of what browsers may run and load on its pages.

It is the same on every page, since a site that exchanges its pages without loading them keeps that of the first.  So it
can be written only when all pages are there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

from glossator.memory import Forgetful, Memory
from glossator.problems import Location, Problem
from glossator.publication.directives import DIRECTIVES, START, hash_of
from glossator.publication.finished.pages import Element, FinishedPage

_RUN = frozenset(
    (
        *("", "module", "importmap", "speculationrules", "text/jscript", "text/livescript"),
        *(
            f"{kind}/{prefix}{name}"
            for kind in ("text", "application")
            for prefix in ("", "x-")
            for name in ("javascript", "ecmascript")
        ),
    )
)
"""Types of `<script>` that browsers run, or go by."""
_TAG = rb"""(?:[^>"']|"[^"]*"|'[^']*')*>"""
_BEFORE = re.compile(
    rb"\s*(?:\xef\xbb\xbf|<!--.*?-->|<!doctype"
    + _TAG
    + rb"|<html(?=[\s>])"
    + _TAG
    + rb"|<head(?=[\s>])"
    + _TAG
    +
    # What says how the file is to be read must stand in its first 1,024 bytes.
    rb"|<meta\s+charset"
    + _TAG
    + rb")",
    re.DOTALL | re.IGNORECASE,
)
"""What stands before everything that could load something."""


class Policy:
    """Looks at the pages of a site one after another, and then writes its policy into them."""

    def __init__(self, additions: Mapping[str, Sequence[str]], memory: Memory | None = None) -> None:
        """`additions` are what the site's owner allows besides, by the names of directives."""
        self._memory = memory or Forgetful()
        self._additions = additions
        self._hashes: set[str] = set()
        self._paths: list[str] = []
        self.problems: list[Problem] = []
        """The scripts on the pages that will not run."""

    def look(self, page: FinishedPage) -> None:
        """See which scripts a page has."""
        self._paths.append(page.path)
        key = (page.digest,) if self._memory.keeps else ()
        hashes, problems = self._memory.keep(("policy", page.path), key, lambda: _scripts(page))
        self._hashes |= hashes
        self.problems += problems

    def __str__(self) -> str:
        """The policy, as a header would have it."""
        sources = {name: [*own, *self._additions.get(name, ())] for name, own in DIRECTIVES.items()}
        sources["script-src"] += [f"'{value}'" for value in sorted(self._hashes)]
        return "; ".join(f"{name} {' '.join(_usable(allowed))}" for name, allowed in sources.items())

    def write(self, folder: Path) -> None:
        """Put the policy into the pages that were looked at.

        Raises:
            OSError: a page cannot be read or written.
        """
        tag = START + escape(str(self), quote=False).encode() + b'">'
        for path in self._paths:
            file = folder / path
            html = file.read_bytes()
            file.write_bytes(into(html, tag))


def _scripts(page: FinishedPage) -> tuple[set[str], list[Problem]]:
    """The hashes of the scripts of a page that a policy must allow, and the scripts that it does not let run."""
    hashes: set[str] = set()
    problems: list[Problem] = []
    if page.root is None:
        return hashes, problems
    for script in page.root.iter("script") if b"<script" in page.html.lower() else ():
        if script.get("src") is not None or not _runs(script.get("type", "")):
            continue
        if _is_in_source(script):
            problems.append(_blocked(page, "a <script> in the text of a source", "leave it out of the source"))
        else:
            hashes.add(hash_of(script.text or ""))
    hint = "let a script in a file of the site do it, by `addEventListener`"
    problems += [_blocked(page, what, hint) for what in sorted(_inline(page))]
    return hashes, problems


def _blocked(page: FinishedPage, what: str, hint: str) -> Problem:
    message = f"the content security policy of the site does not let {what} run"
    return Problem(Location(page.path), "script-blocked", message, hint, severity="warning")


def into(html: bytes, tag: bytes) -> bytes:
    """A page with a policy before everything that could load something, instead of an older one of ours."""
    head, rest = _parted(html)
    return head + tag + rest


def without(html: bytes) -> bytes:
    """A page without a policy of ours."""
    return b"".join(_parted(html)) if START in html else html


def _parted(html: bytes) -> tuple[bytes, bytes]:
    """What stands before everything that could load something, and the rest without an older policy of ours."""
    end = 0
    while step := _BEFORE.match(html, end):
        end = step.end()
    rest = html[end:]
    return html[:end], rest[rest.index(b">", len(START)) + 1 :] if rest.startswith(START) else rest


def _runs(type_: str) -> bool:
    """Whether browsers run a script of this type, so that a policy must allow it."""
    name = type_.partition(";")[0].strip().lower()
    return name in _RUN or name.startswith("text/javascript1.")


def _is_in_source(element: Element) -> bool:
    """Whether it stands in a source's text or notes, which strangers may have sent."""
    return any("gl-source" in around.get("class", "").split() for around in element.iterancestors())


def _inline(page: FinishedPage) -> set[str]:
    """What runs on a page outside of scripts, in words."""
    handlers = page.root.xpath("//@*[starts-with(name(), 'on')]")
    links = page.root.xpath("//@href[contains(., ':')]")
    words = {f"the attribute `{handler.attrname}` of <{handler.getparent().tag}>" for handler in handlers}
    if any("".join(link.split()).lower().startswith("javascript:") for link in links):
        words.add("a link that begins with `javascript:`")
    return words


def _usable(sources: Sequence[str]) -> Iterator[str]:
    """Sources, without the one that would forbid the others."""
    distinct = list(dict.fromkeys(sources))
    return (source for source in distinct if source != "'none'" or len(distinct) == 1)
