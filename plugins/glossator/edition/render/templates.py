"""The templates, a site's own before ours, each compiled when it is first needed: commands that only check need none.

A template of a site that cannot be used is a problem with its file and line, and ours stands in its place, so that
one mistake takes no page away.  Most mistakes are found before anything is rendered; what a template does with its
values shows only then.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import Any

from jinja2 import ChoiceLoader, Environment, FunctionLoader, PackageLoader, PrefixLoader, StrictUndefined, meta, nodes
from jinja2.exceptions import TemplateError, TemplateSyntaxError
from markupsafe import Markup

from glossator.edition.words import Words, direction_attribute, isolated, language_attributes
from glossator.files.reading import TextFile
from glossator.problems import Location, Problem
from glossator.records.schema import nearest

PUBLIC: Mapping[str, str] = {
    "head": "What stands before the text of a source.",
    "notes": "What stands beside a passage: what it rests on, and its notes.",
    "profile": "The charts of a source.",
    "library": "The cards of all sources.",
    "notes-index": "A page of the index of notes.",
    "evidence-index": "A page of the index of evidence.",
    "origins-index": "A page of the index of origins.",
    "method": "The words and ratings with their meanings.",
    "changes": "A page of the index of changes.",
}
"""The templates whose names and variables are promised.  The others hang on our script, or are parts of these."""

OURS = "ours/"
"""Before its name, this asks for our template of a name even where the site has its own."""

_FAILURES = (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a template can raise that is given other values than it expects."""


class Templates:
    """The compiled templates of a site, which speak its words."""

    def __init__(self, words: Words, own: Mapping[str, TextFile] | None = None, **functions: Any) -> None:
        """`own` are the site’s templates by their names; `functions` what templates call beside the words."""
        ours = self._ours = _environment()
        ours.globals.update(
            _=words,
            counted=words.counted,
            direction_attribute=partial(direction_attribute, words.language),
            isolated=partial(isolated, words.language),
            labelled=words.labelled,
            language_attributes=language_attributes,
            listed=words.listed,
            plural=words.plural,
            **functions,
        )
        self._problems = _checked(own or {}, ours)
        unusable = {problem.location.path for problem in self._problems}
        usable = {name: file for name, file in (own or {}).items() if file.name not in unusable}
        self._names = frozenset(file.name for file in usable.values())
        self._own = _with_own(ours, usable) if usable else ours

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the site's own templates, as far as it has shown."""
        return list(self._problems)

    def fill(self, name: str, /, **values: Any) -> Markup:
        """A template, by its name without extension, filled in."""
        try:
            return Markup(self._own.get_template(f"{name}.html").render(values))
        except _FAILURES as error:
            problem = self._blamed(error)
            if problem is None:
                raise
            self._problems += [problem] if problem not in self._problems else []
        return Markup(self._ours.get_template(f"{name}.html").render(values))

    def _blamed(self, error: Exception) -> Problem | None:
        """The line of a template of the site's own that an error comes from; None where it comes from ours."""
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in self._names]
        if not frames:
            return None
        place = Location(frames[-1].filename, frames[-1].lineno or 1)
        hint = "write it as our template of this name does, or leave it out"
        return Problem(place, "bad-template", f"the template cannot be filled in: {error}", hint)


@cache
def variables(name: str) -> frozenset[str]:
    """The variables that our template of a name is given, with those of the templates that it includes."""
    environment = _environment()
    source, _, _ = _PACKAGE.get_source(environment, name)
    tree = environment.parse(source)
    names = _undeclared(tree)
    for part in meta.find_referenced_templates(tree):
        names |= variables(part) if part else set()
    return frozenset(names - _FUNCTIONS - set(environment.globals))


_PACKAGE = PackageLoader("glossator.edition")
_FUNCTIONS = frozenset(
    "_ counted direction_attribute explained isolated labelled language_attributes listed plural".split()
)
"""What every template can call."""


def _undeclared(tree: nodes.Template) -> set[str]:
    """The variables that a template is given.  Jinja counts those that are set under a condition among them."""
    assigned = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"}
    return meta.find_undeclared_variables(tree) - assigned


def _environment() -> Environment:
    return Environment(
        loader=_PACKAGE, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )


def _with_own(ours: Environment, own: Mapping[str, TextFile]) -> Environment:
    def source(name: str) -> tuple[str, str | None, Any] | None:
        file = own.get(name)
        return (file.text, file.name, lambda: True) if file else None

    loaders = [FunctionLoader(source), _PACKAGE, PrefixLoader({OURS.rstrip("/"): _PACKAGE})]
    return ours.overlay(loader=ChoiceLoader(loaders))


def _checked(own: Mapping[str, TextFile], environment: Environment) -> list[Problem]:
    """What is wrong with a site's templates, and shows before they are filled in."""
    trees: dict[str, nodes.Template] = {}
    problems: list[Problem] = []
    for name, file in own.items():
        try:
            trees[name] = environment.parse(file.text)
        except TemplateSyntaxError as error:
            place = Location(file.name, error.lineno)
            hint = "Jinja’s syntax: {{ value }}, {% if value %} … {% endif %}"
            problems.append(Problem(place, "bad-template", f"the template cannot be read: {error.message}", hint))
    ours = _PACKAGE.list_templates()
    asked = {part for tree in trees.values() for part in meta.find_referenced_templates(tree)}
    for name, tree in trees.items():
        file = own[name]
        problems += _missing_parts(file, tree, [*own, *ours, *(OURS + part for part in ours)])
        if name in ours:
            problems += _unknown_variables(file, tree, variables(name).union(environment.globals))
        elif name not in asked:
            guess = nearest(name, ours)
            hint = f"did you mean `{guess}`?" if guess else f"one of: {', '.join(ours)}"
            problems.append(Problem(Location(file.name), "bad-template", "no page asks for this template", hint))
    return problems


def _missing_parts(file: TextFile, tree: nodes.Template, names: list[str]) -> Iterator[Problem]:
    for node in tree.find_all((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)):
        part = getattr(node, "template", None)
        if isinstance(part, nodes.Const) and part.value not in names:
            guess = nearest(str(part.value), names)
            hint = f"did you mean `{guess}`?" if guess else f"one of: {', '.join(names)}"
            place = Location(file.name, node.lineno)
            yield Problem(place, "bad-template", f"there is no template `{part.value}`", hint)


def _unknown_variables(file: TextFile, tree: nodes.Template, names: frozenset[str]) -> Iterator[Problem]:
    unknown = _undeclared(tree) - names
    for name in sorted(unknown):
        line = min(node.lineno for node in tree.find_all(nodes.Name) if node.name == name)
        guess = nearest(name, sorted(names))
        hint = f"did you mean `{guess}`?" if guess else f"one of: {', '.join(sorted(names))}"
        yield Problem(Location(file.name, line), "bad-template", f"the template has no variable `{name}`", hint)
