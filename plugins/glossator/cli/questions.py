"""Questions at a terminal, each with a way back: who answers `<` is asked again what came before."""

from __future__ import annotations

from collections.abc import Mapping

import click

from glossator.records.schema import nearest

BACK = "<"
"""The answer that goes a step back."""


class Back(Exception):  # no error: an answer
    """A person wants to go a step back."""


def line(question: str, *, optional: bool = True) -> str:
    """A line of text; empty where that is allowed.

    Raises:
        Back: the person wants to go back.
    """
    default = "" if optional else None
    answer: str = click.prompt(question, default=default, show_default=False).strip()
    if answer == BACK:
        raise Back
    return answer


def number(question: str, last: int, *, default: int | None = None) -> int:
    """A number from 0 to `last`."""
    while True:
        answer = line(question, optional=default is not None)
        if not answer and default is not None:
            return default
        if answer.isdecimal() and int(answer) <= last:
            return int(answer)
        click.echo(f"  a number from 0 to {last}")


def word(question: str, meanings: Mapping[str, str], *, optional: bool = False) -> str:
    """One of several words, by the word or its number; empty where that is allowed."""
    words = list(meanings)
    for count, (name, meaning) in enumerate(meanings.items(), 1):
        click.echo(f"  {count:>2}  {name:<20} {meaning}".rstrip())
    while True:
        answer = line(question, optional=optional)
        if answer.isdecimal() and 1 <= int(answer) <= len(words):
            return words[int(answer) - 1]
        if answer in words or (optional and not answer):
            return answer
        guess = nearest(answer, words)
        click.echo(f"  did you mean `{guess}`?" if guess else f"  one of: {', '.join(words)}")
