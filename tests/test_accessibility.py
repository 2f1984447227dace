"""axe-core on every kind of page: light and dark, on a phone and on a wide screen, with notes closed and open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import browser as driver
import pytest
import sites
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

PHONE, WIDE = 320, 1440

SCHEMES: dict[str, dict[str, Any]] = {
    "default": {},
    # A scheme changes nothing but colours.
    "slate": {"runOnly": ["color-contrast", "link-in-text-block"]},
}
"""Material's names for light and dark, with axe-core's options."""

MATERIAL = {
    # Its search is a dialog without a name; this repository's `docs/overrides/main.html` gives it one.
    ("aria-dialog-name", ".md-search"),
    # Its grey on black has a contrast of 4.47; this repository's `docs/assets/site.css` has a lighter one.
    ("color-contrast", ".md-copyright"),
    # Where a palette has no switch, its choices are hidden and yet take the focus.
    ("aria-hidden-focus", "#__palette_0"),
    ("aria-hidden-focus", "#__palette_1"),
}
"""What is wrong in every site with Material, by rule and element, where the site does not mend it."""


LARGE = {
    *("changes", "documentation", "evidence", "notes"),
    *("source published here, charter", "source published here, reviving-isis"),
}
"""Pages on which axe-core takes long, each like others but for its size."""


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=[pytest.mark.long] if kind in LARGE else []) for kind in sites.PAGES]
)
def test_axe_finds_nothing(kind: str, browser: Browser, addresses: dict[Path, str]) -> None:
    """No rule of axe-core is violated; on a site without overrides none but Material's own."""
    site, path = sites.PAGES[kind]
    known = MATERIAL if site == sites.FULL else set()
    found: list[str] = []
    with driver.opened(browser, addresses[site] + path, WIDE) as page:
        page.evaluate(AXE_SCRIPT)
        # All is seen with notes open; one page tells whether the same holds while they are closed.
        states = ("closed", "open") if kind == "source with everything" else ("open",)
        for state in states:
            script = "(open) => document.querySelectorAll('details').forEach((one) => { one.open = open; })"
            page.evaluate(script, state == "open")
            for width in (PHONE, WIDE):
                page.set_viewport_size({"width": width, "height": 900})
                # What changes nothing but colours is looked at once.
                both = state == states[-1] and width == WIDE
                for scheme, rules in SCHEMES.items() if both else [("default", {})]:
                    page.eval_on_selector(f"input[data-md-color-scheme={scheme}]", "(choice) => choice.click()")
                    driver.settle(page)
                    assert page.get_attribute("body", "data-md-color-scheme") == scheme
                    found += [f"{state}, {width}, {scheme}: {one}" for one in violations(page, rules, known)]
    assert found == []


def violations(page: Page, rules: dict[str, Any], known: set[tuple[str, str]]) -> list[str]:
    """Each rule that is violated, the element and how to mend it."""
    results: dict[str, Any] = page.evaluate("(rules) => axe.run({ resultTypes: ['violations'], ...rules })", rules)
    assert results["passes"], "axe-core has looked at nothing"
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for rule in results["violations"]
        for node in rule["nodes"]
        if (rule["id"], node["target"][-1]) not in known
    ]
