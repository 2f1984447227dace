"""The preview makes again what a saved file changes, and nothing else; what it shows is what a fresh build would."""

from __future__ import annotations

import logging
import os
import random
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import sites
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from glossator.edition.annotating import annotate
from glossator.memory import Forgetful, Memory, is_same

CLOCK = {"SOURCE_DATE_EPOCH": "1930000000", **sites.SETTINGS}
"""One moment for all builds, in 2031."""
ADDRESS = "http://127.0.0.1:8000/"


@dataclass
class Preview:
    """`mkdocs serve` without its server: builds of one site after another, whose plugins live on."""

    root: Path
    plugins: dict[str, Any] = field(default_factory=dict)

    def build(self) -> dict[str, bytes]:
        """Every file of the site as it is shown now."""
        with (
            tempfile.TemporaryDirectory() as site,
            self._own_plugins(),
            mock.patch.dict(os.environ, CLOCK),
            _quiet(),
        ):
            config = load_config(str(self.root / "mkdocs.yml"), site_dir=site)
            if not self.plugins:
                config.plugins.on_startup(command="serve", dirty=False)
                self.plugins.update(_cache())
            config.site_url = ADDRESS
            mkdocs_build(config, serve_url=ADDRESS)
            return sites.contents(Path(site))

    @property
    def memory(self) -> Memory:
        """What the plugin keeps."""
        memory = self.plugins["glossator"]._memory
        assert isinstance(memory, Memory)
        return memory

    @contextmanager
    def _own_plugins(self) -> Iterator[None]:
        with mock.patch.dict(_cache(), self.plugins, clear=True):
            yield


def _cache() -> dict[str, Any]:
    """The plugins that MkDocs keeps from one build of a process for the next."""
    option: Any = dict(MkDocsConfig._schema)["plugins"]
    cache: dict[str, Any] = option.plugin_cache
    return cache


@contextmanager
def _quiet() -> Iterator[None]:
    logger = logging.getLogger("mkdocs")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


PAGES = {
    f"docs/{name}/index.md": f"---\nglossator: {name}\n---\n\n# {name.title()}\n"
    for name in ("library", "notes", "evidence", "origins", "entities", "method", "changes", "imprint")
}
"""A page for each index, so that every edit shows in many places."""
FORMER = (
    "---\ncaptured: 2031-03-05\ndate: 2031-03-04\n---\n\n"
    "The town council met on Sunday, at seven in the evening, to decide about the Mill Bridge.\n\n"
    "Nobody asked what a cart weighs.\n"
)
LETTER = (
    "---\nsource: {{title: Letter {number}, type: personal_communication, issued: 2031-03-{number:02}, language: en}}\n"
    "text: full\nlicence: CC0-1.0\n---\n\nDear neighbours, the bridge is letter {number}.\n"
)
MORE: dict[str, str | bytes | None] = {
    "annotations/bridge/versions/1.md": FORMER,
    "annotations/bridge/formerly.md": "---\nquote: on Sunday\nversion: 1\nkind: context\ntitle: A Tuesday\n---\nSo it was.\n",
    "annotations/bridge/dated.md": "---\npassage: 2\nkind: context\ntitle: Dated\nevidence:\n"
    + "".join(f"  - {{title: Report {year}, issued: {year}, relation: background}}\n" for year in range(2028, 2034))
    + "---\nText.\n",
    "annotations/letters/1/dear.md": "---\nquote: Dear neighbours\nkind: context\ntitle: All of them\n---\nAll.\n",
    "docs/sources/letters/1.md": LETTER.format(number=1),
    "docs/sources/letters/2.md": LETTER.format(number=2),
    "docs/sources/letters/index.md": "---\nglossator: library\n---\n# Letters\n\nWhat was *written*.\n",
    "docs/arranged/index.md": "---\nglossator: library\ngroup: author\n---\n# By author\n",
}
"""A former version with a note, dates enough for a timeline, and a folder with an introduction."""


