"""What is wrong with a source's register and charts on its page: names, passages and references that are not there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from glossator.edition.mentions import mentions
from glossator.problems import Problem
from glossator.project.registers import cited
from glossator.project.sidecar import Sidecar
from glossator.references.bibliography import Bibliography, suggest_key
from glossator.text.textmap import TextMap


def problems(sidecar: Sidecar, text: TextMap, bibliography: Bibliography) -> list[Problem]:
    """All of them."""
    every = [*_unnamed(sidecar, text), *_out_of_range(sidecar, text), *_unknown(sidecar, bibliography)]
    return [replace(problem, source=sidecar.slug) for problem in every]


def _unnamed(sidecar: Sidecar, text: TextMap) -> Iterator[Problem]:
    marks = sidecar.entity_marks
    for mention in mentions(sidecar.entities.entities, text) if marks else ():
        if marks and not mention.passages:
            message = f"no passage of the source has the name `{mention.entity.label}`, or another of `{mention.id}`"
            hint = f"entities:\n  {mention.id}:\n    names: [the name as the source spells it]"
            yield Problem(marks.key_at("entities", mention.id), "name-not-found", message, hint)


def _out_of_range(sidecar: Sidecar, text: TextMap) -> Iterator[Problem]:
    last, marks = len(text.passages), sidecar.chart_marks
    for id_, chart in sidecar.charts.charts.items():
        if marks and chart.passage > last:
            message = f"there is no passage {chart.passage}: the source has {last}"
            place = marks.value_at("charts", id_, "passage")
            yield Problem(place, "passage-out-of-range", message, f"a number from 1 to {last}")


def _unknown(sidecar: Sidecar, bibliography: Bibliography) -> Iterator[Problem]:
    for key, place in cited(sidecar.entities, sidecar.entity_marks, sidecar.charts, sidecar.chart_marks):
        if key not in bibliography.references:
            message = f"no reference has the key `{key}`"
            yield Problem(place, "unknown-citation", message, suggest_key(key, bibliography))
