"""A visit to each address: asked, compared with what is known, and remembered.  No source and no note is touched."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from glossator.files import reading
from glossator.imports.sources import ImportFailure
from glossator.publication.opened import OpenedSite
from glossator.records.vocabulary import Terms
from glossator.watching import comparing
from glossator.watching.asking import Asker, Came, Failed
from glossator.watching.findings import Finding, Outcome, Watched
from glossator.watching.memory import Memory, Visit


class Visitor:
    """Visits the addresses of one site."""

    def __init__(self, site: OpenedSite, asker: Asker, memory: Memory) -> None:
        self._site, self._asker, self._memory = site, asker, memory

    def visits(self, watched: Sequence[Watched]) -> Iterator[Finding]:
        """What is found at each address; those come first that were not asked for longest.

        Raises:
            CannotWrite: there is no room for what came.
        """
        for each in sorted(watched, key=lambda each: self._memory[_key(each)].asked):
            yield self._visit(each)

    def _visit(self, watched: Watched) -> Finding:
        key = _key(watched)
        before = self._memory[key]
        kept = self._kept(watched, before)
        known = before.validators if before.text and (kept or not watched.is_source) else None
        answer = self._asker.ask(watched.address, known, follow=not watched.is_doi)
        if isinstance(answer, Failed):
            failures = before.failures + 1 if answer.outcome is Outcome.UNREACHABLE else 0
            finding = Finding(watched, answer.outcome, answer.reason, failures=failures)
            if answer.outcome is Outcome.UNASKED:
                return finding
            after = replace(before, failures=failures)
        else:
            finding, after = self._seen(watched, answer, before, kept)
        finding = replace(finding, told=bool(finding.fingerprint) and finding.fingerprint == before.told)
        told = finding.fingerprint
        if finding.outcome is Outcome.UNREACHABLE and not told:
            told = before.told  # a host that is down for a day makes nothing new of what was told
        self._memory[key] = replace(after, asked=datetime.now(UTC).isoformat(timespec="seconds"), told=told)
        return finding

    def _kept(self, watched: Watched, before: Visit) -> Path | None:
        """The file in which the text of a source was kept."""
        if not watched.is_source or before.ending not in comparing.ENDINGS:
            return None
        file = self._memory.file(watched.source, watched.address, before.ending)
        return file if file.is_file() else None

    def _seen(self, watched: Watched, came: Came, before: Visit, kept: Path | None) -> tuple[Finding, Visit]:
        """What is found where something came, and what is to be remembered of it."""
        known = came.validators
        after = Visit(at=known.at, etag=known.etag, modified=known.modified, text=before.text, ending=before.ending)
        content = None
        if came.body is not None:
            content = comparing.content(came.body, came.content_type, known.at)
            after = replace(after, ending=content.ending)
        if watched.is_source:
            return self._of_source(watched, came, content, after, kept)
        if content is not None:
            after = replace(after, text=comparing.hash_of(content), ending="")
        if not before.text:
            outcome = Outcome.NEW
        else:
            outcome = Outcome.UNCHANGED if after.text == before.text else Outcome.CHANGED
        return _found(watched, outcome, came, after), after

    def _of_source(
        self, watched: Watched, came: Came, content: comparing.Content | None, after: Visit, kept: Path | None
    ) -> tuple[Finding, Visit]:
        source = self._site.project.sources[watched.source]
        file = self._memory.file(watched.source, watched.address, after.ending)
        arrived = file.with_name(f"new-{file.name}") if content is not None else file
        if content is not None:
            self._memory.keep(arrived, content.raw)
        try:
            result = comparing.compared(self._site, source, arrived, kept)
        except ImportFailure as failure:
            arrived.unlink(missing_ok=True)
            problem = failure.problem
            reason = "; ".join(filter(None, [problem.message, problem.hint]))
            return _found(watched, Outcome.UNREADABLE, came, after, reason=reason), replace(after, text="", ending="")
        if kept is not None and kept != arrived and content is not None:
            kept.unlink(missing_ok=True)
        arrived.replace(file)
        is_new = source.terms is not Terms.FULL and not after.text
        after = replace(after, text=result.text)
        known = Outcome.NEW if is_new else Outcome.UNCHANGED
        outcome = known if result.same else Outcome.CHANGED
        finding = _found(watched, outcome, came, after)
        if outcome is Outcome.CHANGED:
            command = self._command(watched, came, file) if source.terms is not Terms.EXCERPTS else ""
            finding = replace(finding, differences=tuple(result.differences), command=command)
        return finding, after

    def _command(self, watched: Watched, came: Came, file: Path) -> str:
        """What would bring the new text in."""
        name = reading.display_name(file, self._site.project.layout.root)
        address = came.moved_to or watched.address
        day = datetime.now(UTC).date().isoformat()
        return shlex.join(["glossator", "update", watched.source, name, "--from", address, "--captured", day])


def _found(watched: Watched, outcome: Outcome, came: Came, after: Visit, reason: str = "") -> Finding:
    if came.moved_to and outcome in (Outcome.UNCHANGED, Outcome.NEW):
        outcome = Outcome.MOVED
    return Finding(watched, outcome, reason, moved_to=came.moved_to, text=after.text)


def _key(watched: Watched) -> str:
    """By what an address is remembered: two sources can lie at one."""
    return f"{watched.source} {watched.address}".strip()
