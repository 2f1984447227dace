"""The HTML of a source's head, notes and markers; what is longer than a line is a template beside this module."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from glossator.edition import charts
from glossator.edition.apparatus import Apparatus, Note
from glossator.edition.bodies import Body
from glossator.edition.charts import Figure
from glossator.edition.facets import facets, sourcing
from glossator.edition.profile import profile
from glossator.edition.words import Words, direction
from glossator.problems import Problem
from glossator.project.sidecar import Annotation, Sidecar
from glossator.project.sources import Source
from glossator.records.csl import CSLItem
from glossator.records.model import Evidence, NoteFrontMatter, PassageSourcing
from glossator.records.vocabulary import GENRES, Checked, Kind, Kinds, Relation, Sourcing, SourcingGroup, Status, Term
from glossator.references.bibliography import Bibliography
from glossator.references.citations import Citations
from glossator.repository.forge import Forge
from glossator.repository.provenance import Credits, History, credited


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


@dataclass(frozen=True)
class Site:
    """What the notes of every page need to know of the site.  The adapter makes one for each build."""

    kinds: Kinds
    bibliography: Bibliography
    render_body: Callable[[str], Body]
    """Markdown as the site writes it, to sanitised HTML."""
    citations: Citations | None = None
    """Formats references; default: of this bibliography, in the first style."""
    words: Words = field(default_factory=Words)
    """The words of the page around the text, in the language of the notes."""
    edit_url: Callable[[str], str | None] = lambda path: None
    """The address at which a file of the project can be edited."""
    forge: Forge | None = None
    """Where the project's files are kept, if that is known."""
    new_note: Callable[[str], str | None] = lambda slug: None
    """Where a new note on a source is begun, by the source's slug; see `Forge.new_file`."""
    history: History = field(default_factory=History)
    """What git knows of the project's files."""

    def credits(self, annotation: Annotation) -> Credits:
        """Who stands behind a note, and since when."""
        return credited(annotation.front, self.history.changes.get(annotation.path, ()))


