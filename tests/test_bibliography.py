"""Reading references as other programs export them: what they say is kept, and what is wrong has a place."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string

from glossator.editing.drafts import plain
from glossator.files.reading import decode
from glossator.problems import Problem
from glossator.records.csl import CSLDate
from glossator.records.model import Reference
from glossator.references import bibliography
from glossator.references.bibliography.latex import as_text, as_written


def read(folder: Path, **files: object) -> tuple[dict[str, Reference], list[Problem]]:
    """Read files, named by their extensions: text, bytes, or what is written as JSON."""
    paths = []
    for extension, content in files.items():
        path = folder / f"references.{extension}"
        if not isinstance(content, str | bytes):
            content = json.dumps(content, indent=1)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        paths.append(path)
    library, problems = bibliography.read(paths, folder)
    return dict(library.references), problems


def one(folder: Path, **files: object) -> dict[str, Any]:
    """The fields of the only reference of a file that is read without a problem."""
    library, problems = read(folder, **files)
    assert problems == []
    ((key, reference),) = library.items()
    return {"key": key, **plain(reference)}


class TestDates:
    @pytest.mark.parametrize(
        ("written", "parts", "iso"),
        [
            ("2024-01-19", [[2024, 1, 19]], "2024-01-19"),
            ("2024-01", [[2024, 1]], "2024-01"),
            (2024, [[2024]], "2024"),
            ("2024-05-01T10:00:00Z", [[2024, 5, 1]], "2024-05-01"),
            ("2024-01/2024-03", [[2024, 1], [2024, 3]], "2024-01"),
            ("2024-21", [[2024, 21]], "2024"),
            ("1999-XX-XX", [[1999]], "1999"),
            ("-0043-03-15", [[-44, 3, 15]], "-0043-03-15"),
            ("0000", [[-1]], "0000"),
            ({"raw": "2024-01"}, [[2024, 1]], "2024-01"),
            ({"year": "2024", "month": 1}, [[2024, 1]], "2024-01"),
            ([{"year": 2024, "month": 5}, {"year": 2025}], [[2024, 5], [2025]], "2024-05"),
            ({"date-parts": [2024, 1]}, [[2024, 1]], "2024-01"),
            ({"date-parts": [["2024", "01"]]}, [[2024, 1]], "2024-01"),
            ({"date-parts": [[1850, 0, 0]]}, [[1850]], "1850"),
            ({"date-parts": [[None]]}, [], ""),
        ],
    )
    def test_a_date_is_read_as_programs_and_people_write_it(self, written: object, parts: object, iso: str) -> None:
        """EDTF, CSL-JSON and the mapping of older Pandocs; ISO 8601 has no seasons, and a year 0."""
        date = CSLDate.model_validate(written)
        assert [list(part) for part in date.date_parts] == parts
        assert date.iso == iso

    @pytest.mark.parametrize("written", ["1850~", "1850?", "1850~/1860", {"date-parts": [[1850]], "circa": "true"}])
    def test_a_date_can_be_about_a_year(self, written: object) -> None:
        """EDTF's signs and CSL's `circa` say the same."""
        assert CSLDate.model_validate(written).circa is True

    def test_circa_can_be_denied(self) -> None:
        """In YAML `false` is text to us, and says no."""
        assert CSLDate.model_validate({"date-parts": [["1850"]], "circa": "false"}).circa is False

    @pytest.mark.parametrize(
        ("written", "words"),
        [
            ("2024/..", "2024–"),
            ("2024-01/", "2024-01–"),
            ("../2024", "–2024"),
            ({"date-parts": [["2024", 1], [0]]}, "2024-01–"),
        ],
    )
    def test_an_open_range_is_words(self, written: object, words: str) -> None:
        """CSL has no open end; Better BibTeX writes it as the year 0."""
        assert plain(CSLDate.model_validate(written)) == {"literal": words}

    @pytest.mark.parametrize(
        "written", ["2024-13", "2024-13-01", "2024-21-01", "2023-02-30", "2024-1-5", "199X", "/", ".."]
    )
    def test_what_is_no_date_is_refused(self, written: str) -> None:
        """A month 13 in CSL's numbers is a season; written by a person it is a mistake."""
        with pytest.raises(ValueError, match="is not a d"):
            CSLDate.model_validate(written)

    @given(st.one_of(st.text("0123456789-/.XT~?", max_size=12), st.dates().map(str)))
    def test_what_is_read_is_written_and_read_again(self, text: str) -> None:
        """A date in a file is the same after it was read and written."""
        try:
            date = CSLDate.model_validate(text)
        except ValueError:
            return
        written = plain(Reference.model_validate({"id": "a", "issued": date}))["issued"]
        assert CSLDate.model_validate(written) == date


