"""Exports of notes: valid, on their words for every reader, and the same after they were imported."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import data_model
import jsonschema
import publications
import pyld.jsonld
import pytest
import sites
from hypothesis import assume, example, given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy
from playwright.sync_api import Browser

import _npm
from glossator.editing import drafts
from glossator.edition.annotating import Edition
from glossator.edition.apparatus import place
from glossator.edition.page import Page
from glossator.imports.notes import carrying, formats, placing
from glossator.imports.notes.incoming import of_file
from glossator.problems import Location
from glossator.project.sidecar import Annotation, Sidecar
from glossator.publication import Publication, Published
from glossator.publication.exports import notes_csv, web_annotation
from glossator.publication.exports.web_annotation import NOTE, VERSION
from glossator.records.csl import CSLDate
from glossator.records.model import NoteFrontMatter
from glossator.records.vocabulary import Certainty, Checked, Kinds, Relation, Status
from glossator.repository.provenance import Change, History
from glossator.text.anchoring import Anchored, TextQuoteSelector, anchor, describe
from glossator.text.textmap import Span, TextMap, read

DATA = Path(__file__).resolve().parent / "exchange"
RECOGITO = (
    "@recogito/text-annotator",
    "4.1.1",
    "sha512-kbbCt9SlMeKF7PcJRMFguf6m8UALwnYfnxHZmgvA3jkvd3hKYz+I4i6ZNLARXQ69cTs8Z/pkfOBTAawAbwgsdQ==",
)


@cache
def full() -> Publication:
    """All of the full site."""
    return publications.publication(sites.FULL)


def by_slug(publication: Publication, slug: str) -> Published:
    """A source of a publication."""
    return next(source for source in publication.sources if source.page.source.slug == slug)


def bridge() -> dict[str, Any]:
    """The annotations of the full site's longest source."""
    return web_annotation.page(full(), by_slug(full(), "bridge"))


