"""What builds keep for one another, and sources that several processes make: the site is the same, byte for byte."""

from __future__ import annotations

import logging
import os
import pickle
import random
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

import pytest
import sites
import test_preview as previews
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from glossator import processes
from glossator.edition.annotating import annotate
from glossator.memory import cache as caches
from glossator.memory.cache import Cache
from glossator.memory.digests import Digests, Unknowable
from glossator.memory.segments import FEW, SPARE, SUFFIX, Segments
from glossator.project.sidecar import Waiting
from glossator.publication import keeping

RESULTS = Path(".cache", "glossator", "results")


@dataclass(frozen=True)
class Made:
    """What a build did."""

    files: Mapping[str, bytes]
    """Every file of the site."""
    said: tuple[str, ...]
    """Its warnings and errors."""
    anew: frozenset[object]
    """The names of the results that were in no cache, that of the program's parts alone."""


@pytest.fixture(autouse=True)
def _one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in previews.CLOCK.items():
        monkeypatch.setenv(name, value)


def build(root: Path, **options: object) -> Made:
    """Build a site as `mkdocs build` does, with some options of the plugin's."""
    heard, opened = _Heard(), list[Cache]()

    def opening(*args: Any, **kwargs: Any) -> Cache:
        opened.append(_OPENED(*args, **kwargs))
        return opened[-1]

    logger = logging.getLogger("mkdocs")
    logger.addHandler(heard)
    with TemporaryDirectory() as site, mock.patch.object(keeping, "opened", opening):
        try:
            config = load_config(str(root / "mkdocs.yml"), site_dir=site)
            config.plugins["glossator"].config.update(options)
            config.plugins.on_startup(command="build", dirty=False)
            mkdocs_build(config)
        except Exception as error:  # noqa: BLE001  # of a site that is not to be published: the same with and without
            heard.said.append(str(error))
        finally:
            logger.removeHandler(heard)
        files = sites.contents(Path(site))
    names = (name[0] if isinstance(name, tuple) else name for cache in opened for name in cache.made)
    # Its date is that of the clock.
    return Made(
        {name: data for name, data in files.items() if name != "sitemap.xml.gz"}, tuple(heard.said), frozenset(names)
    )


_OPENED = keeping.opened


class _Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def assert_same(one: Made, other: Made, after: str = "") -> None:
    """Two builds made the same, and said the same."""
    wrong = previews.differing(one.files, other.files)
    assert not wrong, f"{after}:\n" + "\n".join(wrong[:5])
    assert one.said == other.said, after


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with everything, in git."""
    return previews.whole_site(tmp_path / "site")


def small(folder: Path) -> Path:
    """A site of two sources with a note each."""
    root = sites.copy(
        sites.SMALL, folder / "site", {name: text for name, text in previews.MORE.items() if "letters/1" in name}
    )
    sites.commit(root, "All that is published")
    return root


# Processes


@pytest.mark.build
def test_several_processes_build_what_one_builds(site: Path) -> None:
    """Pages, exports, feeds, the index of the search, and what is said of a note that has no place; a later build, too."""
    previews.change(site / "annotations/market/roof.md", r"^quote: .*$", "quote: words that stand nowhere")
    one, three = build(site, jobs=1), build(site, jobs=3)
    assert one.said
    assert_same(one, three)
    build(site, jobs=3, cache=True)
    again = build(site, cache=True)
    assert_same(one, again)
    assert again.anew == frozenset()
    assert three.anew <= {"notes.csv", "named", "page", "own page", "policy"}, "those are made of what was made"


@pytest.mark.build
def test_so_do_several_on_a_site_in_two_languages(tmp_path: Path) -> None:
    """Each language in its turn."""
    root = previews.site_in_two_languages(tmp_path / "site")
    assert_same(build(root, jobs=1), build(root, jobs=2))


@pytest.mark.build
def test_so_do_processes_that_begin_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on macOS and Windows: they read the configuration by its file."""
    site = small(tmp_path)
    monkeypatch.setattr(processes, "METHOD", "spawn")
    one, two = build(site, jobs=1), build(site, jobs=2)
    assert_same(one, two)
    assert "edition" not in two.anew


@pytest.mark.build
def test_a_process_that_dies_costs_time_and_nothing_else(tmp_path: Path) -> None:
    """What it would have made, the build makes itself."""
    if processes.METHOD != "fork":
        pytest.skip("the process would not know of the fault")
    site = small(tmp_path)
    one = build(site, jobs=1)
    with mock.patch("glossator.publication.build.Build.prepare", side_effect=SystemExit(9)):
        assert_same(one, build(site, jobs=2))
    with mock.patch("glossator.publication.build.Build.apart", side_effect=lambda: os._exit(9)):
        assert_same(one, build(site, jobs=2))


