"""The page's own words in every language that there is a catalogue for."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Sequence
from gettext import c2py
from pathlib import Path
from types import ModuleType
from typing import Any

import programs
import pytest
import sites
from babel.messages import Catalog
from babel.messages.plurals import get_plural
from bs4 import BeautifulSoup, Tag

from _environment import ROOT, Refusal
from glossator.edition import catalogues
from glossator.edition.words import Words, direction
from glossator.files.reading import TextFile
from glossator.records import vocabulary
from glossator.records.csl import CSLDate
from glossator.records.vocabulary import GENRES, HAPPENED, KINDS, NOTE_FIELDS, SCHEMES, Kind, Status, Term

LOCALE = ROOT / "plugins" / "glossator" / "edition" / "locale"
CATALOGUES = sorted(LOCALE.glob("*.po"))
LANGUAGES = [path.stem for path in CATALOGUES]

each_catalogue = pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
each_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script that keeps the catalogues up to date."""
    return programs.loaded("words")


@pytest.fixture(scope="module")
def template(script: ModuleType) -> Any:
    """All words of the program."""
    return script.collected()


def vocabularies() -> list[Sequence[Term | Kind]]:
    """The words of each vocabulary that has meanings."""
    classes = [value for value in vars(vocabulary).values() if isinstance(value, type) and issubclass(value, Term)]
    return [KINDS, *(list(terms) for terms in classes)]


def entries(script: ModuleType, path: Path) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Each entry of a catalogue that is translated: the English forms and those of the language."""
    for _, entry in script.own(script.read(path)):
        both = (entry.id, entry.string)
        english, forms = ((text,) if isinstance(text, str) else tuple(text) for text in both)
        if all(forms):
            yield english, forms


# What is collected


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("References", id="template"),
        pytest.param(("{} note", "{} notes"), id="counted"),
        pytest.param("not assessed", id="code"),
        pytest.param("Credibility", id="inside an f-string"),
        pytest.param("Resting on", id="facet"),
        pytest.param("Reliability", id="facet of terms"),
        pytest.param("Reviewed by", id="facet of names"),
        pytest.param("Corroborated", id="label"),
        pytest.param("What was found does not bear these words out.", id="meaning"),
        pytest.param("Counter-evidence", id="kind"),
        pytest.param("News report", id="genre"),
    ],
)
def test_the_words_of_every_place_are_collected(template: Catalog, words: str | tuple[str, str]) -> None:
    """Templates, code, f-strings on every Python, facets and all of the vocabulary are looked through."""
    message = template.get(words)
    assert message is not None
    assert message.id == words


def test_all_of_the_vocabulary_is_collected(template: Catalog) -> None:
    """No label and no meaning is left out, whichever class it belongs to."""
    terms = [term for terms in vocabularies() for term in terms]
    texts = {*(text for term in terms for text in (term.label, term.meaning)), *GENRES.values()}
    assert len(terms) > 50
    assert {text for text in texts if template.get(text) is None} == set()


# The catalogues


@each_catalogue
def test_a_catalogue_has_every_word_and_no_other(script: ModuleType, template: Catalog, path: Path) -> None:
    """It is as the script writes it; who adds a word need not know the languages, and it is English until one who does."""
    assert path.read_text(encoding="utf-8") == script.updated(path, template), "run scripts/words"


@pytest.mark.long
@each_catalogue
def test_a_catalogue_has_every_word_translated(script: ModuleType, template: Catalog, path: Path) -> None:
    """Nothing is missing, guessed or obsolete: no page that is released speaks two languages."""
    assert list(script.wrong_in(path, template)) == [], "translate what scripts/words calls missing"


@each_catalogue
def test_a_catalogue_begins_with_what_does_not_change(path: Path) -> None:
    """There is neither a date nor an address, nor a line number, so only words make a difference between two versions."""
    text = path.read_text(encoding="utf-8")
    header = text.partition("\n\n")[0]
    assert re.findall(r'^"([\w-]+): ', header, re.MULTILINE) == [
        "Project-Id-Version", "Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
    ]  # fmt: skip
    assert f'"Language: {path.stem}\\n"' in header
    assert "@" not in text
    assert re.findall(r"^#: .*:\d", text, re.MULTILINE) == []


@each_catalogue
def test_plural_forms_are_as_many_as_the_header_says(script: ModuleType, path: Path) -> None:
    """Each form that the header announces is there, and some number has it."""
    announced = re.search(r"nplurals=(\d+); plural=(.*);\\n", path.read_text(encoding="utf-8"))
    assert announced
    form = c2py(announced[2])
    assert {form(number) for number in range(1_000)} == set(range(int(announced[1])))
    counted = [forms for english, forms in entries(script, path) if len(english) > 1]
    assert counted
    assert {len(forms) for forms in counted} == {int(announced[1])}


@each_catalogue
def test_placeholders_agree(script: ModuleType, path: Path) -> None:
    """A translation has the English placeholders; only a form for a single number other than 0 can say it in words."""
    form = c2py(script.read(path).plural_expr)
    numbers = [form(number) for number in range(1_000)]
    for english, forms in entries(script, path):
        for index, text in enumerate(forms):
            in_words = len(english) > 1 and numbers.count(index) == 1 and numbers.index(index) > 0
            assert placeholders(text) == placeholders(english[0]) or (in_words and not placeholders(text)), text


def placeholders(text: str) -> list[str]:
    """The names of what is put into a text, in alphabetical order."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


