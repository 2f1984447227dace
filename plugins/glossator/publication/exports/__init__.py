"""What other programs get of the site: files beside the pages, and data in the head of a source's page.

A module of this folder with a function `export` writes files of the site; nothing else names it.  Where it also has
`prepare`, that makes what only one source is needed for, so that a memory keeps it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import Final, TypeAlias

from glossator.doors import BrokenExtension, with_extensions
from glossator.publication import Publication, Published
from glossator.publication.exports import metadata, schema_org

Files: TypeAlias = Iterable[tuple[str, str | bytes]]
"""Addresses, relative to the site, each with what its file holds."""
Exporter: TypeAlias = Callable[[Publication], Files]

GROUP: Final = "glossator.exports"
"""The entry points by which other packages add exporters."""


def head(publication: Publication, published: Published) -> str:
    """What stands in the head of a source's page, as lines of HTML."""
    data = schema_org.of_page(publication, published)
    return f'{metadata.head(publication, published)}<script type="application/ld+json">{data}</script>\n'


def files(publication: Publication) -> Iterator[tuple[str, str | bytes]]:
    """Every file beside the pages: its address, relative to the site, and what it holds.

    Raises:
        BrokenExtension: a package adds an exporter that cannot be loaded, or whose file is there already.
    """
    written: dict[str, str] = {}
    for name, export in with_extensions(GROUP, EXPORTS).items():
        for address, content in export(publication):
            if address in written:
                raise BrokenExtension(f"the exporters `{written[address]}` and `{name}` both write {address}")
            if address.startswith(("/", "../")) or "/../" in address:
                raise BrokenExtension(f"the exporter `{name}` writes {address}, which is no address in the site")
            written[address] = name
            yield address, content


def prepare(publication: Publication, published: Published) -> None:
    """Make what files need of one source alone, for the publication's memory to keep."""
    for make in PREPARING:
        make(publication, published)


def _own() -> Iterator[tuple[str, Exporter]]:
    for entry in iter_modules(__path__):
        module = import_module(f"{__name__}.{entry.name}")
        if hasattr(module, "export"):
            yield entry.name, module.export


def _preparing() -> Iterator[Callable[[Publication, Published], None]]:
    for export in EXPORTS.values():
        make = getattr(sys.modules[export.__module__], "prepare", None)
        if make:
            yield make


EXPORTS: Mapping[str, Exporter] = dict(_own())
"""What writes files beside the pages: the function `export` of each module of this folder that has one, by its name."""
PREPARING: Sequence[Callable[[Publication, Published], None]] = tuple(_preparing())
"""The functions `prepare` of those modules that have one."""
