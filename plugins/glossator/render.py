"""The HTML of a source's head, notes and markers, from the templates beside this module."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from glossator.apparatus import Apparatus, Note
from glossator.bibliography import Bibliography, suggest_key
from glossator.bodies import Body
from glossator.csl import CSLItem
from glossator.errors import Problem
from glossator.model import Evidence, PassageSourcing
from glossator.sidecar import Annotation, Sidecar
from glossator.sources import Source
from glossator.vocabulary import GENRES, Checked, Kinds, Relation

RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he ks ku-arab nqo pa-arab ps sd syr ug ur yi".split())
"""Languages (BCP 47, in small letters) written from right to left."""


def direction(language: str) -> str:
    """`rtl` or `ltr` for a language tag."""
    tag = language.lower()
    return "rtl" if tag in RIGHT_TO_LEFT or tag.split("-")[0] in RIGHT_TO_LEFT else "ltr"


@dataclass(frozen=True)
class Chip:
    """A word in a small frame, with its meaning."""

    label: str
    meaning: str


@dataclass(frozen=True)
class EvidenceLine:
    """A piece of evidence as a reader sees it."""

    relation: Relation
    title: str
    imprint: str
    url: str | None
    locator: str | None
    quote: str | None
    archive_url: str | None
    accessed: str
    checked: Checked | None
    caveat: str | None


@dataclass(frozen=True)
class Site:
    """What the notes of every page need to know of the site.  The adapter makes one for each build."""

    kinds: Kinds
    bibliography: Bibliography
    render_body: Callable[[str], Body]
    """Markdown as the site writes it, to sanitised HTML."""
    language: str = "en"
    """The language of the notes and of the page around the text: a BCP 47 tag."""
    edit_url: Callable[[str], str | None] = lambda path: None
    """The address at which a file of the project can be edited."""


class Renderer:
    """Renders with one set of templates, which are compiled once."""

    def __init__(self, site: Site) -> None:
        self.site = site
        environment = Environment(
            loader=PackageLoader("glossator"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )
        environment.globals["counted"] = counted
        self._head, self._notes, self._marker, self._number, self._unplaced = (
            environment.get_template(f"{name}.html") for name in ("head", "notes", "marker", "number", "unplaced")
        )

    def number(self, number: int, attribute: str) -> str:
        """A passage's number as a link; `attribute` is its `id` where no other element carries it."""
        return self._number.render(number=number, attribute=Markup(attribute)).rstrip()

    def marker(self, note: Note) -> str:
        """A note's marker in the text."""
        return self._marker.render(note=note, kind=self.site.kinds[note.annotation.front.kind]).rstrip()

    def notes(
        self, notes: Sequence[Note], apparatus: Apparatus, sidecar: Sidecar, language: str
    ) -> tuple[str, list[Problem]]:
        """The notes of one passage, and the problems found in their bodies and evidence.

        Args:
            notes: the notes.
            apparatus: all notes of the source, for replies.
            sidecar: where their ratings are.
            language: the language of the text around them; empty where it is the site's.
        """
        shown: list[dict[str, Any]] = []
        problems: list[Problem] = []
        for note in notes:
            body = self.site.render_body(note.annotation.body)
            problems += body_problems(note.annotation, body, self.site.bibliography)
            shown.append(self._shown(note, body, apparatus, sidecar))
        passage = notes[0].passage.number if notes[0].passage else None
        html = self._notes.render(notes=shown, passage=passage, **self._language(language))
        return f"\n{html}\n", problems

    def head(self, source: Source, apparatus: Apparatus, sidecar: Sidecar) -> tuple[str, list[Problem]]:
        """What stands before the text: what it is, on what terms, and the notes on the whole of it."""
        item = source.front.source
        whole = [note for note in apparatus.notes if note.span is None]
        notes, problems = self.notes(whole, apparatus, sidecar, "") if whole else ("", [])
        html = self._head.render(
            source=item,
            front=source.front,
            title=source.title if apparatus.text.title_end is None else "",
            terms=source.front.text,
            genre=GENRES.get(item.genre or "", item.genre or ""),
            byline=byline(item),
            passages=len(apparatus.text.passages),
            notes=len(apparatus.notes),
            references=len(
                {_identity(evidence) for note in apparatus.notes for evidence in note.annotation.front.evidence}
            ),
            whole=[Markup(self.marker(note)) for note in whole],
            whole_notes=Markup(notes),
            **self._language(item.language or ""),
        )
        return html + "\n", problems

    def unplaced(self, problems: Iterable[Problem]) -> str:
        """The problems of a page, for its author's eyes."""
        return self._unplaced.render(problems=list(problems)) + "\n"

    def _language(self, around: str) -> Mapping[str, str]:
        """The language attributes of what is ours, inside a text of another language."""
        other = bool(around) and around.split("-")[0].lower() != self.site.language.split("-")[0].lower()
        return {"language": self.site.language if other else "", "direction": direction(self.site.language)}

    def _shown(self, note: Note, body: Body, apparatus: Apparatus, sidecar: Sidecar) -> dict[str, Any]:
        front = note.annotation.front
        target = front.replies_to
        return {
            "id": note.id,
            "number": note.number,
            "front": front,
            "kind": self.site.kinds[front.kind],
            "chips": chips(note, sidecar),
            "body": Markup(body.html),
            "evidence": [self._evidence(evidence) for evidence in front.evidence],
            "replies_to": next((other for other in apparatus.notes if other.id == target), None) if target else None,
            "edit_url": self.site.edit_url(note.annotation.path),
        }

    def _evidence(self, evidence: Evidence) -> EvidenceLine:
        reference = self.site.bibliography.references.get(evidence.cite or "")
        item: CSLItem = reference or evidence
        accessed = evidence.accessed or item.accessed
        return EvidenceLine(
            relation=evidence.relation,
            title=item.title or evidence.cite or "",
            imprint=imprint(item),
            url=evidence.URL or item.URL,
            locator=evidence.locator,
            quote=evidence.quote,
            archive_url=evidence.archive_url,
            accessed=str(accessed) if accessed else "",
            checked=evidence.checked or (reference.checked if reference else None),
            caveat=evidence.caveat,
        )


