"""What became of sources: texts that their publishers changed, as feeds and search engines are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from glossator.edition.words import Words
from glossator.project.versions import steps
from glossator.publication import Published
from glossator.records.model import VersionFacts
from glossator.text import aligning


@dataclass(frozen=True)
class Edit:
    """A version that took the place of another one at the same address."""

    number: int
    """Its own."""
    after: VersionFacts
    """What is known of it."""
    is_silent: bool
    """Whether the publisher's date stayed."""
    address: str
    """Where the two stand side by side; the source's page where the former text is not kept."""
    added: int
    """Words that are new; 0 where the former text is not kept."""
    removed: int

    def counted(self, words: Words) -> str:
        """How much changed; empty where that is not known."""
        if not self.added + self.removed:
            return ""
        counts = (
            words.counted(self.added, "{} word added", "{} words added"),
            words.counted(self.removed, "{} word removed", "{} words removed"),
        )
        return " · ".join(counts)


def of(published: Published) -> Iterator[Edit]:
    """The edits of a source, the first one first; copies of a text that lie at several places are none."""
    versions, present = published.sidecar.versions, published.sidecar.present
    kept = {former.page.source.former: former for former in published.former} | {present: published}
    numbers = [*(version.number for version in versions), present][1:]
    for number, step in zip(numbers, steps(versions, published.front.version), strict=True):
        if not step.is_edit:
            continue
        before, after = kept.get(step.version.number), kept.get(number)
        pairs = aligning.pairs(before.text, after.text) if before and after else []
        yield Edit(
            number,
            step.after,
            step.is_silent,
            f"{before.address}#differences" if before else published.address,
            sum(pair.added for pair in pairs),
            sum(pair.removed for pair in pairs),
        )
