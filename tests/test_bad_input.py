"""Every bad input gets a clear problem with its place, never a traceback, and the other notes still stand."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sites
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossator import project
from glossator.edition import annotating
from glossator.edition.bodies import BodyRenderer
from glossator.edition.render import Renderer, Site
from glossator.problems import CODES, Problem
from glossator.project import Layout
from glossator.records.identifiers import made_of
from glossator.records.vocabulary import Kinds
from glossator.references import bibliography

FOLDER = sites.REPOSITORY / "tests" / "bad_input"

GOOD_NOTE = 'id="note-good"'
SECRET = "The key lies under the mat."


@dataclass(frozen=True)
class Expected:
    """A problem as a case describes it."""

    at: str
    code: str
    says: str = ""
    hint: str = ""
    severity: str = "error"


@dataclass(frozen=True)
class Case:
    """What is put into the small site, and what has to be said about it."""

    name: str
    problems: tuple[Expected, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)
    replace: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    good_note_stands: bool = True

    @property
    def adds_files_only(self) -> bool:
        """Whether it can stand in one site with others."""
        return not (self.replace or self.links or self.options)

    def lay_out(self, folder: Path) -> Path:
        """The site with this case's mistake in it, and beside it what links may try to reach."""
        sites.write(folder / "outside", {"secret.txt": SECRET, "secret.md": f"# {SECRET}", "references.yml": ""})
        root = sites.copy(sites.SMALL, folder / "site", self.files)
        for name, changes in self.replace.items():
            text = (root / name).read_text(encoding="utf-8")
            for old, new in changes.items():
                assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
                text = text.replace(old, new)
            sites.write(root, {name: text})
        for name, target in self.links.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).unlink(missing_ok=True)
            (root / name).symlink_to(Path(os.path.normpath(root / target)))
        if self.options:
            sites.configure(root, glossator=self.options)
        return root


def written_cases() -> Iterator[Case]:
    """The cases in the files, which people can add to."""
    for path in sorted(FOLDER.glob("*.yml")):
        for name, case in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            texts = {name: text.encode() for name, text in case.pop("files", {}).items()}
            texts |= {name: text.encode("latin-1") for name, text in case.pop("latin-1", {}).items()}
            yield Case(
                f"{path.stem}: {name}",
                tuple(Expected(**problem) for problem in case.pop("problems")),
                files=texts,
                replace=case.pop("replace", {}),
                links=case.pop("links", {}),
                options=case.pop("options", {}),
                good_note_stands=case.pop("good-note", "stands") == "stands",
            )
            assert not case, f"{path.name}, {name}: unknown keys {list(case)}"


def note(front_matter: str, body: str = "Text.") -> bytes:
    """A note's file."""
    return f"---\n{front_matter}\n---\n{body}\n".encode()


