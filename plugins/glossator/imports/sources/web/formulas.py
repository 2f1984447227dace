"""Formulas of a page as a line of text: no source may hold MathML, and pictures of formulas are not imported.

Where the page states the TeX of a formula, that is written, as code; else its signs in a line, as one would type them.
"""

from __future__ import annotations

import re
from typing import Final

from bs4.element import NavigableString, Tag

_TEX: Final = 'annotation[encoding="application/x-tex"], annotation[encoding="TeX"]'
# MediaWiki, KaTeX and MathJax write each formula several times: for eyes, for screen readers, and as TeX.
_WHOLE: Final = ".mwe-math-element, .katex-display, .katex, mjx-container, .MathJax_Display, .MathJax"
_PICTURE: Final = "img.mwe-math-fallback-image-inline, img.mwe-math-fallback-image-display, img.tex, img.latex"
_SCRIPT: Final = 'script[type^="math/tex"]'
_STYLE: Final = re.compile(r"\{\\(?:displaystyle|textstyle|scriptstyle)\s*(.*)\}", re.DOTALL)
_BETWEEN: Final = {"msup": "^", "msub": "_", "mfrac": "/", "mover": "^", "munder": "_"}
"""What stands between the two parts of an element."""
# Nobody nests deeper by hand; reading would take too long.
_DEEPEST: Final = 30


def formulas_as_text(page: Tag) -> None:
    """Replace every formula by one line: its TeX where the page states it, else its signs."""
    _mathjax(page)
    for element in page.select(f"{_WHOLE}, math, {_PICTURE}"):
        if not element.decomposed and element.parent is not None:
            _replace(element, _tex(element) or _signs(element))


def _mathjax(page: Tag) -> None:
    """MathJax 2 keeps the TeX in a script behind what it has drawn."""
    for script in page.select(_SCRIPT):
        for drawn in list(script.previous_siblings)[:2]:
            names = drawn.get_attribute_list("class") if isinstance(drawn, Tag) else []
            if isinstance(drawn, Tag) and any(str(name).startswith("MathJax") for name in names):
                drawn.decompose()
        _replace(script, script.get_text())


def _tex(element: Tag) -> str:
    annotation = element.select_one(_TEX)
    if annotation is not None:
        return annotation.get_text()
    math = element if element.name == "math" else element.find("math")
    if isinstance(math, Tag) and "\\" in (stated := str(math.get("alttext") or "")):
        return stated
    picture = element if element.name == "img" else element.find("img", alt=True)
    return str(picture.get("alt") or "") if isinstance(picture, Tag) else ""


def _signs(element: Tag) -> str:
    math = element if element.name == "math" else element.find("math")
    return _line(math) if isinstance(math, Tag) else element.get_text()


def _line(element: Tag, depth: int = 0) -> str:
    """The signs of MathML in a line, with brackets around parts of several signs."""
    if depth > _DEEPEST:
        return element.get_text()
    parts = [
        _line(child, depth + 1) if isinstance(child, Tag) else " ".join(str(child).split())
        for child in element.children
        if isinstance(child, Tag) or (isinstance(child, NavigableString) and child.strip())
        if not (isinstance(child, Tag) and child.name in ("annotation", "annotation-xml"))
    ]
    if element.name == "msqrt":
        return "√" + _grouped("".join(parts))
    if element.name in _BETWEEN and len(parts) == 2:
        return _BETWEEN[element.name].join(map(_grouped, parts))
    if element.name == "msubsup" and len(parts) == 3:
        base, below, above = map(_grouped, parts)
        return f"{base}_{below}^{above}"
    return "".join(parts)


def _grouped(part: str) -> str:
    return part if len(part) == 1 or part.isalnum() else f"({part})"


def _replace(element: Tag, formula: str) -> None:
    formula = " ".join(formula.split())
    if match := _STYLE.fullmatch(formula):
        formula = match[1].strip()
    if not formula:
        element.decompose()
        return
    # One name is set as names of things in formulas are, all else as it is typed.
    written = Tag(name="em" if formula.isalnum() else "code")
    written.string = formula
    element.replace_with(written)
