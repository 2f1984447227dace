"""Provenance from git: who wrote, reviewed and changed a note, when and why, in real repositories."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from glossator.records.model import NoteFrontMatter
from glossator.repository import changes, provenance
from glossator.repository.changes import FieldChange, NoteChange
from glossator.repository.provenance import Change, Credits, History, credited

NOTE = """---
quote: under the protection of US forces
kind: counter-evidence
title: {title}
status: {status}
---
{text}
"""
TEXT = "The monitoring team of the United Nations\ndescribes fights between these forces\nand the group in two reports."
A, B = "annotations/s/a.md", "annotations/s/b.md"


def note(title: str = "Reports describe fights", status: str = "contested", text: str = TEXT) -> str:
    """A note's file."""
    return NOTE.format(title=title, status=status, text=text)


@dataclass
class Repository:
    """A repository with a project in it."""

    top: Path
    project: str = ""
    day: int = 0

    @property
    def root(self) -> Path:
        """The project's root."""
        return self.top / self.project

    def git(self, *arguments: str, author: str = "Ada", when: str = "", stdin: bytes = b"") -> str:
        """Run git and give what it prints."""
        address = author.encode("ascii", "ignore").decode().replace(" ", "").lower() + "@example.org"
        when = when or f"2024-01-{self.day:02}T12:00:00+01:00"
        people = {"AUTHOR": author, "COMMITTER": author}
        environment = {f"GIT_{role}_NAME": name for role, name in people.items()}
        environment |= {f"GIT_{role}_EMAIL": address for role in people} | {f"GIT_{role}_DATE": when for role in people}
        done = subprocess.run(
            ["git", "-C", self.top, *arguments],
            env=os.environ | environment,
            input=stdin,
            check=True,
            capture_output=True,
        )
        return done.stdout.decode().strip()

    def commit(
        self,
        files: dict[str, str | None] | None = None,
        subject: str = "why",
        trailers: str = "",
        *,
        author: str = "Ada",
        when: str = "",
    ) -> str:
        """Write files (None: remove them), commit all there is, and give the commit's hash."""
        for name, content in (files or {}).items():
            path = self.root / name
            if content is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content, "utf-8", newline="\n")
        self.git("add", "--all")
        self.day += 1
        message = subject + (f"\n\n{trailers}" if trailers else "")
        self.git("commit", "--quiet", "--allow-empty", "-m", message, author=author, when=when)
        return self.git("rev-parse", "HEAD")

    def move(self, before: str, after: str) -> None:
        """Rename a file or folder of the project."""
        (self.root / after).parent.mkdir(parents=True, exist_ok=True)
        (self.root / before).rename(self.root / after)

    def merge(self, branch: str, *options: str, message: str = "Merge", author: str = "Maud") -> None:
        """Merge with a commit."""
        self.day += 1
        self.git("merge", "--quiet", "--no-ff", *options, "-m", message, branch, author=author)

    def history(self) -> History:
        """What is read of it."""
        return provenance.read(self.root, [self.root / "annotations", self.root / "docs/sources"])

    def notes(self, limit: int = changes.LIMIT) -> tuple[NoteChange, ...]:
        """What changed in its notes."""
        return changes.read(self.history(), self.root, self.root / "annotations", limit=limit)

    def clone(self, top: Path, *options: str) -> Repository:
        """A clone of it."""
        self.git("clone", "--quiet", *options, f"file://{self.top}", str(top))
        return Repository(top, self.project, self.day)


@pytest.fixture(autouse=True)
def _only_the_repository_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """An empty repository."""
    project = Repository(tmp_path / "project")
    project.top.mkdir()
    project.git("init", "--quiet", "-b", "main")
    return project


def kinds(history: History, path: str = A) -> list[tuple[str, str]]:
    """What was done to a file and by whom, newest first."""
    return [(change.what, change.author) for change in history.changes[path]]


def credits_of(history: History, path: str = A) -> Credits:
    """The credits of a note that names nobody itself."""
    return credited(NoteFrontMatter.model_validate({"title": "t", "kind": "context"}), history.changes.get(path, ()))


def one(history: History, path: str = A) -> Change:
    """The only change of a file."""
    (change,) = history.changes[path]
    return change


