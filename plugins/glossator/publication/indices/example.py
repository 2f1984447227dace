"""One note of the site on its words, for a page that says what the site is: `glossator: example`, `note: slug/id`."""

from __future__ import annotations

from glossator.edition import assessing, direction
from glossator.edition.render.references import byline
from glossator.problems import Problem
from glossator.project import Project
from glossator.publication.host import SitePage
from glossator.publication.indices import asking
from glossator.publication.indices.page import IndexPage
from glossator.records.schema import nearest
from glossator.text.quoting import quoted
from glossator.text.textmap import Span

KEY = "note"
"""The key of front matter that names the note."""


def asked(page: SitePage, project: Project) -> tuple[str, list[Problem]]:
    """The note that a page asks for, as `slug/id`; and why it cannot have it.

    Args:
        page: a page that asks for an example.
        project: all files.
    """
    name, place = asking.value(page, KEY)
    there = [f"{slug}/{note.id}" for slug, sidecar in project.sidecars.items() for note in sidecar.annotations]
    if name in there:
        return name, []
    if not name:
        return "", [
            Problem(place, "missing-key", "an example names its note", f"{KEY}: {next(iter(there), 'slug/id')}")
        ]
    guess = nearest(name, there)
    hint = f"did you mean `{guess}`?" if guess else f"the name of a source, `/` and the id of its note: {KEY}: slug/id"
    return "", [Problem(place, "unknown-note", f"there is no note `{name}` to show", hint)]


def example_page(page: IndexPage) -> str:
    """The passage with its words marked and the note beside it; empty where the note has no place in a text."""
    slug, _, id_ = page.note.rpartition("/")
    published = page.published(slug)
    note = published.note(id_) if published else None
    if published is None or note is None or note.span is None or note.place is None:
        return ""
    words, front = page.words, note.front
    before, marked, after = _parted(published.text.text, note.place.span, note.span)
    return page.renderer.fill(
        "example",
        before=before,
        marked=marked,
        after=after,
        title=published.title,
        byline=byline(published.item, words),
        language=published.language,
        note=note,
        kind=page.publication.kinds[note.kind],
        direction=direction.of_note(front),
        quote="" if note.whole_passage else quoted(marked, published.language),
        clause=assessing.clause(front, words),
        body=published.body(note),
        pieces=len(note.evidence),
        url=page.relative(f"{published.address}#note-{note.id}"),
        source_url=page.relative(published.address),
    )


def _parted(text: str, passage: Span, span: Span) -> tuple[str, str, str]:
    """The words of a passage before those that a note is about, these as far as they are in it, and those after."""
    start, end = max(span.start, passage.start), min(span.end, passage.end)
    return text[passage.start : start], text[start:end], text[end : passage.end]
