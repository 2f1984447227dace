"""What reviewers are told of a pull request, in real git repositories; GitHub is not needed for it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import cmarkgfm
import pytest
import sites
import yaml
from bs4 import BeautifulSoup
from cmarkgfm.cmark import Options

import _environment
import _outside
from _outside import Changed
from glossator.problems import Location, Problem
from glossator.reports import reviewing, summary

pytestmark = pytest.mark.build

ROOT = sites.REPOSITORY
NEW = "annotations/bridge/years.md"
GOOD = """---
quote: stand for ten more years
kind: counter-evidence
title: The survey says twenty years
status: contested
certainty: moderate
evidence:
  - cite: survey-2030
    relation: disputes
    locator: p. 12
    quote: another twenty years
ai-assisted: Draft of the text
interest: Lives beside the bridge
---
The survey of 2030 gives twenty years [@survey-2030].

It does not say for what weight.
"""
FERRY = "---\nsource: {title: The ferry}\ntext: restated\n---\n\nFive more years.\n"
"""A source."""
MISTAKES = {
    "unknown-key": ("a.md", GOOD.replace("quote: stand", "qoute: stand"), 2),
    "quote-not-found": ("b.md", GOOD.replace("ten more", "two more"), 2),
    "unknown-term": ("c.md", GOOD.replace("contested", "disproved"), 5),
    "unknown-citation": ("d.md", GOOD.replace("cite: survey-2030", "cite: survey-2013"), 8),
    "status-without-reason": (
        "e.md",
        "---\nquote: was safe enough\nkind: wording\ntitle: T\nstatus: contested\n---\n",
        5,
    ),
}
"""By the code of the problem: a note's name, its file, and the line of the mistake."""
PEOPLE = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in {"NAME": "Ada Lovelace", "EMAIL": "ada@example.org", "DATE": "2031-04-01T12:00:00+00:00"}.items()
}


def git(folder: Path, *arguments: str) -> str:
    """What git prints."""
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=os.environ | PEOPLE, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def commit(folder: Path, files: Mapping[str, str | bytes | None], message: str = "Add notes") -> None:
    """Write files (None: remove them) and commit all there is."""
    sites.write(folder, files)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small site in a repository, on a branch that has gone its own way from `main`."""
    root = sites.copy(sites.SMALL, tmp_path / "project")
    git(root, "init", "--quiet", "--initial-branch=main")
    commit(root, {}, "All that was there")
    git(root, "checkout", "--quiet", "-b", "notes")
    return root


def told(root: Path) -> str:
    """What reviewers are told of the notes."""
    result = sites.run(root, "changes", "--since", "main", "--format", "markdown")
    assert (result.status, result.errors) == (0, "")
    return result.output


def shown(markdown: str) -> BeautifulSoup:
    """Markdown as GitHub's own parser makes HTML of it, before anything is sanitised."""
    html = cmarkgfm.github_flavored_markdown_to_html(markdown, options=Options.CMARK_OPT_UNSAFE)
    return BeautifulSoup(html, "html.parser")


# The notes


def test_an_added_note_is_told_with_all_that_a_reviewer_needs(project: Path) -> None:
    """Its quote in context, status, certainty, evidence with relation and place, who wrote it, and what they disclose."""
    commit(project, {NEW: GOOD})
    page = shown(told(project))
    assert [heading.get_text() for heading in page.select("h2, h3")] == [
        "Notes: 1 added",
        "Added: The survey says twenty years",
        "What the charter asks of each note",
    ]
    quotation = page.select_one("blockquote")
    assert quotation
    assert [strong.get_text() for strong in quotation.select("strong")] == ["stand for ten more years"]
    assert "The surveyor said that the bridge would stand for ten more years. The mayor said" in quotation.get_text()
    text = page.get_text()
    for fact in (
        NEW,
        "Passage 2",
        "Counter-evidence · Contested, Moderate certainty · Ada Lovelace · AI: Draft of the text",
        "Lives beside the bridge · written 1 April 2031",
        "− Disputes: Hale, Ruth. 2030. Survey of the Bridges of Netherby.",
        "p. 12 · “another twenty years”",
        "The survey of 2030 gives twenty years (Hale 2030 (https://example.org/survey)).",
        "It does not say for what weight.",
    ):
        assert fact in text
    assert "Problems" not in text


