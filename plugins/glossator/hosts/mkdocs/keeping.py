"""What is kept of MkDocs' own work: the Markdown of sources, and in a preview compiled templates.

It keeps nothing where something takes part that is not known here: a Markdown extension or a plugin may read files or
the clock, and then nobody can say on what its results depend.  Everything that is not kept is made anew, as ever.
"""

from __future__ import annotations

import copy
import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from glossator.hosts.mkdocs.rendering import rendered
from glossator.memory import Memory
from glossator.problems import Problem

PURE: Final = frozenset(
    (
        "abbr admonition attr_list codehilite def_list extra fenced_code footnotes legacy_attrs legacy_em md_in_html"
        " meta nl2br sane_lists smarty tables toc wikilinks"
    ).split()
) | frozenset(
    f"pymdownx.{name}"
    for name in (
        "arithmatex betterem blocks.admonition blocks.caption blocks.definition blocks.details blocks.html blocks.tab"
        " caret critic details emoji escapeall extra fancylists highlight inlinehilite keys magiclink mark progressbar"
        " quotes saneheaders smartsymbols striphtml superfences tabbed tasklist tilde"
    ).split()
)
"""Markdown extensions of which the result depends on the text and on their options alone."""
_PLUGINS: Final = frozenset(
    ("mkdocs.contrib.search", "material.plugins.search.plugin", "glossator.hosts.mkdocs.plugin")
)
"""The modules of plugins that change neither templates nor what they say."""
_FUNCTIONS: Final = ("material.", "pymdownx.", "markdown.")
"""Where functions come from that options name and that are known to be as good as the extensions themselves."""


def has_pure_markdown(config: MkDocsConfig, *, but_for: Collection[str] = ()) -> bool:
    """Whether all Markdown extensions of a site are known to give the same for the same text.

    Args:
        config: of the site.
        but_for: extensions that take no part.
    """
    return not unknown_markdown(config, but_for=but_for)


def unknown_markdown(config: MkDocsConfig, *, but_for: Collection[str] = ()) -> list[str]:
    """The other Markdown extensions of a site; see `has_pure_markdown`."""
    every = dict(config.mdx_configs or {})
    return [
        name
        for name in map(str, config.markdown_extensions)
        if name not in but_for and not _is_pure(name, every.get(name, {}))
    ]


def _is_pure(name: str, options: Mapping[str, Any]) -> bool:
    is_known = name.removeprefix("markdown.extensions.") in PURE
    return is_known and _is_plain(options) and "custom_icons" not in options  # files of the site


def _is_plain(value: Any) -> bool:
    if isinstance(value, partial):
        return _is_plain(value.func) and _is_plain(value.args) and _is_plain(value.keywords)
    if isinstance(value, Mapping):
        return all(_is_plain(part) for part in value.values())
    if isinstance(value, list | tuple | set):
        return all(map(_is_plain, value))
    if callable(value):
        return getattr(value, "__module__", "").startswith(_FUNCTIONS)
    return value is None or isinstance(value, str | int | float | bool)


def has_known_plugins(config: MkDocsConfig) -> bool:
    """Whether no plugin and no hook takes part that could change templates."""
    return all(type(plugin).__module__.removesuffix(".__init__") in _PLUGINS for plugin in config.plugins.values())


# Markdown

TYPES: Final = (TableOfContents, AnchorLink)
"""Those of MkDocs' values that are kept."""


@dataclass(frozen=True)
class _Rendered:
    """What MkDocs makes of a page's Markdown, without anything of the build that made it."""

    content: str
    toc: TableOfContents
    title: str | None
    anchors: frozenset[str]
    links: Mapping[str, Mapping[str, str]] | None
    """Links to anchors of other files, by these files' paths in `docs_dir`."""


def around(config: MkDocsConfig, files: Files, language: str, memory: Memory) -> tuple[object, ...]:
    """All that the Markdown of any page depends on besides its own text."""
    return (
        memory.same(("files", language), _addresses(files)),
        memory.same(("options", language), _options(config)),
    )


def remembered(
    page: Page,
    config: MkDocsConfig,
    files: Files,
    name: str,
    around: tuple[object, ...],
    language: str,
    memory: Memory,
) -> Problem | None:
    """Render a page as `rendered` does, or take what was made of the same text before.

    Args:
        page: its Markdown is read.
        config: of the site.
        files: of the site.
        name: the page's file, as problems call it.
        around: see there.
        language: that of the site that is built: in another one files have other addresses.
        memory: what the preview keeps.
    """
    slot = ("markdown", language, page.file.src_uri)
    made_of = (page.markdown, page.file.url, *around)
    problems: list[Problem] = []

    def make() -> _Rendered | None:
        watch = _Watch()
        logger = logging.getLogger("mkdocs")
        logger.addHandler(watch)
        try:
            problems.extend(filter(None, [rendered(page, config, files, name)]))
        finally:
            logger.removeHandler(watch)
        # What MkDocs has to say of a page, it has to say each time.
        return None if problems or watch.heard else _taken(page)

    kept = memory.keep(slot, made_of, make)
    if kept is None:
        memory.drop(slot)
        if page.content is None:
            make()
    elif page.content is None:
        _give(kept, page, files)
    return problems[0] if problems else None


def _addresses(files: Files) -> tuple[tuple[str, str, str], ...]:
    """All that links to other files depend on."""
    return tuple((file.src_uri, file.url, file.inclusion.name) for file in files)


def _options(config: MkDocsConfig) -> tuple[Any, ...]:
    return list(config.markdown_extensions), config.mdx_configs, dict(config.validation), config.use_directory_urls


def _taken(page: Page) -> _Rendered:
    links: Any = page.links_to_anchors
    return _Rendered(
        page.content or "",
        copy.deepcopy(page.toc),  # hooks put more into it
        page._title_from_render,
        frozenset(page.present_anchor_ids or ()),
        None if links is None else {file.src_uri: dict(anchors) for file, anchors in links.items()},
    )


def _give(kept: _Rendered, page: Page, files: Files) -> None:
    page.content, page.toc, page._title_from_render = kept.content, copy.deepcopy(kept.toc), kept.title
    page.present_anchor_ids = set(kept.anchors)
    if kept.links is not None:
        now = {path: files.get_file_from_path(path) for path in kept.links}
        page.links_to_anchors = {file: dict(kept.links[path]) for path, file in now.items() if file}


class _Watch(logging.Handler):
    """Hears whether anything is said."""

    heard = False

    def emit(self, record: logging.LogRecord) -> None:
        self.heard = True


# Templates


def keep_compiled(env: Environment, memory: Memory) -> None:
    """Let templates be compiled once for all builds, each as long as its text stays the same."""
    env.bytecode_cache = _Compiled(memory, tuple(sorted(env.extensions)))


class _Compiled(BytecodeCache):
    def __init__(self, memory: Memory, extensions: tuple[str, ...]) -> None:
        self._memory, self._extensions = memory, extensions

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._memory.recall(self._slot(bucket), self._made_of(bucket), lambda: None)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._memory.drop(self._slot(bucket))
        self._memory.recall(self._slot(bucket), self._made_of(bucket), lambda: bucket.code)

    def _slot(self, bucket: Bucket) -> tuple[str, str]:
        return "template", bucket.key

    def _made_of(self, bucket: Bucket) -> tuple[Any, ...]:
        return bucket.checksum, self._extensions
