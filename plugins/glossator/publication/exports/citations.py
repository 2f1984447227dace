"""What a reader cites of a source: our edition, the original, each note.  As CSL-JSON, as BibLaTeX, as a list of works.

The keys are such that those of several sources stand in one bibliography: `bridge` is the edition, `original:bridge`
what it is made from, `bridge:the-vote` a note of it by its id.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from glossator.edition.apparatus import Note
from glossator.publication import Publication, Published
from glossator.publication.exports import addresses, works
from glossator.publication.exports.characters import clean
from glossator.publication.exports.references import written
from glossator.publication.exports.works import Work
from glossator.records.csl import CSLItem
from glossator.records.vocabulary import GENRES
from glossator.references.bibliography import to_biblatex


def export(publication: Publication) -> Iterator[tuple[str, str]]:
    """Two files for each source."""
    for published in publication.sources:
        bib, records = _both(publication, published)
        yield addresses.beside(published, addresses.CITE_BIB), bib
        yield addresses.beside(published, addresses.CITE_JSON), records


def prepare(publication: Publication, published: Published) -> None:
    """Make the files of one source."""
    _both(publication, published)


def _both(publication: Publication, published: Published) -> tuple[str, str]:
    def made() -> tuple[str, str]:
        works_ = items(publication, published)
        return to_biblatex.write(works_), as_json(works_)

    return publication.once("cite", published, made)


def as_json(items_: Mapping[str, CSLItem]) -> str:
    """Works as CSL-JSON: a list, ended by a line feed."""
    records = [written(key, item) for key, item in items_.items()]
    return json.dumps(records, ensure_ascii=False, indent=1) + "\n"


def items(publication: Publication, published: Published) -> Mapping[str, CSLItem]:
    """The works of a source by their keys: the edition, the original, then the notes in the order of their numbers."""
    of_source = {published.slug: edition(publication, published), f"original:{published.slug}": original(published)}
    return of_source | {key_of(published, note): of_note(publication, published, note) for note in published.notes}


def key_of(published: Published, note: Note) -> str:
    """The key of a note."""
    return f"{published.slug}:{note.id}"


def edition(publication: Publication, published: Published) -> CSLItem:
    """A source's page as it is cited."""
    return _item(works.page(publication, published))


def original(published: Published) -> CSLItem:
    """The original as it is cited, without what is ours: schema.org's word for its genre is no word of a citation."""
    item = published.item
    return item.model_copy(update={"genre": None}) if item.genre in GENRES else item


def of_note(publication: Publication, published: Published, note: Note) -> CSLItem:
    """A note as it is cited: a short signed text of this site."""
    return _item(works.note_as_work(publication, published, note))


def _item(work: Work) -> CSLItem:
    """A work as CSL has it; an address that is only the way from a page is left out."""
    address = work.url if work.url.startswith("http") else None
    if work.item is not None:
        return work.item.model_copy(update={"URL": address or work.item.URL})
    fields = {
        "type": "webpage",
        "title": clean(work.title) or None,
        "author": work.authors,
        "container-title": clean(work.container) or None,
        "issued": work.date,
        "URL": address,
        "language": work.language or None,
    }
    return CSLItem.model_validate(fields)