def test_a_changed_note_is_told_field_by_field(project: Path) -> None:
    """Each field that changed with what stood there before; of the text the words that changed; other fields are not named."""
    commit(project, {NEW: GOOD})
    git(project, "checkout", "--quiet", "-B", "main")
    git(project, "checkout", "--quiet", "-b", "more")
    text = GOOD.replace("contested", "contradicted").replace("twenty years [@", "thirty years [@")
    commit(project, {NEW: text.replace("interest: Lives beside the bridge\n", "")})
    page = shown(told(project))
    assert [heading.get_text() for heading in page.select("h3")] == ["Changed: The survey says twenty years"]
    others = ("− Disputes", *reviewing.CHECKLIST)
    changes = [item for item in page.select("li") if not item.get_text().strip().startswith(others)]
    assert [item.get_text().partition(":")[0] for item in changes] == ["Assessment", "interest", "Text"]
    assert changes[0].get_text() == "Assessment: contested → contradicted"
    assert changes[1].get_text() == "interest: Lives beside the bridge → none"
    assert [changed.get_text() for changed in changes[2].select("del, ins")] == ["twenty", "thirty"]


def test_a_translation_is_told_beside_what_it_translates(project: Path) -> None:
    """A reviewer sees the words it is about, the note in its own language, and the translation as readers see it."""
    commit(project, {NEW: GOOD})
    git(project, "checkout", "--quiet", "-B", "main")
    git(project, "checkout", "--quiet", "-b", "more")
    german = "---\ntitle: Das Gutachten sagt zwanzig Jahre\n---\nDas Gutachten gibt *zwanzig* Jahre [@survey-2030].\n"
    commit(project, {"annotations/bridge/years.de.md": german})
    page = shown(told(project))
    assert [heading.get_text() for heading in page.select("h2, h3")] == [
        "Notes: none changed; translations: 1 added",
        "Added, in de: Das Gutachten sagt zwanzig Jahre",
    ]
    assert [strong.get_text() for strong in page.select("blockquote strong")] == ["stand for ten more years"]
    text = page.get_text()
    parts = (
        "years.de.md",
        "Translates: The survey says twenty",
        "The survey of 2030 gives",
        "Das Gutachten gibt zwanzig",
    )
    assert [part for part in parts if part not in text] == []

    git(project, "checkout", "--quiet", "-B", "main")
    git(project, "checkout", "--quiet", "-b", "again")
    commit(project, {"annotations/bridge/years.de.md": german.replace("*zwanzig* Jahre", "*vierzig* Jahre")})
    page = shown(told(project))
    assert page.select_one("h2").get_text() == "Notes: none changed; translations: 1 changed"  # type: ignore[union-attr]
    assert [changed.get_text() for changed in page.select("li del, li ins")] == ["*zwanzig*", "*vierzig*"]
    commit(project, {"annotations/bridge/years.de.md": german.replace("---\n", "---\nkind: context\n", 1)})
    assert "is the note’s own, and the same in every language" in shown(told(project)).get_text()


def test_an_allegation_names_whom_it_concerns_and_what_it_rests_on(project: Path) -> None:
    """A reviewer sees both at once, and the checklist asks for it; without a reference that is said."""
    accusing = GOOD.replace("status: contested", "allegation-about: [Ada Quill]\nstatus: contested")
    commit(project, {NEW: accusing})
    text = shown(told(project)).get_text()
    assert "Concerns living persons: Ada Quill. Rests on: Hale, Ruth. 2030." in text
    assert reviewing.OF_PERSONS in text
    commit(project, {NEW: accusing.replace("cite: survey-2030", "title: A rumour")})
    text = shown(told(project)).get_text()
    assert "Rests on: no reference" in text
    assert "allegation-without-reference" in text


