"""Plain prose as Python-Markdown would write it, in a tenth of its time: most bodies of notes are no more than that.

Paragraphs, emphasis, links and citations, each in its commonest form.  Whatever could mean anything else is left to
Python-Markdown, and so is every body where the site has an extension of which is not known what it changes.  That the
two agree to the letter is tested with random texts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final

_DOUBT: Final = re.compile(r"[\\`<>&{}|~\x00-\x09\x0b-\x1f\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
"""Code, markup, entities, attributes, tables, characters nobody sees, and spaces of other kinds."""
_DOUBTFUL_LINE: Final = re.compile(r"\n(?:\n\n|[ !#$%+,\-./:;=?\])^]|\d+[.)]|\[[^\[\]]*\]:)")
"""A line that begins a list, a heading, a rule, a definition or something of its kind, and more than two breaks."""
_CITED: Final = r"(?P<before>[^\[\]@]*)(?P<cited>@[^\[\]]+)\]"
CITATION: Final = re.compile(rf"\[{_CITED}")
"""As in Pandoc, in brackets."""
_WORDS: Final = r"[^\W_](?:[^*_\[\]]*[^\s*_\[\]])?"
_MARKUP: Final = re.compile(
    rf"""
    (?P<sign>[*_\[])  # first, since few characters are one of these
    (?:
    (?<=\[) (?: {_CITED} | (?<!!\[)(?P<words>{_WORDS})\]\((?P<address>(?:https?://|\#)[^\s()\[\]"'*]+)\) )
    | (?<=[*_]) (?<![^\s("'“‘„«—–].)(?P<twice>(?P=sign)?)(?P<stressed>{_WORDS})(?P=sign)(?P=twice)(?![\w*_\[(])
    )
    """,
    re.VERBOSE,
)
"""A citation, a link, or words that are stressed."""
_LEFT: Final = re.compile(r"[*_\[\]]")

_NO_MORE: Final = frozenset(
    "markdown.treeprocessors markdown.extensions.abbr markdown.extensions.attr_list markdown.extensions.codehilite"
    " markdown.extensions.def_list markdown.extensions.fenced_code markdown.extensions.md_in_html"
    " markdown.extensions.sane_lists markdown.extensions.tables pymdownx.details pymdownx.highlight"
    " pymdownx.superfences pymdownx.tabbed pymdownx.tasklist".split()
)
"""Modules of extensions that change nothing in which there is no doubt."""
_MORE: Final = {"markdown.extensions.smarty": re.compile(r"[\"']|--|\.\.\.")}
"""What those of others change."""


class Prose:
    """Writes plain prose as one parser of Python-Markdown does."""

    def __init__(self, markdown: Any, bare: Any, cite: Callable[[re.Match[str]], str | None]) -> None:
        """Look at a parser.

        Args:
            markdown: the parser, with the extensions of the site.
            bare: the same without these.
            cite: makes HTML of a citation, a match with the groups `before` and `cited`; None where it is none.
        """
        self._cite = cite
        self._more = _more(markdown, bare)

    def html(self, body: str) -> str | None:
        """The HTML of a body, not yet sanitised; None where that is Python-Markdown's to say."""
        text = body.strip("\n")
        if (
            not text
            or self._more is None
            or _DOUBT.search(text)
            or _DOUBTFUL_LINE.search(f"\n{text}")
            or "  \n" in text
        ):
            return None
        if any(more.search(text) for more in self._more):
            return None
        paragraphs = []
        for paragraph in text.split("\n\n"):
            if _LEFT.search(_MARKUP.sub("", paragraph)):
                return None
            paragraphs.append(f"<p>{_MARKUP.sub(self._marked_up, paragraph)}</p>")
        html = "\n".join(paragraphs)
        return None if _NOT_CITED in html else html

    def _marked_up(self, found: re.Match[str]) -> str:
        if found["stressed"]:
            tag = "strong" if found["twice"] else "em"
            return f"<{tag}>{found['stressed']}</{tag}>"
        if found["address"]:
            return f'<a href="{found["address"]}">{found["words"]}</a>'
        cited = self._cite(found)
        return _NOT_CITED if cited is None else cited


_NOT_CITED: Final = "\x00"
"""Stands for what looked like a citation."""


def _more(markdown: Any, bare: Any) -> list[re.Pattern[str]] | None:
    """What the extensions of a parser change where else nothing is in doubt; None where that is not known."""
    if type(markdown) is not type(bare) or any(
        getattr(markdown, name) != getattr(bare, name) for name in ("serializer", "stripTopLevelTags", "doc_tag")
    ):
        return None
    markdown.reset()
    modules = set()
    own = Counter(map(_kind, _steps(bare)))
    for step in _steps(markdown):
        kind = _kind(step)
        own[kind] -= 1
        if own[kind] < 0:
            modules.add(kind[0].__module__)
            if getattr(step, "abbrs", None):  # abbreviations of a glossary, which are looked for in every text
                return None
    if modules - _NO_MORE - _MORE.keys():
        return None
    return [_MORE[module] for module in sorted(modules & _MORE.keys())]


def _kind(step: Any) -> tuple[type, Any]:
    return type(step), getattr(step, "pattern", None)


def _steps(markdown: Any) -> Iterator[Any]:
    """All that works on a text in a parser."""
    yield from markdown.preprocessors
    yield from markdown.parser.blockprocessors
    yield from markdown.inlinePatterns
    yield from markdown.postprocessors
    for step in markdown.treeprocessors:
        yield step
        patterns = getattr(step, "inlinePatterns", markdown.inlinePatterns)
        if patterns is not markdown.inlinePatterns:
            yield from patterns