def made_cases() -> Iterator[Case]:
    """What text in a file cannot hold well."""
    fields = "title: The day\nkind: context"

    def case(name: str, content: bytes, place: str, code: str, *, says: str = "", hint: str) -> Case:
        at = f"annotations/bridge/{made_of(name, words=9)}.md"
        return Case(f"made: {name}", (Expected(f"{at}:{place}", code, says, hint),), files={at: content})

    levels = 10_000
    yield case("10,000 lists", note(f"title: {'[' * levels}{']' * levels}"), "2:27", "yaml-too-deep", hint="six levels")
    yield case("10,000 mappings", note("{a: " * levels + "}" * levels), "2:81", "yaml-too-deep", hint="six levels")
    yield case("10,000 open lists", note("title: " + "[" * levels), "2:27", "yaml-too-deep", hint="six levels")
    yield case("10,000 dashes", note("title:\n" + "- " * levels), "3:39", "yaml-too-deep", hint="six levels")
    yield case("10 MB", note(fields, "x" * 10_000_000), "1:1", "file-too-large", says="10,000,0", hint="shorten it")
    yield case(
        "a quote of 100 kB", note(f"{fields}\nquote: {'word ' * 20_000}"), "4:1", "too-long", says="99,999", hint="…"
    )
    yield case(
        "a body of 10,000 characters", note(fields, "word " * 2_000), "5:1", "too-long", says="8,000", hint="shorten"
    )
    yield case("UTF-16", note(fields).decode().encode("utf-16"), "1:1", "not-utf-8", says="0xFF", hint="UTF-8")
    latin = b"\xef\xbb\xbf" + note(fields, "café").decode().encode("latin-1")
    yield case("Latin-1 behind a byte order mark", latin, "5:4", "not-utf-8", says="0xE9", hint="UTF-8")
    yield case("a zero byte", note(fields, "a\0b"), "5:2", "control-character", says="U+0000", hint="delete it")
    huge = note(f"{fields}\npassage: {'9' * 5_000}")
    yield case("a number of 5,000 digits", huge, "4:10", "wrong-type", says="whole number", hint="passage: 2")
    for name, content in {
        "deep.json": "[" * 100_000 + "]" * 100_000,
        "digits.json": '[{"id": "a", "volume": ' + "9" * 5_000 + "}]",
    }.items():
        place = f"annotations/{name}"
        problem = Expected(f"{place}:1:1", "bibliography-syntax", hint='[{"id": ')
        options = {"bibliography": ["annotations/references.yml", place]}
        yield Case(f"made: {name}", (problem,), files={place: content.encode()}, options=options)


CASES = [*written_cases(), *made_cases()]


@dataclass(frozen=True)
class Together:
    """One site with every case that only adds files."""

    root: Path
    problems: tuple[tuple[str, ...], ...]
    """The problems that `check` prints, each with its lines."""

    def of(self, case: Case) -> list[tuple[str, ...]]:
        """The problems in the files of a case, and in the folders that it adds."""
        return [
            problem
            for problem in self.problems
            for path in [first_line(problem)[0].rsplit(":", 2)[0]]
            if path in case.files or any(name.startswith(f"{path}/") for name in case.files)
        ]


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> Together:
    """The site, checked once."""
    cases = [case for case in CASES if case.adds_files_only]
    files = {name: content for case in cases for name, content in case.files.items()}
    assert len(files) == sum(len(case.files) for case in cases), "two cases use the same file"
    root = sites.copy(sites.SMALL, tmp_path_factory.mktemp("together") / "site", files)
    checked = sites.run(root, "check")
    assert checked.status == 1
    return Together(root, tuple(paragraphs(checked.output)))


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES if case.adds_files_only])
def test_each_broken_file_is_shown_at_its_place(case: Case, together: Together) -> None:
    """`check` names exactly the mistakes of each file, with place, code and a right example, whatever else is wrong."""
    assert_shown(together.of(case), case.problems)


def test_broken_files_do_not_hide_one_another(together: Together, tmp_path: Path) -> None:
    """Nothing else is named; a strict build warns of the same mistakes and fails, and the good note stands on its page."""
    expected = sorted((problem.at, problem.code) for case in CASES if case.adds_files_only for problem in case.problems)
    assert len(expected) > 80
    assert sorted(first_line(problem)[:2] for problem in together.problems) == expected
    built = sites.build(together.root, to=tmp_path / "out", strict=True)
    assert tuple(warnings(built)) == together.problems
    assert built.failure == counts(sites.run(together.root, "check").output)
    assert GOOD_NOTE in built.page("sources/bridge/")


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES if not case.adds_files_only])
def test_each_mistake_is_shown_at_its_place_and_the_good_note_stands(case: Case, tmp_path: Path) -> None:
    """`check` and a strict build name exactly the mistakes; the good note is on its page, and no secret on any."""
    root = case.lay_out(tmp_path)
    checked = sites.run(root, "check")
    assert_shown(paragraphs(checked.output), case.problems)
    assert checked.status == any(problem.severity == "error" for problem in case.problems)
    built = sites.build(root, to=tmp_path / "out", strict=True)
    assert warnings(built) == paragraphs(checked.output)
    assert built.failure == counts(checked.output)
    if case.good_note_stands:
        assert GOOD_NOTE in built.page("sources/bridge/")
    assert SECRET.encode() not in b"".join(sites.contents(built.folder).values())


