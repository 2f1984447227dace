"""The records of a site's search, where the site keeps them in a file that can be read: notes become some of them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from glossator.text.tags import without_tags

FILES: Final = ("search.json", "search/search_index.json")
"""Where site generators put them, relative to the site."""
_RECORD: Final = re.compile(
    r"<h(?P<level>[1-6])\b[^>]*?\bid=[\"'](?P<id>[^\"']*)[\"'][^>]*>(?P<title>.*?)</h(?P=level)>"
    r"(?P<text>.*?)(?=<h[1-6]\b|\Z)",
    re.DOTALL,
)


def with_notes(index: bytes, documents: Mapping[str, str]) -> bytes | None:
    """An index with the records of sources in place of what it had of their pages; None where it is of no known form.

    Args:
        index: its file.
        documents: of each source the records, as HTML in which each heading with an id begins one, by the address of
            its page, relative to the site.
    """
    try:
        whole = json.loads(index)
    except (ValueError, RecursionError):
        return None
    key = next((key for key in ("items", "docs") if isinstance(whole, dict) and isinstance(whole.get(key), list)), "")
    if not key or not all(isinstance(item, dict) and isinstance(item.get("location"), str) for item in whole[key]):
        return None
    items: list[dict[str, Any]] = []
    for item in whole[key]:
        address, mark, _ = item["location"].partition("#")
        if address not in documents:
            items.append(item)
        elif not mark:
            items += [item, *_records(item, address, documents[address])]
    return json.dumps(whole | {key: items}, ensure_ascii=False, separators=(",", ":")).encode()


def _records(page: Mapping[str, Any], address: str, document: str) -> list[dict[str, Any]]:
    """The records of a source, each in the form of its page's."""
    records = []
    for record in _RECORD.finditer(document):
        if record["level"] == "1":
            continue
        own = {
            **page,
            "location": f"{address}#{record['id']}",
            "title": _plain(record["title"]),
            "text": record["text"],
        }
        if "level" in page:
            own["level"] = 2
        records.append(own)
    return records


def _plain(html: str) -> str:
    return " ".join(without_tags(re.sub(r"<a class=\"headerlink\".*?</a>", "", html)).split())
