"""Who answers for a site: what its operator says of itself, and how a reply reaches it."""

from __future__ import annotations

from glossator.edition.site import IMPRINT
from glossator.publication.indices.page import IndexPage


def imprint_page(page: IndexPage) -> str:
    """The imprint, with what is not given named as such."""
    imprint, words = page.publication.site.imprint, page.words
    labels = {"name": words("Name"), "address": words("Address"), "contact": words("Contact")}
    return page.renderer.fill(
        "imprint",
        fields=[(labels[field], imprint.get(field, "")) for field in IMPRINT],
        contact=imprint.get("contact", ""),
        mail=page.publication.site.mail,
        forge=bool(page.publication.forge),
    )
