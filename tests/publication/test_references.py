"""The references of the sources that are published here."""

from __future__ import annotations

import sites
from test_citations import TYPES

from glossator.references import bibliography

pytestmark = sites.published_here("reviving-isis")


def test_every_type_of_reference_was_looked_at_in_each_style() -> None:
    """There are examples of all that readers of this site see."""
    references, _ = bibliography.read([sites.REPOSITORY / "annotations" / "references.yml"], sites.REPOSITORY)
    assert {reference.type for reference in references.references.values()} <= TYPES