def test_notes_that_answer_the_same_words_differently_stand_together(project: Path) -> None:
    """Also where one of them was there before; notes that agree do not."""
    other = GOOD.replace("stand for ten more", "ten more").replace("contested", "corroborated")
    other = other.replace("disputes", "supports").replace("title: The survey says", "title: Another survey says")
    commit(project, {"annotations/bridge/other.md": other})
    git(project, "branch", "--force", "main")
    commit(project, {NEW: GOOD})
    page = shown(told(project))
    assert "The same words, answered differently" in [heading.get_text() for heading in page.select("h3")]
    pair = [item.get_text() for item in page.select("h3:last-of-type ~ ul")[0].select("li")]
    assert sorted(line[0] for line in pair) == ["+", "±"]
    commit(project, {NEW: other.replace("Another", "A third")})
    assert "answered differently" not in told(project)


def test_the_guide_for_reviewers_has_the_checklist() -> None:
    """Word for word, so that a reviewer learns it before."""
    guide = " ".join((ROOT / "docs" / "contribute.md").read_text(encoding="utf-8").split())
    assert [line for line in (*reviewing.CHECKLIST, reviewing.OF_PERSONS) if line not in guide] == []


def test_removed_and_renamed_notes_are_told(project: Path) -> None:
    """A note that is gone, and one whose file only has another name."""
    commit(project, {NEW: GOOD})
    git(project, "branch", "--force", "main")
    good = (project / "annotations/bridge/good.md").read_text(encoding="utf-8")
    commit(project, {NEW: None, "annotations/bridge/good.md": None, "annotations/bridge/members.md": good})
    text = shown(told(project)).get_text()
    assert "Notes: 1 changed, 1 removed" in text
    assert "Removed: The survey says twenty years" in text
    assert "annotations/bridge/members.md, before annotations/bridge/good.md" in text


def test_only_what_the_branch_did_is_told(project: Path) -> None:
    """What others added to `main` since is no change of this branch; what is not committed yet is one."""
    git(project, "checkout", "--quiet", "main")
    commit(project, {"annotations/bridge/theirs.md": GOOD}, "Something else")
    git(project, "checkout", "--quiet", "notes")
    sites.write(project, {NEW: GOOD})
    assert sites.run(project, "changes", "--since", "main").output == f"added    {NEW}\n"


def test_a_site_in_a_folder_of_its_repository_is_compared(tmp_path: Path) -> None:
    """Paths are those of the project, wherever in the repository it lies."""
    root = sites.copy(sites.SMALL, tmp_path / "top" / "site")
    git(root.parent, "init", "--quiet", "--initial-branch=main")
    commit(root.parent, {}, "All that was there")
    sites.write(root, {NEW: GOOD})
    assert sites.run(root, "changes", "--since", "HEAD").output == f"added    {NEW}\n"


@pytest.mark.parametrize("since", ["nowhere", "--output=here", ""])
def test_a_commit_that_is_not_there_is_said(project: Path, since: str) -> None:
    """No traceback, and no option of git."""
    result = sites.run(project, "changes", f"--since={since}")
    assert result.status == 2
    assert result.errors.startswith(f"glossator: cannot compare with `{since}`: ")
    assert not (project / "here").exists()


# Problems


