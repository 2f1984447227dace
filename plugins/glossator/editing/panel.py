"""The panel in which a reader writes a note on a source's page: its markup, its words and the rules that it keeps.

All of it is one script, which a page loads when somebody asks for it, also from a folder on a disk (`file://`), where
scripts may load scripts but nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from glossator.edition import assessing, assets, direction, judgement
from glossator.edition.render import Renderer
from glossator.edition.site import Site
from glossator.files.reading import FORBIDDEN
from glossator.records import identifiers
from glossator.records.model import BODY_LIMIT, QUOTE_LIMIT, Reference
from glossator.records.schema import json_schema
from glossator.records.vocabulary import Certainty, Nature, Relation, Status
from glossator.references.short import TITLE, short
from glossator.references.style.markup import plain
from glossator.text import elements, normalize, quoting

ADDRESS_LIMIT = 6_000
"""Bytes of an address that forges and what stands before them take."""
MAIL_LIMIT = 1_900
"""Bytes of a mail's address that the programs of all systems take: Windows gives them no more than 2,048."""
MOST_EVIDENCE = 20
"""Pieces of evidence in a note: nobody reads more, and the counts of so many are given in words."""
FORM = "suggest-a-note.yml"
"""The form of an issue for a new note, which this project's own repository has."""


def script(renderer: Renderer) -> str:
    """The panel's script, with all that it needs to know of the site."""
    site = renderer.site
    ways = [{"id": way, **_way(site, way)} for way in site.open_ways]
    panel = renderer.fill(
        "contribute",
        forge=site.forge.name if site.forge else "",
        ways=ways,
        contact=site.imprint.get("contact", ""),
        mail=site.mail,
        kept=site.forge.url if site.forge else "",
        kinds=site.kinds.values(),
        statuses=Status,
        certainties=Certainty,
        relations=Relation,
        natures=Nature,
        language=site.words.language,
    )
    given = {
        "panel": panel,
        "ways": ways,
        "notes": site.notes,
        "schema": json_schema("note", kinds=list(site.kinds)),
        "references": {key: _reference(renderer, item) for key, item in site.references.items()},
        "judging": _judging(renderer),
        "quoting": {
            "longest": quoting.LONGEST,
            "first": quoting.FIRST,
            "last": quoting.LAST,
            "marks": {"en": quoting.ENGLISH, **quoting.MARKS},
        },
        "limits": {"body": BODY_LIMIT, "quote": QUOTE_LIMIT, "evidence": MOST_EVIDENCE, "title": TITLE},
        "identifiers": identifiers.of_panel(),
        "reading": elements.RULES,
        "folding": normalize.RULES | {"forbidden": FORBIDDEN.pattern[1:-1]},
    }
    return f"glossator.given = {json.dumps(given)};\n{assets.panel_script()}"


def letters(*, on_demand: bool) -> str:
    """A script of the panel's letters, which stands among the assets; see `identifiers.table`."""
    runs = ",\n".join(json.dumps(run) for run in identifiers.table(on_demand=on_demand))
    return f"/* Made by scripts/docs. */\nglossator.addLetters([\n{runs},\n]);\n"


def _way(site: Site, way: str) -> Mapping[str, Any]:
    """Where a way leads, as a URI Template, and how many bytes of an address are too many; empty for none."""
    if way == "mail":
        return {"template": f"mailto:{site.mail}?subject={{slug}}/{{name}}&body={{text}}", "limit": MAIL_LIMIT}
    if way == "copy" or not site.forge:
        return {"template": "", "limit": 0}
    template = site.forge.new_file(site.notes) if way == "file" else site.forge.new_issue(FORM)
    return {"template": template, "limit": ADDRESS_LIMIT}


def _reference(renderer: Renderer, item: Reference) -> Sequence[str]:
    """What finds and names a reference: title, authors, what it appeared in; then its short name, year and kind."""
    name = short(item, renderer.words, renderer.words.language)
    authors = ", ".join(map(str, item.author or item.editor))
    return (
        plain(item.title or ""),
        authors,
        plain(item.container_title or item.publisher or ""),
        name.name,
        name.year,
        name.kind,
    )


def _judging(renderer: Renderer) -> Mapping[str, Any]:
    """How a status and the evidence listed go together, and how they are said."""
    words = renderer.words
    relations = {relation: direction.of_relation(relation) for relation in Relation}
    return {
        "points": relations,
        "fitting": {
            status: [way for way in assessing.COUNTED if way in ways] for status, ways in judgement.WAYS.items()
        },
        "disagreeing": judgement.DISAGREEING,
        "surest": Certainty.HIGH,
        "counted": {
            way: [assessing.counted(way, number, words) for number in range(MOST_EVIDENCE + 1)]
            for way in assessing.COUNTED
        },
        "meant": {
            status: [
                words.labelled("{status}", assessing.meant(status, words, evidence)) for evidence in ("", "{evidence}")
            ]
            for status in Status
        },
        "listed": words.listed(["{list}", "{item}"]),
        "directions": direction.OF_STATUSES,
    }
