"""What search engines read of a source's page: JSON-LD in schema.org's words that claims nothing we do not know."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sites
from publications import BASE, HOSTILE, UNWRITABLE, changes, publication, restated
from pyld import jsonld

from glossator.publication import Publication, Published
from glossator.publication.exports.schema_org import linked_data
from glossator.records.vocabulary import GENRES, Status
from glossator.repository.provenance import History

CONTEXT = json.loads((Path(__file__).parent / "exports" / "schema_org.json").read_text(encoding="utf-8"))
"""The words of schema.org that we use, each looked up there; nothing else is mapped."""


def nodes(site: Publication, source: Published) -> list[dict[str, Any]]:
    """What stands in a page's head."""
    graph: list[dict[str, Any]] = json.loads(linked_data(site, source))
    return graph


def of(site: Publication, slug: str) -> Published:
    """A source by its slug."""
    return next(source for source in site.sources if source.page.source.slug == slug)


def words(value: object) -> Iterator[str]:
    """Every key, and every type, in JSON-LD."""
    if isinstance(value, dict):
        yield from (key for key in value if not key.startswith("@"))
        yield from (value["@type"],) if "@type" in value else ()
        for part in value.values():
            yield from words(part)
    elif isinstance(value, list):
        for part in value:
            yield from words(part)


@pytest.mark.parametrize("site", [sites.FULL, sites.SMALL])
def test_every_word_is_schema_orgs(site: Path) -> None:
    """A JSON-LD processor that knows schema.org's words drops nothing."""
    whole = publication(site)
    for source in whole.sources:
        graph = nodes(whole, source)
        assert {*words(graph)} <= {*CONTEXT["@context"]}
        assert all(node.pop("@context") == "https://schema.org" for node in graph), "each is a root of its own"
        expanded = jsonld.expand({**CONTEXT, "@graph": graph}, {"base": whole.url(source)})
        assert len(expanded) == len(graph)
        types = {word for node in expanded for word in node["@type"]}
        assert all(word.startswith("https://schema.org/") for word in types)


def test_every_genre_is_one_of_schema_orgs_types() -> None:
    """What a source's genre can be is mapped."""
    assert {*GENRES} <= {*CONTEXT["@context"]}


def test_a_restated_page_is_a_work_of_the_site_based_on_the_original(tmp_path: Path) -> None:
    """The words are the editors', so the original's author is not their author."""
    site = restated(tmp_path)
    page = nodes(site, site.by_slug["bridge"])[0]
    assert page["@type"] == "CreativeWork"
    assert page["author"]["name"] == page["publisher"]["name"] == site.name
    original = page["isBasedOn"]
    assert (original["@type"], original["datePublished"]) == ("Report", "2031-03-04")
    assert original["author"] == [{"@type": "Organization", "name": "Town council of Netherby"}]
    assert "mainEntity" not in page


def test_a_full_text_is_the_pages_main_entity_under_its_licence() -> None:
    """The words are the article's own."""
    site = publication(sites.FULL)
    page = nodes(site, of(site, "bridge"))[0]
    assert (page["@type"], page["@id"]) == ("WebPage", f"{BASE}sources/bridge/")
    assert "author" not in page
    assert page["mainEntity"]["@type"] == "Report"
    assert page["mainEntity"]["@id"] == page["mainEntity"]["url"] == "https://example.org/minutes"
    assert page["mainEntity"]["license"] == "https://spdx.org/licenses/CC0-1.0"


def test_excerpts_have_no_author_on_the_page_and_a_basis() -> None:
    """Whose words they are, the article says on which the page is based."""
    site = publication(sites.FULL)
    page = nodes(site, of(site, "market"))[0]
    assert "author" not in page
    assert page["isBasedOn"]["isPartOf"] == {"@type": "Newspaper", "name": "جريدة النهر"}
    assert page["isBasedOn"]["datePublished"] == "2031-04"


def test_each_note_with_a_status_is_a_claim_review_with_what_google_requires() -> None:
    """`claimReviewed`, `url` and a rating in words, on the words as they stand on the page, and no number."""
    site = publication(sites.FULL)
    source = site.by_slug["bridge"]
    reviews = nodes(site, source)[1:]
    assessed = [note for note in source.page.apparatus.notes if note.annotation.front.status]
    assert [review["url"] for review in reviews] == [f"{BASE}{source.address}#note-{note.id}" for note in assessed]
    text = " ".join(source.page.apparatus.text.text.split())
    for review, note in zip(reviews, assessed, strict=True):
        assert review["@type"] == "ClaimReview"
        assert review["claimReviewed"] in (text if note.span else source.page.source.title)
        assert review["reviewRating"]["alternateName"] in {status.label for status in Status}
        assert not {"ratingValue", "bestRating", "worstRating"} & {*review["reviewRating"]}
        assert review["reviewBody"] == note.annotation.front.title
        assert review["itemReviewed"]["@type"] == "Claim"
        assert review["itemReviewed"]["appearance"]["headline"] == "Minutes of the town council"


