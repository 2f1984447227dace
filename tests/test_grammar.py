"""The grammar of the command line: what is said the same way in every command."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest
import sites

from glossator.cli import main
from glossator.cli.command import Command
from glossator.cli.export import FORMS

FORMAT = (sites.REPOSITORY / "docs" / "format.md").read_text(encoding="utf-8")
BRIDGE = "docs/sources/bridge.md"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small site, as the working folder."""
    site = sites.copy(sites.SMALL, tmp_path / "site")
    monkeypatch.chdir(site)
    return site


@pytest.fixture(scope="module")
def minutes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the examples: that of the page of the format, in git, with what the examples read."""
    site = tmp_path_factory.mktemp("minutes")
    files = dict(re.findall(r'^```\w+ title="([^"]*)"\n(.*?)^```$', FORMAT, re.MULTILINE | re.DOTALL))
    plugin = "plugins:\n  - glossator: {bibliography: [annotations/references.yml]}\n"
    files |= {"mkdocs.yml": f"site_name: Minutes\ntheme: mkdocs\n{plugin}", "docs/index.md": "# Home"}
    sites.write(site, files | {"minutes.txt": "The first vote\n\nThe council voted.\n", ".gitignore": "site/\n"})
    sites.write(site, {"mail.txt": MAIL})
    text = files["docs/sources/mill-bridge.md"].split("---\n")[-1]
    sites.write(site, {"minutes-2.md": text, "minutes-2.html": f"<!doctype html><article><p>{text}</p></article>"})
    sites.commit(site, "The site")
    sites.build(site, to=site / "site")
    (site / "annotations.jsonld").write_text(sites.run(site, "export", "mill-bridge").output, encoding="utf-8")
    return site


MAIL = """Dear editors,

please take this note.

> ---
> quote: six votes to three
> kind: context
> title: Three members voted against it
> ---
> The minutes do not name them.

Kind regards
"""


def examples() -> Iterator[tuple[str, str]]:
    """Every example of every command."""
    for name, command in main.commands.items():
        assert isinstance(command, Command), name
        for example in command.examples:
            yield name, example


@pytest.mark.build
@pytest.mark.parametrize(("name", "example"), list(examples()))
def test_an_example_runs(
    name: str, example: str, minutes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `--help` shows can be typed as it stands, on the site that the page of the format shows."""
    root = sites.copy(minutes, tmp_path / "site")
    for file in ("minutes.txt", "minutes-2.md", "minutes-2.html", "annotations.jsonld", "mail.txt"):
        sites.write(root, {file: (minutes / file).read_bytes()})
    sites.commit(root, "The site")
    if name == "verify":
        sites.build(root, to=root / "site")
    elif name == "apply":
        sites.build(root, to=root / "site", plugins=["search"])
    monkeypatch.chdir(root)
    for number in (1, 2) if name == "merge" else ():
        sites.run(root, "slice", "--shard", f"{number}/2", "--output", f"slices/{number}", configured=False)
    if name == "lsp":  # it speaks with an editor until that ends
        command = [sys.executable, "-m", "glossator.cli", *shlex.split(example)[1:]]
        assert subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode == 0
        return
    program, *arguments = shlex.split(example.replace("\\\n", ""))
    assert (program, arguments[0]) == ("glossator", name)
    with mock.patch("socket.getaddrinfo", side_effect=OSError):  # no example asks a host that is not ours
        done = sites.run(root, *arguments, configured=False)
    assert done.status == 0, done.output + done.errors


GUIDES = (sites.REPOSITORY / "docs" / "guides.md").read_text(encoding="utf-8").replace("\\\n", "")


