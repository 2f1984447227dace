"""LaTeX as it stands in BibTeX files, as CSL's text: Unicode, with the few tags that CSL has."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_TAGS = {
    "emph": "i",
    "mkbibemph": "i",
    "textit": "i",
    "textsl": "i",
    "textbf": "b",
    "mkbibbold": "b",
    "textsubscript": "sub",
    "textsuperscript": "sup",
}
_SHOWN = {
    **{name: f"<{tag}>%s</{tag}>" for name, tag in _TAGS.items()},
    "textsc": '<span style="font-variant:small-caps;">%s</span>',
    "enquote": "“%s”",
    "mkbibquote": "“%s”",
    "url": "%s",
    "href": "%(2)s",
    "LaTeX": "LaTeX",
    "TeX": "TeX",
}
"""What commands show of their arguments; pylatexenc knows the others."""


def as_text(latex: str) -> str:
    """The text of what stands between the braces or quotes of a field."""
    if "$" in latex:
        latex = _FORMULA.sub(lambda formula: _INDEX.sub(_index, formula[0]), latex)
    if "\\" not in latex and "$" not in latex:  # most fields, and much faster
        return _unmarked(latex)
    convert, syntax = _converter()
    hidden: list[str] = []

    def hide(match: re.Match[str]) -> str:
        # To BibTeX these are characters like any other; to LaTeX the first begins a comment.
        if match[1] is None or len(hidden) == _LAST - _FIRST:
            return re.sub(r"(?<!\\)[%&#]", r"\\\g<0>", match[0])
        hidden.append(match[1])
        return chr(_FIRST + len(hidden) - 1)

    try:
        text: str = convert(_PLAIN.sub(hide, latex), latex_context=syntax)
    except Exception:  # noqa: BLE001  # it raises many kinds; the field as it stands is better than none
        return _unmarked(latex)
    words_of = {_FIRST + index: words for index, words in enumerate(hidden)}
    return " ".join(text.translate(words_of).split())


_FORMULA = re.compile(r"(?<!\\)\$(?:\\.|[^$\\])*\$")
_INDEX = re.compile(r"(?<!\\)(?P<sign>[_^])\s*(?:\{(?P<group>[^{}]*)\}|(?P<single>[A-Za-z0-9+]))")
_LOW, _HIGH = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"), str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")


def _index(match: re.Match[str]) -> str:
    """An index of a formula as Unicode has it, or in CSL's tag."""
    words, low = match["group"] if match["group"] is not None else match["single"], match["sign"] == "_"
    if re.fullmatch(r"[0-9+\-=()]+", words):
        return words.translate(_LOW if low else _HIGH)
    return f"\\text{'sub' if low else 'super'}script{{{words}}}"


_FIRST, _LAST = 0xF0000, 0xFFFFD
"""A plane for private use: each of its characters stands for words without LaTeX, which the converter need not read."""
_PLAIN = re.compile(r"\\(?:[A-Za-z]+|.)\s*[^\\]?|([^\\{}$~`'\-\U000F0000-\U000FFFFD]{3,})|[^\\]", re.DOTALL)
"""A command with the character that it may be about, and words."""


def _unmarked(latex: str) -> str:
    text = re.sub("[{}]", "", latex)
    for typed, meant in (("~", " "), ("---", "—"), ("--", "–"), ("``", "“"), ("''", "”")):
        text = text.replace(typed, meant)
    return " ".join(text.split())


def as_written(latex: str) -> str:
    """An address or a number, in which nothing is LaTeX; older programs escape some characters all the same."""
    inner = re.sub(r"^\\(?:url|path|nolinkurl)\s*\{(.*)\}$", r"\1", latex.strip())
    spelled = re.sub(r"\\(text[a-z]+)\b *", lambda match: _SPELLED.get(match[1], match[0]), inner)
    return re.sub(r"\{(.?)\}", r"\1", re.sub(r"\\([%&#_~$^{}])", r"\1", spelled))


_SPELLED = {"textunderscore": "_", "textless": "<", "textgreater": ">", "textasciitilde": "~"}


@cache
def _converter() -> tuple[Any, Any]:
    """A function from LaTeX to text, and the syntax by which it reads."""
    from pylatexenc import latex2text, latexwalker, macrospec

    syntax, texts = latexwalker.get_default_latex_context_db(), latex2text.get_default_latex_context_db()
    numbers = {name: 2 if name == "href" else form.count("%s") for name, form in _SHOWN.items()}
    takes = [macrospec.std_macro(name, False, number) for name, number in numbers.items()]
    syntax.add_context_category("csl", macros=takes, prepend=True)
    shows = [latex2text.MacroTextSpec(name, simplify_repl=form) for name, form in _SHOWN.items()]
    texts.add_context_category("csl", macros=shows, prepend=True)
    return latex2text.LatexNodes2Text(texts, math_mode="text", strict_latex_spaces=True).latex_to_text, syntax