@each_catalogue
def test_the_typography_is_the_languages_own(script: ModuleType, path: Path) -> None:
    """No straight quotation mark or apostrophe, no space at an end, and a full stop where the English has one."""
    for english, forms in entries(script, path):
        for text in forms:
            assert not re.search(r"[\"']|^\s|\s$|  ", text), text
            assert text.endswith(".") == english[0].endswith("."), text


def test_french_signs_have_their_spaces(script: ModuleType) -> None:
    """No line begins with a sign that French sets apart, since the space before it does not break."""
    for _, forms in entries(script, LOCALE / "fr.po"):
        for text in forms:
            assert not re.search(r"[^\u202f\u00a0][;:?!»]|«[^\u202f\u00a0]", re.sub("https?://", "", text)), text


def test_arabic_has_its_own_commas(script: ModuleType) -> None:
    """Arabic text has Arabic commas, semicolons and question marks."""
    assert [text for _, forms in entries(script, LOCALE / "ar.po") for text in forms if re.search("[,;?]", text)] == []


@each_language
def test_labels_can_be_told_apart(language: str) -> None:
    """No two words of one vocabulary have the same label."""
    words = Words(language)
    for terms in vocabularies():
        assert len({words(term.label) for term in terms}) == len(terms)
    for labels in (NOTE_FIELDS, HAPPENED, {scheme.id: scheme.label for scheme in SCHEMES}):
        assert len({words(label) for label in labels.values()}) == len(labels)


@each_language
def test_chips_and_buttons_are_short(language: str) -> None:
    """What stands in a chip or on a button has room in the margin."""
    buttons = ["Previous", "Previous note", "Next", "Next note", "Open all", "Close all"]
    chips = [*(status.label for status in Status), *HAPPENED.values(), "Answered"]
    assert [text for text in map(Words(language), [*chips, *buttons]) if len(text) > 20] == []


@pytest.mark.parametrize(
    ("language", "wrong"),
    [
        ("ar", "خطأ|خاطئ|كاذب|كذب|زائف|غير صحيح"),
        ("de", "falsch|unwahr|gelogen"),
        ("es", "fals|mentira|incorrect"),
        ("fr", "faux|fausse|mensong|inexact"),
    ],
    ids=["ar", "de", "es", "fr"],
)
def test_what_lacks_evidence_is_not_called_false(language: str, wrong: str) -> None:
    """Neither the label nor the meaning of a status without evidence says that the passage is wrong."""
    statuses = (Status.UNSUPPORTED, Status.UNVERIFIABLE, Status.CONTESTED, Status.LACKS_CONTEXT)
    said = [Words(language)(text) for status in statuses for text in (status.label, status.meaning)]
    assert [text for text in said if re.search(wrong, text, re.IGNORECASE)] == []


# The script


FRAGMENT = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"POT-Creation-Date: 2031-03-04 12:00+0000\\n"
"Last-Translator: Somebody <somebody@example.org>\\n"

# The reader's way back.
msgid "References"
msgstr "La fonte"

#, fuzzy
msgid "Next note"
msgstr "Nota precedente"

msgid "{} note"
msgid_plural "{} notes"
msgstr[0] "{} nota"
msgstr[1] ""