@pytest.mark.parametrize("command", re.findall(r"^ *(glossator .*)$", GUIDES, re.MULTILINE))
def test_a_command_of_the_guides_runs(
    command: str, minutes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the guides say can be typed; the one that asks for everything needs somebody at the terminal."""
    root = sites.copy(minutes, tmp_path / "site", {"mail.txt": MAIL})
    sites.commit(root, "The site")
    monkeypatch.chdir(root)
    done = sites.run(root, *shlex.split(command)[1:], configured=False)
    if command == "glossator new mill-bridge":
        assert "only at a terminal it can be asked for" in done.errors
    else:
        assert done.status == 0, done.output + done.errors


def test_every_command_has_two_examples() -> None:
    """And its help shows them as they are typed."""
    for name, command in main.commands.items():
        assert isinstance(command, Command)
        assert len(command.examples) == 2, name
        shown = sites.run(sites.SMALL, name, "--help", configured=False).output
        assert all(f"  {example}\n" in shown for example in command.examples), name


NAMED: dict[str, Callable[[str], tuple[str, ...]]] = {
    "check": lambda name: ("check", name),
    "changes": lambda name: ("changes", name, "--since", "main"),
    "export": lambda name: ("export", name),
    "import-notes": lambda name: ("import-notes", "in.jsonld", name, "--dry-run"),
    "new": lambda name: ("new", name, "--title", "A new note", "--kind", "context", "--dry-run"),
    "repair": lambda name: ("repair", name),
    "seal": lambda name: ("seal", name, "--dry-run"),
    "stats": lambda name: ("stats", name),
}


@pytest.mark.parametrize("command", NAMED)
def test_a_source_is_named_in_one_way(command: str, root: Path) -> None:
    """By its name, its page, the folder of its notes or one of them; a wrong name is answered in the same words."""
    sites.write(root, {"in.jsonld": sites.run(root, "export", "bridge").output})
    sites.commit(root, "All")
    ways = ["bridge", BRIDGE, str(root / BRIDGE), "annotations/bridge", "annotations/bridge/good.md"]
    done = [sites.run(root, *NAMED[command](way)) for way in ways]
    assert [result for result in done if result != done[0]] == []
    wrong = sites.run(root, *NAMED[command]("brigde"))
    assert wrong.status == 2
    assert "did you mean `bridge`?" in wrong.errors


WRITERS = {
    "new": ("new", "bridge", "--title", "A new note", "--kind", "context"),
    "import": ("import", "in.txt", "--licence", "CC0-1.0"),
    "import-notes": ("import-notes", "in.jsonld", "bridge"),
    "seal": ("seal", "bridge"),
    "schema": ("schema", "--write"),
    "export": ("export", "--format", "csv", "--output", "out.csv"),
    "export all": ("export", "--format", "all", "--output", "out"),
}


@pytest.mark.parametrize("command", WRITERS)
def test_writing_is_said_before_and_can_be_refused(command: str, root: Path) -> None:
    """`--dry-run` names the files and writes none; at a terminal a no writes none; `--yes` asks nothing."""
    notes = json.loads(sites.run(root, "export", "bridge").output)
    notes["items"][0] |= {"id": "https://example.org/1", "glossator:id": "another"}
    sites.write(root, {"in.jsonld": json.dumps(notes).replace('"good"', '"other"'), "in.txt": "A Title\n\nWords.\n"})
    before = sites.contents(root)
    dry = sites.run(root, *WRITERS[command], "--dry-run")
    assert dry.status == 0, dry.errors
    assert "nothing was written" in dry.errors
    assert sites.contents(root) == before
    with mock.patch("glossator.cli.terminal.at_terminal", return_value=True):
        refused = sites.run(root, *WRITERS[command], stdin="n\n")
        assert sites.contents(root) == before
        done = sites.run(root, *WRITERS[command], "--yes", stdin="")
    assert done.status == 0, done.errors
    changed = {name for name, content in sites.contents(root).items() if before.get(name) != content}
    assert changed == set(dry.output.split())
    assert all(name in refused.errors + refused.output for name in changed)


OLD = {
    "export": ("export", "--source", "bridge"),
    "import-notes": ("import-notes", "in.jsonld", "--source", "bridge", "--dry-run"),
}


@pytest.mark.parametrize("command", OLD)
def test_the_old_name_of_a_source_works_with_a_notice(command: str, root: Path) -> None:
    """Scripts go on for one version, and are told what to write."""
    sites.write(root, {"in.jsonld": sites.run(root, "export", "bridge").output})
    done = sites.run(root, *OLD[command])
    assert done.status == 0
    assert "`--source SOURCE` is the old spelling of" in done.errors


@pytest.mark.build
def test_export_gives_what_a_build_writes(tmp_path: Path) -> None:
    """Each form is a file of the site, byte for byte; `all` is every one of them."""
    root = sites.copy(sites.FULL, tmp_path / "site")
    sites.configure(root, site_url="https://e.org/")
    built = sites.build(root, to=tmp_path / "built").folder
    assert sites.run(root, "export", "--format", "all", "--output", str(tmp_path / "all")).status == 0
    for name, content in sites.contents(tmp_path / "all").items():
        assert content.strip() == (built / name).read_bytes().strip(), name
    for name, form in FORMS.items():
        if form.of_site:
            exported = sites.run(root, "export", "--format", name)
            assert exported.output.strip() == (built / form.of_site).read_text(encoding="utf-8").strip(), name


def test_stats_takes_sources(root: Path) -> None:
    """Only those named are counted."""
    sites.write(root, {"docs/sources/ferry.md": (root / BRIDGE).read_bytes()})
    assert list(json.loads(sites.run(root, "stats", "ferry", "--format", "json").output)) == ["ferry"]
    assert len(json.loads(sites.run(root, "stats", "--format", "json").output)) == 2


def test_examples_in_hints_are_of_this_project(root: Path) -> None:
    """What a hint shows can be copied: it cites references that are in the bibliography, not those of another site."""
    text = (root / "annotations/references.yml").read_text(encoding="utf-8")
    own = text.replace("survey-2030", "hale").replace("gazette-2031", "lorries")
    good = (root / "annotations/bridge/good.md").read_text(encoding="utf-8").replace("gazette-2031", "lorries")
    bare = "---\ntitle: The day\nkind: counter-evidence\n---\nText.[^1]\n"
    reasonless = "---\ntitle: The day\nkind: context\nstatus: contested\n---\n"
    sites.write(root, {"annotations/references.yml": own, "annotations/bridge/good.md": good})
    sites.write(root, {"annotations/bridge/bare.md": bare, "annotations/bridge/why.md": reasonless})
    hints = [problem["hint"] for problem in json.loads(sites.run(root, "check", "--format", "json").output)]
    assert len(hints) == 3
    assert [hint for hint in hints if "hale" not in hint or "survey-2030" in hint] == []
    refused = sites.run(root, "new", "bridge", "--title", "a", "--kind", "context", "--evidence", "hale:proves")
    assert "such as hale:disputes:para. 12" in refused.errors
