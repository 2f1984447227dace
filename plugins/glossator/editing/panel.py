"""The panel in which a reader writes a note on a source's page: its markup, its words and the rules that it keeps.

All of it is one script, which a page loads when somebody asks for it, also from a folder on a disk (`file://`), where
scripts may load scripts but nothing else.
"""

from __future__ import annotations

import json

from glossator.edition import assets
from glossator.edition.render import Renderer
from glossator.files.reading import FORBIDDEN
from glossator.records import identifiers
from glossator.records.model import BODY_LIMIT, QUOTE_LIMIT
from glossator.records.schema import json_schema
from glossator.records.vocabulary import Certainty, Relation, Status
from glossator.text import elements, normalize

ADDRESS_LIMIT = 6_000
"""Bytes of an address that forges and what stands before them take."""


def script(renderer: Renderer) -> str:
    """The panel's script, with all that it needs to know of the site."""
    site = renderer.site
    panel = renderer.fill(
        "contribute",
        forge=site.forge.name if site.forge else "",
        kinds=site.kinds.values(),
        statuses=Status,
        certainties=Certainty,
        relations=Relation,
        language=site.words.language,
    )
    given = {
        "panel": panel,
        "schema": json_schema("note", kinds=list(site.kinds)),
        "references": {key: item.title or "" for key, item in site.references.items()},
        "limits": {"address": ADDRESS_LIMIT, "body": BODY_LIMIT, "quote": QUOTE_LIMIT},
        "identifiers": identifiers.of_panel(),
        "reading": elements.RULES,
        "folding": normalize.RULES | {"forbidden": FORBIDDEN.pattern[1:-1]},
    }
    return f"glossator.given = {json.dumps(given)};\n{assets.panel_script()}"


def letters(*, on_demand: bool) -> str:
    """A script of the panel's letters, which stands among the assets; see `identifiers.table`."""
    runs = ",\n".join(json.dumps(run) for run in identifiers.table(on_demand=on_demand))
    return f"/* Made by scripts/docs. */\nglossator.addLetters([\n{runs},\n]);\n"