def whole_site(root: Path) -> Path:
    """The site with everything that a page can hold, with every index and every option, in git."""
    sites.copy(sites.FULL, root, PAGES | MORE)
    sites.configure(
        root,
        glossator={
            "permalinks": True,
            "content_security_policy": True,
            "imprint": {"name": "The Town Papers", "address": "1 Mill Lane", "contact": "papers@example.org"},
        },
        not_in_nav="/sources/\n",
    )
    sites.commit(root, "All that is published")
    return root


def site_in_two_languages(root: Path) -> Path:
    """A site in English and German, with a note and a source that are translated, in git."""
    languages = [{"locale": "en", "default": True, "name": "English"}, {"locale": "de", "name": "Deutsch"}]
    translated = {
        "annotations/bridge/other.md": "---\nquote: ten more years\nkind: context\ntitle: The years\n---\nSo it said.\n",
        "annotations/bridge/good.de.md": "---\ntitle: Vier Stimmen\n---\nSo war es.\n",
        "docs/sources/letters/1.de.md": LETTER.format(number=1).replace("language: en", "language: de")
        + "\nViele Grüße.\n\nDie Brücke.\n",
        "docs/notes/index.md": PAGES["docs/notes/index.md"],
        "docs/library/index.md": PAGES["docs/library/index.md"],
    }
    sites.copy(sites.SMALL, root, {name: text for name, text in MORE.items() if "letters" in name} | translated)
    glossator: dict[str, Any] = {"bibliography": ["annotations/references.yml"], "permalinks": True}
    plugins = [{"i18n": {"docs_structure": "suffix", "languages": languages}}, "search", {"glossator": glossator}]
    sites.configure(root, theme={"name": "material", "font": False}, plugins=plugins)
    sites.commit(root, "All that is published")
    return root


def differing(shown: Mapping[str, bytes], fresh: Mapping[str, bytes]) -> list[str]:
    """The files in which two sites differ, with the first place."""
    return [
        f"{name}: {_place(shown.get(name), fresh.get(name))}"
        for name in sorted(shown.keys() | fresh.keys())
        if shown.get(name) != fresh.get(name)
    ]


def _place(one: bytes | None, other: bytes | None) -> str:
    if one is None or other is None:
        return "is in one of them only"
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"{one[max(at - 60, 0) : at + 60]!r} and not {other[max(at - 60, 0) : at + 60]!r}"


# Edits

Edit = Callable[[Path, random.Random], None]
EDITS: dict[str, Edit] = {}


def edit(function: Edit) -> Edit:
    """Make an edit one of those that are drawn."""
    EDITS[function.__name__.strip("_").replace("_", " ")] = function
    return function


def notes(root: Path) -> list[Path]:
    """All files of notes."""
    every = (root / "annotations").rglob("*.md")
    return sorted(path for path in every if path.parent.name != "versions" and path.stem.partition(".")[0] != "lead")


def any_note(root: Path, draw: random.Random) -> Path:
    """One of them."""
    return draw.choice(notes(root))


def any_source(root: Path, draw: random.Random) -> Path:
    """The file of one of the sources."""
    every = (root / "docs" / "sources").rglob("*.md")
    return draw.choice(sorted(path for path in every if path.stem != "index"))


def beside(root: Path, source: Path) -> str:
    """The folder of the notes of a source, by the source's file."""
    slug = source.relative_to(root / "docs" / "sources").as_posix().removesuffix(".md").removesuffix(".de")
    return f"annotations/{slug}"


def change(path: Path, old: str, new: str) -> None:
    """Change what a pattern finds first in a file."""
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(old, new, text, count=1, flags=re.MULTILINE), encoding="utf-8")


@edit
def _a_note_is_reworded(root: Path, draw: random.Random) -> None:
    path = any_note(root, draw)
    path.write_text(f"{path.read_text(encoding='utf-8').rstrip()} Another word, {draw.random()}.\n", encoding="utf-8")


@edit
def _a_note_gets_another_title(root: Path, draw: random.Random) -> None:
    change(any_note(root, draw), r"^title: .*$", f"title: The title number {draw.randrange(100)}")


@edit
def _a_note_loses_its_words(root: Path, draw: random.Random) -> None:
    change(any_note(root, draw), r"^quote: .*$", "quote: words that stand nowhere in this text")


