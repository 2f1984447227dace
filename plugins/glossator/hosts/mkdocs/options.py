"""The plugin's options in `mkdocs.yml`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from mkdocs.config import base
from mkdocs.config import config_options as option

from glossator.edition.site import IMPRINT, WAYS
from glossator.problems import Problem
from glossator.publication.finished.policy import DIRECTIVES
from glossator.records import kinds
from glossator.records.schema import nearest
from glossator.references import citations
from glossator.references.style.style import SHIPPED
from glossator.repository.forge import FORGE_FIELDS, TYPES

_KINDS_EXAMPLE = "\nfor example:\n  kinds:\n    chronology: {label: Chronology}"


class KindsOption(base.BaseConfigOption[dict[str, dict[str, Any]]]):
    """`kinds:` relabel or add kinds of notes."""

    def __init__(self) -> None:
        super().__init__()
        self.default: dict[str, dict[str, Any]] = {}

    def run_validation(self, value: object) -> dict[str, dict[str, Any]]:
        example = _KINDS_EXAMPLE
        if not isinstance(value, Mapping):
            raise base.ValidationError(f"a mapping of kinds was expected, not {value!r}{example}")
        for id_, change in value.items():
            if fault := kinds.fault(id_, change):
                raise base.ValidationError(f"{fault}{example}")
        return {id_: dict(change) for id_, change in value.items()}


def _instead(word: str, words: Collection[str]) -> str:
    """What to write instead of a wrong word."""
    guess = nearest(word, words)
    return f"did you mean {guess!r}?" if guess else f"one of: {', '.join(words)}"


_FORGE_EXAMPLE = """
for example:
  forge: {type: gitlab, url: https://git.example.org/group/repository, branch: main}"""


class ForgeOption(base.BaseConfigOption[dict[str, str]]):
    """`forge:` what keeps the project's files, where the name of its host does not say."""

    def __init__(self) -> None:
        super().__init__()
        self.default: dict[str, str] = {}

    def run_validation(self, value: object) -> dict[str, str]:
        if value == {}:
            return {}
        if not isinstance(value, Mapping):
            raise base.ValidationError(f"keys with values were expected, not {value!r}{_FORGE_EXAMPLE}")
        for key, said in value.items():
            if key not in FORGE_FIELDS:
                raise base.ValidationError(f"there is no key {key!r}: {_instead(str(key), FORGE_FIELDS)}")
            if not isinstance(said, str) or not said:
                raise base.ValidationError(f"{key!r} must be text, not {said!r}{_FORGE_EXAMPLE}")
        if value.get("type") not in TYPES:
            what = f"{value['type']!r} is no type of forge" if "type" in value else "`type` is missing"
            raise base.ValidationError(f"{what}: {_instead(value.get('type', ''), TYPES)}{_FORGE_EXAMPLE}")
        if "url" in value and not _WEB_ADDRESS.fullmatch(value["url"]):
            raise base.ValidationError(f"`url` is no web address: {value['url']!r}{_FORGE_EXAMPLE}")
        return dict(value)


_IMPRINT_EXAMPLE = """
for example:
  imprint: {name: Ada Quill, address: "1 Mill Lane, Ely", contact: notes@example.org}"""


class ImprintOption(base.BaseConfigOption[dict[str, str]]):
    """`imprint:` who operates the site, and how they are reached."""

    def __init__(self) -> None:
        super().__init__()
        self.default: dict[str, str] = {}

    def run_validation(self, value: object) -> dict[str, str]:
        if not isinstance(value, Mapping):
            raise base.ValidationError(f"keys with values were expected, not {value!r}{_IMPRINT_EXAMPLE}")
        for key, said in value.items():
            if key not in IMPRINT:
                raise base.ValidationError(f"there is no key {key!r}: {_instead(str(key), IMPRINT)}")
            if not isinstance(said, str) or not said.strip():
                raise base.ValidationError(f"{key!r} must be text, not {said!r}{_IMPRINT_EXAMPLE}")
        return dict(value)


_CONTRIBUTE_EXAMPLE = """
for example:
  contribute: [mail, copy]"""


class ContributeOption(base.BaseConfigOption[list[str]]):
    """`contribute:` how readers send notes that they write on the page, the best way first."""

    def __init__(self) -> None:
        super().__init__()
        self.default = list(WAYS)

    def run_validation(self, value: object) -> list[str]:
        if not isinstance(value, list):
            raise base.ValidationError(f"a list of ways was expected, not {value!r}{_CONTRIBUTE_EXAMPLE}")
        for way in value:
            if way not in WAYS:
                raise base.ValidationError(f"there is no way {way!r}: {_instead(str(way), WAYS)}{_CONTRIBUTE_EXAMPLE}")
        return list(dict.fromkeys(value))


_WEB_ADDRESS = re.compile(r"https?://[^\s/]+/\S*[^\s/]/?")


_POLICY_EXAMPLE = """
for example:
  content_security_policy:
    img-src: [https://images.example.org]"""


class PolicyOption(base.BaseConfigOption[dict[str, list[str]] | None]):
    """`content_security_policy:` whether pages have one, and what they may load from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.default = None

    def run_validation(self, value: object) -> dict[str, list[str]] | None:
        if value is None or isinstance(value, bool):
            return {} if value else None
        if not isinstance(value, Mapping):
            raise base.ValidationError(f"true, false or directives were expected, not {value!r}{_POLICY_EXAMPLE}")
        for name, sources in value.items():
            if name not in DIRECTIVES:
                raise base.ValidationError(f"there is no directive {name!r}: {_instead(str(name), DIRECTIVES)}")
            for source in sources if isinstance(sources, list) else [sources]:
                if not isinstance(sources, list) or not isinstance(source, str) or not _SOURCE.fullmatch(source):
                    raise base.ValidationError(
                        f"`{name}` must be a list of hosts, schemes and keywords, not {source!r}{_POLICY_EXAMPLE}"
                    )
        return {name: list(sources) for name, sources in value.items()}


_SOURCE = re.compile(r"[^\s;,\"<>&]+")


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
            prefix = f"{problem.location}: " if value.endswith(".csl") else ""
            raise base.ValidationError(f"{prefix}{problem.message}\n{problem.hint}")
        return value


class Options(base.Config):  # type: ignore[no-untyped-call]  # MkDocs' __init_subclass__ has no types
    """See `docs/configuration.md`."""

    annotations = option.Type(str, default="annotations")
    sources = option.Type(str, default="sources")
    bibliography = option.ListOfItems(option.Type(str), default=[])
    citation_style = StyleOption()
    kinds = KindsOption()
    forge = ForgeOption()
    imprint = ImprintOption()
    contribute = ContributeOption()
    permalinks = option.Type(bool, default=False)
    pictures = option.Type(bool, default=False)
    search = option.Type(bool, default=True)
    content_security_policy = PolicyOption()
    raw_html = option.Type(bool, default=False)


def refuse_unknown(errors: list[tuple[str, Exception]], warnings: list[tuple[str, Any]]) -> None:
    """Turn MkDocs' warnings of unknown options into errors with a hint: a misspelt option changes what is published."""
    names = [name for name, _ in Options._schema]
    for key, _ in list(warnings):
        if key not in names:
            guess = nearest(key, names)
            hint = f"did you mean `{guess}`?" if guess else f"the options are: {', '.join(names)}"
            errors.append((key, base.ValidationError(f"glossator has no option `{key}`: {hint}")))
    warnings[:] = [warning for warning in warnings if warning[0] in names]
