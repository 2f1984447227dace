r"""Text on its way out to a terminal or a log, where some of it would be obeyed: here it is made to be only read.

A terminal obeys escape codes, and a service that runs workflows takes lines that begin with `::`, and `##[` anywhere
in a line, for commands.  A line break in somebody's words would begin such a line.  So what others wrote stands in one
line, what cannot be seen stands as `\x1b`, and a backslash parts the signs of a command.
"""

from __future__ import annotations

import re

_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f\ud800-\udfff]")
"""What ends a line, moves the cursor, turns the direction round, or cannot be written."""
_COMMAND = re.compile(r"^(\s*):(?=:)|##(?=\w{0,20}\[)")
"""How commands begin: GitHub's `::error` and `##[error]`, Azure's `##vso[…]`, TeamCity's `##teamcity[…]`."""


def line(words: object) -> str:
    """Somebody's words in one line that nothing obeys."""
    return _COMMAND.sub(_parted, _OBEYED.sub(_spelt, str(words)))


def lines(words: object) -> str:
    """The same for a text of several lines, such as a hint; they end as Python's `str.splitlines` has it."""
    return "\n".join(map(line, str(words).splitlines()))


def _spelt(character: re.Match[str]) -> str:
    return character[0].encode("unicode_escape").decode("ascii")


def _parted(sign: re.Match[str]) -> str:
    return "##\\" if sign[0] == "##" else f"{sign[1]}\\:"
