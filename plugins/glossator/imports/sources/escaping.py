"""Keep Markdown from reading marks of its own into other people's words.

The site renders with Python-Markdown and with extensions that give a meaning to more characters than its backslash can
take away.  So a character is escaped with a backslash where Python-Markdown itself knows it, and written as a character
reference where only an extension does: a reference says the same whether or not that extension is there.
"""

from __future__ import annotations

import re
from typing import Final, Literal

Delimiter = Literal["*", "_", ""]

LIST_DIVIDER: Final = "<!-- -->"
"""Shows nothing, and keeps a list right after a list from being read as its continuation."""

# With a backslash: marks that Python-Markdown always reads, and those that open or close something only in this place.
_BACKSLASH: Final = r"""
      [\\`*_\[\]\#|] | { (?!--)
    | \+ (?=[+/]) | (?<=\+) \+          # ++keys++ +/-
    | (?<=--) >                         # -->
"""
_REFERENCE: Final = r"""
      [<~^]                             # a tag, ~~struck~~, x^2^
    | & (?=\#?\w{1,40};)
    | { (?=--)                          # {--struck--}
    | = (?=[=/]) | (?<==) =             # ==marked== =/=
    | : (?=[0-9]*+[a-z_+-][a-z0-9_+-]*+: | 100: | 1234:)  # :emoji:
    | \( (?=(?:c|tm|r|p)\))             # (c)
    | (?<=c) / (?=o)                    # c/o
    | (?:(?<=^[1-7])|(?<=[^\d][1-7])) / (?=[2-68](?!\d))  # 1/2
"""
_ANYWHERE: Final = re.compile(f"(?P<backslash>{_BACKSLASH})|(?P<reference>{_REFERENCE})", re.VERBOSE)
_AT_LINE_START: Final = re.compile(
    r"""^(?P<before>\s*)(?:
          (?P<number>\d+)(?P<end>[.)]) (?=\s|$)
        | (?P<backslash>> | -(?=[-\s]|$) | \+(?=\s|$) | !(?=!!))
        | (?P<reference>=(?=\s|$) | :(?=[:\s]|$) | \?(?=\?\?) | /(?=//))
    )""",
    re.VERBOSE,
)


def escaped(text: str, *, at_line_start: bool = True, before_link: bool = False) -> str:
    """The Markdown that shows `text`, one line of it, as it is.

    `at_line_start`: the text may come first on its line, where a `-` makes a list.
    `before_link`: a link follows, which an exclamation mark would turn into an image.
    """
    start = _AT_LINE_START.match(text) if at_line_start else None
    head = _start_escaped(start) if start else ""
    rest = _ANYWHERE.sub(_mark_escaped, text[start.end() if start else 0 :])
    return head + (rest[:-1] + r"\!" if before_link and rest.endswith("!") else rest)


def delimiter(text: str, *, before: str, after: str, within: str) -> Delimiter:
    """The mark to emphasise `text` with, or "" where Markdown can show no emphasis.

    `before` and `after` are the characters that may stand beside it, a star or an underscore for the mark of another
    emphasis; `within` holds the marks of the emphases around.
    """
    words = text.strip()
    before = " " if text[:1].isspace() else before
    after = " " if text[-1:].isspace() else after
    # Between a letter and a bracket CommonMark does not take a star for the beginning of an emphasis.
    unclear = any(
        _has_letter(outer) and not _has_letter(edge) for outer, edge in ((before, words[:1]), (after, words[-1:]))
    )
    if "*" not in before + after + within and not unclear:
        return "*"
    # An underscore beside a letter is part of a word.
    return "_" if "_" not in within and not _has_letter(before + after) else ""


def _has_letter(characters: str) -> bool:
    return any(character.isalnum() or character == "_" for character in characters)


def _start_escaped(start: re.Match[str]) -> str:
    if start["number"]:
        return f"{start['before']}{start['number']}\\{start['end']}"
    return start["before"] + _mark_escaped(start)


def _mark_escaped(mark: re.Match[str]) -> str:
    if mark["backslash"]:
        return "\\" + mark["backslash"]
    character = mark["reference"]
    return {"<": "&lt;", "&": "&amp;"}.get(character, f"&#{ord(character)};")