msgid "Gone from the page"
msgstr "Sparito"

#~ msgid "Gone long ago"
#~ msgstr "Sparito da tempo"
"""


@pytest.fixture
def fragment(script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue that needs work, the only one."""
    monkeypatch.setattr(script, "CATALOGUES", tmp_path)
    path = tmp_path / "it.po"
    path.write_text(FRAGMENT, encoding="utf-8")
    return path


@pytest.mark.slow
def test_check_names_what_is_missing_and_what_is_obsolete(
    script: ModuleType, fragment: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Words without an entry, guesses and half a plural are missing; the check says so and changes nothing."""
    with pytest.raises(Refusal, match="run scripts/words"):
        script.words(["--check"])
    lines = capsys.readouterr().out.splitlines()
    for line in ("missing: Corroborated", "missing: Next note", "missing: {} note | {} notes"):
        assert f"it.po: {line}" in lines
    assert [line for line in lines if "missing" not in line] == [
        "it.po: obsolete: Gone from the page", "it.po: obsolete: Gone long ago",
    ]  # fmt: skip
    assert "it.po: missing: References" not in lines
    assert fragment.read_text(encoding="utf-8") == FRAGMENT


@pytest.mark.slow
def test_an_update_keeps_translations_and_drops_guesses(script: ModuleType, fragment: Path) -> None:
    """What was translated stays with its comment, what was guessed is empty, what is gone is gone, and it is done at once."""
    assert script.words([]) == 0
    text = fragment.read_text(encoding="utf-8")
    assert re.search(r'# The reader\'s way back\.\n(?:#: .*\n)+msgid "References"\nmsgstr "La fonte"\n', text)
    assert 'msgid "Next note"\nmsgstr ""\n' in text
    assert 'msgstr[0] "{} nota"\nmsgstr[1] ""\n' in text
    assert not re.search("fuzzy|Gone|Sparito|2031-03-04|@", text)
    script.words([])
    assert fragment.read_text(encoding="utf-8") == text


@pytest.mark.slow
def test_an_empty_file_begins_a_language(script: ModuleType, template: Catalog, fragment: Path) -> None:
    """It gets the header, the plural forms of its language and every word."""
    fragment.write_bytes(b"")
    script.words([])
    begun = script.read(fragment)
    assert (begun.num_plurals, len(begun)) == (get_plural("it").num_plurals, len(template))
    assert '"Language: it\\n"' in fragment.read_text(encoding="utf-8")


# Words


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("de", 0, "0 Anmerkungen"),
        ("de", 1, "1 Anmerkung"),
        ("de", 1234, "1.234 Anmerkungen"),
        ("es", 1, "1 nota"),
        ("es", 2, "2 notas"),
        ("fr", 0, "0 note"),
        ("fr", 1, "1 note"),
        ("fr", 2, "2 notes"),
        ("fr", 1234, "1\u202f234 notes"),
        ("ar", 0, "0 ملاحظة"),
        ("ar", 1, "ملاحظة واحدة"),
        ("ar", 2, "ملاحظتان"),
        ("ar", 3, "3 ملاحظات"),
        ("ar", 10, "10 ملاحظات"),
        ("ar", 11, "11 ملاحظة"),
        ("ar", 100, "100 ملاحظة"),
        ("en", 0, "0 notes"),
        ("en", 1, "1 note"),
    ],
)
def test_a_number_has_the_noun_that_its_language_gives_it(language: str, number: int, said: str) -> None:
    """Each language has its own forms and its own way to write a number."""
    assert Words(language).counted(number, "{} note", "{} notes") == said


@pytest.mark.parametrize(
    ("number", "said"), [(3, "3 مقاطع"), (11, "11 مقطعًا"), (99, "99 مقطعًا"), (102, "102 مقطع"), (103, "103 مقاطع")]
)
def test_arabic_has_a_form_for_few_for_many_and_for_the_rest(number: int, said: str) -> None:
    """3–10, 11–99 and whole hundreds differ, as in every gettext catalogue of the language."""
    assert Words("ar").counted(number, "{} passage", "{} passages") == said


@pytest.mark.parametrize(
    ("language", "parts", "said"),
    [
        ("ar", [[2031, 3, 4]], "4 مارس 2031"),
        ("ar", [[2031, 3]], "مارس 2031"),
        ("de", [[2031, 3, 4]], "4. März 2031"),
        ("de", [[2031, 3]], "März 2031"),
        ("de", [[2031]], "2031"),
        ("es", [[2031, 3, 4]], "4 de marzo de 2031"),
        ("es", [[2031, 3]], "marzo de 2031"),
        ("fr", [[2031, 3, 4]], "4 mars 2031"),
        ("fr", [[2031, 3, 4], [2031, 3, 6]], "4 mars 2031 – 6 mars 2031"),
        ("fr-CA", [[2031, 3, 4]], "4 mars 2031"),
        ("en", [[2031, 3, 4]], "4 March 2031"),
        ("en", [[2031, 3]], "March 2031"),
        ("qq", [[2031, 3, 4]], "4 March 2031"),
    ],
)
def test_a_date_is_written_as_its_language_does(language: str, parts: list[list[int]], said: str) -> None:
    """A date is as precise as it is known, in the language of the page."""
    assert Words(language).date(CSLDate.model_validate({"date-parts": parts})) == said


@pytest.mark.parametrize("language", ["en", "qq", *LANGUAGES])
def test_a_list_has_each_thing_once_and_no_conjunction(language: str) -> None:
    """Nothing is doubled or joined by an “and”, however many things there are, and what is empty is left out."""
    words, things = Words(language), ["A", "B", "C", "D"]
    # In Arabic a mark of direction keeps a date after an English name from running on from left to right.
    comma = "،\N{RIGHT-TO-LEFT MARK} " if language == "ar" else ", "
    assert [words.listed(["", *things[:count]]) for count in range(5)] == [
        comma.join(things[:count]) for count in range(5)
    ]


@pytest.mark.parametrize("language", ["en", "en-GB", "qq", "not a tag", "", "qq-Qqqq-QQ"])
def test_without_a_catalogue_the_words_are_english(language: str) -> None:
    """A language that nobody has translated, or that does not exist, is no error."""
    words = Words(language)
    assert (words("Corroborated"), words.counted(2, "{} note", "{} notes")) == ("Corroborated", "2 notes")


@pytest.mark.parametrize(("language", "like"), [("fr-CA", "fr"), ("de-AT", "de"), ("es-419", "es"), ("ar-EG", "ar")])
def test_a_region_has_the_words_of_its_language(language: str, like: str) -> None:
    """A region without a catalogue of its own is spoken to in the language."""
    assert Words(language)("Corroborated") == Words(like)("Corroborated") != "Corroborated"


def test_words_that_are_in_no_catalogue_stay_as_they_are() -> None:
    """A label that a site has given one of its kinds is shown as the site wrote it."""
    assert Words("de")("Minutes of the council") == "Minutes of the council"


@each_language
def test_no_words_stay_no_words(language: str) -> None:
    """A genre that is not given and a meaning that a site has left out are empty in every language."""
    assert Words(language)("") == ""


# On the page


def built(to: Path, language: str) -> BeautifulSoup:
    """The page of the small site's English source on a site in another language."""
    root = sites.copy(sites.SMALL, to / "source", {"annotations/bridge/survey.md": NOTE})
    sites.configure(root, theme={"name": "material", "language": language, "font": False})
    site = sites.build(root, to=to / "made", strict=True)
    assert (site.failure, site.warnings) == ("", ())
    return BeautifulSoup(site.page("sources/bridge/"), "html.parser")


NOTE = """\
---
quote: would stand for ten more years
kind: source-quality
title: Nobody has seen the survey
status: unsupported
certainty: low
evidence:
  - cite: gazette-2031
    relation: qualifies
    checked: full
    accessed: 2031-05-06
reviewers: [Ada]
modified: 2031-03-04
---
No copy is on file.
"""


def piece(page: BeautifulSoup, selector: str) -> Tag:
    """The first element of its kind."""
    element = page.select_one(selector)
    assert element is not None, selector
    return element


def text(page: BeautifulSoup, selector: str) -> str:
    """The text of an element on one line."""
    return " ".join(piece(page, selector).get_text().split())


def test_a_german_site_speaks_german_beside_an_english_source(tmp_path: Path) -> None:
    """Labels, meanings, counts and dates around the text are German, and marked as such."""
    page, note = built(tmp_path, "de"), "#note-survey"
    assert text(page, ".gl-byline").startswith("Town council of Netherby, 4. März 2031 · ")
    assert text(page, ".gl-byline").endswith("2 Anmerkungen · Tabelle der Aussagen")
    assert text(page, ".gl-terms p") == "Der ganze Text, unter der genannten Lizenz. Lizenz: CC0-1.0."
    assert text(page, f"{note} .gl-kind") == "Quellenlage"
    assert text(page, f"{note} .gl-verdict") == "○ Unbelegt"
    assert "Beruht auf:" in text(page, "[data-passage='2'] > .gl-sourcing summary")
    assert text(page, "[data-passage='2'] > .gl-sourcing summary").endswith("F3")
    assert text(page, f"{note} .gl-status").startswith("Unbelegt: was gefunden wurde, stützt")
    assert text(page, f"{note} .gl-evidence i") == "schränkt ein"
    assert "Vollständig gelesen, aufgerufen am 6. Mai 2031." in text(page, f"{note} .gl-evidence")
    assert text(page, f"{note} .gl-meta").endswith("geprüft von Ada Stand: 4. März 2031")
    assert piece(page, ".gl-count").attrs["data-many"] == "{all} Anmerkungen"
    assert piece(page, ".gl-source").attrs["lang"] == "en"
    assert {(group["lang"], group["dir"]) for group in page.select(".gl-notes")} == {("de", "ltr")}


def test_arabic_notes_run_from_right_to_left_beside_an_english_source(tmp_path: Path) -> None:
    """The text keeps its direction, what is around it has that of the site's language."""
    page = built(tmp_path, "ar")
    source = piece(page, ".gl-source")
    assert (source["lang"], source["dir"]) == ("en", "ltr")
    for ours in (*page.select(".gl-notes"), piece(page, ".gl-head")):
        assert (ours["lang"], ours["dir"]) == ("ar", "rtl")
    assert direction("ar-EG") == "rtl"
    assert "ملاحظتان" in text(page, ".gl-byline")
    assert text(page, "#note-survey .gl-verdict") == "○ بلا أدلة داعمة"


def test_a_language_without_words_is_told_with_what_to_do(tmp_path: Path) -> None:
    """Once, and it fails no build; the catalogue that the notice begins is the site's own, and ends it."""
    root = sites.copy(sites.SMALL, tmp_path / "site")
    sites.configure(root, theme={"name": "material", "font": False, "language": "pt"})
    said = sites.mkdocs(root, "build", "--strict", "--site-dir", str(tmp_path / "out")).stdout
    assert said.count("there are none in `pt`: `glossator words pt > overrides/glossator/pt.po`") == 1
    assert "with `custom_dir: overrides` under `theme` in mkdocs.yml" in said
    catalogue = sites.run(root, "words", "pt", configured=False).output
    sites.write(root, {"overrides/glossator/pt.po": catalogue.replace('"Link"\nmsgstr ""', '"Link"\nmsgstr "Ligação"')})
    theme = {"name": "material", "font": False, "language": "pt", "custom_dir": "overrides"}
    sites.configure(root, theme=theme)
    again = sites.mkdocs(root, "build", "--strict", "--site-dir", str(tmp_path / "out"))
    assert again.returncode == 0, again.stdout
    assert "there are none in" not in again.stdout


@pytest.mark.parametrize(("language", "forms"), [("pt-BR", 2), ("pl", 3), ("ja", 1), ("de", 2)])
def test_a_begun_catalogue_has_every_word(language: str, forms: int) -> None:
    """Empty, in the plural forms of its language, or translated where we have it; the program reads it as it is."""
    text = catalogues.begun(language)
    catalogue, problems = catalogues.read(TextFile(Path(f"{language}.po"), f"{language}.po", text))
    assert problems == []
    assert catalogue
    assert {entry.id for entry in catalogue if entry.id} == {
        entry.id for entry in catalogues.ours("fr") or () if entry.id
    }
    assert catalogue.num_plurals == forms
    assert ('msgstr "Anmerkungen"' in text) == (language == "de")


def test_a_language_that_nobody_knows_is_refused() -> None:
    """In a sentence."""
    done = sites.run(sites.SMALL, "words", "quenya", configured=False)
    assert (done.status, done.output) == (2, "")
    assert "give a BCP 47 tag" in done.errors