@pytest.mark.build
def test_a_small_site_is_built_by_one_process(tmp_path: Path) -> None:
    """To begin another takes longer than its few notes do; a large one has each core, but for one with our search."""
    site = small(tmp_path)
    with mock.patch("glossator.hosts.mkdocs.plugin.prepare") as several:
        build(site)
        assert not several.called
        with (
            mock.patch.dict(keeping.ENOUGH, {processes.METHOD: 1}),
            mock.patch.object(processes, "cores", return_value=2),
        ):
            build(site)
        assert several.called


# Other builds


@pytest.mark.build
def test_a_later_build_makes_nothing_again(tmp_path: Path) -> None:
    """Not in the same folder, nor in another one on another day, with the cache of the first."""
    site = small(tmp_path)
    plain, first = build(site), build(site, cache=True)
    assert_same(plain, first)
    assert "edition" in first.anew
    again = build(site, cache=True)
    assert_same(plain, again)
    assert again.anew == frozenset()
    elsewhere = tmp_path / "elsewhere" / "site"
    shutil.copytree(site, elsewhere)
    for path in elsewhere.rglob("*"):
        if path.is_file() and RESULTS.name not in path.parts:
            path.touch()
    there = build(elsewhere, cache=True)
    assert_same(plain, there)
    assert there.anew == frozenset()
    assert (site / RESULTS / ".gitignore").read_text(encoding="utf-8") == "*\n"


@pytest.mark.build
def test_a_commit_costs_the_sources_in_it(site: Path) -> None:
    """As the next build after somebody’s contribution."""
    build(site, cache=True)
    with mock.patch("glossator.publication.build.annotate", side_effect=annotate) as calls:
        previews.change(site / "annotations/market/roof.md", r"^title: .*$", "title: Another title")
        sites.commit(site, "Another title")
        build(site, cache=True)
    assert [call.args[0].slug for call in calls.call_args_list] == ["market"]


LONG = [pytest.param(seed, marks=pytest.mark.long) for seed in (1, 2, 3)]


@pytest.mark.build
@pytest.mark.parametrize("seed", [7, *LONG])
def test_after_any_edits_a_build_with_a_cache_is_one_without(site: Path, seed: int) -> None:
    """Each kind of input is changed: notes, sources, versions, folders, dates, references, options, commits."""
    compare(site, previews.EDITS, seed)


@pytest.mark.build
@pytest.mark.parametrize("seed", LONG)
def test_so_it_is_in_two_languages(tmp_path: Path, seed: int) -> None:
    """Notes and sources are written, translated and changed."""
    compare(previews.site_in_two_languages(tmp_path / "site"), previews.IN_TWO_LANGUAGES, seed)


def compare(root: Path, edits: Mapping[str, previews.Edit], seed: int) -> None:
    """Make edits in an order drawn at random, many at once, and compare each time."""
    draw, left = random.Random(seed), list(edits.items())
    build(root, cache=True)
    draw.shuffle(left)
    while left:
        done = []
        for _ in range(min(draw.choice((4, 8, 16)), len(left))):
            name, function = left.pop()
            function(root, draw)
            done.append(name)
        # In one process and in two by turns.
        assert_same(build(root, cache=True, jobs=1 + len(left) % 2), build(root, jobs=1), ", ".join(done))


OTHER_INPUTS: Mapping[str, Callable[[Path], object]] = {
    "a template of the site": lambda root: sites.write(
        root,
        {"overrides/glossator/contribute.html": "<p>Other ways</p>\n", "overrides/glossator/end.html": "<p>End</p>\n"},
    ),
    "the words of the site": lambda root: sites.write(
        root, {"overrides/glossator/en.po": 'msgid ""\nmsgstr ""\n\nmsgid "Suggest a note"\nmsgstr "Write one"\n'}
    ),
    "an extension of Markdown": lambda root: sites.configure(root, markdown_extensions=["attr_list", "smarty"]),
    "the options of an extension": lambda root: sites.configure(
        root, markdown_extensions=[{"toc": {"permalink": True}}]
    ),
    "the address of the site": lambda root: sites.configure(root, site_url="https://example.org/elsewhere/"),
    "the form of addresses": lambda root: sites.configure(root, use_directory_urls=False),
    "the repository": lambda root: sites.configure(root, repo_url="https://github.com/example/papers"),
    "HTML in sources": lambda root: sites.configure(root, glossator={"raw_html": True}),
    "the language of the site": lambda root: sites.configure(
        root, theme={"name": "material", "font": False, "language": "de", "custom_dir": "overrides"}
    ),
}


