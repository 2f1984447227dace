"""Places in a reference, as people write them behind a citation key."""

from __future__ import annotations

import re

# Pandoc's names of the kinds of places in a reference.
_LABELS = {
    "book": "book books bk. bks.",
    "chapter": "chapter chapters chap. chaps. ch. chs.",
    "column": "column columns col. cols.",
    "figure": "figure figures fig. figs.",
    "folio": "folio folios fol. fols.",
    "issue": "number numbers no. nos.",
    "line": "line lines l. ll.",
    "note": "note notes n. nn.",
    "opus": "opus opera op. opp.",
    "page": "page pages p. pp.",
    "paragraph": "paragraph paragraphs para. paras. ¶ ¶¶",
    "part": "part parts pt. pts.",
    "section": "section sections sec. secs. § §§",
    "timestamp": "timestamp timestamps",
    "verse": "verse verses v. vv.",
    "volume": "volume volumes vol. vols.",
}
LABELS = {word: label for label, words in _LABELS.items() for word in words.split()}
"""CSL's kind of place by the word people write."""
_LOCATOR = re.compile(
    r",?\s*(?:(?P<label>" + "|".join(re.escape(word) for word in sorted(LABELS, key=len, reverse=True)) + r")\s*)?"
    r"(?P<place>(?:[A-Za-z]{0,2}\d[\w.:/]*\w|[A-Za-z]{0,2}\d|\b[ivxlcdm]+\b)"
    r"(?:\s*(?:--?|[–—&]|,)\s*[A-Za-z]{0,2}\d(?:[\w:]*\w)?)*)"
    r"(?P<rest>.*)",
    re.DOTALL | re.IGNORECASE,
)


def read_locator(after: str) -> tuple[tuple[str, str] | None, str]:
    """What follows a key in a citation, as a locator and the rest: `, paras. 12–14, in part`."""
    match = _LOCATOR.fullmatch(after) if after.startswith((",", " ")) else None
    if match is None or (not match["label"] and not match["place"][:1].isdigit()):
        return None, after.rstrip()
    place = re.sub(r"--", "–", match["place"].strip())
    return (LABELS[(match["label"] or "page").lower()], place), match["rest"].rstrip()
