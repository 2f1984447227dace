"""The start of a command: it loads what it needs, and no more."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import sites

import glossator
from glossator import cli
from glossator.records import describing, model

HEAVY = ("babel", "citeproc", "jinja2", "lxml", "markdown", "mkdocs", "pydantic", "rapidfuzz", "yaml")
"""Libraries that take a while to load."""


def loaded(code: str) -> set[str]:
    """The modules that are loaded after some code in a new process."""
    printing = "import sys; print(*sys.modules, file=sys.stderr)"
    guarded = f"try:\n    {code}\nexcept SystemExit:\n    pass\n{printing}"
    done = subprocess.run([sys.executable, "-c", guarded], capture_output=True, encoding="utf-8", check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("asked", ["--help", "--version"])
def test_help_waits_for_no_command(asked: str) -> None:
    """The list of commands is shown without loading any, nor a library but Click's."""
    modules = loaded(f"from glossator.cli import main; main(['{asked}'], prog_name='glossator')")
    assert not modules & set(HEAVY)
    assert not {f"glossator.cli.{where.partition('.')[0]}" for where, _ in cli.WHERE.values()} & modules


def test_the_package_loads_what_is_asked_of_it() -> None:
    """Whoever imports one name of the package pays for that one alone."""
    assert "glossator.text.textmap" not in loaded("import glossator")
    anchoring = loaded("from glossator import anchor")
    assert "glossator.text.resolving" in anchoring
    assert "rapidfuzz" not in anchoring, "only a quote that is not found has proposals"
    assert "glossator.text.anchoring" not in loaded("from glossator import read")
    assert all(getattr(glossator, name) for name in glossator.__all__)
    assert set(glossator.__all__) <= set(dir(glossator))
    with pytest.raises(AttributeError, match="no attribute `nothing`"):
        glossator.nothing  # noqa: B018


@pytest.mark.parametrize("name", cli.WHERE)
def test_the_list_of_commands_says_what_their_help_says(name: str) -> None:
    """The line of a command in the list is the first sentence of its own help."""
    command = cli.main.commands[name]
    assert command.name == name
    assert cli.WHERE[name][1] == command.get_short_help_str(limit=500)


def test_a_command_that_is_none_is_told_with_its_like() -> None:
    """Click finds the name that is nearest without loading a command."""
    assert "No such command 'chek'" in sites.run(sites.FULL, "chek", configured=False).errors


def test_a_check_of_notes_without_references_loads_no_citation_style(tmp_path: Path) -> None:
    """Only who cites waits for what writes citations."""
    notes = sorted((sites.SMALL / "annotations" / "bridge").iterdir())
    nothing: dict[str, str | bytes | None] = {path.relative_to(sites.SMALL).as_posix(): None for path in notes}
    root = sites.copy(sites.SMALL, tmp_path / "site", {**nothing, "annotations/references.yml": "[]\n"})
    asked = ["check", "--config", str(root / "mkdocs.yml")]
    modules = loaded(f"from glossator.cli import main; main({asked}, prog_name='glossator')")
    assert {"glossator.cli.check", "glossator.edition.checking"} <= modules
    assert not {"citeproc", "multiprocessing.connection", "glossator.cli.new", "glossator.watching"} & modules


UNUSED = (
    "glossator.edition.annotating",
    "glossator.edition.render.head",
    "glossator.edition.render.notes",
    "glossator.edition.render.references",
    "glossator.edition.render.templates",
    "glossator.editing",
    "glossator.publication.applying",
    "glossator.publication.build",
    "glossator.publication.exports",
    "glossator.publication.finished",
    "glossator.publication.indices",
    "glossator.publication.pictures",
    "glossator.publication.search.records",
    "glossator.reports.summary",
    "glossator.repository.changes",
    "glossator.text.suggest",
    "mkdocs.livereload",
    "rapidfuzz",
    "tomllib",
)
"""What a check of a note has no use for."""


def test_a_check_of_a_note_loads_nothing_that_publishes(tmp_path: Path) -> None:
    """Neither indices, exports, search and guard, nor what reads finished pages or proposes places."""
    root = sites.copy(sites.FULL, tmp_path / "site")
    note = next(path for path in sorted((root / "annotations").glob("*/*.md")) if path.stem != "lead")
    asked = ["check", "--config", str(root / "mkdocs.yml"), str(note)]
    modules = loaded(f"from glossator.cli import main; main({asked}, prog_name='glossator')")
    assert {"glossator.edition.checking", "glossator.hosts.mkdocs.plugin", "glossator.publication.material"} <= modules
    assert not {name for name in modules for unused in UNUSED if f"{name}.".startswith(f"{unused}.")}


def test_what_fields_mean_is_read_when_it_is_asked_for() -> None:
    """The source of the records is parsed for schemas and editors, not for a check."""
    code = "from glossator.records import describing, model; print(describing._of_module.cache_info().misses)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "0"
    described = describing.meanings(model.Evidence)
    assert described["locator"] == "Where in the reference: `para. 12`, `pp. 3–4`."
    assert list(described) == [field.alias for field in model.Evidence.model_fields.values()]


def test_a_command_leaves_the_garbage_collector_on() -> None:
    """It is off only while the command and its site are loaded."""
    code = (
        "import gc\nfrom glossator.cli import main\n"
        "try:\n    main(['explain', 'unknown-term'], prog_name='glossator')\n"
        "except SystemExit:\n    print(gc.isenabled(), gc.get_freeze_count() > 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.endswith("True True\n")