def counts(printed: str) -> str:
    """The last line that `check` prints; empty where nothing is wrong."""
    last = printed.splitlines()[-1]
    return "" if last == "no problems" else last


def warnings(built: sites.Built) -> list[tuple[str, ...]]:
    """The problems that a build warns of, as `check` prints them."""
    return paragraphs("\n".join(warning.removeprefix("glossator: ") for warning in built.warnings))


def assert_shown(problems: Sequence[tuple[str, ...]], expected: Sequence[Expected]) -> None:
    """Problems as they are printed are the expected ones, in order."""
    assert [first_line(problem)[:2] for problem in problems] == [(problem.at, problem.code) for problem in expected]
    for lines, problem in zip(problems, expected, strict=True):
        assert problem.code in CODES
        assert first_line(lines)[2].startswith("warning: ") == (problem.severity == "warning")
        assert problem.says in first_line(lines)[2]
        assert problem.hint
        assert problem.hint in "\n".join(line[4:] for line in lines[1:])


def paragraphs(output: str) -> list[tuple[str, ...]]:
    """The printed problems, each with its lines: the first, and those of the hint."""
    problems: list[tuple[str, ...]] = []
    for line in output.splitlines():
        if line.startswith("    "):
            problems[-1] += (line,)
        elif not re.fullmatch(r"no problems|(\d+ (errors?|warnings?)(, |$))+", line):
            problems.append((line,))
    return problems


def first_line(lines: Sequence[str]) -> tuple[str, str, str]:
    """Place, code and message of a line `path:line:column: code message`."""
    match = re.fullmatch(r"(.+:\d+:\d+): ([a-z0-9-]+) (\S.*)", lines[0])
    assert match, lines[0]
    return match[1], match[2], match[3]


def test_every_code_can_be_caused() -> None:
    """The cases know every code, but for those that other tests cause."""
    elsewhere = {
        "annotation-assumed",
        "annotation-lost",
        "annotation-syntax",
        "bad-source-id",
        "broken-extension",
        "citation-style",
        "newer-format",
        "page-missing",  # this and the next three: `test_applying`
        "page-outdated",
        "published-early",
        "toml-syntax",
        "reference-unwritten",
        "note-exists",
        "note-not-published",
        "note-hidden",
        "note-altered",
        "note-moved",
        "mark-altered",
        "marker-dead",
        "duplicate-id",
        "script-blocked",
        "search-index",
        "selector-unsupported",
        "markdown-too-deep",  # a source that no page is made of; `test_strangers`
    }
    assert {problem.code for case in CASES for problem in case.problems} == CODES.keys() - elsewhere


def test_a_file_name_cannot_act_on_the_terminal(tmp_path: Path) -> None:
    """What a terminal would obey or hide in a file's name is printed as an escape, and the line stays one line."""
    names = [b"a\x1b[2J.md", b"b\n::error::x.md", "c\u202e.md".encode(), b"d\xe9.md"]
    root = sites.copy(sites.SMALL, tmp_path / "site")
    for name in names:
        (root / "annotations" / "bridge" / os.fsdecode(name)).write_bytes(note("title: The day\nkind: context"))
    checked = sites.run(root, "check")
    places = [first_line(problem)[0] for problem in paragraphs(checked.output)]
    folder = "annotations/bridge/"
    assert places == [
        f"{folder}{name}:1:1" for name in (r"a\x1b[2J.md", r"b\n::error::x.md", r"c\u202e.md", r"d\udce9.md")
    ]
    assert {first_line(problem)[1] for problem in paragraphs(checked.output)} == {"bad-note-id"}


