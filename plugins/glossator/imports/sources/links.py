"""Which addresses stay links, and how they are written in Markdown."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

# Whatever Markdown or a template could take for a mark of its own is percent-encoded.
_SAFE: Final = "%/:=&?~#+!$,;@-._"


def address(href: str, base: str = "") -> str:
    """The absolute address of a link, "" unless it is http, https or mailto.

    Browsers read `java\\nscript:` as a script, so white space and controls are taken out first.
    """
    href = re.sub(r"[\x00-\x20\x7f-\x9f]+", "", href)
    try:
        url = urljoin(base, href) if base else href
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme in ("http", "https") and parts.netloc:
        return url
    return url if parts.scheme == "mailto" and parts.path else ""


def destination(url: str) -> str:
    """An address as it stands between the round brackets of a Markdown link."""
    # A reference such as `&copy;` would be resolved in the attribute.
    return re.sub(r"&(?=#?\w{1,40};)", "&amp;", quote(url, safe=_SAFE))
