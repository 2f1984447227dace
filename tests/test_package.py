"""What is uploaded: the package as a wheel and as source, with all that it needs, nothing else, and a page on PyPI."""

from __future__ import annotations

import email
import os
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from email.message import Message
from pathlib import Path

import pytest
import sites
import yaml

PACKAGE = "plugins/glossator/"
BESIDE = {"CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml"}
"""What stands beside the package in its source."""
MADE = {".gitignore", "PKG-INFO"}
"""What hatchling adds."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source, built from this repository."""
    folder = tmp_path_factory.mktemp("dist")
    build(sites.REPOSITORY, folder)
    return folder


def build(project: Path, folder: Path) -> None:
    """Build both as `pip` and `build` do."""
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", str(folder)], cwd=project, check=True)


def wheel(folder: Path) -> zipfile.ZipFile:
    """The wheel in a folder."""
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def source(folder: Path, to: Path) -> Path:
    """The source in a folder, unpacked."""
    with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
        archive.extractall(to, filter="data")
    return next(to.iterdir())


def metadata(folder: Path) -> Message:
    """What PyPI is told."""
    with wheel(folder) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return email.message_from_bytes(archive.read(name))


def committed() -> set[str]:
    """The files of the package, as git has them or would have them."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", PACKAGE]
    names = subprocess.check_output(command, cwd=sites.REPOSITORY, encoding="utf-8").splitlines()
    return {name for name in names if (sites.REPOSITORY / name).is_file()}


def test_the_wheel_holds_the_package_and_nothing_else(built: Path) -> None:
    """Its templates, styles, words and citation styles too; no test, no note, no cache, no types of scripts."""
    with wheel(built) as archive:
        files = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert files == {name.removeprefix("plugins/") for name in committed() if not name.endswith(".d.ts")}


def test_the_source_holds_what_builds_the_package_and_nothing_else(built: Path, tmp_path: Path) -> None:
    """And the same wheel comes of it."""
    project = source(built, tmp_path / "source")
    assert set(sites.contents(project)) == committed() | BESIDE | MADE
    build(project, tmp_path / "again")
    with wheel(built) as archive, wheel(tmp_path / "again") as again:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            name: again.read(name) for name in again.namelist()
        }


def test_the_page_on_pypi_has_no_dead_link_and_no_broken_picture(built: Path) -> None:
    """A path leads nowhere there: its words stay, and a picture without an address is left out."""
    fields = metadata(built)
    page = str(fields.get_payload())
    assert fields["Description-Content-Type"] == "text/markdown"
    assert page.startswith("# Glossator\n")
    assert "- Publish a first source\n" in page
    assert re.findall(r"\]\((?!https?:)[^)]*\)", page) == []
    assert "![" not in page


def test_pypi_is_told_who_for_whom_and_under_which_terms(built: Path) -> None:
    """Authors as in the licence, every Python that is supported, and every licence with its text."""
    fields = metadata(built)
    assert f"Copyright (c) 2026 {fields['Author']}\n" in (sites.REPOSITORY / "LICENSE").read_text(encoding="utf-8")
    pythons = {line.rpartition(" ")[2] for line in fields.get_all("Classifier", []) if re.search(r":: 3\.\d+$", line)}
    assert pythons == {"3.11", "3.12", "3.13", "3.14"}
    assert fields["License-Expression"] == "MIT AND CC-BY-SA-3.0"
    assert len(fields.get_all("License-File", [])) == 2
    assert set(fields.get_all("Provides-Extra", [])) == {
        "mkdocs",
        "import",
        "docx",
        "epub",
        "pdf",
        "bibtex",
        "pictures",
        "search",
        "lsp",
    }


def test_the_extra_for_imports_names_every_package_itself(built: Path) -> None:
    """What imports need of another package’s extra too, since older versions of pip do not find extras by every name."""
    needed = [line for line in metadata(built).get_all("Requires-Dist", []) if "extra == 'import'" in line]
    names = {re.split(r"[^\w-]", line)[0] for line in needed}
    assert names == {"beautifulsoup4", "lxml-html-clean", "markdownify", "trafilatura"}
    assert not any("[" in line for line in metadata(built).get_all("Requires-Dist", []))


@pytest.mark.build
def test_the_wheel_works_where_nothing_else_of_this_repository_is(built: Path, tmp_path: Path) -> None:
    """Installed without an index, beside the libraries that it asks for, it checks a project and builds its site."""
    venv.create(tmp_path / "venv", with_pip=False)
    python = str(tmp_path / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    package = str(next(built.glob("*.whl")))
    install = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
        package,
    ]
    subprocess.run(install, check=True)
    libraries = str(Path(pytest.__file__).parent.parent)
    environment = {name: value for name, value in os.environ.items() if name != "CI"} | sites.SETTINGS
    environment["PYTHONPATH"] = libraries
    project = sites.copy(sites.SMALL, tmp_path / "project")

    def said(*command: str) -> str:
        return subprocess.check_output([python, *command], cwd=project, env=environment, encoding="utf-8")

    assert Path(said("-c", "import glossator; print(glossator.__file__)").strip()).is_relative_to(tmp_path)
    assert said("-m", "glossator.cli", "check") == "no problems\n"
    said("-m", "mkdocs", "build", "--quiet", "--strict")
    assert (project / "site" / "exports" / "notes.csv").is_file()


@pytest.mark.long
def test_two_builds_are_the_same_bytes(built: Path, tmp_path: Path) -> None:
    """From another folder, by somebody whose new files have other permissions, at another time: so that anybody can
    compare what is published with what they build from the tag."""
    project = tmp_path / "elsewhere"
    names = subprocess.check_output(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=sites.REPOSITORY, encoding="utf-8"
    ).splitlines()
    for name in names:
        if (sites.REPOSITORY / name).is_file():
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            (project / name).write_bytes((sites.REPOSITORY / name).read_bytes())
            os.utime(project / name, (1_900_000_000, 1_900_000_000))
            (project / name).chmod(0o600)
    build(project, tmp_path / "again")
    assert sites.contents(tmp_path / "again") == sites.contents(built)


def test_a_release_names_one_version_everywhere() -> None:
    """A tag that the package, the citation or the changelog does not name is refused, before anything is built."""
    done = subprocess.run(
        [sys.executable, "scripts/release", "v99.0.0"],
        cwd=sites.REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert [line.partition(" names ")[0] for line in done.stderr.splitlines()] == [
        "pyproject.toml",
        "CITATION.cff",
        "CHANGELOG.md",
    ]


def test_the_citation_says_what_the_package_says(built: Path) -> None:
    """Title, version, authors and what it is, so that whoever cites it cites this."""
    fields = metadata(built)
    cited = yaml.safe_load((sites.REPOSITORY / "CITATION.cff").read_text(encoding="utf-8"))
    assert (cited["cff-version"], cited["type"], cited["title"]) == ("1.2.0", "software", "Glossator")
    assert cited["version"] == fields["Version"]
    assert [author["name"] for author in cited["authors"]] == [fields["Author"]]
    assert cited["abstract"] == fields["Summary"]
    assert cited["message"]