class TestWhatGitKnows:
    def test_every_change_of_a_file_newest_first(self, repository: Repository) -> None:
        """Added, changed, and of another file removed, each with its commit."""
        first = repository.commit({A: note(), B: "other"}, "First thoughts")
        second = repository.commit({A: note(status="contradicted")}, "A second report", author="Béla")
        third = repository.commit({B: None}, "Rests on a mistake")
        history = repository.history()
        assert (history.missing, history.prefix) == ("", "")
        assert [(change.commit, change.what, change.author, change.subject) for change in history.changes[A]] == [
            (second, "changed", "Béla", "A second report"),
            (first, "added", "Ada", "First thoughts"),
        ]
        assert [(change.path, change.what) for change in history.log] == [
            (B, "removed"),
            (A, "changed"),
            (A, "added"),
            (B, "added"),
        ]
        assert history.log[0].commit == third

    def test_a_date_keeps_its_zone(self, repository: Repository) -> None:
        """The day is the author's own."""
        repository.commit({A: note()}, when="2024-02-29T23:30:00-08:00")
        assert one(repository.history()).when == datetime(2024, 2, 29, 23, 30, tzinfo=timezone(timedelta(hours=-8)))
        created = credits_of(repository.history()).created
        assert created is not None
        assert created.iso == "2024-02-29"

    def test_only_the_folders_asked_about(self, repository: Repository) -> None:
        """Other files of the same commits, and of neighbours with a longer name, are not among them."""
        repository.commit({A: note(), "README.md": "x", "annotations-old/s/a.md": "y", "docs/sources/s.md": "z"})
        assert sorted(repository.history().changes) == [A, "docs/sources/s.md"]

    def test_what_is_not_committed_is_no_change(self, repository: Repository) -> None:
        """A file edited since has the changes it had; a new file has none."""
        repository.commit({A: note()})
        (repository.root / A).write_text("edited")
        (repository.root / B).write_text("new")
        assert kinds(repository.history()) == [("added", "Ada")]
        assert B not in repository.history().changes

    def test_names_with_spaces_and_of_every_script(self, repository: Repository) -> None:
        """Paths are those of the files, not git's quoted ones."""
        names = [
            "annotations/s/mit Lücke.md",
            "annotations/ص/ملاحظة.md",
            'annotations/s/"x"*[a].md',
            "annotations/s/:(top)",
        ]
        repository.commit(dict.fromkeys(names, "x"))
        assert sorted(repository.history().changes) == sorted(names)

    def test_a_project_in_a_folder_of_a_repository(self, repository: Repository) -> None:
        """Paths are the project's own, and its namesakes beside it are not mixed in."""
        repository.commit({A: "namesake"}, author="Nobody")
        inner = Repository(repository.top, "sites/our site", repository.day)
        inner.commit({A: note()})
        history = inner.history()
        assert (kinds(history), history.prefix) == ([("added", "Ada")], "sites/our site/")
        assert [change.path for change in history.log] == [A]

    @pytest.mark.slow
    def test_a_commit_of_a_thousand_notes(self, repository: Repository) -> None:
        """Each note has its own change."""
        for title in ("one", "two"):
            repository.commit({f"annotations/s/n{number}.md": note(f"{title} {number}") for number in range(1_000)})
        history = repository.history()
        assert len(history.changes) == 1_000
        assert all([change.what for change in changed] == ["changed", "added"] for changed in history.changes.values())

    def test_a_wrong_clock_does_no_harm(self, repository: Repository) -> None:
        """The order is that in which commits build on each other, whatever their dates."""
        repository.commit({A: "1"}, "first", when="2099-01-01T00:00:00Z")
        repository.commit({A: "2"}, "second", when="1970-01-01T00:00:01Z")
        repository.commit({A: "3"}, "third", when="2024-01-01T00:00:00Z")
        assert [change.subject for change in repository.history().changes[A]] == ["third", "second", "first"]

    def test_odd_names_and_dates_are_plain_text(self, repository: Repository) -> None:
        """What would garble a page or break a feed is left out; the rest is told as it is."""
        repository.commit({A: note()})
        tree = repository.git("rev-parse", "HEAD^{tree}")
        raw = (
            f'tree {tree}\nauthor Eve\x01\u202e & "co" <e@x> 99999999999999999 +9999\n'
            f"committer C <c@x> 1700000000 +0000\n\nWhy \x1b[2J\x1f\u2066not?\n"
        )
        commit = repository.git("hash-object", "-t", "commit", "-w", "--literally", "--stdin", stdin=raw.encode())
        repository.git("reset", "--quiet", commit)
        change = one(repository.history())
        assert change.subject == "Why [2Jnot?"
        assert change.author == 'Eve & "co"'
        assert change.when.tzinfo is not None


