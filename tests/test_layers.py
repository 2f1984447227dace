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

LAYERS = """
adapters  asking  cli  mkdocs  mkdocs.options  mkdocs.plugin  mkdocs.site  repairing
site      exchange  exports  guard  indices  publication  search  summary
page      charts  contribute  diagnosis  drafts  edition  facets  judgement  profile  render  repair
source    apparatus  bodies  changes  project  proposal  provenance  scope  suggest
records   anchoring  biblatex  bibliography  bibtex  citations  csl_json  sidecar  sources  splice
text      assets  citing  differences  editors  files  forge  front_matter  git  git_log  importing  latex  marked_yaml  normalize  report  rewriting  sarif  schema  textmap
terms     csl  errors  model  vocabulary  words
"""
"""From the top.  A module imports from its own line and the lines below it.  A package stands for its modules, unless
they stand here themselves."""

OUTSIDE = {
    "mkdocs": ("mkdocs",),
    "click": ("asking", "cli", "repairing"),
    "jinja2": ("render",),
    "markupsafe": ("render",),
    "markdown": ("bodies",),
    "nh3": ("bodies", "citations"),
    "citeproc": ("citing",),
    "lxml": ("citing",),
    "rapidfuzz": ("suggest",),
    "pybtex": ("bibtex",),
    "pylatexenc": ("latex",),
    "bs4": ("importing",),
    "markdownify": ("importing",),
    "trafilatura": ("importing",),
}
"""Which modules may import a library, so that it can be exchanged, and those of the extras left out."""


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


def _table() -> dict[str, tuple[int, str]]:
    """For each name of the table its height and the name of its layer."""
    lines = [line.split() for line in reversed(LAYERS.strip().splitlines())]
    return {module: (height, layer) for height, (layer, *modules) in enumerate(lines) for module in modules}


def _entry(module: str) -> str:
    """The name under which a module stands in the table: its own, or its package's."""
    return module if module in _table() else module.partition(".")[0]


@pytest.mark.parametrize("module", [name for name in _modules() if name])
def test_a_module_imports_from_its_own_layer_and_below(module: str) -> None:
    """No import points up."""
    table = _table()
    assert _entry(module) in table, f"`{module}` stands in no layer: add it to the table in {Path(__file__).name}"
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
    """Only the modules that wrap a library import it: above all, only the adapter knows MkDocs."""
    for one in _imports():
        if one.imported == library and not one.ours:
            allowed = OUTSIDE[library]
            top = one.module.partition(".")[0]
            assert top in allowed, (
                f"{one}: `{one.module}` imports {library}, which only `{'`, `'.join(allowed)}` may do"
            )


def test_the_table_names_no_module_that_is_gone() -> None:
    """What stands in the tables exists."""
    named = {*_table(), *(module for modules in OUTSIDE.values() for module in modules)}
    assert sorted(named - set(_modules())) == []


def test_the_core_runs_without_a_site_generator() -> None:
    """Importing every module of the core loads neither MkDocs nor what an extra brings."""
    core = [name for name in _table() if not name.startswith("mkdocs") and name != "bibtex"]
    imports = "; ".join(f"import glossator.{name}" for name in core)
    unwanted = ["mkdocs", "material", "bs4", "trafilatura", "markdownify", "pybtex", "pylatexenc"]
    code = f"import sys; {imports}; print([name for name in {unwanted} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
