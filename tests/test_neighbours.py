"""Plugins of others side by side with ours: whatever they do to a site, each note is in each rendition of its source, or the
build fails and says so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sites

BRIDGE = "sources/bridge/index.html"
NOTE = re.compile(r"\bid=[\"']?[\w/-]*note-(good|other)[\"'\s>]")
OTHER = "---\nquote: ten more years\nkind: context\ntitle: The years\n---\nSo it *said*.\n"


@dataclass(frozen=True)
class Neighbour:
    """A plugin as a site uses it."""

    plugins: Sequence[object]
    """In `mkdocs.yml`, beside `search` and ours."""
    files: Mapping[str, str | bytes | None] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    """Other keys of `mkdocs.yml`."""
    renditions: Sequence[str] = (BRIDGE,)
    """The pages with all notes."""
    in_nav: bool = False
    """Whether `nav` names the pages."""
    is_last: bool = False
    """Whether it has to be the last plugin, as it says itself."""
    texts: Sequence[str] = ()
    """The files with all notes as plain text."""


SUFFIX = {"docs_structure": "suffix"}
TWO = [{"locale": "en", "default": True, "name": "English"}, {"locale": "fr", "name": "Français"}]
FRENCH_PAGE = (
    "---\nsource:\n  title: Le procès-verbal\n  type: report\n  language: fr\ntext: full\nlicence: CC0-1.0\n---\n"
)
FRENCH_TEXT = "\nLe conseil s’est réuni.\n\nLe pont est sûr.\n\nLe pont est fermé.\n"
INDEX = "---\nglossator: notes\n---\n\n# Notes\n"
ALL = {"minify_html": True, "minify_js": True, "minify_css": True}
OURS = {"js_files": ["assets/glossator/glossator.js"], "css_files": ["assets/glossator/glossator.css"]}
TINY = {"remove_comments": True, "remove_empty_space": True, "reduce_boolean_attributes": True, "keep_pre": True}

NEIGHBOURS = {
    "minify": Neighbour([{"minify": {"minify_html": True}}]),
    "minify, as small as can be": Neighbour([{"minify": {**ALL, **OURS, "htmlmin_opts": TINY}}]),
    "minify, without any space": Neighbour(
        [{"minify": {"minify_html": True, "htmlmin_opts": {"remove_all_empty_space": True}}}]
    ),
    "minify, with permalinks": Neighbour(
        [{"minify": ALL}], options={"glossator": {"permalinks": True, "content_security_policy": True}}
    ),
    "static-i18n, names with languages": Neighbour(
        [{"i18n": {**SUFFIX, "languages": TWO}}], renditions=[BRIDGE, f"fr/{BRIDGE}"]
    ),
    "static-i18n, a translated source": Neighbour(
        [{"i18n": {**SUFFIX, "languages": TWO}}],
        {"docs/sources/bridge.fr.md": f"{FRENCH_PAGE}{FRENCH_TEXT}", "docs/notes/index.fr.md": INDEX},
        renditions=[BRIDGE, f"fr/{BRIDGE}"],
    ),
    "static-i18n, a page that is no translated source": Neighbour(
        [{"i18n": {**SUFFIX, "languages": TWO}}],
        {"docs/sources/bridge.fr.md": "# Le procès-verbal\n\nLe pont est fermé.\n"},
    ),
    "static-i18n, no page of its own": Neighbour(
        [{"i18n": {**SUFFIX, "languages": TWO, "fallback_to_default": False}}],
        {"docs/index.fr.md": "# Bienvenue\n"},
    ),
    "static-i18n, indices and permalinks": Neighbour(
        [{"i18n": {**SUFFIX, "languages": TWO, "reconfigure_material": True}}],
        {"docs/notes/index.md": INDEX, "docs/index.fr.md": "# Bienvenue\n"},
        {"glossator": {"permalinks": True}},
        renditions=[BRIDGE, f"fr/{BRIDGE}"],
    ),
    "static-i18n, addresses of files": Neighbour(
        [{"i18n": {**SUFFIX, "languages": TWO}}],
        options={"use_directory_urls": False},
        renditions=["sources/bridge.html", "fr/sources/bridge.html"],
    ),
    "static-i18n, one language in folders": Neighbour(
        [{"i18n": {"docs_structure": "folder", "languages": TWO}}],
        {"docs/fr/index.md": "# Bienvenue\n"},
        renditions=[BRIDGE, f"fr/{BRIDGE}"],
    ),
    "print-site": Neighbour(["print-site"], renditions=[BRIDGE, "print_page/index.html"], in_nav=True, is_last=True),
    "llmstxt": Neighbour(
        [{"llmstxt": {"full_output": "llms-full.txt", "sections": {"Sources": ["sources/*.md"]}}}],
        texts=["sources/bridge/index.md", "llms-full.txt"],
    ),
    "git-revision-date-localized": Neighbour([{"git-revision-date-localized": {"enable_creation_date": True}}]),
    "awesome-nav": Neighbour(["awesome-nav"], {"docs/.nav.yml": "nav:\n  - index.md\n  - sources\n"}),
    "macros": Neighbour(["macros"], {"docs/more.md": "# {{ config.site_name }}\n"}),
    "offline": Neighbour(["offline"], renditions=["sources/bridge.html"]),
    "blog": Neighbour(
        ["blog"],
        {"docs/blog/index.md": "# Blog\n", "docs/blog/posts/a.md": "---\ndate: 2031-05-01\n---\n\n# A post\n\nText.\n"},
    ),
    "mike": Neighbour(["mike"]),
    "glightbox": Neighbour(["glightbox"]),
    "privacy": Neighbour([{"privacy": {"assets_exclude": ["unpkg.com/*"]}}]),
    "minify, print-site and static-i18n": Neighbour(
        [{"i18n": {**SUFFIX, "languages": TWO}}, {"minify": ALL}, "print-site"],
        renditions=[BRIDGE, f"fr/{BRIDGE}", "print_page/index.html"],
        in_nav=True,
        is_last=True,
    ),
}


def site_beside(neighbour: Neighbour, root: Path, *, first: bool) -> Path:
    """The small site with a second note and a neighbour, which stands before our plugin or behind it."""
    sites.copy(sites.SMALL, root, {"annotations/bridge/other.md": OTHER, **neighbour.files})
    ours = {"glossator": {"bibliography": ["annotations/references.yml"], **neighbour.options.get("glossator", {})}}
    plugins = [*neighbour.plugins, "search", ours] if first else ["search", ours, *neighbour.plugins]
    options = {key: value for key, value in neighbour.options.items() if key != "glossator"}
    theme = {"name": "material", "font": False}
    nav = [{"Home": "index.md"}, {"Bridge": "sources/bridge.md"}]
    named = {"nav": nav} if neighbour.in_nav else {}
    sites.configure(root, theme=theme, plugins=plugins, site_url="https://example.org/", **named, **options)
    sites.commit(root, "All")
    return root


@pytest.mark.long
@pytest.mark.parametrize(
    ("neighbour", "first"),
    [
        pytest.param(neighbour, first, id=f"{name}, {'before' if first else 'behind'} ours")
        for name, neighbour in NEIGHBOURS.items()
        for first in (True, False)
        if not (first and neighbour.is_last)
    ],
)
def test_each_note_is_in_each_rendition(neighbour: Neighbour, first: bool, tmp_path: Path) -> None:
    """The site builds strictly; its notes stand on all pages of their source, and are counted once."""
    root = site_beside(neighbour, tmp_path / "site", first=first)
    built = sites.mkdocs(root, "build", "--strict", "--site-dir", str(tmp_path / "out"))
    assert built.returncode == 0, built.stdout
    pages = {name: content.decode() for name, content in sites.contents(tmp_path / "out").items() if name.endswith("l")}
    renditions = {name for name, html in pages.items() if set(NOTE.findall(html)) == {"good", "other"}}
    assert renditions == set(neighbour.renditions)
    assert sites.Built(tmp_path / "out", (), "").counts()["notes"] == 2
    for name in neighbour.texts:
        text = (tmp_path / "out" / name).read_text(encoding="utf-8")
        assert "Three members voted against closing it" in text
        assert "The years" in text


@pytest.mark.long
@pytest.mark.parametrize("first", [True, False])
def test_ids_are_those_of_the_canonical_version(first: bool, tmp_path: Path) -> None:
    """With mike’s `canonical_version` each version of a site has the same feeds and annotations, which a reader’s program
    knows again; without it each has its own.
    """

    def built(version: str, **options: str) -> dict[str, bytes]:
        name = f"{version} {len(options)}"
        root = site_beside(Neighbour([{"mike": options}]), tmp_path / name, first=first)
        to = tmp_path / f"{name} site"
        done = sites.mkdocs(root, "build", "--strict", "--site-dir", str(to), MIKE_DOCS_VERSION=version)
        assert done.returncode == 0, done.stdout
        files = sites.contents(to)
        kept = {
            path: text for path, text in files.items() if path.endswith((".jsonld", ".xml", ".json", ".csv", ".bib"))
        }
        return {path: text for path, text in kept.items() if not path.startswith(("sitemap", "search/"))}

    old, new = (built(version, canonical_version="latest") for version in ("1.0", "2.0"))
    feeds = {path for path in old if "feed" in path}
    assert feeds
    assert old == new
    assert all(b"https://example.org/latest/" in old[path] for path in (*feeds, "exports/annotations.jsonld"))
    assert b"https://example.org/1.0/" in built("1.0")["exports/annotations.jsonld"]


@pytest.mark.long
@pytest.mark.parametrize("quiet", [False, True])
def test_a_plugin_that_builds_another_folder_ends_the_build(quiet: bool, tmp_path: Path) -> None:
    """Monorepo copies `docs/` and builds the copy: that is said in a sentence, since no note would have its source."""
    files: dict[str, str | bytes | None] = {"more/mkdocs.yml": "site_name: More\nnav: [{More: index.md}]\n"}
    site = Neighbour(["monorepo"], files | {"more/docs/index.md": "# More\n"})
    root = site_beside(site, tmp_path / "site", first=False)
    sites.configure(root, nav=[{"Home": "index.md"}, {"More": "!include ./more/mkdocs.yml"}])
    built = sites.mkdocs(root, "build", *["--quiet"] * quiet, "--site-dir", str(tmp_path / "out"))
    assert built.returncode != 0
    assert "another plugin, such as monorepo, builds the site of " in built.stdout
    assert "Traceback" not in built.stdout
