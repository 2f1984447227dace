"""Begin: `glossator init` writes a site that is whole, and touches no file that is there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import sites
import yaml
from bs4 import BeautifulSoup

GETTYSBURG = "sources/gettysburg-address/"


def begin(folder: Path, *options: str) -> sites.Result:
    """Begin a site in a folder, and ask nothing."""
    return sites.run(folder.parent, "init", str(folder), "--yes", *options, configured=False)


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--repository", "https://github.com/ada/papers", "--address", "https://papers.example.org/"],
        [
            "--repository",
            "https://gitlab.com/ada/papers",
            "--operator",
            'The “old” mill: "Ada"',
            "--contact",
            "a@b.org",
        ],
        ["--repository", "https://codeberg.org/ada/papers", "--language", "de"],
        ["--forge", "none", "--name", "'#: {}[]"],
    ],
    ids=["nothing said", "github", "gitlab", "forgejo", "signs of YAML"],
)
def test_a_new_site_is_whole(tmp_path: Path, options: list[str]) -> None:
    """It has no problem, builds strictly, has its three notes, and every page that it names."""
    root = tmp_path / "town-papers"
    begun = begin(root, *options)
    assert begun.status == 0, begun.errors
    assert sites.run(root, "check", "--strict").output == "no problems\n"
    built = sites.build(root, to=tmp_path / "out", strict=True)
    assert (built.failure, built.warnings) == ("", ())
    assert built.counts()["notes"] == 3
    assert built.page(GETTYSBURG).count('<aside id="note-') == 3
    for name in ("sources", "notes", "evidence", "origins", "method", "changes", "contribute", "about"):
        assert built.page(f"{name}/")


@pytest.mark.parametrize(
    ("forge", "files"),
    [
        ("github", {".github/workflows/check.yml", ".github/workflows/publish.yml"}),
        ("gitlab", {".gitlab-ci.yml"}),
        ("forgejo", {".forgejo/workflows/check.yml"}),
    ],
)
def test_a_forge_gets_its_own_files(tmp_path: Path, forge: str, files: set[str]) -> None:
    """Files that check, build and publish are those of the forge that was named, and of no other; each is YAML."""
    begin(tmp_path / "papers", "--forge", forge)
    every = {path for path in sites.contents(tmp_path / "papers") if path.endswith(".yml")}
    assert {path for path in every if "workflows" in path or "-ci" in path} == files
    for path in files:
        assert yaml.safe_load((tmp_path / "papers" / path).read_text(encoding="utf-8"))


def test_forms_for_issues_are_those_of_this_repository(tmp_path: Path) -> None:
    """They are written twice, since a package holds no file of another folder; a change of one is a change of both."""
    begin(tmp_path / "papers", "--forge", "github")
    forms = Path(".github", "ISSUE_TEMPLATE")
    ours = sites.contents(sites.REPOSITORY / forms)
    assert len(ours) == 5
    assert sites.contents(tmp_path / "papers" / forms) == ours


def test_workflows_for_github_are_sound(tmp_path: Path) -> None:
    """What finds weak workflows finds nothing in ours."""
    begin(tmp_path / "papers", "--forge", "github")
    command = [
        str(Path(sys.executable).with_name("zizmor")),
        "--offline",
        "--no-progress",
        str(tmp_path / "papers" / ".github"),
    ]
    configured = [*command, "--config", str(sites.REPOSITORY / ".github" / "zizmor.yml")]
    done = subprocess.run(configured, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_new_site_says_what_only_its_publisher_can_write(tmp_path: Path) -> None:
    """`check` names the places of what is still to be filled in; on the pages no reader is told to write anything."""
    begin(tmp_path / "papers", "--operator", "Ada")
    told = sites.run(tmp_path / "papers", "check", "--strict").errors
    assert [line.partition(": ")[0] for line in told.splitlines()] == [
        "docs/about.md:2:12",
        "docs/about.md:6:1",
        "docs/method/index.md:13:1",
    ]
    built = sites.build(tmp_path / "papers", to=tmp_path / "out")
    for name in ("about", "method"):
        seen = BeautifulSoup(built.page(f"{name}/"), "html.parser").get_text(" ")
        assert not any(word in seen for word in ("fill in", "Say here", "mkdocs.yml", "who makes", "who reads"))


def test_the_next_steps_make_a_repository_where_there_is_none(tmp_path: Path) -> None:
    """The history says who wrote a note, so Git comes before all else; in a folder that has it, nothing is said of it."""
    begun = begin(tmp_path / "papers")
    steps = [line.strip() for line in begun.errors.partition("Now:\n\n")[2].partition("\n\n")[0].splitlines()]
    there = str(tmp_path / "papers")
    assert steps == [f"cd {there}", "git init --initial-branch main", "glossator check", "mkdocs serve"]
    subprocess.run(["git", "init", "--quiet", there], check=True)
    assert "git init" not in begin(tmp_path / "papers" / "more").errors


def test_a_site_in_another_language_is_told_what_is_english(tmp_path: Path) -> None:
    """The words around the sources are in its language, the pages that were written are not."""
    assert "are in English" in begin(tmp_path / "papers", "--language", "de").errors
    assert "are in English" not in begin(tmp_path / "others", "--language", "en-GB").errors


def test_what_is_there_stays(small: Path) -> None:
    """An existing site gets what it lacks, every file that it has stays as it was, and its owner is told what to name."""
    before = sites.contents(small)
    begun = begin(small)
    after = sites.contents(small)
    assert begun.status == 0
    assert {path: after[path] for path in before} == before
    assert "docs/about.md" in after
    assert "mkdocs.yml is there already" in begun.errors
    assert "name the plugin" in begun.errors
    assert "nav" in begun.errors
    again = begin(small)
    assert again.output == ""
    assert sites.contents(small) == after


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("github.com/ada/mill", "https://github.com/ada/mill"),
        ("git@github.com:ada/mill.git", "https://github.com/ada/mill"),
        ("ssh://git@git.example.org:2222/ada/mill.git", "https://git.example.org/ada/mill"),
        ("https://github.com/ada/mill.git", "https://github.com/ada/mill"),
        ("http://git.example.org:3000/ada/mill", "http://git.example.org:3000/ada/mill"),
    ],
)
def test_an_address_may_be_said_as_people_and_git_say_it(tmp_path: Path, said: str, address: str) -> None:
    """Without its scheme, or as git calls a remote, it becomes the address of the page; the site builds with it."""
    begun = begin(tmp_path / "papers", "--repository", said)
    assert begun.status == 0, begun.errors
    configuration = yaml.safe_load((tmp_path / "papers" / "mkdocs.yml").read_text(encoding="utf-8"))
    assert configuration["repo_url"] == address
    assert configuration["edit_uri"] if "github" in said else True
    assert sites.run(tmp_path / "papers", "check").output == "no problems\n"


@pytest.mark.parametrize("option", ["--repository", "--address"])
@pytest.mark.parametrize("said", ["my computer", "mill", "ftp://example.org/mill", "https://"])
def test_what_is_no_address_is_refused(tmp_path: Path, option: str, said: str) -> None:
    """A site with such an address would not build, so it is not begun; the message shows what one looks like."""
    begun = begin(tmp_path / "papers", option, said)
    assert begun.status == 2
    assert "https://example.org/papers" in begun.errors
    assert not (tmp_path / "papers").exists()


def test_a_new_site_leads_to_all_its_pages(tmp_path: Path) -> None:
    """On a wide screen, where sources and the home page hide the menu, the way to the others stands in tabs."""
    begin(tmp_path / "papers")
    page = sites.build(tmp_path / "papers", to=tmp_path / "out").page(GETTYSBURG)
    tabs = page[page.index('class="md-tabs"') :].split("</nav>")[0]
    assert [name for name in ("notes", "evidence", "method", "about") if f"../../{name}/" not in tabs] == []


def test_a_rehearsal_writes_nothing(tmp_path: Path) -> None:
    """With `--dry-run` the files are named, and none is there."""
    begun = begin(tmp_path / "papers", "--dry-run")
    assert "mkdocs.yml" in begun.output.splitlines()
    assert not (tmp_path / "papers").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such terminals")
def test_a_person_is_asked_again_after_what_is_no_address(tmp_path: Path) -> None:
    """What cannot be an address is said at once, and the question comes again; stray signs of a terminal are left out."""
    command = [sys.executable, "-m", "glossator.cli", "init", str(tmp_path / "papers")]
    typed = b"Mill\nmy desk\nmill.example.org\n\n\n\x0cAda\n\n"
    status, screen = sites.at_a_terminal(command, typed)
    assert (status, screen.count("At which address")) == (0, 2), screen
    assert "https://example.org/papers" in screen
    configuration = yaml.safe_load((tmp_path / "papers" / "mkdocs.yml").read_text(encoding="utf-8"))
    assert configuration["site_url"] == "https://mill.example.org"
    assert configuration["plugins"][1]["glossator"]["imprint"] == {"name": "Ada"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such terminals")
def test_a_person_is_asked_five_questions(tmp_path: Path) -> None:
    """At a terminal it asks for name, address, files, forge and operator, and writes what they say."""
    command = [sys.executable, "-m", "glossator.cli", "init", str(tmp_path / "papers")]
    typed = b"Mill papers\nhttps://mill.example.org/\nhttps://github.com/ada/mill\n\nThe mill\n\n"
    status, screen = sites.at_a_terminal(command, typed)
    assert (status, screen.count("?")) == (0, 6), screen  # five, and whether to write
    configuration = yaml.safe_load((tmp_path / "papers" / "mkdocs.yml").read_text(encoding="utf-8"))
    assert configuration["site_name"] == "Mill papers"
    assert configuration["repo_url"] == "https://github.com/ada/mill"
    assert configuration["plugins"][1]["glossator"]["imprint"] == {"name": "The mill"}
    assert (tmp_path / "papers" / ".github" / "workflows" / "publish.yml").exists()
