"""A source's page in schema.org's words: whose text stands there, and a ClaimReview for each note with a status.

**The page.**  With `text: full` the article itself is the page's main entity.  Excerpts and restatements are a work of
this site that `isBasedOn` the article; a restatement's author is the site, since the words are its own.

**ClaimReview.**  Google requires `claimReviewed`, `url` and a `reviewRating` with `alternateName`, our status in words.
`ratingValue` with its bounds is only recommended, and is left out: statuses such as *lacks context* and *unverifiable*
lie on no line from false to true, and a number would be read as one.  The claim's author is the source's author only
where the passage rests on nobody else; what the source reports of others is credited to them in words (`creditText`),
as `sourcing.yml` describes them, since nothing says whether they are persons or organisations.

Every node is a root with a context of its own: Google reads only nodes whose type stands at the root.

**Where it stands.**  A file beside the source's page has all of it.  Where notes have pages of their own, each review
stands in the head of its note's page, and the source's page says what it is itself; else it has the reviews, too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from glossator.edition import leads
from glossator.edition.apparatus import Note
from glossator.edition.mentions import Mentions
from glossator.publication import Publication, Published, edits
from glossator.publication.addresses import relative
from glossator.publication.edits import Edit
from glossator.publication.exports import addresses
from glossator.publication.exports.characters import clean
from glossator.publication.exports.works import first_published, modified, quoted
from glossator.records.csl import CSLDate, Name
from glossator.records.dates import later
from glossator.records.model import SourceFrontMatter
from glossator.records.vocabulary import GENRES, EntityKind, Terms
from glossator.references.style.markup import plain

_Node = dict[str, Any]

_NAMED = ("@type", "@id", "name")
"""What the page says of those that it mentions."""
_OWN = frozenset(("author-assertion", "own-observation", "common-knowledge"))
"""Kinds of origin that are the author's own word."""


def export(publication: Publication) -> Iterator[tuple[str, str]]:
    """A file for each source."""
    for published in publication.sources:
        yield addresses.beside(published, addresses.SCHEMA_ORG), f"{_data(publication, published)}\n"


def prepare(publication: Publication, published: Published) -> None:
    """Make the file of one source."""
    _data(publication, published)


def _data(publication: Publication, published: Published) -> str:
    address = addresses.beside(published, addresses.SCHEMA_ORG)
    base = "" if publication.base else relative(published.address, seen_from=address)
    return publication.once("schema.org", published, partial(linked_data, publication, published, base), base)


def linked_data(publication: Publication, published: Published, base: str = "") -> str:
    """A source's page and the reviews of its notes as JSON-LD, a list of nodes.

    This and all JSON-LD here may stand as it is in `<script type="application/ld+json">`: it holds no `<`, `>` or `&`.

    Args:
        publication: the site.
        published: the source.
        base: the way to its page from the file in which this stands; empty in the page itself.
    """
    reviews = (review for _, review in claim_reviews(publication, published))
    return _written([_page(publication, published), *reviews], base)


def of_page(publication: Publication, published: Published) -> str:
    """What of it stands in the page itself: of those that it mentions the names, since their entries are there, too."""
    reviews = () if publication.permalinks else (review for _, review in claim_reviews(publication, published))
    page = _page(publication, published)
    mentions = [{key: node[key] for key in _NAMED} for node in page.get("mentions", ())]
    return _written([_filled({**page, "mentions": mentions}), *reviews])


def of_notes(publication: Publication, published: Published, folder: str) -> Mapping[str, str]:
    """The reviews for the notes' own pages, each in a folder of its own in `folder`, by the notes' ids."""
    base = "" if publication.base else relative(published.address, seen_from=f"{folder}note/")
    return {note.id: _written([review], base) for note, review in claim_reviews(publication, published)}


