"""`glossator repair` at the terminal: it shows each note without a place, asks, and writes what a person takes."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import click

from glossator.cli import terminal
from glossator.cli.command import Command, was_spelt
from glossator.cli.site import on_sources
from glossator.cli.writes import Consent, writes
from glossator.editing import repair
from glossator.editing.repair import Candidate, Case
from glossator.edition import apparatus
from glossator.files import writing
from glossator.project.sources import Source
from glossator.publication.opened import OpenedSite
from glossator.reports.lines import line
from glossator.text.differences import WordChange, marked
from glossator.text.textmap import read


@click.command("repair", cls=Command, examples=("glossator repair mill-bridge --dry-run", "glossator repair --yes"))
@on_sources
@click.option("--write", "former", is_flag=True, hidden=True)
@writes()
def repair_notes(site: OpenedSite, asked: list[Source], former: bool, consent: Consent) -> None:
    """Propose a place for each note whose quote is not found, or found several times.

    At a terminal it asks for each note, and writes what you take.  With --yes it asks nothing, and takes only what
    differs in punctuation alone and is clear.
    """
    if former:
        was_spelt("--write", "glossator repair")
    cases: list[Case] = []
    unread = 0
    for source in asked:
        beside = site.project.sidecars[source.slug]
        every = repair.cases(apparatus.place(beside.annotations, read(site.html(source))))
        cases += [case for case in every if site.scope.includes(case.problem)]
        unread += sum(site.scope.includes(problem) for problem in beside.problems)
    settles = not consent.dry_run and (consent.yes or former or terminal.at_terminal())
    if settles:
        tally = _settle(cases, list(site.project.kinds), ask=not consent.yes)
    else:
        for case in cases:
            _show(case)
        tally = _Tally(left=len(cases))
    click.echo(str(tally) if cases else "every note that can be read has its place")
    if any(case.choices for case in cases) and not settles:
        asks = "" if consent.dry_run else ": at a terminal it asks for each note"
        click.echo(f"nothing was written{asks}", err=True)
    if unread:
        click.echo(f"problems that keep notes from being read: {unread} (see `glossator check`)", err=True)
    sys.exit(1 if tally.left or unread else 0)


@dataclass
class _Tally:
    """What became of the notes."""

    repaired: int = 0
    left: int = 0

    def __str__(self) -> str:
        return f"{self.repaired} repaired, {self.left} left"


def _show(case: Case) -> None:
    """Print what is wrong with a note, and every place that it could stand at."""
    problem = case.problem
    _echo(click.style(line(problem.location), bold=True) + f": {problem.code} {line(problem.message)}")
    if not case.choices:
        _echo("  nothing on the page can be proposed: mend the note’s file, or delete it")
    for number, choice in enumerate(case.choices, 1):
        lead = f", lead {choice.proposal.lead:g}" if number < len(case.choices) and not choice.way else ""
        _echo(f"  {number}  {choice.place}, {choice.likeness}{lead}")
        _echo("\n".join(_lines(choice)))


def _settle(cases: Sequence[Case], kinds: Collection[str], *, ask: bool) -> _Tally:
    """Write to each note the place that a person takes for it; without asking, only what is sure."""
    tally, stopped = _Tally(), False
    for case in cases:
        if stopped:
            tally.left += 1
            continue
        _show(case)
        taken = None
        if ask and case.choices:
            answer = _answer(len(case.choices))
            stopped = answer == "q"
            taken = case.choices[int(answer) - 1] if answer.isdigit() else None
        elif case.sure and not ask:
            taken = case.choices[0]
        if taken and _write(case, taken, kinds):
            tally.repaired += 1
            _echo(f"  written: {case.annotation.path}")
        else:
            tally.left += 1
    return tally


def _write(case: Case, choice: Candidate, kinds: Collection[str]) -> bool:
    """Write a note to a place; False where its file has to be changed by hand."""
    repaired = repair.repaired(case.annotation, choice.fields, kinds=kinds)
    if repaired is None:
        _echo("  this front matter cannot be changed without touching more of it; write it yourself:")
        for name, value in choice.fields.items():
            _echo(f"    {name}: {line(value)}" if value is not None else f"    (no {name})")
        return False
    writing.write_atomically(case.annotation.document.file.path, repaired[0], instead_of=repaired[1])
    return True


def _answer(count: int) -> str:
    """A choice's number, `n` or `q`."""
    numbers = [str(number) for number in range(1, count + 1)]
    text = f"  Take it? y{' = 1' if count > 1 else ''}, {''.join(f'{n}, ' for n in numbers[1:])}n (leave it), q (stop)"
    try:
        answer: str = click.prompt(text, type=click.Choice(["y", *numbers, "n", "q"]), show_choices=False)
    except click.Abort:  # the end of the answers
        _echo("")
        return "q"
    return "1" if answer == "y" else answer


def _lines(choice: Candidate) -> Iterable[str]:
    steps = " ".join(line(step) if isinstance(step, str) else _coloured(step) for step in choice.steps)
    before, after = (click.style(line(text), dim=True) for text in (f"… {choice.before}", f"{choice.after} …"))
    yield f"     {before} | {steps} | {after}"
    for touched, change in choice.changes:
        yield f"     {click.style(touched, bold=True)}: {_coloured(change)}"
    for name, value in choice.fields.items():
        if name != "quote":
            yield f"     {name}: {line(value)}" if value is not None else f"     without {name}"


def _coloured(change: WordChange) -> str:
    """The signs stay beside the colours: not everybody sees these, and not every terminal has them."""
    gone = click.style(line(marked(WordChange(change.before, ""))), fg="red") if change.before else ""
    return gone + (click.style(line(marked(WordChange("", change.after))), fg="green") if change.after else "")


def _echo(text: str) -> None:
    # Click takes colours out where the output is no terminal; who sets NO_COLOR wants none there, either.
    click.echo(text, color=False if os.environ.get("NO_COLOR") else None)
