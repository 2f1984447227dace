"""Options of the site that say what a kind is, and where its files are kept."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import sites
import yaml

from glossator.records.vocabulary import KINDS, MOTIVATIONS, Kinds

NOTE = "annotations/bridge/made.md"
CHRONOLOGY = {"label": "Chronology", "motivation": ["describing", "linking"], "needs-evidence": True}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the small site."""
    return sites.copy(sites.SMALL, tmp_path / "site")


def test_a_kind_of_the_site_has_its_motivation_and_may_need_evidence(root: Path, tmp_path: Path) -> None:
    """A site’s own kind is exported with its motivation, and asks for evidence where the site says so."""
    sites.configure(root, glossator={"kinds": {"chronology": CHRONOLOGY, "corroboration": {"needs-evidence": False}}})
    sites.write(root, {NOTE: "---\ntitle: a\nkind: chronology\n---\n"})
    sites.write(root, {"annotations/bridge/other.md": "---\ntitle: b\nkind: corroboration\n---\n"})
    output = sites.run(root, "check").output
    assert f"{NOTE}:3:7: kind-without-evidence warning: the note is of kind `chronology`" in output
    assert "other.md" not in output
    built = sites.build(root, to=tmp_path / "out")
    page = json.loads((built.folder / "sources/bridge/annotations.jsonld").read_text(encoding="utf-8"))
    motivations = {item["glossator:note"]["id"]: item["motivation"] for item in page["items"]}
    assert motivations["made"] == ["describing", "linking"]
    assert motivations["other"] == "assessing"


def test_no_two_kinds_of_every_site_have_the_same_motivations() -> None:
    """Whoever reads only the standard’s words can tell the kinds apart."""
    assert len({kind.motivations for kind in KINDS}) == len(KINDS)
    assert {word for kind in KINDS for word in kind.motivations} <= set(MOTIVATIONS)
    assert Kinds({"own": {}})["own"].motivations == ("commenting",)


def test_a_foreign_annotation_becomes_a_note_of_the_kind_with_its_motivation(root: Path) -> None:
    """A kind of the site is found by the motivation that it alone has."""
    sites.configure(root, glossator={"kinds": {"mark": {"motivation": "bookmarking"}}})
    foreign = {"type": "Annotation", "motivation": "bookmarking", "bodyValue": "Here.", "target": "https://e.org/"}
    (root / "foreign.json").write_text(json.dumps(foreign), encoding="utf-8")
    done = sites.run(root, "import-notes", str(root / "foreign.json"), "bridge", "--any-address")
    assert "kind: mark" in (root / done.output.strip()).read_text(encoding="utf-8")


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "another motivation": ({"kinds": {"own": {"motivation": "describes"}}}, "did you mean 'describing'"),
    "no motivation": ({"kinds": {"own": {"motivation": []}}}, "one of: assessing, bookmarking"),
    "evidence in words": ({"kinds": {"own": {"needs-evidence": "yes"}}}, "must be true or false"),
    "a device": ({"kinds": {"con": {}}}, "Windows"),
    "a capital": ({"kinds": {"Own": {}}}, "lower case"),
    "no type of forge": (
        {"forge": {"url": "https://git.example.org/a/b"}},
        "`type` is missing: one of: github, gitlab",
    ),
    "another type of forge": ({"forge": {"type": "gitlb"}}, "did you mean 'gitlab'"),
    "another key of a forge": ({"forge": {"type": "gitlab", "adress": "x"}}, "there is no key 'adress'"),
    "no address of a forge": ({"forge": {"type": "gitlab", "url": "git.example.org"}}, "is no web address"),
    "a forge in one word": ({"forge": "gitlab"}, "forge: {type: gitlab, url: https://git.example.org"),
}


@pytest.mark.parametrize(("options", "says"), REFUSED.values(), ids=list(REFUSED))
def test_a_wrong_option_is_told_with_a_right_one(
    root: Path, caplog: pytest.LogCaptureFixture, options: dict[str, Any], says: str
) -> None:
    """What a site cannot say of a kind or a forge is an error of its configuration, with what it can say."""
    sites.configure(root, glossator=options)
    done = sites.run(root, "check")
    assert done.status == 2
    assert says in caplog.text


def example(heading: str) -> dict[str, Any]:
    """The options of the first example under a heading of the page on configuration."""
    page = (sites.REPOSITORY / "docs" / "configuration.md").read_text(encoding="utf-8")
    written = re.search(r"```yaml[^\n]*\n(.*?)```", page.partition(f"\n## {heading}\n")[2], re.DOTALL)
    assert written
    options: dict[str, Any] = yaml.safe_load(written[1])["plugins"][1]["glossator"]
    return options


def test_the_example_of_kinds_is_right(root: Path) -> None:
    """The documentation’s kinds are accepted."""
    sites.configure(root, glossator=example("Kinds"))
    assert sites.run(root, "check").output == "no problems\n"


def test_the_example_of_a_forge_leads_there(root: Path, tmp_path: Path) -> None:
    """On a host whose name says nothing, notes are suggested, improved and looked up by the addresses of its type."""
    sites.configure(root, glossator=example("Forge"))
    built = sites.build(root, to=tmp_path / "out", strict=True)
    page, panel = built.page("sources/bridge/"), built.page("assets/glossator/contribute.js")
    own = "https://git.example.org/papers/netherby"
    assert f"{own}/-/new/main?file_name=" in panel
    assert f"{own}/-/edit/main/annotations/bridge/" in page