@edit
def _a_note_cannot_be_read(root: Path, draw: random.Random) -> None:
    change(any_note(root, draw), r"^kind: .*$", "kin: context")


@edit
def _a_note_is_removed(root: Path, draw: random.Random) -> None:
    any_note(root, draw).unlink()


@edit
def _a_note_is_renamed(root: Path, draw: random.Random) -> None:
    path = any_note(root, draw)
    path.rename(path.with_name(f"renamed-{draw.randrange(1000)}.md"))


@edit
def _a_note_goes_to_another_source(root: Path, draw: random.Random) -> None:
    path = any_note(root, draw)
    path.rename(draw.choice(notes(root)).with_name(f"moved-{draw.randrange(1000)}.md"))


@edit
def _a_note_is_assessed(root: Path, draw: random.Random) -> None:
    status = draw.choice(("contested", "corroborated", "unsupported"))
    change(
        any_note(root, draw),
        r"^kind: .*$",
        f"kind: context\nstatus: {status}\nevidence: [{{cite: survey-2030, relation: {draw.choice(('supports', 'disputes'))}}}]",
    )


@edit
def _a_note_becomes_a_draft(root: Path, draw: random.Random) -> None:
    change(any_note(root, draw), r"^kind: ", "draft: true\nkind: ")


@edit
def _a_draft_is_published(root: Path, draw: random.Random) -> None:
    for path in notes(root):
        change(path, r"^draft: true\n", "")


@edit
def _a_reply_is_written(root: Path, draw: random.Random) -> None:
    answered = any_note(root, draw)
    answered.with_name(f"reply-{draw.randrange(1000)}.md").write_text(
        f"---\nkind: reply\ntitle: An answer\nreplies-to: {answered.stem}\n---\nSo it is.\n", encoding="utf-8"
    )


@edit
def _a_note_on_the_whole_is_written(root: Path, draw: random.Random) -> None:
    folder = beside(root, any_source(root, draw))
    sites.write(
        root,
        {f"{folder}/whole-{draw.randrange(1000)}.md": "---\nkind: context\ntitle: On all of it\n---\nText.\n"},
    )


@edit
def _a_source_is_reworded(root: Path, draw: random.Random) -> None:
    path = any_source(root, draw)
    path.write_text(f"{path.read_text(encoding='utf-8')}\nOne more paragraph, {draw.random()}.\n", encoding="utf-8")


@edit
def _a_source_begins_with_other_words(root: Path, draw: random.Random) -> None:
    # All of them, and no translation: each note has another passage then, in the original alone.
    for path in sorted((root / "docs" / "sources").rglob("*.md")):
        if path.stem != "index" and not path.stem.endswith(".de"):
            change(path, r"^---\n\n", f"---\n\nBefore all, {draw.random()}.\n\n")


@edit
def _a_source_gets_another_title(root: Path, draw: random.Random) -> None:
    change(any_source(root, draw), r"^(  )?title: .*$", rf"\1title: The papers number {draw.randrange(100)}")


@edit
def _a_source_is_added(root: Path, draw: random.Random) -> None:
    name = f"added-{draw.randrange(1000)}"
    text = f"---\nsource: {{title: '{name}', issued: 20{draw.randrange(10, 30)}}}\ntext: restated\n---\n\nThe ferry is closed.\n"
    sites.write(root, {f"docs/sources/{name}.md": text})


@edit
def _a_source_is_removed(root: Path, draw: random.Random) -> None:
    added = sorted((root / "docs" / "sources").glob("added-*.md"))
    if added:
        draw.choice(added).unlink()


@edit
def _a_rating_changes(root: Path, draw: random.Random) -> None:
    change(root / "annotations/bridge/sourcing.yml", r"reliability: .*$", f"reliability: {draw.choice('ABCDEF')}")


@edit
def _an_origin_is_renamed(root: Path, draw: random.Random) -> None:
    change(root / "annotations/bridge/sourcing.yml", r"label: .*$", f"label: Origin {draw.randrange(100)}")