def test_each_mistake_is_told_on_its_line_and_in_the_summary(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five kinds of mistakes make five located annotations, a failing check, and five entries in the summary."""
    commit(project, {f"annotations/bridge/{name}": text for name, text, _ in MISTAKES.values()})
    step = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(step))
    result = sites.run(project, "check", "--format", "github")
    assert result.status == 1
    problems = re.findall(
        r"^::error file=([^,]+),line=(\d+),col=\d+,(?:endLine=\d+,endColumn=\d+,)?title=([\w-]+)::",
        result.output,
        re.MULTILINE,
    )
    wanted = {(f"annotations/bridge/{name}", str(line), code) for code, (name, _, line) in MISTAKES.items()}
    assert (len(problems), set(problems)) == (5, wanted)
    items = [item.get_text() for item in shown(step.read_text(encoding="utf-8")).select("li")]
    for path, line, code in wanted:
        assert any(item.startswith(f"error {path}:{line}:") and f" {code}: " in item for item in items)
    # Reviewers find each beside its note, too.
    notes = shown(told(project)).get_text()
    assert [code for code in MISTAKES if f" {code}: " not in notes] == []


def test_a_clean_pull_request_passes(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Status 0, no annotation, and a summary that says so."""
    commit(project, {NEW: GOOD})
    step = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(step))
    assert sites.run(project, "check", "--strict", "--format", "github").output == "no problems\n"
    assert sites.run(project, "changes", "--since", "main", "--format", "github").output == ""
    headings = [heading.get_text() for heading in shown(step.read_text(encoding="utf-8")).select("h2")]
    assert headings == ["Problems", "Notes: 1 added", "What the charter asks of each note"]


def test_a_long_summary_is_cut_with_a_notice(tmp_path: Path) -> None:
    """GitHub drops a summary of more than 1 MiB, so what all commands of a step write together stays below."""
    problems = [Problem(Location(f"annotations/s/{number}.md"), "bad-value", "é" * 500) for number in range(2_000)]
    step = tmp_path / "summary.md"
    summary.append(step, "## First")
    summary.append(step, summary.of_problems(problems))
    summary.append(step, "## No room for this")
    text = step.read_text(encoding="utf-8")
    assert 900_000 < len(text.encode()) <= summary.LIMIT
    assert text.startswith("## First\n\n## Problems")
    assert text.endswith(summary.CUT)


# Hostile words

HOSTILE = {
    "a picture": "![x](https://evil.example/p.png) ![y][z]",
    "HTML": "<img src=x onerror=alert(1)> <b>bold</b> <!-- hidden &amp; gone --> </code></strong>",
    "a link": "[here](javascript:alert(1)) <https://evil.example> https://evil.example www.evil.example ftp://a.b/c",
    "an address of mail": "mail somebody@evil.example mailto:somebody@evil.example xmpp:a@evil.example/b",
    "marks": "**bold** _slanted_ ~~gone~~ `code` ``` fence \\ | cell | $x^2$ $$y$$ ==marked== :smile:",
    "lines": "one\n\n# heading\n- item\n1. item\n> quote\n***\n    code\n",
}


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_words_of_strangers_are_shown_and_do_nothing(words: str) -> None:
    """In a heading, a list, a table's cell, code and bold type the words stand as they were written, in one line."""
    said = summary.text(words)
    page = shown(
        f"### {said}\n\n- x: {said}\n\n<code>{said}</code> <strong>{said}</strong>\n\n| {said} | y |\n| - | - |\n"
    )
    assert {tag.name for tag in page.find_all()} <= set("h3 ul li p code strong table thead tr th".split())
    visible = " ".join(words.split())
    for place in page.select("h3, p > code, strong, th:first-child"):
        assert place.get_text().replace("\u200b", "") == visible


def test_an_address_can_be_copied() -> None:
    """It stands as code, as it was written, without the bracket and the stop behind it; nothing else does."""
    said = summary.text("Hale 2030 (https://e.org/a_b?c=d:e&f=g). See `https://e.org/x` www.e.org")
    assert said.startswith("Hale 2030 (`https://e.org/a_b?c=d:e&f=g`). See")
    assert [code.get_text() for code in shown(said).select("code")] == ["https://e.org/a_b?c=d:e&f=g"]


def test_nobody_is_mentioned() -> None:
    """No sign that GitHub makes a link of stands before a name or a number, also in a note that is told whole."""
    page = shown(summary.text("@ada @org/team #12 org/repository#12 a@b.example")).get_text()
    assert not re.search(r"[@#]\w", page)
    assert page.replace("\u200b", "").strip() == "@ada @org/team #12 org/repository#12 a@b.example"


