"""What a note rests on, and who stands behind it, as readers see it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape

from glossator.edition.render import Renderer
from glossator.edition.words import Words
from glossator.records.csl import CSLItem
from glossator.records.model import Evidence, NoteFrontMatter
from glossator.records.vocabulary import Checked, Relation
from glossator.repository.provenance import Credits


@dataclass(frozen=True)
class EvidenceLine:
    """A piece of evidence as a reader sees it."""

    relation: Relation
    entry: Markup
    """The reference as the site's citation style writes it."""
    locator: str | None
    quote: str | None
    archive_url: str | None
    accessed: str
    checked: Checked | None
    caveat: str | None


def evidence_line(renderer: Renderer, evidence: Evidence) -> EvidenceLine:
    """A piece of evidence, its reference as the site's citation style writes it."""
    key, references = evidence.cite or "", renderer.site.references
    reference = references.get(key)
    item: CSLItem = reference or evidence
    unknown = not (reference or evidence.title)
    return EvidenceLine(
        relation=evidence.relation,
        entry=escape(f"@{key}") if unknown else renderer.reference(item, key, evidence.URL),
        locator=evidence.locator,
        quote=evidence.quote,
        archive_url=evidence.archive_url,
        accessed=renderer.words.date(evidence.accessed or item.accessed),
        checked=evidence.checked or (reference.checked if reference else None),
        caveat=evidence.caveat,
    )


def byline(item: CSLItem, words: Words) -> str:
    """Author, publication and date of a source, in one line."""
    return words.listed([*map(str, item.author), item.container_title or "", words.date(item.issued)])


def signature(front: NoteFrontMatter, credits_: Credits, words: Words) -> list[str]:
    """Who wrote and reviewed a note, when, and what they disclose."""
    created, changed = words.date(credits_.created), words.date(credits_.modified)
    parts = (
        words.listed(credits_.authors),
        credits_.reviewers and words("reviewed by {names}", names=words.listed(credits_.reviewers)),
        created and words("written {date}", date=created),
        changed and changed != created and words("changed {date}", date=changed),
        front.ai_assisted and words.labelled(words("AI"), front.ai_assisted),
        front.interest and words.labelled(words("Interest"), front.interest),
    )
    return [part for part in parts if part]