@edit
def _an_entity_is_renamed(root: Path, draw: random.Random) -> None:
    change(root / "annotations/bridge/entities.yml", r"label: .*$", f"label: Somebody {draw.randrange(100)}")


@edit
def _a_lead_is_written(root: Path, draw: random.Random) -> None:
    sites.write(root, {f"{beside(root, any_source(root, draw))}/lead.md": f"What to know: {draw.random()}.\n"})


@edit
def _a_note_is_translated(root: Path, draw: random.Random) -> None:
    path = any_note(root, draw)
    text = f"---\ntitle: Titel {draw.randrange(100)}\n---\nSo war es, {draw.random()}.\n"
    path.with_name(f"{path.stem.partition('.')[0]}.de.md").write_text(text, encoding="utf-8")


@edit
def _a_translation_is_removed(root: Path, draw: random.Random) -> None:
    for path in sorted((root / "annotations").rglob("*.de.md"))[:1]:
        path.unlink()


@edit
def _a_former_version_is_reworded(root: Path, draw: random.Random) -> None:
    for path in sorted((root / "annotations").rglob("versions/1.md")):
        path.write_text(f"{path.read_text(encoding='utf-8')}\nNobody, {draw.random()}.\n", encoding="utf-8")


@edit
def _a_former_version_is_taken_at_another_time(root: Path, draw: random.Random) -> None:
    for path in sorted((root / "annotations").rglob("versions/1.md")):
        change(path, r"^captured: .*$", f"captured: 2031-03-{draw.randrange(5, 30):02}")


@edit
def _a_former_version_is_added(root: Path, draw: random.Random) -> None:
    path = f"{beside(root, any_source(root, draw))}/versions/{draw.choice((1, 2, 3))}.md"
    sites.write(root, {path: FORMER.replace("a cart", f"a cart of {draw.randrange(100)} stones")})


@edit
def _a_former_version_is_removed(root: Path, draw: random.Random) -> None:
    draw.choice(sorted((root / "annotations").rglob("versions/*.md"))).unlink(missing_ok=True)


@edit
def _a_note_on_a_former_version_is_written(root: Path, draw: random.Random) -> None:
    for path in sorted((root / "annotations").rglob("versions/1.md"))[:1]:
        note = f"---\npassage: 2\nversion: 1\nkind: context\ntitle: Was said {draw.random()}\n---\nIt was.\n"
        (path.parent.parent / f"former-{draw.randrange(1000)}.md").write_text(note, encoding="utf-8")


@edit
def _a_note_on_a_former_version_is_reworded(root: Path, draw: random.Random) -> None:
    change(root / "annotations/bridge/formerly.md", r"\Z", f"It was, {draw.random()}.\n")


@edit
def _a_folder_gets_another_introduction(root: Path, draw: random.Random) -> None:
    path = root / "docs/sources/letters/index.md"
    change(path, r"^# .*\n\n.*$", f"# Letters *{draw.randrange(100)}*\n\nWhat came, {draw.random()}.")


@edit
def _a_library_is_arranged_otherwise(root: Path, draw: random.Random) -> None:
    group, sort = draw.choice(("folder", "series", "date", "none")), draw.choice(("oldest", "title"))
    change(root / "docs/arranged/index.md", r"^group: .*$", f"group: {group}\nsort: {sort}")


@edit
def _a_source_is_issued_at_another_time(root: Path, draw: random.Random) -> None:
    change(any_source(root, draw), r"issued: [-\d]+", f"issued: 20{draw.randrange(29, 33)}-0{draw.randrange(1, 9)}")


@edit
def _evidence_is_issued_at_another_time(root: Path, draw: random.Random) -> None:
    change(root / "annotations/bridge/dated.md", r"issued: \d+", f"issued: {draw.randrange(1990, 2040)}")


@edit
def _a_timeline_gets_too_short(root: Path, draw: random.Random) -> None:
    for _ in range(3):
        change(root / "annotations/bridge/dated.md", r"^  - .*\n", "")


def _a_source_is_translated(root: Path, draw: random.Random) -> None:
    path = any_source(root, draw)
    text = path.read_text(encoding="utf-8")
    path.with_name(f"{path.name.partition('.')[0]}.de.md").write_text(
        f"{text}\nDeutsch, {draw.random()}.\n", encoding="utf-8"
    )