class TestCredits:
    def test_authors_stand_in_the_order_in_which_they_took_part(self, repository: Repository) -> None:
        """First the first commit's author, then who joined, by date; nobody twice."""
        repository.commit(
            {A: "1"}, trailers="Co-authored-by: Cy <cy@example.org>\nCo-authored-by: Ada <ada@example.org>"
        )
        repository.commit({A: "2"}, author="Béla", trailers="Co-authored-by: Dee <dee@example.org>")
        repository.commit({A: "3"}, author="Cy")
        history = repository.history()
        assert history.changes[A][-1].co_authors == ("Cy",)
        assert credits_of(history).authors == ("Ada", "Cy", "Béla", "Dee")

    def test_reviewers_are_those_of_the_trailers(self, repository: Repository) -> None:
        """In any case of the key, with or without an address; a mention in the text is none."""
        repository.commit(
            {A: "1"}, trailers="Reviewed-By: Rex <rex@example.org>\nReviewed-by: the desk\nNote: Reviewed-by"
        )
        repository.commit({A: "2"}, subject="Reviewed-by: nobody, in a sentence")
        history = repository.history()
        assert history.changes[A][1].reviewers == ("Rex", "the desk")
        assert history.changes[A][0].reviewers == ()
        assert set(credits_of(history).reviewers) == {"Rex", "the desk"}

    def test_created_and_modified_are_the_first_and_the_last_day(self, repository: Repository) -> None:
        """From git, where the note says nothing."""
        repository.commit({A: "1"}, when="2023-05-01T10:00:00Z")
        repository.commit({A: "2"}, when="2024-06-02T10:00:00Z")
        credit = credits_of(repository.history())
        assert [date and date.iso for date in (credit.created, credit.modified)] == ["2023-05-01", "2024-06-02"]

    def test_the_note_s_own_word_counts_first(self, repository: Repository) -> None:
        """What the front matter says is not asked of git."""
        repository.commit({A: "1"}, trailers="Reviewed-by: Rex <r@example.org>")
        front = NoteFrontMatter.model_validate(
            {"title": "t", "kind": "context", "authors": ["Hypatia"], "created": "2001-01-01"}
        )
        credit = credited(front, repository.history().changes[A])
        assert (credit.authors, credit.reviewers, credit.created and credit.created.iso) == (
            ("Hypatia",),
            ("Rex",),
            "2001-01-01",
        )

    def test_the_mailmap_counts_for_authors_co_authors_and_reviewers(self, repository: Repository) -> None:
        """One person under two names is one author."""
        mailmap = "Ada Lovelace <ada@example.org>\nRex Stout <rex@example.org>\n"
        repository.commit({A: "1", ".mailmap": mailmap}, trailers="Reviewed-by: R <rex@example.org>")
        repository.commit({A: "2"}, author="Béla", trailers="Co-authored-by: A. K. <ada@example.org>")
        credit = credits_of(repository.history())
        assert (credit.authors, credit.reviewers) == (("Ada Lovelace", "Béla"), ("Rex Stout",))


