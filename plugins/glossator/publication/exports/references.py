"""The bibliography as CSL-JSON, for Zotero, Pandoc and every other program that cites.

References that notes write in place are among them, or the list would leave out what notes rest on.  Their ids are made
from what identifies them (DOI, URL, or else title and date), so they stay as notes come and go, and a reference that
several notes write in place stands once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from glossator.publication import Publication
from glossator.publication.exports import addresses
from glossator.records.csl import CSLDate, CSLItem
from glossator.records.model import OUR_FIELDS, Evidence


def export(publication: Publication) -> Iterator[tuple[str, str]]:
    """The file of the references."""
    yield addresses.REFERENCES, references(publication)


def references(publication: Publication) -> str:
    """Every reference of the site, in the order of their ids: a JSON list, ended by a line feed.

    `checked` and `nature`, which are ours, stand under `custom`, the place that CSL-JSON has for them.
    """
    records: dict[str, dict[str, Any]] = {}
    for key, reference in publication.references.items():
        records[key] = written(key, reference)
    for published in publication.editions:
        for note in published.notes:
            for evidence in note.front.evidence:
                if evidence.cite is None:
                    key = made_id(evidence)
                    records.setdefault(key, written(key, evidence))
    return json.dumps([records[key] for key in sorted(records)], ensure_ascii=False, indent=1) + "\n"


def made_id(evidence: Evidence) -> str:
    """The id of a reference written in place: `in-place-` and ten hexadecimal digits."""
    issued = evidence.issued.iso if evidence.issued else ""
    identity = evidence.DOI or evidence.URL or f"{evidence.title}\n{issued}"
    return f"in-place-{hashlib.sha256(identity.encode()).hexdigest()[:10]}"


def written(key: str, item: CSLItem) -> dict[str, Any]:
    """One reference as CSL-JSON, with its `x-…` keys.

    Args:
        key: its id.
        item: its fields.
    """
    fields = _without_empty(item.model_dump(by_alias=True, exclude_none=True, include=_FIELDS))
    record = {"id": key, **fields, **item.extensions}
    for name, value in vars(item).items():
        if isinstance(value, CSLDate) and name in _FIELDS:
            record[CSLItem.model_fields[name].alias or name] = _date(value)
    ours = {name: str(value) for name in OUR_FIELDS if (value := getattr(item, name, None))}
    return record | ({"custom": ours} if ours else {})


_FIELDS = set(CSLItem.model_fields)


def _date(date: CSLDate) -> Any:
    # `raw` was read into parts, as far as it could be: whoever has the parts need not guess at it.
    return _without_empty(date.model_dump(by_alias=True, exclude={"raw"} if date.date_parts else set()))


def _without_empty(value: Any) -> Any:
    """A record without the fields that nobody filled in."""
    if isinstance(value, Mapping):
        return {name: _without_empty(part) for name, part in value.items() if part not in (None, ())}
    return [_without_empty(part) for part in value] if isinstance(value, tuple) else value