def _a_translation_of_a_source_is_reworded(root: Path, draw: random.Random) -> None:
    for path in sorted((root / "docs/sources").rglob("*.de.md")):
        path.write_text(f"{path.read_text(encoding='utf-8')}\nNoch eins, {draw.random()}.\n", encoding="utf-8")


def _a_translation_quotes_words(root: Path, draw: random.Random) -> None:
    text = f"---\nquote: Dear neighbours\ntitle: Titel {draw.randrange(100)}\n---\nText.\n"
    sites.write(root, {"annotations/letters/1/dear.de.md": text})


def _a_translation_of_a_source_is_removed(root: Path, draw: random.Random) -> None:
    for path in sorted((root / "docs/sources").rglob("*.de.md"))[:1]:
        path.unlink()


@edit
def _a_reference_changes(root: Path, draw: random.Random) -> None:
    change(root / "annotations/references.yml", r"title: .*$", f"title: Survey number {draw.randrange(100)}")


@edit
def _a_reference_is_added(root: Path, draw: random.Random) -> None:
    path = root / "annotations/references.yml"
    added = f"- id: added-{draw.randrange(100_000)}\n  title: Another book\n  issued: 2031\n"
    path.write_text(path.read_text(encoding="utf-8") + added, encoding="utf-8")


@edit
def _another_page_changes(root: Path, draw: random.Random) -> None:
    path = root / draw.choice(("docs/about.md", "docs/index.md"))
    path.write_text(f"{path.read_text(encoding='utf-8')}\n## More, {draw.randrange(100)}\n\nText.\n", encoding="utf-8")


@edit
def _a_page_is_added_and_linked(root: Path, draw: random.Random) -> None:
    name = f"page-{draw.randrange(100)}"
    path = root / "docs/about.md"
    linked = f"{path.read_text(encoding='utf-8')}\n[More]({name}.md), [none](none-{name}.md).\n"
    sites.write(root, {f"docs/{name}.md": f"# {name}\n\n[Home](index.md)\n", "docs/about.md": linked})


@edit
def _a_page_is_removed(root: Path, draw: random.Random) -> None:
    for path in sorted((root / "docs").glob("page-*.md"))[:1]:
        path.unlink()


@edit
def _the_configuration_changes(root: Path, draw: random.Random) -> None:
    sites.configure(root, site_name=f"The papers of {draw.randrange(10)}", site_description="All of them")


@edit
def _an_option_changes(root: Path, draw: random.Random) -> None:
    chosen: dict[str, Any] = draw.choice(
        (
            {"permalinks": draw.random() < 0.5},
            {
                "kinds": {
                    "context": {"label": f"Context {draw.randrange(9)}"},
                    "chronology": {"label": "Time", "meaning": "When."},
                }
            },
            {"citation_style": draw.choice(("chicago-notes-bibliography", "apa", "modern-language-association"))},
            {"content_security_policy": draw.choice((True, None))},
        )
    )
    sites.configure(root, glossator=chosen)


@edit
def _everything_is_committed(root: Path, draw: random.Random) -> None:
    (root / f"{draw.random()}.txt").touch()
    sites.commit(root, f"Change number {draw.randrange(100)}")


@edit
def _nothing_changes(root: Path, draw: random.Random) -> None:
    path = any_note(root, draw)
    path.write_bytes(path.read_bytes())


IN_TWO_LANGUAGES: dict[str, Edit] = {
    function.__name__.strip("_").replace("_", " "): function
    for function in (
        _a_note_is_reworded,
        _a_note_is_translated,
        _a_translation_is_removed,
        _a_note_is_removed,
        _a_note_becomes_a_draft,
        _a_note_on_the_whole_is_written,
        _a_source_is_reworded,
        _a_source_begins_with_other_words,
        _a_source_gets_another_title,
        _a_source_is_added,
        _a_source_is_translated,
        _a_translation_of_a_source_is_reworded,
        _a_translation_quotes_words,
        _a_translation_of_a_source_is_removed,
        _a_lead_is_written,
        _a_reference_is_added,
        _a_former_version_is_added,
        _a_note_on_a_former_version_is_written,
        _a_folder_gets_another_introduction,
        _everything_is_committed,
    )
}


