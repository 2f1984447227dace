"""What can be wrong with what people wrote, as facts: a code, a place, a sentence and one right example.

Nothing here prints or raises.  Functions of the core collect problems and return them; the adapters decide how loud
each is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Location:
    """A place in a file that somebody wrote."""

    path: str
    """The file, relative to the project's root, with forward slashes."""
    line: int = 1
    """From 1."""
    column: int = 1
    """From 1, in code points."""
    end_line: int = field(default=0, compare=False)
    """Where it ends, for tools that underline: a line, from 1; 0 where only the beginning is known."""
    end_column: int = field(default=0, compare=False)
    """The column after its last code point, from 1; 0 where only the beginning is known."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong, told so that its author can mend it."""

    location: Location
    code: str
    """A key of `CODES`; stable, so that people can search for it and tools can filter by it."""
    message: str
    """What was found and what was expected, in one sentence."""
    hint: str = ""
    """One right example, or the way to it.  May have several lines."""
    severity: Severity = "error"
    """An error cannot be published as it stands; a warning asks, and the author decides."""
    source: str = ""
    """The slug of the source it concerns, when there is one."""
    note: str = ""
    """The id of the note it concerns, when there is one."""

    def __str__(self) -> str:
        loud = "warning: " if self.severity == "warning" else ""
        first = f"{self.location}: {self.code} {loud}{self.message}"
        return "\n".join([first, *(f"    {line}" for line in self.hint.splitlines())])


