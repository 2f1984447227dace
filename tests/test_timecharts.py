"""Charts of figures over time: their geometry, their page, and their table."""

from __future__ import annotations

from pathlib import Path

import browser as driver
import pytest
import sites
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from glossator.edition import timecharts
from glossator.records.model import Chart

CHARTS = """\
charts:
  lorries:
    title: Lorries before and after the vote
    passage: 2
    unit: lorries
    series:
      - label: The survey office’s count
        values:
          - {period: 2029, value: 1200, cite: survey-2030}
          - {period: 2030-01/2030-06, value: 900, cite: survey-2030, locator: p. 3}
      - label: The Gazette’s count
        values:
          - {period: 2031-01/2031-03, value: 10, per: month, cite: gazette-2031}
    events:
      - {date: 2031-03-04, label: The council votes., cite: gazette-2031}
      - {date: 2031-03-05, label: The Gazette reports it., cite: gazette-2031}
    caveat: The two did not count alike.
"""
PATH = "annotations/bridge/charts.yml"


def at(page: BeautifulSoup, id_: str) -> Tag:
    """The element of a page that has an id."""
    element = page.find(id=id_)
    assert isinstance(element, Tag)
    return element


def chart(*series: list[dict[str, object]], events: tuple[str, ...] = ()) -> Chart:
    """A chart of series of values."""
    return Chart.model_validate(
        {
            "title": "Lorries",
            "passage": 1,
            "unit": "lorries",
            "series": [
                {"label": "A count", "values": [{"cite": "survey-2030", **value} for value in values]}
                for values in series
            ],
            "events": [{"date": date, "label": "A day", "cite": "survey-2030"} for date in events],
        }
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site with a chart."""
    folder = tmp_path_factory.mktemp("charts")
    made = sites.build(sites.copy(sites.SMALL, folder / "site", {PATH: CHARTS}), to=folder / "out")
    assert made.warnings == ()
    return made.folder


def test_periods_of_any_length_are_compared_by_month() -> None:
    """A year's sum, a quarter's average and a month's figure of the same pace are equally high."""
    laid_out = timecharts.laid_out(
        chart(
            [{"period": "2030", "value": 120}, {"period": "2031-01/2031-03", "value": 30, "per": "quarter"}],
            [{"period": "2032-04", "value": 10}],
        )
    )
    heights = [column.height for panel in laid_out.panels for column in panel.columns]
    assert heights == pytest.approx([timecharts.HEIGHT] * 3, rel=0.02)
    first, second = laid_out.panels[0].columns
    assert first.x == 0
    assert second.x == pytest.approx(timecharts.WIDTH / 3, abs=0.2)
    assert [year for year, _ in laid_out.years] == [2030, 2031, 2032]


def test_numbers_of_near_days_stand_side_by_side() -> None:
    """Each is where its day is, or as near as there is room."""
    laid_out = timecharts.laid_out(chart([{"period": "2030", "value": 1}], events=("2030-01-01", "2030-01-02")))
    (first, at), (second, beside) = laid_out.events
    assert (first, at) == (0, 0)
    assert second < beside == at + timecharts.BESIDE or beside - at >= timecharts.BESIDE


periods = st.tuples(st.integers(1, 9998), st.integers(1, 12)).map(lambda parts: "{:04}-{:02}".format(*parts))


@given(st.lists(st.tuples(periods, st.floats(0, 1e9)), min_size=1, max_size=8))
def test_every_bar_stands_in_the_picture(values: list[tuple[str, float]]) -> None:
    """Whatever the figures and times, and none is higher than the room for it."""
    laid_out = timecharts.laid_out(chart([{"period": period, "value": value} for period, value in values]))
    for column in laid_out.panels[0].columns:
        assert 0 <= column.x <= timecharts.WIDTH
        assert 0 <= column.height <= timecharts.HEIGHT


def test_the_chart_stands_behind_its_passage_with_its_table(built: Path) -> None:
    """Named and described for all, every figure with its reference, and no part of the text."""
    page = BeautifulSoup((built / "sources/bridge/index.html").read_text(encoding="utf-8"), "html.parser")
    figure = at(page, "chart-lorries")
    assert figure.find_previous(attrs={"data-passage": True})
    pictures = figure.find_all("svg")
    assert [picture.select("title")[0].get_text() for picture in pictures] == [
        "Lorries before and after the vote: The survey office’s count",
        "Lorries before and after the vote: The Gazette’s count",
    ]
    assert pictures[0].select("desc")[0].get_text() == "2029: 1,200; January 2030 – June 2030: 900"
    rows = [[cell.get_text(" ", strip=True) for cell in row.find_all("td")] for row in figure.select("tbody tr")]
    assert [row[:2] for row in rows if row] == [
        ["2029", "1,200"],
        ["January 2030 – June 2030", "900"],
        ["January 2031 – March 2031", "10 a month on average"],
    ]
    assert all(row.select_one('a[href^="#r-"]') for row in figure.select("tbody tr:has(td)"))
    assert at(page, "r-survey-2030")
    assert len(figure.select(".gl-days li" if figure.select(".gl-days") else "ol li")) == 2
    assert "did not count alike" in figure.get_text()
    assert not figure.find_all("script")


def test_no_series_is_joined_with_another(built: Path) -> None:
    """Each is a picture of its own, with only its own bars."""
    page = BeautifulSoup((built / "sources/bridge/index.html").read_text(encoding="utf-8"), "html.parser")
    assert [len(picture.find_all("rect")) for picture in at(page, "chart-lorries").find_all("svg")] == [2, 1]


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_chart_fits_without_scripts(built: Path, browser: Browser, width: int, dark: bool) -> None:
    """On phones and wide screens nothing of it is cut off, and its bars are seen."""
    with (
        driver.served(built) as address,
        driver.opened(browser, f"{address}sources/bridge/", width, dark=dark, scripts=False) as page,
    ):
        figure = page.locator("#chart-lorries").bounding_box()
        assert figure
        assert figure["x"] >= 0
        assert figure["x"] + figure["width"] <= width
        bar = page.locator("#chart-lorries rect").first.bounding_box()
        assert bar
        assert bar["height"] > 5