SEEDS = [1, pytest.param(2, marks=pytest.mark.long), pytest.param(3, marks=pytest.mark.long)]


@pytest.mark.build
@pytest.mark.parametrize("seed", SEEDS)
def test_after_any_edits_the_preview_shows_what_a_fresh_build_would(tmp_path: Path, seed: int) -> None:
    """Notes, sources, versions, folders, dates, references, options and commits change at random, byte for byte alike."""
    compare(whole_site(tmp_path / "site"), EDITS, seed)


@pytest.mark.build
@pytest.mark.parametrize("seed", SEEDS)
def test_so_does_that_of_a_site_in_two_languages(tmp_path: Path, seed: int) -> None:
    """Notes and sources are written, translated and changed."""
    compare(site_in_two_languages(tmp_path / "site"), IN_TWO_LANGUAGES, seed)


def compare(root: Path, edits: Mapping[str, Edit], seed: int) -> None:
    """Make edits in an order drawn at random, some at once, and compare the preview with a fresh build each time."""
    draw, preview, left = random.Random(seed), Preview(root), list(edits.items())
    preview.build()
    draw.shuffle(left)
    while left:
        done = []
        for _ in range(min(draw.choice((2, 4, 8)), len(left))):
            name, function = left.pop()
            function(root, draw)
            done.append(name)
        wrong = differing(preview.build(), Preview(root).build())
        assert not wrong, f"after {', '.join(done)}:\n" + "\n".join(wrong[:5])


@pytest.mark.build
def test_a_saved_note_costs_its_own_source_and_no_other(tmp_path: Path) -> None:
    """After a note only its source is annotated anew, and after a commit those in it; after a reference, all of them are."""
    root = whole_site(tmp_path / "site")
    preview = Preview(root)
    everything = annotated(preview)
    assert {"bridge", "bridge/versions/1", "ferry", "letters/2", "market"} < set(everything)
    assert annotated(preview) == []
    change(root / "annotations/market/roof.md", r"^title: .*$", "title: Another title")
    assert annotated(preview) == ["market"]
    change(root / "docs/sources/ferry.md", r"\Z", "\nOne more line.\n")
    assert annotated(preview) == ["ferry"]
    _a_former_version_is_reworded(root, random.Random(1))
    assert annotated(preview) == ["bridge", "bridge/versions/1"]
    _a_folder_gets_another_introduction(root, random.Random(1))
    assert annotated(preview) == []
    for change_all in (_a_reference_changes, _the_configuration_changes):
        change_all(root, random.Random(1))
        assert annotated(preview) == everything, change_all.__name__
    sites.commit(root, "What was saved")
    assert annotated(preview) == ["ferry", "market"]
    (root / "unrelated.txt").touch()
    sites.commit(root, "What nobody sees")
    assert annotated(preview) == []


@pytest.mark.build
def test_a_saved_translation_costs_its_own_source_in_its_own_language(tmp_path: Path) -> None:
    """After a note all languages of its source are made anew, after another language's text the source alone is."""
    root = site_in_two_languages(tmp_path / "site")
    preview = Preview(root)
    assert len(annotated(preview)) == 6
    assert annotated(preview) == []
    change(root / "annotations/bridge/good.md", r"^title: .*$", "title: Another title")
    assert annotated(preview) == ["bridge", "bridge"]
    change(root / "docs/sources/letters/1.de.md", r"\Z", "\nNoch eins.\n")
    assert annotated(preview) == ["letters/1"]


def annotated(preview: Preview) -> list[str]:
    """Build, and tell which sources got their notes anew."""
    with mock.patch("glossator.publication.build.annotate", side_effect=annotate) as calls:
        preview.build()
    return sorted(call.args[0].slug for call in calls.call_args_list)