_WORST: Final = (
    # what could harm whoever reads or builds
    ("symbolic-link", "path-outside-project", "control-character", "bad-file-name"),
    # what keeps a whole file, or all notes of a source, from being read: behind it there may be more problems
    (
        *(
            "unreadable-file",
            "not-utf-8",
            "file-too-large",
            "markdown-too-deep",
            "front-matter-missing",
            "bad-note-id",
            "bad-source-id",
            "source-missing",
        ),
        *(
            "yaml-syntax",
            "toml-syntax",
            "yaml-too-deep",
            "yaml-alias",
            "yaml-tag",
            "yaml-several-documents",
            "duplicate-key",
        ),
        *(
            "not-a-mapping",
            "bibliography-syntax",
            "duplicate-citation-key",
            "citation-style",
            "annotation-syntax",
            "newer-format",
        ),
    ),
    # what the text itself no longer is, and the notes that lost their words
    (
        *(
            "checksum-mismatch",
            "address-taken",
            "published-early",
            "page-missing",
            "note-not-published",
            "note-hidden",
            "note-altered",
            "note-moved",
            "mark-altered",
        ),
        *(
            "marker-dead",
            "duplicate-id",
            "id-taken",
            "quote-not-found",
            "quote-inside-word",
            "quote-ambiguous",
            "quote-moved",
            "reply-unplaced",
        ),
    ),
)
_RANK: Final = {code: rank for rank, codes in enumerate(_WORST) for code in codes}


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems as people should mend them, the worst first.

    Errors come before warnings.  Among errors: what could do harm; what keeps whole files from being read, since more
    may be hidden behind it; a text that is not the one that was sealed, and notes without a place; then single fields.
    Within each group they stand by file and line.
    """
    return sorted(
        problems, key=lambda problem: (problem.severity == "warning", _RANK.get(problem.code, len(_WORST)), problem)
    )


CODES: Final[dict[str, str]] = {
    # files
    "unreadable-file": "The file cannot be opened.",
    "not-utf-8": "The file is not encoded in UTF-8.",
    "file-too-large": "The file is larger than any file of its kind needs to be.",
    "markdown-too-deep": "Lists, quotations or emphasis stand within one another too often for the page to be made.",
    "symbolic-link": "A symbolic link could publish files from outside the project.",
    "path-outside-project": "The path leaves the folder it belongs to.",
    "control-character": "An invisible control character can make text read differently from what it is.",
    "unexpected-file": "The file is not of a kind that belongs in this folder.",
    "bad-file-name": "The file’s name cannot be kept by every system, or reads differently from what it is.",
    # front matter and YAML
    "front-matter-missing": "The file does not begin with front matter between two lines of `---`.",
    "yaml-syntax": "The YAML cannot be read.",
    "toml-syntax": "The TOML of front matter cannot be read.",
    "yaml-too-deep": "The YAML is nested deeper than any record here needs.",
    "yaml-alias": "YAML anchors and aliases are not accepted.",
    "yaml-tag": "YAML tags are not accepted.",
    "yaml-several-documents": "The YAML holds more than one document.",
    "not-a-mapping": "Keys with values were expected.",
    "duplicate-key": "The same key stands twice in one mapping.",
    # the schema
    "unknown-key": "The key is not part of the format.",
    "missing-key": "A required key is not there.",
    "wrong-type": "The value is of another type than the format asks for.",
    "unknown-term": "The word is not in the vocabulary of this field.",
    "empty-value": "The value is empty.",
    "too-long": "The value is longer than its limit.",
    "bad-value": "The value is not one that the field can hold.",
    "newer-format": "The file is written for a newer format than this program reads.",
    # notes
    "bad-note-id": "The file's name cannot be a note's id.",
    "status-without-reason": "A note that states a status gives neither evidence nor a reason.",
    "unknown-note": "The note that is replied to does not exist.",
    "unpublished-note": "What is published answers or links a note that is not published yet.",
    "unknown-version": "The source has no version of this number, or its text is not kept.",
    "reply-cycle": "Notes reply to each other in a circle.",
    "footnote-in-note": "A footnote stands in a text as it is written: notes have none.",
    "citation-without-brackets": "A citation key stands in a text without brackets, and so is no citation.",
    "markup-removed": "Part of the markup, or of the front matter, is not allowed there and was left out.",
    # sources
    "id-taken": "An id of the source’s own text is the address of something of ours.",
    "bad-source-id": "The file's path cannot be a source's slug.",
    "source-missing": "There are notes, but no source they belong to.",
    "licence-missing": "A full text needs the licence under which it is published.",
    "checksum-mismatch": "The source's text is not the one that was sealed.",
    # sourcing
    "unknown-origin": "The origin is not described in this file.",
    "passage-out-of-range": "The source has no passage of this number.",
    # people, places and groups
    "duplicate-name": "Two entries of a source's register have a name in common.",
    "name-not-found": "The source has none of the names of an entry in its register.",
    # packages that add to this program
    "broken-extension": "A package that is installed adds a part that cannot be used.",
    # judgement, as warnings
    "kind-without-evidence": "A note of counter-evidence or corroboration names no evidence.",
    "status-against-evidence": "A status says of the evidence what none of the evidence listed says.",
    "allegation-without-reference": "An allegation about a living person rests on no reference.",
    "credibility-unconfirmed": "Credibility 1 is given without two independent references for the passage.",
    "credibility-copied": "Every digit of credibility is its letter’s place in the alphabet.",
    # references
    "bibliography-syntax": "The bibliography cannot be read.",
    "unknown-citation": "No reference has this citation key.",
    "duplicate-citation-key": "Two references have the same citation key.",
    "citation-style": "The citation style is not known, or cannot be used.",
    "reference-unwritten": "The citation style fails at the reference, which stands on the page in plain words.",
    # anchoring
    "quote-not-found": "The quote does not stand in the source.",
    "quote-ambiguous": "The quote stands in the source several times.",
    "quote-inside-word": "The quote stands in the source only as a part of a word.",
    "quote-moved": "The quote was found once, but with other words around it than recorded.",
    "reply-unplaced": "The note that is replied to has no place, and so the reply has none.",
    # annotations of other programs
    "annotation-syntax": "The file of annotations cannot be read, or is of no known format.",
    "annotation-lost": "Part of the annotation has no place in a note and was left out.",
    "annotation-assumed": "The annotation does not say what a note needs, and something was assumed.",
    "selector-unsupported": "The annotation names its place in a way that cannot be checked against the text.",
    "note-exists": "The same note is there already, or stands in the file before.",
    # the site
    "bad-template": "A template of the site’s own cannot be used, and ours stands in its place.",
    "bad-words": "Words of the site’s own cannot be used, or stand on no page.",
    "page-missing": "The finished site has no page of a source or an index, or none with its words.",
    "page-outdated": "A page of the finished site has other words than its source has now.",
    "published-early": "The finished site has the page of a source that is not published yet.",
    "note-not-published": "A note is missing from a page of its source, or the page is missing from the site.",
    "note-hidden": "A note stands on a page of its source, but its readers do not see it.",
    "note-altered": "The title or the text of a note is not whole on a page.",
    "note-moved": "A note stands on a page elsewhere than behind its passage.",
    "mark-altered": "On a page, other words are marked than those that a note is about.",
    "marker-dead": "A note’s marker is missing from a page, or does not lead to the note.",
    "duplicate-id": "The address of a note or of its marker leads to several places of a page.",
    "script-blocked": "The site’s content security policy does not let a script on a page run.",
    "search-index": "The index of the search was not written as it should be.",
    "address-taken": "Two files, or a file and a page that is made, have the same address.",
}
"""Every code with its general meaning; `docs/problems.md` lists them."""
