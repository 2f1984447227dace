"""Note bodies: Markdown as the site writes it, citations as in Pandoc, sanitised before anything else sees them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor, LinkInlineProcessor

from glossator.edition import brackets
from glossator.edition.prose import CITATION, Prose
from glossator.files.markup import left_out, sanitised
from glossator.files.reading import FORBIDDEN
from glossator.references.bibliography import Bibliography
from glossator.references.citations import Citations, Cite
from glossator.references.style.locators import read_locator


@dataclass(frozen=True, slots=True)
class Body:
    """A note's body, ready to stand in a page."""

    html: str
    cited: tuple[str, ...]
    """Citation keys in the order in which they are cited, unknown ones included."""
    removed: tuple[str, ...]
    """Names of elements that are not allowed and were left out."""
    refused: tuple[str, ...] = ()
    """Addresses that a note cannot link to."""
    hidden: str = ""
    """Control characters that entities made and that were left out."""
    too_deep: bool = False
    """Whether it is nested so deeply that its Markdown could not be read: it stands as it is written."""


class BodyRenderer:
    """Renders bodies one after another with one Markdown parser."""

    def __init__(
        self,
        bibliography: Bibliography,
        extensions: Sequence[str | Extension] = (),
        configs: Mapping[str, Mapping[str, Any]] | None = None,
        citations: Citations | None = None,
    ) -> None:
        """`extensions` and their `configs` are those of the site; `citations` default to the first style."""
        self._syntax = CitationSyntax(citations or Citations(bibliography.references))
        self._markdown = Markdown(
            extensions=[*extensions, self._syntax],
            extension_configs={name: dict(config) for name, config in (configs or {}).items()},
        )
        patterns = self._markdown.inlinePatterns
        brackets.speed_up(pattern for pattern in patterns if isinstance(pattern, LinkInlineProcessor))
        self._prose = Prose(self._markdown, Markdown(extensions=[self._syntax]), self._syntax.cite)

    def render(self, body: str) -> Body:
        """Render one body."""
        cited = self._syntax.cited
        cited.clear()
        if not body.strip():
            return Body("", (), ())
        try:
            raw = self._prose.html(body) or self._by_markdown(body)
        except RecursionError:
            cited.clear()
            return Body(f"<p>{escape(FORBIDDEN.sub('', body), quote=False)}</p>", (), (), too_deep=True)
        clean = sanitised(raw)
        hidden = "".join(FORBIDDEN.findall(clean))
        if not hidden and all(raw.count(sign) == clean.count(sign) for sign in ("<", "href=")):
            return Body(clean, tuple(cited), ())
        return Body(FORBIDDEN.sub("", clean), tuple(cited), *left_out(raw), hidden)

    def _by_markdown(self, body: str) -> str:
        self._syntax.cited.clear()
        return self._markdown.reset().convert(_with_ends(body))


MANY = 64


def _with_ends(body: str) -> str:
    """A body in which no hundreds of tags begin that have no end: Python-Markdown looks for the end of each anew."""
    rest = body.rfind(">") + 1
    return body if body.count("<", rest) <= MANY else body[:rest] + body[rest:].replace("<", "&lt;")


_ONE = re.compile(
    r"(?P<before>[^@]*)@(?:\{(?P<braced>[^{}]+)\}|(?P<key>\w(?:[\w:.#$%&+?<>~/-]*\w)?))(?P<after>.*)", re.DOTALL
)
"""A key with other characters, such as an address or one with spaces, stands in braces."""


def named(body: str, name: Callable[[str], str]) -> str:
    """A body with its citations as text, `[@key, p. 3]` as `(Rudaw 2019, p. 3)`, and of its links the words alone.

    Args:
        body: in Markdown.
        name: gives the short citation of a key; empty for one that no longer leads anywhere, which is left out.
    """

    def cited(match: re.Match[str]) -> str:
        parts = [_ONE.fullmatch(part.strip()) for part in (match["before"] + match["cited"]).split(";")]
        texts = [_named(part, name) for part in parts if part]
        if len(texts) < len(parts):
            return match[0]
        said = "; ".join(filter(None, texts))
        return f"{match['space']}({said})" if said else ""

    return _LINK.sub(r"\g<words>", _SPACED.sub(cited, body))


_LINK = re.compile(r"\[(?P<words>[^\[\]]*)\]\([^()\s]*\)")
_SPACED = re.compile(rf"(?P<space>\s*){CITATION.pattern}")


def _named(part: re.Match[str], name: Callable[[str], str]) -> str:
    before = part["before"].strip().removesuffix("-").rstrip()
    short = name((part["key"] or part["braced"]).strip())
    return f"{before} {short}{part['after']}".strip() if short else ""


class CitationSyntax(Extension):
    """Pandoc's citations in brackets: `[@key]`, `[see @key, p. 3; -@other]`, `[@{https://e.org/key}]`."""

    def __init__(self, citations: Citations) -> None:
        super().__init__()
        self.citations = citations
        self.cited: list[str] = []
        """The keys cited since it was last cleared."""

    def cite(self, found: re.Match[str]) -> str | None:
        """The HTML of what `CITATION` has found; None where it is no citation after all."""
        parts = [_ONE.fullmatch(part.strip()) for part in (found["before"] + found["cited"]).split(";")]
        cites = [_cite(part) for part in parts if part]
        if len(cites) < len(parts):
            return None
        self.cited += [cite.key for cite in cites]
        return self.citations.cite(cites)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: D102  # the name is Python-Markdown's
        # Before links (160): `[@key](address)` is no link anybody means; after code (190) and escapes (180).
        md.inlinePatterns.register(_CitationProcessor(CITATION.pattern, md, self), "citation", 165)


class _CitationProcessor(InlineProcessor):
    def __init__(self, pattern: str, md: Markdown, syntax: CitationSyntax) -> None:
        super().__init__(pattern, md)
        self._syntax = syntax

    def handleMatch(  # type: ignore[override]  # the base class wants an element
        self, m: re.Match[str], data: str
    ) -> tuple[str | None, int | None, int | None]:
        html = self._syntax.cite(m)
        return (None, None, None) if html is None else (self.md.htmlStash.store(html), m.start(0), m.end(0))


def _cite(part: re.Match[str]) -> Cite:
    before = part["before"].strip()
    locator, rest = read_locator(part["after"])
    return Cite(
        part["key"] or part["braced"].strip(),
        before.removesuffix("-").rstrip(),
        locator,
        rest,
        without_author=before.endswith("-"),
    )
