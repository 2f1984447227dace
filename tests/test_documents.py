"""Word documents, e-books and PDF files become sources, and their comments notes on exactly their words."""

from __future__ import annotations

import datetime
import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
import sites
import typst
import yaml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from pypdf.annotations import Highlight, Text
from pypdf.generic import ArrayObject, FloatObject, NameObject, TextStringObject

from glossator.imports.sources import Imported, ImportFailure, read_file
from glossator.imports.sources.documents import pdf
from glossator.text.anchoring import TextQuoteSelector


def read(tmp_path: Path, name: str, content: bytes) -> Imported:
    """Import a file of this name and content."""
    path = tmp_path / name
    path.write_bytes(content)
    return read_file(path)


def refused(tmp_path: Path, name: str, content: bytes) -> str:
    """Why a file is not imported."""
    with pytest.raises(ImportFailure) as failure:
        read(tmp_path, name, content)
    assert failure.value.problem.hint
    return f"{failure.value.problem.code}: {failure.value.problem.message}"


def notes_of(root: Path, slug: str) -> dict[str, dict[str, Any]]:
    """The front matter of a source's notes, with their bodies, by id."""
    found = {}
    for file in (root / "annotations" / slug).glob("*.md"):
        _, front, body = file.read_text(encoding="utf-8").split("---\n", 2)
        found[file.stem] = {**yaml.safe_load(front), "body": body.strip()}
    return found


# --- Word


