"""What all tests share: how long Hypothesis looks, pages that it can make, and built sites in a real browser."""

from __future__ import annotations

import inspect
import os
import pickle
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FunctionType

import browser as driver
import pytest
import sites
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from playwright.sync_api import Browser

# No deadline: two busy cores say nothing about the code.  `derandomize` stays off: every run looks elsewhere.
settings.register_profile("default", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("fast", parent=settings.get_profile("default"), max_examples=10)
settings.register_profile("thorough", parent=settings.get_profile("default"), max_examples=1_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    with driver.chromium() as running:
        yield running


MARKERS = {"browser": "browser", "builds": "build", "built_small": "build"}
"""What it costs to have a fixture."""


@pytest.hookimpl(wrapper=True, tryfirst=True)  # before pytest chooses among the tests by their markers, and after it
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark what looks at pages by the fixtures that it has, its fixtures' own included, and what builds sites by these
    or by what it calls.

    Files with such tests come first, so that no process is left with a long one when the others have ended.
    """
    for item in items:
        if not isinstance(item, pytest.Function):
            continue
        for fixture in MARKERS.keys() & set(item.fixturenames):
            item.add_marker(MARKERS[fixture])
        definitions = (item._fixtureinfo.name2fixturedefs.get(name, ()) for name in item.fixturenames)
        if any(
            map(calls_build, [item.function, *(fixture.func for same_name in definitions for fixture in same_name)])
        ):
            item.add_marker("build")
    yield
    long_ones = {item.path for item in items if any(map(item.get_closest_marker, MARKERS.values()))}
    items.sort(key=lambda item: item.path not in long_ones)


@cache
def calls_build(function: Callable[..., object]) -> bool:
    """Whether a function calls `sites.build` or `sites.mkdocs`, by itself or by other functions of its file."""
    function = inspect.unwrap(function)
    if not isinstance(function, FunctionType):
        return False
    names = {*function.__code__.co_names}
    if "sites" in names and names & {"build", "mkdocs"}:
        return True
    others = (function.__globals__.get(name) for name in names)
    return any(
        calls_build(other)
        for other in others
        if isinstance(other, FunctionType) and other.__module__ == function.__module__ and other is not function
    )


class Builds(dict[Path, tuple[Path, "subprocess.CompletedProcess[str]"]]):
    """Sites built strictly, each once, when it is asked for first: by all processes that run tests together."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def __missing__(self, site: Path) -> tuple[Path, subprocess.CompletedProcess[str]]:
        folder = self._folder / f"built-{site.name}"
        done = folder.with_suffix(".pickle")
        with alone(folder.with_suffix(".lock")):
            if not done.exists():
                done.write_bytes(pickle.dumps(sites.mkdocs(site, "build", "--strict", "--site-dir", str(folder))))
        self[site] = folder, pickle.loads(done.read_bytes())
        return self[site]


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """One process at a time.  SQLite locks on every system, and lets go when a process dies."""
    connection = sqlite3.connect(lock, timeout=600, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        connection.close()


@pytest.fixture(scope="session")
def builds(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Builds:
    """Sites by their folders, built strictly: where each is, and what its build said."""
    folder = tmp_path_factory.getbasetemp()
    # Each worker of pytest-xdist has a folder of its own in one that they share.
    return Builds(folder if worker_id == "master" else folder.parent)


class Addresses(dict[Path, str]):
    """Where sites are served, by their folders; each from when it is asked for first."""

    def __init__(self, builds: Builds, stack: ExitStack) -> None:
        super().__init__()
        self._builds, self._stack = builds, stack

    def __missing__(self, site: Path) -> str:
        folder, _ = self._builds[site]
        self[site] = self._stack.enter_context(driver.served(folder))
        return self[site]


@pytest.fixture(scope="session")
def addresses(builds: Builds) -> Iterator[Addresses]:
    """Where the built sites are served."""
    with ExitStack() as stack:
        yield Addresses(builds, stack)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the small site, which is built in no time."""
    return sites.copy(sites.SMALL, tmp_path / "small")


@pytest.fixture
def built_small(small: Path, tmp_path: Path) -> Callable[..., sites.Built]:
    """Build that copy."""
    return lambda **options: sites.build(small, to=tmp_path / "out", **options)


@pytest.fixture(scope="session")
def pages() -> SearchStrategy[str]:
    """Pages of nested, valid HTML: every kind of block, end tags left out, entities, many scripts, invisible signs."""
    return _pages()


@st.composite
def _pages(draw: st.DrawFn) -> str:
    return page_of(draw(st.lists(st.sampled_from(TOKENS), max_size=60)))


WORDS = (
    # Few words, so that they come again: look-alikes are what anchoring must tell apart.
    'the council The councillors a b ab can\'t can’t “yes” ‘yes’ "yes" «oui» well-known well–known — - … ... 500 1,500'
    " 1.5 , . 2024–25 naïve nai\u0308ve na\ufb01ve o\ufb03ce office cafe\u0301s soft\xadhyphen zero\u200bwidth x\u200dy"
    " \u0301 e\u0301\u0323 \u0344 \u212b \u2126 \U0001d15e \ufb1d \u1e9b\u0323 \u0958 \ufb03 \ufdfa 😀 👩\u200d👩\u200d👧 🇩🇪 👍🏽 𝔘𝔫𝔦"
    " مُحَمَّد العربية می\u200cخواهم שָׁלוֹם ראש־העיר ที่ประชุมสภาเมือง 市議会は開かれた。 市议会 がか\u3099 한국 \u1112\u1161\u11ab हिन्दी কো"
    " \u200b \ufeff \xad \u2060 \u200f &amp; &amp &lt; &gt &quot; &nbsp; &nbsp &shy; &zwnj; &#8217; &#x2019; &#x1F600; &hellip;"
    " &copy &copyright; &notit; &fjlig; &NotEqualTilde; &#128; &#xD800; &#0; &unknown; & &; &# &#x; &bull &#8212"
).split(" ")
SPACES = (" ", " ", " ", "  ", "\n", "\n  ", "\t", "\xa0", "\u2009", "\u3000")
INLINE = (
    "<em>",
    "<b class='x'>",
    '<a href="/a?b&amp;c">',
    "<code>",
    "<span hidden>",
    '<span aria-hidden="true">',
    '<span style="color: red; display : none">',
    '<sup class="footnote-ref" id="fnref:1">',
    '<mark class="gl-mark" data-notes="old">',
    "<button>",
    "<label>",
)
VOID = (
    "<br>",
    "<br />",
    "<wbr>",
    '<img alt="picture" src="a.png">',
    "<!-- <p>comment --- -->",
    "<script>a < b</script>",
    "< 5",
)
BLOCKS = (
    "<p>",
    '<p id="own">',
    "<div>",
    '<div class="admonition note">',
    '<div class="gl-notes">',
    "<blockquote>",
    "<ul>",
    "<ol start=3>",
    "<table>",
    "<pre>",
    "<h2>",
    "<details>",
    "<figure>",
    "<section>",
)
CLOSE, LEAVE_OPEN, LI, TR, TD, HR = "</>", "</>?", "<li>", "<tr>", "<td>", "<hr>"
TOKENS: Sequence[str] = [
    *WORDS, *SPACES * 6, *INLINE, *VOID, "<br>", *BLOCKS, "<p>", "<p>", "<p>", "<ul>", "<table>",
    *[CLOSE] * 14, *[LEAVE_OPEN] * 4, *[LI] * 4, *[TR] * 3, *[TD] * 3, HR,
]  # fmt: skip


def page_of(tokens: Sequence[str]) -> str:
    """The valid HTML that comes of tokens in any order."""
    writer = _Writer()
    for token in tokens:
        writer.write(token)
    return writer.finish()


@dataclass
class _Open:
    tag: str
    end_left_out: bool = False


_LISTS = ("ul", "ol")
_PHRASING = ("p", "pre", "h2")
"""Blocks that hold no blocks."""


class _Writer:
    """Writes tokens, and the tags that must stand between them."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._stack: list[_Open] = []
        self._omitted: str | None = None
        """An element whose end tag was left out just now: what comes next has to imply it."""

    def write(self, token: str) -> None:
        if token in (CLOSE, LEAVE_OPEN):
            self._close(leave_out=token == LEAVE_OPEN)
        elif token in BLOCKS:
            self._leave_phrasing()
            self._into_flow()
            self._start(token)
        elif token == HR:
            self._leave_phrasing()
            self._into_flow()
            self._emit("<hr>", implies=("p",))
        elif token == LI:
            self._item(_LISTS, "<ul>", "<li>", leave_out=len(self._parts) % 3 == 0)
        elif token == TR:
            self._item(("table",), "<table>", "<tr>", leave_out=len(self._parts) % 2 == 0)
        elif token == TD:
            self._item(("tr",), "<table><tr>", "<td>", leave_out=len(self._parts) % 2 == 0)
        elif token in INLINE:
            self._inline(token)
        elif token.strip(" \t\n"):
            self._into_flow()
            self._emit(token)
        else:
            self._emit(token)

    def finish(self) -> str:
        while self._stack:
            self._close()
        return "".join(self._parts)

    def _inline(self, token: str) -> None:
        tag = _tag(token)
        nested = any(element.tag == tag for element in self._stack)
        # Neither links nor buttons can stand in one another; nobody nests the rest deeper.
        if (nested and tag in ("a", "button", "label")) or sum(
            element.tag in _INLINE_TAGS for element in self._stack
        ) > 2:
            return
        self._into_flow()
        self._emit(token)
        self._stack.append(_Open(tag))

    def _into_flow(self) -> None:
        """Where only items or rows may stand, begin one."""
        innermost = self._stack[-1].tag if self._stack else ""
        if innermost in _LISTS:
            self._start("<li>")
        elif innermost == "table":
            self._start("<tr>")
            self._start("<td>")
        elif innermost == "tr":
            self._start("<td>")

    def _leave_phrasing(self) -> None:
        while self._stack and self._stack[-1].tag in (*_INLINE_TAGS, *_PHRASING):
            self._close(leave_out=self._stack[-1].tag == "p" and len(self._parts) % 4 == 0)

    def _item(self, within: tuple[str, ...], otherwise: str, token: str, *, leave_out: bool) -> None:
        self._leave_phrasing()
        depth = next((index for index in range(len(self._stack), 0, -1) if self._stack[index - 1].tag in within), 0)
        barred = any(element.tag in ("blockquote", "div", "td") for element in self._stack[depth:]) and token == "<li>"
        if depth and not barred:
            while len(self._stack) > depth:
                self._close(leave_out=leave_out and self._stack[-1].tag in ("li", "tr", "td", "p"))
        else:
            self._into_flow()
            for tag in otherwise.replace(">", "> ").split():
                self._start(tag)
        self._start(token)

    def _start(self, token: str) -> None:
        self._emit(token, implies=_IMPLIES.get(_tag(token), ("p",)))
        self._stack.append(_Open(_tag(token)))

    def _close(self, *, leave_out: bool = False) -> None:
        if not self._stack:
            return
        element = self._stack.pop()
        # The end of what is around it implies its end, too.
        self._omitted = None
        if leave_out and element.tag in ("p", "li", "tr", "td"):
            self._omitted = element.tag
        else:
            self._parts.append(f"</{element.tag}>")

    def _emit(self, token: str, *, implies: tuple[str, ...] = ()) -> None:
        if self._omitted and self._omitted not in implies and token.strip(" \t\n"):
            self._parts.append(f"</{self._omitted}>")
        if token.strip(" \t\n"):
            self._omitted = None
        self._parts.append(token)


_IMPLIES = {"li": ("li",), "tr": ("tr", "td"), "td": ("td",)}
_INLINE_TAGS = tuple({token[1:].split(" ")[0].rstrip(">") for token in INLINE})


def _tag(token: str) -> str:
    return token.strip("<>").split(" ")[0]