def _written(nodes: Sequence[_Node], base: str = "") -> str:
    context = ["https://schema.org", {"@base": base}] if base else "https://schema.org"
    contexts = [{"@context": context, **node} for node in nodes]
    text = json.dumps(contexts, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", clean(text))


_UNSAFE = re.compile("[<>&\u2028\u2029]")


def claim_reviews(publication: Publication, published: Published) -> Iterator[tuple[Note, _Node]]:
    """A ClaimReview for each note that has a status.

    A reply that has no quote of its own is about another note, not about what the source says, and gives none.
    """
    article = _article(publication, published)
    for note in published.notes:
        front = note.front
        reply = note.annotation.is_bare_reply
        if front.status and not reply:
            yield note, _claim_review(publication, published, note, article)


def _page(publication: Publication, published: Published) -> _Node:
    front, address, words = published.front, _here(publication, published), publication.words
    article, site = _article(publication, published), _site(publication)
    licence = _licence(front)
    rights = f" {front.rights}" if front.rights else ""
    page = {
        "@type": "CreativeWork" if front.text is Terms.RESTATED else "WebPage",
        "@id": address,
        "url": address,
        "name": published.title,
        "inLanguage": front.source.language,
        "abstract": leads.plain(published.lead),
        "mentions": [_mentioned(publication, published, mention) for mention in published.page.mentions],
        "isPartOf": _filled({"@type": "WebSite", "name": publication.name, "url": publication.base}),
        "publisher": site,
        "datePublished": _iso(first_published(publication, published)),
        "dateModified": _iso(modified(publication, published)),
        "usageInfo": {
            "@type": "CreativeWork",
            "name": words(front.text.label),
            "text": f"{words(front.text.meaning)}{rights}",
        },
    }
    match front.text:
        case Terms.FULL:
            page["mainEntity"] = _filled({**article, "license": licence})
        case Terms.EXCERPTS:
            page["isBasedOn"] = _filled({**article, "license": licence})
        case Terms.RESTATED:
            page |= {"author": site, "license": licence, "isBasedOn": article}
    return _filled(page)


def _mentioned(publication: Publication, published: Published, mention: Mentions) -> _Node:
    """Somebody or something that the source names, under all names; the page has its entry and its references."""
    entity = mention.entity
    return _filled(
        {
            "@type": _ENTITIES[entity.kind],
            "@id": _here(publication, published, mention.anchor),
            "name": entity.label,
            "alternateName": list(entity.names),
            "description": entity.about,
            "deathDate": _iso(entity.died),
        }
    )


def _article(publication: Publication, published: Published) -> _Node:
    """The original, wherever it appeared."""
    item = published.item
    container = {"@type": _CONTAINERS.get(item.type, "CreativeWork"), "name": plain(item.container_title or "")}
    return _filled(
        {
            "@type": item.genre if item.genre in GENRES else _TYPES.get(item.type, "CreativeWork"),
            "@id": _article_id(publication, published),
            "headline": item.title or published.title,
            "author": [_named(name) for name in item.author],
            "datePublished": _iso(item.issued),
            "dateModified": _iso(_changed(published)),
            "correction": [_correction(publication, edit) for edit in edits.of(published)],
            "publisher": {"@type": "Organization", "name": item.publisher} if item.publisher else None,
            "isPartOf": container if item.container_title else None,
            "inLanguage": item.language,
            "url": item.URL,
            "sameAs": item.doi_address or None,
        }
    )


def _changed(published: Published) -> CSLDate | None:
    """The publisher's own date of a text that was changed after it was issued."""
    date = published.front.version.date if published.front.version else None
    return date if later(date, published.item.issued) else None


def _correction(publication: Publication, edit: Edit) -> _Node:
    """What a publisher changed in a text, and where that is seen."""
    url = f"{publication.base}{edit.address}" if publication.base else None
    taken, said = _iso(edit.after.captured), edit.counted(publication.words)
    return _filled({"@type": "CorrectionComment", "text": said, "dateCreated": taken, "url": url})


def _article_id(publication: Publication, published: Published) -> str:
    return published.item.URL or _here(publication, published, "source")


def _here(publication: Publication, published: Published, fragment: str = "") -> str:
    """A place in the page; without the site's own address, relative to the page, which JSON-LD in it is read by."""
    return publication.url(published, fragment) if publication.base else f"{'#' if fragment else ''}{fragment}"


def _claim_review(publication: Publication, published: Published, note: Note, article: _Node) -> _Node:
    front, words, credits_ = note.front, publication.words, publication.credits(note)
    address = _here(publication, published, f"note-{note.id}")
    explained = [words(term.meaning) for term in (front.status, front.certainty) if term]
    rating = words(front.status.label) if front.status else ""
    return _filled(
        {
            "@type": "ClaimReview",
            "@id": address,
            "url": address,
            "claimReviewed": quoted(published, note) or published.title,
            "itemReviewed": _filled(
                {
                    "@type": "Claim",
                    **_attribution(published, note),
                    "datePublished": article.get("datePublished"),
                    "appearance": {
                        name: article[name] for name in ("@type", "@id", "headline", "author", "url") if name in article
                    },
                }
            ),
            "reviewRating": {"@type": "Rating", "alternateName": rating, "ratingExplanation": " ".join(explained)},
            "reviewBody": front.title,
            "inLanguage": words.language,
            "author": [{"@type": "Person", "name": name} for name in credits_.authors] or _site(publication),
            "publisher": _site(publication),
            "datePublished": _iso(credits_.created),
            "dateModified": _iso(credits_.modified),
        }
    )


def _attribution(published: Published, note: Note) -> _Node:
    """Who stands behind a claim."""
    sourcing = published.sidecar.sourcing
    passage = sourcing.passages.get(note.passage.number) if note.passage else None
    origins = [sourcing.origins[origin] for origin in passage.origins] if passage else []
    if others := [origin.label for origin in origins if origin.sourcing not in _OWN]:
        return {"creditText": "; ".join(others)}
    return {"author": [_named(name) for name in published.item.author]}


def _site(publication: Publication) -> _Node:
    return _filled({"@type": "Organization", "name": publication.name, "url": publication.base})


def _named(name: Name) -> _Node:
    """CSL writes persons by family and given name, and everybody else as one literal."""
    if name.literal:
        return {"@type": "Organization", "name": name.literal}
    return _filled({"@type": "Person", "name": str(name), "givenName": name.given, "familyName": name.family})


def _licence(front: SourceFrontMatter) -> str | _Node | None:
    """An address where the licence is known by an id, else its words."""
    licence = front.licence
    if licence is None or licence.startswith(("http://", "https://")):
        return licence
    if licence == "public-domain":
        return "https://creativecommons.org/publicdomain/mark/1.0/"
    if _SPDX.match(licence):
        return f"https://spdx.org/licenses/{licence}"
    return {"@type": "CreativeWork", "name": licence}


_SPDX = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z]+)*-\d+(?:\.\d+)*(?:-[A-Za-z]+)*\Z")
"""Ids with a version, such as CC-BY-SA-4.0.  `all-rights-reserved` looks like one, but for that."""


