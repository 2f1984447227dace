"""A chart of figures over time: pictures of its series, its days, and the table of all figures."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from glossator.edition import timecharts
from glossator.edition.page import Page
from glossator.edition.render import Renderer
from glossator.edition.render.references import References
from glossator.edition.timecharts import Panel
from glossator.edition.words import Words, apart
from glossator.records.model import Chart, ChartValue


def chart(renderer: Renderer, page: Page, references: References, id_: str, chart: Chart) -> Markup:
    """A chart as it stands behind its passage; `id_` is its id in the file."""
    words, laid_out = renderer.words, timecharts.laid_out(chart)
    return renderer.fill(
        "timechart",
        id=id_,
        language=apart(words.language, page.language),
        chart=chart,
        panels=[_panel(panel, words, references) for panel in laid_out.panels],
        years=laid_out.years,
        days=[(words.date(event.date), event, references.short(event.cite)) for event in chart.events],
        events=laid_out.events,
        top=timecharts.TOP,
        base=timecharts.TOP + timecharts.HEIGHT,
        height=timecharts.TOP + timecharts.HEIGHT + timecharts.AXIS,
    )


def _panel(panel: Panel, words: Words, references: References) -> dict[str, Any]:
    rows = [
        (words.date(value.period), _figure(value, words), references.short(value.cite), value.locator)
        for value in panel.series.values
    ]
    return {
        "label": panel.series.label,
        "columns": [(column, words.number(column.value.value)) for column in panel.columns],
        "rows": rows,
        "said": "; ".join(words.labelled(time, figure) for time, figure, *_ in rows),
    }


def _figure(value: ChartValue, words: Words) -> str:
    number = words.number(value.value)
    match value.per:
        case "month":
            return words("{number} a month on average", number=number)
        case "quarter":
            return words("{number} a quarter on average", number=number)
        case "year":
            return words("{number} a year on average", number=number)
        case _:
            return number
