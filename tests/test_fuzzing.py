"""What strangers could write breaks nothing; `scripts/fuzz` looks for hours where these tests look for seconds."""

from __future__ import annotations

import hostile
import pytest


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.long] if name == "sites_" else []) for name in hostile.PROPERTIES]
)
def test_nothing_that_a_stranger_writes_breaks_anything(name: str) -> None:
    """No exception, no time without end, no note that is neither on its page nor among the problems."""
    hostile.PROPERTIES[name]()