class TestZotero:
    def test_the_field_extra_says_what_zotero_has_no_field_for(self, tmp_path: Path) -> None:
        """Its lines are variables of CSL, its type the type; what is no variable, or cannot be one, stays in the note."""
        extra = (
            "Type: hearing\nOriginal Date: 1950-02\nissued: c. 1951\neditor: Doe || Jane\neditor: A Committee\n"
            "tex.ids= other\nURL: on paper\nNote: read twice\narchive_location: Box 3\nPMID: 3"
        )
        item = {"id": "http://zotero.org/groups/9/items/AB12", "type": "document", "DOI": "10.1/x", "note": extra}
        assert one(tmp_path, json=[item]) == {
            "key": "AB12",
            "id": "AB12",
            "type": "hearing",
            "issued": {"literal": "c. 1951"},
            "DOI": "10.1/x",
            "editor": [{"family": "Doe", "given": "Jane"}, {"literal": "A Committee"}],
            "original-date": "1950-02",
            "archive_location": "Box 3",
            "note": "tex.ids= other\nURL: on paper\nNote: read twice",
            "PMID": "3",
        }

    def test_its_own_fields_come_before_those_in_extra(self, tmp_path: Path) -> None:
        """What stands in a field was looked at more recently than a line of a note."""
        item = {"id": "a", "type": "book", "title": "T", "note": "title: U\nbibtex: b"}
        assert one(tmp_path, json=[item]) == {"key": "b", "id": "b", "type": "book", "title": "T"}

    def test_names_of_other_programs_are_taken_without_what_only_they_know(self, tmp_path: Path) -> None:
        """Crossref and Juris-M put more into a name than CSL; an empty name is none."""
        author = [
            {"family": "Hale", "given": "Ruth", "sequence": "first", "affiliation": []},
            {"family": "", "given": ""},
        ]
        item = {"id": "a", "type": "book", "author": author, "shortTitle": "S", "DOI": "https://doi.org/10.1/x"}
        assert one(tmp_path, json=[item]) == {
            "key": "a",
            "id": "a",
            "type": "book",
            "title-short": "S",
            "author": [{"family": "Hale", "given": "Ruth"}],
            "DOI": "10.1/x",
        }

    def test_an_answer_of_the_api_is_read_at_its_places(self, tmp_path: Path) -> None:
        """It is a mapping; each entry under `items` keeps its line."""
        text = '{"x": ["items", {"items": [1]}],\n "items": [{"id": "a"},\n  {"id": "b"}]}'
        (tmp_path / "references.json").write_text(text, encoding="utf-8")
        library, problems = bibliography.read([tmp_path / "references.json"], tmp_path)
        assert problems == []
        assert {key: str(place) for key, place in library.places.items()} == {
            "a": "references.json:2:12",
            "b": "references.json:3:3",
        }


BIBTEX = r"""
@comment{jabref-meta: databaseType:biblatex;}
@string{jst = "Journal of " # {Bridges}}
@preamble{"\newcommand{\noop}[1]{}"}
@article{muller2024,
  title = {{Die} M{\"u}hlbr{\"u}cke: {\'E}tudes \& \emph{more} {\textquotedblleft}quoted{\textquotedblright} H\textsubscript{2}O},
  subtitle = {100\% of $\alpha$},
  author = {family={\c S}im{\c s}ek, given=Ay{\c s}e and King, Jr., Martin and {{Town Council}} and a, b, c, d},
  entrysubtype = {newspaper},
  date = {2024-01/2024-03},
  journaltitle = jst,
  number = {3},
  pages = {1--20},
  doi = {https://doi.org/10.1000/abc\_def},
  url = {https://example.org/a_b%20c~d#x&y},
  urldate = {2024-05-01T10:00:00Z},
  langid = {ngerman},
}
"""


