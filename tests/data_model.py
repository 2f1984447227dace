"""What the W3C's Web Annotation Data Model demands, as documents that have it and documents that lack just one thing.

The wrong documents bear the names of the assertions of the W3C's own tests, https://github.com/w3c/web-annotation-tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Literal

Document = Mapping[str, Any]
Kind = Literal["annotation", "page", "collection"]
Changes = Mapping[tuple[str | int, ...], Any]
"""What to put where in a document; `NOTHING` to take something away."""

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
DAY = "2031-06-01T12:00:00Z"
SAID: Document = {
    "created": DAY,
    "modified": DAY,
    "rights": ["https://e.org/licence", "https://e.org/other"],
    "canonical": "urn:uuid:dbfb1861-0ecf-41ad-be94-a584e5c4f1df",
    "via": "https://e.org/elsewhere",
}
"""What every annotation, body and target may say of itself."""
COLLECTION: Document = {
    "id": "https://e.org/collection",
    "type": "AnnotationCollection",
    "label": "All of them",
    "total": 3,
    "first": "https://e.org/page0",
    "last": "https://e.org/page2",
    "created": DAY,
    "modified": DAY,
    "rights": "https://e.org/licence",
}
"""What a collection says of itself, also where a page is described as a part of it."""
RIGHT: Mapping[Kind, Document] = {
    "annotation": {
        "@context": ["https://e.org/own.jsonld", CONTEXT],
        "id": "https://e.org/annotation",
        "type": "Annotation",
        **SAID,
        "generated": DAY,
        "motivation": ["commenting", "linking"],
        "stylesheet": "https://e.org/style.css",
        "body": [
            "https://e.org/body",
            {"type": "TextualBody", "value": "A word", "language": "en", "textDirection": "ltr", **SAID},
            {"type": "Choice", "items": ["https://e.org/one", "https://e.org/other"]},
            {"id": "https://e.org/sound", "type": "Sound", "format": "audio/ogg", **SAID},
            {"type": "SpecificResource", "source": "https://e.org/page", "purpose": "linking", **SAID},
        ],
        "target": [
            "https://e.org/target",
            {"id": "https://e.org/picture", "type": "Image", "textDirection": "auto", **SAID},
            {"type": "Choice", "items": ["https://e.org/one", "https://e.org/other"]},
            {
                "source": {"id": "https://e.org/text", "textDirection": "rtl", **SAID},
                "styleClass": "red",
                "selector": [
                    {"type": "FragmentSelector", "value": "p1", "refinedBy": {"type": "CssSelector", "value": "em"}},
                    {"type": "CssSelector", "value": "p > em"},
                    {"type": "XPathSelector", "value": "/html/body/p[1]"},
                    {"type": "TextQuoteSelector", "exact": "word", "prefix": "a ", "suffix": "."},
                    {"type": "TextPositionSelector", "start": 2, "end": 6},
                    {"type": "DataPositionSelector", "start": 0, "end": 9},
                    {"type": "SvgSelector", "value": "<svg/>"},
                    {
                        "type": "RangeSelector",
                        "startSelector": {"type": "XPathSelector", "value": "//p[1]"},
                        "endSelector": {"type": "XPathSelector", "value": "//p[2]"},
                    },
                ],
            },
            {
                "source": "https://e.org/site",
                "state": [
                    {"type": "TimeState", "sourceDate": DAY},
                    {"type": "TimeState", "sourceDateStart": DAY, "sourceDateEnd": DAY},
                    {"type": "HttpRequestState", "value": "Accept: text/html"},
                ],
            },
        ],
    },
    "page": {
        "@context": CONTEXT,
        "id": "https://e.org/page1",
        "type": "AnnotationPage",
        "partOf": COLLECTION,
        "next": "https://e.org/page2",
        "prev": "https://e.org/page0",
        "startIndex": 1,
        "total": 3,
        "items": [{"id": "https://e.org/annotation", "type": "Annotation", "target": "https://e.org/target"}],
    },
    "collection": {"@context": CONTEXT, **COLLECTION, "label": ["All of them", "Tous"]},
}
"""A document of each kind with everything that a must is about."""

NOTHING = object()
_PAST, _PLAIN = "yesterday", "all of them"  # no instant, no IRI


def _resources(
    key: str, short: str, *, textual: int | None, choice: int, external: int, specific: int
) -> Mapping[str, Changes]:
    """The changes to bodies or to targets: only who has them differs."""
    said = external if textual is None else textual
    changes: Mapping[str, Changes] = {
        f"3.2.1-{short}TextDirectionValidated": {(said, "textDirection"): "up"},
        f"3.3.1-{short}CreatedValidated": {(said, "created"): [DAY, DAY]},
        f"3.3.1-{short}ModifiedValidated": {(said, "modified"): _PAST},
        f"3.3.6-{short}RightsValidated": {(said, "rights"): _PLAIN},
        f"3.3.7-{short}CanonicalValidated": {(said, "canonical"): ["https://e.org/one", "https://e.org/two"]},
        f"3.3.7-{short}ViaValidated": {(said, "via"): [_PLAIN]},
        f"3.2.7-{short}EWRNoItems": {(external, "items"): ["https://e.org/one"]},
        f"3.3.5-{short}EWRNoPurpose": {(external, "purpose"): "linking"},
        f"3.2.4-{short}ChoiceSetNoValue": {(choice, "value"): "A word"},
        f"4-{short}ChoiceSetNoSource": {(choice, "source"): "https://e.org/one"},
        f"3.3.5-{short}ChoiceSetNoPurpose": {(choice, "purpose"): "linking"},
        f"3.2.7-{short}SpecificResourceNoItems": {(specific, "items"): ["https://e.org/one"]},
        f"4-{short}SpecificResourceNoValue": {(specific, "value"): "A word"},
    }
    return {
        f"bodiesTargets/{name}": {(key, *path): value for path, value in change.items()}
        for name, change in changes.items()
    }


_SELECTORS, _STATES = ("target", 3, "selector"), ("target", 4, "state")
_ANNOTATION: Mapping[str, Changes] = {
    "annotations/3.1-annotationContextValidated": {("@context",): ["https://e.org/own.jsonld"]},
    "annotations/3.1-annotationIdValidated": {("id",): _PLAIN},
    "annotations/3.1-annotationTypeValidated": {("type",): "Note"},
    "annotations/3.1-targetKeyFound": {("target",): NOTHING},
    "annotations/3.2-targetObjectsRecognized": {("target", 0): _PLAIN},
    "annotations/3.2-bodyObjectsRecognized": {("body", 1, "value"): NOTHING},
    "annotations/3.2.5-notBodyBodyValue": {("bodyValue",): "A word"},
    "annotations/3.2.5-bodyValueValidated": {("body",): NOTHING, ("bodyValue",): ["A word", "and another"]},
    "annotations/3.3.1-annotationCreatedValidated": {("created",): _PAST},
    "annotations/3.3.1-annotationModifiedValidated": {("modified",): [DAY, DAY]},
    "annotations/3.3.1-annotationGeneratedValidated": {("generated",): "2031-06-31T12:00Z"},
    "annotations/3.3.6-annotationRightsValidated": {("rights",): ["https://e.org/licence", _PLAIN]},
    "annotations/3.3.7-annotationCanonicalValidated": {("canonical",): ["https://e.org/one", "https://e.org/two"]},
    "annotations/3.3.7-annotationViaValidated": {("via",): _PLAIN},
    **_resources("body", "body", textual=1, choice=2, external=3, specific=4),
    "bodiesTargets/3.2.7-bodyEmbeddedTextualNoItems": {("body", 1, "items"): ["https://e.org/one"]},
    "bodiesTargets/4-bodyEmbeddedTextualNoSource": {("body", 1, "source"): "https://e.org/one"},
    **_resources("target", "targ", textual=None, choice=2, external=1, specific=4),
    "bodiesTargets/3.2.4-targNoTypeTextualBody": {
        ("target", 1, "id"): NOTHING,
        ("target", 1, "type"): "TextualBody",
        ("target", 1, "value"): "A word",
    },
    "specificResource/4.2-selectorValidIfPresent": {(*_SELECTORS, 1, "type"): "WordSelector"},
    "specificResource/4.2-fragmentCssXPathSelectorValid": {(*_SELECTORS, 2, "value"): NOTHING},
    "specificResource/4.2.4-textQuoteSelectorValid": {(*_SELECTORS, 3, "exact"): NOTHING},
    "specificResource/4.2-TextDataPositionSelectorValid": {(*_SELECTORS, 4, "start"): -1},
    "specificResource/4.2.7-svgSelectorValid": {(*_SELECTORS, 6, "value"): NOTHING},
    "specificResource/4.2.8-rangeSelectorValid": {(*_SELECTORS, 7, "endSelector"): NOTHING},
    "specificResource/4.3-stateValidIfPresent": {(*_STATES, 0, "type"): "MoodState"},
    "specificResource/4.3.1-timeStateValid": {(*_STATES, 1, "sourceDate"): DAY},
    "specificResource/4.3.2-httpRequestStateValid": {(*_STATES, 2, "value"): NOTHING},
    "specificResource/4.3.3-refinedByValidated": {(*_SELECTORS, 0, "refinedBy", "type"): "WordSelector"},
    "specificResource/4.4-styleClassValidIfPresent": {("stylesheet",): NOTHING},
}
_COLLECTION: Mapping[str, Changes] = {
    "collections/5.1-collectionContextValidated": {("@context",): NOTHING},
    "collections/5.1-collectionIdValidated": {("id",): NOTHING},
    "collections/5.1-collectionTypeValidated": {("type",): "Collection"},
    "collections/5.1-collectionLabelValidated": {("label",): 3},
    "collections/5.1-collectionTotalValidated": {("total",): -1},
    "collections/5.1-collectionFirstValidated": {("first",): NOTHING},
    "collections/5.1-collectionLastValidated": {("last",): _PLAIN},
    "collections/3.3.1-collectionCreatedValidated": {("created",): _PAST},
    "collections/3.3.1-collectionModifiedValidated": {("modified",): [DAY, DAY]},
    "collections/3.3.6-collectionRightsValidated": {("rights",): _PLAIN},
}
_PAGE: Mapping[str, Changes] = {
    "collections/pages/5.2-pageContextValidated": {("@context",): "https://e.org/own.jsonld"},
    "collections/pages/5.2-pageIdValidated": {("id",): NOTHING},
    "collections/pages/5.2-pageTypeValidated": {("type",): "Page"},
    "collections/pages/5.2-pageItemsValidated": {("items", 0, "type"): "Note"},
    "collections/pages/5.2-pageStartIndexValidated": {("startIndex",): -1},
    "collections/pages/5.2-pagePartOfValidated": {("partOf", "id"): NOTHING},
    "collections/pages/5.2-pageNextValidated": {("next",): _PLAIN},
    "collections/pages/5.2-pagePrevValidated": {("prev",): ["https://e.org/page0", "https://e.org/page"]},
    "collections/pages/5.2-pageTotalValidated": {("partOf", "total"): "3"},
    "collections/pages/5.2-pageLabelValidated": {("partOf", "label"): 3},
    "collections/pages/5.2-pageFirstValidated": {("partOf", "first"): _PLAIN},
    "collections/pages/5.2-pageLastValidated": {("partOf", "last"): _PLAIN},
    "collections/pages/3.3.1-pageCreatedValidated": {("partOf", "created"): _PAST},
    "collections/pages/3.3.1-pageModifiedValidated": {("partOf", "modified"): [DAY, DAY]},
    "collections/pages/3.3.6-pageRightsValidated": {("partOf", "rights"): _PLAIN},
}


def _changed(document: Document, changes: Changes) -> Document:
    changed: Any = deepcopy(document)
    for (*outer, last), value in changes.items():
        inner = changed
        for step in outer:
            inner = inner[step]
        if value is NOTHING:
            del inner[last]
        else:
            inner[last] = value
    result: Document = changed
    return result


_CHANGES: Mapping[Kind, Mapping[str, Changes]] = {
    "annotation": _ANNOTATION,
    "collection": _COLLECTION,
    "page": _PAGE,
}
WRONG: Mapping[str, Document] = {
    name: _changed(RIGHT[kind], change) for kind, changes in _CHANGES.items() for name, change in changes.items()
}
"""For each must of the W3C's tests, by the name of its assertion, a document that is right but for it."""
