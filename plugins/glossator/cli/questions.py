"""Questions at a terminal, each with a way back: who answers `<` is asked again what came before.

What was answered before stands in brackets: Enter keeps it, `-` takes it away where nothing has to be said.
"""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Mapping

import click

from glossator.records.schema import nearest
from glossator.reports.lines import line as plain

BACK = "<"
"""The answer that goes a step back."""
NOTHING = "-"
"""The answer that takes away what was answered before."""
_NARROW = 40
"""Columns below which no terminal is wrapped: a word and its meaning would stand below each other."""


class Back(Exception):  # no error: an answer
    """A person wants to go a step back."""


def say(text: str, *, hang: int = 2) -> None:
    """Print a line, broken between words where the terminal ends.

    Args:
        text: the line; what stands before its first word stays.
        hang: how far the lines below are set in.
    """
    click.echo("\n".join(_wrapped(text, hang)))


def _wrapped(text: str, hang: int) -> list[str]:
    width = max(shutil.get_terminal_size().columns, _NARROW)
    inset = " " * hang if hang < width // 2 else "  "
    return textwrap.wrap(
        plain(text), width - 1, subsequent_indent=inset, break_long_words=False, break_on_hyphens=False
    )


def line(question: str, *, optional: bool = True, before: str = "") -> str:
    """A line of text; empty where that is allowed.

    Args:
        question: what is asked.
        optional: whether nothing may be answered.
        before: what was answered before, which Enter keeps.

    Raises:
        Back: the person wants to go back.
    """
    default = before or ("" if optional else None)
    *above, asked = _wrapped(question, 2)
    for part in above:
        click.echo(part)
    answer: str = click.prompt(asked, default=default, show_default=bool(before)).strip()
    if answer == BACK:
        raise Back
    return "" if optional and before and answer == NOTHING else answer


def number(question: str, last: int, *, default: int | None = None) -> int:
    """A number from 0 to `last`."""
    while True:
        answer = line(question, optional=default is not None)
        if not answer and default is not None:
            return default
        if answer.isdecimal() and int(answer) <= last:
            return int(answer)
        click.echo(f"  a number from 0 to {last}")


def one_of(question: str, last: int, *, default: int | None = None) -> int | str:
    """A number from 0 to `last`, or other words than those that led to this question."""
    while True:
        answer = line(question, optional=default is not None)
        if not answer and default is not None:
            return default
        if not answer.isdecimal():
            return answer
        if int(answer) <= last:
            return int(answer)
        click.echo(f"  a number from 0 to {last}")


def word(question: str, meanings: Mapping[str, str], *, optional: bool = False, before: str = "") -> str:
    """One of several words, by the word, its beginning or its number; empty where that is allowed."""
    words = list(meanings)
    for count, (name, meaning) in enumerate(meanings.items(), 1):
        say(f"  {count:>2}  {name:<20} {meaning}".rstrip(), hang=27)
    while True:
        answer = line(question, optional=optional, before=before)
        if answer.isdecimal() and 1 <= int(answer) <= len(words):
            return words[int(answer) - 1]
        if answer in words or (optional and not answer):
            return answer
        begun = [name for name in words if name.startswith(answer.lower())]
        if len(begun) == 1:
            click.echo(f"  {begun[0]}")
            return begun[0]
        guess = nearest(answer, words)
        say(f"  did you mean `{guess}`?" if guess else f"  one of: {', '.join(begun or words)}")