OUTSIDE_ARGUMENTS = {
    "a source": ["new", "../outside", "--title", "The day", "--kind", "context"],
    "a source behind another": ["new", "bridge/../../outside", "--title", "The day", "--kind", "context"],
    "an id": ["new", "bridge", "--title", "The day", "--kind", "context", "--id", "../../../outside/made"],
    "an absolute id": ["new", "bridge", "--title", "The day", "--kind", "context", "--id", "/tmp/made"],
    "a reply": ["new", "bridge", "--title", "The day", "--kind", "reply", "--replies-to", "../bridge/good"],
    "a source to check": ["check", "../outside"],
    "a source to seal": ["seal", "../outside"],
    "a slug": ["import", "FILE", "--slug", "../../outside/made"],
    "an absolute slug": ["import", "FILE", "--slug", "/tmp/made"],
}


@pytest.mark.parametrize("arguments", OUTSIDE_ARGUMENTS.values(), ids=OUTSIDE_ARGUMENTS)
def test_no_argument_leads_out_of_the_project(arguments: list[str], tmp_path: Path) -> None:
    """An argument with `../` in it is refused in words, and nothing is written anywhere."""
    root = sites.copy(sites.SMALL, tmp_path / "site")
    sites.write(tmp_path, {"outside/secret.md": SECRET, "text.txt": "The ferry\n\nThe ferry is closed until May.\n"})
    before = sites.contents(tmp_path)
    result = sites.run(
        root, *(str(tmp_path / "text.txt") if argument == "FILE" else argument for argument in arguments)
    )
    assert result.status in (1, 2)
    assert result.errors.strip()
    assert sites.contents(tmp_path) == before


def test_a_link_among_the_notes_is_not_written_through(tmp_path: Path) -> None:
    """`new --force` over a link leaves what it leads to as it was."""
    root = sites.copy(sites.SMALL, tmp_path / "site")
    sites.write(tmp_path, {"outside/secret.md": SECRET})
    (root / "annotations" / "bridge" / "made.md").symlink_to(tmp_path / "outside" / "secret.md")
    arguments = ["--title", "The day", "--kind", "context", "--id", "made", "--force"]
    sites.run(root, "new", "bridge", *arguments)
    assert (tmp_path / "outside" / "secret.md").read_text(encoding="utf-8") == SECRET


# Whatever bytes come, nothing raises.

KEYS = ["title", "kind", "quote", "prefix", "suffix", "passage", "status", "certainty", "evidence", "cite", "relation",
        "replies-to", "authors", "created", "origins", "passages", "label", "sourcing", "credibility", "id", "type",
        "URL", "issued", "author", "family", "references", "items", "date-parts", "source", "text", "checksum", "note", "DOI", "custom"]  # fmt: skip
WORDS = ["met on Monday", "the bridge", "context", "contested", "good", "surveyor", "survey-2030", "supports", "1", "-3",
         "1e9", "nan", "", "~", "…", "the bridge … safe", "2031-03-04", "report", "[@survey-2030]", "[@", "\u202e", "[@{a b}]",
         "Type: book\nissued: x\nEditor: A || B\nCitation Key: k", "1850~/..", "http://zotero.org/x/items/A1"]  # fmt: skip

BIBTEX = ["title", "year", "month", "author", "url", "pages", "date", "crossref", "xdata", "organization", "howpublished",
          "subtitle", "langid", "type", "number", "series"]  # fmt: skip

