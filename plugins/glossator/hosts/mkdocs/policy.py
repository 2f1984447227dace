"""The content security policy of a site of MkDocs: what its configuration loads from elsewhere, and the preview."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from glossator.hosts import policy
from glossator.hosts.policy import Loaded
from glossator.publication.directives import START, hash_of

App = Callable[..., Iterable[bytes]]
"""An application of WSGI."""


def allowed(config: MkDocsConfig, additions: Mapping[str, Sequence[str]] | None) -> dict[str, list[str]] | None:
    """What pages may load from elsewhere, by directives: what the plugin's option says, and what MkDocs' own options
    ask for; None where the option asks for no policy."""
    loaded = Loaded(
        config.extra_css,
        config.extra_javascript,
        is_material=config.theme.name == "material",
        fonts=bool(config.theme.get("font")),
        repository=config.repo_url or "",
    )
    return policy.allowed(loaded, additions)


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
