"""The documentation says what the program does."""

from __future__ import annotations

import doctest
import itertools
import json
import os
import re
import shlex
import shutil
import socket
import struct
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import click
import click.testing
import programs
import pytest
import sites

import _environment
import glossator
from _environment import ROOT
from glossator import cli
from glossator.hosts.mkdocs.options import Options
from glossator.problems import CODES
from glossator.records import vocabulary
from glossator.records.model import NoteFrontMatter, Reference, SourceFrontMatter, SourcingFile
from glossator.records.schema import json_schema
from glossator.records.vocabulary import GENRES, KINDS, Term
from glossator.reports import explaining

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
READ_ON_GITHUB = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]


def page(name: str) -> str:
    """A page of the documentation."""
    return (DOCS / name).read_text(encoding="utf-8")


# Generated parts


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_generated_parts_are_up_to_date(path: Path) -> None:
    """What `scripts/docs` would write stands there already."""
    if path.stem == "command-line" and version("click") < "8.5":
        pytest.skip("click shows a choice otherwise since 8.5, with which the page is written")
    assert path.read_text(encoding="utf-8") == programs.loaded("docs").updated(path), "run scripts/docs"


def test_every_generated_part_is_used() -> None:
    """Nothing is made that no page shows."""
    parts = {name for path in PAGES for name in re.findall(r"<!-- generated: ([\w-]+) -->", path.read_text("utf-8"))}
    assert parts == programs.loaded("docs").PARTS.keys() | {f"help-{name}" for name in cli.main.commands}


