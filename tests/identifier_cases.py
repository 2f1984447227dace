"""Titles with the ids that are made of them, and names that are ids or are none."""

from __future__ import annotations

TITLES = {
    "The bridge isn’t safe": "the-bridge-isnt-safe",
    "It's so": "its-so",
    "Straße nach Łódź": "strasse-nach-lodz",
    "Čapek & Söhne: 3 Straßen": "capek-sohne-3-strassen",
    "Москва и Петербург": "moskva-i-peterburg",
    "سوق المدينة": "swq-lmdynh",
    "می‌خواهم": "mykhwhm",
    "हिन्दी लेख": "hindi-lekh",
    "北京大学的报告": "bei-jing-da-xue-de-bao",
    "東京タワー": "dong-jing-tawa",
    "서울 다리": "seoul-dali",
    "ﬁn 漢": "fin-han",
    "e\u0301te\u0301": "ete",
    "before—after": "before-after",
    "soft\u00adhyphen": "softhyphen",
    "𝐁𝐨𝐥𝐝 ½": "bold-1-2",
    "  one two three four five six seven": "one-two-three-four-five-six",
    "Con": "con-1",
    "COM3": "com3-1",
    f"{'long' * 13} end and more": f"{'long' * 13}-end-and",
    "x" * 100: "x" * 60,
    "?!": "",
    "😀": "",
    "": "",
}
"""Each with the id of a note of that title."""

IDS = ("second-vote", "2030", "straße", "łódź", "报告", "الجسر", "हिन्दी-लेख", "console", "com10", "a-b-c")
NO_IDS = {
    "": "is no id",
    "Second-vote": "lower case",
    "second vote": "single hyphens",
    "second_vote": "single hyphens",
    "second--vote": "single hyphens",
    "-vote": "single hyphens",
    "vote-": "single hyphens",
    "vote.": "single hyphens",
    "a/b": "single hyphens",
    "½": "digits",
    "a\u200db": "letters",
    "\u0301a": "letters",
    "e\u0301": "NFC",
    "con": "Windows",
    "nul": "Windows",
    "lpt1": "Windows",
}
"""Each with a part of what is said of it."""