class Renderer:
    """Renders with one set of templates, each compiled when it is first needed: commands that only check need none."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._citations = site.citations or Citations(site.bibliography.references, language=site.words.language)
        # Asked for at every passage and note.
        self._passage = str(escape(site.words("Passage {number}")))
        self._note = str(escape(site.words("Note {number}, {kind}")))
        environment = Environment(
            loader=PackageLoader("glossator.edition"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )
        words = site.words
        environment.globals.update(
            _=words,
            counted=words.counted,
            labelled=words.labelled,
            listed=words.listed,
            plural=words.plural,
            said=self._said,
            explained=self.explained,
        )
        self._template = cache(lambda name: environment.get_template(f"{name}.html"))

    def number(self, number: int, attribute: str) -> str:
        """A passage's number as a link; `attribute` is its `id` where no other element carries it."""
        label = self._passage.format(number=number)
        return f'<a class="gl-number"{attribute} href="#p{number}" aria-label="{label}">{number}</a>'

    def marker(self, note: Note) -> str:
        """A note's marker in the text."""
        kind = self.site.kinds[note.annotation.front.kind]
        label = self._note.format(number=note.number, kind=escape(self.site.words(kind.label)))
        return (
            f'<sup class="gl-ref" data-kind="{kind.id}"><a role="doc-noteref" id="ref-{note.id}" href="#note-{note.id}"'
            f' aria-label="{label}">{note.number}</a></sup>'
        )

    def notes(
        self,
        notes: Sequence[Note],
        apparatus: Apparatus,
        bodies: Mapping[str, Body],
        sidecar: Sidecar,
        language: str,
        passage: int | None = None,
        statuses: Sequence[Status] = (),
        method: str = "",
    ) -> str:
        """What stands beside one passage: what it rests on, how it is assessed, and its notes.

        Args:
            notes: the notes.
            apparatus: all notes of the source, for replies.
            bodies: the bodies of all notes of the source, by their ids.
            sidecar: where their ratings are.
            language: the language of the text around them; empty where it is the site's.
            passage: the passage's number; None for the notes on the whole source.
            statuses: those that notes give the passage; several are shown together, none weighed against another.
            method: the address of the page that explains the words; empty where there is none.
        """
        shown = [self._shown(note, bodies[note.id], apparatus, sidecar) for note in notes]
        resting = sidecar.sourcing.passages.get(passage) if passage else None
        html = self._template("notes").render(
            notes=shown,
            passage=passage,
            statuses=[self.site.words(status.label) for status in statuses],
            resting=self._resting(passage, resting, sidecar) if passage and resting else None,
            method=method,
            answerable=bool(self.site.new_note(sidecar.slug)),
            **self._language(language),
        )
        return f"\n{html}\n"

    def head(
        self, source: Source, apparatus: Apparatus, bodies: Mapping[str, Body], sidecar: Sidecar, method: str = ""
    ) -> str:
        """What stands before the text: what it is, on what terms, and the notes on the whole of it.

        Args:
            source: the source.
            apparatus: its notes.
            bodies: their bodies, by their ids.
            sidecar: its ratings.
            method: the address of the page that explains the words; empty where there is none.
        """
        item = source.front.source
        whole = [note for note in apparatus.notes if note.span is None]
        evidence = [evidence for note in apparatus.notes for evidence in note.annotation.front.evidence]
        html = self._template("head").render(
            source=item,
            front=source.front,
            title=source.title if apparatus.text.title_end is None else "",
            terms=source.front.text,
            genre=self._genre(item),
            byline=byline(item, self.site.words),
            passages=len(apparatus.text.passages),
            notes=len(apparatus.notes),
            references=len({one.cite or one.URL or one.title for one in evidence}),
            profile=self._charts(apparatus, sidecar, method=method),
            tools=self._choices(apparatus, sidecar),
            whole=[Markup(self.marker(note)) for note in whole],
            whole_notes=Markup(self.notes(whole, apparatus, bodies, sidecar, "", method=method)) if whole else "",
            new_note=self.site.new_note(source.slug),
            **self._language(item.language or ""),
        )
        return f"{html}\n"

    def _charts(
        self, apparatus: Apparatus, sidecar: Sidecar, *, name: str = "", base: str = "", method: str = ""
    ) -> Markup:
        """The charts; `name` tells the ids of several on one page apart, `base` is the address of the source."""
        found = profile(apparatus, sidecar)
        behind = [self.behind(share.group, len(share.passages), share.kinds) for share in found.shares]
        assessed = [self.figure("status", status, count) for status, count in charts.assessed(found)]
        html = self._template("profile").render(
            name=name,
            base=base,
            method=method,
            behind=behind,
            bars=charts.bars(behind),
            assessed=assessed,
            strip=charts.strip(found),
        )
        return Markup(html if behind or assessed else "")

    def behind(self, group: SourcingGroup, passages: int, kinds: Iterable[tuple[Sourcing, int]] = ()) -> Figure:
        """How many passages rest on a group of origins, and on which kinds of origin in it."""
        words = self.site.words
        more = [f"{words.labelled(words(kind.label), count)}." for kind, count in kinds]
        counted = words.counted(passages, "{} passage", "{} passages")
        return self.figure("group", group, passages, counted=counted, more=more)

    def figure(self, scheme: str, term: Term, count: int, *, counted: str = "", more: Iterable[str] = ()) -> Figure:
        """How often a word of the vocabulary occurs, with its meaning and what more is said of it."""
        words, sign = self.site.words, getattr(term, "sign", "")
        said = " ".join([words(term.meaning), *more])
        return Figure(scheme, term.value, sign, words(term.label), said, count, counted or str(count))

    def _said(self, cell: charts.Cell) -> str:
        """What the strip says of a passage."""
        words = self.site.words
        statuses = words.listed(words(status.label) for status in cell.statuses)
        said = statuses or words("not assessed") if cell.notes else words("no notes")
        return escape(words.labelled(words("Passage {number}", number=cell.passage), said))

    def _choices(self, apparatus: Apparatus, sidecar: Sidecar) -> Markup:
        found = facets(apparatus, sidecar, self.site.kinds)
        return Markup(
            self._template("tools").render(facets=found, total=len(apparatus.notes), steps=True)
            if apparatus.notes
            else ""
        )

    def card(self, source: Source, apparatus: Apparatus, sidecar: Sidecar, *, url: str, name: str) -> dict[str, Any]:
        """A source as the library shows it: what it is, and its profile in small.

        Args:
            source: the source.
            apparatus: its notes.
            sidecar: its ratings.
            url: the address of its page.
            name: tells the ids of its charts from those of other cards.
        """
        return {
            "url": url,
            "title": source.title,
            "language": source.front.source.language or "",
            "byline": byline(source.front.source, self.site.words),
            "genre": self._genre(source.front.source),
            "terms": source.front.text,
            "passages": len(apparatus.text.passages),
            "notes": len(apparatus.notes),
            "profile": self._charts(apparatus, sidecar, name=name, base=url),
        }

    def reference(self, item: CSLItem, key: str = "", url: str | None = None) -> Markup:
        """A reference as the site's citation style lists it.

        Args:
            item: the reference.
            key: its key in the bibliography; empty for one that is described in place.
            url: an address in place of its own.
        """
        return Markup(self._citations.entry(item, key, url))

    def explained(self, method: str, scheme: str, term: Term | Kind) -> Markup:
        """A word of the vocabulary, as a link to its meaning.

        Args:
            method: the address of the page that explains the words; empty where there is none.
            scheme: the id of its `vocabulary.Scheme`, or `kind`.
            term: the word.
        """
        label = escape(self.site.words(term.label))
        id_ = term.id if isinstance(term, Kind) else term.value
        return Markup(f'<a class="gl-term" href="{escape(method)}#{scheme}-{id_}">{label}</a>') if method else label

    def fill(self, template: str, **values: Any) -> Markup:
        """A template of this package, by its name without extension, filled in."""
        return Markup(self._template(template).render(**values))

    def unplaced(self, problems: Iterable[Problem]) -> str:
        """The problems of a page, for its author's eyes."""
        return self._template("unplaced").render(problems=list(problems)) + "\n"

    def _genre(self, item: CSLItem) -> str:
        return self.site.words(GENRES.get(item.genre or "", item.genre or ""))

    def _language(self, around: str) -> Mapping[str, str]:
        """The language attributes of what is ours, inside a text of another language."""
        other = bool(around) and around.split("-")[0].lower() != self.site.words.language.split("-")[0].lower()
        return {"language": self.site.words.language if other else "", "direction": direction(self.site.words.language)}

    def _shown(self, note: Note, body: Body, apparatus: Apparatus, sidecar: Sidecar) -> dict[str, Any]:
        front = note.annotation.front
        target, forge = front.replies_to, self.site.forge
        return {
            "id": note.id,
            "number": note.number,
            "title": front.title,
            "status": front.status,
            "certainty": front.certainty,
            "kind": self.site.kinds[front.kind],
            "sourcing": " ".join(sourcing(note, sidecar)),
            "body": Markup(body.html),
            "evidence": [self.evidence(evidence) for evidence in front.evidence],
            "replies_to": next((other for other in apparatus.notes if other.id == target), None) if target else None,
            "answers": apparatus.answers.get(note.id, ()),
            "credits": signature(front, self.site.credits(note.annotation), self.site.words),
            "edit_url": self.site.edit_url(note.annotation.path),
            "history_url": forge.history(note.annotation.path) if forge else None,
            "challenge_url": self._challenge(forge, note) if forge else None,
        }

    def _challenge(self, forge: Forge, note: Note) -> str:
        """A new issue about a note, begun."""
        words, front = self.site.words, note.annotation.front
        title = words("Challenge: {title}", title=front.title)
        asked = words("What is wrong, what would be right, and what is the evidence?")
        path = forge.prefix + note.annotation.path
        return forge.issue(title, f"{path}\n\n{asked}\n\n", form="challenge-a-note.yml", fields={"note": path})

    def _resting(self, passage: int, resting: PassageSourcing, sidecar: Sidecar) -> dict[str, Any]:
        """Who stands behind a passage: letter and digit side by side, each judged alone, never added."""
        origins = [(id_, sidecar.sourcing.origins[id_]) for id_ in resting.origins]
        letters = dict.fromkeys(origin.reliability.value for _, origin in origins)
        return {
            "summary": self.site.words.listed(
                dict.fromkeys(self.site.words(origin.sourcing.label) for _, origin in origins)
            ),
            "codes": [f"{letter}{resting.credibility or ''}" for letter in letters or [""]],
            # Where an origin comes first is its place on the page.
            "origins": [(f"origin-{id_}" if sidecar.first[id_] == passage else "", one) for id_, one in origins],
            "statement": resting.statement,
            "credibility": resting.credibility,
            "reason": resting.reason,
        }

    def evidence(self, evidence: Evidence) -> EvidenceLine:
        """A piece of evidence, its reference as the site's citation style writes it."""
        reference = self.site.bibliography.references.get(evidence.cite or "")
        item: CSLItem = reference or evidence
        key = evidence.cite or ""
        unknown = not (reference or evidence.title)
        accessed = evidence.accessed or item.accessed
        return EvidenceLine(
            relation=evidence.relation,
            entry=escape(f"@{key}") if unknown else self.reference(item, key, evidence.URL),
            locator=evidence.locator,
            quote=evidence.quote,
            archive_url=evidence.archive_url,
            accessed=self.site.words.date(accessed),
            checked=evidence.checked or (reference.checked if reference else None),
            caveat=evidence.caveat,
        )


def byline(item: CSLItem, words: Words) -> str:
    """Author, publication and date of a source, in one line."""
    return words.listed([*map(str, item.author), item.container_title or "", words.date(item.issued)])


def signature(front: NoteFrontMatter, known: Credits, words: Words) -> list[str]:
    """Who wrote and reviewed a note, when, and what they disclose."""
    created, changed = words.date(known.created), words.date(known.modified)
    said = (
        words.listed(known.authors),
        known.reviewers and words("reviewed by {names}", names=words.listed(known.reviewers)),
        created and words("written {date}", date=created),
        changed and changed != created and words("changed {date}", date=changed),
        front.ai_assisted and words.labelled(words("AI"), front.ai_assisted),
        front.interest and words.labelled(words("Interest"), front.interest),
    )
    return [one for one in said if one]
