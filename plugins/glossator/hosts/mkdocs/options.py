"""The plugin's options in `mkdocs.yml`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.config import base
from mkdocs.config import config_options as option

from glossator.hosts.options import OPTIONS, style_of, unknown
from glossator.project import NOTES


class Checked(base.BaseConfigOption[Any]):
    """An option that every host has, as MkDocs takes one."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.default = OPTIONS[name].default
        self._check: Callable[[Any], Any] = OPTIONS[name].check

    def run_validation(self, value: object) -> Any:
        try:
            return self._check(value)
        except ValueError as error:
            raise base.ValidationError(str(error)) from error


class StyleOption(base.BaseConfigOption[str]):
    """`citation_style:` one of the styles that ship, or a `.csl` file of the project."""

    def __init__(self) -> None:
        super().__init__()
        self.default = OPTIONS["citation_style"].default
        self._root = Path()

    def pre_validation(self, config: base.Config, key_name: str) -> None:
        self._root = Path(config.config_file_path or "").resolve().parent

    def run_validation(self, value: object) -> str:
        try:
            return style_of(value, self._root)
        except ValueError as error:
            raise base.ValidationError(str(error)) from error


class Options(base.Config):  # type: ignore[no-untyped-call]  # MkDocs' __init_subclass__ has no types
    """See `docs/configuration.md`."""

    annotations = option.Type(str, default=NOTES)
    sources = option.Type(str, default="sources")
    bibliography = option.ListOfItems(option.Type(str), default=[])
    citation_style = StyleOption()
    kinds = Checked("kinds")
    forge = Checked("forge")
    imprint = Checked("imprint")
    contribute = Checked("contribute")
    permalinks = option.Type(bool, default=False)
    pictures = option.Type(bool, default=False)
    search = option.Type(bool, default=True)
    content_security_policy = Checked("content_security_policy")
    raw_html = option.Type(bool, default=False)
    container = Checked("container")
    jobs = Checked("jobs")
    cache = option.Type(bool, default=False)


def refuse_unknown(errors: list[tuple[str, Exception]], warnings: list[tuple[str, Any]]) -> None:
    """Turn MkDocs' warnings of unknown options into errors with a hint: a misspelt option changes what is published."""
    names = [name for name, _ in Options._schema]
    for key, _ in list(warnings):
        if key not in names:
            errors.append((key, base.ValidationError(f"glossator has no option `{key}`: {unknown(key, names)}")))
    warnings[:] = [warning for warning in warnings if warning[0] in names]