def test_what_a_source_reports_of_others_is_not_laid_in_its_authors_mouth() -> None:
    """Where a passage rests on somebody else, they are credited in their own description."""
    site = publication(sites.FULL)
    source = site.by_slug["bridge"]
    claims = {node["url"].partition("#note-")[2]: node["itemReviewed"] for node in nodes(site, source)[1:]}
    assert claims["emphasis"]["creditText"] == "The council’s surveyor; The mayor"
    assert "author" not in claims["emphasis"]
    own = [claim for claim in claims.values() if "creditText" not in claim]
    assert own
    assert all(claim["author"][0]["name"] == "Town council of Netherby" for claim in own)


def test_a_reply_is_no_review_of_the_source(tmp_path: Path) -> None:
    """A reply without a quote of its own is about the other note."""
    reply = (
        "---\nkind: reply\ntitle: It is not so\nreplies-to: good\nstatus: contradicted\n---\nThe list says otherwise.\n"
    )
    root = sites.copy(sites.SMALL, tmp_path, {"annotations/bridge/reply.md": reply})
    site = publication(root)
    assert len(site.sources[0].page.apparatus.notes) == 2
    assert len(nodes(site, site.sources[0])) == 1


def test_who_and_when_come_from_the_front_matter_and_else_from_git() -> None:
    """A signed note is its author's; of others git knows; and where nobody does, the site signs without a date."""
    path = "annotations/bridge/emphasis.md"
    for history, author, days in (
        (
            History(changes(path, "2031-06-01", "2031-06-09", author="Cora Weir")),
            "Cora Weir",
            ("2031-06-01", "2031-06-09"),
        ),
        (History(), "Notes on the papers of a town council", (None, None)),
    ):
        site = publication(sites.FULL, history=history)
        reviews = {node["url"].rpartition("-")[2]: node for node in nodes(site, of(site, "bridge"))[1:]}
        signed, unsigned = reviews["long"], reviews["emphasis"]
        assert signed["author"] == [{"@type": "Person", "name": "Ada Quill"}]
        assert (signed["datePublished"], signed["dateModified"]) == ("2031-05-01", "2031-05-03")
        authors = unsigned["author"] if isinstance(unsigned["author"], list) else [unsigned["author"]]
        assert [person["name"] for person in authors] == [author]
        assert (unsigned.get("datePublished"), unsigned.get("dateModified")) == days


@pytest.mark.parametrize(
    ("licence", "expected"),
    [
        ("CC-BY-SA-4.0", "https://spdx.org/licenses/CC-BY-SA-4.0"),
        ("OGL-UK-3.0", "https://spdx.org/licenses/OGL-UK-3.0"),
        ("public-domain", "https://creativecommons.org/publicdomain/mark/1.0/"),
        ("https://example.org/terms", "https://example.org/terms"),
        ("all-rights-reserved", {"@type": "CreativeWork", "name": "all-rights-reserved"}),
        ("By letter of the clerk", {"@type": "CreativeWork", "name": "By letter of the clerk"}),
    ],
)
def test_a_licence_is_an_address_where_it_has_one(licence: str, expected: object, tmp_path: Path) -> None:
    """Words stay words: no address is made up for them."""
    page = (sites.SMALL / "docs" / "sources" / "bridge.md").read_text(encoding="utf-8")
    files: dict[str, str | bytes | None] = {"docs/sources/bridge.md": page.replace("CC0-1.0", licence)}
    site = publication(sites.copy(sites.SMALL, tmp_path, files))
    assert nodes(site, site.sources[0])[0]["mainEntity"]["license"] == expected


def test_without_an_address_of_its_own_the_page_is_its_own_base() -> None:
    """Addresses are relative to the page in which the JSON-LD stands."""
    site = publication(sites.FULL, base="")
    page, *reviews = nodes(site, of(site, "bridge"))
    assert "url" not in page
    assert all(review["url"].startswith("#note-") for review in reviews)


def test_hostile_titles_and_names_stay_inside_the_script(tmp_path: Path) -> None:
    """Nothing ends the script, and what a program reads is the title as it was written."""
    files = {
        "docs/sources/bridge.md": f"---\nsource:\n  title: {json.dumps(HOSTILE)}\ntext: restated\n---\n\nThe council voted.\n",
        "annotations/bridge/good.md": f"---\nquote: The council\nkind: context\nstatus: contested\ntitle: {json.dumps(HOSTILE)}\n---\nWhy.\n",
        "annotations/bridge/sourcing.yml": None,
    }
    root = sites.copy(sites.SMALL, tmp_path, files)
    by_path = changes("annotations/bridge/good.md", "2031-06-01", author=f"Eve{UNWRITABLE}")
    site = publication(root, history=History(by_path))
    text = linked_data(site, site.sources[0])
    text.encode()
    assert not {*"<>&\u2028"} & {*text}
    page, review = json.loads(text)
    assert page["name"] == review["reviewBody"] == HOSTILE
    assert "\u202e" not in review["author"][0]["name"]
