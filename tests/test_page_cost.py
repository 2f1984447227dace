"""The scripts that measure what a page costs its readers; their figures are for people, what they count is for tests."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType

import programs
import pytest

from glossator.edition import assets

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def script(request: pytest.FixtureRequest) -> ModuleType:
    """One of the scripts that measure."""
    return programs.loaded(request.param)


weight = pytest.mark.parametrize("script", ["measure/page-weight"], indirect=True)
speed = pytest.mark.parametrize("script", ["measure/page-speed"], indirect=True)


@weight
def test_script_and_styles_are_light(script: ModuleType) -> None:
    """What every page loads of ours keeps the limits, whatever the network."""
    assert script.weight(assets.script().encode()) <= script.LIMITS["script"]
    assert script.weight(assets.stylesheet().encode()) <= script.LIMITS["stylesheet"]


@weight
def test_of_the_client_only_what_it_loads_is_weighed(script: ModuleType, tmp_path: Path) -> None:
    """Files that are only listed, and those for viewers of PDF, do not count."""
    listed = {name: f"{name}?1" for name in ("scripts/a.js", "scripts/playground.js", "styles/a.css", script.PDF_ONLY)}
    boot = f'var m={json.dumps(listed)};["scripts/a.js"],["styles/a.css"],["{script.PDF_ONLY}"]'
    for name, content in {"manifest.json": json.dumps(listed), "boot.js": boot, **dict.fromkeys(listed, "x")}.items():
        path = tmp_path / "build" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    files = script.of_client(tmp_path)
    assert {name: kind for name, (kind, _) in files.items()} == {
        "boot.js": "script",
        "scripts/a.js": "script",
        "styles/a.css": "stylesheet",
    }


@speed
def test_time_in_two_spans_counts_once(script: ModuleType) -> None:
    """Layout in a call is no time of its own; a pause between two calls is none at all."""
    assert script.united(iter([(10, 30), (15, 20), (25, 40), (50, 51)])) == 31


@speed
def test_a_figure_beyond_its_limit_is_told(script: ModuleType) -> None:
    """Each of the four limits is one that can be passed."""
    good = {"placing": 20.0, "longest": 20.0, "shift": 0.0, "opening": [9.0] * 20, "frame": [20.0] * 20}
    bad = {"placing": 51.0, "longest": 51.0, "shift": 0.01, "opening": [17.0] * 20}
    assert all(within for *_, within in script.rows([script.Round(**good)]))
    for name, figure in bad.items():
        measured = script.rows([script.Round(**good | {name: figure})])
        assert [within for *_, within in measured].count(False) == 1, name