def test_a_new_command_gets_its_section(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever adds one has its help on the page by `scripts/docs`, and may write more below it."""
    command = click.Command("weigh", help="Weigh the words of each source.")
    monkeypatch.setattr(cli.main, "commands", {**cli.main.commands, "weigh": command})
    path = tmp_path / "command-line.md"
    path.write_text(page("command-line.md"), encoding="utf-8")
    updated = programs.loaded("docs").updated(path)
    section = updated.partition("\n## weigh\n\n<!-- generated: help-weigh -->\n")[2]
    assert section.startswith("\n```text\nUsage: glossator weigh")
    assert "  Weigh the words of each source.\n" in section
    path.write_text(updated, encoding="utf-8")
    assert programs.loaded("docs").updated(path) == updated


# Nothing is left out


def words() -> Iterator[tuple[str, str]]:
    """Every word that people can write or meet, with the page that explains it."""
    for record in ("note", "source", "sourcing"):
        yield from (("format.md", name) for name in fields(json_schema(record)))
    for model in (NoteFrontMatter, SourceFrontMatter, SourcingFile, Reference):
        yield from (("format.md", field.alias or name) for name, field in model.model_fields.items())
    for term in terms():
        yield "format.md", term
    yield from (("format.md", kind.id) for kind in KINDS)
    yield from (("format.md", genre) for genre in GENRES)
    yield from (("problems.md", code) for code in CODES)
    yield from (("configuration.md", name) for name, _ in Options._schema)
    yield from (("library.md", name) for name in glossator.__all__)


def fields(schema: object) -> Iterator[str]:
    """The names of all fields in a JSON Schema, however deep."""
    if isinstance(schema, Mapping):
        yield from schema.get("properties", {})
        for part in schema.values():
            yield from fields(part)


def terms() -> Iterator[str]:
    """Every word of every closed vocabulary."""
    for vocabulary_ in vars(vocabulary).values():
        if isinstance(vocabulary_, type) and issubclass(vocabulary_, Term):
            yield from map(str, vocabulary_)


def test_every_word_is_explained() -> None:
    """Fields, words of the vocabulary, codes, options and names of the library stand on their pages."""
    text = {name: page(name) for name in ("format.md", "problems.md", "configuration.md", "library.md")}
    assert [(name, word) for name, word in words() if f"`{word}`" not in text[name]] == []


def test_every_code_has_a_heading_and_a_text() -> None:
    """What a code means and what to do is found at the address that ends with it, and offline, with no dead link in it."""
    headings = re.findall(r"^### (.*)$", page("problems.md"), re.MULTILINE)
    assert sorted(headings) == sorted(CODES)
    for code in CODES:
        text = explaining.explanation(code)
        assert text.startswith(CODES[code])
        assert len(text) > len(CODES[code]) + 30, code
        assert text.count("\n```") % 2 == 0, code
        assert not re.search(r"\]\((?!https?:)\S+\)", text), code


def test_every_command_and_option_is_explained() -> None:
    """The command line's page has a section for each command, and each of its options in it."""
    sections = dict(re.findall(r"^## ([\w-]+)\n(.*?)(?=^## |\Z)", page("command-line.md"), re.MULTILINE | re.DOTALL))
    assert sections.keys() == cli.main.commands.keys()
    for name, command in cli.main.commands.items():
        options = [option for parameter in command.params for option in parameter.opts if option.startswith("-")]
        assert [option for option in options if option not in sections[name]] == []


def test_every_page_is_in_the_navigation_and_in_the_readme() -> None:
    """A page that nobody finds is not read."""
    navigation, readme = ((ROOT / name).read_text(encoding="utf-8") for name in ("mkdocs.yml", "README.md"))
    reached = {name for line in navigation.splitlines() for name in re.findall(r"(?:- |: )([\w-]+\.md)$", line)}
    assert {path.name for path in PAGES} - {"index.md"} <= reached  # the logo leads to it
    assert [path.name for path in PAGES if path.stem != "index" and f"(docs/{path.name})" not in readme] == []


# What stands there is true


def test_the_examples_of_the_library_run() -> None:
    """What the page of the library shows is what comes out."""
    examples = "\n".join(block.text for block in blocks("library.md") if block.language == "pycon")
    runner = doctest.DocTestRunner(verbose=False)
    runner.run(doctest.DocTestParser().get_doctest(examples, {}, "library.md", "library.md", 0))
    assert (runner.failures, runner.tries > 10) == (0, True)


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    language: str
    title: str
    """The file that it shows, and in brackets which part of it; empty where it shows none."""
    text: str


def blocks(name: str, *, until: str = "") -> list[Block]:
    """The fenced blocks of a page, in order, up to a heading."""
    text = page(name).partition(until)[0] if until else page(name)
    matches = re.findall(r'^```(\w+)(?: title="([^"]*)")?\n(.*?)^```$', text, re.MULTILINE | re.DOTALL)
    return [Block(*match) for match in matches]


@pytest.fixture
def minutes(tmp_path: Path) -> Path:
    """A site made of the files that the page of the format shows."""
    files = {block.title: block.text for block in blocks("format.md") if block.title}
    plugin = "plugins:\n  - glossator: {bibliography: [annotations/references.yml]}\n"
    sites.write(
        tmp_path, files | {"mkdocs.yml": f"site_name: Minutes\ntheme: mkdocs\n{plugin}", "docs/index.md": "# Home"}
    )
    return tmp_path


def test_the_examples_of_the_format_are_right(minutes: Path) -> None:
    """The files that the page of the format shows make a site without problems."""
    assert sites.run(minutes, "check").output == "no problems\n"


def test_the_examples_of_problems_are_what_is_printed(minutes: Path) -> None:
    """Each wrong note on the page of problems gives the words that stand below it, whichever words there are, however alike a place is."""
    examples = blocks("problems.md")
    sites.write(minutes, {block.title: block.text for block in examples if block.title})
    varying = re.compile(r"[\d.]+ % alike \(lead [\d.]+\)|(?<=one of: ).*")
    output = varying.sub("…", sites.run(minutes, "check").output)
    expected = [varying.sub("…", after.text) for before, after in itertools.pairwise(examples) if before.title]
    assert [text for text in expected if text not in output] == []


@pytest.mark.build
def test_a_project_of_ones_own_begins_as_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command that the page of the configuration shows makes a site that takes a source and a note of one's own."""
    _, command = (block.text for block in blocks("configuration.md", until="## Options") if block.language == "console")
    monkeypatch.chdir(tmp_path)
    assert run(command)[0] == 0
    project = tmp_path / "papers"
    sites.write(tmp_path, {"minutes.txt": "Minutes of the council\n\nThe bridge was closed to lorries on Monday.\n"})
    imported = sites.run(project, "import", str(tmp_path / "minutes.txt"), "--licence", "CC0-1.0")
    assert imported.output == "docs/sources/minutes-of-the-council.md\n"
    arguments = "--quote", "closed to lorries", "--kind", "context", "--title", "The carts stayed"
    assert sites.run(project, "new", "minutes-of-the-council", *arguments).status == 0
    built = sites.build(project, to=tmp_path / "site", strict=True)
    assert (built.failure, built.warnings) == ("", ())
    assert "Minutes of the council" in built.page("sources/index.html")
    assert 'id="note-the-carts-stayed"' in built.page("sources/minutes-of-the-council/index.html")


def test_the_example_of_a_new_note_is_written(minutes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command that the page of the command line shows writes a note that stands."""
    monkeypatch.chdir(minutes)
    (command,) = (block.text for block in blocks("command-line.md") if block.language == "console")
    assert run(command) == (0, "annotations/mill-bridge/the-mill-closed-in-2019.md\n")
    assert sites.run(minutes, "check").output == "no problems\n"


# The first source


@pytest.mark.build
@pytest.mark.skipif(
    os.name == "nt", reason="the commands are those of a Unix shell; the page tells how Windows differs"
)
@pytest.mark.long
def test_the_first_source_is_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever does what the page says, word for word, has a site that builds strictly, and has pushed it."""
    project = clone(tmp_path)
    do_as_shown("first-source.md", project, monkeypatch)
    built = (project / "site" / "sources" / "gettysburg" / "index.html").read_text(encoding="utf-8")
    assert len(re.findall(r'<aside id="note-', built)) == 4
    assert "Add the Gettysburg Address" in git(tmp_path / "origin.git", "log", "--format=%s", "main")


@pytest.mark.build
@pytest.mark.skipif(
    os.name == "nt", reason="the commands are those of a Unix shell; the page tells how Windows differs"
)
@pytest.mark.long
@sites.published_here("reviving-isis")
def test_the_first_note_is_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever does what the guide says, word for word, has written the note that it shows, and has pushed it."""
    project = clone(tmp_path)
    do_as_shown("contribute.md", project, monkeypatch, until="## You wrote what is annotated here")
    sent = git(tmp_path / "origin.git", "diff", "--name-status", "main", "length-of-the-valley")
    assert sent == "A\tannotations/reviving-isis/length-of-the-valley.md\n"


def do_as_shown(name: str, project: Path, monkeypatch: pytest.MonkeyPatch, *, until: str = "") -> None:
    """Save the files and run the commands that a page shows, in order."""
    monkeypatch.chdir(project)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    for variable, value in IDENTITY.items():
        monkeypatch.setenv(variable, value)
    examples = blocks(name, until=until)
    for block, after in zip(examples, [*examples[1:], Block("", "", "")], strict=True):
        if block.title:
            save(project, block)
        elif block.language == "console":
            follow(block.text, after.text if after.language == "text" and not after.title else "")


def clone(folder: Path) -> Path:
    """A clone of this repository as a newcomer has it, with an environment that is ready."""
    project, origin = folder / "project", folder / "origin.git"
    for name in ("docs", "annotations", "scripts", "requirements"):
        shutil.copytree(ROOT / name, project / name)
    for name in ("mkdocs.yml", "pyproject.toml", ".gitignore"):
        shutil.copy(ROOT / name, project / name)
    environment = project / ".venv"
    environment.mkdir()
    (environment / "bin").symlink_to(Path(sys.executable).parent)
    stamp = _environment.stamp_of(project)
    (environment / "made-from.json").write_text(json.dumps(stamp), encoding="utf-8")
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(origin))
    git(folder, "init", "--quiet", "--initial-branch=main", str(project))
    git(project, "remote", "add", "origin", str(origin))
    git(project, "add", ".")
    git(project, "commit", "--quiet", "--message", "All that was there")
    git(project, "push", "--quiet", "--set-upstream", "origin", "main")
    return project


def save(project: Path, block: Block) -> None:
    """Save what a block shows, as its title says; what a command wrote must look as it is shown."""
    name, _, part = block.title.partition(" (")
    path = project / name
    if part == "at its end)":
        path.write_text(path.read_text(encoding="utf-8") + block.text, encoding="utf-8")
    elif part == "front matter)":
        _, _, rest = path.read_text(encoding="utf-8").partition("\n---\n")
        path.write_text(f"---\n{block.text}---\n{rest}", encoding="utf-8")
    elif path.exists():
        assert path.read_text(encoding="utf-8") == block.text
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")


def follow(command: str, expected: str) -> None:
    """Run a block of commands; it prints what is shown below it, and fails only where that tells of a problem."""
    if command == "./scripts/serve\n":
        with preview() as address, urllib.request.urlopen(address) as answer:
            assert answer.status == 200
        return
    status, output = run(command)
    assert expected in output, output
    assert bool(status) == bool(re.match(r"\S+:\d+:\d+: ", expected)), output


def run(command: str) -> tuple[int, str]:
    """The status and the output of commands as a person types them.  Ours run in this process, which is faster."""
    name, *arguments = shlex.split(command.replace("\\\n", ""))
    if name == "glossator":
        result = click.testing.CliRunner().invoke(cli.main, arguments)
        return result.exit_code, result.output
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@contextmanager
def preview() -> Iterator[str]:
    """`./scripts/serve` on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = ["./scripts/serve", "--dev-addr", address]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            said = next((line for line in process.stderr if "Serving on" in line), "nothing")
            assert address in said
            yield f"http://{address}/"
        finally:
            process.terminate()
            wait(process)


def wait(process: subprocess.Popen[str]) -> None:
    """Read what a process still says until it has ended: a full pipe would keep it from ending."""
    assert process.stderr is not None
    end = time.monotonic() + 10
    while process.poll() is None and time.monotonic() < end:
        process.stderr.readline()
    process.kill()


IDENTITY = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "A newcomer",
    "GIT_AUTHOR_EMAIL": "newcomer@example.org",
    "GIT_COMMITTER_NAME": "A newcomer",
    "GIT_COMMITTER_EMAIL": "newcomer@example.org",
}


def git(folder: Path, *arguments: str) -> str:
    """What a git command that succeeds prints."""
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=os.environ | IDENTITY,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


# Links, pictures, and what does not belong into a repository


@pytest.mark.parametrize("path", READ_ON_GITHUB, ids=lambda path: path.stem)
def test_relative_links_lead_somewhere(path: Path) -> None:
    """What GitHub shows at the top of the repository links to files that are there; the build checks the pages."""
    targets = re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8"))
    relative = [target.partition("#")[0] for target in targets if not re.match(r"https?:|mailto:|#", target)]
    assert [target for target in relative if not (path.parent / target).exists()] == []


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("source-light", (1440, 1000)),
        ("source-dark", (1440, 1000)),
        ("phone-light", (390, 844)),
        ("phone-dark", (390, 844)),
        ("plain", (1440, 1000)),
        ("preview-note", (900, 700)),
        ("preview-problem", (1200, 700)),
    ],
)
def test_the_pictures_are_there_and_small(name: str, size: tuple[int, int]) -> None:
    """Each has its size in pixels and less than 250 kB."""
    image = (DOCS / "pictures" / f"{name}.png").read_bytes()
    assert struct.unpack(">II", image[16:24]) == size
    assert len(image) < 250_000


FOREIGN = re.compile(
    # Folders of one machine
    r"(?<![\w.~-])/(?:root|work|workspace|tmp/w|Users/\w+|home/(?!runner\b)\w+)(?=/|\b(?![\w.-]))|[A-Z]:\\Users\\"
    # Where one machine gets its packages
    r"|--(?:extra-)?index-url|files\.pythonhosted\.org|pypi\.org/simple|registry\.npmjs\.org|proxy\.golang\.org"
    r"|https?://(?:localhost|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)"
)


def tracked() -> list[Path]:
    """The files of the repository, those to come included."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("this is no git checkout")
    return [ROOT / name for name in git(ROOT, "ls-files", "--cached", "--others", "--exclude-standard").splitlines()]


def test_no_file_tells_of_the_machine_it_was_written_on() -> None:
    """No tracked text holds a path of this machine, or the address of a package registry."""
    own = {str(ROOT), str(Path.home())} - {"/"}
    foreign = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", "ignore") if path.is_file() and path.suffix != ".png" else ""
        foreign += [(path.name, hit[0]) for hit in FOREIGN.finditer(text)]
        foreign += [(path.name, folder) for folder in own if f"{folder}/" in text]
    assert foreign == []
