"""Whether readers see of an imported source what its file shows: its words, its structure, and no mark of Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from glossator.edition.titling import TITLE
from glossator.imports.sources.record import Imported
from glossator.text.tags import without_tags
from glossator.text.textmap import read

STRUCTURE: Final[Mapping[str, tuple[str, ...]]] = {
    "heading": ("h1", "h2", "h3", "h4", "h5", "h6"),
    "list entry": ("li",),
    "table row": ("tr",),
    "quotation": ("blockquote",),
}
"""What is counted, by the elements that it is."""
_START: Final = re.compile(r"<([a-z]+[1-6]?)[\s>]")
_CODE: Final = re.compile(r"<(pre|code|math|svg)\b.*?</\1>", re.DOTALL)
_OUR_TITLE: Final = re.compile(rf'<h1 id="{TITLE}"[^>]*>.*?</h1>')
"""The heading that a page gets from the front matter, where its text has none."""
# A table of Markdown has a head, also where that of the file has none.
_WORDLESS_ROW: Final = re.compile(r"<tr>(?:\s|</?t[hd][^<>]*>)*</tr>")
_SHOWN: Final = 8
_LITERAL: Final[Mapping[re.Pattern[str], str]] = {
    re.compile(r"\[\^[^\]\s]+\]"): "footnotes (`footnotes`)",
    re.compile(r"(?<!\w)~~(?=\S)[^~\n]+~~"): "struck words (`pymdownx.tilde`)",
    re.compile(r"(?<=\w)~[^~\s]{1,12}~(?!~)"): "subscripts (`pymdownx.tilde`)",
    re.compile(r"(?<=\w)\^[^\^\s]{1,12}\^"): "superscripts (`pymdownx.caret`)",
    re.compile(r"==(?=\S)[^=\n]+=="): "marked words (`pymdownx.mark`)",
    re.compile(r"\{:?\s*[#.][\w-]+[^{}\n]*\}"): "attribute lists (`attr_list`)",
    re.compile(r"(?m)^\s*(?:!!!|\?\?\?\+?)\s+\w[^\n]*"): "admonitions (`admonition`, `pymdownx.details`)",
    re.compile(r"(?m)^\s*:::+\s*\{?\.?\w"): "fenced blocks of Pandoc (no extension of Python-Markdown)",
    re.compile(r"(?m)^\s*\[[ xX]\]\s"): "boxes to tick (`pymdownx.tasklist`)",
    re.compile(r"(?m)^:\s{1,3}\S[^\n]*"): "definition lists (`def_list`)",
    re.compile(r"\[\[[^\[\]\n]+\]\]"): "links of a wiki (no extension of the site)",
    re.compile(r"\$\$[^$]+\$\$|(?<![\\\w$])\$(?=[^\s$])[^$\n]*[^\s$\\]\$(?![\w$])"): "formulas (`pymdownx.arithmatex`)",
    re.compile(r"(?m)^\s*\*\[[^\]]+\]:\s"): "abbreviations (`abbr`)",
    re.compile(r"(?m)^\|.*\|\s*\n?\|[-:| ]+\|"): "tables (`tables`)",
    re.compile(r"(?m)^```|~~~ ?\w"): "fenced code (`pymdownx.superfences`)",
    re.compile(r"(?m)^=== [\"']"): "tabs (`pymdownx.tabbed`)",
    re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]+:(?![\w:])"): "pictographs (`pymdownx.emoji`)",
    re.compile(r"\{\{[^{}\n]+\}\}|\{%[^{}\n]+%\}"): "templates (no extension of Python-Markdown)",
    re.compile(r"\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]"): "alerts of GitHub (no extension of Python-Markdown)",
    re.compile(r"\{(?:\+\+|--|~~|==|>>)[^{}\n]+\}"): "corrections (`pymdownx.critic`)",
    re.compile(r"\+\+[a-z][a-z0-9+-]*\+\+"): "keys (`pymdownx.keys`)",
}
"""Marks of Markdown that some sites read and others show, with what they mean and what reads them."""


def differences(imported: Imported, html: str) -> Iterator[str]:
    """What differs between a file and the page that it became, each in a sentence.

    Args:
        imported: the source, with the words of its file.
        html: how the site renders it.
    """
    html = _OUR_TITLE.sub("", html)
    shown = read(html).text
    if imported.text:
        wanted, words = _words(imported.text), _words(shown)
        for what, lost in (("not on the page", wanted - words), ("only on the page", words - wanted)):
            if lost:
                first = ", ".join(f"“{word}”" for word in list(lost)[:_SHOWN])
                yield f"{lost.total()} word{'s' * (lost.total() > 1)} {what}: {first}{' …' * (len(lost) > _SHOWN)}"
    elements = Counter(_START.findall(_WORDLESS_ROW.sub("", html)))
    for name, count in imported.structure.items():
        there = sum(elements[tag] for tag in STRUCTURE[name])
        if there != count:
            yield f"of the kind {name} the file has {count} and the page {there}"
    # A footnote that nothing reads is taken for a link, whose words begin with its sign.
    text = without_tags(re.sub(r"<a [^<>]*>(\^[^<\s]+)</a>", r"[\1]", _CODE.sub(" ", html)))
    for pattern, what in _LITERAL.items():
        if (mark := pattern.search(text)) and mark[0].strip() not in imported.text:
            example = " ".join(mark[0].split())[:40]
            remedy = "write it otherwise" if "(no " in what else "turn it on in the site’s configuration"
            yield f"readers would see the marks of {what}: `{example}`; {remedy}"


def structure_of(content: Any) -> dict[str, int]:
    """How many elements of each kind of `STRUCTURE` have words, in a parsed text."""
    return {
        name: sum(bool(element.get_text().strip()) for element in content.find_all(tags))
        for name, tags in STRUCTURE.items()
    }


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", text))
