"""What is dated about a source is shown in one order: what could be known then apart from what came since."""

from __future__ import annotations

from pathlib import Path

import publications
import pytest
import sites

from glossator.publication import timeline
from glossator.records.vocabulary import Moment

EVIDENCE = """evidence:
  - {title: A report, issued: 2029-05-02, relation: disputes}
  - {title: Another, issued: 2032, relation: confirms}
  - {title: "A third <b>", issued: 2031-12, relation: background}
  - {title: A fourth, issued: 2031-03, relation: background}
  - {title: A fifth, issued: 1999, relation: background}
  - {title: Undated, relation: background}
"""


@pytest.fixture
def dated(small: Path) -> Path:
    """A small site whose source is of 4 March 2031, with a note that rests on dated works."""
    sites.write(small, {"annotations/bridge/dated.md": f"---\ntitle: Dated\nkind: context\n{EVIDENCE}---\nText.\n"})
    return small


def test_each_date_stands_in_order_and_what_came_since_apart(dated: Path, tmp_path: Path) -> None:
    """A table has then and since in columns of their own, and the head of the source leads to it."""
    built = sites.build(dated, to=tmp_path / "out", strict=True)
    assert built.failure == ""
    page = built.page("sources/bridge/timeline/")
    places = [
        page.index(said) for said in ("1999</td>", "2 May 2029</td>", "The source is published</th>", "2032</td>")
    ]
    assert places == sorted(places)
    assert 'href="timeline/"' in built.page("sources/bridge/")
    assert "A third <b>" not in page, "titles are text"
    rows = page.split("<tr ")
    assert "<td></td>" in next(row for row in rows if "2032</td>" in row).partition("<a ")[0], "later: the other column"
    assert "<td></td>" not in next(row for row in rows if "1999</td>" in row).partition("<a ")[0]
    assert any("date not exact" in row for row in rows if "March 2031</td>" in row)
    assert page.count("<circle") == page.count('data-kind="evidence"') + 3, "a dot for each dated work, and the legend"


def test_a_source_of_which_little_is_dated_has_none(small: Path, tmp_path: Path) -> None:
    """A page with two lines tells nobody anything."""
    built = sites.build(small, to=tmp_path / "out", strict=True)
    assert not (built.folder / "sources/bridge/timeline").exists()
    assert "timeline/" not in built.page("sources/bridge/")


def test_the_picture_is_bounded_and_lies_within_its_width() -> None:
    """However much there is, and of whatever time, no dot lies outside or higher than the highest."""
    publication = publications.publication(sites.FULL)
    for published in publication.sources:
        every = timeline.events(publication, published)
        if not any(event.kind == "evidence" for event in every):
            continue
        picture = timeline.picture(every)
        assert all(0 < dot.x < timeline.WIDTH and 0 < dot.y < picture.height for dot in picture.dots)
        assert picture.height <= timeline.BIN * timeline.HIGHEST
        assert {dot.moment for dot in picture.dots} <= {*Moment, None}
        assert [event.day for event in every] == sorted(event.day for event in every)
