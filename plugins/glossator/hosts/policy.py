"""What the configuration of a site loads from elsewhere, for its content security policy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Loaded:
    """What pages load because their configuration says so."""

    styles: Iterable[object] = ()
    """Addresses, and paths in the site."""
    scripts: Iterable[object] = ()
    is_material: bool = False
    """Whether the theme is Material, or what continues it."""
    fonts: bool = False
    """Whether it asks Google for letters."""
    repository: str = ""
    """The repository whose stars and forks it shows; empty for none."""


def allowed(loaded: Loaded, additions: Mapping[str, Sequence[str]] | None) -> dict[str, list[str]] | None:
    """What pages may load from elsewhere, by directives: what our option says, and what the site's own options ask for;
    None where the option asks for no policy."""
    if additions is None:
        return None
    sources = {name: list(hosts) for name, hosts in additions.items()}
    for name, address in _elsewhere(loaded):
        sources.setdefault(name, []).append(address)
    return sources


def _elsewhere(loaded: Loaded) -> Iterator[tuple[str, str]]:
    for name, files in (("style-src", loaded.styles), ("script-src", loaded.scripts)):
        for file in files:
            parts = urlsplit(str(file))
            if parts.netloc:
                yield name, f"{parts.scheme or 'https'}://{parts.netloc}"
    if not loaded.is_material:
        return
    if loaded.fonts:
        yield "style-src", "https://fonts.googleapis.com"
        yield "font-src", "https://fonts.gstatic.com"
    # Material asks these for the stars and forks of a repository.
    host = urlsplit(loaded.repository).netloc
    if host.endswith("github.com"):
        yield "connect-src", "https://api.github.com"
    elif "gitlab" in host:
        yield "connect-src", f"https://{host}"