@pytest.mark.build
def test_what_is_not_known_is_made_anew(tmp_path: Path) -> None:
    """With a Markdown extension that may read files, a preview keeps nothing that notes are made of."""
    root = sites.copy(sites.SMALL, tmp_path / "site")
    preview = Preview(root)
    with sites.with_unknown_extension(root):
        assert annotated(preview) == annotated(preview) == ["bridge"]


@pytest.mark.build
def test_a_preview_holds_what_the_last_build_used(tmp_path: Path) -> None:
    """After thirty saves, and a source that came and went, no more is kept than after the first."""
    root = sites.copy(sites.SMALL, tmp_path / "site")
    preview = Preview(root)
    preview.build()
    preview.build()
    size = preview.memory.size
    sites.write(root, {"docs/sources/ferry.md": "---\nsource: {title: Ferry}\ntext: restated\n---\n\nThe ferry.\n"})
    preview.build()
    assert preview.memory.size > size
    sites.write(root, {"docs/sources/ferry.md": None})
    for number in range(30):
        change(root / "annotations/bridge/good.md", r"^title: .*$", f"title: Title {number}")
        preview.build()
    assert preview.memory.size == size


def test_a_build_keeps_nothing(tmp_path: Path) -> None:
    """`mkdocs build` has no memory, and asks for none."""
    root = sites.copy(sites.SMALL, tmp_path / "site")
    with mock.patch("glossator.hosts.mkdocs.plugin.Memory", side_effect=AssertionError):
        assert not sites.build(root, to=tmp_path / "built").failure


# The memory itself


def test_a_result_is_kept_with_all_that_it_was_made_of() -> None:
    """Equal texts and the same records give it again; other ones, an equal copy of a record among them, do not."""
    memory, made = Memory(), iter(range(100))
    record, copy = [1], [1]

    def recalled(*made_of: Any) -> int:
        memory.begin()
        return memory.recall("result", made_of, lambda: next(made))

    assert recalled("text", 1, record, ("a", b"b")) == 0
    assert recalled("text", 1, record, ("a", b"b")) == 0
    assert recalled("other", 1, record, ("a", b"b")) == 1
    assert recalled("other", 1, copy, ("a", b"b")) == 2
    assert recalled("other", True, copy, ("a", b"b")) == 3
    assert recalled("other", True, copy, ("a", b"c")) == 4
    assert recalled("other", True, copy, ("a", b"c", None)) == 5
    assert not is_same(1, 1.0)


def test_what_a_build_does_not_use_is_forgotten() -> None:
    """A result lives through one build that does not ask for it, since its turn may still come, and no longer."""
    memory = Memory()
    memory.begin()
    memory.recall("one", (), object)
    memory.begin()
    memory.recall("other", (), object)
    assert memory.size == 2
    memory.begin()
    assert memory.size == 1
    memory.forget()
    assert memory.size == 0


def test_files_are_read_again_when_a_byte_of_them_changes(tmp_path: Path) -> None:
    """So they are when the change leaves size and time as they were; what cannot be read, or changes meanwhile, is not kept."""
    file, memory = tmp_path / "a.md", Memory()
    file.write_bytes(b"one")
    when = file.stat().st_mtime_ns

    def read() -> bytes:
        memory.begin()
        return memory.read("file", [file], (), file.read_bytes)

    first = read()
    assert read() is first
    file.write_bytes(b"two")
    os.utime(file, ns=(when, when))
    assert read() == b"two"

    def changing() -> bytes:
        text = file.read_bytes()
        file.write_bytes(b"four")
        return text

    file.write_bytes(b"three")
    memory.begin()
    assert memory.read("file", [file], (), changing) == b"three"
    assert read() == b"four"
    assert memory.read("none", [tmp_path / "none.md"], (), lambda: 1) == 1
    assert memory.read("none", [tmp_path / "none.md"], (), lambda: 2) == 2


def test_without_a_memory_everything_is_made() -> None:
    """What builds once does not even ask what a result depends on."""
    memory, made = Forgetful(), iter(range(9))
    assert [memory.recall("one", (), lambda: next(made)) for _ in range(2)] == [0, 1]
    assert not memory.keeps
    assert memory.size == 0
