"""How a page of the site asks for an index: `glossator: <name>` in its front matter, in any form of YAML."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from glossator.files import front_matter
from glossator.files.front_matter import Document
from glossator.files.reading import TextFile
from glossator.problems import Location, Problem
from glossator.publication.host import SitePage
from glossator.records.schema import nearest

KEY = "glossator"
_TRIED = re.compile(rf"^[{{ \t]*[\"']?{KEY}[\"']?\s*[:=]", re.MULTILINE)
"""What shows that front matter that cannot be read should ask for an index; of other pages it is not ours to speak."""
_WITHOUT_LINES = re.compile(rf"(?:[A-Za-z][\w -]*:.*\n)*{KEY}:[ \t]*\S")
"""Front matter as MultiMarkdown has it, which MkDocs reads, too."""


def asked(page: SitePage, names: Collection[str]) -> tuple[str, list[Problem]]:
    """The index that a page asks for, empty for none; and why it cannot have what it asks for.

    Args:
        page: the page.
        names: of the indices that there are.
    """
    if _WITHOUT_LINES.match(page.text):
        hint = "---\nglossator: notes\n---\n# All notes"
        message = "the front matter of an index stands between two lines of `---`"
        return "", [Problem(Location(page.path), "front-matter-missing", message, hint)]
    document, problems = _document(page)
    if document is None or (problems and not _TRIED.search(page.text[: document.yaml_end])):
        return "", []
    if problems:
        return "", problems
    if KEY not in document.marked.value:
        return "", []
    value = document.marked.value[KEY]
    if isinstance(value, str) and value in names:
        return value, []
    return "", [_unknown(value, document, names)]


def value(page: SitePage, key: str) -> tuple[str, Location]:
    """Another value of a page's front matter, empty where it has none that is text, and its place."""
    document, _ = _document(page)
    if document is None:
        return "", Location(page.path)
    given = document.marked.value.get(key)
    place = document.marked.value_at(key) if given is not None else document.marked.value_at(KEY)
    return (given if isinstance(given, str) else ""), place


def continued(page: SitePage) -> str:
    """The text of a further page of an index: the front matter of the first, and its title."""
    document, _ = _document(page)
    if document is None:
        return ""
    head = document.file.text[: document.body_start]
    first = document.body.lstrip().partition("\n")[0]
    return f"{head}{first}\n" if first.startswith("# ") else head


def _document(page: SitePage) -> tuple[Document | None, list[Problem]]:
    text = page.text.replace("\r\n", "\n")
    # Only a page that has the word between its lines of `---` can ask: all others are not looked into.
    if not text.startswith(("---", front_matter.TOML)) or KEY not in text:
        return None, []
    return front_matter.split_either(TextFile(Path(page.path), page.path, text), example="glossator: notes")


def _unknown(value: object, document: Document, names: Collection[str]) -> Problem:
    listed = f"one of: {', '.join(names)}"
    place = document.marked.value_at(KEY)
    if not isinstance(value, str):
        what = "a list" if isinstance(value, list) else "keys with values"
        message = f"the name of one index was expected, not {what}"
        return Problem(place, "wrong-type", message, f"glossator: notes\n{listed}")
    if not value:
        return Problem(place, "empty-value", "the name of an index was expected", f"glossator: notes\n{listed}")
    guess = nearest(value, list(names))
    hint = f"did you mean `{guess}`?\n" * bool(guess) + listed
    return Problem(place, "unknown-term", f"there is no index `{value}`", hint)
