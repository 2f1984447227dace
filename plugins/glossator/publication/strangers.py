"""What strangers bring, as it is let into a site: texts without what could harm, each address with one owner."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from glossator.edition import colliding
from glossator.files import markup
from glossator.files.markup import Allowed
from glossator.files.reading import control_character, place
from glossator.problems import Location, Problem
from glossator.project.sidecar import Sidecar
from glossator.project.sources import Source

HOST_TEXTS: Final = frozenset(("template", "icon"))
"""Keys of front matter by which a page chooses files of the theme: of a page among the sources they are not heeded."""
_SHAPES: Final[Mapping[str, type | tuple[type, ...]]] = {"hide": list, "tags": list, "search": dict, "status": str}
"""Keys of which themes and other plugins break at values of other kinds."""


def text_of(source: Source, html: str, sidecar: Sidecar) -> tuple[str, list[Problem]]:
    """A source's page without what a source may not hold, and each thing that was left out with its place.

    Args:
        source: the source.
        html: its page as the site generator rendered it.
        sidecar: what stands beside its text.
    """
    document = source.document
    text = markup.allowed(html, document.body, partial(colliding.owner, sidecar=sidecar))
    taken = [colliding.problem(source, removed.sought, removed.hint) for removed in text.removed if removed.taken]
    problems = [*taken, *_problems(text, document.body, document.in_body, source.slug)]
    keys = (_refused_key(document.marked.key_at(key), key, source.slug) for key in refused(document.marked.value))
    return text.html, [*problems, *keys]


def page_of(path: str, written: str, html: str) -> tuple[str, list[Problem]]:
    """The same for a page in the folder of the sources that is none.

    Args:
        path: its file, as problems call it.
        written: its Markdown without front matter; places are not known better than by this file's name.
        html: the page as the site generator rendered it.
    """
    text = markup.allowed(html, written)
    return text.html, _problems(text, written, lambda _: Location(path), "")


def _problems(text: Allowed, written: str, at: Callable[[int], Location], slug: str) -> list[Problem]:
    if not text.removed and not text.hidden:
        return []
    lower = written.lower()

    def located(sought: str) -> Location:
        return at(max(lower.find(sought), 0))

    problems = [
        Problem(
            located(removed.sought), "markup-removed", f"{removed.what} is not allowed here", removed.hint, source=slug
        )
        for removed in text.removed
        if not removed.taken
    ]
    for character in dict.fromkeys(text.hidden):
        references = (f"&#{ord(character)};", f"&#x{ord(character):x};", "&")
        written_as = next((reference for reference in references if reference in lower), "")
        refused = control_character(located(written_as), character)
        problems.append(Problem(refused.location, refused.code, refused.message, refused.hint, source=slug))
    return problems


def refused(meta: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys of front matter that a page among the sources may not have as they are."""
    return tuple(
        str(key) for key, value in meta.items() if key in HOST_TEXTS or not isinstance(value, _SHAPES.get(key, object))
    )


def front_matter_of(meta: Mapping[str, Any], refused: Collection[str]) -> dict[str, Any]:
    """What a theme gets of the front matter of a page among the sources, for any place of any template."""
    return {str(key): markup.plain_values(value) for key, value in meta.items() if str(key) not in refused}


def refused_keys(path: str, text: str, refused: Iterable[str]) -> Iterator[Problem]:
    """The problems of the keys that are left out.

    Args:
        path: the page's file, as problems call it.
        text: the file.
        refused: the keys.
    """
    for key in refused:
        yield _refused_key(place(path, text, max(text.find(f"\n{key}") + 1, 0)), key)


def _refused_key(location: Location, key: str, slug: str = "") -> Problem:
    message = f"`{key}` of a page among the sources is not given to the theme"
    hint = "take it out" if key in HOST_TEXTS else f"`{key}` as the theme expects it, such as hide: [toc]"
    return Problem(location, "markup-removed", message, hint, "warning", source=slug)


@dataclass
class Owners:
    """The owner of each address of a site."""

    _owners: dict[str, tuple[str, str]] = field(default_factory=dict)

    def take(self, address: str, path: str) -> Problem | None:
        """Give a file of the site its address; a problem at that file if another one has it, which keeps it.

        Args:
            address: the file that will be written, relative to the site.
            path: the file of which it is made, as problems call it.
        """
        earlier, taken = self._owners.setdefault(_alike(address), (path, address))
        return None if earlier == path else _taken(path, address, f"{earlier} has it already", taken)

    def make(self, address: str, what: str) -> Problem | None:
        """Give something that is made its address; a problem at the file that has it, and keeps it.

        Args:
            address: the file that will be written, relative to the site.
            what: what it is, such as “the index `notes`”.
        """
        earlier, taken = self._owners.setdefault(_alike(address), (what, address))
        return None if earlier == what else _taken(earlier, address, f"{what} has to stand there", taken)


def _taken(path: str, address: str, why: str, taken: str) -> Problem:
    case = "" if taken == address else f"; `{taken}` is the same on many disks"
    message = f"the address of {path}, `{address}`, has another owner: {why}{case}"
    return Problem(Location(path), "address-taken", message, "give the file another name")


def _alike(address: str) -> str:
    """An address as disks and servers take it that know no difference between capital and small letters."""
    return unicodedata.normalize("NFC", address.casefold())


def written_to(address: str) -> str:
    """The file of a page by its address."""
    return f"{address}index.html" if not address or address.endswith("/") else address
