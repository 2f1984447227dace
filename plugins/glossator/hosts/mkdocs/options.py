"""The plugin's options in `mkdocs.yml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkdocs.config import base
from mkdocs.config import config_options as option

from glossator.problems import Problem
from glossator.records.model import ID
from glossator.records.schema import nearest
from glossator.references import citations
from glossator.references.style.style import SHIPPED

_KIND_KEYS = ("label", "meaning", "colour", "colour-dark")
# Only what a colour can be made of: the value is written into a style sheet.
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}|[a-z]{3,30}|(?:rgb|hsl|oklch|lab)\([\d.,%/ deg]+\)")


class KindsOption(base.BaseConfigOption[dict[str, dict[str, str]]]):
    """`kinds:` relabel, recolour or add kinds of notes."""

    def __init__(self) -> None:
        super().__init__()
        self.default: dict[str, dict[str, str]] = {}

    def run_validation(self, value: object) -> dict[str, dict[str, str]]:
        example = "\nfor example:\n  kinds:\n    chronology: {label: Chronology, colour: '#7a4a00'}"
        if not isinstance(value, Mapping):
            raise base.ValidationError(f"a mapping of kinds was expected, not {value!r}{example}")
        for id_, change in value.items():
            if not isinstance(id_, str) or not ID.match(id_):
                raise base.ValidationError(f"{id_!r} cannot be a kind’s id: small letters, digits and hyphens{example}")
            if not isinstance(change, Mapping):
                raise base.ValidationError(f"the kind {id_!r} needs keys with values, not {change!r}{example}")
            for key, text in change.items():
                if key not in _KIND_KEYS:
                    guess = nearest(str(key), _KIND_KEYS)
                    hint = f"did you mean {guess!r}?" if guess else f"one of: {', '.join(_KIND_KEYS)}"
                    raise base.ValidationError(f"the kind {id_!r} has an unknown key {key!r}: {hint}")
                if not isinstance(text, str):
                    raise base.ValidationError(f"{key!r} of the kind {id_!r} must be text, in quotation marks{example}")
                if key.startswith("colour") and not _COLOUR.fullmatch(text):
                    raise base.ValidationError(f"{key!r} of the kind {id_!r} is no CSS colour: {text!r}{example}")
        return {id_: dict(change) for id_, change in value.items()}


class StyleOption(base.BaseConfigOption[str]):
    """`citation_style:` one of the styles that ship, or a `.csl` file of the project."""

    def __init__(self) -> None:
        super().__init__()
        self.default = SHIPPED[0]
        self._root = Path()

    def pre_validation(self, config: base.Config, key_name: str) -> None:
        self._root = Path(config.config_file_path or "").resolve().parent

    def run_validation(self, value: object) -> str:
        if not isinstance(value, str):
            raise base.ValidationError(f"the name of a citation style was expected, not {value!r}")
        if value not in SHIPPED and isinstance(problem := citations.chosen(value, self._root), Problem):
            place = f"{problem.location}: " if value.endswith(".csl") else ""
            raise base.ValidationError(f"{place}{problem.message}\n{problem.hint}")
        return value


class Options(base.Config):  # type: ignore[no-untyped-call]  # MkDocs' __init_subclass__ has no types
    """See `docs/configuration.md`."""

    annotations = option.Type(str, default="annotations")
    sources = option.Type(str, default="sources")
    bibliography = option.ListOfItems(option.Type(str), default=[])
    citation_style = StyleOption()
    kinds = KindsOption()


def refuse_unknown(errors: list[tuple[str, Exception]], warnings: list[tuple[str, Any]]) -> None:
    """Turn MkDocs' warnings of unknown options into errors with a hint: a misspelt option changes what is published."""
    names = [name for name, _ in Options._schema]
    for key, _ in list(warnings):
        if key not in names:
            guess = nearest(key, names)
            hint = f"did you mean `{guess}`?" if guess else f"the options are: {', '.join(names)}"
            errors.append((key, base.ValidationError(f"glossator has no option `{key}`: {hint}")))
    warnings[:] = [warning for warning in warnings if warning[0] in names]
