"""The direction of imports: from the adapters down to the words of the format, never up, never round."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "plugins" / "glossator"

DRAWING = PACKAGE.parent.parent / "docs" / "architecture.md"
"""Its drawing of the layers is the table that is tested: from the top, a module imports from its own line and the lines
below it.  A package stands for its modules."""

OUTSIDE = {
    "mkdocs": ("mkdocs",),
    "click": ("cli",),
    "jinja2": ("render",),
    "markupsafe": ("render",),
    "markdown": ("bodies",),
    "nh3": ("bodies", "citations"),
    "citeproc": ("citing",),
    "lxml": ("citing",),
    "rapidfuzz": ("suggest",),
    "pybtex": ("bibliography",),
    "pylatexenc": ("bibliography",),
    "bs4": ("importing",),
    "markdownify": ("importing",),
    "trafilatura": ("importing",),
}
"""Which modules import a library: few, so that it can be exchanged, and those of the extras left out."""


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
    return tuple(found for module, path in _modules().items() for found in _imports_of(module, path))


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
def _table() -> dict[str, tuple[int, str]]:
    """For each name of the drawing the height of its layer and the layer's name."""
    drawn = DRAWING.read_text(encoding="utf-8").partition("## Layers")[2].split("```")[1]
    table: dict[str, tuple[int, str]] = {}
    layer = ""
    for depth, line in enumerate(drawn.splitlines()[1:]):
        name, _, modules = line.partition("  ")
        layer, height = (name, -depth) if name else (layer, table[next(reversed(table))][0])
        table |= dict.fromkeys(modules.replace("·", " ").split(), (height, layer))
    return table


def _entry(module: str) -> str:
    """The name under which a module stands in the drawing: its own, or its package's."""
    return module.partition(".")[0]


@pytest.mark.parametrize("module", [name for name in _modules() if name])
def test_a_module_imports_from_its_own_layer_and_below(module: str) -> None:
    """No import points up."""
    table = _table()
    assert _entry(module) in table, f"`{module}` stands in no layer: add it to the drawing in {DRAWING.name}"
    height, layer = table[_entry(module)]
    for one in _imports():
        if one.module == module and one.ours:
            assert one.imported, f"{one}: `{module}` imports from the package's public face, which imports from it"
            below, other = table[_entry(one.imported)]
            assert below <= height, f"{one}: `{module}` ({layer}) imports `{one.imported}` ({other}), which is above it"


def test_no_import_leads_back_to_where_it_came_from() -> None:
    """Modules of one layer do not import each other in a circle."""
    ahead: dict[str, set[str]] = {module: set() for module in _modules()}
    for one in _imports():
        if one.ours and one.imported != one.module:
            ahead[one.module].add(one.imported)
    done: set[str] = set()
    while free := {module for module, imported in ahead.items() if module not in done and imported <= done}:
        done |= free
    circle = sorted(set(ahead) - done)
    assert not circle, f"these import each other in a circle, or from one: {', '.join(circle)}"


@pytest.mark.parametrize("library", OUTSIDE)
def test_a_library_is_imported_in_one_place(library: str) -> None:
    """The modules that wrap a library import it, and no others: above all, only the adapter knows MkDocs."""
    found = {_entry(one.module): one for one in _imports() if one.imported == library and not one.ours}
    assert sorted(found) == sorted(OUTSIDE[library]), "; ".join(map(str, found.values()))


def test_the_drawing_names_no_module_that_is_gone() -> None:
    """What stands in the drawing, and in the table of libraries, exists."""
    named = {*_table(), *(module for modules in OUTSIDE.values() for module in modules)}
    assert sorted(named - set(_modules())) == []


def test_the_core_runs_without_a_site_generator() -> None:
    """Importing every module of the core loads neither MkDocs nor what an extra brings."""
    core = [name for name in _table() if not name.startswith("mkdocs")]
    imports = "; ".join(f"import glossator.{name}" for name in core)
    unwanted = ["mkdocs", "material", "bs4", "trafilatura", "markdownify", "pybtex", "pylatexenc"]
    code = f"import sys; {imports}; print([name for name in {unwanted} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
