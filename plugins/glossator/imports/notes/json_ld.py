"""The ways in which JSON-LD can say the same: made the one in which the W3C's model writes an annotation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from glossator.imports.notes.json_objects import Object
from glossator.imports.notes.targets import listed, types_of
from glossator.publication.exports.web_annotation import NOTE

_NAMES = {
    "@id": "id",
    "@type": "type",
    "hasBody": "body",
    "hasTarget": "target",
    "hasSource": "source",
    "hasSelector": "selector",
    "motivatedBy": "motivation",
    "annotatedBy": "creator",
    "annotatedAt": "created",
    "chars": "value",
}
"""Keywords, and the names of Open Annotation, the standard's forerunner."""
_PREFIXES = ("oa:", "cnt:", "rdf:", "http://www.w3.org/ns/oa#")


def plainly(value: Any) -> Any:
    """A value with the standard's names; its objects keep their places, and a note's own fields stay as they are."""
    if isinstance(value, list):
        return [plainly(member) for member in value]
    if not isinstance(value, dict):
        return value
    if "@value" in value:
        return value["@value"]
    plain = Object()
    plain.offset = getattr(value, "offset", 0)
    for name, member in value.items():
        short = next((name.removeprefix(prefix) for prefix in _PREFIXES if name.startswith(prefix)), name)
        plain[_NAMES.get(short, short)] = member if name == NOTE else plainly(member)
    return plain


def in_graph(graph: list[Any]) -> Iterator[Any]:
    """The annotations of a graph, with the other nodes in the places in which they are named by their ids."""
    nodes = {node["id"]: node for node in graph if isinstance(node, dict) and isinstance(node.get("id"), str)}
    for node in graph:
        if isinstance(node, dict) and types_of(node) & {"Annotation", "AnnotationPage", "AnnotationCollection"}:
            annotation = Object({name: _resolved(name, value, nodes) for name, value in node.items()})
            annotation.offset = getattr(node, "offset", 0)
            yield annotation


def _resolved(name: str, value: Any, nodes: Mapping[str, Any]) -> Any:
    if name not in ("body", "target", "creator", "items", "first"):
        return value
    resolved = [nodes.get(member if isinstance(member, str) else _named(member), member) for member in listed(value)]
    # What the standard tells apart by an address or an object stays so where nothing is known of it.
    return resolved if isinstance(value, list) or not resolved else resolved[0]


def _named(value: Any) -> str:
    """The id of an object that says nothing else."""
    return str(value["id"]) if isinstance(value, dict) and value.keys() == {"id"} else ""