@pytest.mark.build
def test_so_it_is_after_a_change_of_the_configuration(tmp_path: Path) -> None:
    """Whatever a page can depend on besides, one after another."""
    root = sites.copy(sites.SMALL, tmp_path / "site", {"overrides/empty.html": "", "overrides/glossator/note.txt": ""})
    source = root / "docs/sources/bridge.md"
    source.write_text(
        f'{source.read_text(encoding="utf-8")}\n## A heading\n\n<aside>Apart</aside>\n\nSo it is "said".\n',
        encoding="utf-8",
    )
    sites.configure(root, theme={"name": "material", "font": False, "custom_dir": "overrides"})
    before = build(root, cache=True)
    for what, change in OTHER_INPUTS.items():
        change(root)
        after = build(root, cache=True)
        assert_same(after, build(root), what)
        assert after.files != before.files, what
        before = after


@pytest.mark.build
def test_another_program_finds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of it, of Python, or of anything that is installed beside it."""
    site = small(tmp_path)
    first = build(site, cache=True)
    monkeypatch.setattr(caches, "program", lambda: b"another")
    assert build(site, cache=True).anew == first.anew


def test_the_program_is_known_by_its_files_and_what_is_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One more package, or another version of one, makes it another."""
    before = caches.program.__wrapped__()
    (tmp_path / "other-1.0.dist-info").mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    added = caches.program.__wrapped__()
    (tmp_path / "other-1.0.dist-info").rename(tmp_path / "other-1.1.dist-info")
    assert len({before, added, caches.program.__wrapped__()}) == 3


