"""The first source that is published here: every claim that was looked into has its note, every passage says what it rests on."""

from __future__ import annotations

import re
from collections import Counter
from statistics import median

import pytest
import sites
from publications import publication

from glossator.project.lead import FILE
from glossator.publication import Published
from glossator.records.vocabulary import Relation, Status

FOLDER = sites.REPOSITORY / "annotations" / "reviving-isis"

pytestmark = [sites.published_here("reviving-isis"), pytest.mark.slow]

CLAIMS = frozenset(f"p{number:02}" for number in range(1, 50))
"""The claims of the dossier from which the notes were made: 49."""


@pytest.fixture(scope="module")
def source() -> Published:
    """The first source, as it is published."""
    return publication(sites.REPOSITORY).by_slug["reviving-isis"]


def claims() -> dict[str, set[str]]:
    """The claims that each note says it covers, in a comment of its front matter."""
    found = {}
    for path in FOLDER.glob("*.md"):
        if path.name == FILE:
            continue
        lines = re.findall(r"^# dossier: (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        found[path.stem] = {claim.strip() for line in lines for claim in line.split(",")}
    return found


def test_every_claim_of_the_dossier_has_a_note() -> None:
    """49 of 49; and every note names the claims it is about."""
    found = claims()
    assert [note for note, covered in found.items() if not covered] == []
    assert set().union(*found.values()) == CLAIMS


def test_every_passage_says_what_it_rests_on_and_why(source: Published) -> None:
    """Origins, the type of statement, the digit and its reason; every origin has a reason for its letter."""
    rated = source.sidecar.sourcing.passages
    assert sorted(rated) == [passage.number for passage in source.page.apparatus.text.passages]
    assert all(one.origins and one.statement and one.credibility and one.reason for one in rated.values())
    assert all(origin.reason for origin in source.sidecar.sourcing.origins.values())


def test_the_notes_are_few_and_short(source: Published) -> None:
    """65 to 70 of them, half of them under 90 words without their citations."""
    notes = source.page.apparatus.notes
    texts = [re.sub(r"\[[^]]*@[^]]*\]|\(#[^)]*\)", "", note.annotation.body) for note in notes]
    assert 65 <= len(notes) <= 70
    assert median(len(text.split()) for text in texts) < 90


def test_readers_meet_the_finding_on_the_thesis_first(source: Published) -> None:
    """The outlets that published the text come last."""
    notes = source.page.apparatus.notes
    assert (notes[0].id, notes[-1].id) == ("thesis-evidence", "outlets-and-copies")


def test_there_are_notes_of_many_kinds_each_on_its_words(source: Published) -> None:
    """The evidence decides the proportion: the article is also right, and then a note says so."""
    apparatus = source.page.apparatus
    kinds = Counter(note.annotation.front.kind for note in apparatus.notes)
    assert (len(apparatus.unplaced), source.problems) == (0, ())
    assert {
        "context",
        "counter-evidence",
        "corroboration",
        "source-quality",
        "wording",
        "open-question",
    } <= kinds.keys()
    assert kinds["corroboration"] >= len(apparatus.notes) / 5


def test_a_status_rests_on_evidence_that_points_its_way(source: Published) -> None:
    """What is corroborated has evidence for it, what is contradicted has evidence against it."""
    for_it = {Relation.SUPPORTS, Relation.CONFIRMS}
    against_it = {Relation.DISPUTES, Relation.REFUTES, Relation.CORRECTS}
    for note in source.page.apparatus.notes:
        front = note.annotation.front
        relations = {one.relation for one in front.evidence}
        if front.status is Status.CORROBORATED:
            assert relations & for_it, note.id
        if front.status is Status.PARTLY_CORROBORATED:
            assert relations & {*for_it, Relation.QUALIFIES}, note.id
        if front.status is Status.CONTRADICTED:
            assert relations & against_it, note.id
        assert front.certainty or not front.status, note.id


def test_every_reference_says_how_far_it_was_read_and_is_used(source: Published) -> None:
    """No reference stands in the bibliography for show."""
    references = sites.REPOSITORY / "annotations" / "references.yml"
    keys = re.findall(r"^- id: (\S+)$", references.read_text(encoding="utf-8"), re.MULTILINE)
    files = [path for ending in ("md", "yml") for path in FOLDER.parent.glob(f"*/*.{ending}")]
    texts = "\n".join(path.read_text(encoding="utf-8") for path in files)
    assert [key for key in keys if not re.search(rf"(?:cite: |@|[\[,] ?){re.escape(key)}(?![\w-])", texts)] == []
    assert len(re.findall(r"^  checked: ", references.read_text(encoding="utf-8"), re.MULTILINE)) == len(keys)
