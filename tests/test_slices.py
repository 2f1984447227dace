"""Slices of a site, made by several machines and put together: the site is that of one build, byte for byte."""

from __future__ import annotations

import json
import os
import random
import shutil
import string
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest
import sites
import test_preview as previews

from _bench_sites import Writer, write, write_indices
from glossator import processes
from glossator.edition.annotating import annotate
from glossator.publication import slices
from glossator.publication.slices import FILE, Shard, shard_of


@pytest.fixture(autouse=True)
def _one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in previews.CLOCK.items():
        monkeypatch.setenv(name, value)


@dataclass(frozen=True)
class Site:
    """A site with everything, in git."""

    root: Path
    slices: Path
    """Four of them."""
    plain: Mapping[str, bytes]
    """What one build makes of it."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """One for all tests, which leave it as it is."""
    top = tmp_path_factory.mktemp("made")
    with mock.patch.dict(os.environ, previews.CLOCK):
        root = previews.whole_site(top / "site")
        cut(root, top / "slices", 4)
        return Site(root, top / "slices", plain(root, top / "plain"))


@pytest.fixture
def site(made: Site, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(made.root, tmp_path / "site")


@pytest.fixture
def parts(made: Site, tmp_path: Path) -> Path:
    """A copy of its slices."""
    return shutil.copytree(made.slices, tmp_path / "slices")


def cut(root: Path, to: Path, of: int, *, only: int = 0, jobs: int = 1) -> None:
    """Make the slices of a site, or one of them, each into a folder of its number."""
    for number in [only] if only else range(1, of + 1):
        into = str(to / str(number))
        done = sites.run(root, "slice", "--shard", f"{number}/{of}", "--output", into, "--jobs", str(jobs))
        assert (done.status, done.output) == (0, ""), done.errors
        assert f"of share {number}/{of} are ready" in done.errors


def merge(root: Path, *folders: Path, to: Path, strict: bool = False) -> tuple[Mapping[str, bytes], str, set[str]]:
    """Build a site of slices: its files, what was said, and the sources that were annotated anew."""
    with mock.patch("glossator.publication.build.annotate", side_effect=annotate) as calls:
        more = ("--strict",) if strict else ()
        done = sites.run(root, "merge", *map(str, folders), "--output", str(to), "--force", *more)
    assert done.status == 0, done.errors
    return contents(to), done.errors, {call.args[0].slug for call in calls.call_args_list}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a site but the one that holds the time of day."""
    return {name: data for name, data in sites.contents(folder).items() if name != "sitemap.xml.gz"}


def plain(root: Path, to: Path) -> dict[str, bytes]:
    """The site as one build makes it."""
    assert not sites.build(root, to=to).failure
    return contents(to)


# The site is the same


@pytest.mark.build
def test_four_slices_are_one_build(made: Site, tmp_path: Path) -> None:
    """Pages, exports, feeds and the index of the search; no source is annotated again."""
    built, said, anew = merge(made.root, made.slices, to=tmp_path / "merged", strict=True)
    assert previews.differing(built, made.plain) == []
    assert anew == set()
    assert "8 of 8 sources were ready in 4 slices, 0 were made anew" in said


@pytest.mark.build
def test_so_they_are_in_another_checkout(made: Site, tmp_path: Path) -> None:
    """As on other machines: another folder, other times of files, slices under other names; nothing is left anywhere."""
    elsewhere = tmp_path / "elsewhere" / "papers"
    shutil.copytree(made.root, elsewhere)
    for path in elsewhere.rglob("*"):
        if path.is_file() and ".git" not in path.parts:
            path.touch()
    before = set(sites.contents(made.root))
    cut(elsewhere, tmp_path / "slices", 2, jobs=2)
    shutil.copytree(tmp_path / "slices" / "1", tmp_path / "brought" / "slice-one")
    shutil.copytree(tmp_path / "slices" / "2", tmp_path / "brought" / "other" / "two")
    folders = tmp_path / "brought", tmp_path / "brought" / "other"
    built, _, anew = merge(made.root, *folders, to=tmp_path / "merged")
    assert previews.differing(built, made.plain) == []
    assert anew == set()
    assert set(sites.contents(made.root)) == before