class TestNames:
    def test_a_renamed_note_keeps_its_history(self, repository: Repository) -> None:
        """Also where it was changed in the same commit, and twice over."""
        repository.commit({A: note()})
        repository.move(A, B)
        repository.commit({B: note(status="contradicted")}, author="Béla")
        repository.move(B, "annotations/t/c.md")
        repository.commit()
        history = repository.history()
        assert [(change.what, change.former) for change in history.changes["annotations/t/c.md"]] == [
            ("changed", B),
            ("changed", A),
            ("added", ""),
        ]
        assert sorted(history.changes) == ["annotations/t/c.md"]
        assert credits_of(history, "annotations/t/c.md").authors == ("Ada", "Béla")

    def test_a_note_like_another_is_not_its_heir(self, repository: Repository) -> None:
        """Short notes share more than half, their front matter; who removes one and adds one wrote the new one."""
        repository.commit({A: note(text="Two reports say so.")})
        repository.commit({A: None, B: note("No source is named", text="It is anonymous.")}, author="Béla")
        assert repository.git("log", "-1", "--name-status", "--format=").startswith("R"), "git takes it for a renaming"
        history = repository.history()
        assert credits_of(history, B).authors == ("Béla",)
        assert kinds(history, A) == [("removed", "Béla"), ("added", "Ada")]

    def test_a_new_note_under_an_old_name_is_another_one(self, repository: Repository) -> None:
        """The old note took its history with it when it was renamed."""
        repository.commit({A: note()})
        repository.move(A, B)
        repository.commit()
        repository.commit({A: "new"}, author="Béla")
        history = repository.history()
        assert (credits_of(history, A).authors, credits_of(history, B).authors) == (("Béla",), ("Ada",))

    def test_a_note_that_takes_the_name_of_a_removed_one_is_not_mixed_with_it(self, repository: Repository) -> None:
        """The removed one stays in the log."""
        repository.commit({A: note("Old", text="Old words."), B: note()}, author="Béla")
        repository.commit({A: None})
        repository.move(B, A)
        repository.commit()
        history = repository.history()
        assert [change.what for change in history.changes[A]] == ["changed", "added"]
        assert len(history.log) == 4

    def test_a_note_that_comes_back_keeps_its_history(self, repository: Repository) -> None:
        """Removed and restored under its name."""
        repository.commit({A: note()})
        repository.commit({A: None}, author="Béla")
        repository.commit({A: note()}, author="Cy")
        assert kinds(repository.history()) == [("added", "Cy"), ("removed", "Béla"), ("added", "Ada")]

    def test_a_renamed_folder_of_notes_credits_nobody_anew(self, repository: Repository) -> None:
        """Whoever tidied up did not write the notes, though they came from outside the folder; twice over."""
        repository.commit({"remarks/s/a.md": note()})
        repository.commit({"remarks/s/a.md": note(status="contradicted"), "remarks/x.txt": "x"})
        repository.move("remarks", "notes")
        repository.commit(author="Maud")
        repository.move("notes/s", "annotations/s")
        repository.commit(author="Maud")
        history = repository.history()
        assert kinds(history) == [("changed", "Maud"), ("changed", "Maud"), ("changed", "Ada"), ("added", "Ada")]
        assert credits_of(history).authors == ("Ada", "Maud")
        assert sorted(history.changes) == [A]

    def test_a_page_that_became_a_source_keeps_its_history(self, repository: Repository) -> None:
        """It came from outside the folders, and from the top of the repository; other pages stay out."""
        repository.commit({"page.md": TEXT, "other.md": "x"})
        repository.commit({"page.md": TEXT + "\nMore."})
        repository.move("page.md", "docs/sources/page.md")
        repository.commit(author="Maud")
        repository.commit({"page.md": "see there", "other.md": "y"})
        history = repository.history()
        assert [change.what for change in history.changes["docs/sources/page.md"]] == ["changed", "changed", "added"]
        assert {change.path for change in history.log} == {"docs/sources/page.md"}

    def test_a_note_moved_out_of_the_folder_is_removed(self, repository: Repository) -> None:
        """What becomes of the file elsewhere is not the notes' history."""
        repository.commit({A: note(), B: "x"})
        repository.move(A, "drafts/a.md")
        repository.commit()
        repository.commit({"drafts/a.md": "y"})
        assert kinds(repository.history()) == [("removed", "Ada"), ("added", "Ada")]


