"""What the code of a problem means and what to do about it: the text of the documentation, for where there is no web.

The texts stand in `explanations.md` beside this module; `scripts/docs` copies them to the page of the documentation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import metadata, resources

from glossator.problems import CODES

_SECTION = re.compile(r"^### (?P<code>[a-z0-9-]+)\n(?P<text>.*?)(?=^#{2,3} [^\n]|\Z)", re.MULTILINE | re.DOTALL)
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[([^\]]*)\]\([^)\s]*\)")


def explanation(code: str) -> str:
    """What a code means and what to do, in Markdown that needs no other page.

    Args:
        code: a key of `CODES`.
    """
    return f"{CODES[code]}\n\n{_texts()[code]}"


def address(code: str) -> str:
    """Where the explanation of a code stands on the web; empty where the package names no documentation."""
    documentation = _documentation()
    return f"{documentation.rstrip('/')}/problems/#{code}" if documentation else ""


@cache
def whole() -> str:
    """All explanations in Markdown, in groups, with a heading for each code."""
    return resources.files("glossator.reports").joinpath("explanations.md").read_text(encoding="utf-8").strip()


@cache
def _texts() -> Mapping[str, str]:
    # The examples hold lines that begin with `#`, and brackets that are no links.
    kept: list[str] = []

    def put_away(block: re.Match[str]) -> str:
        kept.append(block[0])
        return f"\0{len(kept) - 1}\0"

    def put_back(text: str) -> str:
        return re.sub("\0(\\d+)\0", lambda mark: kept[int(mark[1])], text)

    text = _FENCED.sub(put_away, whole())
    return {match["code"]: put_back(_LINK.sub(r"\1", match["text"]).strip()) for match in _SECTION.finditer(text)}


def _documentation() -> str:
    urls = metadata.metadata("glossator").get_all("Project-URL") or []
    named = dict(url.split(", ", 1) for url in urls)
    return str(named.get("Documentation", ""))