values = st.recursive(
    st.one_of(st.sampled_from(WORDS), st.text(max_size=12), st.integers(), st.floats(), st.booleans(), st.none()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(st.sampled_from(KEYS), st.text(max_size=5)), inner, max_size=5),
    ),
    max_leaves=12,
)
records = st.dictionaries(st.sampled_from(KEYS), values, max_size=8)
fragments = st.lists(
    st.sampled_from(
        ["---\n", "...\n", "title: ", "kind: context\n", "quote: ", "- ", "  ", "\t", "[", "]", "{", "}", ": ", "? ", "|\n",
         ">\n", "&a ", "*a", "!!str ", "!x ", "%YAML 1.1\n", "'", '"', "#", "\\x00", "\\ud800", "\n", "\r", "\u2028", "\x85",
         "@report{", "@string{", "a,\n", "title = ", "<script>", "<![a[", "&#x202e;", "&", "é", "🙂", ",", "0", "\ufeff"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


def as_yaml(value: object) -> bytes:
    """A file of YAML that says something or other."""
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False).encode("utf-8", "replace")


def as_note(value: object) -> bytes:
    """A page or note with front matter that says something or other."""
    return b"---\n" + as_yaml(value) + b"---\nA body with [@survey-2030] and <b>markup</b>.\n"


anything = st.one_of(st.binary(max_size=200), fragments.map(str.encode), st.text(max_size=80).map(str.encode))
notes = st.one_of(
    anything, records.map(as_note), st.tuples(fragments).map(lambda body: note("title: a\nkind: context", *body))
)
ratings = st.one_of(anything, records.map(as_yaml))
yaml_references = st.one_of(anything, st.lists(records, max_size=4).map(as_yaml), values.map(as_yaml))
json_references = st.one_of(
    anything, st.lists(records, max_size=4).map(lambda value: json.dumps(value).encode()), values.map(lambda value: json.dumps(value).encode())
)  # fmt: skip
bibtex_references = st.one_of(
    anything,
    st.lists(
        st.tuples(st.sampled_from(KEYS), st.sampled_from(BIBTEX), st.one_of(st.sampled_from([*KEYS, *WORDS, "", "family=A, given=B"]), st.text(max_size=12))),
        max_size=4,
    ).map(lambda entries: "".join(f"@online{{{key}, {name} = {{{text}}}}}\n" for key, name, text in entries).encode()),
)  # fmt: skip

FUZZED: dict[str, tuple[str, st.SearchStrategy[bytes]]] = {
    "notes": ("annotations/bridge/fuzzed.md", notes),
    "ratings": ("annotations/bridge/sourcing.yml", ratings),
    "registers": ("annotations/bridge/entities.yml", ratings),
    "charts": ("annotations/bridge/charts.yml", ratings),
    "YAML references": ("annotations/fuzzed.yml", yaml_references),
    "JSON references": ("annotations/fuzzed.json", json_references),
    "BibTeX references": ("annotations/fuzzed.bib", bibtex_references),
    "sources": ("docs/sources/fuzzed.md", st.one_of(anything, records.map(as_note))),
}


@pytest.fixture(scope="module")
def read_with(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, bytes], list[Problem]]:
    """Read the small site with one more file in it, and every problem found up to the finished pages."""
    root = sites.copy(sites.SMALL, tmp_path_factory.mktemp("fuzzed") / "site")
    references = root / "annotations" / "references.yml"
    html = "<h1>The vote</h1><p>The town council met on Monday.</p><p>The bridge was safe.</p>"
    references_of_site, _ = bibliography.read([references], root)
    renderer = Renderer(Site(Kinds(), references_of_site, BodyRenderer(references_of_site, ["tables"]).render))

    def read(name: str, content: bytes) -> list[Problem]:
        path = root / name
        old = path.read_bytes() if path.exists() else None
        path.write_bytes(content)
        listed = (references, path) if "annotations/fuzzed." in name else (references,)
        try:
            files = project.read(Layout(root, root / "annotations", root / "docs" / "sources", listed), Kinds())
            problems = files.all_problems()
            for slug, source in files.sources.items():
                problems += annotating.annotate(source, files.sidecars[slug], html, renderer, preview=True).problems
            return problems
        finally:
            path.unlink() if old is None else path.write_bytes(old)

    return read


@pytest.mark.parametrize(("name", "contents"), FUZZED.values(), ids=FUZZED)
def test_nothing_raises_whatever_a_file_holds(
    name: str, contents: st.SearchStrategy[bytes], read_with: Callable[[str, bytes], list[Problem]]
) -> None:
    """Any bytes as a file give problems that can be printed, with a known code and a place in a file that is there."""

    @settings(suppress_health_check=[HealthCheck.too_slow])
    @given(contents)
    def check(content: bytes) -> None:
        lines = content.count(b"\n") + content.count(b"\r") + 2
        for problem in read_with(name, content):
            assert problem.code in CODES
            assert str(problem).encode()
            if problem.location.path == name:
                assert 1 <= problem.location.line <= lines

    check()
