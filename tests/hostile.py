"""What strangers could write, and what must be true of it: for `test_fuzzing.py`, and for hours in `scripts/fuzz`."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import sites
from hypothesis import given
from hypothesis import strategies as st

from glossator import project
from glossator.edition import annotating
from glossator.edition.bodies import BodyRenderer
from glossator.edition.render import Renderer, Site
from glossator.files import front_matter
from glossator.files.reading import TextFile
from glossator.imports.notes import formats as note_formats
from glossator.imports.sources import ImportFailure, read_file
from glossator.problems import Problem
from glossator.project import Layout, sidecar
from glossator.records.vocabulary import Kinds
from glossator.references.bibliography import Bibliography
from glossator.text.textmap import read

LONGEST = 10.0
"""Seconds of processor time: ten times what is promised, so that a busy machine says nothing."""

PIECES = (
    # marks of Markdown, HTML, YAML, citations, paths, templates, and signs that nobody sees
    *"* _ ` ~ ^ # > - + = | [ ] ( ) ! \\ : ; & < / { } % @ $ ' \" , . ? 0 a é ß ı ﬁ 😀 ا א 市".split(),
    *" \n \n\n \t \r \x00 \x0b \x1b[2J \x85 \xa0 \xad \u200b \u200f \u202e \u2028 \u2066 \ufeff \U000e0041 \u0301".split(" "),
    "<a(b>", "<x|(a+)+!>", "<![", "<![CDATA[", "<!--", "-->", "<?", "</", "<a href=", "<a b='", '<img src=x onerror="',
    "<script>", "</script>", "<style>", "<svg>", "<math>", "<template>", "<table>", "<tr>", "<td>", "<li>", "<h1>",
    "<h2>x", "<p>", "</p>", "<div>", "<pre>", "<br/>", "<details>", "<summary>", "<iframe", "<base href=",
    "&#xD800;", "&#0;", "&#99999999999;", "&amp", "&copy", "&lt;script&gt;", "&notit;",
    "[@", "[@key]", "[@{", "@key", "[^1]", "[^1]: ", "[a]: b\n", "![a](b)", "[a](javascript:x)", "](", "[]()",
    "---\n", "...\n", "- ", "1. ", "    ", "```\n", "~~~\n", "| a | b |\n", "===\n", "{: #a }", "!!! note\n", "--8<--",
    "title: ", "kind: context\n", "quote: ", "key: &a [*a]\n", "? ", "!!python/object:x ", "<<: ", "| \n", "> \n",
    "::error::", "##[error]", "../", "/etc/passwd", "con.md", "%2e%2e", "{{ 7*7 }}", "{% raw %}", "=cmd|", "\u0323" * 40,
    "a" * 60, "1," * 30, "word " * 30, "'a " * 20, "[" * 40, "> " * 40, "<b>" * 40, "*a " * 30,
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=40).map("".join)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXTS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.one_of(
                st.sampled_from(
                    "@context @graph id type body target selector source exact prefix suffix refinedBy items value format"
                    " purpose motivation creator name created bodyValue annotations rows tags text uri user references"
                    " glossator:note first next evidence cite quote passage kind title status".split()
                ),
                TEXTS,
            ),
            inner,
            max_size=6,
        ),
    ),
    max_leaves=25,
)
KINDS = Kinds()
PAGE = "<h1>T</h1><p>The bridge is in the town.</p><p>The bridge was built in 1890, and again.</p>"
RENDERER = BodyRenderer(Bibliography(), ["tables", "footnotes", "attr_list", "md_in_html", "admonition", "def_list"])


@contextmanager
def in_time() -> Iterator[None]:
    """Fail where the processor was busy for too long."""
    start = time.process_time()
    yield
    taken = time.process_time() - start
    assert taken < LONGEST, f"{taken:.1f} s"


@given(TEXTS)
def bodies(body: str) -> None:
    """A body becomes HTML without anything that runs."""
    with in_time():
        html = RENDERER.render(body).html
    assert "<script" not in html
    assert "onerror=" not in html.replace("&quot;", "").partition("<img")[2]


@given(TEXTS)
def pages(html: str) -> None:
    """A page has a text, and each of its passages stands in it."""
    with in_time():
        text = read(html)
    assert all(0 <= passage.span.start < passage.span.end <= len(text.text) for passage in text.passages)


@given(TEXTS, TEXTS)
def note_files(front: str, body: str) -> None:
    """A note’s file is a note, or has problems that name their places."""
    text = f"---\ntitle: A\nkind: context\n{front}\n---\n{body}"
    with in_time():
        annotation, problems = sidecar.parse_note(TextFile(Path("a/b.md"), "a/b.md", text), "a", kinds=list(KINDS))
    assert annotation or problems
    located(problems)


@given(TEXTS)
def front_matters(text: str) -> None:
    """Any file has front matter, or problems that name their places."""
    with in_time():
        _, problems = front_matter.optional(TextFile(Path("a.md"), "a.md", text), example="a: b")
    located(problems)


@given(TEXTS, st.sampled_from((".txt", ".md", ".html", ".mhtml")))
def imports(text: str, extension: str) -> None:
    """A file of any kind becomes a source, or is refused with a problem."""
    with tempfile.TemporaryDirectory() as folder, in_time():
        path = Path(folder, f"x{extension}")
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            assert read_file(path).body.strip()
        except ImportFailure as failure:
            located([failure.problem])


@given(VALUES)
def exchange_files(value: object) -> None:
    """A file of annotations is read as far as it goes; what is not is named."""
    with tempfile.TemporaryDirectory() as folder, in_time():
        path = Path(folder, "in.json")
        path.write_text(json.dumps(value), encoding="utf-8")
        reading = note_formats.read(path, Path(folder), "a", kinds=KINDS)
    located(reading.problems)


@given(st.dictionaries(st.sampled_from(("quote", "prefix", "suffix", "status", "x-a", "title")), TEXTS), TEXTS, TEXTS)
def sites_(fields: Mapping[str, str], body: str, page: str) -> None:
    """Every note stands on its page, or is among the problems; other notes stand."""
    with tempfile.TemporaryDirectory() as folder, in_time():
        root = sites.copy(sites.SMALL, Path(folder, "site"))
        front = json.dumps({"title": "T", "kind": "context", **fields})
        hostile = f"---\n{front}\n---\n{body}".encode("utf-8", "surrogatepass")
        sites.write(root, {"annotations/bridge/hostile.md": hostile})
        layout = Layout(root, root / "annotations", root / "docs" / "sources", (root / "annotations/references.yml",))
        read_ = project.read(layout, kinds=KINDS)
        source = read_.sources["bridge"]
        html = f"{PAGE}{page}"
        edited = annotating.annotate(
            source, read_.sidecars["bridge"], html, Renderer(Site(KINDS, read_.bibliography, RENDERER.render))
        )
    named = {problem.note or Path(problem.location.path).stem for problem in (*edited.problems, *read_.problems)}
    assert 'id="note-hostile"' in edited.html or "hostile" in named


def located(problems: object) -> None:
    """Each problem names a place and a line, and can be printed."""
    assert isinstance(problems, (list, tuple))
    for problem in problems:
        assert isinstance(problem, Problem)
        assert problem.location.line >= 1
        assert problem.location.column >= 1
        assert str(problem)


PROPERTIES: Mapping[str, Callable[[], None]] = {
    look.__name__: look for look in (bodies, pages, note_files, front_matters, imports, exchange_files, sites_)
}