def counted(number: int, noun: str) -> str:
    """`1 note`, `2 notes`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def chips(note: Note, sidecar: Sidecar) -> list[Chip]:
    """What a note's title line shows beside its kind."""
    front = note.annotation.front
    shown = [Chip(front.status.label, front.status.meaning)] if front.status else []
    if front.kind == "source-quality" and note.passage:
        shown += ratings(sidecar.sourcing.passages.get(note.passage.number), sidecar)
    return shown


def ratings(passage: PassageSourcing | None, sidecar: Sidecar) -> list[Chip]:
    """The Admiralty code of a passage: letter and digit side by side, never added."""
    if passage is None:
        return []
    origins = [sidecar.sourcing.origins[origin] for origin in passage.origins]
    letters = [
        Chip(f"Reliability {origin.reliability}", f"{origin.label}: {origin.reliability.label}.") for origin in origins
    ]
    digit = passage.credibility
    return letters + ([Chip(f"Credibility {digit}", f"{digit.label}.")] if digit else [])


def byline(item: CSLItem) -> str:
    """Author, publication and date of a source, in one line."""
    authors = ", ".join(str(name) for name in item.author)
    parts = [authors, item.container_title or "", str(item.issued or "")]
    return ", ".join(part for part in parts if part)


def imprint(item: CSLItem) -> str:
    """Who published a reference, and when."""
    authors = ", ".join(str(name) for name in item.author)
    parts = [authors, item.container_title or "", item.publisher or "", str(item.issued or "")]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def body_problems(annotation: Annotation, body: Body, bibliography: Bibliography) -> list[Problem]:
    """What is wrong in a note's body and evidence: unknown citation keys, and markup that was left out."""
    problems: list[Problem] = []
    for index, evidence in enumerate(annotation.front.evidence):
        if evidence.cite and evidence.cite not in bibliography.references:
            place = annotation.document.marked.value_at("evidence", index, "cite")
            hint = suggest_key(evidence.cite, bibliography)
            problems.append(
                annotation.problem(place, "unknown-citation", f"no reference has the key `{evidence.cite}`", hint)
            )
    for key in dict.fromkeys(body.cited):
        if key not in bibliography.references:
            place = annotation.document.in_body(max(0, annotation.body.find(f"@{key}")))
            hint = suggest_key(key, bibliography)
            problems.append(annotation.problem(place, "unknown-citation", f"no reference has the key `{key}`", hint))
    for tag in body.removed:
        place = annotation.document.in_body(max(0, annotation.body.lower().find(f"<{tag}")))
        hint = "a note holds paragraphs, lists, tables, quotations, links, emphasis and code"
        problems.append(annotation.problem(place, "markup-removed", f"`<{tag}>` is not allowed in a note", hint))
    return problems


def _identity(evidence: Evidence) -> str:
    return evidence.cite or evidence.URL or evidence.title or ""