class TestPlaces:
    def test_in_a_worktree(self, repository: Repository, tmp_path: Path) -> None:
        """A second working copy of the same repository knows the same, also of a shallow one."""
        repository.commit({A: note()})
        repository.commit({A: note(status="contradicted")}, author="Béla")
        repository.git("worktree", "add", "--quiet", "-b", "second", str(tmp_path / "second"))
        assert Repository(tmp_path / "second").history() == repository.history()
        shallow = repository.clone(tmp_path / "shallow", "--depth", "1")
        shallow.git("worktree", "add", "--quiet", "-b", "second", str(tmp_path / "third"))
        third = Repository(tmp_path / "third").history()
        assert (third.missing, third.changes) == ("shallow", {})

    def test_in_a_submodule(self, repository: Repository, tmp_path: Path) -> None:
        """The project's history is that of its own repository, and its paths begin there."""
        repository.commit({A: note()})
        outer = Repository(tmp_path / "outer")
        outer.top.mkdir()
        outer.git("init", "--quiet", "-b", "main")
        outer.commit({A: "namesake"}, author="Nobody")
        outer.git("-c", "protocol.file.allow=always", "submodule", "add", "--quiet", str(repository.top), "site")
        outer.commit(author="Nobody")
        history = Repository(outer.top / "site").history()
        assert (kinds(history), history.prefix, history.missing) == ([("added", "Ada")], "", "")

    def test_in_a_repository_within_a_repository(self, repository: Repository) -> None:
        """The nearest one counts, and the outer one does not see into it."""
        inner = Repository(repository.top / "inner")
        inner.top.mkdir()
        inner.git("init", "--quiet", "-b", "main")
        inner.commit({A: note()}, author="Béla")
        repository.commit({A: note("Outer")})
        assert kinds(inner.history()) == [("added", "Béla")]
        assert kinds(repository.history()) == [("added", "Ada")]

    def test_where_the_working_copy_is_at_an_old_commit(self, repository: Repository) -> None:
        """What came later is not there yet, and a detached head is no obstacle."""
        first = repository.commit({A: note()})
        repository.commit({A: note(status="contradicted"), B: note("New")}, author="Béla")
        repository.git("checkout", "--quiet", "--detach", first)
        assert sorted(repository.history().changes) == [A]
        assert kinds(repository.history()) == [("added", "Ada")]


class TestMerges:
    def test_a_merged_note_is_its_author_s(self, repository: Repository) -> None:
        """Who merged it did not write it; whom the merge names as reviewer reviewed it, and nothing else."""
        repository.commit({A: note(), "annotations/s/c.md": "x"})
        repository.git("switch", "--quiet", "-c", "proposal")
        repository.commit({A: note(status="contradicted"), B: note("New")}, author="Béla")
        repository.git("switch", "--quiet", "main")
        repository.commit({"annotations/s/c.md": "y"})
        repository.merge("proposal", message="Merge\n\nReviewed-by: Rex <rex@example.org>")
        history = repository.history()
        assert kinds(history, A) == [("changed", "Béla"), ("added", "Ada")]
        assert kinds(history, B) == [("added", "Béla")]
        assert [credits_of(history, path).reviewers for path in (A, B)] == [("Rex",), ("Rex",)]
        assert credits_of(history, "annotations/s/c.md").reviewers == ()
        assert history.changes[A][1].reviewers == ()

    def test_a_branch_kept_up_to_date_brings_no_reviewer_to_what_it_took_in(self, repository: Repository) -> None:
        """Merging main into a proposal changes nothing of main's notes."""
        repository.commit({A: note()})
        repository.git("switch", "--quiet", "-c", "proposal")
        repository.commit({B: note("New")}, author="Béla")
        repository.git("switch", "--quiet", "main")
        repository.commit({A: note(status="contradicted")})
        repository.git("switch", "--quiet", "proposal")
        repository.merge("main")
        repository.git("switch", "--quiet", "main")
        repository.merge("proposal", message="Merge\n\nReviewed-by: Rex <rex@example.org>")
        history = repository.history()
        assert (credits_of(history, A).reviewers, credits_of(history, B).reviewers) == ((), ("Rex",))
        assert kinds(history, A) == [("changed", "Ada"), ("added", "Ada")]

    def test_a_squashed_pull_request_names_all_who_took_part(self, repository: Repository) -> None:
        """As GitHub writes it: one commit of the proposer's, the others as co-authors."""
        repository.commit()
        repository.git("switch", "--quiet", "-c", "proposal")
        repository.commit({A: "1"}, author="Béla")
        repository.commit({A: "2"}, author="Cy")
        repository.git("switch", "--quiet", "main")
        repository.git("merge", "--quiet", "--squash", "proposal")
        body = "* one\n\n* two\n\n---------\n\nCo-authored-by: Cy <cy@example.org>\nReviewed-by: Rex <rex@example.org>"
        repository.commit(subject="A new note (#7)", trailers=body, author="Béla")
        change = one(repository.history())
        assert (change.author, change.co_authors, change.reviewers) == ("Béla", ("Cy",), ("Rex",))
        assert change.subject == "A new note (#7)"

    def test_a_note_that_only_the_merge_added_has_an_author_too(self, repository: Repository) -> None:
        """Nothing is without an author because it was slipped into a merge; nor what a merge removed unrecorded."""
        repository.commit({A: note()})
        repository.git("switch", "--quiet", "-c", "proposal")
        repository.commit({"x.md": "x"})
        repository.git("switch", "--quiet", "main")
        repository.git("merge", "--quiet", "--no-ff", "--no-commit", "proposal")
        repository.commit({A: None, B: note("New", text="Of another matter, by another hand.")}, author="Maud")
        history = repository.history()
        assert len(repository.git("rev-list", "--parents", "-1", "HEAD").split()) == 3
        assert (kinds(history, A)[0], kinds(history, B)) == (("removed", "Maud"), [("added", "Maud")])

    def test_an_edit_beside_a_rename_belongs_to_the_same_note(self, repository: Repository) -> None:
        """One branch renames, another, later, still edits under the old name."""
        repository.commit({A: note()})
        repository.git("switch", "--quiet", "-c", "proposal")
        repository.move(A, B)
        repository.commit(author="Béla")
        repository.git("switch", "--quiet", "main")
        repository.commit({A: note(status="contradicted")}, author="Cy")
        repository.merge("proposal")
        history = repository.history()
        assert sorted(history.changes) == [B]
        assert kinds(history, B) == [("changed", "Cy"), ("changed", "Béla"), ("added", "Ada")]


