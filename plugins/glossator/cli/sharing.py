"""The site generator of a command that shares a build among machines."""

from __future__ import annotations

from pathlib import Path

from glossator.cli.stopping import stop
from glossator.hosts import open_host
from glossator.publication.host import HostError, Sharing


def sharing(config: Path | None) -> Sharing:
    """A site generator whose work several machines can share; stops where the site has none.

    Args:
        config: the site's configuration; default: the one in the working folder.
    """
    try:
        host = open_host(config)
    except HostError as error:
        stop(str(error))
    if not isinstance(host, Sharing):
        stop(
            "only a build of MkDocs can be shared among machines, where MkDocs is installed: another generator builds"
            " the pages itself, and `glossator apply` puts the notes in"
        )
    return host
