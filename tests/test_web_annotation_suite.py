"""The musts of the W3C's own tests of the Web Annotation Data Model, run over what is exported of the full site.

The tests are not ours to copy.  They are read from a clone, at the commit that `.github/workflows/check.yml` names.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import data_model
import jsonschema
import publications
import pytest
import referencing
import referencing.jsonschema
import sites
from referencing.retrieval import to_cached_resource

from glossator.publication.exports import web_annotation

VARIABLE = "GLOSSATOR_WEB_ANNOTATION_TESTS"
if VARIABLE not in os.environ:
    pytest.skip(
        "the W3C's tests of Web Annotations run after "
        "`git clone https://github.com/w3c/web-annotation-tests .cache/web-annotation-tests` with "
        f"`{VARIABLE}=.cache/web-annotation-tests ./scripts/test tests/test_web_annotation_suite.py`",
        allow_module_level=True,
    )
SUITE = Path(os.environ[VARIABLE])
LISTS: Mapping[str, data_model.Kind] = {
    "annotations/annotationMusts.test": "annotation",
    "collections/collectionMusts.test": "collection",
    "collections/pages/pageMusts.test": "page",
}
"""The suite's lists of assertions, and what each is about."""
FORMATS = jsonschema.FormatChecker(formats=())
"""The two formats that the suite asks for, which `jsonschema` checks only with more packages."""


@FORMATS.checks("uri")
def is_iri(value: object) -> bool:
    """Whether a string is an IRI with its scheme: the model’s addresses are IRIs, not only URIs."""
    return not isinstance(value, str) or bool(re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\"<>\\^`{|}]+", value))


@FORMATS.checks("date-time", raises=ValueError)
def is_instant(value: object) -> bool:
    """Whether a string is a date and time with its offset."""
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


Validator = jsonschema.validators.create(
    jsonschema.Draft4Validator.META_SCHEMA,
    jsonschema.Draft4Validator.VALIDATORS,
    type_checker=jsonschema.Draft4Validator.TYPE_CHECKER,
    id_of=lambda schema: "" if isinstance(schema, bool) else schema.get("id", ""),
    # What stands beside a `$ref` counts, as for Ajv 4, with which the W3C runs the suite and for which it was written:
    # else a Specific Resource would need nothing that makes it specific.
    applicable_validators=lambda schema: () if isinstance(schema, bool) else schema.items(),
)
"""JSON Schema, draft 4, as the suite understands it."""


@to_cached_resource(from_contents=referencing.jsonschema.DRAFT4.create_resource)
def definitions(name: str) -> str:
    """A file of definitions, all of which lie in one folder and are referred to by name only.

    By name and not by `id`, as several files have the `id` of another.
    """
    return (SUITE / "definitions" / name).read_text(encoding="utf-8")


REGISTRY: referencing.Registry[Any] = referencing.Registry(retrieve=definitions)  # type: ignore[call-arg]  # its alias


@dataclass(frozen=True)
class Assertion:
    """One of the suite's assertions.

    Attributes:
        name: what its list calls it, from the innermost folder and without the ending.
        about: what kind of document it judges.
        schema: the assertion itself, in the suite's words.
    """

    name: str
    about: data_model.Kind
    schema: Mapping[str, Any]

    def holds(self, document: data_model.Document) -> bool:
        """Whether a document is as the assertion expects it."""
        valid = Validator(self.schema, registry=REGISTRY, format_checker=FORMATS).is_valid(document)
        return valid is (self.schema.get("expectedResult", "valid") == "valid")


def musts() -> Iterator[Assertion]:
    """Every assertion that the suite’s lists of musts name, once."""
    met = set()
    for path, about in LISTS.items():
        for listed in json.loads((SUITE / path).read_text(encoding="utf-8"))["assertions"]:
            schema = json.loads((SUITE / listed).read_text(encoding="utf-8"))
            # What is about bodies, targets and specific resources lies in folders of its own below.
            name = re.sub("^annotations/(?=.+/)", "", listed.removesuffix(".json"))
            if schema.get("assertionType", "must") == "must" and name not in met:
                met.add(name)
                yield Assertion(name, about, schema)


MUSTS = list(musts())


@cache
def documents(kind: data_model.Kind, base: str) -> Sequence[data_model.Document]:
    """All that the full site exports of a kind."""
    site = publications.publication(sites.FULL, base=base)
    # A page of the standard has one annotation at least.
    pages = [page for source in site.sources if (page := web_annotation.page(site, source))["items"]]
    match kind:
        case "page":
            return pages
        case "collection":
            return [web_annotation.collection(site)]
        case "annotation":
            # The suite judges an annotation that stands alone: the page's context is its own.
            return [{"@context": page["@context"], **item} for page in pages for item in page["items"]]


def cases(assertions: Iterable[Assertion]) -> pytest.MarkDecorator:
    """A case for each assertion, by its name."""
    return pytest.mark.parametrize(
        "assertion", [pytest.param(assertion, id=assertion.name) for assertion in assertions]
    )


@pytest.mark.parametrize("base", ["https://notes.example.org/", ""], ids=["with address", "without"])
@cases(MUSTS)
def test_all_that_is_exported_does_what_it_must(assertion: Assertion, base: str) -> None:
    """Every annotation, page and collection is as the W3C's assertion expects it, also where `site_url` is not set."""
    items = documents(assertion.about, base)
    assert items
    assert [item["id"] for item in items if not assertion.holds(item)] == []


@cases(MUSTS)
def test_all_that_the_model_knows_does_what_it_must(assertion: Assertion) -> None:
    """Also what our exports have no need of: so the wrong documents are wrong for what was changed in them."""
    assert assertion.holds(data_model.RIGHT[assertion.about])


@cases(MUSTS)
def test_what_lacks_a_must_is_refused(assertion: Assertion) -> None:
    """The W3C's assertion itself refuses what lacks just that: it can fail."""
    assert not assertion.holds(data_model.WRONG[assertion.name])
