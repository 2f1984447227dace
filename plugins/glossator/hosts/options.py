"""The options that a site sets in whichever configuration it has: what each may be, told in the words of its author."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from glossator.edition.site import IMPRINT, WAYS
from glossator.problems import Problem
from glossator.project import NOTES
from glossator.publication.directives import DIRECTIVES
from glossator.records import kinds
from glossator.records.schema import nearest
from glossator.references import citations
from glossator.references.style.names import SHIPPED
from glossator.repository.forge import FORGE_FIELDS, TYPES
from glossator.text.outline import selector

_KINDS_EXAMPLE = "\nfor example:\n  kinds:\n    chronology: {label: Chronology}"


def kinds_of(value: object) -> dict[str, dict[str, Any]]:
    """`kinds:` relabel or add kinds of notes.

    Raises:
        ValueError: as all functions here, with what was found, what was expected, and an example.
    """
    example = _KINDS_EXAMPLE
    if not isinstance(value, Mapping):
        raise ValueError(f"a mapping of kinds was expected, not {value!r}{example}")
    for id_, change in value.items():
        if fault := kinds.fault(id_, change):
            raise ValueError(f"{fault}{example}")
    return {id_: dict(change) for id_, change in value.items()}


def _instead(word: str, words: Collection[str]) -> str:
    """What to write instead of a wrong word."""
    guess = nearest(word, words)
    return f"did you mean {guess!r}?" if guess else f"one of: {', '.join(words)}"


_FORGE_EXAMPLE = """
for example:
  forge: {type: gitlab, url: https://git.example.org/group/repository, branch: main}"""


def forge_of(value: object) -> dict[str, str]:
    """`forge:` what keeps the project's files, where the name of its host does not say."""
    if value == {}:
        return {}
    if not isinstance(value, Mapping):
        raise ValueError(f"keys with values were expected, not {value!r}{_FORGE_EXAMPLE}")
    for key, said in value.items():
        if key not in FORGE_FIELDS:
            raise ValueError(f"there is no key {key!r}: {_instead(str(key), FORGE_FIELDS)}")
        if not isinstance(said, str) or not said:
            raise ValueError(f"{key!r} must be text, not {said!r}{_FORGE_EXAMPLE}")
    if value.get("type") not in TYPES:
        what = f"{value['type']!r} is no type of forge" if "type" in value else "`type` is missing"
        raise ValueError(f"{what}: {_instead(value.get('type', ''), TYPES)}{_FORGE_EXAMPLE}")
    if "url" in value and not _WEB_ADDRESS.fullmatch(value["url"]):
        raise ValueError(f"`url` is no web address: {value['url']!r}{_FORGE_EXAMPLE}")
    return dict(value)


_IMPRINT_EXAMPLE = """
for example:
  imprint: {name: Ada Quill, address: "1 Mill Lane, Ely", contact: notes@example.org}"""


def imprint_of(value: object) -> dict[str, str]:
    """`imprint:` who operates the site, and how they are reached."""
    if not isinstance(value, Mapping):
        raise ValueError(f"keys with values were expected, not {value!r}{_IMPRINT_EXAMPLE}")
    for key, said in value.items():
        if key not in IMPRINT:
            raise ValueError(f"there is no key {key!r}: {_instead(str(key), IMPRINT)}")
        if not isinstance(said, str) or not said.strip():
            raise ValueError(f"{key!r} must be text, not {said!r}{_IMPRINT_EXAMPLE}")
    return dict(value)


_CONTRIBUTE_EXAMPLE = """
for example:
  contribute: [mail, copy]"""


def contribute_of(value: object) -> list[str]:
    """`contribute:` how readers send notes that they write on the page, the best way first."""
    if not isinstance(value, list):
        raise ValueError(f"a list of ways was expected, not {value!r}{_CONTRIBUTE_EXAMPLE}")
    for way in value:
        if way not in WAYS:
            raise ValueError(f"there is no way {way!r}: {_instead(str(way), WAYS)}{_CONTRIBUTE_EXAMPLE}")
    return list(dict.fromkeys(value))


_WEB_ADDRESS = re.compile(r"https?://[^\s/]+/\S*[^\s/]/?")


_POLICY_EXAMPLE = """
for example:
  content_security_policy:
    img-src: [https://images.example.org]"""


def policy_of(value: object) -> dict[str, list[str]] | None:
    """`content_security_policy:` whether pages have one, and what they may load from elsewhere."""
    if value is None or isinstance(value, bool):
        return {} if value else None
    if not isinstance(value, Mapping):
        raise ValueError(f"true, false or directives were expected, not {value!r}{_POLICY_EXAMPLE}")
    for name, sources in value.items():
        if name not in DIRECTIVES:
            raise ValueError(f"there is no directive {name!r}: {_instead(str(name), DIRECTIVES)}")
        for source in sources if isinstance(sources, list) else [sources]:
            if not isinstance(sources, list) or not isinstance(source, str) or not _SOURCE.fullmatch(source):
                raise ValueError(
                    f"`{name}` must be a list of hosts, schemes and keywords, not {source!r}{_POLICY_EXAMPLE}"
                )
    return {name: list(sources) for name, sources in value.items()}


_SOURCE = re.compile(r"[^\s;,\"<>&]+")


def style_of(value: object, root: Path) -> str:
    """`citation_style:` one of the styles that ship, or a `.csl` file of the project in the folder `root`."""
    if not isinstance(value, str):
        raise ValueError(f"the name of a citation style was expected, not {value!r}")
    if value not in SHIPPED and isinstance(problem := citations.chosen(value, root), Problem):
        prefix = f"{problem.location}: " if value.endswith(".csl") else ""
        raise ValueError(f"{prefix}{problem.message}\n{problem.hint}")
    return value


def container_of(value: object) -> str:
    """`container:` what holds the text of a source on finished pages."""
    if not isinstance(value, str) or (value and not selector(value)):
        raise ValueError(f"names, classes, ids and attributes of elements were expected, not {value!r}\n{_CONTAINER}")
    return value


_CONTAINER: Final = "for example:\n  container: main .post-content"


def text_of(value: object) -> str:
    """What is text."""
    if not isinstance(value, str):
        raise ValueError(f"text was expected, not {value!r}")
    return value


def texts_of(value: object) -> list[str]:
    """A list of texts."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError(f"a list of texts was expected, not {value!r}")
    return list(value)


def switch_of(value: object) -> bool:
    """What is on or off."""
    if not isinstance(value, bool):
        raise ValueError(f"true or false was expected, not {value!r}")
    return value


def jobs_of(value: object) -> int:
    """`jobs:` in how many processes a site is built."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"a number of processes was expected, or 0 for one on each core, not {value!r}")
    return value


@dataclass(frozen=True)
class Option:
    """An option."""

    default: Any
    check: Callable[[Any], Any]
    """Gives the value as the program wants it, or raises ValueError."""


OPTIONS: Final[Mapping[str, Option]] = {
    "annotations": Option(NOTES, text_of),
    "sources": Option("sources", text_of),
    "bibliography": Option([], texts_of),
    "citation_style": Option(SHIPPED[0], text_of),
    "kinds": Option({}, kinds_of),
    "forge": Option({}, forge_of),
    "imprint": Option({}, imprint_of),
    "contribute": Option(list(WAYS), contribute_of),
    "permalinks": Option(False, switch_of),
    "pictures": Option(False, switch_of),
    "search": Option(True, switch_of),
    "content_security_policy": Option(None, policy_of),
    "raw_html": Option(False, switch_of),
    "container": Option("", container_of),
    "jobs": Option(0, jobs_of),
    "cache": Option(False, switch_of),
}
"""Every option of ours, in whichever configuration it stands; see `docs/configuration.md`."""


def checked(said: Mapping[str, Any], options: Mapping[str, Option], root: Path) -> dict[str, Any]:
    """The value of each option, with its default where nothing is said.

    Args:
        said: what the configuration says.
        options: those that there are.
        root: the project's folder.

    Raises:
        ValueError: there is no such option, or its value cannot be used.
    """
    for key in said:
        if key not in options:
            raise ValueError(f"there is no option `{key}`: {unknown(str(key), options)}")
    values = {}
    for name, option in options.items():
        try:
            values[name] = option.check(said[name]) if name in said else option.default
            if name == "citation_style":
                style_of(values[name], root)
        except ValueError as error:
            raise ValueError(f"`{name}`: {error}") from error
    return values


def unknown(key: str, options: Collection[str]) -> str:
    """What to write instead of an option that there is not."""
    guess = nearest(key, options)
    return f"did you mean `{guess}`?" if guess else f"the options are: {', '.join(options)}"
