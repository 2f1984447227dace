"""What a site puts before ours: its own templates, and its own words.  Both lie in one folder of the site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages import Catalog

from glossator.edition import catalogues
from glossator.edition.words import Words
from glossator.files import reading
from glossator.files.reading import NOTE_FILE_LIMIT, TextFile
from glossator.problems import Problem


@dataclass(frozen=True)
class Overrides:
    """The files of that folder."""

    templates: Mapping[str, TextFile] = field(default_factory=dict)
    """By the name under which they are asked for, such as `library.html`."""
    words: Mapping[str, Catalog] = field(default_factory=dict)
    """Catalogues, by the name of their language in their files' names, with `_`."""
    problems: tuple[Problem, ...] = ()
    """What cannot be used; ours stands in its place."""

    def words_of(self, language: str) -> Words:
        """The words of a language (BCP 47), the site's own before ours."""
        own = (self.words.get(name) for name in Words(language).names)
        return Words(language, tuple(catalogue for catalogue in own if catalogue))


def read(folder: Path | None, root: Path) -> Overrides:
    """Read the folder; None where the site has none, and it need not exist.

    Args:
        folder: templates as `<name>.html`, words as `<language>.po`.
        root: the project's root, by which problems name files.
    """
    if folder is None or not folder.is_dir():
        return Overrides()
    problems = [*filter(None, [reading.outside(folder, root)])]
    files: dict[str, TextFile] = {}
    for path in sorted(folder.rglob("*")) if not problems else ():
        if path.suffix in (".html", ".po") and path.is_file():
            file = reading.outside(path, root) or reading.read_text(path, root, limit=NOTE_FILE_LIMIT)
            if isinstance(file, Problem):
                problems.append(file)
            else:
                files[path.relative_to(folder).as_posix()] = file
    templates = {name: file for name, file in files.items() if name.endswith(".html")}
    words, wrong = _words([file for name, file in files.items() if name.endswith(".po")], templates)
    return Overrides(templates, words, (*problems, *wrong))


def _words(files: list[TextFile], templates: Mapping[str, TextFile]) -> tuple[dict[str, Catalog], list[Problem]]:
    words: dict[str, Catalog] = {}
    problems: list[Problem] = []
    texts = "\n".join(file.text for file in templates.values())
    for file in files:
        catalogue, wrong = catalogues.read(file)
        problems += wrong
        if catalogue:
            language = file.path.stem
            words[language.replace("-", "_")] = catalogue
            problems += catalogues.unused(catalogue, file, texts)
    return words, problems