@pytest.mark.build
def test_so_they_are_in_two_languages(tmp_path: Path) -> None:
    """The pages of the site's own language are taken from the slices, those of the other one are made."""
    root = previews.site_in_two_languages(tmp_path / "site")
    cut(root, tmp_path / "slices", 2)
    built, said, _ = merge(root, tmp_path / "slices", to=tmp_path / "merged")
    assert previews.differing(built, plain(root, tmp_path / "plain")) == []
    assert ", 0 were made anew" in said


@pytest.mark.build
def test_a_missing_slice_costs_time_alone(made: Site, parts: Path, tmp_path: Path) -> None:
    """Its sources are made by the merge, which says which slice it lacks; with `--strict` nothing is built."""
    lost = parts / "2"
    count = json.loads((lost / FILE).read_text(encoding="utf-8"))["sources"]
    shutil.rmtree(lost)
    built, said, anew = merge(made.root, parts, to=tmp_path / "merged")
    assert previews.differing(built, made.plain) == []
    assert len(anew) == count
    assert "a slice is missing: 2/4" in said
    assert f"{8 - count} of 8 sources were ready in 3 slices, {count} were made anew" in said
    refused = tmp_path / "refused"
    done = sites.run(made.root, "merge", str(parts), "--output", str(refused), "--strict")
    assert (done.status, refused.exists()) == (1, False)
    assert "nothing was built" in done.errors


@pytest.mark.build
def test_a_slice_of_another_commit_is_told(made: Site, site: Path, tmp_path: Path) -> None:
    """And used for the sources that are the same in both."""
    previews.change(site / "annotations/market/roof.md", r"^title: .*$", "title: Another title")
    sites.commit(site, "Another title")
    built, said, anew = merge(site, made.slices, to=tmp_path / "merged")
    assert previews.differing(built, plain(site, tmp_path / "plain")) == []
    assert "was made of another state of the site" in said
    assert anew == {"market"}
    assert "7 of 8 sources were ready in 4 slices, 1 were made anew" in said


@pytest.mark.build
def test_slices_of_another_site_are_told(made: Site, site: Path, tmp_path: Path) -> None:
    """Nothing of them is used where the options differ that show on every page."""
    sites.configure(site, site_name="Other Papers")
    _, said, anew = merge(site, made.slices, to=tmp_path / "merged")
    assert {"bridge", "ferry", "market"} <= anew
    assert "warning: nothing of the slices could be used, so they saved no time" in said


@pytest.mark.build
def test_files_that_are_not_committed_count_too(made: Site, site: Path, tmp_path: Path) -> None:
    """A note that was changed since: its source is made anew, and named; `--strict` refuses before anything is built."""
    previews.change(site / "annotations/market/roof.md", r"^title: .*$", "title: Another title")
    built, said, anew = merge(site, made.slices, to=tmp_path / "merged")
    assert previews.differing(built, plain(site, tmp_path / "plain")) == []
    assert anew == {"market"}
    assert "warning: files or options differ from those of the slices, as for `market`" in said
    refused = tmp_path / "refused"
    done = sites.run(site, "merge", str(made.slices), "--output", str(refused), "--strict")
    assert done.status == 1
    assert "1 of 8 sources are in no slice, such as `market`; nothing was built" in done.errors
    assert not list(refused.glob("**/*.html"))


@pytest.mark.build
def test_a_slice_of_another_program_is_told(made: Site, parts: Path, tmp_path: Path) -> None:
    """Another version of it, or other packages beside it."""
    path = parts / "1" / FILE
    for changes, told in (
        ({"program": "0" * 32}, "the same version, but with other packages beside it"),
        ({"version": "glossator 9.9, Python 3.13"}, "glossator 9.9, Python 3.13; here: glossator"),
    ):
        path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | changes), encoding="utf-8")
        done = sites.run(made.root, "merge", str(path.parent), "--output", str(tmp_path / "merged"), "--strict")
        assert (done.status, told in done.errors) == (1, True), done.errors


