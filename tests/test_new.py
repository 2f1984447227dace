"""`glossator new` with a person at the terminal, and with what a reader sent."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
import sites

from glossator.cli.dialogue import FIELDS
from glossator.files import reading
from glossator.project import sidecar
from glossator.project.sidecar import Annotation
from glossator.records.model import NoteFrontMatter
from glossator.records.vocabulary import KINDS

NOTE = "annotations/bridge/the-mayor-speaks.md"
REST = "\n\n\n\n"
"""Nobody is accused, no interest, no help of a model, and a yes."""
NONE = "\n\n\n"
"""No reply, no status, no evidence: of what stands before and behind the takeaway."""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small site, where nobody has an editor."""
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    return sites.copy(sites.SMALL, tmp_path / "site")


@pytest.fixture
def asked(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same with somebody at the terminal."""
    monkeypatch.setattr("glossator.cli.terminal.at_terminal", lambda: True)
    return root


def answers(*lines: str) -> str:
    """What a person types."""
    return "".join(f"{line}\n" for line in lines)


def written(root: Path, name: str = NOTE) -> Annotation:
    """A note read back from its file."""
    file = reading.read_text(root / name, root, limit=100_000)
    assert isinstance(file, reading.TextFile)
    annotation, problems = sidecar.parse_note(file, "bridge", kinds=[kind.id for kind in KINDS])
    assert annotation, problems
    return annotation


def test_it_asks_for_everything(asked: Path) -> None:
    """Source, words, kind, reply, takeaway, status, certainty, evidence, text, persons, interest, help; then a look."""
    typed = answers(
        *("1", "ten more years", "contxt", "context", "zzz", "three members", "1", "The mayor speaks"),
        *("contested", "low", "nobody", "hale 2030", "", "1", "p. 3", "", ""),
        *("Text.", "Ada Quill; B. Hill", "I live there", "Spelling", "yes"),
    )
    done = sites.run(asked, "new", stdin=typed)
    assert done.status == 0, done.output + done.errors
    assert "passage 2: " in done.output
    assert "did you mean `context`?" in done.output
    assert "no note of this source has that in its title" in done.output
    assert "no reference has this" in done.output
    assert "1  Ruth Hale, 2030, Survey of the bridges of Netherby [survey-2030]" in done.output
    assert "no problems" in done.output
    front = written(asked).front
    assert (front.kind, front.status, front.certainty, front.replies_to) == ("context", "contested", "low", "good")
    assert [(piece.cite, piece.relation, piece.locator) for piece in front.evidence] == [
        ("survey-2030", "supports", "p. 3")
    ]
    assert front.allegation_about == ("Ada Quill", "B. Hill")
    assert (front.interest, front.ai_assisted) == ("I live there", "Spelling")
    assert written(asked).body == "Text.\n"
    assert sites.run(asked, "check").status == 0


def test_a_new_reference_is_asked_for_field_by_field(asked: Path) -> None:
    """A date or an address that is none is told at once and asked again; the note then holds the whole reference."""
    piece = (
        "+",
        "Bridge register",
        "Hale, Ruth; Office of Works",
        "Office",
        "2030-99",
        "2030-09",
        "e.org",
        "https://e.org/r",
    )
    rest = ("primary", "1", "", "Nothing was repaired", "")
    done = sites.run(
        asked,
        "new",
        "bridge",
        stdin=answers("ten more years", "context", "", "The mayor speaks", "", *piece, *rest, "", "", "", "", "y"),
    )
    assert done.status == 0, done.output + done.errors
    assert "`issued`: " in done.output
    assert "`URL` cannot be `e.org`" in done.output
    (evidence,) = written(asked).front.evidence
    assert evidence.issued
    assert (evidence.title, evidence.publisher, evidence.issued.iso) == ("Bridge register", "Office", "2030-09")
    assert (str(evidence.URL), evidence.nature) == ("https://e.org/r", "primary-document")
    assert [str(name) for name in evidence.author] == ["Ruth Hale", "Office of Works"]
    assert evidence.quote == "Nothing was repaired"


def test_a_part_that_is_asked_again_keeps_what_was_answered(asked: Path) -> None:
    """Enter keeps it, evidence and all; `-1` takes a piece of evidence away, `-` a status."""
    typed = answers("ten more years", "context", "", "The mayor speaks", "contested", "low", "survey-2030", "8", "", "")
    typed += answers("gazette", "", "disputes", "", "", "", "Text.", "", "", "")
    kept = sites.run(asked, "new", "bridge", stdin=typed + answers(*FIELDS_KEPT, "y"))
    assert kept.status == 0, kept.output + kept.errors
    front = written(asked).front
    assert (front.quote, front.title, front.status, front.certainty) == (
        *("ten more years", "The mayor speaks", "contested", "low"),
    )
    assert [piece.cite for piece in front.evidence] == ["survey-2030", "gazette-2031"]
    (asked / NOTE).unlink()
    taken = answers("evidence", "-1", "", "status", "-", "y")
    assert sites.run(asked, "new", "bridge", stdin=typed + taken).status == 0
    front = written(asked).front
    assert [piece.cite for piece in front.evidence] == ["gazette-2031"]
    assert (front.status, front.certainty) == (None, None)


FIELDS_KEPT = [answer for step in FIELDS if step != "reply" for answer in (step, "")]


def test_other_words_are_taken_where_a_number_is_asked(asked: Path) -> None:
    """Whoever sees that none of the places or references is meant types on; the beginning of a word will do."""
    typed = answers("bri", "the bridge", "ten more years", "cont", "", "The mayor speaks", "", "survey", "gazette", "1")
    done = sites.run(asked, "new", stdin=typed + answers("back", "", "", "", "", "", "", "", "y"))
    assert done.status == 0, done.output + done.errors
    front = written(asked).front
    assert (front.quote, front.kind) == ("ten more years", "context")
    assert [(piece.cite, piece.relation) for piece in front.evidence] == [("gazette-2031", "background")]


def test_a_reply_says_what_it_answers(asked: Path) -> None:
    """Of the kind that answers, the note is asked for until it is named, and shown beside the new one."""
    typed = answers("", "", "reply", "", "three members", "1", "The mayor speaks", "", "", "Text.", "", "", "", "y")
    done = sites.run(asked, "new", "bridge", stdin=typed)
    assert done.status == 0, done.output + done.errors
    assert "Which note does it answer?" in done.output
    assert "in reply to good: " in done.output
    assert written(asked).front.replies_to == "good"


def test_notes_on_the_same_words_are_named(asked: Path) -> None:
    """So that nobody writes twice what is there."""
    quote = written(asked, "annotations/bridge/good.md").front.quote
    done = sites.run(asked, "new", "bridge", stdin=answers(quote or ""))
    assert "on some of these words stands good: " in done.output


def test_what_is_said_fits_the_terminal(asked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines end between words, where the terminal does."""
    monkeypatch.setenv("COLUMNS", "60")
    done = sites.run(asked, "new", "bridge", stdin=answers("the bridge", "0"))
    assert any(line.startswith("  1  ") and "… " in line for line in done.output.splitlines())
    assert max(map(len, done.output.splitlines())) <= 60
    assert "Words that it is about (first words … last words for long\n  ones; empty: no quote): " in done.output


def test_there_is_a_way_back(asked: Path) -> None:
    """`<` asks again what came before, as often as one likes; a certainty goes with its status."""
    typed = answers("ten more years", "wording", "", "<", "<", "context", "", "The mayor speaks", "contested", "low")
    typed += answers("<", "<", "-", "", "Because.", "", "", "", "")
    done = sites.run(asked, "new", "bridge", stdin=typed)
    assert done.status == 0, done.output + done.errors
    front = written(asked).front
    assert (front.kind, front.status, front.certainty) == ("context", None, None)


def test_what_is_seen_can_be_changed(asked: Path) -> None:
    """Before anything is written the note is shown as `check` sees it; any step of it can be taken again."""
    typed = answers("ten more years", "counter-evidence", "", "The mayor speaks", "", "", "", "", "", "")
    done = sites.run(asked, "new", "bridge", stdin=typed + answers("kind", "context", "words", "safe enough", "y"))
    assert done.status == 0, done.output + done.errors
    assert "kind-without-evidence warning" in done.output
    assert "| safe enough |" in done.output
    assert (written(asked).front.kind, written(asked).front.quote) == ("context", "safe enough")


def test_what_would_be_an_error_is_not_written(asked: Path) -> None:
    """The dialogue says what is wrong, offers no yes, and goes on until it is right."""
    typed = answers("", "", "context", "", "The mayor speaks", "", "", "Says [@nobody].", "", "", "")
    before = sites.contents(asked)
    done = sites.run(asked, "new", "bridge", stdin=typed + answers("yes", "no"))
    assert "unknown-citation" in done.output
    assert "It cannot be written so" in done.output
    assert sites.contents(asked) == before
    done = sites.run(asked, "new", "bridge", stdin=typed + answers("text", "Says [@survey-2030].", "y"))
    assert done.status == 0, done.output
    assert written(asked).body == "Says [@survey-2030].\n"


def test_a_no_writes_nothing(asked: Path) -> None:
    """Nor does the end of the answers."""
    before = sites.contents(asked)
    typed = answers("ten more years", "context", "", "The mayor speaks", "", "", "", "", "", "")
    assert "nothing was written" in sites.run(asked, "new", "bridge", stdin=typed + "no\n").errors
    assert sites.run(asked, "new", "bridge", stdin=typed).status == 1
    assert sites.contents(asked) == before


def test_places_and_titles_are_looked_at_at_once(asked: Path) -> None:
    """Several places to choose from, words that stand nowhere, a passage, a title that is taken."""
    typed = answers("the bridge", "0", "zzzz", "twelve more years", "1", "context", "", "Good", "The mayor speaks")
    done = sites.run(asked, "new", "bridge", stdin=typed + answers("", "", "", "", "", "", ""))
    assert done.status == 0, done.output + done.errors
    assert "Nothing is like it." in done.output
    assert "good.md exists" in done.output
    assert written(asked).front.quote == "ten more years"
    typed = answers("", "9", "2", "context", "", "Again", "unsupported", "", "", "", "Because.", "", "", "", "")
    done = sites.run(asked, "new", "bridge", stdin=typed)
    assert done.status == 0, done.output + done.errors
    assert written(asked, "annotations/bridge/again.md").front.passage == 2


def test_the_text_is_written_in_the_editor(asked: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`$EDITOR` opens on it; what is saved is the note’s text."""
    script = tmp_path / "editor.py"
    script.write_text("import sys; open(sys.argv[1], 'a').write('One.\\n\\nTwo.\\n')", encoding="utf-8")
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    typed = answers("ten more years", "context", "", "The mayor speaks", "", "", "", "", "", "")
    assert sites.run(asked, "new", "bridge", stdin=typed).status == 0
    assert written(asked).body == "One.\n\nTwo.\n"


def test_what_helps_to_write_stands_in_the_editor(asked: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The words, the takeaway and how each reference is cited; nothing of it is kept."""
    script = tmp_path / "editor.py"
    seen = tmp_path / "seen.md"
    script.write_text(
        f"import sys; p = sys.argv[1]; t = open(p).read(); open({str(seen)!r}, 'w').write(t); "
        "open(p, 'w').write('Text.' + t)",
        encoding="utf-8",
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    typed = answers("ten more years", "context", "", "The mayor speaks", "", "survey-2030", "8", "p. 3", "", "")
    done = sites.run(asked, "new", "bridge", stdin=typed + answers("", "", "", "text", "y"))
    assert done.status == 0, done.output + done.errors
    assert "On: ten more years\nTakeaway: The mayor speaks\nCite as [@survey-2030, p. 3]: Ruth Hale" in seen.read_text(
        encoding="utf-8"
    )
    assert written(asked).body == "Text.Text.\n"


def test_what_was_mailed_can_be_changed_before_it_is_written(asked: Path) -> None:
    """At a terminal it is shown like any other; what is wrong with it is mended there."""
    wrong = FILE.replace("six votes", "sixty votes")
    sites.write(asked, {"mail.txt": f"Hello\n\n{wrong}"})
    typed = answers("yes", "words", "six votes to three", "takeaway", "It was close", "y")
    done = sites.run(asked, "new", "bridge", "--from", str(asked / "mail.txt"), stdin=typed)
    assert done.status == 0, done.output + done.errors
    assert "It cannot be written so" in done.output
    front = written(asked, "annotations/bridge/it-was-close.md").front
    assert (front.quote, front.title) == ("six votes to three", "It was close")


def test_who_says_it_all_is_shown_it_and_asked_once(asked: Path) -> None:
    """With title and kind nothing else is asked; `--yes` asks nothing at all."""
    told = ("new", "bridge", "--title", "The mayor speaks", "--kind", "context", "--quote", "ten more years")
    refused = sites.run(asked, *told, stdin="n\n")
    assert "kind: context" in refused.output
    assert not (asked / NOTE).exists()
    assert sites.run(asked, *told, "--yes", stdin="").status == 0
    assert written(asked).front.quote == "ten more years"


def test_every_part_of_a_note_is_an_option(root: Path) -> None:
    """A script says all that the dialogue asks for, a new reference included."""
    reference = "{relation: disputes, title: 'Register: all', publisher: Office, issued: 2030-09, URL: 'https://e.org/r', nature: press}"
    options = ("--allegation-about", "Ada Quill", "--author", "B. Hill", "--interest", "A house", "--ai-assisted", "No")
    told = ("new", "bridge", "--title", "The mayor speaks", "--kind", "context", "--replies-to", "good")
    done = sites.run(root, *told, "--evidence", reference, *options)
    assert (done.status, done.errors) == (0, "")
    front = written(root).front
    assert (front.evidence[0].title, front.evidence[0].nature) == ("Register: all", "press")
    assert (front.allegation_about, front.authors, front.interest) == (("Ada Quill",), ("B. Hill",), "A house")


def test_the_steps_of_the_dialogue_set_every_field_of_a_note() -> None:
    """But for those that git knows, or that only editors give."""
    asked_for = {name for names in FIELDS.values() for name in names}
    left = {"authors", "reviewers", "created", "modified", "format", "draft", "publish", "withdrawn", "version"}
    assert asked_for | left == {name.replace("_", "-") for name in NoteFrontMatter.model_fields}


FILE = (
    "---\nquote: six votes to three\nkind: context\ntitle: The mayor speaks\nevidence:\n"
    "  - cite: survey-2030\n    relation: background\n---\nThe minutes say it.\n\n- so\n"
)
SENT = {
    "the file": FILE,
    "Windows line ends": FILE.replace("\n", "\r\n"),
    "a mail": f"Dear all,\n\nplease take this:\n\n{FILE}\n-- \nA. Reader\n",
    "a quoted mail": "Hello\n\n" + "".join(f"> {line}\n" for line in FILE.splitlines()) + "\nYours\n",
    "twice quoted": "".join(f">> {line}\n" for line in FILE.splitlines()),
    "a fence": f"Here:\n\n```markdown\n{FILE}```\n\nYours\n",
    "a rule in the letter": f"Hello\n\n---\n\nplease:\n\n{FILE}",
}


@pytest.mark.parametrize("text", SENT.values(), ids=SENT)
def test_a_note_that_was_sent_is_taken(text: str, root: Path) -> None:
    """The panel’s file, copied or mailed; the source is the one in which its words stand."""
    sites.write(root, {"mail.txt": text})
    done = sites.run(root, "new", "--from", str(root / "mail.txt"))
    assert (done.status, done.output) == (0, f"{NOTE}\n"), done.errors
    assert written(root).body == "The minutes say it.\n\n- so\n"
    assert written(root).front.evidence[0].cite == "survey-2030"


def test_options_say_more_than_what_was_sent(root: Path) -> None:
    """Whoever takes a note may give it an author, or another title; `-` is standard input."""
    done = sites.run(root, "new", "--from", "-", "--author", "A. Reader", "--title", "Another", stdin=FILE)
    assert done.status == 0, done.errors
    assert written(root, "annotations/bridge/another.md").front.authors == ("A. Reader",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Dear all, no note.", "front-matter-missing"),
        (f"Hi\n\n{FILE}".replace("kind: context", "kind: contxt"), "mail.txt:5:7: unknown-term"),
        (FILE.replace("six votes", "sixty votes"), "quote-not-found"),
        (FILE.replace("survey-2030", "survey-2031"), "unknown-citation"),
    ],
)
def test_what_was_sent_wrong_is_not_written(text: str, says: str, root: Path) -> None:
    """Its problems stand on their lines."""
    sites.write(root, {"mail.txt": text})
    before = sites.contents(root)
    done = sites.run(root, "new", "bridge", "--from", str(root / "mail.txt"))
    assert done.status == 1
    assert says in done.errors
    assert sites.contents(root) == before


def test_all_that_is_wrong_is_said_at_once(root: Path) -> None:
    """A quote that stands nowhere hides no key that no reference has."""
    sites.write(root, {"mail.txt": FILE.replace("six votes", "sixty votes").replace("survey-2030", "survey-2031")})
    done = sites.run(root, "new", "bridge", "--from", str(root / "mail.txt"))
    assert done.status == 1
    assert "quote-not-found" in done.errors
    assert "unknown-citation" in done.errors
    assert "2 errors" in done.errors
    assert "mail.txt, as it would be written" in done.errors


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such terminals")
def test_it_works_at_a_real_terminal(root: Path) -> None:
    """It notices by itself that somebody is there."""
    command = [sys.executable, "-m", "glossator.cli", "new", "bridge", "--quote", "ten more years", "--kind", "context"]
    environment = {name: value for name, value in os.environ.items() if name not in ("EDITOR", "VISUAL")}
    typed = b"\n<\n\nThe mayor speaks\n\n\n\n\n\n\n\n"
    status, screen = sites.at_a_terminal(command, typed, cwd=root, environment=environment)
    assert status == 0, screen
    assert "Takeaway" in screen
    assert written(root).front.quote == "ten more years"
