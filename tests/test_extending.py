"""What others add without a fork: site generators, exporters and importers, as the page of the library shows them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sites
import yaml

from glossator import doors
from glossator.publication.build import Build, Finished, FurtherPage, Index
from glossator.publication.host import Host, SitePage
from glossator.publication.settings import Settings
from glossator.records.kinds import kinds

PAGE = (sites.REPOSITORY / "docs" / "library.md").read_text(encoding="utf-8")


def shown(name: str) -> str:
    """A file that the page shows."""
    block = re.search(rf'^```\w+ title="{re.escape(name)}"\n(.*?)^```$', PAGE, re.MULTILINE | re.DOTALL)
    assert block, name
    return block[1]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Install a package of one module that the page shows, as pip would lay it down, for one test."""
    folder = tmp_path / "site-packages"
    folder.mkdir()

    def installed(name: str, *, module: str = "", points: str = "") -> None:
        (folder / f"{name}.py").write_text(module or shown(f"{name}.py"), encoding="utf-8")
        described = tomllib.loads(points or shown(f"{name}.toml"))["project"]["entry-points"]
        groups = [
            f"[{group}]\n" + "".join(f"{key} = {value}\n" for key, value in members.items())
            for group, members in described.items()
        ]
        about = folder / f"{name}-1.0.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
        (about / "entry_points.txt").write_text("\n".join(groups), encoding="utf-8")
        doors.forget()

    monkeypatch.syspath_prepend(str(folder))
    yield installed
    doors.forget()
    for path in folder.glob("*.py"):
        sys.modules.pop(path.stem, None)


@pytest.mark.slow
def test_a_site_generator_is_written_on_one_object(small: Path, tmp_path: Path) -> None:
    """The adapter that the page shows publishes sources, indices and exports, and loads no line of MkDocs."""
    sites.write(small, {"docs/all.md": "---\nglossator: notes\n---\n# All\n"})
    adapter = tmp_path / "bare_site.py"
    adapter.write_text(shown("bare_site.py"), encoding="utf-8")
    code = f"import runpy, sys; sys.argv[1:] = {[str(small), str(tmp_path / 'out')]!r}; "
    code += f"runpy.run_path({str(adapter)!r}, run_name='__main__'); assert 'mkdocs' not in sys.modules"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
    built = sites.Built(tmp_path / "out", (), "")
    source = built.page("sources/bridge/")
    assert re.search(r'<aside id="note-[^"]+"', source)
    assert "application/ld+json" in source.partition("</head>")[0]
    assert "../sources/bridge/#note-" in built.page("all/")
    assert built.counts()["notes"] == 1
    assert (built.folder / "assets/glossator/glossator.js").is_file()


@pytest.mark.parametrize(
    "class_", [Settings, Build, FurtherPage, Index, Finished, SitePage, Host], ids=lambda it: it.__name__
)
def test_every_public_name_of_the_call_is_explained(class_: type) -> None:
    """The page names each setting, call and field: what has no name there is not promised."""
    section = PAGE.partition("## A site generator")[2].partition("## An exporter")[0]
    names = {*vars(class_), *getattr(class_, "__dataclass_fields__", ())}
    public = sorted(name for name in names if not name.startswith("_"))
    assert [name for name in public if not re.search(rf"\b{name}\b", section)] == []


