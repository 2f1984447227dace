"""Catalogues of words (gettext, `.po`): ours, and those that a site puts before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from gettext import GNUTranslations
from importlib import resources
from io import BytesIO, StringIO
from string import Formatter

from babel import Locale, UnknownLocaleError
from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

from glossator.files.reading import TextFile
from glossator.problems import Location, Problem
from glossator.records.schema import nearest

EXAMPLE = 'msgid "Improve this note"\nmsgstr "Correct this note"'


_LINE = re.compile(r'\s*(?:#.*|(?:msg(?:ctxt|id|id_plural|str(?:\[\d+\])?)\s*)?"(?:[^"\\]|\\.)*"\s*)?')
"""What can stand in a line.  Babel cuts off the last letter where a quotation mark is missing."""


def ours(name: str) -> Catalog | None:
    """Our catalogue of a language, by the name of its file without `.po`."""
    file = resources.files("glossator.edition").joinpath("locale", f"{name}.po")
    return _parsed(file.read_text(encoding="utf-8"), name) if file.is_file() else None


@cache
def our_words() -> frozenset[str]:
    """The English words of every page, which all our catalogues translate."""
    return frozenset(text for message in ours("de") or () if message.id for text in _texts(message.id))


def begun(language: str) -> str:
    """The text of a catalogue to translate: every word of the page, with what of it we have in that language.

    Args:
        language: a BCP 47 tag.

    Raises:
        ValueError: nobody knows the language.
    """
    name = language.replace("-", "_")
    try:
        Locale.parse(name)
    except UnknownLocaleError as error:
        raise ValueError(language) from error
    # Its header has the plural forms of the language.
    catalogue, there = Catalog(locale=name), ours(name) or ours(name.partition("_")[0])
    for message in ours("de") or ():
        if message.id:
            translated = there.get(message.id) if there else None
            empty = ("",) * catalogue.num_plurals if message.pluralizable else ""
            catalogue.add(message.id, translated.string if translated else empty)
    lines = [
        f'"Language: {language}\\n"',
        f'"Plural-Forms: {catalogue.plural_forms}\\n"',
        '"MIME-Version: 1.0\\n"',
        '"Content-Type: text/plain; charset=utf-8\\n"',
    ]
    stream = BytesIO()
    write_po(stream, catalogue, width=100, omit_header=True, sort_output=True)
    return "\n".join(['msgid ""', 'msgstr ""', *lines, "", ""]) + stream.getvalue().decode()


def compiled(catalogue: Catalog) -> GNUTranslations:
    """A catalogue to look words up in.

    Raises:
        ValueError: the plural forms of its header cannot be read.
    """
    stream = BytesIO()
    write_mo(stream, catalogue)
    stream.seek(0)
    return GNUTranslations(stream)


def read(file: TextFile) -> tuple[Catalog | None, list[Problem]]:
    """Read a catalogue of a site.

    Returns:
        the catalogue without the entries that cannot be used, None where none of it can be read; and every problem.
    """
    for number, line in enumerate(file.text.splitlines(), 1):
        if not _LINE.fullmatch(line):
            message = f"the words cannot be read: `{line.strip()[:80]}`"
            return None, [Problem(Location(file.name, number), "bad-words", message, EXAMPLE)]
    try:
        catalogue = _parsed(file.text, file.path.stem)
        compiled(catalogue)
    except PoFileError as error:
        message = f"the words cannot be read: {error.args[0].partition(' on ')[0]}"
        return None, [Problem(Location(file.name, error.lineno + 1), "bad-words", message, EXAMPLE)]
    except ValueError as error:
        message = f"the header of the words cannot be read: {error}"
        hint = '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"'
        return None, [Problem(Location(file.name), "bad-words", message, hint)]
    problems = []
    for entry in [entry for entry in catalogue if entry.id and any(_texts(entry.string))]:
        wrong = next(_wrong(entry, catalogue), None)
        if wrong:
            english = _texts(entry.id)[0]
            problems.append(Problem(_place(file, entry), "bad-words", wrong, _example(english)))
            catalogue.delete(entry.id)
    return catalogue, problems


def unused(catalogue: Catalog, file: TextFile, templates: str) -> Iterator[Problem]:
    """The words of a catalogue that stand on no page: one that is misspelt would change nothing, and nobody saw it.

    Args:
        catalogue: what was read.
        file: its file.
        templates: the text of all templates of the site's own, which can have words of their own.
    """
    for entry in catalogue:
        for english in _texts(entry.id) if entry.id else ():
            if english not in our_words() and english not in templates:
                guess = nearest(english, sorted(our_words()))
                wrong = f"no page has the words `{english}`"
                hint = f"did you mean\n{_example(guess)}" if guess else "delete the entry"
                yield Problem(_place(file, entry), "bad-words", wrong, hint, severity="warning")
                break


def _parsed(text: str, name: str) -> Catalog:
    catalogue = read_po(StringIO(text), locale=name.replace("-", "_"), abort_invalid=True)
    catalogue.charset = "utf-8"  # whatever its header says: the file was read already
    return catalogue


def _wrong(entry: Message, catalogue: Catalog) -> Iterator[str]:
    """Why an entry cannot be used: a place in braces that nobody fills would end the build."""
    english, forms = _texts(entry.id), _texts(entry.string)
    allowed = {name for text in english for name in _braces(text)}
    for text in forms:
        try:
            extra = _braces(text) - allowed
        except ValueError:
            yield f"the braces in `{text}` are not closed, or not opened"
            continue
        if extra:
            places = ", ".join(f"{{{name}}}" for name in sorted(allowed)) or "none"
            yield f"`{text}` has the place {{{min(extra)}}}; the places of these words: {places}"
    if entry.pluralizable and (len(forms) != catalogue.num_plurals or not all(forms)):
        yield f"`{english[0]}` needs {catalogue.num_plurals} plural forms in this language, msgstr[0], msgstr[1] …"


def _braces(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _texts(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def _place(file: TextFile, entry: Message) -> Location:
    return Location(file.name, entry.lineno or 1)


def _example(english: str) -> str:
    return f'msgid "{english}"\nmsgstr "…"'