@pytest.mark.build
def test_what_is_broken_is_made_anew(made: Site, parts: Path, tmp_path: Path) -> None:
    """A file of a slice that lost its end, and one whose bytes changed on the way."""
    one, two = (next((parts / name).glob("*.results")) for name in "12")
    one.write_bytes(one.read_bytes()[:5_000])
    data = bytearray(two.read_bytes())
    data[len(data) // 2] ^= 1
    two.write_bytes(data)
    built, _, _ = merge(made.root, parts, to=tmp_path / "merged")
    assert previews.differing(built, made.plain) == []


@pytest.mark.build
def test_a_process_that_dies_is_told(made: Site, tmp_path: Path) -> None:
    """The slice says what it lacks, and so does the merge."""
    if processes.METHOD != "fork":
        pytest.skip("the process would not know of the fault")
    into = tmp_path / "slices" / "1"
    with mock.patch("glossator.publication.build.Build.apart", side_effect=lambda: os._exit(9)):
        done = sites.run(made.root, "slice", "--shard", "1/1", "--output", str(into), "--jobs", "2")
    assert "not made ready: 8, which `merge` makes anew" in done.errors
    built, said, _ = merge(made.root, into, to=tmp_path / "merged")
    assert previews.differing(built, made.plain) == []
    assert "lacks 8 of its 8 sources" in said


@pytest.mark.build
def test_processes_that_begin_anew_make_a_slice(made: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on macOS and Windows."""
    monkeypatch.setattr(processes, "METHOD", "spawn")
    cut(made.root, tmp_path / "slices", 2, only=1, jobs=2)


@pytest.mark.build
@pytest.mark.long
def test_so_are_twenty_slices_of_two_hundred_sources(tmp_path: Path) -> None:
    """Some with two processes, and with every index."""
    root, writer = tmp_path / "site", Writer(7)
    write(root, "sidecars", "material", (writer.page(f"s-{n:03}", words=300, notes=5) for n in range(200)))
    write_indices(root)
    for number in range(1, 21):
        cut(root, tmp_path / "slices", 20, only=number, jobs=1 + number % 2)
    sizes = [json.loads(path.read_text(encoding="utf-8"))["sources"] for path in tmp_path.glob(f"slices/*/{FILE}")]
    assert (len(sizes), sum(sizes)) == (20, 200)
    built, _, anew = merge(root, tmp_path / "slices", to=tmp_path / "merged", strict=False)
    assert previews.differing(built, plain(root, tmp_path / "plain")) == []
    assert anew == set()


# Shares


def test_every_source_is_in_one_share(tmp_path: Path) -> None:
    """Whatever the order in which they are named, and however many machines there are."""
    draw = random.Random(1)
    names = ["".join(draw.choices(string.ascii_lowercase, k=6)) for _ in range(300)]
    weights = {name: draw.choice((0, 10, 500, 20_000)) for name in names}
    again = {name: weights[name] for name in sorted(weights)}
    for of in (1, 2, 7, 20, 400):
        shares = [Shard(number, of).of_all(weights) for number in range(1, of + 1)]
        assert sorted(name for share in shares for name in share) == sorted(weights)
        assert shares == [Shard(number, of).of_all(again) for number in range(1, of + 1)]


def test_shares_are_about_as_long(tmp_path: Path) -> None:
    """The longest is at most one source longer than the shortest."""
    draw = random.Random(2)
    weights = {f"s{number}": draw.randint(1_000, 60_000) for number in range(200)}
    sums = [sum(weights[name] for name in Shard(number, 8).of_all(weights)) for number in range(1, 9)]
    assert max(sums) - min(sums) <= max(weights.values())


def test_a_share_is_written_as_people_do() -> None:
    """Which one of how many."""
    assert shard_of("2/4") == Shard(2, 4)
    assert str(shard_of(" 20/20 ")) == "20/20"


# What is wrong is said in a sentence


@pytest.mark.parametrize(
    "wrong", ["0/4", "5/4", "x", "2", "2/", "/4", "-1/4", "1.5/4", "2/4/8", "١/٤", "", "1/9999999"]
)
def test_a_share_that_is_none_is_told(wrong: str, tmp_path: Path) -> None:
    """With one that is right."""
    done = sites.run(sites.SMALL, "slice", f"--shard={wrong}", "--output", str(tmp_path / "slice"))
    assert (done.status, done.output) == (2, "")
    assert "is no share: write which one of how many, from 1 on, such as 2/4" in done.errors
    assert not (tmp_path / "slice").exists()


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    """A slice goes only where nothing else is, or over a former slice."""
    sites.write(tmp_path, {"papers/text.txt": "Mine", "file": "Mine"})
    for name, told in (("papers", "holds other files, such as text.txt"), ("file", "is a file")):
        done = sites.run(sites.SMALL, "slice", "--shard", "1/2", "--output", str(tmp_path / name))
        assert (done.status, told in done.errors) == (2, True), done.errors
    assert (tmp_path / "papers/text.txt").read_text(encoding="utf-8") == "Mine"


def test_what_is_no_slice_is_told(tmp_path: Path) -> None:
    """A folder that is not there, one that holds none, and one whose word cannot be read."""
    sites.write(tmp_path, {"empty/text.txt": "", "broken/slice.json": "{", "odd/slice.json": '{"shard": "5/4"}'})
    for name, told in (
        ("nowhere", "is not there: `glossator slice --shard 1/4"),
        ("empty", "holds no slice: `glossator slice --shard 1/4"),
        ("broken", "cannot be read: make the slice again"),
        ("odd", "cannot be read: make the slice again"),
    ):
        done = sites.run(sites.SMALL, "merge", str(tmp_path / name))
        assert (done.status, told in done.errors) == (2, True), done.errors


@pytest.mark.build
def test_a_site_is_not_written_over_other_files(made: Site, tmp_path: Path) -> None:
    """Only with `--force`, or where the configuration says that the site stands."""
    sites.write(tmp_path, {"papers/text.txt": "Mine"})
    done = sites.run(made.root, "merge", str(made.slices), "--output", str(tmp_path / "papers"))
    assert (done.status, "is not empty" in done.errors) == (2, True)
    assert (tmp_path / "papers/text.txt").exists()


def test_slices_of_different_counts_are_told() -> None:
    """And those that are missing are named, but not all of hundreds."""
    some = [Shard(1, 4), Shard(1, 8)]
    assert "the slices are shares of 4 and 8" in next(iter(slices._gaps(some)))
    assert list(slices._gaps([Shard(1, 9)])) == ["slices are missing: 2/9, 3/9, 4/9, 5/9, 6/9 and 3 more"]
    assert list(slices._gaps([Shard(1, 2), Shard(2, 2)])) == []


def test_another_site_generator_is_told(tmp_path: Path) -> None:
    """Its pages are made by a program of its own."""
    root = sites.copy(
        sites.SMALL,
        tmp_path / "site",
        {"zensical.toml": '[project]\nsite_name = "Papers"\n[project.plugins.glossator]\n'},
    )
    config = str(root / "zensical.toml")
    for arguments in (("slice", "--shard", "1/2", "--output", str(tmp_path / "slice")), ("merge", str(tmp_path))):
        done = sites.run(root, *arguments, "--config", config, configured=False)
        assert (done.status, "only a build of MkDocs can be shared" in done.errors) == (2, True), done.errors


@pytest.mark.build
def test_a_site_of_which_nothing_can_be_kept_is_told(tmp_path: Path) -> None:
    """With the Markdown extension that is to blame."""
    root = sites.copy(sites.SMALL, tmp_path / "site", {"docs/other.txt": "Other"})
    sites.configure(root, markdown_extensions=["attr_list", "pymdownx.snippets"])
    done = sites.run(root, "slice", "--shard", "1/2", "--output", str(tmp_path / "slice"))
    assert done.status == 2
    assert "on what the Markdown extension `pymdownx.snippets` depends" in done.errors
    assert not list((tmp_path / "slice").glob("*.results"))


@pytest.mark.build
def test_a_site_that_cannot_be_built_is_told(tmp_path: Path) -> None:
    """Before anything is made of a source."""
    root = sites.copy(sites.SMALL, tmp_path / "site")
    hook = "from mkdocs.exceptions import PluginError\n\n\ndef on_files(files, config):\n    raise PluginError('no')\n"
    sites.write(root, {"hook.py": hook})
    sites.configure(root, hooks=["hook.py"])
    done = sites.run(root, "slice", "--shard", "1/2", "--output", str(tmp_path / "slice"))
    assert (done.status, "the site cannot be built, with or without slices" in done.errors) == (2, True), done.errors
