"""A site of any generator, by a `glossator.yml` beside it: its sources as files, and its pages as that one wrote them.

Where a page is written a generator decides in its own way.  So it is looked for: where its file lies, or its front
matter says, in the forms that generators give to addresses.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from glossator.files import marked_yaml
from glossator.files.reading import TextFile
from glossator.hosts.configured import Said, page_files, settings_of
from glossator.hosts.options import OPTIONS, Option, checked, switch_of, text_of, unknown
from glossator.problems import Location, Problem
from glossator.project.naming import ANY, INDICES, Naming
from glossator.publication.addresses import path_of
from glossator.publication.applying import front_matter_of, stretch, written
from glossator.publication.applying.originals import Originals
from glossator.publication.host import Host, HostError, SitePage
from glossator.publication.settings import Settings
from glossator.text.outline import selector

SITES: Final = ("public", "_site", "_build/html", "build/html", "docs/_build/html", "dist", "output", "site")
"""Where generators put the finished site: Hugo, Eleventy and Jekyll, Sphinx in two ways, Astro, Pelican, others."""
EXTENSIONS: Final = ("attr_list", "def_list", "fenced_code", "sane_lists", "tables")
"""How notes are written where nothing is said."""


def _extensions(value: object) -> dict[str, dict[str, Any]]:
    """`markdown_extensions:` how notes are written."""
    if not isinstance(value, list):
        raise ValueError(
            f"a list of extensions was expected, not {value!r}\nfor example:\n  markdown_extensions: [tables]"
        )
    named: dict[str, dict[str, Any]] = {}
    for each in value:
        if not isinstance(each, str | dict):
            raise ValueError(f"the name of an extension was expected, not {each!r}")
        pairs = each.items() if isinstance(each, dict) else [(each, None)]
        named |= {name: dict(own) if isinstance(own, Mapping) else {} for name, own in pairs}
    return named


SITE_OPTIONS: Final[Mapping[str, Option]] = {
    "site_name": Option("", text_of),
    "site_url": Option("", text_of),
    "site_description": Option("", text_of),
    "language": Option("en", text_of),
    "docs_dir": Option("docs", text_of),
    "site_dir": Option("", text_of),
    "repo_url": Option("", text_of),
    "edit_uri": Option(None, text_of),
    "custom_dir": Option("", text_of),
    "markdown_extensions": Option({name: {} for name in EXTENSIONS}, _extensions),
}
"""What `glossator.yml` says of a site besides our own options; the words are those of MkDocs."""
_SWITCHES: Final = frozenset(name for name, option in OPTIONS.items() if option.check is switch_of)


@dataclass(frozen=True)
class AnyHost:
    """A site of which its files and, where it is built, its pages are read."""

    settings: Settings
    docs: Path
    """The folder of its pages as they were written."""
    site: Path | None
    """The folder of the finished site; None where none is there."""

    def of(self, folder: Path) -> Host:
        """The same site as its pages stand in a folder."""
        return replace(self, site=folder)

    def html(self, slug: str) -> str:
        """The text of a source on its finished page; where that is not there, or older, as it was written."""
        path = self.settings.naming.file(self.settings.sources, slug)
        file = next((each for each in self._files if isinstance(each, TextFile) and each.path == path), None)
        if file is None:
            raise FileNotFoundError(path)
        body, title = front_matter_of(SitePage(file.name, file.text, ""))
        page = self._page(file)
        if self.site and page is not None and (not body.strip() or not self._is_newer(path, page)):
            raw, _ = Originals(self.settings.root, self.site).read(path_of(page))
            chosen = self.settings.container
            html = raw.decode("utf-8", "replace")
            found = stretch.find(html, written.text_of(file.name, body), title, selector(chosen) if chosen else None)
            if found and b"gl-source" not in raw:
                return found.of(html)
        return written.html_of(file.name, body)

    def address(self, slug: str) -> str:
        """The address of a source's page, relative to the site.

        Raises:
            FileNotFoundError: the finished site has none.
        """
        path = self.settings.naming.file(self.settings.sources, slug)
        file = next((each for each in self._files if isinstance(each, TextFile) and each.path == path), None)
        page = self._page(file) if file else None
        if page is None:
            raise FileNotFoundError(path_of(self._expected(file)) if file else path)
        return page

    def pages(self) -> Iterator[SitePage]:
        """The site's pages."""
        for file in self._files:
            if isinstance(file, TextFile):
                page = self._page(file)
                yield SitePage(file.name, file.text, self._expected(file) if page is None else page)

    def problems(self) -> Sequence[Problem]:
        """The pages that lie behind links."""
        return [file for file in self._files if isinstance(file, Problem) and file.code == "symbolic-link"]

    def _is_newer(self, path: Path, page: str) -> bool:
        """Whether a source changed after its page was made."""
        return self.site is not None and path.stat().st_mtime > (self.site / path_of(page)).stat().st_mtime

    def _page(self, file: TextFile) -> str | None:
        """The address of a file's finished page; None where it has none."""
        wanted = self._expected(file)
        return wanted if self.site is None else self._finished.page(wanted)

    def _expected(self, file: TextFile) -> str:
        """Where the page of a file should be: as its front matter says, or as it lies."""
        way = file.path.relative_to(self.docs).with_suffix("").as_posix()
        folder, slash, name = way.rpartition("/")
        usual = f"{folder}{slash}" if name in INDICES else f"{way}/"
        said = _written(file)
        address = said.get("permalink", "") or said.get("url", "")
        own = said.get("slug", "")
        if address and "{" not in address and ":" not in address:
            said_so = address.lstrip("/")
        elif own and usual:
            said_so = f"{usual.rstrip('/').rpartition('/')[0]}/{own}/".lstrip("/")
        else:
            said_so = usual
        # Whoever sends a page must not reach out of the site.
        return usual if ".." in said_so.split("/") or "\\" in said_so else said_so

    @cached_property
    def _finished(self) -> _Finished:
        return _Finished.of(self.site) if self.site else _Finished({})

    @cached_property
    def _files(self) -> list[TextFile | Problem]:
        without = self.site or self.settings.root / "node_modules"
        files = page_files(self.docs, self.settings.root, ANY, without=without)
        notes = self.settings.annotations
        return [file for file in files if isinstance(file, Problem) or not file.path.is_relative_to(notes)]