@pytest.mark.build
def test_what_is_broken_is_made_again(tmp_path: Path) -> None:
    """A result with other bytes than were written, another one’s result, a file that ends in the middle, an empty one."""
    site = sites.copy(sites.SMALL, tmp_path / "site")
    plain = build(site)
    build(site, cache=True)
    (path,) = (site / RESULTS).glob(f"*{SUFFIX}")
    whole = path.read_bytes()
    for name, data in {
        "a bit in the middle": whole[: len(whole) // 2] + b"\x00\x01" + whole[len(whole) // 2 + 2 :],
        "the end": whole[: len(whole) // 3],
        "everything": b"",
        "something else": b"glo1" * 1000,
    }.items():
        path.write_bytes(data)
        assert_same(plain, build(site, cache=True), name)
        for each in (site / RESULTS).glob(f"*{SUFFIX}"):
            each.unlink()


@pytest.mark.build
def test_a_cache_that_cannot_be_written_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where a build may take what others left, and leave nothing."""
    site = small(tmp_path)
    plain = build(site, cache=True)
    before = sites.contents(site / RESULTS)
    monkeypatch.setattr(keeping, "_is_writable", lambda folder: False)
    again = build(site, cache=True)
    assert_same(plain, again)
    assert again.anew == frozenset()
    previews.change(site / "annotations/bridge/good.md", r"^title: .*$", "title: Another title")
    assert_same(build(site, cache=True, jobs=2), build(site))
    assert sites.contents(site / RESULTS) == before


@pytest.mark.build
def test_the_cache_does_not_grow_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After many commits it holds at most twice what the last build used, in few files."""
    monkeypatch.setattr("glossator.memory.segments.SPARE", 0)
    root = sites.copy(sites.SMALL, tmp_path / "site")
    sizes = []
    for number in range(6):
        previews.change(root / "annotations/bridge/good.md", r"^title: .*$", f"title: Title {number}")
        build(root, cache=True)
        files = list((root / RESULTS).glob(f"*{SUFFIX}"))
        assert len(files) <= FEW
        sizes.append(sum(path.stat().st_size for path in files))
    assert max(sizes) <= 2.5 * sizes[0]


@pytest.mark.build
def test_nothing_is_kept_of_what_is_not_known(tmp_path: Path) -> None:
    """A Markdown extension that is not on the list may read files or the clock."""
    root = sites.copy(sites.SMALL, tmp_path / "site")
    with sites.with_unknown_extension(root):
        build(root, cache=True, jobs=2)
    assert not (root / RESULTS).exists()


# What stands for values


def test_values_that_differ_have_other_digests(tmp_path: Path) -> None:
    """Also where their letters are the same, or where they only end elsewhere; a list and a tuple are alike."""
    digests = Digests(tmp_path)
    values: list[object] = [
        *("1", 1, 1.0, True, b"1", None, "None", ("1",), ["1", ""], ("1", ("",)), (("1",), "")),
        *({"a": 1, "b": 2}, {"b": 2, "a": 1}, {"a"}, frozenset({"a"}), Path("a"), tmp_path / "b", re.sub, len, str),
    ]
    assert len({digests.of(value) for value in values}) == len(values)
    assert digests.of("a", "b") != digests.of("ab", "") != digests.of(("a", "b"))


def test_a_path_counts_from_the_folder_of_the_project(tmp_path: Path) -> None:
    """So that a checkout elsewhere is the same."""
    one, other = tmp_path / "one", tmp_path / "other"
    assert Digests(one).of(one / "a.md") == Digests(other).of(other / "a.md") != Digests(one).of(other / "a.md")


def test_what_cannot_be_told_apart_stands_for_nothing(tmp_path: Path) -> None:
    """A function that was made, and a value of a kind that nobody knows."""
    for value in (lambda: 1, object(), [object()], iter(())):
        with pytest.raises(Unknowable):
            Digests(tmp_path).of(value)


def test_what_nobody_holds_is_let_go(tmp_path: Path) -> None:
    """A record is known as long as it is there, and another one in its place is not taken for it."""
    digests, record = Digests(tmp_path), Waiting("a.md")
    digests.learn(record, b"digest")
    assert digests.known(record) == b"digest"
    assert digests.record(b"digest") is record
    del record
    with pytest.raises(KeyError):
        digests.record(b"digest")
    assert not any(digests.known(Waiting(f"{number}.md")) for number in range(100))


# The cache itself


def test_a_result_is_found_by_what_it_was_made_of(tmp_path: Path) -> None:
    """A record that was read gives the same by the bytes of its file, and the result gets the one that is there now."""
    file, made = tmp_path / "a.md", iter(range(9))
    file.write_text("one", encoding="utf-8")

    def kept() -> tuple[int, Waiting]:
        with closing(Cache(tmp_path / "kept", root=tmp_path)) as cache:
            record = cache.read("file", [file], (), lambda: Waiting(file.read_text(encoding="utf-8")))
            number, held = cache.keep("result", (record, "text"), lambda: (next(made), record))
            assert held is record
            return number, held

    assert [kept()[0], kept()[0]] == [0, 0]
    file.write_text("two", encoding="utf-8")
    assert kept() == (1, Waiting("two"))
    file.write_text("one", encoding="utf-8")
    assert kept() == (0, Waiting("one"))


def test_nothing_that_is_read_is_carried_out(tmp_path: Path) -> None:
    """Whoever can write to the folder cannot run anything: what names a function, or a type of others, is made again."""

    class Evil:
        def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
            return os.system, (f"touch {tmp_path / 'evil'}",)

    for evil in (Evil(), Cache, processes.cores):
        with closing(Cache(tmp_path / "kept", root=tmp_path)) as cache:
            digest = cache._of(caches.program(), "result", ())
            assert digest
            cache._segments.put(digest, pickle.dumps(evil))
        with closing(Cache(tmp_path / "kept", root=tmp_path)) as cache:
            assert cache.keep("result", (), lambda: "made") == "made"
        shutil.rmtree(tmp_path / "kept")
    assert not (tmp_path / "evil").exists()


def test_results_of_several_folders_are_one(tmp_path: Path) -> None:
    """They are put beside each other by copying files; two of one key do no harm."""
    keys = [bytes([number]) * 16 for number in range(3)]
    for name, own in (("a", keys[:2]), ("b", keys[1:])):
        with closing(Segments(tmp_path / name)) as segments:
            for key in own:
                segments.put(key, key * 100)
    shutil.copytree(tmp_path / "b", tmp_path / "a", dirs_exist_ok=True)
    with closing(Segments(tmp_path / "a")) as segments:
        assert [segments.get(key) for key in keys] == [key * 100 for key in keys]
        assert segments.get(b"x" * 16) is None


def test_results_that_no_build_uses_go(tmp_path: Path) -> None:
    """When they are more than half; what a build only asked for stays, too."""
    old, new, asked = b"o" * 16, b"n" * 16, b"a" * 16
    with closing(Segments(tmp_path)) as segments:
        segments.put(old, random.Random(1).randbytes(2 * SPARE))
        segments.put(new, b"new")
        segments.put(asked, b"asked")
    segments = Segments(tmp_path)
    assert segments.get(new) == b"new"
    assert segments.has(asked)
    segments.close()
    segments.tidy()
    with closing(Segments(tmp_path)) as segments:
        assert [segments.get(key) for key in (new, asked, old)] == [b"new", b"asked", None]


@contextmanager
def closing(it: Any) -> Iterator[Any]:
    """Closed at the end."""
    try:
        yield it
    finally:
        it.close()
