"""The records of a site's search, where the site keeps them in a file that can be read: notes become some of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from glossator.text.elements import HEADINGS
from glossator.text.outline import Node, outline
from glossator.text.tags import without_tags

FILES: Final = ("search.json", "search/search_index.json")
"""Where site generators put them, relative to the site."""


Further = Sequence[tuple[str, str, str]]
"""Pages that the generator does not know: the address, the title and the records of each."""


def with_notes(
    index: bytes, documents: Mapping[str, str], further: Mapping[str, Further] | None = None
) -> bytes | None:
    """An index with the records of sources in place of what it had of their pages; None where it is of no known form.

    Args:
        index: its file.
        documents: of each source the records, as HTML in which each heading with an id begins one, by the address of
            its page, relative to the site.
        further: the pages whose records stand behind those of a source, by the same address.
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
            for other, title, document in (further or {}).get(address, ()):
                own = {**item, "location": other, "title": title, "text": ""}
                items += [own, *_records(own, other, document)]
    return json.dumps(whole | {key: items}, ensure_ascii=False, separators=(",", ":")).encode()


def _records(page: Mapping[str, Any], address: str, document: str) -> list[dict[str, Any]]:
    """The records of a source, each in the form of its page's."""
    headings = [node for node in outline(document).walk() if node.tag in HEADINGS and node.attributes.get("id")]
    records = []
    for node, following in zip(headings, [*headings[1:], None], strict=True):
        if node.tag == "h1":
            continue
        text = document[node.end : following.start if following else len(document)].strip()
        own = {**page, "location": f"{address}#{node.attributes['id']}", "title": _title(document, node), "text": text}
        if "level" in page:
            own["level"] = 2
        records.append(own)
    return records


def _title(document: str, node: Node) -> str:
    """The words of a heading, without the sign that links to it."""
    html, done = "", node.inner
    for link in node.walk():
        if "headerlink" in link.classes:
            html, done = html + document[done : link.start], link.end
    return " ".join(without_tags(html + document[done : node.inner_end]).split())