class TestBibTeX:
    def test_an_entry_of_better_bibtex_is_csl(self, tmp_path: Path) -> None:
        """Macros, accents, markup, ranges of dates, names in parts and in braces; an address is not LaTeX."""
        assert one(tmp_path, bib=BIBTEX) == {
            "key": "muller2024",
            "id": "muller2024",
            "type": "article-newspaper",
            "title": "Die Mühlbrücke: Études & <i>more</i> “quoted” H<sub>2</sub>O: 100% of α",
            "author": [
                {"family": "Şimşek", "given": "Ayşe"},
                {"family": "King", "given": "Martin", "suffix": "Jr."},
                {"literal": "Town Council"},
                {"literal": "a, b, c, d"},
            ],
            "container-title": "Journal of Bridges",
            "issued": "2024-01/2024-03",
            "accessed": "2024-05-01",
            "URL": "https://example.org/a_b%20c~d#x&y",
            "DOI": "10.1000/abc_def",
            "language": "de",
            "issue": "3",
            "page": "1–20",
        }

    def test_a_chapter_takes_from_its_book_what_it_lacks(self, tmp_path: Path) -> None:
        """`crossref` and `xdata` as BibLaTeX inherits: the book's title is that in which the chapter stands."""
        text = (
            "@inbook{child, crossref = {parent}, title = {One}, author = {Doe, Jane}}\n"
            "@book{parent, title = {The Book}, subtitle = {A View}, editor = {Roe, R.}, date = {2019}, xdata = {press}, shorttitle = {B}}\n"
            "@xdata{press, publisher = {A Press}, location = {Netherby}, crossref = {child}}\n"
        )
        library, problems = read(tmp_path, bib=text)
        assert problems == []
        assert plain(library["child"]) == {
            "id": "child",
            "type": "chapter",
            "title": "One",
            "author": [{"family": "Doe", "given": "Jane"}],
            "container-title": "The Book: A View",
            "editor": [{"family": "Roe", "given": "R."}],
            "issued": "2019",
            "publisher": "A Press",
            "publisher-place": "Netherby",
        }

    @pytest.mark.parametrize(
        ("entry", "expected"),
        [
            ("@dataset{a, date = {2024-21}}", {"type": "dataset", "issued": {"date-parts": [[2024, 21]]}}),
            ("@online{a, organization = {Site}}", {"type": "webpage", "container-title": "Site"}),
            ("@online{a, organization = {}}", {"type": "webpage"}),
            ("@online{a, publisher = {P}, organization = {S}}", {"type": "webpage", "publisher": "P"}),
            ("@thesis{a, type = {phdthesis}}", {"type": "thesis", "genre": "PhD thesis"}),
            ("@mastersthesis(a, school = {U})", {"type": "thesis", "genre": "Master’s thesis", "publisher": "U"}),
            ("@patent{a, holder = {{A Firm}}}", {"type": "patent", "author": [{"literal": "A Firm"}]}),
            (
                r"@misc{a, howpublished = {\url{https://e.org/x_y}}, year = 2020, month = mar}",
                {"URL": "https://e.org/x_y", "issued": "2020-03"},
            ),
            ("@misc{a, year = {c. 1850}, month = 12}", {"issued": {"literal": "c. 1850"}}),
            ("@misc{a, date = {1850~}}", {"issued": {"date-parts": [[1850]], "circa": True}}),
            ("@book{a, series = {S}, number = 4}", {"type": "book", "collection-title": "S", "collection-number": "4"}),
            ("@ARTICLE{a, NUMBER = 4}", {"type": "article-journal", "issue": "4"}),
        ],
    )
    def test_each_sort_of_entry_has_its_place_in_csl(
        self, entry: str, expected: dict[str, Any], tmp_path: Path
    ) -> None:
        """Types, dates and numbers of BibTeX and BibLaTeX under CSL's names."""
        item = one(tmp_path, bib=entry)
        assert {name: value for name, value in item.items() if name not in ("key", "id")} == expected

    def test_what_pybtex_reads_and_writes_gives_the_same_references(self, tmp_path: Path) -> None:
        """Another program's way through the file, there and back, changes nothing that we take from it."""
        # What pybtex itself does not know, or escapes a second time.
        foreign = {r"family={\c S}im{\c s}ek, given=Ay{\c s}e": r"{\c S}im{\c s}ek, Ay{\c s}e", " and a, b, c, d": ""}
        text = re.sub(r"\\[&%_]", "", BIBTEX)
        for theirs, classic in foreign.items():
            text = text.replace(theirs, classic)
        again = parse_string(text, "bibtex").to_string("bibtex")
        assert r"\textasciitilde" in again, "it escapes what stands in addresses"
        first, second = read(tmp_path, bib=text), read(tmp_path, bib=again)
        assert first == second
        assert first[0]["muller2024"].URL == "https://example.org/a_b%20c~d#x&y"

    def test_keys_differ_by_capitals(self, tmp_path: Path) -> None:
        """As citations tell them apart, so does the file."""
        library, problems = read(tmp_path, bib="@book{Hale, title = {A}}\n@book{hale, title = {B}}\n@book{a:b.c/d-e}")
        assert (list(library), problems) == (["Hale", "hale", "a:b.c/d-e"], [])

    @pytest.mark.parametrize(
        ("latex", "text"),
        [
            (r"\'etudes \'\i nternet L'\'Eta", "études ínternet L'Éta"),
            (r"\textbf{all \emph{nested} words} \& 50% of #2", "<b>all <i>nested</i> words</b> & 50% of #2"),
            (r"\href{https://e.org}{text} \url{https://e.org/a_b}", "text https://e.org/a_b"),
            (r"\enquote{q} \textsc{abc}", '“q” <span style="font-variant:small-caps;">abc</span>'),
            (r"\LaTeX{} \unknown{word}", "LaTeX word"),
            ("a -- b --- c~d ``e''", "a – b — c d “e”"),
            ("中文 שלום \\ss", "中文 שלום ß"),
        ],
    )
    def test_latex_is_read_as_text(self, latex: str, text: str) -> None:
        """Accents, markup that CSL has, and characters that only LaTeX takes for its own."""
        assert as_text(latex) == text

    @given(
        st.lists(
            st.sampled_from(
                [*"\\{}$%&#~^_ aé'\"`-\n", "\\emph", "\\href", "\\url{", "\\'", "word", "\\item", "\\begin{a}"]
            )
        )
    )
    def test_no_latex_raises(self, parts: list[str]) -> None:
        """Whatever stands in a field, something is read."""
        latex = "".join(parts)
        assert isinstance(as_text(latex), str)
        assert isinstance(as_written(latex), str)

    @given(st.lists(st.sampled_from(["word", "A", "é", "中", "-", ".", ","]), max_size=12).map(" ".join))
    def test_words_without_latex_stay_as_they_are(self, words: str) -> None:
        """The way for text with commands in it does not change words around them."""
        assert as_text(words + r" \ss") == f"{words} ß".strip()