def _iso(date: CSLDate | None) -> str | None:
    return date.iso if date else None


def _filled(node: _Node) -> _Node:
    """A node without what is not known."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


_ENTITIES: Mapping[EntityKind, str] = {
    EntityKind.PERSON: "Person",
    EntityKind.ORGANISATION: "Organization",
    EntityKind.PLACE: "Place",
    EntityKind.EVENT: "Event",
}
_TYPES: Mapping[str, str] = {
    "article": "Article",
    "article-journal": "ScholarlyArticle",
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "bill": "Legislation",
    "book": "Book",
    "chapter": "Chapter",
    "dataset": "Dataset",
    "document": "DigitalDocument",
    "legislation": "Legislation",
    "manuscript": "Manuscript",
    "map": "Map",
    "motion_picture": "Movie",
    "paper-conference": "ScholarlyArticle",
    "post": "SocialMediaPosting",
    "post-weblog": "BlogPosting",
    "regulation": "Legislation",
    "report": "Report",
    "review": "Review",
    "thesis": "Thesis",
    "webpage": "WebPage",
}
"""schema.org's types by CSL's; any other work is a CreativeWork."""
_CONTAINERS: Mapping[str, str] = {
    "article-journal": "Periodical",
    "article-magazine": "Periodical",
    "article-newspaper": "Newspaper",
    "chapter": "Book",
    "post-weblog": "Blog",
    "webpage": "WebSite",
}
"""What such a work is a part of."""
