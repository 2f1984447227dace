"""The script that measures how the package is laid out counts what it says."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import programs
import pytest
import sites

from _environment import Refusal

DRAWING = """## Rooms

```text
glossator/
  top/      above
  middle/   between
  low.py    below
```

Three *words* more.
"""
FILES = {
    "docs/architecture.md": DRAWING,
    "plugins/glossator/__init__.py": "from glossator.top import a\n",
    "plugins/glossator/top/__init__.py": "",
    "plugins/glossator/top/a.py": "from glossator import middle\nfrom glossator.top import b\n\ndef long(one):\n    return one.two.three.four\n",
    "plugins/glossator/top/b.py": "from glossator.top import a\n",
    "plugins/glossator/middle/__init__.py": "import glossator.low\n",
    "plugins/glossator/low.py": "def up():\n    from glossator.top.a import long\n    for found in ():\n        kept = known = found\n",
    "plugins/glossator/middle/page.js": '(() => {\n    "use strict";\n    const short = () => {\n    };\n    function long(a) {\n        if (a) {\n        }\n    }\n})();\n',
    "scripts/tool": "#!/usr/bin/env python3\nmade = 1\n",
    "tests/test_a.py": "told = shown = 1\n",
}
"""A package with something of all that is counted."""


@pytest.fixture
def script() -> ModuleType:
    """The script."""
    return programs.loaded("measure/house")


def test_all_that_is_counted_is_seen(script: ModuleType, tmp_path: Path) -> None:
    """A circle, an arrow up, the longest of both languages, chains and empty names, each by its place."""
    sites.write(tmp_path, FILES)
    assert dict(script.rows(script.House(tmp_path))) == {
        "entries at the top of the package": "3",
        "arrows between them": "3",
        "floors": "3: low → top → middle",
        "circles of entries": "1: low ⇄ middle ⇄ top",
        "circles of modules": "1: low ⇄ middle ⇄ top.a ⇄ top.b",
        "arrows up": "1: low → top",
        "longest function in Python": "4 lines: low.up",
        "longest function in JavaScript": "4 lines: page.js:5",
        "chains of three dots and more": "1",
        "names that say nothing, in the package": "4",
        "the same in scripts/": "1",
        "the same in tests/": "2",
        "words of docs/architecture.md": "4",
    }


@pytest.mark.slow
def test_this_package_has_neither_circles_nor_arrows_up(script: ModuleType) -> None:
    """What the script says of this checkout is what the tests of its layers hold it to."""
    figures = dict(script.rows(script.House(sites.REPOSITORY)))
    assert figures["circles of entries"] == figures["circles of modules"] == figures["arrows up"] == "0"


def test_a_folder_that_is_no_checkout_is_refused(script: ModuleType, tmp_path: Path) -> None:
    """A mistyped path is said."""
    with pytest.raises(Refusal, match="no checkout"):
        script.measure([str(tmp_path)])