_KEY: Final = re.compile(r"^(?P<key>url|permalink|slug)[ \t]*[:=](?P<value>[^\n]*)", re.MULTILINE)


def _written(file: TextFile) -> dict[str, str]:
    """What the front matter of a page says of its address."""
    if not file.text.startswith(("---", "+++")):
        return {}
    head = file.text[3:].partition(f"\n{file.text[:3]}")[0]
    if file.text.startswith("+++"):
        head = head.partition("\n[")[0]  # what follows is of a table
    return {match["key"]: match["value"].partition(" #")[0].strip().strip("\"'") for match in _KEY.finditer(head)}


@dataclass(frozen=True)
class _Finished:
    """The pages of a finished site."""

    alike: Mapping[str, Sequence[str]]
    """Their files by what they have in common with others that readers would take for them."""

    @classmethod
    def of(cls, site: Path) -> _Finished:
        """Those in a folder."""
        alike: dict[str, list[str]] = {}
        for base, folders, names in os.walk(site):
            folders.sort()
            for name in sorted(names):
                if name.endswith((".html", ".htm")):
                    path = Path(base, name).relative_to(site).as_posix()
                    alike.setdefault(_alike(path), []).append(path)
        return cls(alike)

    def page(self, address: str) -> str | None:
        """The address of a page, by the one that it should have; None where none is there, or several could be it."""
        way = address.removesuffix("index.html").rstrip("/")
        names = [address] if address.endswith((".html", ".htm")) else []
        names += [f"{way}/index.html".lstrip("/"), *([f"{way}.html", f"{way}.htm"] if way else [])]
        for name in names:
            if found := self.alike.get(_alike(name)):
                return _address(name if name in found else found[0])
        # Below another folder: a language, or that of a part of the site.
        below = [
            path
            for name in names
            for alike, paths in self.alike.items()
            if alike.endswith(f"/{_alike(name)}")
            for path in paths
        ]
        return _address(below[0]) if way and len(below) == 1 else None


def _alike(path: str) -> str:
    """A path as generators make it of another: in small letters, with hyphens for spaces."""
    return re.sub(r"[\s_]+", "-", unicodedata.normalize("NFC", path).casefold())


def _address(path: str) -> str:
    return quote(path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path)


def open_host(config: Path) -> AnyHost:
    """Read the site of a `glossator.yml`.

    Raises:
        HostError: the configuration cannot be read.
    """
    try:
        text = config.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise HostError(f"{config} cannot be read: {error}") from error
    marked, problems = marked_yaml.read(text, str(config), example="site_name: Town papers\ndocs_dir: content")
    if problems and text.strip():
        raise HostError("\n".join(map(str, problems)))
    root = config.resolve().parent
    said = {key: _switched(key, value) for key, value in marked.value.items()}
    every = {**SITE_OPTIONS, **OPTIONS}
    for key in said:
        if key not in every:
            place = marked.key_at(key)
            raise HostError(
                f"{place.path}:{place.line}:{place.column}: there is no option `{key}`: {unknown(key, every)}"
            )
    try:
        own = checked(said, every, root)
    except ValueError as error:
        key = str(error).partition("`")[2].partition("`")[0]
        place = marked.value_at(key) if key in said else Location(str(config))
        raise HostError(f"{place.path}:{place.line}:{place.column}: {error}") from error
    docs = root if own["docs_dir"] in (".", "") else root / own["docs_dir"]
    site = (
        root / own["site_dir"]
        if own["site_dir"]
        else next((root / name for name in SITES if (root / name).is_dir()), None)
    )
    settings = settings_of(
        Said(
            root=root,
            docs=docs,
            name=own["site_name"],
            base=own["site_url"],
            description=own["site_description"],
            language=own["language"],
            repository=own["repo_url"],
            edit_uri=own["edit_uri"],
            custom_dir=own["custom_dir"],
            extensions=own["markdown_extensions"],
            naming=Naming(any_generator=True),
        ),
        own,
    )
    return AnyHost(settings, docs, site if site and site.is_dir() else None)


def _switched(key: str, value: object) -> object:
    """A value with its type: in our YAML every word is text."""
    if key in _SWITCHES or key == "content_security_policy":
        return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value
    if key == "kinds" and isinstance(value, Mapping):
        return {id_: _kind(change) for id_, change in value.items()}
    return value


def _kind(change: object) -> object:
    if not isinstance(change, Mapping):
        return change
    return {
        name: {"true": True, "false": False}.get(own, own) if isinstance(own, str) else own
        for name, own in change.items()
    }
