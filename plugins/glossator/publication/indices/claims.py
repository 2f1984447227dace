"""The page of a source's claims: a table with a row for each note that says something of its words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from glossator.edition.words import apart
from glossator.publication import Published
from glossator.publication.claims import INK, Claim, claims, tally
from glossator.publication.exports import addresses
from glossator.publication.indices.page import IndexPage
from glossator.records.vocabulary import Certainty, Direction, Sourcing, SourcingGroup, Status
from glossator.text.quoting import quoted, within

STYLESHEET, SCRIPT = "assets/glossator/claims.css", "assets/glossator/claims.js"
"""What this page alone needs."""


def claims_page(page: IndexPage, published: Published) -> str:
    """The page's HTML, with its title."""
    rows = claims(page.publication, published)
    counts = tally(rows)
    return page.renderer.fill(
        "claims",
        title=within(published.title, page.words.language),
        language=published.language,
        apart=apart(published.language, page.words.language),
        source=page.relative(published.address),
        csv=page.relative(addresses.beside(published, addresses.CLAIMS)),
        stylesheet=page.relative(STYLESHEET),
        script=page.relative(SCRIPT),
        claims=rows,
        counts=[(way, counts[way]) for way in Direction if counts[way]],
        unassessed=len(rows) - counts.total(),
        ways=(Direction.FOR, Direction.AGAINST),
        ink=INK,
        quoted=partial(quoted, language=published.language),
        said_by=_said_by,
        rank=_rank,
    )


def _said_by(claim: Claim) -> Sequence[tuple[SourcingGroup, Sequence[Sourcing]]]:
    """The kinds of origin of a claim, by their groups."""
    kinds = dict.fromkeys(origin.sourcing for origin in claim.origins)
    return [(group, [kind for kind in kinds if kind.group is group]) for group in claim.ink]


def _rank(claim: Claim) -> int:
    """The place of what the evidence says, for sorting: by direction, by status, by certainty."""
    status, certainty = claim.note.status, claim.note.certainty
    statuses, certainties = list(Status), list(Certainty)
    ranks = (
        list(Direction).index(claim.direction) if claim.assessed else len(Direction),
        statuses.index(status) if status else len(statuses),
        certainties.index(certainty) if certainty else len(certainties),
    )
    return ranks[0] * 10_000 + ranks[1] * 100 + ranks[2]
