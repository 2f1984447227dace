"""The direction of imports: from the adapters down to the words of the format, never up, never round."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "plugins" / "glossator"

DRAWING = PACKAGE.parent.parent / "docs" / "architecture.md"
"""Its drawing of the rooms is the table that is tested: from the top, a module imports from its own room and those
below it."""

OUTSIDE = {
    "mkdocs": ("hosts.mkdocs",),
    "click": ("cli", "reports.progress"),
    "jinja2": ("edition.render", "editing.beginning", "hosts.mkdocs"),
    "markupsafe": ("edition.render", "edition.words", "publication.keeping"),
    "markdown": ("edition.bodies", "edition.texts", "publication.applying.written"),
    "nh3": ("files.markup", "references.citations"),
    "citeproc": ("references.style",),
    "lxml": ("references.style", "publication.finished", "imports.sources.documents"),
    "mammoth": ("imports.sources.documents.docx",),
    "pdfminer": ("imports.sources.documents.pdf_pages",),
    "rapidfuzz": ("text.suggest",),
    "anyascii": ("records.identifiers",),
    "pybtex": ("references.bibliography",),
    "pylatexenc": ("references.bibliography",),
    "bs4": ("imports.sources",),
    "markdownify": ("imports.sources",),
    "trafilatura": ("imports.sources",),
    "typst": ("publication.drawing",),
    "PIL": ("publication.drawing",),
    "cbor2": ("publication.search.packing",),
    "pagefind_bin_extended": ("publication.search.engine",),
    "socket": ("watching.web",),
    "ssl": ("watching.web",),
    "pygls": ("cli.language_server",),
    "lsprotocol": ("cli.language_server",),
}
"""Which modules, or packages with all of theirs, import a library: few, so that it can be exchanged, and those of the
extras left out."""

EXTRA = (
    "hosts.mkdocs",
    "imports.sources.documents",
    "imports.sources.web",
    "references.bibliography.bibtex",
    "references.bibliography.latex",
    "publication.drawing",
    "publication.search.packing",
    "cli.language_server",
)
"""How the names of modules begin that are loaded only by whoever wants an extra."""


@dataclass(frozen=True)
class Import:
    """A line of a module that imports something."""

    module: str
    """Names of our own are without `glossator.`; the package itself is empty."""
    imported: str
    """The module of ours, or the library."""
    ours: bool
    line: int

    def __str__(self) -> str:
        return f"{self.module}, line {self.line}"


@cache
def _modules() -> dict[str, Path]:
    return {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").removesuffix("."): path
        for path in sorted(PACKAGE.rglob("*.py"))
    }


@cache
def _imports() -> tuple[Import, ...]:
    return tuple(arrow for module, path in _modules().items() for arrow in _imports_of(module, path))


def _imports_of(module: str, path: Path) -> Iterator[Import]:
    """Every import, those inside functions and for types only included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}, line {node.lineno}: imports are written in full, from `glossator`"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            top, _, rest = name.partition(".")
            if top != "glossator":
                yield Import(module, top, False, node.lineno)
                continue
            while rest and rest not in _modules():
                rest = rest.rpartition(".")[0]
            yield Import(module, rest, True, node.lineno)


@cache
def _rooms() -> dict[str, int]:
    """For each room of the drawing its height."""
    drawn = DRAWING.read_text(encoding="utf-8").partition("## Rooms")[2].split("```")[1]
    names = re.findall(r"^  (\w+)(?:/|\.py) ", drawn, re.MULTILINE)
    return {name: -depth for depth, name in enumerate(names)}


def _room(module: str) -> str:
    """The room in which a module lies."""
    return module.partition(".")[0]


@pytest.mark.parametrize("module", [name for name in _modules() if name])
def test_a_module_imports_from_its_own_room_and_those_below(module: str) -> None:
    """No import points up."""
    rooms = _rooms()
    assert _room(module) in rooms, f"`{module}` lies in no room: add it to the drawing in {DRAWING.name}"
    for arrow in _imports():
        if arrow.module == module and arrow.ours:
            assert arrow.imported, f"{arrow}: `{module}` imports from the package's public face, which imports from it"
            assert rooms[_room(arrow.imported)] <= rooms[_room(module)], (
                f"{arrow}: `{module}` imports `{arrow.imported}`, which is above it"
            )


def test_the_command_line_knows_no_site_generator() -> None:
    """It asks the door of `hosts`, which finds the adapter by the name of the configuration."""
    inside = [
        str(arrow) for arrow in _imports() if _room(arrow.module) == "cli" and arrow.imported.startswith("hosts.")
    ]
    assert inside == []


def test_no_import_leads_back_to_where_it_came_from() -> None:
    """Modules of one layer do not import each other in a circle."""
    ahead: dict[str, set[str]] = {module: set() for module in _modules()}
    for arrow in _imports():
        if arrow.ours and arrow.imported != arrow.module:
            ahead[arrow.module].add(arrow.imported)
    done: set[str] = set()
    while free := {module for module, imported in ahead.items() if module not in done and imported <= done}:
        done |= free
    circle = sorted(set(ahead) - done)
    assert not circle, f"these import each other in a circle, or from one: {', '.join(circle)}"


@pytest.mark.parametrize("library", OUTSIDE)
def test_a_library_is_imported_in_one_place(library: str) -> None:
    """The modules that wrap a library import it, and no others: above all, only the adapter knows MkDocs."""
    places = {
        next((place for place in OUTSIDE[library] if f"{arrow.module}.".startswith(f"{place}.")), arrow.module): arrow
        for arrow in _imports()
        if arrow.imported == library and not arrow.ours
    }
    assert sorted(places) == sorted(OUTSIDE[library]), "; ".join(map(str, places.values()))


def test_the_drawing_names_no_module_that_is_gone() -> None:
    """What stands in the drawing, and in the table of libraries, exists."""
    named = {*_rooms(), *(module for modules in OUTSIDE.values() for module in modules)}
    assert sorted(named - set(_modules())) == []


@pytest.mark.slow
def test_the_core_runs_without_a_site_generator() -> None:
    """Importing every module of the core loads neither MkDocs nor what an extra brings."""
    core = [name for name in _modules() if name and not name.startswith(EXTRA) and not name.endswith("__main__")]
    imports = "; ".join(f"import glossator.{name}" for name in core)
    unwanted = [
        "mkdocs",
        "material",
        "bs4",
        "trafilatura",
        "markdownify",
        "mammoth",
        "pdfminer",
        "pybtex",
        "pylatexenc",
        "typst",
        "PIL",
        "cbor2",
        "pagefind_bin_extended",
        "pygls",
    ]
    code = f"import sys; {imports}; print([name for name in {unwanted} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