def test_line_ends_and_a_byte_order_mark_change_no_place(tmp_path: Path) -> None:
    """Files from Windows give the same references and places as others."""
    written = {
        "json": '[\n {"id": "a"},\n {"id": "b", "type": "bok"}\n]',
        "bib": "@book{c}\n@book{c}",
        "yaml": "- id: d\n- id: e\n  type: bok\n",
    }
    plainly, problems = read(tmp_path, **written)
    windows = {name: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() for name, text in written.items()}
    assert read(tmp_path, **windows) == (plainly, problems)
    assert list(plainly) == ["a", "c", "d"]
    assert [str(problem.location) for problem in problems] == [
        "references.json:3:2",
        "references.bib:2:7",
        "references.yaml:3:9",
    ]


def test_a_folder_is_read_file_by_file(tmp_path: Path) -> None:
    """All files with a known extension, in the order of their names; keys are unique over all of them."""
    (tmp_path / "b.json").write_text('[{"id": "x"}]', encoding="utf-8")
    (tmp_path / "a.yml").write_text("- id: x\n  title: First\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no references", encoding="utf-8")
    library, problems = bibliography.read([tmp_path], tmp_path)
    assert library.references["x"].title == "First"
    assert [(str(problem.location), problem.code) for problem in problems] == [("b.json:1:2", "duplicate-citation-key")]


@pytest.mark.slow
def test_places_in_a_large_file_are_found_at_once() -> None:
    """The place of each of many entries is not counted from the beginning of the file again."""
    text = "é\n" * 200_000
    file = decode(Path("a"), "a", text.encode())
    assert not isinstance(file, Problem)
    places = {file.at(offset) for offset in range(0, len(text), 2)}  # 200,000 × 400,000 characters would take an hour
    assert len(places) == 200_000
    assert str(file.at(len(text))) == "a:200001:1"


def test_what_is_wrong_costs_itself_and_no_reference(tmp_path: Path) -> None:
    """A control character or one bad field is told once, and every entry is there with what is right of it."""
    entries = "".join(f"@book{{b{number}, title = {{T {number}}}, year = 2030}}\n" for number in range(5))
    bad = "@book{bad, title = {A\x01 B}, url = {no address}, year = 2030}\n"
    (tmp_path / "x.bib").write_text(entries + bad, encoding="utf-8")
    read_back, problems = bibliography.read([tmp_path / "x.bib"], tmp_path)
    assert list(read_back.references) == [*(f"b{number}" for number in range(5)), "bad"]
    assert (read_back.references["bad"].title, read_back.references["bad"].URL) == ("A B", None)
    assert sorted(problem.code for problem in problems) == ["bad-value", "control-character"]


def test_indices_in_formulas_are_indices() -> None:
    """As Unicode has them, else in CSL's tags."""
    assert as_text("H$_2$O, CO$_{2}$, 10$^{-3}$ and x$_{ij}$") == "H₂O, CO₂, 10⁻³ and x<sub>ij</sub>"
