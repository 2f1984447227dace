"""The templates, each compiled when it is first needed: commands that only check need none."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from glossator.edition.words import Words, language_attributes


class Templates:
    """The compiled templates of a site, which speak its words."""

    def __init__(self, words: Words, **functions: Any) -> None:
        """`functions` are those that templates call beside the words."""
        environment = Environment(
            loader=PackageLoader("glossator.edition"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )
        environment.globals.update(
            _=words,
            counted=words.counted,
            labelled=words.labelled,
            language_attributes=language_attributes,
            listed=words.listed,
            plural=words.plural,
            **functions,
        )
        self._template = cache(lambda name: environment.get_template(f"{name}.html"))

    def fill(self, name: str, /, **values: Any) -> Markup:
        """A template, by its name without extension, filled in."""
        return Markup(self._template(name).render(**values))
