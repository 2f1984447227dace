"""The words of the page that are ours, in the language of the site.

English stands in the code and the templates; other languages are gettext catalogues, ours in `locale/`, one `.po` file
each.  The text of notes and sources is nobody's to translate.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, reduce
from gettext import NullTranslations
from itertools import takewhile

from babel import Locale, UnknownLocaleError
from babel.core import get_global, parse_locale
from babel.dates import format_date, format_skeleton
from babel.messages import Catalog
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from glossator.edition import catalogues
from glossator.records.csl import CSLDate

_SCRIPTS_RIGHT_TO_LEFT = frozenset(
    "Adlm Arab Aran Armi Avst Chrs Cprt Elym Gara Hatr Hebr Hung Khar Lydi Mand Mani Mend Merc Mero Narb Nbat Nkoo Orkh"
    " Ougr Palm Phli Phlp Phlv Phnx Prti Rohg Samr Sarb Sidt Sogd Sogo Syrc Syre Syrj Syrn Thaa Yezi".split()
)
"""Scripts (ISO 15924) written from right to left; Babel leaves out this part of CLDR."""
_SLANTED = frozenset(("", "Armn", "Copt", "Cyrl", "Grek", "Latn", "Zyyy", "Zzzz"))
"""Scripts of which letters have an italic; others are only bent by one."""


@cache
def script(language: str) -> str:
    """The script (ISO 15924) of a language tag (BCP 47): the one that it names, else the language’s likely one."""
    parts = list(takewhile(lambda part: len(part) > 1, language.split("-")))
    if own := next((part for part in parts[1:4] if len(part) == 4 and part.isalpha()), ""):
        return own.capitalize()
    try:
        name, territory, *_ = parse_locale(language, sep="-")
    except ValueError:
        return ""
    likely: Mapping[str, str] = get_global("likely_subtags")
    name = get_global("language_aliases").get(name, name).split("_")[0]
    tag = likely.get(f"{name}_{territory}") or likely.get(name) or ""
    return str(next(iter(tag.split("_")[1:2]), ""))


@cache
def direction(language: str) -> str:
    """`rtl` or `ltr` for a language tag (BCP 47), by its script; what is written in columns is shown in lines."""
    return "rtl" if script(language) in _SCRIPTS_RIGHT_TO_LEFT else "ltr"


@cache
def language_attributes(language: str) -> Markup:
    """The attributes of an element in a language, with a space before them; none where the language is empty."""
    if not language:
        return Markup()
    return Markup(' lang="{}" dir="{}"{}').format(language, direction(language), upright(language))


def upright(language: str) -> Markup:
    """The attribute of what is in a script without italics, with a space before it; none for any other."""
    return Markup() if script(language) in _SLANTED else Markup(" data-upright")


def direction_attribute(around: str, text: str) -> Markup:
    """`dir="auto"` with a space before it, where what people wrote may go another way than what it stands in.

    Args:
        around: the language of what it stands in.
        text: what was written, markup and all.
    """
    return Markup(' dir="auto"') if _may_turn(around, text) else Markup()


def isolated(around: str, text: str) -> Markup:
    """What people wrote, its direction kept from what stands around it, in a language."""
    return Markup("<bdi>{}</bdi>").format(text) if _may_turn(around, text) else escape(text)


def _may_turn(around: str, text: str) -> bool:
    return direction(around) == "rtl" or bool(_RIGHT_TO_LEFT.search(text))


_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"  # scripts
    "\u200e\u200f\u202a-\u202e\u2066-\u2069]"  # what orders a direction
)


def apart(language: str, around: str) -> str:
    """The language of what is ours, where it stands in a text of another language; empty where it needs no saying."""
    primary = [tag.split("-")[0].lower() for tag in (language, around)]
    return language if around and primary[0] != primary[1] else ""


@dataclass(frozen=True)
class Words:
    """The words of one language."""

    language: str = "en"
    """A BCP 47 tag.  Where there is no catalogue for it, the words are English."""
    own: tuple[Catalog, ...] = field(default=(), repr=False, compare=False)
    """Catalogues that go before ours, the first before all."""

    def __call__(self, text: str, **values: object) -> str:
        """A text in this language.

        Args:
            text: the English text.
            values: what stands in its places, such as `{names}`.
        """
        said = self._catalogue.gettext(text) if text else ""  # an empty text asks gettext for the catalogue's header
        return said.format(**values) if values else said

    def labelled(self, label: str, value: object) -> str:
        """A label, already in this language, with what it labels."""
        return self("{label}: {value}", label=label, value=value)

    def listed(self, items: Iterable[str]) -> str:
        """Several things one after another, separated as the language does it, without an “and”."""
        # Babel's `format_list` doubles the last item or raises a KeyError where CLDR has its patterns by inheritance.
        texts = [item for item in items if item]
        return reduce(lambda said, item: self("{list}, {item}", list=said, item=item), texts) if texts else ""

    def plural(self, number: int, singular: str, plural: str) -> str:
        """The form of a text that the language has for a number, its places still open."""
        return self._catalogue.ngettext(singular, plural, number)

    def counted(self, number: int, singular: str, plural: str) -> str:
        """A number with its noun, in the form that the language has for the number.

        Args:
            number: the number.
            singular: the English singular with `{}` for the number, such as `{} note`.
            plural: the English plural.
        """
        return self.plural(number, singular, plural).format(format_decimal(number, locale=self.locale))

    def number(self, number: float) -> str:
        """A number as readers of the language write it."""
        return format_decimal(number, locale=self.locale)

    def date(self, date: CSLDate | None) -> str:
        """A date as readers of the language write it, as precise as it is known."""
        if date is None:
            return ""
        if date.literal or not date.date_parts:
            return date.literal or date.raw or date.season or ""
        return " – ".join(_day(self.locale, part) for part in date.date_parts)

    def language_name(self, language: str) -> str:
        """A language (BCP 47) as readers call it; empty for none."""
        try:
            known = Locale.parse(language.replace("-", "_")) if language else None
        except (UnknownLocaleError, ValueError):
            return language
        return (known.get_display_name(self.locale) or language) if known else ""

    @property
    def is_translated(self) -> bool:
        """Whether there is any catalogue for the language, or none is needed."""
        return self.names[-1] == "en" or bool(self.own) or any(map(catalogues.ours, self.names))

    @property
    def names(self) -> Sequence[str]:
        """How the files of its catalogues can be called, without `.po`: `de_AT`, `de`."""
        primary = self.language.split("-")[0].lower()
        return list(dict.fromkeys((self.language.replace("-", "_"), self.locale.language, primary)))

    @cached_property
    def locale(self) -> Locale:
        """What Babel knows of the language."""
        try:
            return Locale.parse(self.language.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            return Locale.parse("en")

    @cached_property
    def _catalogue(self) -> NullTranslations:
        ours = filter(None, map(catalogues.ours, self.names))
        words = NullTranslations()
        for catalogue in [*self.own, *ours]:
            words.add_fallback(catalogues.compiled(catalogue))
        return words


@cache  # Babel takes a twentieth of a millisecond, and a note has several dates, each in many places
def _day(locale: Locale, part: tuple[int, ...]) -> str:
    year, month, day = (*part, 0, 0)[:3]
    if not 1 <= month <= 12 or not 1 <= year <= 9999:
        return str(year)
    when = datetime.date(year, month, day or 1)
    if locale.language == "en":  # CLDR's plain English is American
        return f"{day} {format_date(when, 'MMMM y', 'en')}" if day else format_date(when, "MMMM y", "en")
    return format_date(when, "long", locale) if day else format_skeleton("yMMMM", when, locale=locale)