def test_an_exporter_of_another_package_writes_its_file(
    small: Path, built_small: Callable[..., sites.Built], install: Callable[..., None]
) -> None:
    """The exporter that the page shows is installed, and the build has its file."""
    install("note_list")
    built = built_small()
    assert (built.failure, built.warnings) == ("", ())
    lines = (built.folder / "exports" / "notes.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) == built.counts()["notes"]


@pytest.mark.parametrize(
    ("module", "sentence"),
    [
        ("def export(publication):\n    yield 'feed.xml', ''\n", "`feed` and `mine` both write feed.xml"),
        ("def export(publication):\n    yield '../out.txt', ''\n", "`mine` writes ../out.txt, which is no address"),
        ("import nothing_of_this_name\n", "`mine = broken:export` of the package broken cannot be loaded"),
    ],
    ids=["a file that is there", "a file outside of the site", "not loadable"],
)
def test_an_exporter_that_cannot_be_used_ends_the_build_with_a_sentence(
    module: str, sentence: str, built_small: Callable[..., sites.Built], install: Callable[..., None]
) -> None:
    """The sentence names the exporter; there is no traceback."""
    install("broken", module=module, points='[project.entry-points."glossator.exports"]\nmine = "broken:export"\n')
    built = built_small()
    assert built.failure == "Aborted with a BuildError!"
    assert any(sentence in warning for warning in built.warnings)


def test_an_importer_of_another_package_makes_notes(small: Path, install: Callable[..., None]) -> None:
    """The importer that the page shows reads a file by its extension, and its problems have their lines."""
    install("plain_notes")
    (small / "old.quotes").write_text("six votes to three|The vote was close\nno bar here\n", encoding="utf-8")
    done = sites.run(small, "import-notes", str(small / "old.quotes"), "bridge")
    assert done.output == "annotations/bridge/the-vote-was-close.md\n"
    assert "old.quotes:2:1: annotation-syntax the line has no bar" in done.errors
    assert sites.run(small, "check").output == "no problems\n"


def test_an_importer_of_another_package_makes_a_source(small: Path, install: Callable[..., None]) -> None:
    """The same importer reads such a file as a source."""
    install("plain_notes")
    (small / "old.quotes").write_text("Some words|and others\n", encoding="utf-8")
    done = sites.run(small, "import", str(small / "old.quotes"), "--licence", "CC0-1.0")
    assert (done.status, done.output) == (0, "docs/sources/old.md\n"), done.errors
    assert "Some words\n\nand others" in (small / "docs" / "sources" / "old.md").read_text(encoding="utf-8")


HOST = """
from glossator.publication.host import HostError
def open_host(config):
    raise HostError(f"{config.name} is read by another generator")
"""


def test_the_name_of_the_configuration_says_which_site_generator_it_is(
    small: Path, install: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package adds one for its own; in a folder with no other configuration it needs no option."""
    points = '[project.entry-points."glossator.hosts"]\n"other.toml" = "other_host:open_host"\n'
    install("other_host", module=HOST, points=points)
    (small / "mkdocs.yml").rename(small / "other.toml")
    monkeypatch.chdir(small)
    done = sites.run(small, "check", configured=False)
    assert (done.status, done.errors) == (2, "glossator: other.toml is read by another generator\n")


def test_a_package_adds_a_kind(small: Path, tmp_path: Path, install: Callable[[str], None]) -> None:
    """A kind of a package stands on notes, and its motivation in their annotations."""
    install("chronology")
    note = {"passage": 2, "kind": "chronology", "title": "The road was closed a year before"}
    evidence = [{"cite": "survey-2030", "relation": "background"}]
    text = yaml.safe_dump(note | {"evidence": evidence}, allow_unicode=True)
    sites.write(small, {"annotations/bridge/before.md": f"---\n{text}---\nIt was.\n"})
    site = sites.build(small, to=tmp_path / "site").folder
    assert "Chronology" in (site / "sources/bridge/index.html").read_text("utf-8")
    annotations = json.loads((site / "sources/bridge/annotations.jsonld").read_text("utf-8"))
    assert any("linking" in str(item.get("motivation")) for item in annotations["items"])


def test_a_package_cannot_add_a_kind_that_is_none(install: Callable[..., None]) -> None:
    """What is wrong with a kind of a package is said in a sentence."""
    module = "def odd():\n    return {'motivation': 'shouting'}\n"
    install("odd", module=module, points='[project.entry-points."glossator.kinds"]\nodd = "odd:odd"\n')
    with pytest.raises(doors.BrokenExtension, match="'shouting' is no motivation"):
        kinds({})