class TestWhatIsMissing:
    def test_without_git(self, repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """No git on the machine, as in many containers."""
        repository.commit({A: note()})
        monkeypatch.setenv("PATH", str(tmp_path))
        assert repository.history() == History(missing="no-git")

    def test_outside_a_repository(self, tmp_path: Path) -> None:
        """An unpacked archive has no history."""
        history = provenance.read(tmp_path, [tmp_path / "annotations"])
        assert (history.missing, history.changes) == ("no-repository", {})

    def test_in_an_empty_repository(self, repository: Repository) -> None:
        """There is nothing yet, and nothing is missing."""
        assert repository.history() == History()

    def test_in_a_repository_without_notes(self, repository: Repository) -> None:
        """Nothing is missing there either."""
        repository.commit({"README.md": "x"})
        assert repository.history() == History()

    def test_in_a_repository_of_somebody_else(self, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
        """A container that builds what another user checked out: git refuses, and says why."""
        repository.commit({A: note()})
        monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
        history = repository.history()
        assert (history.missing, history.changes) == ("not-trusted", {})
        assert "dubious ownership" in history.detail

    def test_in_a_damaged_repository(self, repository: Repository) -> None:
        """What git cannot read is missing, with what git says."""
        head = repository.commit({A: note()})
        damaged = repository.top / ".git/objects" / head[:2] / head[2:]
        damaged.chmod(0o600)
        damaged.write_bytes(b"nonsense")
        history = repository.history()
        assert history.changes == {}
        assert history.missing == "unreadable"
        assert history.detail

    def test_in_a_shallow_clone_the_last_commit_did_not_write_everything(
        self, repository: Repository, tmp_path: Path
    ) -> None:
        """Whoever made the last commit there is gets credit for none of the notes that it did not touch."""
        repository.commit({A: note()})
        repository.commit({B: note("New")}, author="Béla")
        shallow = repository.clone(tmp_path / "shallow", "--depth", "1")
        history = shallow.history()
        assert (history.missing, history.changes, history.log) == ("shallow", {}, ())
        assert credits_of(history) == Credits()
        shallow.commit({A: note(status="contradicted"), "annotations/s/c.md": note("Newest")}, author="Cy")
        history = shallow.history()
        assert (kinds(history, A), kinds(history, "annotations/s/c.md")) == ([("changed", "Cy")], [("added", "Cy")])
        credit = credits_of(history)
        assert (credit.authors, credit.created) == ((), None)
        assert credit.modified is not None
        assert credits_of(history, "annotations/s/c.md").authors == ("Cy",)

    def test_in_a_shallow_clone_of_a_project_in_a_folder(self, repository: Repository, tmp_path: Path) -> None:
        """The boundary is found from there too."""
        inner = Repository(repository.top, "site", repository.day)
        inner.commit({A: note()})
        inner.commit({B: note("New")})
        history = inner.clone(tmp_path / "shallow", "--depth", "1").history()
        assert (history.missing, history.changes) == ("shallow", {})

    def test_in_a_clone_without_old_contents_nothing_is_fetched(self, repository: Repository, tmp_path: Path) -> None:
        """Who changed what is known; a note rewritten while it was renamed begins anew; fields are not compared."""
        repository.commit({A: note()})
        repository.commit({A: note(status="contradicted")}, author="Béla")
        repository.move(A, B)
        repository.commit({B: note(status="corroborated")}, author="Cy")
        repository.git("config", "uploadpack.allowFilter", "true")
        partial = repository.clone(tmp_path / "partial", "--filter=blob:none", "--no-checkout")
        history = partial.history()
        assert history.missing == "partial"
        assert (kinds(history, A)[1:], kinds(history, B)) == (
            [("changed", "Béla"), ("added", "Ada")],
            [("added", "Cy")],
        )
        partial.git("config", "protocol.file.allow", "always")
        missing = partial.git("rev-list", "--objects", "--all", "--missing=print")
        assert missing.count("?") == 3
        assert [(change.what, change.title) for change in partial.notes()][-1] == ("new", "")
        assert partial.git("rev-list", "--objects", "--all", "--missing=print") == missing


class TestTrust:
    def test_nothing_of_the_repository_s_configuration_runs(self, repository: Repository, tmp_path: Path) -> None:
        """Pagers, monitors, external comparisons and checks of signatures are programs."""
        ran = tmp_path / "ran"
        program = tmp_path / "program"
        program.write_text(f"#!/bin/sh\ntouch '{ran}'\n")
        program.chmod(0o755)
        repository.commit({A: note(), ".gitattributes": "*.md diff=odd\n"})
        commit = repository.git("cat-file", "commit", "HEAD")
        head, _, message = commit.partition("\n\n")
        signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----"
        raw = f"{head}\n{signature}\n\n{message}\n".encode()
        repository.git("reset", "--quiet", repository.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=raw))
        for name in (
            "core.pager",
            "core.fsmonitor",
            "diff.external",
            "diff.odd.command",
            "diff.odd.textconv",
            "gpg.program",
        ):
            repository.git("config", name, str(program))
        repository.git("config", "log.showSignature", "true")
        repository.git("config", "color.ui", "always")
        repository.git("log", "-1")
        assert ran.exists(), "the configuration is one that runs programs"
        ran.unlink()
        assert kinds(repository.history()) == [("added", "Ada")]
        assert repository.notes()[0].title == "Reports describe fights"
        assert not ran.exists()

    def test_configuration_does_not_change_what_is_read(self, repository: Repository) -> None:
        """Settings that change what `git log` prints for the person who made them."""
        repository = Repository(repository.top, "site")
        repository.commit({A: note(), B: "x"})
        repository.move(A, "annotations/s/z.md")
        repository.commit(trailers="Reviewed-by: Rex <rex@example.org>")
        before = repository.history()
        for setting in (
            "log.showRoot false",
            "log.follow true",
            "log.decorate full",
            "log.date relative",
            "log.diffMerges separate",
            "diff.renames false",
            "diff.relative true",
            "diff.noprefix true",
            "diff.renameLimit 1",
            "diff.orderFile missing",
            "core.abbrev 4",
            "i18n.logOutputEncoding latin1",
            "trailer.separators #",
            "format.pretty oneline",
        ):
            repository.git("config", *setting.split(" "))
        assert repository.history() == before
        assert len(before.log) == 3

    def test_a_person_s_own_configuration_does_not_either(
        self, repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """Whoever builds the site gets the same pages, whatever their own git says about names, dates and formats."""
        repository.commit({A: note(), ".mailmap": "Ada Lovelace <ada@example.org>\n"})
        repository.move(A, B)
        repository.commit(
            author="Béla", trailers="Co-authored-by: A <ada@example.org>\nReviewed-by: Rex <rex@example.org>"
        )
        before = repository.history()
        assert credits_of(before, B).authors == ("Ada Lovelace", "Béla")
        (tmp_path / "names").write_text("Somebody Else <ada@example.org>\nNobody <rex@example.org>\n")
        settings = f"""
            [alias] log = "!false"
            [color] ui = always
            [column] ui = always
            [core] pager = false
                   quotePath = false
            [diff] renames = copies
                   submodule = log
            [format] pretty = "%h %s"
                     notes = true
            [log] date = human
                  mailmap = false
            [mailmap] file = {tmp_path / "names"}
            [trailer "review"] key = "Reviewed-by: "
                               command = "echo nobody"
        """
        (tmp_path / "config").write_text(settings)
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
        assert repository.history() == before

    def test_the_environment_of_a_hook_leads_nowhere_else(
        self, repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """Git gives hooks the place of the repository that they run in; the site may lie in another one."""
        repository.commit({A: note()})
        monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
        monkeypatch.setenv("GIT_LITERAL_PATHSPECS", "1")
        assert kinds(repository.history()) == [("added", "Ada")]


class TestNoteChanges:
    def test_a_correction_says_which_fields_and_from_what_to_what(self, repository: Repository) -> None:
        """Lines of text with both values; the note's text and its evidence by name."""
        evidence = "status: contradicted\nevidence:\n  - cite: un-1\n    relation: disputes"
        repository.commit({A: note()}, "New")
        repository.commit(
            {A: note("Two reports describe fights", text="Rewritten.").replace("status: contested", evidence)}, "Why"
        )
        corrected, new = repository.notes()
        assert (new.what, new.title, new.fields) == ("new", "Reports describe fights", ())
        assert (corrected.what, corrected.title) == ("corrected", "Two reports describe fights")
        assert corrected.fields == (
            FieldChange("title", "Reports describe fights", "Two reports describe fights"),
            FieldChange("status", "contested", "contradicted"),
            FieldChange("evidence"),
            FieldChange("text"),
        )
        assert (corrected.source, corrected.note, corrected.change.subject) == ("s", "a", "Why")
        assert corrected.change.author == "Ada"

    def test_breaking_lines_anew_or_naming_a_reviewer_corrects_nothing(self, repository: Repository) -> None:
        """They are edits."""
        repository.commit({A: note()})
        repository.commit({A: note(text=TEXT.replace("\n", " "))})
        repository.commit({A: note().replace("status:", "reviewers: [Rex]\nstatus:")})
        reviewed, broken, _ = repository.notes()
        assert (reviewed.what, reviewed.fields) == ("edited", (FieldChange("reviewers"),))
        assert (broken.what, broken.fields) == ("edited", ())

    def test_a_renamed_note_says_what_it_was_called(self, repository: Repository) -> None:
        """With its source where that is another now; with its correction where that came along."""
        repository.commit({A: note()})
        repository.move(A, B)
        repository.commit()
        repository.move(B, "annotations/t/b.md")
        repository.commit({"annotations/t/b.md": note(status="contradicted")})
        moved, renamed, new = repository.notes()
        assert (renamed.what, renamed.former, renamed.fields) == ("renamed", "s/a", ())
        assert (moved.what, moved.former, [change.field for change in moved.fields]) == ("corrected", "s/b", ["status"])
        assert {(change.source, change.note) for change in (moved, renamed, new)} == {("t", "b")}

    def test_a_removed_note_stays_listed(self, repository: Repository) -> None:
        """With its last title and the reason, however long ago; a note that came back is not new."""
        repository.commit({A: note("A mistake"), B: note("Right", text="Other words.")})
        repository.commit({A: None}, "Rested on a forged document")
        for status in ("contradicted", "contested", "unverifiable"):
            repository.commit({B: note("Right", status, "Other words.")})
        assert [change.what for change in repository.notes(limit=2)] == ["corrected", "corrected", "removed"]
        removed = repository.notes(limit=2)[-1]
        assert (removed.title, removed.note) == ("A mistake", "a")
        assert removed.change.subject == "Rested on a forged document"
        repository.commit({A: note("No mistake")})
        assert [change.what for change in repository.notes() if change.note == "a"] == ["restored", "removed", "new"]

    def test_only_notes_are_listed(self, repository: Repository) -> None:
        """Not what stands beside them, nor the sources."""
        others = ("annotations/s/sourcing.yml", "annotations/x.md", "annotations/s/README.md", "docs/sources/s.md")
        repository.commit({A: note(), **dict.fromkeys(others, "x")})
        assert [change.note for change in repository.notes()] == ["a"]

    @pytest.mark.parametrize(
        "content",
        ["no front matter", "---\na: [\n---\n", "---\ntitle: [x]\n---\n", pytest.param("x" * 300_000, id="long"), ""],
    )
    def test_a_note_that_cannot_be_read_has_no_title(self, repository: Repository, content: str) -> None:
        """It is listed all the same, and its mending too."""
        repository.commit({A: content})
        repository.commit({A: note()})
        mended, broken = repository.notes()
        assert (broken.what, broken.title) == ("new", "")
        assert mended.title == "Reports describe fights"
