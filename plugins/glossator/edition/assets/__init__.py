"""The style sheets and the scripts that a site is given."""

from __future__ import annotations

from importlib import resources

from glossator.records.vocabulary import Kind, Kinds

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


def stylesheet(kinds: Kinds) -> str:
    """The whole style sheet: ours, then the colours of the site's kinds."""
    return _read("glossator.css") + _colours(kinds) + "".join(_kind(kind) for kind in kinds.values())


def script() -> str:
    """The script: it only improves the page."""
    return _read("glossator.js")


def joining_script() -> str:
    """The script that joins the pages of a long index, which the script asks for on such a page."""
    return _read("joining.js")


def claims_stylesheet() -> str:
    """The style sheet of a table of claims, which that page asks for itself."""
    return _read("claims.css")


def claims_script() -> str:
    """The script that sorts such a table, and finds in it."""
    return _read("claims.js")


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


def _colours(kinds: Kinds) -> str:
    """Custom properties, so that a site's own style sheet can change them too; paper is always light."""
    light = ";".join(f"--gl-kind-{kind.id}:{kind.colour}" for kind in kinds.values())
    dark = ";".join(f"--gl-kind-{kind.id}:{kind.colour_dark}" for kind in kinds.values())
    return f":root{{{light}}}\n@media screen{{[data-md-color-scheme=slate]{{{dark}}}}}\n"


def _kind(kind: Kind) -> str:
    name = f"--gl-kind-{kind.id}"
    return (
        f"[data-kind='{kind.id}'],[data-kind^='{kind.id} ']{{--gl-first:var({name})}}\n"
        f"[data-kind$=' {kind.id}']{{--gl-last:var({name})}}\n"
    )