def test_a_hostile_note_is_told_without_harm(project: Path) -> None:
    """Title, quote, text, evidence and keys of a note hold everything that Markdown and GitHub would obey."""
    everything = " ".join(" ".join(words.split()) for words in HOSTILE.values())
    front = {
        "quote": everything,
        "kind": "context",
        "title": f"@everyone {everything}",
        "status": "contested",
        "evidence": [{"title": everything, "relation": "disputes", "locator": everything, "quote": everything}],
        f"key-{everything}": everything,
    }
    bad = f"---\n{yaml.safe_dump(front, allow_unicode=True)}---\n{HOSTILE['lines']}\n{everything}\n"
    del front[f"key-{everything}"], front["quote"]
    placed = f"---\n{yaml.safe_dump(front | {'passage': 2}, allow_unicode=True)}---\n{HOSTILE['lines']}\n{everything}\n"
    commit(project, {NEW: bad, "annotations/bridge/placed.md": placed})
    page = shown(told(project))
    assert {tag.name for tag in page.find_all()} <= set("h2 h3 ul li p code strong blockquote del ins".split())
    assert len(page.select("h2, h3")) == 4
    assert not re.search(r"[@#]\w", page.get_text())
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page.get_text())


# From outside


@pytest.mark.parametrize(
    ("path", "mode", "content"),
    [
        ("annotations/bridge/a.md", "100644", True),
        ("annotations/references.yml", "100644", True),
        ("docs/sources/bridge.md", "100644", True),
        ("docs/pictures/bridge.png", "100755", True),
        ("docs/sources/bridge.md", "000000", True),
        ("annotations/bridge/a.md", "120000", False),
        ("docs/sources", "160000", False),
        ("annotations/.gitattributes", "100644", False),
        ("annotations/run.py", "100644", False),
        ("docs/overrides/main.html", "100644", False),
        ("docs/overrides/partial.md", "100644", False),
        ("docs/index.md", "100644", False),
        ("docs/about/us.md", "000000", False),
        ("docs/assets/site.css", "100644", False),
        ("docs/assets/logo.svg", "100644", False),
        ("docs/script.js", "100644", False),
        ("docs/page.html", "100644", False),
        ("docs/CNAME", "100644", False),
        ("Docs/a.md", "100644", False),
        ("mkdocs.yml", "100644", False),
        ("README.md", "100644", False),
        ("scripts/build", "000000", False),
        (".github/workflows/check.yml", "100644", False),
        ("plugins/glossator/cli/check.py", "100644", False),
    ],
)
def test_content_is_told_from_code(path: str, mode: str, content: bool) -> None:
    """Notes, references, sources and pictures are content; what is the site's own, or could run, here or in a reader's browser, is not."""
    assert Changed(path, mode).is_content is content


