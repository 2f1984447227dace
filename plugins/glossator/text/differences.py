"""How two wordings differ, in whole words, and which of the differences can turn what a sentence says.

A score cannot tell a respelling from another year.  So changes are sorted, and what must be read first stands first.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from glossator.text.normalize import fold

COMPARED_LIMIT = 300_000
"""More pairs of equal words than this are not weighed against each other: difflib would look at each of them."""

Opcode = tuple[str, int, int, int, int]


class Touched(StrEnum):
    """What a change touches, the gravest first."""

    DIGITS = "digits"
    NEGATIONS = "negations"
    NAMES = "names or other capitals"
    WORDS = "other words"
    PUNCTUATION = "punctuation"


@dataclass(frozen=True)
class WordChange:
    """One stretch in which two texts differ, in whole words."""

    before: str
    after: str


def opcodes(old: Sequence[str], new: Sequence[str]) -> Sequence[Opcode]:
    """The way from one sequence to another, as `difflib.SequenceMatcher.get_opcodes` has it.

    Of two that mostly repeat the same few words no way is told from others: but for what is equal at both ends, the
    one is then replaced by the other.
    """
    counts = Counter(new)
    if sum(count * counts[word] for word, count in Counter(old).items()) <= COMPARED_LIMIT:
        return difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    a, b = _equal(old, new)
    ways = [("equal", 0, a, 0, a), ("replace", a, len(old) - b, a, len(new) - b)]
    ways.append(("equal", len(old) - b, len(old), len(new) - b, len(new)))
    return [way for way in ways if way[1] < way[2] or way[3] < way[4]]


def _equal(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How much is equal at the beginning and, beside that, at the end."""
    shorter = min(len(old), len(new))
    first = next((index for index in range(shorter) if old[index] != new[index]), shorter)
    rest = shorter - first
    return first, next((index for index in range(rest) if old[-1 - index] != new[-1 - index]), rest)


def word_changes(before: str, after: str) -> list[WordChange | str]:
    """The way from one text to another: stretches that stay, as text, and changes, in order."""
    old, new = before.split(), after.split()
    steps: list[WordChange | str] = []
    for operation, a, b, c, d in opcodes(old, new):
        same = operation == "equal"
        steps.append(" ".join(old[a:b]) if same else WordChange(" ".join(old[a:b]), " ".join(new[c:d])))
    return steps


def word_diff(before: str, after: str) -> str:
    """The same in one line: `the [-red-]{+blue+} house`."""
    return " ".join(step if isinstance(step, str) else marked(step) for step in word_changes(before, after))


def marked(change: WordChange) -> str:
    """A change in one line: `[-red-]{+blue+}`."""
    return (f"[-{change.before}-]" if change.before else "") + (f"{{+{change.after}+}}" if change.after else "")


def by_gravity(changes: Iterable[WordChange]) -> list[tuple[Touched, WordChange]]:
    """The changes with what each touches, those first that must be read first; folded typography is no change."""
    sorts = list(Touched)
    seen = [(touched(change), change) for change in changes if fold(change.before).text != fold(change.after).text]
    return sorted(seen, key=lambda pair: sorts.index(pair[0]))


def touched(change: WordChange) -> Touched:
    """The gravest of what a change touches.

    Numbers and negations are known as digits in every script, and as words in the languages of this module's lists.  A
    name is known by its capital, so in scripts without capitals names count as other words.
    """
    old, new = _words(change.before), _words(change.after)
    if _numbers(change.before, old) != _numbers(change.after, new):
        return Touched.DIGITS
    if _negations(old) != _negations(new) or _is_prefixed(old, new):
        return Touched.NEGATIONS
    if _capitals(old, new) or _capitals(new, old):
        return Touched.NAMES
    if [word.casefold() for word in old] != [word.casefold() for word in new]:
        return Touched.WORDS
    return Touched.PUNCTUATION


_WORD = re.compile(r"\w+(?:['’]\w+)*")
_NUMBER = re.compile(r"[+\-−]?\d+(?:[.,:/\-–]\d+)*\s*[%‰]?")
_NUMBER_WORDS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands"
    " million millions billion billions trillion dozen dozens half quarter third first second once twice double triple"
    " zwei drei vier fünf sechs sieben acht neun zehn elf zwölf hundert tausend million millionen milliarde milliarden"
    " deux trois quatre cinq sept huit neuf dix onze douze cent mille millions milliard milliards"
    " dos tres cuatro cinco seis siete ocho nueve diez once doce cien ciento mil millón millones".split()
)
_NEGATIONS = frozenset(
    "no not nor none never neither nobody nothing nowhere without cannot hardly barely scarcely unless except"
    " nicht kein keine keinen keinem keiner keines nie niemals niemand nichts nirgends ohne weder"
    " ne pas non jamais aucun aucune personne rien sans sin nunca nadie nada ningún ninguna ninguno tampoco"
    " لا لم لن ليس ليست ليسوا ما غير بدون دون بلا لیس nem não nunca ninguém нет не ни никогда без".split()
)
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "mis", "a", "an", "anti", "counter", "de")


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _numbers(text: str, words: Sequence[str]) -> Counter[str]:
    numbers = Counter("".join(number.split()) for number in _NUMBER.findall(text))
    return numbers + Counter(word.casefold() for word in words if word.casefold() in _NUMBER_WORDS)


def _negations(words: Iterable[str]) -> Counter[str]:
    plain = (word.casefold().replace("’", "'") for word in words)
    return Counter("not" if word.endswith("n't") else word for word in plain if word in _NEGATIONS or "n't" in word)


def _is_prefixed(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether a word of one text is a word of the other with a prefix that turns it round: `legal`, `illegal`."""
    before, after = {word.casefold() for word in old}, {word.casefold() for word in new}
    added, gone = after - before, before - after
    return any(
        longer == prefix + shorter
        for prefix in _PREFIXES
        for longer, shorter in [*((a, b) for a in added for b in gone), *((b, a) for a in added for b in gone)]
    ) or any(word in ("non", "anti") for word in before ^ after)


def _capitals(words: Iterable[str], others: Iterable[str]) -> bool:
    """Whether words with capitals are missing among others; one that only lost its capital is no name, `US` is."""
    present = set(others)
    lowered = {word.casefold() for word in present}
    return any(
        word not in present
        and word[0].isupper()
        and (word.casefold() not in lowered or (word.isupper() and len(word) > 1))
        for word in words
    )
