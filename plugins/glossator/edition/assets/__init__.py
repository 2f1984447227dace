"""The style sheets and the scripts that a site is given.

Each script is a folder of files with one job each, which are read as one.  They are classic scripts and no modules,
because browsers load no modules from a folder (file://), where people open the site that a pull request built.
"""

from __future__ import annotations

import re
from importlib import resources

READING = tuple(f"reader/{name}" for name in ("placing", "page", "margin", "notes", "toolbar", "starting"))
"""What a page of a source needs before its reader does anything, in the order in which it is read."""
ACTING = tuple(
    f"acting/{name}"
    for name in (
        "filters",
        "folding",
        "modes",
        "pointing",
        "popovers",
        "citing",
        "entities",
        "returning",
        "copying",
        "fragment",
        "linking",
        "stepping",
        "keys",
        "suggesting",
        "indices",
        "acting",
    )
)
"""What it needs when something is done, and the indices at once."""

PANEL = (
    "characters",
    "reading",
    "folding",
    "describing",
    "slug",
    "letters",
    "file",
    "schema",
    "markdown",
    "fields",
    "references",
    "evidence",
    "note",
    "faults",
    "preview",
    "subject",
    "draft",
    "sending",
    "panel",
)
"""The parts of the panel's script.  Each takes what it needs of those before it: browsers load no modules from a folder
on a disk (`file://`)."""


MORE_LETTERS = "more-letters"
"""How letters that few titles have are written with a–z.  Like `letters` it is made by `scripts/docs`, since to make
both anew would take a third of a second of every build."""

SEARCH = tuple(f"search/{name}" for name in ("asking", "hits", "showing", "searching"))
"""What the search is made of, in the order in which it is read."""


def stylesheet() -> str:
    """The style sheet of all pages."""
    return "".join(_style(f"{part}.css") for part in ("source", "profile"))


def indices_stylesheet() -> str:
    """The style sheet of pages that look across sources, which they ask for themselves."""
    return _style("indices.css")


def script() -> str:
    """The script: it only improves the page."""
    return _joined("finding", *READING)


def acting_script() -> str:
    """The script for what a reader does, which the first one loads when the first thing is done."""
    return _joined("finding", *ACTING)


def joining_script() -> str:
    """The script that joins the pages of a long index, which the script asks for on such a page."""
    return _read("joining.js")


def claims_stylesheet() -> str:
    """The style sheet of a table of claims, which that page asks for itself."""
    return _read("claims.css")


def timeline_stylesheet() -> str:
    """The style sheet of a timeline, which its page asks for itself."""
    return _read("timeline.css")


def versions_stylesheet() -> str:
    """The style sheet of a former version, which its page asks for itself."""
    return _read("versions.css")


def claims_script() -> str:
    """The script that sorts such a table, and finds in it."""
    return _read("claims.js")


def applied_stylesheet() -> str:
    """The style sheet of pages of other themes, which may have less room for a source."""
    return _read("applied.css")


def opening_script() -> str:
    """The script that opens the search, which every page needs where the site has one of ours."""
    return _bare(_read("search/opening.js"))


def search_stylesheet() -> str:
    """The style sheet of the search, which it asks for itself."""
    return _style("search/search.css")


def search_script() -> str:
    """The script of the search, which a page loads when a reader opens it."""
    return _joined("finding", *SEARCH)


def permalink_stylesheet() -> str:
    """The style sheet of a note's page of its own."""
    return _read("note.css")


def panel_stylesheet() -> str:
    """The style sheet of the panel for a new note, which the panel asks for itself."""
    return _read("panel/panel.css")


def panel_script() -> str:
    """The script of that panel, which a page loads when somebody wants to suggest a note."""
    return "".join(_read(f"panel/{name}.js") for name in PANEL)


def letters_script() -> str:
    """The script that the panel loads for a title in letters that it does not have from the start."""
    return _read(f"panel/{MORE_LETTERS}.js")


def _read(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _joined(*names: str) -> str:
    """Files as one script, whose names no other script sees."""
    return '"use strict";\n(() => {\n' + "".join(_bare(_read(f"{name}.js")) for name in names) + "})();\n"


_COMMENT_LINE = re.compile(r"^[ \t]*(?://[^\n]*|/\*(?:(?!\*/).)*\*/)[ \t]*$", re.MULTILINE | re.DOTALL)
_TYPE = re.compile(r"/\*\* @type [^*]*\*/ ?")
_COMMENT_BEHIND = re.compile(r"(?<=[;{},(\[])\s+// .*$", re.MULTILINE)
_INDENT = re.compile(r"\n\s+")
_SPACED = re.compile(r" (=>|===|!==|=|&&|\|\||[?:]|[<>]=?) ")
_BEFORE = re.compile(r"(?<=\)) (?=\{)|(?<=\bif) (?=\()|(?<=\bfor) (?=\()|(?<=[{;,])\n")


def _bare(script: str) -> str:
    """A script of ours without comments, indentation and other space that means nothing.

    Comments are lines of their own, or behind one, or types.  No text of our scripts goes on over lines, and none has
    `// ` behind one of these signs; an operator in one is a selector’s.
    """
    lines = _INDENT.sub("\n", _COMMENT_BEHIND.sub("", _TYPE.sub("", _COMMENT_LINE.sub("", script)))).lstrip()
    return _BEFORE.sub("", _SPACED.sub(r"\1", lines))


def _style(name: str) -> str:
    """A style sheet of ours without comments and without space that means nothing."""
    lines = _INDENT.sub("\n", re.sub(r" ?/\*.*?\*/", "", _read(name), flags=re.DOTALL)).lstrip()
    lines = re.sub(r" (?=\{\n)|;?\n(?=\})|(?<=[{;,])\n", "", lines)
    return re.sub(r"(?<=[{;}\n])([\w-]+): ", r"\1:", re.sub(r" ([>~]) ", r"\1", lines))
