"""What stands beside a source besides its notes and ratings: `entities.yml`, whom it names; `charts.yml`, figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, TypeVar

from pydantic import BaseModel

from glossator.files import marked_yaml
from glossator.files.marked_yaml import Marked
from glossator.files.reading import NOTE_FILE_LIMIT, TextFile
from glossator.problems import Location, Problem
from glossator.records import schema
from glossator.records.model import ChartsFile, EntitiesFile, Entity

ENTITIES: Final = "entities.yml"
CHARTS: Final = "charts.yml"
REGISTER_LIMIT = 4 * NOTE_FILE_LIMIT
"""Bytes of a register, which may have hundreds of entries."""

M = TypeVar("M", bound=BaseModel)


def parse_entities(file: TextFile) -> tuple[EntitiesFile, Marked | None, list[Problem]]:
    """Read a register of entities from its text; of two entries with a name in common, the second is a problem."""
    example = "entities:\n  survey: {label: Survey Office, kind: organisation, about: …, references: [survey-2030]}"
    read, marked, problems = _parse(EntitiesFile, file, example)
    if marked:
        problems += _same_names(read.entities, marked)
    return read, marked, problems


def parse_charts(file: TextFile) -> tuple[ChartsFile, Marked | None, list[Problem]]:
    """Read the charts of a source from their text."""
    return _parse(ChartsFile, file, "charts:\n  repairs: {title: Repairs, passage: 2, unit: repairs, series: […]}")


def _parse(model: type[M], file: TextFile, example: str) -> tuple[M, Marked | None, list[Problem]]:
    marked, problems = marked_yaml.read(file.text, file.name, example=example)
    if problems:
        return model(), None, problems
    read, problems = schema.check(model, marked)
    return (model(), None, problems) if read is None else (read, marked, problems)


def _same_names(entities: Mapping[str, Entity], marked: Marked) -> Iterator[Problem]:
    taken: dict[str, str] = {}
    for id_, entity in entities.items():
        for name, place in _names(id_, entity, marked):
            first = taken.setdefault(name, id_)
            if first != id_:
                message = f"`{name}` is a name of `{first}` already: what has one name is one entry"
                yield Problem(place, "duplicate-name", message, f"add what is new to `{first}:`, or tell them apart")


def _names(id_: str, entity: Entity, marked: Marked) -> Iterator[tuple[str, Location]]:
    yield entity.label, marked.value_at("entities", id_, "label")
    for index, name in enumerate(entity.names):
        yield name, marked.value_at("entities", id_, "names", index)


def cited(
    entities: EntitiesFile, entity_marks: Marked | None, charts: ChartsFile, chart_marks: Marked | None
) -> Iterator[tuple[str, Location]]:
    """Every citation key of both registers, with its place."""
    if entity_marks:
        for id_, entity in entities.entities.items():
            for index, key in enumerate(entity.references):
                yield key, entity_marks.value_at("entities", id_, "references", index)
    if chart_marks:
        for id_, chart in charts.charts.items():
            for number, series in enumerate(chart.series):
                for index, value in enumerate(series.values):
                    path = ("charts", id_, "series", number, "values", index, "cite")
                    yield value.cite, chart_marks.value_at(*path)
            for index, event in enumerate(chart.events):
                yield event.cite, chart_marks.value_at("charts", id_, "events", index, "cite")
