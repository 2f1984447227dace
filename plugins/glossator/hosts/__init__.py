"""Site generators, one adapter each, and the door to them: the name of a site's configuration says which it is.

Another package adds one by an entry point of the group `glossator.hosts`: its name is that of the configuration, such
as `hugo.toml`; its object takes the path of one and gives a `Host`, or raises `HostError`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from glossator.doors import with_extensions
from glossator.publication.host import Host

GROUP: Final = "glossator.hosts"


def open_host(config: Path | None = None) -> Host:
    """Open the site of a configuration.

    Args:
        config: the file; where its name is nobody's, it is MkDocs'.  Default: the first one in the working folder that
            has a name that a site generator looks for.

    Raises:
        HostError: it cannot be opened.
        BrokenExtension: a package adds a site generator that cannot be loaded.
    """
    hosts = with_extensions(GROUP, HOSTS)
    file = config or next((Path(name) for name in hosts if Path(name).is_file()), Path(DEFAULT))
    host: Host = hosts.get(file.name, HOSTS[DEFAULT])(file)
    return host


# Each is loaded when it is needed: only who has a site generator needs its libraries, and nobody needs all.


def _mkdocs(config: Path) -> Host:
    try:
        from glossator.hosts.mkdocs.site import open_host as opened
    except ImportError:
        return _unbuilt(config)
    return opened(config)


def _unbuilt(config: Path) -> Host:
    from glossator.hosts import unbuilt

    return unbuilt.open_host(config)


def _anywhere(config: Path) -> Host:
    from glossator.hosts import anywhere

    return anywhere.open_host(config)


DEFAULT: Final = "mkdocs.yml"
HOSTS: Mapping[str, Callable[[Path], Host]] = {
    DEFAULT: _mkdocs,
    "zensical.toml": _unbuilt,
    "glossator.yml": _anywhere,
}
"""What opens a site, by the name of its configuration."""