def document() -> docx.document.Document:
    """A short document with most of what a text has."""
    text = docx.Document()
    text.core_properties.author = "office-account"
    text.add_heading("The Ferry of Riverton", 0)
    text.add_paragraph("By Ann Berg")
    text.add_heading("Crossing", 1)
    first = text.add_paragraph("The ferry crosses ")
    first.add_run("nine times").bold = True
    first.add_run(" a day, the council says. In winter it rests.")
    text.add_paragraph("Boats", style="List Bullet")
    text.add_paragraph("Crews", style="List Bullet")
    text.add_paragraph("first", style="List Number")
    text.add_paragraph("second", style="List Number")
    table = text.add_table(2, 2)
    for at, words in enumerate(("Year", "Trips", "2031", "900")):
        table.cell(at // 2, at % 2).text = words
    text.add_paragraph("The end & nothing <more>.")
    return text


def saved(text: docx.document.Document) -> bytes:
    """A document's file."""
    file = io.BytesIO()
    text.save(file)
    return file.getvalue()


def test_a_word_document_keeps_headings_lists_tables_and_emphasis(tmp_path: Path) -> None:
    """Title, headings, lists, tables and emphasis of a document are those of the source."""
    imported = read(tmp_path, "draft.docx", saved(document()))
    assert imported.slug == "the-ferry-of-riverton"
    assert imported.metadata["author"] == [{"given": "Ann", "family": "Berg"}]
    for line in ("## Crossing", "**nine times** a day", "- Boats\n- Crews", "1. first\n2. second", "| Year | Trips |"):
        assert line in imported.body
    assert "The end & nothing &lt;more>." in imported.body
    assert imported.losses == ("the file names “office-account” as its author: add `author:` if that is so",)


def test_comments_of_a_word_document_are_notes_on_their_words(tmp_path: Path) -> None:
    """One command writes the source and a note for each comment, with author, day and answers."""
    root = sites.copy(sites.SMALL, tmp_path / "site")
    text = document()
    crossing = text.paragraphs[3]
    when = datetime.datetime(2031, 5, 1, 12, tzinfo=datetime.UTC)
    comment = text.add_comment(crossing.runs[1], "Seven, says the timetable.", author="Ada Quill", initials="AQ")
    comment._comment_elm.set(qn("w:date"), when.isoformat())
    text.add_comment(text.paragraphs[2].runs, "A better heading?", author="Tom Low")
    answer = text.add_comment(crossing.runs[1], "Since May.", author="Tom Low")
    (tmp_path / "draft.docx").write_bytes(saved(threaded(text, {answer.comment_id: comment.comment_id})))

    result = sites.run(root, "import", str(tmp_path / "draft.docx"), "--licence", "CC0-1.0")
    assert result.status == 0, result.errors
    assert "look at the page" not in result.errors
    notes = notes_of(root, "the-ferry-of-riverton")
    assert all(f"annotations/the-ferry-of-riverton/{id_}.md" in result.output for id_ in notes)
    about = next(note for note in notes.values() if note["title"] == "Seven, says the timetable.")
    assert (about["quote"], about["authors"], str(about["created"])) == (
        "nine times",
        ["Ada Quill"],
        "2031-05-01",
    )
    heading = next(note for note in notes.values() if note["title"] == "A better heading?")
    assert heading["quote"] == "Crossing"
    [reply] = [note for note in notes.values() if note["kind"] == "reply"]
    assert notes[reply["replies-to"]] == about
    assert reply["authors"] == ["Tom Low"]
    check = sites.run(root, "check", "the-ferry-of-riverton")
    assert check.status == 0, check.errors


def threaded(text: docx.document.Document, answers: Mapping[int, int]) -> docx.document.Document:
    """A document in which some comments answer others, as Word has it."""
    w14, w15 = (f"http://schemas.microsoft.com/office/word/20{year}/wordml" for year in (10, 12))
    part = text.part._comments_part
    for comment in part.comments:
        for paragraph in comment._comment_elm.iter(qn("w:p")):
            paragraph.set(f"{{{w14}}}paraId", f"{comment.comment_id + 1:08X}")
    rows = "".join(
        f'<w15:commentEx w15:paraId="{answer + 1:08X}" w15:paraIdParent="{parent + 1:08X}" w15:done="0"/>'
        for answer, parent in answers.items()
    )
    xml = f'<w15:commentsEx xmlns:w15="{w15}">{rows}</w15:commentsEx>'.encode()
    name = PackURI("/word/commentsExtended.xml")
    extended = Part(name, "application/vnd.ms-word.commentsExtended+xml", xml, text.part.package)
    text.part.relate_to(extended, "http://schemas.microsoft.com/office/2011/relationships/commentsExtended")
    return text


def test_comments_on_the_same_words_are_taken_for_answers(tmp_path: Path) -> None:
    """Google Docs gives answers the words of their question and says no more; the note says that this is assumed."""
    text = document()
    run = text.paragraphs[3].runs[1]
    text.add_comment(run, "Seven?", author="Ada Quill")
    text.add_comment(run, "Nine.", author="Tom Low")
    question, answer = read(tmp_path, "draft.docx", saved(text)).notes
    assert answer.replies_to == question.name
    assert any("answers the first comment" in problem.message for problem in answer.notices)


def test_a_comment_without_words_is_about_its_paragraph(tmp_path: Path) -> None:
    """A comment that marks no words is put to the paragraph in which it stands, and says so."""
    text = document()
    text.add_comment(text.paragraphs[3].runs[1], "Seven?", author="Ada Quill")
    for name in ("w:commentRangeStart", "w:commentRangeEnd"):
        for element in list(text.element.body.iter(qn(name))):
            element.getparent().remove(element)
    [note] = read(tmp_path, "draft.docx", saved(text)).notes
    quote = note.selectors[0]
    assert isinstance(quote, TextQuoteSelector)
    assert quote.exact.startswith("The ferry crosses nine times a day")
    assert any("marks no words" in problem.message for problem in note.notices)


def test_changes_that_are_not_accepted_are_read_as_if_and_said(tmp_path: Path) -> None:
    """Deleted words are not imported, and the report says that there were some."""
    text = document()
    deleted = OxmlElement("w:del")
    text.paragraphs[3]._p.append(deleted)
    run = OxmlElement("w:r")
    words = OxmlElement("w:delText")
    words.text = "SECRET"
    run.append(words)
    deleted.append(run)
    imported = read(tmp_path, "draft.docx", saved(text))
    assert "SECRET" not in imported.body
    assert any("not accepted" in loss for loss in imported.losses)


# --- e-books

CONTAINER = b"""<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>
<rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
PACKAGE = b"""<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>The Ferry</dc:title><dc:creator>Ann Berg</dc:creator><dc:date>2031-05-01</dc:date><dc:language>en</dc:language>
<dc:identifier>urn:isbn:9780306406157</dc:identifier><dc:publisher>Quill Press</dc:publisher></metadata><manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="b" href="text/two.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="text/one.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="nav"/><itemref idref="a"/><itemref idref="b"/></spine></package>"""
CHAPTER = '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html>'


def book(parts: Mapping[str, bytes | str] | None = None) -> bytes:
    """An e-book of two chapters."""
    file = io.BytesIO()
    one = '<h1>One</h1><p>The ferry crosses<a href="two.xhtml#n1"><sup>1</sup></a> the river.</p>'
    two = '<h1>Two</h1><p>It rests in winter.</p><aside id="n1" hidden=""><p>Nine times a day.</p></aside>'
    whole: dict[str, bytes | str] = {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OPS/book.opf": PACKAGE,
        "OPS/nav.xhtml": CHAPTER.format("<nav><ol><li>One</li></ol></nav>"),
        "OPS/text/one.xhtml": CHAPTER.format(one),
        "OPS/text/two.xhtml": CHAPTER.format(two),
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**whole, **(parts or {})}.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_an_ebook_is_its_chapters_in_order_with_links_to_its_notes(tmp_path: Path) -> None:
    """Chapters follow the order of reading, and a note in another chapter's file is linked."""
    imported = read(tmp_path, "book.epub", book())
    assert imported.metadata == {
        "type": "book", "title": "The Ferry", "author": [{"given": "Ann", "family": "Berg"}], "publisher": "Quill Press",
        "issued": "2031-05-01", "ISBN": "9780306406157", "language": "en",
    }  # fmt: skip
    assert imported.body.index("river") < imported.body.index("## Two") < imported.body.index("Nine times a day")
    anchor = imported.body.partition("](#")[2].partition(")")[0]
    assert f'<span id="{anchor}"></span>Nine times' in imported.body


# --- PDF

PAGES = """
#set page(width: 300pt, height: 400pt, margin: 60pt, header: [The Riverton Post], numbering: "1")
#set text(size: 10pt, hyphenate: false)
#set par(spacing: 14pt)
#text(size: 18pt)[The Ferry of Riverton]

The ferry crosses the river nine times a day, the coun-\\ cil says, and in winter it rests for repairs.

#text(size: 13pt)[In winter]

The crew of the ferry mends ropes and paints the hull. #pagebreak()
On the second page the boat is ready again.
#pagebreak()
A third page ends the tale.
"""


def printed(text: str = PAGES) -> bytes:
    """A PDF of a text in Typst."""
    return bytes(typst.compile(text.encode()))


def marked(printed: bytes) -> bytes:
    """A PDF in which a reader has marked `nine times`, with an answer, and written beside the second page."""
    from glossator.imports.sources.documents.pdf_pages import read as pages_of

    [line] = [line for line in pages_of(printed, Path("x")).pages[0].lines if "nine times" in line.text]
    start = line.text.index("nine times")
    boxes = [glyph.box for glyph in line.glyphs[start : start + 10]]
    left, bottom, right, top = boxes[0][0], boxes[0][1], boxes[-1][2], boxes[-1][3]
    quad = ArrayObject(map(FloatObject, (left, top, right, top, left, bottom, right, bottom)))
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(printed))
    highlight = Highlight(rect=(left, bottom, right, top), quad_points=quad)
    remark = Text(text="Ready in May.", rect=(10, 300, 30, 320))
    for annotation, words, name in ((highlight, "Seven, says the timetable.", "one"), (remark, "Ready in May.", "two")):
        for key, value in (
            ("/Contents", words),
            ("/T", "Ada Quill"),
            ("/NM", name),
            ("/CreationDate", "D:20310501120000Z"),
        ):
            annotation[NameObject(key)] = TextStringObject(value)
    added = writer.add_annotation(0, highlight)
    answer = Text(text="Since May.", rect=(left, bottom, right, top))
    answer[NameObject("/IRT")] = added.indirect_reference
    answer[NameObject("/T")] = TextStringObject("Tom Low")
    writer.add_annotation(0, answer)
    writer.add_annotation(1, remark)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_a_pdf_is_paragraphs_without_what_is_on_every_page(tmp_path: Path) -> None:
    """Paragraphs and headings are made of lines; heads, page numbers and divided words are told."""
    imported = read(tmp_path, "tale.pdf", printed())
    assert imported.metadata["title"] == "The Ferry of Riverton"
    assert "nine times a day, the council says, and in winter it rests for repairs.\n" in imported.body
    assert "## In winter" in imported.body
    assert '<span id="page-2"></span>On the second page' in imported.body
    assert "Riverton Post" not in imported.body
    assert any("The Riverton Post (on 3 pages)" in block for block in imported.left_out)
    assert any("joined: 1;" in loss for loss in imported.losses)
    path = tmp_path / "tale.pdf"
    assert "Riverton Post" in read_file(path, keep=None).body