def annotation(id_: str, page: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """One annotation by its note's id."""
    selected: dict[str, Any] = next(item for item in (page or bridge())["items"] if item[NOTE]["id"] == id_)
    return selected


def listed(value: Any) -> list[Any]:
    """One value, or several."""
    return value if isinstance(value, list) else [value]


# The W3C's model


@pytest.mark.parametrize("slug", ["bridge", "market"])
def test_a_page_is_what_the_data_model_demands(slug: str) -> None:
    """Every annotation, body, target and selector has what the Recommendation says they MUST have."""
    valid(web_annotation.page(full(), by_slug(full(), slug)))


def test_the_collection_leads_to_every_page() -> None:
    """From `first`, along `next`, one comes to `last`; `total` and `startIndex` count the annotations."""
    collection = web_annotation.collection(full())
    valid(collection)
    pages = {page["id"]: page for source in full().sources if (page := web_annotation.page(full(), source))["items"]}
    met, address = 0, collection["first"]
    while True:
        page = pages.pop(address)
        assert (page["startIndex"], page["partOf"]["id"]) == (met, collection["id"])
        met += len(page["items"])
        if "next" not in page:
            break
        assert pages[page["next"]]["prev"] == address
        address = page["next"]
    assert (address, met, pages) == (collection["last"], collection["total"], {})


@pytest.mark.parametrize("kind", data_model.RIGHT)
def test_what_has_all_that_the_model_knows_is_valid(kind: data_model.Kind) -> None:
    """The schema refuses nothing that the model allows, from choices to states of time."""
    valid(data_model.RIGHT[kind])


@pytest.mark.parametrize("must", data_model.WRONG)
def test_what_lacks_one_must_is_not_valid(must: str) -> None:
    """For each assertion of the W3C's own tests, what breaks it is refused."""
    with pytest.raises(jsonschema.ValidationError):
        valid(data_model.WRONG[must])


def test_a_kind_is_no_motivation() -> None:
    """Of our words, none stands where the W3C's belong."""
    page = bridge()
    page["items"][0] = {**page["items"][0], "motivation": "wording"}
    with pytest.raises(jsonschema.ValidationError):
        valid(page)


def valid(document: Mapping[str, Any]) -> None:
    """Check a document against the data model."""
    schema = json.loads((DATA / "web-annotation.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(schema).validate(document)


def expanded(document: Mapping[str, Any], base: str = "") -> Any:
    """A document as JSON-LD processors see it, contexts from this folder."""

    def load(url: str, _: object) -> dict[str, Any]:
        assert url == "http://www.w3.org/ns/anno.jsonld"
        context = json.loads((DATA / "anno-context.json").read_text(encoding="utf-8"))
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": context}

    return pyld.jsonld.expand(document, {"documentLoader": load, "base": base})


def test_every_word_of_the_json_has_a_meaning() -> None:
    """As linked data nothing is lost: each key and each term is one of the W3C's, but for the note and its format, which are ours."""
    terms = json.loads((DATA / "anno-context.json").read_text(encoding="utf-8"))["@context"]
    for document in (bridge(), web_annotation.collection(full())):
        assert {key for key in _keys(document) if not key.startswith("@")} <= {*terms, NOTE, VERSION}
    (page,) = expanded(bridge())
    assert page["urn:x-glossator:format"] == [{"@value": 1}]
    (items,) = page["http://www.w3.org/ns/activitystreams#items"]
    long = next(item for item in items["@list"] if item["@id"].endswith("#note-long"))
    oa = "http://www.w3.org/ns/oa#"
    assert long["@type"] == [f"{oa}Annotation"]
    assert [motivation["@id"] for motivation in long[f"{oa}motivatedBy"]] == [f"{oa}assessing", f"{oa}commenting"]
    assert len(long[f"{oa}hasBody"]) == 6
    assert len(long[f"{oa}hasTarget"][0][f"{oa}hasSelector"]) == 3
    assert long["urn:x-glossator:note"] == [{"@type": "@json", "@value": annotation("long")[NOTE]}]


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield key
            if key not in (NOTE, "@context"):
                yield from _keys(part)
    elif isinstance(value, list):
        for part in value:
            yield from _keys(part)


def test_a_site_without_an_address_names_its_pages_by_absolute_names() -> None:
    """Without `site_url`, all is named by URNs, wherever the file lies: the model wants a scheme everywhere."""
    site = publications.publication(sites.FULL, base="")
    document = web_annotation.page(site, by_slug(site, "bridge"))
    valid(document)
    (page,) = expanded(document, base="file:///site/sources/bridge/annotations.jsonld")
    base = f"urn:x-glossator:{quote(site.name)}"
    assert page["@id"] == f"{base}/sources/bridge/annotations.jsonld"
    (collection,) = page["http://www.w3.org/ns/activitystreams#partOf"]
    assert collection["@id"] == web_annotation.collection(site)["id"] == f"{base}/exports/annotations.jsonld"
    assert annotation("answer", document)["target"] == f"{base}/sources/bridge/#note-whole-source"
    assert all(re.match("[a-z]+:", address) for address in _addresses(document))


def _addresses(value: Any) -> Iterator[str]:
    """What a document names by `id` or as a target."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key in ("id", "target", "source", "prev", "next") and isinstance(part, str):
                yield part
            elif key not in (NOTE, "@context"):
                yield from _addresses(part)
    elif isinstance(value, list):
        for part in value:
            yield from _addresses(part)


def test_a_reply_is_about_the_note_and_a_note_on_the_whole_about_the_page() -> None:
    """The targets of notes without words of their own are addresses."""
    page = "https://notes.example.org/sources/bridge/"
    assert annotation("answer")["target"] == f"{page}#note-whole-source"
    assert annotation("answer")["motivation"] == "replying"
    assert annotation("whole-source")["target"] == page
    assert annotation("whole-passage")["target"]["selector"][-1]["value"] == "p2"
    assert "refinedBy" not in annotation("whole-passage")["target"]["selector"][-1]


def test_bodies_say_title_text_kind_status_and_evidence() -> None:
    """What other programs show of a note is in bodies, each with its purpose."""
    bodies = {body["purpose"]: body for body in annotation("long")["body"]}
    assert bodies["describing"]["value"].startswith("The paper names only two")
    assert bodies["commenting"]["format"] == "text/html"
    assert "<li>two names, not three,</li>" in bodies["commenting"]["value"]
    assert (bodies["assessing"]["value"], bodies["classifying"]["value"]) == ("Contested", "Moderate certainty")
    assert bodies["tagging"]["value"] == "Counter-evidence"
    assert bodies["linking"]["source"] == "https://example.org/letter"


def test_credits_come_from_git_where_the_note_says_none() -> None:
    """Creators and days are those of the note’s changes, also after an import, which has no changes."""
    path = "annotations/bridge/day.md"
    changes = [
        Change(path, "b" * 40, datetime(2031, 6, 2, tzinfo=UTC), "Ben Ferry", "Better", "changed"),
        Change(path, "a" * 40, datetime(2031, 6, 1, tzinfo=UTC), "Ada Quill", "New", "added"),
    ]
    site = publications.publication(sites.FULL, history=History({path: changes}))
    credited = annotation("day", web_annotation.page(site, by_slug(site, "bridge")))
    assert credited["creator"] == [{"name": "Ada Quill"}, {"name": "Ben Ferry"}]
    assert (credited["created"], credited["modified"]) == ("2031-06-01T00:00:00Z", "2031-06-02T00:00:00Z")
    assert credited[NOTE]["authors"] == ["Ada Quill", "Ben Ferry"]


# On their words


@pytest.mark.parametrize("slug", ["bridge", "market"])
def test_every_selector_of_a_note_selects_just_its_words(slug: str) -> None:
    """Quote, position and passage lead, each for itself, to the span on which the note stands."""
    source = by_slug(full(), slug)
    text, page = source.page.apparatus.text, web_annotation.page(full(), source)
    spans = {note.id: note.span for note in source.page.apparatus.notes}
    checked = 0
    for item in page["items"]:
        for target in listed(item["target"]):
            if isinstance(target, dict):
                span = spans[item[NOTE]["id"]]
                assert span
                assert_selects(target["selector"], text, span)
                checked += 1
    assert checked == len(spans) - (2 if slug == "bridge" else 0)


@given(data=st.data())
def test_selectors_of_any_span_of_any_page_select_it(data: DataObject, pages: SearchStrategy[str]) -> None:
    """So it is for every stretch of every page."""
    text = read(data.draw(pages.filter(lambda html: bool(read(html).text)), label="page"))
    start = data.draw(st.integers(0, len(text.text) - 1), label="start")
    span = Span(start, data.draw(st.integers(start + 1, len(text.text)), label="end"))
    selectors = web_annotation.selectors(text, span)
    assert_selects(selectors, text, span)
    assert web_annotation.selectors(text, span, describe(text, span)) == selectors


def assert_selects(selectors: list[dict[str, Any]], text: TextMap, span: Span) -> None:
    """Each selector, read as the Recommendation says, selects a span."""
    words = text.text[span.start : span.end]
    for selector in selectors:
        match selector:
            case {"type": "TextQuoteSelector"}:
                assert selector["exact"] == words
                assert quoted(selector, text, text.text) == Anchored(span)
            case {"type": "TextPositionSelector", "start": start, "end": end}:
                assert (start, end) == (span.start, span.end)
            case {"type": "FragmentSelector", "value": value}:
                places = {"p": text.passages, "h": text.headings}[value[0]]
                place = places[int(value[1:]) - 1].span
                inner = selector.get("refinedBy")
                assert span in place
                assert quoted(inner, text, text.text) == Anchored(span) if inner else span == place
            case _:
                pytest.fail(f"an unexpected selector: {selector}")


def quoted(selector: Mapping[str, str], text: TextMap, whole: str) -> object:
    """Where the words of a selector stand; its context stands around them to the letter."""
    quote = TextQuoteSelector(selector["exact"], selector.get("prefix", ""), selector.get("suffix", ""))
    assert f"{quote.prefix}{quote.exact}{quote.suffix}" in whole
    return anchor(quote, text)


def test_another_program_shows_every_note_on_its_words(browser: Browser) -> None:
    """Recogito's text annotator, in a real browser, marks the same words, in two scripts."""
    library = _npm.package(*RECOGITO) / "dist" / "text-annotator.umd.js"
    with browser.new_context() as context:
        page = context.new_page()
        for slug in ("bridge", "market"):
            source = by_slug(full(), slug)
            text = source.page.apparatus.text
            # It places what names words; what is about a page or a note has no place in a text.
            wanted = [item for item in web_annotation.page(full(), source)["items"] if isinstance(item["target"], dict)]
            page.set_content('<pre id="text"></pre>')
            # Its build for browsers asks for Node’s variables.
            page.evaluate("globalThis.process = { env: { NODE_ENV: 'production' } }")
            page.add_script_tag(path=library)
            highlighted = page.evaluate(_SHOW, [text.text, wanted, full().url(source)])
            spans = {note.id: note.span for note in source.page.apparatus.notes}
            expected = {item["id"]: span for item in wanted if (span := spans[item[NOTE]["id"]])}
            assert highlighted == {id_: text.text[span.start : span.end] for id_, span in expected.items()}
            assert len(highlighted) == len(wanted) > 1


_SHOW = """([text, annotations, address]) => {
    const element = document.getElementById("text");
    element.textContent = text;
    const { createTextAnnotator, W3CTextFormat } = RecogitoJS;
    const annotator = createTextAnnotator(element, { adapter: W3CTextFormat(address, element) });
    annotator.setAnnotations(annotations);
    const shown = annotator.state.store.all().map((one) => [one.id, one.target.selector[0].range.toString()]);
    annotator.destroy();
    return Object.fromEntries(shown);
}"""


# There and back


@pytest.mark.slow
@pytest.mark.parametrize("form", ["web-annotation", "csv"])
def test_notes_come_back_as_they_were(tmp_path: Path, form: str) -> None:
    """Exported, deleted, imported and exported again, the notes of every source are the same."""
    root = sites.copy(sites.FULL, tmp_path / "site")
    before = publications.publication(root)
    expected = exported(before)
    for source in before.sources:
        slug = source.page.source.slug
        file = root / f"{slug}.export"
        written = notes_csv.write(before) if form == "csv" else json.dumps(web_annotation.page(before, source))
        file.write_text(written, encoding="utf-8", newline="")
        for note in (root / "annotations" / slug).glob("*.md"):
            note.unlink()
        if not source.page.apparatus.notes and form == "web-annotation":
            continue
        done = sites.run(root, "import-notes", str(file), slug)
        assert (done.status, done.output.count("\n")) == (0, len(source.page.apparatus.notes)), done.errors
    assert exported(publications.publication(root)) == expected
    assert sites.run(root, "check").status == 0


def exported(publication: Publication) -> list[Any]:
    """Everything that is exported of a publication's notes."""
    pages = [web_annotation.page(publication, source) for source in publication.sources]
    return [*pages, web_annotation.collection(publication), notes_csv.write(publication)]


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    .filter(lambda character: not 0xE0000 <= ord(character) <= 0xE007F),
    min_size=1,
    max_size=12,
).map(str.strip).filter(bool)  # fmt: skip
SAID = st.one_of(
    WORDS, st.sampled_from(["=1+1", "+1", "-1", "@SUM(A1)", "'", "'=x", "no", "1:30", "a; b", '"', "＝1", "[1", "{"])
)
LINES = st.lists(st.one_of(SAID, st.sampled_from(["", "- a", "    code", "| a | b |", "---", '"x",'])), max_size=5).map(
    "\n".join
)
DATES = st.one_of(
    st.dates().map(lambda day: day.isoformat()),
    st.sampled_from(["2024", "2024-01", "2024-01-19/2024-01-21"]),
    st.builds(lambda words: {"literal": words}, WORDS),
)
OWN = st.recursive(
    st.one_of(SAID, st.sampled_from(["", " a ", "a\rb", "a\n", "~", "12", "2024-01-19", '"'])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(SAID, inner, max_size=3),
    max_leaves=6,
)
"""What people may write under keys of their own."""
EVIDENCE = st.fixed_dictionaries(
    {"relation": st.sampled_from([term.value for term in Relation]), "title": SAID},
    optional={
        "cite": SAID,
        "locator": SAID,
        "quote": SAID,
        "URL": st.just("https://example.org/a?b=c"),
        "checked": st.sampled_from([term.value for term in Checked]),
        "x-shelf": OWN,
        "issued": DATES,
        "author": st.lists(
            st.one_of(
                st.builds(lambda name: {"literal": name}, SAID),
                st.builds(lambda name: {"family": name, "given": name}, SAID),
            ),
            max_size=2,
        ),
    },
)
REQUIRED: dict[str, SearchStrategy[Any]] = {"title": SAID, "kind": st.sampled_from(list(Kinds()))}
OPTIONAL: dict[str, SearchStrategy[Any]] = {
    "status": st.sampled_from([term.value for term in Status]),
    "certainty": st.sampled_from([term.value for term in Certainty]),
    "evidence": st.lists(EVIDENCE, max_size=3),
    "authors": st.lists(SAID.map(lambda name: " ".join(name.split())).filter(bool), max_size=3),
    "reviewers": st.lists(st.just("Ben Ferry"), max_size=1),
    "created": DATES,
    "modified": DATES,
    "ai-assisted": SAID,
    "interest": SAID,
    "allegation-about": st.lists(SAID.map(lambda name: " ".join(name.split())).filter(bool), max_size=2),
    "format": st.just("1"),
    "x-desk": OWN,
    "x-Büro, 2": OWN,
}
PLACES = st.one_of(
    st.just({}),
    st.builds(lambda number: {"passage": number}, st.integers(1, 3)),
    st.tuples(st.integers(0, 2_000), st.integers(1, 400)),
)
"""The whole source, a passage, or words from an offset on."""


def test_the_strategy_leaves_out_no_field() -> None:
    """A field that is added to notes has to come back, too."""
    fields = {field.alias or name for name, field in NoteFrontMatter.model_fields.items()}
    assert {*REQUIRED, *OPTIONAL} == {*EVERYTHING}
    ours = {name for name in (*REQUIRED, *OPTIONAL) if not name.startswith("x-")}
    inside = {"draft", "publish", "withdrawn", "version"}  # for the project's own use, in no annotation
    assert fields == {*ours, *inside, "quote", "prefix", "suffix", "passage", "replies-to"}


EVERYTHING: dict[str, Any] = {
    "title": "T",
    "kind": "context",
    "status": "contested",
    "certainty": "low",
    "evidence": [
        {
            "relation": "disputes",
            "title": "A letter",
            "issued": {"date-parts": [[1850]], "circa": True},
            "x-shelf": ["a", {}],
        }
    ],
    "allegation-about": ["Ada Quill", "Ben Ferry"],
    "authors": ["Cora Weir", "Dan Lock"],
    "reviewers": ["Eve Mill"],
    "created": "2024-21",
    "modified": {"literal": "in spring"},
    "ai-assisted": "translated",
    "interest": "=none",
    "format": "1",
    "x-desk": {"seen": [{"date-parts": [["2030", "1"]]}, ""], "": "no"},
    "x-Büro, 2": "[not a list",
}


@example(fields=EVERYTHING, place_=(40, 30), body="    code", form="csv", answer=True)
@example(fields=EVERYTHING, place_=(40, 30), body="    code", form="web-annotation", answer=True)
@given(
    fields=st.fixed_dictionaries(REQUIRED, optional=OPTIONAL),
    place_=PLACES,
    body=LINES,
    form=st.sampled_from(["web-annotation", "csv"]),
    answer=st.booleans(),
)
def test_any_note_comes_back_as_it_was(
    fields: dict[str, Any],
    place_: dict[str, Any] | tuple[int, int],
    body: str,
    form: str,
    answer: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Every field of every note, whatever stands in it, and wherever it stands, comes back through both formats."""
    source = by_slug(full(), "bridge")
    text = source.page.apparatus.text
    if isinstance(place_, tuple):
        start = place_[0] % len(text.text)
        span = Span(start, min(start + place_[1], len(text.text)))
        assume(text.text[span.start : span.end].strip())
        place_ = drafts.placed({"quote": text.text[span.start : span.end]}, text, span)
    root = tmp_path_factory.getbasetemp()

    def drafted(id_: str, fields: dict[str, Any]) -> Annotation | None:
        return drafts.drafted(root / f"annotations/bridge/{id_}.md", root, "bridge", fields, body, Kinds())[0]

    first_note = drafted("some", {**place_, **fields})
    assume(first_note is not None)  # such as a status without any reason
    assert first_note
    second = drafted("answer", {"title": "No", "kind": "reply", "replies-to": "some"}) if answer else None
    written = [first_note, *([second] if second else [])]
    site = with_notes(source, *written)
    assume(len(site.sources[0].page.apparatus.notes) == len(written))  # words across two passages have no place
    first = exported(site)
    file = root / "export"
    table, page = first[2], json.dumps(first[0])
    file.write_text(table if form == "csv" else page, encoding="utf-8", newline="")
    read_back = formats.read(file, root, "bridge", kinds=Kinds())
    assert not read_back.problems
    shelf = placing.Shelf(root / "nowhere", root, Sidecar("bridge"), source.page.apparatus.text, site.site)
    carried = carrying.carry(read_back.notes, shelf, carrying.Asked(unplaced=True))
    again = [file_.annotation for file_ in carried.files]
    assert len(again) == len(written), carried.problems
    assert exported(with_notes(source, *again)) == first


def with_notes(source: Published, *notes: Any) -> Publication:
    """A publication of one source with other notes."""
    text = source.page.apparatus.text
    bodies = {note.id: full().site.render_body(note.body) for note in notes}
    edition = Edition(Page(source.page.source, source.sidecar, place(notes, text), bodies), "", (), ())
    published = Published(edition.page, Sidecar("bridge", notes), source.address)
    return Publication("", publications.BASE, "", (published,), full().site)


@given(st.text())
def test_no_cell_is_a_formula_and_every_cell_comes_back(cell: str) -> None:
    """What a spreadsheet would run as a formula stands behind an apostrophe, which the import takes away."""
    guarded = notes_csv.guarded(cell)
    assert guarded[:1] not in tuple("=+-@\t\r\n＝＋－＠")
    assert notes_csv.unguarded(guarded) == cell


@pytest.mark.parametrize("cell", ["=1+1", "'=1+1", "''@x", "-2", "'tis"])
def test_what_could_be_a_formula_is_guarded(cell: str) -> None:
    """Only what could be one is: an apostrophe that begins a word stays as it is."""
    assert notes_csv.guarded(cell) == (cell if cell == "'tis" else f"'{cell}")
    assert notes_csv.unguarded(notes_csv.guarded(cell)) == cell


def test_the_table_has_a_described_column_for_every_field() -> None:
    """One row a note, every field of the format, each column with its meaning; lines end as RFC 4180 says."""
    text = notes_csv.write(full())
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert [row["id"] for row in rows] == [note.id for source in full().sources for note in source.page.apparatus.notes]
    assert {field.alias or name for name, field in NoteFrontMatter.model_fields.items()} <= rows[0].keys()
    assert all(notes_csv.COLUMNS[name] for name in rows[0])
    assert text.count("\r\n") == len(rows) + 1
    long = next(row for row in rows if row["id"] == "long")
    assert json.loads(long["evidence"])[0] == {"relation": "disputes", "cite": "gazette-2031", "locator": "p. 1"}
    assert (long["authors"], long["created"]) == ("Ada Quill", "2031-05-01")


def test_dates_are_written_as_people_write_them() -> None:
    """A date is text where that says all of it, and else the mapping of CSL."""
    for written in ("2031-05-01", "2031-05", "2031", "2031-05-01/2031-05-03", {"literal": "in spring"}):
        date = CSLDate.model_validate(written)
        front = NoteFrontMatter.model_validate({"title": "t", "kind": "context", "created": written})
        assert front.created == date
        assert drafts.plain(front)["created"] == written


def test_export_writes_what_the_site_publishes(tmp_path: Path) -> None:
    """The command line gives the same as the functions; Web Annotations need the name of a source."""
    root = sites.copy(sites.FULL, tmp_path / "site")
    assert sites.run(root, "export").status == 2
    assert (
        "source by source: name one, such as `glossator export SOURCE`; there are: bridge"
        in sites.run(root, "export").errors
    )
    sites.configure(root, site_url=publications.BASE)
    page = sites.run(root, "export", "bridge")
    assert json.loads(page.output)["items"] == bridge()["items"]
    file = tmp_path / "new" / "notes.csv"
    assert sites.run(root, "export", "--format", "csv", "--output", str(file)) == sites.Result(0, "", "")
    assert file.read_bytes() == notes_csv.write(full()).encode()


def test_fields_that_a_note_has_not_are_named() -> None:
    """What somebody added to the fields of our own is not lost without a word."""
    outcome = of_file(Location("a.json"), {"title": "t", "kind": "context", "mood": "good"}, name="")
    (problem,) = outcome.notices
    assert (problem.code, problem.severity) == ("annotation-lost", "warning")
    assert "`mood`" in problem.message
