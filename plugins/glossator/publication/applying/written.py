"""A source as it was written, read without its site generator: near enough to be found on a finished page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, Final

import markdown

from glossator.files import front_matter
from glossator.files.reading import TextFile
from glossator.text.textmap import TextMap, read

EXTENSIONS: Final = (
    "admonition",
    "attr_list",
    "def_list",
    "fenced_code",
    "footnotes",
    "md_in_html",
    "sane_lists",
    "tables",
)
"""What most generators understand besides plain Markdown."""
HTML: Final = frozenset((".html", ".htm"))
"""How the names of files end that hold HTML and no Markdown."""
_TEMPLATE: Final = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*\}|^%[^\n]*$", re.MULTILINE)
"""What a generator's templates take out: shortcodes, tags, comments of MyST."""


def html_of(name: str, body: str) -> str:
    """The HTML of a text as most generators would make it.

    Args:
        name: its file.
        body: what stands behind its front matter.
    """
    text = _TEMPLATE.sub("", body)
    if PurePosixPath(name).suffix.lower() in HTML:
        return text
    try:
        return markdown.markdown(text, extensions=list(EXTENSIONS))
    except RecursionError:  # nested too deeply: then its words alone
        return f"<p>{text}</p>"


def text_of(name: str, body: str) -> TextMap:
    """The words of a text, passage by passage; arguments as for `html_of`."""
    return read(html_of(name, body))


def rendered(file: TextFile, extensions: Sequence[str], configs: Mapping[str, Mapping[str, Any]]) -> str:
    """The HTML of a page as a generator that uses Python-Markdown makes it.

    Args:
        file: Markdown with front matter.
        extensions: with which it writes.
        configs: their options, by their names.

    Raises:
        RecursionError: the page is nested too deeply.
    """
    options = {name: dict(own) for name, own in configs.items()}
    return markdown.markdown(front_matter.behind(file.text), extensions=list(extensions), extension_configs=options)