def test_the_theme_is_where_it_is_guarded() -> None:
    """`custom_dir` of this site is the folder in which nothing is content."""
    custom = re.search(r"^  custom_dir: (\S+)$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
    assert custom
    assert custom[1] == str(_outside.TEMPLATES)


@pytest.fixture
def trusted(project: Path) -> Path:
    """The project with its scripts, and an environment that is ready, as it is checked out from the main branch."""
    for name in ("scripts", "requirements"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", project)
    sites.write(project, {".gitignore": "/.venv/\n/site/\n__pycache__/\n"})
    git(project, "checkout", "--quiet", "-B", "main")
    commit(project, {}, "Add scripts")
    environment = project / ".venv"
    environment.mkdir()
    for name in ("bin", "lib", "pyvenv.cfg"):
        (environment / name).symlink_to(Path(sys.prefix) / name)
    stamp = _environment.stamp_of(project)
    (environment / "made-from.json").write_text(json.dumps(stamp), encoding="utf-8")
    return project


def fork(trusted: Path, files: Mapping[str, str | bytes | None]) -> Path:
    """A clone in which somebody else has committed."""
    folder = trusted.parent / "fork"
    git(trusted.parent, "clone", "--quiet", str(trusted), str(folder))
    commit(folder, files)
    return folder


def review(trusted: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the script as the workflow does."""
    inherited = {name: value for name, value in os.environ.items() if name != "CI" and not name.startswith("GITHUB_")}
    return subprocess.run(
        [str(trusted / "scripts" / "pull-request"), *arguments],
        env=inherited | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


unix = pytest.mark.skipif(os.name == "nt", reason="the environment is linked as Unix has it")


@unix
def test_nothing_of_a_stranger_runs(trusted: Path, tmp_path: Path) -> None:
    """A fork that changes configuration, theme, scripts and packages, and links to a file of the machine: each file is
    named, none is used, and the site is built with its notes and without them.
    """
    ran = tmp_path / "ran"
    code = f"from pathlib import Path\nPath({str(ran)!r}).touch()\n"
    mkdocs = (trusted / "mkdocs.yml").read_text(encoding="utf-8")
    files: dict[str, str | bytes | None] = {
        "mkdocs.yml": f"{mkdocs}hooks: [annotations/hook.py]\n",
        "annotations/hook.py": code,
        "scripts/_environment.py": code,
        "scripts/build": None,
        "sitecustomize.py": code,
        "theme/main.html": "{{ config.__init__.__globals__ }} defaced",
        ".gitattributes": "* -text\n",
        "docs/shout.js": "alert(1)",
    }
    folder = fork(trusted, files)
    (folder / "docs" / "secret.md").symlink_to("/etc/hostname")
    pages: dict[str, str | bytes | None] = {
        "docs/more.md": "# More\n\n<script>alert(1)</script>\n",
        "docs/sources/more.md": "---\ntitle: No source\n---\n# More\n",
        "docs/sources/index.md": "No source either\n",
    }
    files |= pages
    commit(folder, {NEW: GOOD, "docs/sources/ferry.md": FERRY, **pages})
    step = tmp_path / "summary.md"
    git(folder, "checkout", "--quiet", "--detach")  # as on GitHub
    result = review(trusted, "--from", str(folder), GITHUB_ACTIONS="true", CI="true", GITHUB_STEP_SUMMARY=str(step))
    named = re.findall(
        r"^::error file=([^,]+),line=1,col=1,title=(?:unexpected-file|symbolic-link)::", result.stdout, re.MULTILINE
    )
    assert (result.returncode, sorted(named)) == (1, sorted([*files, "docs/secret.md"])), result.stdout
    assert result.stdout.endswith("failed: files\n")
    assert not ran.exists()
    page = shown(step.read_text(encoding="utf-8"))
    assert [heading.get_text() for heading in page.select("h2")] == [
        "Files that were left out",
        "Problems",
        "Notes: 1 added",
        "What the charter asks of each note",
    ]
    assert sorted(name.get_text() for name in page.select("li > code:first-child")) == sorted(named)
    built = (trusted / "site" / "sources" / "bridge" / "index.html").read_text(encoding="utf-8")
    assert 'id="note-years"' in built
    assert "Ada Lovelace" in built
    assert "defaced" not in built
    assert "Five more years" in (trusted / "site" / "sources" / "ferry" / "index.html").read_text(encoding="utf-8")
    assert not (trusted / "site" / "more").exists()
    assert not (trusted / "site" / "sources" / "more").exists()
    assert not list((trusted / "site").glob("*secret*")) + list((trusted / "site").glob("*.js"))
    # Nothing is left behind in either clone.
    assert git(trusted, "status", "--porcelain") == git(folder, "status", "--porcelain") == ""
    assert len(git(trusted, "worktree", "list").splitlines()) == 1


@unix
def test_a_change_from_outside_that_is_content_passes(trusted: Path) -> None:
    """A note is added, another removed, while the main branch has gone on: all is well, and what was merged counts."""
    folder = fork(trusted, {NEW: GOOD, "annotations/bridge/good.md": None})
    commit(trusted, {"docs/later.md": "# Later\n"}, "Go on")
    result = review(trusted, "--from", str(folder))
    assert result.returncode == 0, result.stdout
    assert result.stdout.endswith("all is well\n")
    assert "## Notes: 1 added, 1 removed" in result.stdout
    built = (trusted / "site" / "sources" / "bridge" / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'<aside id="note-([\w-]+)', built) == ["years"]


@unix
def test_a_worktree_with_somebodys_commit_is_reviewed(trusted: Path) -> None:
    """As the guide for reviewers has it: fetched, and checked out beside the clone without a branch of its own."""
    folder = fork(trusted, {NEW: GOOD, "mkdocs.yml": "site_name: Defaced\n"})
    git(trusted, "fetch", "--quiet", str(folder), "HEAD")
    git(trusted, "worktree", "add", "--quiet", "../seven", "FETCH_HEAD")
    result = review(trusted, "--from", str(trusted.parent / "seven"))
    assert result.returncode == 1
    assert "mkdocs.yml:1:1: unexpected-file" in result.stdout
    assert "Added: The survey says twenty years" in result.stdout
    assert result.stdout.endswith("failed: files\n")


@unix
def test_ones_own_branch_is_reviewed_as_it_is(trusted: Path) -> None:
    """With `--since` the working copy itself is checked, built and told, and a broken note fails it."""
    git(trusted, "checkout", "--quiet", "-b", "own")
    commit(trusted, {NEW: GOOD.replace("ten more", "two more")})
    result = review(trusted, "--since", "main")
    assert result.returncode == 1
    assert f"{NEW}:2:8: quote-not-found" in result.stdout
    assert "These words have no place in the source." in result.stdout
    assert result.stdout.endswith("failed: check, build\n")


@unix
def test_another_repository_is_told(trusted: Path) -> None:
    """What shares no commit with this repository cannot be compared; that is said in a sentence."""
    other = sites.copy(sites.SMALL, trusted.parent / "other")
    git(other, "init", "--quiet")
    commit(other, {NEW: GOOD})
    result = review(trusted, "--from", str(other))
    assert result.returncode == 1
    assert "Is that a clone of this repository" in result.stdout
    assert "Traceback" not in result.stdout


# The workflow


def test_the_workflow_gives_strangers_nothing() -> None:
    """It runs on `pull_request`, may only read, keeps no credentials, and enters a fork's files from the base branch only."""
    workflow = yaml.load((ROOT / ".github/workflows/pull-request.yml").read_text(encoding="utf-8"), yaml.BaseLoader)
    assert (list(workflow["on"]), workflow["permissions"]) == (["pull_request"], {"contents": "read"})
    (job,) = workflow["jobs"].values()
    assert "permissions" not in job
    steps = job["steps"]
    checkouts = [step["with"] for step in steps if step.get("uses", "").startswith("actions/checkout@")]
    assert [checkout["persist-credentials"] for checkout in checkouts] == ["false", "false"]
    assert [checkout["path"] for checkout in checkouts] == ["base", "proposed"]
    assert "base.ref" in checkouts[0]["ref"]
    commands = {step["if"]: (step["working-directory"], step["run"]) for step in steps if "run" in step}
    assert commands["env.FOLDER == 'base'"] == ("base", "./scripts/pull-request --from ../proposed")
    assert set(commands) == {"env.FOLDER == 'base'", "env.FOLDER == 'proposed'"}
    assert job["env"]["FOLDER"].startswith("${{ github.event.pull_request.head.repo.full_name == github.repository &&")


def test_no_workflow_uses_what_is_pinned_nowhere_else() -> None:
    """Actions are GitHub's own, in the versions of the other workflows; what publishes a release is held by its commit."""
    used = {
        path.stem: set(re.findall(r"^ *(?:- )?uses: (\S+)", path.read_text(encoding="utf-8"), re.MULTILINE))
        for path in (ROOT / ".github/workflows").glob("*.yml")
    }
    assert used["pull-request"] <= used["check"] | used["publish"]
    others = {name for names in used.values() for name in names if not name.startswith("actions/")}
    assert others <= used["release"]
    assert all(re.search(r"@[0-9a-f]{40}$", name) for name in others)
