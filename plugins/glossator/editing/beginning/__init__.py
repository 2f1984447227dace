"""What a new project begins with: a small site that builds strictly at once, and all that its forge needs.

The files lie in `files/`, as they are written, but for the answers, which stand between `[[` and `]]`, since workflows
have braces of their own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final, Literal
from urllib.parse import urlsplit

from jinja2 import Environment, StrictUndefined

from glossator import installing
from glossator.editing import vscode
from glossator.records.vocabulary import Kinds

EXTRAS: Final = "mkdocs,search,import,bibtex"
"""What of the program a new site needs, with all that its README speaks of."""
Forge = Literal["github", "gitlab", "forgejo", "none"]

_UNDER: Final = {
    "site": "",
    "github": ".github/",
    "gitlab": "",
    "forgejo": ".forgejo/",
}
"""Where the files of each folder go."""
_HIDDEN: Final = frozenset({"gitignore", "editorconfig", "pre-commit-config.yaml", "gitlab-ci.yml"})
"""Files that begin with a dot in a project; here they would be overlooked."""
_EDITS: Final = {"github": "edit/main/docs/", "gitlab": "-/edit/main/docs/", "forgejo": "_edit/main/docs/"}
"""Where a forge lets readers change a page."""


@dataclass(frozen=True)
class Answers:
    """What a person says of a new site."""

    name: str
    """What it is called."""
    address: str = ""
    """Where it will stand; empty where that is not known yet."""
    repository: str = ""
    """The address of its files; empty where they are kept nowhere yet."""
    forge: Forge = "none"
    """What builds it."""
    operator: str = ""
    """Who answers for it."""
    contact: str = ""
    """Where a reader can write to: a mail address or a page."""
    language: str = "en"
    """Of the words around the sources, a BCP 47 tag."""
    requirement: str = ""
    """What is installed, in the words of pip; default: this version, with all that the new README speaks of."""


def web_address(text: str) -> str:
    """The address of a page on the web, as a browser's bar, a person or git says it; empty where nothing is said.

    `github.com/ada/papers` and `git@github.com:ada/papers.git` are the page `https://github.com/ada/papers`.

    Raises:
        ValueError: It is no such address; the message says what one looks like.
    """
    remote = re.fullmatch(r"(?:ssh://)?[\w.-]+@(?P<host>[\w.-]+)(?::\d+(?=/))?[:/]/?(?P<path>\S+?)/?", text)
    address = f"https://{remote['host']}/{remote['path']}" if remote else text
    if text and "://" not in address:
        address = f"https://{address}"
    # Forges answer to the name of the files as well, but no page below it is there.
    address = address.removesuffix(".git")
    try:
        parts = urlsplit(address)
        known = parts.scheme in {"http", "https"} and re.fullmatch(
            r"localhost|[^\s.]+(?:\.[^\s.]+)+", parts.hostname or ""
        )
        _ = parts.port
    except ValueError:
        known = False
    if text and (not known or re.search(r"\s", address)):
        raise ValueError(f"{text!r} is no address of a page; write one like https://example.org/papers")
    return address


def guessed_forge(repository: str) -> Forge:
    """What keeps the files at an address, as far as its name says so."""
    named: dict[str, Forge] = {"github": "github", "gitlab": "gitlab", "codeberg": "forgejo", "forgejo": "forgejo"}
    return next((forge for name, forge in named.items() if name in repository.lower()), "none")


def files(answers: Answers, kinds: Kinds) -> dict[str, str]:
    """Every file of a new project with its text, by its path from the project's folder."""
    environment = Environment(
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        trim_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701  # no HTML: YAML and Markdown
    )
    # JSON's strings are YAML's, too.
    environment.filters["yaml"] = lambda text: json.dumps(text, ensure_ascii=False)
    values = vars(answers) | {
        "edit_uri": _EDITS.get(answers.forge, ""),
        "requirement": answers.requirement or installing.requirement(EXTRAS),
    }
    written = {path: environment.from_string(text).render(values) for path, text in _packaged(answers.forge)}
    schemas = {f"annotations/{vscode.SCHEMAS}/{name}": text for name, text in vscode.schemas(kinds).items()}
    settings = vscode.settings("annotations", ["annotations/references.yml"])
    editors = {f"{vscode.VSCODE}/{name}": text for name, text in settings.items()}
    return written | schemas | editors | {f"{vscode.VSCODE}/glossator.code-snippets": vscode.snippets(kinds)}


def _packaged(forge: Forge) -> Iterator[tuple[str, str]]:
    top = resources.files(__name__).joinpath("files")
    for folder in ("site", *([forge] if forge != "none" else [])):
        for path, file in _walked(top.joinpath(folder), ""):
            *above, name = path.split("/")
            dotted = f".{name}" if name in _HIDDEN else name
            yield f"{_UNDER[folder]}{'/'.join([*above, dotted])}", file.read_text(encoding="utf-8")


def _walked(folder: Traversable, above: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = f"{above}{entry.name}"
        if entry.is_dir():
            yield from _walked(entry, f"{path}/")
        else:
            yield path, entry
