"""What a content security policy of ours lists, as settings and pages name it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Final

DIRECTIVES: Final[Mapping[str, tuple[str, ...]]] = {
    "default-src": ("'self'",),
    # A search engine may come as WebAssembly.
    "script-src": ("'self'", "'wasm-unsafe-eval'"),
    "worker-src": ("'self'", "blob:"),
    # Python-Markdown aligns the cells of tables by attributes `style`.
    "style-src": ("'self'", "'unsafe-inline'"),
    "img-src": ("'self'", "data:"),
    "font-src": ("'self'", "data:"),
    "media-src": ("'self'",),
    "frame-src": ("'self'",),
    "connect-src": ("'self'",),
    "object-src": ("'none'",),
    "base-uri": ("'self'",),
    "form-action": ("'self'",),
}
"""What every site may load; hashes of scripts, and what a site adds, come behind it."""

START: Final = b'<meta http-equiv="Content-Security-Policy" content="'
"""How a policy of ours begins on a page."""


def hash_of(script: str) -> str:
    """A script's hash, as a policy names it; browsers make each end of a line a line feed first."""
    even = script.replace("\r\n", "\n").replace("\r", "\n")
    return f"sha256-{base64.b64encode(hashlib.sha256(even.encode()).digest()).decode()}"