def test_marks_in_a_pdf_are_notes_on_their_words(tmp_path: Path) -> None:
    """A highlight with its comment is a note on exactly the words, with author, day, page and answer."""
    root = sites.copy(sites.SMALL, tmp_path / "site")
    (tmp_path / "tale.pdf").write_bytes(marked(printed()))
    result = sites.run(root, "import", str(tmp_path / "tale.pdf"), "--licence", "CC0-1.0")
    assert result.status == 0, result.errors
    assert "look at the page" not in result.errors
    notes = notes_of(root, "the-ferry-of-riverton")
    about = next(note for note in notes.values() if note["title"] == "Seven, says the timetable.")
    assert (about["quote"], about["authors"], about["x-page"]) == ("nine times", ["Ada Quill"], "1")
    assert str(about["created"]) == "2031-05-01"
    beside = next(note for note in notes.values() if note["title"] == "Ready in May.")
    assert beside["quote"] == "On the second page the boat is ready again."
    [reply] = [note for note in notes.values() if note["kind"] == "reply"]
    assert notes[reply["replies-to"]] == about
    assert sites.run(root, "check", "the-ferry-of-riverton").status == 0


def test_a_pdf_that_takes_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading ends at a bound of time, whatever the file asks for, and says what to do."""
    monkeypatch.setattr(pdf, "LONGEST", 0.0)
    assert refused(tmp_path, "slow.pdf", printed()) == "unreadable-file: it was not read after 0 seconds"


def test_a_scanned_pdf_says_that_it_has_no_text(tmp_path: Path) -> None:
    """Pages without text are named as such, with the way to text."""
    assert "empty-value: no page has text" in refused(tmp_path, "scan.pdf", printed("#page[]"))


# --- whatever is sent


def test_the_content_says_of_which_kind_a_file_is(tmp_path: Path) -> None:
    """A wrong name does not matter where the content leaves no doubt."""
    assert "ferry crosses" in read(tmp_path, "a.txt", saved(document())).body
    assert "river" in read(tmp_path, "b.docx", book()).body
    assert "second page" in read(tmp_path, "c.html", printed()).body
    assert "no DOCX" in refused(tmp_path, "d.docx", b"Only words.")
    assert "old Word document" in refused(tmp_path, "e.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    assert "RTF" in refused(tmp_path, "f.txt", rb"{\rtf1 Only words.}")
    assert "archive" in refused(tmp_path, "g.zip", zipped({"a.txt": b"words"}))


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """An archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def with_part(raw: bytes, name: str, content: bytes) -> bytes:
    """An archive with another part in the place of its own."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    return zipped(parts | {name: content})


ENTITY = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "&x;&x;&x;">]>'


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("bomb.docx", with_part(saved(document()), "word/document.xml", b" " * 40_000_000), "file-too-large"),
        ("bomb.epub", book({"OPS/text/one.xhtml": b" " * 40_000_000}), "file-too-large"),
        ("many.epub", book({f"x/{number}": b"" for number in range(10_001)}), "file-too-large"),
        ("entity.docx", with_part(saved(document()), "word/document.xml", ENTITY + b"<a>&y;</a>"), "unreadable-file"),
        ("entity.epub", book({"OPS/book.opf": ENTITY + b"<a>&y;</a>"}), "unreadable-file"),
        ("half.docx", saved(document())[:3000], "unexpected-file"),
        ("half.pdf", printed()[:500], "unreadable-file"),
        ("bomb.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nstream\n" + zlib.compress(b" " * 70_000_000), "file-too-large"),
        ("paths.epub", book({"META-INF/container.xml": CONTAINER.replace(b"OPS/book", b"../../etc/book")}), "unreadable-file"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_is_packed_to_do_harm_is_refused(name: str, content: bytes, reason: str, tmp_path: Path) -> None:
    """Bombs, entities, damaged files and paths that lead out of an archive end in a sentence."""
    assert refused(tmp_path, name, content).startswith(reason)


def test_a_chapter_outside_the_book_is_not_read(tmp_path: Path) -> None:
    """A path that leaves the archive is of no part of it."""
    (tmp_path / "secret.xhtml").write_text(CHAPTER.format("<p>SECRET</p>"), encoding="utf-8")
    package = PACKAGE.replace(b"text/two.xhtml", b"../../secret.xhtml")
    imported = read(tmp_path, "book.epub", book({"OPS/book.opf": package}))
    assert "SECRET" not in imported.body
    assert any("secret.xhtml" in loss for loss in imported.losses)


def test_an_address_says_how_to_save_the_page(tmp_path: Path) -> None:
    """Nothing is fetched: the message says how the page becomes a file."""
    root = sites.copy(sites.SMALL, tmp_path / "site")
    result = sites.run(root, "import", "https://example.org/article")
    assert result.status
    assert "save it" in result.errors
    assert "glossator import page.mhtml" in result.errors
