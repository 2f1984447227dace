"""The content security policy of a site of MkDocs: what its configuration loads from elsewhere, and the preview."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig

from glossator.publication.finished.policy import START, hash_of

App = Callable[..., Iterable[bytes]]
"""An application of WSGI."""


def allowed(config: MkDocsConfig, additions: Mapping[str, Sequence[str]] | None) -> dict[str, list[str]] | None:
    """What pages may load from elsewhere, by directives: what the plugin's option says, and what MkDocs' own options
    ask for; None where the option asks for no policy."""
    if additions is None:
        return None
    sources = {name: list(hosts) for name, hosts in additions.items()}
    for name, address in _elsewhere(config):
        sources.setdefault(name, []).append(address)
    return sources


def _elsewhere(config: MkDocsConfig) -> Iterator[tuple[str, str]]:
    for name, files in (("style-src", config.extra_css), ("script-src", config.extra_javascript)):
        for file in files:
            parts = urlsplit(str(file))
            if parts.netloc:
                yield name, f"{parts.scheme or 'https'}://{parts.netloc}"
    if config.theme.name != "material":
        return
    if config.theme.get("font"):
        yield "style-src", "https://fonts.googleapis.com"
        yield "font-src", "https://fonts.gstatic.com"
    # Material asks these for the stars and forks of a repository.
    host = urlsplit(config.repo_url or "").netloc
    if host.endswith("github.com"):
        yield "connect-src", "https://api.github.com"
    elif "gitlab" in host:
        yield "connect-src", f"https://{host}"


def with_reloading(app: App) -> App:
    """MkDocs' preview, its own script allowed: it puts one into each page when it answers, never twice the same."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        started: list[tuple[str, list[tuple[str, str]]]] = []
        body = app(environ, lambda status, headers, *_: started.append((status, headers)))
        status, headers = started[0]
        if dict(headers).get("Content-Type") == "text/html":
            page = b"".join(body)
            if hasattr(body, "close"):
                body.close()
            body = [_with_last_script(page)]
            headers = [(name, str(len(body[0])) if name == "Content-Length" else text) for name, text in headers]
        start_response(status, headers)
        return body

    return answer


def _with_last_script(page: bytes) -> bytes:
    """A page whose policy allows its last script, if that is the preview's."""
    script = page.rpartition(b"<script>")[2].partition(b"</script>")[0]
    start = page.find(START)
    if start < 0 or not re.search(rb"\blivereload\(", script):
        return page
    head, name, rest = page[start:].partition(b"script-src ")
    return page[:start] + head + name + f"'{hash_of(script.decode())}' ".encode() + rest
