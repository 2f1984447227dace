"""Who wrote it, where and when, as the first lines of a text say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from glossator.imports.sources.dates import date_at_end
from glossator.imports.sources.headings import is_title_case, word_count

_BYLINE: Final = re.compile(
    r"^(?:(?:written|story|text|words|report(?:ed)?)\s+)?by:?\s+(?P<names>\S.*)$", re.IGNORECASE
)
# "Updated" and its kin do not say when a text was issued.
_LABEL: Final = re.compile(
    r"^(?:(?:first\s+)?(?:published|posted|issued)(?:\s+(?:on|in|by))?|date|source)\s*:?\s*", re.IGNORECASE
)
_CHANGED: Final = re.compile(
    r"^(?:last\s+)?(?:updated|modified|changed|edited|corrected|accessed|retrieved)\b", re.IGNORECASE
)
_WEEKDAY: Final = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b[\s,]*$", re.IGNORECASE)
_SEPARATORS: Final = " \t,;:|·•–—-("
# A longer line is a sentence that happens to end with a date.
_LONGEST_CREDIT = 14
_LONGEST_PUBLICATION = 7
# Code points: hundreds of names are no byline.
_LONGEST_BYLINE = 2_000
# Words in the names of newsrooms, not of people.
_ORGANISATION: Final = frozenset(
    "agency associated association bureau bulletin centre center chronicle club committee correspondent correspondents"
    " council courier daily department desk editor editorial editors foundation gazette group guardian herald institute"
    " journal league magazine media ministry monitor network news newsroom office online organisation organization post"
    " press project radio reporter reporters review service society staff standard star sun team telegraph times today"
    " tribune tv union university voice watch weekly writer writers".split()
)
_PARTICLE: Final = re.compile(
    r"(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|bin|ibn|ben|ter|ten|zu|af|av)\b|al-|el-"
)
# "Berg, Ann" and "de la Cruz, Ann"
_INVERTED: Final = re.compile(
    rf"(?:(?:{_PARTICLE.pattern}) ?){{0,4}}[\w'’-]+, [^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*)?"
)


def credits_of(lines: Iterable[str]) -> dict[str, Any]:
    """`author`, `issued` and `container-title` where one of the lines states them, the first one each."""
    credits_: dict[str, Any] = {}
    for line in lines:
        for key, value in _credit(line).items():
            credits_.setdefault(key, value)
    return credits_


def is_credit(line: str) -> bool:
    """Whether the line is a byline or a date line."""
    return bool(_credit(line)) or bool(_CHANGED.match(line))


def names(text: str) -> list[dict[str, str]]:
    """The authors of a byline such as `Ann Berg, Tom Low and The Gazette` as CSL names."""
    text = " ".join(text.split())
    if len(text) > _LONGEST_BYLINE or _INVERTED.fullmatch(text):
        return [name(text)]
    people, *last = re.split(r",? (?:and|&) ", text, maxsplit=1)
    first, *others = re.split(r" ?[,;] ?", people)
    # Without an "and", what follows a comma is as often an office or a newsroom.
    listed = [first, *(other for other in others if last or _is_person(other.split()))]
    people_ = [name(part) for part in listed if part.strip()]
    return people_ + [more for part in last for more in names(part)]


def person_of(byline: str) -> str:
    """The names in a byline, without what sites put beside them; "" where it names nobody, or by a user name only."""
    words = " ".join(byline.split())
    words = _LEAD.sub("", words)
    words = _BESIDE.split(words)[0].strip(" ,;:|-–—·•()")
    folded = words.casefold()
    nobody = (
        folded in _NOBODY or _CALENDAR.fullmatch(words) or _USER.fullmatch(words) or folded.startswith(("http", "@"))
    )
    return "" if nobody or not any(map(str.isalpha, words)) else words


_LEAD: Final = re.compile(
    r"^(?:view |see |read )?(?:all|more) (?:posts|articles|stories|entries) (?:by|from) |"
    r"^(?:zeige |zu )?(?:alle |weitere |mehr )?(?:beiträge|artikel) von |^zum profil von "
    r"|^voir tous les articles de |^ver todos los artículos de |"
    r"^(?:interview|protokoll|ein beitrag von|a post by)\s*:\s*|"
    r"^(?:(?:written |story |text |words |posted |published )?by|author|par|von|de|por|di|door|av|af|przez"
    r"|autor(?:in|es|a)?|auteur|autore|作者|文)\b\s*:?\s*|^(?:作者|文)\s*[:：]?\s*",
    re.IGNORECASE,
)
_USER: Final = re.compile(r"[a-z0-9]+(?:[._][a-z0-9]+)+|[a-z]+\d{2,}")
_CALENDAR: Final = re.compile(
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\.?",
    re.IGNORECASE,
)
# What follows a name on the same line: a day, how long ago, an address, an office.
_BESIDE: Final = re.compile(
    rf"\s+(?i:{_CALENDAR.pattern})(?:[\s,]|$)|\s*\d|\s[|•·–—]\s|\s-\s|@|\shttps?\b|<|"
    r"\s(?:vor|před|ago|hace|il y a|fa|updated|published|posted|follow|on|is|in|for|at"
    r"|am|[Ss]tand|vom|says|wrote)(?:\s|$)|"
    r"\s(?:Alle Artikel|All Posts|View Profile)\b|"
    r"(?<=\w)\s(?:[A-Z]\w+\s)?(?:Editor|Correspondent|Reporter|Columnist)\b",
)
_NOBODY: Final = frozenset(
    "username user admin administrator author authors editor editors staff anonymous guest unknown webmaster root none"
    " null undefined name follow date datum text by autor redaktion rédaction redacción redazione redakcja 作者".split()
) | {
    "authority control",
    "rfcmarkup version",
    "our foreign staff",
    "staff writer",
    "web desk",
    "read more",
    "view profile",
    "wikipedia contributors",
    "no author",
    "not available",
}


def name(text: str, *, person: bool = False) -> dict[str, str]:
    """A CSL name: in two parts where they can be told apart, else literally as it stands.

    `person`: the page states that it is a person's name.
    """
    text = " ".join(text.split()).strip(" ,;")
    if _INVERTED.fullmatch(text):
        family, _, given = text.partition(", ")
        return {"given": given, "family": family}
    words = text.split()
    if not 2 <= len(words) <= 5 or not (person or _is_person(words)):
        return {"literal": text}
    first = next((at for at, word in enumerate(words) if at and _PARTICLE.match(word)), len(words) - 1)
    return {"given": " ".join(words[:first]), "family": " ".join(words[first:])}


def _credit(line: str) -> dict[str, Any]:
    if word_count(line) > _LONGEST_CREDIT or _CHANGED.match(line):
        return {}
    before, issued = date_at_end(line)
    rest = (before if issued else line).strip(_SEPARATORS)
    byline = _BYLINE.match(rest)
    if byline and byline["names"][0].isupper() and not byline["names"].endswith((":", "?", "!")):
        return {"author": names(byline["names"].rstrip("."))} | ({"issued": issued} if issued else {})
    if not issued:
        return {}
    publication = _LABEL.sub("", _WEEKDAY.sub("", rest)).strip(_SEPARATORS)
    if not publication:
        return {"issued": issued}
    if word_count(publication) > _LONGEST_PUBLICATION or not is_title_case(publication):
        return {}
    return {"issued": issued, "container-title": publication}


def _is_person(words: list[str]) -> bool:
    if not words or words[0].lower() in ("the", "a", "an", "our"):
        return False
    if any(word.lower().strip(".") in _ORGANISATION for word in words):
        return False
    # Four capitalised words and more are as often an organisation.
    own = [word for word in words if not _PARTICLE.match(word)]
    return 2 <= len(own) <= 3 and all(re.fullmatch(r"[^\W\d_][\w.'’-]*", word) and word[0].isupper() for word in own)
